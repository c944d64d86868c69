"""Which sentences has a Ukrainian or Russian text, and what is each word beside its neighbours?

`sentences(text, language)` splits a document and reads every word. Promises: `start:end` of a word index the document; a
sentence is cut at 300 words, so that everything behind is linear in the text; the same text gives the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from supplyline.extract.lexicon import mapping
from supplyline.extract.slavic.words import (
    CASES,
    CLOSERS,
    EVERY_CASE,
    OPENERS,
    Sense,
    Sentence,
    Word,
    analyser,
    first_form,
    past_gender,
    plain,
    sense,
    told_nouns,
)

MOST_WORDS = 300
BETWEEN = ("також", "теж", "ж", "же", "также", "тоже", "раніше", "ранее", "вже", "уже", "потім", "затем", "тоді", "тогда", "пізніше", "позже")  # may stand between a subject and its verb
THOSE = {
    form: frozenset(cases.split())
    for form, cases in {
        "ті": "nomn accs", "те": "nomn accs", "тих": "gent accs loct", "тех": "gent accs loct", "тим": "datv", "тем": "datv", "тими": "ablt", "теми": "ablt", "тот": "nomn", "той": "nomn",
    }.items()
}  # fmt: skip
NATIONAL = tuple(stem + end for stem in ("ськ", "цьк", "зьк", "ск", "цк") for end in ("а", "ої", "ій", "у", "ою", "ая", "ой", "ую", "ий", "ого", "ому", "им", "ом"))
ACCUSED = ("обвинувачен", "підозрюван", "затриман", "заарештован", "засуджен", "обвиняем", "подозреваем", "задержанн", "арестованн", "осужд", "подсудим", "підсудн")

_WORD = re.compile(
    r"(?:тис|тыс|млн|млрд)\.(?=\s+[а-яіїєґё$])"
    r"|\d+(?:[.,]\d+)*(?:-[^\W\d_]+)?%?"
    r"|[^\W\d_](?:[\w’'ʼ\u0301]*[\w\u0301])?(?:[-–‑.&]\w+)*"
    r"|[-–—−]+|\.\.\.|…|\S"
)
_STRESS = "\u0301"
_STOP = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s|$)")
_ABBREVIATED = re.compile(r"(?:^|[\s(«„“])(?:[А-ЯІЇЄҐA-Z]|Co|в|и|ст|ім|им|рр?|гг?|т|д|н|о|см|пр|вул|ул)\.$")


def words(text: str, offset: int, language: str) -> list[Word]:
    out: list[Word] = []
    surnames: dict[int, frozenset[str]] = {}
    for match in _WORD.finditer(text):
        shown = match.group()
        low = shown.lower().replace("’", "'").replace("ʼ", "'").replace(_STRESS, "")
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
    _places(out, language)
    _names(out, surnames, language)
    _hidden_verb(out, language)
    _strangers(out, language)
    _after_adjective(out, language)
    _people(out, language)
    _those(out)
    _predicates(out)
    return out


def _opening(found: list[Word], surnames: dict[int, frozenset[str]], language: str) -> None:
    """ "Українська розвідка": the first word is the adjective that agrees with the noun behind it, no language and no surname."""
    for k in range(len(found) - 1):
        word, after = found[k], found[k + 1]
        if word.pos != "NOUN" or after.pos not in ("NOUN", "ADJF") or after.capital or (_surname(found, k) or word.lemma in told_nouns(language) if k and word.capital else not word.low.endswith(NATIONAL)):
            continue
        for p in analyser(language).parse(word.low):
            cases = frozenset(c for c in CASES if c in str(p.tag)) & after.cases
            if str(p.tag).startswith("ADJF") and cases:
                word.pos, word.lemma, word.proper, word.animate, word.cases = "ADJF", p.normal_form, False, False, cases
                surnames.pop(k, None)
                break


def _surname(found: list[Word], k: int) -> bool:
    """Behind a first name, or in the first case, a capital is a surname: "Громадської ради" is none."""
    return found[k].proper and ("nomn" in found[k].cases or found[k - 1].proper)


_WHERE = frozenset(["у", "в", "під", "біля", "поблизу", "навколо"])
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


def _places(found: list[Word], language: str) -> None:
    """ "у Харкові", "під Києвом": behind a preposition of places the dictionary's thing and not its person is meant."""
    for before, word in pairwise(found):
        if before.low not in _WHERE or not (word.proper and word.animate and word.capital and word.pos == "NOUN") or word.latin:
            continue
        for p in analyser(language).parse(word.low):
            cases = frozenset(c for c in CASES if c in str(p.tag)) & before.cases
            if "NOUN" in p.tag and "inan" in p.tag and cases and p.is_known:
                word.lemma, word.cases, word.proper, word.animate = p.normal_form, cases, False, False
                break


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
        if k and word.proper and not word.latin and "nomn" in word.cases and before.pos == "NOUN" and before.capital and not before.latin and not before.text.isupper() and "nomn" not in before.cases and first_form(before.low):
            before.proper, before.plural, before.cases = True, False, before.cases | {"nomn"}  # "Александар Вучич"


def _hidden_verb(found: list[Word], language: str) -> None:
    """ "Снаряды прибыли в порт": a noun by its form, but the verb that a plural subject before it wants."""
    for k in range(1, len(found)):
        word, before = found[k], found[k - 1]
        if language != "ru" or word.pos != "NOUN" or word.capital or not word.low.endswith("ли") or not ("nomn" in before.cases and before.many and before.pos in ("NOUN", "LATN")):
            continue
        stop = next((j for j in range(k + 1, len(found)) if found[j].text in (",", ";", ":", ".")), len(found))
        start = next((j + 1 for j in range(k - 1, -1, -1) if found[j].text in (",", ";", ":")), 0)
        verb = next((p.normal_form for p in analyser(language).parse(word.low) if "VERB" in str(p.tag) and "past" in str(p.tag)), "")
        if verb and not any(w.verb in ("past", "pres", "futr") for w in found[start:stop]):
            word.pos, word.verb, word.lemma, word.cases, word.plural, word.many = "VERB", "past", verb, frozenset(), True, True


def _strangers(found: list[Word], language: str) -> None:
    """ "Урин сообщил", "Карасин также отметил": right before a verb of saying a capital is a name, whatever its form is elsewhere."""
    for k, word in enumerate(found[:-1]):
        if not word.capital or word.latin or (len(word.text) > 1 and word.text.isupper()) or "nomn" in word.cases or not first_form(word.low) or word.pos not in ("NOUN", "ADJS", "ADVB", "VERB", "PRTS"):
            continue
        if k and found[k - 1].pos in ("PREP", "NOUN", "ADJF", "LATN", "NUMB", "NUMR"):
            continue  # the end of some phrase
        after = next((w for w in found[k + 1 : k + 4] if w.low not in BETWEEN), None)
        if after is not None and after.lemma in mapping(language, "cues") and ((after.verb == "past" and past_gender(after) == "masc") or (after.verb == "pres" and not after.plural)):
            word.pos, word.verb, word.lemma, word.cases, word.plural, word.proper, word.animate = "NOUN", "", word.low, frozenset({"nomn"}), False, True, True


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
        nouns = [str(p.tag) for p in analyser(language).parse(word.low) if str(p.tag).startswith("NOUN")]
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
    opening = found[0].pos == "PREP" and not any(w.verb or w.text in (",", ":") for w in found[:k]) and found[k - 1].pos == "NOUN" and not any(w.verb in ("past", "pres", "futr") for w in found[k + 1 : k + 8])
    if opening and word.plural and after is not None and after.pos in ("NOUN", "NUMR", "NUMB", "ADJF", "LATN") and word.low.endswith(("ені", "ано", "ены", "аны", "ані")):
        return True  # "До переліку включені бізнесмени, …"
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
