"""Passages of our own with what is wanted of each, and the sayings that real reports showed amiss."""

from __future__ import annotations

from pathlib import Path

import pytest

import passages
from test_extract_slavic import claims, told

CASES = Path(__file__).parent / "cases" / "slavic"


@pytest.mark.parametrize(("language", "least"), [("uk", (0.80, 0.76, 0.82)), ("ru", (0.81, 0.78, 0.90))])
def test_passages_are_read_no_worse_than_when_they_were_learned_from(language: str, least: tuple[float, float, float]) -> None:
    totals = passages.totals(passages.load(CASES / f"{language}.txt"))
    found = {kind: round(passages.f1(*counts), 3) for kind, counts in totals.items()}
    assert all(value >= floor for value, floor in zip(found.values(), least, strict=True)), found


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_what_is_wanted_of_a_passage_stands_in_it(language: str) -> None:
    for p in passages.load(CASES / f"{language}.txt"):
        assert [filler for f in p.frames for _, filler in f.roles if filler not in p.text] == [], p.name
        assert [content for _, content in p.sayings if any(word not in p.text for word in content.split())] == [], p.name


SAYINGS = [
    # words that say when or why before the subject; pronouns behind them; names of no dictionary
    ("ru", "В свою очередь Владислав Сурков сообщил, что завод стоит.", "Владислав Сурков", None),
    ("ru", "При этом она отметила, что завод стоит.", "она", None),
    ("ru", "Урин также сообщил, что завод стоит.", "Урин", None),
    ("uk", "Вона заявила, що завод стоїть.", "Вона", None),
    # whose office it is and who holds it
    ("ru", "Завод стоит, — сказал пресс-секретарь Путина Дмитрий Песков.", "Дмитрий Песков", None),
    ("ru", "Глава Минобороны сообщил, что завод стоит.", "Глава Минобороны", None),
    ("uk", "Представники Громадської ради Міндоходів заявили, що завод стоїть.", "Представники Громадської ради Міндоходів", None),
    ("ru", "Как сообщил министр промышленности и торговли РФ Иван Петров, завод стоит.", "Иван Петров", None),
    ("ru", "Завод стоит, заявил заместитель премьера, министр торговли Иван Петров.", "Иван Петров", None),
    # where it stands written
    ("uk", "У пояснювальній записці зазначалося, що завод стоїть.", "пояснювальній записці", None),
    ("uk", "Завод стоїть. Про це свідчить постанова Верховного суду України.", "постанова Верховного суду України", None),
    ("ru", "Завод стоит, следует из данных таможни.", "данных таможни", None),
    # quoted by, passed on by
    ("ru", "«Завод стоит», — цитирует РБК пресс-службу Порошенко.", "пресс-службу Порошенко", "РБК"),
    ("ru", "«Завод стоит», — приводит слова директора Ивана Петрова агентство Reuters.", "Ивана Петрова", "Reuters"),
    ("uk", "Завод стоїть. Як пише Delo.ua, про це повідомив міністр Іван Коваль.", "Іван Коваль", "Delo.ua"),
    # put in between
    ("uk", "Депутат Іван Коваль переконаний, що завод стоїть.", "Іван Коваль", None),
    ("ru", "Запчасти, установило следствие, шли через Армению.", "следствие", None),
]


@pytest.mark.parametrize(("language", "text", "speaker", "via"), SAYINGS, ids=[row[1] for row in SAYINGS])
def test_who_says_it_in_reports(language: str, text: str, speaker: str, via: str | None) -> None:
    assert (speaker, via) in [(c.speaker.span.text, c.via.span.text if c.via else None) for c in claims(text, language) if c.speaker]


def test_an_aside_does_not_part_a_subject_from_its_verb() -> None:
    text = "Чешская компания Moravia Tools, как утверждает издание Sever, продавала Сирии станки."
    assert told(text, "ru", "supply") == [{"supplier": ["Moravia Tools"], "recipient": ["Сирии"], "goods": ["станки"]}]


def test_all_who_deny_are_deniers() -> None:
    [denial] = told("И Москва, и Пхеньян эти обвинения отрицали.", "ru", "denial")
    assert denial["denier"] == ["Москва", "Пхеньян"]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("ru", "Информация о поставках дронов Сирии является ложью, заявило министерство Кубы.", "supply"),
        ("ru", "США не располагают доказательствами того, что Куба передаёт Сирии снаряды.", "supply"),
        ("uk", "Без китайської целюлози завод зупинився б.", "status"),
        ("uk", "Фірма назвала товари, які не виробляються в Сирії.", "denial"),
    ],
)
def test_what_is_called_false_or_would_be_is_no_fact(language: str, text: str, kind: str) -> None:
    assert told(text, language, kind) == []
