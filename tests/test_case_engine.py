"""Jobs run in other processes: in order, bounded, and none takes the others with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from supplyline.engine import local, versions
from supplyline.engine.local import Lost
from supplyline.model import BadInput


def task(job: int) -> int:
    if job == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if job == 14:
        time.sleep(60)
    if job == 15:
        raise BadInput("15: not a number we like; take 16")
    if job == 16:
        raise KeyError("sixteen")
    if job == 17:
        print("noise")
    return job * job


def test_results_come_in_order_and_a_bad_job_is_lost_alone() -> None:
    jobs = range(60)
    results = list(local.each(task, jobs, seconds=1, workers=2))
    assert [r for r in results if not isinstance(r, Lost)] == [j * j for j in jobs if not 13 <= j <= 16]
    died, slow, refused, fault = (r.why for r in results[13:17])
    assert "died" in died
    assert slow == "it took more than 1 seconds"
    assert refused == "15: not a number we like; take 16"
    assert "KeyError: 'sixteen' at test_case_engine.py" in fault


def test_here_is_the_same_without_processes() -> None:
    jobs = [1, 15, 2, 16]
    assert list(local.each(task, jobs, seconds=5, here=True)) == list(local.each(task, jobs, seconds=5, workers=1))


def test_only_a_bounded_number_of_jobs_is_taken_ahead() -> None:
    taken = 0

    def jobs() -> Iterator[int]:
        nonlocal taken
        for job in range(1000, 100_000):
            taken += 1
            yield job

    results = local.each(task, jobs(), seconds=5, workers=1)
    assert next(results) == 1_000_000
    assert taken < 100
    results.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(how: signal.Signals, tmp_path: Path) -> None:
    # No `if __name__ == "__main__"`: a script of three lines must do.
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys; from supplyline.engine import local\n"
        "import test_case_engine as t\n"
        "for pid in local.each(t.who, range(100_000), seconds=5, workers=2): print(pid, flush=True)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout
        workers = {int(parent.stdout.readline()) for _ in range(64)}
        assert parent.pid not in workers
        parent.send_signal(how)
    for _ in range(100):
        alive = [pid for pid in workers if Path(f"/proc/{pid}/stat").exists() and not _zombie(pid)]
        if not alive:
            return
        time.sleep(0.1)
    pytest.fail(f"workers {alive} outlived their parent")


def who(job: int) -> int:
    return os.getpid()


def _zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_version_depends_on_the_files_named() -> None:
    assert versions.of("model.py") == versions.of("model.py") != versions.of("model.py", "case/files.py")
    assert len(versions.of()) == 64
