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
from supplyline.case.desk import LONGEST
from supplyline.model import TABLES, Claim
from supplyline.publish.edition import MOST
from supplyline.serve.index import HELD, KEYS
from supplyline.serve.match import CUTOFF, LIMIT, MOST_QUERIES, THRESHOLD
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
_ASKED = {"401": _error("No token of an account."), "403": _error("No token of this session, or the account's role does not hold it."), "429": _error("Too many requests; Retry-After says for how long.")}
_SAFE = {"304": {"description": "The build has not changed."}, "400": _error("What was asked for cannot be."), "414": _error("The address is too long."), **_ASKED}
_WRITE = {"400": _error("The body cannot be read."), "413": _error("The body is too large."), **_ASKED}


_BY = {"type": "string", "description": "Who does it. Where there are accounts it is the account, whatever is said here."}
_NAME = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^\x00]*[^\x00\s][^\x00]*$"}
_PARTS = {"type": "array", "maxItems": MOST, "items": {"oneOf": [
    {"type": "object", "required": ["text"], "additionalProperties": False, "properties": {"text": _STRING}},
    {"type": "object", "required": ["event"], "additionalProperties": False, "properties": {"event": {"type": "string", "pattern": "^v_[0-9a-f]{12}$"}, "called": _STRING}},
]}}  # fmt: skip


def _saved(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": ["id", "name", "by", "at", "version", name], "properties": {"id": _STRING, "name": _STRING, "by": _STRING, "at": _STRING, "version": {"type": "integer"}, name: schema}}


def _kept(name: str, noun: str, told: str) -> dict[str, Any]:
    """The paths of drafts or views."""
    ref = {"$ref": f"#/components/schemas/{noun}"}
    what = {"parts": _PARTS} if noun == "Draft" else {"address": {"type": "string", "pattern": r"^/graph(\?hops=[0-9]{1,3})?$", "description": "An address of the graph"}}
    body = {"required": True, "content": {"application/json": {"schema": {"type": "object", "required": ["name", *what], "additionalProperties": False, "properties": {"name": _NAME, "by": _BY | {"maxLength": LONGEST, "pattern": r"^[^\x00]*$"}, **what}}}}}
    matched = {"name": "If-Match", "in": "header", "required": True, "description": "The ETag of the version that is changed, or *", "schema": {"type": "string", "pattern": r"^(\*|\"[0-9a-f]{32}\")$"}}
    id, gone = _in_path("id", "Its id"), {"404": _error("Nothing is saved so")}
    changed = {"412": _error("Somebody saved it meanwhile"), "428": _error("If-Match is missing"), **gone, **_WRITE}
    tagged = {"headers": {"ETag": {"schema": _STRING}}}
    paged = [_query("limit", "Rows at most", {"type": "integer", "minimum": 1, "maximum": 100}), _query("after", "The id after which to go on", _STRING)]
    return {
        f"/api/v1/{name}": {
            "get": {"summary": f"Every {told} that stands", "parameters": paged, "responses": {"200": _text("By id", _list(ref["$ref"])), **_SAFE}},
            "post": {"summary": f"Save a new {told}", "requestBody": body, "responses": {"201": _text("As it is kept", ref) | tagged, "409": _error("The name is taken"), **_WRITE}},
        },
        f"/api/v1/{name}/{{id}}": {
            "get": {"summary": f"One {told}", "parameters": [id], "responses": {"200": _text("As it is kept", ref) | tagged, **gone, **_SAFE}},
            "put": {"summary": "Save a new version of it", "parameters": [id, matched], "requestBody": body, "responses": {"200": _text("As it is kept", ref) | tagged, **changed}},
            "delete": {"summary": "Throw it away; its versions stay", "parameters": [id, matched], "responses": {"204": {"description": "Thrown away"}, **changed}},
        },
    }  # fmt: skip


def _match() -> dict[str, Any]:
    """The paths that yente has too; OpenRefine's service describes itself."""
    values = {"type": "array", "items": _STRING}
    query = {"type": "object", "required": ["properties"], "properties": {"schema": _STRING, "properties": {"type": "object", "required": ["name"], "properties": {"name": values}, "additionalProperties": values}}}
    body = {"type": "object", "required": ["queries"], "properties": {"queries": {"type": "object", "maxProperties": MOST_QUERIES, "additionalProperties": query}}}
    result = {"type": "object", "required": ["id", "caption", "schema", "properties", "datasets", "score", "match", "status", "explanations"]}
    answer = {"type": "object", "required": ["status", "results", "total"], "properties": {"status": {"type": "integer"}, "results": {"type": "array", "items": result}}}
    share = {"type": "number", "minimum": 0, "maximum": 1}
    asked = [
        _in_path("dataset", "default, or the code of a list") | {"schema": {"anyOf": [{"const": "default"}, _STRING]}}, _query("limit", "Results of a query at most", {"type": "integer", "minimum": 1, "maximum": 500, "default": LIMIT}),
        _query("threshold", "The score from which on a result is a match", share | {"default": THRESHOLD}), _query("cutoff", "The least score that is shown", share | {"default": CUTOFF}),
        _query("exclude_dataset", "Lists to leave out", values),
    ]  # fmt: skip
    return {
        "/match/{dataset}": {"post": {
            "summary": "Which entries of lists may a party be? An empty answer clears nobody", "parameters": asked, "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {"200": _text("For each query its results, the best first", {"type": "object", "required": ["responses", "limit"], "properties": {"responses": {"type": "object", "additionalProperties": answer}}}), "404": _error("No such list"), "414": _error("The address is too long."), **_WRITE},
        }},
        "/catalog": {"get": {"summary": "The lists that can be asked", "responses": {"200": _text("As yente's", {"type": "object", "required": ["datasets", "current"]}), **_SAFE}}},
    }  # fmt: skip


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
        paged = [
            _query("limit", "Rows at most", {"type": "integer", "minimum": 1, "maximum": 1000}), _query("after", "The id after which to go on", _STRING),
            *(_query(k, f"Only rows with this {k}", _STRING) for k in filters(name)),
        ]  # fmt: skip
        paths[f"/api/v1/{name}"] = {"get": {"summary": f"Rows of {name}", "parameters": paged, "responses": {"200": _text("Rows, by id; decisions as they were made", _list(ref)), **_SAFE}}}
        paths[f"/api/v1/{name}/{{id}}"] = {"get": {"summary": f"One row of {name}", "parameters": [_in_path("id", "Its id; of a document its SHA-256")], "responses": {"200": _text("The row", {"$ref": ref}), "404": _error("No such row"), **_SAFE}}}
    paths["/api/v1/decisions"]["get"]["responses"]["404"] = _error("There is no decision after which to go on.")
    texts = {"type": "array", "items": _STRING}
    body = {"type": "object", "required": ["verb", "targets", "because"], "properties": {"verb": {"type": "string", "enum": list(VERBS)}, "targets": texts, "names": texts, "by": _BY, "because": _STRING}}
    paths["/api/v1/decisions"]["post"] = {
        "summary": "Record a decision; the next build applies it", "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"201": _text("The decision", {"type": "object", "required": ["id", "verb", "targets"]}), "409": _error("Refused: it names nothing known, or nobody"), **_WRITE},
    }  # fmt: skip
    for name, noun in (("briefs", "Draft"), ("views", "View")):
        paths |= _kept(name, noun, noun.lower())
    paths |= _match()
    return {
        "openapi": "3.1.0",
        "info": {"title": "Supplyline", "version": __version__, "description": "The last whole build of one case. Every answer has an ETag that holds as long as the build and the decisions."},
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "The token of the URL that `supplyline serve` prints; where there are accounts, one that an account made."},
                "session": {"type": "apiKey", "in": "cookie", "name": "supplyline-PORT"},
            },
            "schemas": {"Error": {"type": "object", "required": ["error"], "properties": {"error": _STRING}}, "Draft": _saved("parts", _PARTS), "View": _saved("address", _STRING), **{noun.__name__: _schema(noun) for noun in NOUNS.values()}},
        },
    }


def _in_path(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": _STRING}
