"""Can two names reach the score that is asked for, as machine code?

Most names that an index gives to compare share one word and no more. `hopeless` says of two readings, from how alike their
words are at best, that even the best the rest could come to is too little; then the pair need not be aligned. It never
says so of a pair that `kernel` would score higher: every figure is taken at its best for the pair, and a pair that might
be written together or abbreviated is let through. What is found of a word for one name asked for is remembered for the
next names that have it (`memory`, `tell`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from supplyline.names import acronym, align
from supplyline.names.evidence import OTHER, PERSON
from supplyline.names.layout import (
    AT,
    BAG,
    BEGINS,
    CONCEPT,
    E_BAG,
    E_MORE,
    E_SIZE,
    EAST,
    F_BAG,
    F_MORE,
    F_SIZE,
    FATHERS,
    FIRST,
    FLAGS,
    GIVEN,
    HAN,
    INITIAL,
    KEY,
    KIND,
    LETTERS,
    LOSSY,
    MORE,
    N_READS,
    N_READS_N,
    OWN,
    PARTS,
    PLACE,
    R_CODES,
    R_FAMILIES,
    R_NUMS,
    R_NUMS_N,
    R_PART,
    R_SCRIPT,
    R_SHOWN,
    R_SHOWN_N,
    R_TOKENS,
    R_TOKENS_N,
    R_WHOLE,
    R_WHOLE_N,
    RN,
    S_SIZE,
    SCRIPT,
    SIZE,
    SPELLED,
    TS,
    WAYS,
    WAYS_N,
    WORD,
)
from supplyline.names.letters import ONE, ZERO, bit, compiled, count, has, indel_long, indel_signs
from supplyline.names.pairwise import _letter, may_meet, maybe_vowels, run_alike, sim

_NEAR_SOUND, _NEAR_LETTERS = align.LEAST_ALIKE - 1e-9, align.LEAST_ALIKE + 0.02 - 1e-9  # as `may_meet` asks
TOGETHER = align.WRITTEN_TOGETHER
NEAR = 0.7  # words run together that sound less alike than this are not one word, however they are folded at the seam
TELLING, SHORTEST, LONGEST = align.TELLING, acronym.SHORTEST, acronym.LONGEST  # of acronyms
MOST = 16  # words of a name that is looked at here
_AKA, _INSIDE = PARTS.index("aka"), PARTS.index("inside")
SLACK = 1e-6
# Columns of what is remembered of a word, one line of a processor's memory, since most words are asked for nothing else: for
# which name asked for this was found, which words of it it is the same as, and which it answers; how alike it is to the one
# it is most alike; its size, kind, flags, script and sizes (bits below); its weight; its letters, those of its sound; and by
# number what it is compared by.
MET, LIKE, TOLD, WORTH, LETTERS_OF, SOUND_OF, KEY_EAST, TS_RN, COLUMNS = 0, 1, 2, 3, 4, 5, 6, 7, 8
_SCRIPT_AT, _PLAIN, _GIVEN, _F_SIZE, _MORE, _F_MORE, _FIRST, _BONES = 12, 1 << 16, 1 << 17, 18, 26, 34, 42, 49
_LOW = (1 << 32) - 1
_MASK = (1 << MOST) - 1
# What has its bound from the two names; of all else the best that it can be.
_HERE = {
    "ratio", "ratio>0.4", "ratio>0.6", "ratio>0.8", "ratio>0.93", "cover", "cover>0.6", "cover>0.85", "met", "met<1", "fewer left", "fewer left<0.4",
    "more left", "more left<0.4", "rarest left of fewer", "rarest left of more", "rarest met", "nothing left", "words left of both", "two words met",
    "three words met", "many words met", "word left of both", "words contradict", "another of as many words", "another name", "as many words",
    "initial contradicts", "place contradicts", "form contradicts", "form same",
    "whole", "whole>0.7", "whole>0.85", "number contradicts", "number missing", "in brackets", "after aka", "translated",
}  # fmt: skip
_MOST = {"joined": 0.0, "acronym": 0.0}  # else 1; what is joined or abbreviated is let through


def best(weights: np.ndarray[Any, Any], person: bool) -> float:
    """The log odds of a pair at its best in all that `hopeless` does not look at; infinite where a weight has not its sign."""
    total = float(weights[0])
    for (name, sign), weight in zip(PERSON if person else OTHER, weights[1:].tolist(), strict=True):
        if weight * sign < 0:
            return float("inf")
        if name not in _HERE:
            total += max(weight, 0.0) * _MOST.get(name, 1.0)
    return total


def memory(words: int) -> np.ndarray[Any, Any]:
    room = np.zeros(COLUMNS * (words + 1), dtype=np.int64)
    at = -room.ctypes.data % 64 // 8  # so that no row lies in two lines
    return room[at : at + COLUMNS * words].reshape(words, COLUMNS)


@compiled
def tell(ints, bits, weight, known, known_f, start, person):
    """What is asked of words here, in one place each, from a number on."""
    for t in range(start, len(ints)):
        told = ints[t, SIZE] | ints[t, KIND] << 8 | ints[t, SCRIPT] << _SCRIPT_AT
        told |= np.int64(ints[t, F_SIZE]) << _F_SIZE | np.int64(ints[t, MORE]) << _MORE | np.int64(ints[t, F_MORE]) << _F_MORE
        told |= np.int64(ints[t, FIRST]) << _FIRST | np.int64(ints[t, S_SIZE]) << _BONES
        if ints[t, KIND] == WORD and not ints[t, FLAGS] & (LOSSY | HAN):
            told |= _PLAIN
        if person and ints[t, GIVEN] > 0:
            told |= _GIVEN
        known[t, LETTERS_OF], known[t, SOUND_OF] = np.int64(bits[t, BAG]), np.int64(bits[t, F_BAG])
        known[t, KEY_EAST] = np.int64(ints[t, KEY]) << 32 | np.int64(ints[t, EAST])
        known[t, TS_RN] = np.int64(ints[t, TS]) << 32 | np.int64(ints[t, RN])
        if ints[t, FLAGS] & FATHERS:
            told |= 1 << 10
        if ints[t, FLAGS] & PLACE:
            told |= 1 << 11
        own = weight[t]
        if person and ints[t, KIND] == WORD and own > 0.1:
            own = max(own, 0.45)
        known[t, MET], known[t, TOLD], known_f[t, WORTH] = 0, told, own


@compiled
def touched(known, y, theirs, start, end):
    """Looks at what the pairs from one place to another will ask for: memory gives much at once sooner than one by one."""
    seen = 0
    for n in range(start, end):
        seen += y.names[theirs[n], N_READS]
    for n in range(start, end):
        if y.names[theirs[n], N_READS_N] > 0:
            seen += y.reads[y.names[theirs[n], N_READS], R_TOKENS]
    for n in range(start, end):
        if y.names[theirs[n], N_READS_N] > 0:
            seen += y.items[y.reads[y.names[theirs[n], N_READS], R_TOKENS]]
    for n in range(start, end):
        if y.names[theirs[n], N_READS_N] > 0:
            r = y.names[theirs[n], N_READS]
            for k in range(min(y.reads[r, R_TOKENS_N], 4)):
                token = y.items[y.reads[r, R_TOKENS] + k]
                seen += known[token, TOLD]
    return seen


@compiled
def _may(ints, bits, known, a, b, person):
    """`pairwise.may_meet`, from what is remembered where that is enough to say no."""
    t, u = known[a, TOLD], known[b, TOLD]
    if not t & u & _PLAIN or t & u & _GIVEN:
        return may_meet(ints, bits, a, b, person)
    if known[a, KEY_EAST] >> 32 == known[b, KEY_EAST] >> 32:
        return True
    more = min(t >> _F_MORE & 255, u >> _F_MORE & 255)
    if 2 * (count(np.uint64(known[a, SOUND_OF]) & np.uint64(known[b, SOUND_OF])) + more) >= _NEAR_SOUND * ((t >> _F_SIZE & 255) + (u >> _F_SIZE & 255)):
        return may_meet(ints, bits, a, b, person)
    more = min(t >> _MORE & 255, u >> _MORE & 255)
    if 2 * (count(np.uint64(known[a, LETTERS_OF]) & np.uint64(known[b, LETTERS_OF])) + more) >= _NEAR_LETTERS * ((t & 255) + (u & 255)):
        return may_meet(ints, bits, a, b, person)
    if maybe_vowels(t >> _FIRST & 127, u >> _FIRST & 127, t & 255, u & 255, t >> _BONES & 255, u >> _BONES & 255):
        return may_meet(ints, bits, a, b, person)
    same = known[a, TS_RN] ^ known[b, TS_RN]
    if known[a, KEY_EAST] & _LOW == known[b, KEY_EAST] & _LOW or same & _LOW == 0 or same >> 32 == 0:
        return may_meet(ints, bits, a, b, person)
    return False


@compiled
def _worth(known, known_f, token, place, size, person):
    if person and size > 2 and place > 0 and known[token, TOLD] & 1 << 10:
        return 0.35
    return known_f[token, WORTH]


@compiled
def _shared(bits, ints, a, b, bag, more):
    return count(bits[a, bag] & bits[b, bag]) + min(ints[a, more], ints[b, more])


@compiled
def _may_join(lexis, known, one, a, na, same_a, two, b, nb, same_b, work):
    """Might neighbours on the left together spell a word on the right? As `kernel._joined` asks, of all words."""
    ints, bits = lexis.ints, lexis.bits
    for i in range(na - 1):
        if has(same_a, i):
            continue
        long = known[one[a + i], TOLD] & 255
        for size in range(1, 3):
            if i + size >= na or has(same_a, i + size):
                break
            long += known[one[a + i + size], TOLD] & 255
            for j in range(nb):
                word = two[b + j]
                wide = known[word, TOLD] & 255
                if long > wide + 2 or long < wide - 2 or has(same_b, j):
                    continue
                shared = east = e_long = 0
                for n in range(size + 1):
                    token = one[a + i + n]
                    shared += _shared(bits, ints, token, word, BAG, MORE)
                    east += _shared(bits, ints, token, word, E_BAG, E_MORE)
                    e_long += ints[token, E_SIZE]
                near = 2 * shared >= NEAR * (long + wide) or 2 * east >= NEAR * (e_long + ints[word, E_SIZE])
                if near and run_alike(lexis, size + 1, one, a + i, word, work) >= TOGETHER:
                    return True
    return False


@compiled
def _falls_apart(lexis, word, two, b, nb, same):
    """May the letters of a word be cut into beginnings of the words on the right? In any order, and each as often as need be."""
    ints, more, pool = lexis.ints, lexis.more, lexis.pool
    at, size = ints[word, AT], ints[word, SIZE]
    ends = ONE
    for n in range(size):
        if not has(ends, n):
            continue
        for j in range(nb):
            token = two[b + j]
            for w in range(ints[token, WAYS], 0 if has(same, j) else ints[token, WAYS] + 2 * ints[token, WAYS_N], 2):
                shared = 0
                while shared < more[w + 1] and n + shared < size and pool[more[w] + shared] == pool[at + n + shared]:
                    shared += 1
                    ends |= bit(n + shared)
    return has(ends, size)


@compiled
def _may_shorten(lexis, known, known_f, one, a, na, over, same_a, two, b, nb, same_b):
    """Might a word on the left be an acronym of words on the right? `over` are the words that nothing answers, `same` those
    that the other name has too, and that are taken."""
    ints, bits = lexis.ints, lexis.bits
    telling, which = 0, -1
    for i in range(na):
        token = one[a + i]
        if has(over, i) and known[token, TOLD] >> 8 & 3 == WORD and known_f[token, WORTH] >= TELLING:
            telling, which = telling + 1, i
    if telling > 1:
        return False
    letters = begins = ZERO
    for j in range(nb):
        if not has(same_b, j):
            letters |= bits[two[b + j], LETTERS]
            begins |= bits[two[b + j], BEGINS]
    for i in range(na):
        token = one[a + i]
        size = known[token, TOLD] & 255
        if has(same_a, i) or (telling == 1 and i != which) or known[token, TOLD] >> 8 & 3 != WORD or size < SHORTEST or size > LONGEST:
            continue
        if bits[token, OWN] & ~letters == ZERO and has(begins, _letter(ints[token, FIRST])) and _falls_apart(lexis, token, two, b, nb, same_b):
            return True
    return False


@compiled
def lacks(x, r, y, q):
    """Is a number of the first reading not in the second?"""
    for n in range(x.reads[r, R_NUMS_N]):
        found = False
        for m in range(y.reads[q, R_NUMS_N]):
            found = found or x.items[x.reads[r, R_NUMS] + n] == y.items[y.reads[q, R_NUMS] + m]
        if not found:
            return True
    return False


@compiled
def _of_readings(x, r, y, q, weights):
    """What two readings come to by their numbers and by what part of a name they are."""
    total, part, other = 0.0, x.reads[r, R_PART], y.reads[q, R_PART]
    if x.reads[r, R_NUMS_N] + y.reads[q, R_NUMS_N] > 0:
        ours, theirs = lacks(x, r, y, q), lacks(y, q, x, r)
        if ours and theirs:
            total += weights[23]
        elif ours or theirs:
            total += weights[24]
    if part == _INSIDE or other == _INSIDE:
        total += weights[25]
    if part == _AKA or other == _AKA:
        total += weights[26]
    return total


@compiled
def _translated(lexis, known, one, a, na, two, b, nb):
    """May a word be the translation of another: one concept, written in two ways?"""
    for j in range(nb):
        if known[two[b + j], TOLD] >> 8 & 3 == CONCEPT:
            for i in range(na):
                if known[two[b + j], MET] >> i + MOST & 1 and lexis.ints[one[a + i], SPELLED] != lexis.ints[two[b + j], SPELLED]:
                    return True
    return False


@compiled
def _over(value, knot):
    return value - knot if value > knot else 0.0


@compiled
def whole_of(x, r, y, q, work):
    """How alike all words of two readings are in one string."""
    if x.reads[r, R_SCRIPT] and x.reads[r, R_SCRIPT] == y.reads[q, R_SCRIPT]:
        return indel_signs(x.items, x.reads[r, R_SHOWN], x.reads[r, R_SHOWN_N], y.items, y.reads[q, R_SHOWN], y.reads[q, R_SHOWN_N], work.ints)
    return indel_long(x.letters, x.reads[r, R_WHOLE], x.reads[r, R_WHOLE_N], y.letters, y.reads[q, R_WHOLE], y.reads[q, R_WHOLE_N], work.masks, work.sets)


@compiled
def hopeless(lexis, known, known_f, serial, x, r, y, q, person, weights, at_best, bar, work):
    """Is what two readings can come to at best less than `bar`, as log odds? `serial` is new for each name asked for."""
    ints, bits, one, two = lexis.ints, lexis.bits, x.items, y.items
    a, na = x.reads[r, R_TOKENS], x.reads[r, R_TOKENS_N]
    b, nb = y.reads[q, R_TOKENS], y.reads[q, R_TOKENS_N]
    if na > MOST or nb > MOST or na == 0 or nb == 0:
        return False
    met = left_b = rare_b = most_b = 0.0
    meets, equal, over_b, same_b = 0, 0, ZERO, ZERO
    some_b = 0
    twice = False
    for j in range(nb):
        token = two[b + j]
        if known[token, MET] >> 2 * MOST != serial:
            mask, most = serial << 2 * MOST, 0.0
            for i in range(na):
                if _may(ints, bits, known, one[a + i], token, person):
                    found, _ = sim(lexis, one[a + i], token, person, work)
                    if found > 0:
                        mask |= 1 << i
                        most = max(most, found)
                        if ints[one[a + i], KEY] == ints[token, KEY] and ints[one[a + i], KIND] == ints[token, KIND]:
                            mask |= 1 << i + MOST
            known[token, MET], known_f[token, LIKE] = mask, most
        worth = _worth(known, known_f, token, j, nb, person)
        mask = known[token, MET] & _MASK
        if mask != 0:
            same = known[token, MET] >> MOST & _MASK
            if same:
                twice = twice or equal & same != 0 or same & (same - 1) != 0
                equal |= same
                same_b |= bit(j)
            meets |= mask
            worth *= known_f[token, LIKE]
            met += worth
            most_b = max(most_b, worth)
            some_b += 1
        else:
            over_b |= bit(j)
            left_b += worth
            rare_b = max(rare_b, worth)
    left_a = rare_a = most_a = 0.0
    some_a, over_a, same_a = 0, ZERO, ZERO
    for i in range(na):
        worth = _worth(known, known_f, one[a + i], i, na, person)
        if meets >> i & 1:
            like = 0.0
            for j in range(nb):
                if known[two[b + j], MET] >> i & 1:
                    like = max(like, known_f[two[b + j], LIKE])
            worth *= like
            met += worth
            most_a = max(most_a, worth)
            some_a += 1
            if equal >> i & 1:
                same_a |= bit(i)
        else:
            over_a |= bit(i)
            left_a += worth
            rare_a = max(rare_a, worth)
    if twice:  # of two words that are the same one may be left
        same_a = same_b = ZERO
    met /= 2
    less, more = min(left_a, left_b), max(left_a, left_b)
    ratio = met / (met + less + more) if met > 0 else 0.0
    cover = met / (met + less) if met > 0 else 0.0
    rare, pairs = min(rare_a, rare_b), min(some_a, some_b)
    total = at_best + _of_readings(x, r, y, q, weights)
    total += weights[1] * ratio + weights[2] * _over(ratio, 0.4) + weights[3] * _over(ratio, 0.6) + weights[4] * _over(ratio, 0.8) + weights[5] * _over(ratio, 0.93)
    total += weights[6] * cover + weights[7] * _over(cover, 0.6) + weights[8] * _over(cover, 0.85)
    total += weights[9] * min(met, 3.0) + weights[10] * min(met, 1.0) + weights[11] * min(less, 3.0) + weights[12] * min(less, 0.4)
    total += weights[13] * min(more, 3.0) + weights[14] * min(more, 0.4) + (weights[15] + weights[16]) * rare + weights[17] * max(most_a, most_b)
    if over_a == ZERO and over_b == ZERO:
        total += weights[22]
    total += weights[28] * min(count(over_a), count(over_b), 2) / 2
    if not person and _translated(lexis, known, one, a, na, two, b, nb):
        total += max(weights[37], 0.0)
    against, another, initial, place_a, place_b = 0.0, False, False, False, False
    for i in range(na):
        if not has(over_a, i):
            continue
        t = known[one[a + i], TOLD]
        initial, place_a = initial or t >> 8 & 3 == INITIAL, place_a or t & 1 << 11 != 0
        for j in range(nb):
            if not has(over_b, j):
                continue
            u = known[two[b + j], TOLD]
            # A word that says little (0.1) contradicts none.
            if t >> 8 & 3 == WORD and u >> 8 & 3 == WORD and (t ^ u) >> _SCRIPT_AT & 15 == 0:
                one_w, two_w = known_f[one[a + i], WORTH], known_f[two[b + j], WORTH]
                if one_w > 0.1 and two_w > 0.1:
                    another = another or not (t | u) & 1 << 10
                    against = max(against, 1.0 if t & u & 1 << 10 else min(max(one_w, 0.45), max(two_w, 0.45)))
    for j in range(nb):
        if has(over_b, j):
            u = known[two[b + j], TOLD]
            initial, place_b = initial or u >> 8 & 3 == INITIAL, place_b or u & 1 << 11 != 0
    if person:
        total += weights[35] * against
        if na == nb:
            total += weights[38]
            if against > 0:
                total += weights[39]
        if another:
            total += weights[40]
        if pairs >= 2:
            total += weights[32]
        if pairs >= 3:
            total += weights[33]
        if pairs >= 4:
            total += weights[37]
        if rare > 0.4:
            total += weights[34]
        if initial and over_a != ZERO and over_b != ZERO:
            total += weights[36]
    else:
        total += weights[38] * against
        if place_a and place_b:
            total += weights[30]
        if x.reads[r, R_CODES] and y.reads[q, R_CODES]:
            if x.reads[r, R_CODES] == y.reads[q, R_CODES]:
                total += weights[34]
            elif x.reads[r, R_FAMILIES] & y.reads[q, R_FAMILIES] == 0:
                total += weights[32]
    whole = weights[19] + weights[20] * 0.3 + weights[21] * 0.15
    if total + whole >= bar - SLACK:
        if total >= bar or (over_a == ZERO and over_b == ZERO):
            return False
        alike = whole_of(x, r, y, q, work)
        if total + weights[19] * alike + weights[20] * _over(alike, 0.7) + weights[21] * _over(alike, 0.85) >= bar - SLACK:
            return False
    if not person and (
        _may_shorten(lexis, known, known_f, one, a, na, over_a, same_a, two, b, nb, same_b)
        or _may_shorten(lexis, known, known_f, two, b, nb, over_b, same_b, one, a, na, same_a)
    ):
        return False
    return not (_may_join(lexis, known, one, a, na, same_a, two, b, nb, same_b, work) or _may_join(lexis, known, two, b, nb, same_b, one, a, na, same_a, work))
