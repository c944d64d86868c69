"""Do controlled goods go round a ban through a third country?

`diversions(flows, groups, since)` looks at each third country and controlled code (`trade.controlled`: those of a list, and apart from
them those of the chapters that are watched as a whole) at two legs: what the coalition sent it, and what it sent on to the destination. Each leg's change (the median of all differences in log
value between a year from `since` on and one before; Hodges and Lehmann 1963) is set against the same change of comparable goods: codes that are
not controlled, on the same leg of the same country. That is a difference-in-differences (Angrist and Pischke
2009, chapter 5) whose spread comes from the comparable goods, as in a permutation over untreated units (Abadie,
Diamond and Hainmueller 2010), taken robustly since some of them may be diverted too. A pair is named only if
**both** legs rose: its p-value is the larger of the two (intersection-union test, Berger 1982), and over all
pairs of which one leg stands out (ScreenMin: Djordjilović, Hemerik and Thoresen 2022, which takes the legs' chance
to be independent) the false discovery rate is held (Benjamini and Hochberg 1995), over listed codes and over codes of
whole chapters apart (Efron 2008).

Promises: a place to look, never a finding; where years or comparable goods are too few it says "cannot tell";
a country's whole growth, by which every good rises, is no diversion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import CATEGORY, LEVELS, flags, level, told
from supplyline.trade.revisions import is_family, is_wide, shown
from supplyline.trade.statistics import q_values, robust, t_quantile, t_tail
from supplyline.trade.words import amount, country

RATE = 0.1  # of false finds among those named
FLOOR = 100_000.0  # a year on both legs: below it one delivery makes any change
SMALL = 10_000.0  # added before the logarithm, so that a flow from nothing is no infinite growth
LEAST_RISE = math.log(1.5)  # against comparable goods; less is no matter of diversion, however sure
SCREEN = 0.05  # a pair of which not even one leg has a p-value this small is not tested for both
TRUST = 0.4  # in the spread of a series' own years, about six of them
BEFORE, AFTER, COMPARABLE = 2, 1, 8  # least years before and after, and goods to compare with
LIMITS = "A figure of countries says nothing of a company; new demand, stock and other routes can explain it"

Leg = tuple[str, str]  # third country, code
Record = tuple[str, set[str], dict[str, list[Flow]]]  # currency, years that it covers, flows by year


@dataclass(frozen=True, slots=True)
class Change:
    """How one series changed in logarithms, with what that rests on."""

    change: float
    own: float  # standard error from the years' own spread
    before: float  # mean value of a year
    after: float
    ids: tuple[str, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """What comparable goods did: the median of their changes, how far these lie apart, and how wild one is from year to year."""

    usual: float
    spread: float
    own: float
    size: int


@dataclass(frozen=True, slots=True)
class Against:
    """A change beside that of comparable goods."""

    effect: float
    error: float
    df: int
    p: float


def series(flows: Iterable[Flow]) -> list[Flow]:
    """Whole years by codes of six digits; where codes of two revisions were made one, that one alone, since a code that
    was numbered anew seems to begin or to end."""
    return unmade(f for f in flows if len(f.period) == 4 and (len(f.hs) == 6 or (is_family(f.hs) and not is_wide(f.hs))))


def unmade(flows: Iterable[Flow]) -> list[Flow]:
    """Without the codes that stand in one made of codes of two revisions."""
    whole = list(flows)
    made = {code for f in whole if is_family(f.hs) for code in f.hs.replace("=", "+").split("+")}
    return [f for f in whole if f.hs not in made]


def diversions(flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]], since: str = "2022") -> tuple[Anomaly, ...]:
    """Named pairs, the surest first, then one "cannot tell" per third country whose data are too thin."""
    ends = set(groups.get("destination", ()))
    inward, outward = (
        {leg: _change(found, years, since, currency) for leg, (currency, years, found) in legs.items()} for legs in both_legs(flows, groups)
    )
    found: list[tuple[Leg, Change, Change, Against, Against]] = []
    thin: dict[str, list[str]] = {}
    comparable = [_comparable(legs) for legs in (inward, outward)]
    for leg in sorted(inward.keys() & outward.keys()):
        if not level(leg[1]):
            continue
        one, two = inward[leg], outward[leg]
        if one is None or two is None:
            thin.setdefault(leg[0], []).append(leg[1])
            continue
        first, second = against(one, comparable[0].get(leg[0])), against(two, comparable[1].get(leg[0]))
        if first is None or second is None:
            thin.setdefault(leg[0], []).append(leg[1])
        else:
            found.append((leg, one, two, first, second))
    out: list[Anomaly] = []
    for what in LEVELS:
        pairs = [pair for pair in found if level(pair[0][1]) == what and min(pair[3].p, pair[4].p) <= SCREEN]
        rates = q_values([max(first.p, second.p) for *_, first, second in pairs])
        out += [
            _named(leg, one, two, first, second, q, sorted(ends), since)
            for (leg, one, two, first, second), q in zip(pairs, rates, strict=True)
            if q <= RATE and min(one.after, two.after) >= FLOOR and min(first.effect, second.effect) >= LEAST_RISE
        ]
    return (*sorted(out, key=lambda a: (-a.score, a.id)), *(_thin(third, codes, sorted(ends), since, inward, outward) for third, codes in sorted(thin.items())))


def both_legs(flows: Iterable[Flow], groups: Mapping[str, tuple[str, ...]]) -> tuple[dict[Leg, Record], dict[Leg, Record]]:
    """What the coalition sent each third country, and what that sent on to the destination, by code."""
    senders, ends = set(groups.get("coalition", ())), set(groups.get("destination", ()))
    whole = series(flows)
    return (
        records(whole, lambda a, b: b if a in senders and b not in senders | ends else None),
        records(whole, lambda a, b: a if b in ends and a not in senders | ends else None),
    )


def records(flows: Iterable[Flow], third: Callable[[str, str], str | None]) -> dict[Leg, Record]:
    """Per third country and code the record of one leg, that of the side that covers more years."""
    parts: dict[tuple[Leg, str, str], dict[str, list[Flow]]] = {}
    years: dict[tuple[str, str], set[str]] = {}
    for f in flows:
        a, b = (f.reporter, f.partner) if f.flow == "export" else (f.partner, f.reporter)
        where = third(a, b) if f.flow in ("export", "import") else None
        if where is not None:
            parts.setdefault(((where, f.hs), f.flow, f.currency), {}).setdefault(f.period, []).append(f)
            years.setdefault((where, f.flow), set()).add(f.period)
    best: dict[Leg, tuple[int, str, str]] = {}
    for (leg, flow, currency), found in parts.items():
        # The record of the side that covers more years; the exporter's where both do
        best[leg] = max(best.get(leg, (0, "", "")), (len(years[leg[0], flow]) * 1000 + len(found), "b" if flow == "export" else "a", currency))
    out: dict[Leg, Record] = {}
    for leg, (_, side, currency) in best.items():
        flow = "export" if side == "b" else "import"
        out[leg] = (currency, years[leg[0], flow], parts[leg, flow, currency])
    return out


def _change(found: Mapping[str, list[Flow]], years: Iterable[str], since: str, currency: str) -> Change | None:
    """A year of that record without a row for this code is a year of nothing."""
    values = {year: sum(f.value for f in sorted(found.get(year, ()), key=lambda f: f.id)) for year in sorted(years)}
    before = [v for year, v in values.items() if year < since]
    after = [v for year, v in values.items() if year >= since]
    if len(before) < BEFORE or len(after) < AFTER:
        return None
    old, new = [math.log(v + SMALL) for v in before], [math.log(v + SMALL) for v in after]
    # The median of all differences between a later and an earlier year: one lost or wild year does not move it
    change = median(b - a for a in old for b in new)
    own = robust(old)[1] * math.sqrt(1 / len(old) + 1 / len(new))
    ids = tuple(sorted(f.id for ones in found.values() for f in ones))
    return Change(change, own, sum(before) / len(before), sum(after) / len(after), ids, currency)


def _comparable(legs: Mapping[Leg, Change | None]) -> dict[str, Crowd | None]:
    """Per third country the goods that are not controlled and are no trifle."""
    out: dict[str, list[Change]] = {}
    for (third, hs), change in sorted(legs.items()):
        if change is not None and not level(hs) and max(change.before, change.after) >= FLOOR:
            out.setdefault(third, []).append(change)
    return {third: crowd(changes) for third, changes in out.items()}


def crowd(others: Sequence[Change]) -> Crowd | None:
    """None where they are too few."""
    if len(others) < COMPARABLE:
        return None
    return Crowd(*robust([o.change for o in others]), median(o.own for o in others), len(others))


def against(one: Change, others: Crowd | None) -> Against | None:
    if others is None:
        return None
    # A series that was wilder than the comparable goods needs more to stand out; how wild, its few years tell but
    # poorly, so it is drawn towards theirs (as Smyth 2004 does with variances)
    wild = TRUST * (one.own**2 - others.own**2)
    error = math.sqrt(others.spread**2 * (1 + 1 / others.size) + max(0.0, wild))
    if error <= 0:
        return None
    effect, df = one.change - others.usual, others.size - 1
    return Against(effect, error, df, t_tail(effect / error, df))


def _named(
    leg: Leg, one: Change, two: Change, first: Against, second: Against, q: float, ends: list[str], since: str
) -> Anomaly:
    third, hs = leg
    weaker = max((first, second), key=lambda a: a.p)
    wide = t_quantile(0.025, weaker.df) * weaker.error
    low, high = weaker.effect - wide, weaker.effect + wide
    where = " and ".join(country(e) for e in ends)
    text = (
        f"From {since} on, {country(third)} received {times(first.effect)} as much of HS {shown(hs)} from the coalition as the change "
        f"of its other goods would give ({amount(one.before, one.currency)} to {amount(one.after, one.currency)} a year), and sent "
        f"{times(second.effect)} as much to {where} ({amount(two.before, two.currency)} to {amount(two.after, two.currency)}). The weaker of the two "
        f"is between {times(low)} and {times(high)} (95 %); of those named as surely, {percent(q)} are expected to be chance. {told(hs)} {LIMITS}."
    )
    return Anomaly(
        make_id("a", "diversion", *leg, since), "diversion", text, round(weaker.effect / weaker.error, 4),
        (*one.ids, *two.ids), third, ends[0] if ends else "", hs, since,
        round(weaker.effect, 4), round(low, 4), round(high, 4), round(q, 6), flags(hs),
    )  # fmt: skip


def times(effect: float) -> str:
    return f"{math.exp(effect):.1f} times"


def percent(q: float) -> str:
    return "less than 1 %" if q < 0.01 else f"{q:.0%}".replace("%", " %")


def _thin(third: str, codes: list[str], ends: list[str], since: str, inward: Mapping[Leg, Change | None], outward: Mapping[Leg, Change | None]) -> Anomaly:
    where = " and ".join(country(e) for e in ends)
    broad = sum(level(hs) == CATEGORY for hs in codes)
    at = f" ({broad} of chapters that are watched as a whole)" if broad else ""
    text = (
        f"Cannot tell whether {len(codes)} controlled {'code passes' if len(codes) == 1 else 'codes pass'} {country(third)} on the way to "
        f"{where}{at}: the tables need at least {BEFORE} whole years before {since}, {AFTER} from then on, and {COMPARABLE} goods that are "
        f"not controlled to compare with, on both legs."
    )
    ids = sorted({id for code in codes for legs in (inward, outward) if (c := legs.get((third, code))) is not None for id in c.ids})
    return Anomaly(make_id("a", "too_thin", third, since), "too_thin", text, 0.0, tuple(ids), third, ends[0] if ends else "", codes[0], since)
