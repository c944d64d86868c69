"""The case for a language model's program."""

from __future__ import annotations

import typer

from supplyline.cli import args
from supplyline.cli.args import CasePath
from supplyline.cli.guard import command


def register(app: typer.Typer) -> None:
    command(app)(mcp)


def mcp(case: CasePath) -> None:
    """Answer a language model's program by the Model Context Protocol, over stdin and stdout.

    Its tools only read: search, claim, claims, event, party, links, why, gaps, screen, checks, text, overview. Each answer has
    the quotes it rests on, with the SHA-256 of the original and their place in it. No address is opened.
    Needs one more package: pip install 'supplyline[mcp]'.

    Example: supplyline mcp factories
    """
    from supplyline.serve import mcp as server

    server.serve(args.opened(case))
