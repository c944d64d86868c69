"""The case in a browser, and its API for programs."""

from __future__ import annotations

from typing import Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath
from supplyline.cli.guard import command


def register(app: typer.Typer) -> None:
    command(app)(serve)


def serve(
    case: CasePath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any that is free.")] = 8640,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address of this machine to listen on; only loopback, for there are no accounts yet.")] = "127.0.0.1",
    processes: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer, where one core is not enough: about as many as cores.")] = 1,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
) -> None:  # fmt: skip
    """Open the workbench: the last whole build in a browser, with its API. Ctrl-C ends it.

    The URL that is printed holds the token of this session: who has it can read the case and decide in it. Only this
    machine is served. A build that ends meanwhile is taken up by itself. Written is only what
    people make: decisions, drafts and saved views.

    Example: supplyline serve factories
    """
    from supplyline.serve import server

    def tell(url: str) -> None:
        print(url, flush=True)
        show.tell("open this URL; Ctrl-C ends the workbench")
        if open_:
            typer.launch(url)

    server.serve(args.opened(case), port, host, tell, show.tell, processes=processes)
