"""How does anything reach a person's eyes?

Rows go to stdout, one line each, JSON Lines where asked; messages, progress and problems go to
stderr, so that a pipe holds rows alone. `NO_COLOR` and anything that is no terminal get plain text.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from supplyline.case.settings import Settings
    from supplyline.model import Problem

PROBLEMS = 3  # the exit code when an input could not be used as meant, or an operation was refused
_SHOWN = 20  # problems that a command prints; `supplyline problems` prints all
_STEPS_A_SECOND = 20
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tell(message: str) -> None:
    """A message for a person."""
    print(shown(message), file=sys.stderr)


def shown(text: str) -> str:
    """The text for a terminal: what would move its cursor, colour it or turn its order is shown and never obeyed."""
    return _CONTROLS.sub(lambda c: repr(c.group())[1:-1], text)


def row(noun: Any) -> None:
    """One row as a line of JSON."""
    from supplyline.case.tables import as_json

    json_line(as_json(noun))


def json_line(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


def interval(low: float | None, high: float | None) -> str:
    """ "at least 20", "6", "5 to 7", "up to 300"."""

    def n(x: float) -> str:
        return f"{x:,.0f}" if x == int(x) else f"{x:,}"

    if low is not None and high is not None:
        return n(low) if low == high else f"{n(low)} to {n(high)}"
    return f"at least {n(low)}" if low is not None else f"up to {n(high)}" if high is not None else "unknown"


def short(words: str, most: int = 140) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def counts(found: dict[str, int]) -> None:
    """What a build found, in numbers."""
    shown = ("documents", "claims", "entities", "events", "origins", "disputes", "links", "gaps", "checks", "problems")
    tell("  ".join(f"{found[name]} {name}" for name in shown if name in found))


def report(found: Iterable[Problem], case: Path | None = None) -> None:
    """Problems, and exit code 3 when there are any."""
    rows = list(found)
    for p in rows[:_SHOWN]:
        tell(f"problem: {problem(p)}")
    if len(rows) > _SHOWN:
        tell(f"… and {len(rows) - _SHOWN} more" + (f"; supplyline problems {case} lists all" if case else ""))
    if rows:
        raise typer.Exit(PROBLEMS)


def asking(settings: Settings) -> None:
    """Say to whom texts are sent, before any is."""
    if settings.extractor == "llm":
        from supplyline.extract.llm import endpoint

        at = endpoint(settings.llm, os.environ)
        tell(f"texts of reports are sent to {at.url}, model {at.model}; what is answered already is not asked again")


def problem(p: Problem) -> str:
    """One line, whatever the file is called."""
    return shown(f"{p.file}: {p.place}: {p.what.removesuffix('.')}; {p.mend}").replace("\n", "\\n")


def console() -> Console:
    from rich.console import Console

    return Console(soft_wrap=True, highlight=False)


@contextmanager
def progress(task: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr where a person looks on; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    err = Console(stderr=True)
    with Progress(*columns, console=err, transient=True, refresh_per_second=_STEPS_A_SECOND) as bar:
        line = bar.add_task(task, total=None)
        yield lambda stage, done, total: bar.update(line, description=stage, completed=done, total=total or None)


def as_utf8() -> None:
    """Names in any script can be printed whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def quiet_pipe() -> None:
    """The reader of our stdout has left (`| head`): nothing more goes there, and nothing complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
