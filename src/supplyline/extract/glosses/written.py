"""Rough English and the places it came from.

A `Gloss` is written piece by piece, each with the offsets of the words it stands for, and gives for a stretch of its
English the stretch of the original, to whole words, and the other way. Words that only English wants ("of", "by") stand for
nothing. Promises: no word of the original stands for two pieces; a question costs no more than its answer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

_GLUED = frozenset(",.;:!?)”…%]")
_OPEN = ("(", "“", "\n", "[")


@dataclass(slots=True)
class Gloss:
    _parts: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)
    _size: int = 0
    _order: list[tuple[int, int, int]] = field(default_factory=list)  # places in the order of the original, each with its piece

    def add(self, words: str, start: int, end: int) -> None:
        """English for text[start:end]; nothing where it is empty."""
        if not words:
            return
        if self._size and words[0] not in _GLUED and not words.startswith("'s") and not self._parts[-1].endswith(_OPEN):
            self._put(" ")
        self._starts.append(self._size)
        self._put(words)
        self._ends.append(self._size)
        self._places.append((start, end))

    def helper(self, words: str) -> None:
        """A word that English wants and the original has not."""
        self.add(words, 0, 0)

    def line(self) -> None:
        """Ends a line, where something stands in it."""
        if self._size:
            self._put("\n")

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._size += len(words)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the words stand that English [start, end) was made of; None where there are none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        found = [place for place in self._places[first:last] if place[1] > place[0]]
        return (min(a for a, _ in found), max(b for _, b in found)) if found else None

    def english(self, start: int, end: int) -> tuple[int, int] | None:
        """The English of original [start, end); None where it has none. Asked when all is written."""
        if not self._order:
            self._order = sorted((a, b, n) for n, (a, b) in enumerate(self._places) if b > a)
        order = self._order
        first = bisect_right(order, start, key=lambda own: own[1])
        found = [n for _, _, n in order[first : bisect_left(order, end, first, key=lambda own: own[0])]]
        return (min(self._starts[n] for n in found), max(self._ends[n] for n in found)) if found else None
