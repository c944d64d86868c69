"""Claims of the press held against lines of registers: what fits, what is more than was said, and what says nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands import rows, run
from supplyline import trade
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import open_case
from supplyline.model import Check, ClaimKey, Shipment, ToldParty
from weighing import document, key

SELLER, BUYER = "e_aaaaaaaaaaaa", "e_bbbbbbbbbbbb"
CAPTIONS = {SELLER: "Lantern Harbour Ltd", BUYER: "Verba LLC"}
SOLD, BOUGHT = ToldParty("supplier", SELLER, "hk", "named", "Lantern Harbour"), ToldParty("recipient", BUYER, "ru", "named", "Verba")
RUSSIA = ToldParty("recipient", "russia", "ru", "country", "Russia")


def said(**rest) -> ClaimKey:
    """A claim that Lantern Harbour sent Verba integrated circuits in March 2024."""
    made = key(document("a"), "a sent b chips", roles={"supplier": ["a"], "recipient": ["b"], "goods": ["chips"]}, hs=("8542",), period=("2024-03", "2024-03"))
    return replace(made, parties=(BOUGHT, SOLD), hs=("8542",), **rest)


def line(row: int, **rest) -> Shipment:
    made = Shipment(
        f"s_{row}", "0" * 64, row, "Customs", f"D{row}", "2024-03-17", "import", "LANTERN", "VERBA", "hk", "ru", None, None, "", "", "", "854231",
        "chips", None, "", 2.0, 1000.0, "USD", (), SELLER, BUYER,
    )  # fmt: skip
    return replace(made, **rest)


def held(claim: ClaimKey, *lines: Shipment) -> Check:
    watch = trade.Watch([claim])
    for one in lines:
        watch.add(one)
    (check,) = watch.checks(CAPTIONS)
    return check


def test_lines_between_the_two_of_the_goods_and_time_fit_the_claim() -> None:
    check = held(said(), line(1), line(2, number="D1", date="2024-03-20"), line(3, hs="847130"), line(4, date="2024-04-01"), line(5, recipient="e_cccccccccccc"))
    assert (check.verdict, check.against, check.exporter, check.importer, check.period) == ("supports", "registers", "hk", "ru", "2024-03-17/2024-03-20")
    assert check.because[1:] == ("s_1", "s_2")
    assert "Customs: 1 shipment in 2 lines of 2024-03-17 to 2024-03-20, USD 2,000, 4 kg Lantern Harbour Ltd → Verba LLC, HS 8542" in check.text
    assert "no proof of what was in the box" in check.text


@pytest.mark.parametrize(
    ("claim", "lines", "verdict", "says"),
    [
        (said(figures=("2100 USD",)), 2, "supports", "2100 USD (tolerance 10%)"),
        (said(figures=("1000 USD",)), 3, "contradicts", "1000 USD"),
        (said(figures=("9000 USD",)), 2, "silent", "9000 USD"),
        (replace(said(figures=("1000 USD",)), period_from=None, period_to=None), 3, "silent", "1000 USD"),
        (said(figures=("4 kg",)), 2, "supports", "4 kg"),
        (said(figures=("500 EUR",)), 2, "silent", "could not be compared"),
        (said(counted="shipments", count_min=2.0, count_max=None), 2, "supports", "2 or more shipments"),
        (said(counted="shipments", count_min=2.0, count_max=2.0), 3, "contradicts", "the claim says 2 shipments"),
        (said(counted="shipments", count_min=6.0, count_max=6.0), 2, "silent", "the claim says 6 shipments"),
        (said(counted="factories", count_min=6.0, count_max=6.0), 2, "supports", "These lines fit"),
    ],
)
def test_a_number_is_contradicted_by_more_and_never_by_fewer_lines(claim: ClaimKey, lines: int, verdict: str, says: str) -> None:
    check = held(claim, *(line(n) for n in range(lines)))
    assert (check.verdict, says in check.text) == (verdict, True), check.text


def test_amounts_of_other_currencies_are_held_against_the_claim_by_rates() -> None:
    watch = trade.Watch([said(figures=("2200 USD",))], "USD")
    for n in (1, 2):
        watch.add(line(n, currency="EUR", converted=1100.0, rate="r_1"))
    (check,) = watch.checks(CAPTIONS)
    assert (check.verdict, check.recorded, check.unit) == ("supports", 2200.0, "USD")
    assert "EUR 2,000 (together USD 2,200 by rates of their time)" in check.text


def test_silence_says_why() -> None:
    other = line(1, supplier="e_cccccccccccc", recipient="e_dddddddddddd")
    assert "No register of this case names Lantern Harbour Ltd or Verba LLC; that a register does not name somebody" in held(said(), other).text
    assert "names Verba LLC;" in held(said(), line(1, recipient="e_dddddddddddd")).text
    apart = held(said(), line(1, recipient="e_dddddddddddd"), line(2, supplier="e_cccccccccccc"))
    assert "has a line Lantern Harbour Ltd → Verba LLC" in apart.text
    late = held(said(), line(1, date="2025-01-01"))
    assert "1 lines Lantern Harbour Ltd → Verba LLC, none of HS 8542 in 2024-03" in late.text
    assert late.because == (said().id,)
    vague = held(replace(said(), hs=(), goods=("critical supplies",)), line(1))
    assert (vague.verdict, "No HS code is known" in vague.text, vague.because[1:]) == ("silent", True, ("s_1",))


def test_a_country_on_one_side_is_met_by_the_lines_country() -> None:
    to_russia = replace(said(), parties=(RUSSIA, SOLD))
    assert held(to_russia, line(1, recipient=None), line(2, recipient=None, consignee_country="kz", destination="ru")).verdict == "supports"
    assert "has a line Lantern Harbour Ltd → Russia" in held(to_russia, line(1, consignee_country="kz")).text


def test_what_is_not_watched() -> None:
    countries = replace(said(), parties=(RUSSIA, ToldParty("supplier", "china", "cn", "country", "China")))
    watch = trade.Watch([countries, replace(said(), stance="denies"), replace(said(), kind="trade_flow")])
    watch.add(line(1))
    assert watch.checks({}) == ()
    assert trade.Watch([said()]).checks({}) == ()  # no register at all


REPORT = """\
Harbour Post, 2 April 2024

Lantern Harbour Trading Limited supplied integrated circuits to Verba-Example LLC in March 2024, the Economic Security Bureau said.
"""
LINES = """\
Declaration number,Declaration date,Direction,Shipper name,Shipper country,Consignee name,Consignee country,HS code,Net weight kg,Value USD
D1,2024-03-17,import,LANTERN HARBOUR TRADING LIMITED,Hong Kong,VERBA-EXAMPLE LLC,Ukraine,8542310000,2,1000
D2,2024-03-19,import,Lantern Harbour Trading Ltd,Hong Kong,Verba-Example LLC,Ukraine,8542390000,2,3000
"""


def test_a_report_is_held_against_a_register_from_the_command_to_the_page(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    (tmp_path / "lines.csv").write_text(LINES, "utf-8")
    run("add", case, tmp_path / "report.txt", "--published", "2024-04-02")
    run("trade", "add", case, tmp_path / "lines.csv", "--register", "Customs of X")
    run("build", case)
    (check,) = [c for c in rows("trade", "checks", case) if c["against"] == "registers"]
    assert check["verdict"] == "supports", check
    assert "Customs of X: 2 shipments in 2 lines of 2024-03-17 to 2024-03-19, USD 4,000, 4 kg" in check["text"]
    steps = rows("why", case, check["id"])
    assert [s["table"] for s in steps].count("shipments") == 2
    assert any("row 2" in note or "line 2" in note for s in steps for note in s["notes"])
    assert check["text"][:40] in run("trade", "checks", case, "--hs", "8542").stdout
    claim = next(c for c in rows("claims", case) if c["id"] == check["claim"])
    event = next(e for e in rows("events", case) if e["id"] == claim["event"])
    assert event["origins"] == 1
    with Snapshot.open(open_case(case)) as snapshot:
        (grade,) = snapshot.rows("grades", event=event["id"])
    assert "lines of registers of shipments support it" in grade.reasons[-1]
    assert check["id"] in grade.because
    run("brief", case, "--out", tmp_path / "b.html")
    assert "Customs of X: 2 shipments in 2 lines" in (tmp_path / "b.html").read_text("utf-8")


