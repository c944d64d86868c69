"""What should be decided next, and what was decided?"""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from supplyline.case.decisions import active, undone
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, cards, number, paging
from supplyline.serve.pages.parties import Match, spoken
from supplyline.serve.render import link, render
from supplyline.serve.review import Item, Settled

KINDS = ("match", "merge", "split", "claim")
_NEXT = 12


def _items(now: Now, what: str) -> list[tuple[int, Item]]:
    """What nobody has decided yet, also since the build."""
    where, values = ("WHERE what = ?", (what,)) if what else ("", ())
    waiting = {d.id for d in now.pending}
    settled = Settled(d for d in active(now.decisions) if d.id in waiting)
    rows = now.shelf.sql(f"SELECT n, what, worth, rows, ids, told FROM review {where} ORDER BY n LIMIT 2000", values)
    items = [(n, Item(kind, worth, rows, tuple(json.loads(ids)), tuple(json.loads(told)))) for n, kind, worth, rows, ids, told in rows]
    return [(n, item) for n, item in items if not settled.has(item.what, item.ids)]


def review(request: Request, now: Now) -> Response:
    """One item at a time, with all that is needed to decide, and what comes after."""
    query = request.query_params
    what = query.get("what", "") if query.get("what", "") in KINDS else ""
    items = _items(now, what)
    wanted = number(request, "n", 0)
    place = next((i for i, (n, _) in enumerate(items) if n >= wanted), 0)
    values: dict[str, object] = {"item": None, "card": None, "match": None, "parties": [], "before": None, "after": None, "back": link("/review", what=what or None)}
    if items:
        n, item = items[place]
        values |= {"item": item, "n": n}
        if place:
            values["before"] = link("/review", what=what or None, n=items[place - 1][0])
        if place + 1 < len(items):
            values["after"] = link("/review", what=what or None, n=items[place + 1][0])
        values["back"] = link("/review", what=what or None, n=n)
        if item.what == "claim":
            claims = now.shelf.many("claims", item.ids)
            (values["card"],) = cards(now, [claims[item.ids[0]]])
        elif item.what == "match":
            hit = now.shelf.many("hits", item.ids)[item.ids[0]]
            listing, version = now.shelf.many("listings", [hit.listing]).get(hit.listing), now.shelf.many("lists", [hit.list]).get(hit.list)
            values |= {"match": Match(hit, listing, version), "parties": _parties(now, (hit.entity,))}
        else:
            values["parties"] = _parties(now, item.ids)
    counts = dict(now.shelf.sql("SELECT what, count(*) FROM review GROUP BY 1"))
    nexts = [(n, i, link("/review", what=what or None, n=n), _called(now, i)) for n, i in items[place : place + _NEXT]]
    return render(request, "review.html", title="Review", what=what, kinds=KINDS, counts=counts, total=len(items), nexts=nexts, **values)


def _parties(now: Now, ids: tuple[str, ...]) -> list[tuple[object, object]]:
    found = now.shelf.many("entities", ids)
    return [(found[id], spoken(now, id, 2)[:3]) for id in ids if id in found]


def _called(now: Now, item: Item) -> str:
    if item.what == "match":
        return str(now.shelf.many("hits", item.ids)[item.ids[0]].caption)
    if item.what == "claim":
        return str(now.shelf.many("claims", item.ids)[item.ids[0]].quote.text)
    return " and ".join(e.caption for e in now.shelf.many("entities", item.ids).values())


def decisions(request: Request, now: Now) -> Response:
    """Every decision, the newest first, with who and why; one that stands can be undone."""
    every = list(reversed(now.decisions))
    start = number(request, "start", 0)
    rows = every[start : start + MOST]
    gone, waiting = undone(now.decisions), {d.id for d in now.pending}
    return render(request, "decisions.html", title="Decisions", rows=rows, gone=gone, waiting=waiting, pages=paging(request, start, len(rows), len(every)))


ROUTES = (("/review", review), ("/decisions", decisions))
