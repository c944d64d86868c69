"""A short soak: readers, two analysts, rebuilds and kills on one case at once. Half an hour of it is `benchmarks/soak_serve.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).parents[1] / "benchmarks" / "soak_serve.py"


def test_no_decision_is_lost_and_no_answer_mixes_builds_while_servers_are_killed_and_the_case_is_built() -> None:
    asked = ["--minutes", "0.5", "--reports", "15", "--rebuild", "5", "--kill", "8", "--readers", "3", "--processes", "2"]
    done = subprocess.run([sys.executable, str(SOAK), *asked], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "acknowledged and each there once" in done.stdout
    assert "supplyline verify: nothing found" in done.stdout
