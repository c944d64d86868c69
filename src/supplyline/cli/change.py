"""What changed since a day, and watching a folder for what comes in."""

from __future__ import annotations

import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.snapshot import Snapshot
    from supplyline.case.store import Case
    from supplyline.engine.changes import Change

_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?")
# What the counts are called, in the order in which a person wants them.
_KINDS = ("adds", "confirms", "refines", "contradicts", "supersedes", "regrades", "joins", "withdraws", "repeats")


def register(app: typer.Typer) -> None:
    command(app)(diff)
    command(app)(watch)


def diff(
    case: CasePath,
    since: Annotated[
        str,
        typer.Option(metavar="DATE|SNAPSHOT", help="A day or time (UTC) before which everything counts as known, or an older snapshot.duckdb."),
    ],
    json_: Json = False,
) -> None:
    """Say what changed since a day: what new documents confirm, refine, contradict, supersede, repeat or add.

    With a day, the case is built as it was before that day (documents and decisions that came later left out) and
    held against the last build. "confirms" means a new origin; a copy of what was known only "repeats"; one whose number
    cannot be true beside those known "contradicts"; a source that takes back its own "supersedes" it.

    Example: supplyline diff factories --since 2025-06-01
    """
    opened = args.opened(case)
    with args.snapshot(case) as after, _then(opened, since) as before:
        _tell(before, after, json_)


def _then(opened: Case, since: str) -> Snapshot:
    """The snapshot to compare with."""
    from supplyline import pipeline
    from supplyline.case.snapshot import Snapshot
    from supplyline.case.store import Case

    if Path(since).is_file():
        return Snapshot(Path(since))
    if not _WHEN.fullmatch(since):
        raise typer.BadParameter(f"--since {since}: no such file, and no date; write 2025-06-01, 2025-06-01T12:30 or the path of a snapshot.duckdb")
    then = Case(opened.path, until=since)
    show.asking(then.settings)
    with show.progress("build as it was") as step:
        pipeline.build(then, step)
    return Snapshot(then.snapshot_path)


def _tell(before: Snapshot, after: Snapshot, json_: bool) -> None:
    from dataclasses import asdict

    from supplyline.engine.changes import changes

    found = changes(before, after)
    for change in found:
        if json_:
            show.json_line(asdict(change))
        else:
            print(show.shown(_line(change)))
    added = after.count("documents") - before.count("documents")
    numbers = [f"{n} {kind}" for kind in _KINDS if (n := sum(c.kind == kind for c in found))]
    show.tell(f"{added:+d} {'document' if abs(added) == 1 else 'documents'}: " + (", ".join(numbers) or "nothing changed"))


def _line(change: Change) -> str:
    files = f"  [{', '.join(change.documents)}]" if change.documents else ""
    return f"{change.event}  {change.kind:<11} {change.label}: {change.text}{files}"


def watch(
    case: CasePath,
    folder: Annotated[Path, typer.Option(metavar="DIR", exists=True, file_okay=False, help="Folder to look at, with all below it.")],
    every: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How often to look.")] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Take in what is there now, print what it changed, and end.")] = False,
    json_: Json = False,
) -> None:
    """Take in reports as they appear in a folder, build, and print what each changed.

    A file is taken when its size and time stood still between two looks, so a file that is still being written
    waits. The folder's files are never touched. Ctrl-C ends it; what was taken in stays.

    Example: supplyline watch factories --folder inbox
    """
    opened = args.opened(case)
    taken: dict[Path, tuple[int, int]] = {}
    seen: dict[Path, tuple[int, int]] = {}
    failed = False
    end = _ended()
    show.asking(opened.settings)
    show.tell(f"looking into {folder}" if once else f"watching {folder}; Ctrl-C ends it")
    while not end:
        now = _files(folder)
        ready = [p for p, mark in sorted(now.items()) if taken.get(p) != mark and (once or seen.get(p) == mark)]
        seen = now
        if ready:
            failed = _take(opened, folder, ready, json_) or failed
            taken.update((p, now[p]) for p in ready)
        if once:
            break
        _rest(every, end)
    if failed:
        raise typer.Exit(show.PROBLEMS)


def _rest(seconds: float, end: list[bool]) -> None:
    """Sleep, but no longer than until the end is asked for."""
    until = time.monotonic() + seconds
    while not end and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.1))


def _ended() -> list[bool]:
    """Filled by the first Ctrl-C, so that a build under way ends whole; the second stops at once. A list and no Event:
    an Event that is set while the same thread waits on it can wait for ever."""
    end: list[bool] = []

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        end.append(True)
        show.tell("ending; Ctrl-C again stops at once")

    signal.signal(signal.SIGINT, stop)
    return end


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Size and time of each file; one that vanishes meanwhile is left out, and so is a link."""
    found = {}
    for path in folder.rglob("*"):
        try:
            if path.is_symlink() or not path.is_file() or any(p.startswith(".") for p in path.relative_to(folder).parts):
                continue
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def _take(opened: Case, folder: Path, paths: list[Path], json_: bool) -> bool:
    """Add, build, and say what changed; True where something could not be used."""
    from supplyline import pipeline
    from supplyline.case.snapshot import Snapshot
    from supplyline.case.store import Addition
    from supplyline.model import Problem
    from supplyline.read.expand import expand

    problems: list[Problem] = []
    additions: list[Addition] = []
    for path in paths:
        inside = path.relative_to(folder).parent
        for item in expand(path):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                name = (inside / item.name).as_posix()
                additions.append(Addition(item.data, name, role=item.role or "report", origin=item.origin))
    opened.add_originals(additions, source=str(folder))
    if not opened.snapshot_path.exists():
        with show.progress("build") as step:
            summary = pipeline.build(opened, step)
        show.tell(f"first build, from {len(additions)} {'file' if len(additions) == 1 else 'files'}")
        show.counts(summary.counts)
    else:
        # Opened before the build puts a new file in its place: the old one stays readable until it is closed.
        with Snapshot.open(opened) as before:
            with show.progress("build") as step:
                pipeline.build(opened, step)
            with Snapshot.open(opened) as after:
                _tell(before, after, json_)
                known = {p.id for p in before.rows("problems")}
                problems += [p for p in after.rows("problems") if p.id not in known]
    for p in problems:
        show.tell(f"problem: {show.problem(p)}")
    sys.stdout.flush()  # who reads along through a pipe waits for what was said now
    return bool(problems)
