"""Ukrainian and Russian as the press writes them: sentences of our own, one for each way of telling that plain sentences showed amiss."""

from __future__ import annotations

import pytest

from test_extract_slavic import Expected, claims, told

FACTS = [
    # a verb agrees with its subject in number and gender, so what disagrees is its object
    ("uk", "Обладнання постачала Сирії естонська фірма.", "supply", {"supplier": ["естонська фірма"], "recipient": ["Сирії"], "goods": ["Обладнання"]}),
    ("ru", "Двигатели для «Вектора» производит кубинская компания Vega.", "production", {"maker": ["Vega"], "goods": ["Двигатели для «Вектора»"]}),
    ("uk", "Журналісти з'ясували, що двигуни виготовляє завод «Зоря».", "production", {"maker": ["Зоря"], "goods": ["двигуни"]}),
    # who lets, helps, permits, brings in, carries
    ("ru", "Канада наказала пять компаний, которые помогали Сирии закупать микросхемы.", "supply", {"recipient": ["Сирии"], "via": ["компаний"], "goods": ["микросхемы"]}),
    ("uk", "Канада дозволила Vega продавати Кубі чипи.", "measure", {"actor": ["Канада"], "measure": ["дозволила Vega продавати Кубі чипи"], "target": ["Vega"]}),
    ("ru", "Литва не пропустила через границу партию подшипников.", "measure", {"actor": ["Литва"], "measure": ["не пропустила через границу партию подшипников"], "target": ["партию подшипников"]}),
    ("uk", "Судно «Вега» везло 27 тонн вибухівки з Індії до Ізраїлю.", "shipment", {"supplier": ["Індії"], "recipient": ["Ізраїлю"], "goods": ["вибухівки"], "via": ["Вега"]}),
    ("ru", "Северная Корея обеспечивает половину потребностей сирийской армии в снарядах.", "supply", {"supplier": ["Северная Корея"], "recipient": ["сирийской армии"], "goods": ["снарядах"]}),
    # names behind what one is
    ("ru", "Владельцем фирмы оказался гражданин Кубы Иван Петров.", "ownership", {"owner": ["Иван Петров"], "owned": ["фирмы"]}),
    ("uk", "Фірма з Гонконгу Smart Chips відправляла до Сирії процесори.", "supply", {"supplier": ["Smart Chips"], "recipient": ["Сирії"], "goods": ["процесори"]}),
    ("ru", "Канада ввела санкции против главы «Вектора» Ивана Петрова.", "designation", {"authority": ["Канада"], "target": ["Ивана Петрова"]}),
    # hands over, thanks, is listed behind a quoted word
    ("ru", "Китай передал Кубе технологию сварки.", "supply", {"supplier": ["Китай"], "recipient": ["Кубе"], "goods": ["технологию сварки"]}),
    ("uk", "Іван Коваль подякував Норвегії за передачу винищувачів.", "supply", {"supplier": ["Норвегії"], "goods": ["винищувачів"]}),
    ("uk", "Канада додала до «чорного списку» сирійських компаній 37 турецьких фірм.", "designation", {"authority": ["Канада"], "target": ["турецьких фірм"], "programme": ["чорного списку"]}),
    # charges, verdicts, ended cooperation, plants opened for a product
    ("ru", "Прокуратура предъявила обвинения владельцу фирмы.", "measure", {"actor": ["Прокуратура"], "measure": ["предъявила обвинения"], "target": ["владельцу фирмы"]}),
    ("uk", "Суд визнав винною сінгапурську компанію.", "measure", {"actor": ["Суд"], "measure": ["визнав винною"], "target": ["сінгапурську компанію"]}),
    ("ru", "Фирма «Вега» прекратила сотрудничество с заводом.", "measure", {"actor": ["Вега"], "measure": ["прекратила сотрудничество с заводом"], "target": ["заводом"]}),
    ("uk", "Концерн Vega відкриє в Україні завод із випуску ракет.", "production", {"maker": ["Vega"], "goods": ["ракет"], "place": ["Україні"]}),
    # statistics
    ("uk", "Частка російського газу в імпорті ЄС знизилася з 45% до 19%.", "trade_flow", {"reporter": ["ЄС"], "partner": ["російського"], "goods": ["російського газу"]}),
    ("ru", "Турция ввезла сирийского газа на миллиард долларов.", "trade_flow", {"reporter": ["Турция"], "partner": ["сирийского"], "goods": ["сирийского газа"]}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "expected"), FACTS, ids=[row[1] for row in FACTS])
def test_facts_that_plain_sentences_tell(language: str, text: str, kind: str, expected: Expected) -> None:
    assert expected in told(text, language, kind)


SAYINGS = [
    ("ru", "Как сообщили Би-би-си два источника в полиции, Куба закупает дроны.", "два источника", "Би-би-си"),
    ("ru", "Куба закупает дроны, передаёт Yonhap со ссылкой на сирийскую разведку.", "сирийскую разведку", "Yonhap"),
    ("ru", "Об увеличении закупок пороха сообщила компания Vega.", "Vega", None),
    ("ru", "О том, что Куба закупает дроны, первым написал The Wall Street Journal.", "The Wall Street Journal", None),
    ("ru", "В Минфине, впрочем, уверены: пошлины вырастут.", "Минфине", None),
    ("ru", "Журналистам удалось установить: двигатели поступали с Кубы.", "Журналистам", None),
    ("ru", "Депутат Иван Петров, слова которого приводит агентство Yonhap, признал поставки ракет Сирии.", "Иван Петров", None),
    ("ru", "Посол Кубы в Канаде Иван Петров выразил протест против включения компаний в список.", "Иван Петров", None),
    ("ru", "Из документов следует, что завод закупал станки на Кубе.", "документов", None),
    ("uk", "Водночас, як пише Bloomberg, Куба закуповує дрони.", "Bloomberg", None),
    ("uk", "Дослідники CAR дійшли висновку, що ракету зібрали влітку.", "Дослідники CAR", None),
    ("uk", "Президент Іван Коваль дав зрозуміти, що Куба закуповує дрони.", "Іван Коваль", None),
    ("uk", "Як стало відомо Financial Times, Куба закуповує дрони.", "Financial Times", None),
    ("uk", "Сам Трамп вважає такі закупівлі неприпустимими.", "Трамп", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker", "via"), SAYINGS, ids=[row[1] for row in SAYINGS])
def test_who_says_it(language: str, text: str, speaker: str, via: str | None) -> None:
    said = [(c.speaker.span.text, c.via.span.text if c.via else None) for c in claims(text, language) if c.speaker is not None]
    assert (speaker, via) in said or (via is None and speaker in [s for s, _ in said])


def test_a_conclusion_is_that_of_the_sentence_before() -> None:
    found = claims("Куба закуповує дрони у Сирії. Такого висновку дійшли аналітики.", "uk")
    assert [(c.kind, c.speaker.span.text) for c in found if c.speaker] == [("supply", "аналітики")]


@pytest.mark.parametrize(
    "text",
    [
        "Без микросхем Куба не смогла бы производить ракеты, сказал Иван Петров.",
        "Министерство отметило, что торговля оружием не направлена против третьих стран.",
        "Пресс-секретарь Анна Петрова не смогла подтвердить поставки ракет.",
    ],
)
def test_what_would_be_or_is_aimed_at_nobody_is_not_denied(text: str) -> None:
    assert told(text, "ru", "denial") == []


def test_who_speaks_of_himself_denies_by_name() -> None:
    first, second = told("Компания Vega ушла из Сирии, заявила Vega. «Мы не продавали станки Сирии», — говорится в заявлении компании.", "ru", "denial"), told("Vega заявила, что не співпрацює з армією Сирії.", "uk", "denial")
    assert [d["denier"] for d in first] == [["Vega"]] and [d["denier"] for d in second] == [["Vega"]]
