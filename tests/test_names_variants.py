"""Is a name found in its other spellings: short forms, old romanisations, sounds, adjectives, and beside titles?"""

from __future__ import annotations

import pytest

from supplyline.names import compare, score
from supplyline.names.parse import parse
from supplyline.names.readings import reads_as

PERSONS = [
    ("Bill Clinton", "William Clinton"), ("Mike Pompeo", "Michael Pompeo"), ("Саша Петров", "Oleksandr Petrov"), ("Dima Kozak", "Дмитрий Козак"),
    ("Микола Азаров", "Nikolay Azarov"), ("Євген Мураєв", "Evgeny Muraev"), ("Vova Putin", "Volodymyr Putin"), ("Pepe Gomez", "Jose Gomez"),
    ("Mohd Khan", "Muhammad Khan"), ("Mao Tse-tung", "Mao Zedong"), ("Mao Tse-tung", "毛泽东"), ("Teng Hsiao-ping", "Deng Xiaoping"),
    ("Hsu Chih-yung", "Xu Zhiyong"), ("Tsai Ing-wen", "蔡英文"), ("Chan Tai Man", "陳大文"), ("Cheung Kwok Wing", "張國榮"), ("Ng Man-tat", "吳孟達"),
    ("Zhang Wei", "Cheung Wei"), ("Li Wei", "Lee Wei"),
]  # fmt: skip
BODIES = [
    ("Tsinghua University", "清华大学"), ("Tsinghua University", "Qinghua University"), ("Hsinhua Trading Co", "Xinhua Trading Co"),
    ("Hsinchu Semiconductor", "新竹半导体"), ("Foochow Machinery", "福州机械"), ("Kwangtung Trading", "广东贸易"), ("Power Telecom LLC", "ООО Пауэр Телеком"),
    ("Fly Bridge LLC", "ООО Флай Бридж"), ("Angarsk Petrochemical Company", "АО Ангарская нефтехимическая компания"),
    ("Orsha Aircraft Repair Plant", "Оршанскi авiярамонтны завод"), ("Klimovsk Specialised Cartridge Plant, CJSC KSCP", "CJSC KSCP"),
    ("Lungteh Shipbuilding Co., Ltd", "Lungteh 造船股份有限公司"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), PERSONS)
def test_one_person(a: str, b: str) -> None:
    assert score(a, b, "Person") >= 0.9, compare(a, b, "Person")


@pytest.mark.parametrize(("a", "b"), BODIES)
def test_one_body(a: str, b: str) -> None:
    assert score(a, b, "Company") >= 0.7, compare(a, b, "Company")


@pytest.mark.parametrize(
    ("a", "b"), [("Sasha Petrov", "Misha Petrov"), ("Teng Hsiao-ping", "Deng Xiaohong"), ("Wong Wei", "Cheung Wei"), ("Kim Yong-chol", "Kim Yong-chun")]
)
def test_two_persons(a: str, b: str) -> None:
    assert score(a, b, "Person") < 0.5, compare(a, b, "Person")


def test_a_title_and_a_surname_are_a_weak_match_that_is_explained() -> None:
    found = compare("Mr. Ivanov", "Sergei Ivanov", "Person")
    assert 0.2 < found.score < 0.6
    assert 'missing: "Sergei" is not in the first name' in found.explanation
    assert not any("Mr" in note for note in found.explanation)
    assert score("General Petrov", "Ivan Petrov", "Person") < score("Ivan Petrov", "General Ivan Petrov", "Person")
    assert [t.key for t in parse("General", True).readings[0].tokens] == ["general"]  # nothing but a title stays a name
    assert len(parse("John Major", True).readings[0].tokens) == 2


@pytest.mark.parametrize(
    ("run", "word", "is_it"),
    [("清华", "tsinghua", True), ("新华", "hsinhua", True), ("青岛", "tsingtao", True), ("陈", "chan", True), ("张", "cheung", True), ("陈", "wong", False),
     ("清华", "tsinghai", False)],
)  # fmt: skip
def test_characters_as_older_spellings_write_them(run: str, word: str, is_it: bool) -> None:
    assert reads_as(run, word) is is_it


def test_adjectives_of_places_are_the_place() -> None:
    keys = {parse(f"{word} Завод").readings[0].tokens[0].key for word in ("Ангарск", "Ангарский", "Ангарская", "Ангарского", "Angarskoe", "Angarsky")}
    assert keys == {"angarsk"}
    assert [t.key for t in parse("Анна Ангарская", True).readings[0].tokens][1] != "angarsk"  # a surname stays


def test_whom_a_plant_honours_by_initials_weighs_little_where_the_rest_tells() -> None:
    telling = parse("V.A. Degtyarev Design Bureau of Machine Tools").readings[0].tokens
    assert [t.weight <= 0.2 for t in telling[:3]] == [True, True, True]
    assert parse("V.A. Degtyarev Plant").readings[0].tokens[2].weight > 0.5  # nothing else tells which plant
    assert parse("J.P. Morgan Trading Technology Systems").readings[0].tokens[2].weight > 0.5  # no body that bears a name


def test_a_shorter_name_after_a_comma_and_a_legal_form_is_a_reading() -> None:
    parts = [(r.part, [t.shown for t in r.tokens]) for r in parse("Klimovsk Cartridge Plant, CJSC KSCP").readings]
    assert parts == [("whole", ["Klimovsk", "Cartridge", "Plant"]), ("aka", ["KSCP"])]
    assert len(parse("Klimovsk Cartridge Plant, CJSC").readings) == 1
    assert {r.part for r in parse("Beijing Alite Co., Ltd. (ALCO)").readings} == {"whole", "outside", "inside"}


def test_a_stock_company_of_china_goes_by_limited_in_english() -> None:
    found = compare("Lungteh Shipbuilding Co., Ltd", "Lungteh 造船股份有限公司", "Company")
    assert not any("legal form differs" in note for note in found.explanation)
    assert any("legal form differs" in note for note in compare("Alfa LLC", "ОАО Альфа", "Company").explanation)
