"""What does a table of trade statistics record?

`read_table(data, name, mapping)` reads UN Comtrade (classic and new, CSV and JSON), CEPII BACI, Eurostat Comext (bulk files old and
new, SDMX-CSV, TSV, extractions), Chinese customs (GACC) and plain CSV, XLSX and Parquet with recognised column names
(data/trade_columns.tsv), also with a column per year, and packed by gzip or 7-Zip; encoding and delimiter are found from the
bytes. `mapping` names a column per field, or a constant with "=" ("reporter": "=cn"). Promises: every row read is a TradeRow
with its line number (in JSON: its place in the list), every row that is not is a Problem with its line number, and a table
whose columns do not tell who traded what with whom, and when, or tell it twice, is refused with the mend. What a table gives
in parts beside their total counts once, and `told` says how much was left out. Countries become ISO alpha-2 where known, weights
kg, values whole units of their currency; nothing else is changed. `read_trade` gives the rows and problems alone.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

from supplyline.model import BadInput, Problem, TradeRow, make_id
from supplyline.read import comext, packed, table, xlsx
from supplyline.read.comext import Line
from supplyline.read.trade_cells import (
    amount,
    country,
    direction,
    hs_code,
    is_place,
    kilograms,
    period,
    with_month,
)
from supplyline.read.trade_json import from_json
from supplyline.read.trade_shape import Shape, kept, shape_of
from supplyline.read.trade_whole import Parts

MAX_BYTES = 1_000_000_000
MAX_PROBLEMS = 200  # a table of one kind of bad row is one mistake, not a million
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TradeTable:
    """`columns`: field → column, or "=value" for all rows, as a mapping has it; `told`: what a person should know of it."""

    rows: tuple[TradeRow, ...]
    problems: tuple[Problem, ...]
    columns: dict[str, str]
    told: tuple[str, ...]


def read_trade(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> tuple[tuple[TradeRow, ...], tuple[Problem, ...]]:
    """The rows of one table and the problems of the rows that could not be read."""
    found = read_table(data, name, mapping)
    return found.rows, found.problems


def read_table(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> TradeTable:
    """The rows of one table, the problems of those that could not be read, its columns, and what was left out."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"{name}: {len(data):,} bytes, at most {MAX_BYTES:,} are read; split the table by year")
    sha256 = hashlib.sha256(data).hexdigest()
    problems: list[Problem] = []
    header, lines, place = _opened(packed.unpacked(data, name, MAX_BYTES), name, sha256, problems)
    shaped = comext.reshaped(header, lines)
    columns, shape = shape_of(shaped.header, name, mapping or {}, shaped.comext)
    out: list[TradeRow] = []
    parts, bad = Parts(), 0
    for number, cells in shaped.lines:
        try:
            if isinstance(cells, str):
                raise ValueError(cells)
            if any(cell.strip() for cell in cells):
                made = _rows(cells, number, sha256, shape, shaped.wide)
                parts.mark(made, cells, shape)
                out += made
        except ValueError as error:
            bad += 1
            if bad <= MAX_PROBLEMS:
                problems.append(Problem.of(name, f"{place} {number}", str(error), "correct or leave out the row", sha256))
    if bad > MAX_PROBLEMS:
        what = f"{bad - MAX_PROBLEMS:,} more rows could not be read, of {bad:,} in all"
        problems.append(Problem.of(name, "whole file", what, "what is wrong with the first of them is said of each; mend the table or its columns", sha256))
    if not out and not problems:
        problems.append(Problem.of(name, "whole file", "a header and no row", "download the table again, with its rows", sha256))
    rows = parts.once(out)
    return TradeTable(rows, tuple(problems), kept(columns, shaped.header, shape), _told(rows, len(out) - len(rows)))


def _told(rows: Sequence[TradeRow], parts: int) -> tuple[str, ...]:
    told = [f"{parts:,} rows are parts of others that the table gives too, and do not count beside them"] if parts else []
    secret = [row.hs for row in rows if not row.hs.isdigit() and row.hs != "TOTAL"]
    if secret:
        told.append(f"{len(secret):,} rows have a code that is kept confidential ({', '.join(sorted(set(secret))[:3])}): they count for its chapter alone")
    return tuple(told)


def _opened(data: bytes, name: str, sha256: str, problems: list[Problem]) -> tuple[list[str], Iterator[Line], str]:
    """The header, the numbered lines, and what a line is called."""
    text = "" if data[:4] in (b"PAR1", xlsx.MAGIC) else _decode(data, name)
    if not text and data:
        found = table.look(data, name)
        if found.doubt:
            problems.append(Problem.of(name, "whole file", found.doubt, "add each sheet as a table of its own", sha256))
        place = "row" if found.kind == "xlsx" else "record"
        return list(found.header), ((row.line, row.wrong or list(row.cells.values())) for row in table.rows(found)), place
    if text.lstrip()[:1] in ("{", "["):
        header, records = from_json(text, name)
        return header, iter(enumerate(records, 1)), "record"
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(data))
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise BadInput(f"{name}: line 1: {error}; is this a CSV table?") from error
    return header, _lines(reader, name, sha256, problems), "line"


def _decode(data: bytes, name: str) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    with contextlib.suppress(UnicodeDecodeError):
        text = data.decode("utf-16" if marked else "utf-8-sig")
        if "\x00" not in text[:4096]:
            return text
    if b"\x00" in data[:4096]:
        raise BadInput(f"{name}: binary data, not a CSV table; export the table as CSV and add that")
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise BadInput(f"{name}: its encoding cannot be told; save the table as UTF-8 CSV")
    return data.decode(best.encoding, "replace")


def _dialect(data: bytes) -> type[csv.Dialect]:
    """The delimiter that cuts the first line into most columns; semicolons and tabs are common."""
    first = data[:8192].replace(b"\x00", b"").split(b"\n", 1)[0]
    delimiter = "\t" if b"\\TIME_PERIOD\t" in first else max((b",", b";", b"\t", b"|"), key=lambda d: first.count(d)).decode()

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter
    return Found


def _lines(lines: Iterator[list[str]], name: str, sha256: str, problems: list[Problem]) -> Iterator[Line]:
    number = 1
    while True:
        number += 1
        try:
            yield number, next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem.of(name, f"line {number}", str(error), "correct the row's quotes", sha256))


def _rows(cells: Sequence[str], number: int, sha256: str, shape: Shape, wide: bool) -> list[TradeRow]:
    """What one line of the table records: one row, or one per year."""

    def cell(field: str) -> str:
        at = shape.columns.get(field)
        if isinstance(at, int):
            if at >= len(cells):
                raise ValueError(f"{len(cells)} columns, {shape.width} expected")
            text = cells[at].strip()
            return text or next((t for other in shape.others.get(field, ()) if other < len(cells) and (t := cells[other].strip())), "")
        return at or ""

    def land(field: str) -> str:
        first = text = cell(field)
        found = country(first, shape.comext)
        for at in shape.others.get(field, ()):
            if is_place(found):
                break
            if at < len(cells) and (text := cells[at].strip()):
                found = country(text, shape.comext)
        return found

    reporter, partner = land("reporter"), land("partner")
    if not reporter or not partner:
        raise ValueError("no reporter or partner")
    if len(reporter) > _LONGEST_NAME or len(partner) > _LONGEST_NAME:
        raise ValueError("a reporter or partner whose name is longer than that of any country")
    currency = cell("currency").upper() if isinstance(shape.columns.get("currency"), int) else shape.currency
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise ValueError(f"currency {currency!r} is no ISO code")
    flow, hs, weight = direction(cell("flow")), hs_code(cell("hs"), shape.baci, shape.comext), _weight(cells, cell, shape)
    if shape.years and len(cells) <= shape.years[-1][0]:
        raise ValueError(f"{len(cells)} columns, {shape.width} expected")
    when = "" if shape.years else with_month(period(cell("period")), cell("month"))
    found = [(year, cells[at].strip(), year) for at, year in shape.years] or [(when, cell("value"), when if wide else "")]
    out: list[TradeRow] = []
    for when, text, apart in found:
        value = amount(text, "value")
        out.append(
            TradeRow(
                id=make_id("t", sha256, number, apart) if apart else make_id("t", sha256, number),
                sha256=sha256,
                row=number,
                reporter=reporter,
                partner=partner,
                flow=flow,
                hs=hs,
                period=when,
                value=None if value is None else value * shape.unit,
                weight=weight,
                currency=currency,
            )
        )
    return out


def _weight(cells: Sequence[str], cell: Callable[[str], str], shape: Shape) -> float | None:
    """Net weight in kg: of its own column, else of the first quantity whose unit is one of weight."""
    weight = amount(cell("weight"), "weight")
    if weight is not None:
        return weight * shape.weight_unit
    for at, unit in shape.quantities:
        if max(at, unit) < len(cells) and (factor := kilograms(cells[unit])) is not None and (weight := amount(cells[at], "quantity")) is not None:
            return weight * factor
    return None
