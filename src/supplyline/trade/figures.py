"""What does a claim's figure measure?

`figures(("+3.3 %", "1300 t"))` reads the figures of a ClaimKey: a change in percent (it has a sign), a share
(it has none), a weight in kg, or an amount in a currency by its ISO code. A figure in another unit is left out.
`fits` says whether a recorded number bears one out, by what its words make of it ("more than").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
    bound: str = ""  # least, most, about
    size: float = 1.0  # of the unit it was told in: what "0 tons" is rounded to


_SAID = {"least": "at least ", "most": "at most ", "about": "about "}


def figures(texts: Iterable[str], bounds: Sequence[str] = ()) -> Iterator[Read]:
    """`bounds`: of each text, as a ClaimKey has them; none where nothing is said of any."""
    for at, text in enumerate(texts):
        match = _FIGURE.fullmatch(text)
        if match is None:
            continue
        bound = bounds[at] if at < len(bounds) else ""
        number, unit, told = float(match[1]), match[2].strip().lower(), _SAID.get(bound, "") + text
        if unit == "%":
            yield Read("change" if text[0] in "+-" else "share", number, "%", told, bound)
        elif unit in _WEIGHTS:
            yield Read("weight", number * _WEIGHTS[unit], "kg", told, bound, _WEIGHTS[unit])
        elif unit in _MONEY:
            yield Read("value", number, _MONEY[unit], told, bound)


def fits(figure: Read, recorded: float, tolerance: float) -> bool | None:
    """Does the record bear the figure out? "More than" is borne out by any more, of a fall by any deeper one. None where the words
    leave it open: "nearly 200" and "up to 200" say at most, and of far less nobody can tell."""
    if figure.number == 0 and figure.kind in ("weight", "value"):
        return recorded < figure.size / 2 or (None if figure.bound == "about" else figure.bound == "least")
    more = recorded - figure.number
    if figure.number < 0 and figure.kind == "change":
        more = -more
    if abs(more) <= tolerance or (figure.bound == "least" and more > 0):
        return True
    return None if figure.bound == "most" and more < 0 else False
