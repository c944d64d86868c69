"""The whole graph: the browser draws it, the server filters it, and the address is the view.

Points lie where the reading index put them, whatever the filters; a point that no line reaches any more is drawn faint.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from supplyline.serve.now import Now
from supplyline.serve.pages.graph import Wanted, here, wanted_of
from supplyline.serve.render import link, render

_MOST = 60
_STATUS = "SELECT entity, min(CASE status WHEN 'listed' THEN 'a' WHEN 'possible' THEN 'b' ELSE 'c' END) AS best FROM hits GROUP BY entity"


def _where(wanted: Wanted) -> tuple[str, list[str]]:
    """Of the lines in the picture those that fit; a list's status goes by either end, as in the other view."""
    where, values = wanted.sql()
    if wanted.listed:
        is_in = "IN" if wanted.listed == "listed" else "NOT IN"
        of = "(SELECT p.n FROM map_points p JOIN hits h ON h.entity = p.id WHERE h.status = 'listed')"
        where += f" AND (m.a {is_in} {of} OR m.b {is_in} {of})"
    return f"m.drawn AND {where}", values


def lines(now: Now, wanted: Wanted) -> list[tuple[Any, ...]]:
    """(from, to, links, denied) between points, of the links that fit."""
    if wanted == Wanted():
        return now.shelf.sql("SELECT a, b, links, disputed FROM map_lines")
    where, values = _where(wanted)
    return now.shelf.sql(f"SELECT m.a, m.b, count(*), max(m.disputed) FROM map_links m WHERE {where} GROUP BY 1, 2", values)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the page says of the lines of a view: parties with most links (place, links), parties reached, lines, links."""

    best: tuple[tuple[int, int], ...]
    reached: int
    drawn: int
    links: int


def summary(now: Now, wanted: Wanted) -> Summary:
    """Of the lines that fit; they are a hundred thousand in a large case, so what was said of a view is kept with the build."""
    return now.shelf.kept(("whole", wanted), lambda: _summary(lines(now, wanted)))


def _summary(found: list[tuple[Any, ...]]) -> Summary:
    degree: dict[int, int] = {}
    for a, b, n, _ in found:
        degree[a] = degree.get(a, 0) + n
        degree[b] = degree.get(b, 0) + n
    best = nsmallest(_MOST, degree.items(), key=lambda d: (-d[1], d[0]))
    return Summary(tuple(best), len(degree), len(found), sum(n for _, _, n, _ in found))


def whole(request: Request, now: Now) -> Response:
    """The page, with the parties that have most links as a list too."""
    shelf, wanted = now.shelf, wanted_of(request.query_params)
    told = summary(now, wanted)
    ids = dict(shelf.among("SELECT n, id FROM map_points WHERE n IN (?)", [n for n, _ in told.best]))
    asked = [(k, v) for k, v in request.query_params.multi_items() if k in ("role", "grade", "goods", "since", "until", "listed")]
    return render(
        request, "whole.html", title="The whole graph", most=[(ids[n], links) for n, links in told.best], captions=shelf.captions(list(ids.values())), parties=shelf.one("SELECT count(*) FROM map_points"),
        with_links=shelf.one("SELECT count(*) FROM party_links"), reached=told.reached, drawn=told.drawn, links=told.links, wanted=wanted, filtered=wanted != Wanted(), roles=shelf.values("role"), grades=shelf.values("linkgrade"),
        source=link("/graph/whole.json", asked), q=request.query_params.get("find", "")[:100], here=here(request), views=now.saved("view"),
    )  # fmt: skip


def points(request: Request, now: Now) -> Response:
    """Points [x, y, kind, id, name] and lines [from, to, links, denied] of the whole graph; kind 0 is a party, 1 one that
    stands on a list, 2 one that may, 3 a country. Filters leave out lines, never points."""
    wanted, shelf = wanted_of(request.query_params), now.shelf
    found = shelf.kept("lines drawn", lambda: _json(lines(now, wanted))) if wanted == Wanted() else _json(lines(now, wanted))
    return Response(b'{"points":%b,"lines":%b}' % (shelf.kept("points drawn", lambda: _json(_points(now))), found), media_type="application/json")


def _json(rows: list[tuple[Any, ...]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _points(now: Now) -> list[tuple[Any, ...]]:
    return now.shelf.sql(
        "SELECT p.x, p.y, CASE WHEN e.schema = 'Country' THEN 3 WHEN h.best = 'a' THEN 1 WHEN h.best = 'b' THEN 2 ELSE 0 END, p.id, json_extract(e.body, '$.caption') "
        f"FROM map_points p JOIN entities e ON e.id = p.id LEFT JOIN ({_STATUS}) h ON h.entity = p.id ORDER BY p.n"
    )


ROUTES = (("/graph/whole", whole), ("/graph/whole.json", points))
