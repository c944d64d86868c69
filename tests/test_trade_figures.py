"""Both sides' records, totals, sums, charts, and what checks say: from small tables to the command line."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from commands import EXAMPLES, rows, run
from supplyline import trade
from supplyline.case.settings import load
from supplyline.model import BadInput, Check
from supplyline.publish.chart import Line, Point, draw
from test_trade import row
from weighing import document, key

# ---------------------------------------------------------------- both sides


def mirrored(*rows, **rest):
    return trade.mirrors(trade.flows(rows), **rest)


def test_the_difference_is_an_interval_after_both_ends_of_the_factor() -> None:
    (m,) = mirrored(row("2023", 1e6), row("2023", 2.1e6, reporter="ru", partner="cn", flow="import"))
    assert (m.exporter, m.importer, m.exported, m.imported, m.missing) == ("cn", "ru", 1e6, 2.1e6, "")
    assert m.low == pytest.approx(2.1e6 / 1.10 - 1e6)
    assert m.high == pytest.approx(2.1e6 / 1.05 - 1e6)
    assert (m.percent_low, m.percent_high) == (90.9091, 100.0)
    assert "91 % to 100 %) more" in m.text
    (same,) = mirrored(row("2023", 1e6), row("2023", 1.07e6, reporter="ru", partner="cn", flow="import"))
    assert "freight and insurance explain" in same.text
    (less,) = mirrored(row("2023", 1e6), row("2023", 1.07e6, reporter="ru", partner="cn", flow="import"), factor=(1.2, 1.3))
    assert less.high < 0
    assert "less" in less.text
    (zero,) = mirrored(row("2023", 0.0), row("2023", 5e6, reporter="ru", partner="cn", flow="import"))
    assert (zero.percent_low, zero.percent_high) == (None, None)


def test_a_missing_side_says_whether_that_country_reports_at_all() -> None:
    (m,) = mirrored(row("2023", 1e6))
    assert (m.missing, m.imported, m.low) == ("importer", None, None)
    assert "hold no imports of Russia of that year" in m.text
    found = mirrored(row("2023", 1e6), row("2023", 5.0, reporter="ru", partner="de", flow="import"))
    told = {(m.exporter, m.missing): m.text for m in found}
    assert "Russia's own imports of that year are in the tables, without a row for this" in told["cn", "importer"]
    assert "hold no exports of Germany" in told["de", "exporter"]


def test_other_currencies_parts_of_years_and_groups_are_not_paired() -> None:
    from dataclasses import replace

    sent = row("2023", 1e6)
    got = replace(row("2023", 1e6, reporter="ru", partner="cn", flow="import"), currency="EUR")
    assert {m.missing for m in mirrored(sent, got)} == {"importer", "exporter"}
    assert mirrored(row("2023-01", 1e6), row("2023", 1.0, partner="world"), row("2023", 1.0, partner="Euro area")) == ()


# ---------------------------------------------------------------- shares, totals, sums, months


def test_shares_and_totals_come_from_the_tables_own_total() -> None:
    flows = trade.flows([row("2023", 60.0), row("2023", 30.0, partner="tr"), row("2023", 5.0, partner="Euro area"), row("2023", 100.0, partner="world")])
    shares = {f.partner: f.share for f in flows}
    assert shares == {"ru": 60.0, "tr": 30.0, "Euro area": 5.0, "world": None}
    (total,) = trade.totals(flows)
    assert (total.partners, total.world, total.difference) == (90.0, 100.0, -10.0)
    assert len(total.because) == 3
    assert trade.totals(trade.flows([row("2023", 60.0)])) == ()


def test_unit_value_needs_the_weight_of_every_row() -> None:
    (flow,) = trade.flows([row("2023-01", 60.0, weight=20.0), row("2023-02", 30.0, weight=10.0)])
    assert (flow.weight, flow.unit_value) == (30.0, 3.0)
    (flow,) = trade.flows([row("2023-01", 60.0, weight=20.0), row("2023-02", 30.0)])
    assert (flow.weight, flow.unit_value) == (None, None)


def test_a_sum_takes_no_code_beside_its_own_part() -> None:
    flows = trade.flows([row("2023", 100.0, hs="8457"), row("2023", 60.0, hs="845710"), row("2023", 9.0, hs="845811"), row("2023", 500.0, partner="world")])
    (total,) = trade.added(flows)
    assert total.value == 109.0
    assert len(total.because) == 2


def test_months_keep_their_rows_and_leave_years_out() -> None:
    rows = [row("2023-02", 5.0), row("2023-01", 3.0), row("2023-01", 4.0, number=1), row("2023", 99.0)]
    assert [(f.period, f.value, len(f.because)) for f in trade.months(rows)] == [("2023-01", 7.0, 2), ("2023-02", 5.0, 1)]


# ---------------------------------------------------------------- checks


def held(claim_key, *rows) -> Check:
    (check,) = trade.checks([claim_key], trade.flows(rows), rows)
    return check


def lng(period, value, **rest):
    return row(period, value, **{"reporter": "cn", "partner": "ru", "flow": "import", "hs": "271111", **rest})


def said(words="China has increased its imports of gas", **rest):
    roles = {"reporter": ["China"], "partner": ["Russian"], "goods": ["liquefied natural gas"]}
    return key(document("a"), words, "trade_flow", **{"roles": roles, "period": ("2024", "2024"), **rest})


def test_a_quarter_is_held_against_its_months_and_the_same_months_before() -> None:
    rows = [lng(f"{y}-{m:02d}", v) for y, v in ((2023, 10.0), (2024, 11.0)) for m in range(1, 13)]
    quarter = said(period=("2024-01", "2024-03"), change=10.0)
    check = held(quarter, *rows)
    assert (check.verdict, check.recorded, check.period) == ("supports", 10.0, "2024-01/2024-03")
    assert all(id.startswith(("c_", "t_")) for id in check.because)
    assert len([id for id in check.because if id.startswith("t_")]) == 6  # and those of the year before
    # Two months of three cannot bear out or deny a quarter
    assert held(quarter, *[r for r in rows if r.period != "2024-02"]).verdict == "silent"
    assert held(quarter, lng("2023", 120.0), lng("2024", 132.0)).verdict == "silent"


def test_an_amount_of_part_of_a_year_is_never_held_against_the_year() -> None:
    amount = said(period=("2024-03", "2024-03"), value=(11.0, "USD"))
    assert held(amount, *[lng(f"2024-{m:02d}", 11.0) for m in range(1, 13)]).verdict == "supports"
    assert held(amount, lng("2024", 132.0)).verdict == "silent"
    year = said(value=(132.0, "USD"))
    assert held(year, *[lng(f"2024-{m:02d}", 11.0) for m in range(1, 10)]).verdict == "silent"


def test_an_amount_in_another_currency_is_not_compared() -> None:
    check = held(said(value=(100.0, "EUR")), lng("2024", 5e6))
    assert check.verdict == "silent"
    assert "could not be compared" in check.text


def test_a_share_needs_the_total_of_the_table() -> None:
    share = said(value=(60.0, "%"))
    assert held(share, lng("2024", 61.0), lng("2024", 100.0, partner="world")).verdict == "supports"
    wrong = held(share, lng("2024", 20.0), lng("2024", 100.0, partner="world"))
    assert (wrong.verdict, wrong.recorded) == ("contradicts", 20.0)
    assert len(wrong.because) == 3  # the claim, the flow and the total
    assert held(share, lng("2024", 20.0)).verdict == "silent"


def test_a_claim_of_imports_from_anywhere_is_held_against_the_worlds_total() -> None:
    anywhere = said(roles={"reporter": ["China"], "goods": ["liquefied natural gas"]}, change=3.3)
    check = held(anywhere, lng("2023", 100.0, partner="world"), lng("2024", 103.0, partner="world"))
    assert (check.verdict, check.exporter, check.importer) == ("supports", "world", "cn")


def test_either_sides_record_can_bear_a_claim_out_and_both_must_fail_to_contradict() -> None:
    roles = {"supplier": ["China"], "recipient": ["Russia"], "goods": ["nitrocellulose"]}
    claim = key(document("a"), "a thousand tons", "shipment", roles=roles, period=("2023", "2023"), value=(1300.0, "t"))
    low = row("2023", 1.0, weight=500_000.0)
    high = row("2023", 1.0, reporter="ru", partner="cn", flow="import", weight=1_310_000.0)
    assert held(claim, low, high).verdict == "supports"
    assert held(claim, low).verdict == "contradicts"


def test_a_heading_beside_its_subheading_counts_once() -> None:
    claim = said(roles={"reporter": ["China"], "partner": ["Russia"], "goods": ["x"]}, hs=["2711"], value=(100.0, "USD"))
    assert held(claim, lng("2024", 100.0, hs="2711"), lng("2024", 70.0)).verdict == "supports"


def test_every_claim_of_trade_gets_a_check_and_says_why_it_is_silent() -> None:
    rows = [lng("2024", 1.0)]
    nobody = key(document("a"), "it was supplied", "supply", roles={"goods": ["gas"]})
    assert "names no two countries" in held(nobody, *rows).text
    vague = key(document("a"), "China supplies parts", "supply", roles={"supplier": ["China"], "recipient": ["Russia"], "goods": ["spare parts"]})
    assert "No HS code" in held(vague, *rows).text
    assert trade.checks([nobody, vague], ()) == ()


# ---------------------------------------------------------------- settings


def test_groups_and_the_factor_are_settings(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text('[trade]\ncif_fob = [1.06, 1.06]\n[trade.groups]\ntransit = ["KG", "kz"]\nmine = ["tr"]\n')
    settings = load(path)
    assert settings.cif_fob == (1.06, 1.06)
    assert settings.groups["transit"] == ("kg", "kz")
    assert settings.groups["mine"] == ("tr",)
    assert {"at", "us", "jp"} <= set(settings.groups["coalition"])
    for text in ("cif_fob = 1.1", "cif_fob = [1.1, 1.0]", "cif_fob = [0.5, 1]", "groups = 3", 'groups = {x = ["Turkey"]}'):
        path.write_text(f"[trade]\n{text}\n")
        with pytest.raises(BadInput, match=r"case.toml:\d: trade"):
            load(path)


# ---------------------------------------------------------------- charts


def test_a_chart_is_whole_svg_whose_points_name_their_rows() -> None:
    lines = [Line("a <b>", "USD", tuple(Point(str(y), 10.0 * y, f"f_{y}") for y in (2020, 2021, 2023))), Line("c", "USD", (Point("2022-01/2022-03", 5.0, "f_9"),))]
    drawn = draw(lines, "Trade & more", "a note")
    root = ET.fromstring(drawn)
    titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 4
    assert "a <b>, 2023: USD 20,230 (f_2023)" in titles
    path = next(p.get("d") for p in root.iter("{http://www.w3.org/2000/svg}path") if (p.get("d") or "").count("M") == 2)
    assert path.count("L") == 1  # 2020 to 2021 is a line, the gap before 2023 is none
    assert draw(list(reversed(lines)), "Trade & more", "a note") == drawn
    assert "No figures" in draw([], "t")
    many = draw([Line(f"s{n}", "USD", (Point("2020", float(n), "f"),)) for n in range(11)], "t")
    assert "3 smaller series are not drawn" in many
    with pytest.raises(ValueError, match="one unit"):
        draw([Line("a", "USD", lines[0].points), Line("b", "EUR", lines[0].points)], "t")


# ---------------------------------------------------------------- the command line


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    case = tmp_path_factory.mktemp("trade") / "case"
    run("new", case)
    run("add", case, EXAMPLES / "reports", "--sources", EXAMPLES / "sources.csv")
    run("trade", "add", case, EXAMPLES / "trade" / "comtrade_391220.csv")
    run("build", case)
    return case


def test_flows_are_filtered_by_code_country_group_and_year(case: Path) -> None:
    found = rows("trade", "flows", case, "--hs", "nitrocellulose", "--reporter", "Turkey", "--partner", "destination", "--since", "2022")
    assert [(f["period"], f["value"], f["unit_value"]) for f in found] == [("2022", 2300000, 4.259259), ("2023", 3900000, 4.431818)]
    total = rows("trade", "flows", case, "--partner", "ru", "--total")
    assert [(s["period"], s["value"]) for s in total][-1] == ("2023", 9440000)
    assert rows("trade", "flows", case, "--hs", "8457") == []


def test_statistics_and_checks_are_asked_for_by_groups_of_the_tree_of_goods(case: Path) -> None:
    for name in ("flows", "checks"):
        told = rows("trade", name, case, "--hs", "cellulose-3912")
        assert told and told == rows("trade", name, case, "--hs", "3912") != rows("trade", name, case, "--hs", "chpl-1")


def test_mirror_and_checks_can_be_traced_to_rows(case: Path, tmp_path: Path) -> None:
    mirrors = rows("trade", "mirror", case, "--reporter", "tw", "--partner", "tr")
    assert [(m["period"], m["missing"]) for m in sorted(mirrors, key=lambda m: m["period"])] == [("2021", ""), ("2022", ""), ("2023", "")]
    checks = rows("trade", "checks", case, "--reporter", "china")
    weights = [c for c in checks if c["unit"] == "kg"]
    assert {(c["claimed"], c["recorded"], c["verdict"]) for c in weights} == {(700000, 712000, "supports"), (1300000, 1318000, "supports")}
    for id in (mirrors[0]["id"], weights[0]["id"]):
        steps = rows("why", case, id)
        assert any(s["table"] == "trade_rows" and "row " in s["notes"][0] for s in steps)


@pytest.mark.parametrize("name", ["flows", "mirror", "anomalies", "checks"])
def test_each_table_can_be_drawn_and_the_picture_names_ids_of_the_build(case: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "a.svg"
    assert run("trade", name, case, "--chart", out).stdout
    titles = [t.text for t in ET.parse(out).getroot().iter("{http://www.w3.org/2000/svg}title")]
    assert titles
    id = titles[0].rsplit("(", 1)[1].rstrip(")")
    assert rows("why", case, id)[-1]["table"] == "trade_rows"


def test_wrong_words_are_wrong_usage(case: Path) -> None:
    for words in (("--hs", "qwertz"), ("--since", "lately")):
        run("trade", "flows", case, *words, code=2)
