"""The tables that statistical offices publish, each in its own layout and read without a mapping.

No sample of these lies in ../shared, so the lines here are few and made after what is published: UN Comtrade's classic API
(comtrade.un.org/data/doc/api and answers of it) and downloads, the new API (comtradeapi.un.org), Eurostat's files of Comext (bulk
download: comext/COMEXT_DATA/PRODUCTS/full_v2_YYYYMM.7z, and fullYYYYMM.7z before 2024; codes of procedures and partners by
COMEXT_METADATA), its SDMX API (DS-045409, DS-059341) and bulk TSV, and the query page of stats.customs.gov.cn.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from commands import rows as rows_of
from commands import run
from supplyline import trade
from supplyline.model import BadInput, TradeRow
from supplyline.read.trade import read_table, read_trade
from supplyline.read.trade_cells import country, direction, hs_code, kilograms, period
from supplyline.read.trade_whole import reconciled


def flat(rows: tuple[TradeRow, ...]) -> list[tuple[object, ...]]:
    return [(r.reporter, r.partner, r.flow, r.hs, r.period, r.value, r.weight) for r in rows]


# ---------------------------------------------------------------- UN Comtrade

CLASSIC = {
    "pfCode": "H5", "yr": 2019, "period": 2019, "periodDesc": "2019", "aggrLevel": 6, "IsLeaf": 1, "rgCode": 2, "rgDesc": "Export", "rtCode": 156, "rtTitle": "China",
    "rt3ISO": "CHN", "ptCode": 643, "ptTitle": "Russian Federation", "pt3ISO": "RUS", "ptCode2": None, "ptTitle2": "", "pt3ISO2": "", "cstCode": "", "cstDesc": "",
    "motCode": "", "motDesc": "", "cmdCode": "391220", "cmdDescE": "Cellulose nitrates", "qtCode": 8, "qtDesc": "Weight in kilograms", "qtAltCode": None, "qtAltDesc": "",
    "TradeQuantity": 1300000, "AltQuantity": None, "NetWeight": 1300000, "GrossWeight": None, "TradeValue": 4500000, "CIFValue": None, "FOBValue": None, "estCode": 0,
}  # fmt: skip
WANTED = ("cn", "ru", "export", "391220", "2019", 4.5e6, 1.3e6)


def classic(*changes: dict[str, object]) -> bytes:
    validation = {"status": {"name": "Ok", "value": 0, "category": 0, "description": "", "helpUrl": ""}, "message": None, "count": {"value": len(changes)}}
    return json.dumps({"validation": validation, "dataset": [{**CLASSIC, **change} for change in changes]}).encode()


def test_classic_comtrade_json_is_read() -> None:
    found = read_table(classic({}, {"rgCode": 1, "rgDesc": "Import", "period": 201903}, {"ptCode": 0, "ptTitle": "World", "pt3ISO": "WLD"}), "get.json")
    assert found.problems == ()
    assert flat(found.rows) == [WANTED, ("cn", "ru", "import", "391220", "2019-03", 4.5e6, 1.3e6), ("cn", "world", "export", "391220", "2019", 4.5e6, 1.3e6)]
    assert found.columns == {"reporter": "rt3ISO", "partner": "pt3ISO", "flow": "rgDesc", "hs": "cmdCode", "period": "period", "value": "TradeValue", "weight": "NetWeight", "currency": "=USD"}
    assert [r.row for r in found.rows] == [1, 2, 3]


def test_classic_comtrade_without_names_is_read_by_its_numbers() -> None:
    """head=M and answers of partners without an ISO code."""
    bare = {"rt3ISO": "", "rtTitle": "", "pt3ISO": None, "ptTitle": "", "rgDesc": ""}
    rows, problems = read_trade(classic(bare, {"pt3ISO": "", "ptCode": 490, "ptTitle": "Other Asia, nes"}, {"pt3ISO": "", "ptCode": 899, "ptTitle": "Areas, nes"}, {**bare, "rgCode": 4}), "get.json")
    assert problems == ()
    assert [(r.reporter, r.partner, r.flow) for r in rows] == [("cn", "ru", "export"), ("cn", "tw", "export"), ("cn", "Areas, nes", "export"), ("cn", "ru", "re-import")]


def test_an_answer_that_tells_of_an_error_is_refused_in_its_words() -> None:
    answer = {"validation": {"status": {"name": "ResultTooLarge", "value": 5003}, "message": "The result is too large"}, "dataset": []}
    with pytest.raises(BadInput, match=r"get\.json: no list of records \(it says: The result is too large\)"):
        read_trade(json.dumps(answer).encode(), "get.json")
    with pytest.raises(BadInput, match="it says: Rate limit"):
        read_trade(b'{"statusCode": 429, "error": "Rate limit is exceeded"}', "get.json")


def test_an_answer_without_records_says_so() -> None:
    for data in (b'{"elapsedTime": "0.1 secs", "count": 0, "data": [], "error": ""}', b'{"validation": {"message": null}, "dataset": []}'):
        with pytest.raises(BadInput, match="an answer without a record"):
            read_trade(data, "get.json")


HUMAN = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,"
    "2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,"
    "Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag\n"
)  # fmt: skip


def test_classic_comtrade_csv_is_read_and_pieces_are_no_kilograms() -> None:
    lines = (
        'H5,2019,2019,2019,6,1,2,Export,156,China,CHN,643,"Russian Federation",RUS,,,,,,,,391220,"Cellulose nitrates",8,"Weight in kilograms",1300000,,,,1300000,,4500000,,,0\n'
        "H5,2019,2019,2019,6,1,2,Export,156,China,CHN,643,Russian Federation,RUS,,,,,,,,845811,Lathes,5,Number of items,12,,,,,,900000,,,0\n"
        "H5,2019,2019,2019,6,1,2,Export,156,China,CHN,643,Russian Federation,RUS,,,,,,,,845710,Centres,8,Weight in kilograms,700,,,,,,800000,,,0\n"
    )
    rows, problems = read_trade((HUMAN + lines).encode(), "comtrade.csv")
    assert problems == ()
    assert flat(rows)[0] == WANTED
    assert [r.weight for r in rows] == [1.3e6, None, 700.0]  # twelve lathes weigh more than twelve kilograms


NEW = {
    "typeCode": "C", "freqCode": "A", "refPeriodId": 20230101, "refYear": 2023, "refMonth": 52, "period": "2023", "reporterCode": 156, "reporterISO": "CHN", "reporterDesc": "China",
    "flowCode": "X", "flowDesc": "Export", "partnerCode": 643, "partnerISO": "RUS", "partnerDesc": "Russian Federation", "partner2Code": 0, "partner2ISO": "W00", "partner2Desc": "World",
    "classificationCode": "H6", "classificationSearchCode": "HS", "isOriginalClassification": True, "cmdCode": "391220", "cmdDesc": "Cellulose nitrates", "aggrLevel": 6, "isLeaf": True,
    "customsCode": "C00", "customsDesc": "TOTAL CPC", "mosCode": "0", "motCode": 0, "motDesc": "TOTAL MOT", "qtyUnitCode": 8, "qtyUnitAbbr": "kg", "qty": 1300000.0,
    "isQtyEstimated": False, "altQtyUnitCode": -1, "altQtyUnitAbbr": "N/A", "altQty": 0.0, "isAltQtyEstimated": False, "netWgt": 1300000.0, "isNetWgtEstimated": False, "grossWgt": 0.0,
    "isGrossWgtEstimated": False, "cifvalue": None, "fobvalue": 4500000.0, "primaryValue": 4500000.0, "legacyEstimationFlag": 0, "isReported": True, "isAggregate": False,
}  # fmt: skip
BARE = dict.fromkeys(("reporterISO", "reporterDesc", "flowDesc", "partnerISO", "partnerDesc", "partner2ISO", "partner2Desc", "cmdDesc", "customsDesc", "motDesc", "qtyUnitAbbr", "altQtyUnitAbbr"))


def answer(*changes: dict[str, object]) -> bytes:
    return json.dumps({"elapsedTime": "0.4 secs", "count": len(changes), "data": [{**NEW, **change} for change in changes], "error": ""}).encode()


def as_csv(*changes: dict[str, object]) -> bytes:
    cell = {True: "True", False: "False", None: ""}
    lines = [",".join(f'"{cell[v] if v is None or isinstance(v, bool) else v}"' for v in {**NEW, **change}.values()) for change in changes]
    # The download of comtradeplus.un.org has one comma more than its header
    return (",".join(NEW) + "\n" + "".join(f"{line},\n" for line in lines)).encode()


@pytest.mark.parametrize("made", [answer, as_csv])
def test_new_comtrade_is_read_with_and_without_descriptions(made) -> None:
    for change in ({}, BARE):
        rows, problems = read_trade(made(change, {**change, "partnerCode": 0, "partnerISO": change and "W00", "partnerDesc": change and "World"}), "new")
        assert problems == ()
        assert flat(rows[:1]) == [(*WANTED[:4], "2023", *WANTED[5:])]
    rows, _ = read_trade(made({"partnerCode": 490, "partnerISO": "S19", "partnerDesc": "Other Asia, nes"}, {"partnerCode": 899, "partnerISO": "_X ", "partnerDesc": "Areas, nes"}), "new")
    assert [r.partner for r in rows] == ["tw", "Areas, nes"]


@pytest.mark.parametrize("made", [answer, as_csv])
def test_parts_by_transport_procedure_partner_and_kind_of_export_do_not_count_beside_their_total(made) -> None:
    parts = ({}, {"motCode": 2100, "primaryValue": 4e6}, {"customsCode": "C20", "primaryValue": 1e6}, {"partner2Code": 398, "primaryValue": 2e6}, {"flowCode": "DX", "flowDesc": "Domestic Export", "primaryValue": 3e6})
    found = read_table(made(*parts), "new")
    assert [r.value for r in found.rows] == [4.5e6]
    assert "4 rows are parts of others that the table gives too, and do not count beside them" in found.told
    # Parts without their total are all that there is; of two ways to cut it the fuller one counts
    alone = ({"motCode": 2100, "primaryValue": 4e6}, {"motCode": 3200, "primaryValue": 5e5}, {"customsCode": "C20", "primaryValue": 1e6})
    assert [r.value for r in read_trade(made(*alone), "new")[0]] == [4e6, 5e5]


def test_areas_that_comtrade_codes_in_its_own_way_are_countries() -> None:
    assert [country(t) for t in ("842", "251", "757", "579", "699", "380", "490", "S19", "97", "EUR", "516", "156.0")] == ["us", "fr", "ch", "no", "in", "it", "tw", "tw", "eu", "eu", "na", "cn"]
    assert [direction(t) for t in ("RX", "rm", "3", "4", "2.0", "DX", "FM")] == ["re-export", "re-import", "re-export", "re-import", "export", "export", "import"]


# ---------------------------------------------------------------- Eurostat Comext

V2 = (
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,"
    "VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
)
OLD = (
    "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA2002,PRODUCT_CPA2008,PRODUCT_CPA2_1,PRODUCT_BEC,PRODUCT_SECTION,FLOW,"
    "STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY\n"
)


def test_new_bulk_files_of_comext_are_read() -> None:
    lines = (
        "DE,KG,E,84581120,73131,2841,2841,410,.....,16,2,1,NO_SU,202403,4739,4739,2000,0\n"
        "DE,KG,E,84581120,73131,2841,2841,410,.....,16,2,2,NO_SU,202403,1000,1000,500,0\n"
        "PL,RU,E,28XXXXXX,.....,....,....,...,.....,06,2,1,NO_SU,202403,70,300,5,0\n"
        "PL,QZ,E,99RRR100,.....,....,....,...,.....,TO,1,1,NO_SU,202403,9,40,1,0\n"
        "DE,KG,E,TOTAL,TOTAL,TOTAL,TOTAL,TOTAL,TOTAL,TO,2,1,NO_SU,202452,9000,9000,4000,0\n"
    )
    found = read_table((V2 + lines).encode(), "full_202403.dat")
    assert found.problems == ()
    assert flat(found.rows) == [
        ("de", "kg", "export", "84581120", "2024-03", 4739.0, 2000.0), ("de", "kg", "export", "84581120", "2024-03", 1000.0, 500.0),
        ("pl", "ru", "export", "28XXXXXX", "2024-03", 70.0, 5.0), ("pl", "QZ", "import", "99RRR100", "2024-03", 9.0, 1.0),
        ("de", "kg", "export", "TOTAL", "2024", 9000.0, 4000.0),
    ]  # fmt: skip
    assert {r.currency for r in found.rows} == {"EUR"}
    assert "2 rows have a code that is kept confidential (28XXXXXX, 99RRR100): they count for its chapter alone" in found.told
    # The procedures of one flow add up, and a row of secret goods is of its chapter
    flows = trade.months(found.rows)
    assert [f.value for f in flows if f.hs == "84581120"] == [5739.0]


@pytest.mark.parametrize("numbers", [False, True])
def test_old_bulk_files_of_comext_are_read_by_letters_and_by_their_own_numbers(numbers: bool) -> None:
    lines = "001,FR,0075,RU,E,84581120,73131,2940,2841,2841,410,16,2,1,A,201903,2580,600,1\n004,DE,0720,CN,E,08112059,05850,1533,1039,1039,122,04,1,4,A,201903,100,10,1\n"
    head = OLD
    if numbers:  # as the files were before they had letters; 0004 is Afghanistan to the United Nations and Germany to Eurostat
        drop = (1, 3)
        head, lines = ("".join(",".join(c for i, c in enumerate(line.split(",")) if i not in drop) + "\n" for line in text.splitlines()) for text in (head, lines))
    rows, problems = read_trade((head + lines).encode(), "full201903.dat")
    assert problems == ()
    assert flat(rows) == [("fr", "ru", "export", "84581120", "2019-03", 2580.0, 600.0), ("de", "cn", "import", "08112059", "2019-03", 100.0, 10.0)]


def test_the_total_of_procedures_called_4_counts_alone() -> None:
    lines = "".join(f"004,DE,0075,RU,E,84581120,.,.,.,.,.,16,2,{regime},A,200803,{value},10,1\n" for regime, value in ((1, 60), (2, 40), (4, 100)))
    assert [r.value for r in read_trade((OLD + lines).encode(), "full200803.dat")[0]] == [100.0]


def test_the_united_kingdom_does_not_count_beside_its_parts() -> None:
    def of(*partners: tuple[str, int]) -> list[tuple[str, float | None]]:
        lines = "".join(f"DE,{partner},E,84581120,.,.,.,.,.,16,2,1,NO_SU,202403,{value},0,1,0\n" for partner, value in partners)
        return [(r.partner, r.value) for r in read_trade((V2 + lines).encode(), "full_partxixu_v2_202403.dat")[0]]

    assert of(("GB", 100), ("XI", 10), ("XU", 90), ("CH", 5)) == [("gb", 100.0), ("ch", 5.0)]
    assert of(("XI", 10), ("XU", 90)) == [("gb", 10.0), ("gb", 90.0)]


SDMX = """DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:DS-045409(1.0),15/09/26 11:00:00,M,DE,KG,84581120,2,QUANTITY_IN_100KG,2024-03,20.5,
ESTAT:DS-045409(1.0),15/09/26 11:00:00,M,DE,KG,84581120,2,VALUE_IN_EUROS,2024-03,4739,
ESTAT:DS-045409(1.0),15/09/26 11:00:00,M,DE,KG,84581120,2,SUPPLEMENTARY_QUANTITY,2024-03,3,
ESTAT:DS-045409(1.0),15/09/26 11:00:00,M,DE,WORLD,84581120,2,VALUE_IN_EUROS,2024-03,9000,
ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,EU27_2020,EU27_2020_EXTRA,8458,1,VALUE_IN_EUROS,2024,77,
ESTAT:DS-045409(1.0),15/09/26 11:00:00,M,EL,RU,84581120,2,VALUE_IN_EUROS,2024-03,0,c
"""


@pytest.mark.parametrize("text", [
    SDMX,
    SDMX.replace("DATAFLOW,LAST UPDATE", "STRUCTURE,STRUCTURE_ID").replace("15/09/26 11:00:00", "x"),
    SDMX.replace("QUANTITY_IN_100KG,2024-03,20.5", "QUANTITY_KG,2024-03,2050").replace("VALUE_IN_EUROS", "VALUE_EUR"),
])  # fmt: skip
def test_sdmx_csv_joins_value_and_quantity(text: str) -> None:
    found = read_table(text.encode(), "estat_ds-045409_en.csv")
    assert found.problems == ()
    assert flat(found.rows) == [
        ("de", "kg", "export", "84581120", "2024-03", 4739.0, 2050.0), ("de", "world", "export", "84581120", "2024-03", 9000.0, None),
        ("eu", "EU27_2020_EXTRA", "import", "8458", "2024", 77.0, None), ("gr", "ru", "export", "84581120", "2024-03", None, None),
    ]  # fmt: skip
    assert [(r.row, r.currency) for r in found.rows] == [(3, "EUR"), (5, "EUR"), (6, "EUR"), (7, "EUR")]
    assert found.columns["value"].startswith("VALUE") and found.columns["weight"].startswith("QUANTITY")
    again = read_table(text.encode(), "estat_ds-045409_en.csv", found.columns)  # as case.toml keeps them
    assert (again.rows, again.columns) == (found.rows, found.columns)


def test_sdmx_csv_with_labels_is_read_by_its_codes() -> None:
    both = (
        "DATAFLOW,LAST UPDATE,freq: Time frequency,reporter: Reporter,partner: Partner,product: Product,flow: Stock or flow,indicators: Indicators,TIME_PERIOD,OBS_VALUE\n"
        "ESTAT:DS-045409(1.0),x,M: Monthly,DE: Germany,KG: Kyrgyzstan,84581120: Lathes,2: EXPORT,VALUE_IN_EUROS: Value in euros,2024-03,4739\n"
    )
    apart = (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Freq,reporter,Reporter,partner,Partner,product,Product,flow,Flow,indicators,Indicators,TIME_PERIOD,OBS_VALUE\n"
        "dataflow,ESTAT:DS-045409(1.0),EU trade,M,Monthly,DE,Germany,KG,Kyrgyzstan,84581120,Lathes,2,EXPORT,VALUE_IN_EUROS,Value in euros,2024-03,4739\n"
    )
    names = "LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\nx,Monthly,Germany (incl. German Democratic Republic 'DD' from 1991),Kyrgyzstan,84581120,EXPORT,VALUE_IN_EUROS,2024-03,4739\n"
    for text in (both, apart, names):
        rows, problems = read_trade(text.encode(), "estat.csv")
        assert problems == ()
        assert flat(rows) == [("de", "kg", "export", "84581120", "2024-03", 4739.0, None)]


def test_lines_that_repeat_a_figure_or_are_cut_off_are_named() -> None:
    bad = SDMX + "ESTAT:DS-045409(1.0),x,M,DE,KG,84581120,2,VALUE_IN_EUROS,2024-03,1,\nESTAT:DS-045409(1.0),x,M,DE\n"
    rows, problems = read_trade(bad.encode(), "estat.csv")
    assert rows[0].value == 4739.0
    assert [(p.place, p.what) for p in problems] == [
        ("line 8", "the VALUE_IN_EUROS of the same flow is there twice, first near line 3"), ("line 9", "4 columns, 11 expected"),
    ]  # fmt: skip
    with pytest.raises(BadInput, match="no column for value"):
        read_trade("".join(line for line in SDMX.splitlines(True) if "VALUE_IN" not in line).encode(), "estat.csv")


TSV = (
    "freq,reporter,partner,product,flow,indicators\\TIME_PERIOD\t2024-01 \t2024-02 \t2024-03 \n"
    "M,DE,KG,84581120,2,QUANTITY_IN_100KG\t1.5 \t: \t2.5 p\n"
    "M,DE,KG,84581120,2,VALUE_IN_EUROS\t100 \t: c\t300 p\n"
    "M,DE,KG,84581120\t1 \t2 \t3 \n"
    "M,DE,RU,84581120,2,VALUE_IN_EUROS\tmuch \t5 \t: \n"
)


@pytest.mark.parametrize("packed", [False, True])
def test_bulk_tsv_is_read_also_packed(packed: bool) -> None:
    data = gzip.compress(TSV.encode(), mtime=0) if packed else TSV.encode()
    rows, problems = read_trade(data, "estat_ds-045409.tsv.gz")
    assert flat(rows) == [
        ("de", "kg", "export", "84581120", "2024-01", 100.0, 150.0), ("de", "kg", "export", "84581120", "2024-03", 300.0, 250.0), ("de", "ru", "export", "84581120", "2024-02", 5.0, None),
    ]  # fmt: skip
    assert [r.row for r in rows] == [3, 3, 5]
    assert len({r.id for r in rows}) == 3
    assert [(p.place, p.what) for p in problems] == [("line 4", "4 dimensions and 3 periods, 6 and 3 expected"), ("line 5", "value 'much' is not a number")]


def test_a_bulk_tsv_of_one_year_is_told_by_its_tab() -> None:
    rows, problems = read_trade(b"freq,reporter,partner,product,flow,indicators\\TIME_PERIOD\t2023\nA,DE,KG,8458,2,VALUE_IN_EUROS\t7\n", "x.tsv")
    assert (flat(rows), problems) == ([("de", "kg", "export", "8458", "2023", 7.0, None)], ())


def test_extractions_of_easy_comext_are_read() -> None:
    """DECLARANT_LAB, PARTNER_LAB, PRODUCT, PRODUCT_LAB and STAT_REGIME_LAB as extractions of its trade tables have them; INDICATORS and
    INDICATOR_VALUE as those of its production tables do. Today's extractions ("Relational_View") are in ../shared: test_trade_read.py."""
    text = (
        "DECLARANT_LAB,PARTNER_LAB,PRODUCT,PRODUCT_LAB,FLOW_LAB,STAT_REGIME_LAB,PERIOD,INDICATORS,INDICATOR_VALUE\n"
        "Germany (incl DD from 1991),Russian Federation (Russia),84581120,Lathes,EXPORT,TOTAL,201903,VALUE_IN_EUROS,4739\n"
        "Germany (incl DD from 1991),Russian Federation (Russia),84581120,Lathes,EXPORT,TOTAL,201903,QUANTITY_IN_100KG,20\n"
    )
    rows, problems = read_trade(text.encode(), "easy.csv")
    assert (flat(rows), problems) == ([("de", "ru", "export", "84581120", "2019-03", 4739.0, 2000.0)], ())


def test_codes_periods_and_numbers_of_countries_that_comext_alone_has() -> None:
    assert [hs_code(t, secret=True) for t in ("28XXXXXX", "99RRR100", "84SSSS", "0811XX", "TOTAL")] == ["28XXXXXX", "99RRR100", "84SSSS", "0811XX", "TOTAL"]
    for text in ("28XXXXXX", "84O710"):  # elsewhere a letter is a slip
        with pytest.raises(ValueError, match="is not 2 to 10 digits"):
            hs_code(text)
    with pytest.raises(ValueError, match="is not 2 to 10 digits"):
        hs_code("XXXXXXXX", secret=True)
    assert [period(t) for t in ("2024M03", "2024-M03", "202452", "2024-03")] == ["2024-03", "2024-03", "2024", "2024-03"]
    assert [country(t, geonom=True) for t in ("0004", "004", "0075", "0720", "0083", "0400", "1000", "1010", "RU")] == ["de", "de", "ru", "cn", "kg", "us", "world", "1010", "ru"]
    assert [country(t) for t in ("EU27_2020", "EU27 (from 2020)", "EU27_2020_EXTRA", "EA20", "QY")] == ["eu", "eu", "EU27_2020_EXTRA", "EA20", "QY"]


# ---------------------------------------------------------------- Chinese customs


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_chinese_customs_tell_weight_by_the_unit_and_direction_by_the_name(encoding: str) -> None:
    head = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,贸易方式编码,贸易方式名称,第一数量,第一计量单位,第二数量,第二计量单位,人民币\n"
    lines = '202403,84581100,卧式数控车床,344,俄罗斯,10,一般贸易,12,台,"85,000",千克,"9,000,000"\n202403,39122000,硝酸纤维素,326,中国台湾,10,一般贸易,2.5,吨,0,-,"70,000"\n202403,85423100,处理器,501,吉尔吉斯斯坦,10,一般贸易,500,个,0,-,100\n'
    found = read_table((head + lines).encode(encoding), "出口_202403.csv")
    assert found.problems == ()
    assert flat(found.rows) == [
        ("cn", "ru", "export", "84581100", "2024-03", 9e6, 85000.0), ("cn", "tw", "export", "39122000", "2024-03", 70000.0, 2500.0), ("cn", "kg", "export", "85423100", "2024-03", 100.0, None),
    ]  # fmt: skip
    assert {r.currency for r in found.rows} == {"CNY"}
    assert (found.columns["flow"], found.columns["reporter"], found.columns["currency"]) == ("=export", "=cn", "=CNY")
    with pytest.raises(BadInput, match="no column for flow"):
        read_trade((head + lines).encode(encoding), "import-export.csv")
    assert read_trade((head + lines).encode(encoding), "import-export.csv", {"flow": "=import"})[0][0].flow == "import"
    assert [kilograms(u) for u in ("千克", "吨", "台", "Weight in kilograms", "kg", "No Quantity", "u")] == [1.0, 1000.0, None, 1.0, 1.0, None, None]


# ---------------------------------------------------------------- totals


def test_partners_and_codes_are_held_against_the_totals_that_a_table_gives() -> None:
    head = "reporter,partner,flow,hs,year,value\n"
    lines = ("cn,world,export,8542,2023,100", "cn,ru,export,8542,2023,60", "cn,kg,export,8542,2023,40", "cn,world,export,8541,2023,100", "cn,ru,export,8541,2023,70", "cn,world,export,TOTAL,2023,210")
    said = reconciled(read_trade((head + "\n".join(lines) + "\n").encode(), "t.csv")[0])
    assert said == (
        "the partners of 2 totals with the world add up to 85.0 % of them; 1 differs: cn exports of HS 8541 in 2023: 70 of USD 100, -30.0 %",
        "the codes of 1 total of all goods add up to 95.2 % of it; 1 differs: cn exports, world, in 2023: 200 of USD 210, -4.8 %",
    )
    assert reconciled(read_trade((head + "\n".join(lines[:3]) + "\n").encode(), "t.csv")[0]) == ("the partners of 1 total with the world add up to 100.0 % of it, each within 0.5 %",)
    assert reconciled(()) == ()


# ---------------------------------------------------------------- national codes


def test_national_codes_meet_the_other_side_in_six_digits() -> None:
    """Comext tells eight digits, Kyrgyzstan's customs in Comtrade six."""
    head = "reporter,partner,flow,hs,year,value,weight\n"
    de = read_trade((head + "de,kg,export,84581120,2023,60,2\nde,kg,export,84581180,2023,40,3\nde,kg,export,28XXXXXX,2023,7,1\n").encode().replace(b"reporter,partner,flow,hs", b"REPORTER,PARTNER,FLOW,PRODUCT_NC"), "full.dat")[0]
    kg = read_trade((head + "kg,de,import,845811,2023,109,5\n").encode(), "kg.csv")[0]
    flows = {(f.reporter, f.hs): f for f in trade.flows((*de, *kg))}
    assert {hs: f.value for (reporter, hs), f in flows.items() if reporter == "de"} == {"84581120": 60, "84581180": 40, "845811": 100, "28XXXXXX": 7}
    assert (flows["de", "845811"].weight, len(flows["de", "845811"].because)) == (5.0, 2)
    (meet,) = [m for m in trade.mirrors(flows.values()) if not m.missing]
    assert (meet.hs, meet.exported, meet.imported) == ("845811", 100, 109)
    assert not any(len(m.hs) == 8 and m.hs.isdigit() for m in trade.mirrors(flows.values()))
    # A table that gives six digits itself is believed, ten digits are in their eight, and nothing counts twice
    own = read_trade((head + "cn,ru,export,84581100,2023,60,\ncn,ru,export,8458110010,2023,25,\ncn,ru,export,845710,2023,9,\ncn,ru,export,84571010,2023,5,\n").encode(), "cn.csv")[0]
    found = {f.hs: f.value for f in trade.flows(own)}
    assert (found["845811"], found["845710"]) == (60, 9)
    (total,) = trade.added(trade.flows(own))
    assert total.value == 69
    months = trade.months(read_trade((head + "cn,ru,export,84581100,2023-03,60,\ncn,ru,export,84581190,2023-03,1,\n").encode(), "m.csv")[0])
    assert {f.hs: f.value for f in months} == {"84581100": 60, "84581190": 1, "845811": 61}


def test_columns_are_told_kept_in_case_toml_and_corrected_there(tmp_path: Path) -> None:
    case, table = tmp_path / "case", tmp_path / "estat.csv"
    table.write_text(SDMX, "utf-8")
    run("new", case)
    told = run("trade", "add", case, table).stderr
    assert "estat.csv: 4 rows; columns: reporter = 'reporter', partner = 'partner', flow = 'flow', hs = 'product', period = 'TIME_PERIOD', value = 'VALUE_IN_EUROS'" in told
    assert "under [trade.statistics.…]; correct them there or with --map" in told
    toml = case / "case.toml"
    kept = toml.read_text("utf-8")
    assert 'file = "estat.csv"\n' in kept and 'value = "VALUE_IN_EUROS"\nweight = "QUANTITY_IN_100KG"\ncurrency = "=EUR"\n' in kept
    toml.write_text(kept.replace('flow = "flow"', 'flow = "=import"').replace('currency = "=EUR"', 'currency = "=USD"'), "utf-8")
    run("build", case)
    flows = rows_of("trade", "flows", case, "--reporter", "de", "--partner", "kg")
    assert {(f["hs"], f["flow"], f["value"], f["currency"]) for f in flows} == {("84581120", "import", 4739, "USD"), ("845811", "import", 4739, "USD")}
    assert "flow = import" in run("trade", "add", case, table).stderr  # what was corrected stays so
    toml.write_text(toml.read_text("utf-8").replace('flow = "=import"', 'direction = "x"'), "utf-8")
    assert "trade.statistics." in (wrong := run("build", case, code=3).stderr) and "direction: not a field; known are file, reporter" in wrong
