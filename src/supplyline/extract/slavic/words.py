"""What is each word of a Ukrainian or Russian sentence?

`sense(form, …)` asks pymorphy3 (Korobov, *Morphological Analyzer and Generator for Russian and Ukrainian Languages*,
2015): part of speech, lemma, cases. The same form gives the same sense, whatever stands beside it; what its neighbours
tell is read in sentences.py. Letters of another script (names left in Latin) are nouns of every case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from supplyline.extract.lexicon import mapping, table
from supplyline.model import SupplylineError

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
EVERY_CASE = frozenset(CASES)
OPENERS, CLOSERS = "«“„", "»”"

_SCALE = re.compile(r"(?:(?:тис|тыс|млн|млрд)|(?:мільйон|миллион|мільярд|миллиард|тисяч|тысяч)\w*)$")

@dataclass(frozen=True, slots=True)
class Sense:
    """What pymorphy3 knows of a word form."""

    pos: str
    lemma: str
    cases: frozenset[str]
    plural: bool
    verb: str  # past, pres, futr, infn, pssv, impers, or nothing
    perfective: bool
    many: bool  # plural in one reading at least
    proper: bool  # a first name, surname or patronymic, or an animate noun: a name where it has a capital
    animate: bool = False
    surname: frozenset[str] = frozenset()  # the cases it has as a surname, though another reading is more frequent


@dataclass(slots=True)
class Word:
    text: str
    start: int
    end: int
    low: str
    pos: str
    lemma: str
    cases: frozenset[str]
    plural: bool = False
    verb: str = ""
    perfective: bool = False
    many: bool = False
    proper: bool = False
    animate: bool = False
    quoted: bool = False
    opening: bool = False  # the first of its sentence, so that its capital tells nothing

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def latin(self) -> bool:
        return self.text[:1].isascii() and self.text[:1].isalpha()


@dataclass(slots=True)
class Sentence:
    start: int
    end: int
    block: int
    heading: bool
    words: list[Word]


@cache
def analyser(language: str) -> Any:
    import pymorphy3

    try:
        return pymorphy3.MorphAnalyzer(lang=language)
    except ValueError as missing:  # what pymorphy3 raises where a dictionary is not installed
        raise NoDictionary(language) from missing


class NoDictionary(SupplylineError):
    """The words of a language are not installed."""


@cache
def _prepositions(language: str) -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in table(language, "prepositions")}


@cache
def _closed(language: str) -> dict[str, str]:
    return mapping(language, "closed")


@cache
def _nouns(language: str) -> dict[str, tuple[str, frozenset[str]]]:
    return {row[0]: (row[1], frozenset(row[2].split())) for row in table(language, "nouns")}


@lru_cache(maxsize=100_000)
def sense(low: str, capital: bool, language: str) -> Sense:
    if low in _prepositions(language):
        return Sense("PREP", low, _prepositions(language)[low], False, "", False, False, False)
    if (tag := _closed(language).get(low)) is not None:
        return Sense(tag, low, frozenset(), False, "", False, False, False)
    if (noun := _nouns(language).get(low)) is not None:
        return Sense("NOUN", noun[0], noun[1], True, "", False, False, False)
    if _SCALE.match(low.rstrip(".")):
        return Sense("NUMR", low, EVERY_CASE, True, "", False, False, False)
    if low[0].isdigit():
        return Sense("NUMB", low, EVERY_CASE, True, "", False, False, False)
    if not low[0].isalpha():
        return Sense("PNCT", low, frozenset(), False, "", False, False, False)
    tail = low.rpartition("-")[2]
    if low[0].isascii() and "-" in low and len(tail) > 3 and not tail[0].isascii():
        return sense(tail, False, language)  # "FPV-дронів", "IT-компанії"
    if low[0].isascii():
        return Sense("LATN", low, EVERY_CASE, False, "", False, False, False)
    found = analyser(language).parse(low)
    if not found:
        return Sense("NOUN", low, EVERY_CASE, False, "", False, False, False)
    read = _finite([(str(p.tag), p.normal_form) for p in found], low, language)
    if not capital and read[0][0].startswith("NOUN") and (pronouns := [r for r in read if r[0].startswith("NPRO")]):
        read = pronouns  # "вона" is no surname, "його" no yoga
    if not capital and (language == "uk" or read[0][0].startswith("VERB")):  # which reading is frequent: "надала" is no noun, "нашли" is not of "наслать"
        telling = [r for r in read if r[0].startswith("VERB") and ("past" in r[0] or "3per" in r[0]) and r[1] in _telling(language)]
        read = telling or read
    if capital and _stranger(read, low, language):
        return Sense("NOUN", low, EVERY_CASE, False, "", False, False, True, True)
    made = _read(_known(read, low, language), capital)
    if "-" in low and made.pos == "NOUN" and made.lemma not in told_nouns(language) and (first := sense(low.partition("-")[0], False, language)).pos == "NOUN" and first.lemma in told_nouns(language):
        made = replace(made, lemma=first.lemma)  # "країни-партнери", "дрони-камікадзе": the first part tells what they are
    if capital and made.pos == "NOUN" and "nomn" not in made.cases and first_form(low) and not analyser(language).word_is_known(low):
        made = replace(made, cases=made.cases | {"nomn"}, plural=False, many=False)  # "Вучич" is no plural of "вучича"
    return _ukrainian(made, low) if language == "uk" and not capital else made


@cache
def _telling(language: str) -> frozenset[str]:
    """The verbs that open frames and sayings."""
    verbs = {row[0] for row in table(language, "triggers") if row[1].endswith("_verb") or row[1] == "leading"}
    return frozenset(verbs | {row[0] for row in table(language, "cues")})


@cache
def told_nouns(language: str) -> frozenset[str]:
    """The nouns that tell who speaks and what is done."""
    told = {row[0] for row in table(language, "triggers") if row[1].endswith("_noun")} | {row[0] for row in table(language, "goods")}
    return frozenset(mapping(language, "speaker_nouns")) | told | {word.strip() for row in table(language, "countries") for word in row[1].split(";")}


def _known(read: list[tuple[str, str]], low: str, language: str) -> list[tuple[str, str]]:
    """The readings as a noun of the word lists, where the dictionary puts a rarer word first: "уряд" is no adverb, "рада" no "рад"."""
    told = told_nouns(language)
    known = [r for r in read if r[0].startswith("NOUN") and r[1] in told]
    first = read[0]
    rarer = first[0].startswith("NOUN") or (low in told and not (first[0].startswith("ADJF") and first[1] in told))
    return known if known and (rarer or any(r[0].startswith("ADVB") for r in read)) else read


def _finite(found: list[tuple[str, str]], low: str, language: str) -> list[tuple[str, str]]:
    """ "заборонить" is a future though the Ukrainian dictionary has it as a short infinitive too."""
    if language == "uk" and low.endswith(("ти", "тися", "тись")):  # "бути" and "мати" are no nouns here
        infinitives = [("VERB,perf infn" if "perf" in f[0] else "VERB infn", f[1]) for f in found if f[0].startswith("VERB") and f[1] == low and (low in _telling(language) or low == "бути")]
        return infinitives or found
    if language != "uk":
        return found
    return [f for f in found if not ("infn" in f[0] and f[0].startswith("VERB"))] or found


def _ukrainian(made: Sense, low: str) -> Sense:
    """Participles and gerunds go back to their verb, as the Russian dictionary has them and the Ukrainian has not."""
    if made.pos == "ADJF" and made.lemma.endswith(("ний", "тий")) and made.lemma not in mapping("uk", "cues"):
        verb = next((p for p in analyser("uk").parse(made.lemma[:-2] + "о") if "Impe" in str(p.tag)), None)
        return replace(made, pos="PRTF", lemma=verb.normal_form) if verb is not None else made
    for ending, stem in (("уючись", "уватися"), ("ючись", "тися"), ("вшись", "тися"), ("уючи", "увати"), ("ючи", "ти"), ("вши", "ти")):
        if made.pos == "GRND" and low.endswith(ending):
            return replace(made, lemma=low.removesuffix(ending) + stem)
    return made


_ADJECTIVE = re.compile(r"(?:ий|ій|ый|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ою|ею|ую|юю|ім|ої|а|е|є|і|у|ю)$")


def _stranger(found: list[tuple[str, str]], low: str, language: str) -> bool:
    """ "Вэнс", "Саннвік": with a capital and in no dictionary, so that what it is guessed to be tells nothing."""
    tag = found[0][0]
    guessed = tag.startswith(("ADVB", "VERB", "INFN", "ADJS", "COMP", "GRND", "PRCL", "INTJ", "PRED", "UNKN")) or (tag.startswith("ADJF") and not _ADJECTIVE.search(low))
    return guessed and not any(t.startswith("NOUN") for t, _ in found) and not analyser(language).word_is_known(low)


def first_form(low: str) -> bool:
    """Does a name end like a first case: on a consonant that is no ending of another?"""
    return low[-1] in "бвгґджзклмнпрстфхцчшщ" and not low.endswith(("ов", "ев", "ів", "їв", "ам", "ям", "ах", "ях", "ом", "ем", "єм", "им", "ым", "ім", "их", "ых"))


def _read(found: list[tuple[str, str]], capital: bool) -> Sense:
    nominal = [(t, n) for t, n in found if t.startswith(("NOUN", "NPRO", "ADJF", "PRTF", "NUMR"))]
    adverb = [(t, n) for t, n in found if t.startswith("ADVB")]
    first = nominal[0] if capital and nominal else adverb[0] if adverb else found[0]
    tag, lemma = first
    if tag.startswith("UNKN"):
        return Sense("NOUN", lemma, EVERY_CASE, False, "", False, False, False)
    if tag.startswith("NOUN"):  # "турецькі" is an adjective though a noun stands first in the dictionary
        tag, lemma = next(((t, n) for t, n in found if t.startswith("ADJF") and n == lemma), first)
    pos = re.split(r"[ ,]", tag, maxsplit=1)[0]
    alike = [t for t, n in found if t.startswith(pos) and (n == lemma or pos in ("NOUN", "ADJF"))]
    grammemes = [set(re.split(r"[ ,]", t)) for t in alike]
    cases = frozenset(c if c != "gen2" else "gent" for g in grammemes for c in g if c in CASES)
    if pos == "NOUN" and any(not g & set(CASES) and "voct" not in g for g in grammemes):
        cases |= {"nomn"}  # the Ukrainian dictionary leaves the first case of some nouns without a mark
    if any("Fixd" in g for g in grammemes):
        cases = EVERY_CASE
    whole = set(re.split(r"[ ,]", tag))
    if pos == "NOUN" and "inan" in whole and not ("femn" in whole and "plur" not in whole) and cases & {"nomn", "accs"}:
        cases |= {"nomn", "accs"}  # the two are one form
    verb = ""
    if pos in ("VERB", "INFN", "PRTS", "GRND"):
        told = set().union(*grammemes)
        verb = next((v for v in ("past", "pres", "futr") if v in told), "infn" if pos == "INFN" else "pres")  # "расследует" is rather now than then
        if pos == "PRTS":
            verb = "pssv"
        elif pos == "GRND":
            verb = "grnd"
        elif "Impe" in whole:
            verb = "impers"
    if pos == "INFN" or "infn" in whole:
        verb = "infn"
    return Sense(
        pos if not (pos == "NPRO" and "pers" not in whole and "3per" not in whole and "1per" not in whole) else "PRON",
        lemma,
        cases,
        all("plur" in g for g in grammemes) if grammemes else False,
        verb,
        "perf" in whole and verb != "pres",
        any("plur" in g for g in grammemes),
        bool(whole & {"Name", "Surn", "Patr"}) or "anim" in whole,
        pos == "NOUN" and "anim" in whole,
        frozenset(c for t, _ in found if "Surn" in t for c in CASES if c in t),
    )


@lru_cache(maxsize=20_000)
def several(low: str, language: str) -> bool:
    """Is the first case of the noun always a plural: "деталі", which is a single thing in other cases?"""
    tags = [str(p.tag) for p in analyser(language).parse(low) if str(p.tag).startswith("NOUN")]
    first = [t for t in tags if "nomn" in t]
    return bool(first) and all("plur" in t for t in first)


@lru_cache(maxsize=20_000)
def genders(low: str, language: str) -> frozenset[str]:
    """The genders the noun can have as a single thing in its first case."""
    tags = [re.split(r"[ ,]", str(p.tag)) for p in analyser(language).parse(low) if str(p.tag).startswith("NOUN")]
    return frozenset(g for t in tags if "nomn" in t and "plur" not in t for g in ("masc", "femn", "neut") if g in t)


@lru_cache(maxsize=20_000)
def going_on(low: str, language: str) -> bool:
    """Can the form be a present too: "розслідує", which the dictionary has as a future first?"""
    return any("VERB" in str(p.tag) and "pres" in str(p.tag) for p in analyser(language).parse(low))


@lru_cache(maxsize=20_000)
def unknown(low: str, language: str) -> bool:
    return not analyser(language).word_is_known(low)


@lru_cache(maxsize=20_000)
def plain(low: str, language: str) -> bool:
    """A common noun of the dictionary and no name: "Виробник" at the start of a sentence."""
    found = analyser(language).parse(low)
    return bool(analyser(language).word_is_known(low)) and not any({"Name", "Surn", "Patr"} & set(re.split(r"[ ,]", str(p.tag))) for p in found)


@lru_cache(maxsize=20_000)
def agrees(low: str, plural: bool, gender: str, language: str) -> bool:
    """May the form be the subject of a verb of this number and gender? What no dictionary knows may."""
    if unknown(low, language):
        return True
    tags = [re.split(r"[ ,]", str(p.tag)) for p in analyser(language).parse(low)]
    first = [t for t in tags if t[0] in ("NOUN", "NPRO") and ("nomn" in t or "Fixd" in t)]
    return any("Fixd" in t or (("plur" in t) == plural and (plural or not gender or gender in t or not {"masc", "femn", "neut"} & set(t))) for t in first)


@lru_cache(maxsize=20_000)
def named_first(low: str, language: str) -> bool:
    """A first name of the dictionary?"""
    return any("Name" in str(p.tag) for p in analyser(language).parse(low))


def past_gender(word: Word) -> str:
    """The gender that a verb of the past agrees with; nothing where it tells none."""
    if word.verb != "past" or word.plural or word.pos != "VERB":
        return ""
    stem = word.low.removesuffix("ся").removesuffix("сь")
    return "femn" if stem.endswith("ла") else "neut" if stem.endswith("ло") else "masc"
