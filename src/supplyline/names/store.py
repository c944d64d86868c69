"""Words and names as numbers and arrays, for the compiled comparison.

`Vocabulary` numbers words (see `pairwise` for what is kept of each), `Shelf` names with their readings. Both grow as names
come, give views of what they hold, and can be put away as plain arrays and taken up again.
"""

from __future__ import annotations

import gc
import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from supplyline.names import acronym, data, readings
from supplyline.names import layout as columns
from supplyline.names.align import LOSSY, OWN_LETTERS, bare, is_patronymic
from supplyline.names.compare import may_stand
from supplyline.names.evidence import wholes_of
from supplyline.names.index import Spread, Texts
from supplyline.names.layout import (
    ALONE,
    FLAGS,
    KEY,
    KIND,
    MOST_LETTERS,
    MOST_WHOLE,
    MOST_WORDS,
    N_ASIDE,
    N_ASIDE_N,
    N_READS,
    N_TEXT,
    PARTS,
    R_CODES,
    R_FAMILIES,
    R_NUMS,
    R_NUMS_N,
    R_PART,
    R_SCRIPT,
    R_SHOWN,
    R_TOKENS,
    R_TOKENS_N,
    R_WHOLE,
    READ,
    SCRIPT,
    SHOWN,
    SPELLED,
    WORD_COLUMNS,
    Lexis,
    Side,
)
from supplyline.names.parse import Parsed, Reading, Token, parse
from supplyline.names.translit import consonants, eastern, skeleton
from supplyline.names.words import ragged

Array = npt.NDArray[Any]
_KINDS = {"word": 0, "concept": 1, "number": 2, "initial": 3}
_SCRIPTS = ("", "Latin", "Cyrillic", "Greek", "Han", "Hangul", "Kana", "Arabic", "Hebrew", "Armenian", "Georgian", "Devanagari", "Thai", "Ethiopic")
_SCRIPT_FLAGS = {
    name: columns.LOSSY * (name in LOSSY) | columns.HAN * (name == "Han") | columns.OWN_LETTERS * (name in OWN_LETTERS) for name in _SCRIPTS
}
_WIDTHS = {"ints": WORD_COLUMNS, "bits": READ + 1}
_N, _R = 8, R_SCRIPT + 1
_NO_BITS = (0,) * (READ + 1)  # compiled code tells them of the letters
_MOST_WRITTEN = 100_000  # words of readings that are made again
_CHUNK = 20_000  # names that a worker takes at a time
_LEXIS = {"ints": "i", "bits": "Q", "weight": "d", "pool": "B", "more": "i"}
_SIDE = {"names": "q", "reads": "i", "items": "i", "letters": "B"}


def _viewed(held: Mapping[str, array[Any]], widths: Mapping[str, int]) -> dict[str, Array]:
    """Arrays on the memory of what is held: to be let go before it grows."""
    views = {name: np.frombuffer(own, dtype=np.dtype(own.typecode)) for name, own in held.items()}
    return {name: view.reshape(-1, widths[name]) if name in widths else view for name, view in views.items()}


def _texts(texts: Sequence[str]) -> tuple[Array, Array]:
    """Texts end to end as bytes, and where each ends."""
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    return np.frombuffer(b"".join(parts) or b"\0", dtype=np.uint8), np.cumsum([0, *map(len, parts)], dtype=np.int64)


def _untexted(letters: Array, ends: Array) -> list[str]:
    raw, marks = letters.tobytes(), ends.tolist()
    return [raw[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise(marks)]


@cache
def _families() -> dict[str, int]:
    forms = data.forms()
    return {family: n for n, family in enumerate(sorted({f for held in (forms.anywhere, forms.last, forms.han) for _, f in held.values()}))}


@contextmanager
def in_bulk() -> Iterator[None]:
    """Reading many names makes many things and no rings of them: Python's search for rings would take a third of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what was made is old now, and is not looked through at once
        gc.unfreeze()
        gc.enable()


class Vocabulary:
    """Words of names of one kind of party, by number from 1 on."""

    def __init__(self, person: bool) -> None:
        self.person = person
        self.filled = 1  # words of whose letters compiled code has told
        self.known: Array | None = None  # what compiled code remembers of words
        self._known: dict[tuple[Any, ...], int] = {}
        self._by_id: dict[int, tuple[Token, int]] = {}
        self.texts: dict[str, int] = {"": 0}
        self._letters: dict[str, tuple[int, int]] = {}
        self._codes: dict[str, int] = {"": 0}
        self._chars: dict[str, int] = {}
        self._held: dict[str, array[Any]] = {name: array(kind, bytes(array(kind).itemsize * _WIDTHS.get(name, 1))) for name, kind in _LEXIS.items()}

    ARRAYS = (*_LEXIS, "texts", "text_ends", "codes", "code_ends")

    def __len__(self) -> int:
        return len(self._held["weight"])

    def plain(self) -> Vocabulary:
        """Itself, fit to be handed to another process."""
        self._by_id.clear()
        return self

    def lexis(self) -> Lexis:
        return Lexis(**_viewed(self._held, _WIDTHS))

    def arrays(self) -> dict[str, Array]:
        """All that it knows, for `of`."""
        texts, text_ends = _texts(list(self.texts))
        codes, code_ends = _texts(list(self._codes))
        return {**self.lexis()._asdict(), "texts": texts, "text_ends": text_ends, "codes": codes, "code_ends": code_ends}

    @staticmethod
    def of(person: bool, arrays: Mapping[str, Array]) -> Vocabulary:
        made = Vocabulary(person)
        for name, own in made._held.items():
            del own[:]
            own.frombytes(arrays[name].tobytes())
        made.texts = {text: n for n, text in enumerate(_untexted(arrays["texts"], arrays["text_ends"]))}
        made._codes = {text: n for n, text in enumerate(_untexted(arrays["codes"], arrays["code_ends"]))}
        ints = arrays["ints"][:, [KEY, KIND, SHOWN, SPELLED, SCRIPT, FLAGS]].tolist()
        known = zip(ints, arrays["weight"].tolist(), strict=True)
        made._known = {(*own[:5], own[5] & ALONE, weight): n for n, (own, weight) in enumerate(known) if n}
        return made

    def number(self, token: Token) -> int:
        """Of a word; 0 where it is too long for the tables."""
        found = self._by_id.get(id(token))
        if found is not None and found[0] is token:
            return found[1]
        # How a word is written tells it apart in characters only, or among the meanings of one word.
        shown = token.shown if token.script in OWN_LETTERS or not token.alone else ""
        texts = self.texts
        text = texts.setdefault
        own = (
            text(token.key, len(texts)), _KINDS[token.kind], text(shown, len(texts)), text(token.spelled, len(texts)), _SCRIPTS.index(token.script),
            token.alone, token.weight,
        )  # fmt: skip
        at = self._known.get(own)
        if at is None:
            at = self._known[own] = self._add(token, shown)
        if len(self._by_id) > 400_000:
            self._by_id.clear()
        self._by_id[id(token)] = (token, at)
        return at

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def codes(self, reading: Reading) -> tuple[int, int]:
        """The legal forms of a reading by number, 0 for none, and their families as bits."""
        if not reading.forms:
            return 0, 0
        families = 0
        for _, family in reading.forms:
            families |= 1 << _families()[family]
        return self._codes.setdefault("|".join(dict.fromkeys(code for code, _ in reading.forms)), len(self._codes)), families

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

    def _add(self, token: Token, shown: str) -> int:
        word = token.spelled
        if len(word) > MOST_LETTERS or not word.isascii():
            return 0
        texts, put, person = self.texts, self._put, self.person
        number = texts.setdefault
        is_word = token.kind == "word"
        sound = skeleton(word)
        bones = consonants(word) if is_word else ""
        ways = () if person else tuple([way for way in acronym.ways(token) if len(way) <= MOST_LETTERS])
        east = eastern(sound)
        given = data.given_names().get(token.key) if person else None
        korean, japanese = readings.folds(word) if is_word else ("", "")
        flags = (
            ALONE * token.alone | _SCRIPT_FLAGS[token.script] | columns.FATHERS * is_patronymic(token)
            | columns.BARE * bare(token)
            | columns.PLACE * (not person and token.key in data.lexicon().places)
        )  # fmt: skip
        row = (
            number(token.key, len(texts)), _KINDS[token.kind], _SCRIPTS.index(token.script), flags, number(word, len(texts)), number(sound, len(texts)),
            number(word.replace("ts", "c"), len(texts)), number(word.replace("rn", "m"), len(texts)), number(east, len(texts)),
            number(given, len(texts)) if given else 0, len(word), len(sound), 0, 0, ord(word[0]) if word else 0, number(shown, len(texts)),
            put(word)[0], put(sound)[0], *put(bones), 0, *self._ways(ways), *self._runs(token), *put(korean), *put(japanese), 0, len(east), 0,
        )  # fmt: skip
        at = len(self)
        self._held["ints"].extend(row)
        self._held["bits"].extend(_NO_BITS)
        self._held["weight"].append(token.weight)
        return at

    def renumbered(self, into: Vocabulary) -> tuple[Array, Array, Array]:
        """The numbers that words, texts and legal forms of this vocabulary have in another one, which learns them."""
        texts = np.array([into.text(text) for text in self.texts], dtype=np.int32)
        codes = np.array([into._codes.setdefault(text, len(into._codes)) for text in self._codes], dtype=np.int32)
        words, plain, kinds = np.zeros(len(self), dtype=np.int32), list(self.texts), list(_KINDS)
        for own, at in self._known.items():
            key, kind, shown, spelled, script, alone, weight = own
            known = (int(texts[key]), kind, int(texts[shown]), int(texts[spelled]), script, alone, weight)
            found = into._known.get(known)
            if found is None:
                token = Token(plain[key], plain[shown], kinds[kind], weight, plain[spelled], _SCRIPTS[script], bool(alone))
                found = into._known[known] = into._add(token, plain[shown]) if at else 0
            words[at] = found
        return words, texts, codes


class Shelf:
    """Names and their readings, by number from 0 on, of the words of a vocabulary; `shown`: also how each of their words is
    written, behind the numbers of the words."""

    def __init__(self, words: Vocabulary, shown: bool = False) -> None:
        self._words, self._shown = words, shown
        self._held: dict[str, array[Any]] = {name: array(kind) for name, kind in _SIDE.items()}
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

    def empty(self) -> Side:
        return Side(np.zeros((0, _N), np.int64), np.zeros((0, _R), np.int32), np.zeros(1, np.int32), np.zeros(1, np.uint8))

    def add(self, parsed: Parsed) -> int:
        held, words = self._held, self._words
        text = parsed.text.encode("utf-8", "surrogatepass")
        places = dict.fromkeys(place for r in parsed.readings for place in r.aside) if len(parsed.readings) > 1 else {}
        aside = len(held["items"])
        held["items"].extend(words.text(place) for place in places)
        first = len(held["reads"]) // _R
        hard = not parsed.readings[0].tokens or not all(map(self._read, parsed.readings))
        folded = hashlib.blake2b(parsed.text.casefold().encode("utf-8", "surrogatepass"), digest_size=8, usedforsecurity=False).digest()
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
        shapes = [words.text(t.shown) for t in reading.tokens] if self._shown else []
        at, after = len(items), len(items) + len(numbers) + len(shapes)
        held["reads"].extend((
            at, len(numbers), PARTS.index(reading.part), may_stand(reading, words.person), codes, after, len(figures),
            len(letters), len(keys), after + len(figures), len(shown), families, _SCRIPTS.index(script),
        ))  # fmt: skip
        items.extend((*numbers, *shapes, *sorted(figures), *map(ord, shown)))
        letters.frombytes(keys.encode())
        return True

    def moved(self, maps: tuple[Array, Array, Array], reads: int, items: int, letters: int) -> Side:
        """Copies, in the numbers of another vocabulary, to be put behind so many readings, items and letters."""
        words, texts, codes = maps
        side = self.side()
        names, rows, own = side.names.copy(), side.reads.copy(), side.items.copy()
        some = rows[:, R_TOKENS_N]
        for at, many, new in ((rows[:, R_TOKENS], some, words), (rows[:, R_TOKENS] + some, some * self._shown, texts), (rows[:, R_NUMS], rows[:, R_NUMS_N], texts), (names[:, N_ASIDE], names[:, N_ASIDE_N], texts)):
            which = ragged(at, many)
            own[which] = new[own[which]]
        rows[:, R_CODES] = codes[rows[:, R_CODES]]
        names[:, N_READS] += reads
        names[:, [N_ASIDE]] += items
        names[:, N_TEXT] += letters
        rows[:, [R_TOKENS, R_NUMS, R_SHOWN]] += items
        rows[:, R_WHOLE] += letters
        return Side(names, rows, own, side.letters.copy())


def merged(person: bool, read: Iterable[tuple[Vocabulary, Shelf]]) -> tuple[dict[str, Array], Side]:
    """The words and names of several parts as if all had been read in one."""
    words, sides, ends = Vocabulary(person), [], (0, 0, 0)
    for own, shelf in read:
        side = shelf.moved(own.renumbered(words), *ends)
        sides.append(side)
        ends = (ends[0] + len(side.reads), ends[1] + len(side.items), ends[2] + len(side.letters))
    if not sides:
        return words.arrays(), Shelf(words).empty()
    return words.arrays(), Side._make(np.concatenate(parts) for parts in zip(*sides, strict=True))


class Written:
    """Readings of names that are kept, made again from their arrays as far as an explanation needs them."""

    def __init__(self, kept: Kept) -> None:
        self._names, self._ints, self._weights = kept.names, kept.words["ints"], kept.words["weight"]
        self._texts = Texts(kept.words["texts"], kept.words["text_ends"])
        self._codes = Texts(kept.words["codes"], kept.words["code_ends"])
        self._kinds, self._families = list(_KINDS), list(_families())
        self._made: dict[tuple[int, int], Token] = {}

    def reading(self, number: int) -> Reading:
        row = self._names.reads[number].tolist()
        at, many = row[R_TOKENS], row[R_TOKENS_N]
        numbers = self._names.items[at : at + 2 * many].tolist()
        if len(self._made) > _MOST_WRITTEN:
            self._made.clear()
        made = self._made
        tokens = tuple([made.get(own) or self._token(own) for own in zip(numbers[:many], numbers[many:], strict=True)])
        forms: tuple[tuple[str, str], ...] = ()
        if row[R_CODES]:
            families = [family for n, family in enumerate(self._families) if row[R_FAMILIES] >> n & 1]
            forms = tuple([(code, family) for code in self._codes[row[R_CODES]].split("|") for family in families])
        return Reading(tokens, forms, "", PARTS[row[R_PART]])

    def _token(self, own: tuple[int, int]) -> Token:
        word, shown = own
        row, texts = self._ints[word], self._texts
        made = self._made[own] = Token(
            texts[int(row[KEY])], texts[shown], self._kinds[row[KIND]], float(self._weights[word]), texts[int(row[SPELLED])],
            _SCRIPTS[row[SCRIPT]], bool(row[FLAGS] & ALONE),
        )  # fmt: skip
        return made


@dataclass(frozen=True, slots=True)
class Kept:
    """The words and the names of an index, read as those of one kind of party."""

    words: Mapping[str, npt.NDArray[Any]]
    names: Side

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {f"words_{name}": held for name, held in self.words.items()} | {f"names_{n}": a for n, a in self.names._asdict().items()}

    @staticmethod
    def of_arrays(held: Callable[[str], npt.NDArray[Any]]) -> Kept:
        return Kept({name: held(f"words_{name}") for name in Vocabulary.ARRAYS}, Side(*(held(f"names_{name}") for name in Side._fields)))


def _read(job: tuple[bool, Sequence[str]]) -> tuple[Vocabulary, Shelf]:
    person, names = job
    words = Vocabulary(person)
    shelf = Shelf(words, True)
    for name in names:
        shelf.add(parse(name, person))
    return words.plain(), shelf


def keep(names: Sequence[str], spread: Spread = map) -> tuple[Kept, Kept]:
    """Of all names, as those of others and of persons; `spread` may do the reading in several processes."""
    out = []
    for person in (False, True):
        jobs = ((person, names[at : at + _CHUNK]) for at in range(0, len(names), _CHUNK))
        out.append(Kept(*merged(person, spread(_read, jobs))))
    return out[0], out[1]
