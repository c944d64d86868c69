"""Which prices stand apart from what others pay?

`unit_values(flows)` sets the value per kg of each partner against that of the other partners of the same
reporter, direction, code and year, in logarithms and robustly (median and scaled median absolute deviation;
Iglewicz and Hoaglin 1993), with Student's tail over the partners and the false discovery rate held over all of
them (Benjamini and Hochberg 1995). Promises: trifles are left out; fewer than `PARTNERS` partners are no crowd to stand apart from; a price says nothing of
its reason: quality, quantity and contract differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import flags, told
from supplyline.trade.diversion import FLOOR
from supplyline.trade.revisions import is_family
from supplyline.trade.statistics import q_values, robust, t_quantile, t_tail
from supplyline.trade.words import country

PARTNERS, RATE, LEAST = 8, 0.05, math.log(3)
LIMITS = "A figure of countries says nothing of a company"


def unit_values(flows: Iterable[Flow]) -> list[Anomaly]:
    groups: dict[tuple[str, ...], list[Flow]] = {}
    every = list(flows)
    finer = {(f.reporter, f.flow, f.hs[:6], f.period, f.currency) for f in every if len(f.hs) > 6 and not is_family(f.hs)}
    for f in every:
        if (f.reporter, f.flow, f.hs, f.period, f.currency) in finer:
            continue  # told by its national codes, of which each has a price of its own
        if len(f.period) == 4 and len(f.hs) >= 6 and not is_family(f.hs) and f.unit_value and f.value >= FLOOR and len(f.partner) == 2:
            groups.setdefault((f.reporter, f.flow, f.hs, f.period, f.currency), []).append(f)
    found: list[tuple[Flow, float, float, int, float]] = []  # flow, log ratio to the median, spread, partners, p
    for ones in (groups[key] for key in sorted(groups)):
        if len(ones) < PARTNERS:
            continue
        usual, spread = robust([math.log(f.unit_value or 1.0) for f in ones])
        if spread > 0:
            for f in sorted(ones, key=lambda f: f.partner):
                away = math.log(f.unit_value or 1.0) - usual
                found.append((f, away, spread, len(ones), 2 * t_tail(abs(away) / spread, len(ones) - 1)))
    rates = q_values([p for *_, p in found])
    return [
        _price(f, away, spread, partners, q)
        for (f, away, spread, partners, _), q in zip(found, rates, strict=True)
        if q <= RATE and abs(away) >= LEAST
    ]


def _price(f: Flow, away: float, spread: float, partners: int, q: float) -> Anomaly:
    wide = t_quantile(0.025, partners - 1) * spread * math.sqrt(math.pi / 2 / partners)  # error of a median
    way = "from" if f.flow.endswith("import") else "to"
    ratio = f"{math.exp(abs(away)):.1f} times {'above' if away > 0 else 'below'}"
    text = (
        f"{country(f.reporter)} recorded {f.flow}s {way} {country(f.partner)} of HS {f.hs} in {f.period} at {f.currency} "
        f"{f.unit_value:,.2f} a kg, {ratio} the median of its {partners} partners; of those named as surely, {100 * q:.1g} % are "
        f"expected to be chance. Quality, quantity and mistaken weights can explain it. {' '.join(filter(None, (told(f.hs), LIMITS)))}."
    )
    return Anomaly(
        make_id("a", "unit_value", f.id), "unit_value", text, round(abs(away) / spread, 4), (f.id,),
        f.reporter, f.partner, f.hs, f.period, round(away, 4), round(away - wide, 4), round(away + wide, 4), round(q, 6), flags(f.hs),
    )  # fmt: skip
