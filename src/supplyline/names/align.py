"""Which word of one name answers which word of another, and how?

`align` promises that every token of both readings is in exactly one pair or left over, that the best pairs are
taken first, and that ties fall to the earlier tokens, so that the same two readings always give the same pairs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from supplyline.names import data
from supplyline.names.acronym import BRAND_BITS, expansion
from supplyline.names.parse import HONOURED, Reading, Token
from supplyline.names.readings import reads_as
from supplyline.names.translit import consonants, eastern, skeleton

TELLING = 0.6  # the weight of a word that tells parties apart
FEW_BITS = 9.0  # more than two first letters
LEAST_ALIKE = 0.74  # below this two words are two words
WRITTEN_TOGETHER = 0.8  # so alike are two words and one, or they are not the same
LETTERS_AN_EDIT = 4  # one letter of a word may differ, and one more for each so many letters
VOWELS = 0.6  # words that differ by vowels alone, too short or too unlike for their letters to say so
READ_AS = 0.9  # characters read in Korean or Japanese: one reading of several
_PATRONYMIC = re.compile(r"(?:[aeoi]v[iy]?ch|ich|[aeoi][vu]na|ichna)$")


class Pair(NamedTuple):
    """Tokens of one name and the tokens of the other that answer them."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    sim: float
    how: str  # same, spelled, translated, name form, initial, joined, acronym
    bits: float = 0.0  # of an acronym: how much more than chance it is


def is_patronymic(token: Token) -> bool:
    """Shaped like a Slavic father's name; a few surnames are shaped so too."""
    return len(token.spelled) > 5 and _fathers(token.key)


def bare(token: Token) -> bool:
    """A surname that may have lost its mark (Vucic is Vučić): it is no father's name by its letters, and may be the same word
    as one that is."""
    return token.spelled.endswith("ic")


@lru_cache(maxsize=50_000)
def _fathers(word: str) -> bool:
    return _PATRONYMIC.search(word) is not None


class Alignment(NamedTuple):
    pairs: tuple[Pair, ...]
    left_over: tuple[int, ...]
    right_over: tuple[int, ...]


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> float:
    """How alike two romanised words sound and look, 0 when too little to be one word."""
    if a == b:
        return 1.0
    short = min(len(a), len(b))
    if short < 3 or abs(len(a) - len(b)) > 0.5 * max(len(a), len(b)):
        return 0.0
    one, two = skeleton(a), skeleton(b)
    if one == two:
        return 0.98
    if a.replace("ts", "c") == b.replace("ts", "c"):
        return 0.95  # ц is c in ISO 9 and ts in English: CNII and TsNII
    if a.replace("rn", "m") == b.replace("rn", "m"):
        return 0.9  # as scanners read it
    if short > 3 and eastern(one) == eastern(two):
        return 0.96
    ratio = max(Indel.normalized_similarity(one, two), Indel.normalized_similarity(a, b) - 0.02)
    if short <= 4:
        ratio -= 0.08  # one letter of a short word is much
    if one[:1] != two[:1]:
        ratio -= 0.05
    if ratio < LEAST_ALIKE or OSA.distance(one, two) > 1 + len(min(one, two, key=len)) // LETTERS_AN_EDIT:
        return 0.0
    return ratio * ratio


OWN_LETTERS = frozenset({"Han", "Hangul"})
LOSSY = frozenset({"Han", "Arabic", "Hebrew"})


@lru_cache(maxsize=50_000)
def _by_consonants(a: Token, b: Token) -> float:
    """How alike two words of two scripts sound, where one script writes too little for more."""
    one, two = consonants(a.spelled), consonants(b.spelled)
    if min(len(one), len(two)) < 3 or (one[0] != two[0] and "Han" in (a.script, b.script)):
        return 0.0  # a name that was written in characters by its sound keeps how it begins
    ratio = Indel.normalized_similarity(one, two)
    return 0.9 * ratio if ratio >= 0.74 else 0.0


@lru_cache(maxsize=100_000)
def _by_vowels(a: str, b: str) -> bool:
    """Do two words begin with one letter, have the same consonants, two or more, and differ by vowels alone?"""
    if a[:1] != b[:1] or abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 3:
        return False
    one = consonants(a)
    return len(one) > 1 and one == consonants(b)


def _token_pair(a: Token, b: Token, person: bool) -> tuple[float, str]:
    if a.key == b.key and a.kind == b.kind:
        if a.kind == "concept" and a.spelled != b.spelled:
            return 0.99, "translated"
        if a.script == b.script in OWN_LETTERS and a.kind == "word" and a.shown != b.shown:
            return 0.0, ""  # other characters of one sound are another name, where both are written in them
        return (1.0, "same") if a.spelled == b.spelled else (0.98, "spelled")
    kinds = {a.kind, b.kind}
    if "number" in kinds or kinds == {"concept"}:
        return 0.0, ""
    if "initial" in kinds:
        fits = person and a.spelled[0] == b.spelled[0] and kinds == {"initial", "word"}
        return (0.8, "initial") if fits else (0.0, "")
    if person:
        known = data.given_names()
        if (name := known.get(a.key)) is not None and name == known.get(b.key):
            return 0.97, "name form"
        if is_patronymic(a) != is_patronymic(b) and not (bare(a) or bare(b)):
            return 0.0, ""  # Ivanovich is no Ivanov
    if not (a.alone and b.alone):
        return 0.0, ""
    sim = alike(a.spelled, b.spelled)
    if (
        sim < 0.8
        and a.script != b.script
        and (a.script in LOSSY or b.script in LOSSY)
        and kinds == {"word"}
    ):
        sim = max(sim, _by_consonants(a, b))
    if sim < READ_AS and (a.script == "Han") != (b.script == "Han") and kinds == {"word"}:
        run, other = (a, b) if a.script == "Han" else (b, a)
        if reads_as(run.shown, other.spelled):
            sim = READ_AS
    if not sim and kinds == {"word"} and _by_vowels(a.spelled, b.spelled):
        sim = VOWELS
    return (sim, "spelled") if sim and (kinds == {"word"} or sim > 0.75) else (0.0, "")


def _joined(
    left: tuple[Token, ...], right: tuple[Token, ...], free: list[int], one: int
) -> tuple[float, tuple[int, ...]]:
    """The best run of two or three free neighbours on the left that together spell one token on the right."""
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    whole = right[one].spelled
    long = len(whole)
    for at, i in enumerate(free):
        text = left[i].spelled
        for size in (1, 2):
            if at + size >= len(free) or free[at + size] != i + size:
                break
            text += left[i + size].spelled
            if len(text) > long + 2:
                break
            if len(text) >= long - 2 and (sim := alike(text, whole)) > best[0]:
                best = (sim, tuple(range(i, i + size + 1)))
    return best if best[0] >= WRITTEN_TOGETHER else (0.0, ())


def align(a: Reading, b: Reading, person: bool) -> Alignment:
    left, right = a.tokens, b.tokens
    pairs: list[Pair] = []
    places: dict[str, list[int]] = {}
    for j, token in enumerate(right):
        places.setdefault(token.key, []).append(j)
    free_left: list[int] = []
    taken: set[int] = set()
    for i, token in enumerate(left):  # equal words first: quick, and nothing can fit better
        for j in places.get(token.key, ()):
            if j not in taken and right[j].kind == token.kind:
                sim, how = _token_pair(token, right[j], person)
                if not sim:
                    continue
                pairs.append(Pair((i,), (j,), sim, how))
                taken.add(j)
                break
        else:
            free_left.append(i)
    free_right = [j for j in range(len(right)) if j not in taken]
    scored = []
    for i in free_left:
        for j in free_right:
            one, two = left[i], right[j]
            if one.kind == two.kind != "word":
                continue  # two numbers or two concepts that differ, or two initials
            sim, how = _token_pair(one, two, person)
            if sim:
                scored.append((-sim, i, j, how))
    for minus, i, j, how in sorted(scored):
        if i in free_left and j in free_right:
            pairs.append(Pair((i,), (j,), -minus, how))
            free_left.remove(i)
            free_right.remove(j)
    for j in list(free_right) if len(free_left) > 1 else ():
        sim, run = _joined(left, right, free_left, j)
        if run:
            pairs.append(Pair(run, (j,), sim, "joined"))
            free_left = [n for n in free_left if n not in run]
            free_right.remove(j)
    for i in list(free_left) if len(free_right) > 1 else ():
        sim, run = _joined(right, left, free_right, i)
        if run:
            pairs.append(Pair((i,), run, sim, "joined"))
            free_right = [n for n in free_right if n not in run]
            free_left.remove(i)
    if not person and len(free_left) + len(free_right) > 2:
        for i in list(free_left):
            run, bits = expansion(left[i], right, free_right)
            if run and _stands(left, free_left, i, right, free_right, run, bits):
                pairs.append(Pair((i,), run, 0.85, "acronym", bits))
                free_left.remove(i)
                free_right = [n for n in free_right if n not in run]
        for j in list(free_right):
            run, bits = expansion(right[j], left, free_left)
            if run and _stands(right, free_right, j, left, free_left, run, bits):
                pairs.append(Pair(run, (j,), 0.85, "acronym", bits))
                free_right.remove(j)
                free_left = [n for n in free_left if n not in run]
    return Alignment(tuple(pairs), tuple(free_left), tuple(free_right))


def _stands(
    tokens: Sequence[Token], free: Sequence[int], at: int, long: Sequence[Token], others: Sequence[int], run: Sequence[int], bits: float
) -> bool:  # fmt: skip
    """An acronym stands for all of a name: a telling word left beside it ("Gros" in "Grégoire Gros") makes it a word, and
    one left beside what it stands for asks for more than chance. Two letters are met by chance among many names, unless
    they are the whole of one and stand for the whole of the other, but for light words (whom a plant is named after); so
    are syllables ("Sal" and "is" of "Salieri Estate"), which may leave no word beside them."""
    if any(n != at and _telling(tokens[n]) for n in free):
        return False
    if len(run) < len(tokens[at].spelled) and len(free) > 1:
        return False
    left = [long[n] for n in others if n not in run]
    if bits < BRAND_BITS and any(map(_telling, left)):
        return False
    return bits >= FEW_BITS or (len(tokens) == 1 and all(t.weight <= HONOURED for t in left))


def _telling(token: Token) -> bool:
    return token.kind == "word" and token.weight >= TELLING
