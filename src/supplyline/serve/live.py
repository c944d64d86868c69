"""Which build does a request read, and when does a newer one take its place?

`Live(case)` opens the reading index of the last whole snapshot and looks every second whether a build has put another
snapshot in its place; the index of that one is made beside, and swapped in when it is whole. A request keeps the build
that it began with. What changed since the build that somebody last looked at is told too, across restarts: a hard link keeps
that snapshot. Promises: no request ever sees half a build.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from supplyline import names
from supplyline.case import decisions, desk, files
from supplyline.case.decisions import Book, Database, Place
from supplyline.case.desk import Saved
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case, open_case
from supplyline.engine.changes import changes
from supplyline.model import Decision, NotKept, SupplylineError
from supplyline.publish import prose
from supplyline.serve import index
from supplyline.serve.render import environment
from supplyline.serve.search import WHERE, Asked, Search
from supplyline.serve.shelf import Shelf

T = TypeVar("T")
EVERY = 1.0  # seconds between two looks
PAUSE = 2.0  # seconds before a database that did not answer is asked again: a page may wait for it
_KEPT = 3  # indexes, the newest: another server on this case may still read the one before
LARGE = 50_000  # claims: what takes a second or two of fewer takes minutes of more
TOLD = 40  # changes that are shown
_CHANGES, _BUILD, _LAST = "changes.json", "build.duckdb", "last.duckdb"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build changed: the first rows, and how many there are of each kind. Of a large case all of them would be
    hundreds of thousands."""

    first: tuple[dict[str, Any], ...]
    kinds: Counter[str]


@dataclass(frozen=True)
class Served:
    """One build, ready to be read."""

    shelf: Shelf
    root: Path

    @cached_property
    def search(self) -> Search:
        return Search(self.shelf)

    def warm(self) -> None:
        """Open what the first question would wait for, and ask one of each kind."""
        _ = self.decided
        for where in WHERE:
            self.search.find(Asked("Warmed Wordz", where))
        names.compare("Warmed Words Ltd", "Words Co.", "LegalEntity")
        prose.uncited("It is so. It was so.")
        for template in environment().list_templates():
            environment().get_template(template)

    @cached_property
    def decided(self) -> frozenset[str]:
        """The decisions that this build knows."""
        return frozenset(id for (id,) in self.shelf.sql("SELECT id FROM decisions"))

    @property
    def changes(self) -> Changes | None:
        """What is different from the build that was last looked at; None where none was, or it is not known yet."""
        if "_changes" not in self.__dict__ and not (self.shelf.folder / _CHANGES).exists():
            return None
        return self._changes

    def looked(self) -> None:
        """Somebody sees what changed up to this build: later ones are compared with it, and not with one that nobody saw."""
        if "_looked" not in self.__dict__ and (build := self.shelf.folder / _BUILD).exists():
            with suppress(OSError):  # thrown away in this moment, for there is a newer one
                _named(build, self.root / _LAST)
            self.__dict__["_looked"] = True

    @cached_property
    def _changes(self) -> Changes | None:
        try:
            found: list[dict[str, Any]] = json.loads((self.shelf.folder / _CHANGES).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return Changes(tuple(found[:TOLD]), Counter(change["kind"] for change in found))


class Live:
    def __init__(self, case: Case, tell: Callable[[str], None] | None = None) -> None:
        self.case = case
        self.root = case.cache / "serve"
        self._mark: tuple[int, int] | None = None
        self._decided: tuple[Any, tuple[Decision, ...]] = (None, ())
        self._saved: tuple[Any, tuple[Saved, ...]] = (None, ())
        self.trouble, self._next = "", 0.0
        self.decisions(), self.desk()  # what cannot be read is said now
        self._end = threading.Event()
        self._thread: threading.Thread | None = None
        self.now = self._open(case, tell)
        # To compare large builds takes minutes: nobody waits for it, it is done while the pages are served.
        self._late = self.now.shelf.count("claims") > LARGE
        if not self._late:
            self._settle()
        _settled()

    def _open(self, case: Case, tell: Callable[[str], None] | None = None) -> Served:
        case.settings  # noqa: B018  what cannot be understood is said now, and not on every page
        mark = self._marked()
        served = Served(Shelf(index.make(case, self.root, tell)), self.root)
        served.warm()
        self._mark = mark
        return served

    def _marked(self) -> tuple[int, int] | None:
        try:
            stat = self.case.snapshot_path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def look(self) -> bool:
        """Take up a newer build if there is one; True where there was."""
        if self._marked() in (None, self._mark):
            return False
        case = open_case(self.case.path)  # its settings may be new too
        if self.now.shelf.count("claims") > LARGE:
            # Minutes of work, in a process of its own: readers of the build that is open would wait for each of its steps.
            subprocess.run([sys.executable, "-m", "supplyline.serve.index", str(case.path)], check=False)
        self.now = self._open(case)
        self.case = case
        self._settle()
        _settled()  # the build before goes now, with its names and open files, and not after the next
        return True

    def _settle(self) -> None:
        """Say what changed since the build that was last looked at, keep this one for when it is, and throw away what is old."""
        folder, last = self.now.shelf.folder, self.root / _LAST
        with suppress(OSError, SupplylineError, subprocess.SubprocessError), files.locked(self.root / ".settling"):
            with Snapshot.open(self.case) as after:
                if after.meta().get("inputs") != self.now.shelf.inputs:
                    return  # newer still: the next look takes it up
                if last.exists() and not (folder / _CHANGES).exists():
                    with Snapshot(last) as before:
                        other = before.meta().get("inputs") != self.now.shelf.inputs
                        if other:
                            found = self._compared(before, after, last)
                            part = folder / f".{_CHANGES}.{os.getpid()}"
                            part.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
                            part.replace(folder / _CHANGES)
            for old in self.root.glob(f"*/{_BUILD}"):
                if old.parent != folder:
                    old.unlink(missing_ok=True)
            _named(self.case.snapshot_path, folder / _BUILD)
            if not last.exists():
                _named(self.case.snapshot_path, last)
        folders = sorted((p for p in self.root.iterdir() if p.is_dir() and not p.name.startswith(".")), key=lambda p: -p.stat().st_mtime)
        for old in folders[_KEPT:]:
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)

    def _compared(self, before: Snapshot, after: Snapshot, last: Path) -> list[dict[str, Any]]:
        if after.count("claims") <= LARGE:
            return [asdict(c) for c in changes(before, after)]
        # In a process of its own, lest every page wait for it.
        command = [sys.executable, "-m", "supplyline", "diff", str(self.case.path), "--since", str(last), "--json"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    # ------------------------------------------------------------ decisions

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions of the case, also those that another program made a moment ago."""
        self._decided = self._again(self._decided, self.case.decisions_at, decisions.BOOK, decisions.read)
        return self._decided[1]

    def desk(self) -> tuple[Saved, ...]:
        """The last version of each draft and view, also of those that were thrown away."""
        self._saved = self._again(self._saved, self.case.desk_at, desk.BOOK, desk.latest)
        return self._saved[1]

    @property
    def far(self) -> bool:
        """Are decisions in a database, for which a page may wait?"""
        return isinstance(self.case.decisions_at, Database)

    def _again(self, held: tuple[Any, tuple[T, ...]], place: Place, book: Book, read: Callable[[Place], tuple[T, ...]]) -> tuple[Any, tuple[T, ...]]:
        """What is held, or what is there now where something was written since. Where that cannot be told (a team's database
        does not answer) it is what was last seen, and `trouble` says so."""
        if self.trouble and time.monotonic() < self._next:
            return held
        try:
            mark = decisions.written(place, book)
            held = held if mark == held[0] else (mark, read(place))
        except NotKept as error:
            if held[0] is None:
                raise  # nothing was ever seen
            self.trouble, self._next = str(error), time.monotonic() + PAUSE
            return held
        self.trouble = ""
        return held

    # ------------------------------------------------------------ looking

    def start(self) -> None:
        self._thread = threading.Thread(target=self._watch, name="builds", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _watch(self) -> None:
        while not self._end.wait(EVERY):
            try:
                if self._late:
                    self._late = False
                    self._settle()
                self.look()
            except (SupplylineError, OSError) as error:
                self._mark = self._marked()  # say it once, and go on with the build that is open
                print(f"problem: the new build cannot be read: {error}; going on with the one before", file=sys.stderr)


def _named(build: Path, name: Path) -> None:
    """Give a build a further name, whatever had it before."""
    link = name.with_name(f".{name.name}.{os.getpid()}")
    link.unlink(missing_ok=True)
    os.link(build, link)
    link.replace(name)
    link.unlink(missing_ok=True)  # two names of one file: replace does nothing then


def _settled() -> None:
    """What is open stays: walking it again and again for garbage would cost some request 60 ms each time."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
