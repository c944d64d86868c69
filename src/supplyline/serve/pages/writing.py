"""What is written at the desk: drafts of briefs and views of the graph, by the code of `case.desk`.

A form holds the whole draft; its button says what is done with it. Everything is saved before anything else, and what
somebody else saved meanwhile is never written over: the draft is then kept beside it, under a name of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from supplyline.case import desk
from supplyline.case.desk import Saved
from supplyline.model import BadInput, SavedMeanwhile
from supplyline.publish import edition, prose
from supplyline.publish.edition import Part
from supplyline.serve.arguments import whole
from supplyline.serve.guard import form
from supplyline.serve.now import Now
from supplyline.serve.pages.briefs import wanted
from supplyline.serve.render import link, render

_VIEW = re.compile(r"/graph(/whole)?(\?[^#\\]{0,8000})?$")
Fields = dict[str, list[str]]


def _one(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0].strip()


def begin(request: Request, now: Now) -> Response:
    """A new draft, with its first event where one was picked on the event's page."""
    fields = form(request.state.body)
    event = now.shelf.many("events", [_one(fields, "event")]).get(_one(fields, "event"))
    parts = [Part(text=""), Part(event=event.id, called=event.label)] if event else [Part(text="")]
    saved = desk.save(now.case.desk_at, "brief", _one(fields, "title"), edition.write(parts), now.visitor.signs(_one(fields, "by")))
    return RedirectResponse(f"/briefs/{saved.id}", 303)


def write(request: Request, now: Now) -> Response:
    """Save a draft as the form has it, then do what its button says."""
    fields = form(request.state.body)
    before = wanted(now, request.path_params["id"])
    verb, _, what = _one(fields, "do").partition(":")
    path, by = now.case.desk_at, now.visitor.signs(_one(fields, "by"))
    if verb == "restore":
        old = next((s for s in desk.versions(path, before.id) if str(s.seq) == what and not s.gone), None)
        if old is None:
            raise BadInput(f"{what[:20]!r} is no version of this draft")
        desk.save(path, "brief", old.name, old.body, by, before.id, before.seq)
        return RedirectResponse(f"/briefs/{before.id}", 303)
    title = _one(fields, "title") or before.name
    if not _one(fields, "base").isdecimal():
        raise BadInput("the form does not say which version it began with; open the draft again")
    base = int(_one(fields, "base")[:18])
    parts, into = _done(now, verb, what, _parts(fields), whole(_one(fields, "into"), 5) or 0)
    body = "" if verb == "throw" else edition.write(parts)
    try:
        saved = desk.save(path, "brief", title, body, by, before.id, base)
    except SavedMeanwhile as error:
        if _wants_json(request):
            return JSONResponse({"error": f"{error}. What you write from here on is kept as a draft of its own when you press Save."}, 409)
        beside = desk.save(path, "brief", f"{title[:150]} (beside, by {by[:40]})", body or before.body, by)
        told = f"{error}. Nothing was written over: what you had is kept as a draft of its own, “{beside.name}”."
        return render(request, "error.html", 409, title="Saved beside", what=told, back=f"/briefs/{beside.id}")
    if _wants_json(request):
        return JSONResponse(_told(saved, parts))
    if saved.gone:
        return RedirectResponse("/briefs", 303)
    target = link(f"/briefs/{saved.id}", find=_one(fields, "find"), into=into)
    return RedirectResponse(f"{target}#part-{into}", 303)


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _told(saved: Saved, parts: list[Part]) -> dict[str, object]:
    """What the page shows after it saved by itself."""
    return {"base": saved.seq, "by": saved.by, "at": saved.at, "uncited": [list(prose.uncited(p.text)) for p in parts]}


def _parts(fields: Fields) -> list[Part]:
    """The parts of the form, in its order."""
    kinds, values, called = (fields.get(name, []) for name in ("kind", "value", "called"))
    if not len(kinds) == len(values) == len(called):
        raise BadInput("the form did not come whole; go back and send it again")
    clean = [v.replace("\r\n", "\n") for v in values]
    return [Part(event=v[:80], called=c[:300]) if k == "event" else Part(text=v) for k, v, c in zip(kinds, clean, called, strict=True)]


def _done(now: Now, verb: str, what: str, parts: list[Part], into: int) -> tuple[list[Part], int]:
    """The parts after what the button does, and the place where the person is."""
    here = min(whole(what, 5) or 0, len(parts))
    if verb == "up" and 0 < here < len(parts):
        parts[here - 1], parts[here] = parts[here], parts[here - 1]
        return parts, here - 1
    if verb == "down" and here < len(parts) - 1:
        parts[here], parts[here + 1] = parts[here + 1], parts[here]
        return parts, here + 1
    if verb == "drop" and here < len(parts):
        del parts[here]
        return parts, max(here - 1, 0)
    if verb == "text":
        parts.insert(here, Part(text=""))
        return parts, here
    into = min(into, max(len(parts) - 1, 0))
    if verb == "event":
        event = now.shelf.many("events", [what]).get(what)
        if event is None:
            raise BadInput(f"{what[:40]}: the last build has no such event")
        if all(p.event != event.id for p in parts):
            into = into + 1 if parts else 0
            parts.insert(into, Part(event=event.id, called=event.label))
    elif verb == "cite":
        if now.shelf.get(what) is None:
            raise BadInput(f"{what[:40]}: the last build has no such row to cite")
        if not parts or parts[into].event:  # beside an event, a passage begins
            into = into + 1 if parts else 0
            parts.insert(into, Part(text=""))
        text = parts[into].text.rstrip()
        parts[into] = replace(parts[into], text=f"{text} [{what}]".lstrip())
    return parts, into


def checked_address(address: str) -> str:
    """The address of a view of the graph, which is all that can be saved as one."""
    if not _VIEW.match(address) or any(c.isspace() for c in address):
        raise BadInput("only a view of the graph can be saved: its address begins with /graph")
    return address


def view(request: Request, now: Now) -> Response:
    """Give a view of the graph a name; under a name that is there already it takes the place of the older one."""
    fields = form(request.state.body)
    name, by = _one(fields, "name"), now.visitor.signs(_one(fields, "by"))
    address = checked_address(_one(fields, "address"))
    same = next((s for s in now.saved("view") if s.name.casefold() == " ".join(name.split()).casefold()), None)
    desk.save(now.case.desk_at, "view", name, address, by, same.id if same else "")
    return RedirectResponse(address, 303)


def forget(request: Request, now: Now) -> Response:
    """Throw a view away; its versions stay."""
    one = next((s for s in now.saved("view") if s.id == request.path_params["id"]), None)
    if one is None:
        raise BadInput(f"{request.path_params['id'][:40]}: no view is saved under this id")
    by = now.visitor.signs(_one(form(request.state.body), "by"))
    desk.save(now.case.desk_at, "view", one.name, "", by, one.id)
    return RedirectResponse("/graph", 303)


ROUTES = (("/briefs", begin), ("/briefs/{id}", write), ("/views", view), ("/views/{id}", forget))
