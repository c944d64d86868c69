"""Are parties found on lists, with reasons, and is a miss told as no more than a miss?"""

from __future__ import annotations

import random

import pytest

from supplyline.model import Entity, Gap, Hit, Listing, ListVersion, Name, Sanction
from supplyline.screen import counted, current, gaps, hits
from supplyline.screen.gaps import days_between

OFAC = ListVersion("l_sdn", "us_ofac_sdn", "OFAC SDN", "US", "ofac_csv", "2026-02-27", "a1" * 32, "sdn.csv", 11443)
CSL = ListVersion(
    "l_csl", "us_csl", "US CSL", "US", "us_csl", None, "b2" * 32, "csl.csv", 14160, "us_ofac_sdn,us_ofac_cons,us_bis_dpl"
)
UN = ListVersion("l_un", "un_sc", "UN list", "UN", "un_xml", "2026-02-27", "c3" * 32, "un.xml", 1003)
FILLERS = ("Orbita Machine Works", "Blue River Foods", "Delta Optical Factory", "Northern Timber", "Golden Harvest")


def entity(name: str, schema: str = "Company", **more: object) -> Entity:
    return Entity(f"e_{name}", schema, name, (Name(name, "primary"),), **more)  # type: ignore[arg-type]


def listing(number: str, name: str, version: ListVersion = OFAC, schema: str = "Organization",
            kind: str = "primary", listed: str | None = "2023-05-12", **more: object) -> Listing:  # fmt: skip
    return Listing(
        f"li_{number}", version.id, number, schema, name, (Name("Head Entry", "primary"), Name(name, kind)) if kind == "weak"
        else (Name(name, kind),), sanctions=(Sanction("OFAC", "X", listed),), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def screen(party: Entity, *listed: Listing, lists: tuple[ListVersion, ...] = (OFAC, CSL, UN)) -> list[tuple[str, str]]:
    fill = [listing(f"f{n}", name) for n, name in enumerate(FILLERS)]
    return [(h.listing, h.status) for h in hits([party], [*fill, *listed], lists)]


def test_a_name_that_agrees_is_listed_with_its_reason() -> None:
    found = hits([entity("Krasny Zavod JSC", countries=("ru",))],
                 [listing("1", "JOINT STOCK COMPANY KRASNY ZAVOD", countries=("ru",))], [OFAC])  # fmt: skip
    assert [(h.status, h.listed_on, h.because) for h in found] == [
        ("listed", "2023-05-12", ("e_Krasny Zavod JSC", "li_1")),
    ]  # fmt: skip
    assert found[0].score >= 0.9 and "agree to" in found[0].explanation[0]


@pytest.mark.parametrize(
    ("party", "other", "reason"),
    [
        ({"countries": ("cn",)}, {"countries": ("ru",)}, "other countries (cn; ru)"),
        ({}, {"schema": "Person"}, "the party is a Company, the listing a Person"),
        ({"identifiers": ("inn:7700000016",)}, {"identifiers": ("inn:7702235133",)}, "another INN"),
    ],
)
def test_what_speaks_against_makes_it_possible_only(
    party: dict[str, object], other: dict[str, object], reason: str
) -> None:
    found = hits([entity("Krasny Zavod", **party)], [listing("1", "Krasny Zavod", **other)], [OFAC])  # type: ignore[arg-type]
    assert [h.status for h in found] == ["possible"]
    assert any(reason in line for line in found[0].explanation)


def test_a_weak_alias_alone_is_possible_only() -> None:
    found = hits([entity("Krasny Zavod")], [listing("1", "Krasny Zavod", kind="weak")], [OFAC])
    assert [h.status for h in found] == ["possible"]
    assert "only a weak alias" in found[0].explanation[-1]


def test_one_word_must_be_the_same_word_to_be_listed() -> None:
    assert screen(entity("Norinco"), listing("1", "Narinco")) == [("li_1", "possible")]
    assert screen(entity("Norinco"), listing("1", "NORINCO")) == [("li_1", "listed")]
    assert screen(entity("Уралвагонзавод"), listing("1", "URALVAGONZAVOD")) == [("li_1", "listed")]


def test_an_identifier_outweighs_name_and_country() -> None:
    party = entity("Alpha Trading", countries=("cn",), identifiers=("inn:7700000016",))
    found = hits([party], [listing("1", "Zeta Holding", countries=("ru",), identifiers=("inn:7700000016",))], [OFAC])
    assert [(h.status, h.score) for h in found] == [("listed", 1.0)]
    assert found[0].explanation[0] == "the same INN 7700000016"


def test_a_register_number_alone_is_no_proof() -> None:
    party = entity("Alpha Trading", identifiers=("reg:12345",))
    assert screen(party, listing("1", "Zeta Holding", identifiers=("reg:12345",))) == []


def test_no_match_for_another_name_and_for_countries() -> None:
    assert screen(entity("Qwertz Unlisted Robotics"), listing("1", "Krasny Zavod")) == []
    assert screen(entity("Krasny Zavod", "Country"), listing("1", "Krasny Zavod")) == []
    assert screen(entity("Krasny Zavod", "PublicBody"), listing("1", "Krasny Zavod")) == []


def test_a_vessel_is_no_company() -> None:
    assert screen(entity("SAMPLE STAR", "Vessel"), listing("1", "SAMPLE STAR", schema="Vessel")) == [("li_1", "listed")]
    assert screen(entity("SAMPLE STAR"), listing("1", "SAMPLE STAR", schema="Vessel")) == [("li_1", "possible")]


def test_listings_of_other_versions_are_passed_over() -> None:
    assert hits([entity("Krasny Zavod")], [listing("1", "Krasny Zavod", UN)], [OFAC]) == ()


def test_the_order_of_arrival_changes_nothing() -> None:
    rows = [listing(str(n), name) for n, name in enumerate(("Krasny Zavod", "Krasny Zavod LLC", *FILLERS))]
    parties = [entity("Krasny Zavod"), entity("Northern Timber Ltd")]
    first = hits(parties, rows, [OFAC])
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        again = hits(parties[::-1], rows, [OFAC])
        assert [(h.id, h.score, h.status) for h in again] == [(h.id, h.score, h.status) for h in first]


def test_a_republished_listing_is_marked_and_counted_once() -> None:
    party = entity("Krasny Zavod")
    rows = [listing("1", "Krasny Zavod"), listing("us_ofac_sdn:1", "Krasny Zavod", CSL)]
    found = hits([party], rows, [OFAC, CSL])
    table = gaps([party], [OFAC, CSL], found, {})
    assert [g.status for g in table] == ["listed", "listed"]
    assert [g.text.endswith("repeats us_ofac_sdn: no second listing") for g in table] == [True, False] or [
        g.text.endswith("repeats us_ofac_sdn: no second listing") for g in table
    ] == [False, True]
    assert counted(table) == {party.id: 1}
    # Without OFAC's own file the CSL is the first listing, and its Entity List is always one of its own.
    alone = gaps([party], [CSL], hits([party], rows[1:], [CSL]), {})
    assert counted(alone) == {party.id: 1} and "repeats" not in alone[0].text
    own = [listing("1", "Krasny Zavod"), listing("us_bis_el:1", "Krasny Zavod", CSL)]
    assert counted(gaps([party], [OFAC, CSL], hits([party], own, [OFAC, CSL]), {})) == {party.id: 2}


def gap_of(version: ListVersion, first: dict[str, str], *found: Hit) -> Gap:
    (row,) = gaps([entity("Krasny Zavod")], [version], found, first)
    return row


def test_a_gap_is_told_as_of_its_version_and_never_as_more() -> None:
    row = gap_of(OFAC, {})
    assert row.text == "no match in OFAC SDN as of 2026-02-27 (11,443 listings, version a1a1a1a1a1a1)"
    assert (row.status, row.score, row.days_after) == ("no_match", None, None)
    assert gap_of(CSL, {}).text == "no match in US CSL as of an unknown date (14,160 listings, version b2b2b2b2b2b2)"
    assert "clear" not in row.text


def test_days_between_first_claim_and_listing() -> None:
    hit = Hit("h_1", "e_Krasny Zavod", "li_1", "l_sdn", 1.0, "listed", (), "2023-05-12", ())
    late = gap_of(OFAC, {"e_Krasny Zavod": "2023-05-02"}, hit)
    assert late.days_after == 10 and late.text.endswith("10 days after the first public claim of 2023-05-02")
    early = gap_of(OFAC, {"e_Krasny Zavod": "2023-06-01"}, hit)
    assert early.days_after == -20 and "20 days before the first public claim" in early.text
    assert gap_of(OFAC, {"e_Krasny Zavod": "2023-05"}, hit).days_after is None
    assert days_between("2024-02-28", "2024-03-01") == 2


def test_the_better_hit_speaks_for_the_gap() -> None:
    low = Hit("h_0", "e_Krasny Zavod", "li_0", "l_sdn", 0.95, "possible", ("why",), None, ())
    high = Hit("h_1", "e_Krasny Zavod", "li_1", "l_sdn", 0.91, "listed", (), "2023-05-12", ())
    assert gap_of(OFAC, {}, low, high).because[-1] == "li_1"
    assert gap_of(OFAC, {}, low).text.startswith("possible match (0.95) in OFAC SDN as of 2026-02-27")


def test_current_takes_the_newest_version_that_can_be_believed() -> None:
    def at(date: str | None, rows: int) -> ListVersion:
        return ListVersion(f"l_{date}_{rows}", "un_sc", "UN list", "UN", "un_xml", date, f"{rows:064d}", "un.xml", rows)

    chosen, problems = current([at("2026-02-27", 1003), OFAC, at("2025-08-02", 879)])
    assert [v.id for v in chosen] == ["l_2026-02-27_1003", "l_sdn"] and problems == ()
    chosen, problems = current([at("2026-02-27", 300), at("2025-08-02", 879)])
    assert [v.id for v in chosen] == ["l_2025-08-02_879"] and len(problems) == 1
    assert "300 entries of UN list, 879" in problems[0].what
