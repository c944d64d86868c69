"""A number told as a part of another ("five shipments, of which two in 2025") and its time are not those of the whole."""

from __future__ import annotations

import hashlib

import pytest

from supplyline.extract import extract
from supplyline.model import Claim, Document

SENT = "Belarus sent five shipments of optical sights to Russia"


def counted(text: str, language: str = "en") -> list[Claim]:
    sha = hashlib.sha256(text.encode()).hexdigest()
    document = Document(sha, "a.txt", text, published="2025-06-16", language=language)
    return [c for c in extract(document).claims if c.count is not None and c.count.min is not None]


def told(claim: Claim) -> list[tuple[float | None, float | None, str | None]]:
    assert claim.count is not None
    return [(p.min, p.max, p.period.from_ if p.period else None) for p in claim.count.parts]


@pytest.mark.parametrize(
    "behind",
    [
        ", of which two in 2025",
        ", of which two were in 2025",
        ", two of them in 2025",
        ", two of which took place in 2025",
        ", with two of these in 2025",
        ", including two in 2025",
    ],
)
def test_a_part_and_its_time_are_not_the_whole(behind: str) -> None:
    (claim,) = counted(f"{SENT}{behind}, Pavel Hrynko told Observer on June 16.")
    assert claim.count is not None and (claim.count.min, claim.count.max) == (5, 5)
    assert claim.period is None and told(claim) == [(2, 2, "2025")]


def test_the_whole_keeps_a_time_of_its_own() -> None:
    (claim,) = counted(f"{SENT} in 2024 and 2025, two of them in 2025, Pavel Hrynko said.")
    assert claim.period is not None and (claim.period.from_, claim.period.to) == ("2024", "2025")
    assert told(claim) == [(2, 2, "2025")]


def test_several_parts_and_hedged_ones() -> None:
    (claim,) = counted(f"{SENT}, of which two in 2025 and three in 2024, Pavel Hrynko said.")
    assert told(claim) == [(2, 2, "2025"), (3, 3, "2024")]
    (claim,) = counted(f"{SENT}, two in 2025 and three in 2024, Pavel Hrynko said.")
    assert claim.period is None and told(claim) == [(2, 2, "2025"), (3, 3, "2024")]
    (claim,) = counted("Belarus sent at least five shipments of optical sights to Russia, at least two of them since March 2025, Pavel Hrynko said.")
    assert told(claim) == [(2, None, "2025-03")]
    (claim,) = counted("China supplied gunpowder to 20 Russian factories, three of them in Kazan, Pavel Hrynko said.")
    assert claim.count is not None and [(p.min, p.span.text) for p in claim.count.parts] == [(3, "three of them in Kazan")]


@pytest.mark.parametrize("behind", ["most of them in 2025", "some of them in 2025", "the last of them in May 2025"])
def test_a_part_without_a_number_has_its_time_to_itself(behind: str) -> None:
    (claim,) = counted(f"{SENT}, {behind}, Pavel Hrynko said.")
    assert claim.period is None and told(claim) == []


@pytest.mark.parametrize("text", [f"{SENT} in 2025.", f"{SENT} in 2025, of which little is known.", f"In 2025, {SENT}."])
def test_a_time_of_the_whole_stays(text: str) -> None:
    (claim,) = counted(text)
    assert claim.period is not None and claim.period.from_ == "2025" and told(claim) == []


def test_more_than_the_whole_is_no_part_of_it() -> None:
    (claim,) = counted(f"{SENT}, of which nine in 2025, Pavel Hrynko said.")
    assert told(claim) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Беларусь отправила России пять партий прицелов, из них две в 2025 году, заявил Павел Гринко."),
        ("ru", "Беларусь отправила России пять партий прицелов, из них в 2025 году — две, заявил Павел Гринко."),
        ("uk", "Білорусь відправила Росії п'ять партій прицілів, з яких дві у 2025 році, заявив Павло Гринько."),
        ("zh", "白俄罗斯向俄罗斯发送了五批瞄准镜，其中两批在2025年，格林科说。"),
        ("zh", "白俄羅斯向俄羅斯發送了五批瞄準鏡，其中2025年兩批，格林科說。"),
    ],
)
def test_parts_in_other_languages(language: str, text: str) -> None:
    (claim,) = counted(text, language)
    assert claim.count is not None and (claim.count.min, claim.count.max) == (5, 5)
    assert claim.period is None and told(claim) == [(2, 2, "2025")]
    assert all(text[p.span.start : p.span.end] == p.span.text for p in claim.count.parts)
