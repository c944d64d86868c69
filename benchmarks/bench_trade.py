"""How well is what was planted in made worlds of trade found, beside plain rankings?

    python benchmarks/bench_trade.py [--worlds 20] [--seed 1]

Diversion. A world: 8 coalition countries, 12 third countries, one destination, 40 controlled and 60 other codes, 2016 to
2024. Values are log-normal by code, with yearly noise (sd 0.35), a drift of each good of its own (sd 0.25 after
2022) and, in half of the third countries, twofold to fourfold growth of ALL trade with the destination after 2022
(what honest re-orientation looks like). One pair in twelve is diverted: both legs rise by a factor drawn from the
range shown ("none": nothing is diverted, and every find is false); with chemicals, 200 codes of chapters 28, 29, 36 and 3912 are there too
and one pair in 24 of theirs is diverted. As many pairs rise on one leg alone (new demand at home; own production sold on). One row in twenty
is lost. A find is right when the pair was diverted. The plain ranking takes the pairs whose exports to the
destination grew most from the year before 2022 to the year after, as many as were planted.

Countries (gravity). The same worlds, but in one third country in four all controlled codes rise on both legs by one factor
of the range, with a noise of each code (sd 0.5). A find is right when the country was planted.

Phantoms. 8 coalition countries and 12 neighbours with the records of both: what arrives is what was sent times 1.06, a bias
of the pair (sd 0.2), of the code (sd 0.3) and yearly noise (sd 0.15); one row in twenty is lost on either side. Of one
controlled pair and code in 40, the share that arrives falls from 2022 to a tenth to two fifths; as many rise three- to
tenfold on both sides. The plain ranking takes the largest falls of the ratio from 2021 to 2022.

Breaks. 200 monthly series of five to nine years, errors correlated at 0.3 (sd 0.3), seasons (sd 0.3), a trend of up to 20 %
a year either way, one wild month in 25; one series in ten takes a step of the range, up or down. A find is right when it is
within six months of the step. The plain ranking takes the largest changes between the means of two halves of a series.

Jumps, gaps between both records, new exporters: see benchmarks/made_trade.py. The plain rankings take the largest rises over the median
of the years before, the largest ratios of both records, the highest values that are new, as many as were planted.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from itertools import product

import numpy as np

import made_trade as made
from supplyline.model import Flow, make_id
from supplyline.trade.breaks import breaks
from supplyline.trade.controlled import CATEGORY, LISTED, level
from supplyline.trade.diversion import diversions
from supplyline.trade.gaps import gaps
from supplyline.trade.gravity import gravity
from supplyline.trade.jumps import jumps
from supplyline.trade.mirror import FACTOR
from supplyline.trade.newcomers import new_exporters
from supplyline.trade.phantom import phantoms
from supplyline.tsv import rows

GROUPS = {"coalition": ("de", "us", "jp", "fr", "it", "kr", "tw", "nl"), "destination": ("ru",)}
THIRDS = ("am", "ge", "kg", "kz", "uz", "tj", "az", "tr", "ae", "rs", "th", "my")
YEARS = range(2016, 2025)
CONTROLLED = [r[0] for r in rows("chpl.tsv")][:40]
OTHER = [f"{chapter}{n:04d}" for chapter, n in product((39, 40, 48, 52, 61, 72), range(100, 1100, 100))]
FACTORS = {"3 to 10": (3.0, 10.0), "2 to 3": (2.0, 3.0), "none": (1.0, 1.0)}


def world(rng: np.random.Generator, factors: tuple[float, float], chemicals: bool = False) -> tuple[list[Flow], set[tuple[str, str]]]:
    """The flows of one world and the pairs that were diverted in it."""
    planted: set[tuple[str, str]] = set()
    one_leg: dict[tuple[str, str], int] = {}
    for codes, part in ((CONTROLLED, 12), (made.CHEMICALS, 24))[: 1 + chemicals]:
        pairs = [(t, c) for t in THIRDS for c in codes]
        order = rng.permutation(len(pairs))
        count = len(pairs) // part
        planted |= {pairs[i] for i in order[:count]} if factors[0] > 1 else set()
        one_leg |= {pairs[i]: leg for leg, i in enumerate(order[count : 2 * count])}
    flows: list[Flow] = []
    for t in THIRDS:
        growth = np.log(rng.uniform(2, 4)) if rng.random() < 0.5 else 0.0
        for code in (*CONTROLLED, *OTHER, *(made.CHEMICALS if chemicals else ())):
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
    last = {(f.reporter, f.hs, f.period): f.value for f in flows if f.partner == "ru" and level(f.hs) == LISTED}
    grown = {(t, c): last.get((t, c, "2022"), 0.0) / v for (t, c, year), v in last.items() if year == "2021" and v > 0}
    return set(sorted(grown, key=lambda p: (-grown[p], p))[:count])


def countries_world(rng: np.random.Generator, factors: tuple[float, float]) -> tuple[list[Flow], set[str]]:
    """A world in which some third countries' controlled goods grow on both legs, and the countries."""
    planted = {t for t in THIRDS if rng.random() < 0.25} if factors[0] > 1 else set()
    flows: list[Flow] = []
    for t in THIRDS:
        growth = np.log(rng.uniform(2, 4)) if rng.random() < 0.5 else 0.0
        factor = np.log(rng.uniform(*factors)) if t in planted else 0.0
        for code in (*CONTROLLED, *OTHER):
            base = rng.normal(14.5, 1.0, 2)
            lift = np.array([0.0, growth]) + rng.normal(0, 0.25, 2)
            if t in planted and code in CONTROLLED:
                lift = lift + factor + rng.normal(0, 0.5, 2)
            for year in YEARS:
                into, on = np.exp(base + lift * (year >= 2022) + rng.normal(0, 0.35, 2))
                if rng.random() > 0.05:
                    flows.append(flow("de", t, code, str(year), float(into)))
                if rng.random() > 0.05:
                    flows.append(flow(t, "ru", code, str(year), float(on)))
    return flows, planted


def phantom_world(rng: np.random.Generator, planted_: bool) -> tuple[list[Flow], set[tuple[str, str, str]]]:
    flows: list[Flow] = []
    planted: set[tuple[str, str, str]] = set()
    for a, b in product(GROUPS["coalition"], THIRDS):
        bias = rng.normal(0, 0.2)
        for code in (*CONTROLLED, *OTHER):
            base, own, chance = rng.normal(14.5, 1.0), rng.normal(0, 0.3), rng.random()
            listed = code in CONTROLLED
            share = float(rng.uniform(0.1, 0.4)) if listed and planted_ and chance < 1 / 40 else 1.0
            rise = float(rng.uniform(3, 10)) if listed and 1 / 40 <= chance < 1 / 20 else 1.0
            if share < 1:
                planted.add((a, b, code))
            for year in YEARS:
                late = year >= 2022
                sent = np.exp(base + rng.normal(0, 0.35)) * (rise if late else 1.0)
                got = sent * 1.06 * np.exp(bias + own + rng.normal(0, 0.15)) * (share if late else 1.0)
                if rng.random() > 0.05:
                    flows.append(flow(a, b, code, str(year), float(sent)))
                if rng.random() > 0.05:
                    flows.append(replace(flow(b, a, code, str(year), float(got)), flow="import", id=make_id("f", b, a, "import", code, year)))
    return flows, planted


def plain_phantoms(flows: list[Flow], count: int) -> set[tuple[str, str, str]]:
    value = {(f.reporter, f.partner, f.flow, f.hs, f.period): f.value for f in flows if level(f.hs) == LISTED}
    ratio: dict[tuple[str, str, str], float] = {}
    for (a, b, way, hs, year), sent in value.items():
        if way == "export" and year == "2022":
            then = value.get((b, a, "import", hs, "2021"), 0.0) / max(value.get((a, b, "export", hs, "2021"), 0.0), 1.0)
            ratio[a, b, hs] = (value.get((b, a, "import", hs, "2022"), 0.0) / sent) / max(then, 1e-9)
    return set(sorted(ratio, key=lambda k: (ratio[k], k))[:count])


def months_world(rng: np.random.Generator, factors: tuple[float, float]) -> tuple[list[Flow], dict[str, int]]:
    """Monthly series, one for each partner; where a step was planted, its month (counted from the first)."""
    flows: list[Flow] = []
    planted: dict[str, int] = {}
    for number in range(200):
        partner, length = f"{chr(97 + number // 26)}{chr(97 + number % 26)}", int(rng.integers(60, 109))
        error = rng.normal(0, 0.3, length)
        for at in range(1, length):
            error[at] += 0.3 * error[at - 1]
        logs = 13 + error + rng.normal(0, 0.3, 12)[np.arange(length) % 12] + np.arange(length) / 12 * rng.uniform(-0.2, 0.2)
        logs = logs + rng.normal(0, 2, length) * (rng.random(length) < 0.04)
        if factors[0] > 1 and rng.random() < 0.1:
            planted[partner] = int(rng.integers(length // 5, length - length // 5))
            logs[planted[partner] :] += np.log(rng.uniform(*factors)) * rng.choice([-1, 1])
        for at, value in enumerate(np.exp(logs)):
            flows.append(flow("cn", partner, "845710", f"{2015 + at // 12}-{at % 12 + 1:02d}", float(value)))
    return flows, planted


def plain_breaks(flows: list[Flow], count: int) -> set[str]:
    by: dict[str, list[float]] = {}
    for f in flows:
        by.setdefault(f.partner, []).append(f.value)
    size = {p: abs(np.log(np.mean(v[len(v) // 2 :]) / np.mean(v[: len(v) // 2]))) for p, v in by.items()}
    return set(sorted(size, key=lambda p: (-size[p], p))[:count])


Score = tuple[int, int, int]  # right, named, planted


def told(title: str, scores: dict[str, list[Score]], seconds: float, worlds: int) -> None:
    print(f"{title}, {worlds} worlds, {seconds / worlds:.1f} s a world")
    for way, counts in scores.items():
        right, named, planted = (sum(c[i] for c in counts) for i in range(3))
        quality = f"recall {right / planted:.3f}   false discovery {1 - right / max(named, 1):.3f}   " if planted else ""
        print(f"  {way:36} {quality}named {named}, planted {planted}")


def others(worlds: int, seed: int) -> None:
    """The anomalies that are not diversion of single codes."""
    for name, factors in {"2 to 4": (2.0, 4.0), "none": (1.0, 1.0)}.items():
        scores, seconds = list[Score](), 0.0
        for number in range(worlds):
            flows, planted = countries_world(np.random.default_rng([seed, 2, number]), factors)
            start = time.perf_counter()
            named = {a.reporter for a in gravity(flows, GROUPS)}
            seconds += time.perf_counter() - start
            scores.append((len(named & planted), len(named), len(planted)))
        told(f"countries, planted factor {name}", {"Poisson gravity, both legs": scores}, seconds, worlds)
    groups = {**GROUPS, "transit": THIRDS}
    for name, plants in {"a tenth to two fifths arrive": True, "none": False}.items():
        ways: dict[str, list[Score]] = {"mirror gap against comparable goods": [], "plain fall of the ratio": []}
        seconds = 0.0
        for number in range(max(1, worlds // 5)):
            flows, found = phantom_world(np.random.default_rng([seed, 3, number]), plants)
            start = time.perf_counter()
            got = {(a.reporter, a.partner, a.hs) for a in phantoms(flows, groups) if a.kind == "transit_phantom"}
            seconds += time.perf_counter() - start
            for way, these in zip(ways, (got, plain_phantoms(flows, len(found) or 100)), strict=True):
                ways[way].append((len(these & found), len(these), len(found)))
        told(f"phantoms, {name}", ways, seconds, max(1, worlds // 5))
    for name, factors in {"2 to 5": (2.0, 5.0), "none": (1.0, 1.0)}.items():
        ways = {"largest t-value of a step": [], "plain change between halves": []}
        seconds = 0.0
        for number in range(worlds):
            flows, steps = months_world(np.random.default_rng([seed, 4, number]), factors)
            start = time.perf_counter()
            broken = {a.partner: int(a.period[:4]) * 12 + int(a.period[5:]) - 1 - 2015 * 12 for a in breaks(flows)}
            seconds += time.perf_counter() - start
            right = sum(abs(at - steps.get(p, -99)) <= 6 for p, at in broken.items())
            ways["largest t-value of a step"].append((right, len(broken), len(steps)))
            halves = plain_breaks(flows, len(steps) or 20)
            ways["plain change between halves"].append((len(halves & steps.keys()), len(halves), len(steps)))
        told(f"breaks, planted factor {name}", ways, seconds, worlds)


def chemicals(worlds: int, seed: int) -> None:
    """Diversion of listed codes and of codes of whole chapters, in one world."""
    for name, factors in {"3 to 10": (3.0, 10.0), "none": (1.0, 1.0)}.items():
        scores: dict[str, list[Score]] = {LISTED: [], CATEGORY: []}
        seconds = 0.0
        for number in range(max(1, worlds // 5)):
            flows, planted = world(np.random.default_rng([seed, 5, number]), factors, chemicals=True)
            start = time.perf_counter()
            found = {(a.reporter, a.hs) for a in diversions(flows, GROUPS) if a.kind == "diversion"}
            seconds += time.perf_counter() - start
            for what, counts in scores.items():
                named, there = ({pair for pair in pairs if level(pair[1]) == what} for pairs in (found, planted))
                counts.append((len(named & there), len(named), len(there)))
        told(f"diversion beside chemicals, planted factor {name}", scores, seconds, max(1, worlds // 5))


def series(worlds: int, seed: int) -> None:
    """Jumps, gaps and new exporters. Of jumps, the years that are named are counted, and the series that were planted."""
    for tails, plant in product(("Laplace", "Student"), (True, False)):
        counted: dict[str, list[tuple[int, int, int, int]]] = {"jumps": [], "plain rises": [], "gaps": [], "plain ratios": []}
        for number in range(max(1, worlds // 5)):
            flows, at = made.jumps_world(np.random.default_rng([seed, 6, number]), plant, tails == "Student")
            ways = {"jumps": [((a.reporter, a.partner, a.hs), a.period) for a in jumps(flows)], "plain rises": made.plain_jumps(flows, 3 * (len(at) or 70))}
            for way, years in ways.items():
                right = [s for s, year in years if s in at and at[s] <= int(year) <= at[s] + 2]
                counted[way].append((len(set(right)), len(right), len(years), len(at)))
            flows, off = made.gaps_world(np.random.default_rng([seed, 7, number]), plant, tails == "Student")
            ways = {"gaps": [((a.reporter, a.partner, a.hs), a.period) for a in gaps(flows, FACTOR)], "plain ratios": made.plain_gaps(flows, len(off) or 190)}
            for way, years in ways.items():
                right_ = set(years) & off
                counted[way].append((len(right_), len(right_), len(years), len(off)))
        print(f"jumps and gaps, errors of {tails}'s distribution, {'planted' if plant else 'none planted'}, {max(1, worlds // 5)} worlds")
        for way, found in counted.items():
            series_, rows_, named, there = (sum(c[i] for c in found) for i in range(4))
            quality = f"recall {series_ / there:.3f}   false discovery {1 - rows_ / max(named, 1):.3f}   " if there else ""
            print(f"  {way:36} {quality}named {named}, planted {there}")
    for plant in (True, False):
        scores: dict[str, list[Score]] = {"start beside other goods": [], "plain value": []}
        seconds = 0.0
        for number in range(worlds):
            flows, new = made.sellers_world(np.random.default_rng([seed, 8, number]), plant)
            start = time.perf_counter()
            found_ = {(a.reporter, a.hs) for a in new_exporters(flows, GROUPS, "2022") if a.kind == "new_exporter"}
            seconds += time.perf_counter() - start
            for way, named_ in zip(scores, (found_, made.plain_sellers(flows, len(new) or 25)), strict=True):
                scores[way].append((len(named_ & new), len(named_), len(new)))
        told(f"new exporters, {'planted' if plant else 'none planted'}", scores, seconds, worlds)


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
    chemicals(args.worlds, args.seed)
    others(args.worlds, args.seed)
    series(args.worlds, args.seed)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
