"""Who of the case's accounts asks, beyond this machine?

`Team.visitor` is the door of a server with accounts: a session's cookie, or a token in a header (or in OpenRefine's path).
Whoever has neither is sent to the login, a program gets 401. Promises: nothing of the case is answered before; the session of
a browser is made at the login, never taken from a request; the cookie goes back to this host alone, and over TLS alone where
there is TLS; each session, token and address asks no more often than its budget, of all servers of the case together.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from supplyline.accounts import file, log, passes
from supplyline.accounts.people import Account
from supplyline.serve.counted import Counted
from supplyline.serve.limits import Attempts, Budget, Rate
from supplyline.serve.oidc import Provider
from supplyline.serve.visitor import Visitor, carried, cookie, for_programs, inside, refused

ENTRANCES = ("/login", "/login/oidc", "/login/oidc/callback")
_AT_FIRST = ("/account", "/account/password", "/logout")  # all that a password given by somebody else opens
_STRANGER = Rate("stranger", 2.0, 60)
_PAGES = Rate("pages", 25.0, 150)
# What costs more than a page: a second of one core serves about so many.
_COSTLY = (
    ("/search", Rate("search", 10.0, 40)), ("/api/v1/search", Rate("search", 10.0, 40)), ("/match", Rate("match", 10.0, 40)),
    ("/reconcile", Rate("match", 10.0, 40)), ("/graph", Rate("graph", 5.0, 20)),
)  # fmt: skip
_PRINTED = Rate("print", 0.1, 5)  # starts a browser


def rate(path: str) -> Rate:
    if path.endswith("/brief.pdf"):
        return _PRINTED
    return next((r for start, r in _COSTLY if path.startswith(start)), _PAGES)


def address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


class Team:
    """Accounts of a case as a server on `port` sees them."""

    def __init__(self, path: Path, port: int, secure: bool, provider: Provider | None = None) -> None:
        self.path, self.secure, self.provider = path, secure, provider
        self._secret = file.secret(path).encode()
        asked = path.parent / "cache" / "asked.sqlite"  # of all servers on the case
        self.attempts, self._budget = Attempts(Counted("attempts", asked, self._secret)), Budget(Counted("budget", asked, self._secret))
        # With this prefix a browser takes the cookie from this very host and over TLS alone.
        self.cookie, self.before, self.flow = (f"{'__Host-' if secure else ''}supplyline-{what}{port}" for what in ("", "login-", "oidc-"))

    def sign(self, what: str, *values: object) -> str:
        return hmac.new(self._secret, repr((what, *values)).encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def csrf(self, account: Account) -> str:
        """Of the account and not of the session: a form that was filled in when a session ended can still be sent after a new login."""
        return self.sign("csrf", account.id, account.name)

    def visitor(self, scope: Scope, headers: Headers) -> Visitor | Response:
        path = scope["path"]
        if path in ENTRANCES:
            before = cookie(headers, self.before)
            return self._spent(scope, _STRANGER, ("address", address(scope))) or Visitor(csrf=self.sign("login", before) if before else "")
        given = carried(headers, path)
        kind = "token" if given else "session"
        found = passes.holder(self.path, kind, given or cookie(headers, self.cookie))
        if found is None:
            return self._spent(scope, _STRANGER, ("address", address(scope))) or self._unknown(scope, headers, bool(given))
        account, id = found
        if account.given and not given and path not in _AT_FIRST:
            return RedirectResponse("/account", 303)
        return self._spent(scope, rate(path), (kind, id)) or Visitor(account.name, account.role, self.csrf(account), bool(given), account=account)

    def _spent(self, scope: Scope, rate: Rate, who: tuple[str, object]) -> Response | None:
        wait = self._budget.spend(rate, who)
        if not wait:
            return None
        return refused(scope, 429, f"too many requests; ask again in {wait} s", {"retry-after": str(wait)})

    def _unknown(self, scope: Scope, headers: Headers, token: bool) -> Response:
        path, asked = scope["path"], scope["query_string"].decode("latin-1")
        if token:
            log.note(self.path, "", "refused: a token that lets nobody in", address(scope))
        if for_programs(path) or token:
            return refused(scope, 401, "log in, or send a token of an account: Authorization: Bearer TOKEN", {"www-authenticate": "Bearer"})
        if "application/json" in headers.get("accept", "") or scope["method"] not in ("GET", "HEAD"):
            told = "Your session has ended. Log in in another tab, then send this once more: what you wrote is still in the page."
            if "application/json" in headers.get("accept", ""):
                return Response(f'{{"error": "{told}"}}', 401, media_type="application/json")
            return HTMLResponse(_ENDED.replace("TOLD", told), 401)
        wanted = inside(f"{path}?{asked}" if asked else path, "/")
        return RedirectResponse("/login" if wanted in ("/", "/logout") else f"/login?{urlencode({'next': wanted})}", 303)

    # ------------------------------------------------------------ cookies

    def keep(self, answer: Response, name: str, value: str, seconds: int | None = None) -> None:
        answer.set_cookie(name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax")

    def drop(self, answer: Response, name: str) -> None:
        answer.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")


_ENDED = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Session ended</title><link rel="stylesheet" href="/static/brief.css"><link rel="stylesheet" href="/static/workbench.css"></head>
<body class="bench"><main id="main"><h1>Your session has ended</h1><p>TOLD</p><p><a href="/login" target="_blank" rel="noopener">Log in</a></p></main></body></html>"""
