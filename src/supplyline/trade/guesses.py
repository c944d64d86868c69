"""What may a word mean that no table of goods explains?

`guesses("гідромотор")` → stems to look for in its place: the parts of a compound that have a meaning (hydraulic, motor),
English words that sound the same ("морфолін", morpholine), else known words with the same beginning. Promises: pure,
deterministic; a guess, so it is asked only where the tables are silent.
"""

from __future__ import annotations

import re
from functools import lru_cache

from supplyline.trade.lexicon import LANGUAGES, TERMS, column, holding, meanings, places, stem, stems
from supplyline.tsv import rows

_SHORTEST = 4  # letters of the last part of a compound, and of a sound
_BEGINNING = 5
_FLEETING = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшщь])[оеє](?=[бвгджзклмнпрст]$)")  # вафель, вафлі; сосен, сосна
_FIRST = re.compile(r"[оеєі]$")
_LETTERS = str.maketrans(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщыэюяё",
    "abvggdeegsiiiiklmnoprstufhscssieuae",
    "ъь'",
)
_ENGLISH = (
    *(("meter", "metr"), ("ph", "f"), ("th", "t"), ("ch", "х"), ("sh", "s"), ("rh", "r"), ("ck", "k"), ("qu", "kv"), ("x", "ks"), ("ae", "e"), ("oe", "e")),
    *(("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("h", "g"), ("х", "h"), ("y", "i"), ("w", "v"), ("z", "s"), ("j", "g")),
)
_TWICE = re.compile(r"(.)\1")
_TAIL = re.compile(r"(?:i?um|[aeiou])$")


@lru_cache(maxsize=8192)
def guesses(one: str) -> tuple[str, ...]:
    """Stems that a stem without meanings may stand for, the likeliest first."""
    if one.isascii():
        return () if holding(one) or one in _nomenclature() else _english(one)
    bare = _FLEETING.sub("", one)
    if bare != one and holding(bare) and not holding(one):
        return (bare,)
    return _alike().get(sound(one), ()) or _parts(one) or _related(one)


def _english(one: str) -> tuple[str, ...]:
    """What an English word that no term holds is made from (pumping, pump), or ends in (nanophotometer, photometer)."""
    if one.endswith("ing"):
        bare = one[:-3]
        found = tuple(w for w in (bare, bare + "e", bare[:-1]) if len(w) >= _SHORTEST and holding(w))
        if found:
            return found
    return next(((one[at:],) for at in range(3, len(one) - _BEGINNING + 1) if one[at:].isalpha() and holding(one[at:])), ())


def sound(word: str) -> str:
    """One writing for a word of science and trade in Latin and in Cyrillic letters; "" for what is too short to tell."""
    if word.isascii():
        for letters, as_ in _ENGLISH:
            word = word.replace(letters, as_)
    out = _TAIL.sub("", _TWICE.sub(r"\1", word.translate(_LETTERS)))
    return out if len(out) >= _SHORTEST else ""


def _parts(one: str) -> tuple[str, ...]:
    """The meanings of a compound's last part and, where it has some, of its first."""
    for at in range(3, len(one) - _SHORTEST + 1):
        last = meanings(one[at:])
        if last:
            return tuple(dict.fromkeys((*last, *meanings(stem(one[:at])), *meanings(_FIRST.sub("", one[:at])))))
    return ()


@lru_cache(maxsize=1)
def _alike() -> dict[str, tuple[str, ...]]:
    """Sounds of the nomenclature's words, and of English terms as one word, with their stems."""
    out: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(re.findall(r"[a-z]{4,}", _nomenclature()))):
        out.setdefault(sound(stem(word)), (stem(word),))
    for entry in column(TERMS, LANGUAGES[0])[1].replace("\n", " ").split(","):
        found = stems(entry)
        if len(found) < 3:
            out.setdefault("".join(_TAIL.sub("", sound(s) or s) for s in found), found)
    out.pop("", None)
    return out


@lru_cache(maxsize=1)
def _nomenclature() -> str:
    return " ".join(text for _, text in rows("hs.tsv")).lower()


def _related(one: str) -> tuple[str, ...]:
    """Stems of the tables that share all but the last letters."""
    for size in range(len(one) - 1, max(_BEGINNING, len(one) - 3) - 1, -1):
        found: dict[str, None] = {}
        for language in LANGUAGES[1:3]:
            _, text, starts = column(TERMS, language)
            for _, at in places(text, starts, one[:size]):
                word = re.match(r"[^\W\d_]+", text[at:])
                if word:
                    found[stem(word[0])] = None
        if found:
            return tuple(found)[:6]
    return ()
