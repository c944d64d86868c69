"""When is it said to have happened?"""

from __future__ import annotations

import re
from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from supplyline.publish import timeline as picture
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, number, paging
from supplyline.serve.pages.parties import moments
from supplyline.serve.render import render

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def timeline(request: Request, now: Now) -> Response:
    """Events in time, a page of them drawn."""
    query, shelf = request.query_params, now.shelf
    kind, start = query.get("kind", ""), number(request, "start", 0)
    since, until = (query.get(k, "") if _DAY.fullmatch(query.get(k, "")) else "" for k in ("from", "to"))
    where, values = ["happened IS NOT NULL"], list[str]()
    if kind:
        where.append("kind = ?")
        values.append(kind)
    if since:
        where.append("happened >= ?")
        values.append(since)
    if until:
        where.append("happened <= ?")
        values.append(f"{until}\uffff")  # "2024" takes in all of 2024
    asked = " AND ".join(where)
    years = _years(now, kind, since, until)
    total = sum(n for _, n in years) if len(since) in (0, 4) and len(until) in (0, 4) else shelf.one(f"SELECT count(*) FROM events WHERE {asked}", values)
    places = [n for (n,) in shelf.sql(f"SELECT n FROM events WHERE {asked} ORDER BY happened, n LIMIT ? OFFSET ?", (*values, MOST, start))]
    rows = moments(now, shelf.at("events", places))
    undated = shelf.one("SELECT sum(rows) FROM event_years WHERE year IS NULL") or 0
    return render(
        request, "timeline.html", title="Timeline", rows=rows, picture=picture.draw(rows), years=years, most=max((n for _, n in years), default=1), undated=undated,
        kinds=shelf.values("event"), kind=kind, since=since, until=until, pages=paging(request, start, len(rows), total),
    )  # fmt: skip


def _years(now: Now, kind: str, since: str, until: str) -> list[tuple[str, int]]:
    """Events a year, of the years that are asked for."""
    found: Counter[str] = Counter()
    for own, year, rows in now.shelf.sql("SELECT kind, year, rows FROM event_years WHERE year IS NOT NULL"):
        if (not kind or own == kind) and year >= since[:4] and (not until or year <= until[:4]):
            found[year] += rows
    return sorted(found.items())


ROUTES = (("/timeline", timeline),)
