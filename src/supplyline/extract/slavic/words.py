"""What is each word of a Ukrainian or Russian sentence?

`sentences(text, language)` splits a document and analyses every word with pymorphy3 (Korobov, *Morphological
Analyzer and Generator for Russian and Ukrainian Languages*, 2015): part of speech, lemma, cases. Promises: `start:end`
of a word index the document; a sentence is cut at 300 words, so that everything behind is linear in the text; the
same text gives the same words. Letters of another script (names left in Latin) are nouns of every case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from supplyline.extract.lexicon import mapping, table
from supplyline.model import SupplylineError

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
EVERY_CASE = frozenset(CASES)
MOST_WORDS = 300
THOSE = {
    form: frozenset(cases.split())
    for form, cases in {
        "ті": "nomn accs", "те": "nomn accs", "тих": "gent accs loct", "тех": "gent accs loct", "тим": "datv", "тем": "datv", "тими": "ablt", "теми": "ablt", "тот": "nomn", "той": "nomn",
    }.items()
}  # fmt: skip
NATIONAL = tuple(stem + end for stem in ("ськ", "цьк", "зьк", "ск", "цк") for end in ("а", "ої", "ій", "у", "ою", "ая", "ой", "ую", "ий", "ого", "ому", "им", "ом"))
ACCUSED = ("обвинувачен", "підозрюван", "затриман", "заарештован", "засуджен", "обвиняем", "подозреваем", "задержанн", "арестованн", "осужд", "подсудим", "підсудн")
OPENERS, CLOSERS = "«“„", "»”"

_WORD = re.compile(
    r"(?:тис|тыс|млн|млрд)\.(?=\s+[а-яіїєґё$])"
    r"|\d+(?:[.,]\d+)*(?:-[^\W\d_]+)?%?"
    r"|[^\W\d_](?:[\w’'ʼ]*\w)?(?:[-–‑.&]\w+)*"
    r"|[-–—−]+|\.\.\.|…|\S"
)
_SCALE = re.compile(r"(?:(?:тис|тыс|млн|млрд)|(?:мільйон|миллион|мільярд|миллиард|тисяч|тысяч)\w*)$")
_STOP = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s|$)")
_ABBREVIATED = re.compile(r"(?:^|[\s(«„“])(?:[А-ЯІЇЄҐA-Z]|Co|ст|ім|им|рр?|гг?|т|д|н|о|см|пр|вул|ул)\.$")


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
def _analyser(language: str) -> Any:
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
    found = _analyser(language).parse(low)
    if not found:
        return Sense("NOUN", low, EVERY_CASE, False, "", False, False, False)
    read = _finite([(str(p.tag), p.normal_form) for p in found], low, language)
    if not capital and (language == "uk" or read[0][0].startswith("VERB")):  # which reading is frequent: "надала" is no noun, "нашли" is not of "наслать"
        telling = [r for r in read if r[0].startswith("VERB") and ("past" in r[0] or "3per" in r[0]) and r[1] in _telling(language)]
        read = telling or read
    if capital and _stranger(read, low, language):
        return Sense("NOUN", low, EVERY_CASE, False, "", False, False, True, True)
    made = _read(_known(read, low, language), capital)
    if capital and made.pos == "NOUN" and "nomn" not in made.cases and _first_form(low) and not _analyser(language).word_is_known(low):
        made = replace(made, cases=made.cases | {"nomn"}, plural=False, many=False)  # "Вучич" is no plural of "вучича"
    return _ukrainian(made, low) if language == "uk" and not capital else made


@cache
def _telling(language: str) -> frozenset[str]:
    """The verbs that open frames and sayings."""
    verbs = {row[0] for row in table(language, "triggers") if row[1].endswith("_verb") or row[1] == "leading"}
    return frozenset(verbs | {row[0] for row in table(language, "cues")})


@cache
def _told_nouns(language: str) -> frozenset[str]:
    """The nouns that tell who speaks and what is done."""
    told = {row[0] for row in table(language, "triggers") if row[1].endswith("_noun")} | {row[0] for row in table(language, "goods")}
    return frozenset(mapping(language, "speaker_nouns")) | told | {word.strip() for row in table(language, "countries") for word in row[1].split(";")}


def _known(read: list[tuple[str, str]], low: str, language: str) -> list[tuple[str, str]]:
    """The readings as a noun of the word lists, where the dictionary puts a rarer word first: "уряд" is no adverb, "рада" no "рад"."""
    told = _told_nouns(language)
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
    if made.pos == "ADJF" and made.lemma.endswith(("ний", "тий")):
        verb = next((p for p in _analyser("uk").parse(made.lemma[:-2] + "о") if "Impe" in str(p.tag)), None)
        return replace(made, pos="PRTF", lemma=verb.normal_form) if verb is not None else made
    for ending, stem in (("уючи", "увати"), ("ючи", "ти"), ("вши", "ти")):
        if made.pos == "GRND" and low.endswith(ending):
            return replace(made, lemma=low.removesuffix(ending) + stem)
    return made


_ADJECTIVE = re.compile(r"(?:ий|ій|ый|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ою|ею|ую|юю|ім|ої|а|е|є|і|у|ю)$")


def _stranger(found: list[tuple[str, str]], low: str, language: str) -> bool:
    """ "Вэнс", "Саннвік": with a capital and in no dictionary, so that what it is guessed to be tells nothing."""
    tag = found[0][0]
    guessed = tag.startswith(("ADVB", "VERB", "INFN", "ADJS", "COMP", "GRND", "PRCL", "INTJ", "PRED", "UNKN")) or (tag.startswith("ADJF") and not _ADJECTIVE.search(low))
    return guessed and not any(t.startswith("NOUN") for t, _ in found) and not _analyser(language).word_is_known(low)


def _first_form(low: str) -> bool:
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
        verb = next((v for v in ("past", "pres", "futr") if v in whole), "infn" if pos == "INFN" else "pres")
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
        "perf" in whole,
        any("plur" in g for g in grammemes),
        bool(whole & {"Name", "Surn", "Patr"}) or "anim" in whole,
        pos == "NOUN" and "anim" in whole,
        frozenset(c for t, _ in found if "Surn" in t for c in CASES if c in t),
    )


@lru_cache(maxsize=20_000)
def several(low: str, language: str) -> bool:
    """Is the first case of the noun always a plural: "деталі", which is a single thing in other cases?"""
    tags = [str(p.tag) for p in _analyser(language).parse(low) if str(p.tag).startswith("NOUN")]
    first = [t for t in tags if "nomn" in t]
    return bool(first) and all("plur" in t for t in first)


@lru_cache(maxsize=20_000)
def genders(low: str, language: str) -> frozenset[str]:
    """The genders the noun can have as a single thing in its first case."""
    tags = [re.split(r"[ ,]", str(p.tag)) for p in _analyser(language).parse(low) if str(p.tag).startswith("NOUN")]
    return frozenset(g for t in tags if "nomn" in t and "plur" not in t for g in ("masc", "femn", "neut") if g in t)


@lru_cache(maxsize=20_000)
def going_on(low: str, language: str) -> bool:
    """Can the form be a present too: "розслідує", which the dictionary has as a future first?"""
    return any("VERB" in str(p.tag) and "pres" in str(p.tag) for p in _analyser(language).parse(low))


@lru_cache(maxsize=20_000)
def unknown(low: str, language: str) -> bool:
    return not _analyser(language).word_is_known(low)


@lru_cache(maxsize=20_000)
def plain(low: str, language: str) -> bool:
    """A common noun of the dictionary and no name: "Виробник" at the start of a sentence."""
    found = _analyser(language).parse(low)
    return bool(_analyser(language).word_is_known(low)) and not any({"Name", "Surn", "Patr"} & set(re.split(r"[ ,]", str(p.tag))) for p in found)


def past_gender(word: Word) -> str:
    """The gender that a verb of the past agrees with; nothing where it tells none."""
    if word.verb != "past" or word.plural or word.pos != "VERB":
        return ""
    stem = word.low.removesuffix("ся").removesuffix("сь")
    return "femn" if stem.endswith("ла") else "neut" if stem.endswith("ло") else "masc"


def words(text: str, offset: int, language: str) -> list[Word]:
    out: list[Word] = []
    surnames: dict[int, frozenset[str]] = {}
    for match in _WORD.finditer(text):
        shown = match.group()
        low = shown.lower().replace("’", "'").replace("ʼ", "'")
        known = sense(low, shown[0].isupper() and bool(out), language)
        if known.pos not in ("NOUN", "LATN", "PREP", "NUMB") and 1 < len(shown) < 7 and shown.isalpha() and shown.isupper() and not text.isupper():
            known = Sense("NOUN", low, EVERY_CASE, False, "", False, False, False)  # "СЗРУ"
        out.append(
            Word(
                shown, offset + match.start(), offset + match.end(), low,
                known.pos, known.lemma, known.cases, known.plural, known.verb, known.perfective, known.many,
                known.proper and shown[0].isupper() and known.lemma not in mapping(language, "speaker_nouns") and not (not out and plain(low, language)) and not (len(shown) > 1 and shown.isupper() and not text.isupper()),
                known.animate,
            )
        )  # fmt: skip
        if known.surname and shown[0].isupper():
            surnames[len(out) - 1] = known.surname
    if out:
        out[0].opening = True
    _opening(out, surnames, language)
    _towns(out)
    _names(out, surnames, language)
    _after_adjective(out, language)
    _people(out, language)
    _those(out)
    _predicates(out)
    return out


def _opening(found: list[Word], surnames: dict[int, frozenset[str]], language: str) -> None:
    """ "Українська розвідка": the first word is the adjective that agrees with the noun behind it, no language and no surname."""
    for k in range(len(found) - 1):
        word, after = found[k], found[k + 1]
        if word.pos != "NOUN" or after.pos not in ("NOUN", "ADJF") or after.capital or (k and word.capital) or not word.low.endswith(NATIONAL):
            continue
        for p in _analyser(language).parse(word.low):
            cases = frozenset(c for c in CASES if c in str(p.tag)) & after.cases
            if str(p.tag).startswith("ADJF") and cases:
                word.pos, word.lemma, word.proper, word.animate, word.cases = "ADJF", p.normal_form, False, False, cases
                surnames.pop(k, None)
                break


_TOWN = {"ськ": {"nomn", "accs"}, "ська": {"gent"}, "ську": {"datv", "loct"}, "ськом": {"ablt"}}


def _towns(found: list[Word]) -> None:
    """ "в Іжевську", "до Новоросійська": behind a preposition and with no noun to agree with, a town and no adjective."""
    for k in range(1, len(found)):
        word, before = found[k], found[k - 1]
        after = found[k + 1] if k + 1 < len(found) else None
        ending = next((e for e in _TOWN if word.low.endswith(e)), "")
        if not ending or word.pos != "ADJF" or not word.capital or before.pos != "PREP" or not before.cases & _TOWN[ending]:
            continue
        if after is None or after.pos not in ("NOUN", "ADJF") or not after.cases & (word.cases | before.cases) or after.capital:
            word.pos, word.cases, word.plural = "NOUN", frozenset(_TOWN[ending]), False


def _names(found: list[Word], surnames: dict[int, frozenset[str]], language: str) -> None:
    """ "Зеленський заявив": an adjective with a capital and no noun behind it is a surname; so is what follows a first name."""
    for k, word in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        if word.pos == "ADJF" and k in surnames and not (after is not None and after.pos in ("NOUN", "ADJF", "LATN") and after.cases & word.cases and not after.proper):
            word.pos, word.proper, word.cases = "NOUN", True, surnames[k]
        elif not k and k in surnames and word.pos == "NOUN" and after is not None and after.verb in ("past", "pres") and word.lemma not in mapping(language, "speaker_nouns"):
            word.proper, word.cases, word.plural = True, surnames[k], False  # "Пєсков спростував"
        elif k and word.capital and found[k - 1].proper and not found[k - 1].latin and word.pos not in ("NOUN", "ADJF", "LATN", "PREP", "CONJ", "PRON", "NPRO", "NUMB") and not word.text.isupper():
            word.pos, word.verb, word.proper, word.cases = "NOUN", "", True, EVERY_CASE  # "Джеймс Клеверли" is no verb
        before = found[k - 1] if k else word
        if k in surnames and word.proper and before.pos == "NOUN" and before.capital and not before.plural and not before.text.isupper() and before.cases & word.cases and before.lemma not in mapping(language, "speaker_nouns"):
            before.proper = True  # a first name that the dictionary does not know as one
        if k and word.proper and not word.latin and "nomn" in word.cases and before.pos == "NOUN" and before.capital and not before.latin and not before.text.isupper() and "nomn" not in before.cases and _first_form(before.low):
            before.proper, before.plural, before.cases = True, False, before.cases | {"nomn"}  # "Александар Вучич"


def _people(found: list[Word], language: str) -> None:
    """ "слідчі заарештували": an adjective that stands for people, with no noun behind it."""
    for k, word in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        if word.pos in ("ADJF", "PRTF") and (word.lemma in mapping(language, "speaker_nouns") or (word.low.startswith(ACCUSED) and not (k and found[k - 1].text == ","))) and not (after is not None and after.pos in ("NOUN", "ADJF", "LATN", "PRTF") and after.cases & word.cases and ("nomn" not in word.cases or "nomn" in after.cases)):
            word.pos, word.animate = "NOUN", True


def _after_adjective(found: list[Word], language: str) -> None:
    """ "Белого дома": an adverb right behind an adjective is the noun that agrees with it."""
    for k in range(1, len(found)):
        word, before = found[k], found[k - 1]
        if word.pos != "ADVB" or before.pos != "ADJF":
            continue
        nouns = [str(p.tag) for p in _analyser(language).parse(word.low) if str(p.tag).startswith("NOUN")]
        cases = frozenset(c for tag in nouns for c in CASES if c in tag) & before.cases
        if cases:
            word.pos, word.cases, word.plural = "NOUN", cases, all("plur" in tag for tag in nouns)


def _those(found: list[Word]) -> None:
    """ "тих, хто постачає": the pronoun stands for those it tells of."""
    for k in range(len(found) - 2):
        word = found[k]
        if word.low in THOSE and found[k + 1].text == "," and found[k + 2].low in ("хто", "кто"):
            word.pos, word.verb, word.lemma, word.cases, word.plural, word.many = "NOUN", "", "ті", THOSE[word.low], True, True


def _predicates(found: list[Word]) -> None:
    """ "санкції були запроваджені": a participle behind "бути" is the verb of its clause."""
    if len(found) > 2 and found[1].text == "," and found[0].verb in ("futr", "pres") and found[0].low.endswith(("мо", "м")):
        found[0].pos, found[0].verb = "ADVB", ""  # "Нагадаємо, …"
    for k, word in enumerate(found):
        if word.pos != "PRTF" or "nomn" not in word.cases or not k:
            continue
        behind = found[k - 1].pos == "NOUN" and "nomn" in found[k - 1].cases and k + 1 < len(found) and found[k + 1].pos == "PREP"
        if behind or _alone(found, k) or any(w.lemma in ("бути", "быть") and w.verb for w in found[max(0, k - 2) : k]):
            word.pos, word.verb = "PRTS", "pssv"


def _alone(found: list[Word], k: int) -> bool:
    """ "товари з цього списку заблоковані": a passive participle that closes a clause without another verb."""
    word, after = found[k], found[k + 1] if k + 1 < len(found) else None
    if word.low.endswith(("ий", "ій", "ый", "ая", "ое")) or found[k - 1].text == "," or (after is not None and after.pos in ("NOUN", "ADJF", "LATN", "PRTF", "NUMR", "NUMB") and "nomn" in after.cases):
        return False
    start = next((j + 1 for j in range(k - 1, -1, -1) if found[j].text in (",", ";", ":", "–", "—") or found[j].pos == "CONJ"), 0)
    end = next((j for j in range(k + 1, len(found)) if found[j].text in (",", ";", ":", ".", "–", "—")), len(found))
    rest = [*found[start:k], *found[k + 1 : end]]
    return not any(w.verb in ("past", "pres", "futr", "pssv", "impers") for w in rest) and any(w.pos == "NOUN" and "nomn" in w.cases and w.plural == word.plural for w in found[start:k])


def sentences(text: str, language: str) -> Iterator[Sentence]:
    """In order; a line break ends one where the line before is whole or the next begins with a capital."""
    for number, line in enumerate(_lines(text)):
        block = text[line[0] : line[1]]
        heading = _STOP.search(block) is None
        for start, end in _split(block):
            found = words(block[start:end], line[0] + start, language)
            _mark(found)
            for at in range(0, len(found), MOST_WORDS):
                part = found[at : at + MOST_WORDS]
                yield Sentence(part[0].start, part[-1].end, number, heading, part)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def _split(block: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _STOP.finditer(block):
        rest = block[match.end() : match.end() + 3].lstrip()
        if rest and (rest[0].islower() or (match.group() == "." and _ABBREVIATED.search(block[max(0, match.start() - 12) : match.end()]))):
            continue
        while start < match.end() and block[start].isspace():
            start += 1
        yield start, match.end()
        start = match.end()
    while start < len(block) and block[start].isspace():
        start += 1
    if start < len(block):
        yield start, len(block)


def _mark(found: list[Word]) -> None:
    inside = False
    for word in found:
        if word.text in OPENERS or (word.text == '"' and not inside):
            inside = True
        elif word.text in CLOSERS or word.text == '"':
            inside = False
        word.quoted = inside
