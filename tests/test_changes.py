"""diff and watch: what a new document confirms, repeats, refines, contradicts and adds, and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from commands import run
from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.engine.changes import Change, changes

FIRST = (
    "Oleh Ivashchenko, the head of Ukraine's Foreign Intelligence Service, told Ukrinform on May 26 that China supplies "
    "machine tools and gunpowder to at least 20 Russian military factories.\n"
)
COPY = (
    "On May 26, Oleh Ivashchenko told Ukrinform that China supplies machine tools and gunpowder to at least 20 Russian "
    "military factories.\n"
)
SECOND = "Germany's intelligence service BND said on June 3 that China supplies machine tools and gunpowder to 22 Russian military factories.\n"
DENIAL = "China's foreign ministry denied on May 27 that China supplies gunpowder to Russian military factories.\n"
OTHER = "Iran sold 300 drones to Russia in 2024, Ana Ruiz said on June 2.\n"


def built(folder: Path, *texts: tuple[str, str, str]) -> Path:
    case = store.create(folder)
    add(case, *texts)
    return case.snapshot_path


def add(case: store.Case, *texts: tuple[str, str, str]) -> None:
    for text, publisher, published in texts:
        case.add_original(text.encode(), f"{publisher}.txt", publisher=publisher, published=published, language="en")
    pipeline.build(case)


def between(tmp_path: Path, before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]) -> tuple[Change, ...]:
    """What the documents of `after` change where those of `before` are known."""
    old = built(tmp_path / "old", *before)
    new = built(tmp_path / "new", *before, *after)
    with Snapshot(old) as one, Snapshot(new) as two:
        return changes(one, two)


KNOWN = [(FIRST, "Kyiv Desk", "2025-05-26")]


def test_a_copy_repeats_and_changes_nothing_else(tmp_path: Path) -> None:
    found = between(tmp_path, KNOWN, [(COPY, "Copyist", "2025-05-26")])
    assert {c.kind for c in found} == {"repeats"}
    assert all(c.documents == ("Copyist.txt",) for c in found)


def test_a_new_origin_confirms_and_its_count_refines(tmp_path: Path) -> None:
    found = between(tmp_path, KNOWN, [(SECOND, "Berlin Desk", "2025-06-03")])
    kinds = {c.kind: c for c in found}
    assert "confirms" in kinds and "refines" in kinds and "adds" not in kinds and "repeats" not in kinds
    assert "at least 20 is now 22" in kinds["refines"].text
    assert any(id.startswith("o_") for id in kinds["confirms"].because)


def test_a_denial_contradicts_and_is_no_confirmation(tmp_path: Path) -> None:
    found = between(tmp_path, KNOWN, [(DENIAL, "Beijing Desk", "2025-05-27")])
    kinds = [c.kind for c in found]
    assert "contradicts" in kinds and "confirms" not in kinds
    supply = next(c for c in found if c.kind == "contradicts")
    assert "supply" in supply.label and len(supply.because) == 2


def test_another_happening_adds(tmp_path: Path) -> None:
    found = between(tmp_path, KNOWN, [(OTHER, "Tehran Desk", "2025-06-02")])
    assert {c.kind for c in found} == {"adds"} and "Iran" in found[0].label


def test_what_is_gone_is_withdrawn(tmp_path: Path) -> None:
    both = built(tmp_path / "both", *KNOWN, (OTHER, "Tehran Desk", "2025-06-02"))
    one = built(tmp_path / "one", *KNOWN)
    with Snapshot(both) as before, Snapshot(one) as after:
        found = changes(before, after)
    assert [c.kind for c in found] == ["withdraws"] and "Iran" in found[0].label


def test_the_same_snapshot_changes_nothing(tmp_path: Path) -> None:
    path = built(tmp_path / "case", *KNOWN)
    with Snapshot(path) as before, Snapshot(path) as after:
        assert changes(before, after) == ()


def test_diff_since_a_time_builds_the_case_as_it_was(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    add(case, *KNOWN)
    time.sleep(1.1)  # custody counts whole seconds
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    before = case.snapshot_path.read_bytes()
    add(case, (OTHER, "Tehran Desk", "2025-06-02"))
    assert case.snapshot_path.read_bytes() != before
    last = case.snapshot_path.read_bytes()
    told = run("diff", case.path, "--since", now, "--json")
    assert [json.loads(line)["kind"] for line in told.stdout.splitlines()] == ["adds"]
    assert "+1 document: 1 adds" in told.stderr
    assert case.snapshot_path.read_bytes() == last, "looking back leaves the last build alone"
    run("verify", case.path)
    assert "+2 documents" in run("diff", case.path, "--since", "2000").stderr
    assert run("diff", case.path, "--since", "2999-01-01").stdout == ""


def test_decisions_count_in_a_diff_too(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    add(case, *KNOWN, (OTHER, "Tehran Desk", "2025-06-02"))
    with Snapshot.open(case) as snapshot:
        claims = [c.id for c in snapshot.rows("claims") if "Iran" in c.quote.text]
    time.sleep(1.1)
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    case.decide("reject", claims, by="Ana", because="the figure is of another year")
    pipeline.build(case)
    told = run("diff", case.path, "--since", now)
    assert "withdraws" in told.stdout and "Iran" in told.stdout


def test_a_wrong_since_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "case"
    built(path, *KNOWN)
    assert "last week" in run("diff", path, "--since", "last week", code=2).stderr


def test_watch_takes_in_what_appears_and_says_what_it_changed(tmp_path: Path) -> None:
    inbox, path = tmp_path / "inbox", tmp_path / "case"
    (inbox / "sub").mkdir(parents=True)
    store.create(path)
    (inbox / "sub" / "a.txt").write_text(FIRST, "utf-8")
    (inbox / ".hidden.txt").write_text(OTHER, "utf-8")
    run("watch", path, "--folder", inbox, "--once")
    command = [sys.executable, "-m", "supplyline", "watch", str(path), "--folder", str(inbox), "--every", "0.2", "--json"]
    buffered = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=buffered)
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        time.sleep(1)
        (inbox / "b.txt").write_text(OTHER, "utf-8")
        assert process.stdout is not None
        row = json.loads(process.stdout.readline())
        assert row["kind"] == "adds" and row["documents"] == ["b.txt"]
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert "Traceback" not in said and process.returncode == 0, said
    assert sorted(o.name for o in store.open_case(path).originals()) == ["b.txt", "sub/a.txt"]
    assert (inbox / "b.txt").read_text("utf-8") == OTHER, "the folder's files are never touched"


def test_watch_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    inbox, path = tmp_path / "inbox", tmp_path / "case"
    inbox.mkdir()
    store.create(path)
    (inbox / "a.txt").write_text(FIRST, "utf-8")
    run("watch", path, "--folder", inbox, "--once")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\n\x00\x01 nothing follows")
    assert "broken.pdf" in run("watch", path, "--folder", inbox, "--once", code=3).stderr
