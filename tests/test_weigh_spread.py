"""Weighing on several processors: the same rows, whatever becomes of the other processes."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from supplyline import weigh
from supplyline.extract import extract
from supplyline.read.reports import read_document
from supplyline.weigh import spread
from supplyline.weigh.spread import processes, sliced

CORPUS = Path(__file__).parent / "cases" / "origins" / "documents"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there are processes forked")


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})


def squares(part: Sequence[int]) -> list[tuple[int, int]]:
    return [(n * n, os.getpid()) for n in part]


def test_parts_come_in_order_from_two_processes() -> None:
    parts = sliced(range(5), claims=spread.ENOUGH)
    found = spread.spread(squares, parts)
    assert [n for n, _ in found] == [0, 1, 4, 9, 16]
    assert found[0][1] == os.getpid() != found[3][1]


def test_a_part_whose_process_dies_is_done_here() -> None:
    here = os.getpid()

    def run(part: Sequence[int]) -> list[tuple[int, int]]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return squares(part)

    assert spread.spread(run, [[1], [2]]) == [(1, here), (4, here)]


def test_what_is_made_apart_takes_its_memory_with_it() -> None:
    here = os.getpid()

    def run() -> list[int]:
        return [os.getpid()]

    assert list(spread.apart(run, claims=1)) == [here]
    (other,) = spread.apart(run, claims=spread.ENOUGH)
    assert other != here


def test_what_dies_apart_is_made_here() -> None:
    here = os.getpid()

    def run() -> Iterator[int]:
        if os.getpid() != here:
            yield 1
            os.kill(os.getpid(), signal.SIGKILL)
        yield from (1, 2)

    assert list(spread.apart(run, claims=spread.ENOUGH)) == [1, 2]


def test_two_steps_are_told_apart_on_one_processor_and_on_two() -> None:
    def pids() -> list[int]:
        return [os.getpid()]

    here, there = spread.both(pids, pids, claims=spread.ENOUGH)
    assert here == [os.getpid()] != there
    assert spread.both(lambda: [1], lambda: iter((2, 3)), claims=1) == ([1], [2, 3])


def test_where_no_process_can_be_forked_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none)
    gc.collect()  # files that other tests let go of
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    assert spread.spread(squares, [[1], [2]]) == [(1, os.getpid()), (4, os.getpid())]
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_what_fails_fails_here_too() -> None:
    def run(part: Sequence[int]) -> list[float]:
        return [1 / n for n in part]

    with pytest.raises(ZeroDivisionError):
        spread.spread(run, [[1], [0]])


def test_few_items_and_threads_of_a_server_stay_in_one_process() -> None:
    assert sliced([1, 2, 3], claims=3) == [[1, 2, 3]]
    assert sliced([], claims=0) == []
    found = []
    thread = threading.Thread(target=lambda: found.append(processes(spread.ENOUGH)))
    thread.start()
    thread.join()
    assert found == [1] and processes(spread.ENOUGH) == 2


@pytest.mark.parametrize(
    ("run", "processes"),
    [
        ("spread.spread(sleep, [1, 2])", 1),
        ("list(spread.apart(lambda: sleep(spread.spread(sleep, [1, 2])), spread.ENOUGH))", 2),
    ],
)
def test_no_process_outlives_one_that_is_killed(run: str, processes: int) -> None:
    code = f"""
import os, time
from supplyline.weigh import spread
os.sched_getaffinity = lambda pid: {{0, 1}}
here = os.getpid()
def sleep(part):
    print(os.getpid() if os.getpid() != here else "", flush=True)
    time.sleep(600)
{run}
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    children: set[int] = set()
    while len(children) < processes:
        children |= {int(pid) for pid in [parent.stdout.readline().strip()] if pid}
    parent.kill()
    parent.wait()
    until = time.monotonic() + 30
    while time.monotonic() < until and any(map(_runs, children)):
        time.sleep(0.05)
    assert not any(map(_runs, children))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_case_weighs_the_same_on_one_processor_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    for path in sorted(CORPUS.glob("*.txt"))[:20]:
        document, _ = read_document(path.read_bytes(), path.name, published="2025-05-26", publisher=path.stem[:3])
        assert document is not None
        keys += [weigh.key(claim, document) for claim in extract(document).claims]
    alone = weigh.weigh(keys)
    forks = []
    plain = os.fork

    def fork() -> int:
        forks.append(1)
        return plain()

    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(spread, "ENOUGH", 1)
    assert alone.disputes and weigh.weigh(keys) == alone
    assert len(forks) == 4  # of origins, whose process forks others, events, disputes and grades
