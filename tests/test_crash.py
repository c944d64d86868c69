"""kill -9 at random instants of add, decide and build: nothing is lost, and the next build is the same."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from case_corpus import EVERYTHING, make, many
from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case
from supplyline.case.verify import verify
from supplyline.model import TABLES

HERE = Path(__file__).parent
SEED = 20261124


class Zygote:
    """A process that has imported everything and forks victims."""

    def __init__(self) -> None:
        paths = os.pathsep.join([str(HERE), str(Path(store.__file__).parents[2])])
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "crash_zygote.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def run(self, verb: str, case: Case, seconds: float | None = None) -> tuple[float, bool]:
        """Run a verb, kill it after `seconds`; how long it lived and whether it was killed."""
        assert self.process.stdin and self.process.stdout
        print(verb, -1 if seconds is None else seconds, case.path, file=self.process.stdin, flush=True)
        lived, killed, status = self.process.stdout.readline().split()
        assert killed == "1" or status == "0", f"{verb} failed by itself"
        return float(lived), killed == "1"


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.process.stdin.close()  # type: ignore[union-attr]
    zygote.process.wait()


def exported(case: Case, folder: Path) -> dict[str, str]:
    """Every table as exported. Decision ids hold the time of deciding, which differs by trial."""
    folder.mkdir(exist_ok=True)
    found = {}
    with Snapshot.open(case) as snapshot:
        for table in TABLES:
            if table != "decisions":
                snapshot.export(table, folder / table, "csv")
                found[table] = re.sub(r"\bd_[0-9a-f]{12}\b", "d_", (folder / table).read_text())
    return found


def killed(zygote: Zygote, verb: str, whole: float, wanted: int, cases: Callable[[int], Case]) -> Iterator[Case]:
    """Cases whose process was alive when it was killed, `wanted` of them: a run that ended first does not count,
    and another instant is drawn. `cases(n)` makes the case of the n-th try."""
    draw = random.Random(f"{SEED} {verb} {wanted}")
    deaths = 0
    for number in range(wanted * 5):
        case = cases(number)
        if zygote.run(verb, case, draw.uniform(0, whole))[1]:
            deaths += 1
            yield case
        if deaths == wanted:
            return
    raise AssertionError(f"only {deaths} of {wanted} processes were alive when they were killed")


def copy(case: Case, path: Path) -> Case:
    shutil.copytree(case.path, path)
    return store.open_case(path)


def done(case: Case) -> list[str]:
    path = case.path / "done"
    return path.read_text().split() if path.exists() else []


def test_add_loses_no_original(zygote: Zygote, tmp_path: Path) -> None:
    reference = make(tmp_path / "reference", EVERYTHING)
    pipeline.build(reference)
    expected = exported(reference, tmp_path / "out")
    whole, _ = zygote.run("add", store.create(tmp_path / "whole"))
    for case in killed(zygote, "add", whole, 17, lambda n: store.create(tmp_path / f"add{n}")):
        promised = done(case)
        case = store.open_case(case.path)
        assert set(promised) <= {o.sha256 for o in case.originals()}
        assert verify(case) == ()
        case.add_originals(EVERYTHING)
        assert case.originals() == reference.originals()
        assert verify(case) == ()
        pipeline.build(case)
        assert exported(case, tmp_path / "out") == expected


def test_decide_loses_no_decision(zygote: Zygote, tmp_path: Path) -> None:
    base = make(tmp_path / "base", EVERYTHING)
    pipeline.build(base)
    with Snapshot.open(base) as snapshot:
        (base.path / "claims").write_text(" ".join(c.id for c in snapshot.rows("claims")))
    reference = copy(base, tmp_path / "reference")
    whole, _ = zygote.run("decide", reference)
    pipeline.build(reference)
    expected = exported(reference, tmp_path / "out")
    for case in killed(zygote, "decide", whole, 17, lambda n: copy(base, tmp_path / f"decide{n}")):
        promised = done(case)
        kept = [d.id for d in store.open_case(case.path).decisions()]
        assert kept[: len(promised)] == promised
        assert len(kept) <= len(promised) + 1
        assert verify(case) == ()
        zygote.run("decide", case)
        pipeline.build(case)
        assert verify(case) == ()
        assert exported(case, tmp_path / "out") == expected


@pytest.mark.parametrize(("copies", "kills"), [(0, 13), (17, 3)])
def test_build_leaves_the_last_snapshot_and_the_next_is_the_same(
    zygote: Zygote, tmp_path: Path, copies: int, kills: int
) -> None:
    base = make(tmp_path / "base", EVERYTHING)
    pipeline.build(base)
    before = exported(base, tmp_path / "out")
    base.add_originals(many(copies or 1))  # 17 more than a build reads in its own process
    whole_case = copy(base, tmp_path / "whole")
    whole, _ = zygote.run("build", whole_case)
    after = exported(whole_case, tmp_path / "out")
    assert before != after
    for case in killed(zygote, "build", whole, kills, lambda n: copy(base, tmp_path / f"build{n}")):
        assert verify(case) == ()
        assert exported(case, tmp_path / "out") in (before, after)
        pipeline.build(case)
        assert verify(case) == ()
        assert exported(case, tmp_path / "out") == after
        assert not list(case.path.glob(".snapshot.*"))
