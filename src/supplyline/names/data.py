"""What do the name tables say?

Each function reads one TSV of `supplyline/data` once; lookups are on skeletons (see `translit`), so a form in
Cyrillic answers for its romanisations. The tables hold all words; this module holds none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from supplyline import tsv
from supplyline.names.scripts import clean, is_han, letter_script
from supplyline.names.translit import latin, skeleton

_PIECE = re.compile(r"[^\W\d_]+|\d+|&")
COUNTRY_WEIGHT = 0.4
LONGEST_STEM = 16
SHORT_STEM = 3  # letters: "нов" begins новый, and Novator and Novastream too
_BREATHLESS = ("zh", "z", "b", "d", "g", "j")  # initials that Wade-Giles tells from others by an apostrophe alone
LEAST_HEARD = 6  # letters of a beginning that is found by its unstressed vowels
_HEARD = str.maketrans("oe", "aa")
_ENDING = re.compile(r"n?[aeiouy]*(?:[hmgvk]|mi)?[aeiouy]{0,2}")


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a table by the names in its first line."""
    head, *body = tsv.rows(file)
    return [dict(zip(head, row, strict=True)) for row in body]


@cache
def _simplified() -> dict[int, str]:
    return {ord(r["character"]): r["simplified"] for r in rows("han_simplified.tsv")}


def simplified(text: str) -> str:
    """Han characters, traditional or Japanese, as the simplified ones they are compared as."""
    return text if text.isascii() else text.translate(_simplified())


def sign(word: str) -> str:
    """The skeleton of a word of a name; "&" is its own."""
    return skeleton(word) if word != "&" else "&"


def pieces(text: str) -> tuple[str, ...]:
    """Words of a form as skeletons, apostrophes and dots inside abbreviations closed up."""
    text = clean(text).replace("'", "").replace("’", "").replace("ʼ", "")
    if re.fullmatch(r"(?:\w[./ ])+\w?\.?", text):
        text = re.sub(r"[./ ]", "", text)
    return tuple(s for w in _PIECE.findall(text) if (s := sign(w)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translated words: form -> concepts, by whole words, by beginnings, by Han characters."""

    phrases: dict[tuple[str, ...], tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    latin_stems: dict[str, tuple[str, ...]]  # those that a word in Latin letters may begin with
    unstressed: dict[str, tuple[str, ...]]  # beginnings with their vowels as Belarusian spelling has them
    han: dict[str, tuple[str, ...]]
    weights: dict[str, float]
    slavic: dict[str, tuple[str, ...]]  # concept -> romanised beginnings of its Cyrillic forms
    places: frozenset[str]
    frames: frozenset[str]
    longest_han: int
    firsts: dict[str, int]  # first words of phrases -> the words of the longest

    sizes: dict[str, tuple[int, ...]]  # first three letters of beginnings -> how long these are, the longest first

    def stem(self, word: str, in_latin: bool) -> tuple[str, ...] | None:
        """The concepts of the longest known beginning of a word; a short one may only be followed by an ending."""
        stems = self.latin_stems if in_latin else self.stems
        for size in self.sizes.get(word[:SHORT_STEM], ()):
            if (found := stems.get(word[:size])) is not None and (size > SHORT_STEM or _ENDING.fullmatch(word, size)):
                return found
        if not in_latin:
            heard = _unstressed(word)
            for size in range(min(len(heard), LONGEST_STEM), LEAST_HEARD - 1, -1):
                if (found := self.unstressed.get(heard[:size])) is not None:
                    return found
        return None


def _longest(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for phrase in phrases:
        found[phrase[0]] = max(found.get(phrase[0], 0), len(phrase))
    return found


def _sizes(stems: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for stem in stems:
        if SHORT_STEM <= len(stem) <= LONGEST_STEM:
            found.setdefault(stem[:SHORT_STEM], set()).add(len(stem))
    return {begins: tuple(sorted(sizes, reverse=True)) for begins, sizes in found.items()}


def _unstressed(word: str) -> str:
    """A skeleton with the vowels that Belarusian spells as they are heard (ремонт, рамонт; вертолет, верталёт) as one."""
    return word.replace("dz", "d").translate(_HEARD)


@cache
def lexicon(world: bool = True) -> Lexicon:
    """All translated words; without `world` those alone that were written for this project."""
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    latin_stems: dict[str, tuple[str, ...]] = {}
    unstressed: dict[str, tuple[str, ...]] = {}
    han: dict[str, tuple[str, ...]] = {}
    weights: dict[str, float] = {}
    slavic: dict[str, dict[str, None]] = {}
    countries: set[str] = set()
    known = rows("names_lexicon.tsv") + (rows("names_lexicon_world.tsv") if world else [])
    for row in known:
        concepts = tuple(row["concepts"].split())
        if len(concepts) == 1:
            weights.setdefault(concepts[0], float(row["weight"]))
    for row in known:
        concepts = tuple(row["concepts"].split())
        for concept in concepts:
            weights.setdefault(concept, float(row["weight"]))
        for form in row["forms"].split("|"):
            if len(concepts) == 1 and letter_script(form[0]) == "Cyrillic" and " " not in form and row["kind"] != "aside":
                slavic.setdefault(concepts[0], {}).setdefault(latin(form.rstrip("*")))
            if row["kind"] == "abbreviation":
                continue  # the word as acronyms shorten it, and nothing by itself
            if is_han(form):
                han.setdefault(simplified(form), concepts)
            elif form.endswith("*"):
                stem = skeleton(form[:-1])
                stems.setdefault(stem, concepts)
                if not form.isascii() and len(stem) >= LEAST_HEARD:
                    unstressed.setdefault(_unstressed(stem), concepts)
                # A short Slavic stem begins many an English word: in Latin letters only long or Latin ones count.
                if form.isascii() or len(stem) >= 6:
                    latin_stems.setdefault(stem, concepts)
            elif key := pieces(form):
                phrases.setdefault(key, concepts)

    for concept, own in _countries(phrases):
        weights.setdefault(concept, COUNTRY_WEIGHT)
        for key in own:
            phrases.setdefault(key, (concept,))
        countries.add(concept)

    if world:
        for sound, word in english_sounds().items():
            if (concepts_of := phrases.get((skeleton(word),))) is not None:
                phrases.setdefault((sound,), concepts_of)

    def of_kind(kind: str) -> frozenset[str]:
        return frozenset(r["concepts"] for r in known if r["kind"] == kind)

    return Lexicon(
        phrases, stems, latin_stems, unstressed, han, weights, {c: tuple(w) for c, w in slavic.items()}, of_kind("place") | countries, of_kind("frame"),
        max(map(len, han)), _longest(phrases), _sizes(stems),
    )  # fmt: skip


def _countries(known: dict[tuple[str, ...], tuple[str, ...]]) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """The concept of each country and what it is called: a word that the lexicon has names it, else its English name."""
    for _, name, variants, adjectives, *_ in tsv.rows("countries.tsv", 5):
        called = [key for form in ";".join((name, variants, adjectives)).split(";") if (key := pieces(form))]
        concepts = [known[key][0] for key in called if len(known.get(key, ())) == 1]
        yield (concepts[0] if concepts else " ".join(called[0])), [key for key in called if len("".join(key)) > 3]


@dataclass(frozen=True, slots=True)
class Forms:
    """Legal forms: words -> (code, family). `anywhere` may stand inside a name, `last` only at its end."""

    anywhere: dict[tuple[str, ...], tuple[str, str]]
    last: dict[tuple[str, ...], tuple[str, str]]
    han: dict[str, tuple[str, str]]
    firsts: dict[str, int]  # first words -> the words of the longest form


@cache
def forms() -> Forms:
    anywhere: dict[tuple[str, ...], tuple[str, str]] = {}
    last: dict[tuple[str, ...], tuple[str, str]] = {}
    han: dict[str, tuple[str, str]] = {}
    for file in ("legal_forms.tsv", "legal_forms_world.tsv"):
        for row in rows(file):
            meaning = (row["code"], row["family"])
            for form in row["forms"].split("|"):
                if is_han(form):
                    han.setdefault(simplified(form), meaning)
                    continue
                key = pieces(form)
                if not key or sum(map(len, key)) < 2:
                    continue
                own = file == "legal_forms.tsv"
                if own or len(key) > 1 or len(key[0]) > 3:
                    anywhere.setdefault(key, meaning)
                elif len(key[0]) == 3 or key == pieces(row["code"]):
                    last.setdefault(
                        key, meaning
                    )  # a short word such as "as" or "sia" is a form at the end only
    return Forms(anywhere, last, han, _longest((*anywhere, *last)))


@cache
def words(kind: str) -> frozenset[tuple[str, ...]]:
    """The small words of one kind: stop, aka, title, named, number, person-particle."""
    found = [r["forms"] for r in rows("names_words.tsv") if r["kind"] == kind]
    return frozenset(key for forms_ in found for form in forms_.split("|") if (key := pieces(form)))


@cache
def single(kind: str) -> frozenset[str]:
    return frozenset(key[0] for key in words(kind) if len(key) == 1)


@cache
def bearers() -> frozenset[str]:
    """Concepts of bodies that are named after persons."""
    return frozenset(form for row in rows("names_words.tsv") if row["kind"] == "bearer" for form in row["forms"].split("|"))


@cache
def old_syllables() -> dict[str, str]:
    """Syllables that only Wade-Giles and postal spelling write -> pinyin: of several the one without breath (tse is ze and not
    ce), which names have more often."""
    read = [row for row in rows("chinese_romanisations.tsv") if row["system"] == "pinyin"]
    read.sort(key=lambda row: next((n for n, initial in enumerate(_BREATHLESS) if row["syllable"].startswith(initial)), len(_BREATHLESS)))
    found: dict[str, str] = {}
    for place in range(max(row["forms"].count("|") for row in read) + 1):
        for row in read:
            forms = row["forms"].split("|")
            if place < len(forms) and forms[place] not in pinyin():
                found.setdefault(forms[place], row["syllable"])
    return found


@cache
def pinyin() -> frozenset[str]:
    """The syllables of Mandarin."""
    return frozenset(row["syllable"] for row in rows("chinese_romanisations.tsv") if row["system"] == "pinyin")


@cache
def english_sounds() -> dict[str, str]:
    """Skeleton of an English word as Cyrillic writes its sound -> the word (пауэр is "power")."""
    return {sound: row["word"] for row in rows("english_sounds.tsv") for sound in row["sounds"].split("|")}


GIVEN_NAMES = ("given_names.tsv", "surnames_chinese.tsv", "given_names_world.tsv", "given_names_short.tsv", "given_names_english.tsv")


@cache
def given_names() -> dict[str, str]:
    """Skeleton of a given name -> the name it is a form of. The first table that has a form says of what; a name that is a
    form itself stands for that of which it is one (Mike is Michael, and Michael a form of Mikhail)."""
    found: dict[str, str] = {}
    for row in (row for file in GIVEN_NAMES for row in rows(file)):
        of = found.setdefault(skeleton(row["name"]), row["name"])
        for form in row["forms"].split("|"):
            found.setdefault(skeleton(form), of)
    return found


@cache
def _frequencies() -> tuple[dict[str, int], dict[str, int]]:
    tables: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for row in rows("name_frequencies.tsv"):
        tables[row["kind"] == "person"][row["word"]] = int(row["names"])
    return tables


def rarity(word: str, person: bool) -> float:
    """How much a word (skeleton) tells: 1 for one seen in few names, towards 0.2 for one in thousands."""
    seen = _frequencies()[person].get(word, 0)
    return max(1.0 - math.log1p(seen) / math.log(20_000), 0.2) if seen else 1.0
