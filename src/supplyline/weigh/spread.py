"""How does weighing use a second processor without sending a million claims to it?

`spread(run, parts)` gives the rows of `run(part)` for each part, in their order: the first here, each other in a forked process,
which sees all that this one holds and puts down only the rows it made; `both` does so for two steps. `apart` has all done by such
a process, for the memory. `sliced` makes one part where none can be (another system, a thread of a server, one processor); where
such a process ends early, its part is done here. Promises: the same rows either way; no process outlives this one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, TypeVar

J = TypeVar("J")
R = TypeVar("R")

MOST = 2  # processes that work: each writes on the memory that it would share, so that a third would need as much again
ENOUGH = 20_000  # claims, from which on it is worth while
_AT_ONCE = 10_000


def processes(claims: int) -> int:
    """How many there may be for so many claims, this one among them."""
    # A lock that another thread holds stays held in a forked process. A command has none but that of its progress bar, whose locks
    # weighing never asks for; of the threads of a server nobody can say so.
    if claims < ENOUGH or sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return 1
    return min(MOST, len(os.sched_getaffinity(0)))


def sliced(items: Sequence[J], claims: int) -> list[Sequence[J]]:
    """As many parts of one length as there may be processes, for what is as much work as so many claims."""
    size = -(-len(items) // processes(claims)) or 1
    return [items[at : at + size] for at in range(0, len(items), size)]


def spread(run: Callable[[J], Iterable[R]], parts: Sequence[J]) -> list[R]:
    return [row for rows in _each(run, parts) for row in rows]


def both(one: Callable[[], Iterable[Any]], other: Callable[[], Iterable[Any]], claims: int) -> tuple[list[Any], list[Any]]:
    """The rows of each of two steps that do not ask what the other finds."""
    if processes(claims) == 1:
        return list(one()), list(other())
    here, there = _each(lambda step: step(), (one, other))
    return here, there


def _each(run: Callable[[J], Iterable[R]], parts: Sequence[J]) -> Iterator[list[R]]:
    forked: dict[int, _Forked] = {}
    try:
        for n in range(1, len(parts)):
            with contextlib.suppress(OSError):  # no more processes, files or room
                forked[n] = _fork(run, parts[n])
        for n, part in enumerate(parts):
            yield list(_rows(forked[n].rows) if n in forked and _ended_well(forked[n]) else run(part))
    finally:
        _end(forked.values())


def apart(run: Callable[[], Iterable[R]], claims: int) -> Iterator[R]:
    """The rows of `run()`, made by a process that takes with it the memory that making them took, where there may be one: what is
    free in a process between what is held stays with it, as much again as the rows of a large case."""
    forked: dict[int, _Forked] = {}
    if processes(claims) > 1:
        with contextlib.suppress(OSError):
            forked[0] = _fork(lambda _: run(), None)
    try:
        yield from _rows(forked[0].rows) if forked and _ended_well(forked[0]) else run()
    finally:
        _end(forked.values())


@dataclass(slots=True)
class _Forked:
    """`rows`: a file without a name, which is gone with those who hold it; `life`: the end of a pipe whose closing, however it comes
    about, ends the process."""

    pid: int
    rows: IO[bytes]
    life: int
    ended: bool = False


def _fork(run: Callable[[J], Iterable[R]], part: J) -> _Forked:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who asked
    beat, life = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # native threads of libraries, that wait for work and hold nothing
        try:
            pid = os.fork()
        except OSError:
            file.close()
            os.close(beat)
            os.close(life)
            raise
    if pid:
        os.close(beat)
        return _Forked(pid, file, life)
    status = 1
    try:
        os.close(life)
        threading.Thread(target=_ends_with, args=(beat,), daemon=True).start()
        rows = iter(run(part))
        while some := list(islice(rows, _AT_ONCE)):
            pickle.dump(some, file, pickle.HIGHEST_PROTOCOL)
        file.flush()
        status = 0
    finally:
        os._exit(status)  # nothing of the other process is to be ended twice


def _end(processes: Iterable[_Forked]) -> None:
    for one in processes:
        one.rows.close()
        os.close(one.life)
        if not one.ended:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(one.pid, signal.SIGKILL)
                os.waitpid(one.pid, 0)


def _ends_with(beat: int) -> None:
    os.read(beat, 1)
    os._exit(1)


def _ended_well(one: _Forked) -> bool:
    _, status = os.waitpid(one.pid, 0)
    one.ended = True
    return status == 0


def _rows(file: IO[bytes]) -> Iterator[Any]:
    file.seek(0)
    with contextlib.suppress(EOFError):
        while True:
            yield from pickle.load(file)
