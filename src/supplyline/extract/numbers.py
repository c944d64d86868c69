"""How many?

Counts in English text as intervals with their hedge kept: "at least 20" is
[20, ∞), "nearly 200" is [0…200] with an open lower end, "dozens" has no numbers but keeps its words.
Offsets are relative to the text given plus `offset`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from supplyline.extract.lexicon import words as group

UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
WORDS = {w: n for n, w in enumerate(UNITS)} | TENS
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}

AT_LEAST = r"at\s+least|more\s+than|greater\s+than|over|above|upwards\s+of|(?:just|well|slightly)\s+(?:over|more\s+than)|no\s+fewer\s+than|no\s+less\s+than|exceeding|in\s+excess\s+of"
AT_MOST = r"at\s+most|just\s+(?:under|below)|up\s+to|as\s+many\s+as|as\s+much\s+as|nearly|almost|practically|close\s+to|fewer\s+than|less\s+than|under|below|no\s+more\s+than"
ABOUT = r"about|around|some|approximately|roughly|an\s+estimated|estimated"
WORD_NUMBER = rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(UNITS[1:10])})|{'|'.join(sorted([*UNITS[1:], *TENS], key=len, reverse=True))})"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{WORD_NUMBER}\b|an?\s+dozen\b|(?:a\s+)?half-dozen\b|an?\s+(?:hundred|thousand|million|billion)\b)"
COUNT = re.compile(
    rf"(?<![A-Za-z]-)\b(?P<text>(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|(?P<about>{ABOUT}))?\s*"
    rf"(?P<number>(?<![$€£¥])(?<![$€£¥] ){NUMBER})(?:(?:\s+|-)(?P<scale>hundred|thousand|million|billion|dozen)\b)?(?P<more>\s+or\s+more)?)(?!-?(?:mm|cm|nm|km|millimet|inch|foot)|-(?!(?:hundred|thousand|million|billion|dozen)\b)[A-Za-z]|[\w%.,]*\d|st\b|nd\b|rd\b|th\b|\s*(?:%|percent|per\s+cent))",
    re.IGNORECASE,
)
BEFORE = re.compile(r"\b(\w+) $")
VAGUE = re.compile(
    r"\b(?P<text>(?:many\s+)?(?:dozens|hundreds|thousands|scores)|several|multiple|numerous|many|various|some|a\s+(?:number|handful|series)\s+of|a\s+few)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A count as found: open ends None; `noun_at` is where the counted words begin."""

    start: int
    end: int
    min: float | None
    max: float | None
    text: str


def count_in(text: str, offset: int) -> Number | None:
    """The first count of a phrase such as "at least 20 Russian military factories"."""
    exact = next(counts(text, offset), None)
    if exact is not None:
        return exact
    vague = VAGUE.search(text)
    return Number(offset + vague.start(), offset + vague.end(), None, None, vague["text"]) if vague else None


def counts(text: str, offset: int) -> Iterator[Number]:
    """All that have a number, in order."""
    for match in COUNT.finditer(text):
        value = _value(match["number"], match["scale"])
        if value is None or _is_year(match, text) or _is_name(match, text):
            continue
        low: float | None = value
        high: float | None = value
        if match["least"] or match["more"]:
            high = None
        elif match["most"]:
            low = None
        words = match["text"].strip()
        start = match.start() + len(match["text"]) - len(match["text"].lstrip())
        yield Number(offset + start, offset + match.end("text"), low, high, words)


def _is_name(match: re.Match[str], text: str) -> bool:
    bare = match["text"].strip() == match["number"] and match["number"].isdigit()
    return bare and in_name(text, match.start("number"), "en")


def in_name(text: str, at: int, *languages: str) -> bool:
    """Is the number that begins there that of a type or of a rule: "Shahed 136 drones", "Section 232 tariffs"?"""
    before = BEFORE.search(text, max(at - 20, 0), at)
    return before is not None and before[1][0].isupper() and any(before[1].lower() in group(x, "triggers", "numbered_name") for x in languages)


def _is_year(match: re.Match[str], text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", match["number"])) and not match["least"]


def _value(number: str, scale: str | None) -> float | None:
    low = re.sub(r"\s+", " ", number.casefold())
    factor = 12 if scale and scale.casefold() == "dozen" else SCALES.get((scale or "").casefold(), 1)
    if low[0].isdigit():
        return tidy(float(low.replace(",", "")) * factor)
    if "half-dozen" in low:
        return 6
    if low.endswith("dozen"):
        return 12
    if low.startswith(("a ", "an ")):
        return SCALES[low.split()[1]]
    total = spelled(low)
    return tidy(total * factor) if total else None


def spelled(low: str) -> int:
    """A number in words below a hundred, in small letters; 0 for none."""
    tens, _, unit = low.partition("-")
    return WORDS.get(tens, 0) + WORDS.get(unit, 0)


def tidy(value: float) -> float:
    return int(value) if value == int(value) else value
