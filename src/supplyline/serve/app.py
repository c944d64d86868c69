"""Which address answers with what?

`create(live, door, site)` is the whole application: pages, the API, `/match`, reconciliation and the program's own
files, behind `Guard`. A route is a function of the request and of the build it reads, and says what role it needs. Promises:
the same build, decisions, address and person give the same answer under the same ETag; an error is a page, or JSON, in one
sentence.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from supplyline.accounts import log
from supplyline.model import NotKept, SupplylineError
from supplyline.serve import api, desk_api, match, reconcile, render, unkept
from supplyline.serve.guard import Guard, Site
from supplyline.serve.live import Live
from supplyline.serve.now import Now
from supplyline.serve.pages import (
    account,
    accounts,
    briefs,
    decide,
    events,
    graph,
    graph_whole,
    lists,
    login,
    lookup,
    overview,
    parties,
    reader,
    review,
    sources,
    timeline,
    trade,
    trade_map,
    writing,
)
from supplyline.serve.team import Team, address
from supplyline.serve.visitor import Door, Visitor, for_programs, refused

Page = Callable[[Request, Now], Response]
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
# What may take long goes to a thread; all else is answered at once, in the order of asking, which is fairest to the many.
_SLOW = ("/match", "/reconcile", "/decide", "/brief", "/graph/whole", "/views", "/api/v1/decisions", "/api/v1/status", "/api/v1/briefs", "/api/v1/views")
_KEPT = ("/api/v1/decisions", "/api/v1/briefs", "/api/v1/views", "/api/v1/status")  # answers of these are never those last seen
_ASKS = ("/match", "/reconcile")  # by POST, and write nothing

PAGES: tuple[tuple[str, Page], ...] = (
    *overview.ROUTES, *lookup.ROUTES, *reader.ROUTES, *parties.ROUTES, *events.ROUTES, *timeline.ROUTES, *trade.ROUTES, *trade_map.ROUTES,
    *lists.ROUTES, *sources.ROUTES, *graph.ROUTES, *graph_whole.ROUTES, *review.ROUTES, *briefs.ROUTES,
)  # fmt: skip
WRITES: tuple[tuple[str, Page], ...] = (*decide.ROUTES, *writing.ROUTES)
PROGRAMS: tuple[tuple[str, Page, tuple[str, ...]], ...] = (*desk_api.ROUTES, *api.ROUTES, *match.ROUTES, *reconcile.ROUTES)
# With the method and the role that each needs; but for those that need none, a token does not open them.
OWN: tuple[tuple[str, Page, str, str], ...] = (*login.ROUTES, *account.ROUTES, *accounts.ROUTES)


def create(live: Live, door: Door, site: Site, team: Team | None = None) -> ASGIApp:
    def now(request: Request) -> Now:
        return Now(live.case, live.now, live.decisions(), request.state.visitor, live.desk(), team, live.trouble)

    def route(path: str, page: Page, methods: tuple[str, ...], needed: str, own: bool = False) -> Route:
        return Route(path, partial(_answer, live, now, page, needed, own, path.startswith(_SLOW)), methods=list(methods))

    routes = [
        Route("/static/{name}", _static),
        *(route(path, page, ("GET",), "viewer") for path, page in PAGES),
        *(route(path, page, ("POST",), "analyst") for path, page in WRITES),
        *(route(path, page, methods, needs(path, methods)) for path, page, methods in PROGRAMS),
        *(route(path, page, (method,), needed, bool(needed)) for path, page, method, needed in OWN if team),
    ]
    handlers: dict[Any, Any] = {HTTPException: partial(_refused, now)}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), door, site)


def needs(path: str, methods: tuple[str, ...]) -> str:
    """The role for a route of programs: what writes is under /api/; /match and reconciliation ask by POST."""
    return "viewer" if methods == ("GET",) or not path.startswith("/api/") else "analyst"


async def _answer(live: Live, now: Callable[[Request], Now], page: Page, needed: str, own: bool, slow: bool, request: Request) -> Response:
    try:
        # What is kept in a database may be waited for.
        request.state.now = current = await run_in_threadpool(now, request) if live.far else now(request)
        if not current.visitor.may(needed) or (own and current.visitor.by_header):
            return _beyond(request, current, needed)
        if own or not needed:  # no word of these pages belongs to a build
            return await run_in_threadpool(page, request, current)
        if current.trouble and (request.url.path.startswith(_KEPT) or (request.method not in ("GET", "HEAD") and not request.url.path.startswith(_ASKS))):
            raise NotKept(current.trouble)
        etag = current.etag(f"{request.url.path}?{request.url.query}")
        if request.method in ("GET", "HEAD") and etag in request.headers.get("if-none-match", ""):
            return Response(None, 304, {"etag": etag})
        slow = slow or bool(request.query_params.get("to"))  # ways through the graph
        answer = await run_in_threadpool(page, request, current) if slow else page(request, current)
    except NotKept as error:
        return unkept.answer(request, error)
    except SupplylineError as error:
        return _told(request, 400, str(error))
    except HTTPException:
        raise
    except Exception as error:
        return _failed(request, error)
    if request.method in ("GET", "HEAD") and answer.status_code == 200:
        answer.headers.setdefault("etag", etag)
    return answer


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    data = render.static(name)
    if data is None:
        return PlainTextResponse("no such file\n", 404)
    return Response(data, media_type=_TYPES.get(name.rpartition(".")[2], "application/octet-stream"), headers={"cache-control": "private, max-age=300"})


def _beyond(request: Request, now: Now, needed: str) -> Response:
    """Somebody who is known asks for more than the role holds."""
    visitor: Visitor = now.visitor
    if now.team is not None:
        log.note(now.team.path, visitor.name, f"refused: {request.method} {request.url.path[:120]} as {visitor.role}", address(request.scope))
    if visitor.may(needed):
        return _told(request, 403, "A token does not open this page; log in with a browser.")
    return _told(request, 403, f"This needs the role {needed}; {visitor.name} has the role {visitor.role}. An admin of the case can change it.")


def _told(request: Request, code: int, what: str) -> Response:
    if for_programs(request.url.path):
        return JSONResponse({"error": what}, code)
    if not request.state.visitor.role:
        return refused(request.scope, code, what)  # a page would tell a stranger of the case
    title = {403: "Not allowed", 404: "Not found"}.get(code, "This did not work")
    return render.render(request, "error.html", code, title=title, what=what)


async def _refused(now: Callable[[Request], Now], request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    request.state.now = now(request)
    known = {404: "There is nothing at this address in the last build.", 405: "This address answers to another method."}
    return _told(request, code, detail if detail not in ("", "Not Found", "Method Not Allowed") else known.get(code, "The request was refused."))


def _failed(request: Request, error: Exception) -> Response:
    """One line for who serves and one for who asked; the trace only where SUPPLYLINE_DEBUG asks for it."""
    what = f"unexpected {type(error).__name__} at {request.url.path[:200]!r}: this is a fault of the program; please report it with what you did"
    print(f"error: {what}", file=sys.stderr)
    if os.environ.get("SUPPLYLINE_DEBUG"):
        traceback.print_exception(error)
    return _told(request, 500, what)
