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


def _items(now: Now, what: str, n: int, most: int, back: bool = False) -> list[tuple[int, Item]]:
    """Items from a place on (or before it, the nearest first) that nobody has decided, also not since the build."""
    waiting = {d.id for d in now.pending}
    settled = Settled(d for d in active(now.decisions) if d.id in waiting)
    kind = " AND what = ?" if what else ""
    order = f"n < ?{kind} ORDER BY n DESC" if back else f"n >= ?{kind} ORDER BY n"
    out: list[tuple[int, Item]] = []
    sql = f"SELECT n, what, worth, rows, ids, told FROM review WHERE {order} LIMIT ?"
    for place, own, worth, rows, ids, told in now.shelf.sql(sql, (n, *([what] if what else []), most + len(waiting))):
        item = Item(own, worth, rows, tuple(json.loads(ids)), tuple(json.loads(told)))
        if not settled.has(item.what, item.ids):
            out.append((place, item))
    return out[:most]


def review(request: Request, now: Now) -> Response:
    """One item at a time, with all that is needed to decide, and what comes after."""
    query = request.query_params
    what = query.get("what", "") if query.get("what", "") in KINDS else ""
    wanted = number(request, "n", 0)
    items = _items(now, what, wanted, _NEXT) or _items(now, what, 0, _NEXT)
    values: dict[str, object] = {"item": None, "card": None, "match": None, "parties": [], "before": None, "after": None}
    if items:
        n, item = items[0]
        values["item"] = item
        if behind := _items(now, what, n, 1, back=True):
            values["before"] = link("/review", what=what or None, n=behind[0][0])
        if len(items) > 1:
            values["after"] = link("/review", what=what or None, n=items[1][0])
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
    nexts = [(n, i, link("/review", what=what or None, n=n), _called(now, i)) for n, i in items]
    total = counts.get(what, 0) if what else sum(counts.values())
    return render(request, "review.html", title="Review", what=what, kinds=KINDS, counts=counts, total=total, nexts=nexts, **values)


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
