"""What number do several claims about one event give together?

Counts are intervals and are never added across restatements. `settle(counts)` intersects what can
be intersected ("at least 5" and "6" give 6); where two statements exclude each other it keeps the
hull and says so. Promises: the result does not depend on the order of the statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from supplyline.model import ClaimKey, ToldPart

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """The interval that all statements leave, and whether some exclude each other."""

    min: float | None
    max: float | None
    contested: bool


def overlap(a: Bounds, b: Bounds) -> bool:
    """Can one number satisfy both?"""
    return not (_above(a[0], b[1]) or _above(b[0], a[1]))


def _above(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low > high


def settle(counts: Iterable[Bounds]) -> Settled:
    known = [c for c in counts if c != (None, None)]
    lows = [low for low, _ in known if low is not None]
    highs = [high for _, high in known if high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is None or high is None or low <= high:
        return Settled(low, high, False)
    # The hull: open where any statement is open on that side
    low = None if any(lo is None for lo, _ in known) else min(lows)
    high = None if any(hi is None for _, hi in known) else max(highs)
    return Settled(low, high, True)


def parts(counts: Iterable[Bounds]) -> set[Bounds]:
    """Exact numbers below the largest one told: of a listing of 300, "two Chinese groups" are a part."""
    known = set(counts)
    largest = max((n for bounds in known for n in bounds if n is not None), default=0.0)
    return {(low, high) for low, high in known if low is not None and low == high and low < largest}


def told_parts(claims: Iterable[ClaimKey]) -> dict[tuple[float | None, float | None, str | None, str | None], list[ToldPart]]:
    """The parts that some claim tells of its own number, by number and time."""
    out: dict[tuple[float | None, float | None, str | None, str | None], list[ToldPart]] = {}
    for part in (p for k in claims for p in k.parts):
        out.setdefault(part.mark, []).append(part)
    return out


def words(bounds: Bounds) -> str:
    """The interval for a reader: "at least 5", "at most 300", "6", "5 to 7"."""
    low, high = bounds
    if low is None and high is None:
        return "an unstated number"
    if high is None:
        return f"at least {low:g}"
    if low is None:
        return f"at most {high:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
