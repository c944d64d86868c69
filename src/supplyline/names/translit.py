"""How is a word of any script written in plain Latin letters, and which spellings sound the same?

`latin(word)` is the common English romanisation, lower case ASCII letters and digits only.
`skeleton(word)` folds the standards of romanisation (BGN, ISO 9, GOST, passports) and usual
variants of vowels onto one form, so that equal skeletons mean "may be one word".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from anyascii import anyascii

from supplyline.names.scripts import letter_script

_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
_UKRAINIAN = _RUSSIAN | {"г": "h", "ґ": "g", "є": "ye", "и": "y", "і": "i", "ї": "yi", "щ": "shch"}
_BELARUSIAN = _RUSSIAN | {"г": "h", "ў": "u", "і": "i", "ё": "yo"}
_OTHER = {"ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ө": "o", "ү": "u", "ұ": "u", "қ": "k",
          "ғ": "g", "ң": "n", "ә": "a", "һ": "h"}  # fmt: skip
# Latin letters whose sound the bare letter loses (ISO 9, Czech, Serbian, Belarusian and Turkish spelling).
_SIBILANTS = str.maketrans({"č": "ch", "š": "sh", "ž": "zh", "ć": "ch", "ş": "sh", "ș": "sh", "ç": "ch", "ŝ": "shch",
                            "ŭ": "u", "ı": "i", "ä": "a", "ö": "o", "ü": "u"})  # fmt: skip

# Each letter with the folds of what holds it: a word without the letter is not looked through for them.
_BY_LETTER = (
    ("h", (("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("tsch", "ch"), ("kh", "h"), ("zh", "z"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("gh", "g"))),
    ("c", (("ck", "k"), ("ch", "\x01"), ("c", "k"), ("\x01", "ch"))),
    ("q", (("q", "k"),)), ("x", (("x", "ks"),)), ("w", (("w", "v"),)), ("o", (("ou", "u"), ("oo", "u"))), ("j", (("j", "i"),)), ("y", (("y", "i"),)),
    ("i", (("ii", "i"), ("ii", "i"), ("ie", "e"), ("ei", "e"), ("io", "o"))), ("o", (("uo", "o"), ("eo", "o"))), ("e", (("ae", "a"),)),
)  # fmt: skip
_FOLDS = tuple(fold for _, folds in _BY_LETTER for fold in folds)
_DOUBLES = re.compile(r"([a-z])\1+")
_VOWELS = set("аеёиоуыэюяіїєaeiouy")
_SOFT = re.compile(r"(?:^|(?<=[ аеёиоуыэюяіїєaeiouyъь]))е")  # the Russian е that sounds like є
_OF_UKRAINE = re.compile("[іїєґ]")


# The same for whole words, where every letter is in the table.
_RUSSIAN_WORDS, _UKRAINIAN_WORDS, _BELARUSIAN_WORDS = (str.maketrans(own) for own in (_RUSSIAN | {"є": "ye"}, _UKRAINIAN, _BELARUSIAN))


def _cyrillic(word: str) -> str:
    if "ў" in word or ("і" in word and "ы" in word):
        table, text = _BELARUSIAN, word.translate(_BELARUSIAN_WORDS)
    elif _OF_UKRAINE.search(word):
        table, text = _UKRAINIAN, word.translate(_UKRAINIAN_WORDS)
    else:
        table, text = _RUSSIAN, _SOFT.sub("є", word).translate(_RUSSIAN_WORDS)
    if text.isascii():
        return text
    out = []
    for before, char in pairwise(" " + word):
        soft = char == "е" and table is _RUSSIAN and (before == " " or before in _VOWELS or before in "ъь")
        out.append(
            "ye"
            if soft
            else table.get(char, _OTHER.get(char, "")) or ("" if char in "ъь" else anyascii(char))
        )
    return "".join(out)


@cache
def _pinyin() -> Any:
    from pypinyin.core import Pinyin  # a third of a second, for those who have Chinese names

    return Pinyin()


@lru_cache(maxsize=20_000)
def syllables(run: str) -> tuple[str, ...]:
    """A run of Han characters as pinyin syllables without tones."""
    return tuple(s for word in _pinyin().seg(run) for s in _spoken(word))


@lru_cache(maxsize=20_000)
def _spoken(word: str) -> tuple[str, ...]:
    """The syllables of a word as pypinyin cuts a run into words: these come again and again."""
    return tuple(s for part in _pinyin().lazy_pinyin([word]) if (s := anyascii(part.replace("ü", "v")).lower()))


@lru_cache(maxsize=100_000)
def latin(word: str) -> str:
    """A word in lower-case ASCII letters and digits; "" when nothing of it can be read."""
    if word.isascii() and word.isalnum():
        return word.lower()
    word = word.casefold()
    if not word.isascii():
        kind = letter_script(next((c for c in word if letter_script(c)), "a"))
        if kind == "Cyrillic":
            word = _cyrillic(unicodedata.normalize("NFC", word))
        elif kind == "Han":
            word = "".join(syllables(word))
        else:
            word = anyascii(unicodedata.normalize("NFC", word).translate(_SIBILANTS)).lower()
    return word if word.isascii() and word.isalnum() else "".join(c for c in word if c.isalnum() and c.isascii())


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The folded sound of a word; words of up to three letters and numbers stay as they are."""
    text = latin(word)
    if len(text) <= 3 or text.isdigit():
        return text
    return _folded_once(text)


def folded(text: str) -> str:
    """The same of letters that are Latin already and more than three."""
    for letter, folds in _BY_LETTER:
        if letter in text:
            for a, b in folds:
                text = text.replace(a, b)
    return _DOUBLES.sub(r"\1", text) if _DOUBLES.search(text) else text


_folded_once = lru_cache(maxsize=100_000)(folded)  # a word comes in capitals, in small letters and romanised


@lru_cache(maxsize=100_000)
def eastern(folded: str) -> str:
    """Russian, Ukrainian and Belarusian forms of a skeleton on one: г is g or h, unstressed o is a, final в is v or u."""
    text = folded.replace("g", "h").replace("o", "a")
    return text[:-1] + "v" if text.endswith(("au", "eu")) else text


# Consonants that one script tells apart and another does not, or that a transcription changes, folded on one.
_CONSONANTS = str.maketrans({"r": "l", "g": "k", "q": "k", "c": "k", "d": "t", "b": "p", "v": "f", "w": "f", "z": "s", "j": "s", "x": "s"})  # fmt: skip
_CLUSTERS = (("tsh", "s"), ("zh", "s"), ("sh", "s"), ("ch", "s"), ("ts", "s"), ("ph", "f"), ("th", "t"), ("kh", "h"), ("gh", "k"), ("ck", "k"), ("ng", "n"), ("hu", "fu"))  # fmt: skip
_WITHOUT_H = tuple(fold for fold in _CLUSTERS if "h" not in fold[0])
_VOWELS_AND_DOUBLES = re.compile(r"[aeiouy]+|(.)(?=\1)")


@lru_cache(maxsize=50_000)
def consonants(word: str) -> str:
    """The consonants of a romanised word, folded: what is left of a name between an alphabet and a script that writes
    no vowels (Arabic) or only syllables of its own (Chinese)."""
    for a, b in _CLUSTERS if "h" in word else _WITHOUT_H:
        word = word.replace(a, b)
    return _VOWELS_AND_DOUBLES.sub("", word.translate(_CONSONANTS))
