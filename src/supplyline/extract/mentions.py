"""Which names does a sentence mention?

`register(sentence, document, people, named)` returns the named mentions of a tagged sentence (persons,
organizations, governments, outlets, places, vessels) and tells `people` of persons, so
that "he" and surnames resolve. A mention is a run of capitalised words, joined over "of" and "for"; `named`, what
the tagger marked in the document in reading order, settles its kind where it is sure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from supplyline.extract.lexicon import entries, mapping
from supplyline.extract.lexicon import words as words_of
from supplyline.extract.people import Named, People, is_outlet
from supplyline.extract.tagger.model import Named as Marked
from supplyline.extract.text import Sentence, Token
from supplyline.model import Document, Mention
from supplyline.read.countries import adjective, country

NAMES = ("person", "organization", "place", "vessel")
SURE = 0.5  # of a mark of the tagger, as a probability


def register(sentence: Sentence, document: Document, people: People, named: Sequence[Marked] = ()) -> list[Mention]:
    toks, out = sentence.tokens, []
    first, last = (bisect_left(named, at, key=attrgetter("start")) for at in (sentence.start, sentence.end))
    titles = entries(people.language, "titles")
    for i, j in _runs(toks, sentence.heading):
        words = toks[i:j]
        text = document.text[words[0].start : words[-1].end]
        kind = _kind(toks, i, j, text, titles, people)
        told = _told(kind, words[0].start, words[-1].end, named[first:last])
        if told is not None and told.kind != kind:
            if told.kind in NAMES and (told.kind != "organization" or kind == ""):  # who speaks under it is for the rules to tell
                out.append(_mention(document, told))
                if told.kind == "person" and " " in out[-1].name:
                    people.last["person"] = Named(out[-1].name, None, "person")
                continue
            kind = told.kind if told.kind in NAMES else ""
        if kind == "":
            continue
        if kind == "person":
            k = i
            while k < j and toks[k].low in titles:
                k += 1
            if k == j:
                continue
            name = document.text[toks[k].start : words[-1].end]
            role = _role(toks, i, k, titles)
            known = people.persons.get(name.split()[-1].casefold())
            if known is None and " " in name:
                people.remember(Named(name, role, "person"))
            elif known is not None:
                people.last["person"] = known
                name = known.name
            out.append(Mention(document.span(toks[k].start, words[-1].end), "person", name))
        else:
            people.mention(Named(text, None, "outlet" if kind == "outlet" else "body"), kind)
            out.append(Mention(document.span(words[0].start, words[-1].end), kind, text))
    return out


def _told(kind: str, start: int, end: int, named: Sequence[Marked]) -> Marked | None:
    """What the tagger surely marks there; which names are of people, bodies, places and ships is no matter of form."""
    if kind not in (*NAMES, ""):
        return None
    over = [n for n in named if n.sure >= SURE and 2 * (min(end, n.end) - max(start, n.start)) > end - start]
    return max(over, key=lambda n: n.sure, default=None)


def _mention(document: Document, told: Marked) -> Mention:
    span = document.span(told.start, told.end)
    return Mention(span, told.kind, span.text)


def _runs(toks: list[Token], heading: bool) -> list[tuple[int, int]]:
    out, i = [], 0
    while i < len(toks):
        if not _capital(toks[i]) or (i == 0 and toks[i].tag not in ("N",)):
            i += 1
            continue
        j = i + 1
        while j < len(toks) and (
            _capital(toks[j])
            or (
                toks[j].low in ("of", "for", "&", "and")
                and j + 1 < len(toks)
                and _capital(toks[j + 1])
                and toks[j].low in ("of", "for", "&")
                and toks[j - 1].low not in ("war",)
            )
        ):
            j += 1
        if not heading or j - i <= 5:
            out.append((i, j))
        i = j
    return out


def _capital(t: Token) -> bool:
    return t.text[0].isupper() and t.tag in ("N", "J")


def _role(toks: list[Token], i: int, k: int, titles: frozenset[str]) -> str | None:
    j = i
    while j > 0 and (
        toks[j - 1].tag in ("N", "J") and (toks[j - 1].low in titles or toks[j - 1].text[0].islower())
    ):
        j -= 1
    office = toks[j:k]
    return " ".join(t.text for t in office) if office and any(t.low in titles for t in office) else None


def _kind(toks: list[Token], i: int, j: int, text: str, titles: frozenset[str], people: People) -> str:
    words = toks[i:j]
    heads = mapping(people.language, "speaker_nouns")
    if country(text) is not None:
        return "government"
    if len(words) == 1 and (adjective(text) is not None or words[0].low in titles):
        return ""
    if is_outlet(text, people.language):
        return "outlet"
    before = toks[i - 1] if i else None
    if any(t.low.strip(".") in words_of(people.language, "word_groups", "company_word") for t in words):
        return "organization"
    if words[0].low in titles or (before is not None and before.low in titles and before.tag != "P"):
        return (
            "person"
            if j - i <= 5 and not any(heads.get(t.low) == "body" for t in words[-1:])
            else "organization"
        )
    if len(words) == 1 and words[0].low in people.persons:
        return "person"
    if any(t.low in heads for t in words) or len(words) >= 2 or text.isupper():
        after = toks[j + 1] if j + 1 < len(toks) and toks[j].text == "," else None
        if (
            after is not None
            and 2 <= len(words) <= 3
            and (after.low in titles or (j + 2 < len(toks) and toks[j + 2].low in titles))
            and not any(t.low in heads for t in words)
        ):
            return "person"
        return "organization"
    return "organization" if len(text) > 2 and i > 0 else ""
