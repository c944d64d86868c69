"""Where does each clause of a sentence begin and end, and what is its verb?

`clauses(scene)` cuts a sentence before relative words, conjunctions that open a clause and coordinated verbs. A clause
knows its main verb and whose subject it shares. Linear in the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import table
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic.words import Word

COPULA = ("бути", "быть", "являться", "є")
FINITE = ("past", "pres", "futr", "pssv", "impers")
JOINING = ("і", "й", "та", "и", "а", "але", "но", "однак", "однако", "проте")
OPENING = ("що", "что", "щоб", "чтобы", "якщо", "если", "коли", "когда", "де", "где", "адже", "бо", "оскільки", "поскольку", "тоді", "тогда", "зокрема", "почему", "чому", "откуда", "звідки", "насколько", "наскільки", "чи")


SUBORDINATE = ("як", "как", "коли", "когда", "якщо", "если", "хоча", "хотя", "поки", "пока", "оскільки", "поскольку")
WHILE = (["в", "то", "время", "как"], ["в", "той", "час", "як"], ["у", "той", "час", "як"], ["в", "то", "час", "як"])


@dataclass(frozen=True, slots=True)
class Clause:
    """Words [start, end); `verb` -1 where it has none; `kind`: main, relative, that, said, joined, participle.

    `verb` tells what is done, `finite` carries tense and subject: "продовжує [finite] постачати [verb]".
    """

    start: int
    end: int
    verb: int
    kind: str
    finite: int = -1


@cache
def cues_of(language: str) -> frozenset[str]:
    return frozenset(row[0] for row in table(language, "cues"))


def clauses(words: list[Word], language: str, opened: frozenset[int] = frozenset()) -> list[Clause]:
    """`opened`: offsets where the content of a saying begins; a clause begins there too."""
    cuts: list[tuple[int, str]] = [(0, "main")]
    seen_verb = False
    for k, word in enumerate(words):
        if k > cuts[-1][0] and word.start in opened and not (word.verb == "infn" and _led(words[k - 1], language)):
            cuts.append((k, "that"))
            seen_verb = False
        if word.verb in FINITE:
            seen_verb = True
        after = words[k + 1] if k + 1 < len(words) else None
        if word.text in (";", ":"):
            cuts.append((k + 1, "main"))
            seen_verb = False
        elif word.text in ("–", "—", "-", "−") and seen_verb and _verb_ahead(words, k + 1):
            cuts.append((k + 1, "joined" if words[k + 1].verb in FINITE else "main"))
            seen_verb = False
        elif word.text == "," and after is not None:
            at = k + 1
            while at < min(k + 4, len(words) - 1) and (words[at].pos in ("PREP", "NOUN", "NUMB", "NUMR") or words[at].low in ("согласно", "згідно")):
                at += 1  # "за допомогою яких", "в отношении которых"
            while_ = [w.low for w in words[k + 1 : k + 5]] in WHILE
            short = [w.low for w in words[k + 1 : k + 3]] in (["тоді", "як"], ["тогда", "как"])
            if while_ or short:
                cuts.append((min(k + (5 if while_ else 3), len(words) - 1), "that"))
                seen_verb = False
            elif after.pos == "PREP" and k + 2 < len(words) and words[k + 2].low in ("чего", "чому", "чого", "чим", "чем") and seen_verb and _verb_ahead(words, k + 3):
                cuts.append((k + 3, "that"))
                seen_verb = False
            elif after.low in ("хотя", "хоча") and seen_verb and _verb_ahead(words, k + 2):
                cuts.append((k + 2, "that"))
                seen_verb = False
            elif words[at].pos == "REL":
                cuts.append((k + 1, "relative"))
                seen_verb = False
            elif (after.low in OPENING and (after.low != "зокрема" or _verb_ahead(words, k + 2))) or (after.low in ("як", "как") and (seen_verb or words[k - 1].low in ("того", "тим", "тем")) and _verb_ahead(words, k + 2)):
                cuts.append((k + 2, "said" if words[min(k + 2, len(words) - 1)].start in opened else "that"))
                seen_verb = False
            elif after.low in JOINING and seen_verb and (_verb_ahead(words, k + 2) or (after.low == "а" and any(w.text in ("–", "—", "-", "−") for w in words[k + 2 : k + 14]))):
                cuts.append((k + 2, "joined"))
                seen_verb = False
            elif seen_verb and after.low in ("натомість", "взамін", "взамен") and _own_clause(words, k + 2):
                cuts.append((k + 1, "joined"))
                seen_verb = False
            elif seen_verb and after.low in ("її", "його", "їх", "её", "ее", "его", "их") and words[min(k + 2, len(words) - 1)].pos == "NOUN" and _own_clause(words, k + 2):
                cuts.append((k + 1, "main"))  # "…, її частка становить 36%"
                seen_verb = False
            elif after.verb in FINITE and (seen_verb or (after.lemma in cues_of(language) and any(w.verb == "infn" for w in words[cuts[-1][0] : k]))):
                cuts.append((k + 1, "joined"))
                seen_verb = False
            elif seen_verb and _resumes(words, cuts, k):
                cuts.append((k + 1, "joined"))
                seen_verb = False
        elif word.low in ("що", "что") and k > 1 and words[k - 1].low in ("те", "того", "тим", "тем") and words[k - 2].low in ("попри", "незважаючи", "несмотря", "на", "після", "после") and _verb_ahead(words, k + 1):
            cuts.append((k + 1, "that"))  # "попри те що виробник припинив продажі"
            seen_verb = False
        elif word.low in JOINING and after is not None and after.low in ("що", "что") and _verb_ahead(words, k + 2):
            cuts.append((k + 2, "that"))  # "заявило, что … и что …"
            seen_verb = False
        elif word.low in JOINING and seen_verb and after is not None and _joins_verbs(words, k + 1):
            cuts.append((k + 1, "joined"))
            seen_verb = False
    out = []
    for (start, kind), (end, _) in zip(cuts, [*cuts[1:], (len(words), "")], strict=True):
        finite, verb = _verbs(words, start, end, language)
        if end > start:
            out.append(Clause(start, end, verb, kind, finite))
    return out


def _led(before: Word, language: str) -> bool:
    """ "обещает | поставить", "готовность | оказать": one clause, though a saying's content begins here."""
    return (before.verb in FINITE and before.lemma in group(language, "triggers", "leading")) or before.lemma in group(language, "triggers", "leading_noun")


def _verbs(words: list[Word], start: int, end: int, language: str) -> tuple[int, int]:
    """The finite verb and the one that tells what is done, an infinitive where the finite one only leads to it."""
    finite = next((k for k in range(start, end) if words[k].verb in FINITE and words[k].lemma not in COPULA), -1)
    if finite < 0:
        finite = next((k for k in range(start, end) if words[k].verb in FINITE), -1)
    leading = group(language, "triggers", "leading")
    nouns = group(language, "triggers", "leading_noun")
    ready = words[finite].lemma not in group(language, "triggers", "step_verb") and any(w.lemma in nouns for w in words[finite + 1 : finite + 4]) and any(w.verb == "infn" for w in words[finite + 2 : min(finite + 7, end)])
    if finite >= 0 and words[finite].lemma not in leading and words[finite].lemma not in COPULA and not ready:
        return finite, finite
    near = range(max(finite + 1, start), end if finite < 0 else min(finite + 9, end))
    infinitives = [k for k in near if words[k].verb == "infn" and words[k].lemma not in COPULA]
    infinitives = infinitives or [k for k in near if words[k].verb == "pssv"]  # "може бути притягнута"
    verb = next((k for k in infinitives if words[k].lemma not in leading), infinitives[0] if infinitives else -1)
    return (finite, verb) if verb >= 0 and finite >= 0 else (verb, verb) if verb >= 0 else (finite, finite)


def _resumes(words: list[Word], cuts: list[tuple[int, str]], k: int) -> bool:
    """ "компанія, співзасновником якої є X, торік експортувала …": behind a relative clause the verb that its main clause still wants."""
    if len(cuts) == 1 and words[0].low in SUBORDINATE:
        return _own_clause(words, k + 1)
    main = next((n for n in range(len(cuts) - 1, -1, -1) if cuts[n][1] != "relative" and not (cuts[n][1] == "that" and _depends(words, cuts[n][0]))), -1)
    if main < 0 or main == len(cuts) - 1 or any(w.verb in FINITE for w in words[cuts[main][0] : cuts[main + 1][0]]):
        return False
    return _own_clause(words, k + 1)


def _depends(words: list[Word], start: int) -> bool:
    """Does the clause hang on the one before: "коли …", "підприємства, що …"?"""
    opener = words[start - 1].low
    return opener in SUBORDINATE or (opener == "що" and start > 2 and words[start - 3].pos in ("NOUN", "LATN"))


def _own_clause(words: list[Word], at: int) -> bool:
    """Does a verb come before the next comma?"""
    for word in words[at:]:
        if word.verb in FINITE:
            return True
        if word.text in (",", ";", ":") or word.pos == "REL":
            return False
    return False


def _verb_ahead(words: list[Word], at: int) -> bool:
    for word in words[at : at + 25]:
        if word.verb in FINITE:
            return True
        if word.text in (";", ":") or word.pos == "REL":
            return False
    return False


def _joins_verbs(words: list[Word], at: int) -> bool:
    """ "закупила … і відправила": a verb comes soon, before any noun that could end a list."""
    if words[at].pos == "PREP":  # "та через фірму в Казахстані переправляв їх"
        for k in range(at, min(at + 12, len(words))):
            if words[k].verb in FINITE:
                return True
            if words[k].text in (",", ";", ".") or words[k].low in JOINING or (words[k].pos in ("NOUN", "LATN", "NPRO") and words[k].cases == {"nomn"}):
                return False
    for word in words[at : at + 6]:
        if word.verb in FINITE:
            return True
        if word.pos in ("NOUN", "LATN") and "nomn" not in word.cases:
            return False
        if word.text in (",", ";", "."):
            return False
    return False
