"""Which claims of one speaker were said on one occasion?

`join_speaker` works on the claims of one speaker. An occasion is an outlet and a day. A claim that
lacks one of them goes to the only occasion its document names, else to the nearest one on the same
matter, else to undated claims close to it; it never ties two dated occasions together. Every step
leaves its reason in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from supplyline.model import ClaimKey
from supplyline.weigh.copies import is_copyable
from supplyline.weigh.dates import apart, days
from supplyline.weigh.telling import family
from supplyline.weigh.text import same_goods
from supplyline.weigh.ties import Ties
from supplyline.weigh.unionfind import Unions

RETOLD_DAYS = 3  # a statement retold without its outlet, after the day it was made
SURE_DAYS = 7  # the same, where the number is the same too
UNDATED_DAYS = 2  # a statement to a known outlet without its date
_MOST = 12  # claims of a unit that are compared
_REACH = 64  # how many neighbours of one day are looked at: bounds the cost for a speaker of thousands


@dataclass(slots=True)
class Unit:
    """Claims that certainly repeat one utterance: the same words of the same speaker."""

    via: str | None
    said_on: str | None
    published: str | None
    members: list[int]

    @property
    def first(self) -> int:
        return self.members[0]

    @property
    def day(self) -> str | None:
        return self.said_on or self.published


def join_speaker(
    label: str,
    members: Sequence[int],
    claims: Sequence[ClaimKey],
    classes: Sequence[int],
    ties: Ties,
) -> None:
    units = _units(members, claims, classes)
    for unit in units:
        ties.join_all(unit.members)
        if len({claims[i].sha256 for i in unit.members}) > 1:
            ties.because(unit.first, "the same words in several documents")
    if any(claims[i].anonymous for i in members):
        # "officials" here and "officials" there need not be the same people: only a document ties them
        _tie(units, claims, ties, f"{label}: unnamed, in one document")
        return
    dated = [u for u in units if _exact(u.said_on)]
    occasions: dict[tuple[str, str], list[Unit]] = {}
    for unit in dated:
        occasions.setdefault((unit.said_on or "", unit.via or ""), []).append(unit)
    for (day, via), group in sorted(occasions.items()):
        ties.join_all(u.first for u in group)
        ties.because(group[0].first, f"{label}{_to(via, group[0], claims)} on {day}")
    full = [u for u in dated if u.via]
    partly = [u for u in dated if not u.via]
    bare = _blocks([u for u in units if not _exact(u.said_on)], dated, claims)
    rest = _attach(partly, full, claims, ties, label)
    # A day without an outlet is an occasion of its own unless it found one; both can take what has no day
    for unit in bare:
        ties.join_all(unit.members)
        if len(unit.members) > 1:
            ties.because(unit.first, f"{label}: said in one document, no date given")
    left = _attach(bare, full + rest, claims, ties, label)
    _window(left, claims, ties, label)
    _join_days(occasions, members, claims, classes, ties, label)


def _blocks(units: Sequence[Unit], dated: Sequence[Unit], claims: Sequence[ClaimKey]) -> list[Unit]:
    """Undated claims of a speaker in one document belong together, unless it names two occasions, outlets or
    months for that speaker: then each goes its own way."""
    occasions: dict[str, set[tuple[str | None, str | None]]] = {}
    for unit in dated:
        for i in unit.members:
            occasions.setdefault(claims[i].sha256, set()).add((unit.said_on, unit.via))
    blocks = Unions(len(units))
    said: list[tuple[set[str], set[str]]] = [({u.via} if u.via else set(), {u.said_on} if u.said_on else set()) for u in units]
    by_document: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        for sha in {claims[i].sha256 for i in unit.members}:
            by_document.setdefault(sha, []).append(at)
    for sha, members in sorted(by_document.items()):
        if len(occasions.get(sha, ())) > 1:
            continue
        roots = sorted({blocks.root(at) for at in members})
        vias, months = (set().union(*(said[r][side] for r in roots)) for side in (0, 1))
        if len(vias) < 2 and len(months) < 2:
            blocks.join_all(roots)
            said[blocks.root(roots[0])] = (vias, months)
    out: list[Unit] = []
    for root, parts in blocks.groups().items():
        vias, months = said[root]
        members = [i for at in parts for i in units[at].members]
        out.append(_unit(members, max(months, default=None), max(vias, default=None), claims))
    return sorted(out, key=lambda u: (u.day or "9999", u.first))


def _exact(day: str | None) -> bool:
    """Said on one day: "in April" may be any."""
    when = days(day)
    return when is not None and when[0] == when[1]


def _join_days(
    occasions: Mapping[tuple[str, str], Sequence[Unit]],
    members: Sequence[int],
    claims: Sequence[ClaimKey],
    classes: Sequence[int],
    ties: Ties,
    label: str,
) -> None:
    """One interview under two neighbouring days: the day it was given, released or printed.

    Only where the outlets do not differ and the same words or the same number are told on both."""
    by_day: dict[int, list[tuple[str, str]]] = {}
    for key in sorted(occasions):
        by_day.setdefault((days(key[0]) or (0, 0))[0], []).append(key)
    pairs = [
        (one, other)
        for day, keys in sorted(by_day.items())
        for one, other in product(keys, by_day.get(day + 1, ()))
        if not (one[1] and other[1] and one[1] != other[1])
    ]
    if not pairs:
        return
    marks: dict[int, set[tuple[object, ...]]] = {}
    for i in members:
        marks.setdefault(ties.root(i), set()).update(_marks(claims[i], classes[i]))
    for one, other in pairs:
        first, later = occasions[one][0].first, occasions[other][0].first
        a, b = ties.root(first), ties.root(later)
        if a != b and marks[a] & marks[b]:
            ties.join(later, first, f"{label}: the same told as of {one[0]} and of {other[0]}")
            marks[ties.root(first)] = marks[a] | marks[b]


def _marks(claim: ClaimKey, words: int) -> Iterator[tuple[object, ...]]:
    """By what a claim is known again: its words, or its number with what is counted."""
    if is_copyable(claim.words):
        yield "words", words
    if claim.count_min is not None:
        yield "count", family(claim.kind), claim.count_min, claim.counted
    yield from (("figure", claim.kind, figure) for figure in claim.figures)


def _units(members: Sequence[int], claims: Sequence[ClaimKey], classes: Sequence[int]) -> list[Unit]:
    """Same words of one speaker are one unit; what one copy leaves out another supplies, if they agree."""
    by_words: dict[int, list[int]] = {}
    for i in members:
        by_words.setdefault(classes[i] if is_copyable(claims[i].words) else -1 - i, []).append(i)
    out: list[Unit] = []
    for same in by_words.values():
        marks = {(claims[i].said_on, claims[i].via) for i in same}
        days_, vias = {d for d, _ in marks if d}, {v for _, v in marks if v}
        if len(days_) <= 1 and len(vias) <= 1:
            out.append(_unit(same, max(days_, default=None), max(vias, default=None), claims))
            continue
        parts: dict[tuple[str | None, str | None], list[int]] = {}
        for i in same:
            parts.setdefault((claims[i].said_on, claims[i].via), []).append(i)
        out.extend(_unit(part, day, via, claims) for (day, via), part in parts.items())
    return sorted(out, key=lambda u: (u.day or "9999", u.first))


def _unit(members: Sequence[int], day: str | None, via: str | None, claims: Sequence[ClaimKey]) -> Unit:
    published = min((p for i in members if (p := claims[i].published)), default=None)
    return Unit(via, day, published, sorted(members))


def _attach(
    units: Sequence[Unit],
    occasions: Sequence[Unit],
    claims: Sequence[ClaimKey],
    ties: Ties,
    label: str,
) -> list[Unit]:
    """Joins each unit to one occasion; returns those that found none."""
    beside: dict[tuple[str, str | None, str | None], dict[tuple[str | None, str | None], Unit]] = {}
    by_day: dict[int, list[Unit]] = {}
    for occasion in occasions:
        mark = (occasion.said_on, occasion.via)
        for sha in {claims[i].sha256 for i in occasion.members}:
            for day, via in product({occasion.said_on, None}, {occasion.via, None}):
                # A unit that says no day or outlet asks under None. Two occasions are as undecided as twenty.
                fitting = beside.setdefault((sha, day, via), {})
                if len(fitting) < 2:
                    fitting.setdefault(mark, occasion)
        when = days(occasion.said_on)
        if when is not None:
            by_day.setdefault(when[0], []).append(occasion)
    left: list[Unit] = []
    for unit in units:
        here = {
            mark: occasion
            for sha in sorted({claims[i].sha256 for i in unit.members})
            for mark, occasion in beside.get((sha, unit.said_on, unit.via), {}).items()
        }
        if len({ties.root(occasion.first) for occasion in here.values()}) == 1:
            found: Unit | None = next(iter(here.values()))
            text = "the document names one occasion for this speaker"
        else:
            found = _nearest(unit, by_day, claims, ties)
            text = (
                f"no {'date' if unit.via else 'outlet'} given; same matter, near {found.said_on}"
                if found
                else ""
            )
        if found is None:
            left.append(unit)
        else:
            ties.join(unit.first, found.first, f"{label}: {text}")
    return left


def _nearest(
    unit: Unit, by_day: Mapping[int, Sequence[Unit]], claims: Sequence[ClaimKey], ties: Ties
) -> Unit | None:
    """The latest fitting occasion: the same day, or for an undated claim up to three days before it
    was published, seven with the same number (two, after or before, where it names its outlet). Of a
    month ("in April") the only one that fits."""
    when = days(unit.day)
    if when is None:
        return None
    if when[0] != when[1]:
        near = [o for day in range(when[0], when[1] + 1) for o in by_day.get(day, ())[:_REACH]]
        fitting = [o for o in near if _retold(unit, o, True, claims)]
        return fitting[0] if len({ties.root(o.first) for o in fitting}) == 1 else None
    if unit.said_on:
        steps = [0]
    elif unit.via:
        steps = [0, -1, -2, 1, 2][: 1 + 2 * UNDATED_DAYS]
    else:
        steps = [-back for back in range(SURE_DAYS + 1)]
    for step in steps:
        for other in by_day.get(when[0] + step, ())[:_REACH]:
            if unit.via and unit.via == other.via:
                return other
            if (unit.via is None or other.via is None) and _retold(
                unit, other, -step <= RETOLD_DAYS, claims
            ):
                return other
    return None


def _retold(a: Unit, b: Unit, soon: bool, claims: Sequence[ClaimKey]) -> bool:
    """The same matter; later than some days after, with the same number."""
    return any(
        same_matter(claims[i], claims[j]) and (soon or same_number(claims[i], claims[j]))
        for i in a.members[:_MOST]
        for j in b.members[:_MOST]
    )


def same_number(a: ClaimKey, b: ClaimKey) -> bool:
    counts = a.count_min is not None and (a.count_min, a.count_max) == (b.count_min, b.count_max)
    return counts or bool(set(a.figures) & set(b.figures))


def same_matter(a: ClaimKey, b: ClaimKey) -> bool:
    """Do two claims of one speaker speak of one thing: the same number, goods or parties?"""
    if (
        a.kind == b.kind
        and a.count_min is not None
        and (a.count_min, a.count_max) == (b.count_min, b.count_max)
    ):
        return True
    if any(same_goods(x, y) for x in a.goods for y in b.goods):
        return True
    if a.language != b.language and set(a.hs) & set(b.hs):
        return True
    # Who denies is no matter: one speaker denies many things
    left, right = ({(p.role, p.value) for p in k.parties if p.role != "denier"} for k in (a, b))
    shared = left & right
    if a.kind == b.kind and shared and (len(shared) > 1 or not (a.goods and b.goods)):
        return True
    bare = not (left or right or a.goods or b.goods)
    if a.kind == b.kind == "statement" or bare:
        said, also = set(a.words), set(b.words)
        return 2 * len(said & also) >= max(4, min(len(said), len(also)))
    return False


def _window(
    units: Sequence[Unit], claims: Sequence[ClaimKey], ties: Ties, label: str
) -> None:
    """Undated units: to one outlet within two days, or on one matter within three, of the first of them.

    The window starts at its first member and does not slide, so that a speaker who talks every day
    does not become one endless utterance."""
    by_via: dict[str, list[Unit]] = {}
    for unit in units:
        by_via.setdefault(unit.via or "", []).append(unit)
    for via, group in sorted(by_via.items()):
        leaders: list[Unit] = []
        reach, before = UNDATED_DAYS if via else SURE_DAYS, ""
        for unit in group:
            if unit.published is None or unit.published != before:  # what was close to this day still is
                leaders = [o for o in leaders if _close(o, unit, reach)]
                before = unit.published or ""
            found = next(
                (o for o in leaders[:_REACH] if via or _retold(o, unit, _close(o, unit, RETOLD_DAYS), claims)), None
            )
            if found is None:
                leaders.append(unit)
                continue
            given = (
                f"{_to(via, unit, claims)}, no date given"
                if via
                else ", no outlet or date given, same matter"
            )
            ties.join(unit.first, found.first, f"{label}{given}: published within {reach} days")


def _close(a: Unit, b: Unit, reach: int) -> bool:
    distance = apart(days(a.published), days(b.published))
    return distance is not None and distance <= reach


def _tie(
    units: Sequence[Unit], claims: Sequence[ClaimKey], ties: Ties, text: str
) -> None:
    """Joins units that stand in one document."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        for sha in dict.fromkeys(claims[i].sha256 for i in unit.members):
            groups.setdefault(sha, []).append(unit)
    for _, group in sorted(groups.items()):
        if len(group) > 1:
            ties.join_all(u.first for u in group)
            ties.because(group[0].first, text)


def _to(via: str, unit: Unit, claims: Sequence[ClaimKey]) -> str:
    if not via:
        return ""
    name = next((claims[i].via_name for i in unit.members if claims[i].via_name), via)
    return f" to {name}"
