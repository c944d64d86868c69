"""What the last families read: members of lists, steps by the class of their verb, exchanges, ranks, and contractions."""

from __future__ import annotations

import pytest

from supplyline.extract import extract
from supplyline.extract.numbers import counts
from supplyline.model import Claim, Document


def claims(text: str) -> tuple[Claim, ...]:
    return extract(Document("0" * 64, "test.txt", text, published="2025-05-27", language="en"), reader="rules").claims


def roles(claim: Claim) -> set[tuple[str, str]]:
    return {(f.role, f.span.text) for f in claim.roles}


ADDED = "The Bureau of Industry and Security added 49 entities to the Entity List. "
LAST = [
    (ADDED + "Of these entities, 42 are based in China.", "designation",
     {("authority", "Bureau of Industry and Security"), ("target", "42"), ("programme", "Entity List")}),
    (ADDED + "The remaining seven entities are spread across Estonia and India.", "designation",
     {("authority", "Bureau of Industry and Security"), ("target", "remaining seven entities"), ("programme", "Entity List")}),
    (ADDED + "Other entities from Iran have also been added.", "designation",
     {("authority", "Bureau of Industry and Security"), ("target", "Other entities from Iran"), ("programme", "Entity List")}),
    ("The EU adopted sanctions. The list of supporters has been extended by 32 organizations.", "designation",
     {("authority", "EU"), ("target", "32 organizations"), ("programme", "list of supporters")}),
    ("Japan announced sanctions. A company in Dubai has been subjected to an asset freeze.", "designation",
     {("authority", "Japan"), ("target", "company in Dubai"), ("programme", "asset freeze")}),
    ("The cabinet of Japan approved freezing the assets of dozens of individuals.", "designation",
     {("authority", "cabinet of Japan"), ("target", "dozens of individuals")}),
    ("The UK announced sanctions. Three Turkish companies are among those targeted.", "designation",
     {("authority", "UK"), ("target", "Three Turkish companies")}),
    ("Intel complies with all export controls against Russia.", "measure",
     {("actor", "Intel"), ("measure", "complies with all export controls against Russia"), ("target", "Russia")}),
    ("Austria tightened controls. Exporters will be subject to license requirements for drones.", "measure",
     {("actor", "Austria"), ("measure", "license requirements for drones"), ("target", "Exporters")}),
    ("Norway prohibits its companies from exporting chips to Belarus.", "measure",
     {("actor", "Norway"), ("measure", "prohibits its companies from exporting chips to Belarus"), ("target", "companies")}),
    ("North Korea has sent shells to Russia in exchange for food and fuel.", "supply",
     {("supplier", "Russia"), ("recipient", "North Korea"), ("goods", "food"), ("goods", "fuel")}),
    ("Reporters followed Azu International's sales to Russia.", "supply",
     {("supplier", "Azu International"), ("recipient", "Russia")}),
    ("Canada is a top U.S. source of nickel.", "supply",
     {("supplier", "Canada"), ("recipient", "U.S."), ("goods", "nickel")}),
    ("China was Mongolia's primary trading partner.", "trade_flow", {("reporter", "Mongolia"), ("partner", "China")}),
    ("EU exports to Kyrgyzstan have soared.", "trade_flow", {("reporter", "EU"), ("partner", "Kyrgyzstan")}),
    ("Deliveries of chips through Hong Kong fell by a fifth.", "trade_flow", {("reporter", "Hong Kong"), ("goods", "chips")}),
    ("Mexico imports 60% of its diesel from the United States.", "trade_flow",
     {("reporter", "Mexico"), ("partner", "United States"), ("goods", "diesel")}),
    ("A drop in the supply of chips to Moscow was seen.", "trade_flow", {("partner", "Moscow"), ("goods", "chips")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), LAST)
def test_the_last_frame_of_a_text(text: str, kind: str, expected: set[tuple[str, str]]) -> None:
    found = [c for c in claims(text) if c.kind == kind]
    assert found, text
    assert roles(found[-1]) == expected


def test_the_load_of_containers_is_what_was_sent() -> None:
    (claim,) = claims("North Korea has sent Russia 6,700 containers carrying more than three million artillery shells.")
    assert claim.kind == "shipment"
    assert ("goods", "artillery shells") in roles(claim)
    assert claim.count is not None and (claim.count.min, claim.count.event) == (6700, "containers")


def test_money_before_the_goods_makes_a_shipment_with_a_value() -> None:
    (claim,) = claims("Records show that Azu exported at least $20 million worth of chips to Russia.")
    assert (claim.kind, claim.value and claim.value.amount) == ("shipment", 20_000_000)


def test_an_amount_that_points_back_is_of_the_flow_told_last() -> None:
    first, then = claims("Kazakhstan exported chips worth $12,000 to Russia in 2021. In 2022 this amount increased to $3.7 million.")
    assert [c.kind for c in (first, then)] == ["trade_flow", "trade_flow"]
    assert roles(first) >= {("reporter", "Kazakhstan"), ("partner", "Russia"), ("goods", "chips")}
    assert then.value is not None and then.value.amount == 3_700_000


def test_a_clause_that_goes_on_about_a_flow_has_its_own_figure_and_time() -> None:
    first, then = claims("Turkey exported $10 million of optics to Russia in 2021, which rose to $37.6 million by December 2022.")
    assert [c.kind for c in (first, then)] == ["trade_flow", "trade_flow"] and roles(first) == roles(then)
    assert (first.period and first.period.text, then.period and then.period.text) == ("2021", "by December 2022")
    assert then.value is not None and then.value.amount == 37_600_000


def test_what_a_country_reports_to_have_received_is_its_trade() -> None:
    (claim,) = claims("Kazakhstan only reported receiving $6.6 million worth of optics from Turkey.")
    assert claim.kind == "trade_flow" and roles(claim) == {("reporter", "Kazakhstan"), ("partner", "Turkey"), ("goods", "optics")}


def test_the_time_of_a_report_is_not_that_of_what_it_tells() -> None:
    claim = claims("Reports from earlier this year indicate that China has increased its imports of gas, with a 3.3 percent rise in 2024 alone.")[0]
    assert claim.kind == "trade_flow" and claim.period is not None and (claim.period.from_, claim.period.to) == ("2024", "2024")


@pytest.mark.parametrize(
    "text",
    [
        "China doesn't sell arms to Russia.",
        "China didn’t sell arms to Russia.",
        "We can’t sell arms to Russia.",
        "Russia will no longer sell any weapons to Syria.",
        "The measures prohibit Japanese companies from exporting drones to Russia.",
        "The rules include a ban on exporting drones to Russia.",
        "The step will limit Russia's ability to arm its military.",
        "It was the largest armed conflict in Europe.",
    ],
)
def test_what_is_negated_forbidden_or_no_supply_is_not_alleged(text: str) -> None:
    assert not [c for c in claims(text) if c.kind in ("supply", "shipment")]


@pytest.mark.parametrize(
    "text",
    ["Brussels discussed the EU sanctions package.", "Officials spoke of a redoubled U.S. sanctions campaign."],
)
def test_a_package_or_campaign_of_sanctions_is_no_target(text: str) -> None:
    assert not [f for c in claims(text) for f in c.roles if f.role == "target"]


def test_firms_are_still_sanctioned_by_a_verb_in_s() -> None:
    (claim,) = [c for c in claims("The US sanctions firms in Hong Kong.") if c.kind == "designation"]
    assert ("target", "firms in Hong Kong") in roles(claim)


SAID = [
    ('"We strongly reject the claims of deliveries," spokesman Nasser Kanani told reporters on Monday.',
     [("Nasser Kanani", "denies", "We strongly reject the claims of deliveries")]),
    ('"China is impartial on this issue," Lin said, adding that China is committed to talks.',
     [("Lin", "asserts", "China is impartial on this issue"), ("Lin", "asserts", "China is committed to talks")]),
    ("The Journal cited unidentified officials as saying that Iran had sent missiles to Russia.",
     [("unidentified officials", "asserts", "Iran had sent missiles to Russia")]),
    ("A document reviewed by Reuters showed that Kupol had signed a contract.", [("document", "asserts", "Kupol had signed a contract")]),
    ("Shipments arrived, according to a report published on Friday by the Italian service.",
     [("Italian service", "asserts", "Shipments arrived")]),
    ("According to a press release dated 30 October from the State Department, the firms are fronts.",
     [("State Department", "asserts", "the firms are fronts")]),
    ("The transit of goods goes on, as reported by anonymous officials.", [("anonymous officials", "asserts", "The transit of goods goes on")]),
    ("Peters said the transfer of drones to Russia helps its war.", [("Peters", "asserts", "the transfer of drones to Russia helps its war")]),
    ("The company sells drones to Russia, an online market included, says the report.",
     [("report", "asserts", "The company sells drones to Russia, an online market included")]),
    ("Shells go to Russia, a National Security Council (NSC) spokesman said Wednesday.",
     [("National Security Council (NSC) spokesman", "asserts", "Shells go to Russia")]),
    ("This comes after the Treasury announced on Wednesday that it has found new fronts.", [("Treasury", "announces", "it has found new fronts")]),
    ("The agency has made it perfectly clear that the rules stand.", [("agency", "asserts", "the rules stand")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_who_says_what(text: str, expected: list[tuple[str, str, str]]) -> None:
    said = {(c.speaker.name, str(c.stance), c.content.text) for c in claims(text) if c.speaker and c.content}
    assert said == set(expected)


def test_deliveries_fall_by_a_fifth_and_are_not_reduced_to_a_participle() -> None:
    found = [c for c in claims("Customs data showed deliveries through China fell by a fifth.") if c.content]
    assert {c.content.text for c in found if c.content} == {"deliveries through China fell by a fifth"}


def test_a_surname_that_looks_like_a_pronoun_is_a_name() -> None:
    found = claims("China has not exported drone parts to Russia, ministry spokesman He Li said.")
    assert [(c.kind, c.speaker.name) for c in found if c.speaker] == [("denial", "He Li")]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The trade office reports no production or exports of nitrocellulose.", "production or exports of nitrocellulose"),
        ("The office said it has not recorded any sales of nitrocellulose from Taiwan.", "sales of nitrocellulose from Taiwan"),
        ("The ministry calls the statements of the department about support for Russia “disinformation”.",
         "the statements of the department about support for Russia"),
    ],
)  # fmt: skip
def test_what_is_denied_without_a_verb_of_denial(text: str, denied: str) -> None:
    found = [c for c in claims(text) if c.kind == "denial"]
    assert [f.span.text for c in found for f in c.roles if f.role == "denied"] == [denied]


def test_what_no_company_makes_is_not_alleged() -> None:
    assert not [c for c in claims("No company in Taiwan produces nitrocellulose.") if c.kind == "production"]


def test_threatened_sanctions_are_expected_and_imposed_ones_are_not() -> None:
    (threat,) = [c for c in claims("Washington threatened China with sanctions for supplying Russia.") if c.kind == "designation"]
    assert (threat.stance, ("target", "China") in roles(threat)) == ("expects", True)
    (imposed,) = [c for c in claims("The US acted. Firms from China have been slapped with sanctions for supplying Russia.") if c.kind == "designation"]
    assert (imposed.stance, ("target", "Firms from China") in roles(imposed)) == ("asserts", True)


@pytest.mark.parametrize(
    ("text", "denier", "denied"),
    [
        ("The Kremlin denied it on Tuesday.", "Kremlin", "it"),
        ("Beijing has repeatedly denied that.", "Beijing", "that"),
        ("Both companies denied this, and the talks went on.", "companies", "this"),
        ("Iran denied it had sent drones.", "Iran", "it had sent drones"),
    ],
)
def test_a_denial_may_say_no_more_than_a_pronoun(text: str, denier: str, denied: str) -> None:
    [claim] = [c for c in claims(text) if c.kind == "denial"]
    assert roles(claim) == {("denier", denier), ("denied", denied)}


@pytest.mark.parametrize(("text", "found"), [
    ("parts inside Iranian-designed Shahed 136 drones", []),
    ("under Executive Order 14024 12 firms were listed", ["12"]),
    ("fired 40 Shahed 136 drones", ["40"]),
    ("in order 40 drones", ["40"]),
    ("Monday 40 drones fell", ["40"]),
])  # fmt: skip
def test_the_number_of_a_type_or_of_a_rule_counts_nothing(text: str, found: list[str]) -> None:
    assert [n.text for n in counts(text, 0)] == found


@pytest.mark.parametrize("said", [
    "Tehran has not been a party to the conflict", "Beijing is not party to the crisis", "the firm has nothing to do with the drones",
    "the plant played no part in the deliveries", "Minsk has no direct involvement in the war",
])  # fmt: skip
def test_who_has_no_part_in_it_denies(said: str) -> None:
    (claim,) = (c for c in claims(f"{said[0].upper()}{said[1:]}, the ministry's spokesman Ivan Petrov said.") if c.speaker is not None)
    assert (claim.kind, claim.stance) == ("denial", "denies")


@pytest.mark.parametrize(("text", "begins", "period"), [
    ("NEW DELHI, July 11 - India bought around 950,000 barrels per day of Russian oil in June, figures showed.", "India bought", "June"),
    ("KYIV, May 26 (Agency) — Iran supplied 40 drones to Russia in April.", "Iran supplied", "April"),
    ("US - China trade fell by 5 percent in June 2022.", "China trade", "June 2022"),
])  # fmt: skip
def test_a_dateline_tells_no_time_of_a_fact(text: str, begins: str, period: str) -> None:
    assert [c.period.text for c in claims(text) if c.period and c.quote.text.startswith(begins)] == [period]
