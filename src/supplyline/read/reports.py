"""Which text does a file hold?

`read_document(data, name, …)` is a pure function of its arguments: it finds the format by content
first and by name second, and gives a `Document` or at least one problem that names the mend. What
the caller says (date, publisher, address, language) wins over what the file says of itself. Nothing
is fetched, nothing in a file runs, no file time is taken for a publication date.
"""

from __future__ import annotations

import hashlib
from types import ModuleType

from supplyline.model import Document, Problem
from supplyline.read import language as languages
from supplyline.read.formats import docx, eml, html, pdf, text
from supplyline.read.source import LIMITS, Limits, Source

# In the order they are asked; text takes what nothing else knows.
FORMATS: dict[str, ModuleType] = {"pdf": pdf, "docx": docx, "eml": eml, "html": html, "text": text}


def read_document(
    data: bytes,
    name: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    media_type: str | None = None,
    limits: Limits = LIMITS,
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document of one file, and what was wrong with it."""
    source = Source(name, data, hashlib.sha256(data).hexdigest(), limits)
    refused = _refused(source)
    if refused is not None:
        return None, (refused,)
    chosen = next((f for f in FORMATS.values() if f.detect(source)), None)
    if chosen is None:
        mend = "add text, HTML, PDF, DOCX or EML; for a picture or a table, add its text"
        return None, (source.problem("file", "binary data of a kind that is not read", mend),)
    found = chosen.read(source)
    if found.text is None or not found.text.strip():
        problems = found.problems or (source.problem("file", "no text in this file", "add the text itself"),)
        return None, tuple(problems)
    if len(found.text) > limits.report:
        return None, (
            source.problem("file", f"more than {limits.report:,} characters of text", "split the file"),
        )
    spoken = language or languages.detect(found.text) or found.language
    document = Document(
        source.sha256,
        name,
        found.text,
        media_type or found.media_type,
        found.title,
        publisher or found.publisher,
        url or found.url,
        published or found.published,
        spoken,
    )
    return document, tuple(found.problems)


def _refused(source: Source) -> Problem | None:
    if not source.data.strip():
        return source.problem("file", "empty file", "fetch or save it again")
    if source.data.lstrip()[:6].startswith(b"{\\rtf"):
        return source.problem("file", "RTF is not read", "open it in a word processor and save it as DOCX or text")
    if len(source.data) > source.limits.report * 5 or (
        len(source.data) > source.limits.report and not source.data.startswith((b"%PDF", b"PK"))
    ):
        size = f"{len(source.data) / 1e6:,.0f} MB"
        return source.problem(
            "file",
            f"{size}; a report may have {source.limits.report / 1e6:,.0f} MB of text",
            "split the file, or add only the part that matters",
        )
    return None
