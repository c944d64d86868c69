"""Which period does a phrase name?

`periods(text, offset, published)` finds dates and periods in English text and resolves them against the publication date:
"Wednesday" is the last Wednesday on or before it, "May 26" without a year the last such day up to a month after it, "in
October" the last October, "by December" the next one, or the one just past. Dates come out as ISO strings no more precise than the words; an open side
is None ("since 2022", "until 3 June"). A phrase that cannot be resolved (no publication date) is kept as text only.

First the points of time are read (a day, a month, a quarter, a season, a year), then the words before and between them say
whether they begin something, end it, or stand for both ends of a stretch.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass, replace
from datetime import date, timedelta

from supplyline.extract.numbers import WORDS
from supplyline.extract.timing import Days, iso_day, months_before, published_on, week
from supplyline.model import Period

MONTHS = {name.casefold(): n for n, name in enumerate(month_name) if name}
MONTHS |= {name.casefold(): n for n, name in enumerate(month_abbr) if name} | {"sept": 9}
DAYS = {name: n for n, name in enumerate(("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))}
ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4, "final": 4}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the month each begins with
NUMBER = {w: n for w, n in WORDS.items() if 0 < n < 13}

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
YEAR = r"(?:19|20)\d\d"
DAY = r"\d{1,2}"
COUNT = rf"(?:{'|'.join(NUMBER)}|\d{{1,2}})"
OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?:{YEAR}|(?:this|the|last|next|the\s+current|current|the\s+same)\s+year)\b)"
ON = r"(?!\s*(?:percent|per\s+cent|%))"
SIDE = r"(?:(?:the\s+)?(?:beginning|start|end|middle|turn)\s+of\s+(?:the\s+)?|early(?:\s+in)?\s+|late(?:\s+in)?\s+|mid-?\s?)"
POINT = re.compile(
    rf"""(?<![\w$€£¥.,])(?:(?P<side>{SIDE}))?(?:
    (?P<iso>{YEAR}-\d\d-\d\d\b)
  | (?P<years>(?P<y1>{YEAR})\s*(?:to|and|until|through|[-–/])\s*(?P<y2>{YEAR}|\d\d\b)(?!\s*(?:[-/]\d|percent|per\s+cent|%)))
  | (?P<mdy>(?P<m1>{MONTH})\s+(?P<d1>{DAY})(?:st|nd|rd|th)?\b(?:\s*(?P<w1>to|through|and|[-–—])\s*(?P<e1>{DAY})(?:st|nd|rd|th)?(?![\w%.,]*\d|\s+{MONTH}))?\b{ON}(?P<o1>{OF_YEAR})?)
  | (?P<dmy>(?:(?P<e2>{DAY})(?:st|nd|rd|th)?\s*(?P<w2>to|through|and|[-–—])\s*)?(?P<d2>{DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{MONTH})(?!\w)(?P<o2>{OF_YEAR})?)
  | (?P<quarter>(?:(?P<q>first|second|third|fourth|last|1st|2nd|3rd|4th|final)\s+quarter|Q(?P<qn>[1-4]))\b(?P<o3>{OF_YEAR})?)
  | (?P<half>(?:(?P<h>first|second|1st|2nd)\s+half(?:-year)?|H(?P<hn>[12]))\b(?P<o4>{OF_YEAR})?(?!\s+of))
  | (?P<months>(?:first\s+(?P<n1>{COUNT})\s+months\b(?P<o5>{OF_YEAR})?|(?P<n2>{COUNT})\s+months(?P<o6>{OF_YEAR})))
  | (?P<season>(?:(?P<s0>this|last|next|past)\s+)?(?P<s>spring|summer|autumn|winter|fall)\b(?P<o7>{OF_YEAR})?)
  | (?P<month>(?:(?P<m0>this|last|next)\s+)?(?P<m3>{MONTH})(?!\w)(?P<o8>{OF_YEAR})?)
  | (?P<weekday>(?:(?:last|this)\s+)?(?P<wd>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?:\s*\((?P<wm>{MONTH})\s+(?P<wdd>{DAY})\))?)
  | (?P<span>(?:last|past|previous)\s+(?:(?P<sn>{COUNT})\s+)?(?P<su>days|weeks|months|years|year)\b)
  | (?P<rel>today|yesterday|tomorrow|(?:(?:earlier|later)\s+)?(?:last|this|next)\s+(?:week|month|year|quarter))\b
  | (?P<year>{YEAR})\b(?!\s*(?:[-/]\d|percent|per\s+cent|%))
  | (?P<theyear>year)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# A cheap look first: most sentences name no time at all.
HINT = re.compile(
    r"\d|day\b|today|yesterday|tomorrow|(?:last|this|next)\s+(?:week|month|year|quarter)|months\b|years?\b|weeks\b|quarter|half|spring|summer|autumn|fall\b|winter|Jan|Feb|March|April|May|June|July|Aug|Sep|Oct|Nov|Dec",
    re.I,
)
IN = r"(?:in|on|at|of|over|during|for|the|about|around|at\s+least|the\s+month\s+of)"
FROM = re.compile(rf"\b(?:since|from|after|starting|beginning|effective|commencing|as\s+from|as\s+early\s+as|no\s+earlier\s+than|with\s+effect)(?:\s+(?:from|{IN}))*\s+$", re.I)
TO = re.compile(rf"\b(?:by|until|till|before|through|up\s+to|prior\s+to|no\s+later\s+than|as\s+late\s+as)(?:\s+{IN})*\s+$", re.I)
AS_OF = re.compile(r"\bas\s+of\s+(?:the\s+)?$", re.I)
BETWEEN = re.compile(rf"^\s*(?:(?P<and>and|or)|to|until|till|through|[-–—/])\s*(?:{IN}\s+)*$", re.I)
SINCE_WHEN = re.compile(r"\b(?:since|after)\s+(?:[\w’'-]+\s+){1,14}(?:in|on|of)\s+(?:the\s+)?$", re.I)
BASE = re.compile(r"(?:%|percent|per\s+cent|\b(?:up|down|fold|times|rose|fell|grew|rise|increase|decrease|jump)|\d)\s+from\s+(?:\w+\s+)?$", re.I)
# What may stand before a month or a year that has nothing else beside it: "march" and "2000" are words and numbers too.
BEFORE_MONTH = re.compile(rf"(?:[-–—/]\s*|\b(?:{IN}|by|since|from|after|before|until|till|through|between|to|and|or|starting|beginning|effective|as\s+of)(?:\s+(?:both|the|early|late))*\s+)$", re.I)
BEFORE_YEAR = re.compile(r"\b(?:in|during|by|as\s+of|of|for|since|until|till|before|after|through|throughout|starting|beginning|no\s+earlier\s+than|both)(?:\s+(?:in|from|the))*\s+$", re.I)
JOINED = re.compile(r"\b(?:between|from)\s+$", re.I)
AFTER_YEAR = re.compile(r"\s+(?:alone|shipments?|deliver\w*)\b", re.I)
SEASON_BEFORE = re.compile(r"\b(?:in|by|since|from|until|till|before|over|during|the|for|at|of)\s+$", re.I)
MONTHS_TO = re.compile(rf"\b(?:(?P<n>{COUNT})\s+months|(?P<year>year))\s+(?:to|through|ending|ended|ending\s+in)\s+$", re.I)
LEAD = re.compile(rf"^{IN}\s+", re.I)
SAME = re.compile(rf"\b(?:the\s+)?same\s+(?:period|months|timeframe|time\s+frame)(?:\s+(?:in|of)\s+(?P<year>{YEAR})|\s+(?:(?:in|of)\s+)?(?:the\s+)?(?P<before>(?:last|previous|prior)\s+year|year\s+(?:before|earlier)))?", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """A period and where its words stand (offsets in the document)."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Point:
    """One point of time: its words, and what they tell. A year of 0 is to be worked out."""

    start: int
    end: int
    kind: str
    precision: str
    year: int = 0
    month: int = 0  # the first
    last: int = 0  # month
    day: int = 0
    since: int = 0  # the day it begins with, where that is another of the same month
    fixed: Days | None = None


def periods(text: str, offset: int, published: str | None) -> list[Found]:
    """Those that a text names, in order; the offsets of their words begin at `offset`."""
    if not HINT.search(text):
        return []
    out: list[Found] = []
    points = [p for m in POINT.finditer(text) if (p := _point(m, text, published)) is not None]
    k = 0
    while k < len(points):
        p = points[k]
        both = _stretch(text, p, points[k + 1], published) if k + 1 < len(points) else None
        start, days = both or _single(text, p, published)
        end = points[k + 1].end if both else p.end
        k += 2 if both else 1
        if days is None:
            continue
        while lead := LEAD.match(text[start:end]):
            start += lead.end()
        out.append(Found(offset + start, offset + end, Period(days[0], days[1], text[start:end], days[2])))
    return out


def repeated(text: str, offset: int, found: list[Found], last: Period | None) -> list[Found]:
    """With "the same period (of 2021)": the period told last, in the year that is named."""
    if last is None or not (last.from_ or last.to) or (m := SAME.search(text)) is None:
        return found
    begin, end = last.from_, last.to
    if m["year"]:
        begin, end = (m["year"] + d[4:] if d else None for d in (begin, end))
    elif m["before"]:
        begin, end = (str(int(d[:4]) - 1) + d[4:] if d else None for d in (begin, end))
    again = Found(offset + m.start(), offset + m.end(), Period(begin, end, m.group(), last.precision))
    return sorted([*(f for f in found if f.end <= again.start or f.start >= again.end), again], key=lambda f: f.start)


def _point(m: re.Match[str], text: str, published: str | None) -> Point | None:
    g, start, end = m.groupdict(), m.start(), m.end()
    kind = next(k for k in ("iso", "years", "mdy", "dmy", "quarter", "half", "months", "season", "month", "weekday", "span", "rel", "year", "theyear") if g[k])
    base = published_on(published)
    of = next((g[o] for o in ("o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8") if g[o]), None)
    year = _of_year(of, base)
    side = (g["side"] or "").strip().casefold()
    before = text[:start]
    if of and not year:
        return None
    if kind == "iso":
        y, month, day = (int(x) for x in g["iso"].split("-"))
        return Point(start, end, kind, "day", y, month, month, day) if iso_day(y, month, day) else None
    if kind == "years":
        second = g["y2"] if len(g["y2"]) == 4 else g["y1"][:2] + g["y2"]
        return Point(start, end, kind, "year", fixed=(g["y1"], second, "year")) if g["y1"] <= second else None
    if kind in ("mdy", "dmy"):
        month, day = _month_number(g["m1"] or g["m2"]), int(g["d1"] or g["d2"])
        if other := g["e1"] or g["e2"]:
            first, last = (day, int(other)) if g["m1"] else (int(other), day)
            # "on May 3 to 12 countries", "May 3 and 12 firms": a word does not join days of itself
            joint = (g["w1"] or g["w2"]) in "-–—" or JOINED.search(before) is not None
            if joint and first < last and iso_day(year or 2024, month, last):
                return Point(start, end, kind, "day", year, month, month, last, first)
            start, end, year = (start, m.end("d1"), 0) if g["m1"] else (m.start("d2"), end, year)
        return Point(start, end, kind, "day", year, month, month, day) if iso_day(year or 2024, month, day) else None
    if kind in ("quarter", "half"):
        size = 3 if kind == "quarter" else 6
        n = int(g["qn"] or g["hn"] or ORDER[str(g["q"] or g["h"]).casefold()])
        if not year and g["q"] and g["q"].casefold() in ("last", "final"):
            return Point(start, end, "rel", kind, fixed=_relative("last quarter", base, True)) if base and g["q"].casefold() == "last" else None
        return Point(start, end, kind, kind, year, size * (n - 1) + 1, size * n)
    if kind == "months":
        n = _number(g["n1"] or g["n2"])
        return Point(start, end, kind, "month", year, 1, n) if 0 < n <= 12 else None
    if kind == "season":
        if not (year or g["s0"] or (SEASON_BEFORE.search(before) and (g["s"].casefold() != "fall" or before.casefold().endswith("the ")))):
            return None
        first = SEASONS[g["s"].casefold()]
        return Point(start, end, _relation(kind, g["s0"]), "month", year, first, first + 2)
    if kind == "month":
        if not (year or g["m0"] or side or (g["m3"][0].isupper() and (BEFORE_MONTH.search(before) or _bare(before, text, m)))):
            return None
        month = _month_number(g["m3"])
        return Point(start, end, _relation(kind, g["m0"]), "month", year, month, month)
    if kind == "weekday":
        if g["wm"]:
            month = _month_number(g["wm"])
            return Point(start, end, "mdy", "day", 0, month, month, int(g["wdd"]))
        exact = base is not None and len(published or "") >= 10
        there = base - timedelta(days=(base.weekday() - DAYS[g["wd"].casefold()]) % 7) if base and exact else None
        return Point(start, end, kind, "day", fixed=(there.isoformat(),) * 2 + ("day",) if there else (None, None, "day"))
    if kind in ("span", "rel"):
        if kind == "span" and not g["sn"] and g["su"].casefold() != "year":
            return None
        if kind == "span" and not g["sn"] and not before.casefold().endswith("the ") and not g["span"].casefold().startswith("past"):
            return Point(start, end, "year", "year", base.year - 1) if base else None
        days = _span(_number(g["sn"]) if g["sn"] else 1, g["su"].casefold(), base) if kind == "span" else _relative(g["rel"].casefold(), base, len(published or "") >= 10)
        return Point(start, end, kind, days[2], fixed=days)
    if kind == "theyear":
        if base is None or not side or "middle" in side or "late" in side:
            return None
        return Point(start, end, "end", "month", base.year, 12, 12) if "end" in side else Point(start, end, "month", "month", base.year, 1, 1)
    y = int(g["year"])
    if "end" in side:
        return Point(start, end, "end", "month", y, 12, 12)
    if "mid" in side:
        return Point(start, end, "month", "month", y, 6, 6)
    if side or BEFORE_YEAR.search(before) or AFTER_YEAR.match(text, end) or BETWEEN.match(before[max(0, len(before) - 12) :]):
        return Point(start, end, kind, "year", y)
    return Point(start, end, "bare", "year", y)


def _bare(before: str, text: str, m: re.Match[str]) -> bool:
    """ "January-August period", "October exports": a month with no word before it, and no name of a person or a verb."""
    if re.match(rf"\s*(?:to|through|[-–—/])\s*{MONTH}(?!\w)", text[m.end() : m.end() + 24]):
        return True
    alone = (len(m["m3"]) > 3 and m["m3"] not in ("March", "April", "June", "August")) or re.search(r"(?:’s|'s|\b(?:its|their|his|a|an))\s+$", before) is not None
    return alone and re.match(r"\s+[a-z]|\s*[,;:.)]|\s*$", text[m.end() : m.end() + 4]) is not None and not re.search(r"[A-Z]\w*\s+$", before)


def _relation(kind: str, word: str | None) -> str:
    return f"{word.casefold()} {kind}" if word else kind


def _of_year(words: str | None, base: date | None) -> int:
    if not words:
        return 0
    if number := re.search(YEAR, words):
        return int(number.group())
    if base is None:
        return 0
    low = words.casefold()
    return base.year + (-1 if "last" in low else 1 if "next" in low else 0)


def _stretch(text: str, a: Point, b: Point, published: str | None) -> tuple[int, Days] | None:
    """ "from January to March 2024", "between May 3 and June 1", "in February and March": where it begins, and its two ends."""
    joint = BETWEEN.match(text[a.end : b.start])
    if joint is None or a.fixed or b.fixed or (a.precision != b.precision and a.kind != "bare" and not (a.precision == "day" or b.precision == "day")):
        return None
    between = JOINED.search(text[: a.start])
    if joint["and"] and not between and not (a.precision == b.precision == "month" and b.kind == "month"):
        return None
    if "bare" in (a.kind, b.kind) and not between:
        return None
    last = _known(b, published, past=True)
    if last is None:
        return None
    first = a if a.year else replace(a, year=last.year - ((a.month, a.day) > (last.month, last.day)))
    begin, end = _ends(first)[0], _ends(last)[1]
    if begin is None or end is None or begin[:7] > end[:7]:
        return None
    start = between.start() if between else a.start
    return start, (begin, end, first.precision if first.precision != "bare" else "year")


def _single(text: str, p: Point, published: str | None) -> tuple[int, Days | None]:
    """Where its words begin, and its period."""
    before = text[: p.start]
    if p.fixed and p.fixed[:2] == (None, None):
        return p.start, p.fixed
    opens, closes, as_of = FROM.search(before), TO.search(before), AS_OF.search(before)
    if opens and (BASE.search(before) or (p.precision == "year" and opens.group().casefold().startswith("from") and not _later(p, published) and not re.match(r"\s+on(?:wards?)?\b", text[p.end : p.end + 10]))):
        opens = None  # "up 40% from 2021": what it is compared with
    if p.kind == "bare" and not opens:
        return p.start, None
    clear = opens is not None and opens.group().casefold().startswith(("since", "after"))
    known = p if p.fixed else _known(p, published, past=clear or p.since > 0 or as_of is not None or not (opens or closes))
    if known is None:
        return p.start, (None, None, p.precision) if not published and p.kind not in ("year", "bare") else None
    begin, end = _ends(known)
    if p.kind in ("span", "years") or p.since or (begin is None and end is None):
        between = JOINED.search(before) if p.kind == "years" or p.since else None
        return between.start() if between else p.start, (begin, end, known.precision)
    if (n := MONTHS_TO.search(before)) and known.precision == "month":
        size = _number(n["n"]) if n["n"] else 12
        at = known.year * 12 + known.last - size
        return n.start(), (f"{at // 12:04d}-{at % 12 + 1:02d}", end, "month")
    if closes:
        return closes.start(), (None, begin if p.kind.endswith("season") else end, known.precision)
    if as_of:
        base = published_on(published)
        if base and begin and begin > base.isoformat()[: len(begin)]:
            return as_of.start(), (begin, None, known.precision)
        return as_of.start(), (None, end, known.precision) if known.precision != "day" else (begin, end, "day")
    if opens or SINCE_WHEN.search(before):
        return opens.start() if opens else p.start, (begin, None, known.precision)
    return p.start, (begin, end, known.precision)


def _later(p: Point, published: str | None) -> bool:
    base = published_on(published)
    return base is not None and p.year > base.year


def _known(p: Point, published: str | None, past: bool) -> Point | None:
    """With its year, where the words leave it out: the last such time begun, or the next unless one is just past."""
    if p.year or p.fixed:
        return p
    base = published_on(published)
    if base is None:
        return None
    relation = p.kind.split()[0] if " " in p.kind else ""
    if p.precision == "day":
        found = [(d, y) for y in (base.year + 1, base.year, base.year - 1) if (d := iso_day(y, p.month, p.day))]
        ahead = 31 if past or len(published or "") < 10 else 366 - 31
        year = next((y for d, y in found if date.fromisoformat(d) <= base + timedelta(days=ahead)), None)
        return replace(p, year=year) if year else None
    now, begins = base.year * 12 + base.month, p.month
    if relation == "next":
        year = next(y for y in (base.year, base.year + 1) if y * 12 + begins > now)
    elif relation == "this":
        year = base.year
    elif relation in ("last", "past"):
        year = next(y for y in (base.year, base.year - 1) if y * 12 + begins < now)
    elif past:
        year = next(y for y in (base.year, base.year - 1) if y * 12 + begins <= now)
        if p.kind == "months" and p.last >= base.month and year == base.year and p.last > base.month:
            year -= 1
    else:
        year = next(y for y in (base.year - 1, base.year, base.year + 1) if y * 12 + begins >= now - 3)
    return replace(p, year=year)


def _ends(p: Point) -> tuple[str | None, str | None]:
    if p.fixed:
        return p.fixed[0], p.fixed[1]
    if p.precision == "day":
        return iso_day(p.year, p.month, p.since or p.day), iso_day(p.year, p.month, p.day)
    if p.precision == "year":
        return str(p.year), str(p.year)
    over = p.last > 12  # winter
    return f"{p.year}-{p.month:02d}", f"{p.year + over}-{p.last - 12 * over:02d}"


def _span(n: int, unit: str, base: date | None) -> Days:
    """ "the past two years": as many back from the publication."""
    if base is None:
        return None, None, "month"
    if unit in ("days", "weeks"):
        return (base - timedelta(days=n * (7 if unit == "weeks" else 1))).isoformat(), base.isoformat(), "day"
    return months_before(base, n if unit == "months" else 12 * n), months_before(base, 0), "month"


def _relative(words: str, base: date | None, exact: bool) -> Days:
    if base is None:
        return None, None, "day"
    shift = -1 if "last" in words else 1 if "next" in words else 0
    if words.endswith("year"):
        return str(base.year + shift), str(base.year + shift), "year"
    if words.endswith(("month", "quarter")):
        size = 3 if words.endswith("quarter") else 1
        at = (base.year * 12 + base.month - 1) // size + shift
        first, last = at * size, at * size + size - 1
        return f"{first // 12:04d}-{first % 12 + 1:02d}", f"{last // 12:04d}-{last % 12 + 1:02d}", "month" if size == 1 else "quarter"
    if not exact:
        return None, None, "day"
    if words.endswith("week"):
        return week(base, shift)
    day = (base + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[words])).isoformat()
    return day, day, "day"


def _number(words: str) -> int:
    return NUMBER.get(words.casefold()) or int(words) if words.isdigit() or words.casefold() in NUMBER else 0


def _month_number(name: str) -> int:
    return MONTHS[name.rstrip(".").casefold()]
