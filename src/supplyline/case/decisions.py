"""What did people decide, and is it still what they decided?

Decisions are rows of an SQLite file that refuses UPDATE and DELETE; each row holds the hash of
the one before. A wrong decision is answered by another (`undo`), never edited. A row is on disk
before `append` returns; two processes may append at once. `verify` recomputes the chain.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from supplyline.model import BadInput, Decision, DecisionRefused, Problem

VERBS = ("confirm", "reject", "misread", "merge", "split", "undo")
GENESIS = "0" * 64
Row = TypeVar("Row", bound="Link")
_TABLES = """
CREATE TABLE IF NOT EXISTS decisions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, verb TEXT NOT NULL, targets TEXT NOT NULL, names TEXT NOT NULL,
    by TEXT NOT NULL, because TEXT NOT NULL, at TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only: answer a decision with undo'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only: answer a decision with undo'); END;
"""
_COLUMNS = "seq, id, verb, targets, names, by, because, at, previous, hash"


# ---------------------------------------------------------------- rows that stay, as drafts are kept too


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


def made(connection: sqlite3.Connection, tables: str) -> None:
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


# ---------------------------------------------------------------- decisions


def prepare(path: Path) -> None:
    """Make the file, its table and the triggers that refuse a change."""
    with opened(path) as connection:
        made(connection, _TABLES)


def _hash(
    seq: int, verb: str, targets: Sequence[str], names: Sequence[str], by: str, because: str, at: str, previous: str
) -> str:
    return digest(seq, verb, list(targets), list(names), by, because, at, previous)


def _decision(row: tuple[int, str, str, str, str, str, str, str, str, str]) -> Decision:
    seq, id_, verb, targets, names, by, because, at, previous, hash_ = row
    try:
        lists = tuple(json.loads(targets)), tuple(json.loads(names))
    except (ValueError, TypeError) as error:
        raise BadInput(f"decisions, row {seq}: not a decision ({error}); restore the file from a backup") from error
    return Decision(seq, id_, verb, *lists, by, because, at, previous, hash_)


def _check(verb: str, targets: Sequence[str], by: str, because: str, known: Sequence[Decision]) -> None:
    """Refuse what could never be applied."""
    if verb not in VERBS:
        raise DecisionRefused(f"{verb!r} is no decision; take one of {', '.join(VERBS)}")
    if not by.strip() or not because.strip():
        raise DecisionRefused("a decision needs who decides (--by) and the reason (--because)")
    if not targets or any(not t.strip() for t in targets) or len(set(targets)) != len(targets):
        raise DecisionRefused(f"{verb} needs ids, each of them once")
    if verb == "merge" and len(targets) < 2:
        raise DecisionRefused("merge needs two or more entities")
    if verb == "undo":
        gone = undone(known)
        for target in targets:
            found = next((d for d in known if d.id == target), None)
            if found is None:
                raise DecisionRefused(f"{target} is no decision of this case; `supplyline decisions CASE` lists them")
            if found.verb == "undo" or target in gone:
                raise DecisionRefused(f"{target} is undone or an undo already; decide afresh instead")


def append(
    path: Path, verb: str, targets: Sequence[str], names: Sequence[str], by: str, because: str
) -> Decision:
    """Add one decision durably and return it with its place in the chain."""
    if not path.exists():
        prepare(path)
    with opened(path) as connection, alone(connection):
        known = _rows(connection)
        _check(verb, targets, by, because, known)
        seq, previous = (known[-1].seq + 1, known[-1].hash) if known else (1, GENESIS)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        own = _hash(seq, verb, targets, names, by, because, at, previous)
        decision = Decision(seq, f"d_{own[:12]}", verb, tuple(targets), tuple(names), by, because, at, previous, own)
        connection.execute(
            f"INSERT INTO decisions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, decision.id, verb, json.dumps(list(targets)), json.dumps(list(names)), by, because, at, previous, own),
        )
    return decision


def _rows(connection: sqlite3.Connection) -> list[Decision]:
    return [_decision(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM decisions ORDER BY seq")]


def read(path: Path) -> tuple[Decision, ...]:
    """All decisions in the order they were made."""
    if not path.exists():
        return ()
    with opened(path) as connection:
        return tuple(_rows(connection))


def undone(decisions: Sequence[Decision]) -> frozenset[str]:
    return frozenset(t for d in decisions if d.verb == "undo" for t in d.targets)


def active(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand: no undo, nothing undone."""
    gone = undone(decisions)
    return tuple(d for d in decisions if d.verb != "undo" and d.id not in gone)


def _fresh(d: Decision, place: int, previous: str) -> str:
    """The hash of a decision in its place, whose id goes with it."""
    own = _hash(place, d.verb, d.targets, d.names, d.by, d.because, d.at, previous)
    return own if d.id == f"d_{own[:12]}" else ""


def verify(path: Path, *, kept: Sequence[Decision] = ()) -> tuple[Problem, ...]:
    """Recompute the chain and name the first row that breaks it. `kept` are decisions that a
    snapshot remembers: one of them missing here was dropped."""
    mend = "restore the file from a backup; a decision is answered by `undo`, never edited"

    def broken(place: str, what: str) -> tuple[Problem, ...]:
        return (Problem.of(path.name, place, what, mend),)

    if not path.exists():
        return broken("file", "the decisions file is gone")
    try:
        with opened(path) as connection:
            rows, found = walked(connection, "decisions", "decision", _rows, _fresh, lambda d: f"decision {d.id}")
    except BadInput as error:
        return broken("file", str(error))
    if found is not None:
        return broken(*found)
    here = {d.id for d in rows}
    for d in kept:
        if d.id not in here:
            return broken(f"row {d.seq}", f"decision {d.id} of the last build was dropped")
    return ()
