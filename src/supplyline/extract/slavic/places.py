"""Which country does an inflected name or adjective mean?

`place(words, start, end, language)` finds the country that a noun phrase is ("Росії", "Южная Корея", "РФ") or speaks of
("російські заводи"). The lemmas are those of data/<language>/countries.tsv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import table
from supplyline.extract.slavic.words import Word


@dataclass(frozen=True, slots=True)
class Place:
    """`iso` in lower case; `itself`: the phrase is the country; `seat`: its capital or seat, which speaks for it."""

    iso: str
    itself: bool
    seat: bool = False


@cache
def _names(language: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    out: tuple[dict[str, str], dict[str, str], dict[str, str]] = ({}, {}, {})
    for row in table(language, "countries"):
        cells = (*row[1:4], "", "", "")
        for kind, cell in zip(out, cells, strict=False):
            kind.update({word.strip(): row[0] for word in cell.split(";") if word.strip()})
    return out


def place(words: list[Word], start: int, end: int, language: str) -> Place | None:
    names, adjectives, seats = _names(language)
    lemmas = [w.lemma for w in words[start:end]]
    if (iso := names.get(" ".join(lemmas)) or names.get(lemmas[-1])) is not None:
        return Place(iso, True)
    if (iso := seats.get(lemmas[-1])) is not None and len(lemmas) == 1:
        return Place(iso, True, True)
    for lemma in lemmas:
        if (iso := adjectives.get(lemma)) is not None:
            return Place(iso, False)
    return None


def country_of(lemma: str, language: str) -> str | None:
    names, adjectives, _ = _names(language)
    return names.get(lemma) or adjectives.get(lemma)
