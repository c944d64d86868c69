"""Does screening a table in compiled code find what looking names up one by one finds?"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from rapidfuzz.distance import OSA, Indel

from supplyline.names import Index, score, why
from supplyline.names.index import Finder, Names
from supplyline.names.layout import Side, work
from supplyline.names.letters import edits, indel, indel_long, indel_signs, skeleton
from supplyline.names.matching import Matcher
from supplyline.names.store import Kept, keep
from supplyline.names.translit import skeleton as plain_skeleton

WORDS = ["Kronshtadt", "Кронштадт", "Ural", "Works", "завод", "Harbin", "哈尔滨", "Dongan", "Engine", "Ivan", "Petrov", "Петрова", "Li", "Wei", "李伟", "Trading",
         "No.", "9", "19", "ОКБ", "Novator", "Galtex", "Research", "Institute", "TsNII", "Mohammed", "al-Hassan", "(formerly", "Weber)", "Co", "Ltd", "ООО"]  # fmt: skip


def made(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return list(dict.fromkeys(" ".join(chance.choices(WORDS, k=chance.randrange(1, 6))) for _ in range(count)))


LISTED = [*made(400, 1), *(name.upper() for name in made(60, 3)), "", "!!!", "Ltd", "x" * 700, "北" * 90]
ASKED = [*made(150, 2), "Krondshtat Ural", "Kron Shtadt", "?", "x" * 700, "ОКБ", "Ltd"]


def test_the_same_are_found() -> None:
    plain, quick = Finder(Names.build(LISTED)), Finder(Names.build(LISTED))
    for most, floor in ((20, 0.0), (5, 0.4)):
        owner, place = quick.pairs(ASKED, most, floor)
        found = [place[owner == n].tolist() for n in range(len(ASKED))]
        assert found == [[at for at, _ in best] for best in plain.best(ASKED, most, floor)]


@pytest.mark.parametrize("least", [0.5, 0.8])
def test_the_scores_are_those_of_the_two_names(least: float) -> None:
    index = Index([(str(n), name) for n, name in enumerate(LISTED)])
    kinds = np.array([1 + n % 3 for n in range(len(index.places))], dtype=np.uint8)
    persons = [n % 4 == 0 for n in range(len(ASKED))]
    found = Matcher(index, keep(index.places), kinds).found(ASKED, persons, [least] * len(ASKED), 0.3, 50)
    got = {(a, p, bool(q)): s for a, p, q, s in zip(*(x.tolist() for x in (found.asked, found.place, found.person, found.score)), strict=True)}
    want = {}
    for n, best in enumerate(Finder(Names.build(index.places)).best(ASKED, 50, 0.3)):
        for place, _ in best:
            for person in (False, True):
                fits = person if persons[n] else bool(kinds[place] & (2 if person else 1))
                value = score(ASKED[n], index.text(place), "Person" if person else "LegalEntity")
                if fits and value >= least:
                    want[n, place, person] = value
    assert got == want
    told = 0
    for (asked, place, person), met in zip(got, found.met, strict=True):  # and so is what is said of them
        if met is not None:
            told += 1
            schema = "Person" if person else "LegalEntity"
            assert why(ASKED[asked], index.text(place), schema, met) == why(ASKED[asked], index.text(place), schema)
    assert told > 0.6 * len(got)


def test_parts_read_apart_are_one(tmp_path: Path) -> None:
    names = made(300, 5)
    index, kinds, asked = Index([(str(n), name) for n, name in enumerate(names)]), np.full(len(names), 3, dtype=np.uint8), made(60, 6)
    which = np.arange(len(asked))
    whole = keep(names)
    apart = keep(names, lambda function, jobs: (function((p, part)) for p, own in jobs for part in (own[:100], own[100:101], own[101:])))
    for person in (False, True):
        assert len(whole[person].names.names) == len(apart[person].names.names) == len(names)
        found = [Matcher(index, kept, kinds)._scores(person, asked, which, which, np.zeros(len(asked))).tolist() for kept in (whole, apart)]
        assert found[0] == found[1] == [score(a, names[n], "Person" if person else "Company") for n, a in enumerate(asked)]
    for name, held in whole[0].arrays().items():
        np.save(tmp_path / f"{name}.npy", held)
    back = Kept.of_arrays(lambda name: np.load(tmp_path / f"{name}.npy"))
    assert all(np.array_equal(getattr(back.names, f), getattr(whole[0].names, f)) for f in Side._fields)


@njit
def _fold(text: object, size: int) -> tuple[int, int]:
    size = skeleton(text, 0, size)  # type: ignore[arg-type]
    return size, 0


@njit
def _alike(one: object, two: object, masks: object, sets: object, rows: object) -> tuple[float, float, float, int]:
    a, b = len(one), len(two)  # type: ignore[arg-type]
    short = indel(one, 0, a, two, 0, b, masks) if a <= 64 else indel_long(one, 0, a, two, 0, b, masks, sets)
    return short, indel_long(one, 0, a, two, 0, b, masks, sets), indel_signs(one, 0, a, two, 0, b, rows), edits(one, 0, a, two, 0, b, rows)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["sh", "ch", "shch", "tsch", "x", "ie", "ou", "kh", "oo", "ii", "a", "g", "zz", "u", "eo", "9", "tch"]), max_size=12))
def test_letters_are_folded_as_words_are(parts: list[str]) -> None:
    word = "".join(parts)
    text = np.zeros(256, dtype=np.uint8)
    text[: len(word)] = list(word.encode())
    size, _ = _fold(text, len(word))
    assert bytes(text[:size]).decode() == plain_skeleton(word)


@settings(max_examples=300, deadline=None)
@given(st.text("abc", max_size=200), st.text("abcd", max_size=70))
def test_letters_are_held_against_each_other_as_rapidfuzz_does(one: str, two: str) -> None:
    a, b = (np.frombuffer(text.encode() or b"", dtype=np.uint8).copy() for text in (one, two))
    space = work()
    found = _alike(a, b, space.masks, space.sets, space.ints)
    want = Indel.normalized_similarity(one, two)
    assert found == (want, want, want, OSA.distance(one, two))
    assert not space.masks.any()
