"""Codes of several revisions and amounts in several currencies made one, without inventing anything."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from commands import rows as printed
from commands import run
from supplyline import trade
from supplyline.model import BadInput
from supplyline.read.concordance import read_concordance
from supplyline.read.rates import read_rates
from supplyline.trade.controlled import LISTED, flags, in_words, level
from supplyline.trade.diversion import diversions
from supplyline.trade.newcomers import new_exporters
from supplyline.trade.rates import Exchange, converted, shipped, sold
from supplyline.trade.revisions import Family, families, is_wide, parts, shown, told
from supplyline.tsv import rows
from test_trade import row
from test_trade_registers import line

BACI = Path(__file__).parents[1].parent / "shared" / "data" / "trade" / "baci_one" / "product_codes.csv"
CHIPS = "854150=854151+854159"


def codes_of_2017() -> set[str]:
    """Both lists leave some codes out: BACI adds up petroleum and puts coins aside."""
    if not BACI.exists():
        pytest.skip("../shared is not here")
    out: set[str] = set()
    for path, column in ((BACI, "code"), (BACI.with_name("hs17_bec.csv"), "HS 2017")):
        with path.open(encoding="utf-8-sig") as file:
            out |= {r[column].zfill(6) for r in csv.DictReader(file) if len(r[column]) > 4}
    return out - {"271000"}


def test_each_narrow_family_is_cut_at_the_revision_that_it_says() -> None:
    now = {r[0] for r in rows("hs.tsv") if len(r[0]) == 6}
    narrow = [f for f in (*families("2012", "2017"), *families("2017", "2022")) if f.source == "data/hs_revisions.tsv"]
    assert len(narrow) == len(rows("hs_revisions.tsv"))
    codes = [(f.changed, c) for f in narrow for c in f.codes]
    assert len(codes) == len(set(codes))
    assert not any(old in now for f in narrow for old in f.sides[0])
    assert all(new in now for f in narrow if f.changed == ("2022",) for new in f.sides[1])
    then = codes_of_2017()
    for f in narrow:
        assert (set(f.sides[0]) <= then) == (f.changed == ("2022",))
        assert (set(f.sides[1]) <= then) == (f.changed == ("2017",))


def links(until: str) -> dict[str, set[str]]:
    return {old: set(new.split(",")) for revision, old, new in rows("hs_links.tsv") if revision == until}


def test_every_code_that_is_gone_or_new_in_2022_is_linked_but_for_eight() -> None:
    now, then = {r[0] for r in rows("hs.tsv") if len(r[0]) == 6}, codes_of_2017()
    given = set().union(*links("2017").values())
    assert set(links("2017")) <= then and given <= now
    assert then - now <= set(links("2017"))
    unknown = {"852412", "852419", "852492", "852499", "854931", "854939", "854991", "854999"}
    assert now - then - given - {"710820", "711890", "271012", "271019", "271020", "271091", "271099"} == unknown
    for code in (set(links("2017")) | given) & now & then:
        assert code in links("2017")[code]


def test_older_links_lead_from_a_whole_nomenclature_to_the_next() -> None:
    """WCO: HS 2007 has 5,052 subheadings, HS 2012 5,205, HS 2017 5,387; what the tables make of them is within one of that."""
    then = codes_of_2017()
    assert set().union(*links("2012").values()) <= then
    whole = [then]
    for until in ("2012", "2007"):
        table, given = links(until), set().union(*links(until).values())
        old = (whole[-1] - (given - set(table))) | set(table)
        assert given <= whole[-1]
        for code in (set(table) | given) & old & whole[-1]:  # what kept its number is linked to itself
            assert code in table[code]
        whole.append(old)
    assert [len(codes) for codes in whole] == [5388, 5206, 5052]
    # Known from the WCO's amendments, without these tables
    assert links("2012")["852841"] == {"852842"} and links("2012")["870190"] == {f"87019{n}" for n in range(1, 6)}
    assert links("2007")["850780"] == {"850750", "850760", "850780"} and links("2007")["852340"] == {"852341", "852349"}


def test_what_hangs_together_over_several_revisions_is_one_family() -> None:
    """LED lamps left 8543.70 for 8539.50 in 2017, which was cut in 2022."""
    (lamps,) = [f for f in families("2012", "2022") if "853951" in f.codes]
    assert (len(lamps.sides), lamps.changed) == (3, ("2017", "2022"))
    assert "853950" in lamps.sides[1] and not {"853950", "853951"} & set(lamps.sides[0])
    assert {"853951", "853952"} <= set(lamps.sides[2]) and "853950" not in lamps.sides[2]
    assert told(lamps.code).startswith("goods of these codes were regrouped in HS 2017 and HS 2022, so")
    for first, last in (("2007", "2012"), ("2007", "2022"), ("2012", "2022")):
        found = [f for f in families(first, last) if f.source == "data/hs_links.tsv"]
        assert len([c for f in found for c in f.codes]) == len({c for f in found for c in f.codes})  # nothing counts twice
        assert all(side for f in found for side in f.sides)


def test_a_code_that_kept_its_number_is_added_up_with_what_left_it() -> None:
    """2845.90 gave three isotopes numbers of their own in 2022."""
    wide = "284590=284520+284530+284540+284590"
    past = [cut(y, 100.0, "284590") for y in ("2020", "2021")]
    found = trade.flows([*past, cut("2022", 60.0, "284590"), cut("2022", 50.0, "284520"), cut("2023", 120.0, "284540")])
    series = sorted((f.period, f.value, f.change) for f in found if f.hs == wide)
    assert series == [("2020", 100, None), ("2021", 100, 0), ("2022", 110, 10), ("2023", 120, pytest.approx(9.0909))]
    assert is_wide(wide) and not is_wide(CHIPS)
    assert not any(f.hs == wide for f in trade.flows([*past, cut("2022", 60.0, "284590")]))  # nothing says that it was cut
    assert not any(wide in a.hs for a in trade.anomalies(found, {}, "2022"))
    (total,) = [s for s in trade.added(found) if s.period == "2022"]
    assert total.value == 110


def test_codes_of_2012_lead_to_those_of_today_by_way_of_2017() -> None:
    assert parts("300210") == ("300212", "300213", "300214", "300215", "382211", "382219")
    assert parts("841932") == ("841933", "841935")
    assert parts("284590") == ("284590",)


def test_what_happened_to_a_code_is_said() -> None:
    assert told(CHIPS) == "the code was split in HS 2022, so they are added up together (data/hs_links.tsv)"
    assert "the code was numbered anew" in told("854890=854800")
    assert told("854150") == ""
    assert told("681292+681293+681299=681299").startswith("goods of these codes were regrouped in HS 2022")
    assert told("401161+401192=401170") == "the codes were merged in HS 2017, so they are added up together (data/hs_links.tsv)"
    mine = Family((("1", "2"), ("3",)), "", "un.csv", ("2012",))
    assert told(mine.code, [mine]) == "the codes were merged in HS 2012, so they are added up together (un.csv)"
    assert shown("1+2+3+4+5=6") == "1+2+3+2 more=6"


def test_codes_of_the_priority_list_that_are_new_in_2022_have_their_past() -> None:
    """Six of its fifty codes did not exist before; the others did."""
    if not BACI.exists():
        pytest.skip("../shared is not here")
    with BACI.open(encoding="utf-8-sig") as file:
        then = {r["code"] for r in csv.DictReader(file)}
    fresh = {r[0] for r in rows("chpl.tsv")} - then
    assert fresh == {"854800", "852589", "854149", "854151", "854159", "880730"}
    assert fresh <= {c for f in families() for c in f.sides[-1]}


def cut(year: str, value: float, hs: str, **rest):
    return row(year, value, hs=hs, **rest)


PAST = [cut("2020", 100.0, "854150"), cut("2021", 200.0, "854150")]
NOW = [cut("2022", 30.0, "854151"), cut("2022", 270.0, "854159"), cut("2023", 600.0, "854159")]


def test_old_and_new_codes_are_one_series_that_cites_its_parts() -> None:
    found = trade.flows([*PAST, *NOW])
    one = sorted((f for f in found if f.hs == CHIPS), key=lambda f: f.period)
    assert [(f.period, f.value, f.change) for f in one] == [("2020", 100, None), ("2021", 200, 100), ("2022", 300, 50), ("2023", 600, 100)]
    by_id = {f.id: f for f in found}
    assert [by_id[i].hs for i in one[2].because] == ["854151", "854159"]
    assert one[2].before == one[1].id
    assert sorted(f.hs for f in found if f.period == "2022") == [CHIPS, "854151", "854159"]


def test_a_family_needs_both_sides_and_is_never_added_to_its_parts() -> None:
    assert all(f.hs == "854150" for f in trade.flows(PAST))
    (total,) = [s for s in trade.added(trade.flows([*PAST, *NOW])) if s.period == "2022"]
    assert total.value == 300


def test_a_year_told_in_both_revisions_is_left_out_of_the_family() -> None:
    found = trade.flows([*PAST, *NOW, cut("2022", 300.0, "854150")])
    assert [f.period for f in sorted(found, key=lambda f: f.period) if f.hs == CHIPS] == ["2020", "2021", "2023"]
    assert next(f for f in found if f.hs == CHIPS and f.period == "2023").change is None


def test_goods_cut_twice_are_one_series_from_2013_to_2023() -> None:
    """Lasers once, in 2017; LED lamps in 2017 and 2022."""
    lasers = [cut("2013", 10.0, "845610"), cut("2016", 20.0, "845610"), cut("2017", 6.0, "845611"), cut("2017", 24.0, "845612"), cut("2023", 40.0, "845611")]
    found = trade.flows(lasers)
    one = sorted((f for f in found if f.hs == "845610=845611+845612"), key=lambda f: f.period)
    assert [(f.period, f.value, f.change) for f in one] == [("2013", 10, None), ("2016", 20, None), ("2017", 30, 50), ("2023", 40, None)]
    lamps = [cut("2016", 9.0, "854370"), cut("2018", 5.0, "854370"), cut("2018", 7.0, "853950"), cut("2023", 8.0, "854370"), cut("2023", 3.0, "853951"), cut("2023", 2.0, "853952")]
    series = {f.period: f.value for f in trade.flows(lamps) if "=" in f.hs and "853951" in f.hs}
    assert series == {"2016": 9, "2018": 12, "2023": 13}
    # One code of the family alone does not tell its revision, and the goods are the same in each
    assert {f.period: f.value for f in trade.flows([*lamps, cut("2017", 8.0, "854370")]) if "853951" in f.hs and "=" in f.hs}["2017"] == 8


def test_a_case_of_two_revisions_is_not_widened_by_the_others() -> None:
    assert {f.hs for f in trade.flows([*PAST, *NOW]) if "=" in f.hs} == {CHIPS}
    assert {f.hs for f in trade.flows([*PAST, *NOW, cut("2008", 5.0, "640399")]) if "=" in f.hs} == {CHIPS}
    late = [cut("2018", 3.0, "852841"), cut("2019", 4.0, "852842")]  # told by HS 2012 in 2018
    assert {f.hs for f in trade.flows(late) if "=" in f.hs} >= {"852841=852842", "852841+852849=852842+852849"}


def test_both_sides_of_the_border_meet_though_one_kept_the_old_codes() -> None:
    got = [cut("2022", 310.0, "854150", reporter="ru", partner="cn", flow="import")]
    mirrors = [m for m in trade.mirrors(trade.flows([*PAST, *NOW, *got])) if m.hs == CHIPS and m.period == "2022"]
    assert [(m.exported, m.imported, m.missing) for m in mirrors] == [(300, 310, "")]


def test_controlled_goods_are_known_by_their_old_codes() -> None:
    assert level("854150") == LISTED
    assert level(CHIPS) == LISTED
    assert level("852580") == LISTED
    assert level("640399") == ""
    assert flags("8541500000") == ("chpl-3a",)
    assert flags("852580") == ("chpl-3a-in-part",)
    assert in_words(("chpl-3a-in-part",)) == "in part Common High Priority List, tier 3.A"
    assert flags("880330") == ("chpl-3b",)
    assert flags("360300") == ("explosives-36",)
    assert parts("854231") == ("854231",)


GROUPS = {"coalition": ("de",), "destination": ("ru",)}


def test_a_code_numbered_anew_makes_no_new_exporter() -> None:
    def sold(year: str, hs: str, value: float = 1e6):
        return cut(year, value, hs, reporter="kg", partner="ru")

    past = [sold(y, "640399") for y in ("2019", "2020", "2021", "2022")]
    renumbered = [*past, *(sold(y, "854150") for y in ("2020", "2021")), sold("2022", "854159")]
    assert new_exporters(trade.flows(renumbered), GROUPS, "2022") == []
    fresh = [*past, sold("2022", "854159")]
    assert [a.hs for a in new_exporters(trade.flows(fresh), GROUPS, "2022")] == ["854159"]


def test_diversion_is_seen_across_the_cut() -> None:
    """Without the concordance a code that began in 2022 has no years before, and nothing can be told."""
    made = []
    for year in range(2017, 2025):
        after = year >= 2022
        wobble = 1 + 0.05 * (year % 3)
        for number in range(12):
            other, plain = f"6403{number:02d}", 1e6 * wobble * (1 + 0.05 * number * after)
            made += [cut(str(year), plain, other, reporter="de", partner="kg"), cut(str(year), plain, other, reporter="kg", partner="ru")]
        for hs, share in ((("854151", 0.3), ("854159", 0.7)) if after else (("854150", 1.0),)):
            value = 1e6 * share * wobble * (8 if after else 1)
            made += [cut(str(year), value, hs, reporter="de", partner="kg"), cut(str(year), value, hs, reporter="kg", partner="ru")]
    found = [a for a in diversions(trade.flows(made), GROUPS) if a.kind == "diversion"]
    assert [a.hs for a in found] == [CHIPS]


# ---------------------------------------------------------------- a table of the user


def test_a_concordance_gives_the_groups_of_codes_that_hang_together() -> None:
    text = "HS 2022,HS 2017,Relationship\n010121,010121,1:1\n847141,847130,1:n\n847149,847130,1:n\n842101,842102,n:n\n842102,842102,n:n\n85.41.51,854150,1:n\n,854150,\n"
    groups, years = read_concordance(text.encode(), "un.csv")
    assert groups == ((("842102",), ("842101", "842102")), (("847130",), ("847141", "847149")), (("854150",), ("854151",)))
    assert years == (2017, 2022)
    for head, wanted in (("H5,H4", (2012, 2017)), ("HS3_6d,HS2_6d", (2002, 2007)), ("HS 2017 Product Code,HS 2007 Product Code", (2007, 2017))):
        assert read_concordance(f"{head}\n854151,854150\n".encode(), "wits.csv") == (((("854150",), ("854151",)),), wanted)
    for wrong in ("HS 2022,code\n1,2\n", "HS6,HS 2022\n1,2\n"):
        with pytest.raises(BadInput, match="two are needed"):
            read_concordance(wrong.encode(), "un.csv")
    with pytest.raises(BadInput, match="no line has a code"):
        read_concordance(b"HS 2022,HS 2017\nx,y\n", "un.csv")
    mine = Family((("854150",), ("854151",)), source="un.csv")
    assert {f.hs for f in trade.flows([*PAST, *NOW], [mine]) if "=" in f.hs} == {"854150=854151"}


def test_a_family_is_found_by_any_of_its_codes_and_says_what_happened(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    lines = ("2021,854150,100", "2022,854151,30", "2022,854159,90", "2021,846221,5", "2022,846229,7", "2022,846223,1")
    (tmp_path / "t.csv").write_text("reporter,partner,flow,period,hs,value\n" + "".join(f"cn,ru,export,{line}\n" for line in lines), "utf-8")
    run("trade", "add", case, tmp_path / "t.csv")
    run("build", case)
    done = run("trade", "flows", case, "--hs", "854159")
    assert f"HS {CHIPS}  2022  USD 120  +20.0 %" in done.stdout
    assert f"HS {CHIPS}: the code was split in HS 2022, so they are added up together (data/hs_links.tsv)" in done.stderr
    long = run("trade", "flows", case, "--hs", "846223")
    assert "HS 846210+846221+846229+6 more=846211+846219+846222+17 more  2022  USD 8" in long.stdout
    (flow,) = [f for f in printed("trade", "flows", case, "--hs", "846223") if "=" in f["hs"] and f["period"] == "2022"]
    told_ = run("why", case, flow["id"]).stdout.replace("\n", " ")
    assert "regrouped in HS 2022" in told_ and "846223" in told_


# ---------------------------------------------------------------- currencies

ECB = "Date,USD,JPY,CYP,\n2023-02-02,1.2,150,N/A,\n2023-02-01,1.0,140,N/A,\n2022-12-30,0.5,100,N/A,\n"


def quotes(text: str = ECB):
    found, problems = read_rates(text.encode(), "ecb.csv")
    assert not problems
    return found


def test_rates_are_means_of_the_rows_own_time_with_their_lines() -> None:
    euro = [replace(row(p, 10.0), currency="EUR") for p in ("2023", "2023-02", "2022", "2005")]
    exchange = Exchange(quotes(), "USD")
    out = converted([*euro, row("2023", 5.0)], exchange)
    assert [(r.value, r.currency) for r in out] == [(11.0, "USD"), (11.0, "USD"), (5.0, "USD"), (10.0, "EUR"), (5.0, "USD")]
    assert [(r.original, r.original_currency) for r in out] == [(10.0, "EUR")] * 3 + [(None, "")] * 2
    assert exchange.missing == {("EUR", "2005"): 1}
    by_period = {r.period: r for r in exchange.used}
    assert (by_period["2023"].rate, by_period["2023"].days, by_period["2023"].row) == (pytest.approx(1.1), 2, "lines 2 to 3")
    assert out[0].rate == by_period["2023"].id
    assert out[4].rate is None
    (yen,) = converted([replace(row("2023", 145.0), currency="JPY")], exchange)
    assert yen.value == pytest.approx(1.1)


def test_a_plain_table_of_rates_is_read_and_bad_lines_are_told() -> None:
    (table,) = quotes("date,currency,rate,base\n2023,KRW,1300,USD\n")
    assert (table.base, table.days) == ("USD", {"KRW": {"2023": (1300.0, 2)}})
    exchange = Exchange([table], "USD")
    out = converted([replace(row("2023-05", 2600.0), currency="KRW")], exchange)
    assert (out[0].value, exchange.missing) == (2.0, {})
    _, problems = read_rates(b"Date,USD\n2023-01-01,-1\nsoon,1\n2023-01-03,1\n", "x.csv")
    assert [p.place for p in problems] == ["line 2", "line 3"]
    with pytest.raises(BadInput, match="no table of rates"):
        read_rates(b"a,b\n1,2\n", "x.csv")


def test_means_of_the_european_central_bank_ship_and_end_where_it_stopped() -> None:
    """2023: EUR 1 was USD 1.0813 and CNY 7.6600 on the mean of its 255 days, as the ECB's Statistics Bulletin has it."""
    days = shipped().days
    assert days["USD"]["2023"] == (1.08127, 255)
    assert days["CNY"]["2023"] == (7.66002, 255)
    assert max(p for p in days["RUB"] if len(p) == 7) == "2022-02"
    assert "2022" not in days["RUB"]
    assert not any(period[:4] == "2026" for period in days["USD"] if len(period) == 4)  # that year was not over
    exchange = Exchange([], "USD")
    (out,) = converted([replace(row("2023", 766002.0), currency="CNY")], exchange)
    assert out.value == pytest.approx(108127.0)
    (rate,) = exchange.used
    assert (rate.sha256, rate.row, rate.days) == ("", "data/rates.tsv", 255)
    assert converted([replace(row("2023", 1.0), currency="RUB")], exchange)[0].currency == "RUB"
    assert exchange.missing == {("RUB", "2023"): 1}


def test_a_shipment_keeps_its_own_amount_beside_the_converted_one() -> None:
    exchange = Exchange([], "USD")
    euro = sold(line(1, currency="EUR", date="2023-05-17"), exchange)
    assert (euro.value, euro.currency) == (1000.0, "EUR")
    assert euro.converted == pytest.approx(1000 * shipped().days["USD"]["2023-05"][0])
    assert euro.rate == exchange.used[0].id
    own = sold(line(2), exchange)
    assert (own.converted, own.rate) == (1000.0, None)
    assert sold(line(3, currency="UAH"), exchange).converted is None
    assert sold(line(4, currency="EUR", date=None), exchange).converted is None


def test_a_case_converts_says_what_it_cannot_and_why_leads_to_the_rate(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    (tmp_path / "t.csv").write_text("reporter,partner,flow,hs,period,value in EUR\nde,ru,export,845710,2023,1000\nde,ru,export,845710,2005,1000\n", "utf-8")
    (tmp_path / "ecb.csv").write_text(ECB, "utf-8")
    (tmp_path / "un.csv").write_text("HS 2022,HS 2017\n854151,854150\n", "utf-8")
    run("trade", "add", case, tmp_path / "t.csv", "--map", "value=value in EUR")
    assert "rates of JPY, USD for EUR 1, 2022-12-30 to 2023-02-02" in run("trade", "add", case, tmp_path / "ecb.csv", "--as", "rates").stderr
    assert "HS 2017 and HS 2022: 1 groups of codes" in run("trade", "add", case, tmp_path / "un.csv", "--as", "concordance").stderr
    toml = case / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace('currency = "USD"', 'currency = ""'), "utf-8")
    run("build", case)
    assert {f["currency"] for f in printed("trade", "flows", case)} == {"EUR"}
    toml.write_text(toml.read_text("utf-8").replace('currency = ""', 'currency = "USD"'), "utf-8")
    assert "no rate from EUR to USD for 2005: 1 rows stay in EUR" in run("build", case, code=3).stderr
    found = {f["period"]: f for f in printed("trade", "flows", case)}
    assert (found["2023"]["value"], found["2023"]["currency"], found["2005"]["currency"]) == (1100, "USD", "EUR")
    told = run("why", case, found["2023"]["id"]).stdout
    assert "USD 1.1 for EUR 1 in 2023, the mean of 2 quotes" in told
    assert "USD 1,100 (EUR 1,000 in the table)" in told
    assert "lines 2 to 3" in told
    toml.write_text(toml.read_text("utf-8").replace('currency = "USD"', 'currency = "dollars"'), "utf-8")
    assert "'dollars' is no ISO code" in run("build", case, code=3).stderr


def test_lines_of_two_currencies_are_one_amount_and_lead_to_the_rate(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    head = "Declaration number,Declaration date,Shipper name,Consignee name,HS code,Value,Currency\n"
    (tmp_path / "r.csv").write_text(f"{head}D1,2023-05-17,LANTERN LTD,VERBA LLC,854231,1000,EUR\nD2,2023-05-18,LANTERN LTD,VERBA LLC,854231,500,USD\n", "utf-8")
    run("trade", "add", case, tmp_path / "r.csv", "--register", "Customs")
    run("build", case)
    rate = shipped().days["USD"]["2023-05"][0]
    done = run("trade", "shipments", case)
    assert f"Customs: 2 lines, EUR 1,000, USD 500 (together USD {1000 * rate + 500:,.0f} by rates of their time) in 2 of them" in done.stderr
    found = {s["number"]: s for s in printed("trade", "shipments", case)}
    assert (found["D1"]["value"], found["D1"]["currency"]) == (1000, "EUR")
    assert found["D1"]["converted"] == pytest.approx(1000 * rate)
    told = run("why", case, found["D1"]["id"]).stdout.replace("\n", " ")
    assert "EUR 1,000" in told and "European Central Bank, euro foreign exchange reference rates, averages by us (data/rates.tsv)" in told
    (event,) = [e for e in printed("events", case) if e["shipments"]]
    assert any("together USD" in text for text in event["derivation"])
