"""The training corpus keeps its form, and the checker sees when it does not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "training" / "corpus"


def check(*folders: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, CORPUS / "check.py", *folders], capture_output=True, text=True, check=False)


def test_every_annotation_stands_in_its_text() -> None:
    done = check()
    assert done.returncode == 0, done.stdout


def test_a_source_that_is_not_in_the_text_is_named(tmp_path: Path) -> None:
    name = "a001"
    for suffix in (".txt", ".meta.json", ".gold.json"):
        shutil.copy(CORPUS / "texts" / f"{name}{suffix}", tmp_path)
    gold = json.loads((tmp_path / f"{name}.gold.json").read_text("utf-8"))
    gold["attributions"][0]["source"] = "nobody at all"
    gold["more_attributions"].append({"source": None, "cue": "said", "content": "words nobody wrote"})
    (tmp_path / f"{name}.gold.json").write_text(json.dumps(gold), "utf-8")
    done = check(tmp_path)
    assert done.returncode == 1
    assert "nobody at all" in done.stdout
    assert "words nobody wrote" in done.stdout
