"""How does a function run over many jobs on this machine?

`each` yields one result a job, in the order of the jobs, with a bounded number in flight, so memory
does not grow with their number. A job that dies, hangs or is killed costs itself alone: its result
is `Lost`, the others go on. Workers are plain subprocesses that end when this process does, however
it ends, and that never import the caller's main module.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from supplyline.model import SupplylineError

J = TypeVar("J")
R = TypeVar("R")

# A job is some 20 ms: 8 a message keep the cost of messages below 1 %.
_CHUNK = 8
_AHEAD = 4  # chunks in flight a worker
_GRACE = 30  # seconds after which a worker that does not answer to its own alarm is killed
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Lost:
    """A job without result, and why, in words."""

    why: str


class _TimeUp(BaseException):
    """Raised by the alarm; not an Exception, so that no job swallows it."""


def _alarm(signum: int, frame: FrameType | None) -> None:
    raise _TimeUp


def guarded(function: Callable[[J], R], job: J, seconds: float) -> R | Lost:
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
        where = f"{Path(last.filename).name}:{last.lineno}"
        return Lost(f"a fault of this program, please report it: {type(error).__name__}: {error} at {where}")


# ---------------------------------------------------------------- workers


class _Worker:
    """A subprocess that runs chunks; started when first asked, and again after it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.dismissed = False  # the work was stopped: nothing is to be begun again

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])  # what is found here is found there
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from supplyline.engine.local import work; work()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )
        return self._process

    def ask(self, function: Callable[[Any], Any], jobs: Sequence[Any], seconds: float) -> list[Any] | None:
        """The results of the jobs; None where the worker died over them."""
        if self.dismissed:
            return None
        process = self._started()
        assert process.stdin and process.stdout
        killer = threading.Timer(seconds * len(jobs) + _GRACE, process.kill)
        killer.start()
        try:
            pickle.dump((function, jobs, seconds), process.stdin)
            process.stdin.flush()
            results: list[Any] = pickle.load(process.stdout)
            return results
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            return None
        finally:
            killer.cancel()

    def dismiss(self) -> None:
        self.dismissed = True
        self.close()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):  # what was not sent cannot be any more
                        pipe.close()


def work() -> None:
    """The life of a worker: chunks from stdin, results to stdout, until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write between the answers
    gc.set_threshold(100_000, 20, 20)  # jobs make many things and few rings of them: looking for these took a third of the time
    try:
        while True:
            function, jobs, seconds = pickle.load(sys.stdin.buffer)
            pickle.dump([guarded(function, job, seconds) for job in jobs], answers)
            answers.flush()
    except (EOFError, BrokenPipeError):
        os._exit(0)


def each(
    function: Callable[[J], R], jobs: Iterable[J], *, seconds: float, workers: int = 0, here: bool = False
) -> Iterator[R | Lost]:
    """Run `function` (of a module's top level) over jobs. `here`: in this process, for a handful."""
    if here:
        for job in jobs:
            yield guarded(function, job, seconds)
        return
    count, source = workers or os.cpu_count() or 1, iter(jobs)
    staff = [_Worker() for _ in range(count)]
    idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
    for worker in staff:
        idle.put(worker)
    flight: deque[Future[list[R | Lost]]] = deque()
    pool = ThreadPoolExecutor(count)  # a thread waits for each worker
    try:
        while True:
            while len(flight) < count * _AHEAD and (chunk := _take(source)):
                flight.append(pool.submit(_run, idle, function, chunk, seconds))
            if not flight:
                return
            yield from flight.popleft().result()
    finally:
        for future in flight:
            future.cancel()
        for worker in staff:
            worker.dismiss()
        pool.shutdown()


def _take(source: Iterator[J]) -> list[J]:
    chunk: list[J] = []
    for job in source:
        chunk.append(job)
        if len(chunk) == _CHUNK:
            break
    return chunk


def _run(
    idle: queue.SimpleQueue[_Worker], function: Callable[[J], R], chunk: Sequence[J], seconds: float
) -> list[R | Lost]:
    worker = idle.get()
    try:
        results = worker.ask(function, chunk, seconds)
        if results is None:  # one job of these killed the worker: find it, each alone
            results = []
            for job in chunk:
                if worker.dismissed:
                    break
                results += worker.ask(function, [job], seconds) or [_DEAD]
        return results
    finally:
        idle.put(worker)


_DEAD = Lost("the process that read it died or did not end; the file may be made to do that")
