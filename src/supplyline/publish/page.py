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
from supplyline.case.settings import Settings
from supplyline.case.snapshot import Snapshot
from supplyline.publish import svg, timeline, words
from supplyline.publish.brief import anchors, compose
from supplyline.publish.cite import check
from supplyline.publish.nouns import Brief, Counted, Sentence

_HASH = re.compile(r"[0-9a-f]{64}")


def write_brief(snapshot: Snapshot, settings: Settings, out: Path, originals: Sequence[Original] = ()) -> Path:
    """Write the brief of a snapshot, with the hashes of `originals` that are no document; refuses with `Uncited` before anything is written."""
    brief = compose(snapshot, settings, originals)
    check(brief, snapshot)
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        partial.write_text(render(brief), encoding="utf-8", newline="\n")
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return out


def render(brief: Brief) -> str:
    """The page of a brief that `cite.check` passed."""
    environment = Environment(
        loader=PackageLoader("supplyline.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_helpers(brief))
    return environment.get_template("brief.html").render(brief=brief)


def _helpers(brief: Brief) -> dict[str, Callable[..., Any]]:
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

    return {
        "anchor": anchor,
        "count": count,
        "say": say,
        "word": words.word,
        "number": words.number,
        "picture": lambda: Markup(svg.draw(brief.picture)),  # svg and timeline escape every label
        "timeline": lambda: Markup(timeline.draw(brief.moments)),
        "is_hash": lambda text: bool(_HASH.fullmatch(text)),
    }
