"""Do `key`, `tokens`, `script` and the tables fold names as they promise?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.names import clean, key, script, tokens
from supplyline.names import data as tables
from supplyline.names.parse import MOST_TOKENS, parse
from supplyline.names.scripts import LONGEST, plain_word
from supplyline.names.translit import latin, skeleton


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("АО «Кронштадт»", "JSC Kronshtadt"),
        ("Уральский завод гражданской авиации", "Ural Works of Civil Aviation"),
        ("Foreign Intelligence Service (FIS)", "Foreign Intelligence Service"),
        ("哈尔滨东安汽车动力股份有限公司", "Harbin Dongan Auto Engine Co., Ltd."),
        ("Завод № 9", "Zavod no 9"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("L.L.C. Alpha", "Alpha"),
        ("Ukraine's Foreign Intelligence Service", "Ukrainian Foreign Intelligence Service"),
        ("33rd Institute", "33 Institute"),
    ],
)
def test_one_key(one: str, two: str) -> None:
    assert key(one) == key(two) != ""


@pytest.mark.parametrize(
    ("one", "two"),
    [("Plant 9", "Plant 19"), ("Alpha", "Beta"), ("JSC", "LLC"), ("!!!", "???"), ("Rosneft", "Rosatom")],
)
def test_two_keys(one: str, two: str) -> None:
    assert key(one) != key(two)


def test_tokens_leave_out_forms_and_brackets() -> None:
    assert tokens("АО НПО Кронштадт (Москва)") == ("research", "production", "association", "kronshtadt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Kronshtadt", "Latin"), ("АО «Кронштадт»", "Cyrillic"), ("哈尔滨", "Han"), ("Ελλάδα", "Greek"),
     ("شركة", "Arabic"), ("한국", "Hangul"), ("", "Latin"), ("123", "Latin"), ("АО Kronshtadt", "Latin")],
)  # fmt: skip
def test_script(text: str, expected: str) -> None:
    assert script(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Щукин", "shchukin"), ("Київ", "kyyiv"), ("Харків", "kharkiv"), ("Харьков", "kharkov"), ("Лукашэнка", "lukashenka"),
     ("Евгений", "yevgeniy"), ("Čapek", "chapek"), ("东安", "dongan"), ("Müller", "muller"), ("ö-1", "o1")],
)  # fmt: skip
def test_latin(word: str, expected: str) -> None:
    assert latin(word) == expected


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ivashchenko", "Іващенко"), ("Sergeyev", "Sergeev"), ("Yevgeni", "Evgeny"), ("Zelensky", "Zelenskyy"),
     ("Mikhail", "Mihail"), ("Shcherbakov", "Щербаков")],
)  # fmt: skip
def test_one_skeleton(one: str, two: str) -> None:
    assert skeleton(one) == skeleton(two)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_clean_is_idempotent_and_key_is_stable(text: str) -> None:
    once = clean(text)
    assert len(once) <= LONGEST
    assert clean(once) == once or len(text) > LONGEST
    assert key(text) == key(text)
    assert bool(key(text)) == bool(once)


def test_names_are_bounded() -> None:
    assert len(parse("word " * 5_000).readings[0].tokens) <= MOST_TOKENS
    assert len(clean("ﷺ" * 5_000)) <= LONGEST


@pytest.mark.parametrize(
    "file", ["names_lexicon.tsv", "names_words.tsv", "given_names.tsv", "legal_forms.tsv", "legal_forms_world.tsv",
             "name_frequencies.tsv", "party_words.tsv", "given_names_short.tsv", "given_names_english.tsv", "surnames_chinese.tsv",
             "english_sounds.tsv", "chinese_romanisations.tsv", "han_readings.tsv"],
)  # fmt: skip
def test_each_table_names_source_and_licence(file: str) -> None:
    from importlib.resources import files

    head = [
        x
        for x in files("supplyline").joinpath("data", file).read_text(encoding="utf-8").splitlines()
        if x[:1] == "#"
    ]
    text = " ".join(head).lower()
    assert "source" in text
    assert "licence" in text or "public domain" in text or "redistribution and use" in text
    assert tables.rows(file)


def test_lexicon_weights_and_kinds() -> None:
    for row in tables.rows("names_lexicon.tsv"):
        assert 0 < float(row["weight"]) <= 1, row
        assert row["kind"] in ("word", "place", "frame", "number", "abbreviation", "aside"), row
        assert all(row["forms"].split("|")), row


@settings(max_examples=200)
@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўae", min_size=1, max_size=12))
def test_a_cyrillic_word_is_romanised_at_once_as_letter_by_letter(word: str) -> None:
    # A letter that no table has sends the word the long way round.
    word = "ж" + word
    assert latin(word + "ѳ") == latin(word) + latin("ѳ")


@given(st.text(alphabet="abcXYZабвЁйЇ", min_size=1, max_size=8))
def test_a_plain_word_has_nothing_to_clean(word: str) -> None:
    if plain_word(word):
        assert clean(word) == tables.simplified(clean(word)) == word
