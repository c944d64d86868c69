"""Who may work in the case from beyond this machine."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.accounts.people import Account


class Verb(Enum):
    list = "list"
    add = "add"
    role = "role"
    password = "password"
    email = "email"
    subject = "subject"
    remove = "remove"
    token = "token"
    tokens = "tokens"
    withdraw = "withdraw"
    log = "log"


# What each verb takes behind the case.
_TAKES = {
    Verb.list: (), Verb.add: ("NAME", "ROLE"), Verb.role: ("NAME", "ROLE"), Verb.password: ("NAME",), Verb.email: ("NAME", "ADDRESS"),
    Verb.subject: ("NAME", "SUBJECT"), Verb.remove: ("NAME",), Verb.token: ("NAME", "[LABEL]"), Verb.tokens: ("NAME",), Verb.withdraw: ("NAME", "NUMBER"), Verb.log: (),
}  # fmt: skip


def register(app: typer.Typer) -> None:
    command(app)(accounts)


def accounts(
    case: CasePath,
    verb: Annotated[Verb, typer.Argument(metavar="VERB", help="list, add, role, password, email, subject, remove, token, tokens, withdraw or log.")] = Verb.list,
    words: Annotated[list[str] | None, typer.Argument(metavar="[NAME [WORD]]", help="The account, and what the verb takes beside it.")] = None,
    without: Annotated[bool, typer.Option("--no-password", help="With add: the account is entered through OpenID Connect, or by tokens alone.")] = False,
    json_: Json = False,
) -> None:  # fmt: skip
    """Keep the accounts by which people reach a shared workbench: `supplyline serve CASE --host 0.0.0.0`.

    add NAME ROLE makes one (viewer reads; analyst also decides and saves drafts; admin also keeps accounts), role NAME ROLE
    changes it, password NAME sets a new password, remove NAME takes the account away: what the person decided stays. A password
    is asked for on the terminal, or is the first line of stdin where that is none; never an argument. A new password ends
    the account's sessions and tokens, a new role its sessions.
    token NAME LABEL prints a token for programs, once; tokens NAME lists them by number, withdraw NAME NUMBER ends one.
    email NAME ADDRESS and subject NAME SUBJECT say how a provider of OpenID Connect knows the person; an empty word forgets it.
    log lists changes of accounts, logins and refusals.

    Example: supplyline accounts factories add "A. Analyst" analyst
    """
    from supplyline.accounts import file, log, passes, people
    from supplyline.case.custody import who

    given, takes = words or [], _TAKES[verb]
    if not sum(not t.startswith("[") for t in takes) <= len(given) <= len(takes):
        raise typer.BadParameter(f"{verb.value} takes {' '.join(takes) or 'nothing'}; {len(given)} words were given")
    if without and verb is not Verb.add:
        raise typer.BadParameter("--no-password belongs to add")
    folder = args.opened(case).path
    path, by = file.place(folder), f"{who()} (command line)"
    if verb is Verb.add:
        made = people.add(path, given[0], given[1], None if without else _password(given[0]), by)
        show.tell(f"added {made.name} as {made.role}; next: supplyline serve {case} --host 0.0.0.0")
        return
    if not path.exists():
        if verb not in (Verb.list, Verb.log):
            raise typer.BadParameter(f"{case} has no accounts; make one: supplyline accounts {case} add NAME admin")
        return
    if verb is Verb.list:
        for account in people.everybody(path):
            _show(asdict(account), json_, f"{account.name}  {account.role}  {_ways(account)}  since {account.made[:10]}")
    elif verb is Verb.log:
        for kind in ("change", "access"):
            for e in reversed(log.entries(path, kind, 0, log.KEPT)[0]):
                times = f" ({e.times} times until {e.until})" if e.times > 1 else ""
                _show(asdict(e), json_, f"{e.at}  {e.about or e.who or 'nobody known'}: {e.what}{times}" + (f"  by {e.who}" if e.about and e.who else "") + (f"  from {e.address}" if e.address else ""))
    elif verb is Verb.tokens:
        account = people.known(path, given[0])
        for t in passes.kept(path, account, "token"):
            _show(asdict(t), json_, f"{t.id}  {t.label}  made {t.made[:10]}, until {t.until[:10]}, {f'last used {t.used[:13]} h UTC' if t.used else 'never used'}")
    else:
        _change(folder, path, verb, given, by)


def _change(folder: Path, path: Path, verb: Verb, given: Sequence[str], by: str) -> None:
    from supplyline.accounts import passes, people
    from supplyline.model import BadInput

    name = given[0]
    if verb is Verb.role:
        account = people.set_role(path, name, given[1], by)
        show.tell(f"{account.name} is {account.role} now; open sessions have ended")
    elif verb is Verb.password:
        people.known(path, name)
        people.set_password(path, name, _password(name), by)
        show.tell(f"{name} has a new password; sessions and tokens have ended")
    elif verb is Verb.email:
        people.set_email(path, name, given[1], by)
    elif verb is Verb.subject:
        people.set_subject(path, name, _issuer(folder) if given[1] else "", given[1], by)
    elif verb is Verb.remove:
        people.remove(path, name, by)
        show.tell(f"{name} is removed; sessions and tokens have ended")
    elif verb is Verb.token:
        print(passes.give(path, name, given[1] if len(given) > 1 else "", by))
        show.tell("this token is shown once; send it as Authorization: Bearer TOKEN")
    else:
        if not given[1].isascii() or not given[1].isdigit() or len(given[1]) > 9:
            raise BadInput(f"{given[1][:40]!r} is no number of a token; `supplyline accounts CASE tokens NAME` lists them")
        passes.withdraw(path, name, int(given[1]), by)
        show.tell("withdrawn")


def _issuer(folder: Path) -> str:
    import os

    from supplyline.case import settings
    from supplyline.model import BadInput
    from supplyline.serve import oidc

    client = oidc.configured(settings.oidc(folder / "case.toml"), os.environ)
    if client is None:
        raise BadInput("a subject belongs to a provider; name it first: [oidc] in case.toml, or SUPPLYLINE_OIDC_ISSUER and SUPPLYLINE_OIDC_CLIENT")
    return client.issuer


def _password(name: str) -> str:
    """Asked for twice on a terminal, else the first line of stdin."""
    from supplyline.model import BadInput

    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise BadInput("no password came on stdin; write it as the first line, or run this on a terminal")
        return line
    given = getpass.getpass(f"Password of {name}: ")
    if getpass.getpass("Once more: ") != given:
        raise BadInput("the two passwords are not the same; nothing was changed")
    return given


def _ways(account: Account) -> str:
    ways = [*(["password"] if account.has_password else []), *([account.email] if account.email else []), *(["bound to a provider"] if account.subject else [])]
    return ", ".join(ways) or "tokens alone"


def _show(row: dict[str, object], json_: bool, told: str) -> None:
    if json_:
        show.json_line(row)
    else:
        print(told)
