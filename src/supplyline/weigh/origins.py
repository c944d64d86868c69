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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, NamedTuple

from supplyline.model import Citation, ClaimKey, Origin, make_id
from supplyline.weigh.alike import by_document, join_acts, join_described, join_elsewhere, said_elsewhere
from supplyline.weigh.circles import join_circles
from supplyline.weigh.citations import citations
from supplyline.weigh.collector import paused, shared
from supplyline.weigh.copies import copy_classes, is_copyable
from supplyline.weigh.heard import heard
from supplyline.weigh.miscredits import Reports, sayings_of
from supplyline.weigh.relays import (
    Printed,
    join_along,
    join_corrected,
    join_credited,
    join_own,
    quoted,
    told_to,
)
from supplyline.weigh.spread import apart, both
from supplyline.weigh.telling import Told, told
from supplyline.weigh.ties import COPIES, CORRECTS, Taken, Ties
from supplyline.weigh.utterances import join_speaker

_KEPT = 10_000


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
    made: list[Origin] = []
    lookup: dict[str, str] = {}
    cited: list[Citation] = []
    corrected: dict[str, str] = {}
    for row in apart(lambda: _rows(plain), len(plain)):
        if isinstance(row, _Said):
            origin = _origin(row, plain)
            made.append(origin)
            lookup.update(dict.fromkeys(origin.because, origin.id))
        elif isinstance(row, Citation):
            cited.append(row)
        else:
            corrected.update((row,))
    return Utterances(tuple(sorted(made, key=lambda o: o.id)), lookup, tuple(cited), corrected)


class _Said(NamedTuple):
    """What an origin is, its claims by their number in the order of ids."""

    claims: tuple[int, ...]
    label: str
    speaker: str | None
    via: str | None
    said_on: str | None
    documents: int
    reasons: tuple[str, ...]


def _rows(plain: Sequence[ClaimKey]) -> Iterator[_Said | Citation | tuple[str, str]]:
    """The origins, the citations, and of each claim that is corrected the id, with that of the claim that corrects it."""
    claims, classes = both(lambda: heard(plain), lambda: copy_classes([k.words for k in plain]), len(plain))
    speakers = [k.speaker for k in claims]
    compared = _once(claims)
    spoken = by_document(claims, speakers)

    def by_speaker() -> Iterator[Any]:
        ties = _by_speaker(claims, speakers, classes)
        join_acts(spoken, claims, speakers, ties)
        join_described(spoken, claims, speakers, compared, ties)
        yield from (ties, Printed(claims))

    def by_words() -> Iterator[Any]:
        copies, own = _copies(claims, speakers, classes)
        yield from (copies, own, list(said_elsewhere(claims, speakers, compared)), list(quoted(own, claims, spoken, compared)))

    (ties, printed), (copies, own, others, quotes) = both(by_speaker, by_words, len(plain))
    join_elsewhere(others, claims, ties)
    ties.add(copies)
    later = join_credited(claims, printed, compared, ties)
    join_corrected(claims, printed, ties, compared)
    left = join_own(own, quotes, claims, spoken, compared, ties)
    join_along(spoken, claims, ties)
    circles = join_circles(claims, later, ties)
    _join_rest(left, claims, ties)
    told_to(claims, printed, compared, ties)
    yield from _collect(plain, claims, ties)
    yield from citations(claims, ties.taken, circles)
    yield from ((claims[step.source].id, claims[step.claim].id) for step in sorted(ties.taken) if step.kind == CORRECTS)


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


def _by_speaker(claims: Sequence[ClaimKey], speakers: Sequence[str | None], classes: Sequence[int]) -> Ties:
    ties, of = Ties(len(claims)), dict[str, list[int]]()
    for i, name in enumerate(speakers):
        if name is not None:
            of.setdefault(name, []).append(i)
    for name, members in sorted(of.items()):
        label = usual(claims[i].speaker_name or name for i in members)
        join_speaker(label, members, claims, classes, ties)
    return ties


def _copies(claims: Sequence[ClaimKey], speakers: Sequence[str | None], classes: Sequence[int]) -> tuple[Ties, list[int]]:
    """Copied passages across speakers and outlets, and the claims without a speaker that are no copies."""
    ties = Ties(len(claims))
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
    return ties, sorted(own)


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


def _collect(plain: Sequence[ClaimKey], claims: Sequence[ClaimKey], ties: Ties) -> Iterator[_Said]:
    why = ties.why()
    for root, members in ties.unions.groups().items():
        yield _said(members, plain, claims, tuple(sorted(why.get(root, ()))) or ("a single statement",))


def _said(members: Sequence[int], plain: Sequence[ClaimKey], claims: Sequence[ClaimKey], reasons: tuple[str, ...]) -> _Said:
    """Of claims as told and as heard. Who is named in words names the origin; else who alone can have spoken."""
    group = [(plain[i], claims[i]) for i in members]
    named = [(k, h) for k, h in group if k.speaker is not None] or [(k, h) for k, h in group if h.speaker is not None]
    claim, best = min(named or group, key=lambda pair: (pair[1].said_on is None, pair[1].via is None, *_first(pair[1])))
    day = best.said_on or (None if named else best.published)
    if named:
        label = usual(h.speaker_name or h.speaker or "" for _, h in named)
        label += f" to {best.via_name}" if best.via_name else ""
    else:
        label = f"{best.publisher or 'unknown publisher'} (own words)"
    label += f", {day}" if day else ""
    documents = len({k.sha256 for k, _ in group})
    return _Said(tuple(sorted(members)), label, claim.speaker, best.via, best.said_on, documents, reasons)


def _origin(said: _Said, plain: Sequence[ClaimKey]) -> Origin:
    ids = tuple([plain[i].id for i in said.claims])
    return Origin(
        id=make_id("o", ids[0]),
        label=intern(said.label),
        speaker=intern(said.speaker) if said.speaker else said.speaker,
        via=intern(said.via) if said.via else said.via,
        said_on=said.said_on,
        documents=said.documents,
        claims=len(ids),
        reasons=shared(said.reasons),
        because=ids,
    )
