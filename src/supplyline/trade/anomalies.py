"""Which flows depart from their own past, from their mirror, or from comparable goods?

`anomalies(flows, groups, since, rows, factor)` names years far above those before (`jumps`), both sides' records that lie apart (`gaps`),
diversion, goods that never arrive (`phantom`), countries whose controlled goods grew beyond others (`gravity`), steps in months (`breaks`),
unit values that stand apart (`outliers`) and new exporters (`newcomers`); each module says how. Promises: each has an effect with its
interval and the share of false finds to expect among those as sure, or says "cannot tell"; a place to look and never a finding about
a company, with its limits in the sentence; small flows are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supplyline.model import Anomaly, Flow, TradeRow
from supplyline.trade.breaks import breaks
from supplyline.trade.controlled import level
from supplyline.trade.diversion import diversions
from supplyline.trade.flows import comparable, months
from supplyline.trade.gaps import gaps
from supplyline.trade.gravity import gravity
from supplyline.trade.jumps import jumps
from supplyline.trade.mirror import FACTOR
from supplyline.trade.newcomers import new_exporters
from supplyline.trade.outliers import unit_values
from supplyline.trade.phantom import phantoms
from supplyline.trade.revisions import is_wide


def anomalies(
    flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]] | None = None, since: str = "2022", rows: Iterable[TradeRow] = (),
    factor: tuple[float, float] = FACTOR,
) -> tuple[Anomaly, ...]:  # fmt: skip
    """The strongest first; `groups` name the coalition, the transit countries and the destination, `since` the year of the
    ban, `factor` is the band of c.i.f. over f.o.b., and steps are looked for in the months of `rows`."""
    groups = groups or {}
    whole = sorted((f for f in flows if len(f.period) == 4 and not is_wide(f.hs)), key=lambda f: (f.period, f.id))
    shared = comparable(whole)  # a national code is in its six digits, which other countries have too
    out = [*jumps(shared), *gaps(shared, factor), *unit_values(whole)]
    out += [*new_exporters(whole, groups, since), *diversions(whole, groups, since)]
    out += [*phantoms(whole, groups, since), *gravity(whole, groups, since)]
    out += breaks(months(row for row in rows if len(row.period) == 7 and level(row.hs)))
    return tuple(sorted(out, key=lambda a: (-a.score, a.id)))
