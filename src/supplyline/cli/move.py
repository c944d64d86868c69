"""Where the decisions and drafts of a case are kept: with the case, or for a team in PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath
from supplyline.cli.guard import command


def register(app: typer.Typer) -> None:
    command(app)(move)


def move(
    case: CasePath,
    to: Annotated[str, typer.Option(metavar="URL", help="postgresql+psycopg://USER@HOST/DATABASE, sqlite:///decisions.sqlite, or empty for what SUPPLYLINE_DECISIONS_URL says.")],
) -> None:
    """Move the decisions and drafts of a case to a team's PostgreSQL database, or back into its folder.

    Rows stay as they are, with ids, hashes and times, and both chains are checked. The new place is written into case.toml, the
    old one takes nothing any more; servers that run on the case are started again. It is safe to run again, also after a
    crash; with the URL that the case has it brings the tables of the database up to date. A password is taken from
    PGPASSWORD or ~/.pgpass. Needs pip install 'supplyline[postgres]'.

    Example: supplyline move factories --to postgresql+psycopg://ada@db.example.org/cases
    """
    from supplyline.case.move import move as moved

    done = moved(args.opened(case), to)
    kept = ", ".join(f"{n:,} {noun}{'s' if n != 1 else ''}" for noun, n in done.rows.items())
    show.tell(f"kept in {done.place}: {kept}, both chains whole; {done.carried:,} of them came now")
