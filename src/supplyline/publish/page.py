"""How does a brief become one HTML file?

`write_brief(snapshot, settings, out, originals)` composes, checks every citation and writes. Promises: one file
that loads nothing and runs nothing; text of documents stays text; the same snapshot gives the same
bytes; the file appears whole or not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from supplyline.case.custody import Original
from supplyline.case.desk import Saved
from supplyline.case.settings import Settings
from supplyline.case.snapshot import Snapshot
from supplyline.model import BadInput
from supplyline.publish import edition, svg, timeline, words
from supplyline.publish.brief import anchors, compose
from supplyline.publish.cite import check
from supplyline.publish.nouns import Brief, Counted, Edition, Passage, Sentence

_HASH = re.compile(r"[0-9a-f]{64}")


def write_brief(snapshot: Snapshot, settings: Settings, out: Path, originals: Sequence[Original] = ()) -> Path:
    """Write the brief of a snapshot, with the hashes of `originals` that are no document; refuses with `Uncited` before anything is written."""
    return write(out, page_of(snapshot, settings, originals).encode())


def page_of(snapshot: Snapshot, settings: Settings, originals: Sequence[Original] = (), draft: Saved | None = None) -> str:
    """The page of a snapshot's brief, or of a draft of it; refuses with `Uncited` where a sentence rests on nothing."""
    brief = compose(snapshot, settings, originals) if draft is None else edition.compose(snapshot, draft, snapshot.meta().get("inputs", ""))
    check(brief, snapshot)
    return render(brief)


def write(out: Path, data: bytes) -> Path:
    """The file appears whole or not at all."""
    if out.is_dir():
        raise BadInput(f"{out}: a folder; name a file in it, such as {out / 'brief.html'}")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return out


def render(brief: Brief | Edition) -> str:
    """The page of a brief that `cite.check` passed."""
    environment = Environment(
        loader=PackageLoader("supplyline.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_helpers(brief))
    return environment.get_template("brief.html" if isinstance(brief, Brief) else "edition.html").render(brief=brief)


def _helpers(brief: Brief | Edition) -> dict[str, Callable[..., Any]]:
    """What the template calls. One page: an id is given once, a citation keeps its number."""
    placed: set[str] = set()
    numbers: dict[str, int] = {}
    known = anchors(brief) | {id for id, _ in brief.references}

    def anchor(id: str) -> Markup:
        if not id or id in placed:
            return Markup("")
        placed.add(id)
        return Markup(' id="{}"').format(id)

    def count(counted: Counted) -> Markup:
        text = words.number(counted.n)
        return Markup('<a class="n" data-count="{}" href="#rows-{}">{}</a>').format(counted.n, counted.rows, text)

    def cite(id: str) -> Markup:
        number = numbers.setdefault(id, len(numbers) + 1)
        if id not in known:
            raise KeyError(f"citation {id} leads nowhere on the page")
        return Markup('<a href="#{}" title="{}">{}</a>').format(id, id, number)

    def say(sentence: Sentence) -> Markup:
        body = Markup("").join(count(p) if isinstance(p, Counted) else escape(p) for p in sentence.parts)
        marks = Markup(" ").join(cite(id) for id in dict.fromkeys(sentence.cites))
        return Markup('<span class="s">{} <span class="cite" aria-label="Citations">{}</span></span>').format(body, marks)

    shared: dict[str, Callable[..., Any]] = {
        "anchor": anchor,
        "count": count,
        "say": say,
        "word": words.word,
        "number": words.number,
        "drawing": lambda row: Markup(row.picture),  # checkchart escapes every label
        "is_hash": lambda text: bool(_HASH.fullmatch(text)),
        "is_passage": lambda part: isinstance(part, Passage),
    }
    return shared | _pictures(brief)


def _pictures(brief: Brief | Edition) -> dict[str, Callable[..., Any]]:
    if not isinstance(brief, Brief):
        return {}
    # svg and timeline escape every label
    return {"picture": lambda: Markup(svg.draw(brief.picture)), "timeline": lambda: Markup(timeline.draw(brief.moments))}
