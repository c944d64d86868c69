"""How alike are two words of a table, as machine code?

`sim` gives what `align` says of two words, `run_alike` of words run together and one, `may_meet` whether `sim` is worth
asking. Words come as numbers (see `layout`).
"""

from __future__ import annotations

import numpy as np

from supplyline.names import align
from supplyline.names.layout import (
    ALIKE,
    ALONE,
    AT,
    BAG,
    BARE,
    BEGINS,
    BY_INITIAL,
    CHARS,
    CHARS_N,
    CONCEPT,
    E_BAG,
    E_MORE,
    EAST,
    F_AT,
    F_BAG,
    F_MORE,
    F_SIZE,
    FATHERS,
    FIRST,
    FLAGS,
    FOLD,
    FOLDED,
    FORM,
    GIVEN,
    HAN,
    INITIAL,
    J_AT,
    J_SIZE,
    K_AT,
    K_SIZE,
    KEY,
    KIND,
    LETTERS,
    LOSSY,
    MORE,
    NONE,
    NUMBER,
    OTHER,
    OWN,
    OWN_LETTERS,
    READ,
    RN,
    S_AT,
    S_BAG,
    S_MORE,
    S_SIZE,
    SAME,
    SCRIPT,
    SHOWN,
    SIZE,
    SPELLED,
    TRANSLATED,
    TS,
    WAYS,
    WAYS_N,
    WORD,
)  # fmt: skip
from supplyline.names.letters import (
    ONE,
    ZERO,
    bit,
    compiled,
    count,
    eastern,
    edits,
    has,
    holds,
    indel,
    replace,
    same,
    skeleton,
)

_LEAST_ALIKE, _AN_EDIT, _READ_AS, _VOWELS = align.LEAST_ALIKE, align.LETTERS_AN_EDIT, align.READ_AS, align.VOWELS


@compiled
def near(ints, bits, a, b, bag, more, size, least):
    """What letters two words share bounds how alike they are."""
    shared = count(bits[a, bag] & bits[b, bag]) + min(ints[a, more], ints[b, more])
    return 2 * shared >= least * (ints[a, size] + ints[b, size])


@compiled
def maybe_vowels(first_a, first_b, size_a, size_b, bones_a, bones_b):
    """`align._by_vowels`, as far as sizes and first letters tell."""
    return first_a == first_b and bones_a == bones_b and bones_a > 1 and abs(size_a - size_b) < 2 and min(size_a, size_b) > 2


@compiled
def _maybe_vowels(ints, a, b):
    return maybe_vowels(ints[a, FIRST], ints[b, FIRST], ints[a, SIZE], ints[b, SIZE], ints[a, S_SIZE], ints[b, S_SIZE])


@compiled
def _by_vowels(ints, pool, a, b):
    """`align._by_vowels`."""
    return _maybe_vowels(ints, a, b) and same(pool, ints[a, S_AT], ints[a, S_SIZE], pool, ints[b, S_AT], ints[b, S_SIZE])


@compiled
def may_meet(ints, bits, a, b, person):
    """Quickly: may two words answer each other at all? None that `sim` holds to be alike is turned away."""
    kind_a, kind_b = ints[a, KIND], ints[b, KIND]
    if kind_a == kind_b:
        if ints[a, KEY] == ints[b, KEY]:
            return True
        if kind_a != WORD:
            return False
    elif kind_a == NUMBER or kind_b == NUMBER:
        return False
    if kind_a == INITIAL or kind_b == INITIAL:
        return person and (kind_a == WORD or kind_b == WORD) and ints[a, FIRST] == ints[b, FIRST]
    flags_a, flags_b = ints[a, FLAGS], ints[b, FLAGS]
    if person:
        if ints[a, GIVEN] > 0 and ints[a, GIVEN] == ints[b, GIVEN]:
            return True
        if (flags_a ^ flags_b) & FATHERS and not (flags_a | flags_b) & BARE:
            return False
    if not flags_a & flags_b & ALONE:
        return False
    if ints[a, SCRIPT] != ints[b, SCRIPT] and kind_a == kind_b:
        if (flags_a | flags_b) & LOSSY and near(ints, bits, a, b, S_BAG, S_MORE, S_SIZE, _LEAST_ALIKE - 1e-9):
            return True
        if (flags_a ^ flags_b) & HAN and bits[a, READ] & bits[b, READ]:
            return True
    if near(ints, bits, a, b, F_BAG, F_MORE, F_SIZE, _LEAST_ALIKE - 1e-9) or near(ints, bits, a, b, BAG, MORE, SIZE, _LEAST_ALIKE + 0.02 - 1e-9):
        return True
    if kind_a == kind_b and bits[a, S_BAG] == bits[b, S_BAG] and _maybe_vowels(ints, a, b):
        return True
    folded = ints[a, FOLDED] == ints[b, FOLDED] or ints[a, EAST] == ints[b, EAST]
    return folded or ints[a, SPELLED] == ints[b, SPELLED] or ints[a, TS] == ints[b, TS] or ints[a, RN] == ints[b, RN]


@compiled
def _ratio(ratio, short, same_first):
    if short <= 4:
        ratio -= 0.08
    if not same_first:
        ratio -= 0.05
    return ratio


@compiled
def _alike(lexis, a, b, work):
    """`align.alike` of two words of the table."""
    ints, pool = lexis.ints, lexis.pool
    if ints[a, SPELLED] == ints[b, SPELLED]:
        return 1.0
    la, lb = ints[a, SIZE], ints[b, SIZE]
    short = min(la, lb)
    if short < 3 or abs(la - lb) > 0.5 * max(la, lb):
        return 0.0
    if ints[a, FOLDED] == ints[b, FOLDED]:
        return 0.98
    if ints[a, TS] == ints[b, TS]:
        return 0.95
    if ints[a, RN] == ints[b, RN]:
        return 0.9
    if short > 3 and ints[a, EAST] == ints[b, EAST]:
        return 0.96
    fa, fb, fla, flb = ints[a, F_AT], ints[b, F_AT], ints[a, F_SIZE], ints[b, F_SIZE]
    ratio = max(indel(pool, fa, fla, pool, fb, flb, work.masks), indel(pool, ints[a, AT], la, pool, ints[b, AT], lb, work.masks) - 0.02)
    ratio = _ratio(ratio, short, pool[fa] == pool[fb])
    if ratio < _LEAST_ALIKE or edits(pool, fa, fla, pool, fb, flb, work.ints) > 1 + min(fla, flb) // _AN_EDIT:
        return 0.0
    return ratio * ratio


@compiled
def run_alike(lexis, many, tokens, at, word, work):
    """`align.alike` of words run together (so many, from `tokens[at]` on) and a word."""
    ints, pool, text = lexis.ints, lexis.pool, work.letters
    size = 0
    for n in range(many):
        token = tokens[at + n]
        for k in range(ints[token, SIZE]):
            text[size] = pool[ints[token, AT] + k]
            size += 1
    wide, w_at, f_at, f_size = ints[word, SIZE], ints[word, AT], ints[word, F_AT], ints[word, F_SIZE]
    if same(text, 0, size, pool, w_at, wide):
        return 1.0
    short = min(size, wide)
    if short < 3 or abs(size - wide) > 0.5 * max(size, wide):
        return 0.0
    plain = indel(text, 0, size, pool, w_at, wide, work.masks) - 0.02
    ts = rn = False
    for what in range(2):
        c, d, e = (116, 115, 99) if what == 0 else (114, 110, 109)  # ts as c, rn as m
        if not holds(text, 0, size, c, d) and not holds(pool, w_at, wide, c, d):
            continue
        for k in range(size):
            text[FOLD + k] = text[k]
        for k in range(wide):
            text[OTHER + k] = pool[w_at + k]
        n, m = replace(text, FOLD, size, c, d, 2, e, 0, 1), replace(text, OTHER, wide, c, d, 2, e, 0, 1)
        if same(text, FOLD, n, text, OTHER, m):
            ts, rn = ts or what == 0, rn or what == 1
    size = skeleton(text, 0, size)
    if same(text, 0, size, pool, f_at, f_size):
        return 0.98
    if ts:
        return 0.95
    if rn:
        return 0.9
    ratio = _ratio(max(indel(text, 0, size, pool, f_at, f_size, work.masks), plain), short, text[0] == pool[f_at])
    wrong = edits(text, 0, size, pool, f_at, f_size, work.ints) if ratio >= _LEAST_ALIKE else 0
    if short > 3:
        for k in range(f_size):
            text[FOLD + k] = pool[f_at + k]
        eastern(text, FOLD, f_size)
        eastern(text, 0, size)
        if same(text, 0, size, text, FOLD, f_size):
            return 0.96
    if ratio < _LEAST_ALIKE or wrong > 1 + min(size, f_size) // _AN_EDIT:
        return 0.0
    return ratio * ratio


@compiled
def _reads_as(lexis, run, word):
    """`readings.reads_as`: do the readings of characters make up the word?"""
    ints, pool = lexis.ints, lexis.pool
    if ints[run, CHARS_N] == 0 or ints[word, SIZE] < 2:
        return False
    for language in range(2):
        at, size = (ints[word, K_AT], ints[word, K_SIZE]) if language == 0 else (ints[word, J_AT], ints[word, J_SIZE])
        ends = ONE
        for n in range(ints[run, CHARS_N]):
            char = lexis.more[ints[run, CHARS] + n]
            after = np.uint64(0)
            for r in range(lexis.more[char + 2 * language], lexis.more[char + 2 * language + 1], 2):
                begin, long = lexis.more[r], lexis.more[r + 1]
                for start in range(size - long + 1):
                    if ends >> np.uint64(start) & ONE and same(pool, begin, long, pool, at + start, long):
                        after |= ONE << np.uint64(start + long)
            ends = after
            if ends == 0:
                break
        if size < 64 and ends >> np.uint64(size) & ONE:
            return True
    return False


@compiled
def sim(lexis, a, b, person, work):
    """`align._token_pair`."""
    ints, pool = lexis.ints, lexis.pool
    kind_a, kind_b = ints[a, KIND], ints[b, KIND]
    flags_a, flags_b = ints[a, FLAGS], ints[b, FLAGS]
    if kind_a == kind_b and ints[a, KEY] == ints[b, KEY]:
        spelled = ints[a, SPELLED] == ints[b, SPELLED]
        if kind_a == CONCEPT and not spelled:
            return 0.99, TRANSLATED
        if flags_a & OWN_LETTERS and ints[a, SCRIPT] == ints[b, SCRIPT] and kind_a == WORD and ints[a, SHOWN] != ints[b, SHOWN]:
            return 0.0, NONE
        return (1.0, SAME) if spelled else (0.98, ALIKE)
    if kind_a == NUMBER or kind_b == NUMBER or (kind_a == CONCEPT and kind_b == CONCEPT):
        return 0.0, NONE
    if kind_a == INITIAL or kind_b == INITIAL:
        fits = person and (kind_a == WORD or kind_b == WORD) and ints[a, FIRST] == ints[b, FIRST]
        return (0.8, BY_INITIAL) if fits else (0.0, NONE)
    if person:
        if ints[a, GIVEN] > 0 and ints[a, GIVEN] == ints[b, GIVEN]:
            return 0.97, FORM
        if (flags_a ^ flags_b) & FATHERS and not (flags_a | flags_b) & BARE:
            return 0.0, NONE
    if not flags_a & flags_b & ALONE:
        return 0.0, NONE
    found = _alike(lexis, a, b, work)
    words = kind_a == WORD and kind_b == WORD
    if words and ints[a, SCRIPT] != ints[b, SCRIPT]:
        if found < 0.8 and (flags_a | flags_b) & LOSSY and ints[a, S_SIZE] >= 3 and ints[b, S_SIZE] >= 3:
            begins = pool[ints[a, S_AT]] == pool[ints[b, S_AT]]
            if begins or not (flags_a | flags_b) & HAN:
                ratio = indel(pool, ints[a, S_AT], ints[a, S_SIZE], pool, ints[b, S_AT], ints[b, S_SIZE], work.masks)
                if ratio >= 0.74:
                    found = max(found, 0.9 * ratio)
        if found < _READ_AS and (flags_a ^ flags_b) & HAN and (_reads_as(lexis, a, b) if flags_a & HAN else _reads_as(lexis, b, a)):
            found = _READ_AS
    if words and found == 0 and _by_vowels(ints, pool, a, b):
        found = _VOWELS
    return (found, ALIKE) if words or found > 0.75 else (0.0, NONE)


@compiled
def _letter(char):
    return char - 97 if 97 <= char <= 122 else 26 + char - 48 if 48 <= char <= 57 else 36


@compiled
def _mask(pool, at, size):
    out = ZERO
    for n in range(size):
        out |= bit(_letter(pool[at + n]))
    return out


@compiled
def _bag(pool, at, size, east):
    """Letters as bits, the first two of each letter, and how many more there are: what two words share at most. With `east`
    as `translit.eastern` has them."""
    out, more = ZERO, 0
    for n in range(size):
        char = pool[at + n]
        if east:
            char = 104 if char == 103 else 97 if char == 111 else char
            if n == size - 1 and n > 0 and char == 117:
                before = pool[at + n - 1]
                char = 118 if before == 97 or before == 111 or before == 101 else char
        letter = _letter(char)
        if not has(out, letter):
            out |= bit(letter)
        elif letter < 26 and not has(out, 37 + letter):
            out |= bit(37 + letter)
        else:
            more += 1
    return out, more


@compiled
def fill(lexis, start):
    """What is told of words by their letters, from a number on: bags and masks."""
    ints, bits, pool, more = lexis.ints, lexis.bits, lexis.pool, lexis.more
    for t in range(start, len(ints)):
        bits[t, BAG], ints[t, MORE] = _bag(pool, ints[t, AT], ints[t, SIZE], False)
        bits[t, F_BAG], ints[t, F_MORE] = _bag(pool, ints[t, F_AT], ints[t, F_SIZE], False)
        bits[t, E_BAG], ints[t, E_MORE] = _bag(pool, ints[t, F_AT], ints[t, F_SIZE], True)
        bits[t, S_BAG], ints[t, S_MORE] = _bag(pool, ints[t, S_AT], ints[t, S_SIZE], False)
        bits[t, OWN] = _mask(pool, ints[t, AT], ints[t, SIZE])
        begins, letters, read = ZERO, ZERO, ZERO
        for w in range(ints[t, WAYS], ints[t, WAYS] + 2 * ints[t, WAYS_N], 2):
            begins |= _mask(pool, more[w], min(more[w + 1], 1))
            letters |= _mask(pool, more[w], more[w + 1])
        if ints[t, CHARS_N] > 0:
            char = more[ints[t, CHARS]]
            for language in range(2):
                for r in range(more[char + 2 * language], more[char + 2 * language + 1], 2):
                    read |= _mask(pool, more[r], min(more[r + 1], 1))
        elif not ints[t, FLAGS] & HAN:
            read = _mask(pool, ints[t, K_AT], min(ints[t, K_SIZE], 1)) | _mask(pool, ints[t, J_AT], min(ints[t, J_SIZE], 1))
        bits[t, BEGINS], bits[t, LETTERS], bits[t, READ] = begins, letters, read
