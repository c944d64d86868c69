"""How is a row kept so that nobody can change or drop it unseen?

Decisions and drafts are rows of SQLite files that refuse UPDATE and DELETE; each row holds the hash of the one before.
A row is on disk before its commit returns, and two processes may write at once. `walked` names what breaks a chain.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from supplyline.model import BadInput

GENESIS = "0" * 64
Row = TypeVar("Row", bound="Link")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose commits are on disk when they return; two processes may hold one at once."""
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 60000")
        connection.execute("PRAGMA synchronous = FULL")
        yield connection
    except sqlite3.DatabaseError as error:
        raise BadInput(f"{path.name}: {error}; restore this file from a backup, never delete it") from error
    finally:
        connection.close()


def prepare(connection: sqlite3.Connection, tables: str) -> None:
    """Make a table and the triggers that refuse a change, where they are not there."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(f"BEGIN IMMEDIATE; {tables} COMMIT;")


@contextmanager
def alone(connection: sqlite3.Connection) -> Iterator[None]:
    """What is written in it is kept whole or not at all; from its beginning on no other process can take the same place."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()


class Link(Protocol):
    """A row in its place."""

    @property
    def seq(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


def walked(
    connection: sqlite3.Connection, table: str, noun: str, read: Callable[[sqlite3.Connection], Sequence[Row]], fresh: Callable[[Row, int, str], str], called: Callable[[Row], str]
) -> tuple[Sequence[Row], tuple[str, str] | None]:
    """The rows of a table, and (place, what) of the first thing that breaks their chain. `fresh` gives the hash that a row has
    in its place behind the hash before it, `called` what a person calls the row."""
    connection.execute("BEGIN")  # one view of the file, whoever writes meanwhile
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        return (), ("file", f"the {noun}s file is damaged")
    rows, previous = read(connection), GENESIS
    for place, row in enumerate(rows, 1):
        if (row.seq, row.previous, row.hash) != (place, previous, fresh(row, place, previous)):
            return rows, (f"row {place}", f"the chain breaks at {called(row)}: it or the row before was changed or dropped")
        previous = row.hash
    # AUTOINCREMENT keeps the highest number ever given in sqlite_sequence: a dropped last row shows.
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    if (last[0] if last else 0) != len(rows):
        return rows, (f"row {len(rows) + 1}", f"the last {noun} was dropped")
    if not {"no_update", "no_delete"} <= {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}:
        return rows, ("file", "the triggers that refuse a change were removed")
    return rows, None
