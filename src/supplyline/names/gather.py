"""The ranking of `Finder.best` as machine code, for tables of names.

The shares that words find in rows of the index are summed as the same whole numbers, in place instead of by sorting.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from supplyline.names.index import BOTH, ONE, SCALE, Names, Question
from supplyline.names.kernel import code

Ints = npt.NDArray[np.int64]
_BOTH, _ONE, _SCALE, _HALF = np.float32(BOTH), np.float32(ONE), np.float32(SCALE), np.float32(SCALE / 2)
_MOST, _ALL = np.float32(65535), np.float32(1)


class Work(NamedTuple):
    """Of each row of the index: which word was last added, its share, and the sum; the rows met; of each name when it was last
    taken, and how often names were asked for."""

    word: Any
    share: Any
    total: Any
    met: Any
    taken: Any
    count: Any
    found: Any


def work(rows: int, names: int) -> Work:
    return Work(
        np.zeros(rows, np.int64), np.zeros(rows, np.int64), np.zeros(rows, np.int64), np.zeros(rows, np.int64),
        np.zeros(names, np.int64), np.zeros(2, np.int64), np.zeros(4 * rows + 16, np.uint64),
    )  # fmt: skip


def _compiled(salt: int) -> Any:
    @njit(cache=True)
    def run(entries, values, name, row_total, owner, total, query, weight, runs, starts, counts, sims, size, k, floor, arrays, out_owner, out_place):
        if salt < 0:
            return 0
        work = Work(*arrays)
        done = row = word = at = 0
        rows = len(owner)
        for n in range(size):
            some = 0
            while row < rows and owner[row] == n:
                touched = 0
                while word < len(query) and query[word] == row:
                    work.count[0] += 1
                    serial = work.count[0]
                    for _ in range(runs[word]):
                        factor = sims[at] * _HALF
                        for e in range(starts[at], starts[at] + counts[at]):
                            r = entries[e]
                            share = np.int64(min((weight[word] + values[e]) * factor, _MOST))
                            if work.total[r] == 0 and work.word[r] != serial:
                                work.met[touched] = r
                                touched += 1
                            if work.word[r] != serial:
                                work.word[r] = serial
                                work.share[r] = share
                                work.total[r] += share
                            elif share > work.share[r]:
                                work.total[r] += share - work.share[r]
                                work.share[r] = share
                        at += 1
                    word += 1
                ours = total[row]
                for m in range(touched):
                    r = work.met[m]
                    theirs = row_total[r]
                    shared = np.float32(work.total[r]) / _SCALE
                    work.total[r] = 0
                    shared = min(shared, min(ours, theirs))
                    left, right = ours - shared, theirs - shared
                    against = _BOTH * min(left, right) + _ONE * max(left, right)
                    seems = shared / (shared + against)
                    if seems >= floor:
                        low = np.uint64(np.int64(_MOST * (_ALL - seems)))
                        work.found[some] = low << np.uint64(32) | np.uint64(name[r])
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


_RUN = _compiled(code())


def best(names: Names, question: Question, size: int, k: int, floor: float, work: Work) -> tuple[Ints, Ints]:
    """For each of `size` names the k best of the index: places of both, end to end."""
    q = question
    owner, place = np.zeros(size * k, dtype=np.int64), np.zeros(size * k, dtype=np.int64)
    done = _RUN(
        names.entries, names.values, names.name, names.total, q.owner, q.total, q.query, q.weight, q.runs, q.starts, q.counts, q.sims,
        size, k, np.float32(floor), tuple(work), owner, place,
    )  # fmt: skip
    return owner[:done], place[:done]
