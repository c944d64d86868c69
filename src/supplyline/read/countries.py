"""Which country does this word name?

`country("Iran (Islamic Republic of)")`, `adjective("Iranian")` and `metonym("Tehran")` each give the
ISO 3166 alpha-2 code in lower case or None; `code("IR")` reads a bare code. The words are those of
data/countries.tsv ("eu" is the European Union). Promises: case, diacritics and curly apostrophes do not
matter, except that an abbreviation ("US", "DRC") must be written in capitals: "us" is a pronoun. Nothing
is guessed: "Guinean coast" names no country. A name and a metonym are kept apart, since "Beijing" is a
place in an address and a government in a sentence.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from supplyline import tsv

# Greece, Serbia, and the two parts of the United Kingdom since 2021 (Eurostat: Geonomenclature, and country codes of its tables)
_EUROSTAT = {"el": "gr", "xs": "rs", "xu": "gb", "xi": "gb"}
_LONGEST_ABBREVIATION = 5
_LONGEST_NAME = 120  # longer words name no country, and would fill the memory of those asked before


def country(text: str) -> str | None:
    """The country that `text` names in full, as lists and prose write it."""
    return _find(text, 1) if len(text) <= _LONGEST_NAME else None


def adjective(text: str) -> str | None:
    """The country of an adjective or demonym: "Chinese", "North Korean"."""
    return _find(text, 2) if len(text) <= _LONGEST_NAME else None


def metonym(text: str) -> str | None:
    """The country whose government a capital or seat stands for: "Beijing", "the Kremlin"."""
    return _find(text, 3) if len(text) <= _LONGEST_NAME else None


def code(text: str) -> str | None:
    """A bare ISO alpha-2 code in either case, or Eurostat's own, for columns that hold codes."""
    folded = text.strip().lower()
    folded = _EUROSTAT.get(folded, folded)
    return folded if folded in _names() else None


def name(alpha2: str) -> str | None:
    """The English name of a code: "cn" is "China"."""
    return _names().get(alpha2)


def called(alpha2: str) -> str:
    """The English name, or the code itself in capitals where none is known."""
    return name(alpha2) or alpha2.upper()


def words(kind: str) -> dict[str, str]:
    """All words of one kind ("names", "adjectives", "metonyms") as written, with their codes."""
    return dict(_table()[("names", "adjectives", "metonyms").index(kind)][0])


@lru_cache(maxsize=8192)
def _find(text: str, kind: int) -> str | None:
    stripped = text.strip()
    _, folded, capitals = _table()[kind - 1]
    if stripped in capitals:
        return capitals[stripped]
    return folded.get(_fold(stripped))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ʼ", "'"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def _abbreviation(word: str) -> bool:
    letters = word.replace(".", "").replace(" ", "")
    return letters.isupper() and letters.isalpha() and len(letters) <= _LONGEST_ABBREVIATION


_Words = tuple[dict[str, str], dict[str, str], dict[str, str]]  # as written, folded, abbreviations


@lru_cache(maxsize=1)
def _table() -> tuple[_Words, _Words, _Words]:
    kinds: tuple[_Words, _Words, _Words] = (({}, {}, {}), ({}, {}, {}), ({}, {}, {}))
    for alpha2, english, variants, adjectives, metonyms in tsv.rows("countries.tsv", 5):
        for cells, (written, folded, capitals) in zip(
            (f"{english};{variants}", adjectives, metonyms), kinds, strict=True
        ):
            for word in filter(None, (w.strip() for w in cells.split(";"))):
                written.setdefault(word, alpha2)
                (capitals if _abbreviation(word) else folded).setdefault(
                    word if _abbreviation(word) else _fold(word), alpha2
                )
    return kinds


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row[0]: row[1] for row in tsv.rows("countries.tsv", 5)}
