"""Who has an account in this case, in what role, and is this the password?

A `viewer` reads; an `analyst` also decides and saves drafts and views; an `admin` also keeps accounts and reads the log. A
password is kept as an Argon2id hash (RFC 9106, its second recommended parameters: 64 MiB, three passes). Promises: a password
that is wrong, an account that has none and a name that is nobody's take the same time; a new password ends every session and
token of the account, a new role every session; each change is in the log in the same transaction; the last admin stays.
"""

from __future__ import annotations

import sqlite3
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from supplyline.accounts import file, log
from supplyline.model import BadInput

ROLES = ("viewer", "analyst", "admin")
SHORTEST, LONGEST = 12, 1000  # characters of a password
_NAME = 64
_hasher = PasswordHasher()
_room = threading.BoundedSemaphore(2)  # each takes 64 MiB: who sends many passwords at once waits for himself
_COLUMNS = "id, name, role, password <> '', given, email, subject, made"


@dataclass(frozen=True, slots=True)
class Account:
    """`given`: the password was set by somebody else, and is changed at the first login."""

    id: int
    name: str
    role: str
    has_password: bool
    given: bool
    email: str
    subject: str
    made: str


def may(role: str, needed: str) -> bool:
    """Whether a role can do what another one can."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


# ---------------------------------------------------------------- what is written by people


def _fits(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c)[0] == "M" or c in " .-_'@"


def called(name: str) -> str:
    """A name as it is kept; BadInput where it is none."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if len(name) > _NAME or not all(map(_fits, name)) or not any(c.isalnum() for c in name):
        raise BadInput(f"{name[:_NAME]!r} is no name of an account; take letters, digits, spaces and . - _ ' @, at most {_NAME}")
    return name


def key(name: str) -> str:
    """Names that a person takes for one are one."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _password(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if not SHORTEST <= len(text) <= LONGEST:
        raise BadInput(f"a password has {SHORTEST} to {LONGEST} characters; a few words that do not belong together are a good one")
    if len(set(text)) < 5:
        raise BadInput("this password repeats the same few characters; take a few words that do not belong together")
    return text


def _hashed(text: str) -> str:
    with _room:
        return _hasher.hash(_password(text))


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has, made as all are, so that it takes as long."""
    return _hasher.hash("\x00nobody")


def _email(text: str) -> str:
    text = text.strip().casefold()
    if text and (len(text) > 254 or text.count("@") != 1 or text[0] == "@" or text[-1] == "@" or any(c.isspace() or not c.isprintable() for c in text)):
        raise BadInput(f"{text[:80]!r} is no e-mail address")
    return text


def _role(role: str) -> str:
    if role not in ROLES:
        raise BadInput(f"{role[:40]!r} is no role; take one of {', '.join(ROLES)}")
    return role


# ---------------------------------------------------------------- looking


def from_row(row: tuple[int, str, str, int, int, str, str, str]) -> Account:
    id, name, role, has, given, email, subject, made = row
    return Account(id, name, role, bool(has), bool(given), email, subject, made)


def _one(connection: sqlite3.Connection, where: str, value: object) -> Account | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM accounts WHERE {where}", (value,)).fetchone()
    return from_row(row) if row else None


def wanted(connection: sqlite3.Connection, name: str) -> Account:
    found = _one(connection, "key = ?", key(name))
    if found is None:
        raise BadInput(f"{name[:_NAME]!r} has no account here; `supplyline accounts CASE list` lists them")
    return found


def everybody(path: Path) -> tuple[Account, ...]:
    """All accounts by name; none where there is no file."""
    if not path.exists():
        return ()
    with file.opened(path) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'accounts'").fetchone() is None:
            return ()
        return tuple(from_row(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM accounts ORDER BY key"))


def named(path: Path, name: str) -> Account | None:
    with file.opened(path) as connection:
        return _one(connection, "key = ?", key(name))


def checked(path: Path, name: str, password: str) -> Account | None:
    """The account whose name and password these are. None in the same time whichever is wrong."""
    password = unicodedata.normalize("NFKC", password)[: LONGEST + 1]
    with file.opened(path) as connection:
        row = connection.execute("SELECT id, password FROM accounts WHERE key = ?", (key(name),)).fetchone()
    id, kept = row if row else (0, "")
    with _room:
        try:
            _hasher.verify(kept or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return None
    if not kept:
        return None
    with file.opened(path) as connection:
        if _hasher.check_needs_rehash(kept):  # made when less was thought enough
            connection.execute("UPDATE accounts SET password = ? WHERE id = ? AND password = ?", (_hashed(password), id, kept))
        return _one(connection, "id = ?", id)


def known(path: Path, name: str) -> Account:
    """The account of this name; BadInput where there is none."""
    with file.opened(path) as connection:
        return wanted(connection, name)


# ---------------------------------------------------------------- changing


def add(path: Path, name: str, role: str, password: str | None, by: str, *, email: str = "", given: bool = False) -> Account:
    """A new account; without a password it is entered through OpenID Connect or by a token alone."""
    name, role, email = called(name), _role(role), _email(email)
    hashed = _hashed(password) if password is not None else ""
    file.prepare(path)
    with file.opened(path) as connection, file.alone(connection):
        if _one(connection, "key = ?", key(name)):
            raise BadInput(f"{name!r} has an account already")
        _free(connection, email, 0)
        sql = "INSERT INTO accounts (name, key, role, password, given, email, subject, made) VALUES (?, ?, ?, ?, ?, ?, '', ?)"
        connection.execute(sql, (name, key(name), role, hashed, given, email, file.now()))
        log.changed(connection, by, f"added as {role}{'' if hashed else ', without a password'}{f', {email}' if email else ''}", name)
        return wanted(connection, name)


def _free(connection: sqlite3.Connection, email: str, id: int) -> None:
    other = _one(connection, "email = ?", email) if email else None
    if other is not None and other.id != id:
        raise BadInput(f"{email} belongs to {other.name!r} already")


def set_role(path: Path, name: str, role: str, by: str) -> Account:
    role = _role(role)
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        if account.role == role:
            return account
        _not_last(connection, account)
        connection.execute("UPDATE accounts SET role = ? WHERE id = ?", (role, account.id))
        connection.execute("DELETE FROM passes WHERE account = ? AND kind = 'session'", (account.id,))
        log.changed(connection, by, f"role {account.role} → {role}", account.name)
        return wanted(connection, name)


def set_password(path: Path, name: str, password: str, by: str, *, given: bool = False) -> Account:
    hashed = _hashed(password)
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        connection.execute("UPDATE accounts SET password = ?, given = ? WHERE id = ?", (hashed, given, account.id))
        connection.execute("DELETE FROM passes WHERE account = ?", (account.id,))
        log.changed(connection, by, "new password" + (", to be changed at the next login" if given else ""), account.name)
        return wanted(connection, name)


def set_email(path: Path, name: str, email: str, by: str) -> Account:
    """The address by which a provider of OpenID Connect knows the person; the account it was bound to before is forgotten."""
    email = _email(email)
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        _free(connection, email, account.id)
        connection.execute("UPDATE accounts SET email = ?, subject = '' WHERE id = ?", (email, account.id))
        connection.execute("DELETE FROM passes WHERE account = ? AND kind = 'session'", (account.id,))
        log.changed(connection, by, f"e-mail {account.email or 'none'} → {email or 'none'}", account.name)
        return wanted(connection, name)


def set_subject(path: Path, name: str, issuer: str, subject: str, by: str) -> Account:
    """Bind an account to what a provider calls the person; an empty subject unbinds it."""
    if len(subject) > 255 or not subject.isprintable():
        raise BadInput("a subject is what the provider calls sub: a line of at most 255 characters")
    whole = f"{issuer}#{subject}" if subject else ""
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        other = _one(connection, "subject = ?", whole) if whole else None
        if other is not None and other.id != account.id:
            raise BadInput(f"{subject!r} belongs to {other.name!r} already")
        connection.execute("UPDATE accounts SET subject = ? WHERE id = ?", (whole, account.id))
        connection.execute("DELETE FROM passes WHERE account = ? AND kind = 'session'", (account.id,))
        log.changed(connection, by, f"bound to {whole}" if whole else "bound to no provider", account.name)
        return wanted(connection, name)


def remove(path: Path, name: str, by: str) -> Account:
    """Remove an account with its sessions and tokens. What the person decided and saved stays under the name."""
    with file.opened(path) as connection, file.alone(connection):
        account = wanted(connection, name)
        if connection.execute("SELECT count(*) FROM accounts").fetchone()[0] > 1:
            _not_last(connection, account)
        connection.execute("DELETE FROM accounts WHERE id = ?", (account.id,))
        log.changed(connection, by, f"removed ({account.role})", account.name)
        return account


def _not_last(connection: sqlite3.Connection, account: Account) -> None:
    if account.role == "admin" and connection.execute("SELECT count(*) FROM accounts WHERE role = 'admin'").fetchone()[0] == 1:
        raise BadInput(f"{account.name!r} is the only admin; make another one first")


# ---------------------------------------------------------------- OpenID Connect


def of_identity(path: Path, issuer: str, subject: str, email: str, by: str, create: str = "") -> Account | None:
    """The account of a person whom a provider vouches for. `email` is empty where the provider did not verify it.

    The first time an account is found by its e-mail, and bound to the subject; from then on the subject alone counts, for an
    address may come to belong to somebody else. With `create`, a role, who has a verified e-mail and no account gets one.
    """
    whole, email = f"{issuer}#{subject}", email.strip().casefold()
    with file.opened(path) as connection, file.alone(connection):
        found = _one(connection, "subject = ?", whole)
        if found is not None or not email:
            return found
        known = _one(connection, "email = ?", _email(email))
        if known is not None and known.subject:
            return None
        if known is None:
            if not create:
                return None
            name = called("".join(c if _fits(c) else "-" for c in email)[:_NAME])
            if _one(connection, "key = ?", key(name)):
                return None
            sql = "INSERT INTO accounts (name, key, role, password, given, email, subject, made) VALUES (?, ?, ?, '', 0, ?, '', ?)"
            connection.execute(sql, (name, key(name), _role(create), email, file.now()))
            log.changed(connection, by, f"added as {create} at the first login, {email}", name)
            known = wanted(connection, name)
        connection.execute("UPDATE accounts SET subject = ? WHERE id = ?", (whole, known.id))
        log.changed(connection, by, f"bound to {whole}", known.name)
        return _one(connection, "id = ?", known.id)
