"""Rough English of other languages: which words it has, where they came from, and what is found with it."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supplyline.extract import extract
from supplyline.extract.chinese.text import page
from supplyline.extract.chinese.text import sentences as parted
from supplyline.extract.chinese.words import words
from supplyline.extract.glosses import chinese, marks, slavic
from supplyline.extract.glosses.english import plural, verb
from supplyline.extract.glosses.written import Gloss
from supplyline.extract.lexicon import table
from supplyline.extract.slavic.phrases import phrases
from supplyline.extract.slavic.sentences import sentences
from supplyline.extract.tagger import model
from supplyline.model import Document

ROOT = Path(__file__).parents[1]


def document(text: str, language: str) -> Document:
    return Document("0" * 64, "report.txt", text, published="2025-05-27", language=language)


def gloss(text: str, language: str) -> Gloss:
    if language != "zh":
        return slavic.gloss(text, [(s, phrases(s.words, language)) for s in sentences(text, language)], language)
    folded = page(document(text, "zh"))
    return chinese.gloss(folded, [(start, end, words(folded.text, start, end)) for start, end in parted(folded.text)])


GLOSSES = [
    # endings become small words
    ("ru", "Иран передал Судану партию ударных дронов.", "Iran transferred to Sudan batch of strike drones."),
    ("uk", "Фірма з Харкова постачала заводу верстати.", "Firm from Kharkiv supplied plant machine tools."),
    # prepositions by case and number
    ("ru", "Экспорт кислоты в Россию за год вырос на 34% и достиг 12 тысяч тонн.", "Export of acid to Russia for year grew by 34% and reached 12 thousand tons."),
    # a subject behind its verb, an object before it
    ("ru", "Сделку, которую заключила фирма, сорвал банк.", "Deal, which was concluded by firm, disrupted bank."),
    # passives, futures, what may be
    ("ru", "Решение может быть принято в сентябре.", "Decision can be adopted in September."),
    ("uk", "Данія профінансує купівлю гаубиць.", "Denmark will finance purchase of howitzers."),
    # phrases as a whole, names in Latin letters, a heading that ends
    ("ru", "По словам Олега Дорошенко, товары двойного назначения изъяли", "According to Oleg Doroshenko, goods dual-use seized."),
    # Chinese: what stands before its verb or before its noun changes places
    ("zh", "美国财政部对向俄罗斯出口车床的公司实施制裁。", "US Treasury Department toward company that to Russia exported lathe, imposed sanctions."),
    ("zh", "日本政府将11家实体列入名单。", "Japanese government listed 11 entity list."),
    ("zh", "2024年6月，泰国对俄罗斯的无人机出口额达到9800万美元。", "In June 2024, Thailand toward Russia's drone export value reached 98 million US dollars."),
    ("zh", "北韓已向俄羅斯運送逾3.3萬個貨櫃軍火", "North Korea already to Russia transported more than 33,000 container arms."),
]


@pytest.mark.parametrize(("language", "text", "english"), GLOSSES, ids=[row[1] for row in GLOSSES])
def test_a_gloss_says_in_english_what_words_and_endings_say(language: str, text: str, english: str) -> None:
    assert gloss(text, language).text == english


def test_words_go_back_to_where_they_stand() -> None:
    text = "Иран передал Судану партию ударных дронов."
    made = gloss(text, "ru")
    at = made.text.index("strike drones")
    assert text[slice(*made.original(at, at + 13))] == "ударных дронов"  # type: ignore[misc]
    assert made.text[slice(*made.english(13, 19))] == "Sudan"  # type: ignore[misc]
    of = made.text.index(" of ")
    assert made.original(of + 1, of + 3) is None


@given(st.text(max_size=300), st.sampled_from(["ru", "uk", "zh"]))
@example("9" * 400 + "个集装箱", "zh")
@example("1,23,4个", "zh")
def test_any_text_has_a_gloss_whose_places_are_in_it(text: str, language: str) -> None:
    extract(document(text, language))
    made = gloss(text, language)
    size = len(page(document(text, "zh")).text) if language == "zh" else len(text)
    for start in range(0, len(made.text), 3):
        at = made.original(start, start + 3)
        assert at is None or 0 <= at[0] < at[1] <= size


@given(st.lists(st.sampled_from(["Фирма", "поставила", "России", "станки", "«", "»", ",", "которые", "не", "были", "изъяты", ".", "в", "2024", "году", "Acme"]), max_size=40))
def test_each_word_stands_for_one_piece_and_pieces_keep_their_order(words: list[str]) -> None:
    text = " ".join(words)
    made = gloss(text, "ru")
    places = [p for p in made._places if p[1] > p[0]]
    assert places == sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))


@pytest.mark.parametrize("language", ["ru", "uk", "zh"])
def test_the_table_gives_each_word_once_and_never_nothing(language: str) -> None:
    rows = table(language, "english")
    assert [row for row in rows if len(row) != 2 or not row[0] or not row[1]] == []
    assert len({row[0] for row in rows}) == len(rows) > 15_000
    assert all(row[1].isascii() for row in rows)


def test_forms_of_english_words() -> None:
    assert [verb("give up", form) for form in ("past", "done", "ing", "s")] == ["gave up", "given up", "giving up", "gives up"]
    assert [verb("do", "past"), verb("supply", "done"), verb("unheard", "past")] == ["did", "supplied", "unhearded"]
    assert [verb("develop", "past"), verb("install", "done"), verb("come", "past"), verb("become", "done"), verb("run", "done")] == ["developed", "installed", "came", "become", "run"]
    assert [verb("arise", "past"), verb("arise", "done"), verb("begin", "ing"), verb("cost", "past")] == ["arose", "arisen", "beginning", "cost"]
    assert [plural(noun) for noun in ("company", "crisis", "chip", "spokesman", "equipment", "bus")] == ["companies", "crises", "chips", "spokesmen", "equipment", "bus"]


# Facts in constructions that no rule knows.
FOUND = [
    ("ru", "Своими снарядами Пхеньян помогает Москве уже второй год.", "supply", "снарядами"),
    ("uk", "Снаряди до Росії текли з Північної Кореї вагонами.", "supply", "Снаряди"),
    ("zh", "作为回报流向朝鲜的有粮食和燃油。", "supply", "粮食"),
]


@pytest.fixture(scope="module")
def weights() -> None:
    if model.load(model.GLOSSES) is None:
        pytest.fail("the weights that read glosses do not run here")


@pytest.mark.parametrize(("language", "text", "kind", "filler"), FOUND, ids=[row[1] for row in FOUND])
def test_what_no_rule_knows_is_found_in_its_own_words(weights: None, language: str, text: str, kind: str, filler: str) -> None:
    def told(reader: str) -> list[tuple[str, str]]:
        claims = extract(document(text, language), reader).claims
        assert all(c.quote.text == text[c.quote.start : c.quote.end] for c in claims)
        return [(c.made_by, f.span.text) for c in claims if c.kind == kind for f in c.roles]

    assert (f"glosses-1-{language}", filler) in told("tagger")
    assert filler not in [words for _, words in told("rules")]


def test_what_is_denied_stays_denied(weights: None) -> None:
    found = extract(document("Иран не поставлял дроны России, заявило министерство Ирана.", "ru")).claims
    assert {c.stance for c in found if c.kind == "denial"} == {"denies"}
    assert not any(c.kind in ("supply", "shipment") for c in found)
    asked = "记者问：俄罗斯外交部发言人称，中国企业向俄罗斯提供了无人机，中方有何评论？"
    assert extract(document(asked, "zh")).claims == ()


def test_without_the_weights_rules_read_on_and_it_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(marks.model, "find", lambda text, folder: None if model.load(tmp_path) is None else model.Found())
    text = "Иран передал Судану партию ударных дронов, сообщила газета «Север»."
    first, second = extract(document(text, "ru")), extract(document(text, "ru"))
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "rules alone" in said
    assert first == second == extract(document(text, "ru"), reader="rules")
    assert any(c.kind == "shipment" or c.kind == "supply" for c in first.claims)


def test_the_weights_are_those_of_their_card() -> None:
    import re
    from hashlib import sha256

    card = (ROOT / "docs" / "model-card-glosses.md").read_text("utf-8")
    named = dict(re.findall(r"^\| `([\w.]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|$", card, re.M))
    assert {p.name: sha256(p.read_bytes()).hexdigest() for p in model.GLOSSES.iterdir()} == named


def test_annotations_move_into_the_gloss() -> None:
    sys.path.insert(0, str(ROOT))
    from training import examples, glossed

    text = "Иран передал Судану партию ударных дронов."
    told = examples.Told("shipment", (0, 41), (("supplier", 0, 4), ("goods", 27, 41)))
    moved = glossed.glossed(examples.Example("one", text, frames=(told,)), "ru")
    (frame,) = moved.frames or ()
    assert [(role, moved.text[a:b]) for role, a, b in frame.fillers] == [("supplier", "Iran"), ("goods", "strike drones")]
    assert moved.text[slice(*frame.evidence)] == "Iran transferred to Sudan batch of strike drones"
