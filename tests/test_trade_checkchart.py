"""The small chart of each check: the series, the claim beside it, and ids that lead to the rows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from commands import rows as printed
from commands import run
from supplyline import trade
from supplyline.model import Check, ToldParty
from supplyline.publish.chart import Line, Point, draw, sheet
from supplyline.publish.checkchart import drawn, lines_of
from supplyline.weigh.keys import _bound
from test_trade import row
from test_trade_registers import held, line, said
from weighing import document, key

SVG = "{http://www.w3.org/2000/svg}"


class Kept:
    """Rows of a build, in memory."""

    def __init__(self, *nouns) -> None:
        self.nouns = {n.id: n for n in nouns}

    def get(self, id: str):
        return self.nouns.get(id)

    def rows(self, table: str, **equal):
        return (n for n in self.nouns.values() if type(n).__name__ == "Flow" and all(getattr(n, k) == v for k, v in equal.items()))


def check_of(text: str, table: list, period=("2024", "2024"), figures=(), bounds=()) -> tuple[Check, Kept]:
    flows = trade.flows(table)
    claim = key(document("a"), text, kind="trade_flow", roles={"reporter": ["China"], "partner": ["Russia"], "goods": ["machine tools"]}, hs=("8457",), period=period)
    claim = replace(claim, parties=(ToldParty("reporter", "China", "cn", "country", "China"), ToldParty("partner", "Russia", "ru", "country", "Russia")), words=("exports",), hs=("8457",), goods=())
    claim = replace(claim, figures=figures, bounds=bounds)
    (check,) = trade.checks([claim], flows, table)
    return check, Kept(*flows, *table)


TABLE = [row(str(y), v, hs="845710") for y, v in ((2021, 80.0), (2022, 90.0), (2023, 100.0), (2024, 103.0))]


def test_a_claimed_change_stands_beside_the_computed_one() -> None:
    """'+3.3 % in 2024' against 100 and 103: the check says +3.0 %, the chart has the claim at 103.3."""
    check, kept = check_of("China's exports of machine tools to Russia rose 3.3 % in 2024", TABLE, figures=("+3.3 %",))
    assert (check.verdict, check.claimed, check.recorded, check.period) == ("supports", 3.3, 3.0, "2024")
    assert "+3.0 %" in check.text and "the claim says +3.3 %" in check.text
    assert "The tables reach to 2024" in check.text and "do not show which company" in check.text
    recorded, claimed = lines_of(check, kept)
    assert [(p.period, p.value) for p in recorded.points] == [("2021", 80), ("2022", 90), ("2023", 100), ("2024", 103)]
    assert all(kept.get(p.id) is not None for p in recorded.points)
    assert claimed.said and claimed.points == (Point("2024", pytest.approx(103.3), check.claim),)
    (wrong, kept) = check_of("fell", TABLE, figures=("-50 %",))
    assert wrong.verdict == "contradicts"
    assert lines_of(wrong, kept)[1].points[0].value == pytest.approx(50.0)


def test_the_time_of_the_claim_lies_on_a_band_and_the_claim_is_a_ring() -> None:
    check, kept = check_of("rose", TABLE, figures=("+3.3 %",))
    picture = ET.fromstring(drawn(check, kept, alone=True))
    (band,) = [r for r in picture.iter(f"{SVG}rect") if r.get("class") == "band"]
    assert band[0].text == "2024"
    rings = [c for c in picture.iter(f"{SVG}circle") if c.get("class") == "s"]
    assert sorted(check.claim in (r[0].text if len(r) else "") for r in rings) == [False, True]  # in the legend and at its place
    assert "Figures of countries, to 2024; they name no company." in "".join(picture.itertext())
    assert drawn(check, kept) == drawn(check, kept)
    assert "<style>" not in drawn(check, kept)


def test_goods_of_several_codes_are_one_line_that_names_its_parts() -> None:
    table = [row(y, v, hs=hs) for hs, v in (("845710", 100.0), ("845720", 10.0)) for y in ("2023", "2024")]
    check, kept = check_of("China exports machine tools to Russia", table)
    (recorded,) = lines_of(check, kept)
    assert [p.value for p in recorded.points] == [110, 110]
    assert all(kept.get(id) is not None for p in recorded.points for id in p.id.split(", "))


def test_weights_are_drawn_where_the_claim_gives_one() -> None:
    table = [replace(row(y, 100.0, hs="845710"), weight=w) for y, w in (("2023", 5000.0), ("2024", 9000.0))]
    check, kept = check_of("China exported 9 t of machine tools to Russia in 2024", table, figures=("9 t",))
    recorded, claimed = lines_of(check, kept)
    assert (recorded.unit, [p.value for p in recorded.points]) == ("kg", [5000, 9000])
    assert claimed.points == (Point("2024", 9000, check.claim),)


def test_a_part_of_a_year_shows_its_months_and_those_of_the_year_before() -> None:
    table = [row(f"{y}-{m:02d}", v, hs="845710") for y, v in ((2023, 10.0), (2024, 12.0)) for m in range(1, 4)]
    check, kept = check_of("rose", table, period=("2024-01", "2024-03"), figures=("+20 %",))
    assert (check.verdict, check.recorded) == ("supports", 20.0)
    (recorded, *_) = lines_of(check, kept)
    assert [p.period for p in recorded.points] == [f"{y}-{m:02d}" for y in (2023, 2024) for m in (1, 2, 3)]
    assert {p.id for p in recorded.points} == set(check.because) - {check.claim}


def test_lines_of_registers_are_drawn_by_month_and_cut_ones_say_so() -> None:
    lines = [line(n, date=f"2024-{1 + n % 3:02d}-05") for n in range(1, 60)]
    check = held(replace(said(), period_from="2024", period_to="2024"), *lines)
    kept = Kept(*lines)
    (one,) = lines_of(check, kept)
    assert one.unit == "shipments" and sum(p.value for p in one.points) == 50
    picture = drawn(check, kept)
    assert "The first 50 lines. What declarants told, to 2024-03-05" in picture
    (few,) = lines_of(held(said(), lines[1]), kept)
    assert few.points == (Point("2024-03", 1.0, "s_2"),)


def test_nothing_is_drawn_where_nothing_was_recorded() -> None:
    check, kept = check_of("China exports machine tools to Russia", [row("2024", 5.0, hs="640399")])
    assert (check.verdict, drawn(check, kept)) == ("silent", "")


def test_labels_are_escaped_and_a_sheet_holds_every_chart_whole() -> None:
    one = draw([Line("<a>", "USD", (Point("2023", 1.0, "f_1"), Point("2024", 2.0, "f_2")))], "t & u", alone=False)
    whole = ET.fromstring(sheet([one, one, one], "<title>", "note"))
    assert len(list(whole.iter(f"{SVG}svg"))) == 4
    assert len({(s.get("x"), s.get("y")) for s in whole.iter(f"{SVG}svg") if s.get("x")}) == 3
    assert "No figures." in "".join(ET.fromstring(sheet([], "t", "n")).itertext())


def test_a_case_draws_its_checks_into_a_file_or_a_folder(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    (tmp_path / "r.txt").write_text("publisher: Observer\npublished: 2025-02-01\n\nChina's exports of machine tools to Russia rose 3.3 percent in 2024, the Chinese customs administration said.\n", "utf-8")
    (tmp_path / "t.csv").write_text("reporter,partner,flow,hs,period,value\n" + "".join(f"cn,ru,export,845710,{y},{v}\n" for y, v in ((2022, 90), (2023, 100), (2024, 103))), "utf-8")
    run("add", case, tmp_path / "r.txt")
    run("trade", "add", case, tmp_path / "t.csv")
    run("build", case)
    found = [c for c in printed("trade", "checks", case) if c["verdict"] != "silent"]
    assert found and all(c["recorded"] == 3.0 and c["claimed"] == 3.3 for c in found)
    run("trade", "checks", case, "--chart", tmp_path / "charts")
    assert {p.name for p in (tmp_path / "charts").iterdir()} >= {f"{c['id']}.svg" for c in found}
    run("trade", "checks", case, "--chart", tmp_path / "all.svg")
    for path in (tmp_path / "all.svg", tmp_path / "charts" / f"{found[0]['id']}.svg"):
        ids = {id for t in ET.parse(path).getroot().iter(f"{SVG}title") for id in re.findall(r"\b[fc]_\w{12}", t.text)}
        assert ids
        for id in ids:
            assert printed("why", case, id)[-1]["table"] in ("trade_rows", "claims")
    assert "is a file" in run("trade", "checks", case, "--chart", tmp_path / "t.csv", code=2).stderr.replace("\n", " ")
    run("brief", case, "--out", tmp_path / "brief.html")
    page = (tmp_path / "brief.html").read_text("utf-8")
    assert page.count('<div class="small"><svg') == len([c for c in printed("trade", "checks", case) if len(c["because"]) > 1])


# ---------------------------------------------------------------- lower bounds


@pytest.mark.parametrize(("quote", "text", "least"), [
    ("China sent more than 700 tons of it", "700 tons", True), ("China sent more than 700 tons of it", "more than 700 tons", True), ("China sent 700 tons of it", "700 tons", False),
    ("fewer and over 700 tons", "700 tons", True), ("Китай поставил свыше 700 тонн", "700 тонн", True), ("Китай поставив понад 700 тонн", "700 тонн", True), ("中国向俄罗斯出口超过700吨", "700吨", True),
    ("China sent about 700 tons of it", "700 tons", False), ("China sent no more than 700 tons of it", "700 tons", False), ("moreover 700 tons", "700 tons", False),
])  # fmt: skip
def test_a_lower_bound_is_known_by_the_word_before_it(quote: str, text: str, least: bool) -> None:
    assert (_bound(quote, text) == "least") is least


def test_more_than_is_no_contradiction_of_much_more_but_of_less() -> None:
    check, _ = check_of("rose", TABLE, figures=("+2 %",), bounds=("least",))
    assert (check.verdict, "the claim says at least +2 %" in check.text) == ("supports", True)
    assert check_of("rose", [*TABLE[:3], row("2024", 160.0, hs="845710")], figures=("+20 %",), bounds=("least",))[0].verdict == "supports"
    assert check_of("rose", [*TABLE[:3], row("2024", 160.0, hs="845710")], figures=("+20 %",))[0].verdict == "contradicts"
    assert check_of("rose", TABLE, figures=("+20 %",), bounds=("least",))[0].verdict == "contradicts"
    heavy = [replace(row("2024", 100.0, hs="845710"), weight=9000.0)]
    assert check_of("sent", heavy, figures=("5 t",), bounds=("least",))[0].verdict == "supports"
    assert check_of("sent", heavy, figures=("5 t",))[0].verdict == "contradicts"
    assert check_of("sent", heavy, figures=("20 t",), bounds=("least",))[0].verdict == "contradicts"
    claim = replace(said(), figures=("1 kg",))
    assert held(claim, line(1)).verdict == "contradicts"
    assert held(replace(claim, bounds=("least",)), line(1)).verdict == "supports"
