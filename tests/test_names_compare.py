"""Does `names.compare` tell one party from another, in any script, and say why?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.names import compare, why
from supplyline.names.parse import _cut, _words

SAME = [
    ("Harbin Dongan Auto Engine Co Ltd", "哈尔滨东安汽车动力股份有限公司", "Company", "translated"),
    ("Ural Works of Civil Aviation", "Уральский завод гражданской авиации", "Company", "translated"),
    ("АО Кронштадт", "Kronshtadt", "Company", "transliterated"),
    (
        "Juhang Aviation Technology Shenzhen Co. Limited",
        "巨航航空科技（深圳）有限公司",
        "Company",
        "translated",
    ),
    ("Joint Stock Company Kometa", "АО Комета", "Company", "transliterated"),
    ("OOO Albatross", "Albatros LLC", "Company", "spelled alike"),
    ("Arvin Fan Avar Vira Company", "Arvin Fanavar Vira Company", "Company", "written together"),
    ("Plant No. 9", "Завод № 9", "Company", "translated"),
    ("East Oil & Gas Production Company", "EOGPC", "Company", "acronym"),
    ("Foreign Intelligence Service (FIS)", "FIS", "PublicBody", "brackets"),
    ("Alpha Systems a.k.a. Beta Trading", "Beta Trading", "Company", "a.k.a."),
    ("Ministry of Defence of Ukraine", "Міністерство оборони України", "PublicBody", "translated"),
    ("Sergei Ivanovich Petrov", "Петров Сергій Іванович", "Person", "reordered"),
    ("Aliaksandr Lukashenka", "Александр Лукашенко", "Person", "forms of one name"),
    ("Volodymyr Zelenskyy", "Владимир Зеленский", "Person", "forms of one name"),
    ("Xi Jinping", "习近平", "Person", "written together"),
    ("Kim Jong Un", "Kim Jong-un", "Person", "same"),
    ("A. Ivanov", "Aleksandr Ivanov", "Person", "initial"),
    ("Iury Leanidavich Sivakau", "Yuri Leonidovich Sivakov", "Person", "spelled alike"),
]
OTHER = [
    ("Salieri Estate", "Salis Corps AG", "Company", "missing"),
    ("Galtarlex Tibbi Shenzhen AG", "ЗАО «Галтис третій»", "Company", "missing"),
    ("褒忠趙秀晶体机器有限公司", "Jones Machinery Co Ltd", "Company", "missing"),
    ("Plant No. 9", "Plant No. 19", "Company", "number differs: 9 / 19 — contradicts"),
    ("Lazurit Central Design Bureau", "Aysberg Central Design Bureau", "Company", 'missing: "Lazurit"'),
    ("Foreign Intelligence Service of Ukraine", "Foreign Intelligence Service of Russia", "PublicBody", "place differs"),
    ("Alpha Trading Co Ltd", "Omega Trading Co Ltd", "Company", "missing"),
    ("Harbin Electric Co", "Wuhan Electric Co", "Company", "place differs: Harbin / Wuhan — contradicts"),
    ("Sergei Ivanovich Petrov", "Sergei Petrovich Ivanov", "Person", "missing"),
    ("Andrei Ivanov", "Oleg Ivanov", "Person", "missing"),
    ("!!!", "???", "Company", "nothing to compare"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "schema", "note"), SAME)
def test_names_of_one_party(a: str, b: str, schema: str, note: str) -> None:
    found = compare(a, b, schema)
    assert found.score >= 0.75, found
    assert any(note in n for n in found.explanation), found


@pytest.mark.parametrize(("a", "b", "schema", "note"), OTHER)
def test_names_of_two_parties(a: str, b: str, schema: str, note: str) -> None:
    found = compare(a, b, schema)
    assert found.score <= 0.6, found
    assert any(note in n for n in found.explanation), found


def test_legal_forms_are_told_and_weigh_little() -> None:
    assert compare("Alpha JSC", "Alpha LLC").explanation == ('same: "alpha"', "legal form differs: JSC / LLC")
    assert compare("Alpha LLC", "Alpha JSC").explanation[-1] == "legal form differs: LLC / JSC"
    assert 0.9 < compare("Alpha JSC", "Alpha LLC").score < compare("Alpha JSC", "Alpha").score
    assert "legal form same: LLC" in compare("ООО Альфа", "Alfa Limited Liability Company").explanation


def test_look_alike_letters_bidi_and_width_are_the_same_name() -> None:
    assert compare("Raytheon", "R\u0430yth\u0435on").score == 1.0
    assert compare("Raytheon", "\u202eRay\u200btheon\u2066").score == 1.0
    assert compare("Raytheon", "Ｒａｙｔｈｅｏｎ").score == 1.0


def test_a_generic_word_weighs_less_than_a_rare_one() -> None:
    assert (
        compare("Kronshtadt Trading", "Kronshtadt").score
        > compare("Kronshtadt Trading", "Trading").score + 0.3
    )


hostile = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="()[]{}（）.,-'\"“«№&/ aбZ哈1９\u202e\u200b\u0301", max_size=40),
    st.lists(
        st.sampled_from(
            ["АО", "Завод", "No.", "9", "哈尔滨", "Co., Ltd.", "a.k.a.", "(", ")", "J.S.C.", "Иванов", "x"]
        ),
        max_size=8,
    ).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(hostile, hostile, st.sampled_from(["Person", "Company"]))
def test_bounds_and_symmetry(a: str, b: str, schema: str) -> None:
    one, two = compare(a, b, schema), compare(b, a, schema)
    assert 0.0 <= one.score <= 1.0
    assert one.score == two.score
    assert one == compare(a, b, schema)
    assert one.explanation


@settings(max_examples=200, deadline=None)
@given(hostile, st.sampled_from(["Person", "Company"]))
def test_identity(a: str, schema: str) -> None:
    assert compare(a, a, schema).score == 1.0


@pytest.mark.parametrize(
    "text",
    ["A" * 10_000, "Аб " * 5_000, "\u202e" * 10_000 + "Rosneft", "(" * 10_000, "哈尔滨" * 4_000, "a.k.a. " * 2_000,
     "a." * 5_000, "1-" * 5_000, "ﷺ" * 10_000, "'" * 10_000],
)  # fmt: skip
def test_long_names_are_quick(text: str) -> None:
    start = time.perf_counter()
    compare(text, text[:-1] + "b")
    compare(text, "Rosneft Trading SA", "Person")
    assert time.perf_counter() - start < 1.0


def test_control_characters_do_not_hide_a_name() -> None:
    assert compare("\u202e" * 10_000 + "Rosneft", "Rosneft").score == 1.0


@pytest.mark.parametrize("schema", ["Company", "Person"])
def test_why_is_the_explanation_of_compare(schema: str) -> None:
    names = [*dict.fromkeys(name for row in SAME for name in row[:2]), "", "Ltd", "LLC", "Kometa (Iran)", "Kometa No. 19"]
    for a in names:
        for b in names:
            assert why(a, b, schema) == compare(a, b, schema).explanation


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["S.A.", "S.", "A.", "B", "O'Neil", "Co.", "I.V.", "L. L. C.", "a/k/a", "aka", "SiemensAG", "2-й", "19th", "МарʼянаПетрова", "завод", "哈尔滨Ltd", "(x)", "&", "l0go", "'s"]), min_size=1, max_size=6), st.booleans())
def test_a_name_is_read_by_its_parts_as_it_is_as_a_whole(parts: list[str], person: bool) -> None:
    text = " ".join(parts)
    assert _words(text, person) == _cut(text, person, True)
