"""Are the same words under two names one saying, credited to somebody else, or did two people say the same?

`sayings_of(spoken, …)` parts the claims of one copied passage by speaker. Two speakers are one saying where a document
may have changed the name: both are told to have spoken to one outlet, and not each by that outlet itself; or the two
documents print so many words alike that nobody says them twice by chance: a second passage too, or `COPIED` different
content words where each speaker has an occasion of his own (another outlet, another day), `ALIKE` where one has none. A
short sentence
alone ("China sent six shipments of gunpowder to Russia") proves no copying between two named people or two countries.
Who may be the same person, an unnamed source or an outlet is no second speaker, and goes with who printed it first.
Promises: adding a copy of a document parts nothing; cost is bounded for each speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from supplyline import names
from supplyline.model import ClaimKey
from supplyline.weigh.alike import share_a_name
from supplyline.weigh.copies import MIN_NEAR, MIN_SAME, SHORT, is_copyable
from supplyline.weigh.heard import is_person
from supplyline.weigh.publishers import plain

COPIED, ALIKE = SHORT, MIN_NEAR  # different content words that two documents have alike
_SHOWN = 8  # documents of a speaker that are compared
_LEADERS = 16
_SURE = 0.8  # score of two spellings of one name


@dataclass(frozen=True, slots=True)
class Report:
    """How one document has a speaker say it: to which outlet, on which day, and what it prints beside."""

    speaker: ClaimKey
    outlet: str
    said_on: str | None
    publisher: str
    passages: Mapping[int, frozenset[str]]

    @property
    def first_hand(self) -> bool:
        return bool(self.outlet) and self.outlet == self.publisher


class Reports:
    """What the documents of a case print, put together when two speakers share a passage."""

    def __init__(self, claims: Sequence[ClaimKey], classes: Sequence[int], speakers: Sequence[str | None]) -> None:
        self._claims, self._classes, self._speakers = claims, classes, speakers
        self._copyable: dict[str, list[int]] = {}
        self._occasions: dict[tuple[str, str], set[tuple[str, str | None]]] = {}
        self.outlets = {plain(k.publisher) for k in claims if k.publisher}

    def _read(self) -> None:
        for i, claim in enumerate(self._claims):
            if is_copyable(claim.words):
                self._copyable.setdefault(claim.sha256, []).append(i)
            if (claim.via_name or claim.said_on) and self._speakers[i] is not None:
                self._occasions.setdefault((claim.sha256, self._speakers[i] or ""), set()).add((plain(claim.via_name or ""), claim.said_on))

    def of(self, i: int) -> Report:
        if not self._copyable:
            self._read()
        claim = self._claims[i]
        passages: dict[int, frozenset[str]] = {}
        for j in self._copyable.get(claim.sha256, ()):
            number = self._classes[j]
            passages[number] = passages.get(number, frozenset()) | frozenset(self._claims[j].words)
        occasion = plain(claim.via_name or ""), claim.said_on
        # "He said" goes with the one occasion that the document names for him
        named = self._occasions.get((claim.sha256, self._speakers[i] or ""), set())
        outlet, said_on = next(iter(named)) if occasion == ("", None) and len(named) == 1 else occasion
        return Report(claim, outlet, said_on, plain(claim.publisher or ""), passages)


@dataclass(frozen=True, slots=True)
class Saying:
    """Claims of one copied passage that are one saying; `why` they are, where there are several speakers."""

    claims: list[int]
    why: list[str]


def sayings_of(spoken: Sequence[int], speakers: Sequence[str | None], known: Reports) -> list[Saying]:
    """`spoken`: the claims of a passage that have a speaker, first printed first. The first saying is the one printed first."""
    by_speaker: dict[str, list[int]] = {}
    for i in spoken:
        by_speaker.setdefault(speakers[i] or "", []).append(i)
    out: list[Saying] = []
    leaders: list[list[Report]] = []
    for members in by_speaker.values():
        reports = list(_differing(known.of(i) for i in members))
        for saying, leader in zip(out, leaders, strict=False):
            why = _one(reports, leader, known.outlets)
            if why is not None:
                saying.claims.extend(members)
                saying.why.append(f"the same words, credited to {_both(leader, reports)}{why}")
                break
        else:
            out.append(Saying(list(members), []))
            if len(leaders) < _LEADERS:
                leaders.append(reports)
    return out


def _both(one: Sequence[Report], other: Sequence[Report]) -> str:
    return " and to ".join(sorted({one[0].speaker.speaker_name or "", other[0].speaker.speaker_name or ""}))


def _differing(reports: Iterable[Report]) -> Iterator[Report]:
    """The first reports that differ in what is compared: copies of one document are one."""
    seen: set[tuple[object, ...]] = set()
    for report in reports:
        mark = report.outlet, report.said_on, report.first_hand, frozenset(report.passages)
        if mark not in seen:
            seen.add(mark)
            yield report
        if len(seen) == _SHOWN:
            return


def _one(one: Sequence[Report], other: Sequence[Report], outlets: set[str]) -> str | None:
    """Why two speakers are one saying; None where they are two."""
    if not _two_speakers(one[0].speaker, other[0].speaker, outlets):
        return ""
    for a in one:
        for b in other:
            if _same_occasion(a, b) or _same_occasion(b, a):
                return ": told of one occasion"
            shared = [a.passages[number] & b.passages[number] for number in a.passages.keys() & b.passages.keys()]
            alike = len(frozenset[str]().union(*shared))
            second = alike - max(map(len, shared), default=0) >= MIN_SAME
            if alike >= (COPIED if _two_occasions(a, b) else ALIKE) or second:
                return f": {alike} words alike in two documents"
    return None


def _two_speakers(a: ClaimKey, b: ClaimKey, outlets: set[str]) -> bool:
    """Are they certainly two: two persons of different names, or speakers of two countries?"""
    if a.anonymous or b.anonymous or any(plain(k.speaker_name or "") in outlets or (k.speaker or "").startswith("outlet:") for k in (a, b)):
        return False
    if is_person(a) and is_person(b):
        left, right = a.speaker_name or "", b.speaker_name or ""
        return not share_a_name(left, right) and names.score(left, right, "Person") < _SURE
    return bool(a.speaker_country and b.speaker_country and a.speaker_country != b.speaker_country)


def _same_occasion(a: Report, b: Report) -> bool:
    """Does `a` say that the words were told to the outlet to which, or in which, `b` has somebody else tell them? An outlet
    knows whom it spoke to itself."""
    if not a.outlet or a.first_hand or a.outlet not in (b.outlet, b.publisher):
        return False
    return a.said_on == b.said_on or None in (a.said_on, b.said_on)


def _two_occasions(a: Report, b: Report) -> bool:
    outlets = bool(a.outlet and b.outlet) and (a.outlet != b.outlet or (a.first_hand and b.first_hand))
    return outlets or (a.said_on != b.said_on and None not in (a.said_on, b.said_on))
