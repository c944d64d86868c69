"""How are codes of different revisions of the Harmonized System made one?

A `Family` is an old code with the codes that took its place, such as 854150 (2017) with 854151 and 854159 (2022): together
they hold the same goods in every year, while an old figure cannot be shared out among the new codes without inventing
something. `joined(flows, families)` adds a series for each family of which the case has both sides, under the code
"854150=854151+854159", with the flows it is made of. Promises: nothing is shared out; a year in which a country gives both
the old code and a new one is left out, since one trade may be told in both; `topmost` never adds a family to its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from supplyline.model import Flow, make_id
from supplyline.tsv import rows

Key = tuple[str, str, str, str, str]  # reporter, partner, flow, family, currency


@dataclass(frozen=True, slots=True)
class Family:
    """`old` and `new` are codes of six digits that share none; `source` is whose table says so."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    scope: str = ""
    source: str = "data/hs_revisions.tsv"

    @property
    def code(self) -> str:
        return f"{'+'.join(self.old)}={'+'.join(self.new)}"


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Those that ship with the program."""
    return tuple(Family((old,), tuple(new.split(",")), scope) for _, old, new, scope in rows("hs_revisions.tsv", 4))


def is_family(hs: str) -> bool:
    return "=" in hs


def parts(hs: str) -> tuple[str, ...]:
    """The newest codes that a code or family stands for; itself for a plain code that is in force."""
    if is_family(hs):
        return tuple(hs.split("=")[1].split("+"))
    return _successors().get(hs[:6], (hs,))


@lru_cache(maxsize=1)
def _successors() -> dict[str, tuple[str, ...]]:
    return {old: f.new for f in families() for old in f.old}


def joined(flows: Iterable[Flow], known: Iterable[Family] = ()) -> list[Flow]:
    """The flows of families, where the case has old and new codes; `known` go before those that ship."""
    by_code: dict[str, Family] = {}
    for each in (*known, *families()):
        if not any(code in by_code for code in (*each.old, *each.new)):
            by_code.update(dict.fromkeys((*each.old, *each.new), each))
    found: dict[Key, dict[str, list[Flow]]] = {}
    sides: dict[str, set[bool]] = {}
    for f in flows:
        family = by_code.get(f.hs)
        if family is not None:
            found.setdefault((f.reporter, f.partner, f.flow, family.code, f.currency), {}).setdefault(f.period, []).append(f)
            sides.setdefault(family.code, set()).add(f.hs in family.old)
    out: list[Flow] = []
    for key, periods in sorted(found.items()):
        if len(sides[key[3]]) == 2:
            old = set(key[3].split("=")[0].split("+"))
            out += _series(key, {p: fs for p, fs in periods.items() if len({f.hs in old for f in fs}) == 1})
    return out


def _series(key: Key, periods: Mapping[str, list[Flow]]) -> list[Flow]:
    out: list[Flow] = []
    last: Flow | None = None
    for period, ones in sorted(periods.items()):
        ones = sorted(ones, key=lambda f: f.hs)
        value = sum(f.value for f in ones)
        weights = [f.weight for f in ones if f.weight is not None]
        weight = sum(weights) if len(weights) == len(ones) else None
        past = last if last is not None and len(period) == 4 and last.period == str(int(period) - 1) and last.value > 0 else None
        reporter, partner, flow, code, currency = key
        last = Flow(
            make_id("f", *key, period), reporter, partner, flow, code, period, value, weight,
            None if past is None else round(100 * (value - past.value) / past.value, 4), tuple(f.id for f in ones), currency,
            round(value / weight, 6) if weight else None, None, past.id if past is not None else None,
        )  # fmt: skip
        out.append(last)
    return out
