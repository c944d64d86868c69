"""Who are the different parties of a register of shipments, however long the register is?

`parties(register, spill)` gives each consignor and consignee once, by the name as written, with how many lines it sent and
received and the first line that names it; `write(found, out)` makes a table of them that `supplyline screen --in` reads; `narrowed(register, known, spill)` keeps the lines of those that are known.
Promises: a Parquet register is asked where it lies, in one pass for each side, and memory grows with the different names
alone; "to order" and the like are nobody; names come sorted, so that the same register gives the same bytes. Countries are
those of at least a tenth of the lines that give one, and of two numbers of one kind none is kept, as in `resolve`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from supplyline.read import shipment_cells as cells
from supplyline.read import table
from supplyline.read.shipment_columns import PARTIES
from supplyline.read.shipments import Register, identified
from supplyline.read.trade_cells import country
from supplyline.resolve.entities import LEAST_LANDS
from supplyline.trade import scan

_BATCH = 20_000

# name as written, country, number, side (of PARTIES), lines, first line
_Line = tuple[str, str, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Named:
    """`identifier` is "inn=7702235133" or ""; `sent` and `received` count lines; `line` is the first that names it."""

    name: str
    country: str
    identifier: str
    sent: int
    received: int
    line: int


def parties(register: Register, spill: Path) -> Iterator[Named]:
    """Sorted by name."""
    asked = _in_place if register.table.kind == "parquet" else _streamed
    for name, lines in groupby(asked(register, spill), key=lambda line: line[0]):
        yield _named(register, name, list(lines))


def write(found: Iterable[Named], out: Path) -> int:
    """Write a .parquet or .csv table with the headings that a table of names has; how many were written."""
    fields = ("name", "country", "identifier", "key", "sent", "received")
    kinds = dict.fromkeys(fields, pa.string()) | dict.fromkeys(fields[3:], pa.int64())
    rows = ((f.name, f.country, f.identifier, f.line, f.sent, f.received) for f in found)
    count = 0
    if out.suffix == ".parquet":
        schema = pa.schema(list(kinds.items()))
        with pq.ParquetWriter(out, schema, compression="zstd") as file:
            while some := list(islice(rows, _BATCH)):
                file.write_table(pa.table([pa.array(column, kind) for column, kind in zip(zip(*some, strict=True), kinds.values(), strict=True)], schema))
                count += len(some)
        return count
    with out.open("w", encoding="utf-8", newline="") as text:
        plain = csv.writer(text, lineterminator="\n")
        plain.writerow(fields)
        for row in rows:
            plain.writerow(row)
            count += 1
    return count


def _named(register: Register, name: str, lines: list[_Line]) -> Named:
    lands: dict[str, int] = {}
    numbers: dict[str, set[str]] = {}
    for _, land, number, side, count, _ in lines:
        code = country(land) if land else ""
        if len(code) == 2:
            lands[code] = lands.get(code, 0) + count
        if (one := identified(register.columns, PARTIES[side], number)) is not None:
            numbers.setdefault(one.partition(":")[0], set()).add(one)
    known = sum(lands.values())
    sure = sorted(next(iter(of)) for of in numbers.values() if len(of) == 1)
    return Named(
        name,
        ";".join(sorted(code for code, count in lands.items() if count >= LEAST_LANDS * known)),
        ";".join(one.replace(":", "=", 1) for one in sure),
        sum(line[4] for line in lines if line[3] == 0),
        sum(line[4] for line in lines if line[3] == 1),
        min(line[5] for line in lines),
    )


def _streamed(register: Register, spill: Path) -> Iterator[_Line]:
    """Line after line, of a form that has to be read whole anyway."""
    taken, fixed = register.columns.taken, register.columns.fixed
    found: dict[tuple[str, str, str, int], tuple[int, int]] = {}
    for row in table.rows(register.table):
        if row.wrong or (row.cells and cells.is_total(next((text for text in row.cells.values() if text.strip()), ""))):
            continue
        for side, party in enumerate(PARTIES):
            name, land, number = (row.cells[taken[f]] if f in taken else fixed.get(f, "") for f in (party, f"{party}_country", f"{party}_id"))
            if name := cells.party(name):
                lines, first = found.get(at := (name, land, number, side), (0, row.line))
                found[at] = (lines + 1, first)
    for at in sorted(found):
        yield (*at, *found[at])


def _in_place(register: Register, spill: Path) -> Iterator[_Line]:
    source = register.table.source
    assert isinstance(source, Path)
    taken, fixed = register.columns.taken, register.columns.fixed

    def column(field: str) -> str:
        return f"coalesce(CAST({scan.quoted(taken[field])} AS VARCHAR), '')" if field in taken else scan.literal(fixed.get(field, ""))

    with scan.opened(spill) as db:
        sides = [
            f"SELECT {column(party)} AS raw, {column(f'{party}_country')} AS land, {column(f'{party}_id')} AS number, {side} AS side, "
            f"count(*) AS lines, min(file_row_number) + 1 AS first FROM read_parquet({scan.literal(str(source))}, file_row_number = true) GROUP BY ALL"
            for side, party in enumerate(PARTIES) if party in taken
        ]  # fmt: skip
        db.execute(f"CREATE TABLE found AS {' UNION ALL '.join(sides)}")
        db.execute("CREATE TABLE called (raw VARCHAR, name VARCHAR)")
        with db.cursor() as asked:
            reader = asked.execute("SELECT DISTINCT raw FROM found").to_arrow_reader(_BATCH)
            for batch in reader:
                raw = batch.column(0).to_pylist()
                made = pa.table({"raw": raw, "name": [cells.party(text) for text in raw]})
                db.register("made", made)
                db.execute("INSERT INTO called SELECT raw, name FROM made")
                db.unregister("made")
        ordered = db.execute(
            "SELECT name, land, number, side, CAST(sum(lines) AS BIGINT), min(first) FROM found JOIN called USING (raw) WHERE name <> '' "
            "GROUP BY ALL ORDER BY ALL"
        )
        while some := ordered.fetchmany(_BATCH):
            yield from some


# ---------------------------------------------------------------- the lines of parties that are known


def narrowed(register: Register, known: Callable[[str], bool], spill: Path) -> tuple[Register, int]:
    """A Parquet register with the lines alone that name a known party on either side, and how many they are. `known` is asked
    of each different name once; memory grows with the names that are."""
    source = register.table.source
    assert isinstance(source, Path)
    only: dict[str, frozenset[str]] = {}
    with scan.opened(spill) as db:
        tests: list[str] = []
        for column in (register.columns.taken[party] for party in PARTIES if party in register.columns.taken):
            said = f"CAST({scan.quoted(column)} AS VARCHAR)"
            db.execute(f"CREATE TABLE {(held := f'held_{len(tests)}')} (name VARCHAR)")
            found: list[str] = []
            with db.cursor() as asked:
                different = asked.execute(f"SELECT DISTINCT {said} FROM read_parquet({scan.literal(str(source))}) WHERE {said} IS NOT NULL")
                while some := different.fetchmany(_BATCH):
                    found += [raw for (raw,) in some if (name := cells.party(raw)) and known(name)]
            db.register("told", pa.table({"name": pa.array(found, pa.string())}))
            db.execute(f"INSERT INTO {held} SELECT name FROM told")
            db.unregister("told")
            only[column] = frozenset(found)
            tests.append(f"{said} IN (SELECT name FROM {held})")
        (count,) = db.execute(f"SELECT count(*) FROM read_parquet({scan.literal(str(source))}) WHERE {' OR '.join(tests)}").fetchall()[0]
    return replace(register, table=replace(register.table, only=only)), int(count)


# ---------------------------------------------------------------- from a party to its lines

_SHOWN = ("date", "consignor", "consignee", "hs", "goods", "value", "currency")


def lines_of(register: Register, name: str, spill: Path, most: int = 200) -> tuple[list[tuple[int, str]], int]:
    """(line, what it says) of the first lines that name a party of `parties` on either side, and how many there are."""
    columns = [register.columns.taken[f] for f in _SHOWN if f in register.columns.taken]
    sides = [register.columns.taken[party] for party in PARTIES if party in register.columns.taken]
    if register.table.kind != "parquet":
        named = (row for row in table.rows(register.table) if not row.wrong and any(cells.party(row.cells[c]) == name for c in sides))
        found, count = [], 0
        for count, row in enumerate(named, 1):
            if count <= most:
                found.append((row.line, _said(row.cells[c] for c in columns)))
        return found, count
    assert isinstance(register.table.source, Path)
    source = scan.literal(str(register.table.source))
    with scan.opened(spill) as db:
        spelled = {
            raw for c in sides for (raw,) in db.execute(f"SELECT DISTINCT CAST({scan.quoted(c)} AS VARCHAR) FROM read_parquet({source})").fetchall()
            if raw is not None and cells.party(raw) == name
        }  # fmt: skip
        if not spelled:
            return [], 0
        words = ", ".join(map(scan.literal, sorted(spelled)))
        where = " OR ".join(f"CAST({scan.quoted(c)} AS VARCHAR) IN ({words})" for c in sides)
        (total,) = db.execute(f"SELECT count(*) FROM read_parquet({source}) WHERE {where}").fetchall()[0]
        shown = ", ".join(f"CAST({scan.quoted(c)} AS VARCHAR)" for c in columns)
        rows = db.execute(f"SELECT file_row_number + 1, {shown} FROM read_parquet({source}, file_row_number = true) WHERE {where} ORDER BY 1 LIMIT {most}").fetchall()
    return [(int(line), _said(rest)) for line, *rest in rows], int(total)


def _said(texts: Iterable[str | None]) -> str:
    return "  ".join(text.strip() for text in texts if text and text.strip())
