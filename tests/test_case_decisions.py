"""Decisions: never lost, never edited, and a change is seen."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from supplyline.case import decisions
from supplyline.case.decided import Decided
from supplyline.model import BadInput, Claim, Document, Event, Grade, Hit, Kind, Stance

Refused = decisions.DecisionRefused


@pytest.fixture
def path(tmp_path: Path) -> Path:
    decisions.prepare(tmp_path / "decisions.sqlite")
    return tmp_path / "decisions.sqlite"


def decide(path: Path, verb: str = "confirm", *targets: str) -> decisions.Decision:
    targets = targets or ("c_1",)
    return decisions.append(path, verb, targets, tuple(f"the {t}" for t in targets), "Ada", "I read it")


def raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_decisions_come_back_as_they_were_made(path: Path) -> None:
    made = [decide(path, "confirm", "c_1"), decide(path, "merge", "e_1", "e_2"), decide(path, "reject", "ev_1")]
    assert decisions.read(path) == tuple(made)
    assert [d.seq for d in made] == [1, 2, 3]
    assert made[1].previous == made[0].hash
    assert decisions.verify(path) == ()


def test_what_could_never_be_applied_is_refused(path: Path) -> None:
    first = decide(path)
    undo = decide(path, "undo", first.id)
    for verb, targets, message in [
        ("bless", ("c_1",), "confirm, reject, misread, merge, split, undo"),
        ("confirm", (), "needs ids"),
        ("confirm", ("c_1", "c_1"), "each of them once"),
        ("confirm", (" ",), "needs ids"),
        ("merge", ("e_1",), "two or more"),
        ("undo", ("d_0",), "no decision of this case"),
        ("undo", (first.id,), "undone"),
        ("undo", (undo.id,), "undone or an undo"),
    ]:
        with pytest.raises(Refused, match=message):
            decisions.append(path, verb, targets, (), "Ada", "because")
    for by, because in [("", "x"), ("Ada", " ")]:
        with pytest.raises(Refused, match="who decides"):
            decisions.append(path, "confirm", ("c_1",), (), by, because)
    assert len(decisions.read(path)) == 2
    assert decisions.active(decisions.read(path)) == ()


def test_the_file_refuses_update_and_delete(path: Path) -> None:
    decide(path)
    for statement in ("UPDATE decisions SET verb = 'reject'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw(path, statement)


@pytest.mark.parametrize("column", ["verb", "targets", "names", "by", "because", "at", "previous", "hash", "id"])
@pytest.mark.parametrize("seq", [1, 3])
def test_an_edited_row_is_named(path: Path, column: str, seq: int) -> None:
    for number in range(3):
        decide(path, "confirm", f"c_{number}")
    value = '["x"]' if column in ("targets", "names") else "x"
    raw(path, "DROP TRIGGER no_update", f"UPDATE decisions SET {column} = '{value}' WHERE seq = {seq}")
    assert [p.place for p in decisions.verify(path)] == [f"row {seq}"]


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_dropped_row_is_named_also_the_last(path: Path, seq: int) -> None:
    for number in range(3):
        decide(path, "confirm", f"c_{number}")
    raw(path, "DROP TRIGGER no_delete", f"DELETE FROM decisions WHERE seq = {seq}")
    assert [p.place for p in decisions.verify(path)] == [f"row {seq}"]


def test_a_dropped_row_that_a_snapshot_remembers_is_named(path: Path) -> None:
    kept = [decide(path, "confirm", f"c_{number}") for number in range(3)]
    raw(
        path,
        "DROP TRIGGER no_delete",
        "DELETE FROM decisions WHERE seq = 3",
        "UPDATE sqlite_sequence SET seq = 2",
        "CREATE TRIGGER no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    assert decisions.verify(path) == ()
    assert [p.place for p in decisions.verify(path, kept=kept)] == ["row 3"]


def test_removed_triggers_and_a_lost_or_foreign_file_are_seen(path: Path) -> None:
    decide(path)
    raw(path, "DROP TRIGGER no_update")
    assert "triggers" in decisions.verify(path)[0].what
    raw(path, "UPDATE decisions SET targets = 'no JSON'")
    assert "row 1: not a decision" in decisions.verify(path)[0].what
    path.unlink()
    assert "gone" in decisions.verify(path)[0].what
    path.write_bytes(b"no database, whatever its name says" * 40)
    with pytest.raises(BadInput, match=r"decisions.sqlite: .*restore"):
        decisions.read(path)
    assert "not a database" in decisions.verify(path)[0].what


def decide_many(path: Path, who: str) -> None:
    for number in range(20):
        decisions.append(path, "confirm", (f"c_{number}",), (), who, "at once")


def test_processes_that_decide_at_once_both_succeed(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=decide_many, args=(path, who)) for who in ("Ada", "Bob", "Cyd")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [w.exitcode for w in workers] == [0, 0, 0]
    assert [d.seq for d in decisions.read(path)] == list(range(1, 61))
    assert decisions.verify(path) == ()


# ---------------------------------------------------------------- what decisions change

CLAIM = Claim("c_1", Kind.supply, Stance.asserts, Document("0" * 64, "a", "words").span(0, 5))
EVENT = Event("ev_1", "supply", "x", None, None, None, None, None, (), (), 1, 1, 1, "C3", (), ("c_1",))
GRADE = Grade("g_1", "ev_1", "C", 3, ("one origin",), (), (), ("c_1",))
HIT = Hit("h_1", "e_1", "l_1", "li_1", 0.8, "possible", ("alike",), None, ("e_1",))


def test_reject_takes_out_and_confirm_says_who(path: Path) -> None:
    reject = decide(path, "reject", "c_1", "ev_1", "h_1")
    decided = Decided(decisions.read(path))
    assert decided.events([EVENT]) == ()
    (aside,) = decided.hits([HIT])
    assert (aside.status, aside.because) == ("set_aside", ("e_1", reject.id))
    assert aside.explanation[-1].startswith("set aside by Ada because")
    assert decided.claim(CLAIM).confidence == 0.0
    decide(path, "undo", reject.id)
    confirm = decide(path, "confirm", "c_1", "ev_1", "h_1")
    decided = Decided(decisions.read(path))
    assert decided.events([EVENT]) == (EVENT,)
    assert decided.claim(CLAIM).confidence == 1.0
    (grade,) = decided.grades([GRADE])
    assert (grade.code, grade.because) == ("C3", ("c_1", confirm.id))
    assert "Ada confirmed" in grade.reasons[-1]
    (hit,) = decided.hits([HIT])
    assert (hit.status, hit.score, hit.because) == ("listed", 0.8, ("e_1", confirm.id))


def test_of_two_decisions_the_later_stands_until_it_is_undone(path: Path) -> None:
    decide(path, "reject", "ev_1")
    later = decide(path, "confirm", "ev_1")
    assert Decided(decisions.read(path)).events([EVENT]) == (EVENT,)
    decide(path, "undo", later.id)
    assert Decided(decisions.read(path)).events([EVENT]) == ()


def test_a_decision_whose_target_is_gone_is_a_problem(path: Path) -> None:
    decide(path, "reject", "c_1", "c_2")
    decide(path, "merge", "e_1", "e_2")
    (problem,) = Decided(decisions.read(path)).lost("decisions", {"c_1"})
    assert problem.place == "row 1"
    assert '"the c_2"' in problem.what
