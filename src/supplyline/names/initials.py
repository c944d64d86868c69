"""Does a short word stand for the words of another name, as machine code? `expansion` is that of `acronym`, in bits."""

from __future__ import annotations

import math

import numpy as np

from supplyline.names import acronym
from supplyline.names.layout import (
    ALONE,
    AT,
    BEGINS,
    BEST,
    FLAGS,
    FREE,
    KIND,
    LETTERS,
    OWN,
    PLACES,
    SHOWN,
    SIZE,
    USED,
    WAYS,
    WAYS_N,
    WORD,
)  # fmt: skip
from supplyline.names.letters import ONE, ZERO, bit, compiled, count, has, lowest

_LOG2 = np.array([0.0, *(math.log2(n) for n in range(1, 64))])
_LOG2_FACTORIAL = np.array([math.log2(math.factorial(n)) for n in range(10)])
_LETTER, _SKIPPED, _LEAST_BITS, _BRAND_BITS = acronym._LETTER, acronym._SKIPPED, acronym.LEAST_BITS, acronym.BRAND_BITS
_SHORTEST, _LONGEST, _PLACES = acronym.SHORTEST, acronym.LONGEST, acronym.MOST_TOKENS
_UNORDERED, _MOST_UNORDERED, _TWO_SYLLABLES = acronym.UNORDERED, acronym.MOST_UNORDERED, acronym.TWO_SYLLABLES


@compiled
def _starts(lexis, token, letter):
    """Does any way to write a token begin with this letter?"""
    ints, more, pool = lexis.ints, lexis.more, lexis.pool
    for w in range(ints[token, WAYS], ints[token, WAYS] + 2 * ints[token, WAYS_N], 2):
        if more[w + 1] > 0 and pool[more[w]] == letter:
            return True
    return False


@compiled
def _sooner(one, two):
    """Is the first set of places greater than the second, as tuples are?"""
    differ = one ^ two
    if differ == ZERO:
        return False
    low = differ & (~differ + ONE)
    higher = ~(low | (low - ONE))
    return two & higher == ZERO if one & low else one & higher != ZERO


@compiled
def _in_any_order(lexis, word, two, b, size, work):
    """`acronym._in_any_order`; only the bits, since all places are used."""
    ints, pool = lexis.ints, lexis.pool
    at = ints[word, AT]
    places, free = work.ints[PLACES], work.ints[FREE]
    for k in range(size):
        free[k] = 1
    for n in range(size):
        best, fewest = -1, 1 << 30
        for k in range(size):
            token = two[b + places[k]]
            if free[k] == 1 and _starts(lexis, token, pool[at + n]):
                fits = 0
                for m in range(size):
                    fits += _starts(lexis, token, pool[at + m])
                if fits < fewest:
                    best, fewest = k, fits
        if best < 0:
            return 0.0
        free[best] = 0
    ways = 0.0
    for k in range(size):
        ways += _LOG2[max(ints[two[b + places[k]], WAYS_N], 1)]
    return size * _LETTER - _LOG2_FACTORIAL[size] - 0.3 * ways


@compiled
def expansion(lexis, word, two, b, nb, free, work):
    """`acronym.expansion`: places as bits, and bits of evidence."""
    ints, bits, pool, more = lexis.ints, lexis.bits, lexis.pool, lexis.more
    size = ints[word, SIZE]
    if size < _SHORTEST or size > _LONGEST or ints[word, KIND] != WORD or count(free) < 2:
        return ZERO, 0.0
    begins = letters = ZERO
    places = work.ints[PLACES]
    some = 0
    for n in range(nb):
        if has(free, n) and some < _PLACES:
            places[some] = n
            some += 1
            letters |= bits[two[b + n], LETTERS]
            begins |= bits[two[b + n], BEGINS] if some <= 3 else ZERO
    if bits[word, OWN] & ~letters:
        return ZERO, 0.0
    at = ints[word, AT]
    first = False
    for k in range(min(some, 3)):
        first = first or _starts(lexis, two[b + places[k]], pool[at])
    if not first:
        return ZERO, 0.0
    worth, used = work.floats, work.sets
    for n in range(size + 1):
        worth[BEST, n], used[USED, n] = -99.0, ZERO
    worth[BEST, 0] = 0.0
    done, done_used = 0.0, ZERO
    now = 0
    for k in range(some):
        token = two[b + places[k]]
        after = 1 - now
        for n in range(size + 1):
            worth[BEST + after, n], used[USED + after, n] = -99.0, ZERO
        ways = ints[token, WAYS_N]
        second = not ints[token, FLAGS] & ALONE and places[k] > 0 and ints[two[b + places[k] - 1], SHOWN] == ints[token, SHOWN]
        for n in range(size + 1):
            value = worth[BEST + now, n]
            if value <= -99.0:
                continue
            own = used[USED + now, n]
            passed = value if second else value - _SKIPPED
            if passed > worth[BEST + after, n] or (passed == worth[BEST + after, n] and _sooner(own, used[USED + after, n])):
                worth[BEST + after, n], used[USED + after, n] = passed, own
            longest = 0
            for w in range(ints[token, WAYS], ints[token, WAYS] + 2 * ways, 2):
                shared = 0
                while shared < more[w + 1] and n + shared < size and pool[more[w] + shared] == pool[at + n + shared]:
                    shared += 1
                longest = max(longest, shared)
            for m in range(1, longest + 1):
                gained = value + _LETTER + 2.2 * (m - 1) - 0.7 * _LOG2[max(ways, 1)]
                place = own | bit(places[k])
                if gained > worth[BEST + after, n + m] or (gained == worth[BEST + after, n + m] and _sooner(place, used[USED + after, n + m])):
                    worth[BEST + after, n + m], used[USED + after, n + m] = gained, place
        now = after
        if worth[BEST + now, size] > -99.0 and (worth[BEST + now, size] > done or (worth[BEST + now, size] == done and _sooner(used[USED + now, size], done_used))):
            done, done_used = worth[BEST + now, size], used[USED + now, size]
    if done_used == ZERO and _UNORDERED <= size <= _MOST_UNORDERED and some == size:
        done = _in_any_order(lexis, word, two, b, size, work)
        for k in range(some if done != 0.0 else 0):
            done_used |= bit(places[k])
            if done < _BRAND_BITS and ints[two[b + places[k]], KIND] == WORD:
                return ZERO, 0.0
    if count(done_used) < 2 or done < _LEAST_BITS or (count(done_used) == 2 and 2 < size < _TWO_SYLLABLES):
        return ZERO, 0.0
    if count(done_used) < size and ints[two[b + lowest(done_used)], KIND] == WORD and done < _BRAND_BITS:
        return ZERO, 0.0
    whole = done_used
    for k in range(some):
        token = two[b + places[k]]
        if not ints[token, FLAGS] & ALONE:
            for m in range(some):
                other = two[b + places[m]]
                if has(done_used, places[m]) and not ints[other, FLAGS] & ALONE and ints[other, SHOWN] == ints[token, SHOWN]:
                    whole |= bit(places[k])
    return whole, done
