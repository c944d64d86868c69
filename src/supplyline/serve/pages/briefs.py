"""The briefs that people put together: the list of drafts, the editor, and what is published of one.

Everything on the editor's page is one form: each button saves the draft and then does what it says (`writing`). Published
is only what `cite.check` passes; what is refused names the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from supplyline.case import desk
from supplyline.case.desk import Saved
from supplyline.case.snapshot import caption
from supplyline.model import Claim, Event, SupplylineError
from supplyline.publish import cite, edition, page, pdf, prose, words
from supplyline.publish.articles import figure
from supplyline.publish.edition import Part
from supplyline.serve.now import Now
from supplyline.serve.pages.common import number, standing_alone
from supplyline.serve.render import render, short
from supplyline.serve.search import Asked

_FOUND, _CLAIMS = 12, 4  # events that are offered, and claims of each


@dataclass(frozen=True, slots=True)
class Offered:
    """An event with a few of its claims, to be told or cited; `event` None: claims that stand alone."""

    event: Event | None
    figure: str
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a draft as the editor shows it. `cites` are (id, what it is), empty where the build has no such row."""

    part: Part
    offered: Offered | None
    uncited: tuple[str, ...]
    cites: tuple[tuple[str, str], ...]


def briefs(request: Request, now: Now) -> Response:
    return render(request, "briefs.html", title="Briefs", drafts=now.saved("brief"), gone=now.saved("brief", gone=True))


def draft(request: Request, now: Now) -> Response:
    saved = wanted(now, request.path_params["id"])
    parts = () if saved.gone else edition.read(saved.body)
    find = request.query_params.get("find", "")[:300]
    into = min(number(request, "into", max(len(parts) - 1, 0)), max(len(parts) - 1, 0))
    offered = _offered(now, find)
    return render(
        request, "draft.html", title=saved.name, saved=saved, parts=[shown(now, p) for p in parts], find=find, into=into, offered=offered,
        picked={p.event for p in parts if p.event}, names=now.shelf.document_names([c.quote.sha256 for o in offered for c in o.claims]),
        pdf=pdf.chromium() is not None,
    )  # fmt: skip


def wanted(now: Now, id: str) -> Saved:
    found = next((s for s in now.desk if s.id == id and s.kind == "brief"), None)
    if found is None:
        raise HTTPException(404, f"No draft was saved as {id[:40]}.")
    return found


def shown(now: Now, part: Part) -> Shown:
    if part.event:
        event = now.shelf.many("events", [part.event]).get(part.event)
        return Shown(part, _with_claims(now, event) if event else None, (), ())
    cites = []
    for id in prose.cited(part.text):
        noun = now.shelf.get(id)
        aside = "set aside by a person: " if isinstance(noun, Claim) and noun.confidence == 0 else ""
        cites.append((id, "" if noun is None else f"{aside}{short(caption(noun))}"))
    return Shown(part, None, prose.uncited(part.text), tuple(cites))


def _with_claims(now: Now, event: Event) -> Offered:
    return Offered(event, figure(event), [c for c in now.shelf.page("claims", 0, _CLAIMS, event=event.id) if c.confidence > 0])


def _offered(now: Now, find: str) -> list[Offered]:
    """Events that claims with these words are about, with those claims; without words the events most told."""
    if not find.strip():
        return [_with_claims(now, e) for e in now.shelf.page("events", 0, _FOUND)]
    claims: dict[str, list[Claim]] = {}
    for hit in now.search.find(Asked(find, "claims", most=60)).hits:
        if hit.noun.confidence > 0:  # what a person set aside is not offered
            claims.setdefault(hit.noun.event or "", []).append(hit.noun)
    events = now.shelf.many("events", [id for id in claims if id])
    return [Offered(events.get(id), figure(events[id]) if id in events else "", found[:_CLAIMS]) for id, found in claims.items()][:_FOUND]


def versions(request: Request, now: Now) -> Response:
    saved = wanted(now, request.path_params["id"])
    return render(request, "versions.html", title=f"Versions of {saved.name}", saved=saved, rows=desk.versions(now.case.desk_at, saved.id)[:200])


# ---------------------------------------------------------------- published


def _page(now: Now, saved: Saved) -> str:
    return now.shelf.kept(("published", saved.hash), lambda: _made(now, saved))


def _made(now: Now, saved: Saved) -> str:
    made = edition.compose(now.shelf, saved, now.shelf.inputs)
    cite.check(made, now.shelf)
    return page.render(made)


def published(request: Request, now: Now) -> Response:
    """The brief as one HTML file that loads nothing; refused where a sentence cites nothing."""
    saved = wanted(now, request.path_params["id"])
    try:
        made = _page(now, saved)
    except SupplylineError as error:
        return _refused(request, saved, error)
    return standing_alone(made, {"content-disposition": f'attachment; filename="{_file(saved)}.html"'} if "download" in request.query_params else None)


def printed(request: Request, now: Now) -> Response:
    saved = wanted(now, request.path_params["id"])
    try:
        data = pdf.of_html(_page(now, saved), saved.at)
    except SupplylineError as error:
        return _refused(request, saved, error)
    return Response(data, media_type="application/pdf", headers={"content-disposition": f'attachment; filename="{_file(saved)}.pdf"'})


def _refused(request: Request, saved: Saved, error: SupplylineError) -> Response:
    return render(request, "error.html", 409, title="Not published", what=words.begin(str(error)), back=f"/briefs/{saved.id}")


def _file(saved: Saved) -> str:
    """A file's name of the draft's: letters and digits that every system takes."""
    return "-".join(re.findall(r"[a-z0-9]+", saved.name.lower()))[:60] or saved.id


ROUTES = (
    ("/briefs", briefs), ("/briefs/{id}", draft), ("/briefs/{id}/versions", versions), ("/briefs/{id}/published", published), ("/briefs/{id}/brief.pdf", printed),
)  # fmt: skip
