"""For admins: who has an account, and what happened.

A password that an admin sets is made by the program, shown once and changed at the first login, so that nobody can decide in
another's name.
"""

from __future__ import annotations

import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from supplyline.accounts import log, passes, people
from supplyline.accounts.people import Account
from supplyline.case.decisions import undone
from supplyline.model import BadInput
from supplyline.serve.arguments import whole
from supplyline.serve.guard import form
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, number, paging
from supplyline.serve.render import render

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another one
KINDS = {"decisions": "Decisions", "access": "Logins and refusals", "change": "Changes of accounts"}
SAID = {"role": "The role is changed.", "email": "The e-mail address is changed.", "removed": "The account is removed."}


def made_up() -> str:
    """A password of 79 bits that can be read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def accounts(request: Request, now: Now) -> Response:
    return _page(request, now, said=SAID.get(request.query_params.get("said", ""), ""))


def _page(request: Request, now: Now, *, said: str = "", wrong: str = "", whose: str = "", password: str = "", code: int = 200) -> Response:
    path = now.of_team.path
    rows = [(a, passes.kept(path, a, "session"), passes.kept(path, a, "token")) for a in people.everybody(path)]
    answer = render(
        request, "accounts.html", code, title="Accounts", rows=rows, roles=people.ROLES, said=said, wrong=wrong, whose=whose, password=password,
        provider=now.of_team.provider is not None,
    )  # fmt: skip
    answer.headers["cache-control"] = "no-store"
    return answer


def add(request: Request, now: Now) -> Response:
    fields = form(request.state.body)
    name, role, email = (fields.get(k, [""])[0] for k in ("name", "role", "email"))
    password = None if "without" in fields else made_up()
    try:
        made = people.add(now.of_team.path, name, role, password, now.user, email=email, given=True)
    except BadInput as error:
        return _page(request, now, wrong=f"Not added: {error}.", code=400)
    return _page(request, now, said=f"{made.name} is added as {made.role}.", whose=made.name, password=password or "")


def change(request: Request, now: Now) -> Response:
    """What a button of an account's row says."""
    fields, path = form(request.state.body), now.of_team.path
    verb, account = fields.get("do", [""])[0], _wanted(now, request.path_params["id"])
    try:
        if verb == "role":
            people.set_role(path, account.name, fields.get("role", [""])[0], now.user)
        elif verb == "email":
            people.set_email(path, account.name, fields.get("email", [""])[0], now.user)
        elif verb == "password":
            password = made_up()
            people.set_password(path, account.name, password, now.user, given=True)
            return _page(request, now, said=f"{account.name} has a new password.", whose=account.name, password=password)
        elif verb == "remove":
            if "sure" not in fields:
                raise BadInput("tick that you are sure")
            people.remove(path, account.name, now.user)
            verb = "removed"
        else:
            raise BadInput(f"{verb[:40]!r} is nothing that can be done here")
    except BadInput as error:
        return _page(request, now, wrong=f"Not changed: {error}.", code=400)
    return RedirectResponse(f"/accounts?said={verb}", 303)


def _wanted(now: Now, id: str) -> Account:
    found = next((a for a in people.everybody(now.of_team.path) if a.id == whole(id)), None)
    if found is None:
        raise HTTPException(404, "This account is gone.")
    return found


def audit(request: Request, now: Now) -> Response:
    """Every decision with who, when and why; who came in and who was refused; who changed which account."""
    query, start = request.query_params, number(request, "start", 0)
    what = query.get("what", "") if query.get("what", "") in KINDS else "decisions"
    who, signers = query.get("who", "")[:200], sorted({d.by for d in now.decisions})
    if what == "decisions":
        every = [d for d in reversed(now.decisions) if not who or d.by == who]
        rows, total = tuple(every[start : start + MOST]), len(every)
    else:
        rows, total = log.entries(now.of_team.path, what, start, MOST)  # type: ignore[assignment]
    return render(
        request, "audit.html", title="Audit", what=what, kinds=KINDS, who=who, signers=signers, rows=rows, total=total,
        gone=undone(now.decisions), pages=paging(request, start, len(rows), total), kept=log.KEPT,
    )  # fmt: skip


ROUTES = (("/accounts", accounts, "GET", "admin"), ("/accounts", add, "POST", "admin"), ("/accounts/{id}", change, "POST", "admin"), ("/audit", audit, "GET", "admin"))
