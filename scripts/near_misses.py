"""Near misses of names of persons, made by rule: what lists do not teach, since nobody lists a name that is almost another's.

`near_misses(names)` gives (name, other, is it the same party) from names of a list, the same rows every time. Of names of
four words and more: a word changed for one that stands at the same place in another name, every second time for one of the
same two first letters (another party); a letter mistyped in a long word, a middle word left out (the same party). Of names
of two words: one with two middle initials (two parties). In lists the aliases of long names often differ by a word, which
hides that a changed word tells two persons apart. Which word and letter is chosen by the CRC of the name; none of the names
comes from a set that quality is measured on.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from supplyline.names.data import single
from supplyline.names.translit import skeleton

LETTERS = "aeiourtnslmkhbdg"
WORDS = 4  # a name of as many words is long
LONG = 5  # letters of a word that a typing error leaves to be known
Row = tuple[str, str, bool]


def _tells(word: str) -> bool:
    """A word that names: no particle or title."""
    key = skeleton(word)
    return word.isalpha() and len(word) > 2 and not any(key in single(kind) for kind in ("person-particle", "title"))


def _mistyped(word: str, chance: int) -> str:
    at = 1 + chance % (len(word) - 2)
    letter = LETTERS[chance // 7 % len(LETTERS)]
    letter = letter.upper() if word.isupper() else letter
    way = chance // 3 % 4
    if way == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]  # two letters turned round
    if way == 1:
        return word[:at] + word[at + 1 :]
    if way == 2:
        return word[:at] + letter + word[at:]
    return word[:at] + (letter if letter != word[at] else word[at + 1]) + word[at + 1 :]


def _another(word: str, pool: Sequence[str], chance: int) -> str | None:
    """Another word of the pool; every second time one of the same two first letters."""
    alike = [w for w in pool if w[:2] == word[:2]] if chance % 2 else list(pool)
    alike = [w for w in alike if skeleton(w)[:4] != skeleton(word)[:4]]
    return alike[chance // 3 % len(alike)] if alike else None


def near_misses(names: Sequence[str]) -> Iterator[Row]:
    """See the module; each name gives up to three rows."""
    split = [n.split() for n in names]
    ends: dict[bool, set[str]] = {True: set(), False: set()}  # words that end a name, and those that do not
    for words in split:
        for at, word in enumerate(words):
            if _tells(word):
                ends[at == len(words) - 1].add(word)
    pools = {last: sorted(words) for last, words in ends.items()}
    for name, words in zip(names, split, strict=True):
        chance = zlib.crc32(name.encode())
        telling = [n for n, w in enumerate(words) if _tells(w)]
        if not telling or not name.isascii():
            continue
        if len(words) == 2 and chance % 6 == 0:
            one, two = (LETTERS[chance // n % len(LETTERS)].upper() for n in (17, 19))
            if one != two:
                yield f"{words[0]} {one}. {words[1]}", f"{words[0]} {two}. {words[1]}", False
        if len(words) < WORDS:
            continue
        at = telling[chance % len(telling)]
        if (other := _another(words[at], pools[at == len(words) - 1], chance)) is not None:
            yield name, " ".join((*words[:at], other, *words[at + 1 :])), False
        if long := [n for n in telling if len(words[n]) > LONG]:
            at = long[chance // 5 % len(long)]
            yield name, " ".join((*words[:at], _mistyped(words[at], chance // 11), *words[at + 1 :])), True
        if chance % 3 == 0:
            at = 1 + chance // 13 % (len(words) - 2)
            yield name, " ".join((*words[:at], *words[at + 1 :])), True
