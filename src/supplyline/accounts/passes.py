"""What lets an account in: sessions of a browser, tokens of a program.

A pass is 256 random bits that its holder keeps; the file keeps its SHA-256, its account and its end. (A slow hash is for what
people think up: nobody guesses these.) Promises: a pass is no longer one when it ended, was withdrawn, or its account got a
new password or was removed; a session also when the role changed; none of it needs the server that began it.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supplyline.accounts import file, log
from supplyline.accounts.people import Account, from_row, wanted
from supplyline.model import BadInput

HOURS, DAYS = 12, 365  # of a session, a working day; of a token
_MANY = {"session": 20, "token": 50}  # of one account; of sessions the oldest gives way
PREFIX = "slt_"  # a token says what it is to whoever scans files for secrets
_USED = timedelta(hours=1)  # how exactly it is kept when a pass was last used


@dataclass(frozen=True, slots=True)
class Pass:
    """A session or token, without what its holder keeps. `used` is the hour, empty for never."""

    id: int
    kind: str
    label: str
    made: str
    until: str
    used: str


def _hash(given: str) -> str:
    return hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()


def _keep(connection: sqlite3.Connection, account: Account, kind: str, label: str, lasts: timedelta, prefix: str = "") -> str:
    given, now = prefix + secrets.token_urlsafe(32), datetime.now(UTC)
    values = (_hash(given), account.id, kind, label, now.isoformat(timespec="seconds"), (now + lasts).isoformat(timespec="seconds"))
    connection.execute("INSERT INTO passes (hash, account, kind, label, made, until, used) VALUES (?, ?, ?, ?, ?, ?, '')", values)
    return given


def begin(path: Path, account: Account) -> str:
    """A new session; what the cookie holds."""
    with file.opened(path) as connection, file.alone(connection):
        connection.execute("DELETE FROM passes WHERE until <= ?", (file.now(),))
        older = "SELECT id FROM passes WHERE account = ? AND kind = 'session' ORDER BY id DESC LIMIT -1 OFFSET ?"
        connection.execute(f"DELETE FROM passes WHERE id IN ({older})", (account.id, _MANY["session"] - 1))
        return _keep(connection, account, "session", "", timedelta(hours=HOURS))


def give(path: Path, name: str, label: str, by: str) -> str:
    """A new token for programs, shown this once."""
    label = " ".join(label.split()) or "token"
    if len(label) > 100 or not label.isprintable():
        raise BadInput("a token is called something that fits on a line, at most 100 characters")
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        connection.execute("DELETE FROM passes WHERE until <= ?", (file.now(),))
        if connection.execute("SELECT count(*) FROM passes WHERE account = ? AND kind = 'token'", (account.id,)).fetchone()[0] >= _MANY["token"]:
            raise BadInput(f"{account.name!r} has {_MANY['token']} tokens; withdraw one that is not used")
        made = _keep(connection, account, "token", label, timedelta(days=DAYS), PREFIX)
        log.changed(connection, by, f"token made: {label}", account.name)
        return made


def holder(path: Path, kind: str, given: str) -> tuple[Account, int] | None:
    """The account that a pass lets in, and the pass's id."""
    if not given or len(given) > 200:
        return None
    now = datetime.now(UTC)
    with file.opened(path) as connection:
        sql = (
            "SELECT a.id, a.name, a.role, a.password <> '', a.given, a.email, a.subject, a.made, p.id, p.used FROM passes p "
            "JOIN accounts a ON a.id = p.account WHERE p.hash = ? AND p.kind = ? AND p.until > ?"
        )
        row = connection.execute(sql, (_hash(given), kind, now.isoformat(timespec="seconds"))).fetchone()
        if row is None:
            return None
        *account, id, used = row
        if used < (now - _USED).isoformat(timespec="seconds"):
            connection.execute("UPDATE passes SET used = ? WHERE id = ?", (now.isoformat(timespec="seconds"), id))
        return from_row(tuple(account)), id


def kept(path: Path, account: Account, kind: str) -> tuple[Pass, ...]:
    """The passes of an account that hold, the newest first."""
    with file.opened(path) as connection:
        sql = "SELECT id, kind, label, made, until, used FROM passes WHERE account = ? AND kind = ? AND until > ? ORDER BY id DESC"
        return tuple(Pass(*row) for row in connection.execute(sql, (account.id, kind, file.now())))


def end(path: Path, given: str) -> None:
    """End a session: who has its cookie is not let in any more."""
    with file.opened(path) as connection:
        connection.execute("DELETE FROM passes WHERE hash = ? AND kind = 'session'", (_hash(given),))


def end_all(path: Path, account: Account) -> None:
    """End every session of an account."""
    with file.opened(path) as connection:
        connection.execute("DELETE FROM passes WHERE account = ? AND kind = 'session'", (account.id,))


def withdraw(path: Path, name: str, id: int, by: str) -> None:
    """Withdraw a token of an account."""
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        row = connection.execute("SELECT label FROM passes WHERE id = ? AND account = ? AND kind = 'token'", (id, account.id)).fetchone()
        if row is None:
            raise BadInput(f"{account.name!r} has no token {id}")
        connection.execute("DELETE FROM passes WHERE id = ?", (id,))
        log.changed(connection, by, f"token withdrawn: {row[0]}", account.name)
