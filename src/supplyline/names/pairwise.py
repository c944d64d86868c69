"""How alike are the words of many pairs of names?

`Tokens` numbers the words that were met and keeps as arrays what comparing them needs. `sims` promises for each two what
`align` would say of them; `together` and `acronyms` which pairs of names may hold words written together or an acronym,
and need a closer look: some that they name hold none, but none that does is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from supplyline.names import acronym, data
from supplyline.names.align import (
    LEAST_ALIKE,
    LETTERS_AN_EDIT,
    LOSSY,
    OWN_LETTERS,
    READ_AS,
    TELLING,
    WRITTEN_TOGETHER,
    alike,
    is_patronymic,
)
from supplyline.names.parse import Token
from supplyline.names.readings import begins as reading_begins
from supplyline.names.readings import reads_as
from supplyline.names.translit import consonants, eastern, skeleton

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]

_KINDS = {"word": 0, "concept": 1, "number": 2, "initial": 3}
_WORD, _CONCEPT, _NUMBER, _INITIAL = range(4)
_NEAR = 0.7  # words run together that sound less alike than this are not one word, however they are folded at the seam
# Of each token: numbers first, then what is bits.
_NUMBERS = ("key", "kind", "script", "spelled", "shown", "folded", "ts", "rn", "east", "given", "length", "folded_length",
            "first", "extra", "folded_extra", "sound_first", "sound_length", "sound_extra", "east_length", "east_extra")  # fmt: skip
_BITS = ("bag", "folded_bag", "sound_bag", "east_bag", "begins", "letters", "own", "own_first", "read")
_FLAGS = ("alone", "lossy", "han", "own_script", "patronymic", "place", "is_word", "is_concept", "is_initial", "telling")
_WEIGHTS = ("weight",)


class Side(Protocol):
    """The tokens of one name of each pair, end to end."""

    @property
    def token(self) -> Ints: ...
    @property
    def of(self) -> Ints: ...
    @property
    def starts(self) -> Ints: ...
    @property
    def sizes(self) -> Ints: ...


def ragged_pairs(left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """For each two counts every (of which, place on the left, place on the right)."""
    counts = left * right
    of = np.repeat(np.arange(len(left)), counts)
    at = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = right[of]
    return of, at // np.maximum(width, 1), at % np.maximum(width, 1)


def _bit(char: str) -> int:
    return ord(char) - 97 if "a" <= char <= "z" else 26 + ord(char) - 48 if "0" <= char <= "9" else 36


def _mask(text: str) -> int:
    out = 0
    for char in text:
        out |= 1 << _bit(char)
    return out


def _bag(text: str) -> tuple[int, int]:
    """Letters as bits, the first two of each letter, and how many more there are: what two words share at most."""
    bits = more = 0
    for char in text:
        at = _bit(char)
        if not bits >> at & 1:
            bits |= 1 << at
        elif at < 26 and not bits >> (37 + at) & 1:
            bits |= 1 << (37 + at)
        else:
            more += 1
    return bits, more


class Tokens:
    """Words by number, in the order they were met."""

    NONE, SAME, TRANSLATED, SPELLED, INITIAL, FORM = range(6)

    def __init__(self, person: bool) -> None:
        self._person = person
        self._held: dict[Token, int] = {}
        self._texts: dict[str, int] = {"": 0}
        self.scripts: dict[str, int] = {}
        self._rows: list[tuple[int, ...]] = []
        self._masks: list[tuple[int, ...]] = []
        self._marks: list[tuple[bool, ...]] = []
        self._weights: list[tuple[float, ...]] = []
        self.words: list[str] = []
        self._folds: list[str] = []
        self._shown: list[str] = []
        self._sounds: list[str] = []
        self._easts: list[str] = []
        self._arrays: dict[str, npt.NDArray[Any]] = {}

    def number(self, token: Token) -> int:
        if (known := self._held.get(token)) is not None:
            return known
        at = self._held[token] = len(self._held)
        number = self._text
        word, folded = token.spelled, skeleton(token.spelled)
        lossy = token.script in LOSSY
        sound = consonants(word) if token.kind == "word" else ""
        ways = () if token.kind == "number" or self._person else acronym.spellings(token.key, word, token.kind == "concept")
        east = eastern(folded)
        (bag, extra), (folded_bag, folded_extra), (sound_bag, sound_extra), (east_bag, east_extra) = map(_bag, (word, folded, sound, east))
        given = data.given_names().get(token.key) if self._person else None
        self._rows.append((
            number(token.key), _KINDS[token.kind], self.scripts.setdefault(token.script, len(self.scripts)), number(word), number(token.shown), number(folded),
            number(word.replace("ts", "c")), number(word.replace("rn", "m")), number(east),
            number(given) if given is not None else 0, len(word), len(folded), _bit(folded[0]) if folded else -1, extra, folded_extra,
            _bit(sound[0]) if sound else -1, len(sound), sound_extra, len(east), east_extra,
        ))  # fmt: skip
        begins = letters = 0
        for way in ways:
            if way:
                begins |= 1 << _bit(way[0])
                letters |= _mask(way)
        first = 1 << _bit(word[0]) if word else 0
        read = _mask(reading_begins(*((token.shown, True) if token.script == "Han" else (word, False))))
        self._masks.append((bag, folded_bag, sound_bag, east_bag, begins, letters, _mask(word), first, read))
        own = token.script in OWN_LETTERS
        place = not self._person and token.key in data.lexicon().places
        is_word = token.kind == "word"
        kinds = is_word, token.kind == "concept", token.kind == "initial", is_word and token.weight >= TELLING
        self._marks.append((token.alone, lossy, token.script == "Han", own, is_patronymic(token), place, *kinds))
        self._weights.append((token.weight,))
        self._shown.append(token.shown)
        self.words.append(word)
        self._folds.append(folded)
        self._sounds.append(sound)
        self._easts.append(east)
        return at

    def _text(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))

    def _grown(self) -> None:
        """Arrays of all that was met until now."""
        for names, rows, kind in (
            (_NUMBERS, self._rows, np.int64), (_BITS, self._masks, np.uint64), (_FLAGS, self._marks, np.bool_),
            (_WEIGHTS, self._weights, np.float64),
        ):  # fmt: skip
            if rows:
                new = np.array(rows, dtype=kind)
                for at, name in enumerate(names):
                    old = self._arrays.get(name)
                    column = np.ascontiguousarray(new[:, at])
                    self._arrays[name] = column if old is None else np.concatenate((old, column))
                rows.clear()

    def column(self, name: str) -> npt.NDArray[Any]:
        """One of `_NUMBERS`, `_BITS`, `_FLAGS` and `_WEIGHTS` of all tokens."""
        self._grown()
        return self._arrays[name]

    def sims(self, one: Ints, two: Ints) -> tuple[Doubles, npt.NDArray[np.int8], Bools]:
        """How alike, how, and whether the compared form is the same."""
        self._grown()
        held = self._arrays
        kind_a, kind_b = held["kind"][one], held["kind"][two]
        equal = (held["key"][one] == held["key"][two]) & (kind_a == kind_b)
        sim, how = np.zeros(len(one)), np.zeros(len(one), dtype=np.int8)
        self._of_equal(one, two, np.flatnonzero(equal), sim, how)
        fits = ~equal & (kind_a != _NUMBER) & (kind_b != _NUMBER) & ~((kind_a == _CONCEPT) & (kind_b == _CONCEPT))
        initial = (kind_a == _INITIAL) | (kind_b == _INITIAL)
        if self._person:
            at = np.flatnonzero(fits & initial & ((kind_a == _WORD) | (kind_b == _WORD)))
            at = at[held["own_first"][one[at]] == held["own_first"][two[at]]]
            sim[at], how[at] = 0.8, self.INITIAL
        at = np.flatnonzero(fits & ~initial)
        if self._person:
            given = held["given"][one[at]]
            forms = (given > 0) & (given == held["given"][two[at]])
            sim[at[forms]], how[at[forms]] = 0.97, self.FORM
            at = at[~forms & (held["patronymic"][one[at]] == held["patronymic"][two[at]])]
        at = at[held["alone"][one[at]] & held["alone"][two[at]]]
        at = at[self._may_be_alike(one[at], two[at])]
        codes, back = np.unique(one[at] << 32 | two[at], return_inverse=True)
        found = self._spelled(codes >> 32, codes & 0xFFFFFFFF)[back]
        sim[at] = found
        how[at[found > 0]] = self.SPELLED
        return sim, how, equal

    def _of_equal(self, one: Ints, two: Ints, at: Ints, sim: Doubles, how: npt.NDArray[np.int8]) -> None:
        held = self._arrays
        a, b = one[at], two[at]
        spelled = held["spelled"][a] == held["spelled"][b]
        concept = (held["kind"][a] == _CONCEPT) & ~spelled
        own = held["own_script"][a] & (held["script"][a] == held["script"][b]) & (held["kind"][a] == _WORD)
        other = own & (held["shown"][a] != held["shown"][b])
        sim[at] = np.where(concept, 0.99, np.where(other, 0.0, np.where(spelled, 1.0, 0.98)))
        how[at] = np.where(concept, self.TRANSLATED, np.where(other, self.NONE, np.where(spelled, self.SAME, self.SPELLED)))

    def _may_be_alike(self, a: Ints, b: Ints) -> Bools:
        """No two words that `align` holds to be alike are left out: what letters they share bounds it."""
        held = self._arrays

        def near(bag: str, extra: str, length: str, least: float) -> Bools:
            shared = np.bitwise_count(held[bag][a] & held[bag][b]) + np.minimum(held[extra][a], held[extra][b])
            fits: Bools = 2 * shared >= least * (held[length][a] + held[length][b])
            return fits

        out: Bools = near("folded_bag", "folded_extra", "folded_length", LEAST_ALIKE - 1e-9)
        out |= near("bag", "extra", "length", LEAST_ALIKE + 0.02 - 1e-9)
        for folded in ("spelled", "folded", "ts", "rn", "east"):
            out |= held[folded][a] == held[folded][b]
        sound = (held["lossy"][a] | held["lossy"][b]) & (held["script"][a] != held["script"][b])
        sound &= (held["sound_first"][a] == held["sound_first"][b]) | ~(held["han"][a] | held["han"][b])
        out |= sound & near("sound_bag", "sound_extra", "sound_length", LEAST_ALIKE - 1e-9)
        return out | self._may_be_read(a, b)

    def _may_be_read(self, a: Ints, b: Ints) -> Bools:
        """Characters and a word that one of their readings may begin."""
        held = self._arrays
        fits: Bools = (held["han"][a] != held["han"][b]) & (held["read"][a] & held["read"][b] != 0)
        return fits

    def _spelled(self, a: Ints, b: Ints) -> Doubles:
        """`align.alike` of the words, or by consonants between scripts of which one writes too little for more."""
        held = self._arrays
        la, lb = held["length"][a], held["length"][b]
        short, long = np.minimum(la, lb), np.maximum(la, lb)

        def same(which: str) -> Bools:
            equal: Bools = held[which][a] == held[which][b]
            return equal

        sim = np.zeros(len(a))
        open_ = (short >= 3) & (long - short <= 0.5 * long)
        at = np.flatnonzero(open_)
        ratio = np.maximum(self._near(self._folds, a[at], b[at]), self._near(self.words, a[at], b[at]) - 0.02)
        ratio = np.where(short[at] <= 4, ratio - 0.08, ratio)
        ratio = np.where(held["first"][a[at]] != held["first"][b[at]], ratio - 0.05, ratio)
        ratio = np.where(ratio >= LEAST_ALIKE, ratio, 0.0)
        near = np.flatnonzero(ratio)
        one, two = a[at[near]], b[at[near]]
        edits = cpdist([self._folds[n] for n in one.tolist()], [self._folds[n] for n in two.tolist()], scorer=OSA.distance, dtype=np.int64)
        shorter = np.minimum(held["folded_length"][one], held["folded_length"][two])
        ratio[near[edits > 1 + shorter // LETTERS_AN_EDIT]] = 0.0
        sim[at] = ratio * ratio
        sim[open_ & (short > 3) & same("east")] = 0.96
        sim[open_ & same("rn")] = 0.9
        sim[open_ & same("ts")] = 0.95
        sim[open_ & same("folded")] = 0.98
        sim[same("spelled")] = 1.0
        words = held["is_word"][a] & held["is_word"][b]
        lossy = (held["lossy"][a] | held["lossy"][b]) & ~same("script") & words & (sim < 0.8)
        lossy &= same("sound_first") | ~(held["han"][a] | held["han"][b])
        at = np.flatnonzero(lossy & (held["sound_length"][a] >= 3) & (held["sound_length"][b] >= 3))
        ratio = self._near(self._sounds, a[at], b[at])
        sim[at] = np.maximum(sim[at], np.where(ratio >= 0.74, 0.9 * ratio, 0.0))
        for n in np.flatnonzero(words & (sim < READ_AS) & self._may_be_read(a, b)).tolist():
            run, other = (a[n], b[n]) if held["han"][a[n]] else (b[n], a[n])
            if reads_as(self._shown[run], self.words[other]):
                sim[n] = READ_AS
        return np.where(words | (sim > 0.75), sim, 0.0)

    def _near(self, texts: Sequence[str], a: Ints, b: Ints) -> Doubles:
        one, two = [texts[n] for n in a.tolist()], [texts[n] for n in b.tolist()]
        found: Doubles = cpdist(one, two, scorer=Indel.normalized_similarity, dtype=np.float64)
        return found

    def together(self, a: Side, b: Side, free_a: Bools, free_b: Bools, left: Ints, right: Ints) -> Bools:
        """In which pairs may free neighbours of one name spell a free word of the other?"""
        held = self._arrays
        out = np.zeros(len(left), dtype=bool)
        for own, free, more, other, free_other in ((a, free_a, left, b, free_b), (b, free_b, right, a, free_a)):
            at = np.flatnonzero(free_other & (more[other.of] > 1))
            counts = np.bincount(other.of[at], minlength=len(left))
            first = np.cumsum(counts) - counts
            for size, start in self._runs(own, free):
                # Each run is held against each free word of the other name of its pair.
                mine = own.of[start]
                of, _, j = ragged_pairs(np.ones(len(start), dtype=np.int64), counts[mine])
                word = other.token[at[first[mine[of]] + j]] if len(of) else np.zeros(0, dtype=np.int64)
                begin = start[of]
                tokens = [own.token[begin + n] for n in range(size)]
                close = np.flatnonzero(np.abs(sum(held["length"][t] for t in tokens) - held["length"][word]) <= 2)
                tokens, word, of = [t[close] for t in tokens], word[close], of[close]
                near = np.flatnonzero(self._may_spell(tokens, word, "east") | self._may_spell(tokens, word, ""))
                tokens, word, of = [t[near] for t in tokens], word[near], of[near]
                # Short words are not folded where they stand alone: as they are spelled, too.
                sims = np.maximum(self._spelling(tokens, word, self._easts), self._spelling(tokens, word, self.words))
                for n in np.flatnonzero(sims >= _NEAR).tolist():
                    pair = mine[of[n]]
                    spelled = "".join(self.words[int(t[n])] for t in tokens)
                    out[pair] = out[pair] or alike(spelled, self.words[int(word[n])]) >= WRITTEN_TOGETHER
        return out

    def _may_spell(self, run: Sequence[Ints], word: Ints, form: str) -> Bools:
        """What letters they share bounds how alike words run together and one word are."""
        bag, extra, length = (self._arrays[f"{form}_{what}" if form else what] for what in ("bag", "extra", "length"))
        shared, letters = np.zeros(len(word), dtype=np.int64), length[word].copy()
        for token in run:
            shared += np.bitwise_count(bag[token] & bag[word]) + np.minimum(extra[token], extra[word])
            letters += length[token]
        near: Bools = 2 * shared >= _NEAR * letters
        return near

    def _spelling(self, run: Sequence[Ints], word: Ints, texts: Sequence[str]) -> Doubles:
        joined = ["".join(texts[n] for n in each) for each in zip(*(t.tolist() for t in run), strict=True)]
        found: Doubles = cpdist(joined, [texts[n] for n in word.tolist()], scorer=Indel.normalized_similarity, dtype=np.float64)
        return found

    @staticmethod
    def _runs(own: Side, free: Bools) -> list[tuple[int, Ints]]:
        """Where two and three free neighbours of one name begin."""
        two = free[:-1] & free[1:] & (own.of[:-1] == own.of[1:])
        three = two[:-1] & two[1:]
        return [(2, np.flatnonzero(two)), (3, np.flatnonzero(three))]

    def contradict(self, a: Side, b: Side, free_a: Bools, free_b: Bools, size: int) -> Doubles:
        """`evidence`'s weight of the words that each of `size` pairs has in place of one of the other: the most of one script."""
        held = self._arrays
        most, fathers = [], []
        for own, free in ((a, free_a), (b, free_b)):
            at = np.flatnonzero(free)
            at = at[held["is_word"][own.token[at]] & (held["weight"][own.token[at]] > 0.1)]
            token, place = own.token[at], own.of[at] * len(self.scripts) + held["script"][own.token[at]]
            heavy = np.zeros(size * len(self.scripts))
            np.maximum.at(heavy, place, np.maximum(held["weight"][token], 0.45))
            most.append(heavy)
            fathers.append(np.bincount(place[held["patronymic"][token]], minlength=len(heavy)) > 0)
        by_script = np.where(fathers[0] & fathers[1], np.maximum(1.0, np.minimum(*most)), np.minimum(*most))
        out: Doubles = by_script.reshape(size, len(self.scripts)).max(axis=1)
        return out

    def acronyms(self, a: Side, b: Side, free_a: Bools, free_b: Bools, left: Ints, right: Ints) -> Bools:
        """In which pairs may a free word of a name, beside none that is telling, stand for free words of the other?"""
        held = self._arrays
        out = np.zeros(len(left), dtype=bool)
        for own, free, other, free_other, many in ((a, free_a, b, free_b, right), (b, free_b, a, free_a, left)):
            begins, letters = np.zeros(len(left), dtype=np.uint64), np.zeros(len(left), dtype=np.uint64)
            of, token = other.of[free_other], other.token[free_other]
            np.bitwise_or.at(begins, of, held["begins"][token])
            np.bitwise_or.at(letters, of, held["letters"][token])
            at = np.flatnonzero(free)
            pair = own.of[at]
            telling = np.bincount(pair[held["telling"][own.token[at]]], minlength=len(left))
            at = at[(telling[pair] == held["telling"][own.token[at]]) & (many[pair] > 1)]
            pair, token = own.of[at], own.token[at]
            fits = held["is_word"][token] & (held["length"][token] >= acronym.SHORTEST) & (held["length"][token] <= acronym.LONGEST)
            fits &= (held["own_first"][token] & begins[pair] != 0) & (held["own"][token] & ~letters[pair] == 0)
            out[pair[fits]] = True
        return out
