"""May this be asked at all, and what may a page do?

`Guard` stands before every route: the Host header must be one of this server's names (a web page cannot reach it by a
name of its own); a `Door` says who asks, or refuses; what writes needs the CSRF token and must come from this server's own
pages, unless the request carries its token in a header, which no form can. Every answer has a strict content-security
policy: nothing inline, nothing from another host, no frame.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from supplyline.model import BadInput
from supplyline.serve.visitor import NOBODY, Door, Visitor, refused, same

LARGEST = 4 * 2**20  # bytes of a body
LONGEST = 16_000  # characters of a query
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a form would send the origin "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
}
_OPEN = ("/static/",)  # the program's own files, nothing of the case
_READS = ("GET", "HEAD")
_SMALL = 16_384  # bytes of a body of somebody who is not logged in


@dataclass(frozen=True, slots=True)
class Site:
    """How browsers reach this server: by which names, with their port, and whether over TLS. `by_number`: also by the address
    that the connection came to, which nobody can give another meaning as they can a name."""

    names: frozenset[str]
    secure: bool = False
    by_number: bool = False

    def has(self, scope: Scope, host: str) -> bool:
        if host in self.names:
            return True
        at = scope.get("server") if self.by_number else None
        return bool(at) and host in _numbers(str(at[0]), at[1])  # type: ignore[index]

    def origin(self, host: str) -> str:
        return f"{'https' if self.secure else 'http'}://{host}"


def _numbers(address: str, port: int | None) -> tuple[str, ...]:
    shown = f"[{address}]" if ":" in address else address
    return (f"{shown}:{port}", shown) if port in (80, 443) else (f"{shown}:{port}",)


class Guard:
    def __init__(self, app: ASGIApp, door: Door, site: Site) -> None:
        self._app, self._door, self._site = app, door, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                framed = "frame-ancestors http" in out.get("content-security-policy", "")
                for name, value in HEADERS.items():
                    if name not in out and not (framed and name == "x-frame-options"):  # which knows no list of who may
                        out[name] = value
            await send(message)

        if self._site.secure:
            scope["scheme"] = "https"  # what a proxy forgot to say: addresses that are given out are what browsers use
        answer = await self._answer(scope, headers, receive)
        if isinstance(answer, Response):
            await answer(scope, receive, guarded)
        else:
            await self._app(scope, answer, guarded)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive) -> Response | Receive:
        """A refusal or a redirect; else the request's body, to be read by the route."""
        path, method = scope["path"], scope["method"]
        if len([h for h in scope["headers"] if h[0] == b"host"]) != 1 or not self._site.has(scope, headers["host"].lower()):
            return refused(scope, 403, "this server answers only to its own address; open the URL that `supplyline serve` printed")
        if len(scope["query_string"]) > LONGEST:
            return refused(scope, 414, "the address is too long")
        if method not in (*_READS, "POST") and not (path.startswith("/api/") and method in ("PUT", "DELETE")):
            return refused(scope, 405, "only GET and POST are answered, and in the API PUT and DELETE")
        if method in _READS and path.startswith(_OPEN):
            scope.setdefault("state", {})["visitor"] = NOBODY
            return receive
        visitor = self._door(scope, headers)
        if isinstance(visitor, Response):
            return visitor
        scope.setdefault("state", {})["visitor"] = visitor
        if method in _READS:
            return receive
        body = await _body(receive, LARGEST if visitor.role else _SMALL)
        if body is None:
            return refused(scope, 413, f"more than {LARGEST // 2**20} MB")
        if not visitor.by_header and not self._meant(visitor, headers, body):
            return refused(scope, 403, "this form is not of this session, or is an old one; go back, reload the page and send it again")
        scope["state"]["body"] = body

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        return again

    def _meant(self, visitor: Visitor, headers: Headers, body: bytes) -> bool:
        """A write is meant where the CSRF token comes with it and no other site sent it."""
        origin = headers.get("origin")
        if origin is not None and origin.lower() != self._site.origin(headers["host"].lower()):
            return False
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        given = headers.get("x-csrf-token")
        if given is None and headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            given = form(body).get("csrf", [""])[0]
        return bool(given and visitor.csrf) and same(str(given), visitor.csrf)


def form(body: bytes) -> dict[str, list[str]]:
    """The fields of a form, each with all its values."""
    out: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=None):
        out.setdefault(name, []).append(value)
    return out


async def _body(receive: Receive, most: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def payload(body: bytes) -> Any:
    """The JSON of a body; BadInput where it is none."""
    try:
        return json.loads(body.decode("utf-8"))
    except ValueError:
        raise BadInput("the body is no JSON") from None
