"""Words and names as numbers and arrays, for the compiled comparison.

`Vocabulary` numbers words (see `pairwise` for what is kept of each), `Shelf` names with their readings. Both grow as names
come, give views of what they hold, and can be put away as plain arrays and taken up again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from supplyline.names import acronym, data, pairwise, readings
from supplyline.names.align import LOSSY, OWN_LETTERS, is_patronymic
from supplyline.names.compare import may_stand
from supplyline.names.evidence import wholes_of
from supplyline.names.pairwise import FLAGS, MOST_LETTERS, MOST_WHOLE, MOST_WORDS, PARTS, R_SCRIPT, READ, Lexis, Side
from supplyline.names.parse import Parsed, Reading, Token
from supplyline.names.translit import consonants, eastern, skeleton

Array = npt.NDArray[Any]
_KINDS = {"word": 0, "concept": 1, "number": 2, "initial": 3}
_SCRIPTS = ("", "Latin", "Cyrillic", "Greek", "Han", "Hangul", "Kana", "Arabic", "Hebrew", "Armenian", "Georgian", "Devanagari", "Thai", "Ethiopic")
_WIDTHS = {"ints": FLAGS + 1, "bits": READ + 1}
_N, _R = 8, R_SCRIPT + 1
_LEXIS = {"ints": "i", "bits": "Q", "weight": "d", "pool": "B", "more": "i"}
_SIDE = {"names": "q", "reads": "i", "items": "i", "letters": "B"}


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


def _viewed(held: Mapping[str, array[Any]], widths: Mapping[str, int]) -> dict[str, Array]:
    """Arrays on the memory of what is held: to be let go before it grows."""
    views = {name: np.frombuffer(own, dtype=np.dtype(own.typecode)) for name, own in held.items()}
    return {name: view.reshape(-1, widths[name]) if name in widths else view for name, view in views.items()}


class Vocabulary:
    """Words of names of one kind of party, by number from 1 on."""

    def __init__(self, person: bool) -> None:
        self.person = person
        self._known: dict[Token, int] = {}
        self._by_id: dict[int, tuple[Token, int]] = {}
        self.texts: dict[str, int] = {"": 0}
        self._letters: dict[str, tuple[int, int]] = {}
        self._codes: dict[tuple[str, ...], int] = {(): 0}
        self._families: dict[str, int] = {}
        self._chars: dict[str, int] = {}
        self._held = {name: array(kind, bytes(array(kind).itemsize * _WIDTHS.get(name, 1))) for name, kind in _LEXIS.items()}

    def __len__(self) -> int:
        return len(self._held["weight"])

    def lexis(self) -> Lexis:
        return Lexis(**_viewed(self._held, _WIDTHS))

    def number(self, token: Token) -> int:
        """Of a word; 0 where it is too long for the tables."""
        found = self._by_id.get(id(token))
        if found is not None and found[0] is token:
            return found[1]
        at = self._known.get(token)
        if at is None:
            at = self._known[token] = self._add(token)
        if len(self._by_id) > 4 * len(self._known) + 1000:  # of words that are made anew each time
            self._by_id.clear()
        self._by_id[id(token)] = (token, at)
        return at

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def codes(self, reading: Reading) -> tuple[int, int]:
        """The legal forms of a reading by number, 0 for none, and their families as bits."""
        families = 0
        for _, family in reading.forms:
            families |= 1 << self._families.setdefault(family, len(self._families))
        return self._codes.setdefault(tuple(dict.fromkeys(code for code, _ in reading.forms)), len(self._codes)), families

    def _put(self, text: str) -> tuple[int, int]:
        """Where letters stand in the pool."""
        if (known := self._letters.get(text)) is None:
            pool = self._held["pool"]
            known = self._letters[text] = (len(pool), len(text))
            pool.frombytes(text.encode("ascii"))
        return known

    def _ways(self, ways: Sequence[str]) -> tuple[int, int]:
        held = self._held["more"]
        at = len(held)
        for way in ways:
            held.extend(self._put(way))
        return at, len(ways)

    def _runs(self, token: Token) -> tuple[int, int]:
        """The characters of a run that Korean or Japanese may read."""
        table = readings._table()
        if token.script != "Han" or len(token.shown) > readings.LONGEST or any(c not in table for c in token.shown):
            return 0, 0
        more = self._held["more"]
        for char in token.shown:
            if char not in self._chars:
                ends = []
                for sounds in table[char]:
                    ends.append(len(more))
                    for sound in sounds:
                        more.extend(self._put(sound))
                    ends.append(len(more))
                self._chars[char] = len(more)
                more.extend(ends)
        at = len(more)
        more.extend(self._chars[char] for char in token.shown)
        return at, len(token.shown)

    def _add(self, token: Token) -> int:
        word = token.spelled
        if len(word) > MOST_LETTERS or not word.isascii():
            return 0
        number, folded = self.text, skeleton(word)
        is_word = token.kind == "word"
        sound = consonants(word) if is_word else ""
        ways = () if self.person else tuple(way for way in acronym.ways(token) if len(way) <= MOST_LETTERS)
        east = eastern(folded)
        (bag, more), (f_bag, f_more), (e_bag, e_more), (s_bag, s_more) = map(_bag, (word, folded, east, sound))
        read = _mask(readings.begins(*((token.shown, True) if token.script == "Han" else (word, False))))
        given = data.given_names().get(token.key) if self.person else None
        korean, japanese = (readings._fold(word, folds) if is_word else "" for folds in (readings._KOREAN, readings._JAPANESE))
        flags = (
            pairwise.ALONE * token.alone | pairwise.LOSSY * (token.script in LOSSY) | pairwise.HAN * (token.script == "Han")
            | pairwise.OWN_LETTERS * (token.script in OWN_LETTERS) | pairwise.FATHERS * is_patronymic(token)
            | pairwise.PLACE * (not self.person and token.key in data.lexicon().places)
        )  # fmt: skip
        row = (
            number(token.key), _KINDS[token.kind], self._script(token.script), number(word), number(token.shown), number(folded),
            number(word.replace("ts", "c")), number(word.replace("rn", "m")), number(east), number(given) if given else 0,
            *self._put(word), *self._put(folded), *self._put(sound), *self._ways(ways), *self._runs(token), *self._put(korean),
            *self._put(japanese), more, f_more, e_more, len(east), s_more, ord(word[0]) if word else 0, flags,
        )  # fmt: skip
        begins = letters = 0
        for way in ways:
            if way:
                begins |= 1 << _bit(way[0])
                letters |= _mask(way)
        at = len(self)
        self._held["ints"].extend(row)
        self._held["bits"].extend((bag, f_bag, e_bag, s_bag, begins, letters, _mask(word), read))
        self._held["weight"].append(token.weight)
        return at

    def _script(self, script: str) -> int:
        return _SCRIPTS.index(script)


class Shelf:
    """Names and their readings, by number from 0 on, of the words of a vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._held = {name: array(kind) for name, kind in _SIDE.items()}
        self._count = 0
        self._held["items"].append(0)  # no array is empty, for a view of nothing is none
        self._held["letters"].append(0)
        self._held["reads"].extend([0] * _R)

    def __len__(self) -> int:
        return self._count

    def side(self) -> Side:
        if not self._count:
            raise ValueError("no names")
        return Side(**_viewed(self._held, {"names": _N, "reads": _R}))

    def add(self, parsed: Parsed) -> int:
        held, words = self._held, self._words
        text = parsed.text.encode("utf-8", "surrogatepass")
        places = dict.fromkeys(place for r in parsed.readings for place in r.aside)
        aside = len(held["items"])
        held["items"].extend(words.text(place) for place in places)
        first = len(held["reads"]) // _R
        hard = not parsed.readings[0].tokens or not all(map(self._read, parsed.readings))
        folded = hashlib.blake2b(parsed.text.casefold().encode("utf-8", "surrogatepass"), digest_size=8).digest()
        held["names"].extend((
            first, len(held["reads"]) // _R - first, len(held["letters"]), len(text), int.from_bytes(folded, "big", signed=True),
            aside, len(places), hard,
        ))  # fmt: skip
        held["letters"].frombytes(text)
        self._count += 1
        return self._count - 1

    def _read(self, reading: Reading) -> bool:
        """Puts a reading away; says no where it is too long for the tables."""
        held, words = self._held, self._words
        keys, shown, script = wholes_of(reading)
        numbers = [words.number(t) for t in reading.tokens]
        if len(numbers) > MOST_WORDS or 0 in numbers or len(keys) > MOST_WHOLE or len(shown) > MOST_WHOLE or not keys.isascii():
            return False
        codes, families = words.codes(reading)
        figures = {words.text(t.key) for t in reading.tokens if t.kind == "number"}
        items, letters = held["items"], held["letters"]
        at, after = len(items), len(items) + len(numbers)
        held["reads"].extend((
            at, len(numbers), PARTS.index(reading.part), may_stand(reading, words.person), codes, after, len(figures),
            len(letters), len(keys), after + len(figures), len(shown), families, words._script(script),
        ))  # fmt: skip
        items.extend((*numbers, *sorted(figures), *map(ord, shown)))
        letters.frombytes(keys.encode())
        return True
