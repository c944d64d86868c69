"""Ukrainian, Russian and Chinese: who says what, and what it alleges, by sentences of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.extract import LANGUAGES, extract
from supplyline.model import Claim, Document

ROOT = Path(__file__).parent.parent
CASES = ROOT.parent / "shared" / "cases" / "dev"


def claims(text: str, language: str, published: str = "2025-05-27") -> tuple[Claim, ...]:
    document = Document("0" * 64, "test.txt", text, published=published, language=language)
    found = extract(document)
    assert not found.problems
    for c in found.claims:
        spans = [c.quote, c.content, c.cue, *(f.span for f in c.roles), *((c.speaker.span,) if c.speaker else ())]
        for span in filter(None, spans):
            assert text[span.start : span.end] == span.text
    return found.claims


def one(text: str, language: str, kind: str) -> Claim:
    found = [c for c in claims(text, language) if c.kind == kind]
    assert len(found) == 1, [(c.kind, c.quote.text) for c in claims(text, language)]
    return found[0]


def words(claim: Claim, role: str) -> list[str]:
    return [f.span.text for f in claim.fillers(role)]


def names(claim: Claim, role: str) -> list[str]:
    return [f.name for f in claim.fillers(role)]


SUPPLIES = [
    ("uk", "Китай постачає верстати та порох щонайменше 20 російським заводам, повідомив голова розвідки Олег Іващенко."),
    ("ru", "Китай поставляет станки и порох как минимум 20 российским заводам, сообщил глава разведки Олег Иващенко."),
    ("zh", "情报局局长伊瓦先科表示，中国向至少20家俄罗斯军工厂提供机床和火药。"),
]


@pytest.mark.parametrize(("language", "text"), SUPPLIES)
def test_one_supply_in_three_languages_has_the_same_parties_goods_and_count(language: str, text: str) -> None:
    c = one(text, language, "supply")
    assert names(c, "supplier") == ["China"]
    assert sorted(names(c, "goods")) == ["gunpowder", "machine tools"]
    assert len(words(c, "recipient")) == 1
    assert c.count is not None and (c.count.min, c.count.max, c.count.role) == (20, None, "recipient")
    assert c.stance == "asserts" and c.speaker is not None and c.speaker.role
    assert c.speaker.name in ("Олег Іващенко", "Олег Иващенко", "伊瓦先科")


SAYINGS = [
    ("uk", "Міністр Петро Коваль заявив, що завод виробляє порох.", "Петро Коваль", "заявив", "завод виробляє порох", "asserts"),
    ("uk", "«Завод виробляє порох», – сказав Петро Коваль.", "Петро Коваль", "сказав", "Завод виробляє порох", "asserts"),
    ("uk", "За словами Петра Коваля, завод виробляє порох.", "Петра Коваля", "За словами", "завод виробляє порох", "asserts"),
    ("uk", "Як пише Reuters, завод виробляє порох.", "Reuters", "пише", "завод виробляє порох", "asserts"),
    ("uk", "Експерти вважають, що завод виробляє порох.", "Експерти", "вважають", "завод виробляє порох", "suspects"),
    ("ru", "Министр Иван Петров заявил, что завод производит порох.", "Иван Петров", "заявил", "завод производит порох", "asserts"),
    ("ru", "По данным The Wall Street Journal, завод производит порох.", "The Wall Street Journal", "По данным", "завод производит порох", "asserts"),
    ("ru", "Завод производит порох, передает Reuters.", "Reuters", "передает", "Завод производит порох", "asserts"),
    ("ru", "Аналитики полагают, что завод производит порох.", "Аналитики", "полагают", "завод производит порох", "suspects"),
    ("zh", "据日本广播协会报道，该公司生产火药。", "日本广播协会", "据", "该公司生产火药", "asserts"),
    ("zh", "分析人士认为，该公司生产火药。", "分析人士", "认为", "该公司生产火药", "suspects"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker", "cue", "content", "stance"), SAYINGS)
def test_who_says_it_with_which_word_and_what(language: str, text: str, speaker: str, cue: str, content: str, stance: str) -> None:
    said = [c for c in claims(text, language) if c.speaker is not None]
    assert said and all(c.speaker and c.cue and c.content for c in said)
    c = said[0]
    assert c.speaker and c.cue and c.content
    assert (c.speaker.span.text, c.cue.text, c.content.text, c.stance) == (speaker, cue, content, stance)


def test_the_sentence_before_belongs_to_who_is_named_after_it() -> None:
    found = claims("Китай постачає верстати російським заводам. Про це пише Reuters.", "uk")
    assert [(c.kind, c.speaker.name if c.speaker else None) for c in found] == [("supply", "Reuters")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Туреччина заперечує, що постачає верстати до Росії."),
        ("uk", "Речниця МЗС Китаю Мао Нін заявила, що Китай не постачає зброю Росії."),
        ("uk", "У Пекіні назвали звинувачення безпідставними."),
        ("ru", "В МИД КНР опровергли поставки оружия России."),
        ("ru", "Посольство Китая отвергло обвинения."),
        ("zh", "外交部发言人毛宁表示，中方从未向冲突任何一方提供致命性武器。"),
        ("zh", "台湾否认向俄罗斯出口硝化纤维素。"),
    ],
)
def test_what_is_denied_is_not_alleged_by_the_denier(language: str, text: str) -> None:
    found = claims(text, language)
    assert [c.kind for c in found] == ["denial"]
    assert found[0].stance == "denies" and found[0].speaker is not None


FLOWS = [
    ("uk", "У 2023 році експорт підшипників з Китаю до Киргизстану зріс на 70%.", "Китаю", "Киргизстану", 70.0, ("2023", "2023")),
    ("uk", "Торік Росія скоротила імпорт верстатів на 12,5%.", "Росія", None, -12.5, ("2024", "2024")),
    ("ru", "Экспорт нитроцеллюлозы из Китая в Россию с января по март 2024 года сократился вдвое.", "Китая", "Россию", -50.0, ("2024-01", "2024-03")),
    ("zh", "2022年中国对俄罗斯的硝化纤维素出口同比增长70%。", "中国", "俄罗斯", 70.0, ("2022", "2022")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "reporter", "partner", "percent", "period"), FLOWS)
def test_statistics(language: str, text: str, reporter: str, partner: str | None, percent: float, period: tuple[str, str]) -> None:
    c = one(text, language, "trade_flow")
    assert words(c, "reporter") == [reporter]
    assert words(c, "partner") == ([partner] if partner else [])
    assert c.change is not None and c.change.percent == percent
    assert c.period is not None and (c.period.from_, c.period.to) == period


def test_two_verbs_of_one_statistic_are_one_claim() -> None:
    c = one("У 2023 році імпорт нітроцелюлози в Росію збільшився майже вдвічі та перевищив 1 300 тонн.", "uk", "trade_flow")
    assert c.change and c.value and (c.change.percent, c.value.amount, c.value.unit) == (100, 1300, "t")


@pytest.mark.parametrize(
    ("language", "text", "authority", "target", "count"),
    [
        ("uk", "США запровадили санкції проти трьох китайських компаній.", "США", "китайських компаній", 3),
        ("ru", "Великобритания ввела санкции против 90 физических и юридических лиц.", "Великобритания", "физических и юридических лиц", 90),
        ("ru", "В список Минторга США внесены 42 китайские компании.", "Минторга США", "китайские компании", 42),
        ("zh", "欧盟将12家中国公司列入制裁名单。", "欧盟", "中国公司", 12),
    ],
)  # fmt: skip
def test_listings(language: str, text: str, authority: str, target: str, count: int) -> None:
    c = one(text, language, "designation")
    assert (words(c, "authority"), words(c, "target")) == ([authority], [target])
    assert c.count is not None and (c.count.min, c.count.role) == (count, "target")


def test_cooperation_with_its_count_field_and_forms() -> None:
    text = "Зафіксовано щонайменше п'ять фактів співпраці між РФ та КНР в авіаційній галузі, зокрема передачу обладнання і документації."
    c = one(text, "uk", "cooperation")
    assert (names(c, "party"), words(c, "field"), words(c, "form")) == (["Russia", "China"], ["авіаційній"], ["обладнання", "документації"])
    assert c.count is not None and (c.count.min, c.count.max, c.count.event) == (5, None, "фактів")


def test_through_whom_from_whom_and_who_stands_for_the_company() -> None:
    text = "Компания «Штурм» закупает комплектующие у китайских производителей через Гонконг."
    c = one(text, "ru", "supply")
    assert (words(c, "recipient"), words(c, "supplier"), words(c, "via")) == (["Штурм"], ["китайских производителей"], ["Гонконг"])


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.skipif(not CASES.exists(), reason="needs ../shared/cases")
def test_the_dev_cases_of_the_language(language: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts" / "score.py", "--language", language], capture_output=True, text=True, check=True)
    figures = dict([*line.split()[:1], line.split("F1")[1].split()[0]] for line in done.stdout.splitlines() if line[:5].strip() in ("frame", "role", "attr"))
    assert all(float(figure) >= 0.72 for figure in figures.values()), done.stdout
    assert len(figures) == 3


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["uk", "ru", "zh"]),
    st.lists(
        st.sampled_from([*"«»“”\"—–-,.:;!?()0123456789%\n\u202e\u0301\x00😀", "Китай ", "постачає ", "що ", "заявив ", "верстати ", "中国", "向", "提供", "表示", "санкції проти ", "які ", "до ", "Росії ", "Reuters "]),
        max_size=60,
    ),
)  # fmt: skip
def test_any_text_gives_spans_that_are_its_words(language: str, parts: list[str]) -> None:
    claims("".join(parts), language)


@pytest.mark.parametrize("language", ["uk", "ru", "zh"])
def test_a_very_long_line_is_read_in_pieces(language: str) -> None:
    assert claims(("Китай постачає верстати, " if language != "zh" else "中国向俄罗斯提供机床，") * 4000, language) is not None


def test_the_languages_are_those_the_docs_name() -> None:
    method = (ROOT / "docs" / "method.md").read_text("utf-8")
    assert set(LANGUAGES) == {"en", "uk", "ru", "zh"}
    for name in ("English", "Ukrainian", "Russian", "Chinese"):
        assert name in method
