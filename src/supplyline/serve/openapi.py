"""What does the API promise, in OpenAPI's words?

`document()` is made from the nouns and the routes: a column that a noun gains is in it the same day.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pyarrow as pa

from supplyline import __version__
from supplyline.case import tables
from supplyline.case.decisions import VERBS
from supplyline.model import TABLES, Claim
from supplyline.serve.index import HELD, KEYS
from supplyline.serve.search import FILTERS, WHERE

NOUNS: dict[str, Any] = {name: TABLES[name] for name in HELD}
_COMPUTED = {"happened", "counted", "start", "confidence", "called"}  # numbers and what is no column of the row itself


def filters(table: str) -> tuple[str, ...]:
    """The columns that a table can be asked by."""
    return tuple(k for k in KEYS.get(table, {}) if k not in _COMPUTED)


def _of(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"type": "array", "items": _of(kind.value_type)}
    if pa.types.is_struct(kind):
        return {"type": ["object", "null"], "properties": {f.name: _of(f.type) for f in kind}}
    if pa.types.is_boolean(kind):
        return {"type": ["boolean", "null"]}
    if pa.types.is_integer(kind):
        return {"type": ["integer", "null"]}
    return {"type": ["number", "null"]} if pa.types.is_floating(kind) else {"type": ["string", "null"]}


def _schema(noun: Any) -> dict[str, Any]:
    if noun is Claim:  # a contract of its own, in docs/reference.md
        return {"type": "object", "required": ["id", "kind", "stance", "quote", "roles"], "properties": {"id": {"type": "string"}, "kind": {"type": "string"}, "stance": {"type": "string"}}}
    return {"type": "object", "properties": {f.name: _of(f.type) for f in tables.schema(noun)}}


def _text(description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema or {}}}}


def _error(description: str) -> dict[str, Any]:
    return _text(description, {"$ref": "#/components/schemas/Error"})


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


_STRING = {"type": "string"}
_NEXT = {"next": {"type": ["string", "null"]}, "total": {"type": ["integer", "null"]}, "snapshot": _STRING}
_SAFE = {"304": {"description": "The build has not changed."}, "400": _error("What was asked for cannot be."), "403": _error("No token."), "414": _error("The address is too long.")}
_WRITE = {"400": _error("The body cannot be read."), "403": _error("No token, or a form of another session."), "413": _error("The body is too large.")}


def _list(ref: str) -> dict[str, Any]:
    return {"type": "object", "required": ["results", "total", "next", "snapshot"], "properties": {"results": {"type": "array", "items": {"$ref": ref}}, **_NEXT}}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    whole = {"type": "integer", "minimum": 0, "maximum": 100_000}
    paths: dict[str, Any] = {
        "/api/v1/status": {"get": {"summary": "What is in the case and which build is served", "responses": {"200": _text("Facts", {"type": "object"}), **_SAFE}}},
        "/api/v1/search": {"get": {"summary": "Full text, in four languages; typos and scripts forgiven", "parameters": [
            _query("q", "Words; in quotes a phrase", _STRING), _query("where", "Where to look", {"type": "string", "enum": list(WHERE)}),
            *(_query(f, f"Only rows with this {f}; may be repeated", {"type": "array", "items": _STRING}) for f in FILTERS),
            _query("start", "Results to leave out", whole), _query("limit", "Results at most", {"type": "integer", "minimum": 1, "maximum": 100}),
        ], "responses": {"200": _text("Results, with the words that were asked for marked", {"type": "object", "required": ["results", "total", "instead"]}), **_SAFE}}},
        "/api/v1/why/{id}": {"get": {"summary": "From a row down to the words it rests on", "parameters": [_in_path("id", "An id, or the first characters of one")], "responses": {"200": _text("Steps", {"type": "object", "required": ["results"]}), "404": _error("No such row"), **_SAFE}}},
    }  # fmt: skip
    for name in HELD:
        ref = f"#/components/schemas/{NOUNS[name].__name__}"
        paged = [] if name == "decisions" else [
            _query("limit", "Rows at most", {"type": "integer", "minimum": 1, "maximum": 1000}), _query("after", "The id after which to go on", _STRING),
            *(_query(k, f"Only rows with this {k}", _STRING) for k in filters(name)),
        ]  # fmt: skip
        paths[f"/api/v1/{name}"] = {"get": {"summary": f"Rows of {name}", "parameters": paged, "responses": {"200": _text("Rows, by id", _list(ref)), **_SAFE}}}
        paths[f"/api/v1/{name}/{{id}}"] = {"get": {"summary": f"One row of {name}", "parameters": [_in_path("id", "Its id; of a document its SHA-256")], "responses": {"200": _text("The row", {"$ref": ref}), "404": _error("No such row"), **_SAFE}}}
    texts = {"type": "array", "items": _STRING}
    body = {"type": "object", "required": ["verb", "targets", "by", "because"], "properties": {"verb": {"type": "string", "enum": list(VERBS)}, "targets": texts, "names": texts, "by": _STRING, "because": _STRING}}
    paths["/api/v1/decisions"]["post"] = {
        "summary": "Record a decision; the next build applies it", "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"201": _text("The decision", {"type": "object", "required": ["id", "verb", "targets"]}), "409": _error("Refused: it names nothing known"), **_WRITE},
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Supplyline", "version": __version__, "description": "The last whole build of one case. Every answer has an ETag that holds as long as the build and the decisions."},
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "The token of the URL that `supplyline serve` prints."},
                "session": {"type": "apiKey", "in": "cookie", "name": "supplyline-PORT"},
            },
            "schemas": {"Error": {"type": "object", "required": ["error"], "properties": {"error": _STRING}}, **{noun.__name__: _schema(noun) for noun in NOUNS.values()}},
        },
    }


def _in_path(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": _STRING}
