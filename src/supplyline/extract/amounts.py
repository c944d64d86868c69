"""How much, and by how many percent?

Amounts with a unit (money, tonnage, shares) and relative changes in English text, with their hedge kept. Offsets are relative to
the text given plus `offset`. "From A to B" is B.
"""

from __future__ import annotations

import re
from functools import cache

from supplyline.extract.lexicon import mapping
from supplyline.extract.numbers import ABOUT, AT_LEAST, AT_MOST, SCALES, WORD_NUMBER, WORDS, spelled, tidy
from supplyline.model import Change, Value

PERCENT = r"(?:%|percent\b|per\s?cent\b|pct\b|pc\b|p\.c\.?)"
HEDGE = rf"(?:{AT_LEAST}|{AT_MOST}|{ABOUT}|only|just|barely|a\s+record|a\s+mere)"
GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]\d|\d)|\d+(?:\.\d+)?"
CURRENCY = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euros": "EUR", "euro": "EUR",
    "£": "GBP", "gbp": "GBP", "pounds": "GBP", "¥": "CNY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "a$": "AUD", "aud": "AUD",
    "c$": "CAD", "cad": "CAD", "nz$": "NZD", "hk$": "HKD", "chf": "CHF", "francs": "CHF", "jpy": "JPY", "yen": "JPY", "krw": "KRW", "won": "KRW",
    "rub": "RUB", "rubles": "RUB", "roubles": "RUB", "uah": "UAH", "hryvnias": "UAH", "hryvnia": "UAH", "tl": "TRY", "try": "TRY", "lira": "TRY",
    "rs": "INR", "inr": "INR", "rupees": "INR", "kzt": "KZT", "tenge": "KZT", "aed": "AED", "dirhams": "AED", "pln": "PLN", "zlotys": "PLN",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK",
}  # fmt: skip
SCALE = {name: float(n) for name, n in SCALES.items()} | {"bn": 1e9, "bln": 1e9, "m": 1e6, "mn": 1e6, "mln": 1e6, "k": 1e3, "crore": 1e7, "lakh": 1e5}
SIGN = r"(?:US|A|C|NZ|HK)\$|[$€£¥]|(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|RUB|UAH|TRY|TL|INR|Rs\.?|KRW|KZT|AED|PLN|SEK|NOK|DKK|CAD|AUD)(?=\s?\d)"
MONEY = r"(?:(?:US|Australian|Canadian|Swiss|Russian|Belarusian|Japanese|Indian|Turkish|Chinese)\s+)?(?:dollars?|euros?|yuan|rubles|roubles|pounds|francs|yen|won|hryvnias?|lira|rupees|tenge|dirhams|zlotys)\b"
WEIGHT = r"(?:metric\s+)?ton(?:ne)?s?\b|kilograms?\b|kg\b|barrels(?:\s+per\s+day)?\b|bpd\b|cubic\s+met(?:re|er)s\b|bcm\b|litres\b|liters\b|units\b|t\b(?!\.)"
VALUE = re.compile(
    rf"(?P<text>(?:(?<![A-Za-z])(?P<hedge>{HEDGE})\s+)?(?:(?P<cur>{SIGN})\s?)?(?P<n>(?<![\d.,]){GROUPED}|\b{WORD_NUMBER}\b|\ban?(?=\s+(?:hundred|thousand|million|billion)\b))"
    rf"(?:\s*(?P<scale>hundred|thousand|million|billion|trillion|bn|m|mn|bln|mln|crore|lakh)\b)?(?:\s+|(?=%)|(?<=\d)-?(?=\w)|(?<=[a-z])(?=%))?(?P<unit>{PERCENT}|{WEIGHT}|{MONEY})?)",
    re.IGNORECASE,
)
PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "sixth": 100 / 6, "eighth": 12.5, "tenth": 10.0}
PART = rf"(?:(?:an?|(?P<k>one|two|three|four|five|nine))[ -])?(?P<part>{'|'.join(PARTS)})(?:s\b|\b)"
FRACTION = re.compile(rf"\b(?P<text>(?:(?P<hedge>more\s+than|over|nearly|almost|about|around|roughly|at\s+least|some|well\s+over)\s+)?{PART})(?P<of>\s+of\b)?", re.I)
FROM_TO = re.compile(r"\bto\s+(?:(?:just|barely|only|about|over|more\s+than|nearly|almost|around|some)\s+)*$", re.I)
STANDS = re.compile(FROM_TO.pattern.replace("to", "(?:from|to)", 1), re.I)
TIMES = r"(?P<times>\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)"
MULTIPLE = re.compile(
    rf"\b(?P<text>(?:(?:nearly|almost|more\s+than|about|roughly|around|over)\s+)?(?:"
    rf"{TIMES}\s+times\s+(?:more|as\s+(?:much|many|high|large)|higher|larger|bigger|the|that|what|their|its|last)"
    rf"|(?P<andhalf>two|three|four|five)\s+and\s+a\s+half\s+times"
    r"|(?P<again>half\s+(?:again\s+as\s+(?:much|many)|as\s+(?:much|many)\s+again))"
    rf"|{TIMES.replace('times', 'less')}\s+times\s+(?:less|fewer|lower|smaller)"
    rf"|(?P<w>doubl(?:ed|ing|es|e)|tripl(?:ed|ing|es|e)|quadrupl(?:ed|ing|es|e)|quintupl(?:ed|ing|es|e)|halv(?:ed|ing|es|e)|twice(?=\s+(?:as|the|what|that)))"
    rf"|(?:multiplied\s+by|by\s+a\s+factor\s+of)\s+{TIMES.replace('times', 'factor')}"
    rf"|(?P<n>\w+?)-?fold))\b",
    re.I,
)
SIGNED = re.compile(rf"(?<![^\s(,;:])(?P<w>plus\s+|minus\s+|[+−-](?=\d))(?P<n>\d+(?:\.\d+)?)\s*{PERCENT}", re.I)
WHOLE = {"d": 100, "t": 200, "tw": 100, "quadr": 300, "quint": 400, "h": -50}
# One of these stands in every relative change and in every share: a look that costs next to nothing
SOME_VALUE = re.compile(r"\d|per\s?cent|dollar|euro|yuan|r[ou]+bles|pounds|francs|yen\b|won\b|tonn?e?s|barrels", re.I)
PERCENTS, MULTIPLES = ("%", "cent", "pct", "pc", "p.c"), ("times", "twice", "doubl", "tripl", "quadrupl", "quintupl", "halv", "fold", "multiplied", "factor", "half")
CHANGES = ("%", "zero", "nil", "per", "p.c", "pct", " by ", "third", "quarter", "fifth", *MULTIPLES)
SHARES = ("half", "third", "quarter", "fift", "fifth", "sixth", "eighth", "tenth")
Placed = tuple[int, int, Value]


def values(text: str, offset: int) -> list[Placed]:
    """Amounts with a unit: money, tonnage, shares in percent."""
    out: list[Placed] = []
    for m in VALUE.finditer(text) if SOME_VALUE.search(text) else ():
        unit = (m["unit"] or "").casefold()
        if not unit and not m["cur"]:
            continue
        if unit == "t" and not (m["scale"] or m["n"][0].isdigit()):
            continue
        if unit.startswith(("%", "per", "p.c", "pct")):
            name = "%"
        elif re.fullmatch(r"(?:metric\s+)?ton(?:ne)?s?|t", unit):
            name = "t"
        elif m["cur"]:
            name = CURRENCY.get(m["cur"].casefold().rstrip("."), m["cur"])
        else:
            name = CURRENCY.get(unit.split()[-1], unit)
        words = m["text"].strip()
        start = m.start("text") + len(m["text"]) - len(m["text"].lstrip())
        amount = _number(m["n"]) * SCALE.get((m["scale"] or "").casefold(), 1)
        out.append((offset + start, offset + start + len(words), Value(tidy(round(amount, 4)), name, words)))
    low = text.casefold()
    for m in FRACTION.finditer(text) if any(share in low for share in SHARES) else ():
        if re.search(r"\b(?:first|second|latter|other)\s+$", text[: m.start()], re.I):
            continue  # "in the first half of 2024"
        if (m["of"] or (m["hedge"] and m["part"].casefold() == "half")) and not any(s < offset + m.end("text") and offset + m.start() < e for s, e, _ in out):
            out.append((offset + m.start(), offset + m.end("text"), Value(_share(m), "%", m["text"])))
    out.sort(key=lambda v: v[0])
    return [v for k, v in enumerate(out) if k + 1 == len(out) or not _from_to(text, v, out[k + 1], offset)]


def _from_to(text: str, one: Placed, other: Placed, offset: int) -> bool:
    """ "from $35 million in 2021 to $75 million": what it was, not what it is."""
    a, b = one[0] - offset, other[0] - offset
    return one[2].unit == other[2].unit and re.search(r"\bfrom\s+$", text[:a], re.I) is not None and b - one[1] + offset < 60 and FROM_TO.search(text[:b]) is not None


def _number(words: str) -> float:
    low = words.casefold()
    if low[0].isdigit():
        return float(re.sub(r"[,\s]", "", low))
    if low in ("a", "an"):
        return 1.0
    return float(spelled(low))


def _share(m: re.Match[str]) -> float:
    return tidy(round(PARTS[m["part"].casefold()] * (WORDS[m["k"].casefold()] if m["k"] else 1), 1))


def changes(text: str, offset: int) -> list[tuple[int, int, Change]]:
    """Relative changes: "a 3.3 percent rise", "fell by 12%", "nearly doubled", "three times as much"."""
    low = text.casefold()
    if not any(sign in low for sign in CHANGES):
        return []
    direction, before, after, by_part, by_times, part_more, to_none = _patterns()
    out: list[tuple[int, int, Change]] = []

    def add(start: int, end: int, percent: float) -> None:
        if not any(s < offset + end and offset + start < e for s, e, _ in out):
            out.append((offset + start, offset + end, Change(tidy(round(percent, 1)), text[start:end])))

    for pattern in (before, after) if any(sign in low for sign in PERCENTS) else ():
        for m in pattern.finditer(text):
            if pattern is after and STANDS.search(text[: m.start("n")]):
                continue  # "its share fell to 30 percent", "rose from 25 to 37 percent": where it stands, not by how much it moved
            down = direction.get(m["w"].casefold(), "down" if m["w"].casefold() in ("less", "fewer", "below", "smaller") else "up") == "down"
            span = (m.start("text"), m.end("text")) if pattern is before else (m.start(), m.end("text"))
            add(*span, -_number(m["n"]) if down else _number(m["n"]))
    for m in SIGNED.finditer(text) if re.search("[+−-]|plus|minus", low) else ():
        add(m.start(), m.end(), -_number(m["n"]) if m["w"].casefold().startswith(("m", "-", "−")) else _number(m["n"]))
    for m in to_none.finditer(text) if "zero" in low or "nil" in low else ():
        if direction[m["w"].casefold()] == "down":
            add(m.start(), m.end(), -100)
    for m in by_times.finditer(text) if "times" in low else ():
        times = _number(m["x"])
        if times > 1:
            add(m.start(), m.end(), (1 / times - 1) * 100 if direction[m["w"].casefold()] == "down" else (times - 1) * 100)
    for m in MULTIPLE.finditer(text) if any(sign in low for sign in MULTIPLES) else ():
        if (percent := _multiple(m)) is not None:
            add(m.start(), m.end(), percent)
    for pattern in (by_part, part_more) if any(part in low for part in PARTS) else ():
        for m in pattern.finditer(text):
            down = direction.get(m["w"].casefold(), "up" if m["w"].casefold() == "more" else "down") == "down"
            add(m.start(), m.end(), -_share(m) if down else _share(m))
    return sorted(out, key=lambda c: c[0])


def _multiple(m: re.Match[str]) -> float | None:
    if times := m["times"] or m["factor"]:
        return (_number(times) - 1) * 100
    if m["andhalf"]:
        return (_number(m["andhalf"]) - 0.5) * 100
    if m["again"]:
        return 50.0
    if m["less"]:
        return (1 / _number(m["less"]) - 1) * 100 if _number(m["less"]) else None
    if w := (m["w"] or "").casefold():
        return next(v for k, v in sorted(WHOLE.items(), key=lambda kv: -len(kv[0])) if w.startswith(k))
    n = WORDS.get(m["n"].casefold()) or (int(m["n"]) if m["n"].isdigit() else None)
    return (n - 1) * 100 if n else None


@cache
def _patterns() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    direction = mapping("en", "directions")
    word = "|".join(sorted(map(re.escape, direction), key=len, reverse=True))
    number = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{WORD_NUMBER})"
    hedge = rf"(?:{HEDGE}\s+)?"
    before = re.compile(
        rf"\b(?P<text>{number}\s*[- ]?{PERCENT}\s+(?:year-on-year\s+|annual\s+|yearly\s+)?(?P<w>{word}|more|less|fewer|larger|smaller|bigger|above|below))\b(?!\s+of\b)",
        re.I,
    )
    after = re.compile(
        rf"\b(?P<w>{word})\b(?:(?:\s+\w+){{0,2}}?|(?:\s+[\w'’()-]+){{3,11}}?(?=\s+by\b))\s+(?:by\s+)?(?P<text>{hedge}{number}(?:\s+(?:to|or)\s+\d+)?\s*{PERCENT})",
        re.I,
    )
    by_part = re.compile(rf"\b(?P<w>{word})(?:(?:\s+[\w'’-]+){{0,6}}?\s+(?:by|in(?=\s+half)))?\s+(?:{HEDGE}\s+)?{PART}\b(?!\s+of\b)", re.I)
    to_none = re.compile(rf"\b(?P<w>{word})\b(?:\s+[\w'’-]+){{0,3}}?\s+to\s+(?:zero|nil)\b", re.I)
    by_times = re.compile(rf"\b(?P<w>{word})\s+(?:by\s+)?(?:{HEDGE}\s+)?{TIMES.replace('times', 'x')}\s+times\b", re.I)
    part_more = re.compile(rf"\b(?:{HEDGE}\s+)?{PART}\s+(?P<w>more|less|fewer|lower|higher)\b", re.I)
    return direction, before, after, by_part, by_times, part_more, to_none
