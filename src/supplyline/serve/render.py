"""How does an answer become a page?

`render(request, template, …)` fills a template. Promises: everything that comes from a case is escaped, always; a page
loads nothing but the program's own files. Pages share the style sheet of the brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from supplyline import __version__
from supplyline.publish import words
from supplyline.publish.nouns import Counted, Sentence
from supplyline.serve.text import Piece

NAV = (
    ("/", "Overview"), ("/events", "Events"), ("/timeline", "Timeline"), ("/entities", "Parties"), ("/graph", "Graph"),
    ("/trade", "Trade"), ("/gaps", "Gaps"), ("/sources", "Sources"), ("/review", "Review"), ("/briefs", "Briefs"),
)  # fmt: skip


@lru_cache(maxsize=1)
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("supplyline.serve", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        word=words.word, number=words.number, plural=words.plural, begin=words.begin, interval=words.interval, period=words.period,
        listed=words.listed, link=link, say=say, pieces=pieces, nav=NAV, version=__version__, short=short,
    )  # fmt: skip
    return made


@lru_cache(maxsize=16)
def static(name: str) -> bytes | None:
    """One of the program's own files; the brief's style sheet is shared, not copied."""
    place = resources.files("supplyline.publish") / "templates" if name == "brief.css" else resources.files("supplyline.serve") / "static"
    found = place / name
    return found.read_bytes() if "/" not in name and found.is_file() else None


def render(request: Request, template: str, code: int = 200, /, **values: Any) -> Response:
    now = request.state.now
    shared = {
        "now": now, "path": request.url.path, "query": request.query_params, "q": values.pop("q", ""),
        "done": request.query_params.get("done", "")[:80], "title": values.pop("title", ""),
    }  # fmt: skip
    return html(environment().get_template(template).render(**shared, **values), code)


def html(page: str, code: int = 200) -> Response:
    return HTMLResponse(page, code)


def link(path: str, query: Mapping[str, Any] | Iterable[tuple[str, Any]] = (), **more: Any) -> str:
    """A path with its query; what is None or empty is left out, and `more` replaces."""
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    kept = [(k, v) for k, v in pairs if k not in more] + list(more.items())
    asked = urlencode([(k, v) for k, v in kept if v not in (None, "", ())])
    return f"{quote(path)}?{asked}" if asked else quote(path)


def say(sentence: Sentence) -> Markup:
    """A sentence with its citations, each a link to what it rests on."""
    body = Markup("").join(escape(words.number(p.n)) if isinstance(p, Counted) else escape(p) for p in sentence.parts)
    cites = [c for c in dict.fromkeys(sentence.cites) if not c.startswith("ref:")]
    marks = Markup(" ").join(
        Markup('<a href="/id/{0}" title="{0}" aria-label="what it rests on: {0}">{1}</a>').format(c, n) for n, c in enumerate(cites, 1)
    )
    return Markup('<span class="s">{} <span class="cite">{}</span></span>').format(body, marks)


def pieces(parts: Iterable[Piece]) -> Markup:
    return Markup("").join(Markup("<mark>{}</mark>").format(t) if on else escape(t) for t, on in parts)


def short(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
