"""Does `Index` find the names worth comparing, always the same, and quickly?"""

from __future__ import annotations

import time

from supplyline.names import Index

ITEMS = [
    ("1", "JSC Kronshtadt"),
    ("2", "Rosoboronexport OJSC"),
    ("3", "Harbin Dongan Auto Engine Co Ltd"),
    ("4", "Ural Works of Civil Aviation"),
    ("5", "East Oil & Gas Production Company"),
    ("6", "Xi Jinping"),
    ("7", "Kronos Trading LLC"),
    ("7", "Kronos Import Export"),
    ("8", "!!!"),
]


def first(name: str, k: int = 3) -> list[str]:
    return [i for i, _ in Index(ITEMS).candidates(name, k)]


def test_finds_across_scripts_spellings_and_acronyms() -> None:
    assert first("АО Кронштадт")[0] == "1"
    assert first("Kronstadt")[0] == "1"
    assert first("Рособоронэкспорт")[0] == "2"
    assert first("哈尔滨东安汽车动力股份有限公司")[0] == "3"
    assert first("Уральский завод гражданской авиации")[0] == "4"
    assert first("EOGPC")[0] == "5"
    assert first("习近平")[0] == "6"


def test_bounds_and_ties() -> None:
    assert first("Kronos", 5)[:2] == ["7", "7"]
    assert first("Kronos", 0) == []
    assert first("???") == []
    assert Index([]).candidates("Kronos") == []
    same = [(str(n), "Alpha Trading") for n in range(50)]
    assert [i for i, _ in Index(same).candidates("Alpha", 10)] == [str(n) for n in range(10)]


def test_adding_names_keeps_the_best() -> None:
    more = [(f"x{n}", f"Company number {n} of Ruritania") for n in range(3000)]
    assert Index(ITEMS + more).candidates("АО Кронштадт", 1) == Index(ITEMS).candidates("АО Кронштадт", 1)


def test_a_look_up_is_quick_in_a_long_list() -> None:
    index = Index([(str(n), f"Name{n % 997}ko Works {n}") for n in range(20_000)])
    start = time.perf_counter()
    for n in range(50):
        index.candidates(f"Name{n}ko Plant", 20)
    assert time.perf_counter() - start < 2.0
    assert len(index) == 20_000
