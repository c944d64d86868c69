"""Which flows depart from their own past, from their mirror, or from comparable goods?

`anomalies(flows, groups, since, rows)` names jumps (a year at least three times the median of the years before it),
mirror gaps (what one country says it sent against what the other says it received), diversion, goods that never arrive,
countries whose controlled goods grew beyond others, steps in months, unit values that stand apart and new exporters
(`diversion`, `phantom`, `gravity`, `breaks` and `outliers` say how). Imports are usually counted c.i.f. and exports
f.o.b., so an import 1.05 to 1.10 times the export is normal; a gap is named beyond 0.75 to 1.50. Each sentence
carries its limits. Promises: an anomaly is a place to look and never a finding about a company; small flows and
gaps that rounding explains are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import median

from supplyline.model import Anomaly, Flow, TradeRow, make_id
from supplyline.trade.breaks import breaks
from supplyline.trade.diversion import controlled, diversions
from supplyline.trade.flows import months
from supplyline.trade.gravity import gravity
from supplyline.trade.outliers import new_exporters, unit_values
from supplyline.trade.phantom import phantoms
from supplyline.trade.revisions import is_wide
from supplyline.trade.words import amount, country

FLOOR = 100_000.0  # USD or EUR a year; below it one delivery makes any ratio
JUMP, PAST = 3.0, 2
CIF_LOW, CIF_HIGH = 1.05, 1.10
GAP_LOW, GAP_HIGH = 0.75, 1.50
LIMITS = "A figure of countries says nothing of a company, and the goods have civil uses"


def anomalies(
    flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]] | None = None, since: str = "2022", rows: Iterable[TradeRow] = ()
) -> tuple[Anomaly, ...]:
    """The strongest first; `groups` name the coalition, the transit countries and the destination, `since` the year of the
    ban, and steps are looked for in the months of `rows`."""
    groups = groups or {}
    whole = sorted((f for f in flows if len(f.period) == 4 and not is_wide(f.hs)), key=lambda f: (f.period, f.id))
    out = [*_jumps(whole), *_gaps(whole), *unit_values(whole)]
    out += [*new_exporters(whole, groups, since), *diversions(whole, groups, since)]
    out += [*phantoms(whole, groups, since), *gravity(whole, groups, since)]
    out += breaks(months(row for row in rows if len(row.period) == 7 and controlled(row.hs)))
    return tuple(sorted(out, key=lambda a: (-a.score, a.id)))


def _jumps(flows: list[Flow]) -> list[Anomaly]:
    series: dict[tuple[str, ...], list[Flow]] = {}
    for flow in flows:
        series.setdefault((flow.reporter, flow.partner, flow.flow, flow.hs, flow.currency), []).append(flow)
    out: list[Anomaly] = []
    for points in series.values():
        for at, flow in enumerate(points):
            past = [p for p in points[:at] if int(flow.period) - int(p.period) <= 5]
            if len(past) < PAST or flow.value < FLOOR:
                continue
            usual = median(p.value for p in past)
            if usual <= 0 or flow.value < JUMP * usual:
                continue
            ratio = flow.value / usual
            way = "imports from" if flow.flow == "import" else f"{flow.flow}s to"
            text = (
                f"{country(flow.reporter)} recorded {way} {country(flow.partner)} of HS {flow.hs} worth "
                f"{amount(flow.value, flow.currency)} in {flow.period}, {ratio:.1f} times the median of "
                f"{past[0].period}–{past[-1].period} ({amount(usual, flow.currency)}). {LIMITS}."
            )
            out.append(
                Anomaly(
                    make_id("a", "jump", flow.id),
                    "jump",
                    text,
                    round(math.log2(flow.value / max(usual, FLOOR)), 4),  # growth from a trifle ranks low
                    (flow.id, *(p.id for p in past)),
                    flow.reporter,
                    flow.partner,
                    flow.hs,
                    flow.period,
                )
            )
    return out


def _gaps(flows: list[Flow]) -> list[Anomaly]:
    sent = {(f.reporter, f.partner, f.hs, f.period, f.currency): f for f in flows if f.flow == "export"}
    out: list[Anomaly] = []
    for got in flows:
        if got.flow != "import":
            continue
        gave = sent.get((got.partner, got.reporter, got.hs, got.period, got.currency))
        if gave is None or gave.value <= 0 or max(got.value, gave.value) < FLOOR:
            continue
        ratio = got.value / gave.value
        if GAP_LOW <= ratio <= GAP_HIGH:
            continue
        # As if freight and insurance were all that differs, at either end of the usual band
        low, high = sorted((got.value / CIF_HIGH - gave.value, got.value / CIF_LOW - gave.value), key=abs)
        side = "more" if ratio > 1 else "less"
        text = (
            f"{country(got.reporter)} recorded {amount(got.value, got.currency)} of HS {got.hs} from "
            f"{country(gave.reporter)} in {got.period}, {country(gave.reporter)} recorded sending "
            f"{amount(gave.value, gave.currency)}: a ratio of {ratio:.2f}, where freight and insurance "
            f"(c.i.f. against f.o.b.) usually give {CIF_LOW:.2f}–{CIF_HIGH:.2f}. "
            f"After that band the importer "
            f"has {amount(abs(low), got.currency)} to {amount(abs(high), got.currency)} {side}. Timing, "
            f"re-exports, confidential codes and valuation can each explain such a gap. {LIMITS}."
        )
        score = round(abs(math.log2(ratio / 1.075)), 4) if ratio > 0 else 10.0
        id = make_id("a", "mirror", gave.id, got.id)
        ends = (gave.reporter, got.reporter, got.hs, got.period)
        out.append(Anomaly(id, "mirror_gap", text, score, (gave.id, got.id), *ends))
    return out
