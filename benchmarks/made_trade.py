"""Made worlds of trade in which a year, a gap or a seller is planted, for benchmarks/bench_trade.py.

Errors have fat tails: those of Laplace's distribution, or where it is said of Student's with 4 degrees of freedom.

Jumps. 6 reporters' exports of 40 codes to 12 partners, 2016 to 2024. The log of each series has errors of a standard deviation of its own
(0.15 to 0.4), the reporter a common shock in each year (sd 0.2), each partner a drift
(sd 0.1 a year); one row in twenty is lost. One series in 40 rises by a factor of 5 to 20 in a year from 2019 on and stays there; as many
fall by it. A find is right when the series was planted and the year is within three of it, from it on.

Gaps. 8 senders and 12 receivers with the records of both for 40 codes, 2020 to 2023: what arrives is what was sent times 1.06, a bias of
the pair (sd 0.2) and errors (sd 0.2); one row in twenty is lost on either side. Of one record in 60 the ratio
is off three- to tenfold, either way. A find is right when this very record was planted.

New exporters. 12 exporters, one destination, 40 listed and 400 other codes, 2018 to 2024. Two codes in five are sold all along; of
the others 3 % begin after 2022, in half of the exporters 15 % (honest re-orientation). What begins does so at log-normal values
(log mean 12, sd 1.2), twice as high in the larger half of exporters. In one exporter in four a third of the listed codes that it did
not sell begin too, at values (log mean 14, sd 1). A find is right when it was planted.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from supplyline.model import Flow, make_id
from supplyline.tsv import rows

THIRDS = ("am", "ge", "kg", "kz", "uz", "tj", "az", "tr", "ae", "rs", "th", "my")
SENDERS = ("de", "us", "jp", "fr", "it", "kr", "tw", "nl")
LISTED = [r[0] for r in rows("chpl.tsv")][:40]
FREE = [r[0] for r in rows("hs.tsv") if len(r[0]) == 6 and r[0][:2] in ("39", "40", "48", "52", "61", "62", "72", "73") and r[0][:4] != "3912"]
CHEMICALS = [r[0] for r in rows("hs.tsv") if len(r[0]) == 6 and (r[0][:2] in ("28", "29", "36") or r[0][:4] == "3912")][::2][:200]
Series = tuple[str, str, str]  # exporter, importer, code


def flow(reporter: str, partner: str, hs: str, period: str, value: float) -> Flow:
    return Flow(make_id("f", reporter, partner, hs, period), reporter, partner, "export", hs, period, value, None, None, ())


def received(one: Flow, value: float) -> Flow:
    """The importer's record of it."""
    return replace(one, reporter=one.partner, partner=one.reporter, flow="import", value=value, id=make_id("f", one.partner, one.reporter, "import", one.hs, one.period))


def errors(rng: np.random.Generator, sd: float, count: int, student: bool) -> np.ndarray:
    return sd * (rng.standard_t(4, count) / np.sqrt(2) if student else rng.laplace(0, 1 / np.sqrt(2), count))


def jumps_world(rng: np.random.Generator, plant: bool, student: bool = False) -> tuple[list[Flow], dict[Series, int]]:
    flows: list[Flow] = []
    planted: dict[Series, int] = {}
    years = np.arange(2016, 2025)
    drift = {b: rng.normal(0, 0.1) for b in THIRDS}
    for a in SENDERS[:6]:
        shock = rng.normal(0, 0.2, len(years))
        for b, hs in product(THIRDS, (*LISTED[:20], *FREE[:20])):
            size, chance, at = rng.uniform(0.15, 0.4), rng.random(), int(rng.integers(2019, 2025))
            log = rng.normal(14, 1.2) + shock + drift[b] * (years - 2016) + errors(rng, size, len(years), student)
            if plant and chance < 1 / 20:
                log = log + (years >= at) * np.log(rng.uniform(5, 20)) * (1 if chance < 1 / 40 else -1)
                if chance < 1 / 40:
                    planted[a, b, hs] = at
            flows += [flow(a, b, hs, str(y), float(np.exp(v))) for y, v in zip(years, log, strict=True) if rng.random() > 0.05]
    return flows, planted


def plain_jumps(flows: list[Flow], count: int) -> list[tuple[Series, str]]:
    """The largest rises over the median of the five years before."""
    value: dict[Series, dict[int, float]] = {}
    for f in flows:
        value.setdefault((f.reporter, f.partner, f.hs), {})[int(f.period)] = f.value
    rises = []
    for series, years in value.items():
        for year, v in years.items():
            past = [years[y] for y in range(year - 5, year) if y in years]
            if len(past) >= 2 and v >= 1e5:
                rises.append((v / np.median(past), series, str(year)))
    return [(series, year) for _, series, year in sorted(rises, reverse=True)[:count]]


def gaps_world(rng: np.random.Generator, plant: bool, student: bool = False) -> tuple[list[Flow], set[tuple[Series, str]]]:
    flows: list[Flow] = []
    planted: set[tuple[Series, str]] = set()
    for a, b in product(SENDERS, THIRDS):
        bias = rng.normal(0, 0.2)
        for hs, year in product((*LISTED[:20], *FREE[:20]), range(2020, 2024)):
            sent = flow(a, b, hs, str(year), float(np.exp(rng.normal(14, 1.2))))
            log = np.log(1.06) + bias + float(errors(rng, 0.2, 1, student)[0])
            if plant and rng.random() < 1 / 60 and sent.value >= 3e5:
                log += np.log(rng.uniform(3, 10)) * rng.choice([-1, 1])
                planted.add(((a, b, hs), str(year)))
            kept = rng.random(2) > 0.05
            flows += [f for f, there in zip((sent, received(sent, float(sent.value * np.exp(log)))), kept, strict=True) if there]
            if not kept.all():
                planted.discard(((a, b, hs), str(year)))
    return flows, planted


def plain_gaps(flows: list[Flow], count: int) -> list[tuple[Series, str]]:
    """The largest ratios of both records, either way."""
    sent = {(f.reporter, f.partner, f.hs, f.period): f.value for f in flows if f.flow == "export"}
    off = []
    for f in flows:
        gave = sent.get((f.partner, f.reporter, f.hs, f.period)) if f.flow == "import" else None
        if gave is not None:
            off.append((abs(np.log(f.value / gave)), (f.partner, f.reporter, f.hs), f.period))
    return [(series, year) for _, series, year in sorted(off, reverse=True)[:count]]


def sellers_world(rng: np.random.Generator, plant: bool) -> tuple[list[Flow], set[tuple[str, str]]]:
    flows: list[Flow] = []
    planted: set[tuple[str, str]] = set()
    for n, a in enumerate(THIRDS):
        often = 0.15 if rng.random() < 0.5 else 0.03
        chosen = plant and rng.random() < 0.25
        for hs in (*LISTED, *FREE[:400]):
            old = rng.random() < 0.4
            ours = chosen and hs in LISTED and not old and rng.random() < 1 / 3
            if ours:
                planted.add((a, hs))
            if not old and not ours and rng.random() > often:
                continue
            first = 2018 if old else int(rng.integers(2022, 2025))
            base = rng.normal(14, 1) if ours else rng.normal(13.5 if old else 12, 1.2) + np.log(2) * (n % 2)
            flows += [flow(a, "ru", hs, str(y), float(np.exp(base + rng.normal(0, 0.4)))) for y in range(first, 2025)]
    return flows, planted


def plain_sellers(flows: list[Flow], count: int) -> set[tuple[str, str]]:
    """The highest values of listed codes that began after 2022."""
    before = {(f.reporter, f.hs) for f in flows if f.period < "2022"}
    best: dict[tuple[str, str], float] = {}
    for f in flows:
        if f.hs in LISTED and (f.reporter, f.hs) not in before:
            best[f.reporter, f.hs] = max(best.get((f.reporter, f.hs), 0.0), f.value)
    return set(sorted(best, key=lambda k: (-best[k], k))[:count])
