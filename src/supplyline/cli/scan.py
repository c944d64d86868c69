"""Sums over Parquet tables of any size, the different parties of registers, and the records behind one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from supplyline.cli import show

if TYPE_CHECKING:
    from supplyline.case.store import Case
    from supplyline.cli.asked import Wanted
    from supplyline.model import Problem
    from supplyline.read.shipments import Register
    from supplyline.trade.scan import Scan


def _scans(case: Case) -> Iterator[Scan]:
    from supplyline.engine import inputs, records
    from supplyline.trade import copied, scan

    for original in case.originals("trade"):
        path = case.original_path(original.sha256)
        if original.format is None and copied.is_long(path):
            path, problems = copied.parquet(path, original.name, original.sha256, case.cache)
            show.report(list(problems))
        if original.format is None and scan.is_parquet(path):
            yield scan.look(path, original.name, original.sha256, inputs.columns(case, original), case.cache / "spill")
        elif records.is_register(original) and scan.is_parquet(path):
            yield scan.look_register(records.opened(case, original), original.sha256, case.cache / "spill")


def _registers(case: Case) -> Iterator[tuple[str, Register]]:
    from supplyline.engine import records

    for original in filter(records.is_register, case.originals("trade")):
        yield original.sha256, records.opened(case, original)


def _named_well(out: Path | None) -> None:
    if out is not None and out.suffix not in (".parquet", ".csv"):
        raise typer.BadParameter(f"--out {out}: write a file that ends in .parquet or .csv")


def parties(case: Case, party: str | None, out: Path | None, json_: bool) -> None:
    """Print or write the different parties of the registers of a case."""
    from dataclasses import asdict

    from supplyline.model import BadInput
    from supplyline.trade import parties as of

    _named_well(out)
    registers = list(_registers(case))
    if not registers:
        raise BadInput(f"{case.path}: no register of shipments in it; add one with: supplyline trade add {case.path} FILE")
    if out is not None and len(registers) > 1:
        raise BadInput(f"{out}: the case has {len(registers)} registers, whose parties are not put together; leave --out away, or screen each with: supplyline screen --parties --in FILE")
    for sha256, register in registers:
        count, wanted = 0, party.casefold() if party is not None else ""
        found = (p for p in of.parties(register, case.cache / "spill") if wanted in p.name.casefold())
        if out is not None:
            count = of.write(found, out)
        else:
            for p in found:
                count += 1
                id = _party_id(sha256, p.name)
                if json_:
                    show.json_line({"id": id, **asdict(p), "register": register.keeper})
                else:
                    facts = "  ".join(filter(None, (p.country, p.identifier)))
                    print(f"{id}  {p.name}{f'  [{facts}]' if facts else ''}  sent {p.sent:,}, received {p.received:,} lines, first in {p.line:,}")
        where = f" written to {out}" if out is not None else ""
        show.tell(f"{register.table.name}: {count:,} different names{where}")


def _party_id(sha256: str, name: str) -> str:
    from supplyline.trade import scan

    return scan.make_id(sha256, (scan.PARTY,), (name,))


def sums(case: Case, by: str, out: Path | None, wanted: Wanted, json_: bool) -> None:
    """Print or write what the Parquet tables of a case add up to."""
    from supplyline.model import BadInput
    from supplyline.trade import scan

    _named_well(out)
    tables = list(_scans(case))
    if not tables:
        raise BadInput(f"{case.path}: no Parquet or long table of statistics in it; add one with: supplyline trade add {case.path} FILE.parquet")
    if out is not None and len(tables) > 1:
        raise BadInput(f"{out}: the case has {len(tables)} Parquet tables ({', '.join(t.name for t in tables)}), which are never added together; leave --out away")
    asked = scan.Wanted(wanted.reporters or frozenset(), wanted.partners or frozenset(), wanted.codes, wanted.since)
    problems: list[Problem] = []
    for table in tables:
        found = scan.added(table, [key.strip() for key in by.split(",")], asked, out)
        problems += found.problems
        for batch in found.table.to_batches(1000):
            for row in batch.to_pylist():
                _print(table, found.by, row, json_)
        where = f" written to {out}" if out is not None else ""
        show.tell(f"{table.name}: {found.rows:,} sums{where}; {found.bad:,} records are in none")
    show.report(problems)


def _print(table: Scan, by: tuple[str, ...], row: dict[str, Any], json_: bool) -> None:
    from supplyline.trade import scan

    id = scan.make_id(table.sha256, by, [row[k] for k in by])
    if json_:
        show.json_line({"id": id, **row, "currency": table.currency})
        return
    weight = "" if row["weight"] is None else f"  {row['weight']:,.0f} kg"
    print(f"{id}  {'  '.join(row[k] for k in by)}  {table.currency} {row['value']:,.2f}{weight}  ({row['records']:,} records)")


def records(case: Case, id: str, json_: bool) -> None:
    """Print the records behind a sum, each with its place in the file."""
    from supplyline.model import BadInput
    from supplyline.trade import scan

    start, keys = scan.parsed(id)
    if scan.PARTY in keys:
        sha256, name, found, count = _lines_of(case, id, start, keys[scan.PARTY])
    else:
        table = next((t for t in _scans(case) if t.sha256.startswith(start)), None)
        if table is None:
            raise BadInput(f"{id}: no Parquet table of this case has a SHA-256 that begins with {start}")
        sha256, name = table.sha256, table.name
        found, count = scan.rows_of(table, keys)
    for number, said in found:
        if json_:
            show.json_line({"file": name, "sha256": sha256, "record": number, "text": said})
        else:
            print(f"{said}\n    - file {sha256[:12]} ({name}), record {number}")
    show.tell(f"{count:,} records" + (f"; the first {len(found)} are shown" if count > len(found) else ""))


def _lines_of(case: Case, id: str, start: str, party: str) -> tuple[str, str, list[tuple[int, str]], int]:
    from supplyline.model import BadInput
    from supplyline.trade import parties as of

    for sha256, register in _registers(case):
        if sha256.startswith(start):
            return sha256, register.table.name, *of.lines_of(register, party, case.cache / "spill")
    raise BadInput(f"{id}: no register of this case has a SHA-256 that begins with {start}")
