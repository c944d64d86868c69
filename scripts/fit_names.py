"""Make src/supplyline/data/names_model.tsv: how much each figure of `names.evidence` counts.

    python scripts/fit_names.py US_CSL.csv OFAC_SDN.csv OFAC_ALT.csv UN.xml [--calibrate PAIRS.csv] [--folds]

Positives are names and aliases that one entry of a list of the US government or the United Nations gives (public domain
or free to reuse); negatives are near neighbours: names of other entries that `names.Index` finds first. For persons, near
misses made by rule are added (near_misses.py). No pair of the labelled sets that quality is measured on is read. A logistic
model with L2 penalty and signs that are given is fitted by Newton steps: deterministic, NumPy only. Aliases that
share nothing with the name teach nothing of names: pairs without one word that meets another are left out, and after each of
a few rounds those that the model finds absurd too.
--calibrate sets five numbers for persons and five for others, what log odds are at the model's knots, on labelled pairs
(name_a, name_b, schema, same); without it they stay what was fitted. With --folds it prints average precision in five folds over entries.
"""

from __future__ import annotations

import argparse
import csv
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lxml import etree
from near_misses import near_misses

from supplyline.names import Index, key
from supplyline.names.compare import judge
from supplyline.names.evidence import OTHER, PERSON
from supplyline.names.model import KNOTS
from supplyline.names.parse import parse
from supplyline.names.scripts import clean

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/names_model.tsv"
HEADER = """\
# How much each figure of names.evidence counts for one party (log odds); kind: person or other.
# Source: fitted by scripts/fit_names.py on names and aliases of the US Consolidated Screening List (2022), OFAC SDN
# (2023, aliases 2025) and the UN Security Council Consolidated List (2026), free to reuse, and near misses made from them by
# scripts/near_misses.py. Licence: Apache-2.0.
# "calibration at …" alone, what log odds as fitted are among such pairs, was set on labelled pairs (docs/method.md).
kind\tfigure\tweight
"""
# Ranks of the near neighbours that are taken for each name; of bodies farther ones too, which teach what a rare word is worth.
NEGATIVES = {False: (0, 1, 3, 8, 20), True: (0, 1, 3)}
PENALTY, STEPS, ROUNDS = 300.0, 200, 3
PULL, FLATTEST = 1.0, 0.3  # of the parts of the calibration: what a list has twice under two entries should not flatten its end
ABSURD_SAME, ABSURD_OTHER = -1.5, 2.5  # log odds beyond which a pair is held to be mislabelled
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    source: str
    person: bool
    names: tuple[str, ...]


def _entries(csl: Path, sdn: Path, alt: Path, un: Path) -> list[Entry]:
    found: dict[str, tuple[str, bool, dict[str, None]]] = {}
    with csl.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source = "SDN" if "(SDN)" in row["source"] else row["source"]
            person = row["type"] == "Individual"
            own = found.setdefault(row["entity_number"] or "csl " + row["_id"], (source, person, {}))
            for name in (row["name"], *row["alt_names"].split("; ")):
                own[2].setdefault(name)
    with sdn.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["ID"], ("SDN", row["Type"].strip() == "individual", {}))[2].setdefault(row["Name"])
    with alt.open(encoding="utf-8", newline="", errors="replace") as file:
        for fields in csv.reader(file):
            if len(fields) > 3 and fields[0] in found:
                found[fields[0]][2].setdefault(fields[3])
    for node in etree.parse(un).getroot().iter("INDIVIDUAL", "ENTITY"):
        person = node.tag == "INDIVIDUAL"
        parts = (node.findtext(t) for t in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"))
        names = [" ".join(p.strip() for p in parts if p), node.findtext("NAME_ORIGINAL_SCRIPT") or ""]
        names += [a.text or "" for a in node.iter("ALIAS_NAME")]
        found["un " + (node.findtext("DATAID") or "")] = ("UN", person, dict.fromkeys(names))
    entries = (
        Entry(id_, source, person, tuple(n for n in names if len(clean(n)) > 1))
        for id_, (source, person, names) in found.items()
    )
    return [e for e in entries if e.names]


def pairs(entries: Sequence[Entry], person: bool) -> list[tuple[str, str, str, bool]]:
    """(entry, name, other name, is it the same party)."""
    own = [e for e in entries if e.person == person]
    # Lists repeat each other's parties under other numbers: a neighbour counts as another party in its own list only.
    sources = sorted({e.source for e in own})
    indexes = {s: Index([(e.id, n) for e in own if e.source == s for n in e.names]) for s in sources}
    out: list[tuple[str, str, str, bool]] = []
    for entry in own:
        if len(entry.names) > 1:
            first, *others = entry.names
            taken = others if len(others) <= 4 else others[:: len(others) // 4][:4]
            out += [(entry.id, first, other, True) for other in taken]
        name = entry.names[zlib.crc32(entry.id.encode()) % len(entry.names)]
        keys = {key(n) for n in entry.names}
        found = indexes[entry.source].candidates(name, 30)
        near = [(i, n) for i, n in found if i != entry.id and key(n) not in keys]
        out += [(entry.id, name, near[rank][1], False) for rank in NEGATIVES[person] if rank < len(near)]
    return out


def figures(rows: Sequence[tuple[str, str, str, bool]], person: bool) -> Floats:
    out = []
    for _, a, b, _ in rows:
        one, two = sorted((a, b))
        out.append(judge(parse(one, person), parse(two, person), person).evidence.figures)
    return np.array(out)


def _least(x: Floats, y: Floats, counts: Floats, pull: Floats, to: Floats, low: Floats, high: Floats) -> Floats:
    """The weights within bounds of least log loss, pulled towards some (Newton steps, halved until they help, in the weights
    that no bound holds)."""

    def loss(w: Floats) -> float:
        z = x @ w
        return float((counts * (np.logaddexp(0.0, z) - y * z)).sum() + (pull * (w - to) ** 2).sum() / 2)

    w = np.clip(to, low, high)
    best = loss(w)
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -40.0, 40.0)))
        gradient = x.T @ ((p - y) * counts) + pull * (w - to)
        free = ~((w <= low) & (gradient > 0)) & ~((w >= high) & (gradient < 0))
        own = x[:, free]
        hessian = (own * (p * (1 - p) * counts)[:, None]).T @ own + np.diag(pull[free] + 1e-9)
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(hessian, gradient[free])
        for halved in range(20):
            moved = np.clip(w - step / 2**halved, low, high)
            if (now := loss(moved)) < best:
                break
        else:
            break
        gained, w, best = best - now, moved, now
        if gained < 1e-9 * abs(best):
            break
    return w


def fit(x: Floats, y: Floats, signs: Sequence[int]) -> tuple[float, Floats]:
    """Intercept and weights of least penalised log loss under the signs; both kinds of pairs count as much."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    z = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    low = np.array([-np.inf, *(0.0 if s > 0 else -np.inf for s in signs)])
    high = np.array([np.inf, *(0.0 if s < 0 else np.inf for s in signs)])
    balance = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    penalty = np.array([0.0, *[PENALTY] * len(signs)])
    w = _least(z, y, balance, penalty, np.zeros(len(low)), low, high)
    scaled = w[1:] / spread
    return float(w[0] - scaled @ mean), scaled


def robust(x: Floats, y: Floats, signs: Sequence[int]) -> tuple[float, Floats]:
    """`fit`, leaving out more and more of what cannot be right."""
    intercept, w = fit(x, y, signs)
    for _ in range(ROUNDS):
        z = x @ w + intercept
        kept = ~((y == 1) & (z < ABSURD_SAME)) & ~((y == 0) & (z > ABSURD_OTHER))
        intercept, w = fit(x[kept], y[kept], signs)
    return intercept, w


def calibration(z: Floats, y: Floats) -> tuple[float, ...]:
    """What log odds at the model's knots must be to be right on these pairs: a line that bends there and never falls, each of
    its parts pulled a little towards saying what was fitted."""
    first, *inner, last = KNOTS
    parts = [np.minimum(z, inner[0]) - inner[0], *(np.clip(z, a, b) - a for a, b in pairwise(inner)), np.maximum(z, inner[-1]) - inner[-1]]
    x = np.column_stack([np.ones_like(z), *parts])
    size = len(parts)
    low = np.array([-np.inf, *[FLATTEST] * size])
    w = _least(x, y, np.ones_like(z), np.array([0.0, *[PULL] * size]), np.array([0.0, *[1.0] * size]), low, np.full(size + 1, np.inf))
    at_inner = [w[0], *(w[0] + np.cumsum(w[2:-1] * np.diff(inner)))]
    return (float(w[0] + w[1] * (first - inner[0])), *map(float, at_inner), float(at_inner[-1] + w[-1] * (last - inner[-1])))


def average_precision(scores: Floats, y: Floats) -> float:
    order = np.argsort(-scores, kind="stable")
    hits = y[order]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits).sum() / hits.sum())


def _folds(x: Floats, y: Floats, ids: Sequence[str], signs: Sequence[int]) -> float:
    fold = np.array([zlib.crc32(i.encode()) % 5 for i in ids])
    scores = np.zeros(len(y))
    for k in range(5):
        intercept, w = robust(x[fold != k], y[fold != k], signs)
        scores[fold == k] = x[fold == k] @ w + intercept
    return average_precision(scores, y)


def _calibrated(path: Path | None, person: bool, intercept: float, weights: Floats) -> tuple[float, ...]:
    if path is None:
        return KNOTS
    with path.open(encoding="utf-8", newline="") as file:
        found = [r for r in csv.DictReader(file) if (r["schema"] == "Person") == person]
    x = figures([("", r["name_a"], r["name_b"], r["same"] == "1") for r in found], person)
    y = np.array([float(r["same"] == "1") for r in found])
    meets = x[:, [n for n, _ in (PERSON if person else OTHER)].index("met")] > 0
    return calibration(x[meets] @ weights + intercept, y[meets])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("lists", nargs=4, type=Path)
    options.add_argument("--calibrate", type=Path)
    options.add_argument("--folds", action="store_true")
    chosen = options.parse_args()
    entries = _entries(*chosen.lists)
    lines = []
    for kind, parts in (("other", OTHER), ("person", PERSON)):
        person = kind == "person"
        rows = pairs(entries, person)
        if person:
            rows += [("made", *row) for row in near_misses([e.names[0] for e in entries if e.person])]
        x, y = figures(rows, person), np.array([float(same) for *_, same in rows])
        meets = x[:, [n for n, _ in parts].index("met")] > 0
        rows, x, y = [r for r, m in zip(rows, meets, strict=True) if m], x[meets], y[meets]
        signs = [sign for _, sign in parts]
        print(f"{kind}: {len(rows)} pairs, {int(y.sum())} of one party")
        if chosen.folds:
            print(f"{kind}: average precision in five folds {_folds(x, y, [r[0] for r in rows], signs):.3f}")
        intercept, weights = robust(x, y, signs)
        found = _calibrated(chosen.calibrate, person, intercept, weights)
        lines += [f"{kind}\tcalibration at {knot:g}\t{value:.4f}\n" for knot, value in zip(KNOTS, found, strict=True)]
        lines.append(f"{kind}\tintercept\t{intercept:.4f}\n")
        lines += [f"{kind}\t{name}\t{w + 0.0:.4f}\n" for (name, _), w in zip(parts, weights, strict=True)]
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
