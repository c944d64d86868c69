"""Docs that can fail: every example runs, the reference is the program's, every link leads somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import ROOT, example_case, rows, run

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "examples" / "README.md"]
TOLD = [page for page in PAGES if "```console" in page.read_text("utf-8")]


def blocks(page: Path) -> Iterator[list[tuple[str, list[str]]]]:
    """Each ```console block: its commands, each with the lines that the page shows below it."""
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
        told: list[tuple[str, list[str]]] = []
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("$ "):
                told.append((line[2:].strip(), []))
            elif told:
                told[-1][1].append(line)
        yield told


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it after `make demo`: the examples and a built demo/case."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "demo").mkdir()
    shutil.move(example_case(folder), folder / "demo" / "case")
    return folder


@pytest.mark.parametrize("page", TOLD, ids=lambda page: page.name)
def test_every_example_runs_and_prints_what_the_page_shows(page: Path, built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(built, folder)
    event = max(rows("events", folder / "demo" / "case"), key=lambda e: (e["kind"] == "supply", e["documents"], e["id"]))["id"]
    for block in blocks(page):
        for command, shown in block:
            # Ids change with the rules that make them, so the pages' event stands for the event told of most.
            program, *words = shlex.split(re.sub(r"\bv_[0-9a-f]{12}\b", event, command))
            assert program == "supplyline", f"{page.name}: {command}"
            done = run(*words, cwd=folder)
            printed = " ".join((done.stdout + done.stderr).split())
            for line in shown:
                for part in line.split("…"):
                    assert " ".join(part.split()) in printed, f"{page.name}: {command}\nshows: {line}\nprints: {done.stdout}{done.stderr}"


def test_the_pages_that_teach_have_examples() -> None:
    assert {"README.md", "guide.md"} <= {page.name for page in TOLD}


def test_the_reference_is_what_the_program_says() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts" / "make_reference.py", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_nothing_in_the_repository_knows_the_machine_it_was_written_on() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    place = "/".join(["", "work", ""])
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file():
            assert place.encode() not in path.read_bytes(), name
