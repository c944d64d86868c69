"""Search, and the way from any id to its page and its reasons."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from supplyline.serve.now import Now
from supplyline.serve.pages.common import number, paging, place
from supplyline.serve.render import link, render
from supplyline.serve.search import FILTERS, WHERE, Asked
from supplyline.trace import trace

_MOST = 20
_STEPS = 60  # of a row down to its words


def search(request: Request, now: Now) -> Response:
    query = request.query_params
    words = query.get("q", "")[:300]
    where = query.get("where", "claims") if query.get("where", "claims") in WHERE else "claims"
    filters = tuple((k, v) for k, v in query.multi_items() if k in FILTERS and v)
    start = number(request, "start", 0)
    # An id that somebody pastes leads to its page.
    if "_" in words and " " not in words and (noun := now.shelf.get(words.strip())) is not None:
        return RedirectResponse(link(f"/id/{noun.id}"), 303)
    answers = now.search.find(Asked(words, where, filters, start, _MOST))
    asked = [(k, v) for k, v in query.multi_items() if k not in ("start", "done")]
    tabs = []
    for name in WHERE:
        total = now.search.total(Asked(words, name, filters if name in ("claims", "documents") else ()))
        tabs.append((name, total, link("/search", [(k, v) for k, v in asked if k != "where"], where=name)))
    documents = [h.noun.quote.sha256 for h in answers.hits] if where == "claims" else []
    names = now.shelf.document_names(documents)
    lists = {v.id: v for v in now.shelf.rows("lists")} if where == "listings" else {}
    options = [] if where in ("entities", "listings") else [
        (name, now.shelf.values(name, 40), [v for k, v in filters if k == name])
        for name in (FILTERS if where == "claims" else ("lang", "year"))
    ]  # fmt: skip
    return render(
        request, "search.html", title=f"Search: {words}" if words else "Search", q=words, where=where, answers=answers, tabs=tabs, options=options, lists=lists,
        names=names, pages=paging(request, start, len(answers.hits), answers.total, _MOST),
    )  # fmt: skip


def by_id(request: Request, now: Now) -> Response:
    return RedirectResponse(link(place(now, request.path_params["id"])), 303)


def why(request: Request, now: Now) -> Response:
    steps = trace(now.shelf, request.path_params["id"], _STEPS)
    id = steps[0].id
    return render(request, "why.html", title=f"Why {id[:20]}", id=id, steps=steps)


ROUTES = (("/search", search), ("/id/{id}", by_id), ("/why/{id}", why))
