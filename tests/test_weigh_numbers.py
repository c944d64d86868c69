"""One number from many: parts of it, numbers taken back, and one of many that another report names."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

import marked
from supplyline import weigh
from supplyline.case.snapshot import Snapshot
from supplyline.model import ClaimKey, Event, ToldParty
from weighing import document, key

REPORT = "publisher: {}\npublished: {}\n\n{}\n"
SIGHTS = "Belarus sent {} shipments of optical sights to Russia{}, {} told {} on {}."
POWDER = "China sent {} shipments of gunpowder to Russia"


def built(folder: Path, *documents: tuple[str, str, str]) -> Snapshot:
    return marked.build(folder, {f"{n}.txt": REPORT.format(*d) for n, d in enumerate(documents)})


def the_event(snapshot: Snapshot) -> Event:
    (event,) = snapshot.rows("events")
    return event


FIRST = ("Observer", "2025-05-05", SIGHTS.format("at least five", "", "Pavel Hrynko", "Observer", "May 5"))
PART = ("Observer", "2025-06-16", SIGHTS.format("five", ", of which two in 2025", "Pavel Hrynko", "Observer", "June 16"))
ALONE = ("Herald", "2025-06-17", "In 2025, Belarus sent two shipments of optical sights to Russia, Marta Klein told Herald on June 17.")


def test_a_part_refines_the_whole_and_lends_it_no_period(tmp_path: Path) -> None:
    with built(tmp_path / "case", FIRST, PART) as snapshot:
        event = the_event(snapshot)
    assert (event.count_min, event.count_max, event.period_from, event.period_to) == (5, 5, None, None)
    assert "of these 2 in 2025: a part, not added (1 claim, 1 document, 1 origin)" in event.derivation


def test_a_part_that_another_tells_alone_contests_nothing(tmp_path: Path) -> None:
    for n, order in enumerate(itertools.permutations((FIRST, PART, ALONE))):
        with built(tmp_path / str(n), *order) as snapshot:
            event = the_event(snapshot)
        assert (event.count_min, event.count_max, event.period_from) == (5, 5, None)
        assert "of these 2 in 2025: a part, not added (2 claims, 2 documents, 2 origins)" in event.derivation
        assert not any("exclude each other" in line for line in event.derivation)


SIX = ("Herald", "2025-05-05", f"{POWDER.format('six')}, Rustem Umerov told Herald on May 5.")
AGAIN = ("Mirror", "2025-05-06", f"{SIX[2]} It rained.")


@pytest.mark.parametrize(
    "words",
    [
        f"Rustem Umerov corrected himself: {POWDER.format('four')}, not six, he told Herald on May 8.",
        f"{POWDER.format('four')}, not six as he had said earlier, Rustem Umerov told Herald on May 8.",
        f"{POWDER.format('four, not six,')}, Rustem Umerov told Herald on May 8.",
        f"{POWDER.format('not six but four')}, Rustem Umerov told Herald on May 8.",
        f"{POWDER.format('four')} rather than six, Rustem Umerov told Herald on May 8.",
        "Rustem Umerov corrected himself on May 8, saying that China had sent four shipments of gunpowder to Russia.",
    ],
)
def test_a_speaker_who_corrects_himself_supersedes_his_number_and_keeps_the_claim(tmp_path: Path, words: str) -> None:
    with built(tmp_path / "case", SIX, AGAIN, ("Herald", "2025-05-08", words)) as snapshot:
        event = the_event(snapshot)
        (grade,) = snapshot.rows("grades", event=event.id)
    assert (event.count_min, event.count_max, event.claims) == (4, 4, 3)
    assert "6: withdrawn, Rustem Umerov corrected it on 2025-05-08; kept, but not counted (2 claims, 2 documents, 1 origin)" in event.derivation
    assert not any("contested" in r for r in grade.reasons)


@pytest.mark.parametrize(
    ("language", "first", "later"),
    [
        ("ru", "Китай отправил России шесть партий пороха, заявил Рустем Умеров 5 мая.", "Китай отправил России четыре партии пороха, а не шесть, заявил Рустем Умеров 8 мая."),
        ("uk", "Рустем Умєров заявив 5 травня, що Китай відправив Росії шість партій пороху.", "Рустем Умєров виправився: Китай відправив Росії чотири партії пороху."),
        ("zh", "乌梅罗夫5月5日说，中国向俄罗斯运送了六批火药。", "乌梅罗夫5月8日更正说，中国向俄罗斯运送了四批火药，而不是六批。"),
    ],
)
def test_a_speaker_corrects_himself_in_other_languages(tmp_path: Path, language: str, first: str, later: str) -> None:
    with built(tmp_path / "case", ("Herald", "2025-05-05", first), ("Herald", "2025-05-08", later)) as snapshot:
        counts = {(e.count_min, e.count_max) for e in snapshot.rows("events") if e.kind == "shipment"}
        lines = [line for e in snapshot.rows("events") for line in e.derivation]
    assert counts == {(4, 4)}
    assert any(line.startswith("6: withdrawn") for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        f"{POWDER.format('four')}, Rustem Umerov told Herald on May 8.",  # no word that six was wrong
        f"{POWDER.format('four')}, not nine, Rustem Umerov told Herald on May 8.",
        f"{POWDER.format('four')}, not six months ago, Rustem Umerov told Herald on May 8.",
        f"{POWDER.format('four')}, not six, Marta Klein told Herald on May 8.",  # nobody corrects another
    ],
)
def test_another_number_alone_takes_nothing_back(tmp_path: Path, words: str) -> None:
    with built(tmp_path / "case", SIX, ("Herald", "2025-05-08", words)) as snapshot:
        event = the_event(snapshot)
    assert (event.count_min, event.count_max) == (4, 6)
    assert any("exclude each other" in line for line in event.derivation)


def test_a_number_told_after_the_correction_stands(tmp_path: Path) -> None:
    four = ("Herald", "2025-05-08", f"{POWDER.format('four')}, not six, Rustem Umerov told Herald on May 8.")
    six = ("Herald", "2025-05-12", f"{POWDER.format('six')}, not four, Rustem Umerov told Herald on May 12.")
    with built(tmp_path / "case", SIX, four, six) as snapshot:
        event = the_event(snapshot)
    assert (event.count_min, event.count_max) == (6, 6)
    assert any(line.startswith("4: withdrawn, Rustem Umerov corrected it on 2025-05-12") for line in event.derivation)


MANY = ("Observer", "2025-05-05", "China supplied machine tools to 20 Russian military factories, Oleh Ivashchenko told Ukrinform on May 5.")
KLEIN = "Marta Klein, a spokeswoman for Germany's foreign ministry, told Herald on May 7."


def one(plant: str, verb: str = "China supplied machine tools to") -> tuple[str, str, str]:
    return "Herald", "2025-05-07", f"{verb} {plant}, as {KLEIN}"


def two(snapshot: Snapshot) -> tuple[Event, Event]:
    events = sorted(snapshot.rows("events"), key=lambda e: e.count_min is None)
    assert len(events) == 2
    return events[0], events[1]


def test_one_of_many_told_elsewhere_is_contained_and_adds_nothing(tmp_path: Path) -> None:
    with built(tmp_path / "alone", MANY) as snapshot:
        before = the_event(snapshot)
    for n, order in enumerate(itertools.permutations((MANY, one("the Kazan Gunpowder Plant")))):
        with built(tmp_path / str(n), *order) as snapshot:
            many, plant = two(snapshot)
        assert (many.count_min, many.count_max, many.claims, many.origins, many.grade) == (20, 20, 1, 1, before.grade)
        assert any(line.startswith("probably one of these, told elsewhere and not added: Kazan Gunpowder Plant") and "known by its town: Russia" in line and plant.id in line for line in many.derivation)
        assert any(line.startswith("probably one of those counted in: China → 20 Russian military factories") and many.id in line for line in plant.derivation)


def many(*more: str) -> ClaimKey:
    doc = document("many", published="2025-05-05", publisher="Observer")
    return key(doc, "China supplied machine tools to twenty Russian factories", roles={"supplier": ["China"], "recipient": ["Russian factories", *more], "goods": ["machine tools"]}, count=(20, 20), counted="recipient")


def single(name: str, words: str = "China supplied machine tools to the plant of Sigma", goods: str = "machine tools", **rest: object) -> ClaimKey:
    doc = document(name + words, published="2025-05-07", publisher="Herald")
    return key(doc, words, roles={"supplier": ["China"], "recipient": [name], "goods": [goods]}, entities={name: "e_sigma"}, **rest)


def notes(*keys: ClaimKey) -> list[str]:
    return [line for e in weigh.events(keys)[0] if e.count_min == 20 for line in e.derivation if "one of th" in line]


def test_what_makes_it_sure_that_one_is_of_the_many() -> None:
    assert notes(many(), single("Sigma Works")) == []
    # Its country, told by another document of another matter
    other = single("Russia's Sigma Works", "China supplied nitric acid to the plant of Sigma in Russia", "nitric acid")
    (line,) = notes(many(), single("Sigma Works"), other)
    assert line.startswith("one of these, told elsewhere and not added: Sigma Works")
    # Named by who counts them
    named = many()
    named = replace(named, parties=(*named.parties, ToldParty("recipient", "e_sigma", "", "named", "Sigma Works")))
    (line,) = notes(named, single("Sigma Works"))
    assert line.startswith("one of these, told elsewhere and not added: Sigma Works")


def test_a_country_told_beside_it_makes_it_probable_and_two_make_it_nothing() -> None:
    beside = key(document("beside", publisher="Post"), "Iran sold drones to Russia and to Sigma", roles={"supplier": ["Iran"], "recipient": ["Russia", "Sigma Works"], "goods": ["drones"]}, entities={"Sigma Works": "e_sigma"})
    (line,) = notes(many(), single("Sigma Works"), beside)
    assert line.startswith("probably one of these") and "told beside it: Russia" in line
    assert notes(many(), single("Wuhan Works"), beside) == []  # its town is in China


@pytest.mark.parametrize(
    "other",
    [
        one("the Wuhan Gunpowder Plant"),  # not in Russia
        one("Omega Works"),  # nothing tells where
        one("the Kazan Commercial Bank"),  # no factory
        one("the Kazan Gunpowder Plant", "China supplied gunpowder to"),
        one("the Kazan Gunpowder Plant", "Iran supplied machine tools to"),
    ],
)
def test_what_need_not_be_one_of_many_is_not_said_to_be(tmp_path: Path, other: tuple[str, str, str]) -> None:
    with built(tmp_path / "case", MANY, other) as snapshot:
        lines = [line for e in snapshot.rows("events") for line in e.derivation]
        assert snapshot.count("events") == 2
    assert not any("one of th" in line for line in lines)


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        (("Herald", "2025-05-07", "Китай поставил станки Казанскому пороховому заводу, заявила Марта Кляйн."), False),
        (one("Sigma Works in Dzerzhinsk, Russia"), True),
        (one("a gunpowder plant in Aleksin"), False),
    ],
)
def test_one_of_many_in_another_language_or_by_what_stands_behind_it(tmp_path: Path, other: tuple[str, str, str], sure: bool) -> None:
    with built(tmp_path / "case", MANY, other) as snapshot:
        many, _ = two(snapshot)
    (line,) = [line for line in many.derivation if "one of these" in line]
    assert line.startswith("one of these") == sure
    assert (many.count_min, many.origins) == (20, 1)
