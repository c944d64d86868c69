"""The different parties of registers, asked where they lie, listed, traced and screened each once."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from commands import rows, run
from screening import sdn
from supplyline.engine import inputs
from supplyline.model import BadInput
from supplyline.read import shipments
from supplyline.trade import scan
from supplyline.trade.parties import Named, parties, write

LINES = {
    "Declaration number": ["D1", "D1", "D2", "D3", "D4", "D5"],
    "Declaration date": ["05.01.2023", "05.01.2023", "17.02.2023", "18.02.2023", "28.02.2023", "13.03.2023"],
    "Direction": ["ИМ", "ИМ", "ИМ", "ИМ", "ЭК", "ИМ"],
    "Shipper name": ["Sinno Electronics", " Sinno Electronics.", "Sinno Electronics", "TO ORDER", "Krasny Zavod JSC", "Quiet Bakery"],
    "Shipper country": ["ГОНКОНГ", "КИТАЙ", "ГОНКОНГ", "КИТАЙ", "РОССИЯ", ""],
    "Consignee name": ["Krasny Zavod JSC", "Krasny Zavod JSC", "Quiet Bakery", "Quiet Bakery", "Sinno Electronics", "n/a"],
    "Consignee country": ["РОССИЯ", "РОССИЯ", "РОССИЯ", "РОССИЯ", "ГОНКОНГ", "РОССИЯ"],
    "ИНН получателя": ["7702235133", "7702235133", "", "", "", ""],
    "HS code": ["8542.31", "8542310000", "854239", "850440", "854231", "190590"],
    "Net weight, kg": [1.5, 2.0, 1.0, 4.0, 0.5, 3.0],
    "Value, USD": [100.0, 200.0, 50.0, 70.0, 30.0, 10.0],
}
WANTED = [
    Named("Krasny Zavod JSC", "ru", "inn=7702235133", 1, 2, 1),
    Named("Quiet Bakery", "ru", "", 1, 2, 3),
    Named("Sinno Electronics", "cn;hk", "", 3, 1, 1),
]


def parquet(folder: Path, columns: dict[str, list] = LINES, name: str = "r.parquet") -> Path:
    pq.write_table(pa.table(columns), folder / name)
    return folder / name


def test_a_name_is_there_once_with_its_countries_number_and_lines(tmp_path: Path) -> None:
    path = parquet(tmp_path)
    assert list(parties(shipments.opened(path, path.name), tmp_path / "spill")) == WANTED
    for name in ("one.parquet", "two.parquet"):
        assert write(parties(shipments.opened(path, path.name), tmp_path / "spill"), tmp_path / name) == 3
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_another_form_of_the_register_gives_the_same_parties(tmp_path: Path) -> None:
    pacsv.write_csv(pa.table(LINES), tmp_path / "r.csv")
    found = list(parties(shipments.opened(tmp_path / "r.csv", "r.csv"), tmp_path / "spill"))
    assert found == [Named(p.name, p.country, p.identifier, p.sent, p.received, p.line + 1) for p in WANTED]  # a CSV's header is line 1


def test_a_register_adds_up_by_the_countries_that_goods_left_and_went_to(tmp_path: Path) -> None:
    path = parquet(tmp_path)
    table = scan.look_register(shipments.opened(path, path.name), "a" * 64, tmp_path / "spill")
    found = scan.added(table, ("reporter", "partner", "hs4", "month"))
    assert [tuple(r.values()) for r in found.table.to_pylist()] == [
        ("ru", "cn", "import", "8504", "2023-02", 70.0, 4.0, 1),
        ("ru", "cn", "import", "8542", "2023-01", 200.0, 2.0, 1),
        ("ru", "hk", "export", "8542", "2023-02", 30.0, 0.5, 1),
        ("ru", "hk", "import", "8542", "2023-01", 100.0, 1.5, 1),
        ("ru", "hk", "import", "8542", "2023-02", 50.0, 1.0, 1),
    ]
    assert [(p.place, p.what) for p in found.problems] == [("record 6", "in no sum: partner ''")]
    records, count = scan.rows_of(table, {"reporter": "ru", "partner": "hk", "flow": "import", "hs4": "8542", "month": "2023-01"})
    assert (count, [n for n, _ in records]) == (1, [1])


def test_a_register_that_does_not_tell_where_goods_went_is_not_added_up(tmp_path: Path) -> None:
    path = parquet(tmp_path, {k: v for k, v in LINES.items() if k not in ("Direction", "Value, USD")})
    with pytest.raises(BadInput, match="no column for flow, value"):
        scan.look_register(shipments.opened(path, path.name), "a" * 64, tmp_path / "spill")
    path = parquet(tmp_path, {**LINES, "Currency": ["USD"] * 6})
    with pytest.raises(BadInput, match="part the table by currency"):
        scan.look_register(shipments.opened(path, path.name), "a" * 64, tmp_path / "spill")


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_parties_of_a_case_lead_to_their_lines(tmp_path: Path, ending: str) -> None:
    case, path = tmp_path / "case", tmp_path / f"r.{ending}"
    run("new", case)
    pq.write_table(pa.table(LINES), path) if ending == "parquet" else pacsv.write_csv(pa.table(LINES), path)
    run("trade", "add", case, path, "--register", "Customs")
    found = rows("trade", "parties", case)
    assert [(p["name"], p["sent"], p["received"], p["register"]) for p in found] == [(p.name, p.sent, p.received, "Customs") for p in WANTED]
    traced = rows("why", case, found[2]["id"])
    shift = 0 if ending == "parquet" else 1
    assert [t["record"] for t in traced] == [n + shift for n in (1, 2, 3, 5)]
    assert "854231" in traced[3]["text"] and all(len(t["sha256"]) == 64 for t in traced)
    assert [p["name"] for p in rows("trade", "parties", case, "--party", "bakery")] == ["Quiet Bakery"]
    assert run("why", case, "q_000000000000.party=X", code=3).stderr.count("no register of this case")
    assert "3 different names written" in run("trade", "parties", case, "--out", tmp_path / "p.csv").stderr
    assert (tmp_path / "p.csv").read_text().splitlines()[1] == f"Krasny Zavod JSC,ru,inn=7702235133,{1 + shift},1,2"


def test_the_parties_of_a_register_are_screened_each_once(tmp_path: Path) -> None:
    path, listed = parquet(tmp_path), sdn(tmp_path)
    done = run("screen", "--parties", "--in", path, "--lists", listed, "--json")
    assert "3 different names in 6 lines" in done.stderr
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(h["name"], h["caption"], h["key"], h["status"]) for h in hits if h["caption"].startswith("KRASNY")] == [
        ("Krasny Zavod JSC", "KRASNY ZAVOD JSC", "1", "listed")
    ]
    assert "needs a register as a file" in run("screen", "--parties", "--lists", listed, code=2).stderr
    run("trade", "parties", case := _with(tmp_path, path), "--out", tmp_path / "p.parquet")
    again = run("screen", "--in", tmp_path / "p.parquet", "--lists", listed, "--json").stdout
    assert again == done.stdout
    assert case.is_dir()


def _with(folder: Path, path: Path) -> Path:
    case = folder / "with"
    run("new", case)
    run("trade", "add", case, path)
    return case


def test_of_a_large_register_the_lines_of_parties_of_reports_make_events_and_checks(tmp_path: Path) -> None:
    """Three of 2,000,001 lines name the two firms of the report, in other spellings; theirs alone are rows of the case."""
    size, places = inputs.MOST_RECORDS + 1, {5: 1, 1_200_000: 2, inputs.MOST_RECORDS: 1}
    path, case = tmp_path / "large.parquet", tmp_path / "case"
    columns = {}
    for name, words in (
        ("Shipper name", ["Quiet Bakery", "SINNO ELECTRONICS CO., LIMITED", "Other Ltd"]), ("Consignee name", ["Loud Mill", "КРАСНЫЙ ЗАВОД ООО", "ООО «Красный завод»"]),
        ("Declaration number", ["D0", "D1", "D2"]), ("Declaration date", ["05.01.2023", "06.01.2023", "07.02.2023"]), ("HS code", ["190590", "854231", "854239"]),
    ):  # fmt: skip
        which = [0] * size
        for at, kind in places.items():
            which[at] = kind
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(which, pa.int8()), words)
    pq.write_table(pa.table({**columns, "Value, USD": pa.array([10.0] * size)}), path, row_group_size=500_000)
    (tmp_path / "r.txt").write_text("Oleh Ivashchenko said that Sinno Electronics supplied microchips to Krasny Zavod in January 2023.\n", "utf-8")
    run("new", case)
    run("add", case, tmp_path / "r.txt", "--published", "2023-05-01")
    run("trade", "add", case, path, "--register", "Customs")
    done = run("build", case, code=3)
    assert "3 name a party of the reports or of another register, and those alone were read" in done.stderr
    found = rows("trade", "shipments", case)
    assert [(s["row"], s["consignor"], s["consignee"]) for s in found] == [
        (6, "SINNO ELECTRONICS CO., LIMITED", "КРАСНЫЙ ЗАВОД ООО"), (size, "SINNO ELECTRONICS CO., LIMITED", "КРАСНЫЙ ЗАВОД ООО"),
        (1_200_001, "Other Ltd", "ООО «Красный завод»"),
    ]  # fmt: skip
    events = [e for e in rows("events", case) if e["shipments"]]
    assert sorted(e["shipments"] for e in events) == [1, 2] and all("recorded" in e["label"] for e in events)
    (check,) = [c for c in rows("trade", "checks", case) if c["against"] == "registers"]
    assert "Customs: 1 shipment in 2 lines of 2023-01-06" in check["text"]
    assert "record 6" in run("why", case, found[0]["id"]).stdout or "row 6" in run("why", case, found[0]["id"]).stdout


def test_a_large_register_stays_on_disk_with_its_columns_in_case_toml(tmp_path: Path) -> None:
    size = inputs.MOST_RECORDS + 1
    one = {k: v[0] for k, v in LINES.items() if isinstance(v[0], str)}
    columns = {k: pa.DictionaryArray.from_arrays(pa.array([0] * size, pa.int8()), [v]) for k, v in one.items()}
    path, case = tmp_path / "large.parquet", tmp_path / "case"
    pq.write_table(pa.table({**columns, "Value, USD": pa.array([0.5] * size)}), path)
    run("new", case)
    done = run("trade", "add", case, path, "--register", "Customs", "--map", "consignee=Consignee name")
    assert "2,000,001 records, kept as they are" in done.stderr
    assert 'consignor = "Shipper name"' in (case / "case.toml").read_text()
    assert "too many for each to be a row" in run("build", case, code=3).stderr
    found = rows("trade", "parties", case)
    assert [(p["name"], p["sent"], p["received"]) for p in found] == [("Krasny Zavod JSC", 0, size), ("Sinno Electronics", size, 0)]
    (sum_,) = rows("trade", "flows", case, "--by", "reporter,partner,hs4,month")
    assert (sum_["reporter"], sum_["partner"], sum_["value"], sum_["currency"]) == ("ru", "hk", 0.5 * size, "USD")
    assert "the first 200 are shown" in run("why", case, found[0]["id"]).stderr
