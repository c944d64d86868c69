"""What people decide, by the code of `supplyline decide`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from supplyline.case.decisions import VERBS
from supplyline.model import DecisionRefused
from supplyline.serve.guard import form
from supplyline.serve.now import Now
from supplyline.serve.render import render
from supplyline.serve.visitor import inside


def decide(request: Request, now: Now) -> Response:
    """Record what a form says and go back to where it was."""
    fields = form(request.state.body)

    def one(name: str) -> str:
        return fields.get(name, [""])[0].strip()

    targets, names = [t.strip() for t in fields.get("target", []) if t.strip()], fields.get("name", [])
    verb, back = one("verb"), inside(one("back"), "/decisions")
    try:
        if verb not in VERBS:
            raise DecisionRefused(f"{verb[:40]!r} is no decision; take one of {', '.join(VERBS)}")
        if verb == "split" and not names:
            raise DecisionRefused("tick the names that belong to another party, then split")
        decision = now.case.decide(verb, targets, by=now.visitor.signs(one("by")), because=one("because"), names=names if verb == "split" else ())
    except DecisionRefused as error:
        return render(request, "error.html", 409, title="Not recorded", what=str(error), back=back)
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}done={decision.id}", 303)


ROUTES = (("/decide", decide),)
