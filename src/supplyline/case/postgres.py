"""How are decisions and drafts kept for a team, in PostgreSQL?

`opened` opens a book of `case.decisions` in one transaction, `written` says in one question whether something was written,
`prepare` brings the tables up to date. All is in the schema `supplyline` of the database; a case has an id in it, and
never sees rows of another. Promises: a row is on the server's disk when its transaction ends (unless the server runs with
fsync off, which `verify` says); a place is taken once, whichever process asks; the database refuses UPDATE, DELETE and
TRUNCATE by triggers; whatever fails is one `NotKept` that says what to do. Needs the extra `supplyline[postgres]`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from supplyline.case.decisions import Book, Database
from supplyline.model import NotKept


def _lacking(error: ImportError) -> NotKept:
    return NotKept(f"decisions in PostgreSQL need packages that are not installed ({error}): pip install 'supplyline[postgres]'")


try:
    import psycopg
    import sqlalchemy as sa
    from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
except ImportError as error:
    raise _lacking(error) from error

SCHEMA = "supplyline"
REVISION = "0001"  # of the tables that this program knows: the last of migrations/versions
WAIT = 5  # seconds for a server that does not answer
_AT_ONCE = 500  # rows of one INSERT
_LOCK = 0x737570706C79  # of the migrations
# Of each table, the triggers without which it could be changed.
GUARDS = {
    "decisions": ("no_delete", "no_truncate", "no_update", "take_place"),
    "saved": ("no_delete", "no_truncate", "no_update", "take_place"),
    "heads": ("no_delete", "no_truncate", "only_forward"),
}


class _Rows:
    """A book of one case, within a transaction."""

    def __init__(self, connection: sa.Connection, place: Database, book: Book, moved: str) -> None:
        self._connection, self._place, self._book, self._moved = connection, place, book, moved

    def _run(self, sql: str, *values: object) -> sa.CursorResult[Any]:
        return self._connection.exec_driver_sql(sql, values)

    def rows(self, rest: str = "ORDER BY seq", *values: object) -> list[Any]:
        table, columns = self._book.table, self._book.columns
        # Under the table's own name stand the rows of this case alone, so `rest` is the same as for a file.
        only = f"WITH {table} AS NOT MATERIALIZED (SELECT {columns} FROM {SCHEMA}.{table} WHERE case_id = %s)"
        return [tuple(r) for r in self._run(f"{only} SELECT {columns} FROM {table} {rest.replace('?', '%s')}", self._place.case, *values)]

    def add(self, *rows: Sequence[object]) -> None:
        one = f"(%s, {', '.join('%s' for _ in self._book.columns.split(','))})"
        for start in range(0, len(rows), _AT_ONCE):  # each statement moves the head once
            some = rows[start : start + _AT_ONCE]
            sql = f"INSERT INTO {SCHEMA}.{self._book.table} (case_id, {self._book.columns}) VALUES {', '.join([one] * len(some))}"
            self._run(sql, *(value for row in some for value in (self._place.case, *row)))

    def highest(self) -> int:
        found = self._run(f"SELECT seq FROM {SCHEMA}.heads WHERE case_id = %s AND book = %s", self._place.case, self._book.table).one()
        return int(found[0])

    def damaged(self) -> str:
        return "" if self._run("SHOW fsync").scalar_one() == "on" else "the server runs with fsync off: what it says is kept may not be on disk"

    def guarded(self) -> bool:
        sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A')"
        return all(set(names) <= {n for (n,) in self._run(sql, f"{SCHEMA}.{table}")} for table, names in GUARDS.items())

    def moved(self) -> str:
        return self._moved

    def move(self, to: str) -> None:
        self._run(f"UPDATE {SCHEMA}.heads SET moved = %s WHERE case_id = %s AND book = %s", to, self._place.case, self._book.table)
        self._moved = to


@contextmanager
def opened(place: Database, book: Book, write: bool) -> Iterator[_Rows]:
    """A book in one transaction: a reader sees one state of it, a writer holds its row of `heads`, for which others wait."""
    with _told(place), _engine(place).connect() as plain:
        connection = plain.execution_options(isolation_level="READ COMMITTED" if write else "REPEATABLE READ")
        with connection.begin():
            if write:  # on disk when it ends, whatever the server does else; a stricter setting stays
                connection.exec_driver_sql("SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'")
                connection.exec_driver_sql("SELECT set_config('lock_timeout', '60s', true)")
            _known(place, connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA}.version").scalar_one())
            moved, _ = _head(connection, place, book, " FOR UPDATE" if write else "")
            yield _Rows(connection, place, book, moved)


def written(place: Database, book: Book) -> object:
    with _told(place), _engine(place).connect() as plain:
        return _head(plain.execution_options(isolation_level="AUTOCOMMIT"), place, book)


def _head(connection: sa.Connection, place: Database, book: Book, lock: str = "") -> tuple[str, str | None]:
    """(where the rows were moved to, the hash of the last) of a book."""
    last = f"(SELECT hash FROM {SCHEMA}.{book.table} AS rows WHERE rows.case_id = heads.case_id AND rows.seq = heads.seq)"
    sql = f"SELECT moved, {last} FROM {SCHEMA}.heads WHERE case_id = %s AND book = %s{lock}"
    found = connection.exec_driver_sql(sql, (place.case, book.table)).first()
    if found is None:
        raise NotKept(
            f"{place.name} holds no case {place.case!r}: decisions were not moved there. Let [decisions] url in case.toml name the place where "
            "they are, such as sqlite:///decisions.sqlite, then run `supplyline move CASE --to URL`"
        )
    return found[0], found[1]


def _known(place: Database, revision: str) -> None:
    if revision < REVISION:
        raise NotKept(f"the tables in {place.name} are of an older version ({revision}, {REVISION} is needed); bring them up to date: supplyline move CASE --to URL, with the URL that they have")
    if revision > REVISION:
        raise NotKept(f"the tables in {place.name} are of a newer version of Supplyline ({revision}, this one knows {REVISION}); update it: pip install -U 'supplyline[postgres]'")


def prepare(place: Database, books: Sequence[Book], moved: str) -> None:
    """Make the tables or bring them up to date, and begin the books of a case that is not there yet, as moved elsewhere."""
    try:
        from alembic import command
        from alembic.config import Config
    except ImportError as error:
        raise _lacking(error) from error
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    with _told(place), _engine(place).connect() as connection, connection.begin():
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        there = connection.exec_driver_sql("SELECT to_regclass(%s)", (f"{SCHEMA}.version",)).scalar_one()
        now = connection.exec_driver_sql(f"SELECT max(version_num) FROM {SCHEMA}.version").scalar_one() if there else None
        if now is None or now < REVISION:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        else:
            _known(place, now)
        for book in books:
            sql = f"INSERT INTO {SCHEMA}.heads (case_id, book, seq, moved) VALUES (%s, %s, 0, %s) ON CONFLICT DO NOTHING"
            connection.exec_driver_sql(sql, (place.case, book.table, moved))


def identity(place: Database) -> object:
    """The same for two addresses of one database."""
    with _told(place), _engine(place).connect() as connection:
        sql = "SELECT oid::text, pg_postmaster_start_time()::text FROM pg_database WHERE datname = current_database()"
        return tuple(connection.exec_driver_sql(sql).one())


# ---------------------------------------------------------------- connections, and what goes wrong with them


def _engine(place: Database) -> sa.Engine:
    return _pool(place.url, place.told, os.getpid())


@lru_cache(maxsize=16)
def _pool(address: str, told: bool, process: int) -> sa.Engine:
    """Connections of this process to a database; a child that was forked opens its own."""
    try:
        url = sa.make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise NotKept(f"{address!r} is not a URL of PostgreSQL; write postgresql+psycopg://USER@HOST/DATABASE") from error
    given: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": WAIT}
    # A case may come from a stranger: the server that it names is sent no password in clear.
    if not told and psycopg.pq.version() >= 160000:
        given["require_auth"] = "!password"
    given |= {"application_name": "supplyline", "keepalives_idle": 30, "tcp_user_timeout": 20_000}
    return sa.create_engine(url, connect_args=given, pool_pre_ping=True, pool_size=4, max_overflow=16, hide_parameters=True)


@contextmanager
def _told(place: Database) -> Iterator[None]:
    """Whatever fails, in one sentence that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise NotKept(_said(place, error)) from error
    except SQLAlchemyError as error:
        raise NotKept(f"{place.name}: {str(error).splitlines()[0]}") from error
    except psycopg.Error as error:
        raise NotKept(f"{place.name}: {_line(error)}") from error


def _line(error: BaseException) -> str:
    """What the server or the library says, without the attempts it lists."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].removesuffix(".") if lines else type(error).__name__


def _said(place: Database, error: DBAPIError) -> str:
    cause = error.orig if isinstance(error.orig, psycopg.Error) else None
    state, line = (cause.sqlstate or "") if cause else "", _line(error.orig or error)
    low = line.lower()
    if state in ("3F000", "42P01"):  # no such schema, no such table
        return f"{place.name} has no tables of Supplyline; make them, and move the case's decisions there: supplyline move CASE --to URL"
    if state in ("42501", "25006"):
        return f"{place.name}: {line}; its owner must grant what docs/workbench.md names"
    if state == "55P03":
        return f"{place.name}: another process has been writing to this case for a minute; end it, or try again"
    if state.startswith("22"):
        return f"{place.name}: {line}: it cannot hold this text; its encoding must be UTF8"
    if state in ("23505", "P0001"):
        return f"{place.name} refused a row ({line}); run `supplyline verify`"
    if "password" in low or "authentication" in low or "role " in low or state.startswith("28"):
        return f"{place.name} does not let you in ({line}); set PGPASSWORD or ~/.pgpass, and the user in the URL"
    if "does not exist" in low and "database" in low:
        return f"{place.name}: {line}; make it with createdb, or correct [decisions] url in case.toml"
    if error.connection_invalidated or (state and not state.startswith("08")):
        return f"{place.name} stopped in the middle ({line}); when it runs again, look whether what you did is there before you do it again"
    return f"{place.name} cannot be reached ({line}); start the server, or correct [decisions] url in case.toml"
