"""Which terms of the goods tables hold a word, and what does a word mean in English?

`holding("насос")` → the terms of data/goods/terms.tsv in which a word with this stem stands; `meanings("насос")` → the
words of the nomenclature it may stand for (data/goods/translations.tsv). Tables are searched for the letters, never
indexed: cutting all their words would take longer than a hundred questions. Promises: pure; in the order of the tables.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from supplyline.tsv import rows
from supplyline.weigh.text import fold

LANGUAGES = ("English", "Ukrainian", "Russian", "Chinese")
TERMS = "goods/terms.tsv"
TRANSLATIONS = "goods/translations.tsv"
HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_HAN = 14
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MARKS = str.maketrans(dict.fromkeys("’ʼ`´‘", "'"))
_ENDINGS = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ими|ыми|ьо|ією|ією|ою|ею|ів|їв|ов|ев|ах|ях|ам|ям|ом|ем|им|ым|их|ых|ий|ый|ой|ей|ій"
    r"|ая|яя|ое|ее|ие|ые|ої|ую|юю|[аеиіоуыюяьєїйё])$"
)
_FLEETING = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшщь])[оеє](?=[кц]$)")  # станок, станки; верёвок, верёвка


@dataclass(frozen=True, slots=True)
class Term:
    """What goods are called in one language, and the codes it means, best first."""

    text: str
    language: str
    codes: tuple[str, ...]
    stems: tuple[str, ...]


def folded(text: str) -> str:
    """Lower case, one apostrophe, Han simplified."""
    return simplified(text.lower() if text.isascii() else fold(text.translate(_MARKS)))


def simplified(text: str) -> str:
    return text.translate(_variants()) if HAN.search(text) else text


def stems(text: str) -> tuple[str, ...]:
    """The words of a folded text without their inflections and in one spelling, in order; Han is left out."""
    return tuple(stem(word) for word in _WORD.findall(text) if not HAN.search(word))


def key(text: str) -> tuple[str, ...]:
    """The same for two terms that differ in order and inflection alone."""
    return tuple(sorted(stems(text))) or (text,)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    spelled = _spellings().get(word)
    if spelled:
        return spelled
    if word.isascii():
        if len(word) > 4 and word.endswith("ies"):
            return word[:-3] + "y"
        if len(word) > 4 and re.search(r"(?:ss|sh|ch|x|z)es$", word):
            return word[:-2]
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        return _spellings().get(word, word)
    word = word.replace("ё", "е")
    if len(word) == 4 and len(cut := _ENDINGS.sub("", word)) == 3:
        return cut  # пиво, пива: once, for a stem of four letters that was cut already keeps what is left
    while len(word) > 4 and (cut := _ENDINGS.sub("", word)) != word and len(cut) > 2:
        word = cut
    return _FLEETING.sub("", word) if len(word) > 4 else word


@lru_cache(maxsize=8192)
def holding(one: str) -> tuple[Term, ...]:
    """The terms in which the stem stands: in English for Latin letters, in Ukrainian and Russian for others."""
    return tuple(t for language in _languages(one) for t in _entries(TERMS, language, one))


@lru_cache(maxsize=8192)
def meanings(one: str) -> tuple[str, ...]:
    """Stems of the words of the nomenclature that the stem may stand for, without itself; a table's several words together."""
    found = (m for language in _languages(one) for t in _entries(TRANSLATIONS, language, one) if len(t.stems) == 1 for m in t.codes)
    return tuple(dict.fromkeys(m for m in found if m != one))


def han_terms(text: str) -> tuple[Term, ...]:
    """Chinese terms that stand in a text."""
    return tuple(term for part in _parts(text) for term in _han(TERMS).get(part, ()))


@lru_cache(maxsize=8192)
def han_holding(pair: str) -> tuple[Term, ...]:
    """Chinese terms in which two characters stand side by side."""
    return _entries(TERMS, "Chinese", pair)


def han_words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(word, its meanings) of a text in Han, the longest known words first; what is unknown is passed over."""
    out, at = [], 0
    known = _han(TRANSLATIONS)
    while at < len(text):
        word = next((w for size in range(6, 0, -1) if (w := text[at : at + size]) in known), "")
        if word:
            out.append((word, tuple(dict.fromkeys(m for term in known[word] for m in term.codes))))
        at += len(word) or 1
    return out


def _languages(one: str) -> tuple[str, ...]:
    return LANGUAGES[:1] if one.isascii() else LANGUAGES[1:3]


def _parts(text: str) -> list[str]:
    return [text[a : a + size] for a in range(len(text)) for size in range(1, min(_LONGEST_HAN, len(text) - a) + 1)]


def begins(lines: list[str]) -> list[int]:
    """Where each line begins once they are joined by line breaks."""
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])]


def places(text: str, starts: list[int], letters: str, inside: bool = False) -> Iterator[tuple[int, int]]:
    """(line, place) wherever a word of the text begins with the letters; `inside`: wherever they stand."""
    at = text.find(letters)
    while at >= 0:
        if inside or not text[at - 1].isalpha():
            yield bisect_right(starts, at) - 1, at
        at = text.find(letters, at + 1)


def written(one: str) -> tuple[str, ...]:
    """The beginnings of the words whose stem this is."""
    out = [one[:-1] if one.isascii() and one.endswith("y") and len(one) > 3 else one, *_respelled().get(one, ())]
    if one[-1] in "кц" and not one.isascii():
        out += [one[:-1] + vowel + one[-1] for vowel in "оеє"]
    return tuple(out)


def _entries(table: str, language: str, one: str) -> tuple[Term, ...]:
    told, text, starts = column(table, language)
    han = language == LANGUAGES[3]
    out: dict[tuple[int, int], Term] = {}
    for letters in (one,) if han else written(one):
        for row, at in places(text, starts, letters, inside=han):
            first = max(text.rfind(",", starts[row], at) + 1, starts[row])
            if (row, first) not in out:
                term = _term(table, language, row, told[first : text.index(",", at)].strip())
                if han or one in term.stems:
                    out[row, first] = term
    return tuple(out[place] for place in sorted(out))


@lru_cache(maxsize=65536)
def _term(table: str, language: str, row: int, text: str) -> Term:
    cells = rows(table, width=5)[row]
    codes = tuple(cells[0].split(",")) if table == TERMS else stems(cells[0])
    return Term(text, language, codes, stems(text) or (text,))


@lru_cache(maxsize=8)
def column(table: str, language: str) -> tuple[str, str, list[int]]:
    """A column as one text, a row a line and a comma after every entry; the same as it is searched, letter for letter; where
    its lines begin."""
    at = 1 + LANGUAGES.index(language)
    lines = [row[at] + "," for row in rows(table, width=5)]
    told = "\n".join(lines) + "\n"
    return told, simplified(told).replace("ё", "е"), begins(lines)


@lru_cache(maxsize=2)
def _han(table: str) -> dict[str, tuple[Term, ...]]:
    out: dict[str, tuple[Term, ...]] = {}
    for at, row in enumerate(rows(table, width=5)):
        for raw in filter(None, (t.strip() for t in row[4].split(","))):
            text = simplified(raw)
            out[text] = (*out.get(text, ()), _term(table, LANGUAGES[3], at, raw))
    return out


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {fold(word): as_ for word, as_ in rows("goods/spellings.tsv")}


@lru_cache(maxsize=1)
def _respelled() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for word, as_ in _spellings().items():
        out[as_] = (*out.get(as_, ()), word)
    return out


@lru_cache(maxsize=1)
def _variants() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in rows("han_simplified.tsv") if len(row[0]) == 1 and len(row[1]) == 1}
