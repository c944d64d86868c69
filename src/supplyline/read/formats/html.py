"""Web pages: the main text, without navigation, scripts or styles.

trafilatura finds the main text and what the page says of itself (title, site, canonical address). Where it finds
nothing, and on pages too large or nested too deeply for it, all visible words are taken, block by block, and a problem says that
menus may have come too. Nothing is fetched and no entity of the page's own is expanded. Paragraphs become lines. The date is the
one that the page declares, never trafilatura's guess, which depends on the day it is asked.
"""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from supplyline.model import Problem
from supplyline.read.dates import day_of
from supplyline.read.formats.text import decode
from supplyline.read.source import Source, Text

_HEAD = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?\s*([\w-]+)""", re.I)
_LANG = re.compile(r"<html[^>]+\blang=[\"']?([A-Za-z]{2})", re.I)
# Beyond these trafilatura takes minutes: its time grows faster than the page.
_MOST_MARKUP, _MOST_TAGS = 3_000_000, 60_000
_LEAST = 40
_DEEPEST = 250  # libxml2, which trafilatura stands on, stops at 256 without a word; unclosed tags count too
_HIDDEN = frozenset(("script", "style", "noscript", "template", "nav", "footer", "head", "svg", "iframe"))
_INLINE = frozenset(
    ["a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"]
)


def detect(source: Source) -> bool:
    return _HEAD.search(source.data[:4096].replace(b"\0", b"")) is not None or (
        source.suffix in ("html", "htm", "xhtml") and b"<" in source.data[:4096]
    )


def read(source: Source) -> Text:
    raw, problems = _markup(source)
    if raw is None:
        return Text(None, "text/html", problems=problems)
    large = len(raw) > _MOST_MARKUP or raw.count("<") > _MOST_TAGS
    deep = raw.count("<") > _DEEPEST and _too_deep(raw)
    found = None if large or deep else _main(raw)
    text = (found.text or "").strip() if found is not None else ""
    if len(text) < _LEAST:
        whole = _flat(raw) if deep else _visible(raw)
        if not (whole or text).strip():
            nothing = source.problem("file", "no text in this page", "save the page again, or add its text")
            return Text(None, "text/html", problems=(*problems, nothing))
        if len(whole) > len(text):
            text = whole
            what = "a very large page" if large else "a page nested too deeply" if deep else "no main text was found in this page"
            told = source.problem("file", f"{what}; all its visible words were taken, menus too", "check its text; if it is wrong, add the article's text as a .txt file")
            problems = (*problems, told)
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


def _main(raw: str) -> Any:
    """What trafilatura makes of the page; None where it breaks on it, as it does on some that are made to."""
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            raw, include_comments=False, include_tables=True, favor_precision=True, with_metadata=True
        )
    except Exception:
        return None


def _too_deep(raw: str) -> bool:
    """Does the parser give up within the page, so that what stands below would be lost unseen?"""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True)
    with suppress(ValueError, etree.LxmlError, AssertionError):
        etree.fromstring(raw.encode("utf-8", "replace"), parser)
    return any(error.type_name == "ERR_RESOURCE_LIMIT" or "Excessive depth" in error.message for error in parser.error_log)


class _Words(HTMLParser):
    """The words of a page in its order, whatever its tags are nested in."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._within = ""  # the hidden element whose end is awaited
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._within:
            self._open += 1
        elif not self._within and tag in _HIDDEN - {"head", "iframe"}:  # a head may lack its end
            self._within, self._open = tag, 1
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._open -= 1
            if not self._open:
                self._within = ""
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.parts.append(data)


def _flat(raw: str) -> str:
    """As `_visible`, for pages that a parser of trees does not get through."""
    words = _Words()
    body = re.search(r"<body[\s>]", raw, re.I)
    words.feed(raw[body.start() if body else 0 :])
    words.close()
    return _lines(words.parts)


def _visible(raw: str) -> str:
    """The visible words of the page: a line a block, in the order of the page."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree: Any = lxml_html.document_fromstring(raw.encode("utf-8", "replace"), parser=parser)
    except (ValueError, etree.LxmlError, AssertionError):
        return ""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _HIDDEN
            if tag not in _INLINE:
                parts.append("\n")
            if not hidden:
                parts.append(element.text or "")
        else:
            hidden -= tag in _HIDDEN
            if tag not in _INLINE:
                parts.append("\n")
            if not hidden:
                parts.append(element.tail or "")
    return _lines(parts)


def _lines(parts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


_DATE = re.compile(
    r"""<meta[^>]{1,400}(?:article:published_time|og:published_time|datePublished|citation_publication_date|\bdate\b)["'][^>]{0,400}>""",
    re.I,
)
_CONTENT = re.compile(r"""content=["']([^"']+)""", re.I)
_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def _declared_day(raw: str) -> str | None:
    """The day in the page's own metadata."""
    head = raw[:500_000]
    told = [m for tag in _DATE.findall(head) for m in _CONTENT.findall(tag)] + _LINKED.findall(head)
    return next((day for value in told if (day := day_of(value.strip())) is not None), None)


def _markup(source: Source) -> tuple[str | None, tuple[Problem, ...]]:
    """The page as text: its own charset is believed, else it is guessed like plain text."""
    declared = _CHARSET.search(source.data[:4096])
    if declared is not None:
        try:
            return source.data.decode(declared.group(1).decode("ascii")), ()
        except (LookupError, ValueError):  # an encoding that is unknown, is none of text, or does not fit
            pass
    return decode(source)


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
