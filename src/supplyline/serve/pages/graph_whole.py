"""The whole graph: the browser draws it, the server filters it, and the address is the view.

Points lie where the reading index put them, whatever the filters; a point that no line reaches any more is drawn faint.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from supplyline.serve.now import Now
from supplyline.serve.pages.graph import Wanted, here, wanted_of
from supplyline.serve.render import link, render

_MOST = 60
_STATUS = "SELECT entity, min(CASE status WHEN 'listed' THEN 'a' WHEN 'possible' THEN 'b' ELSE 'c' END) AS best FROM hits GROUP BY entity"


def _where(wanted: Wanted) -> tuple[str, list[str]]:
    """What `Wanted.fits` says, in SQL over map_links m; a list's status goes by either end, as in the other view."""
    asked: list[tuple[str, tuple[str, ...]]] = []
    if wanted.role:
        asked.append(("m.role = ?", (wanted.role,)))
    if wanted.grade:
        asked.append(("coalesce(m.grade, 'F6') <= ?", (wanted.grade,)))
    if wanted.goods:
        asked.append(("instr(m.goods, ?) > 0", (wanted.goods.casefold(),)))
    if wanted.since:
        asked.append(("m.happened >= ?", (wanted.since,)))
    if wanted.until:
        asked.append(("m.happened <= ?", (f"{wanted.until}\uffff",)))
    if wanted.listed:
        is_in = "IN" if wanted.listed == "listed" else "NOT IN"
        of = "(SELECT p.n FROM map_points p JOIN hits h ON h.entity = p.id WHERE h.status = 'listed')"
        asked.append((f"(m.a {is_in} {of} OR m.b {is_in} {of})", ()))
    return " AND ".join(sql for sql, _ in asked) or "1", [v for _, values in asked for v in values]


def lines(now: Now, wanted: Wanted) -> list[tuple[int, int, int, int]]:
    """(from, to, links, denied) between points, of the links that fit."""
    if wanted == Wanted():
        return now.shelf.sql("SELECT a, b, links, disputed FROM map_lines")
    where, values = _where(wanted)
    return now.shelf.sql(f"SELECT m.a, m.b, count(*), max(m.disputed) FROM map_links m WHERE {where} GROUP BY 1, 2", values)


def whole(request: Request, now: Now) -> Response:
    """The page, with the parties that have most links as a list too."""
    shelf, wanted = now.shelf, wanted_of(request.query_params)
    found = lines(now, wanted)
    degree: dict[int, int] = {}
    for a, b, n, _ in found:
        degree[a] = degree.get(a, 0) + n
        degree[b] = degree.get(b, 0) + n
    best = sorted(degree, key=lambda n: (-degree[n], n))[:_MOST]
    ids = dict(shelf.sql(f"SELECT n, id FROM map_points WHERE n IN ({', '.join('?' * len(best))})", best))
    asked = [(k, v) for k, v in request.query_params.multi_items() if k in ("role", "grade", "goods", "since", "until", "listed")]
    return render(
        request, "whole.html", title="The whole graph", most=[(ids[n], degree[n]) for n in best], captions=shelf.captions(list(ids.values())), parties=shelf.one("SELECT count(*) FROM map_points"),
        with_links=shelf.one("SELECT count(*) FROM party_links"), reached=len(degree), drawn=len(found), links=sum(n for _, _, n, _ in found), wanted=wanted, filtered=wanted != Wanted(), roles=shelf.values("role"), grades=shelf.values("linkgrade"),
        source=link("/graph/whole.json", asked), q=request.query_params.get("find", "")[:100], here=here(request), views=now.saved("view"),
    )  # fmt: skip


def points(request: Request, now: Now) -> Response:
    """Points [x, y, kind, id, name] and lines [from, to, links, denied] of the whole graph; kind 0 is a party, 1 one that
    stands on a list, 2 one that may, 3 a country. Filters leave out lines, never points."""
    rows = now.shelf.sql(
        "SELECT p.x, p.y, CASE WHEN e.schema = 'Country' THEN 3 WHEN h.best = 'a' THEN 1 WHEN h.best = 'b' THEN 2 ELSE 0 END, p.id, json_extract(e.body, '$.caption') "
        f"FROM map_points p JOIN entities e ON e.id = p.id LEFT JOIN ({_STATUS}) h ON h.entity = p.id ORDER BY p.n"
    )
    return JSONResponse({"points": rows, "lines": lines(now, wanted_of(request.query_params))})


ROUTES = (("/graph/whole", whole), ("/graph/whole.json", points))
