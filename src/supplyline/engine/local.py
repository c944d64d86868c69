"""How does a function run over many jobs on this machine?

`each` yields one result a job, in the order of the jobs, with a bounded number in flight, so memory
does not grow with their number. A job that dies, hangs or is killed costs itself alone: its result
is `Lost`, the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import PurePath
from types import FrameType
from typing import Any, TypeVar

from supplyline.model import SupplylineError

J = TypeVar("J")
R = TypeVar("R")

# A job is some 50 ms: 8 a message keep the cost of messages below 1 %.
_CHUNK = 8
_AHEAD = 4  # chunks in flight a worker


@dataclass(frozen=True, slots=True)
class Lost:
    """A job without result, and why, in words."""

    why: str


class _TimeUp(BaseException):
    """Raised by the alarm; not an Exception, so that no job swallows it."""


def _alarm(signum: int, frame: FrameType | None) -> None:
    raise _TimeUp


def _guarded(function: Callable[[J], R], job: J, seconds: float) -> R | Lost:
    """Run one job under a time limit (where this thread can have one)."""
    if threading.current_thread() is not threading.main_thread():
        return _caught(function, job)
    before = signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return _caught(function, job)
    except _TimeUp:
        return Lost(f"it took more than {seconds:g} seconds")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _caught(function: Callable[[J], R], job: J) -> R | Lost:
    """One bad job never stops the others: what it raised becomes what is said of it."""
    try:
        return function(job)
    except SupplylineError as error:
        return Lost(str(error))
    except MemoryError:
        return Lost("it took more memory than there is")
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(last.filename).name}:{last.lineno}"
        return Lost(f"a fault of this program, please report it: {type(error).__name__}: {error} at {where}")


def _chunk(function: Callable[[J], R], jobs: Sequence[J], seconds: float) -> list[R | Lost]:
    return [_guarded(function, job, seconds) for job in jobs]


def _watch(parent: int) -> None:
    """Die with the parent: a build killed with -9 leaves no workers behind."""

    def wait() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=wait, daemon=True).start()


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned: a fork of a process with threads (DuckDB's, Arrow's, a progress bar's) may lock up.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_watch, initargs=(os.getpid(),))


def each(
    function: Callable[[J], R], jobs: Iterable[J], *, seconds: float, workers: int = 0, here: bool = False
) -> Iterator[R | Lost]:
    """Run `function` (of a module's top level) over jobs. `here`: in this process, for a handful."""
    if here:
        for job in jobs:
            yield _guarded(function, job, seconds)
        return
    count, source = workers or os.cpu_count() or 1, iter(jobs)
    flight: deque[tuple[list[Any], Future[list[Any]]]] = deque()
    pool = _pool(count)
    try:
        while True:
            while len(flight) < count * _AHEAD and (chunk := _take(source)):
                flight.append((chunk, pool.submit(_chunk, function, chunk, seconds)))
            if not flight:
                return
            chunk, future = flight.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                # One job killed its worker and with it the pool: find it, alone, and go on.
                pool.shutdown(cancel_futures=True)
                results = [_alone(function, job, seconds) for job in chunk]
                pool = _pool(count)
                flight = deque((c, pool.submit(_chunk, function, c, seconds)) for c, _ in flight)
            yield from results
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _take(source: Iterator[J]) -> list[J]:
    chunk: list[J] = []
    for job in source:
        chunk.append(job)
        if len(chunk) == _CHUNK:
            break
    return chunk


def _alone(function: Callable[[J], R], job: J, seconds: float) -> R | Lost:
    with _pool(1) as pool:
        try:
            return pool.submit(_chunk, function, [job], seconds).result()[0]
        except BrokenProcessPool:
            return Lost("the process that read it died; the file may be made to do that")
