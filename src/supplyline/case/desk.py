"""What did people write at their desk: drafts of briefs, and views that they gave a name?

Each save is a new row of a table that refuses UPDATE and DELETE, kept where and as decisions are: what was
saved is on disk before `save` returns, an older version can be had again, each row holds the hash of the one before.
What is thrown away is a row too, without a body. Promises: two people who save over each other lose nothing: the second
is refused with `SavedMeanwhile`, and may save beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from supplyline.case import decisions
from supplyline.case.decisions import Place, Table
from supplyline.model import BadInput, Problem, SavedMeanwhile

KINDS = {"brief": "b", "view": "w"}  # with the letter that an id begins with
LARGEST = 1_000_000  # characters of a body
LONGEST = 200  # of a name

BOOK = decisions.Book(
    "saved", "version", "seq, kind, id, name, body, by, at, previous, hash", "what was saved stays, and a change is a new version",
    """
CREATE TABLE IF NOT EXISTS saved (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    by TEXT NOT NULL, at TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS saved_id ON saved (id, seq);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON saved BEGIN SELECT RAISE(ABORT, 'what was saved stays: save a new version'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON saved BEGIN SELECT RAISE(ABORT, 'what was saved stays: save a new version'); END;
""",
    born=False,
)  # fmt: skip


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
    if not decisions.storable(name, body, by):
        raise BadInput("this text has characters that no file can hold")


def save(place: Place, kind: str, name: str, body: str, by: str, id: str = "", base: int | None = None) -> Saved:
    """Keep one version durably. Without an id it is the first of something new; `base` is the seq of the version that
    was changed: where a later one is there, `SavedMeanwhile`. The same again is no new version."""
    name, by = " ".join(name.split()), " ".join(by.split())
    _check(kind, name, body, by)
    with decisions.opened(place, BOOK, write=True) as table:
        here = next(iter(_select(table, "WHERE id = ? ORDER BY seq DESC LIMIT 1", id)), None) if id else None
        if id and here is None:
            raise BadInput(f"{id[:40]}: nothing was saved under this id")
        if here is not None and (here.kind, here.name, here.body) == (kind, name, body):
            return here
        if here is not None and base is not None and here.seq != base:
            raise SavedMeanwhile(f"“{here.name}” was saved by {here.by} at {here.at} while it was open here")
        seq, previous = decisions.end([(s.seq, s.hash) for s in _select(table, "ORDER BY seq DESC LIMIT 1")])
        at = datetime.now(UTC).isoformat(timespec="seconds")
        id = id or f"{KINDS[kind]}_{hashlib.sha256(f'{seq} {previous} {at} {name}'.encode()).hexdigest()[:12]}"
        made = Saved(seq, kind, id, name, body, by, at, previous, decisions.digest(seq, kind, id, name, body, by, at, previous))
        table.add((seq, kind, id, name, body, by, at, previous, made.hash))
    return made


def _select(table: Table, rest: str = "ORDER BY seq", *values: object) -> tuple[Saved, ...]:
    return tuple(Saved(*row) for row in table.rows(rest, *values))


def _rows(place: Place, rest: str, *values: object) -> tuple[Saved, ...]:
    if not decisions.kept(place):
        return ()
    with decisions.opened(place, BOOK) as table:
        return _select(table, rest, *values)


def latest(place: Place) -> tuple[Saved, ...]:
    """The last version of everything, also of what was thrown away, by name."""
    rows = _rows(place, "WHERE seq IN (SELECT max(seq) FROM saved GROUP BY id)")
    return tuple(sorted(rows, key=lambda s: (s.kind, s.name.casefold(), s.id)))


def versions(place: Place, id: str) -> tuple[Saved, ...]:
    """All versions of one draft or view, the newest first."""
    return _rows(place, "WHERE id = ? ORDER BY seq DESC", id)


def chain(table: Table) -> tuple[Sequence[Saved], tuple[str, str] | None]:
    """All versions and what breaks their chain first."""
    return decisions.walked(table, BOOK, _select, _fresh, lambda s: f"“{s.name}”")


def verify(place: Place) -> tuple[Problem, ...]:
    """Recompute the chain and name what breaks it first. A case in which nothing was saved has no file."""
    return decisions.checked(place, BOOK, chain)[1]


def _fresh(s: Saved, place: int, previous: str) -> str:
    return decisions.digest(place, s.kind, s.id, s.name, s.body, s.by, s.at, previous)
