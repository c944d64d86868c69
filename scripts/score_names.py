"""How good is `names.compare`, beside nomenklatura's matchers and plain RapidFuzz, in one run?

    python scripts/score_names.py [--pairs PAIRS.csv] [--picture OUT.svg] [--differ]

Prints average precision and best F1 on labelled pairs, reliability of the score as a probability, nomenklatura's 826
pairs and 228 entity checks, yente's fixtures, identity pairs and pairs per second of the processor (other programs change that less). Weights of the model come from other
lists; the ten numbers of its calibration are set again in five folds over entities, each without the entities it is
scored on. Peers run in the interpreter that SUPPLYLINE_PEER_PYTHON names, or in this one where nomenklatura is installed
(extra `ftm`, and PyICU, which needs a C++ compiler); without them their columns are empty. --differ lists every check
where we differ.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from fit_names import calibration
from rapidfuzz import fuzz

from supplyline.names import compare
from supplyline.names import scores as at_once
from supplyline.names.model import KNOTS, bent, raw
from supplyline.names.parse import parse

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared/data/names"
sys.path.insert(0, str(ROOT / "benchmarks"))

from bench_names import SLICES, average_precision, best_f1  # noqa: E402

Pair = tuple[str, str, str]
AT = 0.5  # a score is a probability: from here on "one party" is likelier than not
PEER_AT = 0.7  # the threshold that nomenklatura's own benchmark uses for logic-v2
FLOOR = 1e-6


def peers(pairs: Sequence[Pair]) -> dict[str, dict[str, object]]:
    """Scores of the peers, or nothing where they are not installed; says so."""
    python = os.environ.get("SUPPLYLINE_PEER_PYTHON", sys.executable)
    text = io.StringIO()
    csv.writer(text).writerows([("name_a", "name_b", "schema"), *pairs])
    done = subprocess.run(
        [python, str(ROOT / "scripts/peer_names.py")], input=text.getvalue(), capture_output=True, text=True, encoding="utf-8"
    )  # fmt: skip
    if done.returncode:
        print(f"peers are not run: {python} cannot import nomenklatura; set SUPPLYLINE_PEER_PYTHON to one that can\n")
        return {}
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def plain(a: str, b: str) -> float:
    return fuzz.token_sort_ratio(a.lower(), b.lower()) / 100


def ours(pairs: Iterable[Pair]) -> list[float]:
    return [compare(a, b, schema).score for a, b, schema in pairs]


def f1(scores: Sequence[float], same: Sequence[bool], at: float) -> float:
    hits = sum(s >= at and y for s, y in zip(scores, same, strict=True))
    return 2 * hits / max(sum(s >= at for s in scores) + sum(same), 1)


def refolded(rows: Sequence[dict[str, str]], scores: Sequence[float]) -> list[float]:
    """The scores with calibration set anew in five folds over entities: none is set on an entity it is used for."""
    out = list(scores)
    person = np.array([r["schema"] == "Person" for r in rows])
    same = np.array([float(r["same"] == "1") for r in rows])
    fold = np.array([zlib.crc32(r["entity"].encode()) % 5 for r in rows])
    bounded = np.clip(np.array(scores), FLOOR, 1 - FLOOR)
    met = np.array(scores) > 0
    for kind, which in (("person", person), ("other", ~person)):
        fitted = raw(bounded, kind)
        odds = np.log(fitted / (1 - fitted))
        for k in range(5):
            held = which & met & (fold != k)
            line = calibration(odds[held], same[held])
            for n in np.flatnonzero(which & met & (fold == k)):
                out[n] = 1 / (1 + math.exp(-bent(float(odds[n]), KNOTS, line)))
    return out


def table(title: str, columns: dict[str, list[float]], lines: Iterable[tuple[str, int, Callable[[list[float]], str]]]) -> None:
    print(f"{title:32}{'pairs':>7}" + "".join(f"{c:>16}" for c in columns))
    for name, count, figure in lines:
        print(f"{name:32}{count:>7}" + "".join(f"{figure(v):>16}" for v in columns.values()))
    print()


def labelled(path: Path, picture: Path | None) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(r["name_a"], r["name_b"], r["schema"]) for r in rows]
    same = [r["same"] == "1" for r in rows]
    speeds = {}
    for title in ("cold", "warm"):
        start = time.process_time()
        scores = ours(pairs)
        speeds[title] = len(pairs) / (time.process_time() - start)
    at_once([("Alpha", "Beta")] * 50)  # compiled once for a version of the program, and loaded
    parse.cache_clear()  # so that a first pass in arrays reads the names anew, as the first pass one by one did
    for title in ("cold", "warm"):
        start = time.process_time()
        for person in (False, True):
            at_once([(a, b) for a, b, schema in pairs if (schema == "Person") == person], "Person" if person else "Company")
        speeds[f"{title}, in arrays"] = len(pairs) / (time.process_time() - start)
    found = peers(pairs)
    columns = {"ours": refolded(rows, scores), **{n: list(p["scores"]) for n, p in found.items()}}  # type: ignore[call-overload]
    columns["token_sort_ratio"] = [plain(a, b) for a, b, _ in pairs]
    at = {t: [i for i, r in enumerate(rows) if fits(r)] for t, fits in SLICES}

    def precision(where: list[int]) -> Callable[[list[float]], str]:
        return lambda v: f"{average_precision([v[i] for i in where], [same[i] for i in where]):.3f}"

    lines = [(t, len(w), precision(w)) for t, w in at.items()]
    table("average precision", columns, [*lines, ("best F1, all", len(rows), lambda v: f"{best_f1(v, same):.3f}")])
    print(f"{'pairs per processor second':32}{'ours':>16}" + "".join(f"{n:>16}" for n in found))
    for title, speed in speeds.items():
        pass_ = title.partition(",")[0]
        print(f"{title:32}{speed:>16,.0f}" + "".join(f"{p[pass_]:>16,.0f}" for p in found.values()))
        for name, peer in found.items():
            print(f"{'  times ' + name:32}{speed / float(peer[pass_]):>16.1f}")  # type: ignore[arg-type]
    reliability(columns["ours"], same, picture)
    nothing = [(s == 0, y) for s, y in zip(scores, same, strict=True)]
    print(f"pairs of one party of which no word meets another: {sum(z and y for z, y in nothing)} of {sum(same)}")


def reliability(scores: Sequence[float], same: Sequence[bool], picture: Path | None) -> None:
    print(f"\n{'score':16}{'pairs':>7}{'mean score':>12}{'are one party':>15}")
    dots = []
    for low in range(10):
        own = [(s, y) for s, y in zip(scores, same, strict=True) if low <= min(int(s * 10), 9) < low + 1]
        if own:
            mean, true = sum(s for s, _ in own) / len(own), sum(y for _, y in own) / len(own)
            dots.append((mean, true, len(own)))
            print(f"{low / 10:.1f} to {low / 10 + 0.1:.1f}{'':6}{len(own):>7}{mean:>12.3f}{true:>15.3f}")
    off = sum(abs(m - t) * n for m, t, n in dots) / len(scores)
    print(f"expected calibration error {off:.3f}\n")
    if picture is not None:
        marks = "".join(
            f'<circle cx="{40 + 300 * m:.1f}" cy="{340 - 300 * t:.1f}" r="{2 + math.sqrt(n) / 10:.1f}" fill="#1f6f8b">'
            f"<title>{n} pairs: score {m:.2f}, one party {t:.2f}</title></circle>"
            for m, t, n in dots
        )
        picture.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 380" font-family="sans-serif" font-size="11">'
            '<title>Reliability of the score of names.compare</title><rect width="360" height="380" fill="#fff"/>'
            '<path d="M40 40V340H340" fill="none" stroke="#444"/><path d="M40 340L340 40" stroke="#bbb" stroke-dasharray="4"/>'
            f'{marks}<text x="120" y="370">score (mean of a tenth)</text><text x="10" y="28">share that is one party</text>'
            '<text x="36" y="356">0</text><text x="334" y="356">1</text><text x="26" y="46">1</text></svg>\n',
            encoding="utf-8",
        )


def nomenklatura_pairs(differ: bool) -> None:
    with (DATA / "nomenklatura_cases/name_bench/cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(r["name1"], r["name2"], r["schema"]) for r in rows]
    columns = {"ours": ours(pairs), **{n: list(p["scores"]) for n, p in peers(pairs).items()}}  # type: ignore[call-overload]
    columns["token_sort_ratio"] = [plain(a, b) for a, b, _ in pairs]
    thresholds = {id(v): AT if n == "ours" else PEER_AT for n, v in columns.items()}
    lines = []
    for title, fits in (("all", lambda s: True), ("persons", "Person".__eq__), ("others", "Person".__ne__)):
        at = [i for i, r in enumerate(rows) if fits(r["schema"])]
        own = [rows[i]["is_match"] == "true" for i in at]
        lines.append((f"F1 at {AT}, peers at {PEER_AT}: {title}", len(at), lambda v, at=at, own=own: f"{f1([v[i] for i in at], own, thresholds[id(v)]):.3f}"))
        lines.append((f"best F1: {title}", len(at), lambda v, at=at, own=own: f"{best_f1([v[i] for i in at], own):.3f}"))
    table("nomenklatura name_bench", columns, lines)
    if differ:
        for row, score in zip(rows, columns["ours"], strict=True):
            if (score >= AT) != (row["is_match"] == "true"):
                print(f"differ {score:.2f} {'one party' if row['is_match'] == 'true' else 'two'}: {row['name1']} | {row['name2']}")


def entity_checks(differ: bool) -> None:
    """The checks file is YAML of a plain shape: read here so that no reader of YAML is needed."""
    checks: list[dict[str, list[str]]] = []
    side, last = "", ""
    for line in (DATA / "nomenklatura_cases/entity_bench/checks.yml").read_text(encoding="utf-8").splitlines():
        body = line.strip().removeprefix("- ")
        name, colon, value = body.partition(":")
        if not body or body.startswith("#") or name == "checks":
            continue
        if colon and name.isalpha():
            last = name
            if name == "match":
                checks.append({"match": [value.strip()]})
            elif name in ("query", "candidate"):
                side = name
            elif name == "schema":
                checks[-1]["schema"] = [value.strip()]
            elif name != "label":
                checks[-1].setdefault(side, []).append(value.strip().strip("'\""))
        elif last == "name":
            checks[-1][side][-1] += " " + body.strip("'\"")
    passed = 0
    for check in checks:
        a, b = " ".join(check["query"]), " ".join(check["candidate"])
        score = compare(a, b, check["schema"][0]).score
        right = (score >= AT) == (check["match"] == ["true"])
        passed += right
        if differ and not right:
            print(f"check differs {score:.2f}, match {check['match'][0]}: {a} | {b}")
    print(f"nomenklatura entity checks: {passed} of {len(checks)} pass at {AT}")


def yente() -> None:
    folder = DATA / "yente_cases/contrib/candidate_generation_benchmark/fixtures"

    def names(file: str) -> list[str]:
        with (folder / file).open(encoding="utf-8", newline="") as opened:
            return [r["full_name"] for r in csv.DictReader(opened)]

    treated, untreated = names("positives_un_treated.csv"), names("positives_un_untreated.csv")
    scores = ours((a, b, "Person") for a, b in zip(treated, untreated, strict=True))
    print(f"yente, UN names with typos and shuffles: {sum(s >= AT for s in scores)} of {len(scores)} pass at {AT}")
    people = names("negatives_us.csv")[:20_000]
    against = [(p, untreated[n % len(untreated)], "Person") for n, p in enumerate(people)]
    print(f"yente, ordinary people against a UN name each: {sum(s >= AT for s in ours(against))} of {len(against)} reach {AT}")


def identities(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names = sorted({(r[c], r["schema"]) for r in csv.DictReader(file) for c in ("name_a", "name_b")})
    print(f"identity pairs that score 1: {sum(compare(n, n, s).score == 1 for n, s in names)} of {len(names)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pairs", type=Path, default=DATA / "pairs_dev.csv")
    options.add_argument("--picture", type=Path)
    options.add_argument("--differ", action="store_true")
    chosen = options.parse_args()
    if not chosen.pairs.exists():
        raise SystemExit(f"{chosen.pairs} is absent: name labelled pairs with --pairs")
    labelled(chosen.pairs, chosen.picture)
    identities(chosen.pairs)
    if DATA.exists():
        nomenklatura_pairs(chosen.differ)
        entity_checks(chosen.differ)
        yente()


if __name__ == "__main__":
    main()
