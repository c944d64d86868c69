"""Is the index the same bytes each time, the same from the disk, and unharmed by what names may hold?"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.names import Index, key
from supplyline.names.index import Finder, Names
from supplyline.names.words import Words

ITEMS = [
    ("1", "JSC Kronshtadt"), ("2", "Rosoboronexport OJSC"), ("3", "Harbin Dongan Auto Engine Co Ltd"), ("4", "深圳市东方微电科技有限公司"),
    ("5", "Müller & Söhne GmbH (formerly Weber AG)"), ("6", "Ivan Ivanovich Petrov"), ("7", "ПЕТРОВ Иван Иванович"), ("8", "Rosoboronexport OJSC"),
    ("9", ""), ("10", "\ud800 broken"), ("11", "!!!"),
]  # fmt: skip
ASKED = ["Kronstadt", "Rosoboronexport", "Петров Иван", "Shenzhen Dongfang Weidian Technology", "Muller und Sohne", "Rosoboroneksport", "Huawei", ""]


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def saved(index: Index, folder: Path) -> Path:
    folder.mkdir()
    index.save(folder)
    return folder


def test_the_same_items_give_the_same_bytes_and_come_back_from_the_disk(tmp_path: Path) -> None:
    index = Index(ITEMS)
    first = saved(index, tmp_path / "first")
    assert hashes(first) == hashes(saved(Index(list(ITEMS)), tmp_path / "second"))
    assert hashes(first) != hashes(saved(Index(ITEMS[1:]), tmp_path / "third"))
    back = Index.load(first)
    assert len(back) == len(ITEMS)
    assert [back.candidates(a, 9) for a in ASKED] == [index.candidates(a, 9) for a in ASKED]
    assert hashes(first) == hashes(saved(back, tmp_path / "again"))


def test_workers_give_the_index_that_one_process_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = saved(Index(ITEMS), tmp_path / "whole")
    monkeypatch.setattr("supplyline.names.index._CHUNK", 2)
    assert hashes(saved(Index(ITEMS), tmp_path / "parts")) == hashes(whole)


def test_a_block_gives_what_its_names_give_alone() -> None:
    index = Index(ITEMS)
    assert list(index.many(ASKED, 5)) == [next(iter(index.many([a], 5))) for a in ASKED]
    warm = Finder(Names.build([n for _, n in ITEMS]))
    first = list(warm.best(ASKED, 5))
    assert list(warm.best(ASKED[::-1], 5)) == first[::-1]


def test_how_good_a_pair_seems_hangs_on_the_two_names_alone() -> None:
    more = [(f"x{n}", f"{word} Works {n}") for n, word in enumerate(["Kronstad", "Petrova", "Dongfang", "Rosobor"] * 50)]
    few, many = Index(ITEMS), Index(ITEMS + more)
    for asked, alone in zip(ASKED, few.many(ASKED, 200, 0.3), strict=True):
        (found,) = many.many([asked], 200, 0.3)
        assert [f for f in found if not f[0].startswith("x")] == alone


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Kronshtat", "JSC Kronshtadt"), ("Kron Shtadt", "JSC Kronshtadt"), ("Rosoborone xport", "Rosoboronexport OJSC"),
        ("Dong An Harbin", "Harbin Dongan Auto Engine Co Ltd"), ("东方微电", "深圳市东方微电科技有限公司"), ("Dong Fang Wei Dian", "深圳市东方微电科技有限公司"),
        ("Rаythеon Kronshtadt", "JSC Kronshtadt"), ("Weber AG", "Müller & Söhne GmbH (formerly Weber AG)"), ("K\u200bron\u00adshtadt", "JSC Kronshtadt"),
    ],
)  # fmt: skip
def test_finds_what_is_written_otherwise(asked: str, listed: str) -> None:
    assert listed in [name for _, name in Index(ITEMS).candidates(asked, 3)]


def test_alike_words_are_those_that_differ_by_little() -> None:
    words = ["petrov", "petrova", "petrof", "peter", "kravchenko", "kravchunka", "abc", "ab"]
    made = Words.build([(w.encode(), n) for n, w in enumerate(words)])

    def alike(word: str) -> set[str]:
        (places, sims) = made.alike([word])[0]
        assert list(sims) == sorted(sims, reverse=True)
        return {made.words[at].decode() for at in places.tolist()}

    assert alike("petrov") == {"petrov", "petrova", "petrof", "peter"}
    assert "petrova" not in alike("kravchenko")
    assert alike("pertov") >= {"petrov"}  # letters changed about
    assert alike("kravchenka") == {"kravchenko", "kravchunka"}
    assert alike("abc") == {"abc"} and alike("ab") == {"ab"} and alike("abd") == set() and alike("") == set()
    assert [len(found[0]) for found in made.alike(["petrov", "zzzz"])] == [4, 0]
    assert [len(p) for p, _ in Words.build([]).alike(["petrov", "petrovich"])] == [0, 0]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=6), st.text(max_size=120))
def test_any_text_may_be_a_name(names: list[str], asked: str) -> None:
    index = Index([(str(n), name) for n, name in enumerate(names)])
    found = next(iter(index.many([asked], 20)))
    assert all(names[int(id)] == name and 0 <= seems <= 1 for id, name, seems in found)
    assert [f[2] for f in found] == sorted((f[2] for f in found), reverse=True)
    for name in filter(key, names):  # whoever has anything that can be read is found by itself
        assert name in [listed for _, listed, seems in next(iter(index.many([name], 20))) if seems > 0.98]


@pytest.mark.parametrize(
    "asked",
    ["x" * 10_000, "ab " * 4000, "\u202e" * 5000 + "Kronshtadt", "?!" * 5000, "北" * 10_000, "a.b." * 3000, "é" * 10_000, "".join(map(chr, range(10_000)))],
)
def test_a_hostile_name_is_no_slower(asked: str) -> None:
    index = Index([*ITEMS, *((f"h{n}", asked[n : n + 500]) for n in range(0, 2000, 500))])
    start = time.perf_counter()
    for _ in range(3):
        index.candidates(asked)
    assert time.perf_counter() - start < 3
    assert index.candidates("Kronshtadt", 1) == [("1", "JSC Kronshtadt")]


def test_a_common_word_costs_no_more_than_its_budget() -> None:
    names = [f"Trading {chr(97 + n % 26)}{n}ko" for n in range(30_000)]
    finder = Finder(Names.build(names))
    start = time.perf_counter()
    (found,) = finder.best(["Trading b27ko"], 5)
    assert names[found[0][0]] == "Trading b27ko"
    assert time.perf_counter() - start < 1
    assert np.all([0 <= seems <= 1 for _, seems in found])
