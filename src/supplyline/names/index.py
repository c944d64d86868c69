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

from supplyline.names.data import given_names
from supplyline.names.parse import Reading, parse
from supplyline.names.translit import eastern, skeleton

# What a shared feature counts, by its first letter: a word, its sound (also of words run together), a given name in
# any of its forms, a piece of three letters, an acronym against first letters.
_WORTH = {"w": 2.0, "s": 2.0, "n": 2.0, "g": 1.0, "a": 2.0}
LENGTH = 0.7  # of 0, 0.5, 0.7, 1 the best recall at 20 (benchmarks/bench_names.py)
_MOST_SHARE = 0.2  # a feature of more than a fifth of a long list finds nothing


@lru_cache(maxsize=50_000)
def _grams(word: str) -> tuple[str, ...]:
    if len(word) < 4:
        return ()
    text = f"^{word}$"
    return tuple("g" + text[i : i + 3] for i in range(len(text) - 2))


@lru_cache(maxsize=50_000)
def _word_features(key: str, spelled: str, kind: str) -> tuple[str, ...]:
    """What a word is found by: itself, its sound, its pieces, its letters as an acronym."""
    if kind != "word":
        return ("w" + key,)
    sound = eastern(key)
    out = ["w" + key, "s" + sound, *_grams(sound)]
    if (name := given_names().get(key)) is not None:
        out.append("n" + name)
    if 2 <= len(spelled) <= 8:
        out.append("a" + spelled)
    return tuple(out)


@lru_cache(maxsize=50_000)
def _sound(text: str) -> str:
    return "s" + eastern(skeleton(text))


def _features(readings: Iterable[Reading]) -> tuple[str, ...]:
    """Each feature once, in an order that depends on the name alone, as sums of floats do on their order."""
    out: list[str] = []
    for reading in readings:
        tokens = reading.tokens
        for token in tokens:
            out.extend(_word_features(token.key, token.spelled, token.kind))
        # Words that one writes apart and another together, above all syllables of Chinese and Korean.
        for one, two in pairwise(tokens):
            if one.kind != "concept" and two.kind != "concept" and len(one.spelled) + len(two.spelled) <= 12:
                out.append(_sound(one.spelled + two.spelled))
        if 2 < len(tokens) < 5 and all(len(t.spelled) <= 6 for t in tokens):
            out.append(_sound("".join(t.spelled for t in tokens)))
        if 2 <= len(reading.initials) <= 8:
            out.append("a" + reading.initials)
    return tuple(dict.fromkeys(out))


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
        worth = np.array([_WORTH[f[0]] for f in ids]) * np.log((len(self._items) + 1) / np.maximum(counts, 1))
        # A long name shares much with everything: what is shared counts against the length of the name's features.
        self._length = (
            np.sqrt(np.bincount(places, weights=worth[features] ** 2, minlength=len(self._items))) + 1.0
        )

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
        for feature in _features(parse(name).readings):
            found, worth = self._postings(feature)
            score[found] += worth
        score /= self._length**LENGTH
        hits = np.flatnonzero(score)
        if len(hits) > k:
            hits = hits[score[hits] >= np.partition(score[hits], -k)[-k]]
        order = hits[np.lexsort((hits, -score[hits]))]
        return [self._items[int(at)] for at in order[:k]]
