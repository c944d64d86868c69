"""`make demo` from the example case, and the examples themselves."""

from __future__ import annotations

import csv
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import EXAMPLES, ROOT, rows, run

REPORTS = EXAMPLES / "reports"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, float]:
    """`make demo` in a copy of what it needs, with a .venv whose programs are those of this test."""
    folder = tmp_path_factory.mktemp("demo")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(EXAMPLES, folder / "examples")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    command = programs / "supplyline"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m supplyline "$@"\n')
    command.chmod(0o755)
    (programs / "python").symlink_to(sys.executable)
    for stamp in (".installed", ".installed-dev"):
        (folder / ".venv" / stamp).touch()
    started = time.monotonic()
    done = subprocess.run(["make", "demo"], cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "MAKEFLAGS": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout + done.stderr, time.monotonic() - started


def test_the_demo_says_what_it_found_and_writes_the_brief(demo: tuple[Path, str, float]) -> None:
    folder, told, seconds = demo
    (state,) = rows("status", folder / "demo" / "case")
    for name in ("claims", "entities", "events", "gaps", "problems"):
        assert f"{state['counts'][name]} {name}" in told
    brief = (folder / "demo" / "brief.html").read_text("utf-8")
    assert brief.startswith("<!doctype html>") and "Supplies to Russian arms plants" in brief
    assert seconds < 60, "under 20 s on 2 free cores; the tests share theirs"


def test_the_demo_can_be_made_again(demo: tuple[Path, str, float]) -> None:
    folder, _, _ = demo
    before = (folder / "demo" / "brief.html").read_bytes()
    subprocess.run(["make", "demo"], cwd=folder, capture_output=True, check=True, env={**os.environ, "MAKEFLAGS": ""})
    assert (folder / "demo" / "brief.html").read_bytes() == before


def test_the_binary_examples_are_what_the_script_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_examples", ROOT / "scripts" / "make_examples.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path in script.make(tmp_path):
        assert path.read_bytes() == (REPORTS / path.name).read_bytes(), path.name


def test_every_example_names_its_source_and_licence() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    for path in EXAMPLES.rglob("*"):
        if path.is_file() and path.parent.name != "made-from" and path.name != "README.md":
            assert path.name in readme, path.name


def test_sources_names_every_report_and_no_other() -> None:
    with (EXAMPLES / "sources.csv").open(encoding="utf-8", newline="") as file:
        told = {row["file"]: row["publisher"] for row in csv.DictReader(file)}
    assert sorted(told) == sorted(p.name for p in REPORTS.iterdir())
    invented = {name for name, publisher in told.items() if "(example)" in publisher}
    assert told.keys() - invented == {"2022-06-28-commerce-release.txt"}


def test_every_example_is_read_without_a_problem() -> None:
    for path in sorted(REPORTS.iterdir()):
        assert run("text", path).stdout.strip(), path.name
