"""The case in a browser, and its API for programs."""

from __future__ import annotations

from pathlib import Path
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
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address of this machine to listen on; one that others can reach, such as 0.0.0.0, needs accounts.")] = "127.0.0.1",
    processes: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer, where one core is not enough: about as many as cores.")] = 1,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser too.")] = False,
    accounts: Annotated[bool, typer.Option("--accounts", help="Ask for an account on 127.0.0.1 too.")] = False,
    name: Annotated[list[str] | None, typer.Option(metavar="HOST", help="What browsers call this server, such as bench.example.org, with the port where it is another one. May be repeated.")] = None,
    certfile: Annotated[Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Certificate (PEM) to speak TLS with.")] = None,
    keyfile: Annotated[Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Its key (PEM), where it is not in the same file.")] = None,
    proxy: Annotated[list[str] | None, typer.Option(metavar="ADDRESS", help="Address or network of a proxy that speaks TLS with browsers: it says who asks. Needs accounts. May be repeated.")] = None,
) -> None:  # fmt: skip
    """Open the workbench: the last whole build in a browser, with its API. Ctrl-C ends it.

    On this machine the URL that is printed holds the token of this session: who has it can read the case and decide in it.
    On an address that others can reach, and with --accounts or --proxy, everybody logs in with an account of the case. A build
    that ends meanwhile is taken up by itself. Written is only what people make: decisions, drafts, saved views and accounts.

    Example: supplyline serve factories
    """
    from supplyline.serve import server

    def tell(url: str) -> None:
        print(url, flush=True)
        show.tell("open this URL; Ctrl-C ends the workbench")
        if open_:
            typer.launch(url)

    shared = None
    if accounts or proxy or name or certfile or keyfile or not server.loopback(host):
        shared = server.Shared(tuple(name or ()), certfile, keyfile, tuple(proxy or ()))
        if not shared.secure and not server.loopback(host):
            show.tell("without TLS passwords and reports cross the network readable: give --certfile, or put a proxy before it and name it with --proxy")
    server.serve(args.opened(case), port, host, tell, show.tell, shared=shared, processes=processes)
