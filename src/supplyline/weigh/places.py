"""Which country does a phrase speak of, and is it the country, a named party or a description?

`place("Russian military factories")` is ("ru", "described"), `place("Beijing")` ("cn", "country"),
`place("Wuhan Tongsheng Technology")` ("", "named"). Promises: the table data/peoples.tsv alone
and data/bodies.tsv decide; where a phrase names two countries the first one written is taken.
"""

from __future__ import annotations

import re
from functools import lru_cache

from supplyline.read import countries
from supplyline.tsv import rows, words
from supplyline.weigh.collector import remembered
from supplyline.weigh.text import fold, stem, tokens

_ABBREVIATION = 4  # "Chad" and "DRC" are too easily other words once case is folded
_OF_A_TOWN = re.compile(r"(\w+)(?:ск|ськ)(?:ий|ая|ое|ого|ому|ом|им|ой|а|е|ої|ій|ую|у)")  # "Казанский", "Казанського"
_NOMINATIVE = ("", "ь", "ск", "ськ", "а", "о")  # what the adjective may have dropped: Казань, Бийск
COUNTRY, NAMED, DESCRIBED = "country", "named", "described"


@lru_cache(maxsize=2)
def _table(name: str) -> tuple[dict[str, str], re.Pattern[str]]:
    table: dict[str, str] = {}
    if name == "peoples.tsv":
        # Every country by its full name; our own table adds inflections, other scripts and seats
        for kind in ("names", "adjectives", "metonyms"):
            table.update((fold(w), iso) for w, iso in countries.words(kind).items() if len(w) > _ABBREVIATION)
    table.update((" ".join(_clean(word).split()), iso) for iso, text in rows(name) for word in text.split(";") if word.strip())
    by_length = sorted(table, key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(w) for w in by_length if not _is_han(w))
    han = "|".join(re.escape(w) for w in by_length if _is_han(w))
    return table, re.compile(rf"(?<!\w)(?:{latin})(?!\w)|(?:{han})")


def _is_han(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff"


def _clean(text: str) -> str:
    return fold(text).replace("u.s.", "us ").replace("u.k.", "uk ").replace("'s", " ").replace("’s", " ")


@remembered
def countries_in(text: str) -> tuple[str, ...]:
    """Every country the text names, in the order of first naming."""
    clean = _clean(text)
    found: list[str] = []
    for name in ("peoples.tsv", "bodies.tsv"):
        table, pattern = _table(name)
        found.extend(table[m.group()] for m in pattern.finditer(clean))
    return tuple(dict.fromkeys(found))


@remembered
def place(phrase: str) -> tuple[str, str]:
    """(ISO code or "", nature) of a party as written."""
    table, pattern = _table("peoples.tsv")
    found = countries_in(phrase)
    iso = found[0] if found else ""
    rest = pattern.sub(" ", _clean(phrase))
    left = [t for t in tokens(rest) if t not in ("the", "of", "and", "government")]
    if iso and not left:
        return iso, COUNTRY
    if not left:
        return "", DESCRIBED
    # A capital inside a word that names no country makes a name; "Russian military factories" has none.
    # The first word may be capital because a sentence starts with it.
    known = {t for m in pattern.finditer(_clean(phrase)) for t in tokens(m.group())}  # "Hong Kong" is two words
    written = re.findall(r"[^\W_]+", phrase.replace("U.S.", "US").replace("U.K.", "UK"))
    capital = [
        word
        for i, word in enumerate(written)
        if not word[0].islower()
        and not word.isdigit()
        and fold(word) not in table
        and fold(word) not in known
        and not (i == 0 and len(written) > 1 and all(w[0].islower() or fold(w) in table or fold(w) in known for w in written[1:]))
    ]
    return iso, NAMED if capital else DESCRIBED


@lru_cache(maxsize=1)
def _towns() -> tuple[dict[str, str], dict[str, str]]:
    """Towns, and the beginnings of their names that are of one country only."""
    named = {town: iso for iso, names in rows("towns.tsv") for town in names.split("; ")}
    begun: dict[str, set[str]] = {}
    for town, iso in named.items():
        begun.setdefault(stem(town), set()).add(iso)
    return named, {start: min(isos) for start, isos in begun.items() if len(isos) == 1}


@remembered
def town_country(name: str) -> str:
    """The country of the town in a name ("Kazan Gunpowder Plant", "Казанский завод"), or "": what `stem` leaves of a
    town is one too."""
    named, begun = _towns()
    words = tokens(name)
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            if found := named.get(" ".join(words[start : start + size])):
                return found
    if len(words) == 1:
        return begun.get(words[0], "")
    for word in words:
        if of := _OF_A_TOWN.fullmatch(word):
            return next((iso for ending in _NOMINATIVE if (iso := named.get(of[1] + ending))), begun.get(stem(word), ""))
    return ""


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    return {stem(word): kind for kind, words in rows("body_classes.tsv") for word in tokens(words.replace(";", " "))}


@remembered
def classes_of(phrase: str) -> frozenset[str]:
    """What kinds of body a phrase names: "Kazan Gunpowder Plant" a plant."""
    return frozenset(kind for t in tokens(phrase) if (kind := _classes().get(stem(t))))


@remembered
def is_country_word(word: str) -> bool:
    return fold(word) in _table("peoples.tsv")[0]


@remembered
def is_anonymous(name: str) -> bool:
    """ "unnamed U.S. defense officials": a source nobody can go back to."""
    return any(t in words("anonymous.tsv") for t in tokens(name))


@lru_cache(maxsize=1)
def conflicts() -> frozenset[tuple[str, str]]:
    pairs = [(a, b) for a, b in rows("conflicts.tsv")]
    return frozenset(pairs + [(b, a) for a, b in pairs])
