"""Sums over Parquet tables of any size, and the records behind one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from supplyline.cli import show

if TYPE_CHECKING:
    from supplyline.case.store import Case
    from supplyline.cli.trade import Wanted
    from supplyline.model import Problem
    from supplyline.trade.scan import Scan


def _scans(case: Case) -> Iterator[Scan]:
    from supplyline.trade import scan

    for original in case.originals("trade"):
        path = case.original_path(original.sha256)
        if original.format is None and scan.is_parquet(path):
            yield scan.look(path, original.name, original.sha256, original.columns, case.cache / "spill")


def sums(case: Case, by: str, out: Path | None, wanted: Wanted, json_: bool) -> None:
    """Print or write what the Parquet tables of a case add up to."""
    from supplyline.model import BadInput
    from supplyline.trade import scan

    if out is not None and out.suffix not in (".parquet", ".csv"):
        raise typer.BadParameter(f"--out {out}: write a file that ends in .parquet or .csv")
    tables = list(_scans(case))
    if not tables:
        raise BadInput(f"{case.path}: no Parquet table of statistics in it; add one with: supplyline trade add {case.path} FILE.parquet")
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

    id = scan.make_id(table, by, [row[k] for k in by])
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
    table = next((t for t in _scans(case) if t.sha256.startswith(start)), None)
    if table is None:
        raise BadInput(f"{id}: no Parquet table of this case has a SHA-256 that begins with {start}")
    found, count = scan.rows_of(table, keys)
    for number, said in found:
        if json_:
            show.json_line({"file": table.name, "sha256": table.sha256, "record": number, "text": said})
        else:
            print(f"{said}\n    - file {table.sha256[:12]} ({table.name}), record {number}")
    show.tell(f"{count:,} records" + (f"; the first {len(found)} are shown" if count > len(found) else ""))
