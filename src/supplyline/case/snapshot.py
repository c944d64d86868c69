"""What did the last whole build find?

`Writer` streams rows into a fresh DuckDB file under a temporary name and renames it into place
when it is whole, so `Snapshot` (read-only) always opens the last whole build and a crash at any
instant leaves it. Rows come sorted by their table's one order; `export` of a table gives the same
bytes for the same build inputs, whatever the folder, the day or the order of adding.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from supplyline.case import files, tables
from supplyline.model import TABLES, BadInput, SnapshotMissing

if TYPE_CHECKING:
    from supplyline.case.store import Case

FORMAT = 4  # of the file: its tables and their columns; part of what a build depends on
_BATCH = 1000  # rows a batch: a document's text is a row too, so more would cost memory, not save time
# A writer holds what it can of the file, so its limit is most of a build's memory: 64 MB is too little for a
# checkpoint, and one thread needs the fewest blocks at once.
_WRITER: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "128MB", "threads": 1}
_LIMITS: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "400MB", "threads": 2}


@cache
def _shape() -> str:
    """Which tables and columns this version of the program writes and reads."""
    whole = "\n".join(f"{name}\n{tables.schema(cls)}" for name, cls in TABLES.items())
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _quoted(name: str) -> str:
    return ".".join(f'"{part}"' for part in name.split("."))


class Writer:
    """A build in the making. `add` rows of any table in any order, then `finish`; use with `with`:
    leaving without `finish` leaves the last snapshot as it was."""

    def __init__(self, case: Case) -> None:
        self._target = case.snapshot_path
        self._path = self._target.with_name(f".snapshot.{os.getpid()}.building")
        clean(case)
        spill = str(case.cache / "spill")
        self._connection = duckdb.connect(str(self._path), config=_WRITER | {"temp_directory": spill})
        self._waiting: dict[str, list[Any]] = {name: [] for name in TABLES}
        self._open = True
        self.counts = dict.fromkeys(TABLES, 0)
        for name, cls in TABLES.items():
            self._load(f"CREATE TABLE {_quoted(name)} AS SELECT * FROM batch", tables.to_batch(cls, []))
        self._connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")

    def _load(self, sql: str, batch: pa.RecordBatch) -> None:
        self._connection.register("batch", pa.Table.from_batches([batch]))
        self._connection.execute(sql)
        self._connection.unregister("batch")

    def add(self, table: str, nouns: Iterable[Any]) -> None:
        waiting = self._waiting[table]
        for noun in nouns:
            waiting.append(noun)
            if len(waiting) >= _BATCH:
                self._flush(table)

    def _flush(self, table: str) -> None:
        if waiting := self._waiting[table]:
            self._load(f"INSERT INTO {_quoted(table)} SELECT * FROM batch", tables.to_batch(TABLES[table], waiting))
            self.counts[table] += len(waiting)
            waiting.clear()

    def finish(self, meta: Callable[[dict[str, int]], dict[str, str]]) -> dict[str, int]:
        """Write what waits, make it durable and put it in the place of the last snapshot. `meta` says
        from the counts what to remember of the build; returns the rows of each table."""
        for table in TABLES:
            self._flush(table)
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted({"tables": _shape(), **meta(self.counts)}.items()))
        self._connection.execute("CHECKPOINT")
        self._connection.close()
        self._open = False
        with self._path.open("rb") as file:
            os.fsync(file.fileno())
        self._path.replace(self._target)
        files.sync_folder(self._target.parent)
        return self.counts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._open:
            self._connection.close()
            self._path.unlink(missing_ok=True)


def clean(case: Case) -> None:
    """Remove what a crashed build left. Call it with the build lock held."""
    for path in (*case.path.glob(".snapshot.*"), *case.cache.glob(".snapshot.*")):
        path.unlink(missing_ok=True)


class Rows(Protocol):
    """What reads the rows of a build: the snapshot itself, or an index made from it."""

    def get(self, id: str) -> Any | None: ...
    def rows(self, table: str, **equal: Any) -> Iterator[Any]: ...
    def ids_starting(self, prefix: str, most: int = 5) -> list[str]: ...
    def text(self, sha256: str) -> str: ...


class Snapshot:
    """The last whole build, read-only. A build that finishes meanwhile does not disturb it."""

    def __init__(self, path: Path) -> None:
        # Attached to an instance of its own: `connect(path)` would hand a second reader in this process
        # the instance of the first, and so the build before last.
        spill = str(path.parent / "cache" / "spill")
        self._connection = duckdb.connect(":memory:", config=_LIMITS | {"temp_directory": spill})
        place = str(path).replace("'", "''")
        self._connection.execute(f"ATTACH '{place}' AS built (READ_ONLY)")
        self._prefixes: dict[str, list[str]] | None = None

    @staticmethod
    def _name(table: str) -> str:
        return f'built."{table}"'

    @classmethod
    def open(cls, case: Case) -> Snapshot:
        if not case.snapshot_path.exists():
            raise SnapshotMissing(f"{case.path}: not built yet; run `supplyline build {case.path}`")
        try:
            snapshot = cls(case.snapshot_path)
            if snapshot.meta().get("tables") == _shape():
                return snapshot
            snapshot.close()
            raise SnapshotMissing(f"{case.snapshot_path}: built by another version of the program; run `supplyline build {case.path}`")
        except duckdb.Error as error:
            raise SnapshotMissing(
                f"{case.snapshot_path}: cannot be read ({error}); delete it and run `supplyline build`"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """For questions of one's own; the tables are `built.NAME`."""
        return self._connection.cursor()

    def meta(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT key, value FROM built.meta ORDER BY key").fetchall())

    def count(self, table: str, **equal: Any) -> int:
        where, values = self._where(table, equal)
        row = self._connection.execute(f"SELECT count(*) FROM {self._name(table)}{where}", values).fetchone()
        return int(row[0]) if row else 0

    def rows(self, table: str, **equal: Any) -> Iterator[Any]:
        """The nouns of a table in its one order; `event="ev_…"` keeps rows whose column equals it."""
        where, values = self._where(table, equal)
        return self._select(table, where, values, tables.order(table))

    def by_document(self, table: str) -> Iterator[Any]:
        """Claims or mentions grouped by their document."""
        span = {"claims": "quote.sha256", "mentions": "span.sha256"}[table]
        return self._select(table, "", [], (span, *tables.order(table)))

    def _where(self, table: str, equal: dict[str, Any]) -> tuple[str, list[Any]]:
        if table not in TABLES:
            raise BadInput(f"{table!r} is no table; known are {', '.join(TABLES)}")
        for name in equal:
            if name not in tables.schema(TABLES[table]).names:
                raise BadInput(f"table {table} has no column {name!r}")
        conditions = " AND ".join(f"{_quoted(name)} = ?" for name in equal)
        return f" WHERE {conditions}" if conditions else "", list(equal.values())

    def _select(self, table: str, where: str, values: list[Any], order: tuple[str, ...]) -> Iterator[Any]:
        sql = f"SELECT * FROM {self._name(table)}{where} ORDER BY {', '.join(map(_quoted, order))}"
        # A cursor of its own: a caller may walk two tables at once.
        with self._connection.cursor() as cursor:
            for batch in cursor.execute(sql, values).to_arrow_reader(_BATCH):
                yield from tables.from_batch(TABLES[table], batch)

    def get(self, id: str) -> Any | None:
        """The row with this id in whatever table; a document by its SHA-256."""
        if self._prefixes is None:
            self._prefixes = {}
            for table, cls in TABLES.items():
                if "id" in tables.schema(cls).names:
                    sql = f"SELECT DISTINCT split_part(id, '_', 1) FROM {self._name(table)}"
                    for (prefix,) in self._connection.execute(sql).fetchall():
                        self._prefixes.setdefault(prefix, []).append(table)
        for table in self._prefixes.get(id.split("_", 1)[0], []):
            for noun in self.rows(table, id=id):
                return noun
        return next(self.rows("documents", sha256=id), None)

    def ids_starting(self, prefix: str, most: int = 5) -> list[str]:
        """Ids (or SHA-256 of documents) that begin with `prefix`, sorted, at most `most`."""
        found: list[str] = []
        for table, cls in TABLES.items():
            names = tables.schema(cls).names
            name = "id" if "id" in names else "sha256" if table == "documents" else ""
            if name:
                sql = f"SELECT {name} FROM {self._name(table)} WHERE starts_with({name}, ?) ORDER BY {name} LIMIT {most}"
                found += [str(row[0]) for row in self._connection.execute(sql, [prefix]).fetchall()]
        return sorted(found)[:most]

    def text(self, sha256: str) -> str:
        """The extracted text of a document."""
        row = self._connection.execute("SELECT text FROM built.documents WHERE sha256 = ?", [sha256]).fetchone()
        if row is None:
            raise BadInput(f"no document {sha256} in the last build")
        return str(row[0])

    def export(self, table: str, path: Path, format: str = "csv") -> int:
        """Write a table sorted by id; returns the number of rows. Nested values are JSON in csv."""
        if format not in _EXPORTS:
            raise BadInput(f"{format!r} is no export format; known are {', '.join(sorted(_EXPORTS))}")
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            rows = _EXPORTS[format](partial, TABLES.get(table, object), self.rows(table))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return rows


def caption(noun: Any) -> str:
    """What a person would call a row."""
    for name in ("caption", "label", "name", "title", "text"):
        value = getattr(noun, name, None)
        if isinstance(value, str) and value:
            return value
    quote = getattr(noun, "quote", None)
    return quote.text if quote is not None else str(getattr(noun, "id", ""))


# ---------------------------------------------------------------- exports


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else value


def _csv(path: Path, cls: type, nouns: Iterator[Any]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        names = tables.schema(cls).names
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        for noun in nouns:
            row = tables.plain(noun)
            out.writerow([_cell(row[name]) for name in names])
            count += 1
    return count


def _jsonl(path: Path, cls: type, nouns: Iterator[Any]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for noun in nouns:
            file.write(tables.json_line(noun) + "\n")
            count += 1
    return count


def _parquet(path: Path, cls: type, nouns: Iterator[Any]) -> int:
    count = 0
    with pq.ParquetWriter(path, tables.schema(cls), compression="zstd") as out:
        for part in tables.batches(nouns, 10_000):
            out.write_batch(tables.to_batch(cls, part))
            count += len(part)
    return count


_EXPORTS: dict[str, Callable[[Path, type, Iterator[Any]], int]] = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}
