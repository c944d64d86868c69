"""Does what customs, registers and lists know move a digit where it meets a claim whole, and nowhere else?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marked
from commands import run
from supplyline import trade, weigh
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition, open_case
from supplyline.model import Check, Grade, ToldParty
from test_trade import row
from test_trade_registers import held as against_lines
from test_trade_registers import line
from test_trade_registers import said as told
from test_weigh_properties import _PUBLISHERS, _graded, corpora
from weighing import document, key

REPORT = "publisher: {}\npublished: {}\n\n{}\n"
HEAD = "reporter,partner,flow,hs,period,value,weight,currency\n"
CHINA = HEAD + "CN,RU,export,391220,2023,4000000,1310000,USD\nCN,RU,export,391220,2022,3000000,700000,USD\n"
BY = "China supplied {}nitrocellulose to Russia in 2023, Ukrainian Defence Minister Rustem Umerov told Observer on May 5."


@contextmanager
def built(folder: Path, *texts: str, table: str = CHINA, listing: Addition | None = None) -> Iterator[tuple[Snapshot, Grade]]:
    """Each text a report of an outlet that nobody knows, a day apart; the grade of the event that the first tells."""
    names = count()
    documents = {f"{n}.txt": REPORT.format(f"Outlet {n}", f"2024-05-{5 + n:02d}", text) for n, text in zip(names, texts, strict=False)}
    with marked.build(folder, documents, table, listing) as snapshot:
        first = next(d.sha256 for d in snapshot.rows("documents") if d.name == "0.txt")
        claim = next(c for c in snapshot.rows("claims") if c.quote.sha256 == first and c.event)
        (grade,) = snapshot.rows("grades", event=claim.event)
        assert snapshot.get(claim.event).grade == claim.grade == grade.code
        assert {link.grade for link in snapshot.rows("links") if link.event == claim.event} <= {grade.code}
        yield snapshot, grade


@pytest.mark.parametrize(
    ("text", "alone", "beside", "says"),
    [
        (BY.format(""), 3, 2, "customs figures support it"),
        (BY.format("more than 1,300 tons of "), 3, 2, "agrees with other information: one step better"),
        (BY.format("more than 700 tons of "), 3, 2, "agrees with other information: one step better"),  # 1,310 is more than 700
        (BY.format("9,000 tons of "), 3, 4, "customs figures contradict it"),
        (BY.format("more than 9,000 tons of "), 3, 4, "one step worse"),
        ("China supplied nitrocellulose to Russia in 2023, officials said.", 4, 3, "recorded by China alone); it agrees"),
        ("China supplied nitrocellulose to Russia in 2023.", 6, 3, "nothing else tells whether it holds, and so it is possibly true"),
        ("China supplied 9,000 tons of nitrocellulose to Russia in 2023.", 6, 5, "nothing else tells whether it holds, and so it is improbable"),
        # What the figures do not reach
        (BY.replace("to Russia", "to Russian gunpowder plants").format(""), 3, 3, "they name no company, plant or buyer, so the digit stays"),
        (BY.replace("China", "Harbin Blue River Chemical, a Chinese company,").format(""), 3, 3, "they name no company, plant or buyer"),
        (BY.replace("to Russia", "to Russia through Kazakhstan").format(""), 3, 3, "others beside the two countries, so the digit stays"),
        (BY.format("high-density "), 3, 3, "its goods and the codes are not of one width, so the digit stays"),
        (BY.replace("in 2023", "in 2021").format(""), 3, 3, ""),
        (BY.replace("Russia", "Belarus").format(""), 3, 3, ""),
        (BY.replace("nitrocellulose", "gunpowder").format(""), 3, 3, ""),
        # The record is the speaker's own government's
        ("China exported 1,300 tons of nitrocellulose to Russia in 2023, China's commerce ministry said.", 3, 3, "it goes back to that record or to its country's own people"),
        ("China will supply nitrocellulose to Russia in 2025, Ukraine's defence minister Rustem Umerov said.", 6, 6, ""),
    ],
)  # fmt: skip
def test_figures_move_the_digit_by_one_step_where_they_meet_the_claim_whole(tmp_path: Path, text: str, alone: int, beside: int, says: str) -> None:
    with built(tmp_path / "alone", text, table="") as (_, grade):
        assert grade.credibility == alone
    with built(tmp_path / "beside", text) as (snapshot, grade):
        assert grade.credibility == beside, grade.reasons
        checks = [r for r in grade.reasons if "customs figures" in r]
        assert len(checks) == bool(says)
        assert says in "".join(checks)
        (check,) = snapshot.rows("checks")
        assert (check.id in grade.because) == bool(says)


def test_two_voices_and_figures_make_no_1_and_no_retelling_adds_anything(tmp_path: Path) -> None:
    german = BY.replace("Ukrainian Defence Minister Rustem Umerov", "German Foreign Minister Johann Wadephul").replace("Observer on May 5", "Herald on May 6")
    with built(tmp_path / "two", BY.format(""), german.format("")) as (_, grade):
        assert grade.credibility == 2
        assert any("makes no 1" in r for r in grade.reasons)
    # Outlets that repeat the one interview leave the 2 that the figures made, and make none where the interview itself says more
    with built(tmp_path / "copies", *[BY.format("")] * 3) as (_, grade):
        assert grade.credibility == 2
    plants = BY.replace("to Russia", "to Russian gunpowder plants").format("")
    with built(tmp_path / "shorter", plants, BY.format("")) as (snapshot, grade):
        assert snapshot.get(grade.event).claims == 2
        assert grade.credibility == 3, grade.reasons


def test_a_number_that_its_source_took_back_is_held_against_nothing(tmp_path: Path) -> None:
    said = "Belarus sent {} tons of nitrocellulose to Russia in 2023."
    table = CHINA.replace("CN,RU", "BY,RU")
    documents = {
        "0.txt": REPORT.format("Reuters", "2024-05-05", said.format("9,000")),
        "1.txt": REPORT.format("Reuters", "2024-05-06", f"Correction\n\n{said.format('1,300')} We regret the error."),
    }
    with marked.build(tmp_path / "case", documents, table) as snapshot:
        grades = {g.event: g for g in snapshot.rows("grades")}
        found = {c.id: (c.value.amount, grades[c.event]) for c in snapshot.rows("claims") if c.value}
        for check in snapshot.rows("checks"):
            amount, grade = found[check.claim]
            assert check.verdict == ("supports" if amount == 1300 else "contradicts")
            if amount == 1300:
                assert grade.credibility == 2, grade.reasons


def sdn(*rows: tuple[str, str, str]) -> Addition:
    text = "name,type,country,programme,listed\n" + "".join(f"{n},Company,{c},{p},2023-05-01\n" for n, c, p in rows)
    columns = {"name": "name", "type": "type", "country": "country", "programme": "programme", "date": "listed"}
    return Addition(text.encode(), "list.csv", role="list", published="2024-01-01", mapping=columns | {"list": "xx_list", "title": "Example List", "jurisdiction": "US"})


@pytest.mark.parametrize(
    ("speaker", "programme", "digit", "says"),
    [
        ("officials", "RUSSIA-EO14024", 3, "the listing names the country that was supplied, so it agrees with other information: one step better"),
        ("officials", "IRAN-EO13382", 4, "a listing speaks of the party and not of this event, so the digit stays"),
        ("Ukraine's defence minister Rustem Umerov", "RUSSIA-EO14024", 3, "so the digit stays"),
        ("U.S. officials", "RUSSIA-EO14024", 4, "so the digit stays"),  # a list of the speakers' own side
    ],
)
def test_a_listing_bears_out_what_is_only_doubtful(tmp_path: Path, speaker: str, programme: str, digit: int, says: str) -> None:
    text = f"The Turkish company Mavi Deniz Kimya supplied nitrocellulose to Russia, {speaker} said."
    listing = sdn(("Mavi Deniz Kimya", "Turkey", programme), *((f"Example Shipping Line {n} Ltd.", "", "X") for n in range(1, 10)))
    with built(tmp_path / "case", text, table="", listing=listing) as (_, grade):
        assert grade.credibility == digit, grade.reasons
        (reason,) = (r for r in grade.reasons if r.startswith("listed: "))
        assert "Mavi Deniz Kimya on Example List since 2023-05-01" in reason
        assert says in reason


def test_lines_between_the_parties_that_a_claim_names_move_its_digit(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    report = "Lantern Harbour Trading Limited supplied integrated circuits to Verba-Example LLC in March 2024, Ukraine's defence minister Rustem Umerov said.\n"
    (tmp_path / "report.txt").write_text(report, "utf-8")
    (tmp_path / "lines.csv").write_text(
        "Declaration number,Declaration date,Direction,Shipper name,Shipper country,Consignee name,Consignee country,HS code,Net weight kg,Value USD\n"
        "D1,2024-03-17,import,LANTERN HARBOUR TRADING LIMITED,Hong Kong,VERBA-EXAMPLE LLC,Russia,8542310000,2,1000\n",
        "utf-8",
    )
    run("add", case, tmp_path / "report.txt", "--published", "2024-04-02")
    run("trade", "add", case, tmp_path / "lines.csv", "--register", "Customs of X")
    run("build", case)
    with Snapshot.open(open_case(case)) as snapshot:
        (event,) = (e for e in snapshot.rows("events") if e.claims)
        (grade,) = snapshot.rows("grades", event=event.id)
    assert (event.origins, grade.credibility) == (1, 2), grade.reasons
    assert "lines are what declarants told customs, one origin at the most" in grade.reasons[-1]


@pytest.mark.parametrize(
    ("claim", "lines", "beyond"),
    [
        (told(), [line(1)], ""),
        (told(goods=("integrated circuits for drones",)), [line(1)], "not of one width"),
        (replace(told(), parties=(ToldParty("recipient", "plants", "ru", "described", "Russian plants"), *told().parties[1:])), [line(1)], "a party without a name"),
        (told(counted="factories", count_min=6.0, count_max=6.0), [line(1)], "in no line"),
        (replace(told(), period_from=None, period_to=None, published="2024-06-01"), [line(1)], ""),
        (replace(told(), period_from=None, period_to=None, published="2026-06-01"), [line(1)], "gives no time"),
    ],
)
def test_what_lines_do_not_reach_is_said(claim, lines, beyond: str) -> None:
    claim = claim if claim.goods != ("chips",) else replace(claim, goods=("integrated circuits",))
    check = against_lines(claim, *lines)
    assert check.verdict == "supports", check.text
    assert beyond in check.beyond
    assert bool(check.beyond) == bool(beyond)


def test_six_digits_are_held_against_six_and_a_heading_only_where_nothing_else_is_there() -> None:
    roles = {"supplier": ["China"], "recipient": ["Russia"], "goods": ["nitrocellulose"]}
    claim = replace(key(document("a"), "a thousand tons", "shipment", roles=roles, period=("2023", "2023"), value=(1300.0, "t")), hs=("3912",))
    acetates = row("2023", 9.0, hs="391211", weight=5_000_000.0)
    (check,) = trade.checks([claim], trade.flows([acetates, row("2023", 1.0, number=1, weight=1_310_000.0)]))
    assert (check.verdict, check.hs, check.beyond) == ("supports", ("391220",), "")
    (wide,) = trade.checks([claim], trade.flows([row("2023", 1.0, hs="3912", weight=1_310_000.0)]))
    assert (wide.verdict, wide.hs) == ("supports", ("3912",))
    assert "not of one width" in wide.beyond


def test_more_than_and_up_to_are_read() -> None:
    def verdict(amount: float, bound: str, **rest) -> str:
        roles = {"supplier": ["China"], "recipient": ["Russia"], "goods": ["nitrocellulose"]}
        claim = key(document("a"), "much", "shipment", roles=roles, period=("2023", "2023"), value=(amount, "t"))
        (check,) = trade.checks([replace(claim, bounds=(bound,))], trade.flows([row("2023", 1.0, weight=1_310_000.0)]))
        return check.verdict

    assert [verdict(700.0, b) for b in ("least", "most", "about", "")] == ["supports", "contradicts", "contradicts", "contradicts"]
    assert [verdict(3000.0, b) for b in ("least", "most", "about", "")] == ["contradicts", "silent", "contradicts", "contradicts"]
    fall = key(document("b"), "x", "trade_flow", roles={"reporter": ["China"], "partner": ["Russia"], "goods": ["nitrocellulose"]}, period=("2023", "2023"), change=-30.0)
    fall = replace(fall, words=("exports", "fell"), bounds=("least",))
    deeper = trade.flows([row("2022", 100.0), row("2023", 40.0)])
    (check,) = trade.checks([fall], deeper)
    assert check.verdict == "supports"
    (check,) = trade.checks([replace(fall, bounds=())], deeper)
    assert check.verdict == "contradicts"


def _checks(data: st.DataObject, keys) -> list[Check]:
    return [
        Check(f"k{k.id}", k.id, data.draw(st.sampled_from(["supports", "contradicts", "silent"])), "", (k.id,), period="2024", beyond=data.draw(st.sampled_from(["", "", "less"])))
        for k in keys
        if k.kind in ("supply", "shipment")
    ]


@settings(max_examples=150, deadline=None)
@given(corpora(), st.data())
def test_whatever_a_later_copy_is_held_against_it_raises_no_grade(keys, data) -> None:
    checks = _checks(data, keys)
    before = weigh.weigh(keys, checks=checks)
    assert weigh.weigh(keys[::-1], checks=checks[::-1]) == before
    copied = data.draw(st.sampled_from(sorted({k.sha256 for k in keys})))
    dates = [k.published for k in keys if k.sha256 == copied]
    later = None if dates[0] is None else data.draw(st.sampled_from([dates[0], "2025-07-02", "2025-09-01"]))
    publisher = data.draw(st.sampled_from(_PUBLISHERS))
    copies = [replace(k, id=f"{k.id}x", sha256="f" * 64, publisher=publisher, published=later) for k in keys if k.sha256 == copied and len(k.words) >= 5]
    after = weigh.weigh([*keys, *copies], checks=[*checks, *_checks(data, copies)])
    for _, (_, old), (_, new) in _graded(keys, before, after):
        assert new.credibility >= old.credibility


def test_a_check_moves_one_step_and_never_past_2_or_5() -> None:
    doc = document("a", publisher="Reuters")
    said = key(doc, "alpha beta gamma delta epsilon", "supply", speaker="Oleh Ivashchenko", role="head of Ukraine's service", roles={"supplier": ["China"], "recipient": ["Russia"], "goods": ["gunpowder"]})

    def digit(*checks: Check) -> int:
        (grade,) = weigh.weigh([said], checks=checks).grades
        return grade.credibility

    yes, no = (Check("k", said.id, verdict, "", (), period="2024") for verdict in ("supports", "contradicts"))
    assert [digit(), digit(yes), digit(no)] == [3, 2, 4]
    lines = replace(yes, id="l", against="registers")
    assert digit(yes, lines) == 2, "figures and lines are one step together"
    assert digit(no, lines) == 4, "and what contradicts goes first"
    assert digit(replace(yes, recorders=("ua",))) == 3, "the record of the speaker's own country"
    assert digit(replace(no, beyond="a firm")) == 3
