"""In which year was a series far above its own past, beyond what the others did?

`jumps(flows)` looks at each year of each series that has at least `PAST` of the five years before it: the log of its value over
their median, less the same of the other series of that reporter, direction, currency and year with codes as long (their median: a
difference-in-differences). How far a series strays from year to year its own other years tell, less what all did in them, drawn to the
variance of the other series (moderated t, Smyth 2004), for a few years tell it poorly; what such statistics stray without a jump is
taken from themselves, with fat tails (`nulls`). With fewer than `COMPARABLE` other series the series' own past speaks: the prediction
interval of one more value (Hahn and Meeker 1991). The false discovery rate over all years of all series is held (Benjamini and Hochberg
1995). Promises: a place to look, never a finding; a year without a row is missing, not nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean, median, stdev

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import flags, told
from supplyline.trade.diversion import COMPARABLE, FLOOR, SMALL, percent, times, unmade
from supplyline.trade.nulls import normal, shared, student, tails
from supplyline.trade.revisions import is_family, shown
from supplyline.trade.statistics import q_values, t_quantile, t_tail
from supplyline.trade.words import amount, country

JUMP, PAST, YEARS, RATE = 3.0, 2, 5, 0.05
# Degrees of freedom of a variance for each step it is made of: a step shares a year with the next (2/3), and squares of Laplace's distribution
# (kurtosis 6) stray 2.5 times as much as those of the normal one (Box 1953)
TELLS = 2 / 3 / 2.5
STEADIEST = 0.1  # no series is taken to be steadier from year to year than a tenth
LIMITS = "A figure of countries says nothing of a company, and the goods have civil uses"
Pool = tuple[str, str, str, int, bool]  # reporter, direction, currency, digits, a country and not the world


@dataclass(frozen=True, slots=True)
class _Year:
    pool: Pool
    points: Mapping[int, Flow]  # the whole series
    year: int
    past: tuple[Flow, ...]
    usual: float
    change: float

    @property
    def flow(self) -> Flow:
        return self.points[self.year]


@dataclass(frozen=True, slots=True)
class _Test:
    effect: float
    error: float
    df: float
    others: int  # series it was set against, 0 for its own years

    @property
    def z(self) -> float:
        return normal(self.effect / self.error, self.df)


def jumps(flows: Iterable[Flow]) -> list[Anomaly]:
    """Of whole years; the surest first."""
    found = _years(flows)
    pools: dict[tuple[Pool, int], list[float]] = {}
    for one in found:
        pools.setdefault((one.pool, one.year), []).append(one.change)
    usual = {at: median(changes) for at, changes in pools.items() if len(changes) > COMPARABLE}
    common = _common(found)
    beside = [one for one in found if (one.pool, one.year) in usual]
    variances = [_variance(one, common) for one in beside]
    alike = shared([v for v in variances if v[1]])
    tests = []
    for one, own in zip(beside, variances, strict=True):
        variance, df = alike.drawn(*own)
        # The median of two values strays as their mean does, that of many by pi/2 more
        error = math.sqrt(max(variance, STEADIEST**2) * (1 + (1 if len(one.past) < 3 else math.pi / 2) / len(one.past)))
        tests.append(_Test(one.change - usual[one.pool, one.year], error, df, len(pools[one.pool, one.year]) - 1))
    shape = tails([test.z for test in tests])
    ranked = [(one, test, shape.beyond(test.z), student(shape.wide, test.df)) for one, test in zip(beside, tests, strict=True)]
    for one in found:
        if (one.pool, one.year) not in usual:
            test = _own(one)
            ranked.append((one, test, t_tail(test.effect / test.error, test.df), t_quantile(0.025, test.df)))
    rates = q_values([p for *_, p, _ in ranked])
    out = [
        _named(one, test, wide, p, q)
        for (one, test, p, wide), q in zip(ranked, rates, strict=True)
        if q <= RATE and one.flow.value >= max(FLOOR, JUMP * one.usual) and test.effect > 0
    ]
    return sorted(out, key=lambda a: (-a.score, a.id))


def _years(flows: Iterable[Flow]) -> list[_Year]:
    """The years that can be tested; trifles, below `FLOOR` then and before, are none."""
    series: dict[tuple[str, ...], dict[int, Flow]] = {}
    for flow in sorted(unmade(flows), key=lambda f: (f.period, f.id)):
        series.setdefault((flow.reporter, flow.partner, flow.flow, flow.hs, flow.currency), {})[int(flow.period)] = flow
    out: list[_Year] = []
    for (reporter, partner, way, hs, currency), points in series.items():
        pool = (reporter, way, currency, 6 if is_family(hs) else len(hs), len(partner) == 2)
        for year, flow in points.items():
            past = tuple(points[y] for y in range(year - YEARS, year) if y in points)
            usual = median(p.value for p in past) if len(past) >= PAST else 0.0
            if usual > 0 and max(usual, flow.value) >= FLOOR:
                out.append(_Year(pool, points, year, past, usual, _log(flow.value) - _log(usual)))
    return out


def _log(value: float) -> float:
    return math.log(value + SMALL)


def _common(found: Iterable[_Year]) -> dict[tuple[Pool, int], float]:
    """What the series of a pool did from one year to the next."""
    steps: dict[tuple[Pool, int], list[float]] = {}
    for points, pool in {id(one.points): (one.points, one.pool) for one in found}.values():
        for year in points:
            if year - 1 in points:
                steps.setdefault((pool, year), []).append(_log(points[year].value) - _log(points[year - 1].value))
    return {at: median(ones) for at, ones in steps.items()}


def _variance(one: _Year, common: Mapping[tuple[Pool, int], float]) -> tuple[float, float]:
    """Of one year of the series, from its steps other than those into the year and out of it, with its degrees of freedom."""
    years = [y for y in one.points if y - 1 in one.points and y not in (one.year, one.year + 1)]
    steps = [_log(one.points[y].value) - _log(one.points[y - 1].value) - common[one.pool, y] for y in years]
    if len(steps) < 2:
        return 0.0, 0.0
    return sum(s * s for s in steps) / len(steps) / 2, len(steps) * TELLS


def _own(one: _Year) -> _Test:
    """Against the spread of the years before alone."""
    logs = [_log(p.value) for p in one.past]
    error = max(stdev(logs), STEADIEST) * math.sqrt(1 + 1 / len(logs))
    return _Test(_log(one.flow.value) - mean(logs), error, len(logs) - 1, 0)


def _named(one: _Year, test: _Test, wide: float, p: float, q: float) -> Anomaly:
    flow, past = one.flow, one.past
    low, high = test.effect - wide * test.error, test.effect + wide * test.error
    way = "imports from" if flow.flow == "import" else f"{flow.flow}s to"
    beside = (
        f"Beside what {country(flow.reporter)}'s {test.others:,} other series did that year that is {times(test.effect)}" if test.others
        else f"By the spread of those {len(past)} years, as there are too few series to compare with, that is {times(test.effect)} what was to be expected"
    )  # fmt: skip
    text = (
        f"{country(flow.reporter)} recorded {way} {country(flow.partner)} of HS {shown(flow.hs)} worth {amount(flow.value, flow.currency)} in {flow.period}, "
        f"{flow.value / one.usual:.1f} times the median of {past[0].period}–{past[-1].period} ({amount(one.usual, flow.currency)}). {beside} "
        f"(between {times(low)} and {times(high)}, 95 %); of those named as surely, {percent(q)} are expected to be chance. {' '.join(filter(None, (told(flow.hs), LIMITS)))}."
    )
    return Anomaly(
        make_id("a", "jump", flow.id), "jump", text, round(-math.log10(max(p, 1e-12)), 4), (flow.id, *(p.id for p in past)),
        flow.reporter, flow.partner, flow.hs, flow.period, round(test.effect, 4), round(low, 4), round(high, 4), round(q, 6), flags(flow.hs),
    )  # fmt: skip
