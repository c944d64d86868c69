"""Which items hang together?

A disjoint-set forest whose root is always the smallest member, so that the partition and its
representatives do not depend on the order of the unions.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator


class Unions:
    """Sets of integers under `join`; `root` names a set by its smallest member."""

    def __init__(self, size: int) -> None:
        self._parent = array("I", range(size))  # a tenth of a list of as many numbers

    def root(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        left, right = self.root(a), self.root(b)
        if left != right:
            low, high = min(left, right), max(left, right)
            self._parent[high] = low

    def join_all(self, items: Iterable[int]) -> None:
        first: int | None = None
        for item in items:
            if first is None:
                first = item
            else:
                self.join(first, item)

    def joined(self) -> Iterator[tuple[int, int]]:
        """Each item that is not the smallest of its set, and one nearer to that."""
        return ((item, parent) for item, parent in enumerate(self._parent) if item != parent)

    def groups(self) -> dict[int, list[int]]:
        out: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            out.setdefault(self.root(item), []).append(item)
        return out
