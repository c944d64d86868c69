"""In which script is a text written, and what of it is noise?

`clean` promises NFKC text without control, format (bidi, zero-width) and surrogate characters, with single
spaces, at most `LONGEST` code points; words that mix Latin letters with look-alikes of another alphabet
("Rаythеоn" with Cyrillic letters) come back in one alphabet. `script` names the script most letters have.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

LONGEST = 600

# First code point of each block of letters and the script that starts there ("" ends one).
_BLOCKS = (
    (0x41, "Latin"), (0x5B, ""), (0x61, "Latin"), (0x7B, ""), (0xAA, "Latin"), (0xAB, ""), (0xBA, "Latin"),
    (0xBB, ""), (0xC0, "Latin"), (0x2B0, ""), (0x370, "Greek"), (0x400, "Cyrillic"), (0x530, "Armenian"),
    (0x590, "Hebrew"), (0x600, "Arabic"), (0x700, ""), (0x750, "Arabic"), (0x780, ""), (0x8A0, "Arabic"),
    (0x900, "Devanagari"), (0x980, ""), (0xE00, "Thai"), (0xE80, ""), (0x10A0, "Georgian"), (0x1100, "Hangul"),
    (0x1200, "Ethiopic"), (0x1380, ""), (0x1C80, "Cyrillic"), (0x1C90, "Georgian"), (0x1CC0, ""),
    (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""), (0x2DE0, "Cyrillic"), (0x2E00, ""), (0x2E80, "Han"),
    (0x2FE0, ""), (0x3005, "Han"), (0x3006, ""), (0x3040, "Kana"), (0x3100, ""), (0x3130, "Hangul"),
    (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""), (0x3400, "Han"), (0x4DC0, ""), (0x4E00, "Han"), (0xA000, ""),
    (0xA640, "Cyrillic"), (0xA6A0, ""), (0xA720, "Latin"), (0xA800, ""), (0xAC00, "Hangul"), (0xD7B0, ""),
    (0xF900, "Han"), (0xFB00, "Latin"), (0xFB13, ""), (0xFB50, "Arabic"), (0xFE00, ""), (0xFE70, "Arabic"),
    (0xFF00, "Latin"), (0xFF66, "Kana"), (0xFFA0, "Hangul"), (0xFFE0, ""), (0x20000, "Han"), (0x32000, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]

# Letters that look alike, both ways; lower case of some differs ("т" is no "t", but stands for it in typing).
_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсухкмтгһԁԛԝЫвнпи"
_AS_LATIN = "ABESIJKMHOPCTYXaesijopcyxkmtrhdqwYvhnu"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυνικ"
_GREEK_AS_LATIN = "ABEZHIKMNOPTYXaopuvik"
_TO_LATIN = str.maketrans(_CYRILLIC + _GREEK, _AS_LATIN + _GREEK_AS_LATIN)
_TO_CYRILLIC = {ord(b): a for a, b in reversed(list(zip(_CYRILLIC, _AS_LATIN, strict=True)))}

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")


def _letters_of(*scripts: str) -> re.Pattern[str]:
    ends = [start for start, _ in _BLOCKS[1:]]
    ranges = [(start, end - 1) for (start, kind), end in zip(_BLOCKS, ends, strict=False) if kind in scripts]
    return re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in ranges) + "]")


_LATIN, _LOOK_ALIKE, _HAN = _letters_of("Latin"), _letters_of("Cyrillic", "Greek"), _letters_of("Han")
_CYRILLIC_ALONE = re.compile(r"[\u0400-\u052f]+")


@lru_cache(maxsize=100_000)
def is_han(text: str) -> bool:
    """Is there a Han character in it?"""
    return _HAN.search(text) is not None


@lru_cache(maxsize=20_000)
def letter_script(char: str) -> str:
    """The script of one letter, "" for what is no letter of a script we know."""
    return _BLOCKS[max(bisect_right(_STARTS, ord(char)) - 1, 0)][1] if ord(char) >= 0x41 else ""


def plain_word(text: str) -> bool:
    """Is it a word of nothing but ASCII or Cyrillic letters? Then there is nothing to clean: most words of most names."""
    return text.isalpha() and (text.isascii() or (_CYRILLIC_ALONE.fullmatch(text) is not None and unicodedata.is_normalized("NFKC", text)))


def script(text: str) -> str:
    """The script of most letters: Latin, Cyrillic, Han, …; ties go to the first met; "Latin" when none."""
    if _CYRILLIC_ALONE.fullmatch(text):
        return "Cyrillic"
    counts: dict[str, int] = {}
    for char in text[:LONGEST]:
        if found := letter_script(char):
            counts[found] = counts.get(found, 0) + 1
    return max(counts, key=lambda s: counts[s]) if counts else "Latin"


def _one_alphabet(match: re.Match[str]) -> str:
    word = match.group()
    if word.isascii():
        return word
    kinds = [letter_script(c) for c in word]
    latin = kinds.count("Latin")
    foreign = kinds.count("Cyrillic") + kinds.count("Greek")
    if not latin or not foreign:
        return word
    as_latin = word.translate(_TO_LATIN)
    as_cyrillic = word.translate(_TO_CYRILLIC)
    whole_latin = all(letter_script(c) == "Latin" for c in as_latin)
    whole_cyrillic = all(letter_script(c) == "Cyrillic" for c in as_cyrillic)
    if whole_latin and (latin >= foreign or not whole_cyrillic):
        return as_latin
    return as_cyrillic if whole_cyrillic else as_latin


def clean(text: str) -> str:
    """The text without noise; case is kept. See the module for what is promised."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST:
        return " ".join(text.split())
    # NFKC can lengthen a character eighteen times, so the bound comes before and after it.
    text = text[: LONGEST * 40]
    if not text.isprintable():  # what is printable has no such characters, and no space but the plain one
        text = "".join(
            " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        )
    text = unicodedata.normalize("NFKC", _SPACES.sub(" ", text).strip()[: LONGEST * 2])
    text = " ".join(text.split())[:LONGEST]
    return _WORD.sub(_one_alphabet, text) if _LATIN.search(text) and _LOOK_ALIKE.search(text) else text
