"""Which rows are in this table of names or shipments?

`look(source)` tells what a file is, in one pass that keeps nothing: CSV (UTF-8, UTF-16 with a mark, else what its letters
tell, else Windows-1252; comma, semicolon or tab), XLSX (its first sheet) or Parquet, its header, its SHA-256.
`rows(table)` streams it: memory does not grow with the table; of a Parquet file with `only` come the rows alone in which
one of its columns has one of its values. A row that is not as the header says comes with what is
wrong, never silently dropped. `number` counts rows from 1, the header not counted; `line` is where a person finds the
row: the line of a CSV, the row of a sheet, the record of a Parquet file.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from charset_normalizer import from_bytes

from supplyline.model import BadInput
from supplyline.read import xlsx

_CHUNK = 1 << 20
_WIDE = 50_000  # rows that are looked through at once for those that are asked for
_LONGEST_CELL = 1 << 20
_MAGIC = b"PAR1"


@dataclass(frozen=True, slots=True)
class Table:
    """`source` is where the bytes are, or the bytes themselves."""

    source: Path | bytes
    name: str
    kind: str  # csv, xlsx, parquet
    sha256: str
    header: tuple[str, ...]
    size: int  # rows: of a CSV no more than its lines, for a progress bar
    encoding: str = ""
    delimiter: str = ""
    doubt: str = ""
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)  # column → values, as DuckDB and Arrow write them as text


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[str, str]
    wrong: str = ""
    line: int = 0


def look(source: Path | bytes, name: str | None = None) -> Table:
    name = name or str(source if isinstance(source, Path) else "table")
    with opened(source) as file:
        start = file.read(4)
    if start == _MAGIC:
        return _parquet(source, name)
    return _xlsx(source, name) if start == xlsx.MAGIC else _csv(source, name)


def header(source: Path | bytes, name: str) -> tuple[str, ...]:
    """The columns of a Parquet table, without reading the rest of the file."""
    try:
        with opened(source) as file, pq.ParquetFile(file) as held:
            return _header(name, list(held.schema_arrow.names))
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{name}: not readable as Parquet ({error}). Write it again.") from error


def opened(source: Path | bytes) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def rows(table: Table) -> Iterator[Row]:
    return {"csv": _csv_rows, "xlsx": _xlsx_rows, "parquet": _parquet_rows}[table.kind](table)


# ---------------------------------------------------------------- CSV


def _csv(source: Path | bytes, name: str) -> Table:
    digest, lines, encoding, doubt = hashlib.sha256(), 0, "utf-8-sig", ""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(source) as file:
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
                    encoding = _encoding(chunk)
                    line = lines + chunk.count(b"\n", 0, error.start) + 1
                    called = "Windows-1252" if encoding == "cp1252" else encoding
                    doubt = f"line {line}: bytes that are not UTF-8; the file was read as {called}"
            lines += chunk.count(b"\n")
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        with io.TextIOWrapper(opened(source), encoding, "replace", "") as text:
            first = next(iter(text), "")
            delimiter = max((",", ";", "\t"), key=first.count)
            text.seek(0)
            header = next(csv.reader(text, delimiter=delimiter), [])
    except csv.Error as error:
        raise BadInput(f"{name}:1: not readable as CSV ({error}). Is a quote left open?") from error
    finally:
        csv.field_size_limit(previous)
    cells = _header(name, [cell.strip() for cell in header])
    return Table(source, name, "csv", digest.hexdigest(), cells, max(lines - 1, 0), encoding, delimiter, doubt)


def _encoding(chunk: bytes) -> str:
    """Customs tables are often in an encoding of their country. Western accents stand alone among plain letters, the
    letters of other scripts side by side."""
    high = chunk[:200_000].translate(bytes(128) + bytes([1]) * 128)
    if high.count(b"\1\1\1") * 6 < high.count(b"\1"):
        return "cp1252"
    best = from_bytes(chunk[:200_000], cp_isolation=["cp1251", "koi8_u", "cp866", "gb18030", "big5"]).best()
    return best.encoding if best is not None else "cp1252"


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
        with io.TextIOWrapper(opened(table.source), table.encoding, "replace", "") as text:
            reader = csv.reader(text, delimiter=table.delimiter)
            next(reader)
            for cells in reader:
                if not any(cells):
                    continue
                number += 1
                if len(cells) != len(table.header):
                    wrong = f"line {reader.line_num}: {len(cells)} cells, the header has {len(table.header)}"
                    yield Row(number, {}, wrong, reader.line_num)
                else:
                    yield Row(number, dict(zip(table.header, cells, strict=True)), line=reader.line_num)
    except csv.Error as error:
        raise BadInput(f"{table.name}: row {number + 1}: not readable as CSV ({error}). Is a quote left open?") from error
    finally:
        csv.field_size_limit(previous)


# ---------------------------------------------------------------- XLSX


def _xlsx(source: Path | bytes, name: str) -> Table:
    with opened(source) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    with opened(source) as file:
        sheet = xlsx.look(file, name)
    others = f"only the sheet {sheet.name!r} is read, and not {', '.join(map(repr, sheet.others))}" if sheet.others else ""
    return Table(source, name, "xlsx", digest, _header(name, [cell.strip() for cell in sheet.header]), sheet.size, doubt=others)


def _xlsx_rows(table: Table) -> Iterator[Row]:
    with opened(table.source) as file:
        for number, (line, cells) in enumerate(xlsx.rows(file, table.name), 1):
            if len(cells) > len(table.header):
                yield Row(number, {}, f"row {line}: {len(cells)} cells, the header has {len(table.header)}", line)
            else:
                padded = [*cells, *([""] * (len(table.header) - len(cells)))]  # a sheet has no empty cells at the end
                yield Row(number, dict(zip(table.header, padded, strict=True)), line=line)


# ---------------------------------------------------------------- Parquet


def _parquet(source: Path | bytes, name: str) -> Table:
    digest = hashlib.sha256()
    with opened(source) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    try:
        with opened(source) as file, pq.ParquetFile(file) as held:
            header, size = list(held.schema_arrow.names), int(held.metadata.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{name}: not readable as Parquet ({error}). Write it again.") from error
    return Table(source, name, "parquet", digest.hexdigest(), _header(name, header), size)


def _parquet_rows(table: Table) -> Iterator[Row]:
    number = 0
    sought = {column: pa.array(sorted(values), pa.string()) for column, values in table.only.items()}
    try:
        with opened(table.source) as source, pq.ParquetFile(source) as file:
            for group in range(file.num_row_groups):
                size = file.metadata.row_group(group).num_rows
                if sought and not any(any(_found(batch, sought)) for batch in file.iter_batches(_WIDE, [group], list(sought))):
                    number += size
                    continue
                for batch in file.iter_batches(_WIDE if sought else 2000, [group]):
                    places: Sequence[int] = range(number + 1, number + batch.num_rows + 1)
                    if sought:
                        kept = _found(batch, sought)
                        places = [place for place, keep in zip(places, kept, strict=True) if keep]
                        number, batch = number + batch.num_rows, batch.filter(pa.array(kept))
                    for place, values in zip(places, batch.to_pylist(), strict=True):
                        number = max(number, place)
                        yield Row(place, {name: _text(value) for name, value in values.items()}, line=place)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{table.name}: row {number + 1}: not readable as Parquet ({error}). Write it again.") from error


def _found(batch: pa.RecordBatch, sought: Mapping[str, pa.Array]) -> list[bool]:
    """For each row: has one of the columns one of the values?"""
    hits = [pc.is_in(pc.cast(batch.column(column), pa.string()), value_set=values).to_numpy(zero_copy_only=False) for column, values in sought.items()]
    return list(np.logical_or.reduce(hits)) if hits else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(_text(v) for v in value if v is not None)
    return str(value)
