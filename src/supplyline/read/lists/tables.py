"""Which rows does this CSV hold?

`rows(source)` yields (line number, cells) of a delimited file; `dicts(source, needed)` does so by header name and
refuses a file whose header lacks a needed column. Promises: text is UTF-8 or UTF-16 with a mark; other bytes are
read as Windows-1252 and said so in a problem; a binary file is refused with the place of the first NUL.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from supplyline.model import BadInput
from supplyline.read.lists.common import Reading, Source, refuse

_CHUNK = 1 << 20
_LONGEST_CELL = 4 << 20


def encoding(source: Source, reading: Reading | None = None) -> str:
    """The encoding of a text file; a fallback leaves a problem on `reading`."""
    data = source.data
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise BadInput(f"{source.name}:{line}: a NUL byte: this is no text file. Add the list as CSV, XML or JSON.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = 0
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK], at + _CHUNK >= len(data))
    except UnicodeDecodeError as error:
        # The decoder may hold up to three bytes of the chunk before, so look from there.
        line = data.count(b"\n", 0, max(at - 3, 0) + error.start) + 1
        if reading is not None:
            reading.problem(
                source, f"line {line}", "bytes that are not UTF-8; the file was read as Windows-1252",
                "check names near this line, or save the file as UTF-8 and add it again",
            )  # fmt: skip
        return "cp1252"
    return "utf-8-sig"


def text_lines(source: Source, reading: Reading | None = None) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(source.data), encoding(source, reading), "replace", newline="")


def rows(source: Source, reading: Reading | None = None, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each row that is not empty. The lone 0x1A that ends OFAC's files is no row."""
    previous = csv.field_size_limit(_LONGEST_CELL)
    lines = text_lines(source, reading)
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cells) and "".join(cells).strip() != "\x1a":
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"{source.name}:{line}: not readable as CSV ({error}). Is a quote left open?") from error
    finally:
        csv.field_size_limit(previous)


def dicts(
    source: Source, needed: Sequence[str], reading: Reading, delimiter: str = ",", skip: int = 0
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by column name. A row of another width becomes a problem and is left out."""
    stream = rows(source, reading, delimiter)
    for _ in range(skip):
        next(stream, None)
    first = next(stream, None)
    if first is None:
        raise refuse(source, "1", "a header line", "an empty file", "Download the list again.")
    header = [cell.strip() for cell in first[1]]
    missing = [column for column in needed if column not in header]
    if missing:
        raise refuse(
            source, str(first[0]), f"the columns {', '.join(needed)}",
            f"{', '.join(header[:12])}{' …' if len(header) > 12 else ''} without {', '.join(missing)}",
            "Has the publisher changed the format? Add it with --format csv and a column mapping.",
        )  # fmt: skip
    twice = sorted({column for column in header if column and header.count(column) > 1}) if len(header) < 1000 else []
    if twice:
        reading.problem(
            source, f"line {first[0]}", f"columns that stand twice: {', '.join(twice)}; the last of each is read",
            "rename or remove one of them",
        )  # fmt: skip
    for line, cells in stream:
        if len(cells) != len(header):
            reading.problem(
                source, f"line {line}", f"{len(cells)} columns, {len(header)} expected; the row was left out",
                "look for a stray delimiter or quote on this line",
            )  # fmt: skip
            continue
        yield line, dict(zip(header, cells, strict=True))
