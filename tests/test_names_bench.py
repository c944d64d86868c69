"""Does `compare` keep the quality that benchmarks/bench_names.py prints?"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from supplyline.names import compare

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT.parent / "shared/data/names/pairs_dev.csv"
CASES = ROOT.parent / "shared/data/names/nomenklatura_cases/name_bench/cases.csv"
sys.path.insert(0, str(ROOT / "benchmarks"))

from bench_names import average_precision, best_f1  # noqa: E402


def test_average_precision_counts_ties_together() -> None:
    assert average_precision([0.9, 0.8, 0.1], [True, True, False]) == 1.0
    assert average_precision([0.5, 0.5], [True, False]) == average_precision([0.5, 0.5], [False, True]) == 0.5
    assert best_f1([0.9, 0.1], [True, False]) == 1.0


def test_average_precision_on_labelled_pairs() -> None:
    if not PAIRS.exists():
        pytest.skip("../shared is absent")
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::3]
    for least, rows_ in (
        (0.93, rows),
        (0.87, [r for r in rows if r["schema"] != "Person"]),
        (0.97, [r for r in rows if r["schema"] == "Person"]),
        (0.98, [r for r in rows if r["scripts"] == "cyr-lat"]),
        (0.92, [r for r in rows if r["scripts"] == "han-lat"]),
    ):
        scores = [compare(r["name_a"], r["name_b"], r["schema"]).score for r in rows_]
        assert average_precision(scores, [r["same"] == "1" for r in rows_]) >= least


def test_identity_pairs_of_real_names() -> None:
    if not PAIRS.exists():
        pytest.skip("../shared is absent")
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in list(csv.DictReader(file))[::50]:
            assert compare(row["name_b"], row["name_b"], row["schema"]).score == 1.0
            assert compare(row["name_b"], row["name_b"].upper(), row["schema"]).score > 0.95
