"""Which claims go back to one utterance?

`origins(keys)` partitions claims: every claim is in exactly one Origin, and each Origin says why:
the same speaker to the same outlet on the same day; a date or an outlet missing, with what stood in
for it; a copied passage; the outlet's own words. Independence is never assumed: two origins are two
utterances, and whether they are independent is another question, asked in `voices`.

Promises: order of arrival never matters, and a copy of a document adds no origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from supplyline.model import ClaimKey, Origin, make_id
from supplyline.weigh.copies import copy_classes, is_copyable
from supplyline.weigh.places import COUNTRY, place
from supplyline.weigh.unionfind import Unions
from supplyline.weigh.utterances import Reasons, join_speaker


def origins(keys: Iterable[ClaimKey]) -> tuple[tuple[Origin, ...], dict[str, str]]:
    """The origins, and claim id -> origin id."""
    claims = sorted(keys, key=lambda k: k.id)
    classes = copy_classes([k.words for k in claims])
    unions, reasons = Unions(len(claims)), Reasons()
    speakers = [speaker_of(k) for k in claims]
    by_speaker: dict[str, list[int]] = {}
    for i, name in enumerate(speakers):
        if name is not None:
            by_speaker.setdefault(name, []).append(i)
    for name, members in sorted(by_speaker.items()):
        label = usual(claims[i].speaker_name or name for i in members)
        join_speaker(label, members, claims, classes, unions, reasons)
    _join_passages(claims, speakers, classes, unions, reasons)
    return _collect(claims, unions, reasons)


def usual(names: Iterable[str]) -> str:
    """The commonest of several spellings; the first in the alphabet of equals."""
    return min(Counter(names).items(), key=lambda item: (-item[1], item[0]))[0]


def speaker_of(claim: ClaimKey) -> str | None:
    """Who speaks: "Beijing" and "China" are one speaker; None where the text itself does."""
    if claim.speaker is None:
        return None
    iso, nature = place(claim.speaker_name or "")
    return f"country:{iso}" if nature == COUNTRY else claim.speaker


def _join_passages(
    claims: Sequence[ClaimKey],
    speakers: Sequence[str | None],
    classes: Sequence[int],
    unions: Unions,
    reasons: Reasons,
) -> None:
    """Copied passages across speakers and outlets, and each outlet's own words."""
    passages: dict[int, list[int]] = {}
    for i, claim in enumerate(claims):
        if is_copyable(claim.words):
            passages.setdefault(classes[i], []).append(i)
    home: dict[int, str] = {}
    credited: dict[int, int] = {}
    for number, members in sorted(passages.items()):
        spoken = [i for i in members if speakers[i] is not None]
        silent = [i for i in members if speakers[i] is None]
        if len({speakers[i] for i in spoken}) > 1:
            _join_miscredited(spoken, claims, speakers, unions, reasons)
        if spoken:
            credited[number] = min(spoken, key=lambda i: _first(claims[i]))
        if silent:
            # A copied passage belongs to the document that printed it first, not to its copyist
            home[number] = claims[min(silent, key=lambda i: _first(claims[i]))].sha256
    own: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        if speakers[i] is not None:
            continue
        number = classes[i] if is_copyable(claim.words) else -1
        if number in credited:
            unions.join(i, credited[number])
            reasons.add(i, f"the same words as those of {claims[credited[number]].speaker_name}")
            continue
        at = home.get(number, claim.sha256)
        if at != claim.sha256:
            reasons.add(i, "copied passage: the same words were printed before")
        own.setdefault(at, []).append(i)
    for _, members in sorted(own.items()):
        unions.join_all(members)
        reasons.add(
            members[0], f"own words of {claims[members[0]].publisher or 'the document'}: no source named"
        )


def _first(claim: ClaimKey) -> tuple[str, str, str]:
    return claim.published or "9999", claim.sha256, claim.id


def _join_miscredited(
    spoken: Sequence[int],
    claims: Sequence[ClaimKey],
    speakers: Sequence[str | None],
    unions: Unions,
    reasons: Reasons,
) -> None:
    """The same words under several names in different documents are one utterance. Two speakers of one
    sentence in one document ("X said that Y denied") are two, and stay so."""
    by_document: dict[str, set[str | None]] = {}
    for i in spoken:
        by_document.setdefault(claims[i].sha256, set()).add(speakers[i])
    if any(len(names) > 1 for names in by_document.values()):
        return
    unions.join_all(spoken)
    names = sorted({claims[i].speaker_name or "" for i in spoken})
    reasons.add(spoken[0], f"the same words, credited to {' and to '.join(names)}")


def _collect(
    claims: Sequence[ClaimKey], unions: Unions, reasons: Reasons
) -> tuple[tuple[Origin, ...], dict[str, str]]:
    why: dict[int, set[str]] = {}
    for i, texts in reasons.texts.items():
        why.setdefault(unions.root(i), set()).update(texts)
    out: list[Origin] = []
    lookup: dict[str, str] = {}
    for root, members in unions.groups().items():
        group = [claims[i] for i in members]
        made = _origin(group, sorted(why.get(root, ())))
        out.append(made)
        lookup.update((claim.id, made.id) for claim in group)
    return tuple(sorted(out, key=lambda o: o.id)), lookup


def _origin(group: Sequence[ClaimKey], reasons: Sequence[str]) -> Origin:
    spoken = [k for k in group if k.speaker is not None]
    best = min(spoken or group, key=lambda k: (k.said_on is None, k.via is None, *_first(k)))
    day = best.said_on or (None if spoken else best.published)
    if spoken:
        label = usual(k.speaker_name or k.speaker or "" for k in spoken)
        label += f" to {best.via_name}" if best.via_name else ""
    else:
        label = f"{best.publisher or 'unknown publisher'} (own words)"
    label += f", {day}" if day else ""
    ids = tuple(sorted(k.id for k in group))
    return Origin(
        id=make_id("o", ids[0]),
        label=label,
        speaker=best.speaker if spoken else None,
        via=best.via,
        said_on=best.said_on,
        documents=len({k.sha256 for k in group}),
        claims=len(ids),
        reasons=tuple(reasons) or ("a single statement",),
        because=ids,
    )
