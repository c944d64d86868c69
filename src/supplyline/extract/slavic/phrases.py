"""Which words make one noun phrase, in which case, behind which preposition?

`phrases(sentence, …)` finds the base noun phrases of a sentence, left to right: adjectives and numbers, a head, and a
name in apposition ("компания Noy", "голова СЗР Олег Іващенко"). Complements in the genitive stay phrases of their own and
are joined by `whole`. Promises: phrases do not overlap; linear.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import mapping, table
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic.places import Place, country_of, place
from supplyline.extract.slavic.words import CLOSERS, EVERY_CASE, OPENERS, Word, unknown

FORMS = frozenset({"ltd", "inc", "llc", "corp", "gmbh", "ag", "jsc", "plc", "sa", "srl", "limited", "pte", "pvt", "fze", "fzc", "fz-llc"})
PARTICLES = ("фон", "дер", "ден", "ван", "де", "да", "ді", "ди", "дю", "ла", "ле", "ль", "аль", "ель", "эль", "бен", "бін", "бин", "ібн", "ибн", "аш", "ас")
QUANTITIES = ("близько", "понад", "около", "свыше", "более", "порядка")
OCCASIONS = ("допомога", "помощь", "війна", "война", "потреба", "нужда", "применение", "застосування", "використання", "использование", "обхід", "обход", "підтримка", "поддержка", "вторгнення", "вторжение")  # what goods are sent for, and no goods "для допомоги"
WHOSE = ("його", "її", "їх", "его", "её", "ее", "их")
TIMES = ("торік", "цьогоріч", "позаторік", "сьогодні", "вчора", "учора", "вчера", "сегодня", "нині", "тоді", "тогда")
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
    many: bool = False  # it may be plural
    governed: bool = False  # joined by "та" to a phrase behind a preposition, which governs it too


def phrases(words: list[Word], language: str) -> list[Phrase]:
    out: list[Phrase] = []
    i = 0
    while i < len(words):
        found = _phrase(words, i, language)
        if found is None:
            i += 1
            continue
        if out and _governs(words, out[-1], found):
            found.governed, found.cases = True, found.cases & out[-1].cases
        if _counted_behind(words, found):
            found.cases |= {"nomn", "accs"}
        out.append(found)
        i = found.end
    return out


def _counted_behind(words: list[Word], p: Phrase) -> bool:
    """ "200 зареєстрованих у Гонконгу фірм": a number and a participle with its place before the noun that they count."""
    if p.preposition or "gent" not in p.cases or not p.many:
        return False
    k = next((k for k in range(p.start - 2, max(0, p.start - 6), -1) if words[k].pos == "PRTF"), 0)
    return k > 0 and "gent" in words[k].cases and words[k + 1].pos == "PREP" and words[k - 1].pos in ("NUMB", "NUMR")


def _governs(words: list[Word], a: Phrase, b: Phrase) -> bool:
    """ "зі США та Європи", "в Россию и Китай": one preposition for both."""
    between = words[a.end : b.start]
    places = a.place is not None and a.place.itself and b.place is not None and b.place.itself
    if places and len(between) == 1 and between[0].text == "," and (a.preposition or a.governed) and a.cases & b.cases and "nomn" not in b.cases:
        return True  # "з Китаю, Туреччини та ОАЕ"
    return bool(a.preposition or a.governed) and len(between) == 1 and between[0].low in ("та", "і", "й", "и", "або", "или") and bool(a.cases & b.cases)


def _phrase(words: list[Word], i: int, language: str) -> Phrase | None:
    start = i
    if words[i].pos == "NUMB" and len(words[i].low) > 5 and words[i].low[:4].isdigit() and words[i].low[4] == "-":
        return None  # "у 2023-му розвідка"
    while i < len(words) and (
        _than(words, i) or _whose(words, i, language) or _and_adjective(words, i, start) or (words[i].pos in BEFORE and (words[i].pos != "ADVB" or _counts(words, i)))
    ):
        if words[i].pos == "PRON" and words[i].lemma in ("який", "которий", "который", "що", "что"):
            return None
        if words[i].pos == "PRTF" and start == i and i > 0 and words[i - 1].text == "," and not words[i].capital:
            return None  # a participle that goes with what stands before the comma
        i += 1
    if i >= len(words) or (words[i].pos not in ("NOUN", "LATN", "NPRO") and not opens(words, i)):
        return None
    head = i
    end, name = _head(words, head, language)
    if end > head + 1 and (named := place(words, start, head + 1, language)) is not None and named.itself and head > start:
        end, name = head + 1, (head, head + 1)  # "Південної Кореї Шин Вон Сік"
    if end == head:
        return None
    start = _agreeing(words, start, head)
    cases = _cases(words, start, head)
    if start == head and end == head + 3 and words[head].pos == "PNCT" and not words[head + 1].latin and words[head + 1].cases and "nomn" not in words[head + 1].cases:
        cases = words[head + 1].cases  # "рассказали «Известиям»"
    preposition = _preposition(words, start)
    if preposition in QUANTITIES and any(w.pos in ("NUMB", "NUMR") for w in words[start:head]):
        start, preposition, cases = start - 1, "", cases | {"nomn", "accs", "gent"}  # "близько 300 заводів" is a subject or an object
    if not preposition and "gent" in cases and any(w.pos in ("NUMB", "NUMR") for w in words[start:head]):
        cases |= {"nomn", "accs"}  # "12 підприємств" is a subject or an object
    if preposition:
        governed = words[start - 1].cases
        cases = cases & governed or governed
    found = place(words, start, end, language)
    return Phrase(start, end, head, cases, preposition, words[head].plural, found, name, words[head].many)


def _agreeing(words: list[Word], start: int, head: int) -> int:
    """A participle that does not agree with the head belongs to something else: "дані, проаналізовані мовником"."""
    if words[head].pos == "NPRO":
        return head  # "При этом она": a pronoun takes no words before it
    if start < head and words[start].low in ("це", "это"):
        start += 1  # "Про це президент заявив"
    for k in range(head - 1, start - 1, -1):
        if words[k].pos in ("ADJF", "PRTF", "PRON") and words[k].cases and not words[k].cases & words[head].cases:
            return k + 1  # "При этом глава …"
        if words[k].low in TIMES:
            return k + 1  # "Тоді ГоловКРУ …"
    return start


def _counts(words: list[Word], i: int) -> bool:
    """An adverb inside a phrase only before an adjective or number: "щонайменше 80 тонн"."""
    after = i + 2 if _than(words, i + 1) else i + 1
    if words[i].low in TIMES:
        return False  # "імпортувала торік 4,5 тонни"
    if i == 0 and after < len(words) and words[after].pos in ("ADJF", "PRTF"):
        return False  # "Накануне британское ведомство …"
    return after < len(words) and words[after].pos in ("ADJF", "PRTF", "NUMR", "NUMB") and not words[after].verb


def _and_adjective(words: list[Word], i: int, start: int) -> bool:
    """The joint of "фізичних та юридичних осіб"."""
    return (
        start < i < len(words) - 2
        and words[i].low in ("та", "і", "й", "и", "або", "или")
        and words[i - 1].pos == "ADJF"
        and words[i + 1].pos in ("ADJF", "NUMR", "NUMB")
        and words[i + 2].pos in ("NOUN", "ADJF")
        and bool(words[i - 1].cases & words[i + 1].cases)
        and (words[i + 1].pos == "ADJF" or (words[i + 2].pos == "ADJF" and any(w.pos in ("NUMR", "NUMB") for w in words[start:i])))
    )


def _whose(words: list[Word], i: int, language: str) -> bool:
    """The first word of "його директора", "её компании"."""
    after = words[i + 1] if i + 1 < len(words) else None
    return after is not None and words[i].low in WHOSE and not after.capital and after.pos == "NOUN" and (after.animate or after.lemma in mapping(language, "speaker_nouns") or after.lemma in group(language, "triggers", "supply_noun"))


def _than(words: list[Word], i: int) -> bool:
    """The second word of "более чем 300", "більш ніж 300"."""
    return 0 < i < len(words) - 1 and words[i].low in ("чем", "ніж", "як") and words[i - 1].pos == "ADVB" and words[i + 1].pos in ("NUMB", "NUMR")


def opens(words: list[Word], i: int) -> bool:
    """Does a quotation open here? A plain mark opens where it touches the next word and not the one before."""
    after = words[i + 1] if i + 1 < len(words) else None
    if after is not None and not after.capital and not after.latin and (after.pos in ("ADJF", "PRTF", "ADVB", "NUMR", "VERB", "INFN") or after.low.startswith(("чорн", "черн", "сір", "сер"))):
        return False  # "«значну кількість» снарядів" is no name
    if words[i].text in OPENERS:
        return True
    return words[i].text == '"' and i + 1 < len(words) and words[i].end == words[i + 1].start and (i == 0 or words[i - 1].end < words[i].start)


def _closing(words: list[Word], i: int) -> int | None:
    """Where the short quoted name that opens at i closes; None for quoted speech."""
    for k in range(i + 1, min(i + 10, len(words))):
        if words[k].text in CLOSERS or words[k].text == '"':
            return k if k > i + 1 else None
        if words[k].verb or words[k].text in (",", ".", ":"):
            return None
    return None


def _head(words: list[Word], head: int, language: str) -> tuple[int, tuple[int, int] | None]:
    """Where a phrase with this head ends, and where the proper name in it stands."""
    word = words[head]
    if opens(words, head):
        close = _closing(words, head)
        return (head, None) if close is None else (close + 1, (head + 1, close))
    if word.pos == "NPRO":
        return head + 1, None
    if word.pos == "LATN" or word.proper:
        end = _run(words, head, language)
        return end, (head, end)
    end = head + 1
    after = end + 1 if end + 1 < len(words) and words[end + 1].text == "." else end
    if after + 1 < len(words) and words[end].low.rstrip(".") in ("ім", "им", "імені", "имени") and words[after + 1].capital:
        return _run(words, after + 1, language), None  # "заводу ім. Дегтярьова"
    if end < len(words) and words[end].proper and not words[end].latin and word.text[1:].islower() and country_of(word.lemma, language) is not None:
        return end, (head, end)  # "президент України Володимир …"
    if end < len(words) and opens(words, end) and word.lemma not in group(language, "triggers", "agreement_noun") | group(language, "triggers", "nameless") and (close := _closing(words, end)) is not None:
        return close + 1, (end + 1, close)
    if end < len(words) and words[end].pos == "LATN" and word.capital and (where := place(words, head, head + 1, language)) is not None and where.itself:
        return end, (head, end)  # "після нападу на Україну Apple …"
    if end < len(words) and (words[end].pos == "LATN" or words[end].proper) and not word.low.startswith(_months(language)):
        stop = _run(words, end, language)
        if words[end].proper and not words[end].latin and word.text.islower() and not word.animate and not _office(word, language) and (stop - end > 1 or not words[end].cases & word.cases):
            return end, None  # "на брифинге Мао Нин"
        return stop, (end, stop)
    if end < len(words) and words[end].capital and words[end].pos == "NOUN" and not words[end].latin and not words[end].text.isupper() and word.text.islower() and mapping(language, "speaker_nouns").get(word.lemma) == "outlet" and country_of(words[end].lemma, language) is None and ("nomn" in words[end].cases or unknown(words[end].low, language)):
        stop = _run(words, end, language)
        return stop, (end, stop)  # "агентство ЕнергоПульс"
    if end < len(words) and words[end].capital and words[end].pos in ("NOUN", "ADJF") and not words[end].text.isupper() and word.lemma in group(language, "triggers", "site_noun") and country_of(words[end].lemma, language) is None:
        stop = _run(words, end, language)
        return stop, (end, stop)  # "станцию Туманган"
    if word.capital and head > 0:
        if not word.text.isupper() and country_of(word.lemma, language) is None and word.lemma not in mapping(language, "speaker_nouns"):
            end = _run(words, head, language)
        return end, (head, end)
    return end, None


def _office(word: Word, language: str) -> bool:
    return mapping(language, "speaker_nouns").get(word.lemma) in ("person", "group")


@cache
def _months(language: str) -> tuple[str, ...]:
    return tuple(row[0] for row in table(language, "months"))


def _run(words: list[Word], at: int, language: str) -> int:
    """The end of a run of words that make one name: Latin words, or first name, patronymic and surname."""
    latin = words[at].pos == "LATN"
    end = at + 1
    while end < len(words):
        word = words[end]
        if latin and word.text in (".", ",") and (form := next((k for k in range(end, min(end + 3, len(words))) if words[k].text not in (".", ",")), None)) is not None and words[form].low in FORMS:
            end = form + 1  # "Co., Ltd"
            continue
        if latin and word.text == "." and words[end - 1].low in FORMS and end + 1 < len(words) and not words[end + 1].capital:
            end += 1  # "Analog Devices Inc. та …"
            break
        if not latin and word.low in PARTICLES and word.text.islower() and (after := next((k for k in range(end + 1, min(end + 3, len(words))) if words[k].low not in PARTICLES), None)) is not None and words[after].capital:
            end = after + 1  # "Урсула фон дер Ляйен"
            continue
        joint = word.text in ("&", "-", "of", "and", "de") and end + 1 < len(words) and words[end + 1].pos == "LATN"
        if not (
            (word.pos == "LATN" or joint)
            if latin
            else (word.proper or (word.capital and country_of(word.lemma, language) is None and not word.text.isupper() and word.pos in ("NOUN", "ADJF") and word.cases & words[at].cases))
        ):
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
    if start > 1 and words[start - 1].low in ("якобы", "нібито", "якраз", "саме", "именно"):
        start -= 1  # "за якобы поставки"
    if start > 1 and (words[start - 1].text in OPENERS or words[start - 1].text == '"'):
        start -= 1  # "до «чорного списку»"
    return words[start - 1].low if start > 0 and words[start - 1].pos == "PREP" else ""


def whole(found: list[Phrase], at: int, words: list[Word], purpose: str = "для") -> int:
    """The end (in words) of phrase `at` with its genitives and its purpose: "сировини для виробництва боєприпасів"."""
    end = found[at].end
    k = at + 1
    while k < len(found) and k - at < 8:
        following = found[k]
        if (
            following.start == end
            and not following.preposition
            and "gent" in following.cases
            and (following.place is None or not following.place.itself)
            and not any(w.pos in ("NUMB", "NUMR") for w in words[following.start : following.head])
        ):
            end = following.end
        elif following.start == end + 1 and words[end].text in OPENERS and not following.preposition and following.cases == {"gent"} and words[following.end].text in CLOSERS:
            end = following.end + 1  # "суден «тіньового флоту»"
        elif (
            following.preposition in ("з", "с", "із")
            and following.start == end + 1
            and words[following.head].text.isupper()
            and following.place is None
        ):
            end = following.end  # "станки с ЧПУ"
        elif (
            following.preposition in ("з", "с", "із", "зі", "со")
            and following.start == end + 1
            and following.cases == {"ablt"}
            and not following.plural
            and following.place is None
            and following.name is None
        ):
            end = following.end  # "верстат із числовим керуванням"
        elif following.preposition == purpose and following.start == end + 1 and words[following.head].lemma not in OCCASIONS and (following.place is None or not following.place.itself):
            end = following.end
        else:
            break
        k += 1
    return end


def told_by(words: list[Word], at: int) -> int:
    """The end of the relative clause that opens at word `at` (its comma): "тих, хто постачає зброю"; `at` where none does."""
    if at + 2 < len(words) and words[at].text == "," and words[at + 1].pos == "PRTF" and words[at + 1].plural:
        return next((k for k in range(at + 2, len(words)) if words[k].text in (",", ".", ";", ":", "–", "—", "»", "”") or words[k].verb in ("past", "pres", "futr")), len(words))
    if at + 2 >= len(words) or words[at].text != "," or not (words[at + 1].pos == "REL" or words[at + 1].low == "що"):
        return at
    seen = False
    for k in range(at + 1, len(words)):
        if words[k].text in (".", ";", ":", "–", "—") or (words[k].text in CLOSERS and not any(w.text in OPENERS for w in words[at:k])):
            return k if words[k - 1].text != "," else k - 1
        seen = seen or words[k].verb in ("past", "pres", "futr", "pssv")
        if seen and words[k].text == "," and k > at + 2:
            rest = words[k + 1 : next((j for j in range(k + 1, len(words)) if words[j].text in (",", ".")), len(words))]
            if not rest or rest[0].pos in ("REL", "CONJ", "PRTF") or rest[0].verb or any(w.verb in ("past", "pres", "futr", "pssv") for w in rest):
                return k
    return len(words)


def body(found: list[Phrase], at: int, words: list[Word]) -> int:
    """The end of a body's name: its genitives, countries too ("Служби зовнішньої розвідки України")."""
    end, k = found[at].end, at + 1
    while k < len(found) and found[k].start == end and not found[k].preposition and "gent" in found[k].cases and k - at < 6:
        if words[found[k].start].pos in ("NUMB", "NUMR"):
            break
        end = found[k].end
        k += 1
    return end
