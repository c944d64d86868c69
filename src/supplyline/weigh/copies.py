"""Which passages are copies of one another?

`copy_classes(word_tuples)` puts near-identical passages into one class: the same words, or at least
80 % of their three-word shingles shared, or one shortened from the other (95 % of the shorter). Under
sixteen words none may be exchanged for another: it may be the plant, the firm or the number.
Passages under eight words are only copies when they are the same, and under five never: short
sentences agree by chance. Candidates come from the four smallest shingle hashes of each passage
(bottom-k sketch, Broder 1997), so cost grows with the text and not with its square.

Promises: the classes depend on the set of passages alone, never on their order or multiplicity.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from zlib import crc32

import numpy as np

from supplyline.weigh.unionfind import Unions

SHINGLE, SKETCH, BUCKET = 3, 4, 16
_LOW, _FEW = 0xFFFFFFFF, 512
MIN_SAME, MIN_NEAR, SHORT = 5, 8, 16
SHARED, SHORTENED = 0.8, 0.95


def copy_classes(passages: Sequence[tuple[str, ...]]) -> list[int]:
    """For each passage the number of its class; numbers follow the sorted order of the passages."""
    # Hashing all words of a passage is a good part of the work, and is done once
    numbers: dict[tuple[str, ...], int] = {}
    place = [numbers.setdefault(words, len(numbers)) for words in passages]
    if len(numbers) == 1:
        return [0] * len(passages)
    ordered = sorted(numbers.items())
    distinct = [words for words, _ in ordered]
    rank = {n: at for at, (_, n) in enumerate(ordered)}
    del numbers, ordered
    unions = Unions(len(distinct))
    # The shingles of a passage are asked for again in each bucket it is in: four bytes each, where a set of them takes hundreds
    flat, ends = array("I"), array("Q", [0])
    # (mark, passage) packed into one number: eight bytes each, where a dictionary of lists takes hundreds
    sketches = array("Q")
    for i, words in enumerate(distinct):
        if len(words) >= MIN_NEAR:
            shingles = _shingles(words)
            flat.extend(shingles)
            sketches.extend(mark << 32 | i for mark in sorted(shingles)[:SKETCH])
        ends.append(len(flat))
    for members in _buckets(sketches):
        # Every member meets the leaders found before it: a bucket of thousands of one boilerplate
        # sentence has one leader, and the cap bounds what is left.
        leaders: list[tuple[int, frozenset[int]]] = []
        roots: list[int] = []  # of the leaders
        for i in members if len(members) > 1 else ():
            root = unions.root(i)
            known = roots.index(root) if root in roots else len(roots)
            shingles = frozenset(flat[ends[i] : ends[i + 1]])
            for leader, other in leaders[:known]:
                if _near(shingles, other) and not _exchanged(distinct[i], distinct[leader]):
                    unions.join(i, leader)
                    roots = [unions.root(leader) for leader, _ in leaders]
                    break
            else:
                if known == len(roots) < BUCKET:
                    leaders.append((i, shingles))
                    roots.append(root)
    return [unions.root(rank[n]) for n in place]


def _buckets(sketches: array[int]) -> Iterator[list[int]]:
    """The passages that share a mark, by mark and passage; most marks are of one passage alone."""
    if len(sketches) < _FEW:
        for _, bucket in groupby(sorted(sketches), key=lambda packed: packed >> 32):
            yield [packed & _LOW for packed in bucket]
        return
    packed = np.sort(np.frombuffer(sketches, dtype=np.uint64))
    marks = packed >> np.uint64(32)
    starts = np.flatnonzero(np.concatenate(([True], marks[1:] != marks[:-1], [True])))
    del marks
    for at in np.flatnonzero(np.diff(starts) > 1).tolist():
        yield (packed[starts[at] : starts[at + 1]] & np.uint64(_LOW)).tolist()


def _exchanged(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A short passage with a word in another's place tells something else: "a plant in Kazan", "a plant in Tula"."""
    a, b = set(one), set(other)
    return min(len(one), len(other)) < SHORT and bool(a - b) and bool(b - a)


def is_copyable(words: tuple[str, ...]) -> bool:
    """Long enough that the same words are a copy and no accident."""
    return len(words) >= MIN_SAME


def _shingles(words: tuple[str, ...]) -> frozenset[int]:
    said = [word.encode() for word in words]
    return frozenset([crc32(b"\x1f".join(said[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)])


def _near(a: frozenset[int], b: frozenset[int]) -> bool:
    shared, small = len(a & b), min(len(a), len(b))
    if shared < SHARED * small or not small:  # nearly always
        return False
    return shared >= SHARED * (len(a) + len(b) - shared) or shared >= SHORTENED * small
