"""Which words of a long list are one word with this one, give or take a letter?

`Words.build(words)` is made once; `alike(words)` promises for each word the places of those that sound the same or
differ by a letter or two, and how alike they are, best first, ties by place. A word of four to nine letters finds what
differs by one letter through the words that are left when a letter is taken out of either; a longer one finds its
like by shared pieces of three letters. Everything is arrays, so that a list of a million names lies on disk and is
read where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from supplyline.names.align import LEAST_ALIKE

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

WIDTH = 24  # letters of a word that count
_SHORTEST, _ONE_EDIT, _PIECES = 4, 9, 5  # from, up to: words with a letter out; from: words by their pieces
SHARED = 0.3  # of the pieces of the longer word
MOST_ALIKE = 32
_CHUNK = 50_000  # words whose signatures are made at a time: they take half a kilobyte each
_BUDGET = 2000  # entries that are looked at for one word, those of its rarest pieces

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_POWERS = np.array([pow(_BASE, i, 1 << 64) for i in range(WIDTH + 3)], dtype=np.uint64)
_PIECE_MARK = np.uint64(0xD6E8FEB86659FD93)


def ragged(starts: Array, counts: Array) -> Ints:
    """The places of runs laid end to end."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    places: Ints = np.arange(total, dtype=np.int64) + np.repeat(starts.astype(np.int64) - (ends - counts), counts)
    return places


def changes(*arrays: Array) -> npt.NDArray[np.bool_]:
    """Where in sorted arrays another run begins."""
    out = np.zeros(len(arrays[0]), dtype=bool)
    out[:1] = True
    for held in arrays:
        out[1:] |= held[1:] != held[:-1]
    return out


def spell(words: Sequence[str]) -> npt.NDArray[np.bytes_]:
    return np.array([w.encode("ascii", "replace")[:WIDTH] for w in words], dtype=f"S{WIDTH}")


def _letters(words: npt.NDArray[np.bytes_]) -> tuple[npt.NDArray[np.uint64], Ints]:
    """Letters as numbers, a row a word, and how many there are."""
    grid = words.view(np.uint8).reshape(len(words), WIDTH).astype(np.uint64)
    return grid, (grid != 0).sum(axis=1)


def _signatures(words: npt.NDArray[np.bytes_], pieces: bool) -> tuple[npt.NDArray[np.uint64], Ints]:
    """(signature, place of its word): words with a letter out, or pieces of three letters; each once a word."""
    grid, sizes = _letters(words)
    if pieces:
        at = np.flatnonzero(sizes >= _PIECES)
        some, length = grid[at], sizes[at]
        edged = np.zeros((len(at), WIDTH + 2), dtype=np.uint64)
        edged[:, 1:-1] = some
        edged[:, 0] = ord("^")
        edged[np.arange(len(at)), length + 1] = ord("$")
        codes = (edged[:, :-2] + edged[:, 1:-1] * _POWERS[1] + edged[:, 2:] * _POWERS[2]) * _PIECE_MARK
        fits = np.arange(WIDTH)[None, :] < length[:, None]
    else:
        at = np.flatnonzero((sizes >= _SHORTEST) & (sizes <= _ONE_EDIT))
        some, length = grid[at], sizes[at]
        parts = some * _POWERS[None, :WIDTH]
        until = np.cumsum(parts, axis=1, dtype=np.uint64)  # up to and with each letter
        whole = until[:, -1:]
        codes = np.concatenate((whole, until - parts + (whole - until) * np.uint64(_INVERSE)), axis=1)
        fits = np.arange(WIDTH + 1)[None, :] <= length[:, None]
    owners = np.repeat(at, fits.sum(axis=1))
    flat = codes[fits]
    # A word with a double letter gives one signature twice.
    order = np.lexsort((flat, owners))
    flat, owners = flat[order], owners[order]
    first = changes(flat, owners)
    return flat[first], owners[first]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where each signature stands: signatures in order, the runs of their words end to end."""

    codes: npt.NDArray[np.uint64]
    starts: Ints
    places: npt.NDArray[np.int32]

    @staticmethod
    def of(words: npt.NDArray[np.bytes_], pieces: bool) -> Postings:
        """By an eighth of all signatures at a time: sorting all of them at once takes thrice the memory."""
        parts = []
        for at in range(0, max(len(words), 1), _CHUNK):
            codes, owners = _signatures(words[at : at + _CHUNK], pieces)
            parts.append((codes, (owners + at).astype(np.int32)))
        found, runs, places = [], [], []
        for eighth in range(8):
            kept = [(codes >> np.uint64(61)) == np.uint64(eighth) for codes, _ in parts]
            codes = np.concatenate([own[which] for (own, _), which in zip(parts, kept, strict=True)])
            order = np.argsort(codes, kind="stable")
            codes = codes[order]
            starts = np.flatnonzero(changes(codes))
            found.append(codes[starts])
            runs.append(np.diff(np.append(starts, len(codes))))
            places.append(np.concatenate([own[which] for (_, own), which in zip(parts, kept, strict=True)])[order])
        return Postings(
            np.concatenate(found), np.append(0, np.cumsum(np.concatenate(runs))).astype(np.int64), np.concatenate(places)
        )

    def of_each(self, codes: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
        """Start and length of the run of each code; none where it is not known."""
        if not len(self.codes):
            return np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        starts = self.starts[at]
        counts = self.starts[at + 1] - starts
        counts[self.codes[at] != codes] = 0
        return starts, counts


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order, what each stands for (numbers of the caller's), and what they are found by."""

    words: npt.NDArray[np.bytes_]
    starts: Ints
    targets: npt.NDArray[np.int32]
    edits: Postings
    pieces: Postings

    def arrays(self) -> dict[str, Array]:
        return {
            "words": self.words, "starts": self.starts, "targets": self.targets,
            **{f"{kind}_{f.name}": getattr(held, f.name) for kind, held in (("edits", self.edits), ("pieces", self.pieces)) for f in fields(Postings)},
        }  # fmt: skip

    @staticmethod
    def of_arrays(held: Callable[[str], Array]) -> Words:
        """What `arrays` gave, each asked for by its name."""
        edits, pieces = (Postings(*(held(f"{kind}_{f.name}") for f in fields(Postings))) for kind in ("edits", "pieces"))
        return Words(held("words"), held("starts"), held("targets"), edits, pieces)

    @staticmethod
    def build(pairs: Sequence[tuple[bytes, int]]) -> Words:
        """Of (word in ASCII, what it stands for) pairs, in any order."""
        texts = np.array([text[:WIDTH] for text, _ in pairs], dtype=f"S{WIDTH}")
        return Words.of(texts, np.array([target for _, target in pairs], dtype=np.int32))

    @staticmethod
    def of(texts: npt.NDArray[np.bytes_], targets: npt.NDArray[np.int32]) -> Words:
        """The same of arrays, words at most `WIDTH` long."""
        order = np.lexsort((targets, texts))
        words, starts = np.unique(texts[order], return_index=True)
        return Words(
            words, np.append(starts, len(texts)).astype(np.int64), targets[order],
            Postings.of(words, False), Postings.of(words, True),
        )  # fmt: skip

    def stand_for(self, places: Ints, sims: Floats) -> tuple[Ints, Floats]:
        """What words at these places stand for, each with how alike its word is."""
        starts = self.starts[places]
        counts = self.starts[places + 1] - starts
        return self.targets[ragged(starts, counts)].astype(np.int64), np.repeat(sims, counts)

    def alike(self, words: Sequence[str]) -> list[tuple[Ints, Floats]]:
        asked = spell(words)
        pairs = np.unique(np.concatenate((self._by_edits(asked), self._by_pieces(asked), self._same(asked))))
        left, right = pairs >> np.uint64(32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        ours = asked[left.astype(np.int64)]
        sims = _sims(ours, self.words[right])
        kept = sims > 0
        left, right, sims = left[kept].astype(np.int64), right[kept], sims[kept]
        order = np.lexsort((right, -sims, left))
        left, right, sims = left[order], right[order], sims[order]
        ends = np.searchsorted(left, np.arange(len(words) + 1))
        return [
            (right[a : min(b, a + MOST_ALIKE)], sims[a : min(b, a + MOST_ALIKE)])
            for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]

    def places(self, asked: npt.NDArray[np.bytes_]) -> Ints:
        """Where each word itself stands; -1 for none."""
        if not len(self.words):
            return np.full(len(asked), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.words, asked), len(self.words) - 1)
        return np.where(self.words[at] == asked, at, -1)

    def runs(self, postings: Postings, asked: npt.NDArray[np.bytes_], pieces: bool) -> tuple[Ints, Ints, Ints]:
        """Of each word the runs of the rarest signatures that are looked at: where those of each word end, starts, counts."""
        codes, owners = _signatures(asked, pieces)
        starts, counts, owners = self._rarest(postings, codes, owners)
        return np.searchsorted(owners, np.arange(len(asked) + 1)), starts, counts

    def _same(self, asked: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint64]:
        if not len(self.words):
            return np.zeros(0, dtype=np.uint64)
        first = np.searchsorted(self.words, asked)
        at = np.minimum(first, len(self.words) - 1)
        found = np.flatnonzero(self.words[at] == asked)
        return found.astype(np.uint64) << np.uint64(32) | at[found].astype(np.uint64)

    def _by_edits(self, asked: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint64]:
        codes, owners = _signatures(asked, False)
        return self._found(self.edits, codes, owners)[0]

    def _by_pieces(self, asked: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint64]:
        codes, owners = _signatures(asked, True)
        found, looked = self._found(self.pieces, codes, owners)
        keys = np.sort(found)
        first = np.flatnonzero(changes(keys))
        shared = np.diff(np.append(first, len(keys)))
        pairs = keys[first]
        pieces = np.bincount(looked, minlength=len(asked))[(pairs >> np.uint64(32)).astype(np.int64)]
        return pairs[shared >= SHARED * pieces]

    def _found(self, postings: Postings, codes: npt.NDArray[np.uint64], owners: Ints) -> tuple[npt.NDArray[np.uint64], Ints]:
        """(place asked, place found) packed, by the rarest signatures of each word; and the owners of these."""
        starts, counts, owners = self._rarest(postings, codes, owners)
        places = postings.places[ragged(starts, counts)]
        return np.repeat(owners, counts).astype(np.uint64) << np.uint64(32) | places.astype(np.uint64), owners

    def _rarest(self, postings: Postings, codes: npt.NDArray[np.uint64], owners: Ints) -> tuple[Ints, Ints, Ints]:
        starts, counts = postings.of_each(codes)
        order = np.lexsort((codes, counts, owners))
        starts, counts, owners = starts[order], counts[order], owners[order]
        spent = np.cumsum(counts)
        begin = np.flatnonzero(changes(owners))
        before = np.repeat(spent[begin] - counts[begin], np.diff(np.append(begin, len(owners))))
        taken = spent - before <= _BUDGET
        return starts[taken], counts[taken], owners[taken]


def _sims(ours: npt.NDArray[np.bytes_], theirs: npt.NDArray[np.bytes_]) -> Floats:
    """What `align.alike` would say of the sounds; 0 for two words."""
    same = ours == theirs
    ratio = cpdist(ours.tolist(), theirs.tolist(), scorer=Indel.normalized_similarity, dtype=np.float32)
    grid_a, size_a = _letters(np.ascontiguousarray(ours))
    grid_b, size_b = _letters(np.ascontiguousarray(theirs))
    short = np.minimum(size_a, size_b)
    ratio -= np.float32(0.08) * (short <= 4)
    ratio -= np.float32(0.05) * (grid_a[:, 0] != grid_b[:, 0])
    out = np.where((ratio >= LEAST_ALIKE - 0.02) & (short > 2), ratio * ratio, 0).astype(np.float32)
    out[same] = 1.0
    return out
