"""Which listing, or which party of the case, does a cell of a table mean? For OpenRefine.

The address is `/reconcile/TOKEN`: OpenRefine keeps an address and sends no header, so the session's token is part of
it. Type `case` asks for parties of the case, every other type, and none, for entries of the lists. It speaks version
0.2 of the Reconciliation Service API: manifest, queries, suggest.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from supplyline import names
from supplyline.model import BadInput
from supplyline.screen import Thresholds
from supplyline.serve import extend
from supplyline.serve.arguments import whole
from supplyline.serve.guard import form
from supplyline.serve.match import look_up, party
from supplyline.serve.now import Now
from supplyline.serve.search import Asked

MOST, CASE = 50, extend.CASE
_TYPES = (("LegalEntity", "Legal entity on a list"), ("Company", "Company on a list"), ("Person", "Person on a list"), ("Vessel", "Vessel on a list"), (CASE, "Party of the case"))
# OpenRefine's page asks from another origin; without the token in the path there is nothing to be had.
_HEADERS = {"access-control-allow-origin": "*"}


def _answer(content: Any, code: int = 200) -> Response:
    return JSONResponse(content, code, headers=_HEADERS)


def service(request: Request, now: Now) -> Response:
    """The manifest; with `queries` or `extend`, the answers."""
    fields = form(request.state.body) if request.method == "POST" else {}
    asked, wanted = (fields.get(name, [request.query_params.get(name)])[0] for name in ("queries", "extend"))
    if asked is None and wanted is None:
        return _answer(_manifest(request, now))
    try:
        queries = json.loads(asked or wanted or "")
    except ValueError:
        return _answer({"error": f"{'extend' if asked is None else 'queries'} is no JSON"}, 400)
    if asked is None:
        try:
            return _answer(extend.extended(now, queries))
        except BadInput as error:
            return _answer({"error": str(error)}, 400)
    if not isinstance(queries, dict) or len(queries) > 200:
        return _answer({"error": "queries is an object of at most 200 queries"}, 400)
    try:
        return _answer({key: {"result": _candidates(now, query)} for key, query in queries.items()})
    except BadInput as error:
        return _answer({"error": str(error)}, 400)


def _manifest(request: Request, now: Now) -> dict[str, Any]:
    base = str(request.base_url).rstrip("/")
    here = f"{base}{request.url.path}"
    return {
        "versions": ["0.2"], "name": f"Supplyline: {now.name}", "identifierSpace": f"{base}/id/", "schemaSpace": "https://followthemoney.tech/",
        "defaultTypes": [{"id": id, "name": name} for id, name in _TYPES], "view": {"url": f"{base}/id/{{{{id}}}}"}, "batchSize": 20,
        "suggest": {name: {"service_url": here, "service_path": f"/suggest/{name}"} for name in ("entity", "property", "type")},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 430, "height": 320},
        "extend": {"propose_properties": {"service_url": here, "service_path": "/properties"}, "property_settings": extend.SETTINGS},
    }  # fmt: skip


def _candidates(now: Now, query: Any) -> list[dict[str, Any]]:
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise BadInput('a query is {"query": "NAME", "type"?: …, "limit"?: …, "properties"?: [{"pid", "v"}]}')
    wanted = query.get("type") or ""
    kind = wanted[0] if isinstance(wanted, list) and wanted else wanted
    kind = kind if isinstance(kind, str) else ""
    limit = query.get("limit", 5)
    limit = min(max(limit, 1), MOST) if isinstance(limit, int) else 5
    if kind == CASE:
        return _parties(now, query["query"], limit)
    properties: dict[str, list[str]] = {"name": [query["query"]]}
    for one in query.get("properties") or []:
        if isinstance(one, dict) and isinstance(one.get("pid"), str):
            value = one.get("v")
            properties.setdefault(one["pid"], []).extend(str(v) for v in (value if isinstance(value, list) else [value]) if v)
    try:
        asked, _ = party({"schema": kind or "LegalEntity", "properties": properties})
    except BadInput:  # an empty cell, or one of signs alone, means nobody
        return []
    settings = now.case.settings
    (hits,) = look_up(now, [asked], Thresholds(settings.match, min(settings.possible, 0.5)))
    index = now.shelf.lists
    out: list[dict[str, Any]] = []
    for hit in hits[:limit]:
        listing, version = index.listings[hit.listing], index.versions[hit.list]
        out.append({
            "id": listing.id, "name": listing.caption, "type": [{"id": listing.schema, "name": listing.schema}], "score": round(hit.score * 100, 2), "match": hit.status == "listed",
            "description": f"{version.title}{f' as of {version.as_of}' if version.as_of else ''}: {'; '.join(hit.explanation[:3])}",
        })  # fmt: skip
    # OpenRefine takes a match without asking: of two it must not take one.
    if sum(bool(o["match"]) for o in out) > 1:
        out = [o | {"match": False} for o in out]
    return out


def _parties(now: Now, text: str, limit: int) -> list[dict[str, Any]]:
    found = now.search.find(Asked(text, "entities", most=MOST)).hits
    rated = []
    for hit in found:
        one = hit.noun
        kind = "Person" if one.schema == "Person" else "LegalEntity"
        score = max(names.compare(text, name.text, kind).score for name in one.names) if any(c.isalnum() for c in text) else 0.0
        rated.append((score, one))
    rated.sort(key=lambda r: (-r[0], r[1].id))
    return [
        {
            "id": one.id, "name": one.caption, "type": [{"id": CASE, "name": one.schema}], "score": round(score * 100, 2),
            "match": n == 0 and score >= now.case.settings.match and (len(rated) < 2 or rated[1][0] < now.case.settings.match),
            "description": f"{one.mentions} mentions in {one.documents} documents",
        }
        for n, (score, one) in enumerate(rated[:limit])
    ]  # fmt: skip


def suggest(request: Request, now: Now) -> Response:
    """Listings and parties whose names begin so, or are alike."""
    prefix = request.query_params.get("prefix", "")[:200]
    out = []
    for where in ("entities", "listings"):
        for hit in now.search.find(Asked(prefix, where, most=10)).hits:
            out.append({"id": hit.noun.id, "name": hit.noun.caption, "description": f"{hit.noun.schema}, {'party of the case' if where == 'entities' else 'on a list'}"})
    return _answer({"result": out})


def suggest_property(request: Request, now: Now) -> Response:
    return _answer({"result": extend.suggested(request.query_params.get("prefix", "")[:80])})


def suggest_type(request: Request, now: Now) -> Response:
    text = request.query_params.get("prefix", "")[:80].strip().casefold()
    return _answer({"result": [{"id": id, "name": name} for id, name in _TYPES if text in name.casefold() or text in id.casefold()]})


def properties(request: Request, now: Now) -> Response:
    """What a column of a type can be extended with."""
    kind, limit = request.query_params.get("type", "")[:40], request.query_params.get("limit", "")
    most = whole(limit, 5) or 0
    return _answer({"type": kind, "properties": extend.proposed(kind, most)} | ({"limit": most} if most else {}))


ROUTES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("/reconcile/{token}", service, ("GET",)),
    ("/reconcile/{token}", service, ("POST",)),
    ("/reconcile/{token}/suggest/entity", suggest, ("GET",)),
    ("/reconcile/{token}/suggest/property", suggest_property, ("GET",)),
    ("/reconcile/{token}/suggest/type", suggest_type, ("GET",)),
    ("/reconcile/{token}/properties", properties, ("GET",)),
    ("/reconcile/{token}/preview", extend.preview, ("GET",)),
)
