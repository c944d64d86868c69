"""Trade tables read, added up, compared and held against claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline import trade
from supplyline.model import BadInput, TradeRow
from supplyline.read.trade import read_trade
from supplyline.read.trade_cells import country
from weighing import claim, document, key

SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "trade"


def shared(name: str) -> Path:
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    return SHARED / name


CLASSIC = (
    "Classification,Year,Period,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner,Partner ISO,"
    "Commodity Code,Netweight (kg),Trade Value (US$)\n"
    'H5,2023,2023,Export,156,China,CHN,"Russian Federation",RUS,391220,1300000,4500000\n'
)
NEW = (
    "refYear,period,reporterISO,flowCode,partnerISO,partner2Code,"
    "cmdCode,customsCode,motCode,netWgt,primaryValue\n"
    "2023,2023,CHN,X,RUS,0,391220,C00,0,1300000,4500000\n"
    "2023,2023,CHN,X,RUS,0,391220,C00,2100,1000000,4000000\n"
)


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("text", [CLASSIC, CLASSIC.replace(",", ";").replace('"', ""), NEW])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_comtrade_classic_and_new_give_the_same_row(text: str, encoding: str) -> None:
    rows, problems = read_trade(text.encode(encoding), "a.csv")
    assert problems == ()
    (row,) = rows
    assert (row.reporter, row.partner, row.flow, row.hs, row.period) == (
        "cn",
        "ru",
        "export",
        "391220",
        "2023",
    )
    assert (row.value, row.weight, row.currency, row.row) == (4_500_000, 1_300_000, "USD", 2)


def test_baci_counts_thousands_of_dollars_and_tons_and_keeps_leading_zeros() -> None:
    rows, problems = read_trade(
        b"t,i,j,k,v,q\n2020,156,643,10121,1.5,0.25\n2020,842,643,391220,2,NA\n", "BACI.csv"
    )
    assert not problems
    assert [(r.reporter, r.partner, r.flow, r.hs, r.value, r.weight) for r in rows] == [
        ("cn", "ru", "export", "010121", 1500.0, 250.0),
        ("us", "ru", "export", "391220", 2000.0, None),
    ]


def test_bad_rows_are_problems_with_their_line_and_the_others_are_read() -> None:
    text = (
        CLASSIC
        + "H5,2023,2023,Export,156,China,CHN,Russia,RUS,391220,1,many\n"
        + "H5,2023\n"
        + (
            "H5,2023,2023,Sideways,156,China,CHN,Russia,RUS,391220,1,2\n"
            "H5,2023,202313,Export,156,China,CHN,Russia,RUS,391220,1,2\n"
            "H5,2023,2023,Export,156,China,CHN,Russia,RUS,39x,1,2\n"
            "H5,2023,2023,Import,156,China,CHN,Russia,RUS,391220,1,2\n"
        )
    )
    rows, problems = read_trade(text.encode(), "bad.csv")
    assert [r.row for r in rows] == [2, 8]
    assert [p.place for p in problems] == ["line 3", "line 4", "line 5", "line 6", "line 7"]
    assert "'many' is not a number" in problems[0].what
    assert "columns" in problems[1].what
    assert all(p.mend for p in problems)


def test_wrong_columns_and_binary_are_refused_with_the_mend() -> None:
    with pytest.raises(BadInput, match=r"a.csv: line 1: no column for reporter.*--map reporter="):
        read_trade(b"when,what\n2020,tools\n", "a.csv")
    with pytest.raises(BadInput, match="no column 'who'"):
        read_trade(CLASSIC.encode(), "a.csv", {"reporter": "who"})
    with pytest.raises(BadInput, match="no field 'colour'"):
        read_trade(CLASSIC.encode(), "a.csv", {"colour": "Year"})
    with pytest.raises(BadInput, match=r"a.csv"):
        read_trade(b"\x00\x01\x02" * 100, "a.csv")
    with pytest.raises(BadInput, match="no column for"):
        read_trade(b"", "a.csv")


def test_a_mapping_fills_what_the_table_leaves_out() -> None:
    rows, _ = read_trade(
        b"day,to,code,usd\n2024-03-01,Turkey,845811,7\n",
        "a.csv",
        {
            "reporter": "=cn",
            "partner": "to",
            "flow": "=export",
            "hs": "code",
            "period": "day",
            "value": "usd",
        },
    )
    assert [(r.reporter, r.partner, r.period, r.value) for r in rows] == [("cn", "tr", "2024-03", 7.0)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("156", "cn"),
        ("RUS", "ru"),
        ("us", "us"),
        ("842", "us"),
        ("China, Hong Kong SAR", "hk"),
        ("World", "world"),
        ("Russian Federation (Russia)", "ru"),
        ("France (incl. Saint Barthélemy 'BL')", "fr"),
        ("Other Asia, nes", "tw"),
        ("Atlantis", "Atlantis"),
    ],
)
def test_countries_become_iso_codes(text: str, iso: str) -> None:
    assert country(text) == iso


def test_real_chinese_exports_are_read_whole() -> None:
    path = shared("china_minerals_comtrade/deep_dive_hs6_monthly.csv")
    data = path.read_bytes()
    with pytest.raises(BadInput, match="no column for reporter, flow"):
        read_trade(data, path.name)
    rows, problems = read_trade(data, path.name, {"reporter": "=cn", "flow": "=export"})
    assert (len(rows), problems) == (6442, ())
    assert all(len(r.partner) == 2 for r in rows)
    series = trade.flows(rows)
    assert sum(f.value for f in series) == pytest.approx(sum(r.value or 0 for r in rows))
    assert sum(len(f.because) for f in series) == len(rows)


def test_real_eurostat_mirror_tables_are_read_whole() -> None:
    folder = shared("eu_export_sanctions/data/kazahstan_export_eurostat")
    total = 0
    for path in sorted(folder.glob("*.csv"))[:12]:
        rows, problems = read_trade(path.read_bytes(), path.name)
        assert not problems
        assert {r.currency for r in rows} == {"EUR"}
        assert {r.hs for r in rows} == {"TOTAL"}
        assert {r.partner for r in rows} == {"kz"}
        # Groups of countries keep their names: no country is made of them
        groups = {r.reporter for r in rows if len(r.reporter) != 2}
        assert groups <= {"Euro area", "European Union of each year", "Euro area - 20 countries"}
        total += len(rows)
    assert total > 200


@settings(deadline=None)  # the first table read loads the names of countries
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        read_trade(data, "x.csv")
    except BadInput as error:
        assert "x.csv" in str(error)


# ---------------------------------------------------------------- goods


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("machine tools", "8457"),
        ("CNC lathes", "845811"),
        ("nitrocellulose", "391220"),
        ("gunpowder", "3601"),
        ("liquefied natural gas (LNG)", "271111"),
        ("electronic components for drones", "8542"),
        ("specialty chemicals", "36"),
        ("pressure sensors used in Russian missiles", "9026"),
        ("верстати", "8457"),
        ("数控机床", "8457"),
        ("ball bearings", "848210"),
        ("soldering machines", "8515"),
        ("wood pulp", "4701"),
    ],
)
def test_goods_phrases_find_their_heading(text: str, first: str) -> None:
    assert trade.codes(text)[0][0].startswith(first)


@pytest.mark.parametrize(
    "text", ["critical supplies", "spare parts", "dual-use goods", "satellite imagery", "", "qwertz"]
)
def test_vague_phrases_get_no_code(text: str) -> None:
    assert trade.codes(text) == ()


def test_reasons_name_the_phrase_and_the_priority_list() -> None:
    code, reason = trade.codes("CNC lathes")[0]
    assert code == "845811"
    assert "numerically controlled" in reason
    assert "Common High Priority List, tier 4.B" in reason


def test_codes_are_set_on_goods_alone_and_never_overwritten() -> None:
    made = trade.code_claim(claim("x", roles={"supplier": ["China"], "goods": ["gunpowder"]}))
    assert [(f.role, f.hs[:1]) for f in made.roles] == [("supplier", ()), ("goods", ("3601",))]
    kept = claim("x", roles={"goods": ["gunpowder"]}, hs=["9306"])
    assert trade.code_claim(kept) is kept


# ---------------------------------------------------------------- flows and anomalies


def row(
    period: str,
    value: float,
    *,
    reporter="cn",
    partner="ru",
    flow="export",
    hs="391220",
    sha="a",
    number=0,
    weight=None,
):
    return TradeRow(
        f"t_{sha}_{reporter}{partner}{flow}{period}_{number}",
        sha,
        number,
        reporter,
        partner,
        flow,
        hs,
        period,
        value,
        weight,
    )


def by_period(rows):
    return {f.period: f for f in trade.flows(rows)}


def test_months_add_up_and_a_year_given_as_a_year_is_not_added_to_them() -> None:
    months = [row(f"2023-{m:02d}", 10.0) for m in range(1, 13)]
    assert by_period(months)["2023"].value == 120.0
    assert by_period([*months, row("2023", 125.0)])["2023"].value == 125.0


def test_change_compares_like_with_like() -> None:
    rows = [row(f"2023-{m:02d}", 10.0) for m in range(1, 13)] + [
        row(f"2024-{m:02d}", 15.0) for m in (1, 2, 3)
    ]
    flows = by_period(rows)
    assert flows["2024-01/2024-03"].change == 50.0
    assert flows["2023"].change is None
    assert by_period([row("2023", 100.0), row("2024", 103.3)])["2024"].change == 3.3
    assert by_period([row("2023", 0.0), row("2024", 1.0)])["2024"].change is None
    assert by_period([row("2022", 5.0), row("2024", 1.0)])["2024"].change is None


def test_a_row_repeated_by_another_file_counts_once() -> None:
    flows = by_period([row("2023", 100.0), row("2023", 100.0, sha="b"), row("2023", 90.0, sha="c")])
    assert flows["2023"].value == 100.0
    assert len(flows["2023"].because) == 1


def test_jumps_need_a_past_a_size_and_a_factor() -> None:
    past = [row("2020", 1e6), row("2021", 1.2e6)]
    (found,) = trade.anomalies(trade.flows([*past, row("2022", 6e6)]))
    assert found.kind == "jump"
    assert "5.5 times the median of 2020–2021" in found.text
    assert "nothing of a company" in found.text
    assert trade.anomalies(trade.flows([*past, row("2022", 2e6)])) == ()
    assert trade.anomalies(trade.flows([past[0], row("2022", 6e6)])) == ()
    assert trade.anomalies(trade.flows([row("2020", 10.0), row("2021", 10.0), row("2022", 90.0)])) == ()


def test_a_jump_of_a_series_that_is_as_wild_anyway_is_none() -> None:
    """Alone, a series is held against its own past: Student's t of one more value, here of one degree of freedom."""
    (found,) = trade.anomalies(trade.flows([row("2020", 1e6), row("2021", 1.2e6), row("2022", 6e6)]))
    assert found.q == pytest.approx(0.0293, abs=2e-4)
    assert found.low < found.effect < found.high
    assert "By the spread of those 2 years" in found.text and "3 % are expected to be chance" in found.text
    assert trade.anomalies(trade.flows([row("2020", 3e5), row("2021", 2e6), row("2022", 6e6)])) == ()


def test_mirror_gaps_without_other_goods_cannot_be_told_but_are_shown() -> None:
    sent = row("2023", 1e6)

    def got(value: float):
        return row("2023", value, reporter="ru", partner="cn", flow="import")

    assert trade.anomalies(trade.flows([sent, got(1.08e6)])) == ()
    (found,) = trade.anomalies(trade.flows([sent, got(2.1e6)]))
    assert (found.kind, found.q) == ("too_thin", None)
    assert "a ratio of 2.10" in found.text


def test_mirror_gaps_name_the_freight_band_and_the_other_goods() -> None:
    def both(n: int, ratio: float):
        hs = f"39{n:04d}"
        return row("2023", 1e6, hs=hs), row("2023", 1e6 * ratio, hs=hs, reporter="ru", partner="cn", flow="import")

    usual = [r for n in range(20) for r in both(n + 100, 1.075 * (1 + (n - 10) / 200))]
    assert trade.anomalies(trade.flows(usual)) == ()
    (found,) = trade.anomalies(trade.flows([*usual, *both(99, 2.1)]))
    assert (found.kind, found.hs) == ("mirror_gap", "390099")
    assert found.low < found.effect < found.high and found.q < 0.01
    assert "ratio of 2.10" in found.text
    assert "1.05–1.10" in found.text and "Of 20 other goods between the two in 2023, the usual ratio after that factor is 1.00" in found.text
    assert "USD 909,091 to USD 1.0 million more" in found.text


# ---------------------------------------------------------------- checks


LNG = [
    row("2023", 100e6, reporter="cn", partner="ru", flow="import", hs="271111"),
    row("2024", 103.4e6, reporter="cn", partner="ru", flow="import", hs="271111"),
]


def statistic(**rest):
    rest = {
        "roles": {"reporter": ["China"], "partner": ["Russian"], "goods": ["liquefied natural gas"]},
        "period": ("2024", "2024"),
        "change": 3.3,
        **rest,
    }
    return key(document("a"), "China has increased its imports of gas", "trade_flow", **rest)


def verdict(claim_key, rows):
    (check,) = trade.checks([claim_key], trade.flows(rows))
    return check


def test_a_claimed_change_is_held_against_the_computed_one() -> None:
    check = verdict(statistic(), LNG)
    assert check.verdict == "supports"
    assert "+3.4 %" in check.text
    assert "+3.3 %" in check.text
    assert "do not show which company" in check.text
    assert len(check.because) == 3  # the claim, the year and the year before
    assert (check.claimed, check.recorded, check.unit, check.period, check.until) == (3.3, 3.4, "%", "2024", "2024")
    assert verdict(statistic(change=30.0), LNG).verdict == "contradicts"
    assert verdict(statistic(change=-3.3), LNG).verdict == "contradicts"
    assert verdict(statistic(period=("2023", "2023")), LNG).verdict == "silent"
    assert verdict(statistic(period=("2019", "2019")), LNG).verdict == "silent"


def test_a_claimed_weight_is_held_against_the_recorded_one() -> None:
    roles = {"supplier": ["China"], "recipient": ["Russia"], "goods": ["nitrocellulose"]}
    rows = [row("2023", 4e6, weight=1_310_000.0)]
    said = key(
        document("a"),
        "more than a thousand tons",
        "shipment",
        roles=roles,
        period=("2023", "2023"),
        value=(1300.0, "t"),
    )
    check = verdict(said, rows)
    assert check.verdict == "supports"
    assert "1,310 t" in check.text
    wrong = key(
        document("a"), "much", "shipment", roles=roles, period=("2023", "2023"), value=(3000.0, "tons")
    )
    assert verdict(wrong, rows).verdict == "contradicts"


def test_a_supply_claim_is_supported_by_presence_and_never_contradicted_by_absence() -> None:
    roles = {
        "supplier": ["China"],
        "recipient": ["Russian military factories"],
        "goods": ["gunpowder", "nitrocellulose"],
    }
    said = key(document("a"), "China supplies it", roles=roles)
    check = verdict(said, [row("2023", 4e6)])
    assert check.verdict == "supports"
    assert "does not show who received them" in check.text
    assert verdict(said, [row("2023", 4e6, partner="tr")]).verdict == "silent"
    assert trade.checks([said], ()) == ()
    denied = key(document("a"), "China never did", roles=roles, stance="denies")
    assert trade.checks([denied], trade.flows([row("2023", 4e6)])) == ()
