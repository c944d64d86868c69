"""Which names of a list are worth comparing with this one?

`Index(items)` promises for `candidates(name, k)` the k items that share the rarest folded words, joined words and
three-letter pieces with the name, best first, ties by the order of the items: the same list and name give the same
answer, always. It is for lists of up to some hundred thousand names, in memory.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from supplyline.names.parse import Reading, parse

# What a shared feature counts, by its first letter: a word, two words run together, a piece of three letters,
# an acronym against first letters.
_WORTH = {"w": 3.0, "j": 1.5, "g": 1.0, "a": 2.0}
_MOST_SHARE = 0.2  # a feature of more than a fifth of a long list finds nothing


@lru_cache(maxsize=200_000)
def _grams(word: str) -> tuple[str, ...]:
    if len(word) < 4:
        return ()
    text = f"^{word}$"
    return tuple("g" + text[i : i + 3] for i in range(len(text) - 2))


def _features(readings: Iterable[Reading]) -> set[str]:
    out: set[str] = set()
    for reading in readings:
        keys = [t.key for t in reading.tokens]
        for token in reading.tokens:
            out.add("w" + token.key)
            if token.kind == "word":
                out.update(_grams(token.key))
                if 2 <= len(token.spelled) <= 8:
                    out.add("a" + token.spelled)
        if len(keys) < 12:
            for one, two in pairwise(keys):
                out.add("j" + one + two)
                if len(one) + len(two) < 16:
                    out.update(_grams(one + two)[len(one) - 1 : len(one) + 1])
        if len(keys) == 1:
            out.add("j" + keys[0])
        if 2 <= len(reading.initials) <= 8:
            out.add("a" + reading.initials)
    return out


class Index:
    """An inverted index on folded words and pieces of words."""

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        self._items = tuple(items)
        self._ids: dict[str, int] = {}
        of, at, ids = array("i"), array("i"), self._ids
        for place, (_, name) in enumerate(self._items):
            for feature in _features(parse(name).readings):
                of.append(ids.setdefault(feature, len(ids)))
                at.append(place)
        features = np.frombuffer(of, dtype=np.int32) if of else np.zeros(0, dtype=np.int32)
        places = np.frombuffer(at, dtype=np.int32) if at else np.zeros(0, dtype=np.int32)
        # Postings end to end, ordered by feature and then by place, as the stable sort leaves them.
        self._places = places[np.argsort(features, kind="stable")]
        counts = np.bincount(features, minlength=len(ids))
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        self._most = max(int(len(self._items) * _MOST_SHARE), 1000)

    def _postings(self, feature: str) -> tuple[npt.NDArray[np.int32], float]:
        """The places of a feature and what sharing it is worth."""
        known = self._ids.get(feature)
        if known is None:
            return self._places[:0], 0.0
        found = self._places[self._starts[known] : self._starts[known + 1]]
        if len(found) > self._most:
            return found[:0], 0.0
        return found, _WORTH[feature[0]] * math.log((len(self._items) + 1) / len(found))

    def __len__(self) -> int:
        return len(self._items)

    def candidates(self, name: str, k: int = 20) -> list[tuple[str, str]]:
        """Up to k (id, name) pairs, best first. Each id comes once for each of its names that fits."""
        if k < 1:
            return []
        score = np.zeros(len(self._items), dtype=np.float64)
        for feature in sorted(_features(parse(name).readings)):
            found, worth = self._postings(feature)
            score[found] += worth
        hits = np.flatnonzero(score)
        if len(hits) > k:
            hits = hits[score[hits] >= np.partition(score[hits], -k)[-k]]
        order = hits[np.lexsort((hits, -score[hits]))]
        return [self._items[int(at)] for at in order[:k]]
