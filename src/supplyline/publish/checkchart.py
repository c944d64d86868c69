"""How did the figures go that a claim was held against?

`drawn(check, rows)` is the chart beside one check: the whole series that its figures are of, a line for each side's record (goods of several
codes added up), with the claim's time shaded and what the claim says as a point of its own. A check of part of a year shows its months and those of
the year before, a check against registers its lines by month. Promises: each point names the ids that it is made of, so that `supplyline why`
leads to the rows, and what the claim says names the claim; nothing is drawn where nothing was recorded; the same rows give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from supplyline.case.snapshot import Rows
from supplyline.model import Check, Flow, Shipment, TradeRow
from supplyline.publish import chart
from supplyline.publish.chart import Line, Point
from supplyline.trade.registers import MOST_BECAUSE
from supplyline.trade.shipments import added
from supplyline.trade.words import country

SIZE = chart.Size(460, 96, 90, 12, 2)
_NAMED = 6  # ids that the title of a point names


def drawn(check: Check, rows: Rows, *, alone: bool = False, title: str = "") -> str:
    """The chart as SVG, "" where the check has no figure. Not `alone`, the page's style sheet has its colours."""
    lines = lines_of(check, rows)
    if not lines:
        return ""
    shade = " to ".join(p[:7] for p in re.split(" to |/", check.period))
    said = title or f"{country(check.exporter) if check.exporter else 'anybody'} to {country(check.importer) if check.importer else 'anybody'}, {', '.join(f'HS {c}' for c in check.hs) or 'goods'}: {check.verdict}"
    return chart.draw(lines, said, _note(check), alone=alone, size=SIZE, shade=shade, headed=bool(title))


def lines_of(check: Check, rows: Rows) -> list[Line]:
    """The record of each side, and what the claim says where it can stand on the same axis."""
    found = [noun for id in check.because if (noun := rows.get(id)) is not None]
    shipments = [n for n in found if isinstance(n, Shipment)]
    if shipments:
        return chart.of_one_unit(_registers(shipments, check))[0]
    months = [n for n in found if isinstance(n, TradeRow)]
    flows = months if months else _series([n for n in found if isinstance(n, Flow)], rows)
    lines, _ = chart.of_one_unit(_sides(flows, check))
    return lines + _claimed(check, lines)


def _series(named: Sequence[Flow], rows: Rows) -> list[Flow]:
    """All years of the flows that a check names, without the totals that shares are of."""
    wanted = dict.fromkeys(chart.order(f)[:-1] for f in sorted(named, key=chart.order) if not any(f.id == other.world for other in named))
    out: list[Flow] = []
    for key in wanted:
        reporter, flow, partner, hs, currency = key
        out += [f for f in rows.rows("flows", reporter=reporter, partner=partner, hs=hs) if (f.flow, f.currency) == (flow, currency)]
    return out


def _sides(found: Iterable[Flow | TradeRow], check: Check) -> list[Line]:
    unit = check.unit
    goods = ", ".join(check.hs) if len(check.hs) <= 3 else f"{', '.join(check.hs[:2])} and {len(check.hs) - 2} more"
    points: dict[tuple[str, str, str, str], dict[str, list[Flow | TradeRow]]] = {}
    for f in found:
        points.setdefault((f.reporter, f.flow, f.partner, f.currency), {}).setdefault(f.period, []).append(f)
    shares = unit == "%" and all(getattr(f, "change", None) is None and getattr(f, "share", None) is not None for periods in points.values() for ones in periods.values() for f in ones)
    out: list[Line] = []
    for (reporter, flow, partner, currency), periods in sorted(points.items()):
        made = []
        for period, ones in sorted(periods.items()):
            values = [f.weight if unit == "kg" else getattr(f, "share", None) if shares else f.value for f in ones]
            if all(v is not None for v in values):
                made.append(Point(period, sum(v for v in values if v is not None), _ids(sorted(f.id for f in ones))))
        if made:
            label = f"{country(reporter)}: {flow}s {chart.way(flow)} {country(partner)}, {'all goods' if goods == 'TOTAL' else f'HS {goods}'}"
            out.append(Line(label, "kg" if unit == "kg" else "%" if shares else currency, tuple(made)))
    return out


def _registers(shipments: Sequence[Shipment], check: Check) -> list[Line]:
    sums = added(shipments, 7)
    if check.unit in ("shipments", ""):
        dated: dict[str, list[Point]] = {}
        for (keeper, period), x in sums.items():
            if period:
                ids = [s.id for s in shipments if s.register == keeper and (s.date or "").startswith(period)]
                dated.setdefault(keeper, []).append(Point(period, float(len(x.documents)), _ids(sorted(ids))))
        return [Line(keeper, "shipments", tuple(points)) for keeper, points in sorted(dated.items())]
    return chart.of_shipments(sums, check.unit)


def _claimed(check: Check, lines: Sequence[Line]) -> list[Line]:
    """What the claim says, at the end of its time; a change as the value that it would have given."""
    if check.claimed is None or check.recorded is None or not lines or "/" in check.period or " to " in check.period:
        return []
    unit = lines[0].unit
    value: float | None = check.claimed if check.unit == unit else None
    label = "the claim"
    if check.unit == "%" and unit != "%":
        now = next((p.value for line in lines for p in line.points if p.period == check.period), None)
        value = now / (1 + check.recorded / 100) * (1 + check.claimed / 100) if now is not None and check.recorded > -100 else None
        label = f"the claim: {check.claimed:+g} % on what was recorded before"
    return [Line(label, unit, (Point(check.period, value, check.claim),), said=True)] if value is not None and value >= 0 else []


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + more


def _note(check: Check) -> str:
    if check.against == "registers":
        cut = f"The first {MOST_BECAUSE} lines. " if len(check.because) > MOST_BECAUSE else ""
        return f"{cut}What declarants told, to {check.until}; no proof of what was in the box."
    return f"Figures of countries, to {check.until}; they name no company."
