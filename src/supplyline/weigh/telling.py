"""Do two claims tell the same thing, and by what is it known?

`telling(a, b)` names what both say: a number, a figure, goods, parties, a period; None where they
exclude each other. Supply and shipment are held together here: a retelling often makes one of the other.
It asks whether words go back to one utterance and is stricter than `match`, which asks about one event:
two people may speak of one event with the same parties, but seldom by chance with the same number too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from supplyline.model import ClaimKey
from supplyline.weigh.match import (
    Profile,
    counted_as,
    elsewhere,
    goods_agree,
    profile,
    same_party,
    times_agree,
)
from supplyline.weigh.text import same_goods

RETOLD = 3  # things told alike, a number among them, by which a retelling is known without its source


class Telling(NamedTuple):
    """What two claims tell alike."""

    number: bool
    goods: bool
    parties: int
    period: bool
    kinds_of_goods: int  # how many goods both name

    @property
    def rank(self) -> int:
        """For choosing among several that tell enough."""
        return self.things + self.kinds_of_goods

    @property
    def things(self) -> int:
        return self.number + self.goods + self.parties + self.period


def family(kind: str) -> str:
    """Kinds that retellings mix up."""
    return "supply" if kind in ("supply", "shipment") else kind


class Told(NamedTuple):
    """A claim with what is compared of it, made once."""

    claim: ClaimKey
    profile: Profile
    numbers: frozenset[str]


ToldOf = Callable[[int], Told]  # of a claim by number


def told(claim: ClaimKey) -> Told:
    return Told(claim, profile(claim), numbers(claim))


def numbers(claim: ClaimKey) -> frozenset[str]:
    """The numbers a retelling would keep: counts with what they count, and figures with their unit."""
    word = counted_as(claim.counted)
    counts = {f"{n:g} {word}" for n in (claim.count_min, claim.count_max) if n is not None and n > 1}
    return frozenset(counts | set(claim.figures))


def _may_tell(one: ClaimKey, other: ClaimKey) -> bool:
    return family(one.kind) == family(other.kind) and "statement" not in (one.kind, other.kind)


def telling(one: Told, other: Told) -> Telling | None:
    if not _may_tell(one.claim, other.claim):
        return None
    a, b = one.profile, other.profile
    if not times_agree(a, b) or elsewhere(a, b):
        return None
    parties = 0
    for role in a.parties.keys() & b.parties.keys():
        level = same_party(a.parties[role], b.parties[role])
        if level is None:
            return None
        parties += level > 0
    goods = goods_agree(a, b) if (a.goods and b.goods) or (a.hs and b.hs) else None
    if goods is False:
        return None
    number = bool(one.numbers & other.numbers)
    if one.numbers and other.numbers and not number and _same_unit(one, other):
        return None
    alike = sum(any(same_goods(g, h) for h in b.goods) for g in a.goods)
    return Telling(number, goods is True, parties, a.period is not None and a.period == b.period, alike)


def compared(i: int, j: int, claims: Sequence[ClaimKey], told: ToldOf) -> Telling | None:
    """`telling` of two claims by number; where their kinds cannot tell one thing, nothing is made to be compared."""
    return telling(told(i), told(j)) if _may_tell(claims[i], claims[j]) else None


def _same_unit(one: Told, other: Told) -> bool:
    """Do both say how many of one thing, so that different numbers are different tellings?"""
    units = {n.partition(" ")[2] for n in one.numbers}
    return any(n.partition(" ")[2] in units for n in other.numbers)


def retells(one: Told, other: Told) -> bool:
    """Are the number and enough besides the same, so that one goes back to the other or both to a third?"""
    found = telling(one, other)
    return found is not None and found.number and found.things >= RETOLD
