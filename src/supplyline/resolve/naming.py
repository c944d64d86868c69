"""Does this phrase name a party, and of what kind?

`party(text, speaks)` promises a `Party` for a proper name or a country, None for anything else: pronouns, counted
or plural things ("20 Russian military factories"), descriptions ("the company", "Russia's military industry").
The rule for a name in a script with capitals: every word but small joints is capitalised, no word is a plural of
a kind of party, and it is not one kind-word alone or with a country. A country is named by its name, its adjective
or its government; a capital or seat ("Beijing", "the Kremlin") stands for it only where `speaks` says that the
role is of one who acts or speaks. "State news agency Ukrinform" names Ukrinform.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from supplyline import names
from supplyline.names.data import given_names, rows
from supplyline.names.translit import skeleton
from supplyline.read import countries

MOST_WORDS = 14
_EDGES = " \t\n\"'“”‘’«»„.,;:!?"
_POSSESSIVE = re.compile(r"['’]s?$")
_ABBREVIATION = re.compile(r"^(?:[^\W\d_]\.){2,}$")


@dataclass(frozen=True, slots=True)
class Party:
    """A named party: `key` is the ISO code of a country, else the folded key of the name."""

    key: str
    text: str
    country: bool = False
    metonym: bool = False

    @property
    def node(self) -> str:
        """What a tally counts: a country by its code, a name by its text."""
        return self.key if self.country else self.text


@cache
def words(kind: str) -> frozenset[str]:
    return frozenset(w for r in rows("party_words.tsv") if r["kind"] == kind for w in r["words"].split("|"))


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """A phrase without quotation marks, leading article, titles and trailing possessive."""
    parts = names.clean(text).strip(_EDGES.replace(".", "")).split()
    if parts and not _ABBREVIATION.match(parts[-1]):
        parts[-1] = parts[-1].rstrip(_EDGES)
        parts[-1] = _POSSESSIVE.sub("", parts[-1]) if len(parts[-1]) > 3 else parts[-1]
    while len(parts) > 1 and (parts[0].lower() in words("article") or parts[0] in words("joint")):
        parts = parts[1:]
    for size in (3, 2, 1):
        title = " ".join(parts[:size]).lower().rstrip(".")
        if len(parts) > size + 1 and title in words("title") and parts[size][:1].isupper():
            parts = parts[size:]
            break
    if len(parts) > 2 and skeleton(parts[1]) in given_names() and countries.country(parts[0]):
        parts = parts[1:]  # "the Foreign Intelligence Service of Ukraine Oleh Ivashchenko"
    text = " ".join(parts)
    for opens, closes in ("«»", "“”", "()"):
        text += closes * (text.count(opens) == text.count(closes) + 1)
    return text


@lru_cache(maxsize=20_000)
def country_of(text: str) -> str | None:
    """The country that a name or adjective or "the … government" names, None for a metonym or anything else."""
    if found := countries.country(text) or countries.adjective(text):
        return found
    parts = text.split()
    if len(parts) > 1 and parts[-1].lower() in words("government"):
        rest = _POSSESSIVE.sub("", " ".join(parts[:-1]))
        return countries.adjective(rest) or countries.country(rest)
    if len(parts) > 2 and parts[0].lower() in words("government") and parts[1].lower() == "of":
        return countries.country(bare(" ".join(parts[2:])))
    return None


def country_words(text: str) -> tuple[str, ...]:
    """The countries that single words or pairs of words of a name speak of, in order."""
    parts = [_POSSESSIVE.sub("", p.strip("(),")) for p in text.split()]
    pairs = [" ".join(parts[i : i + 2]) for i in range(len(parts) - 1)]
    found = [c for p in (*pairs, *parts) if (c := countries.country(p) or countries.adjective(p))]
    return tuple(dict.fromkeys(found))


def without_kind(text: str) -> str:
    """The name behind small words that end in a word for what it is: "state news agency Ukrinform"."""
    parts = text.split()
    small = [i for i, p in enumerate(parts) if p[:1].islower() and p.lower() not in words("joint")]
    if small and small[-1] + 1 < len(parts) and parts[small[-1]].rstrip(",").lower() in words("single"):
        rest = parts[small[-1] + 1 :]
        return " ".join(rest) if rest[0].lower() not in words("joint") else text  # "head of X" is not X
    return text


def _capital(word: str) -> bool:
    """Written as names are: with a capital, a figure, or in a script without capitals."""
    letters = [c for c in word if c.isalpha()]
    return not letters or any(c.isupper() for c in letters) or not any(c.islower() for c in letters)


def is_name(text: str) -> bool:
    """Is the phrase shaped like a proper name? The rule is in the module's first lines."""
    parts = [p for w in text.split() if (p := w.strip(_EDGES + "()[]-–—"))]
    if not parts or len(parts) > MOST_WORDS or not any(c.isalpha() for c in text):
        return False
    low = [_POSSESSIVE.sub("", p.lower()) for p in parts]
    if low[0] in words("pronoun") or low[0] in words("quantity"):
        return False
    if any(w in words("plural") or w in words("verb") for w in low) or any(w.endswith("-based") for w in low):
        return False
    if " ".join(low) in words("single") or low[-1] in words("holder"):
        return False
    if names.script(text) == "Latin":
        content = [p for p, w in zip(parts, low, strict=True) if w not in words("joint")]
        if not content or not all(_capital(p) for p in content):
            return False
    elif not _capital(parts[0]):  # Slavic names of bodies have small letters after the first word
        return False
    telling = [p for p, w in zip(parts, low, strict=True) if w not in words("joint") and not country_of(p)]
    of_land = (
        len(parts) > 2 and parts[0][:1].isupper() and low[1] == "of"
    )  # "Bank of China", not "Chinese bank"
    return bool(telling) and (len(telling) > 1 or of_land or telling[0].lower() not in words("single"))


@lru_cache(maxsize=20_000)
def party(text: str, speaks: bool = True) -> Party | None:
    plain = bare(text)
    if not plain:
        return None
    if code := country_of(plain) or country_of(text.strip()):
        return Party(code, plain, country=True)
    if code := countries.metonym(plain) or countries.metonym(text.strip(_EDGES)):
        return Party(code, plain, country=True, metonym=True) if speaks else None
    plain = without_kind(plain)
    if not is_name(plain):
        return None
    return Party(names.key(plain), plain)
