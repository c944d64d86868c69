"""Which claims go back to what another document of the case printed?

`join_credited` follows credits: "Harbour Journal reported", "told Harbour Journal", "sources told Harbour
Journal" lead to the report of Harbour Journal that tells the same. `join_own` asks where words come from that
name no source: from the speaker whom the same document quotes with the same, or from an earlier report whose
number, goods and parties they keep. `join_corrected` ties a correction to what it corrects. A register and an
official body speak for themselves and retell nobody. What fits two utterances stays on its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from supplyline.model import ClaimKey
from supplyline.weigh.dates import days
from supplyline.weigh.heard import outlet_of
from supplyline.weigh.places import DESCRIBED, place
from supplyline.weigh.publishers import plain, publisher
from supplyline.weigh.telling import Told, ToldOf, compared, family, numbers, retells, telling
from supplyline.weigh.ties import CORRECTS, CREDITS, RETELLS, TRANSLATES, Taken, Ties

CREDIT_DAYS = 30  # from a report to one that credits it; a day the other way, for time zones
SOON_DAYS = 3  # within which the only report of a credited outlet is meant, if it names one of the same parties
RETELL_DAYS = 14
CORRECTED_DAYS = 60
_REACH, _FOLLOW = 64, 8
ENOUGH = 2



class Printed:
    """Claims by publisher and day."""

    def __init__(self, claims: Sequence[ClaimKey]) -> None:
        self._by: dict[str, list[tuple[int, int]]] = {}
        for i, claim in enumerate(claims):
            when = _day(claim)
            if claim.publisher and when is not None:
                self._by.setdefault(plain(claim.publisher), []).append((when, i))
        for printed in self._by.values():
            printed.sort()

    def __contains__(self, outlet: str) -> bool:
        return outlet in self._by

    def between(self, outlet: str, first: int, last: int) -> list[int]:
        """The claims that an outlet printed from one day to another, the latest first."""
        printed = self._by.get(outlet, [])
        low, high = bisect_left(printed, (first,)), bisect_left(printed, (last + 1,))
        return [i for _, i in reversed(printed[max(low, high - _REACH) : high])]

    def after(self, outlet: str, first: int, last: int) -> list[int]:
        """The same, the earliest first."""
        printed = self._by.get(outlet, [])
        low, high = bisect_left(printed, (first,)), bisect_left(printed, (last + 1,))
        return [i for _, i in printed[low : min(high, low + _REACH)]]


def _day(claim: ClaimKey) -> int | None:
    when = days(claim.published)
    return when[1] if when is not None else None


def join_credited(claims: Sequence[ClaimKey], printed: Printed, told: ToldOf, ties: Ties) -> list[tuple[int, int]]:
    """Gives the credits to an outlet that printed the same only afterwards: what was credited is not in the case, and the two
    may credit each other (`circles`)."""
    later: list[tuple[int, int]] = []
    for i, claim in enumerate(claims):
        outlet, when = outlet_of(claim), _day(claim)
        if outlet is None or when is None or outlet not in printed or outlet == plain(claim.publisher or ""):
            continue
        near = [j for j in printed.between(outlet, when - CREDIT_DAYS, when + 1) if claims[j].sha256 != claim.sha256]
        found = _closest(i, near, claims, told, ENOUGH)
        if found is None and len({claims[j].sha256 for j in near}) == 1:
            # The only report of that outlet in the case: names of goods may be read otherwise in another language
            found = _same_parties(i, near, claims)
        if found is not None:
            ties.join(i, found, f"credits {claims[found].publisher}, whose report of {claims[found].published} says the same", CREDITS)
        else:
            follow = (j for j in printed.after(outlet, when + 2, when + CREDIT_DAYS) if (same := compared(i, j, claims, told)) and same.things >= ENOUGH)
            later.extend((i, j) for j in islice(follow, _FOLLOW))
    return later


def told_to(claims: Sequence[ClaimKey], printed: Printed, told: ToldOf, ties: Ties) -> None:
    """ "Reuters told Ukrinform", "said to Ukrinform": where the case has what Ukrinform printed of that same utterance, the document
    takes from it. Nothing is joined: this only draws the arrow."""
    known = {(claims[s.claim].sha256, claims[s.source].sha256) for s in ties.taken if s.kind == CREDITS}
    for i, claim in enumerate(claims):
        outlet, when = plain(claim.via_name) if claim.via_name else "", _day(claim)
        if when is None or outlet not in printed or outlet == plain(claim.publisher or ""):
            continue
        near = [j for j in printed.between(outlet, when - CREDIT_DAYS, when + 1) if claims[j].sha256 != claim.sha256 and ties.root(j) == ties.root(i)]
        found = _closest(i, near, claims, told, ENOUGH)
        if found is not None and (claim.sha256, claims[found].sha256) not in known:
            ties.taken.append(Taken(i, found, CREDITS, f"credits {claims[found].publisher}, whose report of {claims[found].published} has it from the same source"))


def join_along(spoken: Mapping[str, Sequence[int]], claims: Sequence[ClaimKey], ties: Ties) -> None:
    """A document that takes from another: what else both have the same speaker say, or deny, is one saying."""
    pairs = sorted({(claims[s.claim].sha256, claims[s.source].sha256) for s in ties.taken if s.kind != CORRECTS})
    for document, source in pairs:
        for i in spoken.get(document, ()) if document != source else ():
            claim = claims[i]
            if claim.kind != "denial" or claim.said_on:
                continue
            fitting = [j for j in spoken.get(source, ()) if claims[j].kind == "denial" and _may_be(claim, claims[j])]
            if len({ties.root(j) for j in fitting}) == 1:
                ties.join(i, fitting[0], f"denied in a report of {claims[fitting[0]].publisher}, from which {claim.publisher or 'the document'} takes", CREDITS)


def _may_be(vague: ClaimKey, claim: ClaimKey) -> bool:
    """The same speaker, or one who is called "the company" alone."""
    return vague.speaker == claim.speaker or place(vague.speaker_name or "") == ("", DESCRIBED)


def _closest(i: int, near: Sequence[int], claims: Sequence[ClaimKey], told: ToldOf, enough: int) -> int | None:
    """The claim that tells most of the same; of equals the latest, then the first by id."""
    best: tuple[int, int, int] | None = None
    for rank, j in enumerate(near):
        found = compared(i, j, claims, told)
        if found is not None and found.things >= enough:
            mark = (-found.rank, rank, j)
            best = mark if best is None or mark < best else best
    return best[2] if best else None


def _same_parties(i: int, near: Sequence[int], claims: Sequence[ClaimKey]) -> int | None:
    ours = {p.country or p.value for p in claims[i].parties}
    fitting = [
        j
        for j in near
        if family(claims[j].kind) == family(claims[i].kind)
        and len(ours & {p.country or p.value for p in claims[j].parties}) > (_apart(claims[i], claims[j]) > SOON_DAYS)
    ]
    return min(fitting, default=None)


def _apart(a: ClaimKey, b: ClaimKey) -> int:
    return abs((_day(a) or 0) - (_day(b) or 0))


def join_corrected(claims: Sequence[ClaimKey], printed: Printed, ties: Ties, told: ToldOf) -> None:
    """A correction and the nearest earlier claim of its publisher about the same goods and parties."""
    for i, claim in enumerate(claims):
        when = _day(claim)
        if not claim.corrects or not claim.publisher or when is None:
            continue
        for j in printed.between(plain(claim.publisher), when - CORRECTED_DAYS, when):
            if claims[j].sha256 != claim.sha256 and not claims[j].corrects and _same_but_number(told(i), told(j)):
                ties.join(i, j, f"{claim.publisher} corrects its report of {claims[j].published}", CORRECTS)
                break


def _same_but_number(one: Told, other: Told) -> bool:
    found = telling(one._replace(numbers=frozenset()), other._replace(numbers=frozenset()))
    return found is not None and found.things >= ENOUGH


def quoted(own: Sequence[int], claims: Sequence[ClaimKey], spoken: Mapping[str, Sequence[int]], told: ToldOf) -> Iterator[tuple[int, list[int]]]:
    """Claims that name no source, each with those of speakers of its document who tell most of the same."""
    for i in sorted(own, key=lambda i: (claims[i].sha256, i)):  # what is compared of a document is made once
        near = spoken.get(claims[i].sha256, ())
        fitting = [(found.rank, j) for j in near if (found := compared(i, j, claims, told)) is not None and found.things >= ENOUGH]
        most = max((rank for rank, _ in fitting), default=0)
        if fitting:
            yield i, [j for rank, j in fitting if rank == most]


def join_own(
    own: Sequence[int], beside: Iterable[tuple[int, Sequence[int]]], claims: Sequence[ClaimKey], spoken: Mapping[str, Sequence[int]], told: ToldOf, ties: Ties
) -> list[int]:
    """Joins claims that name no source to where they come from; returns those that stay the outlet's own. `beside`: what `quoted` gave."""
    joined: set[int] = set()
    for i, best in beside:
        if len({ties.root(j) for j in best}) == 1:
            joined.add(i)
            ties.join(i, min(best), f"{claims[i].publisher or 'the document'} says itself what it has {claims[min(best)].speaker_name} say")
    return _join_retold(sorted(set(own) - joined), claims, spoken, told, ties)


def _join_retold(
    own: Sequence[int], claims: Sequence[ClaimKey], spoken: Mapping[str, Sequence[int]], told: ToldOf, ties: Ties
) -> list[int]:
    """Retellings: the number, goods and parties of an earlier report, in other words and without a source."""
    index: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, claim in enumerate(claims):
        when = _day(claim)
        if claim.kind != "statement":
            for number in numbers(claim):
                index.setdefault((family(claim.kind), number), []).append((when or 0, i))
    for entries in index.values():
        entries.sort()
    within: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        within.setdefault(claim.sha256, []).append(i)
    left: list[int] = []
    for i in own:
        if _speaks_for_itself(claims[i]):
            left.append(i)
            continue
        also = _quoted_elsewhere(i, claims, spoken.get(claims[i].sha256, ()), told, ties, index)
        if also is not None:
            ties.join(i, also, f"the same number as {claims[also].speaker_name} is quoted with elsewhere, whom {claims[i].publisher or 'the document'} quotes too")
            continue
        found = _retold(i, claims, told, index)
        if found is None:
            left.append(i)
            continue
        _join_telling(i, found, claims, ties, "the same number, goods and parties")
    source: dict[str, set[int]] = {}  # document -> the claims it takes from others
    for step in ties.taken:
        if claims[step.claim].sha256 != claims[step.source].sha256:
            source.setdefault(claims[step.claim].sha256, set()).add(step.source)
    rest: list[int] = []
    for i in left:
        # A document that takes from one report: what else it has of that report goes back to it too
        sources = sorted(source.get(claims[i].sha256, ()))
        roots = {ties.root(j) for j in sources}
        papers = sorted({claims[j].sha256 for j in sources})
        near = [j for sha in papers for j in within[sha] if ties.root(j) in roots] if len(roots) == 1 else []
        found = _closest(i, near, claims, told, ENOUGH)
        if found is None:
            rest.append(i)
        else:
            _join_telling(i, found, claims, ties, "the same matter, in a document that takes from this one")
    return rest


def _quoted_elsewhere(
    i: int,
    claims: Sequence[ClaimKey],
    spoken: Sequence[int],
    told: ToldOf,
    ties: Ties,
    index: Mapping[tuple[str, str], Sequence[tuple[int, int]]],
) -> int | None:
    """A document that quotes a speaker and, without naming one, tells a number that others quote of the same occasion."""
    roots = {ties.root(j) for j in spoken}
    when = _day(claims[i])
    if not roots or when is None:
        return None
    near: list[int] = []
    for number in sorted(numbers(claims[i])):
        entries = index.get((family(claims[i].kind), number), ())
        at = bisect_left(entries, (when, -1))
        near.extend(j for _, j in entries[max(0, at - _REACH) : at + _REACH] if ties.root(j) in roots and claims[j].speaker is not None)
    return _closest(i, near, claims, told, ENOUGH)


def _retold(i: int, claims: Sequence[ClaimKey], told: ToldOf, index: Mapping[tuple[str, str], Sequence[tuple[int, int]]]) -> int | None:
    """The earliest report with the same number, goods and parties: the likeliest source. Where a date is not known,
    neither is who was first, and the hashes of the documents decide, so that the order of arrival does not."""
    when = _day(claims[i])
    found: tuple[int, str, int] | None = None
    for number in sorted(numbers(claims[i])):
        entries = index.get((family(claims[i].kind), number), ())
        undated = bisect_left(entries, (1, -1))
        low = bisect_left(entries, (when - RETELL_DAYS, -1)) if when is not None else undated
        high = bisect_left(entries, (when + 1, -1)) if when is not None else len(entries)
        for day, j in (*entries[:undated][:_REACH], *entries[max(low, undated) : high][:_REACH]):
            one, other = claims[j], claims[i]
            known = day > 0 and when is not None
            before = (day, one.sha256) < (when, other.sha256) if known else one.sha256 < other.sha256
            mark = (day, one.sha256, j)
            if before and (found is None or mark < found) and retells(told(i), told(j)):
                found = mark
    return found[2] if found else None


def _join_telling(i: int, j: int, claims: Sequence[ClaimKey], ties: Ties, how: str) -> None:
    other = claims[i].language != claims[j].language
    ties.join(i, j, f"{claims[i].publisher or 'the document'} names no source; {how}: {claims[j].publisher or 'another document'}, {claims[j].published}", TRANSLATES if other else RETELLS)


def _speaks_for_itself(claim: ClaimKey) -> bool:
    return publisher(claim.publisher).kind in ("register", "official")
