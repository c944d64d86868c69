"""By which ways is one party tied to another, in a graph of a hundred thousand lines?

`between(shelf, start, goal, where, values)` gives the shortest ways in the direction of supply, over the links that an SQL
condition on `map_links m` leaves. Two searches, from both ends, say which links can lie on a way of so many steps, and only
these are read. Promises: the ways are those that `graph.paths` finds among all links, but for steps of which there are more than
`MOST_LINKS`: then the shortest alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from supplyline.graph import MOST_PATHS, MOST_STEPS, paths
from supplyline.model import Link
from supplyline.serve.shelf import Shelf

MOST_LINKS = 3000
Ints = npt.NDArray[np.int32]  # they are kept


@dataclass(frozen=True, slots=True)
class Lines:
    """Links as numbers of parties, from and to, and their places; one that runs both ways stands in both."""

    source: Ints
    target: Ints
    place: Ints
    size: int

    def distances(self, start: int, back: bool) -> Ints:
        """Steps from a party to each, or from each to it; more than `MOST_STEPS` where there is no way of so many."""
        source, target = (self.target, self.source) if back else (self.source, self.target)
        far = np.full(self.size, MOST_STEPS + 1, dtype=np.int32)
        far[start] = 0
        for step in range(MOST_STEPS):
            reached = np.zeros(self.size, dtype=bool)
            reached[target[far[source] == step]] = True
            reached &= far > MOST_STEPS
            if not reached.any():
                break
            far[reached] = step + 1
        return far


def lines(shelf: Shelf, where: str, values: Sequence[Any]) -> Lines:
    rows = np.array(shelf.sql(f"SELECT m.a, m.b, m.n, m.role = 'cooperates' FROM map_links m WHERE {where}", values), dtype=np.int32).reshape(-1, 4)
    both = np.concatenate((rows, rows[rows[:, 3] == 1][:, [1, 0, 2, 3]]))
    source, target, place = (np.ascontiguousarray(both[:, n]) for n in range(3))
    return Lines(source, target, place, int(both[:, :2].max(initial=-1)) + 1)


def between(shelf: Shelf, start: str, goal: str, where: str, values: Sequence[Any]) -> list[tuple[Link, ...]]:
    number = dict(shelf.among("SELECT id, n FROM linked WHERE id IN (?)", [start, goal]))
    held = shelf.kept(("lines", where, *values), lambda: lines(shelf, where, values))
    a, b = number.get(start, held.size), number.get(goal, held.size)
    if start == goal or max(a, b) >= held.size:
        return []
    long = held.distances(a, False)[held.source] + 1 + held.distances(b, True)[held.target]
    found: list[tuple[Link, ...]] = []
    for steps in range(int(long.min(initial=MOST_STEPS + 1)), MOST_STEPS + 1):
        places = np.unique(held.place[long <= steps])
        if found and len(places) > MOST_LINKS:
            break
        # Among these links there are longer ways too, and links that are not read yet may make shorter ones than they.
        found = [way for way in paths(shelf.at("links", places[: 10 * MOST_LINKS].tolist()), start, goal) if len(way) <= steps]
        if len(found) >= MOST_PATHS:
            break
    return found
