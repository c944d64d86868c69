"""Do the tables of words say one thing, whichever row one reads?"""

from __future__ import annotations

import pytest

from supplyline.names import data


def test_a_concept_has_one_name_in_all_rows() -> None:
    """A concept that is an English word of the lexicon is what that word reads as, or phrases would never meet their words."""
    lexicon = data.lexicon()
    kept = {"press", "building", "power", "integrated", "motor"}  # "press agency" is no "press"; words of several meanings
    for row in data.rows("names_lexicon.tsv"):
        for concept in row["concepts"].split():
            key = data.pieces(concept)
            read = lexicon.phrases.get(key) or lexicon.stem(key[0], True) if key and not concept.isdigit() else None
            if " " in row["concepts"] and read is not None and concept not in kept:
                assert concept in read, row


def test_a_later_row_of_more_forms_does_not_change_a_weight() -> None:
    weights: dict[str, float] = {}
    for row in data.rows("names_lexicon.tsv"):
        if " " not in row["concepts"]:
            weights.setdefault(row["concepts"], float(row["weight"]))
    assert {concept: data.lexicon().weights[concept] for concept in weights} == weights


@pytest.mark.parametrize(
    ("phrase", "words"),
    [("scientific production", "научно производственное"), ("united", "объединенная"), ("united", "об'єднана"), ("association", "объединение"),
     ("association", "об'єднання"), ("main", "главный"), ("siberian branch", "сибирское отделение"), ("america", "американский")],
)  # fmt: skip
def test_forms_of_two_languages_meet(phrase: str, words: str) -> None:
    from supplyline.names.parse import parse

    one, two = (tuple(t.key for t in parse(text).readings[0].tokens) for text in (phrase, words))
    assert one == two
    assert all(t.kind == "concept" for t in parse(phrase).readings[0].tokens)


def test_bodies_that_bear_a_name_are_concepts() -> None:
    known = {c for row in data.rows("names_lexicon.tsv") for c in row["concepts"].split()}
    assert data.bearers() <= known


def test_forms_of_names_stand_for_one_name() -> None:
    names = data.given_names()
    assert len({names[f] for f in ("mike", "mihail", "misha", "mihas")}) == 1  # by their skeletons
    assert len({names[f] for f in ("mohd", "muhamad", "mohamad")}) == 1
    assert names["sasha"] != names["misha"]
    for file in data.GIVEN_NAMES:
        assert all(row["forms"].split("|") and " " not in row["forms"] for row in data.rows(file)), file


@pytest.mark.parametrize(("old", "new"), [("tse", "ze"), ("hsiao", "xiao"), ("chih", "zhi"), ("tung", "dong"), ("tzu", "zi"), ("chien", "jian"), ("hsueh", "xue")])
def test_old_syllables_are_pinyin(old: str, new: str) -> None:
    assert data.old_syllables()[old] == new
    assert new in data.pinyin()
    assert old not in data.pinyin()


def test_english_words_by_their_sound() -> None:
    sounds = data.english_sounds()
    assert sounds["pauer"] == "power"
    assert sounds["bridz"] == "bridge"
    assert not set(sounds) & {word for row in data.rows("english_sounds.tsv") for word in [data.skeleton(row["word"])]}
