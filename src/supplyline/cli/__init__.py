"""The commands. The only part of the program that prints.

Rows go to stdout, JSON Lines with `--json`; messages, progress and problems go to stderr. Exit codes:
0 all is well, 2 wrong usage, 3 an input could not be used or an operation was refused. An error is one
line that names what, where and the mend. Heavy imports stay inside the commands: `--help` is quick.
"""

from __future__ import annotations

from typing import Annotated

import typer

from supplyline import __version__
from supplyline.cli import (
    accounts,
    change,
    decide,
    fill,
    find,
    gaps,
    goods,
    lists_diff,
    lists_update,
    mcp,
    move,
    publish,
    screen,
    serve,
    shipments,
    show,
    single,
    trade,
    trade_add,
)

app = typer.Typer(
    name="supplyline",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn reports, sanctions lists and trade records into cited claims, supply graphs, grades and gaps.\n\n"
    "A case is a folder. Start with: supplyline new CASE, supplyline add CASE REPORTS, supplyline lists add CASE LISTS, "
    "supplyline build CASE, supplyline brief CASE. Every command has a --help with an example.\n\n"
    "Exit codes: 0 all is well, 2 wrong usage, 3 some input could not be used (each is named, with its mend).",
)
lists_app = typer.Typer(no_args_is_help=True, help="Sanctions lists, control lists and registers of a case.\n\nExample: supplyline lists add factories sdn.csv alt.csv add.csv")
trade_app = typer.Typer(no_args_is_help=True, help="Trade statistics and shipments of a case.\n\nExample: supplyline trade add factories comtrade.csv")


def _version(value: bool) -> None:
    if value:
        print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


fill.register(app, lists_app)
trade_add.register(trade_app)
trade.register(trade_app)
shipments.register(trade_app)
lists_diff.register(lists_app)
lists_update.register(lists_app)
app.add_typer(lists_app, name="lists")
app.add_typer(trade_app, name="trade")
find.register(app)
gaps.register(app)
goods.register(app)
screen.register(app)
publish.register(app)
decide.register(app)
move.register(app)
change.register(app)
single.register(app)
serve.register(app)
accounts.register(app)
mcp.register(app)


def main() -> None:
    """The entry point."""
    show.as_utf8()
    app()
