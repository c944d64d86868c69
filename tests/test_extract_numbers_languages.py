"""When, how many, how much and by how much, as the four languages write it; published on 2025-05-27."""

from __future__ import annotations

import pytest

from supplyline.extract import amounts, extract
from supplyline.extract.chinese import dates as chinese_dates
from supplyline.extract.chinese import numbers as chinese
from supplyline.extract.chinese.text import Page, page
from supplyline.extract.slavic import dates, numbers
from supplyline.model import Document

DAY = "2025-05-27"


def zh(text: str) -> Page:
    return page(Document("0" * 64, "a.txt", text, published=DAY, language="zh"))


TIMES = [
    ("uk", "від лютого 2022-го", ("2022-02", None)),
    ("uk", "Після лютого 2022 року", ("2022-02", None)),
    ("uk", "у 2021-му", ("2021", "2021")),
    ("uk", "До 2022 року", (None, "2022")),
    ("uk", "із січня до квітня", ("2025-01", "2025-04")),
    ("uk", "у січні–березні 2024 року", ("2024-01", "2024-03")),
    ("uk", "торік у червні", ("2024-06", "2024-06")),
    ("uk", "з минулої осені", ("2024-09", None)),
    ("uk", "навесні 2024 року", ("2024-03", "2024-05")),
    ("uk", "за перше півріччя 2024 року", ("2024-01", "2024-06")),
    ("uk", "від початку року", ("2025-01", None)),
    ("uk", "До кінця року", (None, "2025-12")),
    ("uk", "Три роки тому", ("2022", "2022")),
    ("uk", "Минулого тижня", ("2025-05-19", "2025-05-25")),
    ("uk", "за три роки", ("2022-05", "2025-05")),
    ("uk", "до середини 2023 року", (None, "2023-06")),
    ("uk", "протягом 2023–2024 років", ("2023", "2024")),
    ("ru", "с июня 2022-го по октябрь 2023 года", ("2022-06", "2023-10")),
    ("ru", "с апреля", ("2025-04", None)),
    ("ru", "С 1 июля", ("2025-07-01", None)),
    ("ru", "в феврале прошлого года", ("2024-02", "2024-02")),
    ("ru", "в первом квартале", ("2025-01", "2025-03")),
    ("ru", "за девять месяцев 2024 года", ("2024-01", "2024-09")),
    ("ru", "За полтора года", ("2023-11", "2025-05")),
    ("ru", "осенью 2023 года", ("2023-09", "2023-11")),
    ("ru", "в июне", ("2025-06", "2025-06")),  # a month away, and not eleven ago
    ("ru", "в ноябре", ("2024-11", "2024-11")),
    ("ru", "к декабрю", (None, "2025-12")),
    ("ru", "с июнем 2023 года", ("2023-06", "2023-06")),  # compared with it, not since
    ("ru", "с 1 по 17 апреля", ("2025-04-01", "2025-04-17")),
    ("ru", "с 25 декабря 2023 года по 3 января 2024 года", ("2023-12-25", "2024-01-03")),
    ("uk", "з 25 грудня до 3 січня", ("2024-12-25", "2025-01-03")),
    ("uk", "1–17 травня", ("2025-05-01", "2025-05-17")),
    ("ru", "в среду", ("2025-05-21", "2025-05-21")),
    ("ru", "5.03.2024", ("2024-03-05", "2024-03-05")),
]


@pytest.mark.parametrize(("language", "words", "wanted"), TIMES)
def test_when(language: str, words: str, wanted: tuple[str | None, str | None]) -> None:
    text = f"Завод, {words}, работал." if language == "ru" else f"Завод, {words}, працював."
    (found,) = dates.periods(text, 0, language, DAY)
    assert (found.period.from_, found.period.to, found.period.text) == (*wanted, words)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize("text", ["Средства для матчей и масла", "среди прочих, до пяти лет лишения свободы", "Для 2024 предприятий", "в Зимбабве и до Весниных", "двадцать лет назад", "серед інших трав'яний чай", "від Мотор Січ до трав і липи"])
def test_what_is_no_time(text: str) -> None:
    assert not dates.periods(text, 0, "uk" if "і" in text else "ru", DAY)


CHINESE_TIMES = [
    ("今年1至4月", ("2025-01", "2025-04")),
    ("6月", ("2025-06", "2025-06")),
    ("11月", ("2024-11", "2024-11")),
    ("去年上半年", ("2024-01", "2024-06")),
    ("上半年", ("2024-01", "2024-06")),
    ("一季度", ("2025-01", "2025-03")),
    ("前三季度", ("2024-01", "2024-09")),
    ("前四个月", ("2025-01", "2025-04")),
    ("自去年3月以来", ("2024-03", None)),
    ("9月1日起", ("2024-09-01", None)),
    ("6月10日起", ("2025-06-10", None)),
    ("截至2024年底", (None, "2024-12")),
    ("前年6月至去年12月", ("2023-06", "2024-12")),
    ("2022至2023年", ("2022", "2023")),
    ("去年秋天", ("2024-09", "2024-11")),
    ("三年前", ("2022", "2022")),
    ("上周", ("2025-05-19", "2025-05-25")),
    ("昨日", ("2025-05-26", "2025-05-26")),
]


def test_a_country_behind_a_year_is_no_middle() -> None:
    own = zh("2024年中俄贸易额下降，与前一个月持平。")
    assert [(p.from_, p.to) for _, _, p in chinese_dates.periods(own, 0, len(own.text))] == [("2024", "2024")]


@pytest.mark.parametrize(("words", "wanted"), CHINESE_TIMES)
def test_when_in_chinese(words: str, wanted: tuple[str | None, str | None]) -> None:
    own = zh(f"该厂，{words}，停产。")
    ((start, end, period),) = chinese_dates.periods(own, 0, len(own.text))
    assert (period.from_, period.to, own.text[start:end]) == (*wanted, words)


CHANGES = [
    ("uk", "експорт упав більш ніж удвічі", -50),
    ("uk", "зріс у шість разів", 500),
    ("uk", "Торік їх завезли вшестеро більше", 500),
    ("uk", "обсяг підскочив за рік на 130%", 130),
    ("uk", "на чверть менше", -25),
    ("ru", "выросла за те же месяцы на 4,3 процента", 4.3),
    ("ru", "ввоз рухнул на 58%", -58),
    ("ru", "минус 8,5% за год", -8.5),
    ("ru", "Импорт: 203 млн (−12%)", -12),
    ("ru", "увеличились почти в сто раз", 9900),
    ("ru", "сократился наполовину", -50),
    ("ru", "вчетверо больше", 300),
]


@pytest.mark.parametrize(
    ("text", "percent"),
    [("seventeen times the output of 2021", 1600), ("two and a half times the figure", 150), ("Mongolia (+35%)", 35), ("minus 8 percent", -8), ("cut purchases of Russian forgings in half", -50), ("has dropped to nil", -100), ("half as many again", 50), ("then fell back by 60pc", -60)],
)
def test_by_how_much_in_english(text: str, percent: float) -> None:
    assert [c.percent for _, _, c in amounts.changes(text, 0)] == [percent]


@pytest.mark.parametrize(("language", "text", "percent"), CHANGES)
def test_by_how_much(language: str, text: str, percent: float) -> None:
    assert [c.percent for _, _, c in numbers.changes(text, 0, language)] == [percent]


COUNTS = [
    ("uk", "Сорок два двигуни", (42, 42)),
    ("uk", "більш як 30 держав", (30, None)),
    ("uk", "Сто п’ять суден", (105, 105)),
    ("uk", "від 4 до 6 млн снарядів", (4_000_000, 6_000_000)),
    ("ru", "Сто тридцать две детали", (132, 132)),
    ("ru", "Не меньше 230 партий", (230, None)),
    ("ru", "не больше девяти танков", (None, 9)),
    ("ru", "двум компаниям", (2, 2)),
    ("ru", "свыше 2100 целей", (2100, None)),
    ("ru", "порядка 16 тысяч отправлений", (16_000, 16_000)),
]


@pytest.mark.parametrize(("language", "text", "wanted"), COUNTS)
def test_how_many(language: str, text: str, wanted: tuple[float | None, float | None]) -> None:
    assert [(c.min, c.max) for c in numbers.counts(text, 0, language)] == [wanted]


@pytest.mark.parametrize(("language", "text", "amount"), [("uk", "дві третини мікросхем", 66.7), ("ru", "три четверти деталей", 75), ("ru", "семь из десяти микросхем", 70), ("uk", "чотири п'ятих ринку", 80), ("ru", "сто двадцать миллионов долларов", 120_000_000), ("ru", "672 тыс. барр. нефти в сутки", 672_000), ("uk", "682,5 тис. бар. на добу", 682_500)])
def test_what_part(language: str, text: str, amount: float) -> None:
    assert [v.amount for _, _, v in numbers.values(text, 0, language)] == [amount]


@pytest.mark.parametrize(
    ("text", "percent"),
    [("年减21.4%", -21.4), ("增幅更高达640%", 640), ("多出七倍", 700), ("是2021年的2.1倍", 110), ("减少三成四", -34), ("比上年同期少了六成", -60), ("出口归零", -100), ("两年翻番", 100)],
)
def test_by_how_much_in_chinese(text: str, percent: float) -> None:
    own = zh(text)
    change = chinese.change_in(own, 0, len(own.text))
    assert change is not None and change.percent == percent


@pytest.mark.parametrize(("text", "amount"), [("18.86万亿日元", 18.86e12), ("1249.6亿美元", 124.96e9), ("份额由18%升到29%", 29), ("占三成五", 35), ("出口增长10%，达3亿美元", 3e8)])
def test_how_much_in_chinese(text: str, amount: float) -> None:
    own = zh(text)
    value = chinese.value_in(own, 0, len(own.text), "trade_flow")
    assert value is not None and value.amount == amount


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Orbita Holding owns 51% of Kvarts Plant."), ("en", "Kvarts Plant is 51% owned by Orbita Holding."), ("ru", "Фирма «Орбита» владеет 51% акций завода «Кварц»."), ("uk", "Фірма «Орбіта» володіє 51% акцій заводу «Кварц»."), ("zh", "轨道公司持有石英公司51%的股份。")],
)
def test_an_ownership_tells_the_share(language: str, text: str) -> None:
    claims = [c for c in extract(Document("0" * 64, "a.txt", text, published=DAY, language=language), "rules").claims if c.kind == "ownership"]
    assert {r.role: "K" if r.span.text[0] in "KК石" else "O" for r in claims[0].roles} == {"owner": "O", "owned": "K"}
    assert claims[0].value is not None and (claims[0].value.amount, claims[0].value.unit) == (51, "%")


def test_a_stress_mark_does_not_cut_a_word() -> None:
    plain = extract(Document("0" * 64, "a.txt", "Китай поставляет станки российским заводам.", published=DAY, language="ru"), "rules").claims
    marked = extract(Document("0" * 64, "a.txt", "Кита́й поставля́ет станки́ росси́йским заво́дам.", published=DAY, language="ru"), "rules").claims
    assert [(c.kind, [r.role for r in c.roles]) for c in plain] == [(c.kind, [r.role for r in c.roles]) for c in marked] and plain


@pytest.mark.parametrize("words", ["1.1,", "1万", "一二三", "1", "сто ", "от 5 до ", "на 5% больше "])
def test_a_line_of_numbers_alone_is_read_to_its_end(words: str) -> None:
    """It took time by the square of its length, so hours for a megabyte."""
    language = "ru" if " " in words else "zh"
    assert not [c for c in extract(Document("0" * 64, "a.txt", words * 5_000, published=DAY, language=language), "rules").claims if c.kind == "supply"]


@pytest.mark.parametrize(
    ("language", "text", "denies"),
    [
        ("ru", "В Астане ответили, что никаких указаний компаниям никогда не давали.", True),
        ("uk", "Посольство Китаю наполягає, що верстати ніколи не продавали.", True),
        ("ru", "Адвокат настаивает, что продажа была законной.", False),
    ],
)
def test_who_says_never_denies(language: str, text: str, denies: bool) -> None:
    (claim,) = extract(Document("0" * 64, "a.txt", text, published=DAY, language=language), "rules").claims
    assert (claim.stance == "denies", claim.stance in ("denies", "asserts")) == (denies, True)
