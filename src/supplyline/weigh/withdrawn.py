"""Which numbers did their own source take back?

A publisher corrects what it printed (`origins` ties the two); a speaker corrects himself in words ("corrected himself",
"four, not six"). The later number supersedes the earlier one of the same source, there and in what repeats it: it stays
to be read and is not counted. Promises: no order of arrival; a copy of a correction makes it no later; nobody's words
take back the number of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from supplyline.model import ClaimKey
from supplyline.weigh.counts import Bounds
from supplyline.weigh.dates import days
from supplyline.weigh.heard import speaker_of
from supplyline.weigh.match import counted_as


def withdrawn(
    claims: Sequence[ClaimKey], origin_of: Mapping[str, str], corrected: Mapping[str, str]
) -> dict[str, ClaimKey]:
    """Claims whose number their own source took back, and who repeats that number of that source: claim id -> the
    correction. They stay claims of the event; only their number no longer counts. `corrected`: claim id -> id of the
    claim by which its publisher corrects it; a speaker corrects himself in words (`ClaimKey.revises`, `instead`)."""
    by_id = {k.id: k for k in claims} if corrected else {}
    back: dict[tuple[str | None, Bounds], ClaimKey] = {}
    for claim in claims if corrected else ():
        correction = by_id.get(corrected.get(claim.id, ""))
        bounds = (claim.count_min, claim.count_max)
        if correction is not None and bounds != (None, None) and bounds != (correction.count_min, correction.count_max):
            back[origin_of.get(claim.id), bounds] = correction
    if any(k.revises or k.instead for k in claims):
        back.update(_own(claims, origin_of))
    found = {k.id: back.get((origin_of.get(k.id), (k.count_min, k.count_max))) for k in claims} if back else {}
    return {id: correction for id, correction in found.items() if correction is not None}


@dataclass(slots=True)
class _Saying:
    """One number of one utterance, whoever prints it: a copy makes it no later."""

    claim: ClaimKey
    speakers: set[str] = field(default_factory=set)
    printed: int | None = None
    said: int | None = None


def _own(claims: Sequence[ClaimKey], origin_of: Mapping[str, str]) -> dict[tuple[str | None, Bounds], ClaimKey]:
    """What speakers took back of their own earlier numbers: (origin, number) -> the correction."""
    sayings: dict[tuple[object, ...], _Saying] = {}
    for claim in sorted(claims, key=lambda k: k.id):
        speaker = speaker_of(claim)
        if (claim.count_min, claim.count_max) == (None, None) or claim.anonymous or speaker is None:
            continue
        mark = (origin_of.get(claim.id), claim.count_min, claim.count_max, claim.counted, claim.revises, claim.instead)
        one = sayings.setdefault(mark, _Saying(claim))
        printed, said = days(claim.published), days(claim.said_on)
        one.printed = min((d for d in (one.printed, printed and printed[0]) if d is not None), default=None)
        one.said = min((d for d in (one.said, said and said[1]) if d is not None), default=None)
        one.speakers.add(speaker)
    by_voice: dict[str, list[_Saying]] = {}
    for one in sayings.values():
        for voice in sorted(one.speakers):
            by_voice.setdefault(voice, []).append(one)
    back: dict[tuple[str | None, Bounds], ClaimKey] = {}
    for later in sayings.values():
        if later.claim.revises or later.claim.instead:
            for earlier in (e for voice in sorted(later.speakers) for e in by_voice[voice]):
                if earlier is not later and _takes_back(later, earlier):
                    back[origin_of.get(earlier.claim.id), (earlier.claim.count_min, earlier.claim.count_max)] = later.claim
    return back


def _takes_back(later: _Saying, earlier: _Saying) -> bool:
    """Another number of the same thing, told before; where the wrong number is named, that number and no other."""
    one, other = later.claim, earlier.claim
    if (one.count_min, one.count_max) == (other.count_min, other.count_max) or counted_as(one.counted) != counted_as(other.counted):
        return False
    if one.instead and not {other.count_min, other.count_max} & set(one.instead):
        return False
    now, then = later.said or later.printed, earlier.said or (None if one.instead else earlier.printed)
    if now is None or then is None:
        return bool(one.instead) and not (other.revises or other.instead)
    return then < now or (then == now and not (other.revises or other.instead))
