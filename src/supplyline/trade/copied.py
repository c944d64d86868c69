"""How is a long table of text asked where it lies?

A table of more than `LONG` bytes of text (a year of BACI, a month of Comext), packed or not, is never read into rows. `is_long(path)`
says whether a file is one, from its first bytes and size; `parquet(path, …)` gives a copy of it as Parquet in the case's cache, made
once by DuckDB, which `trade.scan` then asks. Promises: cells stay the text that they are, lines in their order; a line with too
few or too many cells is left out of the copy and told with its number; the copy may be thrown away at any time.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from supplyline.model import BadInput, Problem
from supplyline.read import comext, packed, xlsx
from supplyline.read import table as tables
from supplyline.trade.scan import MEMORY, NAMED, literal

LONG = 100_000_000
_MOST = 20_000_000_000  # of text that is unpacked


def is_long(path: Path) -> bool:
    """Is it a long table of text? Parquet, workbooks and JSON are none."""
    with path.open("rb") as file:
        start = file.read(16)
    if packed.is_packed(start):
        return packed.size(path) > LONG
    return start[:4] not in (b"PAR1", xlsx.MAGIC) and start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"[") and path.stat().st_size > LONG


def parquet(path: Path, name: str, sha256: str, cache: Path) -> tuple[Path, tuple[Problem, ...]]:
    """The copy, and the lines that are not in it where it is made now."""
    folder = cache / "tables"
    out = folder / f"{sha256[:16]}.parquet"
    if out.exists():
        return out, ()
    folder.mkdir(parents=True, exist_ok=True)
    made, plain = folder / f"{out.name}.{os.getpid()}", folder / f"{sha256[:16]}.{os.getpid()}.txt"
    try:
        found, source = _text(path, name, plain)
        if comext.is_bulk(found.header) or comext.has_indicators(found.header):
            raise BadInput(f"{name}: values and quantities in lines of their own are joined in memory, up to {LONG / 1e6:.0f} MB of text; ask Eurostat for fewer products or years at a time")
        problems = _copy(source, found, made, name, sha256, folder)
        made.replace(out)
    finally:
        made.unlink(missing_ok=True)
        plain.unlink(missing_ok=True)
    return out, problems


def _text(path: Path, name: str, plain: Path) -> tuple[tables.Table, Path]:
    """How the text is to be read, and where it lies unpacked and in UTF-8."""
    with path.open("rb") as file:
        start = file.read(16)
    source = path
    if packed.is_packed(start):
        plain.write_bytes(packed.unpacked(path.read_bytes(), name, _MOST))
        source = plain
    found = tables.look(source, name)
    if found.encoding != "utf-8-sig":
        text = source.read_text(found.encoding, "replace")
        plain.write_text(text, "utf-8")
        source = plain
    return found, source


def _copy(source: Path, found: tables.Table, out: Path, name: str, sha256: str, spill: Path) -> tuple[Problem, ...]:
    columns = ", ".join(f"{literal(head or f'column {at}')}: 'VARCHAR'" for at, head in enumerate(found.header, 1))
    with duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": str(spill)}) as db:
        try:
            db.execute(
                f"COPY (SELECT * FROM read_csv({literal(str(source))}, delim = {literal(found.delimiter)}, quote = '\"', escape = '\"', header = true, auto_detect = false, "
                f"columns = {{{columns}}}, ignore_errors = true, store_rejects = true, rejects_limit = {NAMED}, parallel = true)) TO {literal(str(out))} (FORMAT parquet, COMPRESSION zstd)"
            )
        except duckdb.Error as error:
            raise BadInput(f"{name}: not readable as CSV ({str(error).splitlines()[0]}); save it again as CSV in UTF-8") from error
        (kept,) = db.execute(f"SELECT count(*) FROM read_parquet({literal(str(out))})").fetchall()[0]
        wrong = db.execute("SELECT line, min(error_message) FROM reject_errors GROUP BY line ORDER BY line").fetchall()
    if not kept:
        raise BadInput(f"{name}: no line has as many cells as its header ({len(found.header)}); is it a CSV table?")
    return tuple(
        Problem.of(name, f"line {line}", f"in no sum: {_short(message, len(found.header))}", "correct or leave out the line", sha256) for line, message in wrong
    )


def _short(message: str, width: int) -> str:
    return f"not the {width} cells of its header" if "columns" in message.lower() else message.splitlines()[0][:120]
