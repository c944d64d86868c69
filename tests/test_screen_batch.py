"""Is a table of names screened row by row, whatever its form, and to the same bytes however often it is stopped?"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commands import run
from screening import PARTIES, sdn
from supplyline.model import BadInput
from supplyline.read import table
from supplyline.screen import ListsIndex, Thresholds, batch, columns, held
from supplyline.screen.out import Resumable, Stream, resumable

ROWS = [("7", "Krasny Zavod", "RU", ""), ("8", "Quiet Bakery", "FR", ""), ("9", "Ivan Ivanovich Ivanov", "CN", "7702235133")]
HEADS = [
    ("id", "Company name", "Country", "INN"),
    ("№", "Наименование", "Страна", "ИНН"),
    ("Код", "Назва", "Країна", "Ідентифікаційний код"),
    ("编号", "企业名称", "国家", "税号"),
]


def index(*lists: Path) -> ListsIndex:
    return held.of_files(lists).going_by().index()


def as_csv(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([head, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def work_of(path: Path, lists: ListsIndex, **more: object) -> batch.Work:
    source = table.look(path)
    return batch.Work(source, columns.find(path.name, source.header), lists, Thresholds(), **more)  # type: ignore[arg-type]


def screened(path: Path, lists: ListsIndex, **more: object) -> tuple[batch.Tally, list[dict[str, object]]]:
    out = io.StringIO()
    tally, _ = batch.run(work_of(path, lists, **more), Stream(out, "jsonl"))
    return tally, [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head[1])
@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t")])
def test_columns_are_found_by_their_headings(tmp_path: Path, head: tuple[str, ...], encoding: str, delimiter: str) -> None:
    path = as_csv(tmp_path / "names.csv", head, ROWS, encoding, delimiter)
    tally, rows = screened(path, index(sdn(tmp_path)))
    assert [(r["row"], r["key"], r["status"], r["listing"]) for r in rows] == [
        (1, "7", "listed", "1000"), (3, "9", "listed", "3001"),
    ]  # fmt: skip
    assert rows[1]["explanation"][0] == "the same INN 7702235133"  # type: ignore[index]
    assert (tally.rows, tally.listed, tally.no_match, tally.problems) == (3, 2, 1, 0)


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    lists, head = index(sdn(tmp_path)), HEADS[0]
    whole = pa.table({name: [row[n] or None for row in ROWS] for n, name in enumerate(head)})
    pq.write_table(whole, tmp_path / "names.parquet", row_group_size=2)
    as_csv(tmp_path / "names.csv", head, ROWS)
    assert screened(tmp_path / "names.parquet", lists) == screened(tmp_path / "names.csv", lists)
    (tmp_path / "broken.parquet").write_bytes((tmp_path / "names.parquet").read_bytes()[:-20])
    with pytest.raises(BadInput, match="not readable as Parquet"):
        table.look(tmp_path / "broken.parquet")


def test_a_mapping_corrects_and_what_was_taken_is_told(tmp_path: Path) -> None:
    header = ("Name", "Counterparty", "Colour")
    found = columns.find("t.csv", header)
    assert found.taken == (("name", "Name"),) and "'Counterparty' would do too" in found.doubts[0]
    assert "name = 'Name'; not used: 'Counterparty', 'Colour'" in found.told()
    assert columns.find("t.csv", header, {"name": "Colour"}).taken == (("name", "Colour"),)
    with pytest.raises(BadInput, match="no column 'Firm'"):
        columns.find("t.csv", header, {"name": "Firm"})
    with pytest.raises(BadInput, match="the fields are name, alias"):
        columns.find("t.csv", header, {"nom": "Name"})
    with pytest.raises(BadInput, match="--map name=COLUMN"):
        columns.find("t.csv", ("Colour", "Size"))


def test_a_bad_row_is_in_the_result_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text('name,type,country,dob\nKrasny Zavod,company,RU,\n,company,RU,\nonly,three,cells\n"Ivanov, Ivan Ivanovich",robot,Mordor,never\n')
    tally, rows = screened(path, index(sdn(tmp_path)))
    assert [(r["row"], r["status"]) for r in rows] == [(1, "listed"), (2, "not_screened"), (3, "not_screened"), (4, "listed")]
    assert rows[2]["explanation"] == ["line 4: 3 cells, the header has 4"]
    assert (tally.not_screened, tally.problems) == (2, 5)
    assert [t.split(":")[0] for t in tally.told] == ["row 2", "row 3", "row 4", "row 4", "row 4"]
    done = run("screen", "--in", path, "--lists", sdn(tmp_path), code=3)
    assert "row 4: country: 'Mordor' is no country" in done.stderr and "columns: name = 'name'" in done.stderr


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", "no header"), (b"\n\n", "no header"), (b"name,name\na,b\n", "there twice"), (b"name\na\0b\n", "NUL"), (b"colour\nred\n", "--map name=")],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, data: bytes, error: str) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=error):
        columns.find(path.name, table.look(path).header)


def test_bytes_that_are_not_utf8_are_read_and_told(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "names.csv", ("name",), [("Krasny Zavod",), ("Café Étoile",)], "cp1252")
    source = table.look(path)
    assert source.encoding == "cp1252" and "line 3" in source.doubt
    assert [row.cells["name"] for row in table.rows(source)] == ["Krasny Zavod", "Café Étoile"]


def test_misses_are_told_as_of_a_version_when_asked_for(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "names.csv", HEADS[0], ROWS)
    _, rows = screened(path, index(sdn(tmp_path)), misses=True)
    assert [r["status"] for r in rows] == ["listed", "no_match", "listed"]
    assert rows[1]["explanation"][0].startswith("no match in OFAC Specially Designated Nationals List as of 2023-03 (8 listings")  # type: ignore[index]


# ---------------------------------------------------------------- stopped and taken up


def many(folder: Path, rows: int = 130) -> Path:
    names = [PARTIES[n % len(PARTIES)] if n % 3 == 0 else f"Quiet Bakery {n}" for n in range(rows)]
    names[17] = ""
    return as_csv(folder / "many.csv", ("id", "name"), [(str(n), name) for n, name in enumerate(names)])


def to_file(work: batch.Work, out: Path) -> tuple[batch.Tally, int]:
    with resumable(out) as sink:
        return batch.run(work, sink)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_run_killed_at_any_instant_goes_on_to_the_same_bytes(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "BLOCK", 20)
    work = work_of(many(tmp_path), index(sdn(tmp_path)))
    whole, out = tmp_path / f"whole.{ending}", tmp_path / f"hits.{ending}"
    first, before = to_file(work, whole)
    assert (first.rows, before, first.not_screened) == (130, 0, 1)
    gone_on = 0
    for stop in range(1, 60):
        out.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            _die_at(stop, work, out)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):  # it was done before
            assert out.read_bytes() == whole.read_bytes()
            break
        if out.exists():
            assert out.read_bytes() == whole.read_bytes(), "what is under the name is whole"
        tally, before = to_file(work, out)
        gone_on += before > 0
        assert out.read_bytes() == whole.read_bytes()
        assert tally == first
    assert gone_on > 5 and stop > 10
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "nothing is left beside it"


def _die_at(stop: int, work: batch.Work, out: Path) -> None:
    """Kill this process at the nth thing that it does to the disk."""
    left = stop
    fsync, replace, write = os.fsync, Path.replace, Resumable.write

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted_fsync(handle: int) -> None:
        count()
        fsync(handle)

    def counted_replace(path: Path, target: Path) -> Path:
        count()
        return replace(path, target)

    def counted_write(sink: Resumable, rows: list[dict[str, object]]) -> None:
        write(sink, rows[: len(rows) // 2])
        count()
        write(sink, rows[len(rows) // 2 :])

    os.fsync, Path.replace, Resumable.write = counted_fsync, counted_replace, counted_write  # type: ignore[method-assign,assignment]
    try:
        to_file(work, out)
    finally:
        os._exit(0)


def test_other_work_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "BLOCK", 20)
    lists, out = index(sdn(tmp_path)), tmp_path / "hits.csv"
    work = work_of(many(tmp_path), lists)
    child = os.fork()
    if child == 0:
        _die_at(15, work, out)
    os.waitpid(child, 0)
    assert (tmp_path / ".hits.csv.journal").exists()
    _, before = to_file(work_of(work.table.source, lists, schema="Company"), out)
    assert before == 0 and out.exists()


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    out = tmp_path / "hits.csv"
    with resumable(out), pytest.raises(BadInput, match="another run is writing"), resumable(out):
        pass
    with pytest.raises(BadInput, match="endings"), resumable(tmp_path / "hits.xlsx"):
        pass
    with pytest.raises(BadInput, match="no such folder"), resumable(tmp_path / "none" / "hits.csv"):
        pass


def test_memory_does_not_grow_with_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "BLOCK", 100)
    monkeypatch.setattr(batch, "judged", lambda parties, *rest: [()] * len(parties))
    lists, peaks = index(sdn(tmp_path)), []
    for rows in (6_000, 30_000):  # both more than the parties that are remembered
        work = work_of(many(tmp_path, rows), lists, misses=True)
        tracemalloc.start()
        to_file(work, tmp_path / "hits.csv")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 2


# ---------------------------------------------------------------- the command


def test_the_command_screens_from_a_pipe_and_into_a_file(tmp_path: Path) -> None:
    path, lists = as_csv(tmp_path / "names.csv", HEADS[0], ROWS), sdn(tmp_path)
    out = tmp_path / "hits.csv"
    done = run("screen", "--lists", lists, "--in", path, "--out", out)
    assert "3 names: 2 listed, 0 possible, 0 set aside by a person, 1 without a match in these versions, 0 not screened" in done.stderr
    assert "held against OFAC Specially Designated Nationals List as of 2023-03 (8 listings, version " in done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        assert [r["listing"] for r in csv.DictReader(file)] == ["1000", "3001"]
    assert run("screen", "--lists", lists, "--in", path).stdout == out.read_text("utf-8")
    assert "clear" not in done.stderr + out.read_text("utf-8")


def test_a_screening_starts_without_what_reads_reports() -> None:
    """A worker of a table, and one name asked for, would load them for seconds and never use them."""
    program = "import sys, supplyline.screen.batch; print(*sorted({m.split('.')[1] for m in sys.modules if m.startswith('supplyline.')} | {'pypinyin'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "screen" in loaded and not {"extract", "weigh", "resolve", "pypinyin"} & set(loaded)
