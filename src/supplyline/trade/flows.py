"""What do the rows of trade tables add up to, year by year?

`flows(rows)` gives one Flow per reporter, partner, direction, code and year: value, weight, unit value,
change on the year before, and share where a row gives the total with the world. `months(rows)` gives one
per month. A year recorded as a year is taken as it is; months are only added where no year is given. A
year of fewer than twelve months says so in its period ("2024-01/2024-03") and is compared with the same
months of the year before. National codes of more than six digits (Comext, Chinese customs) are also added up to the six that all
countries share, where a table does not give these itself. `totals(flows)` holds the partners' sum against the total that the table gives, `added(flows)` gives the sum of any flows per period.
Promises: a row that two files repeat counts once; where files disagree on one figure the larger stands,
and only rows that were used are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from supplyline.model import Flow, TradeRow, make_id
from supplyline.trade.revisions import Family, is_family, joined

Series = tuple[str, str, str, str, str]  # reporter, partner, flow, hs, currency
WORLD = "world"
SHARED = 6  # digits of the Harmonized System; what follows is each country's own
_COUNTRY = re.compile(r"[a-z]{2}")


def flows(rows: Iterable[TradeRow], known: Iterable[Family] = ()) -> tuple[Flow, ...]:
    """Yearly flows, sorted by id, with those of codes of two revisions made one; `known` are concordances of the user."""
    points = _points(rows)
    last: Flow | None = None
    out: list[Flow] = []
    for (series, year), found in sorted(points.items()):
        past = (series, str(int(year) - 1))
        change = _change(found, points.get(past))
        # Sorted, the year before is the flow before
        before = last.id if change is not None and last is not None else None
        flow = _flow(series, _period(year, found), found, change, before)
        out.append(flow)
        last = flow
    out += joined(out, known)
    worlds = {_key(flow): flow for flow in out if flow.partner == WORLD}
    return tuple(sorted((_shared(flow, worlds) for flow in out), key=lambda f: f.id))


def _key(f: Flow) -> Series:
    """What the partners of one total have in common."""
    return (f.reporter, f.flow, f.hs, f.period, f.currency)


def months(rows: Iterable[TradeRow]) -> tuple[Flow, ...]:
    """Monthly flows, sorted by series and month; rows given for a year alone are left out."""
    out: list[Flow] = []
    for (series, year), found in sorted(_points(rows, whole=False).items()):
        out.extend(_flow(series, year + month, {month: found[month]}) for month in sorted(found) if month)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Total:
    """One reporter's partners added up, beside the total with the world that its table gives."""

    reporter: str
    flow: str
    hs: str
    period: str
    currency: str
    partners: float
    world: float
    difference: float  # percent of world
    because: tuple[str, ...]  # flow ids, the world's first


def totals(found: Iterable[Flow]) -> tuple[Total, ...]:
    """One per total that a table gives beside its partners. Groups of countries ("Euro area") are not added."""
    partners: dict[Series, list[Flow]] = {}
    world: dict[Series, Flow] = {}
    for f in found:
        key = _key(f)
        if f.partner == WORLD:
            world[key] = f
        elif is_country(f.partner):
            partners.setdefault(key, []).append(f)
    out: list[Total] = []
    for key in sorted(world.keys() & partners.keys()):
        parts = sorted(partners[key], key=lambda f: f.id)
        whole, added = world[key].value, sum(f.value for f in parts)
        if whole > 0:
            reporter, flow, hs, period, currency = key
            because = (world[key].id, *(f.id for f in parts))
            percent = round(100 * (added - whole) / whole, 4)
            out.append(Total(reporter, flow, hs, period, currency, added, whole, percent, because))
    return tuple(out)


def topmost(found: Iterable[Flow]) -> list[Flow]:
    """The flows without the parts of others: a heading and its subheadings are one trade, so of one series and period
    only the shortest code stays. Codes of two revisions made one are told apart from the codes that they are made of."""
    found = [f for f in found if not is_family(f.hs)]
    codes: dict[tuple[str, ...], set[str]] = {}
    for f in found:
        codes.setdefault((f.reporter, f.partner, f.flow, f.period, f.currency), set()).add(f.hs)

    def inside(f: Flow) -> bool:
        known = codes[f.reporter, f.partner, f.flow, f.period, f.currency]
        return any(f.hs[:n] in known for n in range(2, len(f.hs))) or (f.hs != "TOTAL" and "TOTAL" in known)

    return [f for f in found if not inside(f)]


@dataclass(frozen=True, slots=True)
class Sum:
    """Flows of one year or month added up; `because` are their ids, `parts` how many of them cover a part of the year."""

    period: str
    flow: str
    currency: str
    value: float
    weight: float | None  # null where one of them has none
    parts: int
    because: tuple[str, ...]


def added(found: Iterable[Flow]) -> tuple[Sum, ...]:
    """The sum of flows per year (or month), direction and currency: countries only, no code beside its own part."""
    parts: dict[tuple[str, str, str], list[Flow]] = {}
    for f in topmost(f for f in found if is_country(f.reporter) and is_country(f.partner)):
        period = f.period if len(f.period) == 7 else f.period[:4]
        parts.setdefault((period, f.flow, f.currency), []).append(f)
    out: list[Sum] = []
    for (period, flow, currency), ones in sorted(parts.items()):
        ones.sort(key=lambda f: f.id)
        weights = [f.weight for f in ones if f.weight is not None]
        weight = sum(weights) if len(weights) == len(ones) else None
        part = sum("/" in f.period for f in ones)
        out.append(Sum(period, flow, currency, sum(f.value for f in ones), weight, part, tuple(f.id for f in ones)))
    return tuple(out)


def is_country(iso: str) -> bool:
    return iso != "eu" and _COUNTRY.fullmatch(iso) is not None


_Points = dict[tuple[Series, str], dict[str, list[TradeRow]]]


def _points(rows: Iterable[TradeRow], whole: bool = True) -> _Points:
    """Per series and year, per month ("" for the whole year), the rows that count: those of one file, once."""
    years: _Points = {}
    national: _Points = {}
    for row in rows:
        if row.value is not None:
            series = (row.reporter, row.partner, row.flow, row.hs, row.currency)
            years.setdefault((series, row.period[:4]), {}).setdefault(row.period[4:], []).append(row)
            if len(row.hs) > SHARED and row.hs.isdigit():
                six = (row.reporter, row.partner, row.flow, row.hs[:SHARED], row.currency)
                national.setdefault((six, row.period[:4]), {}).setdefault(row.period[4:], []).append(row)
    years |= {at: {month: _longest(ones) for month, ones in periods.items()} for at, periods in national.items() if at not in years}
    out = {}
    for at, periods in years.items():
        chosen = {"": periods[""]} if whole and "" in periods else periods
        out[at] = {month: _once(rows_) for month, rows_ in chosen.items()}
    return out


def _longest(rows: list[TradeRow]) -> list[TradeRow]:
    """Without the parts of others: where a file has eight digits and ten, the ten are in the eight."""
    codes = {(row.sha256, row.hs) for row in rows}
    return [row for row in rows if not any((row.sha256, row.hs[:n]) in codes for n in range(SHARED + 1, len(row.hs)))]


def comparable(found: Iterable[Flow]) -> list[Flow]:
    """The flows without those of national codes, which other countries do not share and which are in their six digits."""
    return [f for f in found if len(f.hs) <= SHARED or is_family(f.hs)]


def _period(year: str, months: Mapping[str, list[TradeRow]]) -> str:
    return year if "" in months or len(months) == 12 else f"{year}{min(months)}/{year}{max(months)}"


def _flow(
    series: Series, period: str, months: Mapping[str, list[TradeRow]], change: float | None = None, before: str | None = None
) -> Flow:
    used = sorted((row for rows_ in months.values() for row in rows_), key=lambda r: r.id)
    weights = [row.weight for row in used if row.weight is not None]
    value = _sum(months)
    weight = sum(weights) if weights and len(weights) == len(used) else None
    reporter, partner, flow, hs, currency = series
    return Flow(
        id=make_id("f", *series, period),
        reporter=reporter,
        partner=partner,
        flow=flow,
        hs=hs,
        period=period,
        value=value,
        weight=weight,
        change=change,
        because=tuple(row.id for row in used),
        currency=currency,
        before=before,
        unit_value=round(value / weight, 6) if weight else None,
    )


def _shared(flow: Flow, worlds: Mapping[Series, Flow]) -> Flow:
    world = worlds.get(_key(flow))
    if world is None or world.value <= 0 or flow.partner == WORLD:
        return flow
    return replace(flow, share=round(100 * flow.value / world.value, 4), world=world.id)


def _once(rows: list[TradeRow]) -> list[TradeRow]:
    if len(rows) == 1:
        return rows
    files: dict[str, list[TradeRow]] = {}
    for row in rows:
        files.setdefault(row.sha256, []).append(row)
    return max(files.values(), key=lambda group: (_value(group), group[0].sha256))


def _value(rows: list[TradeRow]) -> float:
    return sum(row.value or 0.0 for row in sorted(rows, key=lambda r: r.id))


def _sum(months: Mapping[str, list[TradeRow]]) -> float:
    return sum(_value(months[month]) for month in sorted(months))


def _change(now: Mapping[str, list[TradeRow]], before: Mapping[str, list[TradeRow]] | None) -> float | None:
    """Percent on the year before, like with like: the same months, or two whole years."""
    if not before:
        return None
    if ("" in now or len(now) == 12) and ("" in before or len(before) == 12):
        old, new = _sum(before), _sum(now)
    elif "" not in now and now.keys() <= before.keys():
        old, new = _sum({month: before[month] for month in now}), _sum(now)
    else:
        return None
    return round(100.0 * (new - old) / old, 4) if old > 0 else None
