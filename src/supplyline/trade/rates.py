"""How are amounts in different currencies made one?

`converted(rows, quotes, target)` turns the value of each row into one currency by a rate of the row's own month or year,
`Exchange` the values of shipments one by one. `shipped()` are means of the European Central Bank's reference rates, which go behind
the tables that a user added. Promises: a rate is the mean of all the days that the table has in that time, by way of the
table's base where needed, and is a row with its file and lines; the amount and currency of the file are kept beside the converted
one; a row for whose time there is no rate keeps its currency, and `missing` says which and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from supplyline.model import Rate, Shipment, TradeRow, make_id
from supplyline.read.rates import Quotes
from supplyline.tsv import rows as tsv_rows

SHIPPED = "data/rates.tsv"
Missing = dict[tuple[str, str], int]  # currency, period -> rows


@lru_cache(maxsize=1)
def shipped() -> Quotes:
    """The table that ships with the program: one quote, a mean already, for each month and year."""
    days: dict[str, dict[str, tuple[float, int]]] = {}
    for currency, period, rate, count in tsv_rows("rates.tsv"):
        days.setdefault(currency, {})[period] = (float(rate), int(count))
    return Quotes("", SHIPPED, "EUR", days)


class Exchange:
    """Rates as they are asked for: those that were used, and those that were missing."""

    def __init__(self, quotes: Sequence[Quotes], target: str) -> None:
        self.target = target
        self.missing: Missing = {}
        self._quotes = (*quotes, shipped())
        self._found: dict[tuple[str, str], Rate | None] = {}

    def rate(self, currency: str, period: str) -> Rate | None:
        """The rate of a month or year ("2024-03" of "2024-03-17"); None where the amount stays as it is."""
        at = (currency, period[:7])
        if currency == self.target or not currency:
            return None
        if at not in self._found:
            self._found[at] = _rate(self._quotes, *at, self.target)
        if self._found[at] is None:
            self.missing[at] = self.missing.get(at, 0) + 1
        return self._found[at]

    @property
    def used(self) -> tuple[Rate, ...]:
        return tuple(sorted((r for r in self._found.values() if r is not None), key=lambda r: r.id))


def converted(rows: Iterable[TradeRow], exchange: Exchange) -> list[TradeRow]:
    """The rows, those with a rate in the currency of the exchange."""
    out: list[TradeRow] = []
    for row in rows:
        rate = exchange.rate(row.currency, row.period) if row.value is not None else None
        if rate is None or row.value is None:
            out.append(row)
        else:
            out.append(replace(row, value=row.value * rate.rate, currency=rate.target, rate=rate.id, original=row.value, original_currency=row.currency))
    return out


def sold(shipment: Shipment, exchange: Exchange) -> Shipment:
    """The line with its value in the currency of the exchange beside its own."""
    if shipment.value is None or not shipment.date:
        return shipment
    if shipment.currency == exchange.target:
        return replace(shipment, converted=shipment.value)
    rate = exchange.rate(shipment.currency, shipment.date)
    return shipment if rate is None else replace(shipment, converted=shipment.value * rate.rate, rate=rate.id)


def _rate(quotes: Sequence[Quotes], currency: str, period: str, target: str) -> Rate | None:
    """The first table that has both currencies in that time."""
    for table in quotes:
        one, two = _mean(table, currency, period), _mean(table, target, period)
        if one is not None and two is not None:
            rate, days = two[0] / one[0], min(one[1], two[1])
            lines = sorted({*one[2], *two[2]})
            row = SHIPPED if table.name == SHIPPED else f"lines {lines[0]} to {lines[-1]}" if len(lines) > 1 else f"line {lines[0]}"
            id = make_id("r", table.sha256 or table.name, currency, target, period)
            return Rate(id, currency, target, period, rate, days, table.sha256, row)
    return None


def _mean(table: Quotes, currency: str, period: str) -> tuple[float, int, tuple[int, ...]] | None:
    """Units of a currency for one of the base: mean, number of quotes, lines."""
    if currency == table.base:
        return 1.0, 10**9, ()
    found: Mapping[str, tuple[float, int]] = table.days.get(currency, {})
    if table.name == SHIPPED:
        return (*found[period], ()) if period in found else None
    inside = [quote for day, quote in sorted(found.items()) if day.startswith(period)]
    if not inside and len(period) == 7 and period[:4] in found:
        inside = [found[period[:4]]]  # the table has years alone
    if not inside:
        return None
    return sum(rate for rate, _ in inside) / len(inside), len(inside), tuple(line for _, line in inside)
