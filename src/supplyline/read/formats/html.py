"""Web pages: the main text, without navigation, scripts or styles.

trafilatura finds the main text and what the page says of itself (title, date, site, canonical
address); where it finds nothing, all visible text is taken and a problem says so. Nothing is
fetched and no entity of the page's own is expanded. Paragraphs become lines. The date is the one that
the page declares, never trafilatura's guess, which depends on the day it is asked.
"""

from __future__ import annotations

import re
from typing import Any

from supplyline.model import Problem
from supplyline.read.dates import day_of
from supplyline.read.formats.text import decode
from supplyline.read.source import Source, Text

_HEAD = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", re.I)
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w-]+)""", re.I)
_LANG = re.compile(r"<html[^>]+\blang=[\"']?([A-Za-z]{2})", re.I)


def detect(source: Source) -> bool:
    return _HEAD.search(source.data[:4096].replace(b"\0", b"")) is not None or (
        source.suffix in ("html", "htm", "xhtml") and b"<" in source.data[:4096]
    )


def read(source: Source) -> Text:
    import trafilatura
    from lxml import html as lxml_html

    raw, problems = _markup(source)
    if raw is None:
        return Text(None, "text/html", problems=problems)
    found: Any = trafilatura.bare_extraction(
        raw, include_comments=False, include_tables=True, favor_precision=True, with_metadata=True
    )
    text = (found.text or "").strip() if found is not None else ""
    if len(text) < 40:
        try:
            tree: Any = lxml_html.document_fromstring(
                raw.encode("utf-8", "replace"),
                parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True),
            )
        except (ValueError, lxml_html.etree.ParserError):
            return Text(
                None,
                "text/html",
                problems=(
                    *problems,
                    source.problem("file", "no text in this page", "save the page again, or add its text"),
                ),
            )
        for element in tree.xpath("//script|//style|//noscript|//template|//nav|//footer|//head"):
            element.drop_tree()
        whole = "\n".join(line for x in tree.itertext() if (line := " ".join(str(x).split())))
        if len(whole) <= len(text):
            whole = text
        if not whole.strip():
            return Text(
                None,
                "text/html",
                problems=(
                    *problems,
                    source.problem("file", "no text in this page", "save the page again, or add its text"),
                ),
            )
        text = whole
    lang = _LANG.search(raw[:4000])
    return Text(
        text,
        "text/html",
        title=_one_line(found.title) if found is not None else None,
        publisher=_one_line(found.sitename) if found is not None else None,
        url=found.url if found is not None else None,
        published=_declared_day(raw),
        language=lang.group(1).casefold() if lang else None,
        problems=problems,
    )


_DATE = re.compile(
    r"""<meta[^>]+(?:article:published_time|og:published_time|datePublished|citation_publication_date|\bdate\b)["'][^>]*>""",
    re.I,
)
_CONTENT = re.compile(r"""content=["']([^"']+)""", re.I)
_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def _declared_day(raw: str) -> str | None:
    """The day in the page's own metadata."""
    told = [m for tag in _DATE.findall(raw) for m in _CONTENT.findall(tag)] + _LINKED.findall(raw)
    return next((day for value in told if (day := day_of(value.strip())) is not None), None)


def _markup(source: Source) -> tuple[str | None, tuple[Problem, ...]]:
    """The page as text: its own charset is believed, else it is guessed like plain text."""
    declared = _CHARSET.search(source.data[:4096])
    if declared is not None:
        try:
            return source.data.decode(declared.group(1).decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(source)


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
