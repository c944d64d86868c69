"""What did people decide, and is it still what they decided?

Decisions are rows of a table that refuses UPDATE and DELETE; each row holds the hash of the one before. A wrong decision
is answered by another (`undo`), never edited. A row is on disk before `append` returns; two processes may append at once.
`verify` recomputes the chain. The table is an SQLite file of the case, or a team's in PostgreSQL (`case.postgres`): what
walks, checks and adds to a chain is here, for both and for what is saved at the desk.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

from supplyline.model import BadInput, Decision, DecisionRefused, NotKept, Problem

VERBS = ("confirm", "reject", "misread", "merge", "split", "undo")
GENESIS = "0" * 64
Row = TypeVar("Row", bound="Link")


# ---------------------------------------------------------------- rows that stay, as drafts are kept too


@dataclass(frozen=True, slots=True)
class Book:
    """A table of rows that stay. `rule` says how one is changed, `sqlite` makes it in a file; `born`: with the case, so that
    a file without it is damaged."""

    table: str
    noun: str
    columns: str
    rule: str
    sqlite: str
    born: bool


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL database, and the id of the case in it. `told`: the address was given by whoever runs the program
    and not by the case, so that a password may be sent to it as the server asks."""

    url: str
    case: str
    told: bool = False

    @property
    def name(self) -> str:
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2] or parse_qs(parts.query).get("host", ["this machine"])[0]
        return f"{parts.path.lstrip('/') or 'the database'} at {host}"


Place = Path | Database  # where a book is kept


NOWHERE = "nowhere yet"  # where the rows of a place were moved to that is still being filled


class Moved(NotKept):
    """The rows live elsewhere now."""


class Table(Protocol):
    """A book that is open, in one transaction."""

    def rows(self, rest: str = "ORDER BY seq", *values: object) -> list[Any]:
        """Rows as tuples; `rest` is SQL behind FROM, with ? for values."""

    def add(self, *rows: Sequence[object]) -> None:
        """Put rows behind the last, in the order of the book's columns."""

    def highest(self) -> int:
        """The highest place ever taken: a last row that was dropped shows."""

    def damaged(self) -> str:
        """What cannot be relied on; empty where all is well."""

    def guarded(self) -> bool:
        """Are the triggers there that refuse a change?"""

    def moved(self) -> str:
        """Where the rows were moved to; empty where they live here."""

    def move(self, to: str) -> None:
        """Refuse new rows from now on, or, with an empty text, take them again."""


@contextmanager
def opened(place: Place, book: Book, write: bool = False, moved: bool = False) -> Iterator[Table]:
    """A book in one transaction. What is written is kept whole or not at all, and is on disk when this ends; from its beginning
    on no other process can take the same place. A book that was moved elsewhere is refused, unless `moved`."""
    with _reached(place, book, write) as table:
        to = "" if moved else table.moved()
        if to == NOWHERE:
            raise Moved(f"{place.name} is not whole yet: a move to it was interrupted; run the same `supplyline move` again")
        if to:
            raise Moved(
                f"{book.noun}s are no longer kept in {place.name}: they were moved to {to}. Start again what runs on this case; if case.toml "
                f"still names the old place, the move was interrupted: run `supplyline move` with --to {to} again"
            )
        yield table


def _reached(place: Place, book: Book, write: bool) -> AbstractContextManager[Table]:
    if isinstance(place, Path):
        return _file(place, book, write)
    from supplyline.case import postgres  # needs packages that only a team has

    return postgres.opened(place, book, write)


def written(place: Place, book: Book) -> object:
    """What changes when something is written to a book; quick."""
    if isinstance(place, Database):
        from supplyline.case import postgres

        return postgres.written(place, book)
    return tuple(_stat(p) for p in (place, place.with_name(place.name + "-wal")))


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


class _File:
    """A book in an SQLite file."""

    def __init__(self, connection: sqlite3.Connection, book: Book) -> None:
        self._connection, self._book = connection, book

    def there(self, name: str) -> bool:
        return self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None

    def rows(self, rest: str = "ORDER BY seq", *values: object) -> list[Any]:
        if not self._book.born and not self.there(self._book.table):
            return []  # the file was being made when the power failed
        return self._connection.execute(f"SELECT {self._book.columns} FROM {self._book.table} {rest}", values).fetchall()

    def add(self, *rows: Sequence[object]) -> None:
        marks = ", ".join("?" for _ in self._book.columns.split(","))
        self._connection.executemany(f"INSERT INTO {self._book.table} ({self._book.columns}) VALUES ({marks})", rows)

    def highest(self) -> int:
        # AUTOINCREMENT keeps the highest number ever given.
        last = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (self._book.table,)).fetchone() if self.there("sqlite_sequence") else None
        return last[0] if last else 0

    def damaged(self) -> str:
        return "" if self._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",) else f"the {self._book.noun}s file is damaged"

    def guarded(self) -> bool:
        return not self.there(self._book.table) or (self.there("no_update") and self.there("no_delete"))

    def moved(self) -> str:
        return str(self._connection.execute("SELECT place FROM moved").fetchone()[0]) if self.there("moved") else ""

    def move(self, to: str) -> None:
        self._connection.execute("DROP TRIGGER IF EXISTS no_insert")
        self._connection.execute("DROP TABLE IF EXISTS moved")
        if to:
            self._connection.execute("CREATE TABLE moved (place TEXT NOT NULL)")
            self._connection.execute("INSERT INTO moved VALUES (?)", (to,))
            # For a program that runs since before, and of a version that knows no `moved`.
            self._connection.execute(f"CREATE TRIGGER no_insert BEFORE INSERT ON {self._book.table} BEGIN SELECT RAISE(ABORT, 'moved elsewhere: see case.toml'); END")


@contextmanager
def _file(path: Path, book: Book, write: bool) -> Iterator[_File]:
    fresh = not path.exists()
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        table = _File(connection, book)
        if write and (fresh or not book.born) and not table.there(book.table):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN IMMEDIATE; {book.sqlite} COMMIT;")
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")  # one view of the file, whoever writes meanwhile
        yield table
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise NotKept(f"{path.name}: {error}; restore this file from a backup, never delete it") from error
    finally:
        connection.close()  # what was not committed is as if it had never been


def digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()


def storable(*texts: str) -> bool:
    """Can these texts be kept? No file and no database holds half of a surrogate pair, or a NUL."""
    return not any(0xD800 <= ord(c) <= 0xDFFF or c == "\x00" for text in texts for c in text)


class Link(Protocol):
    """A row in its place."""

    @property
    def seq(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


def end(rows: Sequence[tuple[int, str]]) -> tuple[int, str]:
    """The place of the next row and the hash before it; `rows` are (place, hash), the last of them is what counts."""
    return (rows[-1][0] + 1, rows[-1][1]) if rows else (1, GENESIS)


def walked(
    table: Table, book: Book, read: Callable[[Table], Sequence[Row]], fresh: Callable[[Row, int, str], str], called: Callable[[Row], str]
) -> tuple[Sequence[Row], tuple[str, str] | None]:
    """The rows of a book, and (place, what) of the first thing that breaks their chain. `fresh` gives the hash that a row has
    in its place behind the hash before it, `called` what a person calls the row."""
    if damage := table.damaged():
        return (), ("file", damage)
    rows, previous = read(table), GENESIS
    for place, row in enumerate(rows, 1):
        if (row.seq, row.previous, row.hash) != (place, previous, fresh(row, place, previous)):
            return rows, (f"row {place}", f"the chain breaks at {called(row)}: it or the row before was changed or dropped")
        previous = row.hash
    if table.highest() != len(rows):
        return rows, (f"row {len(rows) + 1}", f"the last {book.noun} was dropped")
    if not table.guarded():
        return rows, ("file", "the triggers that refuse a change were removed")
    return rows, None


def kept(place: Place) -> bool:
    """Is there a book at all? A file may not be there yet; a database says itself what it lacks."""
    return isinstance(place, Database) or place.exists()


def checked(
    place: Place, book: Book, chain: Callable[[Table], tuple[Sequence[Row], tuple[str, str] | None]]
) -> tuple[Sequence[Row], tuple[Problem, ...]]:
    """The rows of a book, and the problem where its chain (`walked`) is not whole."""
    if not kept(place):
        return (), (broken(place, book, "file", f"the {book.noun}s file is gone"),) if book.born else ()
    try:
        with opened(place, book) as table:
            rows, found = chain(table)
    except BadInput as error:
        if isinstance(error, Moved) or (isinstance(error, NotKept) and isinstance(place, Database)):
            return (), (Problem.of(place.name, "file", str(error), "mend that, then verify again"),)
        rows, found = (), ("file", str(error))
    return rows, () if found is None else (broken(place, book, *found),)


def broken(place: Place, book: Book, where: str, what: str) -> Problem:
    return Problem.of(place.name, where, what, f"restore the {'database' if isinstance(place, Database) else 'file'} from a backup; {book.rule}")


# ---------------------------------------------------------------- decisions

BOOK = Book(
    "decisions", "decision", "seq, id, verb, targets, names, by, because, at, previous, hash", "a decision is answered by `undo`, never edited",
    """
CREATE TABLE IF NOT EXISTS decisions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, verb TEXT NOT NULL, targets TEXT NOT NULL, names TEXT NOT NULL,
    by TEXT NOT NULL, because TEXT NOT NULL, at TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only: answer a decision with undo'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only: answer a decision with undo'); END;
""",
    born=True,
)  # fmt: skip


def prepare(path: Path) -> None:
    """Make the file, its table and the triggers that refuse a change."""
    with opened(path, BOOK, write=True):
        pass


def _hash(
    seq: int, verb: str, targets: Sequence[str], names: Sequence[str], by: str, because: str, at: str, previous: str
) -> str:
    return digest(seq, verb, list(targets), list(names), by, because, at, previous)


def _decision(row: tuple[int, str, str, str, str, str, str, str, str, str]) -> Decision:
    seq, id_, verb, targets, names, by, because, at, previous, hash_ = row
    try:
        lists = tuple(json.loads(targets)), tuple(json.loads(names))
    except (ValueError, TypeError) as error:
        raise BadInput(f"decisions, row {seq}: not a decision ({error}); restore them from a backup") from error
    return Decision(seq, id_, verb, *lists, by, because, at, previous, hash_)


def _check(verb: str, targets: Sequence[str], names: Sequence[str], by: str, because: str, known: Sequence[Decision]) -> None:
    """Refuse what could never be applied."""
    if verb not in VERBS:
        raise DecisionRefused(f"{verb!r} is no decision; take one of {', '.join(VERBS)}")
    if not by.strip() or not because.strip():
        raise DecisionRefused("a decision needs who decides (--by) and the reason (--because)")
    if not storable(by, because, *targets, *names):
        raise DecisionRefused("this text has characters that no file can hold")
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
    place: Place, verb: str, targets: Sequence[str], names: Sequence[str], by: str, because: str
) -> Decision:
    """Add one decision durably and return it with its place in the chain."""
    with opened(place, BOOK, write=True) as table:
        known = _rows(table, "ORDER BY seq" if verb == "undo" else "ORDER BY seq DESC LIMIT 1")  # only an undo asks for more than the last
        _check(verb, targets, names, by, because, known)
        seq, previous = end([(d.seq, d.hash) for d in known[-1:]])
        at = datetime.now(UTC).isoformat(timespec="seconds")
        own = _hash(seq, verb, targets, names, by, because, at, previous)
        decision = Decision(seq, f"d_{own[:12]}", verb, tuple(targets), tuple(names), by, because, at, previous, own)
        table.add((seq, decision.id, verb, json.dumps(list(targets)), json.dumps(list(names)), by, because, at, previous, own))
    return decision


def _rows(table: Table, rest: str = "ORDER BY seq") -> list[Decision]:
    return [_decision(row) for row in table.rows(rest)]


def read(place: Place) -> tuple[Decision, ...]:
    """All decisions in the order they were made."""
    if not kept(place):
        return ()
    with opened(place, BOOK) as table:
        return tuple(_rows(table))


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


def chain(table: Table) -> tuple[Sequence[Decision], tuple[str, str] | None]:
    """The decisions and what breaks their chain first."""
    return walked(table, BOOK, _rows, _fresh, lambda d: f"decision {d.id}")


def verify(place: Place, *, kept: Sequence[Decision] = ()) -> tuple[Problem, ...]:
    """Recompute the chain and name the first row that breaks it. `kept` are decisions that a
    snapshot remembers: one of them missing here was dropped."""
    rows, found = checked(place, BOOK, chain)
    here = {d.id for d in rows}
    lost = next((d for d in kept if d.id not in here), None)
    if found or lost is None:
        return found
    return (broken(place, BOOK, f"row {lost.seq}", f"decision {lost.id} of the last build was dropped"),)
