"""What did people write at their desk: drafts of briefs, and views that they gave a name?

Each save is a new row of an SQLite file of the case that refuses UPDATE and DELETE, as decisions are kept: what was
saved is on disk before `save` returns, an older version can be had again, each row holds the hash of the one before.
What is thrown away is a row too, without a body. Promises: two people who save over each other lose nothing: the second
is refused with `SavedMeanwhile`, and may save beside.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from supplyline.case import decisions
from supplyline.model import BadInput, Problem, SavedMeanwhile

KINDS = {"brief": "b", "view": "w"}  # with the letter that an id begins with
LARGEST = 1_000_000  # characters of a body
LONGEST = 200  # of a name

_TABLES = """
CREATE TABLE IF NOT EXISTS saved (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    by TEXT NOT NULL, at TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS saved_id ON saved (id, seq);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON saved BEGIN SELECT RAISE(ABORT, 'what was saved stays: save a new version'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON saved BEGIN SELECT RAISE(ABORT, 'what was saved stays: save a new version'); END;
"""
_COLUMNS = "seq, kind, id, name, body, by, at, previous, hash"


@dataclass(frozen=True, slots=True)
class Saved:
    """One version of a draft or view; `body` is what its kind makes of it, empty where it was thrown away."""

    seq: int
    kind: str
    id: str
    name: str
    body: str
    by: str
    at: str
    previous: str
    hash: str

    @property
    def gone(self) -> bool:
        return not self.body


def _check(kind: str, name: str, body: str, by: str) -> None:
    if kind not in KINDS:
        raise BadInput(f"{kind!r} cannot be saved; known are {', '.join(KINDS)}")
    if not name.strip() or len(name) > LONGEST or not by.strip() or len(by) > LONGEST:
        raise BadInput(f"what is saved needs a name and who saves it, each of at most {LONGEST} characters")
    if len(body) > LARGEST:
        raise BadInput(f"{len(body):,} characters are more than one draft holds ({LARGEST:,}); begin a second one")
    if any(0xD800 <= ord(c) <= 0xDFFF or c == "\x00" for text in (name, body, by) for c in text):
        raise BadInput("this text has characters that no file can hold")


def save(path: Path, kind: str, name: str, body: str, by: str, id: str = "", base: int | None = None) -> Saved:
    """Keep one version durably. Without an id it is the first of something new; `base` is the seq of the version that
    was changed: where a later one is there, `SavedMeanwhile`. The same again is no new version."""
    name, by = " ".join(name.split()), " ".join(by.split())
    _check(kind, name, body, by)
    with decisions.opened(path) as connection:
        decisions.made(connection, _TABLES)
        with decisions.alone(connection):
            here = _latest(connection, id) if id else None
            if id and here is None:
                raise BadInput(f"{id[:40]}: nothing was saved under this id")
            if here is not None and (here.kind, here.name, here.body) == (kind, name, body):
                return here
            if here is not None and base is not None and here.seq != base:
                raise SavedMeanwhile(f"“{here.name}” was saved by {here.by} at {here.at} while it was open here")
            last = connection.execute("SELECT seq, hash FROM saved ORDER BY seq DESC LIMIT 1").fetchone()
            seq, previous = (last[0] + 1, last[1]) if last else (1, decisions.GENESIS)
            at = datetime.now(UTC).isoformat(timespec="seconds")
            id = id or f"{KINDS[kind]}_{hashlib.sha256(f'{seq} {previous} {at} {name}'.encode()).hexdigest()[:12]}"
            made = Saved(seq, kind, id, name, body, by, at, previous, decisions.digest(seq, kind, id, name, body, by, at, previous))
            connection.execute(f"INSERT INTO saved ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (seq, kind, id, name, body, by, at, previous, made.hash))
    return made


def _latest(connection: sqlite3.Connection, id: str) -> Saved | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM saved WHERE id = ? ORDER BY seq DESC LIMIT 1", (id,)).fetchone()
    return Saved(*row) if row else None


def _rows(path: Path, sql: str, *values: object) -> tuple[Saved, ...]:
    if not path.exists():
        return ()
    with decisions.opened(path) as connection:
        return _select(connection, sql, *values) if _made(connection) else ()


def _made(connection: sqlite3.Connection) -> bool:
    """False: the file was being made when the power failed."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'saved'").fetchone() is not None


def _select(connection: sqlite3.Connection, sql: str, *values: object) -> tuple[Saved, ...]:
    return tuple(Saved(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM saved {sql}", values))


def latest(path: Path) -> tuple[Saved, ...]:
    """The last version of everything, also of what was thrown away, by name."""
    rows = _rows(path, "WHERE seq IN (SELECT max(seq) FROM saved GROUP BY id)")
    return tuple(sorted(rows, key=lambda s: (s.kind, s.name.casefold(), s.id)))


def versions(path: Path, id: str) -> tuple[Saved, ...]:
    """All versions of one draft or view, the newest first."""
    return _rows(path, "WHERE id = ? ORDER BY seq DESC", id)


def verify(path: Path) -> tuple[Problem, ...]:
    """Recompute the chain and name what breaks it first. A case in which nothing was saved has no file."""
    mend = "restore the file from a backup; what was saved stays, and a change is a new version"
    if not path.exists():
        return ()
    try:
        with decisions.opened(path) as connection:
            if not _made(connection):
                return ()
            _, found = decisions.walked(connection, "saved", "version", lambda c: _select(c, "ORDER BY seq"), _fresh, lambda s: f"“{s.name}”")
    except BadInput as error:
        found = ("file", str(error))
    return () if found is None else (Problem.of(path.name, *found, mend),)


def _fresh(s: Saved, place: int, previous: str) -> str:
    return decisions.digest(place, s.kind, s.id, s.name, s.body, s.by, s.at, previous)
