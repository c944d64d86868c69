"""How many, how much, by how many percent?

Counts, amounts and changes in English text as intervals with their hedge kept: "at least 20" is
[20, ∞), "nearly 200" is [0…200] with an open lower end, "dozens" has no numbers but keeps its words.
Offsets are relative to the text given plus `offset`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import mapping
from supplyline.model import Change, Value

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
    rf"\b(?P<text>(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|(?P<about>{ABOUT}))?\s*"
    rf"(?P<number>{NUMBER})(?:\s+(?P<scale>hundred|thousand|million|billion|dozen)\b)?(?P<more>\s+or\s+more)?)(?![\w%.,]*\d|st\b|nd\b|rd\b|th\b|\s*(?:%|percent|per\s+cent))",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b(?P<text>(?:many\s+)?(?:dozens|hundreds|thousands|scores)|several|multiple|numerous|many|various|some|a\s+(?:number|handful|series)\s+of|a\s+few)\b",
    re.I,
)
PERCENT = r"(?:%|percent\b|per\s+cent\b|pct\b)"
DIGIT = re.compile(r"\d")
VALUE = re.compile(
    rf"(?P<text>(?:(?P<hedge>{AT_LEAST}|{AT_MOST}|{ABOUT})\s+)?(?:(?P<cur>US\$|A\$|C\$|[$€£¥])\s?)?(?P<n>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s*(?P<scale>thousand|million|billion|trillion|bn|m|mn|bln|mln)\b)?\s*(?P<unit>%|percent\b|per\s+cent\b|(?:metric\s+)?ton(?:ne)?s?\b|kilograms?\b|kg\b|barrels(?:\s+per\s+day)?\b|bpd\b|cubic\s+met(?:re|er)s\b|litres\b|liters\b|dollars\b|euros\b|yuan\b|rubles\b|roubles\b|pounds\b)?)",
    re.IGNORECASE,
)
FRACTION = re.compile(
    r"\b(?P<text>(?:(?:more\s+than|over|nearly|almost|about|at\s+least)\s+)?(?:(?P<half>half)|(?P<third>a\s+third|one[- ]third)|(?P<quarter>a\s+quarter|one[- ]quarter)|(?P<two>two[- ]thirds)|(?P<three>three[- ]quarters)))\s+of\b",
    re.I,
)
MULTIPLE = re.compile(
    r"\b(?P<text>(?:(?:nearly|almost|more\s+than|about|roughly)\s+)?(?P<w>(?P<times>\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten)\s+times\s+(?:more|as\s+much|as\s+many|higher)|doubled|tripled|quadrupled|doubling|tripling|halved|(?P<n>\w+?)-?fold))\b",
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
    for match in COUNT.finditer(text):
        value = _value(match["number"], match["scale"])
        if value is None or _is_year(match, text):
            continue
        low: float | None = value
        high: float | None = value
        if match["least"] or match["more"]:
            high = None
        elif match["most"]:
            low = None
        words = match["text"].strip()
        start = match.start() + len(match["text"]) - len(match["text"].lstrip())
        return Number(offset + start, offset + match.end("text"), low, high, words)
    vague = VAGUE.search(text)
    return Number(offset + vague.start(), offset + vague.end(), None, None, vague["text"]) if vague else None


def _is_year(match: re.Match[str], text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", match["number"])) and not match["least"]


def _value(number: str, scale: str | None) -> float | None:
    low = re.sub(r"\s+", " ", number.casefold())
    factor = 12 if scale and scale.casefold() == "dozen" else SCALES.get((scale or "").casefold(), 1)
    if low[0].isdigit():
        return _tidy(float(low.replace(",", "")) * factor)
    if "half-dozen" in low:
        return 6
    if low.endswith("dozen"):
        return 12
    if low.startswith(("a ", "an ")):
        return SCALES[low.split()[1]]
    tens, _, unit = low.partition("-")
    total = WORDS.get(tens, 0) + WORDS.get(unit, 0)
    return _tidy(total * factor) if total else None


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else value


CURRENCY = {
    "$": "USD",
    "us$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "a$": "AUD",
    "c$": "CAD",
    "dollars": "USD",
    "euros": "EUR",
    "yuan": "CNY",
    "rubles": "RUB",
    "roubles": "RUB",
}
SCALE = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "bln": 1e9,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
}


def values(text: str, offset: int) -> list[tuple[int, int, Value]]:
    """Amounts with a unit: money, tonnage, shares in percent."""
    out = []
    digits = DIGIT.search(text) is not None
    for m in VALUE.finditer(text) if digits else ():
        unit = (m["unit"] or "").casefold()
        if not unit and not m["cur"]:
            continue
        if unit.startswith(("%", "per")):
            name = "%"
        elif "ton" in unit:
            name = "t" if unit else unit
        elif m["cur"]:
            name = CURRENCY.get(m["cur"].casefold(), m["cur"])
        else:
            name = CURRENCY.get(unit, unit)
        amount = float(m["n"].replace(",", "")) * SCALE.get((m["scale"] or "").casefold(), 1)
        words = m["text"].strip()
        out.append(
            (
                offset + m.start("text"),
                offset + m.start("text") + len(m["text"].rstrip()),
                Value(_tidy(round(amount, 6)), name, words),
            )
        )
    low = text.casefold()
    for m in FRACTION.finditer(text) if any(share in low for share in SHARES) else ():
        share = (
            50.0
            if m["half"]
            else 100 / 3
            if m["third"]
            else 25.0
            if m["quarter"]
            else 200 / 3
            if m["two"]
            else 75.0
        )
        out.append(
            (offset + m.start(), offset + m.end("text"), Value(_tidy(round(share, 1)), "%", m["text"]))
        )
    return sorted(out, key=lambda v: v[0])


@cache
def _change_patterns() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    direction = mapping("en", "directions")
    number = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    word = "|".join(sorted(map(re.escape, direction), key=len, reverse=True))
    hedge = rf"(?:(?:{AT_LEAST}|{AT_MOST}|{ABOUT}|a\s+record)\s+)?"
    before = re.compile(
        rf"\b(?P<text>{number}\s*[- ]?{PERCENT}\s+(?:year-on-year\s+|annual\s+|yearly\s+)?(?P<w>{word}|more|less|fewer))\b(?!\s+of\b)",
        re.I,
    )
    after = re.compile(
        rf"\b(?P<w>{word})\b(?:(?:\s+\w+){{0,2}}?|(?:\s+[\w'’()-]+){{3,11}}?(?=\s+by\b))\s+(?:by\s+)?(?P<text>{hedge}{number}\s*{PERCENT})",
        re.I,
    )
    return direction, before, after


# One of these stands in every relative change and in every share: a look that costs next to nothing
CHANGES = ("%", "per", "times", "doubl", "tripl", "quadrupl", "halved", "fold", " by ")
SHARES = ("half", "third", "quarter")
FRACTIONS = {"two-thirds": 66.7, "two thirds": 66.7, "three-quarters": 75, "three quarters": 75, "third": 33.3, "half": 50, "quarter": 25, "fifth": 20, "tenth": 10}


@cache
def _by_fraction() -> re.Pattern[str]:
    """ "fell by a third"."""
    word = "|".join(sorted(map(re.escape, mapping("en", "directions")), key=len, reverse=True))
    shares = "|".join(k.replace(" ", r"\s") for k in FRACTIONS)
    return re.compile(rf"\b(?P<w>{word})\s+by\s+(?:(?:{AT_LEAST}|{AT_MOST}|{ABOUT})\s+)?(?:a\s+|one[- ])?(?P<f>{shares})\b", re.I)


def changes(text: str, offset: int) -> list[tuple[int, int, Change]]:
    """Relative changes: "a 3.3 percent rise", "fell by 12%", "nearly doubled"."""
    low = text.casefold()
    if not any(sign in low for sign in CHANGES):
        return []
    direction, before, after = _change_patterns()
    out: list[tuple[int, int, Change]] = []
    for pattern in (before, after):
        for m in pattern.finditer(text):
            sign = (
                -1
                if direction.get(
                    m["w"].casefold(), "down" if m["w"].casefold() in ("less", "fewer") else "up"
                )
                == "down"
                else 1
            )
            span = (m.start("text"), m.end("text")) if pattern is before else (m.start(), m.end("text"))
            if not any(s < offset + span[1] and offset + span[0] < e for s, e, _ in out):
                out.append(
                    (
                        offset + span[0],
                        offset + span[1],
                        Change(_tidy(sign * float(m["n"].replace(",", ""))), text[span[0] : span[1]]),
                    )
                )
    for m in MULTIPLE.finditer(text):
        w = m["w"].casefold()
        if m["times"]:
            times = WORDS.get(m["times"].casefold()) or float(m["times"])
            out.append((offset + m.start(), offset + m.end(), Change(_tidy(round((times - 1) * 100, 1)), m["text"])))
            continue
        n = WORDS.get((m["n"] or "").casefold()) or (
            int(m["n"].rstrip("-")) if (m["n"] or "").rstrip("-").isdigit() else None
        )
        percent = (
            100
            if w.startswith("doubl")
            else 200
            if w.startswith("tripl")
            else 300
            if w.startswith("quad")
            else -50
            if w == "halved"
            else (n - 1) * 100
            if n
            else None
        )
        if percent is not None:
            out.append((offset + m.start(), offset + m.end(), Change(percent, m["text"])))
    for m in _by_fraction().finditer(text):
        if not any(s < offset + m.end() and offset + m.start() < e for s, e, _ in out):
            share = next(v for k, v in FRACTIONS.items() if k in m["f"].casefold())
            down = direction[m["w"].casefold()] == "down"
            out.append((offset + m.start(), offset + m.end(), Change(_tidy(-share if down else share), m.group())))
    return sorted(out, key=lambda c: c[0])
