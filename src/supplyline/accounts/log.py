"""Who came in, who was refused, and who changed which account?

`kind` is `change` (of accounts; such rows stay for ever, the file refuses to change them) or `access` (logins and refusals;
the newest `KEPT` stay). The same thing by the same account from the same address within `JOINED` seconds is one row with a
count, so that somebody who knocks all night fills neither the disk nor the page.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supplyline.accounts import file

KEPT, JOINED = 10_000, 600
_COLUMNS = "seq, kind, at, until, times, who, what, about, address"


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened `times` times from `at` to `until`; `who` did it, to the account `about`, from `address`."""

    seq: int
    kind: str
    at: str
    until: str
    times: int
    who: str
    what: str
    about: str
    address: str


def _plain(text: str, most: int) -> str:
    """One line, whatever came over the network."""
    return "".join(c if c.isprintable() else "?" for c in text)[:most]


def changed(connection: sqlite3.Connection, by: str, what: str, about: str) -> None:
    """A change of an account, in the transaction that makes it."""
    at = file.now()
    sql = f"INSERT INTO log ({_COLUMNS}) VALUES (NULL, 'change', ?, ?, 1, ?, ?, ?, '')"
    connection.execute(sql, (at, at, _plain(by, 200), _plain(what, 300), _plain(about, 200)))


def note(path: Path, who: str, what: str, address: str, about: str = "") -> None:
    """A login or a refusal."""
    told = (_plain(who, 200), _plain(what, 300), _plain(about, 200), _plain(address, 64))
    at = datetime.now(UTC)
    since = (at - timedelta(seconds=JOINED)).isoformat(timespec="seconds")
    with file.opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        sql = "SELECT seq FROM log WHERE kind = 'access' AND who = ? AND what = ? AND about = ? AND address = ? AND until >= ? ORDER BY seq DESC LIMIT 1"
        found = connection.execute(sql, (*told, since)).fetchone()
        now = at.isoformat(timespec="seconds")
        if found:
            connection.execute("UPDATE log SET until = ?, times = times + 1 WHERE seq = ?", (now, found[0]))
        else:
            made = connection.execute(f"INSERT INTO log ({_COLUMNS}) VALUES (NULL, 'access', ?, ?, 1, ?, ?, ?, ?)", (now, now, *told)).lastrowid or 0
            if made % 100 == 0:
                connection.execute("DELETE FROM log WHERE kind = 'access' AND seq <= (SELECT seq FROM log WHERE kind = 'access' ORDER BY seq DESC LIMIT 1 OFFSET ?)", (KEPT,))
        connection.execute("COMMIT")


def entries(path: Path, kind: str, start: int = 0, most: int = 50) -> tuple[tuple[Entry, ...], int]:
    """Rows of a kind from a place on, the newest first, and how many there are."""
    with file.opened(path) as connection:
        total = connection.execute("SELECT count(*) FROM log WHERE kind = ?", (kind,)).fetchone()[0]
        rows = connection.execute(f"SELECT {_COLUMNS} FROM log WHERE kind = ? ORDER BY seq DESC LIMIT ? OFFSET ?", (kind, most, start))
        return tuple(Entry(*row) for row in rows), int(total)


def came_from(path: Path, name: str, address: str) -> bool:
    """Whether this account logged in from this address before, as far as the log goes back."""
    with file.opened(path) as connection:
        sql = "SELECT 1 FROM log WHERE kind = 'access' AND who = ? AND what LIKE 'logged in%' AND address = ? LIMIT 1"
        return connection.execute(sql, (name, address)).fetchone() is not None
