"""What happens when a command cannot do its work?

`command(app)` registers a function as `app.command` does and makes each failure one line that says
what, where and the mend. Exit codes: 3 for input that cannot be used and for what is refused, 130
for Ctrl-C; wrong usage is Typer's 2. No traceback, unless SUPPLYLINE_DEBUG=1 asks for it.
"""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

import typer

from supplyline.cli.show import PROBLEMS, quiet_pipe, short, tell
from supplyline.model import SupplylineError

STOPPED = 130


def command(app: typer.Typer, name: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command with its failures guarded."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def guarded(*args: Any, **kwargs: Any) -> None:
            try:
                function(*args, **kwargs)
                sys.stdout.flush()
            except (typer.Exit, typer.Abort, typer.BadParameter):
                raise
            except SupplylineError as error:
                fail(str(error), error)
            except BrokenPipeError:
                quiet_pipe()
            except KeyboardInterrupt:
                tell("stopped; originals, decisions and the last build are as they were")
                raise typer.Exit(STOPPED) from None
            except OSError as error:
                what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
                fail(f"{what}; check that it is there, may be used and that the disk has room", error)
            except Exception as error:
                doing = " ".join(["supplyline", *sys.argv[1:3]])
                fail(
                    f"unexpected {type(error).__name__} in `{doing}`: {short(str(error))}; this is a fault of the program: "
                    "run it again with SUPPLYLINE_DEBUG=1 and report what it prints, with the command",
                    error,
                )

        app.command(name)(guarded)
        return function

    return register


def fail(message: str, error: BaseException) -> NoReturn:
    """Say what went wrong in one line, and end."""
    if os.environ.get("SUPPLYLINE_DEBUG"):
        traceback.print_exception(error)
    tell(f"error: {message}")
    raise typer.Exit(PROBLEMS)
