"""Which rows are in this table of names?

`look(path)` tells what a file is, in one pass that keeps nothing: CSV (UTF-8, UTF-16 with a mark, else Windows-1252; comma,
semicolon or tab) or Parquet, its header, its SHA-256. `rows(table)` streams it: memory does not grow with the
table. A row that is not as the header says comes with what is wrong, never silently dropped. Rows count from 1, the
header not counted.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from supplyline.model import BadInput

_CHUNK = 1 << 20
_LONGEST_CELL = 1 << 20
_MAGIC = b"PAR1"


@dataclass(frozen=True, slots=True)
class Table:
    path: Path
    name: str
    kind: str  # csv, parquet
    sha256: str
    header: tuple[str, ...]
    size: int  # rows: of a CSV no more than its lines, for a progress bar
    encoding: str = ""
    delimiter: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[str, str]
    wrong: str = ""


def look(path: Path, name: str | None = None) -> Table:
    name = name or str(path)
    with path.open("rb") as file:
        if file.read(4) == _MAGIC:
            return _parquet(path, name)
    return _csv(path, name)


def rows(table: Table) -> Iterator[Row]:
    return _parquet_rows(table) if table.kind == "parquet" else _csv_rows(table)


# ---------------------------------------------------------------- CSV


def _csv(path: Path, name: str) -> Table:
    digest, lines, encoding, doubt = hashlib.sha256(), 0, "utf-8-sig", ""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(2)
        file.seek(0)
        wide = head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        if wide:
            encoding = "utf-16"
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if not wide and b"\0" in chunk:
                line = lines + chunk.count(b"\n", 0, chunk.index(b"\0")) + 1
                raise BadInput(f"{name}:{line}: a NUL byte: this is no text file. Give a CSV or a Parquet file.")
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    encoding = "cp1252"
                    line = lines + chunk.count(b"\n", 0, error.start) + 1
                    doubt = f"line {line}: bytes that are not UTF-8; the file was read as Windows-1252"
            lines += chunk.count(b"\n")
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            first = next(iter(text), "")
            delimiter = max((",", ";", "\t"), key=first.count)
            text.seek(0)
            header = next(csv.reader(text, delimiter=delimiter), [])
    except csv.Error as error:
        raise BadInput(f"{name}:1: not readable as CSV ({error}). Is a quote left open?") from error
    finally:
        csv.field_size_limit(previous)
    cells = _header(name, [cell.strip() for cell in header])
    return Table(path, name, "csv", digest.hexdigest(), cells, max(lines - 1, 0), encoding, delimiter, doubt)


def _header(name: str, header: Sequence[str]) -> tuple[str, ...]:
    if not any(header):
        raise BadInput(f"{name}:1: no header; the first line must name the columns")
    twice = sorted({cell for cell in header if cell and header.count(cell) > 1})
    if twice:
        raise BadInput(f"{name}:1: the column {twice[0]!r} is there twice; give each a name of its own")
    return tuple(header)


def _csv_rows(table: Table) -> Iterator[Row]:
    previous = csv.field_size_limit(_LONGEST_CELL)
    number = 0
    try:
        with table.path.open(encoding=table.encoding, errors="replace", newline="") as text:
            reader = csv.reader(text, delimiter=table.delimiter)
            next(reader)
            for cells in reader:
                if not any(cells):
                    continue
                number += 1
                if len(cells) != len(table.header):
                    wrong = f"line {reader.line_num}: {len(cells)} cells, the header has {len(table.header)}"
                    yield Row(number, {}, wrong)
                else:
                    yield Row(number, dict(zip(table.header, cells, strict=True)))
    except csv.Error as error:
        raise BadInput(f"{table.name}: row {number + 1}: not readable as CSV ({error}). Is a quote left open?") from error
    finally:
        csv.field_size_limit(previous)


# ---------------------------------------------------------------- Parquet


def _parquet(path: Path, name: str) -> Table:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    try:
        with pq.ParquetFile(path) as held:
            header, size = list(held.schema_arrow.names), int(held.metadata.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{name}: not readable as Parquet ({error}). Write it again.") from error
    return Table(path, name, "parquet", digest.hexdigest(), _header(name, header), size)


def _parquet_rows(table: Table) -> Iterator[Row]:
    number = 0
    try:
        with pq.ParquetFile(table.path) as file:
            for batch in file.iter_batches(batch_size=2000):
                for values in batch.to_pylist():
                    number += 1
                    yield Row(number, {name: _text(value) for name, value in values.items()})
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{table.name}: row {number + 1}: not readable as Parquet ({error}). Write it again.") from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(_text(v) for v in value if v is not None)
    return str(value)
