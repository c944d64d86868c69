"""Drafts of briefs and saved views, for programs.

A draft is `{"id", "name", "by", "at", "version", "parts"}`, its parts as they are kept: `{"event", "called"}` or `{"text"}`; a
view has an `address` instead. Each has an ETag of its own version: PUT and DELETE send it back as If-Match, so that nobody
writes over what somebody else saved meanwhile. Promises: the code is that of the pages; what is thrown away stays in the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from supplyline.case import desk
from supplyline.case.desk import Saved
from supplyline.model import BadInput, SavedMeanwhile
from supplyline.publish import edition
from supplyline.publish.edition import Part
from supplyline.serve.api import Json, number
from supplyline.serve.guard import payload
from supplyline.serve.now import Now
from supplyline.serve.pages.writing import checked_address
from supplyline.serve.render import link

MOST = 100
KINDS = {"briefs": "brief", "views": "view"}
Handler = Callable[[Request, Now], Response]


def etag(saved: Saved) -> str:
    return f'"{saved.hash[:32]}"'


def shown(saved: Saved) -> dict[str, Any]:
    row: dict[str, Any] = {"id": saved.id, "name": saved.name, "by": saved.by, "at": saved.at, "version": saved.seq}
    return row | ({"parts": json.loads(saved.body)["parts"]} if saved.kind == "brief" else {"address": saved.body})


def _answer(saved: Saved, code: int = 200) -> Response:
    place = f"/api/v1/{saved.kind}s/{saved.id}"
    return Json(shown(saved), code, {"etag": etag(saved)} | ({"location": place} if code == 201 else {}))


def _error(code: int, what: str) -> Response:
    return Json({"error": what}, code)


def many(request: Request, now: Now) -> Response:
    """Those that stand, by id."""
    name, query = request.url.path.rpartition("/")[2], request.query_params
    for key in query:
        if key not in ("limit", "after"):
            raise BadInput(f"{key[:60]!r}: {name} can be asked by limit, after")
    limit, after = number(request, "limit", MOST, 1, MOST), query.get("after", "")
    every = sorted(now.saved(KINDS[name]), key=lambda s: s.id)
    rest = [s for s in every if s.id > after]
    more = link(request.url.path, limit=limit, after=rest[limit - 1].id) if len(rest) > limit else None
    return Json({"results": [shown(s) for s in rest[:limit]], "total": len(every), "next": more, "snapshot": now.shelf.inputs})


def _wanted(request: Request, now: Now) -> Saved | None:
    kind = KINDS[request.url.path.split("/")[3]]
    return next((s for s in now.saved(kind) if s.id == request.path_params["id"]), None)


def one(request: Request, now: Now) -> Response:
    saved = _wanted(request, now)
    if saved is None:
        return _error(404, f"nothing is saved as {request.path_params['id'][:60]!r}")
    if etag(saved) in request.headers.get("if-none-match", ""):
        return Response(None, 304, {"etag": etag(saved)})
    return _answer(saved)


def make(request: Request, now: Now) -> Response:
    kind = KINDS[request.url.path.rpartition("/")[2]]
    name, body, by = _read(request, now, kind)
    if kind == "view" and any(s.name.casefold() == " ".join(name.split()).casefold() for s in now.saved(kind)):
        return _error(409, "a view of this name is there; PUT it")
    return _answer(desk.save(now.case.desk_at, kind, name, body, by), 201)


def change(request: Request, now: Now) -> Response:
    """A new version in place of the one that If-Match names."""
    before = _wanted(request, now)
    refused = _unmatched(request, before)
    if refused is not None or before is None:
        return refused or _error(404, "nothing is saved here")
    return _save(request, now, before, *_read(request, now, before.kind))


def throw(request: Request, now: Now) -> Response:
    """Throw it away; its versions stay."""
    before = _wanted(request, now)
    refused = _unmatched(request, before)
    if refused is not None or before is None:
        return refused or _error(404, "nothing is saved here")
    answer = _save(request, now, before, before.name, "", now.user)
    return Response(None, 204) if answer.status_code == 200 else answer


def _unmatched(request: Request, before: Saved | None) -> Response | None:
    if before is None:
        return _error(404, f"nothing is saved as {request.path_params['id'][:60]!r}")
    match = request.headers.get("if-match")
    if match is None:
        return _error(428, "send the ETag of the version that you change as If-Match")
    if match.strip() != "*" and etag(before) not in (m.strip() for m in match.split(",")):
        return _error(412, f"{before.name!r} was saved by {before.by} at {before.at} meanwhile; read it again")
    return None


def _save(request: Request, now: Now, before: Saved, name: str, body: str, by: str) -> Response:
    try:
        saved = desk.save(now.case.desk_at, before.kind, name, body, by, before.id, before.seq)
    except SavedMeanwhile as error:
        return _error(412, f"{error}; read it again")
    return Json({}) if saved.gone else _answer(saved)


# ---------------------------------------------------------------- what is sent


def _read(request: Request, now: Now, kind: str) -> tuple[str, str, str]:
    """Name, body as it is kept, and who saves."""
    sent = payload(request.state.body)
    what = "parts" if kind == "brief" else "address"
    if not isinstance(sent, dict) or not isinstance(sent.get("name"), str) or what not in sent:
        raise BadInput(f'the body is {{"name": …, "{what}": …}}')
    for key in sent:
        if key not in ("name", "by", what):
            raise BadInput(f"{key[:60]!r} is nothing that is saved; known are name, {what}, by")
    by = sent.get("by", "")
    if not isinstance(by, str):
        raise BadInput("by is a text")
    by = by if by.strip() else now.user
    if kind == "view":
        if not isinstance(sent["address"], str):
            raise BadInput("address is a text")
        return sent["name"], checked_address(sent["address"]), now.visitor.signs(by)
    if not isinstance(sent["parts"], list):
        raise BadInput('parts is a list of {"event": …} and {"text": …}')
    return sent["name"], edition.write([_part(now, p) for p in sent["parts"]]), now.visitor.signs(by)


def _part(now: Now, part: Any) -> Part:
    if not isinstance(part, dict) or not all(isinstance(v, str) for v in part.values()) or not (set(part) == {"text"} or ("event" in part and set(part) <= {"event", "called"})):
        raise BadInput('a part is {"event": ID, "called"?: …} or {"text": …}')
    if "text" in part:
        return Part(text=part["text"])
    if not part["event"].strip() or len(part["event"]) > 80:
        raise BadInput("event is the id of an event")
    event = now.shelf.many("events", [part["event"]]).get(part["event"])
    return Part(event=part["event"], called=str(part.get("called") or (event.label if event else part["event"]))[:300])


def _routes(name: str) -> tuple[tuple[str, Handler, tuple[str, ...]], ...]:
    every, single = f"/api/v1/{name}", f"/api/v1/{name}/{{id}}"
    return ((every, many, ("GET",)), (every, make, ("POST",)), (single, one, ("GET",)), (single, change, ("PUT",)), (single, throw, ("DELETE",)))


ROUTES = (*_routes("briefs"), *_routes("views"))
