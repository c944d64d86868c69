"""What did customs record, what stands out in it, and what does that say of the claims?"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from supplyline.model import Anomaly, Mirror
from supplyline.publish import chart
from supplyline.publish.checkchart import drawn
from supplyline.read import countries
from supplyline.serve import draw
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, number, paging
from supplyline.serve.render import render
from supplyline.trade import tree
from supplyline.trade.revisions import members

VIEWS = ("series", "mirror", "anomalies", "checks")
_DRAWN, _READ, _CODES = 24, 2000, 20_000


def trade(request: Request, now: Now) -> Response:
    query, shelf = request.query_params, now.shelf
    view = query.get("view", "series") if query.get("view", "series") in VIEWS else "series"
    asked = {k: query[k] for k in ("reporter", "partner", "hs") if query.get(k)}
    group = tree.named(asked.get("hs", ""))
    codes = tuple(v for v, _ in shelf.values("hs", _CODES) if v.startswith(group.prefixes)) if group is not None else ()
    start = number(request, "start", 0)
    table = {"series": "flows", "mirror": "mirrors", "anomalies": "anomalies", "checks": "checks"}[view]
    rows, total = _rows(now, table, asked, start, group, codes)
    picture = ""
    if view == "mirror":
        picture = draw.intervals([_gap(m) for m in rows[:_DRAWN]], "% of what the exporter recorded", "both sides agree")
    elif view == "anomalies":
        picture = draw.intervals([_effect(a) for a in rows[:_DRAWN]], "log change", "as before")
    elif view == "series":
        series = _series(now, sorted(rows, key=chart.order)[:200])
        lines, note = chart.of_one_unit(chart.of_flows(series))
        picture = chart.draw(lines, _title(asked), f"{chart.LIMIT} {note}".strip(), alone=False) if lines else ""
    claims = shelf.many("claims", [c.claim for c in rows]) if view == "checks" else {}
    small = {c.id: drawn(c, shelf) for c in rows} if view == "checks" else {}
    return render(
        request, "trade.html", title="Trade", view=view, views=VIEWS, rows=rows, picture=picture, claims=claims, small=small, asked=asked, name=countries.called,
        options=[(k, [v for v, _ in shelf.values(k)], asked.get(k, "")) for k in ("reporter", "partner", "hs")], groups=_groups(now), pages=paging(request, start, len(rows), total),
    )  # fmt: skip


def _groups(now: Now) -> list[tree.Group]:
    """The groups of goods that the figures have codes of."""
    codes = [v for v, _ in now.shelf.values("hs", _CODES)]
    return [g for g in (*tree.groups(), *tree.sets()) if any(code.startswith(g.prefixes) for code in codes)]


def _rows(now: Now, table: str, asked: dict[str, str], start: int, group: tree.Group | None, codes: tuple[str, ...]) -> tuple[list[Any], int]:
    """A page of a table: figures are filtered where they lie; of the findings there are few enough to look at each."""
    shelf = now.shelf
    if table == "flows":
        equal: dict[str, Any] = {**asked, "hs": codes} if group is not None else {**asked}
        found = shelf.page(table, start, MOST, **equal)
        return sorted(found, key=chart.order) if start == 0 and len(found) < MOST else found, shelf.count(table, **equal)
    if not asked:
        return shelf.page(table, start, MOST), shelf.count(table)
    fits = [row for row in shelf.page(table, 0, _READ) if _fits(row, asked, group)]
    return fits[start : start + MOST], len(fits)


def _fits(row: Any, asked: dict[str, str], group: tree.Group | None) -> bool:
    sides = {"reporter": ("reporter", "exporter"), "partner": ("partner", "importer")}
    for name, value in asked.items():
        if name == "hs":
            codes = row.hs if isinstance(row.hs, tuple) else members(row.hs)
            if not any(c.startswith(value if group is None else group.prefixes) for c in codes):
                return False
        elif value not in [getattr(row, side, None) for side in sides[name]]:
            return False
    return True


def _series(now: Now, rows: list[Any]) -> list[Any]:
    """The whole series of the figures on a page, so that no line is cut where the page ends."""
    wanted = {chart.order(f)[:-1] for f in rows}
    pairs = {(f.reporter, f.partner, f.hs) for f in rows}
    out = []
    for reporter, partner, hs in sorted(pairs)[:40]:
        out += [f for f in now.shelf.page("flows", 0, 400, reporter=reporter, partner=partner, hs=hs) if chart.order(f)[:-1] in wanted]
    return sorted(out, key=chart.order)


def _title(asked: dict[str, str]) -> str:
    reporter, partner = asked.get("reporter", "all reporters"), asked.get("partner", "all partners")
    group = tree.named(asked.get("hs", ""))
    goods = group.name if group is not None else f"HS {asked['hs']}" if "hs" in asked else "all goods"
    return f"What customs recorded: {reporter} and {partner}, {goods}"


def _gap(m: Mirror) -> draw.Range:
    label = f"{m.exporter} to {m.importer}, HS {m.hs}, {m.period}"
    return draw.Range(label, m.percent_low, m.percent_high, None, m.text, f"/why/{m.id}")


def _effect(a: Anomaly) -> draw.Range:
    label = f"{a.kind.replace('_', ' ')}: {a.reporter} {a.partner} HS {a.hs} {a.period}"
    known = a.kind != "too_thin"
    return draw.Range(label, a.low if known else None, a.high if known else None, a.effect if known else None, a.text, f"/why/{a.id}")


ROUTES = (("/trade", trade),)
