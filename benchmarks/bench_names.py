"""How well and how fast does `names.compare` tell one party's names from another's, beside plain RapidFuzz?

    python benchmarks/bench_names.py [PAIRS.csv]

Prints average precision over labelled pairs (list, entity, schema, name_a, name_b, scripts, same), whole and by
slices, best F1, pairs per second, and the quality and speed of `names.Index`. Nothing is learned from the pairs.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from supplyline.names import Index, compare

PAIRS = Path(__file__).resolve().parents[2] / "shared/data/names/pairs_dev.csv"
Row = dict[str, str]
SLICES: tuple[tuple[str, Callable[[Row], bool]], ...] = (
    ("all", lambda r: True),
    ("organizations", lambda r: r["schema"] != "Person"),
    ("persons", lambda r: r["schema"] == "Person"),
    ("Cyrillic-Latin", lambda r: r["scripts"] == "cyr-lat"),
    ("Cyrillic-Latin organizations", lambda r: r["scripts"] == "cyr-lat" and r["schema"] != "Person"),
    ("Han-Latin", lambda r: r["scripts"] == "han-lat"),
    ("Latin-Latin", lambda r: r["scripts"] == "lat-lat"),
    ("Latin-Latin organizations", lambda r: r["scripts"] == "lat-lat" and r["schema"] != "Person"),
)


def _points(scores: Sequence[float], same: Sequence[bool]) -> list[tuple[int, int]]:
    """(true, taken) after each group of equal scores, best first: ties count together, so order cannot help."""
    out: list[tuple[int, int]] = []
    true = taken = 0
    ranked = sorted(zip(scores, same, strict=True), key=lambda x: -x[0])
    for i, (score, is_same) in enumerate(ranked):
        true, taken = true + is_same, taken + 1
        if i + 1 == len(ranked) or ranked[i + 1][0] != score:
            out.append((true, taken))
    return out


def average_precision(scores: Sequence[float], same: Sequence[bool]) -> float:
    """Area under precision over recall, by steps."""
    total, area, before = sum(same), 0.0, 0
    for true, taken in _points(scores, same):
        area += (true - before) / total * (true / taken)
        before = true
    return area


def best_f1(scores: Sequence[float], same: Sequence[bool]) -> float:
    return max(2 * true / (taken + sum(same)) for true, taken in _points(scores, same))


def index_figures(rows: Sequence[Row]) -> None:
    """Is the other name of a party among the first 20 candidates, in a list of all names of the file?"""
    names = sorted({r[c] for r in rows for c in ("name_a", "name_b")})
    start = time.perf_counter()
    index = Index([(n, n) for n in names])
    built = time.perf_counter() - start
    wanted = [r for r in rows if r["same"] == "1" and r["name_a"] != r["name_b"]][::5]
    start = time.perf_counter()
    found = [r["name_b"] in {i for i, _ in index.candidates(r["name_a"], 21)} for r in wanted]
    each = (time.perf_counter() - start) / len(wanted)
    print(f"{'index: names, seconds to build':32}{len(names):>7}{built:>8.2f}")
    print(f"{'index: ms for one look-up':32}{len(wanted):>7}{each * 1000:>8.2f}")
    for title, fits in SLICES:
        hits = [f for f, r in zip(found, wanted, strict=True) if fits(r)]
        print(f"{'index recall@20, ' + title:48}{len(hits):>7}{sum(hits) / max(len(hits), 1):>8.3f}")


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    same = [r["same"] == "1" for r in rows]
    start = time.perf_counter()
    ours = [compare(r["name_a"], r["name_b"], r["schema"]).score for r in rows]
    middle = time.perf_counter()
    plain = [fuzz.token_sort_ratio(r["name_a"].lower(), r["name_b"].lower()) / 100 for r in rows]
    end = time.perf_counter()
    print(f"{'average precision':32}{'pairs':>7}{'ours':>8}{'token_sort_ratio':>18}")
    for title, fits in SLICES:
        at = [i for i, r in enumerate(rows) if fits(r)]
        figures = [average_precision([s[i] for i in at], [same[i] for i in at]) for s in (ours, plain)]
        print(f"{title:32}{len(at):>7}{figures[0]:>8.3f}{figures[1]:>18.3f}")
    print(f"{'best F1, all':32}{len(rows):>7}{best_f1(ours, same):>8.3f}{best_f1(plain, same):>18.3f}")
    speeds = (len(rows) / (middle - start), len(rows) / (end - middle))
    print(f"{'pairs per second, cold':32}{len(rows):>7}{speeds[0]:>8.0f}{speeds[1]:>18.0f}")
    index_figures(rows)


if __name__ == "__main__":
    main()
