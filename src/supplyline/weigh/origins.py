"""Which claims go back to one utterance?

`utterances(keys)` partitions claims: every claim is in exactly one Origin, and each Origin says why:
the same speaker to the same outlet on the same day; a date or an outlet missing, with what stood in
for it; a copied passage; a credit to another report; a translation or retelling; the outlet's own words.
Beside them it gives the citation graph and what was corrected. Independence is never assumed: two origins
are two utterances, and whether they are independent is another question, asked in `voices`.

Promises: order of arrival never matters, and a copy of a document adds no origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from supplyline.model import Citation, ClaimKey, Origin, make_id
from supplyline.weigh.alike import join_acts, join_described, join_elsewhere
from supplyline.weigh.circles import join_circles
from supplyline.weigh.citations import citations
from supplyline.weigh.collector import paused, shared
from supplyline.weigh.copies import copy_classes, is_copyable
from supplyline.weigh.heard import heard
from supplyline.weigh.miscredits import Reports, sayings_of
from supplyline.weigh.relays import Printed, join_along, join_corrected, join_credited, join_own, told_to
from supplyline.weigh.spread import sliced, spread
from supplyline.weigh.telling import Told, told
from supplyline.weigh.ties import COPIES, CORRECTS, Taken, Ties
from supplyline.weigh.utterances import join_speaker

_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Utterances:
    """`origin_of`: claim id -> origin id; `corrected`: claim id -> id of the later claim that corrects it."""

    origins: tuple[Origin, ...]
    origin_of: Mapping[str, str]
    citations: tuple[Citation, ...]
    corrected: Mapping[str, str]


def origins(keys: Iterable[ClaimKey]) -> tuple[tuple[Origin, ...], Mapping[str, str]]:
    """The origins, and claim id -> origin id."""
    found = utterances(keys)
    return found.origins, found.origin_of


@paused()
def utterances(keys: Iterable[ClaimKey]) -> Utterances:
    plain = sorted(keys, key=lambda k: k.id)
    # Neither asks what the other finds
    steps: tuple[Callable[[], Sequence[Any]], ...] = (lambda: heard(plain), lambda: copy_classes([k.words for k in plain]))
    both = spread(lambda some: [row for step in some for row in step()], sliced(steps, len(plain)))
    claims, classes = both[: len(plain)], both[len(plain) :]
    del both
    speakers = [k.speaker for k in claims]
    ties, compared = Ties(len(claims)), _once(claims)
    by_speaker: dict[str, list[int]] = {}
    for i, name in enumerate(speakers):
        if name is not None:
            by_speaker.setdefault(name, []).append(i)
    for name, members in sorted(by_speaker.items()):
        label = usual(claims[i].speaker_name or name for i in members)
        join_speaker(label, members, claims, classes, ties)
    printed = Printed(claims)
    join_acts(claims, speakers, ties)
    join_described(claims, speakers, compared, ties)
    join_elsewhere(claims, speakers, compared, ties)
    own = _join_copies(claims, speakers, classes, ties)
    later = join_credited(claims, printed, compared, ties)
    join_corrected(claims, printed, ties, compared)
    left = join_own(own, claims, compared, ties)
    join_along(claims, ties)
    circles = join_circles(claims, later, ties)
    _join_rest(left, claims, ties)
    told_to(claims, printed, compared, ties)
    made, lookup = _collect(plain, claims, ties)
    return Utterances(made, lookup, citations(claims, ties.taken, circles), _corrected(claims, ties.taken))


def _once(claims: Sequence[ClaimKey]) -> Callable[[int], Told]:
    """What is compared of a claim, made when it is asked for. Kept for some at a time: for all they are gigabytes."""
    made: dict[int, Told] = {}

    def of(i: int) -> Told:
        found = made.get(i)
        if found is None:
            if len(made) >= _KEPT:
                made.clear()
            found = made[i] = told(claims[i])
        return found

    return of


def usual(names: Iterable[str]) -> str:
    """The commonest of several spellings; the first in the alphabet of equals."""
    return min(Counter(names).items(), key=lambda item: (-item[1], item[0]))[0]


def _join_copies(
    claims: Sequence[ClaimKey], speakers: Sequence[str | None], classes: Sequence[int], ties: Ties
) -> list[int]:
    """Copied passages across speakers and outlets; returns the claims without a speaker that are no copies."""
    alike: dict[int, list[int]] = {}
    reports = Reports(claims, classes, speakers)
    own: list[int] = []
    for i, claim in enumerate(claims):
        if is_copyable(claim.words):
            alike.setdefault(classes[i], []).append(i)
        elif speakers[i] is None:
            own.append(i)
    for _, members in sorted(alike.items()):
        members.sort(key=lambda i: _first(claims[i]))
        spoken = [i for i in members if speakers[i] is not None]
        silent = [i for i in members if speakers[i] is None]
        said = _join_miscredited(spoken, claims, speakers, reports, ties)
        # A copied passage belongs to whom it is credited to, else to the document that printed it first
        for group in (sorted((*(said[0] if said else ()), *silent), key=lambda i: _first(claims[i])), *said[1:]):
            _take(group, claims, ties)
        if spoken:
            for i in silent:
                ties.join(i, spoken[0], f"the same words as those of {claims[spoken[0]].speaker_name}")
        elif silent:
            own.append(silent[0])
            for i in silent[1:]:
                ties.join(i, silent[0], "copied passage: the same words were printed before" if _before(claims[silent[0]], claims[i]) else "copied passage: the same words, and nothing tells who printed them first")
    return sorted(own)


def _take(members: Sequence[int], claims: Sequence[ClaimKey], ties: Ties) -> None:
    for i in members[1:]:
        first = claims[members[0]]
        if claims[i].sha256 != first.sha256:
            how = "printed before" if _before(first, claims[i]) else "which was first is not known"
            ties.taken.append(Taken(i, members[0], COPIES, f"the same words, {how}"))


def _before(a: ClaimKey, b: ClaimKey) -> bool:
    return bool(a.published and b.published and a.published < b.published)


def _first(claim: ClaimKey) -> tuple[str, str, str]:
    return claim.published or "9999", claim.sha256, claim.id


def _join_miscredited(
    spoken: Sequence[int], claims: Sequence[ClaimKey], speakers: Sequence[str | None], reports: Reports, ties: Ties
) -> list[list[int]]:
    """The sayings of a passage: under several names in different documents it may be one, with a name changed. Two
    speakers of one sentence in one document ("X said that Y denied") are two, and all of them stay so."""
    if len({speakers[i] for i in spoken}) < 2:
        return [list(spoken)] if spoken else []
    by_document: dict[str, set[str | None]] = {}
    for i in spoken:
        by_document.setdefault(claims[i].sha256, set()).add(speakers[i])
    if any(len(names) > 1 for names in by_document.values()):
        return [list(spoken)]
    out = sayings_of(spoken, speakers, reports)
    for said in out:
        if said.why:
            ties.join_all(said.claims)
            for why in said.why:
                ties.because(said.claims[0], why)
    for said in out[1:]:
        ties.leave(said.claims[0], out[0].claims[0], f"the same few words as {claims[out[0].claims[0]].speaker_name}, a short sentence that two may say: nothing shows that one was copied")
    return [sorted(said.claims, key=lambda i: _first(claims[i])) for said in out]


def _join_rest(own: Sequence[int], claims: Sequence[ClaimKey], ties: Ties) -> None:
    """What an outlet says without naming a source is its own report."""
    by_document: dict[str, list[int]] = {}
    for i in own:
        by_document.setdefault(claims[i].sha256, []).append(i)
    for _, members in sorted(by_document.items()):
        ties.join_all(members)
        ties.because(members[0], f"own words of {claims[members[0]].publisher or 'the document'}: no source named")


def _corrected(claims: Sequence[ClaimKey], taken: Iterable[Taken]) -> dict[str, str]:
    return {claims[step.source].id: claims[step.claim].id for step in sorted(taken) if step.kind == CORRECTS}


def _collect(
    plain: Sequence[ClaimKey], claims: Sequence[ClaimKey], ties: Ties
) -> tuple[tuple[Origin, ...], dict[str, str]]:
    why = ties.why()
    out: list[Origin] = []
    lookup: dict[str, str] = {}
    for root, members in ties.unions.groups().items():
        made = _origin([(plain[i], claims[i]) for i in members], sorted(why.get(root, ())))
        out.append(made)
        lookup.update((plain[i].id, made.id) for i in members)
    return tuple(sorted(out, key=lambda o: o.id)), lookup


def _origin(group: Sequence[tuple[ClaimKey, ClaimKey]], reasons: Sequence[str]) -> Origin:
    """Of claims as told and as heard. Who is named in words names the origin; else who alone can have spoken."""
    named = [(k, h) for k, h in group if k.speaker is not None] or [(k, h) for k, h in group if h.speaker is not None]
    claim, best = min(named or group, key=lambda pair: (pair[1].said_on is None, pair[1].via is None, *_first(pair[1])))
    day = best.said_on or (None if named else best.published)
    if named:
        label = usual(h.speaker_name or h.speaker or "" for _, h in named)
        label += f" to {best.via_name}" if best.via_name else ""
    else:
        label = f"{best.publisher or 'unknown publisher'} (own words)"
    label += f", {day}" if day else ""
    ids = tuple(sorted(k.id for k, _ in group))
    return Origin(
        id=make_id("o", ids[0]),
        label=intern(label),
        speaker=claim.speaker,
        via=best.via,
        said_on=best.said_on,
        documents=len({k.sha256 for k, _ in group}),
        claims=len(ids),
        reasons=shared(tuple(reasons) or ("a single statement",)),
        because=ids,
    )
