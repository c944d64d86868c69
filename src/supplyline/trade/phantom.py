"""Which goods are sent to a neighbour of the destination and never arrive there?

`phantoms(flows, groups, since)` looks at each country of the coalition, each country of the transit group and each controlled
code: the exporter's record against the importer's, as a log ratio after a c.i.f./f.o.b. factor. Where the share that
arrives fell from `since` on by more than that of comparable goods between the same two countries (a difference-in-
differences of the mirror gap, with the spread of the comparable goods, as in `diversion`), the exports are named: a
"phantom transit", goods declared for a country that does not record them. Gaps of trade data as traces of evasion:
Fisman and Wei 2004; Ferrantino, Liu and Wang 2012. Promises: a place to look, never a finding; a year counts only where
both countries' records with each other are there. A year in which the importer has no row for the code is left out, as
rows are lost and goods held back, unless it has none from then on at all: then nothing arrived.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import median

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import LEVELS, flags, level, told
from supplyline.trade.diversion import (
    AFTER,
    BEFORE,
    COMPARABLE,
    FLOOR,
    RATE,
    SMALL,
    Against,
    Change,
    against,
    crowd,
    percent,
    series,
    times,
)
from supplyline.trade.revisions import shown
from supplyline.trade.statistics import q_values, robust, t_quantile, t_tail
from supplyline.trade.words import amount, country

CIF = 1.06  # IMF, Direction of Trade Statistics Yearbook 2017
LEAST_FALL = math.log(1.5)  # of the share that arrives, against comparable goods
LIMITS = (
    "Goods may be recorded under the country they were made in, under another code, a year later or as confidential, and "
    "transit may be declared as export; a figure of countries says nothing of a company"
)
Pair = tuple[str, str, str]  # exporter, importer, currency


def phantoms(flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]], since: str = "2022") -> list[Anomaly]:
    """The surest first, then one "cannot tell" for each neighbour of which no pair could be tested."""
    ends, senders = set(groups.get("destination", ())), set(groups.get("coalition", ()))
    near = set(groups.get("transit", ())) - ends - senders
    sent: dict[Pair, dict[str, dict[str, Flow]]] = {}  # by code and year
    got: dict[Pair, dict[str, dict[str, Flow]]] = {}
    for f in series(flows):
        a, b = (f.reporter, f.partner) if f.flow == "export" else (f.partner, f.reporter)
        if f.flow in ("export", "import") and a in senders and b in near:
            side = sent if f.flow == "export" else got
            side.setdefault((a, b, f.currency), {}).setdefault(f.hs, {})[f.period] = f
    found: list[tuple[Pair, str, Change, tuple[float, float], Against]] = []
    thin: dict[str, list[str]] = {}
    tested: set[str] = set()
    for pair in sorted(sent.keys() & got.keys()):
        years = _years(sent[pair]) & _years(got[pair])
        changes = {hs: _change(sent[pair][hs], got[pair].get(hs, {}), years, since, pair[2]) for hs in sorted(sent[pair])}
        comparable = crowd([c[0] for hs, c in changes.items() if c is not None and not level(hs) and c[0].after >= FLOOR])
        for hs, change in changes.items():
            if not level(hs):
                continue
            beside = against(change[0], comparable) if change is not None else None
            if change is None or beside is None:
                thin.setdefault(pair[1], []).append(hs)
            else:
                tested.add(pair[1])
                found.append((pair, hs, *change, beside))
    named: list[Anomaly] = []
    for what in LEVELS:
        pairs = [one for one in found if level(one[1]) == what]
        rates = q_values([t_tail(-beside.effect / beside.error, beside.df) for *_, beside in pairs])
        named += [
            _named(pair, hs, change, arrived, beside, q, since)
            for (pair, hs, change, arrived, beside), q in zip(pairs, rates, strict=True)
            if q <= RATE and beside.effect <= -LEAST_FALL and change.after - arrived[1] / CIF >= FLOOR
        ]
    untold = [_thin(b, sorted(set(codes)), since) for b, codes in sorted(thin.items()) if b not in tested]
    return [*sorted(named, key=lambda a: (-a.score, a.id)), *untold]


def _years(codes: Mapping[str, Mapping[str, Flow]]) -> set[str]:
    return {year for found in codes.values() for year in found}


def _change(
    sent: Mapping[str, Flow], got: Mapping[str, Flow], years: set[str], since: str, currency: str
) -> tuple[Change, tuple[float, float]] | None:
    """How the share that arrives changed, and what arrived in a year before and after; None where years are too few."""
    gaps: dict[bool, list[float]] = {False: [], True: []}
    exports: dict[bool, list[float]] = {False: [], True: []}
    imports: dict[bool, list[float]] = {False: [], True: []}
    for late in (False, True):
        half = [year for year in sorted(years & sent.keys()) if (year >= since) == late]
        arrived = [year for year in half if year in got]
        for year in arrived or half:
            out, into = sent[year].value, got[year].value if year in got else 0.0
            exports[late].append(out)
            imports[late].append(into)
            gaps[late].append(math.log(into / CIF + SMALL) - math.log(out + SMALL))
    if len(gaps[False]) < BEFORE or len(gaps[True]) < AFTER:
        return None
    old, new = gaps[False], gaps[True]
    change = median(b - a for a in old for b in new)
    own = robust(old)[1] * math.sqrt(1 / len(old) + 1 / len(new))
    ids = tuple(sorted(f.id for side in (sent, got) for year, f in side.items() if year in years))
    means = [sum(exports[late]) / len(exports[late]) for late in (False, True)]
    into_a_year = (sum(imports[False]) / len(imports[False]), sum(imports[True]) / len(imports[True]))
    return Change(change, own, means[0], means[1], ids, currency), into_a_year


def _named(pair: Pair, hs: str, change: Change, arrived: tuple[float, float], beside: Against, q: float, since: str) -> Anomaly:
    a, b, currency = pair
    wide = t_quantile(0.025, beside.df) * beside.error
    low, high = beside.effect - wide, beside.effect + wide
    text = (
        f"From {since} on, {country(a)} recorded sending {amount(change.after, currency)} a year of HS {shown(hs)} to {country(b)}, which recorded "
        f"receiving {amount(arrived[1], currency)} (before: {amount(change.before, currency)} and {amount(arrived[0], currency)}). "
        f"Beside the other goods between the two, the share that arrives is {times(beside.effect).replace('times', 'times what')} it was "
        f"({times(low)} to {times(high)}, 95 %); of those named as surely, {percent(q)} are expected to be chance. {told(hs)} {LIMITS}."
    )
    return Anomaly(
        make_id("a", "transit_phantom", *pair, hs, since), "transit_phantom", text, round(-beside.effect / beside.error, 4), change.ids,
        a, b, hs, since, round(beside.effect, 4), round(low, 4), round(high, 4), round(q, 6), flags(hs),
    )  # fmt: skip


def _thin(b: str, codes: list[str], since: str) -> Anomaly:
    text = (
        f"Cannot tell whether controlled goods that are sent to {country(b)} arrive there ({len(codes)} code{'' if len(codes) == 1 else 's'}): the tables need the records of "
        f"both sides with each other for at least {BEFORE} whole years before {since} and {AFTER} from then on, and {COMPARABLE} goods that are not controlled."
    )
    return Anomaly(make_id("a", "too_thin", "phantom", b, since), "too_thin", text, 0.0, (), "", b, codes[0], since)
