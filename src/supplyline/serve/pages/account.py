"""One's own account: its password, its tokens, its sessions.

Each change says who made it in the log. A token is shown once. What is on this page needs a session: a token that was stolen
makes no second one.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from supplyline.accounts import log, passes, people
from supplyline.accounts.people import Account
from supplyline.model import BadInput
from supplyline.serve.arguments import whole
from supplyline.serve.guard import form
from supplyline.serve.now import Now
from supplyline.serve.render import render
from supplyline.serve.team import address

SAID = {"password": "The password is changed. Other sessions and all tokens have ended.", "token": "The token is withdrawn."}


def _own(now: Now) -> Account:
    account = now.visitor.account
    assert account is not None  # no route of this page is there without accounts
    return account


def account(request: Request, now: Now) -> Response:
    return _page(request, now, said=SAID.get(request.query_params.get("said", ""), ""))


def _page(request: Request, now: Now, *, said: str = "", wrong: str = "", token: str = "", code: int = 200) -> Response:
    own, path = _own(now), now.of_team.path
    answer = render(
        request, "account.html", code, title="Your account", account=own, said=said, wrong=wrong, token=token, shortest=people.SHORTEST, hours=passes.HOURS,
        tokens=passes.kept(path, own, "token"), sessions=passes.kept(path, own, "session"),
    )  # fmt: skip
    answer.headers["cache-control"] = "no-store"
    return answer


def password(request: Request, now: Now) -> Response:
    """Change it, by the one that holds; this browser stays logged in."""
    fields, team, own = form(request.state.body), now.of_team, _own(now)
    before, wanted, again = (fields.get(k, [""])[0] for k in ("before", "wanted", "again"))
    where = address(request.scope)
    wait = team.attempts.begin(people.key(own.name), where, True)
    if wait:
        return _page(request, now, wrong=f"Too many attempts. Try again in {wait} s.", code=429)
    if people.checked(team.path, own.name, before) is None:
        team.attempts.failed(people.key(own.name), where, True)
        log.note(team.path, own.name, "refused: wrong password for a change of it", where)
        return _page(request, now, wrong="The password that holds now is another one.", code=403)
    team.attempts.succeeded(people.key(own.name), where, True)
    try:
        if wanted != again:
            raise BadInput("the two new passwords are not the same")
        if wanted == before:
            raise BadInput("this is the password that holds already")
        changed = people.set_password(team.path, own.name, wanted, own.name)
    except BadInput as error:
        return _page(request, now, wrong=f"Not changed: {error}.", code=400)
    answer = RedirectResponse("/account?said=password", 303)
    team.keep(answer, team.cookie, passes.begin(team.path, changed))
    return answer


def make(request: Request, now: Now) -> Response:
    own = _own(now)
    try:
        token = passes.give(now.of_team.path, own.name, form(request.state.body).get("label", [""])[0], own.name)
    except BadInput as error:
        return _page(request, now, wrong=f"No token was made: {error}.", code=400)
    return _page(request, now, token=token)


def withdraw(request: Request, now: Now) -> Response:
    own = _own(now)
    passes.withdraw(now.of_team.path, own.name, whole(request.path_params["id"]) or 0, own.name)
    return RedirectResponse("/account?said=token", 303)


def everywhere(request: Request, now: Now) -> Response:
    """End all one's sessions, this one too."""
    team, own = now.of_team, _own(now)
    passes.end_all(team.path, own)
    log.note(team.path, own.name, "logged out everywhere", address(request.scope))
    answer = RedirectResponse("/login", 303, {"clear-site-data": '"cache"'})
    team.drop(answer, team.cookie)
    return answer


ROUTES = (
    ("/account", account, "GET", "viewer"), ("/account/password", password, "POST", "viewer"), ("/account/tokens", make, "POST", "viewer"),
    ("/account/tokens/{id}", withdraw, "POST", "viewer"), ("/account/sessions", everywhere, "POST", "viewer"),
)  # fmt: skip
