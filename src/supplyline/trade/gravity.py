"""Into and out of which third countries did controlled goods grow beyond all others?

`gravity(flows, groups, since)` fits, for each third country and leg (from the coalition, on to the destination), a Poisson
model with an effect for each good and each year and one for controlled goods from `since` on: a difference-in-differences
in the form of a gravity equation (Santos Silva and Tenreyro 2006; Yotov, Piermartini, Monteiro and Larch 2016), in which
every zero counts and large flows weigh most. `diversion` tells of single codes, this of a country's listed goods
together, and of each chapter that is watched as a whole (28, 29, 36, heading 3912) by itself. A country is named if both legs grew: the p-value is the larger of the two (Berger 1982), at a false discovery
rate over all countries (Benjamini and Hochberg 1995; apart over the chapters of all countries). Errors are clustered by good, and Student's distribution has as
many degrees of freedom as there are controlled goods less one, since few clusters are treated. Promises: a ranking of
places to look, never a finding; growth of all trade is in the effects of years and names nobody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import CHAPTERS, LISTED, category, caution, code, flags, level
from supplyline.trade.diversion import (
    AFTER,
    BEFORE,
    COMPARABLE,
    FLOOR,
    RATE,
    Leg,
    Record,
    both_legs,
    percent,
    times,
)
from supplyline.trade.poisson import Fit, effect
from supplyline.trade.statistics import q_values, t_quantile, t_tail
from supplyline.trade.words import country

TREATED = 4  # controlled goods that a leg must have
LEAST_RISE = math.log(1.2)
LIMITS = "A figure of countries says nothing of a company; new demand for such goods and other routes can explain it"


@dataclass(frozen=True, slots=True)
class _Leg:
    fit: Fit
    treated: int
    after: float  # value of controlled goods in a year from then on
    ids: tuple[str, ...]
    controlled: tuple[str, ...]

    @property
    def p(self) -> float:
        return t_tail(self.fit.beta / self.fit.error, self.treated - 1)


def gravity(flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]], since: str = "2022") -> list[Anomaly]:
    """The surest first."""
    ends = sorted(groups.get("destination", ()))
    legs = both_legs(flows, groups)
    out: list[Anomaly] = []
    for sets in ((LISTED,), CHAPTERS):
        fits = [_fits(records, sets, since) for records in legs]
        found = [(at, fits[0][at], fits[1][at]) for at in sorted(fits[0].keys() & fits[1].keys())]
        rates = q_values([max(one.p, two.p) for _, one, two in found])
        out += [
            _named(*at, one, two, q, ends, since)
            for (at, one, two), q in zip(found, rates, strict=True)
            if q <= RATE and min(one.fit.beta, two.fit.beta) >= LEAST_RISE and min(one.after, two.after) >= FLOOR
        ]
    return sorted(out, key=lambda a: (-a.score, a.id))


def _set(hs: str) -> str:
    """The set of controlled goods that a code is told with, "" for the others."""
    what = level(hs)
    return what if what in ("", LISTED) else category(hs)


def _fits(records: Mapping[Leg, Record], sets: tuple[str, ...], since: str) -> dict[tuple[str, str], _Leg]:
    """By third country and set."""
    by_third: dict[str, dict[str, Record]] = {}
    for (third, hs), record in sorted(records.items()):
        by_third.setdefault(third, {})[hs] = record
    made = {(third, one): _leg({hs: r for hs, r in codes.items() if _set(hs) in ("", one)}, since) for third, codes in by_third.items() for one in sets}
    return {at: leg for at, leg in made.items() if leg is not None}


def _leg(codes: Mapping[str, Record], since: str) -> _Leg | None:
    # One record, in one currency: that which most codes have
    sides: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for hs, (currency, years, _) in codes.items():
        sides.setdefault((currency, tuple(sorted(years))), []).append(hs)
    (_, covered), goods = max(sorted(sides.items()), key=lambda item: len(item[1]), default=(("", ()), []))
    late = [year >= since for year in covered]
    treated = [hs for hs in goods if level(hs)]
    if late.count(False) < BEFORE or late.count(True) < AFTER or len(treated) < TREATED or len(goods) - len(treated) < COMPARABLE:
        return None
    table = np.array([[sum(f.value for f in sorted(codes[hs][2].get(y, ()), key=lambda f: f.id)) for y in covered] for hs in goods])
    g, t = np.divmod(np.arange(table.size), len(covered))
    marked = np.array([bool(level(hs)) for hs in goods])[g] & np.array(late)[t]
    fit = effect(table.ravel(), g, t, marked.astype(float))
    if fit is None or fit.error <= 0:
        return None
    rows = [at for at, hs in enumerate(goods) if level(hs)]
    after = float(table[rows][:, late].sum()) / late.count(True)
    ids = tuple(sorted(f.id for hs in treated for ones in codes[hs][2].values() for f in ones))
    return _Leg(fit, len(treated), after, ids, tuple(sorted({id for hs in treated for id in flags(hs)})))


def _named(third: str, what: str, one: _Leg, two: _Leg, q: float, ends: list[str], since: str) -> Anomaly:
    weaker = max((one, two), key=lambda leg: leg.p)
    wide = t_quantile(0.025, weaker.treated - 1) * weaker.fit.error
    low, high = weaker.fit.beta - wide, weaker.fit.beta + wide
    where = " and ".join(map(country, ends))
    goods, weak = ("controlled goods", "") if what == LISTED else (f"goods of HS {code(what)}", f"{caution(what)} ")
    text = (
        f"From {since} on, what {country(third)} received of {goods} from the coalition grew {times(one.fit.beta)} and what it sent of them to "
        f"{where} {times(two.fit.beta)} as much as its other goods ({one.treated} and {two.treated} codes; Poisson gravity with effects of goods and years). "
        f"The weaker of the two is between {times(low)} and {times(high)} (95 %); of those named as surely, {percent(q)} are expected to be chance. {weak}{LIMITS}."
    )
    return Anomaly(
        make_id("a", "gravity", third, since, *([] if what == LISTED else [what])), "gravity", text, round(weaker.fit.beta / weaker.fit.error, 4), (*one.ids, *two.ids),
        third, ends[0] if ends else "", code(what), since, round(weaker.fit.beta, 4), round(low, 4), round(high, 4), round(q, 6),
        tuple(sorted({*one.controlled, *two.controlled})),
    )  # fmt: skip
