"""Is every party told against every list by date: listed since, owned, delisted, no match, on any past day?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import rows, run
from screening import PARTIES, own_list, sdn
from supplyline.model import ClaimKey, Entity, Gap, Link, Name
from supplyline.screen import Thresholds, beyond, counted, gaps, held, hits, shares
from supplyline.screen.owned import Owned, Rule, Stake, blocked, rule_of

OFAC = Rule("us_ofac_sdn", 50, False, True, "", "the rule")
UK = Rule("uk_sl", 50, True, False, "", "the rule")
X = {"X": "listed since 2020-01-01"}


def owned(stakes: list[tuple[str, str, float | None]], listed: dict[str, str] = X, rule: Rule = OFAC) -> dict[str, Owned]:
    return blocked(listed, [Stake(a, b, p, "says the register", (f"{a}{b}",)) for a, b, p in stakes], rule, {})


@pytest.mark.parametrize(
    ("stakes", "listed", "whole"),
    [  # OFAC's FAQ 401, examples 1 to 6
        ([("X", "A", 50), ("A", "B", 50)], X, {"A", "B"}),
        ([("X", "A", 50), ("X", "B", 50), ("A", "C", 25), ("B", "C", 25)], X, {"A", "B", "C"}),
        ([("X", "A", 50), ("X", "B", 10), ("A", "B", 40)], X, {"A", "B"}),
        ([("X", "A", 50), ("X", "B", 25), ("A", "C", 25), ("B", "C", 25)], X, {"A"}),
        ([("X", "A", 25), ("X", "B", 25), ("A", "C", 50), ("B", "C", 50)], X, set()),
        ([("X", "A", 50), ("Y", "B", 50), ("A", "C", 25), ("B", "C", 25)], X | {"Y": "listed"}, {"A", "B", "C"}),
        # Shares of several listed are added; one that falls short is no more than part.
        ([("X", "A", 30), ("Y", "A", 20)], X | {"Y": "listed"}, {"A"}),
        ([("X", "A", 30), ("Z", "A", 70)], X, set()),
        # A circle ends, a party owns nothing of itself, an unknown share counts for nothing, the same share counts once.
        ([("X", "A", 50), ("A", "B", 60), ("B", "A", 60), ("A", "A", 90)], X, {"A", "B"}),
        ([("X", "A", None), ("A", "B", 100)], X, set()),
        ([("X", "A", 26), ("X", "A", 25)], X, set()),
    ],
)
def test_the_50_percent_rule(stakes: list[tuple[str, str, float | None]], listed: dict[str, str], whole: set[str]) -> None:
    assert {asset for asset, found in owned(stakes, listed).items() if found.whole} == whole


def test_ownership_says_by_whom_and_how() -> None:
    found = owned([("X", "A", 55), ("A", "B", 35), ("Y", "B", 15), ("X", "C", None)], X | {"Y": "listed since 2021-02-02"})
    assert found["B"].text == (
        "owned 50 % by listed parties, as the rule counts: 35 % by A (not listed itself: 55 % of A is X's (listed since "
        "2020-01-01); says the register), 15 % by Y (listed since 2021-02-02; says the register)"
    )
    assert set(found["B"].because) == {"XA", "AB", "YB"}
    assert not found["C"].whole and "a share that is not stated by X" in found["C"].text


def test_rules_differ_by_list_and_by_day() -> None:
    two = X | {"Y": "listed"}
    assert owned([("X", "A", 50)], rule=UK)["A"].whole is False and owned([("X", "A", 50.5)], rule=UK)["A"].whole
    assert owned([("X", "A", 30), ("Y", "A", 30)], two, UK)["A"].whole is False, "the UK does not simply add"
    eu = [rule_of("eu_fsf", day) for day in ("2024-07-02", "2024-07-03", None)]
    assert [r.more for r in eu if r] == [True, False, False]
    ofac = rule_of("us_ofac_sdn", "2014-08-12")
    assert ofac is not None and not ofac.adding
    assert rule_of("un_sc", None) is None


# ---------------------------------------------------------------- lists with relations, versions and copies


def entity(name: str, **more: Any) -> Entity:
    return Entity(f"e_{name}", "Company", name, (Name(name, "primary"),), **more)


def ftm(folder: Path) -> Path:
    def thing(id: str, name: str, target: bool, schema: str = "Company") -> dict[str, Any]:
        return {"id": id, "schema": schema, "caption": name, "target": target, "datasets": ["us_ofac_sdn"], "last_seen": "2024-05-01",
                "properties": {"name": [name]}}  # fmt: skip

    def owns(id: str, owner: str, asset: str, **more: list[str]) -> dict[str, Any]:
        return {"id": id, "schema": "Ownership", "properties": {"owner": [owner], "asset": [asset], **more}}

    items = [
        owns("o1", "x", "a", percentage=["55%"]),
        thing("x", "Boris Kuznetsov", True, "Person"),
        thing("a", "Severny Holding", False),
        thing("b", "Zvezda Plant", False),
        thing("c", "Blue River Foods", False),
        thing("d", "Never Named", False),
        owns("o2", "a", "b", percentage=["50,0"], startDate=["2022-03-01"]),
        owns("o3", "x", "b", endDate=["2021-01-01"], percentage=["10"]),
        owns("o4", "x", "c", percentage=["about half"]),
    ]
    path = folder / "ofac.ftm.json"
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return path


def told(suppliers: list[Entity], *lists: Path, day: str | None = None, links: tuple[Link, ...] = (), part: dict[str, float] | None = None) -> list[Gap]:
    found = held.of_files(lists).going_by(day=day)
    index, limits = found.index(), Thresholds()
    matches = hits(suppliers, found.listings, found.versions)
    captions = {s.id: s.caption for s in suppliers}
    more = beyond(suppliers, matches, found, index, limits, links, part, captions, day)
    return list(gaps(suppliers, found.versions, matches, {}, more))


def test_a_company_of_a_listed_person_is_owned(tmp_path: Path) -> None:
    suppliers = [entity("Zvezda Plant"), entity("Blue River Foods"), entity("Never Named")]
    found = {g.caption: g for g in told(suppliers, ftm(tmp_path))}
    plant = found["Zvezda Plant"]
    assert plant.status == "owned" and plant.text.startswith("no match in OFAC Specially Designated Nationals List as of 2024-05-01")
    assert "owned 50 % by listed parties, as OFAC's 50 Percent Rule of 13 August 2014 counts: 50 % by Severny Holding" in plant.text
    assert "55 % of Severny Holding is Boris Kuznetsov's (listed as of 2024-05-01)" in plant.text
    assert len([b for b in plant.because if b.startswith("ho_")]) == 2
    assert found["Blue River Foods"].status == "no_match" and "a share that is not stated by Boris Kuznetsov" in found["Blue River Foods"].text
    assert found["Never Named"].text.endswith(")")


def test_an_alleged_owner_counts_as_an_allegation(tmp_path: Path) -> None:
    suppliers = [entity("Krasny Zavod"), entity("Zvezda Plant")]
    link = Link("l_1", "e_Krasny Zavod", "e_Zvezda Plant", "owns", (), "ev_1", "C3", False, ("ev_1",))
    found = {g.caption: g for g in told(suppliers, sdn(tmp_path), links=(link,), part={"ev_1": 60.0})}
    assert found["Zvezda Plant"].status == "owned"
    assert "60 % by Krasny Zavod (listed since 2023-05-12; alleged, C3)" in found["Zvezda Plant"].text
    assert "l_1" in found["Zvezda Plant"].because
    unstated = {g.caption: g for g in told(suppliers, sdn(tmp_path), links=(link,))}
    assert unstated["Zvezda Plant"].status == "no_match" and "not stated by Krasny Zavod" in unstated["Zvezda Plant"].text


def test_shares_come_from_claims_of_ownership() -> None:
    def key(id: str, kind: str, *figures: str) -> ClaimKey:
        return ClaimKey(id, "", kind, "asserts", None, None, None, None, None, None, (), (), None, None, None, None, None, (), figures=figures)

    claims = [key("c1", "ownership", "51 %", "3 t"), key("c2", "ownership", "60 %"), key("c3", "supply", "90 %"), key("c4", "ownership", "300 %")]
    assert shares(claims, {"c1": "ev", "c2": "ev", "c3": "ev", "c4": "ev"}) == {"ev": 60.0}


def test_delisted_is_told_by_the_versions_that_show_it(tmp_path: Path) -> None:
    old, new = sdn(tmp_path, "2023-03"), sdn(tmp_path, "2024-07", PARTIES[1:])
    party = entity("Krasny Zavod")
    (now,) = told([party], old, new)
    assert (now.status, now.listed_on, now.delisted_by, now.as_of) == ("delisted", "2023-05-12", "2024-07", "2024-07")
    assert "KRASNY ZAVOD JSC (1000) was listed since 2023-05-12 and is in the version as of 2023-03, and no longer in this one" in now.text
    (then,) = told([party], old, new, day="2023-12-31")
    assert (then.status, then.as_of) == ("listed", "2023-03")
    (other,) = told([entity("Quiet Bakery")], old, new)
    assert other.status == "no_match"


def test_a_measure_that_has_ended_is_no_listing(tmp_path: Path) -> None:
    path = tmp_path / "dpl.txt"
    head = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation")
    lines = [("KRASNY ZAVOD JSC", "1 Main", "Omsk", "", "RU", "", "05/12/2015", "05/12/2020", "Y", "2024-01-05", "ADDED", "80 F.R. 1"),
             ("ORBITA MACHINE WORKS", "2 Main", "Omsk", "", "RU", "", "05/12/2022", "05/12/2032", "Y", "2024-01-05", "ADDED", "87 F.R. 2")]  # fmt: skip
    path.write_text("\n".join("\t".join(cells) for cells in (head, *lines)) + "\n")
    found = held.of_files([path], as_of="2024-01-05").going_by()
    suppliers = [entity("Krasny Zavod JSC"), entity("Orbita Machine Works")]
    matches = hits(suppliers, found.listings, found.versions)
    more = beyond(suppliers, matches, found, found.index(), Thresholds())
    told_ = {g.caption: g for g in gaps(suppliers, found.versions, matches, {}, more)}
    ended = told_["Krasny Zavod JSC"]
    assert (ended.status, ended.delisted_by) == ("delisted", "2020-05-12") and "listed since 2015-05-12 until then" in ended.text
    assert told_["Orbita Machine Works"].status == "listed"


CSL_HEAD = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,alt_names,ids\n"


def csl(folder: Path) -> Path:
    rows_ = (
        "1,Specially Designated Nationals (SDN) - Treasury Department,1000,Entity,RUSSIA,KRASNY ZAVOD JSC,,,,,,,\n"
        "2,Entity List (EL) - Bureau of Industry and Security,,,,KRASNY ZAVOD JSC,,,87 FR 1,2022-06-30,,,\n"
        "3,Unverified List (UVL) - Bureau of Industry and Security,,,,ORBITA MACHINE WORKS,,,87 FR 2,2022-02-08,,,\n"
    )
    path = folder / "csl.csv"
    path.write_text(CSL_HEAD + rows_)
    return path


def test_a_list_of_lists_is_told_list_by_list_and_no_copy_counts(tmp_path: Path) -> None:
    party = entity("Krasny Zavod JSC")
    both = told([party], sdn(tmp_path), csl(tmp_path))
    assert sorted((g.code, g.status) for g in both) == [
        ("us_bis_el", "listed"), ("us_bis_uvl", "no_match"), ("us_ofac_sdn", "listed"), ("us_ofac_sdn", "listed"),
    ]  # fmt: skip
    assert counted(both) == {party.id: 2}, "OFAC's list and BIS's: the copy of OFAC's counts nothing"
    assert len({g.id for g in both}) == 4
    (el,) = [g for g in both if g.code == "us_bis_el"]
    assert el.title == "BIS Entity List" and "listed in BIS Entity List, in US Consolidated Screening List" in el.text
    assert el.listed_on == "2022-06-30"
    stranger = told([entity("Quiet Bakery")], sdn(tmp_path), csl(tmp_path))
    assert sorted(g.code for g in stranger) == ["us_bis_el", "us_bis_uvl", "us_ofac_sdn"], "the copy says nothing that OFAC's own does not"
    assert counted(told([party], csl(tmp_path))) == {party.id: 2}, "without OFAC's own file the copy is what there is"


def test_who_carries_out_the_uns_list_is_no_second_listing(tmp_path: Path) -> None:
    un = tmp_path / "un_2026-02.xml"
    un.write_text(
        '<CONSOLIDATED_LIST dateGenerated="2026-02-01"><ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>KRASNY ZAVOD JSC</FIRST_NAME>'
        "<REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER><LISTED_ON>2009-04-24</LISTED_ON></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    )
    uk = tmp_path / "uk.xml"
    designation = (
        "<Designation><UniqueID>{0}</UniqueID>{1}<Names><Name><Name6>{2}</Name6><NameType>Primary Name</NameType></Name></Names>"
        "<RegimeName>R</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip><DateDesignated>24/04/2009</DateDesignated></Designation>"
    )
    uk.write_text(
        "<Designations><DateGenerated>01/02/2026</DateGenerated>"
        + designation.format("DPR1", "<UNReferenceNumber>KPe.001</UNReferenceNumber>", "KRASNY ZAVOD JSC")
        + designation.format("RUS1", "", "ORBITA MACHINE WORKS")
        + "</Designations>"
    )
    parties = [entity("Krasny Zavod JSC"), entity("Orbita Machine Works")]
    found = told(parties, un, uk)
    assert counted(found) == {parties[0].id: 1, parties[1].id: 1}
    (copy,) = [g for g in found if g.code == "uk_sl" and g.entity == parties[0].id]
    assert copy.status == "listed" and copy.text.endswith("it repeats un_sc: no second listing")
    assert counted(told(parties[:1], uk)) == {parties[0].id: 1}


# ---------------------------------------------------------------- the command, and any past day


def test_any_past_day_can_be_replayed(tmp_path: Path) -> None:
    case, report = tmp_path / "case", tmp_path / "report.txt"
    report.write_text("Krasny Zavod supplied gunpowder to Orbita Machine Works in May 2024, the ministry said.\n")
    run("new", case)
    run("add", case, report, "--published", "2024-06-01")
    run("lists", "add", case, sdn(tmp_path, "2023-03", PARTIES[1:]))
    run("lists", "add", case, sdn(tmp_path, "2023-09-01"))
    run("lists", "add", case, sdn(tmp_path, "2025-07", (*PARTIES[1:], "ANOTHER ONE")))
    run("lists", "add", case, own_list(tmp_path, ("1,Krasny Zavod,RU,,2024-03-01",)))
    run("build", case)

    def on(*day: str) -> dict[str, tuple[str, str | None]]:
        return {g["code"]: (g["status"], g["as_of"]) for g in rows("gaps", case, *day) if g["caption"] == "Krasny Zavod"}

    assert on() == {"us_ofac_sdn": ("delisted", "2025-07"), "custom:blocked": ("listed", "2024-01-01")}
    assert on("--as-of", "2025-07-31") == on()
    assert on("--as-of", "2025-07-30")["us_ofac_sdn"] == ("listed", "2023-09-01"), "a list of a month is out by its end"
    assert on("--as-of", "2024-02-01")["custom:blocked"] == ("no_match", "2024-01-01"), "the entry is of a later day"
    assert on("--as-of", "2023-04")["us_ofac_sdn"] == ("no_match", "2023-03")
    assert on("--as-of", "2020") == {"us_ofac_sdn": ("not_held", None), "custom:blocked": ("not_held", None)}
    done = run("gaps", case, "--as-of", "2020")
    assert "no version of OFAC Specially Designated Nationals List of 2020-12-31 or before is held; the oldest is as of 2023-03" in done.stdout
    assert "nobody was held against" in done.stderr and "EU Consolidated Financial Sanctions List" in done.stderr
    assert "clear" not in done.stdout + done.stderr
    assert "no date" in run("gaps", case, "--as-of", "yesterday", code=2).stderr
    gap = next(g for g in rows("gaps", case) if g["status"] == "delisted")
    assert "delisted" in run("why", case, gap["id"]).stdout


def test_a_list_that_is_known_keeps_its_code_in_a_table_of_ones_own(tmp_path: Path) -> None:
    annex = tmp_path / "annex4_2024-02-24.csv"
    annex.write_text("Entity,Country\nKrasny Zavod,RU\n")
    found = held.of_files([annex], mapping={"name": "Entity", "country": "Country", "list": "eu_annex_iv"})
    (version,) = (f.version for f in found.files)
    assert (version.code, version.jurisdiction, version.as_of) == ("eu_annex_iv", "EU", "2024-02-24")
    assert "833/2014" in version.title
