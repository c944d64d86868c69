"""What do all rules for Chinese share: word groups, sentences, countries and the nouns `Saying` and `Told`?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import mapping, table, words
from supplyline.model import Period
from supplyline.read import countries

LANGUAGE = "zh"
MOST = 600  # characters of a sentence that rules look at; a longer one is a table or noise
_END = re.compile(r"[^。！？!?\n]+[。！？!?]*[”」』\"]?|\n")
COMMA = '，,；;：:、。！？!?“”「」『』"（）() \u3000'
NUMERAL = r"\d+(?:[.,]\d+)*|[一二两兩三四五六七八九十百千]+"
SCALE = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "百万": 1e6}


@dataclass(frozen=True, slots=True)
class Saying:
    speaker: tuple[int, int]
    name: str
    role: str | None
    cue: tuple[int, int]
    content: tuple[int, int]
    stance: str
    via: tuple[int, int] | None = None
    said_on: Period | None = None


@dataclass(frozen=True, slots=True)
class Told:
    kind: str
    start: int
    end: int
    roles: tuple[tuple[str, int, int], ...]
    negated: bool = False
    expected: bool = False


@cache
def any_of(group: str) -> str:
    """The words of a trigger group as an alternation, longest first."""
    return "|".join(sorted(map(re.escape, words(LANGUAGE, "triggers", group)), key=len, reverse=True))


@cache
def cues() -> re.Pattern[str]:
    return re.compile("|".join(sorted((re.escape(r[0]) for r in table(LANGUAGE, "cues")), key=len, reverse=True)))


@cache
def not_cue() -> re.Pattern[str]:
    """Words that begin like a cue and are none: 说明, 称为."""
    return re.compile(any_of("not_cue"))


@cache
def country_words() -> tuple[dict[str, str], re.Pattern[str]]:
    found = {w: row[0] for row in table(LANGUAGE, "countries") for cell in row[1:] for w in cell.split(";") if w}
    return found, re.compile("|".join(sorted(map(re.escape, found), key=len, reverse=True)))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; those inside one quotation go together, so that its speaker holds them all."""
    opened: int | None = None
    for match in _END.finditer(text):
        if match.group() == "\n":
            if opened is not None:
                yield opened, match.start()
                opened = None
            continue
        start = match.start() if opened is None else opened
        body = text[start : match.end()]
        if body.count("“") > body.count("”") and match.end() - start < MOST:
            opened = start
            continue
        opened = None
        a, b = strip(text, start, match.end(), "。！？!? \u3000\t\r")
        if a < b:
            yield a, min(b, a + MOST)
    if opened is not None:
        yield opened, min(len(text), opened + MOST)


def strip(text: str, start: int, end: int, marks: str = COMMA) -> tuple[int, int]:
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def english(text: str, role: str) -> str:
    """Countries and known goods by their English names, so that reports in all languages speak of one thing."""
    if role == "goods":
        known = mapping(LANGUAGE, "goods")
        return next((known[text[i:]] for i in range(len(text)) if text[i:] in known), text)
    iso = country_words()[0].get(text)
    return (countries.name(iso) if iso else None) or text
