"""Which names of an index are probably those of these parties?

`Matcher(index).found(asked, …)` does for a table of names what looking up and comparing does for one: the best of an index
for each name, compared, and of these the ones that reach a score. What the index knows of its words and names is kept as
arrays beside it (`Kept`), so that none of its names is read again; all is compiled (see `kernel`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from supplyline.names import kernel
from supplyline.names.align import Alignment, Pair
from supplyline.names.compare import Met
from supplyline.names.index import Index
from supplyline.names.layout import MOST_WORDS, T_HEAD, T_PAIR, work
from supplyline.names.many import settled
from supplyline.names.model import weights
from supplyline.names.parse import parse
from supplyline.names.store import Kept, Shelf, Vocabulary, Written, in_bulk, keep

Ints = npt.NDArray[np.int64]
_MOST_WORDS = 300_000  # that names asked for may add
KINDS = (False, True)  # read as those of others, of persons


@dataclass(frozen=True, slots=True)
class Found:
    """A name asked for, by its place, a name of the index, by its place, read as those of persons or not, and the score."""

    asked: Ints
    place: Ints
    person: npt.NDArray[np.bool_]
    score: npt.NDArray[np.float64]
    met: tuple[Met | None, ...]  # how their words answer each other, where it was written down


class Matcher:
    """Asks one index; `kinds` says of each of its names whether others (1) and persons (2) have it."""

    def __init__(self, index: Index, kept: Sequence[Kept], kinds: npt.NDArray[np.uint8]) -> None:
        self._index, self._kept, self._kinds = index, kept, kinds
        self._work = work()
        self._weights = [np.array([i, *own]) for i, own in (weights("other"), weights("person"))]
        self._words: list[Vocabulary | None] = [None, None]
        self._written = [Written(own) for own in kept]

    def found(self, asked: Sequence[str], persons: Sequence[bool], least: Sequence[float], floor: float, most: int) -> Found:
        """Of each name asked for the names of the index that reach its `least` score, among the `most` that seem best."""
        with in_bulk():
            owner, place = self._index.finder.pairs(asked, most, floor)
        of_person, wanted = np.array(persons, dtype=bool), np.array(least)
        parts, met = [], list[Met | None]()
        for person in KINDS:
            of_kind = self._kinds[place] & (2 if person else 1) != 0
            which = np.flatnonzero(of_person[owner] | of_kind if person else ~of_person[owner] & of_kind)
            if len(which):
                told = kernel.Told.of(len(which))
                scores = self._scores(person, asked, owner[which], place[which], wanted, told)
                kept = np.flatnonzero(scores >= wanted[owner[which]])
                parts.append((owner[which][kept], place[which][kept], np.full(len(kept), person), scores[kept]))
                met += _met(told, kept, self._written[person])
        if not parts:
            none = np.zeros(0, dtype=np.int64)
            return Found(none, none, none.astype(bool), none.astype(float), ())
        own, other, kind, score = map(np.concatenate, zip(*parts, strict=True))
        return Found(own, other, kind, score, tuple(met))

    def _scores(
        self, person: bool, asked: Sequence[str], owner: Ints, place: Ints, least: npt.NDArray[np.float64],
        told: kernel.Told | None = None,
    ) -> npt.NDArray[np.float64]:
        words = self._words[person]
        if words is None or len(words) > len(self._kept[person].words["weight"]) + _MOST_WORDS:
            words = self._words[person] = Vocabulary.of(person, self._kept[person].words)
        shelf, number = Shelf(words), np.zeros(len(asked), dtype=np.int64)
        with in_bulk():
            for n in np.unique(owner).tolist():
                number[n] = shelf.add(parse(asked[n], person))
        found = kernel.probabilities(
            words, shelf.side(), number[owner], self._kept[person].names, place, person, self._weights[person],
            np.maximum(least[owner] - 1e-4, 0.0), self._work, told,
        )  # fmt: skip
        return settled(found, lambda n: (asked[owner[n]], self._index.text(int(place[n]))), person)


def ready() -> None:
    """Has all compiled that tables need, by asking a small index."""
    index = Index([("1", "Nobody At All Works Ltd"), ("2", "Никто Никтович")])
    Matcher(index, keep(index.places), np.full(len(index.places), 3, np.uint8)).found(["Nobody Works", "Nikto"], [False, True], [0.5, 0.5], 0.1, 5)


_HOW = ("", "same", "translated", "spelled", "initial", "name form", "joined", "acronym")  # by the numbers of `layout`
_BITS = [tuple(n for n in range(8) if bits >> n & 1) for bits in range(256)]


def _places(bits: int) -> tuple[int, ...]:
    return _BITS[bits] if 0 <= bits < 256 else tuple(n for n in range(64) if bits >> n & 1)


def _met(told: kernel.Told, which: Ints, written: Written) -> list[Met | None]:
    """What compiled code wrote down of pairs of names."""
    where, out = told.where[which], list[Met | None]()
    end = int(where.max(initial=0)) + T_HEAD + T_PAIR * MOST_WORDS
    what, sims = told.what[:end].tolist(), told.sims[:end].tolist()
    for at in where.tolist():
        if at < 0:
            out.append(None)
            continue
        swapped, own, other, left, right, pairs = what[at : at + T_HEAD]
        found = [
            Pair(_places(what[n]), _places(what[n + 1]), sims[n], _HOW[what[n + 2]]) for n in range(at + T_HEAD, at + T_HEAD + T_PAIR * pairs, T_PAIR)
        ]
        out.append(Met(swapped == 1, own, written.reading(other), Alignment(tuple(found), _places(left), _places(right))))
    return out
