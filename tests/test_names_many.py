"""Is a score computed in arrays the score of the two names alone?"""

from __future__ import annotations

import csv
import itertools
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.names import score
from supplyline.names.many import Scorer, scores

PAIRS = Path(__file__).resolve().parents[2] / "shared/data/names/pairs_dev.csv"
NAMES = [
    "АО Кронштадт", "JSC Kronshtadt", "Kron Shtadt", "Kronstadt 9", "Kronstadt No. 19", "Harbin Dongan Auto Engine Co Ltd", "哈尔滨东安汽车动力股份有限公司",
    "Ural Works of Civil Aviation", "УЗГА", "UZGA Holding", "Aviation Works Ural", "East Oil & Gas Production Company", "EOGPC", "Atomflot", "Атомного флота",
    "Ivan Ivanovich Petrov", "Петров Иван", "Petrov I. I.", "Ioann Petrov", "Петрова Ивана Ивановна", "习近平", "Xi Jinping", "Jin Ping Xi", "维克托", "Viktor",
    "Müller & Söhne GmbH (formerly Weber AG)", "Weber AG", "Moscow Trading LLC", "Kyiv Trading GmbH", "Trading", "Ltd", "!!!", "", "김정은", "Kim Jong Un",
    "Mohammed al-Hassan", "محمد الحسن", "Bor Bor", "Bor", "Galis Telecommunication GmbH", "Galrostis Npf Line Ltd", "Gorodok", "Ha Ra Dak",
    "Mao Tse-tung", "Mao Zedong", "毛泽东", "Chan Tai Man", "陳大文", "Tsinghua University", "清华大学", "Hsinhua Trading", "新华贸易", "Mr. Petrov", "Vanya Petrov",
    "Klimovsk Specialised Cartridge Plant, CJSC KSCP", "ЗАО КСПЗ", "ООО Пауэр Телеком", "Power Telecom LLC", "OJSC V.A. Degtyarev Plant of Arms", "Климовский завод",
]  # fmt: skip


@pytest.mark.parametrize("person", [False, True])
def test_every_two_names(person: bool) -> None:
    pairs = list(itertools.product(NAMES, NAMES))
    schema = "Person" if person else "Company"
    assert Scorer(person).scores(pairs).tolist() == [score(a, b, schema) for a, b in pairs]


@pytest.mark.parametrize("person", [False, True])
def test_labelled_pairs(person: bool) -> None:
    if not PAIRS.exists():
        pytest.skip("../shared is absent")
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = [(r["name_a"], r["name_b"]) for r in itertools.islice(csv.DictReader(file), 0, None, 3)]
    schema = "Person" if person else "Company"
    assert scores(pairs, schema) == [score(a, b, schema) for a, b in pairs]


def test_what_is_below_the_least_is_nothing_and_the_rest_as_it_was() -> None:
    pairs = list(itertools.product(NAMES, NAMES))
    whole = scores(pairs, "Company")
    for least in (0.3, 0.7, 0.95):
        assert [s if s >= least else 0.0 for s in scores(pairs, "Company", least)] == [s if s >= least else 0.0 for s in whole]
        few = pairs[:7]
        assert scores(few, "Company", least) == [s if s >= least else 0.0 for s in whole[:7]]
    assert scores([]) == []


@pytest.mark.parametrize("person", [False, True])
def test_no_pair_is_dropped_that_reaches_the_least(person: bool) -> None:
    chance = random.Random(3)
    words = [w for name in NAMES for w in name.split()] + ["Kron", "shtadt", "KTS", "АК", "Ivanova", "Trading", "No. 9"]
    names = [*NAMES, *(" ".join(chance.choices(words, k=chance.randrange(1, 6))) for _ in range(90))]
    pairs, schema = list(itertools.product(names, names)), "Person" if person else "Company"
    whole = scores(pairs, schema)
    for least in (0.2, 0.5, 0.7, 0.9):
        assert scores(pairs, schema, least) == [s if s >= least else 0.0 for s in whole]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), min_size=40, max_size=50), st.booleans())
def test_any_text(pairs: list[tuple[str, str]], person: bool) -> None:
    schema = "Person" if person else "Company"
    assert scores(pairs, schema) == [score(a, b, schema) for a, b in pairs]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["kron", "shtadt", "ural", "works", "gorod", "petrov", "ivan", "i", "9", "npo", "zavod", "dar", "re", "search"]), min_size=1, max_size=6), min_size=7, max_size=7))
def test_names_of_a_few_words(made: list[list[str]]) -> None:
    texts = [" ".join(words) for words in made]
    pairs = list(itertools.product(texts, texts))
    for schema in ("Company", "Person"):
        assert scores(pairs, schema) == [score(a, b, schema) for a, b in pairs]


def test_hostile_names_are_no_slower() -> None:
    hostile = ["x" * 10_000, "ab " * 4000, "\u202e" * 5000 + "Kronshtadt", "?!" * 5000, "北" * 10_000, "a.b." * 3000, "é" * 10_000]
    pairs = list(itertools.product(hostile, [*hostile, *NAMES]))
    start = time.perf_counter()
    found = scores(pairs, "Company")
    assert time.perf_counter() - start < 5
    assert found == [score(a, b, "Company") for a, b in pairs]


def test_arrays_are_quicker_than_one_by_one() -> None:
    pairs = [(f"Kron{n % 97}ko Works {n % 31}", f"Ural{n % 89}ko Plant {n % 29}") for n in range(20_000)]
    scores(pairs)
    start = time.perf_counter()
    many = scores(pairs)
    middle = time.perf_counter()
    assert [score(a, b) for a, b in pairs[:2000]] == many[:2000]
    assert (middle - start) / 20_000 < (time.perf_counter() - middle) / 2000
