"""By what is a name found?

`rows(name)` gives a row for each reading of a name: features with the weight that the comparison gives them. A feature
says by its first letter what it is: `w` the sound of a word, `=` a concept (whatever language it was written in), `#` a
number, `.` an initial, `+` words that another may write together, `@` first letters, `!` a name without words. Chinese comes joined as Latin
letters write it, and syllable by syllable.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from supplyline.names.data import given_names
from supplyline.names.parse import Reading, Token, key, parse
from supplyline.names.scripts import is_han
from supplyline.names.translit import eastern, folded, latin, syllables

Feature = tuple[str, float]
_LONGEST_JOINED = 22
_ACRONYM = range(2, 9)  # letters
ACRONYM_WORTH = 0.85  # as the comparison has it


class Row(NamedTuple):
    """One reading: its words, what else it may be found by, and the weight of its words in all."""

    words: tuple[Feature, ...]
    spelled: tuple[str, ...]  # as each of them is written in Latin letters; "" where only the feature counts
    joined: tuple[Feature, ...]  # words run together, as they are spelled
    short: tuple[Feature, ...]  # words that may be an acronym, as they are spelled
    initials: str
    total: float


def sound(text: str) -> str:
    """Of Latin letters and digits. Not remembered: words that stand side by side seldom do so again."""
    text = text.lower() if text.isascii() and text.isalnum() else latin(text)
    return eastern.__wrapped__(folded(text) if len(text) > 3 and not text.isdigit() else text)


@lru_cache(maxsize=200_000)
def _feature(key: str, kind: str) -> str:
    if kind == "word":
        return "w" + eastern(key)
    return {"concept": "=", "number": "#", "initial": "."}[kind] + key


def rows(name: str) -> tuple[Row, ...]:
    found: list[Row] = []
    for reading in parse(name).readings:
        if not reading.tokens:
            continue
        found.append(_row(reading.tokens, reading.initials))
        if any(t.script == "Han" and t.kind == "word" for t in reading.tokens):
            apart = _syllables(reading)
            if apart is not None:
                found.append(apart)
    if not found and (bare := key(name)):  # nothing but legal forms or signs: it is found by all of it
        found.append(Row((("!" + bare, 1.0),), ("",), (), (), "", 1.0))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _row(tokens: tuple[Token, ...], initials: str) -> Row:
    words = tuple([(_feature(t.key, t.kind), t.weight) for t in tokens])
    spelled = tuple([t.spelled if t.kind == "word" or (t.kind == "concept" and t.alone) else "" for t in tokens])
    joined = []
    for one, two in pairwise(tokens):
        if one.alone and two.alone and len(one.spelled) + len(two.spelled) <= _LONGEST_JOINED:
            joined.append((one.spelled + two.spelled, one.weight + two.weight))
    if 2 < len(tokens) < 5 and all(len(t.spelled) <= 6 and t.alone for t in tokens):
        joined.append(("".join([t.spelled for t in tokens]), sum([t.weight for t in tokens])))
    letters = initials if len(initials) in _ACRONYM and len(tokens) > 1 else ""
    short = tuple([(t.spelled, t.weight) for t in tokens if t.kind == "word" and 1 < len(t.spelled) < 9])
    return Row(words, spelled, tuple(joined), short, letters, sum([weight for _, weight in words]))


def _syllables(reading: Reading) -> Row | None:
    words: list[Feature] = []
    more = False
    for token in reading.tokens:
        parts = syllables(token.shown) if token.kind == "word" and is_han(token.shown) else ()
        if len(parts) > 1:
            more = True
            words += [("w" + sound(part), token.weight / len(parts)) for part in parts]
        else:
            words.append((_feature(token.key, token.kind), token.weight))
    return Row(tuple(words), ("",) * len(words), (), (), "", sum(weight for _, weight in words)) if more else None


@lru_cache(maxsize=1)
def _forms_of() -> dict[str, tuple[str, ...]]:
    """Every form of a given name, by each of its forms, as sounds."""
    of: dict[str, list[str]] = {}
    for form, name in sorted(given_names().items()):
        of.setdefault(name, []).append(form)
    return {eastern(form): tuple(dict.fromkeys(map(eastern, of[name]))) for form, name in given_names().items()}


def forms_of(word: str) -> tuple[str, ...]:
    """The other sounds of a given name; none for any other word."""
    return _forms_of().get(word, ())
