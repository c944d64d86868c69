"""What goes from which country to which, on a map?

One side's records at a time, of one period and one currency: what exporters and what importers recorded is the same trade
told twice, and is never added. What cannot be drawn is counted and said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from supplyline.publish import words
from supplyline.read import countries
from supplyline.serve import worldmap
from supplyline.serve.now import Now
from supplyline.serve.render import link, render
from supplyline.trade.flows import is_country
from supplyline.trade.revisions import is_family

SIDES = ("exporter", "importer")
_DRAWN, _LISTED = 60, 200
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Pair:
    """What one side recorded of one country's exports to another in the period; `figures` are added up in it."""

    exporter: str
    importer: str
    value: float
    figures: int
    one: str  # the id of the figure, where there is only one
    href: str


def trade_map(request: Request, now: Now) -> Response:
    query, shelf = request.query_params, now.shelf
    codes = [v for v, _ in shelf.values("hs") if not is_family(v)]
    hs = query.get("hs", "")
    if hs and hs not in codes:  # the list of codes is bounded, the figures are not
        hs = hs if shelf.one("SELECT 1 FROM trade_periods WHERE side IN (?, ?) AND hs = ?", (*SIDES, hs)) else ""
        codes += [hs] if hs else []
    country = query.get("country", "")[:2].lower()
    counts = dict(shelf.sql("SELECT side, rows FROM trade_sides"))
    side = query.get("side", "") if query.get("side", "") in SIDES else max(SIDES, key=lambda s: counts.get(s, 0))
    which, values = ("side = ? AND hs = ?", (side, hs)) if hs else ("side = ? AND top = 1", (side,))
    periods = [p for (p,) in shelf.sql("SELECT period FROM trade_periods WHERE side = ? AND hs = ? ORDER BY period DESC", (side, hs))]
    period = query.get("period", "") if query.get("period", "") in periods else next((p for p in periods if _YEAR.fullmatch(p)), periods[0] if periods else "")
    pairs, currency, others = _pairs(now, which, (*values, period), country, side, hs)
    drawable = [p for p in pairs if p.exporter in worldmap.outlines() and p.importer in worldmap.outlines() and p.value > 0]
    arcs = [worldmap.Arc(p.exporter, p.importer, p.value, f"{countries.called(p.exporter)} to {countries.called(p.importer)}: {currency} {words.number(round(p.value))}, as the {side} recorded it, {period}", p.href) for p in drawable[:_DRAWN]]
    seen = sorted({c for key in ("reporter", "partner") for c, _ in shelf.values(key) if is_country(c)}, key=countries.called)
    return render(
        request, "trade_map.html", title="Trade on a map", picture=worldmap.draw(arcs), pairs=pairs[:_LISTED], total=len(pairs), left=len(drawable) - len(arcs), undrawn=len(pairs) - len(drawable),
        name=countries.called, currency=currency, others=others, side=side, sides=SIDES, hs=hs, codes=codes, period=period, periods=periods, country=country if country in seen else "", seen=seen, held=sum(counts.values()),
    )  # fmt: skip


def _pairs(now: Now, which: str, values: tuple[str, ...], country: str, side: str, hs: str) -> tuple[list[Pair], str, int]:
    """Pairs with their sums in the currency that most figures have, the largest first, and how many figures have another."""
    if country:
        which, values = f"{which} AND period = ? AND (exporter = ? OR importer = ?)", (*values, country, country)
    else:
        which = f"{which} AND period = ?"
    found = now.shelf.sql(f"SELECT currency, exporter, importer, sum(value), count(*), min(id) FROM trade_map WHERE {which} GROUP BY 1, 2, 3", values)
    figures: dict[str, int] = {}
    for currency, _, _, _, n, _ in found:
        figures[currency] = figures.get(currency, 0) + n
    if not figures:
        return [], "", 0
    chosen = max(sorted(figures), key=lambda c: figures[c])
    pairs = []
    for currency, exporter, importer, value, n, id in found:
        if currency == chosen:
            reporter, partner = (exporter, importer) if side == "exporter" else (importer, exporter)
            pairs.append(Pair(exporter, importer, value, n, id if n == 1 else "", link("/trade", reporter=reporter, partner=partner, hs=hs or None)))
    return sorted(pairs, key=lambda p: (-p.value, p.exporter, p.importer)), chosen, sum(figures.values()) - figures[chosen]


ROUTES = (("/trade/map", trade_map),)
