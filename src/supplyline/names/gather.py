"""The search of `words` and the ranking of `Finder.best` as machine code, for tables of names.

`alike` gives what `Words.alike` gives, `best` what `Finder.best` gives: the same whole numbers are summed, in place instead
of by sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from supplyline.names.align import LEAST_ALIKE
from supplyline.names.index import BOTH, ONE, SCALE, Names, Question
from supplyline.names.kernel import code
from supplyline.names.letters import OPTIONS, count, eastern, skeleton
from supplyline.names.words import MOST_ALIKE, SHARED, WIDTH, Floats, Words

Ints = npt.NDArray[np.int64]
_BOTH, _ONE, _SCALE, _HALF = np.float32(BOTH), np.float32(ONE), np.float32(SCALE), np.float32(SCALE / 2)
_MOST, _ALL = np.float32(65535), np.float32(1)
_BY_EDIT = 1000  # more than a word has pieces
_LEAST, _SHORT, _OTHER, _SHARED = np.float32(LEAST_ALIKE - 0.02), np.float32(0.08), np.float32(0.05), SHARED
_NEAREST = LEAST_ALIKE - 0.03  # letters that are too many on one side
_ONE_AND, _EXACT = np.float32(1), np.float32(1 << 24)  # a likeness from a half on is a whole number of these


# Columns of what is kept of a row of the index, side by side, since memory gives them at once: which word was last added and
# its share, the sum; what the row weighs, and of which name it is.
_WORD, _SHARE, _TOTAL, _WEIGHS, _NAME, _COLUMNS = 0, 1, 2, 3, 4, 8
_MOST_WORDS = 1 << 30


class Work(NamedTuple):
    """Of each row of the index the columns above, as whole numbers and as others; the rows met; of each name when it was last
    taken, how many words and names were asked for; and what was found."""

    rows: Any
    weighs: Any
    met: Any
    taken: Any
    count: Any
    found: Any


def work(total: npt.NDArray[np.float32], name: npt.NDArray[np.int32], names: int) -> Work:
    size = len(name)
    room = np.zeros(_COLUMNS * (size + 2), np.int32)
    at = -room.ctypes.data % 64 // 4  # so that no row lies in two lines of a processor's memory
    rows = room[at : at + _COLUMNS * size].reshape(size, _COLUMNS)
    weighs = rows.view(np.float32)
    weighs[:, _WEIGHS], rows[:, _NAME] = total, name
    return Work(rows, weighs, np.zeros(size, np.int32), np.zeros(names, np.int32), np.zeros(2, np.int64), np.zeros(4 * size + 16, np.uint64))


def _compiled(salt: int) -> Any:
    @njit(cache=True)
    def run(entries, values, owner, total, query, weight, runs, starts, counts, sims, size, k, floor, arrays, out_owner, out_place):
        if salt < 0:
            return 0
        work = Work(*arrays)
        rows, weighs = work.rows, work.weighs
        done = row = word = at = 0
        asked = len(owner)
        for n in range(size):
            some = 0
            while row < asked and owner[row] == n:
                touched = 0
                while word < len(query) and query[word] == row:
                    work.count[0] += 1
                    serial = np.int32(work.count[0])
                    for _ in range(runs[word]):
                        factor = sims[at] * _HALF
                        for e in range(starts[at], starts[at] + counts[at]):
                            r = entries[e]
                            share = np.int32(min((weight[word] + values[e]) * factor, _MOST))
                            if rows[r, _WORD] != serial:
                                if rows[r, _TOTAL] == 0:
                                    work.met[touched] = r
                                    touched += 1
                                rows[r, _WORD], rows[r, _SHARE] = serial, share
                                rows[r, _TOTAL] += share
                            elif share > rows[r, _SHARE]:
                                rows[r, _TOTAL] += share - rows[r, _SHARE]
                                rows[r, _SHARE] = share
                        at += 1
                    word += 1
                ours = total[row]
                for m in range(touched):
                    r = work.met[m]
                    theirs = weighs[r, _WEIGHS]
                    shared = np.float32(rows[r, _TOTAL]) / _SCALE
                    rows[r, _TOTAL] = 0
                    shared = min(shared, min(ours, theirs))
                    left, right = ours - shared, theirs - shared
                    against = _BOTH * min(left, right) + _ONE * max(left, right)
                    seems = shared / (shared + against)
                    if seems >= floor:
                        low = np.uint64(np.int64(_MOST * (_ALL - seems)))
                        work.found[some] = low << np.uint64(32) | np.uint64(rows[r, _NAME])
                        some += 1
                row += 1
            best = work.found[:some]
            best.sort()
            work.count[1] += 1
            taken = 0
            for m in range(min(some, 4 * k)):
                place = np.int64(best[m] & np.uint64(0xFFFFFFFF))
                if work.taken[place] != work.count[1]:
                    work.taken[place] = work.count[1]
                    out_owner[done], out_place[done] = n, place
                    done += 1
                    taken += 1
                    if taken == k:
                        break
        return done

    return run


def _searcher(salt: int) -> Any:
    @njit(cache=True, error_model="numpy")
    def run(words, asked, edit_places, edit_ends, edit_starts, edit_counts, piece_places, piece_ends, piece_starts, piece_counts, same, seen, masks, out_place, out_sim, ends):
        if salt < 0:
            return
        met, found = np.zeros(len(words), np.int64), np.zeros(len(words), np.uint64)
        done = 0
        for n in range(len(asked)):
            touched = 0
            for r in range(piece_ends[n], piece_ends[n + 1]):
                for e in range(piece_starts[r], piece_starts[r] + piece_counts[r]):
                    place = piece_places[e]
                    if seen[place] == 0:
                        met[touched] = place
                        touched += 1
                    seen[place] += 1
            needed = _SHARED * (piece_ends[n + 1] - piece_ends[n])
            for r in range(edit_ends[n], edit_ends[n + 1]):
                for e in range(edit_starts[r], edit_starts[r] + edit_counts[r]):
                    place = edit_places[e]
                    if seen[place] == 0:
                        met[touched] = place
                        touched += 1
                    seen[place] += _BY_EDIT
            if same[n] >= 0:
                if seen[same[n]] == 0:
                    met[touched] = same[n]
                    touched += 1
                seen[same[n]] += _BY_EDIT
            size = 0
            while size < WIDTH and asked[n, size] != 0:
                size += 1
            some = 0
            for m in range(size):
                masks[asked[n, m]] |= np.uint64(1) << np.uint64(m)
            whole = (np.uint64(1) << np.uint64(size)) - np.uint64(1)
            for m in range(touched):
                place = met[m]
                if seen[place] >= _BY_EDIT or seen[place] >= needed:
                    long = 0
                    while long < WIDTH and words[place, long] != 0:
                        long += 1
                    sim = _ALL
                    if place != same[n]:
                        short = min(size, long)
                        ratio = np.float32(0)
                        if short > 2 and 2 * short >= _NEAREST * (size + long):
                            state = ~np.uint64(0)  # as `letters.indel` counts, with the masks of the word asked for made once
                            for e in range(long):
                                both = state & masks[words[place, e]]
                                state = (state + both) | (state - both)
                            common = count(~state & whole)
                            ratio = np.float32(1.0 - (size + long - 2 * common) / (size + long))
                            ratio -= _SHORT if short <= 4 else np.float32(0)
                            ratio -= _OTHER if asked[n, 0] != words[place, 0] else np.float32(0)
                        sim = ratio * ratio if ratio >= _LEAST else np.float32(0)
                    if sim > 0:
                        found[some] = np.uint64(np.int64((_ONE_AND - sim) * _EXACT)) << np.uint64(32) | np.uint64(place)
                        some += 1
                seen[place] = 0
            for m in range(size):
                masks[asked[n, m]] = np.uint64(0)
            best = found[:some]
            best.sort()
            for m in range(min(some, MOST_ALIKE)):
                out_place[done] = np.int64(best[m] & np.uint64(0xFFFFFFFF))
                out_sim[done] = _ONE_AND - np.float32(best[m] >> np.uint64(32)) / _EXACT
                done += 1
            ends[n + 1] = done

    return run


def _sounder(salt: int) -> Any:
    @njit(cache=True, **OPTIONS)
    def run(features, texts, room, out):
        if salt < 0:
            return
        for n in range(len(texts)):
            size = 0
            while size < texts.shape[1] and texts[n, size] != 0:
                room[size + 1] = texts[n, size]
                size += 1
            size = skeleton(room, 1, size)
            eastern(room, 1, size)
            room[0] = 119  # w
            for k in range(size + 1, features.shape[1]):
                room[k] = 0
            low, high = 0, len(features)
            while low < high:
                middle = (low + high) >> 1
                k = 0
                while k < features.shape[1] and features[middle, k] == room[k]:
                    k += 1
                if k == features.shape[1]:
                    out[n] = middle
                    break
                if features[middle, k] < room[k]:
                    low = middle + 1
                else:
                    high = middle

    return run


_RUN = _compiled(code())
_SOUND = _sounder(code())
_SEARCH = _searcher(code())


def alike(words: Words, asked: npt.NDArray[np.bytes_], seen: npt.NDArray[np.int32]) -> tuple[Ints, Ints, Floats]:
    """For each word asked for the words that are like it, best first: the word asked for, the place found, how alike.
    `seen` has a zero for each word, and is left so."""
    edits, pieces = words.runs(words.edits, asked, False), words.runs(words.pieces, asked, True)
    most = len(asked) * MOST_ALIKE
    place, sim, ends = np.zeros(most, dtype=np.int64), np.zeros(most, dtype=np.float32), np.zeros(len(asked) + 1, dtype=np.int64)
    _SEARCH(
        _grid(words.words), _grid(asked), words.edits.places, *edits, words.pieces.places, *pieces, words.places(asked), seen,
        np.zeros(256, dtype=np.uint64), place, sim, ends,
    )  # fmt: skip
    return np.repeat(np.arange(len(asked)), np.diff(ends)), place[: ends[-1]], sim[: ends[-1]]


def together(features: npt.NDArray[np.bytes_], texts: Sequence[str]) -> Ints:
    """The feature of the word that sounds like each text of small Latin letters and digits; -1 for none."""
    asked, out = np.array([text.encode("ascii") for text in texts]), np.full(len(texts), -1, dtype=np.int64)
    if len(features):
        _SOUND(_grid(features), _grid(asked), np.zeros(256, dtype=np.uint8), out)
    return out


def _grid(words: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(words).view(np.uint8).reshape(len(words), words.dtype.itemsize)


def best(names: Names, question: Question, size: int, k: int, floor: float, work: Work) -> tuple[Ints, Ints]:
    """For each of `size` names the k best of the index: places of both, end to end."""
    q = question
    owner, place = np.zeros(size * k, dtype=np.int64), np.zeros(size * k, dtype=np.int64)
    if work.count.max() > _MOST_WORDS:  # they are numbered anew before the numbers end
        work.rows[:, _WORD], work.taken[:], work.count[:] = 0, 0, 0
    done = _RUN(
        names.entries, names.values, q.owner, q.total, q.query, q.weight, q.runs, q.starts, q.counts, q.sims, size, k, np.float32(floor),
        tuple(work), owner, place,
    )  # fmt: skip
    return owner[:done], place[:done]
