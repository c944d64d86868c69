"""What does a claim's figure measure?

`figures(("+3.3 %", "1300 t"))` reads the figures of a ClaimKey: a change in percent (it has a sign), a share
(it has none), a weight in kg, or an amount in a currency by its ISO code. A figure in another unit is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FIGURE = re.compile(r"([+-]?[\d.]+(?:e[+-]?\d+)?) (.+)")
_WEIGHTS = {"kg": 1.0, "t": 1000.0, "ton": 1000.0, "tons": 1000.0, "tonne": 1000.0, "tonnes": 1000.0, "metric tons": 1000.0}
_MONEY = {
    "usd": "USD", "$": "USD", "dollars": "USD", "us dollars": "USD", "eur": "EUR", "€": "EUR", "euros": "EUR",
    "cny": "CNY", "yuan": "CNY", "rub": "RUB", "rubles": "RUB", "roubles": "RUB", "gbp": "GBP", "pounds": "GBP",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """`number` in `unit`: % for a change or share, kg for a weight, else a currency."""

    kind: str  # change, share, weight, value
    number: float
    unit: str
    text: str


def figures(texts: Iterable[str]) -> Iterator[Read]:
    for text in texts:
        match = _FIGURE.fullmatch(text)
        if match is None:
            continue
        number, unit = float(match[1]), match[2].strip().lower()
        if unit == "%":
            yield Read("change" if text[0] in "+-" else "share", number, "%", text)
        elif unit in _WEIGHTS:
            yield Read("weight", number * _WEIGHTS[unit], "kg", text)
        elif unit in _MONEY:
            yield Read("value", number, _MONEY[unit], text)
