"""Which claims of one speaker were said on one occasion?

`join_speaker` works on the claims of one speaker. An occasion is an outlet and a day. A claim that
lacks one of them goes to the only occasion its document names, else to the nearest one on the same
matter, else to undated claims close to it; it never ties two dated occasions together. Every step
leaves its reason in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from supplyline.model import ClaimKey
from supplyline.weigh.copies import is_copyable
from supplyline.weigh.dates import apart, days
from supplyline.weigh.text import same_goods
from supplyline.weigh.unionfind import Unions

RETOLD_DAYS = 3  # a statement retold without its outlet, after the day it was made
UNDATED_DAYS = 2  # a statement to a known outlet without its date
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


class Reasons:
    """Why claims were joined: texts by claim index, gathered per origin at the end."""

    def __init__(self) -> None:
        self.texts: dict[int, set[str]] = {}

    def add(self, claim: int, text: str) -> None:
        self.texts.setdefault(claim, set()).add(text)


def join_speaker(
    label: str,
    members: Sequence[int],
    claims: Sequence[ClaimKey],
    classes: Sequence[int],
    unions: Unions,
    reasons: Reasons,
) -> None:
    units = _units(members, claims, classes)
    for unit in units:
        unions.join_all(unit.members)
        if len({claims[i].sha256 for i in unit.members}) > 1:
            reasons.add(unit.first, "the same words in several documents")
    if any(claims[i].anonymous for i in members):
        # "officials" here and "officials" there need not be the same people: only a document ties them
        _tie(units, claims, unions, reasons, f"{label}: unnamed, in one document")
        return
    occasions: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        if unit.said_on:
            occasions.setdefault((unit.said_on, unit.via or ""), []).append(unit)
    for (day, via), group in sorted(occasions.items()):
        unions.join_all(u.first for u in group)
        reasons.add(group[0].first, f"{label}{_to(via, group[0], claims)} on {day}")
    full = [u for u in units if u.said_on and u.via]
    partly = [u for u in units if u.said_on and not u.via]
    bare = [u for u in units if not u.said_on]
    rest = _attach(partly, full, claims, unions, reasons, label)
    # A day without an outlet is an occasion of its own unless it found one; both can take what has no day
    left = _attach(bare, full + rest, claims, unions, reasons, label)
    _window(left, claims, unions, reasons, label)
    _tie(left, claims, unions, reasons, f"{label}: said in one document, no date given")


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
    unions: Unions,
    reasons: Reasons,
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
        if len(here) == 1:
            found: Unit | None = next(iter(here.values()))
            text = "the document names one occasion for this speaker"
        else:
            found = _nearest(unit, by_day, claims)
            text = (
                f"no {'date' if unit.via else 'outlet'} given; same matter, near {found.said_on}"
                if found
                else ""
            )
        if found is None:
            left.append(unit)
        else:
            unions.join(unit.first, found.first)
            reasons.add(unit.first, f"{label}: {text}")
    return left


def _nearest(unit: Unit, by_day: dict[int, list[Unit]], claims: Sequence[ClaimKey]) -> Unit | None:
    """The latest fitting occasion: the same day, or for an undated claim up to three days before it
    was published (two, after or before, where it names its outlet)."""
    when = days(unit.day)
    if when is None:
        return None
    if unit.said_on:
        steps = [0]
    elif unit.via:
        steps = [0, -1, -2, 1, 2][: 1 + 2 * UNDATED_DAYS]
    else:
        steps = [-back for back in range(RETOLD_DAYS + 1)]
    for step in steps:
        for other in by_day.get(when[0] + step, ())[:_REACH]:
            if unit.via and unit.via == other.via:
                return other
            if (unit.via is None or other.via is None) and same_matter(
                claims[unit.first], claims[other.first]
            ):
                return other
    return None


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
    shared = set(a.parties) & set(b.parties)
    if a.kind == b.kind and shared and (len(shared) > 1 or not (a.goods and b.goods)):
        return True
    if a.kind == b.kind == "statement" or not (a.parties or b.parties or a.goods or b.goods):
        left, right = set(a.words), set(b.words)
        return 2 * len(left & right) >= max(4, min(len(left), len(right)))
    return False


def _window(
    units: Sequence[Unit], claims: Sequence[ClaimKey], unions: Unions, reasons: Reasons, label: str
) -> None:
    """Undated units: to one outlet within two days, or on one matter within three, of the first of them.

    The window starts at its first member and does not slide, so that a speaker who talks every day
    does not become one endless utterance."""
    by_via: dict[str, list[Unit]] = {}
    for unit in units:
        by_via.setdefault(unit.via or "", []).append(unit)
    for via, group in sorted(by_via.items()):
        leaders: list[Unit] = []
        reach, before = UNDATED_DAYS if via else RETOLD_DAYS, ""
        for unit in group:
            if unit.published is None or unit.published != before:  # what was close to this day still is
                leaders = [o for o in leaders if _close(o, unit, reach)]
                before = unit.published or ""
            found = next(
                (o for o in leaders[:_REACH] if via or same_matter(claims[o.first], claims[unit.first])), None
            )
            if found is None:
                leaders.append(unit)
                continue
            unions.join(unit.first, found.first)
            given = (
                f"{_to(via, unit, claims)}, no date given"
                if via
                else ", no outlet or date given, same matter"
            )
            reasons.add(unit.first, f"{label}{given}: published within {reach} days")


def _close(a: Unit, b: Unit, reach: int) -> bool:
    distance = apart(days(a.published), days(b.published))
    return distance is not None and distance <= reach


def _tie(
    units: Sequence[Unit], claims: Sequence[ClaimKey], unions: Unions, reasons: Reasons, text: str
) -> None:
    """Joins units that stand in one document."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        for sha in dict.fromkeys(claims[i].sha256 for i in unit.members):
            groups.setdefault(sha, []).append(unit)
    for _, group in sorted(groups.items()):
        if len(group) > 1:
            unions.join_all(u.first for u in group)
            reasons.add(group[0].first, text)


def _to(via: str, unit: Unit, claims: Sequence[ClaimKey]) -> str:
    if not via:
        return ""
    name = next((claims[i].via_name for i in unit.members if claims[i].via_name), via)
    return f" to {name}"
