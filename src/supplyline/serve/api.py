"""The same rows for programs: REST with the JSON of the commands, paging, and an ETag a build.

Every table of a build but mentions is a list under /api/v1/; `limit` and `after` page through it in the order of its
ids (decisions: in that in which they were made), `next` is the address of the next page. Search, `why`, status and decisions are there too; /api/openapi.json
describes all of it. Promises: a row is what `--json` of the command prints; the same build gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from supplyline.case import tables
from supplyline.case.decisions import VERBS
from supplyline.engine.building import inputs
from supplyline.model import BadInput, DecisionRefused
from supplyline.serve import openapi
from supplyline.serve.arguments import whole
from supplyline.serve.guard import payload
from supplyline.serve.index import HELD, unpacked
from supplyline.serve.now import Now
from supplyline.serve.render import link
from supplyline.serve.search import FILTERS, WHERE, Asked
from supplyline.trace import trace

MOST, DEFAULT, DEEPEST = 1000, 100, 100_000


class Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8")


def number(request: Request, name: str, default: int, least: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    found = whole(text)
    if found is None or not least <= found <= most:
        raise BadInput(f"{name}={text[:40]!r}: write a whole number from {least} to {most}")
    return found


def table(request: Request, now: Now) -> Response:
    """Rows of one table, by id; columns that a page asks by can be asked for here too."""
    name, query = request.path_params["table"], request.query_params
    if name not in HELD:
        return Json({"error": f"{name[:60]!r} is no table; known are {', '.join(HELD)}"}, 404)
    limit, after = number(request, "limit", DEFAULT, 1, MOST), query.get("after", "")
    known = openapi.filters(name)
    for key in query:
        if key not in ("limit", "after", *known):
            raise BadInput(f"{key[:60]!r}: {name} can be asked by {', '.join(('limit', 'after', *known))}")
    equal = {k: query[k] for k in known if k in query}
    where = "".join(f" AND {k} = ?" for k in equal)
    found = now.shelf.sql(f"SELECT id, body FROM {name} WHERE id > ?{where} ORDER BY id LIMIT ?", (after, *equal.values(), limit + 1))
    rows = [tables.as_json(tables.from_row(openapi.NOUNS[name], unpacked(body))) for _, body in found[:limit]]
    more = link(request.url.path, [*equal.items()], limit=limit, after=found[limit - 1][0]) if len(found) > limit else None
    total = now.shelf.count(name, **equal)
    return Json({"results": rows, "total": total, "next": more, "snapshot": now.shelf.inputs})


def row(request: Request, now: Now) -> Response:
    name, id = request.path_params["table"], request.path_params["id"]
    if name not in HELD:
        return Json({"error": f"{name[:60]!r} is no table; known are {', '.join(HELD)}"}, 404)
    noun = now.shelf.many(name, [id]).get(id)
    if noun is None:
        return Json({"error": f"{name} has no row {id[:80]!r} in the last build"}, 404)
    return Json(tables.as_json(noun))


def search(request: Request, now: Now) -> Response:
    query = request.query_params
    where = query.get("where", "claims")
    if where not in WHERE:
        raise BadInput(f"where={where[:40]!r}: take one of {', '.join(WHERE)}")
    filters = tuple((k, v) for k, v in query.multi_items() if k in FILTERS and v)
    asked = Asked(query.get("q", "")[:300], where, filters, number(request, "start", 0, 0, DEEPEST), number(request, "limit", 20, 1, 100))
    found = now.search.find(asked)
    results = [{"row": tables.as_json(h.noun), "marked": [{"text": t, "hit": on} for t, on in h.pieces]} for h in found.hits]
    instead = [{"word": word, "taken": list(taken)} for word, taken in found.instead]
    return Json({"results": results, "total": found.total, "instead": instead, "snapshot": now.shelf.inputs})


def why(request: Request, now: Now) -> Response:
    try:
        steps = trace(now.shelf, request.path_params["id"])
    except BadInput as error:
        return Json({"error": str(error)}, 404)
    return Json({"results": [asdict(s) for s in steps], "snapshot": now.shelf.inputs})


def status(request: Request, now: Now) -> Response:
    """What `supplyline status --json` says, and which build is served."""
    case, counts = now.case, now.shelf.counts
    facts: dict[str, Any] = {"case": case.path.name, "decisions": len(now.decisions)}
    for key, role in (("reports", "report"), ("lists", "list"), ("trade_tables", "trade")):
        facts[key] = len(case.originals(role))
    return Json(facts | {"built": True, "current": now.shelf.inputs == inputs(case), "counts": counts, "snapshot": now.shelf.inputs, "pending": [d.id for d in now.pending]})


def decide(request: Request, now: Now) -> Response:
    """Record a decision: {"verb", "targets", "by", "because", "names"?}, as `supplyline decide` does."""
    body = payload(request.state.body)
    if not isinstance(body, dict):
        raise BadInput('the body is {"verb": …, "targets": […], "by": …, "because": …}')
    texts = {k: body.get(k, "") for k in ("verb", "by", "because")}
    lists = {k: body.get(k, []) for k in ("targets", "names")}
    if not all(isinstance(v, str) and _storable(v) for v in texts.values()):
        raise BadInput("verb, by and because are texts")
    if not all(isinstance(v, list) and all(isinstance(t, str) and _storable(t) for t in v) for v in lists.values()):
        raise BadInput("targets and names are lists of texts")
    if texts["verb"] not in VERBS:
        raise BadInput(f"verb={texts['verb'][:40]!r}: take one of {', '.join(VERBS)}")
    try:
        made = now.case.decide(texts["verb"], lists["targets"], by=now.visitor.signs(texts["by"]), because=texts["because"], names=lists["names"])
    except DecisionRefused as error:
        return Json({"error": str(error)}, 409)
    return Json(tables.as_json(made) | {"next": now.command}, 201)


def _storable(text: str) -> bool:
    """A lone half of a surrogate pair is no text that a file can hold."""
    return text.isprintable() or all(not 0xD800 <= ord(c) <= 0xDFFF for c in text)


def decisions(request: Request, now: Now) -> Response:
    """Decisions in the order in which they were made, with the ids of those that wait for the next build."""
    query, every = request.query_params, now.decisions
    for key in query:
        if key not in ("limit", "after"):
            raise BadInput(f"{key[:60]!r}: decisions can be asked by limit, after")
    limit, after = number(request, "limit", DEFAULT, 1, MOST), query.get("after", "")
    start = next((n for n, d in enumerate(every, 1) if d.id == after), None) if after else 0
    if start is None:
        return Json({"error": f"there is no decision {after[:60]!r}"}, 404)
    shown = every[start : start + limit]
    more = link(request.url.path, limit=limit, after=shown[-1].id) if start + limit < len(every) else None
    return Json({"results": [tables.as_json(d) for d in shown], "total": len(every), "next": more, "waiting": sorted(d.id for d in now.pending), "snapshot": now.shelf.inputs})


def document(request: Request, now: Now) -> Response:
    return Json(openapi.document())


_GET: tuple[str, ...] = ("GET",)
ROUTES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("/api/openapi.json", document, _GET),
    ("/api/v1/status", status, _GET),
    ("/api/v1/search", search, _GET),
    ("/api/v1/why/{id}", why, _GET),
    ("/api/v1/decisions", decisions, _GET),
    ("/api/v1/decisions", decide, ("POST",)),
    ("/api/v1/{table}", table, _GET),
    ("/api/v1/{table}/{id}", row, _GET),
)
