"""Runs the commands as a script of a user would: in a process of their own, with files on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
ENTITY_LIST = [
    *("--map", "name=Entity", "--map", "country=Country", "--map", "date=Effective date"),
    *("--map", "list=us_bis_el", "--map", "title=BIS Entity List", "--map", "jurisdiction=US"),
]


def run(*words: object, cwd: Path | None = None, code: int | None = 0, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `supplyline WORDS`, hold it to an exit code, and to never printing a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "supplyline", *map(str, words)],
        capture_output=True, encoding="utf-8", cwd=cwd, timeout=300, check=False, env={**os.environ, **env},
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    assert code is None or done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    return done


def rows(*words: object, code: int | None = 0) -> list[dict[str, Any]]:
    """The JSON Lines that a command prints with --json."""
    return [json.loads(line) for line in run(*words, "--json", code=code).stdout.splitlines()]


def example_case(folder: Path) -> Path:
    """The example case, built."""
    case = folder / "case"
    run("new", case)
    (case / "case.toml").write_bytes((EXAMPLES / "case.toml").read_bytes())
    run("add", case, EXAMPLES / "reports", "--sources", EXAMPLES / "sources.csv")
    run("lists", "add", case, *sorted((EXAMPLES / "lists").glob("ofac*")), *(EXAMPLES / "lists").glob("un*"))
    run("lists", "add", case, *(EXAMPLES / "lists").glob("bis*"), *ENTITY_LIST)
    run("trade", "add", case, EXAMPLES / "trade" / "comtrade_391220.csv")
    run("build", case)
    return case
