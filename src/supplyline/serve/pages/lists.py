"""Which suppliers stand on which list, and which do not?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from supplyline.model import Gap
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, number, paging
from supplyline.serve.render import link, render

STATUSES = ("listed", "owned", "possible", "delisted", "set_aside", "no_match", "not_held")


def gaps(request: Request, now: Now) -> Response:
    """Suppliers by lists. Sorted by a list, what it says of them comes first; nobody is ever called clear."""
    query, shelf = request.query_params, now.shelf
    columns = shelf.sql("SELECT code, title, as_of FROM gap_lists")
    codes = [code for code, *_ in columns]
    sort = query.get("sort", "name")
    status = query.get("status", "") if query.get("status", "") in STATUSES else ""
    name = query.get("supplier", "")[:100]
    start = number(request, "start", 0)
    where, values = ["1"], list[object]()
    if status:
        where.append("s.entity IN (SELECT entity FROM gaps WHERE status = ?)")
        values.append(status)
    if name:
        where.append("instr(lower(s.caption), lower(?))")
        values.append(name)
    asked = " AND ".join(where)
    total = shelf.one(f"SELECT count(*) FROM suppliers s WHERE {asked}", values)
    order, join = "s.n", ""
    if sort == "first":
        order = "s.first IS NULL, s.first, s.n"
    elif sort in codes:
        by = " ".join(f"WHEN '{s}' THEN {n}" for n, s in enumerate(STATUSES))
        join = "LEFT JOIN gaps g ON g.entity = s.entity AND g.code = ?"
        order = f"CASE g.status {by} ELSE 9 END, s.n"
        values.insert(0, sort)
    rows = shelf.sql(f"SELECT DISTINCT s.entity, s.caption, s.first, s.n FROM suppliers s {join} WHERE {asked} ORDER BY {order} LIMIT ? OFFSET ?", (*values, MOST, start))
    cells: dict[str, dict[str, Gap]] = {}
    for gap in shelf.at("gaps", [n for (n,) in shelf.among("SELECT n FROM gaps WHERE entity IN (?)", [r[0] for r in rows])]):
        cells.setdefault(gap.entity, {})[gap.code] = gap
    options = [(k, v) for k, v in query.multi_items() if k not in ("sort", "start", "done")]
    heads = [("name", "Supplier", link("/gaps", options)), ("first", "First claim", link("/gaps", options, sort="first"))]
    heads += [(code, title or code, link("/gaps", options, sort=code)) for code, title, _ in columns]
    return render(
        request, "gaps.html", title="Gaps", rows=rows, cells=cells, heads=heads, columns=columns, sort=sort, status=status, statuses=shelf.values("gap"), supplier=name,
        pages=paging(request, start, len(rows), total),
    )  # fmt: skip


ROUTES = (("/gaps", gaps),)
