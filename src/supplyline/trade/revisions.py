"""How are codes of different revisions of the Harmonized System made one?

A `Family` is the old codes and the codes that took their place, such as 854150 (2017) with 854151 and 854159 (2022): together
they hold the same goods in every year, while an old figure cannot be shared out among the new codes without inventing
something. `joined(flows, families)` adds a series for each family of which the case has both sides, under the code
"854150=854151+854159", with the flows it is made of. A code that kept its number and gave goods away, or took some in, stands on
both sides ("284590=284520+284530+284540+284590"): such a family is wide. Promises: nothing is shared out; a year in which a
country gives codes of both revisions is left out, since one trade may be told in both; `topmost` never adds a family to its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from supplyline.model import Flow, make_id
from supplyline.read.groups import groups
from supplyline.tsv import rows

Key = tuple[str, str, str, str, str]  # reporter, partner, flow, family, currency
_SHOWN = 4  # codes of one side that are written out


@dataclass(frozen=True, slots=True)
class Family:
    """`old` and `new` are codes of six digits; `source` is whose table says so; `until` the last revision of the old ones."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    scope: str = ""
    source: str = "data/hs_revisions.tsv"
    until: str = ""

    @property
    def code(self) -> str:
        return f"{'+'.join(self.old)}={'+'.join(self.new)}"


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Those that ship with the program: narrow ones first, then the groups of all that hangs together from 2017 to 2022."""
    narrow = tuple(Family(tuple(old.split(",")), tuple(new.split(",")), scope, until=until) for until, old, new, scope in rows("hs_revisions.tsv", 4))
    known = {f.code for f in narrow}
    return narrow + tuple(f for f in _linked() if f.code not in known)


@lru_cache(maxsize=1)
def _linked() -> tuple[Family, ...]:
    pairs = [(old, new) for _, old, news in rows("hs_links.tsv") for new in news.split(",")]
    return tuple(Family(old, new, "", "data/hs_links.tsv", "2017") for old, new in groups(pairs))


@lru_cache(maxsize=1)
def _now() -> frozenset[str]:
    return frozenset(row[0] for row in rows("hs.tsv") if len(row[0]) == 6)


def is_family(hs: str) -> bool:
    return "=" in hs


def sides(hs: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Old and new codes of a family."""
    old, new = hs.split("=")
    return tuple(old.split("+")), tuple(new.split("+"))


def is_wide(hs: str) -> bool:
    """Does a code stand on both sides of a family? Then its number does not tell the revision."""
    return is_family(hs) and bool(set.intersection(*map(set, sides(hs))))


def members(hs: str) -> tuple[str, ...]:
    """The codes that a family is made of; a plain code itself."""
    return tuple(dict.fromkeys(code for side in sides(hs) for code in side)) if is_family(hs) else (hs,)


def parts(hs: str) -> tuple[str, ...]:
    """The newest codes that a code or family stands for; itself for a plain code that is in force."""
    return sides(hs)[1] if is_family(hs) else _newest(hs[:6], hs)


@lru_cache(maxsize=4096)
def _newest(code: str, unknown: str) -> tuple[str, ...]:
    after = _successors().get(code)
    if after is None or code in _now():
        return (unknown,)
    return tuple(sorted({new for one in after for new in _newest(one, one)}))


@lru_cache(maxsize=1)
def _successors() -> dict[str, tuple[str, ...]]:
    linked = {old: tuple(news.split(",")) for _, old, news in rows("hs_links.tsv")}
    return {old: f.new for f in families() if f.source == "data/hs_revisions.tsv" for old in f.old} | linked


def shown(hs: str) -> str:
    """A code as it is printed: of a long family the first codes of each side, and how many more."""
    if not is_family(hs):
        return hs
    return "=".join("+".join(side) if len(side) <= _SHOWN else f"{'+'.join(side[: _SHOWN - 1])}+{len(side) - _SHOWN + 1} more" for side in sides(hs))


def told(hs: str, known: Iterable[Family] = ()) -> str:
    """What happened to the codes of a family, in words; "" for a plain code."""
    if not is_family(hs):
        return ""
    family = next((f for f in (*known, *families()) if f.code == hs), None)
    old, new = sides(hs)
    what = (
        "goods of these codes were regrouped" if is_wide(hs) or (len(old) > 1 and len(new) > 1)
        else "the code was split" if len(new) > 1 else "the codes were merged" if len(old) > 1 else "the code was numbered anew"
    )  # fmt: skip
    after = {"2007": " in HS 2012", "2012": " in HS 2017", "2017": " in HS 2022"}.get(family.until, "") if family is not None else ""
    scope = f"; {family.scope}" if family is not None and family.scope else ""
    return f"{what}{after}, so they are added up together{scope} ({family.source if family is not None else 'a table of the case'})"


def joined(flows: Iterable[Flow], known: Iterable[Family] = ()) -> list[Flow]:
    """The flows of families, where the case has old and new codes; `known` go before those that ship and share a code with them."""
    by_code: dict[str, list[Family]] = {}
    given = list(known)
    taken = {code for f in given for code in (*f.old, *f.new)}
    for each in (*given, *(f for f in families() if not taken & {*f.old, *f.new})):
        for code in dict.fromkeys((*each.old, *each.new)):
            by_code.setdefault(code, []).append(each)
    found: dict[Key, dict[str, list[Flow]]] = {}
    used: dict[str, Family] = {}
    for f in flows:
        for family in by_code.get(f.hs, ()):
            used[family.code] = family
            found.setdefault((f.reporter, f.partner, f.flow, family.code, f.currency), {}).setdefault(f.period, []).append(f)
    seen: dict[str, set[str]] = {}
    told_by = {(key, period): _revision(used[key[3]], {f.hs for f in ones}) for key, periods in found.items() for period, ones in periods.items()}
    for (key, _), revision in told_by.items():
        seen.setdefault(key[3], set()).add(revision)
    out: list[Flow] = []
    for key, periods in sorted(found.items()):
        if seen[key[3]] >= {"old", "new"}:
            out += _series(key, {p: fs for p, fs in periods.items() if told_by[key, p] != "both"})
    return out


def _revision(family: Family, codes: set[str]) -> str:
    """Of which revision the codes of one period are: old, new, both, or either where only codes of both are there. Where one side
    has no code of its own, the lack of the other's tells."""
    of_old, of_new = set(family.old) - set(family.new), set(family.new) - set(family.old)
    old, new = bool(codes & of_old), bool(codes & of_new)
    if old or new:
        return "both" if old and new else "old" if old else "new"
    return "old" if not of_old else "new" if not of_new else "either"


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
