"""Where do the records of both sides of a border lie further apart than they do for other goods?

`gaps(flows, factor)` takes the log of what the importer recorded, less freight and insurance, over what the exporter recorded, for each
code and year that both have. A gap is set against the same ratio of the other goods between the two countries in that year (of all
years, or else of all exporters to that importer, where these are fewer than `COMPARABLE`): their median, and their spread drawn to that of
the case's other pairs (Smyth 2004). How far such ratios stray without a gap is taken from themselves, with fat tails (`nulls`); the spread
of the c.i.f./f.o.b. factor over its band is added (as of an even distribution, the band's width over the root of twelve; JCGM 100:2008,
4.3.7), and the false discovery rate is held (Benjamini and Hochberg 1995). Gaps of mirror data as a measure of what is hidden: Fisman and
Wei 2004. Promises: a place to look, never a finding; where nothing can be compared it says "cannot tell" (`mirror` has every difference,
with its interval).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import flags, told
from supplyline.trade.diversion import COMPARABLE, FLOOR, SMALL, percent, times, unmade
from supplyline.trade.nulls import normal, shared, student, tails
from supplyline.trade.revisions import is_family, shown
from supplyline.trade.statistics import q_values, robust
from supplyline.trade.words import amount, country

GAP_LOW, GAP_HIGH, RATE = 0.75, 1.50, 0.1  # a ratio within is named by nobody, however steady the others
EFFICIENT = 0.37  # a median absolute deviation tells a spread as well as the standard deviation of so many of the values (Huber 1981)
LIMITS = "Timing, re-exports, confidential codes and valuation can each explain such a gap. A figure of countries says nothing of a company, and the goods have civil uses"


@dataclass(frozen=True, slots=True)
class _Both:
    gave: Flow
    got: Flow
    log: float  # of what arrived over what was sent, after the factor

    @property
    def wide_open(self) -> bool:
        return not GAP_LOW <= (self.got.value / self.gave.value) <= GAP_HIGH


@dataclass(frozen=True, slots=True)
class _Test:
    usual: float
    strays: float  # standard error of a ratio beside the usual one, without that of the factor
    unsure: float  # that of the factor
    df: float
    others: int
    whose: str

    @property
    def error(self) -> float:
        return math.hypot(self.strays, self.unsure)

    def z(self, one: _Both, error: float) -> float:
        return normal((one.log - self.usual) / error, self.df)


def gaps(flows: Iterable[Flow], factor: tuple[float, float]) -> list[Anomaly]:
    """Of whole years; the surest first, then one "cannot tell" for each importer with gaps that nothing can be compared with."""
    found = _both(flows, factor)
    pools: dict[tuple[str, ...], list[_Both]] = {}
    for one in found:
        for key in _pools(one):
            pools.setdefault(key, []).append(one)
    unsure = math.log(factor[1] / factor[0]) / math.sqrt(12)
    spreads = {key: robust([one.log for one in pool]) for key, pool in pools.items() if len(pool) > COMPARABLE}
    alike = shared([(spread**2, EFFICIENT * (len(pools[key]) - 1)) for key, (_, spread) in spreads.items() if spread > 0])
    tested: list[tuple[_Both, _Test]] = []
    alone: dict[str, list[_Both]] = {}
    for one in found:
        close = [key for key in _pools(one) if key in spreads]
        if not close:
            if one.wide_open:
                alone.setdefault(one.got.reporter, []).append(one)
            continue
        key = close[0]
        usual, spread = spreads[key]
        others = len(pools[key]) - 1
        variance, df = alike.drawn(spread**2, EFFICIENT * others)
        tested.append((one, _Test(usual, math.sqrt(variance * (1 + 1 / others)), unsure, df, others, _whose(one, key))))
    shape = tails([test.z(one, test.strays) for one, test in tested])  # ratios as recorded; what the factor leaves unsure comes on top
    p_values = [min(1.0, 2 * shape.beyond(abs(test.z(one, test.error)))) for one, test in tested]
    out = [
        _named(one, test, test.error * student(shape.wide, test.df), p, q, factor)
        for (one, test), p, q in zip(tested, p_values, q_values(p_values), strict=True)
        # A ratio that is normal in itself is no gap, nor one on the other side than what sets it apart
        if q <= RATE and one.wide_open and one.log * (one.log - test.usual) > 0 and not math.log(GAP_LOW) < one.log - test.usual < -math.log(GAP_LOW)
    ]
    return [*sorted(out, key=lambda a: (-a.score, a.id)), *(_thin(where, ones) for where, ones in sorted(alone.items()))]


def _both(flows: Iterable[Flow], factor: tuple[float, float]) -> list[_Both]:
    whole = sorted(unmade(flows), key=lambda f: (f.period, f.id))
    sent = {(f.reporter, f.partner, f.hs, f.period, f.currency): f for f in whole if f.flow == "export"}
    out: list[_Both] = []
    for got in whole:
        gave = sent.get((got.partner, got.reporter, got.hs, got.period, got.currency)) if got.flow == "import" else None
        if gave is not None and min(gave.value, got.value) > 0 and max(got.value, gave.value) >= FLOOR:
            landed = got.value / math.sqrt(factor[0] * factor[1])
            out.append(_Both(gave, got, math.log(landed + SMALL) - math.log(gave.value + SMALL)))
    return out


def _pools(one: _Both) -> tuple[tuple[str, ...], ...]:
    """What a ratio can be set against, the closest first."""
    got = one.got
    digits = "6" if is_family(got.hs) else str(len(got.hs))
    pair = (got.partner, got.reporter, got.currency, digits)
    return ((*pair, got.period), pair, (got.reporter, got.currency, digits, got.period))


def _whose(one: _Both, key: Sequence[str]) -> str:
    gave, got = country(one.gave.reporter), country(one.got.reporter)
    which = _pools(one).index(tuple(key))
    return (f"other goods between the two in {one.got.period}", "other figures of goods between the two, of all years", f"other figures of {got} in {one.got.period}, whoever sent them, as it has few from {gave}")[which]


def _named(one: _Both, test: _Test, wide: float, p: float, q: float, factor: tuple[float, float]) -> Anomaly:
    gave, got, effect = one.gave, one.got, one.log - test.usual
    low, high = effect - wide, effect + wide
    text = (
        f"{_recorded(one, factor)} Of {test.others:,} {test.whose}, the usual ratio after that factor is {math.exp(test.usual):.2f}; beside it this one is "
        f"{times(effect)} what was to be expected (between {times(low)} and {times(high)}, 95 %); of those named as surely, {percent(q)} are expected to be chance. "
        f"{' '.join(filter(None, (told(got.hs), LIMITS)))}."
    )
    return Anomaly(
        make_id("a", "mirror", gave.id, got.id), "mirror_gap", text, round(-math.log10(max(p, 1e-12)), 4), (gave.id, got.id),
        gave.reporter, got.reporter, got.hs, got.period, round(effect, 4), round(low, 4), round(high, 4), round(q, 6), flags(got.hs),
    )  # fmt: skip


def _recorded(one: _Both, factor: tuple[float, float]) -> str:
    gave, got = one.gave, one.got
    # As if freight and insurance were all that differs, at either end of the usual band
    low, high = sorted((got.value / factor[1] - gave.value, got.value / factor[0] - gave.value), key=abs)
    ratio = got.value / gave.value
    return (
        f"{country(got.reporter)} recorded {amount(got.value, got.currency)} of HS {shown(got.hs)} from {country(gave.reporter)} in {got.period}, "
        f"{country(gave.reporter)} recorded sending {amount(gave.value, gave.currency)}: a ratio of {ratio:.2f}, where freight and insurance "
        f"(c.i.f. against f.o.b.) usually give {factor[0]:.2f}–{factor[1]:.2f}. After that band the importer has {amount(abs(low), got.currency)} to "
        f"{amount(abs(high), got.currency)} {'more' if ratio > 1 else 'less'}."
    )


def _thin(where: str, ones: Sequence[_Both]) -> Anomaly:
    most = max(ones, key=lambda one: (abs(one.log), one.got.id))
    rest = f" ({len(ones)} such gaps, this one the widest)" if len(ones) > 1 else ""
    text = (
        f"Cannot tell whether gaps between what {country(where)} and its partners recorded are more than chance{rest}: the tables need {COMPARABLE} other goods "
        f"of which both sides' records are there. {_recorded(most, (1.0, 1.0)).split(', where freight')[0]}. {LIMITS}."
    )
    ids = tuple(sorted(id for one in ones for id in (one.gave.id, one.got.id)))
    return Anomaly(make_id("a", "too_thin", "mirror", where), "too_thin", text, 0.0, ids, most.gave.reporter, where, most.got.hs, most.got.period, controlled=flags(most.got.hs))
