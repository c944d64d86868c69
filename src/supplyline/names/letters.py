"""Letters of words as machine code: how alike are two, and how is one folded?

What RapidFuzz, `translit.skeleton` and `translit.eastern` say, of letters in arrays (`one` from `a` on, `la` of them), for
`kernel` to call; tests hold them to be the same. `masks` and `rows` are written on, `masks` are left as they were.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from supplyline.names.translit import _FOLDS as _PAIRS

ONE, ZERO = np.uint64(1), np.uint64(0)
# Without reference counts, for nothing is allocated here: they would cost more than the work.
OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
_INNER: dict[str, Any] = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
compiled: Any = njit(**_INNER)


@compiled
def count(x):
    """Bits that are set."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def bit(n):
    return ONE << np.uint64(n)


@compiled
def has(bits, n):
    return (bits >> np.uint64(n)) & ONE != ZERO


@compiled
def lowest(places):
    n = 0
    while not has(places, n):
        n += 1
    return n


@compiled
def indel(one, a, la, two, b, lb, masks):
    """RapidFuzz's Indel.normalized_similarity of up to 64 letters, by the longest common part (Hyyrö 2004)."""
    if la + lb == 0:
        return 1.0
    for n in range(la):
        masks[one[a + n], 0] |= ONE << np.uint64(n)
    state = ~np.uint64(0)
    for n in range(lb):
        met = state & masks[two[b + n], 0]
        state = (state + met) | (state - met)
    for n in range(la):
        masks[one[a + n], 0] = np.uint64(0)
    whole = ~np.uint64(0) if la == 64 else (ONE << np.uint64(la)) - ONE
    common = count(~state & whole)
    return 1.0 - (la + lb - 2 * common) / (la + lb)


@compiled
def indel_long(one, a, la, two, b, lb, masks, sets):
    """The same of up to 512 letters."""
    if la + lb == 0:
        return 1.0
    blocks = (la + 63) >> 6
    for n in range(la):
        masks[one[a + n], n >> 6] |= ONE << np.uint64(n & 63)
    for w in range(blocks):
        sets[4, w] = ~np.uint64(0)
    for n in range(lb):
        carry = np.uint64(0)
        for w in range(blocks):
            s = sets[4, w]
            met = s & masks[two[b + n], w]
            added = s + met
            over = np.uint64(added < s)
            total = added + carry
            over |= np.uint64(total < added)
            sets[4, w] = total | (s - met)
            carry = over
    for n in range(la):
        masks[one[a + n], n >> 6] = np.uint64(0)
    common = 0
    for w in range(blocks):
        left = min(la - 64 * w, 64)
        common += count(~sets[4, w] & (~np.uint64(0) if left == 64 else (ONE << np.uint64(left)) - ONE))
    return 1.0 - (la + lb - 2 * common) / (la + lb)


@compiled
def indel_signs(one, a, la, two, b, lb, rows):
    """The same of any signs, by the plain table."""
    if la + lb == 0:
        return 1.0
    for m in range(lb + 1):
        rows[0, m] = 0
    for n in range(la):
        before = 0
        for m in range(lb):
            kept = rows[0, m + 1]
            rows[0, m + 1] = before + 1 if one[a + n] == two[b + m] else max(rows[0, m], kept)
            before = kept
    return 1.0 - (la + lb - 2 * rows[0, lb]) / (la + lb)


@compiled
def edits(one, a, la, two, b, lb, rows):
    """RapidFuzz's OSA.distance."""
    before, last, now = 0, 1, 2
    for m in range(lb + 1):
        rows[last, m] = m
    for n in range(1, la + 1):
        rows[now, 0] = n
        for m in range(1, lb + 1):
            same = one[a + n - 1] == two[b + m - 1]
            least = min(rows[last, m] + 1, rows[now, m - 1] + 1, rows[last, m - 1] + (0 if same else 1))
            if n > 1 and m > 1 and one[a + n - 1] == two[b + m - 2] and one[a + n - 2] == two[b + m - 1]:
                least = min(least, rows[before, m - 2] + 1)
            rows[now, m] = least
        before, last, now = last, now, before
    return rows[last, lb]


@compiled
def same(one, a, la, two, b, lb):
    if la != lb:
        return False
    for n in range(la):
        if one[a + n] != two[b + n]:
            return False
    return True


@compiled
def holds(text, at, size, c, d):
    """Do two letters stand side by side in it?"""
    for n in range(size - 1):
        if text[at + n] == c and text[at + n + 1] == d:
            return True
    return False


@compiled
def less(one, a, la, two, b, lb):
    for n in range(min(la, lb)):
        if one[a + n] != two[b + n]:
            return one[a + n] < two[b + n]
    return la < lb


@compiled
def replace(text, base, size, c, d, n, e, f, m):
    """Replace one or two letters (c, d; n of them) by one or two, as str.replace does, in place: none grows but by doubling room."""
    out = 0
    at = 0
    if n == 1 and m == 2:  # x is ks: from the end, so that nothing is written over
        more = 0
        for k in range(size):
            more += text[base + k] == c
        to = size + more
        for k in range(size - 1, -1, -1):
            if text[base + k] == c:
                to -= 2
                text[base + to], text[base + to + 1] = e, f
            else:
                to -= 1
                text[base + to] = text[base + k]
        return size + more
    while at < size:
        if text[base + at] == c and (n == 1 or (at + 1 < size and text[base + at + 1] == d)):
            if m > 0:
                text[base + out] = e
                out += 1
            if m > 1:
                text[base + out] = f
                out += 1
            at += n
        else:
            text[base + out] = text[base + at]
            out += 1
            at += 1
    return out


def _fold_table() -> np.ndarray[Any, Any]:
    rows = []
    for a, b in _PAIRS:
        own, other = [*a.encode(), 0, 0, 0, 0][:4], [*b.encode(), 0, 0][:2]
        rows.append([*own, len(a), *other, len(b)])
    return np.array(rows, dtype=np.int64)


_FOLDS = _fold_table()


@compiled
def skeleton(text, base, size):
    """`translit.skeleton` of letters and digits, in place; the new size."""
    digits = True
    for n in range(size):
        digits = digits and 48 <= text[base + n] <= 57
    if size <= 3 or digits:
        return size
    for fold in range(len(_FOLDS)):
        n, m = _FOLDS[fold, 4], _FOLDS[fold, 7]
        if n <= 2:
            size = replace(text, base, size, _FOLDS[fold, 0], _FOLDS[fold, 1], n, _FOLDS[fold, 5], _FOLDS[fold, 6], m)
            continue
        out = at = 0
        while at < size:
            fits = at + n <= size
            for k in range(n):
                fits = fits and text[base + at + k] == _FOLDS[fold, k]
            if fits:
                for k in range(m):
                    text[base + out + k] = _FOLDS[fold, 5 + k]
                out += m
                at += n
            else:
                text[base + out] = text[base + at]
                out += 1
                at += 1
        size = out
    out = 0
    for n in range(size):
        if out == 0 or text[base + n] != text[base + out - 1] or not 97 <= text[base + n] <= 122:
            text[base + out] = text[base + n]
            out += 1
    return out


@compiled
def eastern(text, base, size):
    for n in range(size):
        if text[base + n] == 103:
            text[base + n] = 104
        elif text[base + n] == 111:
            text[base + n] = 97
    if size >= 2 and text[base + size - 1] == 117 and (text[base + size - 2] == 97 or text[base + size - 2] == 101):
        text[base + size - 1] = 118
