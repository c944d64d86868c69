"""Reading a document with its claims in place, and one claim with all that is known about it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from supplyline.model import Claim
from supplyline.publish.articles import Library
from supplyline.publish.checkchart import drawn
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, Paging, cards, found, number, paging
from supplyline.serve.render import link, render

_PART = 20_000  # characters of a document that a page shows
_CARDS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text with the claims that quote it; `starts` are those that begin here."""

    text: str
    claims: tuple[str, ...]
    starts: tuple[str, ...]


def runs(text: str, claims: Sequence[Claim], start: int, end: int) -> list[Run]:
    """The text from `start` to `end` cut wherever a quote begins or ends: quotes may lie in each other."""
    spans = [(max(c.quote.start, start), min(c.quote.end, end), c) for c in claims if c.quote.start < end and c.quote.end > start]
    cuts = sorted({start, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    out = []
    for a, b in itertools.pairwise(cuts):
        over = tuple(c.id for s, e, c in spans if s <= a and e >= b)
        out.append(Run(text[a:b], over, tuple(c.id for s, _, c in spans if s == a and c.quote.start == a)))
    return out


def document(request: Request, now: Now) -> Response:
    shelf, sha256 = now.shelf, request.path_params["sha256"]
    held = found(now, "documents", sha256)
    wanted = request.query_params.get("claim", "")
    one = shelf.many("claims", [wanted]).get(wanted) if wanted else None
    default = one.quote.start // _PART * _PART if one is not None and one.quote.sha256 == sha256 else 0
    start = number(request, "start", default) // _PART * _PART
    end = min(start + _PART, len(held.text))
    places = shelf.sql("SELECT n FROM claims WHERE sha256 = ? AND start >= ? AND start < ? ORDER BY start, id", (sha256, max(start - 2000, 0), end))
    here = shelf.at("claims", [n for (n,) in places])
    shown = here[:_CARDS]
    if one is not None and one not in shown and one.quote.sha256 == sha256:
        shown = [one, *shown]
    parts = Paging(
        start, _PART, len(held.text), end - start,
        link(request.url.path, start=start - _PART) if start else None, link(request.url.path, start=end) if end < len(held.text) else None,
    )  # fmt: skip
    takes = list(shelf.rows("citations", document=sha256))[:20]
    taken = list(shelf.rows("citations", source=sha256))[:20]
    original = now.case.original(sha256)
    return render(
        request, "document.html", title=held.title or held.name, document=held, runs=runs(held.text, here, start, end), cards=cards(now, shown), original=original,
        left=len(here) - len(shown), wanted=wanted, parts=parts, total=shelf.one("SELECT claims FROM document_counts WHERE sha256 = ?", (sha256,)) or 0,
        takes=takes, taken=taken, names=shelf.document_names([c.source for c in takes if c.source] + [c.document for c in taken]),
        problems=list(shelf.rows("problems", file=held.name))[:10],
    )  # fmt: skip


def claim(request: Request, now: Now) -> Response:
    one = found(now, "claims", request.path_params["id"])
    (card,) = cards(now, [one])
    origin = now.shelf.many("origins", [one.origin]).get(one.origin) if one.origin else None
    checks = list(now.shelf.rows("checks", claim=one.id))
    denies = [(d, now.shelf.get(d.event)) for d in now.shelf.rows("disputes", denial=one.id)]
    return render(request, "claim.html", title=f"Claim {one.id}", card=card, origin=origin, checks=checks, small={c.id: drawn(c, now.shelf) for c in checks}, denies=denies)


def claims(request: Request, now: Now) -> Response:
    """Claims of a party, an event, an origin or a document, in full."""
    query, shelf = request.query_params, now.shelf
    start = number(request, "start", 0)
    entity, role = query.get("entity", ""), query.get("role", "")
    heading = "Claims"
    if entity:
        party = found(now, "entities", entity)
        counts = dict(shelf.sql("SELECT role, claims FROM party_counts WHERE entity = ? ORDER BY claims DESC, role", (entity,)))
        role = role if role in counts else next(iter(counts), "")
        rows, total = shelf.of_party(entity, role, start, 20), counts.get(role, 0)
        heading = f"Claims that name {party.caption} as {role.replace('_', ' ')}"
    else:
        equal = {k: query[k] for k in ("event", "origin", "sha256", "kind") if query.get(k)}
        rows = shelf.page("claims", start, 20, **equal)
        total = shelf.count("claims", **equal) if equal and start < MOST else shelf.count("claims") if not equal else None
        if "event" in equal:
            heading = f"Claims of: {found(now, 'events', equal['event']).label}"
        elif "origin" in equal:
            heading = f"Claims of one origin: {found(now, 'origins', equal['origin']).label}"
    library = Library(shelf)
    return render(request, "claims.html", title=heading, cards=cards(now, rows, library), pages=paging(request, start, len(rows), total, 20))


ROUTES = (("/documents/{sha256}", document), ("/claims", claims), ("/claims/{id}", claim))
