"""Originals: kept byte for byte, once, with their custody."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import stat
from pathlib import Path

import pytest

from supplyline.case import custody, originals, store
from supplyline.case.store import Addition, Case
from supplyline.model import BadInput


def quiet(stage: str, done: int, total: int) -> None:
    """A progress line nobody reads."""


def check(case: Case) -> list[str]:
    """What verify says of originals and manifest."""
    known = {o.sha256: o for o in case.originals()}
    found = [*custody.verify(case.manifest), *originals.verify(case.path, known, quiet)]
    return [p.what for p in found]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return store.create(tmp_path / "case")


def test_an_original_is_kept_under_its_hash_and_cannot_be_written(case: Case) -> None:
    original = case.add_original(b"words", "a.txt", published="2025-05-26", publisher="Ukrinform")
    path = case.path / "originals" / original.sha256[:2] / original.sha256
    assert original.sha256 == hashlib.sha256(b"words").hexdigest()
    assert path.read_bytes() == case.read(original.sha256) == b"words"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert store.open_case(case.path).originals() == (original,)
    assert check(case) == []


def test_the_same_bytes_twice_are_one_original_and_later_words_win(case: Case) -> None:
    case.add_original(b"words", "b.txt", published="2025-05-26", publisher="A")
    again = case.add_original(b"words", "a.txt", publisher="B")
    assert case.originals() == (again,)
    assert (again.name, again.published, again.publisher) == ("a.txt", "2025-05-26", "B")
    rows = case.manifest.read_text().count("\n")
    case.add_original(b"words", "c.txt")
    assert case.manifest.read_text().count("\n") == rows, "nothing new was said, so no row"


def test_equal_files_of_a_folder_get_one_name_whatever_their_order(tmp_path: Path) -> None:
    names = ["a/report.txt", "b/copy.txt", "copy.txt"]
    found = set()
    for number, order in enumerate([names, names[::-1]]):
        case = store.create(tmp_path / str(number))
        case.add_originals([Addition(b"words", name, origin=f"x.zip!/{name}") for name in order])
        found.add(case.originals())
    assert len(found) == 1
    assert next(iter(found))[0].origin == "x.zip!/a/report.txt"


def test_custody_is_in_the_manifest(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYLINE_USER", "Ada")
    case.add_original(b"words", "a.txt", source="mails.zip", role="report")
    row = json.loads(case.manifest.read_text())
    assert row["custody"]["by"] == "Ada"
    assert row["custody"]["from"] == "mails.zip"
    assert row["custody"]["at"].endswith("+00:00")
    assert row["custody"]["tool"].startswith("supplyline ")


def test_a_torn_last_line_costs_no_earlier_row(case: Case) -> None:
    first = case.add_original(b"one", "1.txt")
    second = case.add_original(b"two", "2.txt")
    whole = case.manifest.read_bytes()
    start = whole.index(b"\n") + 1
    for cut in range(start, len(whole)):
        case.manifest.write_bytes(whole[:cut])
        reopened = store.open_case(case.path)
        assert reopened.originals() == (first,)
        assert reopened.add_original(b"two", "2.txt") == second
        assert len(store.open_case(case.path).originals()) == 2
        assert custody.verify(case.manifest) == ()


def test_a_crash_between_row_and_move_is_finished_when_the_case_opens(case: Case) -> None:
    original = case.add_original(b"words", "a.txt")
    path = case.original_path(original.sha256)
    path.replace(case.path / "incoming" / original.sha256)
    (case.path / "incoming" / hashlib.sha256(b"no row").hexdigest()).write_bytes(b"no row")
    reopened = store.open_case(case.path)
    assert reopened.read(original.sha256) == b"words"
    assert list((case.path / "incoming").iterdir()) == []
    assert check(reopened) == []


def test_verify_sees_a_changed_a_lost_and_a_foreign_file(case: Case) -> None:
    shas = [case.add_original(data, "a.txt").sha256 for data in (b"one", b"two")]
    changed, lost = (case.original_path(s) for s in shas)
    changed.chmod(0o644)
    changed.write_bytes(b"other")
    lost.unlink()
    (case.path / "originals" / "00").mkdir()
    (case.path / "originals" / "00" / ("0" * 64)).write_bytes(b"foreign")
    said = " ".join(check(case))
    assert "changed" in said
    assert "gone" in said
    assert "without a manifest row" in said
    case.add_original(b"one", "a.txt")
    case.add_original(b"two", "a.txt")
    assert len(check(case)) == 1, "adding the same files again mends them"


@pytest.mark.parametrize("row", [1, 2])
def test_verify_sees_a_changed_and_a_dropped_manifest_row(case: Case, row: int) -> None:
    for text in (b"1", b"2", b"3"):
        case.add_original(text, f"{text.decode()}.txt", publisher="Ukrinform")
    lines = case.manifest.read_text().splitlines(keepends=True)
    case.manifest.write_text("".join([*lines[: row - 1], lines[row - 1].replace("Ukrinform", "Izvestia"), *lines[row:]]))
    assert [p.place for p in custody.verify(case.manifest)] == [f"line {row}"]
    case.manifest.write_text("".join([*lines[: row - 1], *lines[row:]]))
    assert [p.place for p in custody.verify(case.manifest)] == [f"line {row}"]


def test_a_dropped_last_manifest_row_leaves_a_file_without_one(case: Case) -> None:
    case.add_original(b"1", "1.txt")
    case.add_original(b"2", "2.txt")
    lines = case.manifest.read_text().splitlines(keepends=True)
    case.manifest.write_text(lines[0])
    assert any("without a manifest row" in what for what in check(store.open_case(case.path)))


def add_many(path: Path, who: int) -> None:
    case = store.open_case(path)
    for number in range(25):
        case.add_original(f"{number if number % 2 else f'{who}-{number}'}".encode(), f"{number}.txt")


def test_processes_that_add_at_once_lose_nothing(case: Case) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add_many, args=(case.path, who)) for who in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [w.exitcode for w in workers] == [0, 0, 0]
    assert len(case.originals()) == 12 + 3 * 13
    assert check(case) == []


def test_unusual_places_and_roles_are_refused_with_the_mend(case: Case, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a case is here already"):
        store.create(case.path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(BadInput, match="not empty"):
        store.create(tmp_path / "full")
    with pytest.raises(BadInput, match="supplyline new"):
        store.open_case(tmp_path / "full")
    with pytest.raises(BadInput, match="role 'rumour'"):
        case.add_original(b"x", "x", role="rumour")
    case.manifest.write_text("{}\n")
    with pytest.raises(BadInput, match=r"manifest.jsonl:1: not a manifest row"):
        store.open_case(case.path).originals()


def test_a_create_that_died_can_be_repeated(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    (case.path / "case.toml").unlink()
    store.create(case.path)
    assert store.open_case(case.path).originals() == ()
