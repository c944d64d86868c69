"""What in the case answers these words?

`Search(shelf).find(asked)` looks in claims, documents, and the names of entities and listings. A word stands for itself,
for its forms (the same beginning, one or two letters more or less), for words that sound the same in other letters
("Kronshtadt" finds "Кронштадт"), and, where all that is seldom, for words a letter or two away. Words in quotes are a
phrase; Chinese is always one. Every word must be found. Promises: the same index and words give the same answer; of a
list so many are looked up and counted, never more, so that a common word costs no more than a rare one.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from supplyline.model import Claim, Document
from supplyline.names.scripts import letter_script
from supplyline.names.translit import latin
from supplyline.names.words import Words
from supplyline.serve.index import facet
from supplyline.serve.shelf import Shelf
from supplyline.serve.text import Piece, folded, is_han, marked, snippet

COUNTED = 1000  # hits that are counted; more is "more than 1,000"
_RANKED = 200  # up to so many hits are put in order of how well they fit, more stay in the order of the index
_WEIGHED = 50_000  # rows that hold one of the words: for more, to weigh how well they fit takes longer than to find them
_SELDOM = 3  # rows: below, a word may be misspelled
_FORMS, _WORDS = 24, 12
_SEEMS = 0.45  # from here on a name is shown as alike
_LONGEST = 300  # characters that are asked for
_PART = re.compile(r'"([^"]*)"|(\S+)')
WHERE = ("claims", "documents", "entities", "listings")
FILTERS = ("kind", "stance", "grade", "lang", "year")


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, where to look, and filters (name, value) of `FILTERS`."""

    words: str
    where: str = "claims"
    filters: tuple[tuple[str, str], ...] = ()
    start: int = 0
    most: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: the noun and its words, with those that were asked for marked."""

    noun: Any
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Found:
    """`total` is None where there are more than `COUNTED`; `instead` says which words were taken for which."""

    hits: list[Hit]
    total: int | None
    instead: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Looked:
    """The places of all that answers, in order, as far as they are counted; and what of their words is to be marked."""

    places: Sequence[int]
    total: int | None
    instead: tuple[tuple[str, tuple[str, ...]], ...] = ()
    wanted: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing that must be found: any of some words, or a phrase."""

    any: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()

    def match(self) -> str:
        return f'"{" ".join(self.phrase)}"' if self.phrase else "(" + " OR ".join(f'"{w}"' for w in self.any) + ")"


class Search:
    """The words of one reading index, ready to be asked."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        found = shelf.sql("SELECT term, rows FROM terms")
        self._terms = [term for term, _ in found]
        self._rows = [rows for _, rows in found]
        # Chinese characters sound like hundreds of others: they are found as they are written.
        sounds = [(sound.encode(), n) for n, term in enumerate(self._terms) if not is_han(term[0]) and len(sound := _sound(term)) > 2]
        self._sounds = Words.build(sounds) if sounds else None
        self._forms = lru_cache(maxsize=20_000)(self._forms_of)
        self._looked = lru_cache(maxsize=2_000)(self._look)

    def find(self, asked: Asked) -> Found:
        if asked.where not in WHERE:
            return Found([], 0)
        looked = self._looked(asked.words, asked.where, asked.filters)
        nouns = self._shelf.at(asked.where, looked.places[asked.start : asked.start + asked.most])
        return Found([self._shown(noun, looked) for noun in nouns], looked.total, looked.instead)

    def total(self, asked: Asked) -> int | None:
        """How many claims or documents `find` would find, without reading them; of names those that hold the words: what is
        alike there is nearly always, and takes longer to find than to say that it may be there."""
        if asked.where in ("entities", "listings") and asked.words.strip():
            held = len(self._holding(folded(asked.words[:_LONGEST]).split(), asked.where))
            return held if held < COUNTED else None
        return self._looked(asked.words, asked.where, asked.filters).total

    def _look(self, text: str, where: str, filters: tuple[tuple[str, str], ...]) -> _Looked:
        if where in ("entities", "listings"):
            return self._named(text, where)
        terms, instead = self._terms_of(text)
        facets = _facets(filters)
        if not terms and text.strip():
            return _Looked((), 0, instead)
        if not terms and not facets:
            total = self._shelf.count(where)
            return _Looked(range(1, total + 1), total)
        words = "words : (" + " AND ".join(t.match() for t in terms) + ")" if terms else ""
        rows = self._matching(where, " AND ".join(filter(None, (words, *facets))), f"ORDER BY rowid LIMIT {COUNTED + 1}")
        if 1 < len(rows) <= _RANKED and terms and sum(map(self._held, terms)) <= _WEIGHED:
            # Without the filters: they say nothing of how well the words fit, and to weigh them means to read every row.
            known = set(rows)
            rows = [n for n in self._matching(where, words, "ORDER BY rank, rowid") if n in known]
        total = len(rows)
        wanted = frozenset(word for t in terms for word in t.any)
        return _Looked(array("q", rows), total if total <= COUNTED else None, instead, wanted, tuple(t.phrase for t in terms if t.phrase))

    def _matching(self, where: str, match: str, order: str) -> list[int]:
        table = f"found_{where}"
        return [n for (n,) in self._shelf.sql(f"SELECT rowid FROM {table} WHERE {table} MATCH ? {order}", (match,))]

    def _held(self, term: _Term) -> int:
        """Rows that hold a word of the term, each word counted for itself."""
        places = [(bisect_left(self._terms, word), word) for word in term.any or term.phrase]
        return sum(self._rows[n] for n, word in places if n < len(self._terms) and self._terms[n] == word)

    def _shown(self, noun: Any, looked: _Looked) -> Hit:
        if isinstance(noun, Claim):
            return Hit(noun, snippet(marked(noun.quote.text, looked.wanted, looked.phrases), 500))
        if not isinstance(noun, Document):
            return Hit(noun, marked(noun.caption, looked.wanted))
        # A long report is marked only around the first place that is found: often it is a part of another word, then further on.
        for size in (700, 3000):
            pieces = marked(_window(noun.text, looked, size), looked.wanted, looked.phrases)
            if any(on for _, on in pieces):
                break
        return Hit(noun, snippet(pieces))

    # ------------------------------------------------------------ words

    def _terms_of(self, text: str) -> tuple[list[_Term], tuple[tuple[str, tuple[str, ...]], ...]]:
        terms: list[_Term] = []
        instead: list[tuple[str, tuple[str, ...]]] = []
        for phrase, word in _PART.findall(text[:_LONGEST]):
            parts = folded(phrase or word).split()
            if not parts:
                continue
            if phrase:
                terms.append(_Term(phrase=tuple(parts)))
                continue
            for run in _runs(parts):
                if is_han(run[0]):
                    terms.append(_Term(phrase=run))
                    continue
                forms, other = self._forms(run[0])
                terms.append(_Term(any=forms or run))
                if other:
                    instead.append((run[0], other))
        return terms[:_WORDS], tuple(instead)

    def _forms_of(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a word stands for in this index, and which of these are other words, where it is not there itself."""
        found = dict.fromkeys(self._beginning(word), 1.0)
        rows = sum(self._rows[n] for n in found)
        alike: dict[int, float] = {}
        sound = _sound(word)
        if self._sounds is not None and len(sound) > 2:
            (places, sims), = self._sounds.alike([sound])
            targets, values = self._sounds.stand_for(places, sims)
            for n, sim in zip(targets.tolist(), values.tolist(), strict=True):
                other_letters = letter_script(self._terms[n][0]) != letter_script(word[0])
                if n not in found and (rows < _SELDOM or (sim >= 0.999 and other_letters)):
                    alike[n] = max(alike.get(n, 0.0), sim)
        best = sorted(alike, key=lambda n: (-alike[n], -self._rows[n], n))
        if rows < _SELDOM and best:  # the nearest spelling and what is as near
            best = [n for n in best if alike[n] >= alike[best[0]] - 0.1]
        if not found and not best:
            best = self._misspelled(word)
        kept = sorted(found, key=lambda n: (self._terms[n] != word, -self._rows[n]))[:_FORMS] + best[:_FORMS]
        told = tuple(self._terms[n] for n in best[:5]) if not found else ()
        return tuple(self._terms[n] for n in kept), told

    def _misspelled(self, word: str) -> list[int]:
        """Words a letter or two away that begin with the same letter, the nearest first: for short words, whose sound
        changes with one letter."""
        if len(word) < 4 or not word[0].isalpha():
            return []
        low, high = bisect_left(self._terms, word[0]), bisect_left(self._terms, chr(ord(word[0]) + 1))
        away = 1 if len(word) < 7 else 2
        near = process.extract(word, self._terms[low:high], scorer=OSA.distance, score_cutoff=away, limit=_FORMS)
        return [low + at for _, distance, at in sorted(near, key=lambda f: (f[1], -self._rows[low + f[2]], f[2])) if distance == near[0][1]]

    def _beginning(self, word: str) -> Iterator[int]:
        """Forms of a word: what begins as it does and is about as long. Slavic endings are longer than English ones."""
        cut = 2 if letter_script(word[0]) == "Cyrillic" else 1
        stem = word if len(word) < 4 else word[: max(4, len(word) - cut)]
        for n in range(bisect_left(self._terms, stem), len(self._terms)):
            term = self._terms[n]
            if not term.startswith(stem):
                return
            if term == word or (len(word) > 3 and len(term) <= len(word) + 2):
                yield n

    # ------------------------------------------------------------ names

    def _named(self, text: str, where: str) -> _Looked:
        """Names alike first, as the name engine has it; then those that begin so, or hold the words or the number."""
        shelf, text = self._shelf, text[:_LONGEST].strip()
        if not text:
            total = shelf.count(where)
            return _Looked(range(1, total + 1), total)
        order = dict[int, None]()
        index = shelf.names if where == "entities" else shelf.lists.names
        if any(c.isalnum() for c in text):
            (near,) = index.many([text], 60, _SEEMS)
            ids = [id for id, _, _ in sorted(near, key=lambda f: (-f[2], f[0]))]
            order |= dict.fromkeys(shelf.places(where, ids))
        parts = folded(text).split()
        order |= dict.fromkeys(sorted(self._holding(parts, where)))
        return _Looked(array("q", order), len(order) if len(order) <= COUNTED else None, (), frozenset(parts))

    def _holding(self, parts: Sequence[str], where: str) -> list[int]:
        """Places of names that hold some words, the last of which may be begun."""
        if not parts:
            return []
        begin = " AND ".join(f'"{w}"{"*" if n == len(parts) - 1 else ""}' for n, w in enumerate(parts))
        query = f"words : ({begin}) AND facets : {facet('what', 'entity' if where == 'entities' else 'listing')}"
        return [abs(n) for n in self._matching("names", query, f"LIMIT {COUNTED}")]


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    from supplyline.names.features import sound

    return sound(latin(word)) if not is_han(word[0]) else ""


def _runs(parts: list[str]) -> Iterator[tuple[str, ...]]:
    """Chinese characters in a row as one run, every other word alone."""
    run: list[str] = []
    for part in parts:
        if is_han(part):
            run.append(part)
            continue
        if run:
            yield tuple(run)
            run = []
        yield (part,)
    if run:
        yield tuple(run)


def _facets(filters: tuple[tuple[str, str], ...]) -> list[str]:
    """Values of one filter are alternatives; several filters must all hold."""
    by_name: dict[str, list[str]] = {}
    for name, value in filters:
        if name in FILTERS and value:
            by_name.setdefault(name, []).append(facet(name, value))
    return ["facets : (" + " OR ".join(f'"{v}"' for v in values) + ")" for values in by_name.values()]


def _window(text: str, looked: _Looked, size: int) -> str:
    """Some text from a little before the first word that is wanted: reports are long."""
    firsts = looked.wanted | {p[0] for p in looked.phrases}
    low = text.casefold()
    at = min((p for w in firsts if (p := low.find(w)) >= 0), default=0)
    start = max(0, at - 200)
    if start:
        start = text.find(" ", start, at) + 1 or start
    return text[start : start + size]
