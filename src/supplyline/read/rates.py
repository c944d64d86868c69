"""Which rates of exchange does this table give?

`read_rates(data, name)` reads the European Central Bank's reference rates (eurofxref-hist.csv: a day and a column for each
currency, units for one euro) and a plain table with the columns date, currency, rate and base (units of the currency for
one of the base). Promises: every rate has its line; a cell that is no rate ("N/A", empty) is passed over, and one that is
no positive number is a problem with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from supplyline.model import BadInput, Problem
from supplyline.read import table
from supplyline.read.cells import iso_date

FORMAT = "rates"  # of an original


@dataclass(frozen=True, slots=True)
class Quotes:
    """`days`: currency → day (or month, or year) → (units for one of `base`, line of the file)."""

    sha256: str
    name: str
    base: str
    days: dict[str, dict[str, tuple[float, int]]]


def read_rates(data: bytes, name: str) -> tuple[tuple[Quotes, ...], tuple[Problem, ...]]:
    """One `Quotes` for each base of the table, sorted."""
    found = table.look(data, name)
    heads = {h.strip().lower(): h for h in found.header if h.strip()}
    wide = [h for h in heads if re.fullmatch("[a-z]{3}", h)]
    if "date" not in heads or not (wide or {"currency", "rate", "base"} <= heads.keys()):
        raise BadInput(
            f"{name}: line 1: no table of rates; it has the columns {', '.join(found.header)[:200]}, and must have Date and a column for each "
            "currency (ECB: units for one euro), or date, currency, rate and base"
        )
    bases: dict[str, dict[str, dict[str, tuple[float, int]]]] = {}
    problems: list[Problem] = []
    for row in table.rows(found):
        try:
            if row.wrong:
                raise ValueError(row.wrong)
            day = iso_date(row.cells[heads["date"]])
            if day is None:
                raise ValueError(f"date {row.cells[heads['date']]!r} is no day, month or year")
            for base, currency, rate in _quotes(row.cells, heads, wide):
                bases.setdefault(base, {}).setdefault(currency, {})[day] = (rate, row.line)
        except ValueError as error:
            problems.append(Problem.of(name, f"line {row.line}", str(error), "correct or leave out the line", found.sha256))
    made = tuple(Quotes(found.sha256, name, base, bases[base]) for base in sorted(bases))
    return made, tuple(problems)


def _quotes(cells: dict[str, str], heads: dict[str, str], wide: list[str]) -> Iterator[tuple[str, str, float]]:
    if wide:
        for head in wide:
            text = cells[heads[head]].strip()
            if text and text.upper() not in ("N/A", "NA", "-"):
                yield "EUR", head.upper(), _positive(text)
        return
    base, currency = (cells[heads[h]].strip().upper() for h in ("base", "currency"))
    if not all(re.fullmatch("[A-Z]{3}", code) for code in (base, currency)):
        raise ValueError(f"currency {currency!r} or base {base!r} is no ISO code")
    yield base, currency, _positive(cells[heads["rate"]].strip())


def _positive(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < 1e9:
        raise ValueError(f"rate {text!r} is no positive number")
    return rate
