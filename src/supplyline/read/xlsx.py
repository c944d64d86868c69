"""Which rows are in the first sheet of an Excel file?

`look(file)` gives the header, the number of rows and the names of sheets that are not read; `rows(file)` streams the
rows behind the header with their number in the sheet. Promises: texts as written; a number with a date format becomes an
ISO date; formulas give the value that was saved with them; empty rows are passed over; nothing outside the file is
loaded, and a file that expands beyond all measure is refused. Format: ECMA-376, part 1 (SpreadsheetML).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import PurePosixPath
from typing import IO

from lxml import etree

from supplyline.model import BadInput

MAGIC = b"PK\x03\x04"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in number formats of dates and times
_MOST = 4_000_000_000  # bytes that the file may expand to
_FAULTS = (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    header: tuple[str, ...]
    size: int
    others: tuple[str, ...]


@contextmanager
def _guarded(name: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise BadInput(f"{name}: not readable as XLSX ({error}); open it and save it again, or export it as CSV") from error


def look(file: IO[bytes], name: str) -> Sheet:
    with _guarded(name):
        called, header, size = "", tuple[str, ...](), -1
        with zipfile.ZipFile(file) as book:
            sheets = _sheets(book)
            called = sheets[0][0]
            for _, cells in _cells(book, sheets[0][1]):
                size += 1
                header = header if size else tuple(cells)
    return Sheet(called, header, max(size, 0), tuple(other for other, _ in sheets[1:]))


def rows(file: IO[bytes], name: str) -> Iterator[tuple[int, list[str]]]:
    """(row of the sheet, cells) behind the header."""
    with _guarded(name), zipfile.ZipFile(file) as book:
        found = _cells(book, _sheets(book)[0][1])
        next(found, None)
        yield from found


def _sheets(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, place in the archive) of the sheets, in order."""
    if sum(info.file_size for info in book.infolist()) > _MOST:
        raise ValueError(f"expands to more than {_MOST / 1e9:.0f} GB")
    links = etree.fromstring(book.read("xl/_rels/workbook.xml.rels"), _parser())
    places = {link.get("Id"): link.get("Target", "") for link in links}
    root = etree.fromstring(book.read("xl/workbook.xml"), _parser())
    found = [(s.get("name", ""), places[s.get(_LINK)]) for s in root.iter(f"{_MAIN}sheet")]
    if not found:
        raise ValueError("no sheet in it")
    return [(name, str(PurePosixPath("xl") / place).removeprefix("/")) for name, place in found]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _walk(file: IO[bytes], tag: str) -> Iterator[etree._Element]:
    for _, node in etree.iterparse(file, tag=f"{_MAIN}{tag}", resolve_entities=False, no_network=True, load_dtd=False):
        yield node
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]


def _strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    with book.open("xl/sharedStrings.xml") as file:
        return [_text(node) for node in _walk(file, "si")]


def _text(node: etree._Element) -> str:
    """The words of a string, without how they are pronounced."""
    return "".join(t.text or "" for t in node.iter(f"{_MAIN}t") if (above := t.getparent()) is None or above.tag != f"{_MAIN}rPh")


def _dated(book: zipfile.ZipFile) -> list[bool]:
    """Of each style whether it shows a date."""
    if "xl/styles.xml" not in book.namelist():
        return []
    root = etree.fromstring(book.read("xl/styles.xml"), _parser())
    own = {int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in root.iter(f"{_MAIN}numFmt")}
    styles = root.find(f"{_MAIN}cellXfs")
    ids = [int(x.get("numFmtId", 0)) for x in styles] if styles is not None else []
    return [id in _DATES or _shows_date(own.get(id, "")) for id in ids]


@lru_cache(maxsize=256)
def _shows_date(code: str) -> bool:
    return bool(re.search(r"[ymdh]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.lower())))


def _cells(book: zipfile.ZipFile, place: str) -> Iterator[tuple[int, list[str]]]:
    strings, dated = _strings(book), _dated(book)
    root = etree.fromstring(book.read("xl/workbook.xml"), _parser())
    properties = root.find(f"{_MAIN}workbookPr")
    start = date(1904, 1, 1) if properties is not None and properties.get("date1904") in ("1", "true") else date(1899, 12, 30)
    line = 0
    with book.open(place) as file:
        for row in _walk(file, "row"):
            line = int(row.get("r") or line + 1)
            cells: list[str] = []
            for cell in row:
                at = _column(cell.get("r", "")) if cell.get("r") else len(cells)
                cells += [""] * (at - len(cells))
                cells.append(_value(cell, strings, dated, start).strip())
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield line, cells


def _column(reference: str) -> int:
    """ "AB12" → 27."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= 16_384:
        raise ValueError(f"{reference!r} is no cell")
    return number - 1


def _value(cell: etree._Element, strings: list[str], dated: list[bool], start: date) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    text = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return strings[int(text)] if text else ""
    style = int(cell.get("s", 0))
    if kind == "n" and text and style < len(dated) and dated[style]:
        day = float(text)
        return (start + timedelta(days=int(day))).isoformat() if 1 <= day < 2_958_466 else text
    return text.removesuffix(".0") if kind == "n" else text
