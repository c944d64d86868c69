"""Drafts and saved views: each version on disk, none ever lost, a change by hand is seen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from commands import ROOT
from supplyline.case import desk
from supplyline.case.store import create
from supplyline.case.verify import verify
from supplyline.model import BadInput, SavedMeanwhile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


def raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_versions_come_back_as_they_were_saved(path: Path) -> None:
    first = desk.save(path, "brief", "Lathes", "one", "Ada")
    second = desk.save(path, "brief", "Lathes to Kazan", "two", "Ben", first.id, first.seq)
    view = desk.save(path, "view", "Kazan", "entity=e_1", "Ada")
    assert desk.versions(path, first.id) == (second, first)
    assert desk.latest(path) == (second, view)
    assert second.previous == first.hash
    assert desk.verify(path) == ()
    assert desk.save(path, "brief", "Lathes to Kazan", "two", "Eve", first.id, second.seq) == second, "the same again is no version"
    gone = desk.save(path, "brief", "Lathes to Kazan", "", "Ada", first.id, second.seq)
    assert [s for s in desk.latest(path) if not s.gone] == [view]
    assert desk.versions(path, first.id) == (gone, second, first), "what was thrown away can be had again"


def test_who_saves_second_is_told_and_loses_nothing(path: Path) -> None:
    first = desk.save(path, "brief", "Lathes", "one", "Ada")
    desk.save(path, "brief", "Lathes", "by Ada", "Ada", first.id, first.seq)
    with pytest.raises(SavedMeanwhile, match="saved by Ada"):
        desk.save(path, "brief", "Lathes", "by Ben", "Ben", first.id, first.seq)
    desk.save(path, "brief", "Lathes (Ben)", "by Ben", "Ben")
    assert [s.body for s in desk.latest(path)] == ["by Ada", "by Ben"]


@pytest.mark.parametrize("wrong", [{"kind": "shell"}, {"name": "  "}, {"by": ""}, {"name": "x" * 201}, {"body": "x" * (desk.LARGEST + 1)}, {"body": "\ud800"}, {"name": "a\x00b"}, {"id": "b_nothing"}])
def test_what_cannot_be_kept_is_refused(path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        desk.save(path, **({"kind": "brief", "name": "n", "body": "b", "by": "Ada"} | wrong))
    assert desk.latest(path) == ()


def test_the_file_refuses_update_and_delete_and_an_edited_row_is_named(path: Path) -> None:
    for n in range(3):
        desk.save(path, "view", f"view {n}", "entity=e_1", "Ada")
    for statement in ("UPDATE saved SET body = 'x'", "DELETE FROM saved"):
        with pytest.raises(sqlite3.IntegrityError, match="stays"):
            raw(path, statement)
    raw(path, "DROP TRIGGER no_update", "UPDATE saved SET body = 'x' WHERE seq = 2")
    (problem,) = desk.verify(path)
    assert problem.place == "row 2"


def test_a_dropped_last_version_and_triggers_that_are_gone_are_named(path: Path) -> None:
    for n in range(3):
        desk.save(path, "view", f"view {n}", "entity=e_1", "Ada")
    raw(path, "DROP TRIGGER no_update")
    assert [p.place for p in desk.verify(path)] == ["file"]
    raw(path, "DROP TRIGGER no_delete", "DELETE FROM saved WHERE seq = 3")
    assert [p.place for p in desk.verify(path)] == ["row 3"]


def test_verify_of_a_case_looks_at_the_desk_too(tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    assert not [p for p in verify(case) if p.file == "desk.sqlite"]
    desk.save(case.desk_at, "brief", "Lathes", "one", "Ada")
    assert not [p for p in verify(case) if p.file == "desk.sqlite"]
    raw(case.desk_at, "DROP TRIGGER no_update", "UPDATE saved SET name = 'x'")
    assert [p.place for p in verify(case) if p.file == "desk.sqlite"] == ["row 1"]
    case.desk_at.write_bytes(b"no database")
    assert [p.place for p in verify(case) if p.file == "desk.sqlite"] == ["file"]


def _many(path: Path, who: str) -> None:
    for n in range(20):
        desk.save(path, "brief", f"{who} {n}", "body", who)


def test_several_processes_save_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_many, args=(path, who)) for who in ("Ada", "Ben", "Eve")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(desk.latest(path)) == 60
    assert desk.verify(path) == ()


def test_kill_9_at_any_instant_loses_nothing_that_was_told_to_be_saved(path: Path) -> None:
    program = "import sys; from pathlib import Path; from supplyline.case import desk\nfor n in range(10**6):\n  print(desk.save(Path(sys.argv[1]), 'brief', f'draft {n}', 'body', 'Ada').id, flush=True)"
    for wait in (0.02, 0.05, 0.11, 0.17, 0.23):
        process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdout is not None
        told = [process.stdout.readline().strip()]
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        lines = process.stdout.read().split("\n")
        process.wait()
        told += [line for line in lines[:-1] if line]  # the last may be cut
        assert {id for id in told if id} <= {s.id for s in desk.latest(path)}
        assert desk.verify(path) == ()
