"""Who may ask, and what may a page do?

`Guard` stands before every route: the Host header must be one of this server's names (a web page cannot reach it by a
name of its own), the session token must come in the cookie, an Authorization header or, once, in the opened URL; what
writes needs the CSRF token too, unless the request carries the token in a header, which no form can. Every answer has
a strict content-security policy: nothing inline, nothing from another host, no frame.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from supplyline.model import BadInput

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
_IN_PATH = "/reconcile/"  # OpenRefine keeps a URL and sends no header: its token is part of it


def csrf_of(token: str) -> str:
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


class Guard:
    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str], port: int) -> None:
        self._app, self._token, self._hosts = app, token, hosts
        self._cookie = f"supplyline-{port}"  # cookies do not part ports, and two cases may be open

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

        answer = await self._answer(scope, headers, receive)
        if isinstance(answer, Response):
            await answer(scope, receive, guarded)
        else:
            await self._app(scope, answer, guarded)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive) -> Response | Receive:
        """A refusal or a redirect; else the request's body, to be read by the route."""
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        if len([h for h in scope["headers"] if h[0] == b"host"]) != 1 or headers["host"].lower() not in self._hosts:
            return _refused(scope, 403, "this server answers only to its own address; open the URL that `supplyline serve` printed")
        if len(query) > LONGEST:
            return _refused(scope, 414, "the address is too long")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return _refused(scope, 405, "only GET and POST are answered")
        if scope["method"] in ("GET", "HEAD") and path.startswith(_OPEN):
            return receive
        if scope["method"] == "GET" and not path.startswith("/api/"):
            given = [v for k, v in parse_qsl(query, keep_blank_values=True) if k == "token"]
            if given:
                return self._enter(path, query, given[0])
        by_header = self._by_header(headers, path)
        if not by_header and not self._by_cookie(headers):
            return _refused(scope, 403, "no session, or an old one; open the URL that `supplyline serve` printed")
        if scope["method"] != "POST":
            return receive
        body = await _body(receive)
        if body is None:
            return _refused(scope, 413, f"more than {LARGEST // 2**20} MB")
        if not by_header and not self._meant(headers, body):
            return _refused(scope, 403, "this form is not of this session, or is an old one; go back, reload the page and send it again")
        scope.setdefault("state", {})["body"] = body

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        return again

    def _enter(self, path: str, query: str, given: str) -> Response:
        if not _same(given, self._token):
            return PlainTextResponse("this token is not of this session; open the URL that `supplyline serve` printed\n", 403)
        rest = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k != "token"])
        target = "/" + path.lstrip("/")  # "//host" would lead elsewhere
        answer = RedirectResponse(f"{target}?{rest}" if rest else target, 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="lax", path="/")
        return answer

    def _by_cookie(self, headers: Headers) -> bool:
        try:
            cookies: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return self._cookie in cookies and _same(cookies[self._cookie].value, self._token)

    def _by_header(self, headers: Headers, path: str) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() in ("bearer", "apikey"):
            return _same(given.strip(), self._token)
        return path.startswith(_IN_PATH) and _same(path.removeprefix(_IN_PATH).split("/")[0], self._token)

    def _meant(self, headers: Headers, body: bytes) -> bool:
        """A write is meant where the CSRF token comes with it and no other site sent it."""
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() not in self._hosts:
            return False
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        given = headers.get("x-csrf-token")
        if given is None and headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            given = form(body).get("csrf", [""])[0]
        return given is not None and _same(given, csrf_of(self._token))


def form(body: bytes) -> dict[str, list[str]]:
    """The fields of a form, each with all its values."""
    out: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=None):
        out.setdefault(name, []).append(value)
    return out


async def _body(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _refused(scope: Scope, code: int, why: str) -> Response:
    if scope["path"].startswith(("/api/", "/match", _IN_PATH)):
        return JSONResponse({"error": why}, code)
    return PlainTextResponse(f"{why}\n", code)


def payload(body: bytes) -> Any:
    """The JSON of a body; BadInput where it is none."""
    try:
        return json.loads(body.decode("utf-8"))
    except ValueError:
        raise BadInput("the body is no JSON") from None
