"""Goods in words to headings: reasons, ranks, the tree, the command, and the labelled phrases."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import ROOT, run
from supplyline.trade import goods, lexicon, tree
from supplyline.trade.guesses import guesses
from supplyline.tsv import rows
from supplyline.weigh.text import fold

sys.path.insert(0, str(ROOT / "scripts"))

import score_goods


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("CNC lathes", "845811", "cnc lathes"),
        ("nitrocellulose", "391220", "nitrocellulose"),
        ("electronic components for drones", "8542", "electronic components"),
        ("верстати", "8457", "верстати"),
        ("станки с ЧПУ", "8457", "станки с чпу"),
        ("数控机床", "8457", "数控机床"),
        ("數控機床", "8457", "数控机床"),
        ("components for drones", "880730", "drone parts"),
        ("комплектующие для беспилотников", "880730", "детали беспилотников"),
        ("parts for machine tools", "8466", "machine tool parts"),
        ("aluminum tubes", "7608", "aluminium tubes"),
    ],
)
def test_the_first_answer_and_the_synonym_that_found_it(text: str, code: str, words: str) -> None:
    first = goods.rank(text)[0]
    assert first.code == code
    assert f"“{words}”" in first.reasons[0] or any(f"“{words}”" in reason for reason in first.reasons)


def test_category_level_goods_give_chapters_and_their_groups() -> None:
    answers = goods.rank("specialty chemicals")
    assert [a.code for a in answers[:3]] == ["28", "29", "36"]
    assert [a.groups for a in answers[:3]] == [("chemicals-28",), ("chemicals-29",), ("explosives-36",)]


def test_what_a_thing_is_for_does_not_name_it() -> None:
    assert goods.rank("diesel engines for trucks")[0].heading == "8408"
    assert goods.rank("brushless motors for UAVs")[0].heading == "8501"


def test_words_of_the_nomenclature_answer_where_no_synonym_does() -> None:
    first = goods.rank("hydroxylamine salts")[0]
    assert first.heading in ("2825", "2928")
    second = goods.rank("fluoroaluminates")[0]
    assert second.heading == "2826"
    assert "in the words of HS" in second.reasons[0]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("насоси відцентрові", "8413"),  # the order of words
        ("центробежного насоса", "8413"),  # their case
        ("подшипников роликовых конических", "8482"),
        ("м’ясо птиці", "0207"),  # the apostrophe
        ("токарных станков", "8458"),  # a vowel that comes and goes
        ("high pressure pumps", "8413"),  # a hyphen or none
        ("belt conveyors", "8428"),  # which word comes last
        ("conveyor belts", "4010"),
        ("双列圆锥滚子轴承", "8482"),  # Chinese that is not cut into words
        ("高压液压柱塞泵", "8413"),
    ],
)
def test_inflection_order_and_spelling_do_not_matter(text: str, heading: str) -> None:
    assert goods.rank(text)[0].heading == heading


@pytest.mark.parametrize("text", ["диетиленглікольдинітрат", "пироэлектродвигатель", "бутилметакрилат"])
def test_words_that_no_table_knows_are_guessed_at(text: str) -> None:
    assert not lexicon.holding(lexicon.stem(text)) and guesses(lexicon.stem(text))
    assert goods.rank(text)


def test_guesses_tell_parts_of_compounds_sounds_and_beginnings() -> None:
    assert guesses("пироэлектродвигател")[0] in ("engine", "motor")
    assert guesses("психрометр") == ("psychrometer",)
    assert "hydraulic" in guesses("гідромотор") and "motor" in guesses("гідромотор")
    assert guesses("zzzzzzzz") == guesses("ъъъ") == ()


def test_terms_and_translations_are_written_as_they_are_searched() -> None:
    for table in (lexicon.TERMS, lexicon.TRANSLATIONS):
        for row in rows(table, width=5):
            assert len(row) == 5, row[0]
            for cell, language in zip(row[1:], lexicon.LANGUAGES, strict=True):
                for entry in filter(None, (e.strip() for e in cell.split(","))):
                    assert entry == (entry.lower() if language == "Chinese" else fold(entry)), entry
                    assert language == "Chinese" or lexicon.stems(entry), entry
                    assert language != "Ukrainian" or not set(entry) & set("ыэёъ"), entry
                    assert language != "Russian" or not set(entry) & set("іїєґ"), entry
                    if language in ("Ukrainian", "Russian"):
                        assert not any(re.search("[a-z]", w) and re.search("[а-я]", w) for w in re.split(r"[\s-]", entry)), entry
    assert all(len(lexicon.stems(e)) == 1 for row in rows(lexicon.TRANSLATIONS) for c in row[1:4] for e in c.split(",") if e)


def test_a_term_is_found_by_any_of_its_words() -> None:
    for language, entries in (("English", 1), ("Ukrainian", 2), ("Russian", 3)):
        for row in rows(lexicon.TERMS, width=5)[::40]:
            for entry in filter(None, (e.strip() for e in row[entries].split(","))):
                for one in lexicon.stems(entry):
                    if one.isascii() == (language == "English"):
                        assert any(t.text == entry and t.language == language for t in lexicon.holding(one)), (entry, one)


def test_nearly_every_heading_has_a_name_in_each_language() -> None:
    listed = [code for code in tree.nomenclature() if len(code) == 4 and code != "9999"]
    for column in range(1, 5):
        named = {code[:4] for row in rows(lexicon.TERMS, width=5) if row[column] for code in row[0].split(",")}
        assert len(named & set(listed)) / len(listed) > 0.95
        assert {h for h in listed if "2500" < h < "4100" or h > "6800"} <= named


def test_lists_are_named_in_the_reasons() -> None:
    assert any("tier 1" in r and tree.CHPL_VERSION in r for r in goods.rank("memory chips")[0].reasons)
    assert any("ECCN 1C350" in r for r in goods.rank("triethanolamine")[0].reasons)


@pytest.mark.parametrize("text", ["", "   ", "equipment", "qwertz", "!!!", "の"])
def test_words_that_name_no_goods_give_nothing(text: str) -> None:
    assert goods.rank(text) == ()


@given(st.text(max_size=60))
def test_any_text_is_answered_in_order_and_the_same_twice(text: str) -> None:
    answers = goods.rank(text)
    assert [a.score for a in answers] == sorted((a.score for a in answers), reverse=True)
    assert len({a.heading for a in answers}) == len(answers) <= goods.MOST
    assert all(a.code.startswith(a.heading) and a.code in tree.nomenclature() and a.reasons for a in answers)
    assert goods.rank(text) == answers


def test_every_code_in_the_data_is_in_the_nomenclature() -> None:
    known = tree.nomenclature()
    listed = {code for row in rows("goods/terms.tsv", width=5) for code in row[0].split(",")}
    assert listed <= set(known)
    assert all(any(code.startswith(p) for code in known) for group in tree.groups() for p in group.prefixes)


def test_the_tree_goes_up_and_down() -> None:
    assert tree.parent("360100") == "3601"
    assert tree.parent("3601") == "36"
    assert tree.parent("36") is None
    assert tree.parent("123456") is None
    assert "3601" in tree.children("36")
    assert all(tree.parent(child) == "8458" for child in tree.children("8458"))
    assert [code for code, _ in tree.path("845811")] == ["84", "8458", "845811"]


def test_groups_hold_what_they_say() -> None:
    assert tree.holds("propellants-and-explosives", "391220")
    assert not tree.holds("propellants-and-explosives", "391211")
    assert tree.holds("machine-tools", "8458")
    assert tree.holds("chpl-1", "854231")
    assert not any(g.id.startswith("chpl") for g in tree.groups_of("360100"))
    assert sum(len(g.prefixes) for g in tree.groups() if g.id.startswith("chpl-")) == 50
    assert tree.group("nothing") is None


def test_labelled_phrases_reach_their_floor_and_beat_bm25() -> None:
    everything = score_goods.parts()
    texts = Counter(language for _, language, _, _ in everything["of texts"])
    assert set(texts) == {"en", "uk", "ru", "zh"} and min(texts.values()) >= 80
    floors = {"check": (0.75, 0.92), "drawn": (0.80, 0.95), "late": (0.75, 0.92), "real": (0.88, 0.94), "of texts": (0.88, 0.94), "last": (0.80, 0.87)}
    for part, (top1, top5) in floors.items():
        asked = everything[part]
        first, five = score_goods.score(asked, score_goods.ours)
        plain, plain_five = score_goods.score(asked, score_goods.bm25)
        assert first >= top1 and five >= top5, part
        assert first > plain + 0.2 and five > plain_five + 0.2, part
        assert score_goods.score(asked, score_goods.in_english) < (first, five), part


def test_phrases_of_texts_have_an_address_and_the_parts_do_not_overlap() -> None:
    lines = [line.split("\t") for line in Path(score_goods.PHRASES).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    fresh = [line for line in lines if line[5] in ("real", "again", "last")]
    assert len(fresh) >= 800 and all(re.fullmatch(r"https?://\S+", line[4]) for line in fresh)
    assert not Counter((line[0].casefold(), line[1]) for line in fresh) & Counter((line[0].casefold(), line[1]) for line in lines if line[5] not in ("real", "again", "last"))


def test_words_of_four_letters_and_words_like_heavy() -> None:
    for text, heading in (("пива", "2203"), ("мила", "3401"), ("кави", "0901"), ("угля", "2701"), ("меди", "7403"), ("чаю", "0902")):
        assert goods.rank(text)[0].heading == heading, text
    assert goods.rank("heavy construction equipment")[0].heading == "8429"
    assert guesses("ploughing") == ("plough",) and guesses("lawnmower") == ("mower",) and guesses("вафел") == ("вафл",)
    assert guesses("fluoroaluminate") == ()  # the nomenclature has the word itself


def test_evidence_of_labels_stands_in_the_nomenclature() -> None:
    known = tree.nomenclature()
    path = Path(score_goods.PHRASES)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        _, _, codes, evidence, _, _ = line.split("\t")
        code, _, said = evidence.partition("; ")[0].removeprefix("HS ").partition(": ")
        assert any(code.startswith(c) for c in codes.split(","))
        assert all(word.casefold() in known[code].casefold() for word in said.replace(",", " ").split()), line


def test_the_command_tells_reasons_and_prints_json() -> None:
    told = run("goods", "CNC lathes").stdout
    assert told.startswith("845811")
    assert "tier 4.B" in told and "machine-tools" in told
    first = json.loads(run("goods", "数控机床", "--json").stdout.splitlines()[0])
    assert first["heading"] == "8457" and first["reasons"]
    nothing = run("goods", "equipment")
    assert nothing.stdout == "" and "no code" in nothing.stderr


def test_supplements_to_part_746_are_named_with_their_version() -> None:
    """Supplement 4 takes in chapters 84, 85 and 90 whole, but not paper money (4907) or washing (3401)."""
    by_id = {g.id: g for g in tree.groups()}
    hold = {n: [c for c in tree.nomenclature() if len(c) == 6 and tree.holds(f"us-746-{n}", c)] for n in (2, 4, 5, 7)}
    assert {n: len(codes) for n, codes in hold.items()} == {2: 29, 4: 2405, 5: 363, 7: 53}
    assert {"84", "85", "90"} <= set(by_id["us-746-4"].prefixes) and tree.holds("us-746-4", "85")
    assert tree.holds("us-746-4", "847130") and not tree.holds("us-746-4", "340111") and not tree.holds("us-746-4", "820713")
    assert tree.holds("us-746-2", "820713") and tree.holds("us-746-5", "711319")
    priority = {row[0] for row in rows("chpl.tsv")}
    assert set(hold[7]) - priority == {"840710", "840890", "840910"} and priority <= set(hold[7]) and priority <= set(hold[4])
    assert all("as of 2026-09-24" in by_id[f"us-746-{n}"].source for n in hold)
    first = goods.rank("laptops")[0]
    assert any("15 CFR part 746, supplement no. 4, as of 2026-09-24" in note for note in first.reasons)


def test_control_lists_of_the_union_are_named_with_their_version() -> None:
    """Annex XXIII has 8482 20, 8461 40 and 8479 50, and neither 8458 11 nor any integrated circuit."""
    by_id = {g.id: g for g in tree.groups()}
    assert len(by_id["eu-833-xxiii"].prefixes) == 680
    assert all(tree.holds("eu-833-xxiii", code) for code in ("848220", "846140", "847950", "441251"))
    assert not any(tree.holds("eu-833-xxiii", code) for code in ("845811", "854231"))
    assert all("as of 2022-12-04" in g.source for g in tree.groups() if g.id.startswith("eu-"))
    assert {g.id for g in tree.groups_of("901420")} >= {"dual-use-7", "navigation"}
    first = goods.rank("tapered roller bearings")[0]
    assert any("Annex XXIII, as of 2022-12-04" in note for note in first.reasons)
    assert any("may fall under category 2 of the dual-use list" in note for note in first.reasons)
    assert {"chpl-3b", "eu-833-xxiii", "dual-use-2"} <= set(first.groups)
    assert len({g.id for g in tree.groups()}) == len(tree.groups())
