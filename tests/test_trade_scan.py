"""Sums over Parquet tables where they lie: what the reader makes of rows, DuckDB makes of millions."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commands import rows as printed
from commands import run
from supplyline.engine import inputs
from supplyline.model import BadInput
from supplyline.read.trade import read_trade
from supplyline.trade import scan

ODD = {
    "reporter": ["CHN", "China", "DE", None, "DE", "de", "DE"],
    "partner": ["RU", "RU", "World", "RU", "RU", "KG", "KG"],
    "flow": ["X", "export", "import", "X", "sideways", "X", "X"],
    "hs": [854231, 854239, 854231, 854231, 854231, 10121, 10121],
    "period": ["202305", "2023-05", "2023-05", "2023-05", "2023-05", "2023-06", "2023-06-30"],
    "value": [1.0, 2.0, 3.0, 4.0, 5.0, -6.0, 7.5],
    "weight": [1.0, None, 1.0, 1.0, 1.0, 1.0, 2.0],
}


def table(folder: Path, columns: dict[str, list], mapping: dict[str, str] | None = None, name: str = "t.parquet") -> scan.Scan:
    pq.write_table(pa.table(columns), folder / name)
    return scan.look(folder / name, name, "a" * 64, mapping, folder / "spill")


def test_words_for_one_country_and_month_are_one_and_bad_records_are_named(tmp_path: Path) -> None:
    found = scan.added(table(tmp_path, ODD), ("month", "hs4", "partner", "reporter"))
    assert found.by == ("reporter", "partner", "flow", "hs4", "month")
    assert [tuple(r.values()) for r in found.table.to_pylist()] == [
        ("cn", "ru", "export", "8542", "2023-05", 3.0, None, 2),
        ("de", "kg", "export", "0101", "2023-06", 7.5, 2.0, 1),
        ("de", "world", "import", "8542", "2023-05", 3.0, 1.0, 1),
    ]
    assert found.bad == 3
    assert [(p.place, p.what) for p in found.problems] == [
        ("record 4", "in no sum: reporter None"), ("record 5", "in no sum: flow 'sideways'"), ("record 6", "in no sum: value -6.0"),
    ]  # fmt: skip


def test_a_total_with_the_world_is_in_no_sum_over_partners(tmp_path: Path) -> None:
    found = scan.added(table(tmp_path, ODD), ("hs2", "year"))
    assert [tuple(r.values()) for r in found.table.to_pylist()] == [("export", "01", "2023", 7.5, 2.0, 1), ("export", "85", "2023", 3.0, None, 2)]


def test_the_records_behind_a_sum_are_found_by_its_id(tmp_path: Path) -> None:
    source = table(tmp_path, ODD)
    id = scan.make_id(source.sha256, ("reporter", "month"), ("cn", "2023-05"))
    assert id == "q_aaaaaaaaaaaa.reporter=cn.month=2023-05"
    start, keys = scan.parsed(id)
    assert start == "a" * 12
    found, count = scan.rows_of(source, keys)
    assert count == 2
    assert [n for n, _ in found] == [1, 2]
    assert found[0][1] == "CHN X RU HS 854231 202305: USD 1.0, weight 1.0"
    odd = scan.make_id(source.sha256, ("partner",), ("Côte d'Or. A=B",))
    assert scan.parsed(odd)[1] == {"partner": "Côte d'Or. A=B"}
    for wrong in ("q_1", "q_aaaaaaaaaaaa", "q_aaaaaaaaaaaa.planet=mars"):
        with pytest.raises(BadInput, match="no id of a sum"):
            scan.parsed(wrong)


def test_headings_and_totals_beside_their_parts_are_left_out_and_told(tmp_path: Path) -> None:
    columns = {"reporter": ["cn"] * 3, "partner": ["ru"] * 3, "flow": ["export"] * 3, "hs": ["8542", "854231", "TOTAL"], "period": ["2023"] * 3, "value": [10.0, 4.0, 99.0]}
    found = scan.added(table(tmp_path, columns), ("hs4",))
    assert [r["value"] for r in found.table.to_pylist()] == [4.0]
    assert "2 records have shorter codes" in found.problems[0].what
    numbers = {**columns, "hs": [8542, 854231, 10121]}
    assert [(r["hs4"], r["value"]) for r in scan.added(table(tmp_path, numbers), ("hs4",)).table.to_pylist()] == [("0101", 99.0), ("8542", 4.0)]


def test_what_is_asked_for_is_kept(tmp_path: Path) -> None:
    source = table(tmp_path, ODD)

    def values(**asked) -> list[float]:
        return [r["value"] for r in scan.added(source, ("reporter", "partner", "month"), scan.Wanted(**asked)).table.to_pylist()]

    assert values(reporters=frozenset({"cn"})) == [3.0]
    assert values(partners=frozenset({"kg"})) == [7.5]
    assert values(codes=("8542",)) == [3.0, 3.0]
    assert values(codes=("01",), since="2023-06") == [7.5]
    assert values(since="2024") == []
    assert values(reporters=frozenset({"fr"})) == []


def test_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    source = table(tmp_path, ODD)
    for by, said in ((("planet",), "nothing that flows are added up by"), (("hs2", "hs4"), "one length of codes"), (("year", "month"), "one length of codes")):
        with pytest.raises(BadInput, match=said):
            scan.added(source, by)
    with pytest.raises(BadInput, match="no column for"):
        table(tmp_path, {"a": [1]})


def test_sums_are_those_of_the_reader_and_the_same_each_time(tmp_path: Path) -> None:
    chance = random.Random(8)
    size = 5000
    columns = {
        "reporter": [chance.choice(["China", "CHN", "de", "156"]) for _ in range(size)],
        "partner": [chance.choice(["Russian Federation", "kg", "World"]) for _ in range(size)],
        "flow": [chance.choice(["export", "M"]) for _ in range(size)],
        "hs": [chance.choice(["854231", "854239", "010121", "bad"]) for _ in range(size)],
        "period": [chance.choice(["2023-01", "202302", "never"]) for _ in range(size)],
        "value": [round(chance.uniform(0, 1e6), 2) for _ in range(size)],
        "weight": [chance.choice([None, 1.5, 2.0]) for _ in range(size)],
    }
    source = table(tmp_path, columns)
    by = ("reporter", "partner", "hs4", "month")
    found = scan.added(source, by)
    rows, problems = read_trade((tmp_path / "t.parquet").read_bytes(), "t.parquet")
    wanted: dict[tuple[str, ...], float] = {}
    for r in rows:
        key = (r.reporter, r.partner, r.flow, r.hs[:4], r.period)
        wanted[key] = wanted.get(key, 0.0) + (r.value or 0.0)
    got = {tuple(r[k] for k in found.by): r["value"] for r in found.table.to_pylist()}
    assert got == {k: pytest.approx(v, abs=0.006) for k, v in wanted.items()}
    assert list(got) == sorted(got)
    assert found.bad == size - len(rows)
    assert len(problems) == 201
    assert problems[-1].what == f"{size - len(rows) - 200:,} more rows could not be read, of {size - len(rows):,} in all"
    for name in ("one.parquet", "two.parquet"):
        assert scan.added(source, by, out=tmp_path / name).rows == len(got)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    assert pq.read_table(tmp_path / "one.parquet").to_pylist() == found.table.to_pylist()
    scan.added(source, by, out=tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text().startswith("reporter,partner,flow,hs4,month,value,weight,records\ncn,kg,export,0101,2023-01,")


def test_a_small_table_is_both_asked_in_place_and_built(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    good = {k: [v for v, keep in zip(values, (1, 1, 1, 0, 0, 0, 1), strict=True) if keep] for k, values in ODD.items()}
    pq.write_table(pa.table(good), tmp_path / "t.parquet")
    assert "t.parquet: 4 rows" in run("trade", "add", case, tmp_path / "t.parquet").stderr
    run("build", case)
    assert {f["hs"] for f in printed("trade", "flows", case)} == {"854231", "854239", "010121"}
    sums = printed("trade", "flows", case, "--by", "reporter,partner,hs4,month", "--reporter", "china")
    assert [(s["value"], s["records"], s["currency"]) for s in sums] == [(3, 2, "USD")]
    records = printed("why", case, sums[0]["id"])
    assert [r["record"] for r in records] == [1, 2]
    assert all(len(r["sha256"]) == 64 for r in records)
    done = run("trade", "flows", case, "--by", "hs2", "--out", tmp_path / "o.csv")
    assert "2 sums written to" in done.stderr
    assert "or .csv" in run("trade", "flows", case, "--by", "hs2", "--out", tmp_path / "o.txt", code=2).stderr
    assert "--out is for --by" in run("trade", "flows", case, "--out", tmp_path / "o.csv", code=2).stderr
    assert "no id of a sum" in run("why", case, "q_nothing", code=3).stderr
    empty = tmp_path / "empty"
    run("new", empty)
    assert "no Parquet or long table of statistics" in run("trade", "flows", empty, "--by", "hs2", code=3).stderr


def test_a_large_table_stays_on_disk_and_a_build_says_so(tmp_path: Path) -> None:
    size = inputs.MOST_RECORDS + 1
    path = tmp_path / "large.parquet"
    one = {"reporter": "cn", "partner": "ru", "flow": "export", "hs": "854231", "period": "2023-05"}
    columns = {k: pa.DictionaryArray.from_arrays(pa.array([0] * size, pa.int8()), [v]) for k, v in one.items()}
    pq.write_table(pa.table({**columns, "value": pa.array([0.25] * size)}), path)
    case = tmp_path / "case"
    run("new", case)
    done = run("trade", "add", case, path)
    assert "2,000,001 records, kept as they are" in done.stderr
    (sum_,) = printed("trade", "flows", case, "--by", "reporter,partner,hs4,month")
    assert (sum_["value"], sum_["records"]) == (0.25 * size, size)
    assert "too many for claims to be held against" in run("build", case, code=3).stderr
    run("trade", "add", case, path)
    assert run("verify", case).returncode == 0
    assert len(list((case / "originals").glob("??/*"))) == 1
    assert "no column is known to hold the consignor" in run("trade", "add", case, path, "--as", "shipments", code=3).stderr
    assert "part it by year" in run("trade", "add", case, path, "--as", "rates", code=3).stderr
