"""The commands as a user's script meets them: exit codes, streams and JSON."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import EXAMPLES, example_case, rows, run

INTERVIEW = EXAMPLES / "reports" / "2025-05-26-kyiv-desk.txt"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example_case(tmp_path_factory.mktemp("cli"))


def test_help_teaches_and_is_quick() -> None:
    run("--help")  # the first start compiles
    started = time.perf_counter()
    overview = run("--help").stdout
    assert time.perf_counter() - started < 1.5, "0.15 s on the machine this was written on"
    for name in re.findall(r"^  ([a-z]+)  ", overview.partition("Commands:")[2], re.M):
        shown = run(name, "--help").stdout
        assert f"Example: supplyline {name} " in " ".join(shown.split()), name
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run("--version").stdout)


def test_usage_is_2_and_says_what_would_do(tmp_path: Path) -> None:
    for words, said in {
        ("status", str(tmp_path / "none")): "supplyline new",
        ("add", str(tmp_path / "none"), str(INTERVIEW)): "no case here",
        ("extract", str(tmp_path / "none.txt")): "does not exist",
        ("extract", str(INTERVIEW), "--published", "26.05.2025"): "YYYY-MM-DD",
        ("extract", str(INTERVIEW), "--published", "2025-02-30"): "YYYY-MM-DD",
        ("extract", str(INTERVIEW), "--language", "English"): "en, uk, ru",
        ("compare", "one"): "--pairs",
        ("compare", "--pairs", str(INTERVIEW)): "--out",
        ("nothing",): "No such command",
    }.items():
        done = run(*words, code=2)
        assert said in " ".join(done.stderr.split()), done.stderr
        assert done.stdout == ""


def test_extract_prints_the_contract() -> None:
    claims = rows("extract", INTERVIEW, "--published", "2025-05-26")
    text = run("text", INTERVIEW).stdout
    assert len(claims) >= 5
    for claim in claims:
        assert claim.get("made_by", "tagger").startswith("tagger")  # told beside the contract where no rule found it
        assert [key for key in claim if key != "made_by"] == [
            *("id", "kind", "stance", "speaker", "cue", "via", "said_on", "roles", "count", "quantity", "value"),
            *("change", "period", "hedges", "content", "quote", "event", "origin", "grade"),
        ]
        spans = [claim["quote"], *(claim[k] for k in ("speaker", "cue", "via", "content") if claim[k])]
        for span in spans + [filler for role in claim["roles"].values() for filler in role]:
            assert text[span["start"] : span["end"]] == span["text"]
    factories = next(c for c in claims if c["kind"] == "supply" and len(c["roles"].get("goods", ())) == 4)
    assert factories["speaker"]["name"] == "Oleh Ivashchenko"
    assert factories["via"]["name"] == "Ukrinform"
    assert (factories["count"]["min"], factories["count"]["max"]) == (20, None)


def test_people_and_programs_read_the_same_claims() -> None:
    shown = run("extract", INTERVIEW)
    assert shown.stderr == ""
    for claim in rows("extract", INTERVIEW):
        assert " ".join(claim["quote"]["text"].split()) in shown.stdout


def test_lists_hold_what_the_build_counted(case: Path) -> None:
    (state,) = rows("status", case)
    assert (state["reports"], state["lists"], state["trade_tables"]) == (12, 4, 1)
    assert state["built"] and state["current"]
    for table in ("claims", "entities", "events", "links", "gaps", "problems"):
        found = rows(table, case)
        assert len(found) == state["counts"][table]
        assert len({row["id"] for row in found}) == len(found)
        assert len(run(table, case).stdout.splitlines()) == len(found)


def test_the_example_has_what_it_is_there_to_show(case: Path) -> None:
    events = {e["kind"]: e for e in rows("events", case) if any(p.startswith("supplier=") for p in e["parties"]) or e["kind"] == "cooperation"}
    assert {"supply", "shipment", "cooperation"} <= events.keys()
    supply = max((e for e in rows("events", case) if e["kind"] == "supply"), key=lambda e: e["documents"])
    assert supply["documents"] >= 3, "one interview in three outlets"
    assert supply["claims"] > supply["origins"] == 1, "repeating is no second origin"
    assert (supply["count_min"], supply["count_max"]) == (20, None), "counts of restatements are not added"
    assert int(supply["grade"][1]) >= 3, "an interview, however often printed, confirms nothing"
    gaps = rows("gaps", case)
    assert {g["status"] for g in gaps if g["caption"] == "Sinno Electronics" and g["jurisdiction"] == "US"} == {"listed"}
    assert {g["status"] for g in gaps if g["caption"] == "Noy"} == {"no_match"}
    assert all("clear" not in g["text"] for g in gaps)
    assert any(link["disputed"] for link in rows("links", case))


def test_why_goes_down_to_the_words(case: Path) -> None:
    event = max(rows("events", case), key=lambda e: e["claims"])
    steps = rows("why", case, event["id"])
    marked = [step["words"] for step in steps if step["words"]]
    assert len(marked) == event["claims"]
    for words in marked:
        assert re.fullmatch(r"[0-9a-f]{64}", words["sha256"])
        assert words["end"] - words["start"] == len(words["marked"])
    shown = run("why", case, event["id"][:8]).stdout
    assert shown.startswith(f"{event['id']}  events: ")
    for words in marked:
        assert f"{words['document']}:{words['start']}..{words['end']}  sha256 {words['sha256']}" in shown
        assert f"[{' '.join(words['marked'].split())}]" in shown
    refused = run("why", case, "v_000000000000", code=3).stderr
    assert refused.startswith("error: v_000000000000: no such row")


def test_decisions_are_applied_undone_and_never_lost(case: Path, tmp_path: Path) -> None:
    who = ("--by", "A. Analyst", "--because", "seen in the register")
    before = rows("claims", case)
    event = max(rows("events", case), key=lambda e: e["claims"])
    claim = next(c for c in before if c["event"] == event["id"])
    run("decide", case, "reject", claim["id"][:10], *who)
    assert not rows("status", case)[0]["current"]
    run("build", case)
    assert next(c for c in rows("claims", case) if c["id"] == claim["id"])["event"] is None
    (decision,) = rows("decisions", case)
    assert (decision["verb"], decision["targets"], decision["by"]) == ("reject", [claim["id"]], "A. Analyst")
    run("decide", case, "undo", decision["id"], *who)
    run("build", case)
    assert rows("claims", case) == before
    assert [d["verb"] for d in rows("decisions", case)] == ["reject", "undo"]
    run("verify", case)


def test_decisions_that_cannot_be_are_refused(case: Path) -> None:
    kept = rows("decisions", case)
    who = ("--by", "A", "--because", "b")
    entity = next(e["id"] for e in rows("entities", case) if e["schema"] != "Country")
    assert "no such row" in run("decide", case, "confirm", "c_000000000000", *who, code=3).stderr
    assert "two or more" in run("decide", case, "merge", entity, *who, code=3).stderr
    assert "--because" in run("decide", case, "merge", entity, entity, "--by", "A", "--because", " ", code=3).stderr
    run("decide", case, "confirm", entity, "--by", "A", code=2)
    run("decide", case, "praise", entity, *who, code=2)
    assert rows("decisions", case) == kept


def test_a_second_build_says_that_nothing_changed(case: Path) -> None:
    assert "nothing changed" in run("build", case).stderr


def test_verify_finds_a_changed_original(tmp_path: Path) -> None:
    run("new", tmp_path / "case")
    run("add", tmp_path / "case", INTERVIEW)
    (original,) = (tmp_path / "case" / "originals").glob("??/*")
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"!")
    done = run("verify", tmp_path / "case", code=3)
    assert "2025-05-26-kyiv-desk.txt" in done.stderr and "hash differs" in done.stderr


def test_sources_say_the_same_of_many_files(tmp_path: Path) -> None:
    case, table = tmp_path / "case", tmp_path / "sources.csv"
    run("new", case)
    table.write_text("file,published\n2025-05-26-kyiv-desk.txt,May 26\n", "utf-8")
    assert "sources.csv:2" in run("add", case, INTERVIEW, "--sources", table, code=3).stderr
    table.write_text("name,published\n", "utf-8")
    assert "sources.csv:1" in run("add", case, INTERVIEW, "--sources", table, code=3).stderr
    table.write_text('file,published\n"a,b\n', "utf-8")
    run("add", case, INTERVIEW, "--sources", table, code=3)
    assert rows("status", case)[0]["reports"] == 0, "a table that is wrong adds nothing"
    table.write_text("file,published,publisher\n2025-05-26-kyiv-desk.txt,2025-05-26,Kyiv Desk\n", "utf-8")
    run("add", case, INTERVIEW, "--sources", table, "--publisher", "Another")
    line = json.loads((case / "manifest.jsonl").read_text("utf-8").splitlines()[-1])
    assert line["original"]["published"] == "2025-05-26"
    assert line["original"]["publisher"] == "Another", "what is said of this run wins"


def test_compare_explains_and_fills_a_table(tmp_path: Path) -> None:
    (one,) = rows("compare", "АО НПО Кронштадт", "Kronshtadt JSC")
    assert 0.5 < one["score"] <= 1 and one["explanation"]
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text("name_a,name_b,schema,note\nNoy,Noy Ltd,Company,x\nNoy,Sinno Electronics,Company,\n", "utf-8")
    run("compare", "--pairs", pairs, "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert list(found[0]) == ["name_a", "name_b", "schema", "note", "score", "explanation"]
    assert float(found[0]["score"]) > 0.8 > 0.5 > float(found[1]["score"])
    pairs.write_text("a,b\n", "utf-8")
    assert "name_a" in run("compare", "--pairs", pairs, "--out", out, code=3).stderr
    pairs.write_bytes("name_a,name_b\nкириллица,б\n".encode("cp1251"))
    assert "UTF-8" in run("compare", "--pairs", pairs, "--out", out, code=3).stderr


def test_a_closed_pipe_is_quiet(case: Path) -> None:
    claims = subprocess.Popen(
        [sys.executable, "-m", "supplyline", "claims", case], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert claims.stdout and claims.stderr
    claims.stdout.close()
    assert claims.wait(60) == 0
    assert claims.stderr.read() == b""


def test_ctrl_c_is_quiet_and_keeps_the_last_build(case: Path, tmp_path: Path) -> None:
    busy = tmp_path / "busy"
    run("new", busy)
    folder = tmp_path / "many"
    folder.mkdir()
    words = INTERVIEW.read_text("utf-8")
    for number in range(1500):  # so many that the build cannot end before the key is pressed
        (folder / f"{number}.txt").write_text(f"Report {number}.\n\n{words}", "utf-8")
    run("add", busy, folder)
    building = subprocess.Popen(
        [sys.executable, "-m", "supplyline", "build", busy], stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a runner in the background ignores Ctrl-C for all it starts
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list((busy / "cache").rglob("*/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(building.pid, signal.SIGINT)
    _, told = building.communicate(timeout=60)
    assert building.returncode == 130
    assert told.decode().startswith("stopped") and len(told.splitlines()) == 1
    assert not (busy / "snapshot.duckdb").exists() and not list(busy.glob(".snapshot*"))
    run("verify", busy)


def test_a_fault_of_the_program_is_one_line(tmp_path: Path) -> None:
    script = (
        "import sys; from supplyline.cli import main, find\n"
        "from supplyline.case import store\n"
        "def broken(path): raise ZeroDivisionError('of zero')\n"
        "store.open_case = broken; sys.argv = ['supplyline', 'status', sys.argv[1]]; main()"
    )
    run("new", tmp_path / "case")
    for debug in ("", "1"):
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path / "case"], capture_output=True, text=True, check=False,
            env={**os.environ, "SUPPLYLINE_DEBUG": debug},
        )  # fmt: skip
        assert done.returncode == 3
        *before, last = done.stderr.splitlines()
        assert last.startswith(f"error: unexpected ZeroDivisionError in `supplyline status {tmp_path / 'case'}`: of zero")
        assert bool(before) == bool(debug)


def test_no_colour_where_none_is_wanted(case: Path) -> None:
    event = rows("events", case)[0]["id"]
    assert "\x1b" not in run("why", case, event, NO_COLOR="1", FORCE_COLOR="").stdout
