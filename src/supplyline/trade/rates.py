"""How are amounts in different currencies made one?

`converted(rows, rates, target)` turns the value of each row into one currency by a rate of the row's own month or year,
from a table that the user added: none ships, since rates that nobody can look up would be invented. Promises: a rate is
the mean of all the days that the table has in that time, by way of the table's base where needed, and is a row with its
file and lines; a row for whose time there is no rate keeps its currency, and `missing` says which and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from supplyline.model import Rate, TradeRow, make_id
from supplyline.read.rates import Quotes

Missing = dict[tuple[str, str], int]  # currency, period -> rows


def converted(
    rows: Iterable[TradeRow], quotes: Sequence[Quotes], target: str
) -> tuple[list[TradeRow], tuple[Rate, ...], Missing]:
    """The rows, the rates that were used, and what could not be converted."""
    used: dict[tuple[str, str], Rate | None] = {}
    missing: Missing = {}
    out: list[TradeRow] = []
    for row in rows:
        if row.currency == target or row.value is None:
            out.append(row)
            continue
        at = (row.currency, row.period)
        if at not in used:
            used[at] = _rate(quotes, *at, target)
        rate = used[at]
        if rate is None:
            missing[at] = missing.get(at, 0) + 1
            out.append(row)
        else:
            out.append(replace(row, value=row.value * rate.rate, currency=target, rate=rate.id))
    return out, tuple(sorted((r for r in used.values() if r is not None), key=lambda r: r.id)), missing


def _rate(quotes: Sequence[Quotes], currency: str, period: str, target: str) -> Rate | None:
    """The first table that has both currencies in that time."""
    for table in quotes:
        one, two = _mean(table, currency, period), _mean(table, target, period)
        if one is not None and two is not None:
            rate, days = two[0] / one[0], min(one[1], two[1])
            lines = sorted({*one[2], *two[2]})
            row = f"lines {lines[0]} to {lines[-1]}" if len(lines) > 1 else f"line {lines[0]}"
            id = make_id("r", table.sha256, currency, target, period)
            return Rate(id, currency, target, period, rate, days, table.sha256, row)
    return None


def _mean(table: Quotes, currency: str, period: str) -> tuple[float, int, tuple[int, ...]] | None:
    """Units of a currency for one of the base: mean, number of quotes, lines."""
    if currency == table.base:
        return 1.0, 10**9, ()
    found: Mapping[str, tuple[float, int]] = table.days.get(currency, {})
    inside = [quote for day, quote in sorted(found.items()) if day.startswith(period)]
    if not inside and len(period) == 7 and period[:4] in found:
        inside = [found[period[:4]]]  # the table has years alone
    if not inside:
        return None
    return sum(rate for rate, _ in inside) / len(inside), len(inside), tuple(line for _, line in inside)
