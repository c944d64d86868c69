"""Grammar that carries claims and sayings in reports, by sentences of our own with other names than any report's."""

from __future__ import annotations

import random

import pytest

from supplyline.extract import extract
from supplyline.extract.lexicon import entries
from supplyline.model import Claim, Document


def claims(text: str) -> tuple[Claim, ...]:
    return extract(Document("0" * 64, "test.txt", text, published="2025-05-27", language="en"), reader="rules").claims


def roles(claim: Claim) -> set[tuple[str, str]]:
    return {(f.role, f.name) for f in claim.roles}


def sayings(text: str) -> set[tuple[str, str]]:
    return {(c.speaker.name, c.content.text) for c in claims(text) if c.speaker and c.content}


FRAMES = [
    ("Motors made in Japan and shipped to Belarus are rerouted through Georgia.", "supply",
     {("supplier", "Japan"), ("recipient", "Belarus"), ("goods", "Motors"), ("via", "Georgia")}),
    ("Drones priced between $2,000 and $5,000 have been sold to Sudan.", "supply",
     {("goods", "Drones"), ("recipient", "Sudan")}),
    ("Armenia emerged as a top supplier of dual-use goods that feed the Russian defense sector.", "supply",
     {("supplier", "Armenia"), ("goods", "dual-use goods"), ("recipient", "Russian defense sector")}),
    ("Iran is supplying not only drones but also missiles and shells to Sudan.", "supply",
     {("supplier", "Iran"), ("recipient", "Sudan"), ("goods", "drones"), ("goods", "missiles"), ("goods", "shells")}),
    ("Iran supplies 40% of Sudan's ammunition.", "supply",
     {("supplier", "Iran"), ("recipient", "Sudan"), ("goods", "ammunition")}),
    ("Two dealers helped Iran evade sanctions and buy \"rotary engines\" for drones.", "supply",
     {("via", "Two dealers"), ("recipient", "Iran"), ("goods", "\"rotary engines\" for drones")}),
    ("A Serbian firm accused of supplying valves to Iran has closed.", "supply",
     {("supplier", "Serbian firm"), ("goods", "valves"), ("recipient", "Iran")}),
    ("The council criticized the Serbian regime for supplying Iran with valves.", "supply",
     {("supplier", "Serbian regime"), ("goods", "valves"), ("recipient", "Iran")}),
    ("The sanctions have not stopped the flow of chips from Malaysia to the Russian military.", "supply",
     {("supplier", "Malaysia"), ("goods", "chips"), ("recipient", "Russian military")}),
    ("Iran is the largest supplier of weapons to russia.", "supply",
     {("supplier", "Iran"), ("goods", "weapons"), ("recipient", "russia")}),
    ("The ministry added machine tools to the list of controlled goods.", "measure",
     {("actor", "ministry"), ("measure", "added machine tools to the list of controlled goods"), ("target", "machine tools")}),
    ("Serbian entities will face travel bans.", "measure",
     {("measure", "travel bans"), ("target", "Serbian entities")}),
    ("Sales of Serbian tractors to Iran tripled in 2023.", "trade_flow",
     {("reporter", "Serbian"), ("partner", "Iran"), ("goods", "tractors")}),
    ("Serbia and Iran have supplied over 90 percent of Sudan's imported flour.", "trade_flow",
     {("reporter", "Sudan"), ("partner", "Serbia"), ("partner", "Iran"), ("goods", "flour")}),
    ("The prosecutor has evidence of Serbian involvement in weapons production.", "production",
     {("maker", "Serbian"), ("goods", "weapons")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), FRAMES)
def test_the_frame_and_its_roles(text: str, kind: str, expected: set[tuple[str, str]]) -> None:
    assert [roles(c) for c in claims(text) if c.kind == kind] == [expected]


def test_goods_told_before_are_meant_by_the_products() -> None:
    text = "Serbia sold 80 tonnes of nitrocellulose to Iran and then shipped the products to Sudan."
    told = [roles(c) for c in claims(text) if ("recipient", "Sudan") in roles(c)]
    assert told == [{("supplier", "Serbia"), ("goods", "nitrocellulose"), ("recipient", "Sudan")}]


SAYINGS = [
    ("Novak said the firm sold pumps, adding that nobody asked.",
     {("Novak", "the firm sold pumps"), ("Novak", "nobody asked")}),
    ("Novak replied that Serbia sells pumps and maintained that nobody asked.",
     {("Novak", "Serbia sells pumps"), ("Novak", "nobody asked")}),
    ("The Morning Herald reports, citing trade data, that Iran sells pumps.",
     {("Morning Herald", "Iran sells pumps")}),
    ("According to trade data, one firm called Noma has sold pumps to Iran.",
     {("trade data", "one firm called Noma has sold pumps to Iran")}),
    ("A report from the Bank of Norway found that pumps cost more.", {("Bank of Norway", "pumps cost more")}),
    ("According to a report published by an institute, pumps cost more.", {("report", "pumps cost more")}),
    ("The ministry demanded from traders to stop selling pumps.", {("ministry", "to stop selling pumps")}),
    ("Iran sells pumps to Sudan. Ana Novak, a representative of the ministry, stated this.",
     {("Ana Novak", "Iran sells pumps to Sudan")}),
    ("Iran sells pumps to Sudan. This follows from a statement by the ministry.",
     {("ministry", "Iran sells pumps to Sudan")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAYINGS)
def test_who_said_what(text: str, expected: set[tuple[str, str]]) -> None:
    assert sayings(text) == expected


@pytest.mark.parametrize(
    ("text", "denier", "denied"),
    [
        ('"We see no evidence that Serbia has provided weapons," an official said.', "official", "Serbia has provided weapons"),
        ("Serbia dismissed as baseless reports that it sold drones to Iran.", "Serbia", "reports that it sold drones to Iran"),
        ("Though Serbia has long denied supplying arms, many reports say otherwise.", "Serbia", "supplying arms"),
        ("Novak said Serbia had assured Sudan it would not deliver weapons to Iran.", "Serbia", "deliver weapons to Iran"),
        ("The Kremlin called the allegations nonsense.", "Kremlin", "the allegations"),
    ],
)
def test_denials_hold_what_is_denied_and_allege_nothing(text: str, denier: str, denied: str) -> None:
    found = claims(text)
    assert [roles(c) for c in found if c.kind == "denial"] == [{("denier", denier), ("denied", denied)}]
    assert not [c for c in found if c.kind in ("supply", "shipment")]


def test_random_words_of_the_rules_never_raise_and_spans_equal_the_text() -> None:
    rng = random.Random(7)
    lexicon = sorted(entries("en", "cues") | entries("en", "triggers") | entries("en", "words") | entries("en", "speaker_nouns"))
    marks = [",", ".", '"', "“", "”", "(", ")", ":", "–", "'s", "$", "40%", "2023", "China", "russia", "\u202e", "𝔘", "中", "\n", "\x00"]
    for _ in range(300):
        text = " ".join(rng.choice(lexicon if rng.random() < 0.7 else marks) for _ in range(rng.randint(1, 60)))
        for c in claims(text):
            for span in (c.quote, c.cue, c.content, *(f.span for f in c.roles)):
                assert span is None or text[span.start : span.end] == span.text
