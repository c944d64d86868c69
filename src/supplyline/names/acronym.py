"""Does a short word stand for the words of another name?

`expansion` answers with the tokens that a word such as "УОМЗ", "TsNIIMash" or "IEI" abbreviates and with how many bits
that is more than chance. The word must fall into pieces, each the beginning of one token in the order of the name; a
translated token may be written out in its own words or in those of any Slavic form that the lexicon knows, so that
"UPZ" stands for "Ural Instrument-making Plant" (Уральский приборостроительный завод). Work is bounded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from supplyline.names import data
from supplyline.names.parse import Token

SHORTEST, LONGEST = 2, 16
MOST_TOKENS = 14
LEAST_BITS = 6.0
SHORT = 5  # letters of a word that is an acronym itself, and of which no other takes the letters apart
TWO_SYLLABLES = 6  # letters of a word of two syllables: any word begins like another and has some letter after that
# What a first letter of a spelling may be written as in an abbreviation.
_ALSO = (("ts", "c"), ("kh", "h"), ("kh", "x"), ("ya", "ia"), ("yu", "iu"), ("ye", "e"), ("e", "ye"), ("zh", "j"), ("sh", "s"), ("ch", "c"), ("h", "g"))  # fmt: skip
_LETTER = math.log2(14.0)  # bits of one letter met by chance: letters are far from equally common
UNORDERED, MOST_UNORDERED = 4, 7  # letters of an acronym whose words may stand in another order
_SKIPPED = 1.6  # bits that a token passed over costs


@lru_cache(maxsize=50_000)
def spellings(key: str, spelled: str, concept: bool) -> tuple[str, ...]:
    """The ways to write a token whose beginnings an abbreviation may hold."""
    own = [spelled] if spelled else []
    if concept:
        own += [key.replace(" ", ""), *data.lexicon().slavic.get(key, ())]
    out = dict.fromkeys(own)
    for word in own:
        for begins, other in _ALSO:
            if word.startswith(begins):
                out.setdefault(other + word[len(begins) :])
    return tuple(out)


def ways(token: Token) -> tuple[str, ...]:
    """The spellings of a token of a name; none of a number, nor of what an acronym within that name ("VNII") stands for."""
    if token.kind == "number" or (not token.alone and len(token.shown) <= SHORT and token.script != "Han" and " " not in token.shown):
        return ()
    return spellings(token.key, token.spelled, token.kind == "concept")


BRAND_BITS = 14.0  # more than chance, where syllables begin with those of a brand: many brands begin alike


def _shared(a: str, b: str) -> int:
    n = 0
    for one, two in zip(a, b, strict=False):
        if one != two:
            break
        n += 1
    return n


def _in_any_order(
    letters: str, places: Sequence[int], words: Sequence[tuple[str, ...]]
) -> tuple[tuple[int, ...], float]:
    """A letter for each word in the order of another language: МФТИ, Moscow Institute of Physics and Technology.
    The orders that are as good by chance take bits away."""
    if len(places) != len(letters):
        return (), 0.0
    free = list(range(len(places)))
    for letter in letters:
        fits = [n for n in free if any(w.startswith(letter) for w in words[n])]
        if not fits:
            return (), 0.0
        free.remove(min(fits, key=lambda n: sum(any(w.startswith(c) for w in words[n]) for c in letters)))
    spelled = sum(math.log2(max(len(w), 1)) for w in words)
    return tuple(places), len(letters) * _LETTER - math.log2(math.factorial(len(letters))) - 0.3 * spelled


def expansion(short: Token, long: Sequence[Token], free: Sequence[int]) -> tuple[tuple[int, ...], float]:
    """The places of the free tokens that the word abbreviates, and the bits; nothing and 0 where it does not."""
    letters = short.spelled
    if not SHORTEST <= len(letters) <= LONGEST or short.kind != "word" or len(free) < 2:
        return (), 0.0
    places = free[:MOST_TOKENS]
    words = [ways(long[n]) for n in places]
    if not any(w.startswith(letters[0]) for own in words[:3] for w in own):
        return (), 0.0
    # best[at]: (bits, tokens used) after reading `at` letters with the tokens so far, in order.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    done: tuple[float, tuple[int, ...]] = (0.0, ())
    for place, own in zip(places, words, strict=True):
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        second = not long[place].alone and place > 0 and long[place - 1].shown == long[place].shown
        for at, (bits, used) in best.items():
            passed = (bits if second else bits - _SKIPPED, used)  # the second meaning of one word costs nothing
            if passed > after.get(at, (-99.0, ())):
                after[at] = passed
            rest = letters[at:]
            longest = max((_shared(way, rest) for way in own), default=0)
            # One letter of a long word is the rule; more are better evidence, but not each as good as a first letter.
            for size in range(1, longest + 1):
                gained = bits + _LETTER + 2.2 * (size - 1) - 0.7 * math.log2(max(len(own), 1))
                found = (gained, (*used, place))
                if found > after.get(at + size, (-99.0, ())):
                    after[at + size] = found
        best = after
        if (whole := best.get(len(letters))) is not None and whole > done:
            done = whole
    bits, used = done
    if not used and UNORDERED <= len(letters) <= MOST_UNORDERED:
        used, bits = _in_any_order(letters, places, words)
        if bits < BRAND_BITS and any(long[n].kind == "word" for n in used):
            return (), 0.0
    if len(used) < 2 or bits < LEAST_BITS or (len(used) == 2 < len(letters) < TWO_SYLLABLES):
        return (), 0.0
    if len(used) < len(letters) and long[used[0]].kind == "word" and bits < BRAND_BITS:
        return (), 0.0
    wholly = {long[n].shown for n in used if not long[n].alone}  # all meanings of a word go with one of them
    return tuple(n for n in places if n in used or (not long[n].alone and long[n].shown in wholly)), bits
