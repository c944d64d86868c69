"""Ukrainian and Russian reports: one sentence of our own for each construction that tells a fact."""

from __future__ import annotations

import pytest

from supplyline.extract import extract
from supplyline.extract.slavic.numbers import counts
from supplyline.model import Claim, Document

Expected = dict[str, list[str]]


def claims(text: str, language: str, published: str = "2025-05-27") -> tuple[Claim, ...]:
    found = extract(Document("0" * 64, "test.txt", text, published=published, language=language), reader="rules")  # rules alone
    assert not found.problems
    return found.claims


def roles(claim: Claim) -> Expected:
    out: Expected = {}
    for filler in claim.roles:
        out.setdefault(filler.role, []).append(filler.span.text)
    return out


def told(text: str, language: str, kind: str) -> list[Expected]:
    return [roles(c) for c in claims(text, language) if c.kind == kind]


FACTS = [
    # participles that stand for a relative clause
    ("ru", "Власти проверили фирмы, поставляющие в Россию токарные станки.", "supply", {"supplier": ["фирмы"], "recipient": ["Россию"], "goods": ["токарные станки"]}),
    ("ru", "Завод «Заря» в Туле, производящий порох, закрыт.", "production", {"maker": ["Заря"], "goods": ["порох"], "place": ["Туле"]}),
    ("ru", "Поставленное из Китая оборудование стоит в цехе.", "supply", {"supplier": ["Китая"], "goods": ["оборудование"]}),
    ("uk", "Слідчі назвали підприємства, що виготовляють порох.", "production", {"maker": ["підприємства"], "goods": ["порох"]}),
    # verbs behind a modal or a verb of phase, and who is allowed to
    ("uk", "Індія продовжує постачати Росії мікросхеми.", "supply", {"supplier": ["Індія"], "recipient": ["Росії"], "goods": ["мікросхеми"]}),
    ("ru", "Завод способен выпускать сто тысяч снарядов.", "production", {"maker": ["Завод"], "goods": ["снарядов"]}),
    ("uk", "Ця угода дозволяє Росії виробляти вибухівку.", "production", {"maker": ["Росії"], "goods": ["вибухівку"]}),
    ("uk", "Мінськ розгорнув масове виробництво корпусів для снарядів.", "production", {"maker": ["Мінськ"], "goods": ["корпусів для снарядів"]}),
    ("uk", "Білоруські компанії займаються виготовленням дронів.", "production", {"maker": ["Білоруські компанії"], "goods": ["дронів"]}),
    # what arrives, is found, stands in containers
    ("uk", "Західні мікросхеми потрапляють до Росії через Вірменію.", "supply", {"recipient": ["Росії"], "goods": ["Західні мікросхеми"], "via": ["Вірменію"]}),
    ("ru", "В Россию поступила микроэлектроника из Гонконга.", "supply", {"supplier": ["Гонконга"], "recipient": ["Россию"], "goods": ["микроэлектроника"]}),
    ("uk", "Експерти виявили на тульському заводі верстати китайського виробництва.", "supply", {"recipient": ["тульському заводі"], "goods": ["верстати китайського виробництва"]}),
    ("ru", "КНДР отправила в Россию две тысячи контейнеров с минами и порохом.", "shipment", {"supplier": ["КНДР"], "recipient": ["Россию"], "goods": ["минами", "порохом"]}),
    ("uk", "Куба надала Росії понад 300 тисяч снарядів.", "shipment", {"supplier": ["Куба"], "recipient": ["Росії"], "goods": ["снарядів"]}),
    ("uk", "Росія отримала першу партію ракет з Ірану.", "shipment", {"supplier": ["Ірану"], "recipient": ["Росія"], "goods": ["ракет"]}),
    # nouns, what one is, what went by whom
    ("ru", "Тайвань был крупнейшим поставщиком станков в Россию.", "supply", {"supplier": ["Тайвань"], "recipient": ["Россию"], "goods": ["станков"]}),
    ("ru", "Турция является покупателем зерна у России.", "supply", {"recipient": ["Турция"], "supplier": ["России"], "goods": ["зерна"]}),
    ("ru", "Иран начал передачу ракет Сирии.", "supply", {"supplier": ["Иран"], "recipient": ["Сирии"], "goods": ["ракет"]}),
    ("uk", "Київ осудив постачання Сирії дронів Іраном.", "supply", {"supplier": ["Іраном"], "recipient": ["Сирії"], "goods": ["дронів"]}),
    ("uk", "Більшість деталей постачає Китай.", "supply", {"supplier": ["Китай"], "goods": ["деталей"]}),
    ("ru", "Казахстан купил у России много станков.", "supply", {"supplier": ["России"], "recipient": ["Казахстан"], "goods": ["станков"]}),
    ("uk", "Слідство знайшло судна, за допомогою яких Іран постачав Росії зброю.", "supply", {"supplier": ["Іран"], "recipient": ["Росії"], "goods": ["зброю"], "via": ["судна"]}),
    ("ru", "После подписания контракта «Вега» закупила детали у фирмы «Заря».", "supply", {"recipient": ["Вега"], "supplier": ["Заря"], "goods": ["детали"]}),
    ("uk", "Одна з компаній експортувала верстати через Сербію.", "supply", {"supplier": ["компаній"], "goods": ["верстати"], "via": ["Сербію"]}),
    ("ru", "США назвали Китай крупнейшим поставщиком станков.", "supply", {"supplier": ["Китай"], "goods": ["станков"]}),
    # work together, agreements, ownership
    ("ru", "Завод «Заря» заключил договор с фирмой «Вега» на поставку станков.", "cooperation", {"party": ["Заря", "Вега"], "field": ["поставку станков"], "form": ["договор"]}),
    ("ru", "Россия сотрудничает с Ираном в обход санкций.", "cooperation", {"party": ["Россия", "Ираном"], "field": ["обход санкций"]}),
    ("ru", "Завод «Заря» входит в структуру корпорации «Вега».", "ownership", {"owner": ["Вега"], "owned": ["Заря"]}),
    ("uk", "Фірма «Заря» належить компанії «Вега».", "ownership", {"owner": ["Вега"], "owned": ["Заря"]}),
    # listings
    ("uk", "Канада наклала санкції на два китайські банки за постачання Росії мікросхем.", "designation", {"authority": ["Канада"], "target": ["китайські банки"], "reason": ["постачання Росії мікросхем"]}),
    ("ru", "Под ограничительные меры Японии попали 12 компаний.", "designation", {"authority": ["Японии"], "target": ["компаний"]}),
    ("ru", "Швейцария расширила антироссийский санкционный список.", "designation", {"authority": ["Швейцария"], "programme": ["антироссийский санкционный список"]}),
    ("uk", "Нові санкції торкнуться двадцяти компаній.", "designation", {"target": ["компаній"]}),
    ("uk", "Канада санкціонувала п'ять турецьких компаній.", "designation", {"authority": ["Канада"], "target": ["турецьких компаній"]}),
    ("ru", "Лондон обсуждает введение вторичных санкций.", "designation", {"authority": ["Лондон"], "programme": ["вторичных санкций"]}),
    # steps and how things stand
    ("ru", "Министерство экономики Тайваня заявило о прекращении поставок станков в Россию.", "measure", {"actor": ["Министерство экономики Тайваня"], "measure": ["прекращении поставок станков"], "target": ["Россию"]}),
    ("uk", "Заборона на експорт торкнеться 53 організацій.", "measure", {"measure": ["Заборона на експорт"], "target": ["організацій"]}),
    ("ru", "Китай строго контролирует экспорт дронов.", "measure", {"actor": ["Китай"], "measure": ["строго контролирует экспорт дронов"], "target": ["экспорт дронов"]}),
    ("uk", "Токіо обмежить експорт 335 товарів.", "measure", {"actor": ["Токіо"], "measure": ["обмежить експорт 335 товарів"], "target": ["товарів"]}),
    ("ru", "Он вспомнил о санкциях ООН, которые жестко ограничивают импорт нефти.", "measure", {"actor": ["ООН"], "measure": ["жестко ограничивают импорт нефти"], "target": ["импорт нефти"]}),
    ("ru", "Турция приказала прекратить транзит станков.", "measure", {"actor": ["Турция"], "measure": ["прекратить транзит станков"], "target": ["транзит станков"]}),
    ("uk", "Імпорт верстатів з Китаю став майже неможливим.", "status", {"subject": ["Імпорт верстатів з Китаю"], "state": ["майже неможливим"]}),
    # trade
    ("uk", "Торік Росія закупила мікросхем зі США та Японії на $2 млрд.", "trade_flow", {"reporter": ["Росія"], "partner": ["США", "Японії"], "goods": ["мікросхем"]}),
    ("ru", "Торговля между Арменией и Россией выросла на 20%.", "trade_flow", {"reporter": ["Арменией"], "partner": ["Россией"]}),
    ("uk", "Китай знизив закупівлі російської нафти на 8%.", "trade_flow", {"reporter": ["Китай"], "partner": ["російської"], "goods": ["російської нафти"]}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "expected"), FACTS, ids=[text for _, text, _, _ in FACTS])
def test_one_fact_in_one_sentence(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


STANCES = [
    ("uk", "Японія запровадить санкції проти Росії.", "designation", "expects"),
    ("ru", "США намерены ограничить экспорт станков.", "measure", "expects"),
    ("ru", "Индия может поставлять России топливо.", "supply", "suspects"),
    ("uk", "Міністр Петро Коваль вважає, що Китай постачає Росії порох.", "supply", "suspects"),
    ("ru", "Китай примет необходимые меры.", "measure", "expects"),
]


@pytest.mark.parametrize(("language", "text", "kind", "stance"), STANCES)
def test_tense_and_mood_tell_what_is_expected_and_what_suspected(language: str, text: str, kind: str, stance: str) -> None:
    assert [c.stance for c in claims(text, language) if c.kind == kind] == [stance]


def test_a_trade_is_two_supplies() -> None:
    assert told("Иран поставляет России дроны в обмен на сою и пшеницу.", "ru", "supply") == [
        {"supplier": ["Иран"], "recipient": ["России"], "goods": ["дроны"]},
        {"supplier": ["России"], "recipient": ["Иран"], "goods": ["сою", "пшеницу"]},
    ]


def test_those_listed_for_a_supply_are_its_suppliers() -> None:
    found = told("США ввели санкции против трёх фирм за поставки России микросхем.", "ru", "supply")
    assert found == [{"supplier": ["фирм"], "recipient": ["России"], "goods": ["микросхем"]}]


def test_of_two_parties_the_one_left_out_is_the_other_told_before() -> None:
    found = told("Китай постачає Росії порох. Москва натомість надає гроші.", "uk", "supply")
    assert found[1] == {"supplier": ["Москва"], "recipient": ["Китай"], "goods": ["гроші"]}


def test_a_verb_joined_to_another_has_its_subject_and_goods() -> None:
    found = told("Фірма «Вега» закупила нітроцелюлозу в Німеччині і відправила до Росії.", "uk", "shipment")
    assert found == [{"supplier": ["Вега"], "recipient": ["Росії"], "goods": ["нітроцелюлозу"]}]


def test_a_subject_waits_for_its_verb_behind_a_relative_clause() -> None:
    found = told("Новий пакет санкцій, який готує Канада, стосуватиметься двадцяти компаній.", "uk", "designation")
    assert found[-1]["target"] == ["компаній"]


def test_a_listing_told_twice_in_a_sentence_is_one() -> None:
    text = "Министерство торговли США расширило список компаний, в отношении которых введены санкции за передачу в Россию станков."
    assert told(text, "ru", "designation") == [{"authority": ["Министерство торговли США"], "target": ["компаний"], "reason": ["передачу в Россию станков"]}]
    assert told(text, "ru", "supply") == [{"supplier": ["компаний"], "recipient": ["Россию"], "goods": ["станков"]}]


def test_a_search_that_found_nothing_denies() -> None:
    [c] = claims("Розвідка не зафіксувала жодного факту постачання Китаєм зброї до Росії.", "uk")
    assert (c.kind, c.stance, roles(c)) == ("denial", "denies", {"denier": ["Розвідка"], "denied": ["постачання Китаєм зброї до Росії"]})


def test_what_is_denied_may_stand_before_its_verb() -> None:
    [c] = claims("Тегеран постачання заперечує.", "uk")
    assert (c.kind, roles(c)) == ("denial", {"denier": ["Тегеран"], "denied": ["постачання"]})


def test_a_denial_ends_where_another_clause_begins() -> None:
    [denial] = told("Індія заперечує передання Росії ракет, попри заяви міністра.", "uk", "denial")
    assert denial == {"denier": ["Індія"], "denied": ["передання Росії ракет"]}


def test_who_admits_a_supply_is_its_supplier() -> None:
    assert told("Іран визнав постачання дронів Росії.", "uk", "supply") == [{"supplier": ["Іран"], "recipient": ["Росії"], "goods": ["дронів"]}]


def test_an_announced_listing_is_the_announcers() -> None:
    [c] = claims("Правительство Канады объявило о введении санкций в отношении фирмы «Заря».", "ru")
    assert (c.kind, c.stance, roles(c)) == ("designation", "announces", {"authority": ["Правительство Канады"], "target": ["Заря"]})


def test_a_quotation_of_several_sentences_is_its_speakers() -> None:
    text = '"Китай постачає Росії порох. Індія закуповує нафту в Росії. Це правда", – сказав міністр Петро Коваль.'
    found = claims(text, "uk")
    assert [(c.kind, c.speaker.name if c.speaker else None) for c in found] == [("supply", "Петро Коваль")] * 2
    assert {c.content.text for c in found if c.content} == {"Китай постачає Росії порох. Індія закуповує нафту в Росії. Це правда"}


SAYINGS = [
    ("uk", "Тегеран продовжує стверджувати, що завод виробляє порох.", "Iran", "завод виробляє порох", "asserts"),
    ("ru", "Министр Иван Петров выразил подозрение, что завод производит порох.", "Иван Петров", "завод производит порох", "suspects"),
    ("ru", "Расследование показало, как завод производит порох.", "Расследование", "завод производит порох", "asserts"),
    ("ru", "«Завод производит порох», – цитирует Ивана Петрова Reuters.", "Ивана Петрова", "Завод производит порох", "asserts"),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content", "stance"), SAYINGS)
def test_who_says_it_with_a_phase_verb_a_noun_or_a_question_word(language: str, text: str, speaker: str, content: str, stance: str) -> None:
    [c] = [c for c in claims(text, language) if c.speaker]
    assert c.speaker and c.content
    assert (c.speaker.name, c.content.text, c.stance) == (speaker, content, stance)


def test_a_paper_without_a_name_is_the_outlets() -> None:
    found = claims("Завод стоїть. Про це повідомило видання Telegraph. У матеріалі стверджується, що завод виробляє порох.", "uk")
    assert [c.speaker.name for c in found if c.speaker and c.kind == "production"] == ["Telegraph"]


def test_amounts_with_their_sign_before_and_their_scale_shortened() -> None:
    [c] = [c for c in claims("Минулого року Китай експортував до Росії верстатів на $3,5 млрд. Індія мовчить.", "uk") if c.kind == "trade_flow"]
    assert c.value and (c.value.amount, c.value.unit, c.value.text) == (3_500_000_000, "USD", "$3,5 млрд")
    [c] = [c for c in claims("Куба надіслала до Росії щонайменше 10 тис. морських контейнерів.", "uk") if c.kind == "shipment"]
    assert c.count and (c.count.min, c.count.max, c.count.event) == (10_000, None, "контейнерів")


def test_half_a_million_shells() -> None:
    [c] = [c for c in claims("Мінськ штампує пів мільйона снарядів на рік.", "uk") if c.kind == "production"]
    assert c.count and (c.count.role, c.count.min, c.count.max) == ("goods", 500_000, 500_000)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Неизвестно, какие компании попали в список санкций."),
        ("uk", "Партія влади народу передала привітання."),
        ("ru", "Если вы поставляете станки заводам, мы узнаем и примем меры."),
        ("uk", "Про це повідомив міністр, передає Ранок."),
    ],
)
def test_what_alleges_nothing(language: str, text: str) -> None:
    assert not [c for c in claims(text, language) if c.kind not in ("statement", "denial")]


@pytest.mark.parametrize(("text", "language", "found"), [
    ("беспилотники Shahed 136 и 20 ракет", "ru", ["20"]),
    ("сбили 12 «Шахед 136» над городом", "ru", ["12"]),
    ("дрони Герань 2 та 30 ракет", "uk", ["30"]),
    ("Як 20 компаній обходять санкції", "uk", ["20"]),
])  # fmt: skip
def test_the_number_of_a_type_counts_nothing(text: str, language: str, found: list[str]) -> None:
    assert [n.text for n in counts(text, 0, language)] == found
