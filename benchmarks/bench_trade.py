"""How well is planted diversion found in made worlds, beside a plain ranking by growth?

    python benchmarks/bench_trade.py [--worlds 20] [--seed 1]

A world: 8 coalition countries, 12 third countries, one destination, 40 controlled and 60 other codes, 2016 to
2024. Values are log-normal by code, with yearly noise (sd 0.35), a drift of each good of its own (sd 0.25 after
2022) and, in half of the third countries, twofold to fourfold growth of ALL trade with the destination after 2022
(what honest re-orientation looks like). One pair in twelve is diverted: both legs rise by a factor drawn from the
range shown ("none": nothing is diverted, and every find is false). As many pairs rise on one leg alone (new demand at home; own production sold on). One row in twenty
is lost. A find is right when the pair was diverted. The plain ranking takes the pairs whose exports to the
destination grew most from the year before 2022 to the year after, as many as were planted.
"""

from __future__ import annotations

import argparse
import time
from itertools import product

import numpy as np

from supplyline.model import Flow, make_id
from supplyline.trade.diversion import controlled, diversions
from supplyline.tsv import rows

GROUPS = {"coalition": ("de", "us", "jp", "fr", "it", "kr", "tw", "nl"), "destination": ("ru",)}
THIRDS = ("am", "ge", "kg", "kz", "uz", "tj", "az", "tr", "ae", "rs", "th", "my")
YEARS = range(2016, 2025)
CONTROLLED = [r[0] for r in rows("chpl.tsv")][:40]
OTHER = [f"{chapter}{n:04d}" for chapter, n in product((39, 40, 48, 52, 61, 72), range(100, 1100, 100))]
FACTORS = {"3 to 10": (3.0, 10.0), "2 to 3": (2.0, 3.0), "none": (1.0, 1.0)}


def world(rng: np.random.Generator, factors: tuple[float, float]) -> tuple[list[Flow], set[tuple[str, str]]]:
    """The flows of one world and the pairs that were diverted in it."""
    pairs = [(t, c) for t in THIRDS for c in CONTROLLED]
    order = rng.permutation(len(pairs))
    count = len(pairs) // 12
    planted = {pairs[i] for i in order[:count]} if factors[0] > 1 else set()
    one_leg = {pairs[i]: leg for leg, i in enumerate(order[count : 2 * count])}
    flows: list[Flow] = []
    for t in THIRDS:
        growth = np.log(rng.uniform(2, 4)) if rng.random() < 0.5 else 0.0
        for code in (*CONTROLLED, *OTHER):
            base = rng.normal(14.5, 1.0, 2)
            lift = np.array([0.0, growth]) + rng.normal(0, 0.25, 2)
            factor = np.log(rng.uniform(*factors, 2))
            if (t, code) in planted:
                lift = lift + factor
            elif (t, code) in one_leg:
                lift[one_leg[t, code] % 2] += np.log(rng.uniform(3, 10))
            share = rng.dirichlet(np.ones(len(GROUPS["coalition"])))
            for year in YEARS:
                into, on = np.exp(base + lift * (year >= 2022) + rng.normal(0, 0.35, 2))
                for sender, part in zip(GROUPS["coalition"], share, strict=True):
                    if rng.random() > 0.05:
                        flows.append(flow(sender, t, code, str(year), float(into * part)))
                if rng.random() > 0.05:
                    flows.append(flow(t, "ru", code, str(year), float(on)))
    return flows, planted


def flow(reporter: str, partner: str, hs: str, period: str, value: float) -> Flow:
    return Flow(make_id("f", reporter, partner, hs, period), reporter, partner, "export", hs, period, value, None, None, ())


def plain(flows: list[Flow], count: int) -> set[tuple[str, str]]:
    """The pairs whose exports to the destination grew most, 2021 to 2022."""
    last = {(f.reporter, f.hs, f.period): f.value for f in flows if f.partner == "ru" and controlled(f.hs)}
    grown = {(t, c): last.get((t, c, "2022"), 0.0) / v for (t, c, year), v in last.items() if year == "2021" and v > 0}
    return set(sorted(grown, key=lambda p: (-grown[p], p))[:count])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for name, factors in FACTORS.items():
        scores: dict[str, list[tuple[int, int, int]]] = {"both legs, against comparable goods": [], "plain growth of exports": []}
        seconds = 0.0
        for number in range(args.worlds):
            flows, planted = world(np.random.default_rng([args.seed, number]), factors)
            start = time.perf_counter()
            found = {(a.reporter, a.hs) for a in diversions(flows, GROUPS) if a.kind == "diversion"}
            seconds += time.perf_counter() - start
            for way, named in zip(scores, (found, plain(flows, len(planted) or len(THIRDS) * len(CONTROLLED) // 12)), strict=True):
                scores[way].append((len(named & planted), len(named), len(planted)))
        print(f"planted factor {name}, {args.worlds} worlds of {len(THIRDS) * len(CONTROLLED)} pairs, {len(flows):,} flows each, {seconds / args.worlds:.1f} s a world")
        for way, counts in scores.items():
            right, named, planted_ = (sum(c[i] for c in counts) for i in range(3))
            print(f"  {way:36} recall {right / max(planted_, 1):.3f}   false discovery {1 - right / max(named, 1):.3f}   named {named}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
