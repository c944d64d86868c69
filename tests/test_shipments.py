"""Registers of shipments: columns found and corrected, lines read and reconciled, parties resolved, events of their own origin."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commands import EXAMPLES, rows, run
from supplyline.case.settings import keep_columns, load
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import open_case
from supplyline.engine.changes import changes
from supplyline.model import BadInput, Problem, Shipment
from supplyline.publish.chart import of_shipments
from supplyline.read import shipment_cells as cells
from supplyline.read import shipments
from supplyline.read.shipment_columns import find, is_shipments
from supplyline.resolve import Tally, record, recorded, resolve
from supplyline.trade.controlled import flags, in_words
from supplyline.trade.shipments import Gathering, added
from test_trade_registers import line

SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "trade" / "customs_declarations_kr_synth"

RUSSIAN = """\
Номер ДТ;Дата ДТ;Направление;Отправитель;Страна отправителя;ИНН получателя;Получатель;Адрес получателя;Код ТН ВЭД;Описание товара;Вес нетто, кг;Статистическая стоимость, USD
D1;05.01.2023;ИМ;SINNO ELECTRONICS CO., LIMITED;ГОНКОНГ;7702235133;ООО "КРАСНЫЙ ЗАВОД";МОСКВА;8542310000;МИКРОСХЕМЫ;1,5;12 000,50
D1;05.01.2023;ИМ;SINNO ELECTRONICS CO., LIMITED;ГОНКОНГ;7702235133;ООО "КРАСНЫЙ ЗАВОД";МОСКВА;8542390000;МИКРОСХЕМЫ;2;8000
D2;17.02.2023;ИМ;Sinno Electronics Co Ltd;ГОНКОНГ;7702235133;КРАСНЫЙ ЗАВОД ООО;МОСКВА;854231;ПРОЦЕССОРЫ;;5000
D3;30.02.2023;ИМ;NOY LTD;АРМЕНИЯ;;ООО ХИМИЯ;ТУЛА;391220;НИТРОЦЕЛЛЮЛОЗА;100;700
D4;03.03.2023;ИМ;NOY LTD;АРМЕНИЯ;;ООО ХИМИЯ;ТУЛА;3912200000;НИТРОЦЕЛЛЮЛОЗА;100;700
Итого;;;;;;;;;;;26400.50
"""


def read(text: str | bytes, name: str = "r.csv", **mapping: str) -> tuple[list[Shipment], list[Problem], shipments.Sums]:
    data = text.encode() if isinstance(text, str) else text
    sums = shipments.Sums()
    found = list(shipments.lines(shipments.opened(data, name, mapping), sums))
    return [s for s in found if isinstance(s, Shipment)], [p for p in found if isinstance(p, Problem)], sums


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("header", "line", "wanted"),
    [
        (
            "Bill of Lading Number,Arrival Date,Shipper Name,Consignee Name,Country of Origin,HS Code,Product Description,Gross Weight (kg),Value (USD)",
            "B1,2023-05-01,SINNO,ZAVOD LLC,China,854231,chips,12,100",
            {"number": "Bill of Lading Number", "date": "Arrival Date", "consignor": "Shipper Name", "consignee": "Consignee Name",
             "origin": "Country of Origin", "hs": "HS Code", "goods": "Product Description", "gross_weight": "Gross Weight (kg)", "value": "Value (USD)"},
        ),
        (
            "ND (Номер ДТ),G072 (Дата ДТ),G021 (Отправитель),Отправитель (адрес),G081 (Получатель),G15 (Страна отправления),G33 (Код ТН ВЭД),G38 (Вес нетто)",
            "D1,2023-05-01,SINNO,HONG KONG STREET,ООО ЗАВОД,КИТАЙ,8542310000,12",
            {"number": "ND (Номер ДТ)", "date": "G072 (Дата ДТ)", "consignor": "G021 (Отправитель)", "consignee": "G081 (Получатель)",
             "departure": "G15 (Страна отправления)", "hs": "G33 (Код ТН ВЭД)", "weight": "G38 (Вес нетто)"},
        ),
        (
            "Дата оформлення,Номер МД,Відправник,Одержувач,Код ЄДРПОУ одержувача,Країна відправлення,Код товару,Опис товару,Вага нетто,Митна вартість USD",
            "2023-05-01,U1,SINNO,ТОВ ЗАВОД,14360570,Німеччина,8542310000,мікросхеми,12,100",
            {"number": "Номер МД", "date": "Дата оформлення", "consignor": "Відправник", "consignee": "Одержувач", "consignee_id": "Код ЄДРПОУ одержувача",
             "departure": "Країна відправлення", "hs": "Код товару", "goods": "Опис товару", "weight": "Вага нетто", "value": "Митна вартість USD"},
        ),
        (
            "提单号,日期,发货人,收货人,原产国,目的国,商品编码,商品名称,净重(千克),金额（美元）",
            "A1,2023年5月1日,华为公司,OOO ZAVOD,中国,俄罗斯,85423100,集成电路,12,100",
            {"number": "提单号", "date": "日期", "consignor": "发货人", "consignee": "收货人", "origin": "原产国", "destination": "目的国",
             "hs": "商品编码", "goods": "商品名称", "weight": "净重(千克)", "value": "金额（美元）"},
        ),
    ],
    ids=["en", "ru", "uk", "zh"],
)  # fmt: skip
def test_columns_are_found_by_headings_in_four_languages(header: str, line: str, wanted: dict[str, str]) -> None:
    heads = header.split(",")
    sample = [dict(zip(heads, line.split(","), strict=True))]
    columns = find("t", heads, sample)
    assert columns.taken == wanted
    assert columns.doubts == (() if "value" in wanted else columns.doubts)
    assert is_shipments(heads, sample)
    (shipment,), problems, _ = read(f"{header}\n{line}\n")
    assert not problems
    assert (shipment.date, shipment.hs[:6], shipment.weight) == ("2023-05-01", "854231", 12.0)
    assert shipment.currency == ("USD" if "value" in wanted else "")


def test_what_cells_look_like_overrules_headings() -> None:
    heads = ["Exporter", "Buyer", "Code", "HS Code", "When", "Weight"]
    sample = [{"Exporter": "China", "Buyer": "OOO Zavod", "Code": "8457100000", "HS Code": "a red box", "When": f"2023-01-{d:02d}", "Weight": "heavy"} for d in range(1, 9)]
    columns = find("t", heads, sample)
    assert columns.taken == {"consignor_country": "Exporter", "consignee": "Buyer", "hs": "Code", "date": "When"}
    said = " ".join(columns.doubts)
    assert "'Exporter' holds countries" in said
    assert "'HS Code' is headed as the hs" in said
    assert "'Code' was taken for the hs by what its cells look like" in said
    assert "'Weight' is headed as the weight" in said
    assert columns.left == ("HS Code", "Weight")


def test_a_table_of_countries_is_no_register() -> None:
    heads = ["exporter", "importer", "year", "hs6", "value"]
    assert not is_shipments(heads, [dict(zip(heads, ("China", "RU", "2023", "854231", "100"), strict=True))])
    assert not shipments.looks_like_one((EXAMPLES / "trade" / "comtrade_391220.csv").read_bytes(), "comtrade")
    assert not shipments.looks_like_one(b"\x00\x01", "noise")


def test_two_columns_that_look_like_codes_are_left_to_the_user() -> None:
    heads = ["Buyer", "Goods", "a", "b"]
    sample = [{"Buyer": "OOO Zavod", "Goods": "x", "a": "854231", "b": "847130"}]
    columns = find("t", heads, sample)
    assert "hs" not in columns.taken
    assert any("'a', 'b' all look like a hs" in d for d in columns.doubts)
    assert find("t", heads, sample, {"hs": "b"}).taken["hs"] == "b"


def test_a_heading_over_few_fitting_cells_is_taken_where_nothing_else_fits_and_doubted() -> None:
    heads = ["Shipper", "HS Code"]
    sample = [{"Shipper": "Alpha", "HS Code": code} for code in ("854231", "none", "see list")]
    columns = find("t", heads, sample)
    assert columns.taken["hs"] == "HS Code"
    assert columns.doubts == ("'HS Code' is headed as the hs, but most of its cells do not look so: lines where it does not will be problems",)


def test_a_mapping_corrects_and_says_what_is_wrong_with_it() -> None:
    heads = ["Shipper", "Consignee", "HS Code", "Weight"]
    sample = [dict(zip(heads, ("Alpha", "Bravo", "854231", "1"), strict=True))]
    columns = find("t", heads, sample, {"consignor": "consignee", "consignee": "Shipper", "weight": "", "destination": "=ru"})
    assert columns.taken == {"consignor": "Consignee", "consignee": "Shipper", "hs": "HS Code"}
    assert find("t", heads, sample, columns.mapping()) == columns
    for mapping, said in (
        ({"sender": "Shipper"}, "no field 'sender'"),
        ({"hs": "Code"}, "no column 'Code' for hs"),
        ({"hs": "Weight", "weight": "Weight"}, "given for two fields"),
        ({"date_order": "=ymd"}, "date_order"),
    ):
        with pytest.raises(BadInput, match=said):
            find("t", heads, sample, mapping)
    with pytest.raises(BadInput, match="consignor or consignee"):
        find("t", ["HS Code"], [{"HS Code": "854231"}])
    with pytest.raises(BadInput, match="code or description of goods"):
        find("t", ["Shipper"], [{"Shipper": "Alpha"}])


@pytest.mark.parametrize(("days", "first", "doubt"), [(("13/02/2023",), "2023-02-13", False), (("02/13/2023",), "2023-02-13", False), (("02/03/2023",), "2023-03-02", True)])
def test_the_order_of_day_and_month_is_told_by_the_cells_or_doubted(days: tuple[str, ...], first: str, doubt: bool) -> None:
    text = "Shipper,HS Code,Date\n" + "".join(f"Alpha,854231,{d}\n" for d in days)
    found, problems, _ = read(text)
    assert [s.date for s in found] == [first]
    assert not problems
    assert bool(shipments.opened(text.encode(), "r.csv").columns.doubts) == doubt


# ---------------------------------------------------------------- lines


def test_lines_that_cannot_be_read_are_named_with_their_place_and_the_rest_adds_up() -> None:
    found, problems, sums = read(RUSSIAN)
    assert [s.row for s in found] == [2, 3, 4, 6]
    assert [(p.place, p.what) for p in problems] == [("line 5", "date '30.02.2023' is no day or month")]
    assert (sums.read, sums.refused, sums.lost) == (4, 1, 700.0)
    assert sums.values == {"USD": 25_700.5}
    assert sums.said == [(7, 26_400.5, 25_700.5)]
    assert "4 shipments read of 5 lines; values add up to USD 25,700" in sums.told()
    first = found[0]
    assert (first.number, first.date, first.flow, first.hs, first.value, first.weight) == ("D1", "2023-01-05", "import", "8542310000", 12_000.5, 1.5)
    assert (first.consignor, first.consignee, first.consignor_country, first.consignee_id) == (
        "SINNO ELECTRONICS CO., LIMITED", 'ООО "КРАСНЫЙ ЗАВОД"', "hk", "inn:7702235133")  # fmt: skip


def test_a_total_that_does_not_fit_is_a_problem() -> None:
    _, problems, _ = read("Shipper,HS Code,Value USD\nAlpha,854231,100\nTotal,,250\n")
    (problem,) = problems
    assert problem.place == "line 3"
    assert "250, the lines above it that were read add up to 100" in problem.what


@pytest.mark.parametrize(
    ("head", "cell", "kg"),
    [("Net weight (t)", "1.5", 1500), ("Вес нетто, тонн", "1,5", 1500), ("净重（吨）", "1.5", 1500), ("Gross weight lbs", "100", 45.359237), ("Weight", "1.234,5", 1234.5)],
)
def test_weights_become_kg_by_the_unit_of_the_heading(head: str, cell: str, kg: float) -> None:
    found, problems, _ = read(f'Shipper,HS Code,"{head}"\nAlpha,854231,"{cell}"\n')
    assert not problems
    assert found[0].weight == pytest.approx(kg)


def test_net_weight_is_taken_before_gross_and_units_may_be_given() -> None:
    found, _, _ = read("Shipper,HS Code,Net weight,Gross weight\nAlpha,854231,,3\nAlpha,854231,2,3\n", weight_unit="=t")
    assert [s.weight for s in found] == [3000, 2000]
    with pytest.raises(BadInput, match="weight unit 'stone'"):
        read("Shipper,HS Code,Net weight\nAlpha,854231,1\n", weight_unit="=stone")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Alpha,85x231,2023-01-01,1,USD", "is not 2 to 10 digits"),
        ("Alpha,854231,soon,1,USD", "date 'soon' is no day or month"),
        ("Alpha,854231,2023-01-01,-1,USD", "value -1 is negative"),
        ("Alpha,854231,2023-01-01,1,dinars of old", "currency 'dinars of old' is no ISO code"),
        ("Alpha,854231;853400,2023-01-01,1,USD", None),
        ("Alpha,854231|391220,2023-01-01,1,USD", "of different chapters in one line"),
        ("Alpha,854231", "2 cells, the header has 5"),
        ("Alpha,,2023-01-01,1,USD", "neither a code nor a description of goods"),
    ],
)
def test_bad_cells_are_told(line: str, said: str | None) -> None:
    found, problems, _ = read(f"Shipper,HS Code,Date,Value,Currency\nBravo,854231,2023-01-02,1,840\n{line}\n")
    assert found[0].currency == "USD"
    if said is None:
        assert (found[1].hs, problems) == ("85", [])
    else:
        (problem,) = problems
        assert problem.place == "line 3"
        assert said in problem.what


def test_codes_of_one_cell_keep_what_they_share() -> None:
    assert cells.hs("8542.31.0000") == "8542310000"
    assert cells.hs("854231; 854239") == "8542"
    assert cells.hs("854231.0") == "854231"
    assert cells.hs("10121") == "010121"
    for nobody in ("TO ORDER", "To the order of Bank of X", "n/a", "не указан", "***", "физическое лицо", "不详"):
        assert cells.party(nobody) == ""
    assert cells.party("  Order  of  Malta ") == "Order of Malta"


def test_many_bad_lines_are_named_up_to_a_limit_and_counted() -> None:
    _, problems, sums = read("Shipper,HS Code\n" + "Alpha,854231\n" * 400 + "Alpha,xx\n" * 250)
    assert sums.refused == 250
    assert len(problems) == 201
    assert "50 more lines could not be read" in problems[-1].what


def test_encodings_of_the_country_are_read_and_told() -> None:
    for encoding in ("cp1251", "koi8_r", "utf-16"):
        found, problems, _ = read(RUSSIAN.replace(",50", "").encode(encoding))
        assert found[0].consignee == 'ООО "КРАСНЫЙ ЗАВОД"'
        assert any("not UTF-8" in p.what for p in problems) == (encoding != "utf-16")


def test_a_parquet_file_is_read_with_records_for_places(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    table = pa.table({"Shipper": ["A Co", "B Co"], "HS Code": [854231, None], "Date": pa.array([19358, 19359], pa.date32()), "Value USD": [1.5, 2.0]})
    pq.write_table(table, path)
    found, problems, _ = read(path.read_bytes(), "r.parquet")
    assert [(s.row, s.hs, s.date, s.value) for s in found] == [(1, "854231", "2023-01-01", 1.5)]
    assert [p.place for p in problems] == ["record 2"]


# ---------------------------------------------------------------- XLSX

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(sheet: str, strings: str = "", more: str = "") -> bytes:
    """A workbook as Excel writes one, of parts; style 1 shows dates."""
    out = io.BytesIO()
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" r:id="r1"/>{more}</sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships {relations}><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>')
        book.writestr("xl/styles.xml", f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>')
        book.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{strings}</sst>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {_MAIN}><sheetData>{sheet}</sheetData></worksheet>")
    return out.getvalue()


SHEET = """<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Получатель</t></is></c><c r="C1" t="inlineStr"><is><t>Дата</t></is></c><c r="D1" t="inlineStr"><is><t>Код ТН ВЭД</t></is></c><c r="E1" t="inlineStr"><is><t>Вес</t></is></c></row>
<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="inlineStr"><is><t>ООО </t><rPh><t>x</t></rPh><t>Завод</t></is></c><c r="C3" s="1"><v>44927</v></c><c r="D3"><v>8542310000</v></c><c r="E3" t="str"><f>1+1</f><v>2.5</v></c></row>
<row r="4"><c r="A4" t="s"><v>1</v></c><c r="D4"><v>854231</v></c></row>"""


def test_the_first_sheet_of_a_workbook_is_read_with_its_row_numbers() -> None:
    data = workbook(SHEET, "<si><t>Отправитель</t></si><si><r><t>Sinno </t></r><r><t>Ltd</t></r></si>", '<sheet name="Notes" r:id="r2"/>')
    found, problems, _ = read(data, "r.xlsx")
    assert [(s.row, s.consignor, s.consignee, s.date, s.hs, s.weight) for s in found] == [
        (3, "Sinno Ltd", "ООО Завод", "2023-01-01", "8542310000", 2.5),
        (4, "Sinno Ltd", "", None, "854231", None),
    ]
    assert ["'Notes'" in p.what for p in problems] == [True]


@pytest.mark.parametrize("data", [b"PK\x03\x04 and nothing", workbook("<row", ""), workbook('<row r="1"><c r="A1" t="s"><v>x</v></c></row>')])
def test_a_damaged_workbook_is_refused_with_the_mend(data: bytes) -> None:
    with pytest.raises(BadInput, match="not readable as XLSX"):
        shipments.opened(data, "r.xlsx")


# ---------------------------------------------------------------- parties, events


def resolved(*files: list[Shipment]):
    tally = Tally()
    for lines in files:
        record(lines, tally)
    return resolve(tally)


def test_spellings_are_one_party_with_its_country_and_number() -> None:
    found, _, _ = read(RUSSIAN)
    resolution = resolved(found)
    by_caption = {e.caption: e for e in resolution.entities}
    plant = by_caption['ООО "КРАСНЫЙ ЗАВОД"']
    assert {n.text for n in plant.names} == {'ООО "КРАСНЫЙ ЗАВОД"', "КРАСНЫЙ ЗАВОД ООО"}
    assert plant.identifiers == ("inn:7702235133",)
    assert plant.mentions == 3
    assert set(plant.because) == {s.id for s in found[:3]}
    sinno = by_caption["SINNO ELECTRONICS CO., LIMITED"]
    assert (sinno.countries, sinno.schema) == (("hk",), "Company")
    assert recorded("Sinno Electronics Co Ltd", resolution) == sinno.id
    assert recorded("TO ORDER".lower() and "", resolution) is None


def test_one_number_joins_names_and_two_numbers_prove_nothing() -> None:
    text = "Отправитель;Получатель;ИНН получателя;Код ТН ВЭД\n"
    one, _, _ = read(text + "Alpha;ООО Ромашка;7702235133;854231\nAlpha;Daisy LLC;7702235133;854231\n")
    (party,) = (e for e in resolved(one).entities if e.identifiers)
    assert {n.text for n in party.names} == {"ООО Ромашка", "Daisy LLC"}
    assert any("same inn 7702235133 in registers" in r for r in party.reasons)
    two, _, _ = read(text + "Alpha;ООО Ромашка;7702235133;854231\nAlpha;ООО Ромашка;7707083893;854231\n")
    (shared,) = (e for e in resolved(two).entities if "Ромашка" in e.caption)
    assert shared.identifiers == ()
    assert any("may be several companies" in r for r in shared.reasons)


def test_lines_of_one_declaration_are_one_shipment_and_registers_are_not_added() -> None:
    found, _, _ = read(RUSSIAN)
    other, _, _ = read(RUSSIAN.replace("D1;17", "D9;17").replace("2023;ИМ", "2023;ЭК"), "other.csv")
    resolution = resolved(found, other)
    gathering = Gathering()
    for s in (*found, *other):
        done = gathering.add(s, recorded(s.consignor, resolution), recorded(s.consignee, resolution))
        assert done.event is not None
    events, grades = gathering.events({e.id: e.caption for e in resolution.entities}, {"other": "B"})
    chips = next(e for e in events if "8542" in e.label)
    assert (chips.count_min, chips.count_max, chips.counted, chips.shipments, chips.claims) == (2, None, "shipments", 6, 0)
    assert (chips.origins, chips.documents, chips.kind) == (2, 2, "shipment")
    assert (chips.period_from, chips.period_to) == ("2023-01-05", "2023-02-17")
    assert chips.derivation[0] == "other: 2 shipments in 3 lines, 2023-01-05 to 2023-02-17, USD 25,000, 4 kg (2 of 3 lines have a weight)"
    assert "not added" in chips.derivation[-1]
    assert len(gathering.origins()) == 2
    grade = next(g for g in grades if g.event == chips.id)
    assert (grade.code, chips.grade) == ("B3", "B3")
    assert "no reason to hold these registers independent" in grade.reasons[1]


def test_a_line_that_names_one_side_only_makes_no_event() -> None:
    (line,), _, _ = read("Shipper,Consignee,HS Code\nSINNO LTD,TO ORDER,854231\n")
    done = Gathering().add(line, "e_1", None)
    assert (done.event, done.supplier, done.recipient, done.controlled) == (None, "e_1", None, ("chpl-1",))


def test_flags_are_those_of_the_list_and_of_the_chapters_that_it_leaves_out() -> None:
    assert flags("8542310000") == ("chpl-1",)
    assert flags("845710") == ("chpl-4b",)
    assert flags("3912209000") == ("cellulose-3912",)
    assert flags("360100") == ("explosives-36",)
    assert flags("840710") == ("us-746-7",)  # engines of aircraft: on the American list of drones alone
    assert in_words(flags("840710")).startswith("goods found in drones") and "whole chapter" in in_words(flags("360100"))
    assert flags("8542") == flags("640399") == flags("") == ()


# ---------------------------------------------------------------- a case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ships")
    (folder / "decl.csv").write_text(RUSSIAN, "utf-8")
    case = folder / "case"
    run("new", case)
    run("lists", "add", case, *sorted((EXAMPLES / "lists").glob("ofac*")))
    run("add", case, EXAMPLES / "reports", "--sources", EXAMPLES / "sources.csv")
    done = run("trade", "add", case, folder / "decl.csv", "--register", "Customs of X", code=3)
    assert "consignor = 'Отправитель'" in done.stderr
    assert "not used: 'Адрес получателя'" in done.stderr
    assert "4 shipments read of 5 lines" in done.stderr
    run("build", case, code=3)
    return case


def test_a_register_shows_in_entities_events_links_gaps_and_never_as_a_claim(case: Path) -> None:
    events = [e for e in rows("events", case) if e["shipments"]]
    assert sorted(e["shipments"] for e in events) == [1, 3]
    assert all(e["claims"] == 0 and e["origins"] == 1 for e in events)
    assert {o["label"] for o in rows_of(case, "origins") if o["claims"] == 0} == {"the register Customs of X"}
    links = [x for x in rows("links", case) if x["recorded"]]
    assert {x["role"] for x in links} == {"sends"}
    assert len(links) == 2
    assert "recorded: Sinno Electronics sends" in run("links", case).stdout
    gaps = {(g["caption"], g["status"]) for g in rows("gaps", case)}
    assert ("Sinno Electronics", "listed") in gaps
    assert any("КРАСНЫЙ" in caption and status == "no_match" for caption, status in gaps)
    assert not any("Customs of X" in str(c) for c in rows("claims", case))


def rows_of(case: Path, table: str) -> list[dict]:
    import json

    run("export", case, "--format", "jsonl", "--out", case.parent / "export")
    out = next((case.parent / "export").rglob(f"{table}.jsonl"))
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_reports_and_registers_share_their_parties(case: Path) -> None:
    sinno = [e for e in rows("entities", case) if "sinno electronics" in e["caption"].casefold()]
    assert len(sinno) == 1
    assert {b[0] for b in sinno[0]["because"]} == {"c", "s"}


def test_why_leads_from_a_link_to_file_and_row(case: Path) -> None:
    link = next(x for x in rows("links", case) if x["recorded"] and "8542" in x["goods"][0])
    steps = rows("why", case, link["id"])
    notes = [note for step in steps if step["table"] == "shipments" for note in step["notes"]]
    assert {n.rsplit(" ", 1)[-1] for n in notes} == {"2", "3", "4"}
    assert len({n.split(",")[0] for n in notes}) == 1


def test_shipments_are_asked_as_the_other_trade_commands_are(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    toml = case / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace("[trade.groups]", '[trade.groups]\nmine = ["hk", "tr"]', 1), "utf-8")
    head = "Declaration number,Declaration date,Shipper name,Shipper country,Consignee name,Consignee country,Country of departure,HS code,Net weight,Value,Currency\n"
    lines = (
        "D1,2022-05-17,LANTERN LTD,HK,VERBA LLC,RU,TR,854231,2,1000,USD", "D2,2023-01-18,LANTERN LTD,HK,VERBA LLC,RU,HK,854231,3,500,USD",
        "D3,2023-02-18,OTHER LTD,CN,VERBA LLC,KZ,CN,845710,900,7000,USD", "D4,,OTHER LTD,CN,VERBA LLC,KZ,CN,845710,50,90,USD",
    )  # fmt: skip
    (tmp_path / "r.csv").write_text(head + "\n".join(lines) + "\n", "utf-8")
    run("trade", "add", case, tmp_path / "r.csv", "--register", "Customs")
    run("build", case)

    def numbers(*words: str) -> list[str]:
        return [s["number"] for s in rows("trade", "shipments", case, *words)]

    assert numbers("--reporter", "Hong Kong") == ["D1", "D2"]
    assert numbers("--reporter", "tr") == ["D1"]  # the country of departure
    assert numbers("--reporter", "mine", "--partner", "russia", "--since", "2023") == ["D2"]
    assert numbers("--partner", "kz", "--hs", "machining centres") == ["D3", "D4"]
    assert numbers("--hs", "TOTAL") == ["D1", "D2", "D3", "D4"]
    assert "is no year or month" in run("trade", "shipments", case, "--since", "soon", code=2).stderr
    sums = {s["period"]: s for s in rows("trade", "shipments", case, "--total")}
    assert {p: (s["shipments"], s["lines"], s["values"], s["weight"]) for p, s in sums.items()} == {
        "": (1, 1, {"USD": 90}, 50), "2022": (1, 1, {"USD": 1000}, 2), "2023": (2, 2, {"USD": 7500}, 903),
    }  # fmt: skip
    assert [s["period"] for s in rows("trade", "shipments", case, "--total", "--monthly", "--since", "2023")] == ["2023-01", "2023-02"]
    chart = tmp_path / "c.svg"
    done = run("trade", "shipments", case, "--total", "--chart", chart, "--reporter", "hk")
    assert "2022  Customs: 1 shipment in 1 line, 2022-05-17, USD 1,000, 2 kg" in done.stdout.splitlines()
    picture = chart.read_text("utf-8")
    assert "What registers of shipments have: hk and all partners, all goods" in picture
    assert "Customs, 2022: USD 1,000 (1 line, the first s_" in picture and "no proof of what was in the box" in picture
    assert picture.count("<circle") == 2 and "name no company" not in picture


def test_a_register_without_values_is_drawn_by_weight_or_lines() -> None:
    bare = replace(line(1), value=None, currency="", weight=None, date="2023-01-02")
    heavy = replace(bare, weight=5.0, date="2024-01-02")
    assert [(x.unit, [p.value for p in x.points]) for x in of_shipments(added([bare, bare]), "USD")] == [("lines", [2.0])]
    assert [(x.unit, [(p.period, p.value) for p in x.points]) for x in of_shipments(added([bare, heavy]), "USD")] == [("kg", [("2024", 5.0)])]


def test_shipments_are_listed_by_party_goods_and_control(case: Path) -> None:
    assert len(rows("trade", "shipments", case)) == 4
    assert [s["row"] for s in rows("trade", "shipments", case, "--controlled", "--hs", "8542")] == [2, 3, 4]
    assert [s["row"] for s in rows("trade", "shipments", case, "--party", "noy")] == [6]
    assert [s["row"] for s in rows("trade", "shipments", case, "--since", "2023-02")] == [4, 6]
    event = next(e for e in rows("events", case) if e["shipments"] == 3)
    done = run("trade", "shipments", case, "--event", event["id"])
    assert "Customs of X: 3 lines, USD 25,000 in 3 of them, 4 kg" in done.stderr.replace("25,001", "25,000")
    assert "[controlled: Common High Priority List, tier 1]" in done.stdout
    assert "no shipment fits; 4 in the case" in run("trade", "shipments", case, "--party", "nobody at all").stderr


def test_a_second_look_at_the_same_register_changes_nothing(case: Path, tmp_path: Path) -> None:
    with Snapshot.open(open_case(case)) as now:
        assert changes(now, now) == ()
    empty = tmp_path / "empty"
    run("new", empty)
    run("build", empty)
    with Snapshot.open(open_case(empty)) as nothing, Snapshot.open(open_case(case)) as now:
        told = [c for c in changes(nothing, now) if "recorded" in c.label]
        assert {(c.kind, c.text) for c in told} == {("adds", "new, 3 recorded lines"), ("adds", "new, 1 recorded line")}
        assert {c.text.split(":")[0] for c in changes(now, nothing) if "recorded" in c.label} == {"no line of a register of it is left"}


def test_the_brief_tells_of_shipments_as_recorded(case: Path, tmp_path: Path) -> None:
    run("brief", case, "--out", tmp_path / "b.html")
    page = (tmp_path / "b.html").read_text("utf-8")
    assert "Recorded, as declarants told it" in page
    assert 'id="rows-shipments"' in page
    run("verify", case)


def test_columns_are_kept_in_case_toml_and_corrected_there(case: Path, tmp_path: Path) -> None:
    toml = case / "case.toml"
    kept = next(iter(load(toml).registers.values()))
    assert kept["consignor"] == "Отправитель"
    assert (kept["file"], kept["register"]) == ("decl.csv", "Customs of X")
    before = toml.read_text("utf-8")
    try:
        toml.write_text(before.replace('consignee = "Получатель"', 'consignee = "Адрес получателя"'), "utf-8")
        run("build", case, code=3)
        assert {s["consignee"] for s in rows("trade", "shipments", case)} == {"МОСКВА", "ТУЛА"}
        # adding the file again keeps what a person corrected, and an option corrects further
        run("trade", "add", case, case.parent / "decl.csv", "--map", "origin==cn", code=3)
        again = next(iter(load(toml).registers.values()))
        assert (again["consignee"], again["origin"], again["register"]) == ("Адрес получателя", "=cn", "Customs of X")
        toml.write_text(before.replace('hs = "Код ТН ВЭД"', 'hs = "No such"'), "utf-8")
        assert "no column 'No such' for hs" in run("build", case, code=3).stderr
        toml.write_text(before.replace('hs = "Код ТН ВЭД"', 'hss = "x"'), "utf-8")
        assert "hss: not a field" in run("build", case, code=3).stderr
    finally:
        toml.write_text(before, "utf-8")
        run("build", case, code=3)


def test_a_rejected_line_or_event_counts_for_nothing(case: Path) -> None:
    event = next(e for e in rows("events", case) if e["shipments"] == 1)
    run("decide", case, "reject", event["id"], "--by", "A", "--because", "another company")
    line = rows("trade", "shipments", case, "--hs", "854239")[0]
    run("decide", case, "reject", line["id"], "--by", "A", "--because", "misread")
    run("build", case, code=3)
    left = [e for e in rows("events", case) if e["shipments"]]
    assert [e["shipments"] for e in left] == [2]
    assert not any("names" in p["what"] or "does not find" in p["what"] for p in rows("problems", case, code=3))
    assert len(rows("trade", "shipments", case)) == 4


def test_keeping_columns_leaves_the_rest_of_case_toml_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text('# mine\ntitle = "x"\n\n[trade.shipments.aaaaaaaaaaaa]\nhs = "Code"\n\n[limits]\nworkers = 2\n', "utf-8")
    odd = 'a "quoted" \\ column\t'
    keep_columns(path, "shipments", {"b" * 64: {"hs": odd}, "a" * 64: {"goods": "Описание"}})
    keep_columns(path, "statistics", {"c" * 64: {"file": "t.csv", "hs": "code"}})
    settings = load(path)
    assert settings.registers == {"a" * 12: {"goods": "Описание"}, "b" * 12: {"hs": odd}}
    assert settings.tables == {"c" * 12: {"file": "t.csv", "hs": "code"}}
    assert (settings.title, settings.workers) == ("x", 2)
    assert path.read_text("utf-8").startswith("# mine\n")
    path.write_text("trade = {since = 2022}\n", "utf-8")
    with pytest.raises(BadInput, match=r"write \[trade\] as a table"):
        keep_columns(path, "shipments", {"a" * 64: {"hs": "x"}})


def test_order_of_adding_does_not_show(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(RUSSIAN, "utf-8")
    (tmp_path / "b.csv").write_text(RUSSIAN.replace("D1", "E1"), "utf-8")
    told = []
    for name, order in (("one", "ab"), ("two", "ba")):
        run("new", tmp_path / name)
        for file in order:
            run("trade", "add", tmp_path / name, tmp_path / f"{file}.csv", "--register", "X", code=3)
        run("build", tmp_path / name, code=3)
        told.append([run(*command, tmp_path / name, "--json").stdout for command in (("events",), ("links",), ("entities",), ("trade", "shipments"))])
    assert told[0] == told[1]
    event = next(e for e in rows("events", tmp_path / "one") if e["shipments"] == 6)
    assert (event["origins"], event["documents"], event["count_min"]) == (1, 2, 3)


def test_a_real_shaped_table_of_54000_declarations_is_read_whole() -> None:
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    total = 0
    for path in sorted(SHARED.glob("*.csv")):
        register = shipments.opened(path, path.name, {"currency": "=KRW"})
        assert register.columns.taken["consignee"] == "Importer ID"
        sums = shipments.Sums()
        assert all(isinstance(line, Shipment) for line in shipments.lines(register, sums))
        total += sums.read
    assert total == 54_000
