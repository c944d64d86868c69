"""Is this party on a list of the case? In the words of the screening API that compliance tools call already.

`POST /match/{dataset}` takes the body that yente's takes and answers in its shape; the dataset is the code of a list, or
`default` for all of them. What is behind it is our own name engine: `features` holds its score, `explanations` its
reasons in words, and what people set aside is no match. Facts of a query that cannot be understood are named under
`ignored`, not dropped in silence. Promises: an answer never says that somebody is cleared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from supplyline.case.decisions import active
from supplyline.model import BadInput, Hit
from supplyline.names import facts
from supplyline.publish.exports.ftm import listing_entities
from supplyline.screen import ListsIndex, Thresholds, decided
from supplyline.screen.hits import judged, rank
from supplyline.screen.party import SCHEMATA, Party, asked
from supplyline.serve.arguments import whole
from supplyline.serve.guard import payload
from supplyline.serve.now import Now

LIMIT, MOST_QUERIES, MOST_NAMES = 5, 500, 20
THRESHOLD, CUTOFF = 0.7, 0.5  # yente's own
_NAMES = ("name", "alias", "previousName", "weakAlias")
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry")
_NUMBERS = {"innCode": "INN", "ogrnCode": "OGRN", "leiCode": "LEI", "imoNumber": "IMO", "uscCode": "USCC", "idNumber": "", "registrationNumber": "", "taxNumber": "", "passportNumber": "passport"}
_FEATURES = {"supplyline": {"description": "How alike the names are by the engine of `supplyline compare`, with what is known beside them.", "coefficient": 1.0, "url": "/api/openapi.json"}}


def _share(request: Request, name: str, default: float) -> float:
    try:
        value = float(request.query_params.get(name, default))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadInput(f"{name}: write a number from 0 to 1")
    return value


def _limit(request: Request) -> int:
    found = whole(request.query_params.get("limit", str(LIMIT)), 5)
    if found is None or not 1 <= found <= 500:
        raise BadInput("limit: write a whole number from 1 to 500")
    return found


def party(query: Mapping[str, Any]) -> tuple[Party, list[str]]:
    """The party of a query, and what in it could not be understood."""
    properties = query.get("properties")
    if not isinstance(properties, dict):
        raise BadInput('a query is {"schema": …, "properties": {"name": ["…"]}}')

    def texts(*keys: str) -> list[str]:
        out: list[str] = []
        for key in keys:
            value = properties.get(key, [])
            out += [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v.strip()]
        return out[:MOST_NAMES]

    names = texts(*_NAMES)
    parts = [" ".join(texts(key)) for key in ("firstName", "middleName", "lastName")]
    if not names and any(parts):
        names = [" ".join(filter(None, parts))]
    if not names:
        raise BadInput("a query needs a name")
    schema = query.get("schema", "LegalEntity")
    schema = schema if schema in SCHEMATA else "LegalEntity"
    ignored: list[str] = []
    kept: dict[str, list[str]] = {"countries": [], "births": [], "identifiers": []}
    numbers = [f"{kind}={n}" if kind else n for key, kind in _NUMBERS.items() for n in texts(key)]
    for field, values in (("countries", texts(*_COUNTRIES)), ("births", texts("birthDate", "incorporationDate")), ("identifiers", numbers)):
        for value in values:
            try:
                facts.asked(**{field: [value]})
            except BadInput:
                ignored.append(value)
            else:
                kept[field].append(value)
    return asked(names, schema, kept["countries"], kept["births"], kept["identifiers"], texts("address", "full")), ignored


def look_up(now: Now, parties: list[Party], thresholds: Thresholds) -> list[tuple[Hit, ...]]:
    stands = active(now.decisions)
    return [tuple(sorted(decided(found, stands), key=rank)) for found in judged(parties, now.shelf.lists, thresholds)]


def match(request: Request, now: Now) -> Response:
    body = payload(request.state.body)
    queries = body.get("queries") if isinstance(body, dict) else None
    if not isinstance(queries, dict) or not all(isinstance(q, dict) for q in queries.values()):
        raise BadInput('the body is {"queries": {"q1": {"schema": …, "properties": {"name": ["…"]}}}}')
    if len(queries) > MOST_QUERIES:
        raise BadInput(f"{len(queries)} queries; at most {MOST_QUERIES} at once")
    index: ListsIndex = now.shelf.lists
    dataset = request.path_params["dataset"]
    if dataset != "default" and dataset not in index.codes:
        return JSONResponse({"error": f"{dataset[:60]!r} is no list of this case; known are default, {', '.join(sorted(index.codes))}"}, 404)
    limit, threshold, cutoff = _limit(request), _share(request, "threshold", THRESHOLD), _share(request, "cutoff", CUTOFF)
    out: set[str] = set(request.query_params.getlist("exclude_dataset"))
    wanted = {v.id for v in index.versions.values() if (dataset in ("default", v.code)) and v.code not in out}
    understood: dict[str, tuple[Party, list[str]]] = {}
    responses: dict[str, Any] = {}
    for key, query in queries.items():
        try:
            understood[key] = party(query)
        except BadInput as error:
            responses[key] = {"status": 400, "detail": str(error), "results": [], "total": {"value": 0, "relation": "eq"}, "query": query}
    found = look_up(now, [p for p, _ in understood.values()], Thresholds(max(threshold, cutoff), cutoff))
    for (key, (_, ignored)), hits in zip(understood.items(), found, strict=True):
        fits = [h for h in hits if h.list in wanted]
        results = [_result(h, index, threshold) for h in fits[:limit]]
        responses[key] = {"status": 200, "results": results, "total": {"value": len(fits), "relation": "eq"}, "query": queries[key]} | ({"ignored": ignored} if ignored else {})
    return JSONResponse({"responses": {key: responses[key] for key in queries}, "matcher": _FEATURES, "limit": limit})


def _result(hit: Hit, index: ListsIndex, threshold: float) -> dict[str, Any]:
    listing, version = index.listings[hit.listing], index.versions[hit.list]
    entity = next(iter(listing_entities(listing)))
    return {
        "id": listing.id, "caption": listing.caption, "schema": entity["schema"], "properties": entity["properties"], "datasets": [version.code], "referents": [listing.local_id],
        "target": True, "first_seen": None, "last_seen": version.as_of, "last_change": None, "score": hit.score, "features": {"supplyline": hit.score},
        "explanations": list(hit.explanation), "match": hit.status != "set_aside" and hit.score >= threshold, "status": hit.status,
    }  # fmt: skip


def catalog(request: Request, now: Now) -> Response:
    """The lists that can be named, as yente's catalog has them."""
    versions = sorted(now.shelf.lists.versions.values(), key=lambda v: v.code)
    rows = [{"name": v.code, "title": v.title, "load": True, "version": v.as_of or v.sha256[:12], "index_version": v.sha256[:12], "index_current": True, "children": []} for v in versions]
    whole = {"name": "default", "title": now.name, "load": True, "version": now.shelf.inputs[:12], "index_version": now.shelf.inputs[:12], "index_current": True, "children": [v.code for v in versions]}
    return JSONResponse({"datasets": [whole, *rows], "current": ["default", *(v.code for v in versions)], "outdated": [], "index_stale": False})


ROUTES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (("/match/{dataset}", match, ("POST",)), ("/catalog", catalog, ("GET",)), ("/api/catalog", catalog, ("GET",)))
