"""Whom does "he", "the agency" or "Ms Yellen" name?

`People` remembers, in reading order, the persons, bodies and outlets a document has named, and
resolves a noun phrase to a name: courtesy titles and offices are taken off, surnames go back to the
full name, pronouns and definite descriptions to the nearest fitting antecedent. What does not
resolve keeps its own words: nothing is guessed across documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from supplyline.extract.lexicon import entries, mapping
from supplyline.extract.lexicon import words as words_of
from supplyline.extract.phrases import Range, strip
from supplyline.extract.text import Token

_LONGEST_OFFICE = 14  # words
MALE_FEMALE = ("he", "she", "him", "her", "his", "hers")


@dataclass(frozen=True, slots=True)
class Named:
    """A resolved party: its name, office where given, and class (person, body, outlet, record, group)."""

    name: str
    role: str | None
    kind: str


@dataclass(slots=True)
class People:
    language: str = "en"
    persons: dict[str, Named] = field(default_factory=dict)  # by folded last name
    bodies: list[Named] = field(default_factory=list)
    last: dict[str, Named] = field(default_factory=dict)  # by kind

    def resolve(self, toks: list[Token], r: Range, remember: bool = True) -> Named:
        """The name of the phrase, with reading order as context."""
        i, j = strip(toks, r)
        if i >= j:
            i, j = r
        words = toks[i:j]
        text = _join(words)
        low = words[0].low
        if len(words) == 1 and low in MALE_FEMALE:
            return self.last.get("person") or Named(text, None, "person")
        if len(words) == 1 and low in ("it", "its"):
            return self.last.get("body") or Named(text, None, "body")
        if len(words) == 1 and low in ("they", "them", "this", "these", "who", "which", "that"):
            return self.last.get("group") or self.last.get("body") or Named(text, None, "group")
        article = toks[r[0]].low if toks[r[0]].tag == "D" else toks[r[0] - 1].low if r[0] else ""
        found = self._person(words) or self._known(words, article in ("the", "this", "that")) or self._body(words)
        if found.role is None and (found.kind == "person" or self.person_shaped(words)) and (office := self._office_behind(toks, j)):
            found = Named(found.name, office, "person")
        if remember:
            self.remember(found)
        return found

    def _office_behind(self, toks: list[Token], at: int) -> str | None:
        """ "Kyrylo Budanov, head of Ukraine's intelligence, said": the office that stands behind the name, up to the next comma."""
        if at >= len(toks) or toks[at].text != ",":
            return None
        stop = start = at + 1 + (at + 1 < len(toks) and toks[at + 1].tag == "D")
        while stop < len(toks) and toks[stop].text not in (",", ".", ";"):
            stop += 1
        words = toks[start:stop]
        first = next((k for k, t in enumerate(words) if t.tag == "P"), len(words))
        titles, heads = entries(self.language, "titles"), mapping(self.language, "speaker_nouns")
        office = any(t.low in titles or heads.get(t.low) == "person" for t in words[:first])
        return _join(words) if office and len(words) <= _LONGEST_OFFICE and not any(t.tag == "V" for t in words) else None

    def remember(self, named: Named) -> None:
        self.last[named.kind] = named
        if named.kind == "person" and " " in named.name:
            self.persons.setdefault(named.name.split()[-1].casefold(), named)
        elif named.kind == "body" and named not in self.bodies:
            self.bodies.append(named)

    def mention(self, named: Named, kind: str) -> None:
        """A body or outlet that is named without speaking: "the department" may mean it later."""
        if kind == "outlet":
            self.last["outlet"] = named
        elif kind == "organization" and named not in self.bodies:
            self.bodies.append(named)

    def _person(self, words: list[Token]) -> Named | None:
        titles = entries(self.language, "titles")
        heads = mapping(self.language, "speaker_nouns")
        k = len(words)
        while (
            k > 0
            and words[k - 1].text[0].isupper()
            and words[k - 1].low not in heads
            and words[k - 1].tag in ("N", "J")
        ):
            k -= 1
        if k > 1 and k < len(words) and words[k - 1].low in ("von", "der", "van", "de", "bin", "al", "der"):
            while k > 0 and words[k - 1].low in ("von", "der", "van", "de", "bin", "al"):
                k -= 1
            if k > 0 and words[k - 1].text[0].isupper():
                k -= 1
        tail = words[k:]
        while tail and tail[0].low in titles:
            tail = tail[1:]
        if len(tail) >= 3 and len(words) > len(tail) and words[len(words) - len(tail) - 1].low == "of":
            tail = tail[-2:]  # "Secretary of State Ana Ruiz"
        if len(tail) >= 3 and len(words) > len(tail) and words[len(words) - len(tail) - 1].tag == "C":
            tail = tail[-2:]  # "Under Secretary … for Industry and Security Ana Ruiz"
        before = words[: len(words) - len(tail)]
        titled = any(t.low in titles for t in before)
        # "head of the Service Oleh Ivashchenko": the name is what follows the body's last word
        if not tail:
            return None
        surname = tail[-1].low
        if surname in self.persons and (
            len(tail) == 1 or tail[0].low in self.persons[surname].name.casefold()
        ):
            return self.persons[surname]
        if surname.endswith("s") and surname[:-1] in self.persons and titled:
            return self.persons[surname[:-1]]
        if not titled or any(t.tag == "G" for t in tail):
            return None
        if len(tail) == 1 and before and before[-1].tag == "P":
            return None  # "the embassy spokesperson in Washington"
        if len(tail) > 3 and not any(t.text[0].islower() for t in tail):
            tail = tail[-2:]
        role = _join(before) or None
        if role and not any(
            t.low in titles - {"mr", "mr.", "ms", "ms.", "mrs", "mrs.", "dr", "dr."} for t in before
        ):
            role = None
        return Named(_join(tail), role, "person")

    def _known(self, words: list[Token], definite: bool) -> Named | None:
        """ "the Treasury secretary", "the administration": someone or some body named before."""
        heads = mapping(self.language, "speaker_nouns")
        titles = entries(self.language, "titles")
        head = words[-1].low
        if not definite or len(words) > 4:
            return None
        if heads.get(head) == "outlet" and not any(t.text[0].isupper() for t in words):
            return self.last.get("outlet")  # "the newspaper"
        if head in titles or heads.get(head) == "person" or words[0].low in titles:
            content = {t.low for t in words if t.tag in ("N", "J")}
            for person in reversed(list(self.persons.values())):
                if person.role and content <= {
                    w.strip(".,").casefold() for w in person.role.replace("'s", "").split()
                }:
                    return person
            if len(words) == 1 and "person" in self.last:
                return self.last["person"]
        if heads.get(head) == "body" and len(words) <= 2 and not any(t.text[0].isupper() for t in words):
            for body in reversed(self.bodies):
                if head in body.name.casefold().split():
                    return body
            if "body" in self.last and head in (
                "agency",
                "ministry",
                "department",
                "company",
                "service",
                "office",
            ):
                return self.last["body"]
        return None

    def _body(self, words: list[Token]) -> Named:
        text = _join(words)
        heads = mapping(self.language, "speaker_nouns")
        kind = (
            "outlet"
            if is_outlet(text, self.language) or (words and is_outlet(words[-1].text, self.language))
            else next((heads[t.low] for t in reversed(_head(words)) if t.low in heads), "body")
        )
        capitals = [t for t in words if t.text[0].isupper()]
        if kind == "outlet":  # "the state news agency Ukrinform" is Ukrinform
            k = len(words)
            while k > 0 and words[k - 1].text[0].isupper():
                k -= 1
            named = _join(words[k:])
            return Named(named if is_outlet(named, self.language) or (named and k) else text, None, kind)
        if kind == "person" and not capitals:
            return Named(text, None, "person")
        if (
            kind == "body"
            and 2 <= len(words) <= 3
            and len(capitals) == len(words)
            and not any(t.low in heads for t in words)
            and all(t.text.isalpha() and not t.text.isupper() for t in words)
            and self.person_shaped(words)
        ):
            return Named(text, None, "person")
        return Named(text, None, kind)

    def person_shaped(self, words: list[Token]) -> bool:
        """No company and no country: capitalised words that can be a person's name."""
        from supplyline.read.countries import country

        if any(t.low.strip(".") in words_of(self.language, "word_groups", "company_word") for t in words):
            return False
        return country(_join(words)) is None and not any(country(t.text) for t in words)


@cache
def _outlets(language: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in entries(language, "outlets"))


def is_outlet(text: str, language: str = "en") -> bool:
    names = _outlets(language)
    low = text.casefold()
    return low in names or low.removeprefix("the ") in names


def _head(words: list[Token]) -> list[Token]:
    """ "spokeswoman for the ministry": what stands before the first preposition, if it says what the phrase is."""
    stop = next((k for k, t in enumerate(words) if k and t.tag == "P"), len(words))
    return words[:stop] if any(t.text[0].islower() for t in words[:stop]) else words


def _join(words: list[Token]) -> str:
    """The words with the spacing of the text."""
    out, last = "", None
    for t in words:
        if last is not None and t.start > last:
            out += " "
        out, last = out + t.text, t.end
    return out
