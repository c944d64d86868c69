"""Which period does a phrase name?

`periods(text, offset, published)` finds dates and periods in English text and resolves them against
the publication date: "Wednesday" is the last Wednesday on or before it, "May 26" without a year the
last such day up to a week after it. Dates come out as ISO strings no more precise than the words;
an open side is None. A phrase that cannot be resolved (no publication date) is kept as text only.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from supplyline.model import Period

MONTHS = {name.casefold(): n for n, name in enumerate(month_name) if name}
MONTHS |= {name.casefold(): n for n, name in enumerate(month_abbr) if name} | {"sept": 9}
DAYS = {
    name: n
    for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "q1": 1,
    "q2": 2,
    "q3": 3,
    "q4": 4,
}

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
YEAR = r"(?:19|20)\d\d"
PATTERN = re.compile(
    rf"""
    (?<!\w)(?:
    (?P<range>(?:from|between|in|over|during)?\s*(?P<y1>{YEAR})\s*(?:to|and|until|through|[-–/])\s*(?P<y2>{YEAR}|\d\d\b)(?!\s*(?:[-/]\d|percent|%)))
  | (?P<mrange>(?:from\s+|between\s+)?(?P<rm1>{MONTH})(?:\s+(?P<ry1>{YEAR}))?\s*(?:to|and|until|through|[-–])\s*(?P<rm2>{MONTH})\s+(?P<ry2>{YEAR}))
  | (?P<mdy>(?:on\s+)?(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<my>{YEAR}))?)
  | (?P<dmy>(?:on\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{MONTH})(?:,?\s+(?P<dy>{YEAR}))?)
  | (?P<iso>\b(?P<iy>{YEAR})-(?P<im>\d\d)-(?P<id>\d\d)\b)
  | (?P<quarter>(?:in\s+)?(?:the\s+)?(?P<q>first|second|third|fourth|last|1st|2nd|3rd|4th|Q[1-4])(?:\s+quarter)?\s+(?:of\s+)?(?P<qy>{YEAR}))
  | (?P<half>(?:in\s+)?(?:the\s+)?(?P<h>first|second)\s+half\s+of\s+(?P<hy>{YEAR}))
  | (?P<nmonths>(?:in\s+)?(?:the\s+)?first\s+(?P<nm>two|three|four|five|six|seven|eight|nine|ten|eleven|\d+)\s+months\s+of\s+(?P<ny>{YEAR}))
  | (?P<since>since\s+(?:early\s+|late\s+|mid-?)?(?:(?P<sm>{MONTH})(?:\s+(?P<sd>\d{{1,2}}),?)?\s+)?(?P<sy>{YEAR}))
  | (?P<start>starting\s+(?:in\s+|from\s+)?(?:(?P<stm>{MONTH})\s+)?(?P<sty>{YEAR}))
  | (?P<monthyear>(?:in\s+|by\s+|as\s+of\s+)?(?:early\s+|late\s+|mid-?)?(?P<m3>{MONTH}),?\s+(?P<my3>{YEAR}))
  | (?P<year>(?:in\s+|during\s+|by\s+|as\s+of\s+|of\s+)(?:the\s+beginning\s+of\s+|the\s+end\s+of\s+|(?P<mid>the\s+middle\s+of\s+|mid-?)|early\s+|late\s+)?(?P<y>{YEAR})(?:\s+alone)?\b(?!\s*(?:[-/]\d|percent|%)))
  | (?P<rel>\b(?:today|yesterday|tomorrow|last\s+(?:week|month|year|quarter)|this\s+(?:week|month|year)|earlier\s+this\s+(?:week|month|year))\b)
  | (?P<weekday>(?:on\s+|last\s+|this\s+)?(?P<wd>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?:\s*\((?P<wm>{MONTH})\s+(?P<wdd>\d{{1,2}})\))?)
  | (?P<month>(?:in\s+|last\s+|since\s+|by\s+)(?:early\s+|late\s+|mid-?)?(?P<m4>{MONTH})(?!\w))
  | (?P<bareyear>\b(?P<by>(?:20)\d\d)\b(?=\s+(?:alone|shipment|shipments|deliver|alone)))
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A cheap look first: most sentences name no time at all.
HINT = re.compile(
    r"\d|day\b|today|yesterday|tomorrow|(?:last|this)\s+(?:week|month|year|quarter)|January|February|March|April|May|June|July|August|September|October|November|December",
    re.I,
)
NUMBER = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
}
LEAD = re.compile(r"^(?:on|in|during|by|over|of|as\s+of|the)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """A period and where its words stand (offsets in the document)."""

    start: int
    end: int
    period: Period


def periods(text: str, offset: int, published: str | None) -> list[Found]:
    out: list[Found] = []
    if not HINT.search(text):
        return out
    for match in PATTERN.finditer(text):
        made = _resolve(match, published)
        if made is None:
            continue
        from_, to, precision = made
        words, start = match.group(), match.start()
        while lead := LEAD.match(words):
            if match.lastgroup in ("range", "mrange"):
                break
            start += lead.end()
            words = words[lead.end() :]
        if words[:3].casefold() in ("in ",):
            start, words = start + 3, words[3:]
        out.append(Found(offset + start, offset + match.end(), Period(from_, to, words.strip(), precision)))
    return out


def _resolve(m: re.Match[str], published: str | None) -> tuple[str | None, str | None, str] | None:
    g = m.groupdict()
    if g["range"]:
        second = g["y2"] if len(g["y2"]) == 4 else g["y1"][:2] + g["y2"]
        return (g["y1"], second, "year") if g["y1"] <= second else None
    if g["mrange"]:
        first_year = g["ry1"] or g["ry2"]
        return _month(g["rm1"], first_year), _month(g["rm2"], g["ry2"]), "month"
    if g["iso"]:
        return _both(_day(g["iy"], int(g["im"]), int(g["id"])), "day")
    if g["mdy"] or g["dmy"]:
        name, day, year = (g["m1"], g["d1"], g["my"]) if g["mdy"] else (g["m2"], g["d2"], g["dy"])
        number = _month_number(name)
        return _both(_day(year, number, int(day)) if year else _nearest(number, int(day), published), "day")
    if g["quarter"]:
        n = QUARTERS[g["q"].casefold()]
        if "quarter" not in m.group().casefold() and not g["q"].casefold().startswith("q"):
            return None
        return f"{g['qy']}-{3 * n - 2:02d}", f"{g['qy']}-{3 * n:02d}", "quarter"
    if g["half"]:
        first = g["h"].casefold() == "first"
        return f"{g['hy']}-{1 if first else 7:02d}", f"{g['hy']}-{6 if first else 12:02d}", "month"
    if g["nmonths"]:
        n = (
            NUMBER.get(g["nm"].casefold()) or int(g["nm"])
            if g["nm"].isdigit() or g["nm"].casefold() in NUMBER
            else 0
        )
        return (f"{g['ny']}-01", f"{g['ny']}-{n:02d}", "month") if 0 < n <= 12 else None
    if g["since"]:
        if g["sm"] and g["sd"]:
            return _day(g["sy"], _month_number(g["sm"]), int(g["sd"])), None, "day"
        return (_month(g["sm"], g["sy"]), None, "month") if g["sm"] else (g["sy"], None, "year")
    if g["start"]:
        return (_month(g["stm"], g["sty"]), None, "month") if g["stm"] else (g["sty"], None, "year")
    if g["monthyear"]:
        return _both(_month(g["m3"], g["my3"]), "month")
    if g["mid"] and m.group()[:2].casefold() in ("by", "as"):
        return None, f"{g['y']}-06", "month"
    if g["year"] or g["bareyear"]:
        return _both(g["y"] or g["by"], "year")
    return _relative(g, m.group().casefold(), published)


def _relative(
    g: dict[str, str | None], words: str, published: str | None
) -> tuple[str | None, str | None, str] | None:
    base = _date(published)
    if g["weekday"]:
        if g["wm"] and g["wdd"]:
            return _both(_nearest(_month_number(g["wm"]), int(g["wdd"]), published), "day")
        if base is None or len(published or "") < 10:
            return None, None, "day"
        back = (base.weekday() - DAYS[str(g["wd"]).casefold()]) % 7
        return _both((base - timedelta(days=back)).isoformat(), "day")
    if base is None:
        return None, None, "day"
    if g["month"]:
        number = _month_number(str(g["m4"]))
        year = base.year if number <= base.month else base.year - 1
        return (
            (f"{year}-{number:02d}", None, "month")
            if words.startswith("since")
            else _both(f"{year}-{number:02d}", "month")
        )
    exact = len(published or "") >= 10
    if words in ("today", "yesterday", "tomorrow"):
        shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[words]
        return _both((base + timedelta(days=shift)).isoformat(), "day") if exact else (None, None, "day")
    if words.endswith("year"):
        return _both(str(base.year - words.startswith("last")), "year")
    if words.endswith("month"):
        last = words.startswith("last")
        year, month = (
            (base.year, base.month)
            if not last
            else ((base.year, base.month - 1) if base.month > 1 else (base.year - 1, 12))
        )
        return _both(f"{year}-{month:02d}", "month")
    if words.endswith("week") and exact:
        monday = base - timedelta(days=base.weekday() + (7 if words.startswith("last") else 0))
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "day"
    return None, None, "day"


def _both(value: str | None, precision: str) -> tuple[str | None, str | None, str] | None:
    return None if value is None else (value, value, precision)


def _month_number(name: str) -> int:
    return MONTHS[name.rstrip(".").casefold()]


def _month(name: str, year: str) -> str:
    return f"{year}-{_month_number(name):02d}"


def _day(year: str, month: int, day: int) -> str | None:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _nearest(month: int, day: int, published: str | None) -> str | None:
    """The last such day up to a week after publication; without a publication date nothing."""
    base = _date(published)
    if base is None:
        return None
    candidates = (_day(str(base.year + shift), month, day) for shift in (0, -1))
    return next(
        (
            c
            for c in candidates
            if c and date.fromisoformat(c) <= base + timedelta(days=7 if len(published or "") >= 10 else 31)
        ),
        None,
    )


def _date(published: str | None) -> date | None:
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    try:
        return date(*(parts + [12, 28][len(parts) - 1 :] if len(parts) < 3 else parts))
    except (ValueError, TypeError):
        return None


def within(found: list[Found], start: int, end: int) -> Iterator[Found]:
    return (f for f in found if start <= f.start and f.end <= end)
