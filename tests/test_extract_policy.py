"""Listings, orders, routes, flows and denials in the shapes of real releases: by sentences of our own."""

from __future__ import annotations

import pytest

from supplyline.extract import extract
from supplyline.model import Claim, Document


def claims(text: str) -> tuple[Claim, ...]:
    return extract(Document("0" * 64, "test.txt", text, published="2025-05-27", language="en"), reader="rules").claims


def roles(claim: Claim) -> set[tuple[str, str]]:
    return {(f.role, f.span.text) for f in claim.roles}


LISTED = "The EU sanctioned twelve firms. "
LAST = [  # the last claim of the text, its kind and roles
    (LISTED + "The list also includes nine companies in Turkey.", "designation",
     {("authority", "EU"), ("target", "nine companies")}),
    (LISTED + "The new sanctions focus on companies in China.", "designation",
     {("authority", "EU"), ("target", "companies in China")}),
    (LISTED + "Four entities in Oman were also affected.", "designation",
     {("authority", "EU"), ("target", "Four entities in Oman")}),
    (LISTED + "Six companies will have their assets frozen.", "designation",
     {("authority", "EU"), ("target", "Six companies")}),
    ("Moscow condemned the EU's imposition of sanctions on companies from China.", "designation",
     {("authority", "EU"), ("target", "companies from China")}),
    ("The firms will face sanctions for playing a role in the invasion.", "designation",
     {("target", "firms"), ("reason", "playing a role in the invasion")}),
    ("Tokyo added machine tools to the list of controlled goods.", "measure",
     {("actor", "Tokyo"), ("measure", "added machine tools to the list of controlled goods"), ("target", "machine tools")}),
    ("Taiwan ordered local companies to sever ties with Russian buyers.", "measure",
     {("actor", "Taiwan"), ("measure", "sever ties with Russian buyers"), ("target", "local companies")}),
    (LISTED + "Tankers will be banned from accessing European ports.", "measure",
     {("actor", "EU"), ("measure", "banned from accessing European ports"), ("target", "Tankers")}),
    ("The administration lifted sanctions on Syria.", "measure",
     {("actor", "administration"), ("measure", "sanctions"), ("target", "Syria")}),
    ("North Korea handed Russia not only shells but also missiles.", "supply",
     {("supplier", "North Korea"), ("recipient", "Russia"), ("goods", "shells"), ("goods", "missiles")}),
    ("Machine tools shipped to Russia are rerouted through third countries.", "supply",
     {("goods", "Machine tools"), ("recipient", "Russia"), ("via", "third countries")}),
    ("Five Chinese companies listed for supplying the Russian military", "supply",
     {("supplier", "Five Chinese companies"), ("recipient", "Russian military")}),
    ("China is the Russian military's largest supplier of critical items.", "supply",
     {("supplier", "China"), ("goods", "critical items"), ("recipient", "Russian military")}),
    ("In July, Chinese firms sold optical products to Russia worth $377.7 million.", "trade_flow",
     {("reporter", "Chinese firms"), ("partner", "Russia"), ("goods", "optical products")}),
    ("Turkey's exports of bearings to Russia reached $37.6 million in 2022. By July 2024, it had decreased to $4.5 million.",
     "trade_flow", {("reporter", "Turkey"), ("partner", "Russia"), ("goods", "bearings")}),
    ("Beijing and Moscow were working closely to identify Ukrainian targets.", "cooperation",
     {("party", "Beijing"), ("party", "Moscow"), ("field", "identify Ukrainian targets")}),
    ("China had assured Ukraine it would not deliver weapons to Russia.", "denial",
     {("denier", "China"), ("denied", "deliver weapons to Russia")}),
    ("Beijing said it opposes groundless accusations.", "denial",
     {("denier", "Beijing"), ("denied", "groundless accusations")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), LAST)
def test_the_last_claim_of_the_text(text: str, kind: str, expected: set[tuple[str, str]]) -> None:
    last = claims(text)[-1]
    assert (str(last.kind), roles(last)) == (kind, expected)


@pytest.mark.parametrize(
    "text",
    [
        "China did not agree to supply weapons to Russia.",
        "The court ruled that the minister did not have the authority to impose tariffs on Japan.",
        "The ministry has no plans to ban exports of gallium.",
        "Nitrocellulose exports from China to Russia were practically non-existent.",
        "They are entities banned from buying goods in Russia.",
        "The military cooperation between Russia and China comes amid talks.",
    ],
)
def test_what_is_not_done_is_not_alleged(text: str) -> None:
    assert [c for c in claims(text) if c.kind not in ("statement", "denial")] == []


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Chinese exports of ball bearings to Kyrgyzstan are up about 2,550% from 2021 levels.", 2550),
        ("China's imports of crude oil from Iran are down 12% this year.", -12),
    ],
)
def test_a_flow_that_is_up_or_down(text: str, percent: float) -> None:
    assert [c.change.percent for c in claims(text) if c.change] == [percent]
