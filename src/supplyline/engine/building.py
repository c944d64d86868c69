"""What surrounds a build: one at a time, all or nothing, and none at all when nothing changed.

`Build` holds the lock of the case, the writer of the fresh snapshot, the progress line and the
clock (for stderr only: no time enters a row). Leaving it without `finish` leaves the last snapshot.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any, Self

from supplyline.case import files
from supplyline.case.decided import Decided
from supplyline.case.snapshot import FORMAT, Snapshot, Writer
from supplyline.case.store import Case
from supplyline.engine import versions
from supplyline.model import BadInput, Problem, SnapshotMissing

# progress(stage, done, total): called often, must be quick.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did. `seconds` is for a person's eyes; everything else is the same each time."""

    counts: dict[str, int]
    problems: int
    unchanged: bool = False
    computed: int = 0  # documents read and extracted anew; the others came from the cache
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


def inputs(case: Case) -> str:
    """The hash of all that a snapshot depends on."""
    parts: dict[str, Any] = {
        "format": FORMAT,
        "code": versions.of(),
        "originals": [asdict(o) for o in case.originals()],
        "decisions": [d.hash for d in case.decisions()],
        "settings": {k: v for k, v in asdict(case.settings).items() if not k.startswith("decisions")},  # wherever they are kept
    }
    parts |= model(case)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def model(case: Case) -> dict[str, str]:
    """Which large model the case asks, which the environment may name; nothing where none is asked."""
    if case.settings.extractor != "llm":
        return {}
    from supplyline.extract.llm import endpoint

    return {"model": endpoint(case.settings.llm, os.environ).model}


class Build:
    """One build of one case; use with `with`."""

    def __init__(self, case: Case, progress: Progress | None = None) -> None:
        self.case = case
        self.decided = Decided(())
        self.unchanged: Summary | None = None
        self.computed = 0
        self.whole = True  # False: building again may find more, though nothing of the case changed
        self._progress = progress
        self._stack = ExitStack()
        self._seconds: dict[str, float] = {}
        self._stage, self._since = "", time.perf_counter()
        self._problems: set[str] = set()
        self.rejected: set[str] = set()  # claims and lines that are there and that someone decided on

    def __enter__(self) -> Self:
        try:
            self._stack.enter_context(files.locked(self.case.path / ".build.lock", wait=False))
        except files.Busy as error:
            raise BadInput(f"{self.case.path}: another build is running; wait for it to end") from error
        try:
            self.inputs = inputs(self.case)
            self.decided = Decided(self.case.decisions())
            self.unchanged = self._last()
            if self.unchanged is None:
                self._writer = self._stack.enter_context(Writer(self.case))
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def _last(self) -> Summary | None:
        """The summary of the last build where it had the same inputs."""
        try:
            with Snapshot.open(self.case) as snapshot:
                meta = snapshot.meta()
        except SnapshotMissing:
            return None
        if meta.get("inputs") != self.inputs:
            return None
        counts = json.loads(meta["counts"])
        return Summary(counts, counts["problems"], unchanged=True)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage is; stages are timed from one to the next."""
        if stage != self._stage:
            now = time.perf_counter()
            if self._stage:
                self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
            self._stage, self._since = stage, now
        if self._progress is not None:
            self._progress(stage, done, total)

    def write(self, table: str, nouns: Iterable[Any]) -> None:
        self._writer.add(table, nouns)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Write problems, each once however often it is met."""
        for problem in problems:
            if problem.id not in self._problems:
                self._problems.add(problem.id)
                self._writer.add("problems", [problem])

    def finish(self, claims: Iterable[str], known: Iterable[Iterable[Any]]) -> Summary:
        """Put the snapshot in its place. `claims`: the ids of those that count; `known`: the other rows
        that a decision may be about."""
        self.progress("write", 0, 1)
        self.write("decisions", self.decided.every)
        if self.decided.rejected or self.decided.confirmed:
            ids = {*claims, *(noun.id for nouns in known for noun in nouns), *self.rejected}
            self.problems(self.decided.lost("decisions", ids))
        state = self.inputs if self.whole else f"{self.inputs} unfinished"
        counts = self._writer.finish(lambda counts: {"inputs": state, "counts": json.dumps(counts), "extractor": self.case.settings.extractor, **model(self.case)})
        self.progress("write", 1, 1)
        self.progress("done", 1, 1)
        return Summary(counts, counts["problems"], computed=self.computed, seconds=self._seconds)
