"""The way in and out of a server with accounts.

The page tells nobody anything of the case. A failed login says the same whatever was wrong, and takes as long; who fails
often waits longer each time. The session is made here, after the password or the provider's word, and ends the one before.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from supplyline.accounts import log, passes, people
from supplyline.accounts.people import Account
from supplyline.model import BadInput
from supplyline.serve.guard import form
from supplyline.serve.now import Now
from supplyline.serve.render import environment, html
from supplyline.serve.team import Team, address
from supplyline.serve.visitor import cookie, inside

_WRONG = "This name and password do not belong together."


def login(request: Request, now: Now) -> Response:
    team, next = now.of_team, inside(request.query_params.get("next", "/"), "/")
    if passes.holder(team.path, "session", cookie(request.headers, team.cookie)):
        return RedirectResponse(next, 303)
    return _form(request, now, next)


def _form(request: Request, now: Now, next: str, told: str = "", name: str = "", code: int = 200) -> Response:
    team, csrf, before = now.of_team, now.csrf, ""
    if not csrf:
        before = secrets.token_urlsafe(24)
        csrf = team.sign("login", before)
    page = environment().get_template("login.html").render(csrf=csrf, next=next, told=told, name=name, provider=team.provider is not None)
    answer = html(page, code)
    answer.headers["cache-control"] = "no-store"
    if before:
        team.keep(answer, team.before, before)
    return answer


def enter(request: Request, now: Now) -> Response:
    """Name and password."""
    fields = form(request.state.body)
    name, password, next = (fields.get(k, [""])[0] for k in ("name", "password", "next"))
    team, where, next = now.of_team, address(request.scope), inside(next, "/")
    account = people.named(team.path, name)
    known = log.came_from(team.path, account.name if account else "", where)
    wait = team.attempts.begin(people.key(name)[:200], where, known)
    if wait:
        answer = _form(request, now, next, f"Too many attempts. Try again in {wait} {'second' if wait == 1 else 'seconds'}.", name, 429)
        answer.headers["retry-after"] = str(wait)
        return answer
    found = people.checked(team.path, name, password)
    if found is None:
        team.attempts.failed(people.key(name)[:200], where, known)
        # What was typed as a name may be a password: only names that are there are kept.
        log.note(team.path, "", "refused: wrong password" if account else "refused: a name that has no account", where, account.name if account else "")
        return _form(request, now, next, _WRONG, name, 403)
    team.attempts.succeeded(people.key(name)[:200], where, known)
    return _begun(request, team, found, "logged in", next)


def _begun(request: Request, team: Team, account: Account, how: str, next: str) -> Response:
    passes.end(team.path, cookie(request.headers, team.cookie))
    answer = RedirectResponse("/account" if account.given else next, 303)
    team.keep(answer, team.cookie, passes.begin(team.path, account))
    team.drop(answer, team.before)
    log.note(team.path, account.name, how, address(request.scope))
    return answer


def leave(request: Request, now: Now) -> Response:
    team = now.of_team
    passes.end(team.path, cookie(request.headers, team.cookie))
    log.note(team.path, now.user, "logged out", address(request.scope))
    answer = RedirectResponse("/login", 303, {"clear-site-data": '"cache"'})
    team.drop(answer, team.cookie)
    return answer


# ---------------------------------------------------------------- OpenID Connect


def _base(request: Request, team: Team) -> str:
    return f"{'https' if team.secure else 'http'}://{request.headers['host'].lower()}"  # one of the server's own: the guard saw to it


def to_provider(request: Request, now: Now) -> Response:
    team, next = now.of_team, inside(request.query_params.get("next", "/"), "/")
    if team.provider is None:
        return _form(request, now, next, "No provider is set up here.", code=404)
    try:
        flow = team.provider.begin(_base(request, team), next)
    except BadInput as error:
        return _form(request, now, next, f"The provider cannot be used: {error}", code=502)
    answer = RedirectResponse(flow.address, 303, {"cache-control": "no-store"})
    team.keep(answer, team.flow, flow.cookie, 600)
    return answer


def from_provider(request: Request, now: Now) -> Response:
    team, where = now.of_team, address(request.scope)
    if team.provider is None:
        return _form(request, now, "/", "No provider is set up here.", code=404)
    try:
        who = team.provider.finish(_base(request, team), cookie(request.headers, team.flow), dict(request.query_params))
        account = people.of_identity(team.path, who.issuer, who.subject, who.email, who.issuer, team.provider.client.create)
    except BadInput as error:
        log.note(team.path, "", f"refused by OpenID Connect: {error}", where)
        answer = _form(request, now, "/", f"You could not be logged in: {error}", code=403)
    else:
        if account is None:
            log.note(team.path, "", f"refused: {who.subject} of {who.issuer} has no account", where)
            answer = _form(request, now, "/", "The provider knows you, but no account here is yours. Ask an admin for one.", code=403)
        else:
            answer = _begun(request, team, account, f"logged in by {who.issuer}", who.next)
    team.drop(answer, team.flow)
    return answer


ROUTES = (
    ("/login", login, "GET", ""), ("/login", enter, "POST", ""), ("/logout", leave, "POST", "viewer"),
    ("/login/oidc", to_provider, "GET", ""), ("/login/oidc/callback", from_provider, "GET", ""),
)  # fmt: skip
