"""Who is new as a seller of controlled goods to the destination, more often than goods begin to be sold there?

`new_exporters(flows, groups, since)` takes each exporter to the destination whose record of at least `BEFORE` years before the ban is
there, and each code that it did not sell there in them. How often a code with such a history begins by chance, the goods that are not
controlled tell: the share of this exporter's that began from `since` on, times the share of all that began whose value, beside what their
exporter usually sells there, was as high. Each share counts one more (as a test by permutation must, Phipson and Smyth 2010), and their
product is the chance that such a code reaches such a value: the p-value. The false discovery rate is held over all controlled codes that could
have begun (Benjamini and Hochberg 1995), those of whole chapters apart. The effect is how many times as often the exporter's controlled
codes of that level began as its others: a ratio of risks with its interval in logarithms (Katz and others 1978, a half added: Walter
1975). Promises: a place to look, never a finding; with fewer than `COMPARABLE` other codes that could have begun, "cannot tell".
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import LEVELS, flags, level, told
from supplyline.trade.diversion import BEFORE, COMPARABLE, FLOOR, RATE, percent, series, times
from supplyline.trade.revisions import shown
from supplyline.trade.statistics import q_values
from supplyline.trade.words import amount, country

LIMITS = "A figure of countries says nothing of a company, and the goods have civil uses"
Record = tuple[str, str, str]  # exporter, destination, who recorded it: export or import


@dataclass(frozen=True, slots=True)
class _Began:
    """A code that was not sold before; `best` is its highest year of at least `FLOOR`, none where it did not begin."""

    hs: str
    best: Flow | None
    ids: tuple[str, ...]
    beside: float  # log of its value over what the exporter usually sells of a code there


def new_exporters(flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]], since: str) -> list[Anomaly]:
    """The surest first, then one "cannot tell" for each record that is too thin."""
    ends = set(groups.get("destination", ()))
    whole = series(flows)
    codes = sorted({f.hs for f in whole})
    records: dict[Record, dict[str, list[Flow]]] = {}
    for f in whole:
        a, b = (f.reporter, f.partner) if f.flow == "export" else (f.partner, f.reporter)
        if f.flow in ("export", "import") and b in ends and len(a) == 2:
            records.setdefault((a, b, f.flow), {}).setdefault(f.hs, []).append(f)
    free: dict[Record, dict[str, list[_Began]]] = {}
    before: dict[Record, list[str]] = {}
    for record, found in sorted(records.items()):
        years = {f.period for ones in found.values() for f in ones}
        before[record] = sorted(y for y in years if y < since)
        if len(before[record]) >= BEFORE and max(years) >= since:
            free[record] = _could_begin(codes, found, since)
    # How high those begin that are not controlled, by destination and record
    heights: dict[tuple[str, str], list[float]] = {}
    for (_, b, flow), by_level in free.items():
        heights.setdefault((b, flow), []).extend(x.beside for x in by_level[""] if x.best is not None)
    for ranked in heights.values():
        ranked.sort()
    out: list[Anomaly] = []
    for what in LEVELS:
        tested = [(r, x, _p(x, by_level[""], heights[r[1], r[2]])) for r, by_level in free.items() if len(by_level[""]) >= COMPARABLE for x in by_level[what]]
        rates = q_values([p for *_, p in tested])
        out += [_named(r, x, x.best, p, q, free[r], before[r]) for (r, x, p), q in zip(tested, rates, strict=True) if x.best is not None and q <= RATE]
    thin = {r: [x for one in LEVELS for x in by_level[one] if x.best is not None] for r, by_level in free.items() if len(by_level[""]) < COMPARABLE}
    return [*sorted(out, key=lambda a: (-a.score, a.id)), *(_thin(r, ones) for r, ones in thin.items() if ones)]


def _could_begin(codes: Iterable[str], found: Mapping[str, list[Flow]], since: str) -> dict[str, list[_Began]]:
    """By level, the codes of the tables that the record does not have in the years before."""
    late = [f.value for ones in found.values() for f in ones if f.period >= since and f.value > 0]
    usual = max(median(late), 1.0) if late else 1.0
    out: dict[str, list[_Began]] = {"": [], **{one: [] for one in LEVELS}}
    for hs in codes:
        ones = found.get(hs, [])
        if any(f.period < since and f.value > 0 for f in ones):
            continue
        after = sorted((f for f in ones if f.period >= since), key=lambda f: (f.period, f.id))
        best = max(after, key=lambda f: (f.value, f.period, f.id), default=None)
        best = best if best is not None and best.value >= FLOOR else None
        out[level(hs)].append(_Began(hs, best, tuple(f.id for f in after), math.log(best.value / usual) if best is not None else 0.0))
    return out


def _p(one: _Began, others: list[_Began], heights: list[float]) -> float:
    if one.best is None:
        return 1.0
    began = sum(x.best is not None for x in others)
    higher = len(heights) - bisect_left(heights, one.beside)
    return (1 + began) / (1 + len(others)) * (1 + higher) / (1 + len(heights))


def _named(record: Record, one: _Began, best: Flow, p: float, q: float, free: Mapping[str, list[_Began]], before: list[str]) -> Anomaly:
    a, b, flow = record
    alike, others = free[level(one.hs)], free[""]
    k, s = (sum(x.best is not None for x in group) for group in (alike, others))
    m, n = len(alike), len(others)
    effect = math.log((k + 0.5) / (m + 0.5)) - math.log((s + 0.5) / (n + 0.5))
    wide = 1.96 * math.sqrt(max(1 / (k + 0.5) - 1 / (m + 0.5) + 1 / (s + 0.5) - 1 / (n + 0.5), 0.0))
    low, high = effect - wide, effect + wide
    text = (
        f"{country(best.reporter)} recorded no {flow} of HS {shown(one.hs)} from {country(a)} to {country(b)} in {before[0]}–{before[-1]}, though its figures between the "
        f"two of those years are there, and {amount(best.value, best.currency)} in {best.period}. Of {m:,} such codes that {country(a)} had not sold there {k:,} began since, "
        f"of {n:,} other goods {s:,}: {times(effect)} as often (between {times(low)} and {times(high)}, 95 %). A code begins at such a value by chance once in "
        f"{1 / p:,.0f}; of those named as surely, {percent(q)} are expected to be chance. {told(one.hs)} {LIMITS}."
    )
    return Anomaly(
        make_id("a", "new_exporter", a, b, one.hs, flow, best.currency), "new_exporter", text, round(-math.log10(p), 4), one.ids, a, b, one.hs, best.period,
        round(effect, 4), round(low, 4), round(high, 4), round(q, 6), flags(one.hs),
    )  # fmt: skip


def _thin(record: Record, ones: list[_Began]) -> Anomaly:
    a, b, flow = record
    most = max((x.best for x in ones if x.best is not None), key=lambda f: (f.value, f.id))
    text = (
        f"Cannot tell whether it is chance that {country(a)} began to sell {len(ones)} controlled {'code' if len(ones) == 1 else 'codes'} to {country(b)} (by the record of {flow}s; "
        f"the largest HS {shown(most.hs)}, {amount(most.value, most.currency)} in {most.period}): the tables need {COMPARABLE} goods that are not controlled and that it had not "
        f"sold there. {LIMITS}."
    )
    return Anomaly(
        make_id("a", "too_thin", "new_exporter", *record), "too_thin", text, 0.0, tuple(sorted(id for x in ones for id in x.ids)), a, b, most.hs, most.period,
        controlled=flags(most.hs),
    )  # fmt: skip
