"""The comparison of `compare.score` as machine code: thousands of pairs of names in one call.

`probabilities` gives for each pair of numbers of names what `align`, `evidence` and `model` give, step by step and in
their order, so that the sums are the same; tests hold both to that. A pair with a name that is longer than the tables
take is left to `compare` itself.
"""

from __future__ import annotations

import hashlib
import math
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from supplyline.names import acronym, align
from supplyline.names.compare import PARTS as PART_WORTH
from supplyline.names.evidence import OTHER, PERSON, SHARE_LESS, SHARE_MORE
from supplyline.names.initials import expansion
from supplyline.names.layout import (
    ACRONYM,
    BAG,
    BITS,
    BY_INITIAL,
    CONCEPT,
    E_BAG,
    E_MORE,
    E_SIZE,
    FATHERS,
    FIGURES,
    FLAGS,
    FORM,
    HOW,
    INITIAL,
    JOINED,
    KEPT,
    KEY,
    KIND,
    LAST,
    LAST_CHOICE,
    LAST_LEFT,
    LAST_PAIRS,
    LAST_Q,
    LAST_R,
    LAST_RIGHT,
    LEFT,
    MET,
    MORE,
    MOST_WORDS,
    N_ASIDE,
    N_ASIDE_N,
    N_FOLDED,
    N_HARD,
    N_READS,
    N_READS_N,
    N_TEXT,
    N_TEXT_N,
    PARTS,
    PLACE,
    PLACE_HOW,
    PLACE_I,
    PLACE_J,
    R_CODES,
    R_FAMILIES,
    R_NUMS_N,
    R_PART,
    R_TOKENS,
    R_TOKENS_N,
    R_WORTH,
    RIGHT,
    SCRIPT,
    SIMS,
    SIZE,
    T_HEAD,
    T_LEFT,
    T_OTHER,
    T_OWN,
    T_PAIR,
    T_PAIRS,
    T_RIGHT,
    T_SWAPPED,
    TRANSLATED,
    WORD,
    Lexis,
    Side,
    Work,
)  # fmt: skip
from supplyline.names.letters import (
    ONE,
    OPTIONS,
    ZERO,
    bit,
    compiled,
    count,
    has,
    less,
    lowest,
)
from supplyline.names.model import calibrated, raw
from supplyline.names.pairwise import fill, may_meet, run_alike, sim
from supplyline.names.parse import HONOURED
from supplyline.names.reach import NEAR, TOLD, WORTH, best, hopeless, lacks, memory, tell, touched, whole_of
from supplyline.names.store import Vocabulary

_FEW_BITS, _BRAND_BITS = align.FEW_BITS, acronym.BRAND_BITS
_TOGETHER, _TELLING, _HONOURED = align.WRITTEN_TOGETHER, align.TELLING, HONOURED
_LESS, _MORE = np.array(SHARE_LESS), np.array(SHARE_MORE)
_WORTH = np.array([PART_WORTH[part] for part in PARTS])
_OUTSIDE, _AKA, _INSIDE = PARTS.index("outside"), PARTS.index("aka"), PARTS.index("inside")
_COMMON, _WHOLE = 28, 18  # how many figures all names have, and the place of "whole" among them, its knots after it
assert [n for n, _ in OTHER[_WHOLE : _WHOLE + 3]] == ["whole", "whole>0.7", "whole>0.85"]
assert (len(OTHER), len(PERSON)) == (_COMMON + 13, _COMMON + 12)
_ALL = ~np.uint64(0)


# ---------------------------------------------------------------- which word answers which


@compiled
def _joined(lexis, one, a, na, free, word, work):
    """`align._joined`: free neighbours that together spell a word."""
    ints, bits = lexis.ints, lexis.bits
    best, run = 0.0, ZERO
    wide = ints[word, SIZE]
    for i in range(na - 1):
        if not has(free, i):
            continue
        token = one[a + i]
        long, places = ints[token, SIZE], bit(i)
        shared = count(bits[token, BAG] & bits[word, BAG]) + min(ints[token, MORE], ints[word, MORE])
        east, e_long = count(bits[token, E_BAG] & bits[word, E_BAG]) + min(ints[token, E_MORE], ints[word, E_MORE]), ints[token, E_SIZE]
        for size in range(1, 3):
            if i + size >= na or not has(free, i + size):
                break
            token = one[a + i + size]
            places |= bit(i + size)
            long += ints[token, SIZE]
            if long > wide + 2:
                break
            e_long += ints[token, E_SIZE]
            shared += count(bits[token, BAG] & bits[word, BAG]) + min(ints[token, MORE], ints[word, MORE])
            east += count(bits[token, E_BAG] & bits[word, E_BAG]) + min(ints[token, E_MORE], ints[word, E_MORE])
            if long < wide - 2 or (2 * shared < NEAR * (long + wide) and 2 * east < NEAR * (e_long + ints[word, E_SIZE])):
                continue
            found = run_alike(lexis, size + 1, one, a + i, word, work)
            if found > best:
                best, run = found, places
    return (best, run) if best >= _TOGETHER else (0.0, ZERO)


@compiled
def _may_stand(lexis, one, a, na, free, at):
    """`align._stands`, as far as it does not hang on what the acronym stands for: no other telling word is left beside it."""
    for n in range(na):
        if n != at and has(free, n) and lexis.ints[one[a + n], KIND] == WORD and lexis.weight[one[a + n]] >= _TELLING:
            return False
    return True


@compiled
def _stands(lexis, one, a, na, free, at, two, b, nb, free_two, run, bits):
    if count(run) < lexis.ints[one[a + at], SIZE] and count(free) > 1:
        return False
    light = True
    for n in range(nb):
        if has(free_two, n) and not has(run, n):
            token = two[b + n]
            light = light and lexis.weight[token] <= _HONOURED
            if bits < _BRAND_BITS and lexis.ints[token, KIND] == WORD and lexis.weight[token] >= _TELLING:
                return False
    return bits >= _FEW_BITS or (na == 1 and light)


@compiled
def _met(work, pairs, left, right, found, how, bits):
    work.sets[LEFT, pairs], work.sets[RIGHT, pairs], work.floats[MET, pairs], work.floats[BITS, pairs] = left, right, found, bits
    work.ints[HOW, pairs] = how
    return pairs + 1


@compiled
def _align(lexis, one, a, na, two, b, nb, person, work):
    """`align.align`: how many pairs, and the words that are left, as bits."""
    ints, places = lexis.ints, work.ints
    pairs = 0
    free_a, free_b = ZERO, _ALL >> np.uint64(64 - nb)
    for i in range(na):
        t = one[a + i]
        free_a |= bit(i)
        for j in range(nb):
            u = two[b + j]
            if ints[t, KEY] == ints[u, KEY] and ints[t, KIND] == ints[u, KIND] and has(free_b, j):
                found, how = sim(lexis, t, u, person, work)
                if found > 0:
                    pairs = _met(work, pairs, bit(i), bit(j), found, how, 0.0)
                    free_a &= ~bit(i)
                    free_b &= ~bit(j)
                    break
    n = 0
    for i in range(na):
        for j in range(nb if has(free_a, i) else 0):
            t, u = one[a + i], two[b + j]
            if not has(free_b, j) or (ints[t, KIND] == ints[u, KIND] and ints[t, KIND] != WORD) or not may_meet(ints, lexis.bits, t, u, person):
                continue
            found, how = sim(lexis, t, u, person, work)
            if found > 0:
                work.floats[SIMS, n] = found
                places[PLACE_I, n], places[PLACE_J, n], places[PLACE_HOW, n] = i, j, how
                n += 1
    while n > 0:
        best = -1
        for k in range(n):
            fits = has(free_a, places[PLACE_I, k]) and has(free_b, places[PLACE_J, k])
            if fits and (best < 0 or work.floats[SIMS, k] > work.floats[SIMS, best]):
                best = k
        if best < 0:
            break
        left, right = bit(places[PLACE_I, best]), bit(places[PLACE_J, best])
        pairs = _met(work, pairs, left, right, work.floats[SIMS, best], places[PLACE_HOW, best], 0.0)
        free_a &= ~left
        free_b &= ~right
    if count(free_a) > 1:
        for j in range(nb):
            if has(free_b, j):
                found, run = _joined(lexis, one, a, na, free_a, two[b + j], work)
                if run:
                    pairs = _met(work, pairs, run, bit(j), found, JOINED, 0.0)
                    free_a &= ~run
                    free_b &= ~bit(j)
    if count(free_b) > 1:
        for i in range(na):
            if has(free_a, i):
                found, run = _joined(lexis, two, b, nb, free_b, one[a + i], work)
                if run:
                    pairs = _met(work, pairs, bit(i), run, found, JOINED, 0.0)
                    free_b &= ~run
                    free_a &= ~bit(i)
    if not person and count(free_a) + count(free_b) > 2:
        for i in range(na):
            if has(free_a, i) and _may_stand(lexis, one, a, na, free_a, i):
                run, bits = expansion(lexis, one[a + i], two, b, nb, free_b, work)
                if run and _stands(lexis, one, a, na, free_a, i, two, b, nb, free_b, run, bits):
                    pairs = _met(work, pairs, bit(i), run, 0.85, ACRONYM, bits)
                    free_a &= ~bit(i)
                    free_b &= ~run
        for j in range(nb):
            if has(free_b, j) and _may_stand(lexis, two, b, nb, free_b, j):
                run, bits = expansion(lexis, two[b + j], one, a, na, free_a, work)
                if run and _stands(lexis, two, b, nb, free_b, j, one, a, na, free_a, run, bits):
                    pairs = _met(work, pairs, run, bit(j), 0.85, ACRONYM, bits)
                    free_b &= ~bit(j)
                    free_a &= ~run
    return pairs, free_a, free_b


# ---------------------------------------------------------------- evidence


@compiled
def _weight(lexis, one, a, na, i, person):
    """`evidence.weigh_tokens`."""
    token = one[a + i]
    weight = lexis.weight[token]
    if person:
        if na > 2 and i > 0 and lexis.ints[token, FLAGS] & FATHERS:
            return 0.35
        if lexis.ints[token, KIND] == WORD and weight > 0.1:
            return max(weight, 0.45)
    return weight


@compiled
def _sum(lexis, one, a, na, places, person):
    total = 0.0
    for n in range(na):
        if has(places, n):
            total += _weight(lexis, one, a, na, n, person)
    return total


@compiled
def _rarest(lexis, one, a, na, places, person):
    most = 0.0
    for n in range(na):
        if has(places, n):
            most = max(most, _weight(lexis, one, a, na, n, person))
    return most


@compiled
def _over(value, knot):
    return value - knot if value > knot else 0.0


@compiled
def _yes(said):
    return 1.0 if said else 0.0


@compiled
def _any_flag(lexis, one, a, na, places, flag):
    for n in range(na):
        if has(places, n) and lexis.ints[one[a + n], FLAGS] & flag:
            return True
    return False


@compiled
def _any_kind(lexis, one, a, na, places, kind):
    for n in range(na):
        if has(places, n) and lexis.ints[one[a + n], KIND] == kind:
            return True
    return False


@compiled
def _contradict(lexis, one, a, na, left, two, b, nb, right):
    """`evidence._contradict`, and is there a pair of words neither of which is a father's name?"""
    ints, most, another = lexis.ints, 0.0, False
    for i in range(na):
        t = one[a + i]
        if not has(left, i) or ints[t, KIND] != WORD or lexis.weight[t] <= 0.1:
            continue
        for j in range(nb):
            u = two[b + j]
            if not has(right, j) or ints[u, KIND] != WORD or lexis.weight[u] <= 0.1 or ints[t, SCRIPT] != ints[u, SCRIPT]:
                continue
            fathers = ints[t, FLAGS] & ints[u, FLAGS] & FATHERS
            another = another or not (ints[t, FLAGS] | ints[u, FLAGS]) & FATHERS
            most = max(most, 1.0 if fathers else min(max(lexis.weight[t], 0.45), max(lexis.weight[u], 0.45)))
    return most, another


@compiled
def _reordered(work, pairs):
    """`evidence._reordered`."""
    for n in range(pairs):
        for m in range(pairs):
            if work.ints[HOW, n] == ACRONYM or work.ints[HOW, m] == ACRONYM:
                continue
            before = lowest(work.sets[LEFT, n]) < lowest(work.sets[LEFT, m])
            if before and lowest(work.sets[RIGHT, n]) > lowest(work.sets[RIGHT, m]):
                return True
    return False


@compiled
def _evidence(lexis, x, r, y, q, person, work):
    """`evidence.evidence` of two readings but for the whole: a share, and 0 where nothing is met, 1 where the whole is sure."""
    one, a, na = x.items, x.reads[r, R_TOKENS], x.reads[r, R_TOKENS_N]
    two, b, nb = y.items, y.reads[q, R_TOKENS], y.reads[q, R_TOKENS_N]
    pairs, left, right = _align(lexis, one, a, na, two, b, nb, person, work)
    f, ints, last = work.floats, lexis.ints, work.ints[LAST]
    last[LAST_PAIRS], last[LAST_LEFT], last[LAST_RIGHT] = pairs, np.int64(left), np.int64(right)
    met = over_a = over_b = rarest = bits = translated = doubt = 0.0
    words = joined = forms = 0
    fathers_met = first = False
    for n in range(pairs):
        left_n, right_n = work.sets[LEFT, n], work.sets[RIGHT, n]
        how, found = work.ints[HOW, n], work.floats[MET, n]
        va, vb = _sum(lexis, one, a, na, left_n, person), _sum(lexis, two, b, nb, right_n, person)
        if how == ACRONYM:
            weight = max(va, vb)
            bits += work.floats[BITS, n]
        elif how == BY_INITIAL:
            weight = min(va, vb)
        else:
            weight = (va + vb) / 2
            if how == TRANSLATED:
                translated += weight
            elif how == JOINED:
                joined += 1
        good = found * weight
        met += good
        doubt += weight - good
        over_a += weight - good
        over_b += weight - good
        rarest = max(rarest, good / max(count(left_n), count(right_n)) if how != ACRONYM else 0.3)
        token = one[a + lowest(left_n)]
        words += ints[token, KIND] == WORD
        forms += how == FORM
        fathers_met = fathers_met or (ints[token, FLAGS] & FATHERS and how != BY_INITIAL)
        first = first or (left_n & right_n & ONE != ZERO)
    over_a += _sum(lexis, one, a, na, left, person)
    over_b += _sum(lexis, two, b, nb, right, person)
    less, rare_less, more, rare_more = over_a, _rarest(lexis, one, a, na, left, person), over_b, _rarest(lexis, two, b, nb, right, person)
    if more < less or (more == less and rare_more < rare_less):
        less, rare_less, more, rare_more = more, rare_more, less, rare_less
    ratio = met / (met + less + more) if met else 0.0
    cover = met / (met + less) if met else 0.0
    f[FIGURES, 0], f[FIGURES, 1], f[FIGURES, 2], f[FIGURES, 3], f[FIGURES, 4] = ratio, _over(ratio, 0.4), _over(ratio, 0.6), _over(ratio, 0.8), _over(ratio, 0.93)
    f[FIGURES, 5], f[FIGURES, 6], f[FIGURES, 7] = cover, _over(cover, 0.6), _over(cover, 0.85)
    f[FIGURES, 8], f[FIGURES, 9], f[FIGURES, 10], f[FIGURES, 11], f[FIGURES, 12], f[FIGURES, 13] = min(met, 3.0), min(met, 1.0), min(less, 3.0), min(less, 0.4), min(more, 3.0), min(more, 0.4)
    f[FIGURES, 14], f[FIGURES, 15], f[FIGURES, 16], f[FIGURES, 17] = rare_less, rare_more, rarest, doubt
    contradicts = missing = False
    if x.reads[r, R_NUMS_N] + y.reads[q, R_NUMS_N] > 0:
        ours, theirs = lacks(x, r, y, q), lacks(y, q, x, r)
        contradicts, missing = ours and theirs, ours != theirs
    part, other = x.reads[r, R_PART], y.reads[q, R_PART]
    f[FIGURES, 21], f[FIGURES, 22], f[FIGURES, 23] = _yes(pairs > 0 and left == ZERO and right == ZERO), _yes(contradicts), _yes(missing)
    f[FIGURES, 24], f[FIGURES, 25] = _yes(part == _INSIDE or other == _INSIDE), _yes(part == _AKA or other == _AKA)
    f[FIGURES, 26], f[FIGURES, 27] = min(joined, 1.0), min(count(left), count(right), 2) / 2
    against, another = _contradict(lexis, one, a, na, left, two, b, nb, right)
    if person:
        fathers = _any_flag(lexis, one, a, na, left, FATHERS) and _any_flag(lexis, two, b, nb, right, FATHERS)
        initials = _any_kind(lexis, one, a, na, left, INITIAL) or _any_kind(lexis, two, b, nb, right, INITIAL)
        f[FIGURES, 28], f[FIGURES, 29], f[FIGURES, 30], f[FIGURES, 31], f[FIGURES, 32] = _yes(fathers), _yes(fathers_met), min(forms, 2) / 2, _yes(words >= 2), _yes(words >= 3)
        f[FIGURES, 33], f[FIGURES, 34], f[FIGURES, 35], f[FIGURES, 36] = _yes(rare_less > 0.4), against, _yes(initials and left != ZERO and right != ZERO), _yes(words >= 4)
        f[FIGURES, 37], f[FIGURES, 38], f[FIGURES, 39] = _yes(na == nb), _yes(na == nb and against > 0), _yes(another)
    else:
        here, there = _any_flag(lexis, one, a, na, left, PLACE), _any_flag(lexis, two, b, nb, right, PLACE)
        differs = kin = alike = False
        if x.reads[r, R_CODES] and y.reads[q, R_CODES]:
            alike = x.reads[r, R_CODES] == y.reads[q, R_CODES]
            differs = x.reads[r, R_FAMILIES] & y.reads[q, R_FAMILIES] == 0
            kin = not alike and not differs
        meanings = _any_kind(lexis, one, a, na, left, CONCEPT) and _any_kind(lexis, two, b, nb, right, CONCEPT)
        changed = count(left) == 1 and count(right) == 1 and ints[one[a + lowest(left)], SCRIPT] == ints[two[b + lowest(right)], SCRIPT]
        f[FIGURES, 28], f[FIGURES, 29], f[FIGURES, 30] = min(bits, 30.0) / 10, _yes(here and there), _yes(here != there)
        f[FIGURES, 31], f[FIGURES, 32], f[FIGURES, 33] = _yes(differs), _yes(kin), _yes(alike)
        f[FIGURES, 34], f[FIGURES, 35], f[FIGURES, 36], f[FIGURES, 37] = _yes(0 < rarest < 0.55), _yes(first), min(translated, 1.0), against
        f[FIGURES, 38], f[FIGURES, 39] = _yes(meanings and not (here and there)), _yes(changed and not (here and there))
        f[FIGURES, 40] = _yes(_reordered(work, pairs))
    kind = int(person)
    share = met / (met + _LESS[kind] * less + _MORE[kind] * more) if met else 0.0
    return share * _WORTH[part] * _WORTH[other], pairs > 0, met > 0 and (left != ZERO or right != ZERO or doubt != 0.0), met > 0


@compiled
def _probability(figures, weights, whole):
    figures[KEPT, _WHOLE], figures[KEPT, _WHOLE + 1], figures[KEPT, _WHOLE + 2] = whole, _over(whole, 0.7), _over(whole, 0.85)
    total = 0.0
    for n in range(len(weights) - 1):
        total += weights[n + 1] * figures[KEPT, n]
    return 1.0 / (1.0 + math.exp(-max(min(weights[0] + total, 30.0), -30.0)))


@compiled
def _branches(x, i, y, j):
    """Places in the brackets of both names, and none of them the same."""
    some, others = x.names[i, N_ASIDE_N], y.names[j, N_ASIDE_N]
    for n in range(some):
        for m in range(others):
            if x.items[x.names[i, N_ASIDE] + n] == y.items[y.names[j, N_ASIDE] + m]:
                return False
    return some > 0 and others > 0


@compiled
def _score(lexis, x, i, y, j, person, weights, least, work):
    """`compare.score` before it is rounded; 0 where it cannot reach `least`, -1 where it is left to `compare`."""
    work.ints[LAST, LAST_R] = -1
    if x.names[i, N_HARD] or y.names[j, N_HARD]:
        return -1.0
    if x.names[i, N_FOLDED] == y.names[j, N_FOLDED]:
        return 1.0
    from_r, to_r = x.names[i, N_READS], x.names[i, N_READS] + x.names[i, N_READS_N]
    from_q, to_q = y.names[j, N_READS], y.names[j, N_READS] + y.names[j, N_READS_N]
    single = to_r - from_r == 1 and to_q - from_q == 1
    branches = not single and _branches(x, i, y, j)
    most, best_r, best_q = -1.0, -1, -1
    any_met = unsure = whole = False
    for round_ in range(2):  # a second time where no reading may be held against another: then the first ones are
        for r in range(from_r, to_r if round_ == 0 else from_r + 1):
            for q in range(from_q, to_q if round_ == 0 else from_q + 1):
                one, two = x.reads[r, R_PART], y.reads[q, R_PART]
                if not single and round_ == 0:
                    if not (x.reads[r, R_WORTH] and y.reads[q, R_WORTH]) or (one == _INSIDE and two == _INSIDE):
                        continue
                    if branches and (one == _OUTSIDE or two == _OUTSIDE):
                        continue
                share, met, need, sure = _evidence(lexis, x, r, y, q, person, work)
                if share > most:
                    most, best_r, best_q = share, r, q
                    any_met, unsure, whole = met, need, sure
                    for n in range(len(weights) - 1):
                        work.floats[KEPT, n] = work.floats[FIGURES, n]
        if best_r >= 0:
            break
    work.ints[LAST, LAST_R], work.ints[LAST, LAST_Q], work.ints[LAST, LAST_CHOICE] = best_r, best_q, not single
    if not any_met:
        return 0.0
    # No weight of the whole is negative, so with the best of wholes a pair scores more than it can.
    bound = _probability(work.floats, weights, 1.0 if whole else 0.0)
    if not unsure or bound < least:
        return bound if bound >= least else 0.0
    return _probability(work.floats, weights, whole_of(x, best_r, y, best_q, work))


@compiled
def scored(lexis, x, i, y, j, person, weights, least, work):
    """`_score`, the two names in the order in which `compare` takes them."""
    a, la, b, lb = x.names[i, N_TEXT], x.names[i, N_TEXT_N], y.names[j, N_TEXT], y.names[j, N_TEXT_N]
    if less(y.letters, b, lb, x.letters, a, la):
        return _score(lexis, y, j, x, i, person, weights, least, work)
    return _score(lexis, x, i, y, j, person, weights, least, work)


@compiled
def _noted(lexis, x, i, y, j, person, work, told, sims, at):
    """Writes down how the two names that were scored last answer each other, from a place on; where it ends, the same place
    where there is nothing to tell or no room."""
    last = work.ints[LAST]
    r, q = last[LAST_R], last[LAST_Q]
    if r < 0 or at + T_HEAD + T_PAIR * MOST_WORDS > len(told):
        return at
    swapped = less(y.letters, y.names[j, N_TEXT], y.names[j, N_TEXT_N], x.letters, x.names[i, N_TEXT], x.names[i, N_TEXT_N])
    if last[LAST_CHOICE]:  # what was looked at last need not be the best
        if swapped:
            _evidence(lexis, y, r, x, q, person, work)
        else:
            _evidence(lexis, x, r, y, q, person, work)
    told[at + T_SWAPPED], told[at + T_LEFT], told[at + T_RIGHT], told[at + T_PAIRS] = swapped, last[LAST_LEFT], last[LAST_RIGHT], last[LAST_PAIRS]
    told[at + T_OWN], told[at + T_OTHER] = (q if swapped else r) - x.names[i, N_READS], r if swapped else q
    at += T_HEAD
    for n in range(last[LAST_PAIRS]):
        told[at], told[at + 1], told[at + 2] = np.int64(work.sets[LEFT, n]), np.int64(work.sets[RIGHT, n]), work.ints[HOW, n]
        sims[at] = work.floats[MET, n]
        at += T_PAIR
    return at


@cache
def code() -> int:
    """What the comparison is made of, so that Numba never takes what it kept of other code or other constants."""
    digest = hashlib.blake2b(digest_size=7)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest(), "big")


def _compiled(salt: int) -> Any:
    # Plain arrays come in: what Numba keeps must not name a class that another version of this program may not have.
    @njit(cache=True, **OPTIONS)
    def run(words, start, names, others, ours, theirs, person, weights, at_best, least, known, known_f, arrays, out, where, told, sims):
        if salt < 0:
            return
        lexis, x, y = Lexis(*words), Side(*names), Side(*others)
        fill(lexis, start)
        tell(lexis.ints, lexis.bits, lexis.weight, known, known_f, start, person)
        work = Work(*arrays)
        wanted, bar, seen, written = 0.0, 0.0, 0, 0
        n = 0
        while n < len(ours):
            i, end = ours[n], n + 1
            while end < len(ours) and ours[end] == i:
                end += 1
            seen += touched(known, y, theirs, n, end)
            known[0, TOLD] += 1
            quick = x.names[i, N_READS_N] == 1 and not x.names[i, N_HARD]
            while n < end:
                j = theirs[n]
                lost = quick and least[n] > 0 and not y.names[j, N_HARD] and x.names[i, N_FOLDED] != y.names[j, N_FOLDED]
                if lost:
                    if least[n] != wanted:
                        wanted = least[n]
                        bar = math.log(wanted / (1.0 - wanted)) if wanted < 1.0 else 30.0
                    for q in range(y.names[j, N_READS], y.names[j, N_READS] + y.names[j, N_READS_N]):
                        lost = lost and hopeless(
                            lexis, known, known_f, known[0, TOLD], x, x.names[i, N_READS], y, q, person, weights, at_best, bar, work
                        )  # fmt: skip
                out[n] = 0.0 if lost else scored(lexis, x, i, y, j, person, weights, least[n], work)
                if len(told) > 0 and out[n] > 0 and out[n] >= least[n]:
                    at = _noted(lexis, x, i, y, j, person, work, told, sims, written)
                    where[n], written = written if at > written else -1, at
                n += 1
        known[0, WORTH] = seen

    return run


_RUN = _compiled(code())


class Told(NamedTuple):
    """How the words of pairs of names answer each other: of each pair where that stands (-1: nowhere), and what (see `layout`),
    beside it how alike they are."""

    where: np.ndarray[Any, Any]
    what: np.ndarray[Any, Any]
    sims: np.ndarray[Any, Any]

    @staticmethod
    def none() -> Told:
        return Told(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    @staticmethod
    def of(pairs: int) -> Told:
        """With room for what some thousands of pairs come to; what finds none is told by `compare`."""
        room = 9 * pairs + T_HEAD + T_PAIR * MOST_WORDS
        return Told(np.full(pairs, -1), np.zeros(room, np.int64), np.zeros(room))


def probabilities(
    words: Vocabulary, x: Side, ours: np.ndarray[Any, Any], y: Side, theirs: np.ndarray[Any, Any], person: bool, weights: np.ndarray[Any, Any],
    least: np.ndarray[Any, Any], work: Work, told: Told | None = None,
) -> np.ndarray[Any, Any]:  # fmt: skip
    """Of each pair (ours[n] of x, theirs[n] of y), of the words of a vocabulary; what cannot reach its `least` may be given as 0.
    `weights` are the intercept and those of the figures in their order, as they were fitted: what comes out is calibrated
    here. Into `told` comes how the pairs that reach it are met."""
    out = np.zeros(len(ours))
    told = told or Told.none()
    lexis, known = words.lexis(), words.known
    if known is None or len(known) < len(words):
        grown = memory(len(words) + len(words) // 2)
        if known is not None:
            grown[: len(known)] = known
        known = words.known = grown
    kind = "person" if person else "other"
    _RUN(
        tuple(lexis), words.filled, tuple(x), tuple(y), ours, theirs, person, weights, best(weights, person), raw(least, kind), known,
        known.view(np.float64), tuple(work), out, *told,
    )  # fmt: skip
    words.filled = len(words)
    return calibrated(out, kind)
