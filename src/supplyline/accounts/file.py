"""Where do accounts lie on disk?

`place(folder)` names the file, `opened(path)` opens it. Promises: the file and what SQLite keeps beside it are readable by
their owner alone from the first byte on; a commit is on disk when it returns; two processes may hold it at once; a case that
has no accounts has no file.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from supplyline.model import BadInput

MODE = 0o600
_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, key TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
    password TEXT NOT NULL, given INTEGER NOT NULL, email TEXT NOT NULL, subject TEXT NOT NULL, made TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_email ON accounts (email) WHERE email <> '';
CREATE UNIQUE INDEX IF NOT EXISTS accounts_subject ON accounts (subject) WHERE subject <> '';
CREATE TABLE IF NOT EXISTS passes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, label TEXT NOT NULL, made TEXT NOT NULL, until TEXT NOT NULL, used TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passes_account ON passes (account);
CREATE TABLE IF NOT EXISTS log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL, times INTEGER NOT NULL,
    who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL, address TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS log_kind ON log (kind, seq);
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON log WHEN OLD.kind = 'change'
    BEGIN SELECT RAISE(ABORT, 'changes of accounts stay in the log'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON log WHEN OLD.kind = 'change'
    BEGIN SELECT RAISE(ABORT, 'changes of accounts stay in the log'); END;
"""


def place(folder: Path) -> Path:
    """The file of a case's folder."""
    return folder / "accounts.sqlite"


def prepare(path: Path) -> None:
    """Make the file where it is not there, whole."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, MODE))  # SQLite gives its -wal and -shm the same mode
    path.chmod(MODE)  # also one that was copied from elsewhere
    with _connected(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
        with alone(connection):
            if connection.execute("SELECT 1 FROM secret").fetchone() is None:
                connection.execute("INSERT INTO secret VALUES (?)", (secrets.token_hex(32),))


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that is there."""
    with _connected(path) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        yield connection
    except sqlite3.DatabaseError as error:
        raise BadInput(f"{path.name}: {error}; restore this file from a backup, never delete it") from error
    finally:
        connection.close()


@contextmanager
def alone(connection: sqlite3.Connection) -> Iterator[None]:
    """What is written in it is kept whole or not at all; from its beginning on no other process can write."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def secret(path: Path) -> str:
    """What forms of this case are signed with; the same after a restart."""
    with opened(path) as connection:
        return str(connection.execute("SELECT value FROM secret").fetchone()[0])


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
