"""DOCX: paragraphs and tables in the order of the document.

Text that was inserted with changes tracked is in, text deleted with changes tracked is out; headers, footers and
comments stay out. A row of a table is a line, its cells parted by tabs; a cell merged over columns is told once.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from supplyline.read.formats.text import title
from supplyline.read.source import Source, Text

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XML_LIMIT = 100_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SKIPPED = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"}


def detect(source: Source) -> bool:
    if not source.data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return source.suffix == "docx"


def read(source: Source) -> Text:
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > _XML_LIMIT or (info.file_size > 1_000_000 and info.file_size > 1_000 * max(1, info.compress_size)):
                return _nothing(source, "its text expands to more than 100 MB", "save it again, or add its text")
            content = archive.read(info)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        root: Any = etree.fromstring(content, parser)
    except (
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, etree.LxmlError, OSError, EOFError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        what = "locked by a password" if "password" in str(error) else f"a damaged DOCX ({type(error).__name__})"
        return _nothing(source, what, "open it in a word processor and save it again")
    body = root.find(f"{_W}body")
    text = "\n".join(_lines(body if body is not None else root)).strip("\n")
    if not text.strip():
        return _nothing(source, "no text in this document", "if its text is in pictures, add the text itself")
    # The file's own properties are no publication date: they tell when it was saved.
    return Text(text, TYPE, title=title(text))


def _nothing(source: Source, what: str, mend: str) -> Text:
    return Text(None, TYPE, problems=(source.problem("file", what, mend),))


def _lines(block: Any) -> Iterator[str]:
    """The lines of a body, a cell, or what wraps blocks (content controls, tracked insertions)."""
    for child in block:
        if child.tag == f"{_W}p":
            yield _words(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [" ".join(" ".join(_lines(cell)).split()) for cell in row.findall(f"{_W}tc")]
                yield "\t".join(cells)
        elif child.tag not in _SKIPPED and len(child):
            yield from _lines(child)


def _words(paragraph: Any) -> str:
    """The text of a paragraph; without recursion, since a hostile file may nest deep."""
    out: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{_W}t":
            out.append(node.text or "")
        elif node.tag in _BREAKS:
            out.append(_BREAKS[node.tag])
        elif node.tag not in _SKIPPED:
            stack.append(iter(node))
    return "".join(out)
