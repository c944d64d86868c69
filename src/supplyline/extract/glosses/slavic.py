"""Ukrainian and Russian as rough English: which word stands for which, and what its ending says.

`gloss(text, sentences, language)` puts each word by data/<language>/english.tsv, in the order of the original. What
English says with small words is told by the endings: a genitive takes "of", a dative "to", who does it behind a passive "by"; a
subject behind its verb turns the verb into a passive. Linear in the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from supplyline.extract.glosses.english import BE, OBJECTS, capital, plural, verb
from supplyline.extract.glosses.written import Gloss
from supplyline.extract.lexicon import mapping
from supplyline.extract.slavic.phrases import Phrase
from supplyline.extract.slavic.words import Sentence, Word, agrees, past_gender
from supplyline.names.translit import latin

_MARKS = {"«": "“", "»": "”", "„": "“", "—": "-", "–": "-", "−": "-"}
_ACTIVE = re.compile(r"(?:щ|вш)\w{2,3}$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ONE = re.compile(r"1|од[ин].*")
_MODAL = ("мочь", "смочь", "могти", "змогти")
_BE = ("быть", "бути")
_NO = ("нет", "нету", "немає", "нема")
_NOT = ("не", "ні", "ни")
_WAS = {"было": "past", "було": "past", "будет": "futr", "буде": "futr"}
_MOST = re.compile(r"наи|.*(?:ей|ай)ш(?:ий|ая|ее|ие|ого|ей|ую|ему|им|ими|их|ем)$")
_LARGEST = {"больший": "greatest", "крупный": "largest"}
_YEARS = ("год", "рік")
_SPANS = (*_YEARS, "месяц", "місяць", "неделя", "тиждень", "день", "квартал", "полгода", "півроку")  # "на год"
_DAYS = frozenset(["понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"])
_AS = ("стати", "стать", "бути", "быть", "являться", "оказаться", "остаться", "оставаться", "виявитися", "залишатися", "назвати", "назвать", "називати", "называть", "вважати", "считать", "признать", "визнати")  # what follows in the instrumental is what it is


@cache
def _groups(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases that are put as a whole, by their first word, the longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, english in mapping(language, "english").items():
        if " " in key:
            words = tuple(key.split())
            out.setdefault(words[0], []).append((words, english))
    return {first: tuple(sorted(own, key=lambda g: (-len(g[0]), g[0]))) for first, own in out.items()}


def gloss(text: str, sentences: Iterable[tuple[Sentence, Sequence[Phrase]]], language: str) -> Gloss:
    """Of sentences, each with its noun phrases."""
    out = Gloss()
    before = 0
    for sentence, phrases in sentences:
        if "\n" in text[before : sentence.start]:
            out.line()
        before = sentence.end
        _Line(out, sentence.words, phrases, language).write()
        if not text[sentence.start : sentence.end].rstrip("»”\" ").endswith((".", "!", "?", "…", ":", ";")):
            out.helper(".")  # a heading is a sentence
    return out


class _Line:
    """One sentence while it is written."""

    def __init__(self, out: Gloss, words: list[Word], phrases: Sequence[Phrase], language: str) -> None:
        self.out, self.words, self.language = out, words, language
        self.table = mapping(language, "english")
        self.phrases = {p.start: p for p in phrases}
        self.ends = {p.end: p for p in phrases}
        self.passive = self.negated = self.governed = self.quoted = False
        self.agent = -1  # where the subject of a verb turned passive begins

    def write(self) -> None:
        i = 0
        while i < len(self.words):
            i = self._group(i) or self._one(i)

    def _group(self, i: int) -> int:
        """Behind a phrase that is put as a whole; 0 where none stands here."""
        w = self.words[i]
        for key in dict.fromkeys((w.low, w.lemma)):
            for parts, english in _groups(self.language).get(key, ()):
                own = self.words[i : i + len(parts)]
                if len(own) == len(parts) and all(part in (x.low, x.lemma) for part, x in zip(parts, own, strict=True)):
                    phrase = self.phrases.get(i)
                    if phrase is not None and not self.governed and "-" not in english:  # "dual-use" is no noun
                        self._case(i, phrase)
                    put = english
                    if english != "-" and own[0].verb:
                        put = self._verb(i, english)
                    elif own[-1].pos == "NOUN" and phrase is not None and phrase.plural and english[0].islower():
                        put = plural(english)
                    if english != "-":
                        self.out.add(capital(put) if w.opening else put, w.start, own[-1].end)
                    self.governed = own[-1].pos == "PREP" or own[0].pos == "PREP"
                    return i + len(parts)
        return 0

    def _one(self, i: int) -> int:
        w = self.words[i]
        if w.pos == "PNCT" and not w.text[0].isalnum():
            self._mark(w)
            return i + 1
        following = self.words[i + 1] if i + 1 < len(self.words) else None
        if (told := self._none(i)) is not None:
            words, behind = told
            self.out.add(capital(words) if w.opening else words, w.start, self.words[behind - 1].end)
            self.governed = True
            return behind
        if w.low in _NOT and following is not None and following.verb in BE:
            self.negated = True
            return i + 1
        if w.lemma in _YEARS and i and _YEAR.match(self.words[i - 1].text):
            return i + 1
        if w.pos == "PREP":
            self._put(w, self._preposition(i))
            self.governed = True
            return i + 1
        phrase = self.phrases.get(i)
        if phrase is not None and not self.governed:
            self._case(i, phrase)
        self.governed = False
        english = self._english(i)
        if english != "-":
            self._put(w, english)
        return i + 1

    def _none(self, i: int) -> tuple[str, int] | None:
        """ "не было поставок", "немає ліцензій": that there is nothing, and behind which word; None where it is not said here."""
        w, following = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else self.words[i]
        tense, behind = ("pres", i + 1) if w.low in _NO else (_WAS.get(following.low, "") if w.low in _NOT else "", i + 2)
        phrase = self.phrases.get(behind)
        if tense and phrase is not None and not phrase.preposition and "gent" in phrase.cases:
            return f"there {BE[tense][phrase.plural]} no", behind
        return ("was not", behind) if tense == "past" and following.pos == "PRCL" else None  # "было" is no verb to the dictionary of the rules

    def _put(self, w: Word, english: str) -> None:
        self.out.add(capital(english) if w.opening or (w.capital and w.pos in ("NOUN", "ADJF", "PRTF")) else english, w.start, w.end)

    def _mark(self, w: Word) -> None:
        mark = _MARKS.get(w.text, w.text)
        if w.text == '"':
            mark = "”" if self.quoted else "“"
            self.quoted = not self.quoted
        self.out.add(mark, w.start, w.end)
        if mark in ",;:":
            self.passive = self.negated = False

    def _preposition(self, i: int) -> str:
        """The English one that the case behind it asks for."""
        w = self.words[i]
        phrase = self.phrases.get(i + 1)
        cases = phrase.cases if phrase is not None else frozenset()
        following = self.words[i + 1] if i + 1 < len(self.words) else w
        number = following.pos == "NUMB"
        if w.low in ("в", "во", "у", "на") and following.lemma in _DAYS:
            return "on"
        if w.low == "на" and (following.text in "$€£₽¥" or following.lemma in _SPANS):
            return "for"
        if w.low == "на" and (number or following.pos == "NUMR"):
            return "by" if "%" in following.text or any(x.low.startswith(("процент", "відсот")) or x.low == "%" for x in self.words[i + 2 : i + 4]) else "for"
        if w.low in ("в", "во", "у") and cases == {"gent"}:
            return "with" if self.language == "ru" else "from"
        if w.low in ("в", "во", "у", "на") and "accs" in cases and "loct" not in cases and not number:
            return "to"
        if w.low in ("с", "со", "з", "із", "зі"):
            return "with" if "ablt" in cases and "gent" not in cases else "from"
        if w.low == "до" and (self.language == "uk" or number):
            return "to"
        return self.table.get(w.low, latin(w.low))

    def _case(self, i: int, phrase: Phrase) -> None:
        """The small word that a phrase without a preposition takes."""
        cases, before = phrase.cases, self.words[i - 1] if i else None
        if before is None or before.low in ("чем", "ніж", "как", "як"):
            return
        noun = (before.pos in ("NOUN", "LATN") or before.text in "»”") and not self._beside(phrase)
        if i == self.agent:
            self.out.helper("by")
        elif noun and "gent" in cases and self.words[i].pos not in ("NUMB", "NUMR", "NPRO"):
            self.out.helper("of")
        elif "datv" in cases and not cases & {"gent", "accs", "nomn", "ablt"}:
            self.out.helper("to")
        elif "ablt" in cases and not cases & {"gent", "nomn", "accs"}:
            if self.passive:
                self.out.helper("by")
            elif not any(w.lemma in _AS for w in self.words[max(i - 6, 0) : i + 8]):
                self.out.helper("with")

    def _beside(self, phrase: Phrase) -> bool:
        """Does it stand beside the noun before it, and not under it? "директор Карла Бендер", "в Мерсине оборудование", "во вторник замминистра"."""
        before = self.ends.get(phrase.start)
        if before is None:
            return False
        head, name = self.words[before.head], "nomn" in phrase.cases and self.words[phrase.head].proper
        return (before.place is not None and before.place.itself) or (name and "nomn" in before.cases and (head.animate or head.proper)) or ("nomn" in phrase.cases and head.lemma in _DAYS)

    def _english(self, i: int) -> str:
        w = self.words[i]
        if w.pos == "NUMB":
            plain = re.sub(r"-[а-яіїє]+$", "", w.text)
            return plain.replace(",", ".") if re.fullmatch(r"\d+,\d+%?", plain) else plain
        if w.latin:
            return w.text
        if w.lemma in _MODAL and w.verb in BE:
            return ("could" if w.verb == "past" else "can") + self._not()
        known = self._known(w)
        if known is None:
            return f"{self._not()} {_named(w)}".lstrip()
        if known == "-":
            return known
        if w.verb or w.pos in ("VERB", "INFN", "PRTS", "PRTF", "GRND"):
            return self._verb(i, known)
        if w.pos == "NPRO" and "nomn" not in w.cases and known.lower() in OBJECTS:
            return "it" if known == "he" and i and self.words[i - 1].pos == "PREP" else OBJECTS[known.lower()]
        if (w.pos == "NOUN" or w.low == "раз") and (w.plural or self._counted(i)) and (w.animate or not known[0].isupper()) and not (w.text.isupper() and len(w.text) > 1):
            return plural(known)
        return known

    def _counted(self, i: int) -> bool:
        """ "три завода", "в 8 раз": behind a number above one."""
        before = next((x for x in reversed(self.words[max(i - 2, 0) : i]) if x.pos not in ("ADJF", "PRTF")), None)
        return before is not None and before.pos in ("NUMB", "NUMR") and not _ONE.fullmatch(before.low)

    def _known(self, w: Word) -> str | None:
        if w.pos == "ADJF" and self.language == "ru" and _MOST.match(w.low) and (plain := self.table.get(w.lemma)) is not None:
            return _LARGEST.get(w.lemma, f"most {plain}")
        for key in (w.lemma, w.low, w.lemma.replace("ё", "е")):
            if (found := self.table.get(key)) is not None:
                return found
        if w.low.startswith(("тысяч", "тисяч", "тыс", "тис")) and w.pos == "NUMR":
            return "thousand"
        if w.low.startswith(("миллион", "мільйон", "млн")):
            return "million"
        if w.low.startswith(("миллиард", "мільярд", "млрд")):
            return "billion"
        if "-" in w.low:
            parts = [self.table.get(part, latin(part)) for part in w.lemma.split("-")]
            return " ".join(part for part in parts if part != "-") or "-"
        return None

    def _not(self) -> str:
        said, self.negated = " not" if self.negated else "", False
        return said

    def _verb(self, i: int, english: str) -> str:
        w = self.words[i]
        passive = english.startswith("be ")
        plain = english.removeprefix("be ")
        many = w.plural
        if w.pos == "PRTF":
            active = _ACTIVE.search(w.low.removesuffix("ся")) is not None
            self.passive = not active
            return plain if passive else verb(plain, "ing" if active else "done")
        if w.pos == "GRND" or w.verb == "grnd":
            return f"being {plain}" if passive else verb(plain, "ing")
        if w.verb in ("pssv", "impers"):
            self.passive = True
            done = plain if passive else verb(plain, "done")
            if i and self.words[i - 1].lemma in _BE:
                return done
            return f"{'were' if many else 'was'}{self._not()} {done}"
        tense = w.verb if w.verb in BE else "past"
        if w.lemma in _BE:
            return "be" if i and self.words[i - 1].lemma in _MODAL else f"will{self._not()}{'' if self._done_behind(i) else ' be'}" if tense == "futr" else BE[tense][many] + self._not()
        if passive:
            self.passive = True
            return f"{BE[tense][many]}{self._not()} {plain}"
        self.passive = False
        if tense != "infn" and (agent := self._inverted(i)) >= 0:
            self.agent = agent
            return f"{BE[tense][many]}{self._not()} {verb(plain, 'done')}"
        if self.negated:
            self.negated = False
            return {"past": "did not ", "pres": "do not " if many else "does not ", "futr": "will not ", "infn": "not to "}[tense] + plain
        if tense == "infn":
            return plain if (i and self.words[i - 1].lemma in _MODAL) or any(x.lemma in _BE and x.verb == "futr" for x in self.words[max(i - 2, 0) : i]) else f"to {plain}"
        return {"past": verb(plain, "past"), "pres": plain if many else verb(plain, "s"), "futr": f"will {plain}"}[tense]

    def _done_behind(self, i: int) -> bool:
        """Does the verb follow that a future form of "to be" helps?"""
        return any(w.verb == "infn" for w in self.words[i + 1 : i + 4])

    def _inverted(self, i: int) -> int:
        """Where the subject begins that stands behind its verb, while the object stands before; -1 where they do not."""
        w, language = self.words[i], self.language
        behind = self.phrases.get(i + 1)
        if behind is None or behind.preposition or "nomn" not in behind.cases or (behind.plural != w.plural and not w.plural):
            return -1
        gender = past_gender(w)
        if not agrees(self.words[behind.head].low, w.plural, gender, language):
            return -1
        for k in range(i - 1, max(i - 12, -1), -1):
            x = self.words[k]
            if x.text in (",", ";", ":", "—", "–", "»", "”"):
                return -1
            if x.pos == "REL":
                return i + 1 if x.low in ("які", "которые", "якого", "которого", "яких", "которых", "яку", "которую") and not (w.plural and x.low in ("які", "которые")) else -1
            own = self.phrases.get(k)
            if own is not None and not own.preposition and not (k and self.words[k - 1].pos == "NOUN" and "gent" in own.cases):
                head = self.words[own.head]
                if "accs" in own.cases and ("nomn" not in own.cases or not agrees(head.low, w.plural, gender, language)):
                    return i + 1
                return -1
        return -1


def _named(w: Word) -> str:
    """A word of no table in Latin letters; a name in its first case where the dictionary knows it."""
    text = w.lemma if w.capital and w.proper and not w.text.isupper() else w.low
    made = "".join(latin(part) if part.isalnum() else part for part in re.split(r"([-’'])", text)) or w.text
    return made.upper() if w.text.isupper() and len(w.text) > 1 else "-".join(map(capital, made.split("-"))) if w.capital else made
