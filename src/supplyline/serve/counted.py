"""How often did somebody ask, whichever process answered?

A `Counted` is a table of keys, each with a number and when it was counted, in a small SQLite file that every server of the
case counts in: two processes are no two chances. Promises: what is read and written inside `alone` nobody else changes
between; of a key only a keyed hash is kept, for people type passwords where a name belongs; some `KEYS` keys are kept, for
an hour. It is scratch: a damaged file is begun anew, and where none can be written each process counts for itself.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FORGET, KEYS = 3600.0, 10_000  # seconds; keys of one table
_EVERY = 100  # writes, after which what is old goes


class Counted:
    def __init__(self, table: str, path: Path | None = None, secret: bytes = b"", clock: Callable[[], float] = time.time) -> None:
        self._table, self._secret, self._clock = table, secret[:64], clock
        self._lock, self._writes = threading.Lock(), 0
        self._connection = _opened(path, table)

    @contextmanager
    def alone(self) -> Iterator[float]:
        """Nobody else counts meanwhile; what time it is."""
        with self._lock:
            self._run("BEGIN IMMEDIATE")
            try:
                yield self._clock()
            finally:
                if self._connection.in_transaction:
                    self._run("COMMIT")

    def _run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:  # the disk is full, say: pages can be read all the same
            print(f"problem: how often somebody asks cannot be kept ({error}); this process counts for itself", file=sys.stderr)
            self._connection.close()
            self._connection = _in_memory(self._table)
            return [] if sql == "COMMIT" else self._connection.execute(sql, values).fetchall()

    def get(self, key: Hashable, now: float) -> tuple[float, float] | None:
        """The number, and when it was counted."""
        for number, at in self._run(f"SELECT number, at FROM {self._table} WHERE key = ?", (self._hash(key),)):
            if now - at < FORGET:
                return number, min(at, now)  # a clock may have been set back
        return None

    def put(self, key: Hashable, number: float, at: float) -> None:
        self._run(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?, ?)", (self._hash(key), number, at))
        self._writes += 1
        if self._writes % _EVERY == 0:
            self._run(f"DELETE FROM {self._table} WHERE at <= ?", (at - FORGET,))
            older = f"SELECT key FROM {self._table} ORDER BY at DESC LIMIT -1 OFFSET ?"
            self._run(f"DELETE FROM {self._table} WHERE key IN ({older})", (KEYS,))

    def drop(self, key: Hashable) -> None:
        self._run(f"DELETE FROM {self._table} WHERE key = ?", (self._hash(key),))

    def __len__(self) -> int:
        return int(self._run(f"SELECT count(*) FROM {self._table}")[0][0])

    def _hash(self, key: Hashable) -> bytes:
        return hashlib.blake2b(repr(key).encode("utf-8", "replace"), key=self._secret, digest_size=16).digest()


def _opened(path: Path | None, table: str) -> sqlite3.Connection:
    if path is None:
        return _in_memory(table)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _of_file(path, table)
        except sqlite3.DatabaseError:
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            return _of_file(path, table)
    except (OSError, sqlite3.Error) as error:
        print(f"problem: {path.name} cannot be written ({error}); this process counts for itself how often somebody asks", file=sys.stderr)
        return _in_memory(table)


def _of_file(path: Path, table: str) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # SQLite gives its -wal and -shm the same mode
    made = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    try:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("PRAGMA synchronous = OFF")  # a page does not wait for the disk; what can be lost is an hour of counts
        if made.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        _prepare(made, table)
    except BaseException:
        made.close()
        raise
    return made


def _in_memory(table: str) -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _prepare(made, table)
    return made


def _prepare(connection: sqlite3.Connection, table: str) -> None:
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, number REAL NOT NULL, at REAL NOT NULL) WITHOUT ROWID")
    connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_at ON {table} (at)")
