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


SIX = ("Belarus sent six shipments of optical sights to Russia, Pavel Hrynko told Observer on May 5.", "Observer", "2025-05-05")
NINE = ("Belarus sent nine shipments of optical sights to Russia, Marta Klein told Herald on May 6.", "Herald", "2025-05-06")
SEVEN = ("Belarus sent seven shipments of optical sights to Russia, Jonas Reuter told Post on May 7.", "Post", "2025-05-07")


def kinds(found: tuple[Change, ...]) -> dict[str, str]:
    return {c.kind: c.text for c in found}


def test_a_number_that_cannot_be_true_beside_the_known_contradicts(tmp_path: Path) -> None:
    found = between(tmp_path, [SIX], [NINE])
    assert set(kinds(found)) == {"contradicts"}
    (change,) = found
    assert "Marta Klein to Herald, 2025-05-06: 9" in change.text and "count 6 is now 6 to 9" in change.text
    assert change.documents == ("Herald.txt",) and {id[0] for id in change.because} == {"o", "c"}


def test_a_third_number_between_two_contradicts_both_and_one_of_the_two_confirms(tmp_path: Path) -> None:
    found = kinds(between(tmp_path / "third", [SIX, NINE], [SEVEN]))
    assert set(found) == {"contradicts"} and "count 6 to 9 stays" in found["contradicts"]
    again = (NINE[0].replace("Marta Klein", "Jonas Reuter").replace("Herald", "Post"), "Post", "2025-05-06")
    found = kinds(between(tmp_path / "again", [SIX, NINE], [again]))
    assert "contradicts" not in found and ("confirms" in found or "repeats" in found)


def test_a_number_within_the_known_refines_and_the_same_confirms(tmp_path: Path) -> None:
    least = (SIX[0].replace("six", "at least five"), *SIX[1:])
    found = kinds(between(tmp_path / "within", [least], [SEVEN]))
    assert set(found) == {"confirms", "refines"} and "count at least 5 is now 7" in found["refines"]
    same = (SEVEN[0].replace("seven", "six").replace("sights", "sights and lenses"), *SEVEN[1:])
    assert "confirms" in kinds(between(tmp_path / "same", [SIX], [same]))


def test_a_part_refines(tmp_path: Path) -> None:
    least = (SIX[0].replace("six", "at least five"), *SIX[1:])
    part = ("Belarus sent five shipments of optical sights to Russia, of which two in 2025, Pavel Hrynko told Observer on June 16.", "Later", "2025-06-16")
    found = kinds(between(tmp_path / "count", [least], [part]))
    assert "count at least 5 is now 5" in found["refines"] and "of these 2 in 2025" in found["refines"]
    five = (SIX[0].replace("six", "five"), *SIX[1:])
    found = kinds(between(tmp_path / "part", [five], [part]))
    assert found["refines"] == "count 5 stays: of these 2 in 2025" and "contradicts" not in found


def test_a_number_that_its_speaker_takes_back_is_superseded(tmp_path: Path) -> None:
    back = ("Belarus sent four shipments of optical sights to Russia, not six, Pavel Hrynko told Observer on May 8.", "Later", "2025-05-08")
    found = kinds(between(tmp_path / "own", [SIX], [back]))
    assert set(found) == {"supersedes"}
    assert found["supersedes"] == "6: withdrawn, Pavel Hrynko corrected it on 2025-05-08; count 6 is now 4"
    mended = ("Correction\n\nBelarus sent four shipments of optical sights to Russia, Pavel Hrynko told Observer on May 5. We regret the error.", "Observer", "2025-05-09")
    found = kinds(between(tmp_path / "outlet", [SIX], [mended]))
    assert "supersedes" in found and "contradicts" not in found and "refines" not in found
    # Another who told six is not corrected by it
    klein = ("Six shipments of optical sights were sent to Russia by Belarus this year, Marta Klein told Herald on May 6.", *NINE[1:])
    found = kinds(between(tmp_path / "both", [SIX, klein], [back]))
    assert "contradicts" in found and "4 to 6" in found["contradicts"]


def test_a_source_that_retracts_supersedes_what_it_told(tmp_path: Path) -> None:
    told = ("Uzbekistan sent 12 wagons of cotton pulp to a gunpowder plant in Kazan.", "Courier", "2025-02-03")
    back = ("Retraction\n\nCourier retracts its report that Uzbekistan sent cotton pulp to a gunpowder plant in Kazan.", "Courier", "2025-02-06")
    assert "supersedes" in kinds(between(tmp_path, [told], [back]))


def test_one_of_many_named_elsewhere_refines_the_many_and_confirms_nothing(tmp_path: Path) -> None:
    plant = ("China supplies gunpowder to the Kazan Gunpowder Plant, Ana Ruiz said on June 2.", "Herald", "2025-06-02")
    known = (FIRST.replace("machine tools and gunpowder", "gunpowder"), "Kyiv Desk", "2025-05-26")
    found = between(tmp_path, [known], [plant])
    assert {c.kind for c in found} == {"refines", "adds"}
    (text,) = (c.text for c in found if c.kind == "refines")
    assert text == "probably one of these, told elsewhere and not added: Kazan Gunpowder Plant"


def test_a_period_that_reaches_further_adds_and_a_first_one_refines(tmp_path: Path) -> None:
    bare = ("Iran sold 300 drones to Russia, Ana Ruiz said on June 2.", "Tehran Desk", "2025-06-02")
    in_2024 = ("In 2024 Iran sold 300 drones to Russia, Ana Ruiz said on June 2.", "Herald", "2025-06-02")
    longer = ("In 2023 and 2024 Iran sold 300 drones to Russia, Jonas Reuter told Post on June 3.", "Post", "2025-06-03")
    assert "period not given is now 2024" in kinds(between(tmp_path / "first", [bare], [in_2024]))["refines"]
    assert "period 2024 is now 2023 to 2024: it is told to reach further" in kinds(between(tmp_path / "longer", [in_2024], [longer]))["adds"]


def test_less_known_after_a_rejection_is_withdrawn_and_no_refinement(tmp_path: Path) -> None:
    least = (SIX[0].replace("six", "at least five"), *SIX[1:])
    both, one = built(tmp_path / "both", least, SEVEN), built(tmp_path / "one", least)
    with Snapshot(both) as before, Snapshot(one) as after:
        found = kinds(changes(before, after))
    assert "count 7 is now at least 5" in found["withdraws"] and "refines" not in found


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
