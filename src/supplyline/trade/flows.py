"""What do the rows of trade tables add up to, year by year?

`flows(rows)` gives one Flow per reporter, partner, direction, code and year, with its change on the
year before. A year recorded as a year is taken as it is; months are only added where no year is given.
A year of fewer than twelve months says so in its period ("2024-01/2024-03") and is compared with the
same months of the year before. Promises: a row that two files repeat counts once; where files
disagree on one figure the larger stands, and only rows that were used are named.
"""

from __future__ import annotations

from collections.abc import Iterable

from supplyline.model import Flow, TradeRow, make_id

Series = tuple[str, str, str, str, str]  # reporter, partner, flow, hs, currency


def flows(rows: Iterable[TradeRow]) -> tuple[Flow, ...]:
    years: dict[tuple[Series, str], dict[str, list[TradeRow]]] = {}
    for row in rows:
        if row.value is not None:
            series = (row.reporter, row.partner, row.flow, row.hs, row.currency)
            years.setdefault((series, row.period[:4]), {}).setdefault(row.period[4:], []).append(row)
    points = {at: _point(months) for at, months in years.items()}
    out: list[Flow] = []
    for (series, year), months in sorted(points.items()):
        used = [row for rows_ in months.values() for row in rows_]
        before = points.get((series, str(int(year) - 1)))
        value = _sum(months)
        weights = [row.weight for row in used if row.weight is not None]
        period = year if "" in months or len(months) == 12 else f"{year}{min(months)}/{year}{max(months)}"
        reporter, partner, flow, hs, currency = series
        out.append(
            Flow(
                id=make_id("f", *series, period),
                reporter=reporter,
                partner=partner,
                flow=flow,
                hs=hs,
                period=period,
                value=value,
                weight=sum(weights) if weights and len(weights) == len(used) else None,
                change=_change(months, before),
                because=tuple(sorted(row.id for row in used)),
                currency=currency,
            )
        )
    return tuple(sorted(out, key=lambda f: f.id))


def _point(periods: dict[str, list[TradeRow]]) -> dict[str, list[TradeRow]]:
    """Per month (or "" for the whole year) the rows that count: those of one file, once."""
    chosen = {"": periods[""]} if "" in periods else periods
    return {month: _once(rows) for month, rows in chosen.items()}


def _once(rows: list[TradeRow]) -> list[TradeRow]:
    files: dict[str, list[TradeRow]] = {}
    for row in rows:
        files.setdefault(row.sha256, []).append(row)
    return max(files.values(), key=lambda group: (_value(group), group[0].sha256))


def _value(rows: list[TradeRow]) -> float:
    return sum(row.value or 0.0 for row in sorted(rows, key=lambda r: r.id))


def _sum(months: dict[str, list[TradeRow]]) -> float:
    return sum(_value(months[month]) for month in sorted(months))


def _change(now: dict[str, list[TradeRow]], before: dict[str, list[TradeRow]] | None) -> float | None:
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
