"""How probable is it that two names are of one party, for thousands of pairs at once?

`Scorer(person).scores(pairs)` gives what `compare.score` gives for each pair, from the compiled comparison (see `kernel`):
names are read once and kept as arrays. With `least`, a pair that cannot reach it scores 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from supplyline.names.compare import score
from supplyline.names.layout import work
from supplyline.names.model import weights
from supplyline.names.parse import parse
from supplyline.names.store import Shelf, Vocabulary, in_bulk

Doubles = npt.NDArray[np.float64]

_REMEMBERED = 400_000  # names: a table of names meets the same listings again and again
_FEW = 40  # pairs are sooner compared one by one


class Scorer:
    """Compares names of one kind of party; remembers the names it saw."""

    def __init__(self, person: bool) -> None:
        self._person = person
        intercept, own = weights("person" if person else "other")
        self._weights = np.array([intercept, *own])
        self._work = work()
        self._forget()

    def _forget(self) -> None:
        self._names: dict[str, int] = {}
        self._words = Vocabulary(self._person)
        self._shelf = Shelf(self._words)

    def scores(self, pairs: Sequence[tuple[str, str]], least: float = 0.0) -> Doubles:
        from supplyline.names import kernel  # whoever compares two names should not wait for Numba

        if not pairs:
            return np.zeros(0)
        if len(self._names) > _REMEMBERED:
            self._forget()
        names = self._names
        with in_bulk():
            for name in dict.fromkeys(name for pair in pairs for name in pair):
                if name not in names:
                    names[name] = self._shelf.add(parse(name, self._person))
        one = np.fromiter((names[a] for a, _ in pairs), dtype=np.int64, count=len(pairs))
        two = np.fromiter((names[b] for _, b in pairs), dtype=np.int64, count=len(pairs))
        side = self._shelf.side()
        found = kernel.probabilities(
            self._words, side, one, side, two, self._person, self._weights, np.full(len(one), max(least - 1e-4, 0.0)), self._work
        )
        out = settled(found, lambda n: pairs[n], self._person)
        out[out < least] = 0.0
        return out


def settled(found: Doubles, names: Callable[[int], tuple[str, str]], person: bool) -> Doubles:
    """Scores to four places; where compiled code left a pair (below 0), its names are compared one by one."""
    out = rounded(found)
    for n in np.flatnonzero(found < 0).tolist():
        out[n] = score(*names(n), "Person" if person else "LegalEntity")
    return out


def rounded(values: Doubles) -> Doubles:
    """To four places, as `round` does it: what lies between two of them is looked at one by one."""
    scaled = values * 1e4
    out: Doubles = np.rint(scaled) / 1e4
    for n in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6).tolist():
        out[n] = round(float(values[n]), 4)
    return out


@cache
def _scorer(person: bool) -> Scorer:
    return Scorer(person)


def scores(pairs: Sequence[tuple[str, str]], schema: str = "LegalEntity", least: float = 0.0) -> list[float]:
    """`compare.score` of each pair, compiled where there are enough of them; 0 where it is less than `least`."""
    if len(pairs) < _FEW:
        return [value if (value := score(a, b, schema)) >= least else 0.0 for a, b in pairs]
    found: list[float] = _scorer(schema == "Person").scores(pairs, least).tolist()
    return found
