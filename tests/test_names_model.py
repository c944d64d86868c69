"""Is the model what it promises: signed, complete, a probability; and do acronyms and scripts reach it?"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.names import compare, data, score
from supplyline.names.acronym import expansion
from supplyline.names.evidence import OTHER, PERSON
from supplyline.names.model import KNOTS, bent, calibrated, line, probability, raw, weights
from supplyline.names.parse import parse
from supplyline.names.readings import reads_as
from supplyline.names.translit import consonants


@pytest.mark.parametrize(("kind", "figures"), [("person", PERSON), ("other", OTHER)])
def test_every_figure_has_a_weight_of_its_sign(kind: str, figures: tuple[tuple[str, int], ...]) -> None:
    _, own = weights(kind)
    for (name, sign), weight in zip(figures, own, strict=True):
        assert weight * sign >= 0, name
    assert {r["figure"] for r in data.rows("names_model.tsv") if r["kind"] == kind} == {
        *(name for name, _ in figures), "intercept", *(f"calibration at {knot:g}" for knot in KNOTS),
    }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 30), min_size=len(OTHER), max_size=len(OTHER)))
def test_a_probability(figures: list[float]) -> None:
    assert 0.0 <= probability(figures, False) <= 1.0


@pytest.mark.parametrize("kind", ["person", "other"])
def test_the_line_of_calibration_never_falls_and_leads_back(kind: str) -> None:
    assert all(a < b for a, b in pairwise(line(kind)))
    shares = np.array([1e-4, 0.02, 0.3, 0.5, 0.7, 0.98, 0.999])
    assert calibrated(raw(shares, kind), kind) == pytest.approx(shares, rel=1e-6)
    assert calibrated(np.array([0.0, 1.0, -1.0]), kind).tolist() == [0.0, 1.0, -1.0]
    assert raw(np.array([0.0]), kind).tolist() == [0.0]
    assert [bent(z, KNOTS, line(kind)) for z in KNOTS] == pytest.approx(list(line(kind)))


def test_more_evidence_against_never_raises() -> None:
    base = [0.5] * len(OTHER)
    for n, (name, sign) in enumerate(OTHER):
        more = list(base)
        more[n] += 0.5
        if sign < 0:
            assert probability(more, False) <= probability(base, False), name


@pytest.mark.parametrize(
    ("a", "b"),
    [("UPZ", "Ural Instrument-making Plant"), ("УОМЗ", "Ural Optical and Mechanical Plant"), ("IEI", "Iran Electronics Industries"),
     ("УЗГА", "Ural Works of Civil Aviation"), ("KMPO", "Kazan Motor Production Association")],
)  # fmt: skip
def test_an_acronym_answers_its_expansion_in_another_language(a: str, b: str) -> None:
    short, long = parse(a).readings[0].tokens, parse(b).readings[0].tokens
    places, bits = expansion(short[0], long, range(len(long)))
    assert len(places) >= 3
    assert bits > 7
    assert compare(a, b, "Company").score > 0.5


def test_letters_in_another_order_are_no_acronym() -> None:
    long = parse("Ural Instrument-making Plant").readings[0].tokens
    for word in ("PZU", "ZUP", "UPX", "U"):
        assert expansion(parse(word).readings[0].tokens[0], long, range(len(long))) == ((), 0.0)


@pytest.mark.parametrize(
    ("a", "b", "schema"),
    [
        ("ЦНИИ Прогресс", "Central Research Institute Progress", "Company"),
        ("東芝機械株式会社", "东芝机械株式会社", "Company"),
        ("First Plant", "Завод № 1", "Company"),
        ("فرناندو بيريز", "Fernando Perez", "Person"),
        ("Ig0r Sech1n", "Igor Sechin", "Person"),
        ("CNIIM", "ЦНИИМ", "Company"),
        ("Siarhei Ivanou", "Сергій Іванов", "Person"),
    ],
)
def test_one_party_across_scripts_and_noise(a: str, b: str, schema: str) -> None:
    assert compare(a, b, schema).score > 0.6


@pytest.mark.parametrize(
    ("a", "b", "schema"),
    [("Plant No. 9", "Plant No. 19", "Company"), ("First Plant Alpha", "Second Plant Alpha", "Company"),
     ("王伟", "王薇", "Person"), ("Ivan Ivanovich Petrov", "Ivan Petrovich Petrov", "Person")],
)  # fmt: skip
def test_two_parties_that_look_alike(a: str, b: str, schema: str) -> None:
    assert compare(a, b, schema).score < 0.75


def test_consonants_are_what_arabic_and_chinese_keep() -> None:
    assert consonants("frnandw") == consonants("fernando") + "f"
    assert consonants("luokexide") == "lkst"


_LOOK = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "y": "у"}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["Raytheon", "Kronshtadt Export", "Lockheed Martin", "Norinco Corp"]), st.sets(st.integers(0, 16), max_size=5))
def test_look_alike_letters_do_not_hide_a_name(name: str, places: set[int]) -> None:
    hidden = "".join(_LOOK.get(c, c) if n in places else c for n, c in enumerate(name))
    assert compare(name, hidden, "Company").score == 1.0


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["Person", "Company"]))
def test_score_is_the_score_of_compare(a: str, b: str, schema: str) -> None:
    assert score(a, b, schema) == compare(a, b, schema).score


def test_an_acronym_of_four_letters_may_follow_the_order_of_another_language() -> None:
    long = parse("Moscow Institute of Physics and Technology").readings[0].tokens
    mfti = parse("МФТИ").readings[0].tokens[0]
    places, bits = expansion(mfti, long, range(len(long)))
    assert places == (0, 1, 2, 3)
    assert 6 <= bits < 9  # more than chance, but for a whole name only
    assert compare("МФТИ", "Moscow Institute of Physics and Technology", "Company").score > 0.5
    assert expansion(parse("МФТК").readings[0].tokens[0], long, range(len(long))) == ((), 0.0)


@pytest.mark.parametrize(
    ("run", "word", "is_it"),
    [("长水", "jangsu", True), ("小松", "komatsu", True), ("金山", "kumsan", True), ("彗星", "hesong", True),
     ("小松", "komatsushi", False), ("小松", "ko", False), ("长水", "jang", False), ("", "a", False), ("x", "x", False)],
)  # fmt: skip
def test_characters_read_in_korean_or_japanese(run: str, word: str, is_it: bool) -> None:
    assert reads_as(run, word) is is_it


@pytest.mark.parametrize(
    ("a", "b"),
    [("Alfa Fund (Hong Kong) Ltd", "Alfa Fund (Singapore) Ltd"), ("Embassy of Estonia", "Embassy of Ethiopia")],
)  # fmt: skip
def test_places_contradict_in_brackets_and_out(a: str, b: str) -> None:
    found = compare(a, b, "Company")
    assert found.score < 0.6, found
    assert any(note.startswith("place differs") for note in found.explanation)


def test_a_changed_word_says_more_than_a_missing_one() -> None:
    whole = "Sher Mohammad Abbas Stanekzai Padshah Khan"
    missing = score("Sher Mohammad Abbas Stanekzai Khan", whole, "Person")
    changed = score("Sher Mohammad Abbas Stanekzai Torekhel Khan", whole, "Person")
    assert changed < 0.5 < missing


@pytest.mark.parametrize(
    ("a", "b"),
    [("Abdul Ghani Baradar", "Abdul Kabir Baradar"), ("Nessim Ben Ali Sahraoui", "Nessim Ben Romdhane Sahraoui"), ("Rafi Tilfah Al-Dulaimi", "Rafi Tilfah Al-Tikriti")],
)  # fmt: skip
def test_another_common_word_in_a_name_as_long_is_another_person(a: str, b: str) -> None:
    assert score(a, b, "Person") < 0.5


def test_short_words_may_differ_by_a_vowel_and_surnames_lose_their_marks() -> None:
    same = score("Ahmad Hasan Musk", "Ahmad Hasan Mosk", "Person")
    assert same > 0.5 > score("Ahmad Hasan Musk", "Ahmad Hasan Dusk", "Person")
    assert score("Andrej Plenkovic", "Andrej Plenković", "Person") > 0.9
    assert score("Ivan Ivanovich Petrov", "Ivan Ivanov Petrov", "Person") < 0.7


def test_numbers_forms_and_stems_of_names() -> None:
    assert parse("Alfa Fund II").readings[0].tokens[-1].key == "2"
    assert parse("Alfa Fund XIV").readings[0].tokens[-1].key == "14"
    assert [t.spelled for t in parse("SiemensAG").readings[0].tokens] == ["siemens"]
    assert [t.kind for t in parse("Новатор").readings[0].tokens] == ["word"]
    assert [t.key for t in parse("Новая").readings[0].tokens] == ["new"]
    honoured = parse("Завод имени Шипунова").readings[0].tokens[-1]
    assert honoured.spelled == "shipunova"
    assert honoured.weight < parse("Завод Шипунова").readings[0].tokens[-1].weight
