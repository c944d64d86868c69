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
    found = extract(document, reader="rules")  # rules alone
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


REPORTED = [
    ("uk", "«Завод виробляє порох», – розповіли у відомстві.", "відомстві", "Завод виробляє порох"),
    ("uk", "Завод виробляє порох, йдеться у звіті міністерства.", "звіті міністерства", "Завод виробляє порох"),
    ("ru", "Завод производит порох, говорится в заявлении Минфина.", "Минфина", "Завод производит порох"),
    ("ru", "В докладе говорится, что завод производит порох.", "докладе", "завод производит порох"),
    ("ru", "Министр Иван Петров сообщил в интервью Reuters о поставках пороха заводу.", "Иван Петров", "поставках пороха заводу"),
    ("zh", "近日，商务部以危害安全为由，宣布该公司生产火药。", "商务部", "该公司生产火药"),
    ("zh", "商务部早前回应说，该公司生产火药。", "商务部", "该公司生产火药"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker", "content"), REPORTED)
def test_a_body_or_a_paper_speaks_behind_its_preposition(language: str, text: str, speaker: str, content: str) -> None:
    said = [c for c in claims(text, language) if c.speaker is not None]
    assert [(c.speaker.span.text, c.content.text) for c in said if c.speaker and c.content] == [(speaker, content)]


def test_there_is_the_body_named_before() -> None:
    found = claims("Міністерство оборони заявило, що завод виробляє порох. Там додали, що завод закуповує верстати у Китаю.", "uk")
    assert [c.speaker.name for c in found if c.speaker] == ["Міністерство оборони"] * 2


def test_who_passes_a_saying_on_says_nothing_itself() -> None:
    found = claims("Китай постачає верстати російським заводам. Про це повідомив міністр Петро Коваль, передає Reuters із посиланням на Укрінформ.", "uk")
    assert [(c.kind, c.speaker.name if c.speaker else None, c.via.name if c.via else None) for c in found] == [("supply", "Петро Коваль", "Reuters")]


@pytest.mark.parametrize("text", ["Чи постачає Китай зброю Росії?", "Якщо Китай постачає зброю Росії, буде відповідь.", "Если вы поставляете станки российским заводам, мы узнаем."])
def test_a_question_and_a_condition_allege_nothing(text: str) -> None:
    assert not [c for c in claims(text, "uk" if "і" in text else "ru") if c.kind == "supply"]


def test_what_is_named_among_the_goods_and_whose_plants_they_are_for() -> None:
    c = one("Китай постачає матеріали та компоненти для військових заводів у Росії, включаючи порох і електроніку для дронів.", "uk", "supply")
    assert words(c, "goods") == ["матеріали", "компоненти", "порох", "електроніку для дронів"]
    assert words(c, "recipient") == ["військових заводів у Росії"]


def test_cargo_is_told_by_what_it_is_for_and_a_firm_by_its_whole_latin_name() -> None:
    c = one("Розвідка фіксує перевезення з Китаю до Росії вантажів військового призначення.", "uk", "supply")
    assert words(c, "goods") == ["вантажів військового призначення"]
    c = one("Компанія Shenzhen Blue Lake Trade Co., Ltd постачає верстати російським заводам.", "uk", "supply")
    assert words(c, "supplier") == ["Shenzhen Blue Lake Trade Co., Ltd"]


def test_those_listed_before_are_the_companies() -> None:
    found = claims("США ввели санкции против трёх компаний из Китая. Они поставляли России микросхемы.", "ru")
    [supply] = [c for c in found if c.kind == "supply"]
    assert (words(supply, "supplier"), words(supply, "goods")) == (["компаний из Китая"], ["микросхемы"])


@pytest.mark.parametrize(
    ("language", "text", "actor", "measure", "target"),
    [
        ("uk", "Міністерство торгівлі США обмежило торгівлю з 42 компаніями.", "Міністерство торгівлі США", "обмежило торгівлю", "компаніями"),
        ("ru", "Япония запретила экспорт станков в отношении 7 компаний.", "Япония", "запретила экспорт станков", "компаний"),
        ("zh", "日本宣布禁止向俄罗斯出口机床。", "日本", "禁止向俄罗斯出口机床", "机床"),
    ],
)  # fmt: skip
def test_steps(language: str, text: str, actor: str, measure: str, target: str) -> None:
    c = one(text, language, "measure")
    assert (words(c, "actor"), words(c, "measure"), words(c, "target")) == ([actor], [measure], [target])


def test_who_was_put_on_a_list_is_known_by_the_list_told_before() -> None:
    found = [c for c in claims("美国商务部将42家中国企业列入实体清单。芬兰、德国等7个实体也被列入清单。", "zh") if c.kind == "designation"]
    assert [(names(c, "authority"), c.count.min if c.count else None) for c in found] == [(["美国商务部"], 42), (["美国商务部"], 7)]


def test_support_is_no_goods_and_a_question_of_reporters_no_claim() -> None:
    assert not [c for c in claims("中国向俄罗斯提供支援。", "zh") if c.kind == "supply"]
    assert not claims("有记者问：美国将12家实体列入清单，请问有何评论？", "zh")


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
