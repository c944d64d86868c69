"""Is a kept index the index, and is a damaged one never asked?"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from commands import run
from screening import own_list, sdn
from supplyline.model import Problem
from supplyline.names import matching
from supplyline.screen import ListsIndex, held, look_up, stored
from supplyline.screen.hits import Thresholds, judged
from supplyline.screen.party import asked
from supplyline.screen.stored import Ready

WHO = (asked(["АО «Красный завод»"], "Company"), asked(["Ivan Ivanov"], "Person", identifiers=["INN=7702235133"]), asked(["Nobody"]))


def made(tmp_path: Path) -> tuple[ListsIndex, tuple[Problem, ...]]:
    found = held.of_files([sdn(tmp_path), own_list(tmp_path, ("a1,Blue River Foods,RU,,2023-01-02",))]).going_by()
    return found.index(), (Problem.of("a.csv", "line 1", "what", "mend"),)


def test_what_is_kept_answers_as_what_was_made(tmp_path: Path) -> None:
    index, problems = made(tmp_path)
    ready = stored.kept(tmp_path / "cache", "key", lambda: (index, problems))
    assert ready.folder is not None and ready.problems == problems and ready.index.versions == index.versions
    assert dict(ready.index.listings) == dict(index.listings) and ready.index.by_number == index.by_number
    assert judged(WHO, ready.index, Thresholds()) == judged(WHO, index, Thresholds())

    def never() -> tuple[ListsIndex, tuple[Problem, ...]]:
        raise AssertionError("made again")

    assert stored.kept(tmp_path / "cache", "key", never).problems == problems
    other = stored.kept(tmp_path / "other", "key", lambda: (index, problems))
    assert other.folder is not None
    hashes = [{p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()} for folder in (ready.folder, other.folder)]
    assert hashes[0] == hashes[1]


def test_what_tables_need_is_compiled_while_an_index_of_many_names_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[int] = []
    monkeypatch.setattr(matching, "ready", lambda: asked_for.append(1))
    spread = lambda function, jobs: map(function, jobs)  # noqa: E731 — not `map` itself, which stands for one process
    stored.kept(tmp_path / "few", "key", lambda: made(tmp_path), spread)
    assert not asked_for
    monkeypatch.setattr(stored, "MANY_NAMES", 1)
    assert stored.kept(tmp_path / "many", "key", lambda: made(tmp_path), spread).folder is not None
    assert asked_for == [1]


def test_a_bit_that_turned_is_seen_and_the_index_made_again(tmp_path: Path) -> None:
    index, problems = made(tmp_path)
    ready = stored.kept(tmp_path / "cache", "key", lambda: (index, problems))
    assert ready.folder is not None
    for path in sorted(p for p in ready.folder.rglob("*") if p.is_file()):
        whole = path.read_bytes()
        for wrong in (whole[:-1], whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :], b""):
            path.write_bytes(wrong)
            again = stored.load(ready.folder)
            assert again is None or path.name == "about.json", path
            path.unlink()
            assert stored.load(ready.folder) is None
            path.write_bytes(whole)
    assert stored.load(ready.folder) is not None
    (ready.folder / "about.json").write_text("{}")
    assert judged(WHO, stored.kept(tmp_path / "cache", "key", lambda: (index, problems)).index, Thresholds()) == judged(WHO, index, Thresholds())
    assert stored.load(ready.folder) is not None


def test_the_oldest_are_thrown_away_and_a_place_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    index, problems = made(tmp_path)
    for n in range(10):
        folder = stored.kept(tmp_path / "cache", str(n), lambda: (index, problems)).folder
        assert folder is not None
        os.utime(folder, (n, n))
    assert len(list((tmp_path / "cache").iterdir())) == 8
    (tmp_path / "file").write_text("no folder")
    assert stored.kept(tmp_path / "file" / "cache", "key", lambda: (index, problems)) == Ready(index, problems)


def test_the_command_asks_the_kept_index_and_sees_a_changed_list(tmp_path: Path) -> None:
    path, cache = sdn(tmp_path), str(tmp_path / "cache")
    words = ("screen", "Krasny Zavod", "--lists", path)
    first = run(*words, SUPPLYLINE_CACHE=cache)
    assert run(*words, SUPPLYLINE_CACHE=cache).stdout == first.stdout and len(list((tmp_path / "cache" / "lists").iterdir())) == 1
    assert run(*words, SUPPLYLINE_CACHE="").stdout == first.stdout
    sdn(tmp_path, names=("BLUE RIVER FOODS",))
    assert "no match in" in run(*words, SUPPLYLINE_CACHE=cache).stdout
    assert len(list((tmp_path / "cache" / "lists").iterdir())) == 2


@pytest.mark.parametrize("name", ["Krasny Zavod", "Ivan Ivanov", "Blue River Foods", "Orbita Works"])
def test_another_list_takes_no_hit_away_and_a_threshold_adds_none(tmp_path: Path, name: str) -> None:
    crowd = own_list(tmp_path, tuple(f"c{n},{word} {n},RU,,2023-01-02" for n, word in enumerate(["Krasny Zavod", "Ivan Ivanov", "Blue River Food", "Orbita"] * 30)), "crowd.csv")
    few = held.of_files([sdn(tmp_path)]).going_by().index()
    many = held.of_files([sdn(tmp_path), crowd]).going_by().index()
    alone = look_up(name, "LegalEntity", few)
    assert alone and [h for h in look_up(name, "LegalEntity", many) if h.list in few.versions] == list(alone)
    for least in (0.75, 0.9, 0.99):
        assert look_up(name, "LegalEntity", many, thresholds=Thresholds(least, least)) == tuple(
            h for h in look_up(name, "LegalEntity", many, thresholds=Thresholds(least, 0.7)) if h.score >= least
        )
