"""Constructions that reports use without a plain "A supplies B": by sentences of our own."""

from __future__ import annotations

import pytest

from supplyline.extract import extract
from supplyline.model import Claim, Document


def claims(text: str) -> tuple[Claim, ...]:
    return extract(Document("0" * 64, "test.txt", text, published="2025-05-27", language="en"), reader="rules").claims


def roles(claim: Claim) -> set[tuple[str, str]]:
    return {(f.role, f.span.text) for f in claim.roles}


FRAMES = [
    ("The ministry accused China of providing material support to Russia's military-industrial base.", "supply",
     {("supplier", "China"), ("recipient", "Russia's military-industrial base")}),
    ("China supports Russia's defense industry with dual-use goods.", "supply",
     {("supplier", "China"), ("recipient", "Russia's defense industry"), ("goods", "dual-use goods")}),
    ("Russia relies on China for 70% of its machine tools.", "supply",
     {("supplier", "China"), ("recipient", "Russia"), ("goods", "machine tools")}),
    ("Parts from Taiwan reached Russian weapons factories.", "supply",
     {("supplier", "Taiwan"), ("recipient", "Russian weapons factories"), ("goods", "Parts")}),
    ("Chinese deliveries of gunpowder to Russia go on.", "supply",
     {("supplier", "Chinese"), ("recipient", "Russia"), ("goods", "gunpowder")}),
    ("Chinese firms sold nitrocellulose worth $10 million to Russian gunpowder plants.", "supply",
     {("supplier", "Chinese firms"), ("recipient", "Russian gunpowder plants"), ("goods", "nitrocellulose")}),
    ("Moscow and Pyongyang signed a mutual defense treaty.", "cooperation",
     {("party", "Moscow"), ("party", "Pyongyang"), ("field", "mutual defense"), ("form", "treaty")}),
    ("China and Russia have cooperated on aviation in at least five cases.", "cooperation",
     {("party", "China"), ("party", "Russia"), ("field", "aviation")}),
    ("The Treasury sanctioned three Russian importers: Alpha Group, Beta and Print Kolor.", "designation",
     {("authority", "Treasury"), ("target", "Alpha Group"), ("target", "Beta"), ("target", "Print Kolor")}),
    ("Taiwan will add nitrocellulose to its export controls.", "measure",
     {("actor", "Taiwan"), ("measure", "add nitrocellulose to its export controls"), ("target", "nitrocellulose")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), FRAMES)
def test_the_frame_and_its_roles(text: str, kind: str, expected: set[tuple[str, str]]) -> None:
    found = [c for c in claims(text) if c.kind == kind]
    assert [roles(c) for c in found] == [expected]


def test_the_month_of_may_is_no_hedge() -> None:
    (claim,) = (c for c in claims("China supplied machine tools to Russia on May 2, 2024.") if c.kind == "supply")
    assert claim.hedges == ()
    (claim,) = (c for c in claims("China may supply machine tools to Russia.") if c.kind == "supply")
    assert claim.hedges == ("may",)


def test_tons_alone_are_tons_of_what_was_spoken_of_last() -> None:
    flows = [c for c in claims("Imports of cotton pulp to Russia rose by 70% in 2022. Russia imported 3,039 tons by mid-2023.") if c.kind == "trade_flow"]
    assert [roles(c) for c in flows] == [{("reporter", "Russia"), ("goods", "cotton pulp")}] * 2
    assert flows[1].period is not None
    assert (flows[1].period.from_, flows[1].period.to) == (None, "2023-06")


@pytest.mark.parametrize(
    ("text", "speaker", "stance", "content"),
    [
        ("Kyiv called on its partners to close the gap.", "Kyiv", "calls_for", "to close the gap"),
        ("Poland called for an immediate ban on imports.", "Poland", "calls_for", "an immediate ban on imports"),
        ("The company pleaded guilty to exporting 500 devices.", "company", "asserts", "exporting 500 devices"),
        ("Ankara is concerned that prices rise.", "Ankara", "asserts", "prices rise"),
        ("Ten clients, he said, were already looking at Hanoi.", "he", "asserts", "Ten clients, he said, were already looking at Hanoi"),
        ("Output, the ministry said on Friday, was stable.", "ministry", "asserts", "Output, the ministry said on Friday, was stable"),
        ("“All states,” says Mr. Bolton, “must comply.”", "Bolton", "asserts", "All states,” says Mr. Bolton, “must comply"),
        ("In all likelihood, says consultant Ana Ruiz, it is more.", "consultant Ana Ruiz", "asserts", "In all likelihood, says consultant Ana Ruiz, it is more"),
        ("Most of the blame, according to Kyiv, lies in Minsk.", "Kyiv", "asserts", "Most of the blame, according to Kyiv, lies in Minsk"),
        ("Waybills show how the ring worked.", "Waybills", "asserts", "the ring worked"),
        ("Lawmakers warned against weakening the embargo.", "Lawmakers", "asserts", "weakening the embargo"),
    ],
)
def test_who_said_what(text, speaker, stance, content) -> None:
    said = [c for c in claims(text) if c.speaker and c.content]
    assert [(c.speaker.name, str(c.stance), c.content.text) for c in said if c.kind == "statement"] == [(speaker, stance, content)]


def test_a_firm_that_is_concerned_with_trade_says_nothing() -> None:
    assert not [c for c in claims("The firm was concerned with exports.") if c.speaker]


BRIEFING = """MR. HALE: Good morning. China supplied machine tools to Russia last year.

We call on Beijing to stop these sales.

QUESTION: Did Iran supply drones to Russia?

MR. HALE: I have nothing on that today, and I will not guess."""


def test_in_a_briefing_each_turn_is_its_speakers_and_we_is_who_speaks() -> None:
    found = claims(BRIEFING)
    turns = [c.content.text for c in found if c.content and c.cue is None]
    assert turns == [BRIEFING[10 : BRIEFING.index("\n\nQUESTION")], "I have nothing on that today, and I will not guess."]
    (tools,) = (c for c in found if c.kind == "supply" and "machine tools" in c.quote.text)
    assert tools.speaker is not None and tools.speaker.name == "MR. HALE"
    assert [c.speaker.name for c in found if c.speaker and c.speaker.span.text == "We"] == ["MR. HALE"] * 2
    assert not [c for c in found if c.kind == "supply" and "drones" in c.quote.text and c.speaker], "a question has no turn"


def test_places_and_single_labels_are_no_turns() -> None:
    assert not [c for c in claims("KUALA LUMPUR: China supplied machine tools to Russia last year.") if c.speaker]
    assert not [c for c in claims("Background: China supplied machine tools to Russia last year.") if c.speaker]


def test_i_is_whose_statement_it_is() -> None:
    text = "Statement by Secretary Ana Ruiz\n\nOur partners have been firm. I urge all countries to close the loopholes."
    (urged,) = (c for c in claims(text) if c.kind == "statement")
    assert urged.speaker is not None and (urged.speaker.span.text, urged.speaker.name) == ("I", "Secretary Ana Ruiz")


def test_the_month_of_a_report_is_not_when_the_goods_were_sent() -> None:
    (claim,) = (c for c in claims("Turkish companies supplied nitrocellulose to Russia, the Wall Street Journal reported in March.") if c.kind == "supply")
    assert claim.period is None
    assert claim.said_on is not None
    assert (claim.said_on.from_, claim.said_on.to) == ("2025-03", "2025-03")


@pytest.mark.parametrize(
    "text",
    [
        "Beijing banned exports of gallium to the United States.",
        "The cabinet discussed a ban on exports of nitrocellulose to Russia.",
        "China does not support Russia's defense industry with dual-use goods.",
        "The delegation ended up in Russia.",
    ],
)
def test_what_is_stopped_denied_or_no_goods_is_no_supply(text: str) -> None:
    assert not [c for c in claims(text) if c.kind in ("supply", "shipment")]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Turkey's exports to Russia fell by a third in 2024.", -33.3),
        ("Turkey's exports to Russia rose by nearly half in 2024.", 50),
        ("Turkey's exports to Russia grew by two-thirds in 2024.", 66.7),
        ("China's exports of bearings to Kyrgyzstan jumped 12-fold in 2023.", 1100),
    ],
)
def test_changes_told_as_fractions_and_multiples(text: str, percent: float) -> None:
    assert [c.change.percent for c in claims(text) if c.change] == [percent]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("China denied supplying arms to Russia, asserting that it controls exports.", "supplying arms to Russia"),
        ("China has denied involvement, reiterating that it seeks peace.", "involvement"),
    ],
)
def test_a_denial_ends_where_its_speaker_goes_on(text: str, denied: str) -> None:
    found = [c for c in claims(text) if c.kind == "denial"]
    assert [c.content.text for c in found if c.content] == [denied]


def test_whose_roles_the_reason_of_a_listing_tells() -> None:
    text = "The Treasury Department sanctioned two Chinese firms for their roles in supplying drone engines to Russia."
    supply = [c for c in claims(text) if c.kind == "supply"]
    assert [s.span.text for c in supply for s in c.fillers("supplier")] == ["two Chinese firms"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Chinese foreign ministry rejected the report. The claims are groundless, the ministry said.", "Chinese foreign ministry"),
        ("A spokeswoman for the ministry spoke. She said that China controls exports.", "She"),
        ("A spokeswoman for the ministry said that China sells no arms. She added that China controls exports.", "spokeswoman for the ministry"),
        ("The US Department of Commerce listed five firms. The department said that the firms supplied chips to Russia.", "US Department of Commerce"),
    ],
)  # fmt: skip
def test_who_she_and_the_ministry_are(text: str, speaker: str) -> None:
    said = [c.speaker.name for c in claims(text) if c.speaker]
    assert said[-1] == speaker
