"""Who asks, what may they do, and in whose name is it written?

There are two ways in, each a function of a request that gives a `Visitor`, or the refusal: `alone` for the one user of
this machine, by the token of the opened URL, and `team.Team.visitor` for accounts.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

from supplyline.accounts.people import Account, may
from supplyline.case.custody import who

IN_PATH = "/reconcile/"  # OpenRefine keeps a URL and sends no header: its token is part of it


@dataclass(frozen=True, slots=True)
class Visitor:
    """`by_header`: the token came in a way that no form of another site can send; `alone`: the one user of this machine, who
    says in each form who decides. Without a role nobody has logged in yet."""

    name: str = ""
    role: str = ""
    csrf: str = ""
    by_header: bool = False
    alone: bool = False
    account: Account | None = None

    def may(self, needed: str) -> bool:
        return not needed or may(self.role, needed)

    def signs(self, written: str) -> str:
        """In whose name something is kept: an account's own, whatever the form says."""
        return written if self.alone else self.name


NOBODY = Visitor()
Door = Callable[[Scope, Headers], "Visitor | Response"]


def same(one: str, other: str) -> bool:
    """Compared in a time that does not tell where they part."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def csrf_of(token: str) -> str:
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def for_programs(path: str) -> bool:
    return path.startswith(("/api/", "/match", "/catalog", IN_PATH))


def refused(scope: Scope, code: int, why: str, headers: dict[str, str] | None = None) -> Response:
    if for_programs(scope["path"]):
        return JSONResponse({"error": why}, code, headers)
    return PlainTextResponse(f"{why}\n", code, headers)


def cookie(headers: Headers, name: str) -> str:
    try:
        cookies: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def carried(headers: Headers, path: str) -> str:
    """The token that a program sends, in a header or in OpenRefine's path."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind.lower() in ("bearer", "apikey"):
        return given.strip()
    return path.removeprefix(IN_PATH).split("/")[0] if path.startswith(IN_PATH) else ""


def inside(address: str, default: str) -> str:
    """An address of this server's own, as a form or a link gave it; else the default. A browser leaves out tabs and line ends
    and takes a backslash for a slash, so `/\\t/host` would lead elsewhere."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address and all(" " < c != "\x7f" for c in address)
    return address if plain and len(address) <= 4000 else default


def alone(token: str, port: int) -> Door:
    """The one user of this machine: the token comes in the cookie, in a header or, once, in the opened URL."""
    kept = f"supplyline-{port}"  # cookies do not part ports, and two cases may be open
    user = Visitor(who(), "analyst", csrf_of(token), alone=True)

    def door(scope: Scope, headers: Headers) -> Visitor | Response:
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        if scope["method"] == "GET" and not path.startswith("/api/"):
            given = [v for k, v in parse_qsl(query, keep_blank_values=True) if k == "token"]
            if given:
                return enter(path, query, given[0])
        if same(carried(headers, path), token):
            return replace(user, by_header=True)
        if same(cookie(headers, kept), token):
            return user
        return refused(scope, 403, "no session, or an old one; open the URL that `supplyline serve` printed")

    def enter(path: str, query: str, given: str) -> Response:
        if not same(given, token):
            return PlainTextResponse("this token is not of this session; open the URL that `supplyline serve` printed\n", 403)
        rest = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k != "token"])
        target = "/" + path.lstrip("/")  # "//host" would lead elsewhere
        answer = RedirectResponse(f"{target}?{rest}" if rest else target, 303)
        answer.set_cookie(kept, token, httponly=True, samesite="lax", path="/")
        return answer

    return door
