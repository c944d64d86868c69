"""Whose reports are these, and how far are they relied on?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from supplyline.case.decided import Decided
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, number, paging
from supplyline.serve.render import render
from supplyline.weigh.publishers import Record, judge, publisher


def sources(request: Request, now: Now) -> Response:
    """Publishers with the letter they were given and why, and the lists of the case."""
    start = number(request, "start", 0)
    total = now.shelf.one("SELECT count(*) FROM publishers")
    chosen, records = now.case.settings.reliability, _records(now)
    rows = [
        (name, documents, claims, first, last, publisher(name or None, chosen, records.get(name)))
        for name, documents, claims, first, last in now.shelf.sql("SELECT * FROM publishers LIMIT ? OFFSET ?", (MOST, start))
    ]
    return render(request, "sources.html", title="Sources", rows=rows, lists=list(now.shelf.rows("lists")), pages=paging(request, start, len(rows), total))


def _records(now: Now) -> dict[str, Record]:
    """How claims of each publisher were judged by the decisions that the build knows."""
    decided = Decided(list(now.shelf.rows("decisions")))
    claims = now.shelf.many("claims", [id for id in (*decided.confirmed, *decided.rejected) if id.startswith("c_")])
    documents = list({c.quote.sha256 for c in claims.values()})
    by = dict(now.shelf.among("SELECT id, publisher FROM documents WHERE publisher IS NOT NULL AND id IN (?)", documents))
    out: dict[str, Record] = {}
    for id, claim in claims.items():
        judge(out, by.get(claim.quote.sha256), decided.judged(id))
    return out


def documents(request: Request, now: Now) -> Response:
    query, start = request.query_params, number(request, "start", 0)
    name = query.get("publisher")
    if name is None:  # places have no gaps
        total, places = now.shelf.count("documents"), list(range(start + 1, start + MOST + 1))
    else:
        total = now.shelf.one("SELECT documents FROM publishers WHERE publisher = ?", [name]) or 0
        where, values = ("= ?", [name]) if name else ("IS NULL", [])
        places = [n for (n,) in now.shelf.sql(f"SELECT n FROM documents WHERE publisher {where} ORDER BY n LIMIT ? OFFSET ?", (*values, MOST, start))]
    rows = now.shelf.among(
        "SELECT d.id, d.called, d.name, d.publisher, d.published, d.language, coalesce(c.claims, 0) "
        "FROM documents d LEFT JOIN document_counts c ON c.sha256 = d.id WHERE d.n IN (?) ORDER BY d.n",
        places,
    )
    return render(request, "documents.html", title=f"Documents of {name}" if name else "Documents", rows=rows, publisher=name, pages=paging(request, start, len(rows), total))


ROUTES = (("/sources", sources), ("/documents", documents))
