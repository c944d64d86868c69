"""Constructions found in press reports and releases that were read for it, by sentences of our own."""

from __future__ import annotations

import pytest

from supplyline.extract import LONGEST, extract
from supplyline.model import Claim, Document
from supplyline.resolve.tally import kind_of


def claims(text: str, reader: str = "rules") -> tuple[Claim, ...]:
    return extract(Document("0" * 64, "test.txt", text, published="2025-05-27", language="en"), reader=reader).claims


def roles(claim: Claim) -> set[tuple[str, str]]:
    return {(f.role, f.span.text) for f in claim.roles}


FRAMES = [
    ("The regime also sends Russia other types of weapons.", "supply", {("supplier", "regime"), ("goods", "other types of weapons"), ("recipient", "Russia")}),
    ("Up to 40% of Russia’s ammunition is supplied by North Korea.", "supply", {("supplier", "North Korea"), ("goods", "ammunition"), ("recipient", "Russia")}),
    ('North Korea has transferred "a significant amount" of artillery ammunition to Russia.', "supply",
     {("supplier", "North Korea"), ("goods", "artillery ammunition"), ("recipient", "Russia")}),
    ("Stan has sold CNC machines to three sanctioned Russian companies, including the Ural Aircraft Corporation.", "supply",
     {("supplier", "Stan"), ("goods", "CNC machines"), ("recipient", "three sanctioned Russian companies"), ("recipient", "Ural Aircraft Corporation")}),
    ("The trader, Daugava Mebeles, bought 42 truckloads of plywood from a dealer in Kostanay.", "shipment",
     {("supplier", "dealer"), ("goods", "plywood"), ("recipient", "Daugava Mebeles")}),
    ("The defendants conspired to obtain dual-use technologies from American companies for Russia's defense sector.", "supply",
     {("via", "defendants"), ("supplier", "American companies"), ("goods", "dual-use technologies"), ("recipient", "Russia's defense sector")}),
    ("Russia is mainly buying the tools from China, Alpha said, and also from Kazakhstan and Turkey.", "supply",
     {("supplier", "China"), ("supplier", "Kazakhstan"), ("supplier", "Turkey"), ("goods", "tools"), ("recipient", "Russia")}),
    ("The U.S., along with Germany and Britain, introduced new sanctions targeting Iran.", "designation",
     {("authority", "U.S."), ("authority", "Germany"), ("authority", "Britain"), ("target", "Iran")}),
    ("BIS released two rules that expand controls on drones and added 71 entities to the Entity List.", "designation",
     {("authority", "BIS"), ("target", "71 entities"), ("programme", "Entity List")}),
    ("Iran has in recent weeks sent launchers for missiles to Russia.", "supply", {("supplier", "Iran"), ("goods", "launchers for missiles"), ("recipient", "Russia")}),
    ("The US sanctioned Orlan Trade. The company makes drones.", "production", {("maker", "Orlan Trade"), ("goods", "drones")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), FRAMES)
def test_the_frame_and_its_roles(text: str, kind: str, expected: set[tuple[str, str]]) -> None:
    found = [c for c in claims(text) if c.kind == kind]
    assert [roles(c) for c in found] == [expected]


def test_two_firms_told_together_leave_a_choice() -> None:
    text = "The US sanctioned Orlan Trade and Beta Optik. The company makes drones in Kazan."
    (made,) = (c for c in claims(text) if c.kind == "production")
    assert ("maker", "company") in roles(made)


SPEAKERS = [
    ('"We ship paint and varnish materials only," Noy Shipping said in a statement.', ["Noy Shipping"]),
    ('"We obey the law," said Baltic Engineering.', ["Baltic Engineering"]),
    ("A spokesman for Noy Shipping said the firm had shipped paint.", ["Noy Shipping"]),
    ('"Iran is implicated," said Treasury terrorism and financial intelligence head Brian Nelson.', ["Brian Nelson"]),
    ("“It could be a mix of the two,” Shin said, according to the Yonhap news agency.", ["Shin"]),
    ("The US sanctioned 12 firms, accusing them of supplying Russia with chips.", ["US"]),
    ("Washington has on several occasions urged countries not to supply Russia with chips.", ["Washington"]),
    ("A group of lawmakers sent a letter to the Biden administration urging it to restrict the export of machine tools.", ["group of lawmakers"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), SPEAKERS)
def test_who_speaks(text: str, names: list[str]) -> None:
    assert sorted({c.speaker.name for c in claims(text) if c.speaker is not None}) == names


STANCES = [
    ("The ministry said that the goods are believed to be kept in Minsk.", "suspects"),
    ("The agency said the ships could have been used to carry arms.", "suspects"),
    ("Shin said Putin is expected to seek closer cooperation.", "expects"),
    ("Budanov said that a truce must be concluded soon.", "calls_for"),
    ("Budanov said that a truce was concluded in May.", "asserts"),
]


@pytest.mark.parametrize(("text", "stance"), STANCES)
def test_the_words_have_a_stance_of_their_own(text: str, stance: str) -> None:
    assert {c.stance.value for c in claims(text) if c.speaker is not None and c.content is not None} == {stance}


def test_who_is_urged_not_to_denies_nothing() -> None:
    assert not [c for c in claims("Washington has urged countries not to supply Russia with weapons.") if c.kind == "denial"]


def test_a_warning_against_supplies_names_no_supplier() -> None:
    found = claims("The US has repeatedly warned against supplying Russia with microelectronics.")
    assert not [f for c in found if c.kind == "supply" for f in c.roles if f.role == "supplier"]


def test_a_buyer_stays_a_buyer_beside_the_tagger() -> None:
    found = claims("The company, Daugava Mebeles, bought 42 truckloads of plywood in 2023 from a trader in Kostanay.", reader="tagger")
    (bought,) = (c for c in found if c.kind in ("supply", "shipment"))
    assert ("recipient", "Daugava Mebeles") in roles(bought) and ("supplier", "Daugava Mebeles") not in roles(bought)


def test_a_text_too_long_is_refused_at_once() -> None:
    found = extract(Document("0" * 64, "long.txt", "China supplied machine tools to Russia. " * (LONGEST // 39), language="en"))
    assert not found.claims and [p.what for p in found.problems] == ["the text is too long to look for claims in it"]


def test_an_outlet_is_no_person_whatever_its_first_word() -> None:
    from collections import Counter

    assert kind_of(Counter(outlet=1), "val stret iurnal") == "organization"
    assert kind_of(Counter(outlet=1, person=1), "val stret iurnal") == "person"
