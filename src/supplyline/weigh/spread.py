"""How does weighing use a second processor without copying a million claims to it?

`spread(run, parts)` gives `run(part)` for each part, in their order: the first here, each other in a forked process, which sees
all that this one holds and sends back only the rows it made. Where that cannot be (another system, a thread of a server, one
processor), or where such a process ends early, the part is done here. Promises: the same rows either way; no process outlives
this one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from itertools import islice
from typing import IO, NamedTuple, TypeVar

J = TypeVar("J")
R = TypeVar("R")

MOST = 4  # processes: each writes on memory that it would share, and what is spread is seldom longer than the rest
ENOUGH = 20_000  # claims or events, from which on it is worth while
_AT_ONCE = 10_000


def processes() -> int:
    """How many there may be, this one among them."""
    # A lock that another thread holds stays held in a forked process. A command has none but that of its progress bar, whose locks
    # weighing never asks for; of the threads of a server nobody can say so.
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return 1
    return min(MOST, len(os.sched_getaffinity(0)))


def sliced(items: Sequence[J], enough: int = ENOUGH) -> list[Sequence[J]]:
    """As many parts as there may be processes, of one length; one part where there are not enough items."""
    count = processes() if len(items) >= enough else 1
    size = -(-len(items) // count) or 1
    return [items[at : at + size] for at in range(0, len(items), size)]


def spread(run: Callable[[J], Sequence[R]], parts: Sequence[J]) -> list[Sequence[R]]:
    forked: dict[int, _Forked] = {}
    try:
        for n in range(1, len(parts) if processes() > 1 else 1):
            forked[n] = _fork(run, parts[n])
        out: list[Sequence[R]] = []
        for n, part in enumerate(parts):
            rows: Sequence[R] | None = _received(forked[n]) if n in forked else None
            out.append(run(part) if rows is None else rows)
        return out
    finally:
        for one in forked.values():
            one.answers.close()
            os.close(one.life)
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)
            os.waitpid(one.pid, 0)


class _Forked(NamedTuple):
    """`life`: the end of a pipe whose closing, however it comes about, ends the process."""

    pid: int
    answers: IO[bytes]
    life: int


def _fork(run: Callable[[J], Sequence[R]], part: J) -> _Forked:
    answers, sent = os.pipe()
    beat, life = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # native threads of libraries, that wait for work and hold nothing
        pid = os.fork()
    if pid:
        os.close(sent)
        os.close(beat)
        return _Forked(pid, os.fdopen(answers, "rb"), life)
    try:
        os.close(life)
        threading.Thread(target=_ends_with, args=(beat,), daemon=True).start()
        rows = iter(run(part))
        with os.fdopen(sent, "wb") as out:
            while some := list(islice(rows, _AT_ONCE)):
                pickle.dump(some, out, pickle.HIGHEST_PROTOCOL)
            pickle.dump([], out)  # the end: without it nothing of what was sent counts
    finally:
        os._exit(0)  # nothing of the other process is to be ended twice


def _ends_with(beat: int) -> None:
    os.read(beat, 1)
    os._exit(1)


def _received(one: _Forked) -> list[R] | None:
    """All the rows that were sent; None where they do not end."""
    rows: list[R] = []
    try:
        while some := pickle.load(one.answers):
            rows += some
    except (EOFError, OSError, pickle.UnpicklingError):
        return None
    return rows
