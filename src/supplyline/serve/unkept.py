"""What does a page say when what was sent cannot be kept, for the place of decisions and drafts does not answer?

It says why, and shows everything that was typed in a form that sends it once more: nobody types a reason twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from supplyline.model import NotKept
from supplyline.publish import words
from supplyline.serve.guard import form
from supplyline.serve.render import render
from supplyline.serve.visitor import for_programs

_LABELS = {"because": "Because", "by": "By", "title": "Title", "name": "Name", "value": "Passage"}
CODE = 503


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form as it came; without a label it is not shown."""

    name: str
    value: str
    label: str


def answer(request: Request, error: NotKept) -> Response:
    what = str(error)
    if for_programs(request.url.path) or "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": what}, CODE)
    if request.method != "POST":
        return render(request, "error.html", CODE, title="This cannot be read now", what=words.begin(what))
    typed = [Field(name, value, _label(name, value)) for name, value in _pairs(request) if name != "csrf"]
    return render(request, "unkept.html", CODE, title="Not recorded, as far as we can tell", what=words.begin(what), fields=typed)


def _pairs(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, values in form(request.state.body).items() for value in values]


def _label(name: str, value: str) -> str:
    """Ids and the parts of a draft that are events are sent on, and are nothing to read."""
    return _LABELS.get(name, "") if name != "value" or any(c.isspace() for c in value) else ""
