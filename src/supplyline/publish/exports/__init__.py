"""Which programs can read a case?

`EXPORTS` names each format and the function that writes it: `EXPORTS[format](snapshot, out)` returns
the path it wrote. Table formats (csv, jsonl, parquet) write a folder with one file per table; the
others one file, named in `out` or put into it where it is a folder. docs/exports.md says what each
loses. Promises: the same snapshot gives the same bytes; a file appears whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from supplyline.case.snapshot import Snapshot
from supplyline.model import TABLES
from supplyline.publish.exports.ftm import write_ftm
from supplyline.publish.exports.graphml import write_graphml
from supplyline.publish.exports.stix import write_stix


def write_tables(snapshot: Snapshot, out: Path, *, format: str) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        snapshot.export(table, out / f"{table}.{format}", format=format)
    return out


EXPORTS: dict[str, Callable[[Snapshot, Path], Path]] = {
    "csv": partial(write_tables, format="csv"),
    "ftm": write_ftm,
    "graphml": write_graphml,
    "jsonl": partial(write_tables, format="jsonl"),
    "parquet": partial(write_tables, format="parquet"),
    "stix": write_stix,
}
