"""What is said to have happened, who says so, and how that was weighed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from supplyline.model import Citation, Event
from supplyline.publish.articles import Library, article, figure, gather
from supplyline.serve import draw
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, found, number, paging
from supplyline.serve.render import render
from supplyline.serve.shelf import Shelf

READ = 300  # claims of an event that a page reads; how many there are the event itself says
_CITED = 60


class First:
    """The rows of a build with the first claims of an event instead of all of them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.get, self.text, self.ids_starting = shelf.get, shelf.text, shelf.ids_starting

    def rows(self, table: str, **equal: Any) -> Iterator[Any]:
        return iter(self._shelf.page(table, 0, READ, **equal)) if table == "claims" else self._shelf.rows(table, **equal)


def events(request: Request, now: Now) -> Response:
    kind, start = request.query_params.get("kind", ""), number(request, "start", 0)
    equal = {"kind": kind} if kind else {}
    rows, total = now.shelf.page("events", start, MOST, **equal), dict(now.shelf.values("event")).get(kind, 0) if kind else now.shelf.count("events")
    disputed = {id for (id,) in now.shelf.sql(f"SELECT DISTINCT event FROM disputes WHERE scope <> 'general' AND event IN ({', '.join('?' * len(rows))})", [e.id for e in rows])}
    return render(
        request, "events.html", title="Events", rows=[(e, figure(e), e.id in disputed) for e in rows], kind=kind, kinds=now.shelf.values("event"),
        pages=paging(request, start, len(rows), total),
    )  # fmt: skip


def event(request: Request, now: Now) -> Response:
    one: Event = found(now, "events", request.path_params["id"])
    some = First(now.shelf)
    library = Library(some)
    gathered = gather(some, one)
    told = article(some, one, gathered, library)
    documents = sorted(gathered.documents)
    cited = citations(now, documents)
    parties = [(role, id, value) for role, id, value in _parties(now, one)]
    return render(
        request, "event.html", title=one.label, event=one, told=told, figure=figure(one), parties=parties, links=list(now.shelf.rows("links", event=one.id))[:40],
        read=sum(gathered.claims.values()), cited=cited, picture=draw.layered(*_drawn(now, documents, cited)) if cited else "",
        decisions=now.decided.get(one.id, []),
    )  # fmt: skip


def _parties(now: Now, event: Event) -> Iterator[tuple[str, str, str]]:
    split = [party.partition("=")[::2] for party in event.parties]
    captions = now.shelf.captions([value for _, value in split])
    for role, value in split:
        yield role, value if value in captions else "", captions.get(value, value)


def citations(now: Now, documents: list[str]) -> list[Citation]:
    """Who of those that carry an event takes from whom."""
    places = now.shelf.among("SELECT n FROM citations WHERE document IN (?) ORDER BY n LIMIT ?", documents[:500], _CITED)
    return now.shelf.at("citations", [n for (n,) in places])


def _drawn(now: Now, documents: list[str], cited: list[Citation]) -> tuple[list[draw.Node], list[draw.Edge]]:
    """Documents and those outside the case that they credit, as a picture."""
    ids = list(dict.fromkeys([c.document for c in cited] + [c.source for c in cited if c.source]))
    called = now.shelf.document_names(ids)
    nodes = [draw.Node(id, called.get(id, id[:12]), "document", f"/documents/{id}") for id in ids]
    edges = []
    for c in cited:
        source = c.source or f"outside:{c.source_name}"
        if c.source is None and all(n.id != source for n in nodes):
            nodes.append(draw.Node(source, c.source_name, "outside", ""))
        edges.append(draw.Edge(source, c.document, f"{c.label}: {c.reason}", f"/why/{c.id}", c.kind))
    return nodes, edges


ROUTES = (("/events", events), ("/events/{id}", event))
