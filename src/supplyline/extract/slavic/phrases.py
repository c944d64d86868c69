"""Which words make one noun phrase, in which case, behind which preposition?

`phrases(sentence, …)` finds the base noun phrases of a sentence, left to right: adjectives and numbers, a head, and a
name in apposition ("компания Noy", "голова СЗР Олег Іващенко"). Complements in the genitive stay phrases of their own and
are joined by `whole`. Promises: phrases do not overlap; linear.
"""

from __future__ import annotations

from dataclasses import dataclass

from supplyline.extract.slavic.places import Place, place
from supplyline.extract.slavic.words import CLOSERS, EVERY_CASE, OPENERS, Word

BEFORE = ("ADJF", "PRTF", "NUMR", "NUMB", "PRON", "ADVB")


@dataclass(slots=True)
class Phrase:
    """Words [start, end) of the sentence; `name` is the range of a proper name in it, if any."""

    start: int
    end: int
    head: int
    cases: frozenset[str]
    preposition: str
    plural: bool
    place: Place | None = None
    name: tuple[int, int] | None = None


def phrases(words: list[Word], language: str) -> list[Phrase]:
    out: list[Phrase] = []
    i = 0
    while i < len(words):
        found = _phrase(words, i, language)
        if found is None:
            i += 1
            continue
        out.append(found)
        i = found.end
    return out


def _phrase(words: list[Word], i: int, language: str) -> Phrase | None:
    start = i
    while i < len(words) and words[i].pos in BEFORE and (words[i].pos != "ADVB" or _counts(words, i)):
        if words[i].pos == "PRON" and words[i].lemma in ("який", "которий", "который", "що", "что"):
            return None
        if words[i].pos == "PRTF" and start == i and i > 0 and words[i - 1].text == ",":
            return None  # a participle that goes with what stands before the comma
        i += 1
    if i >= len(words) or words[i].pos not in ("NOUN", "LATN", "NPRO") and words[i].text not in OPENERS:
        return None if i == start or words[start].pos not in ("NUMB", "NUMR") else None
    head = i
    end, name = _head(words, head)
    if end == head:
        return None
    start = _agreeing(words, start, head)
    cases = _cases(words, start, head)
    preposition = _preposition(words, start)
    if preposition:
        governed = words[start - 1].cases
        cases = cases & governed or governed
    found = place(words, start, end, language)
    return Phrase(start, end, head, cases, preposition, words[head].plural, found, name)


def _agreeing(words: list[Word], start: int, head: int) -> int:
    """A participle that does not agree with the head belongs to something else: "дані, проаналізовані мовником"."""
    for k in range(head - 1, start - 1, -1):
        if words[k].pos in ("ADJF", "PRTF") and not words[k].cases & words[head].cases:
            return k + 1
    return start


def _counts(words: list[Word], i: int) -> bool:
    """An adverb inside a phrase only before an adjective or number: "щонайменше 80 тонн"."""
    return i + 1 < len(words) and words[i + 1].pos in ("ADJF", "PRTF", "NUMR", "NUMB") and not words[i + 1].verb


def _head(words: list[Word], head: int) -> tuple[int, tuple[int, int] | None]:
    """Where a phrase with this head ends, and where the proper name in it stands."""
    word = words[head]
    if word.text in OPENERS:
        close = next((k for k in range(head + 1, min(head + 12, len(words))) if words[k].text in CLOSERS), None)
        if close is None or any(w.verb for w in words[head + 1 : close]):
            return head, None
        return close + 1, (head + 1, close)
    if word.pos == "NPRO":
        return head + 1, None
    if word.pos == "LATN" or word.proper:
        end = _run(words, head)
        return end, (head, end)
    end = head + 1
    if end < len(words) and words[end].text in OPENERS:
        close = next((k for k in range(end + 1, min(end + 12, len(words))) if words[k].text in CLOSERS), None)
        if close is not None and not any(w.verb for w in words[end + 1 : close]):
            return close + 1, (end + 1, close)
    if end < len(words) and (words[end].pos == "LATN" or words[end].proper):
        stop = _run(words, end)
        return stop, (end, stop)
    if word.capital and head > 0:
        return end, (head, end)
    return end, None


def _run(words: list[Word], at: int) -> int:
    """The end of a run of words that make one name: Latin words, or first name, patronymic and surname."""
    latin = words[at].pos == "LATN"
    end = at + 1
    while end < len(words):
        word = words[end]
        joint = word.text in ("&", "-", "of", "and", "de") and end + 1 < len(words) and words[end + 1].pos == "LATN"
        if not ((word.pos == "LATN" or joint) if latin else (word.proper or (word.capital and word.pos == "NOUN" and word.cases & words[at].cases))):
            break
        end += 1
    return end


def _cases(words: list[Word], start: int, head: int) -> frozenset[str]:
    cases = words[head].cases or EVERY_CASE
    for word in words[start:head]:
        if word.pos in ("ADJF", "PRTF", "PRON") and word.cases & cases:
            cases &= word.cases
    return cases


def _preposition(words: list[Word], start: int) -> str:
    return words[start - 1].low if start > 0 and words[start - 1].pos == "PREP" else ""


def whole(found: list[Phrase], at: int, words: list[Word], purpose: str = "для") -> int:
    """The end (in words) of phrase `at` with its genitives and its purpose: "сировини для виробництва боєприпасів"."""
    end = found[at].end
    k = at + 1
    while k < len(found) and k - at < 8:
        following = found[k]
        if following.start == end and not following.preposition and "gent" in following.cases and following.place is None:
            end = following.end
        elif following.preposition == purpose and following.start == end + 1:
            end = following.end
        else:
            break
        k += 1
    return end


def body(found: list[Phrase], at: int, words: list[Word]) -> int:
    """The end of a body's name: its genitives, countries too ("Служби зовнішньої розвідки України")."""
    end, k = found[at].end, at + 1
    while k < len(found) and found[k].start == end and not found[k].preposition and "gent" in found[k].cases and k - at < 6:
        end = found[k].end
        k += 1
    return end
