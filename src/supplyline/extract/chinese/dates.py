"""Which period does a Chinese phrase name?

`periods(page, start, end)` gives ISO dates as precise as the words and the publication date allow: "2024年前五个月" is 2024-01 to 2024-05,
"自去年3月以来" what begins there and has no end, "上半年" the last one that is over, "6月" the last June up to a month after publication.
Places are those of the folded page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from supplyline.extract.chinese.numbers import number
from supplyline.extract.chinese.text import Page
from supplyline.extract.timing import Days, iso_day, last_day, season, through, week, year_of
from supplyline.model import Period

_N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二两三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_WHEN = re.compile(
    rf"""(?:(?P<since>自从?|从|最快)|(?P<until>截至|截止|直到|到|至))?
    (?:(?P<y>(?<!\d)(?:19|20)\d\d)(?:(?:财政)?年度?|财年|(?=[至到—–~-](?:19|20)\d\d年))|(?P<yr>[今去前明本])年度?|(?<![\d万千百亿两几多第])(?=[\d一二三四五六七八九十前头首第上下本昨当年周星今]))
    (?:
        (?P<years>[至到—–~-](?:(?P<y2>(?:19|20)\d\d)年?|今))
      | (?P<months>(?P<a>{_N})(?:月份?)?(?:至|到|—+|–|-|~)(?:(?P<yb>(?:19|20)\d\d)年)?(?P<b>{_N})月份?(?!{_DAY}[日号]))
      | (?P<day>(?P<m>{_N})月份?(?P<d>{_DAY})[日号](?!本))
      | (?P<month>(?P<mm>{_N})月份?(?:间|单月|中?下旬|[上中]旬|[初底末])?)
      | (?P<thirds>前三季度?)
      | (?P<quarter>第?(?P<q>[一二三四1-4])季度?|首季度?)
      | (?P<half>(?P<h>[上下])半年)
      | (?P<first>[前头首](?![一1]个月)(?P<n>[一二两三四五六七八九十]{{1,3}}|\d{{1,2}})个?月)
      | (?P<season>(?P<s>[春夏秋冬])[天季]?)
      | (?P<end>年?[底末初]|年?中(?=[，。、；）起前后约]))
      | (?P<only>(?P<od>{_DAY})[日号](?!本))
      | (?P<week>(?P<w>[上本下])?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天]))
      | (?P<lastweek>(?P<lw>[上本])周(?![一二三四五六日天]))
      | (?P<lastmonth>(?P<lm>[上本])个?月)
      | (?P<near>昨[日天]|今[日天]|前天)
      | (?P<ago>[一二两三四五六七八九十]{{1,3}}|\d{{1,4}})年之?前(?![一二两三四五六七八九十\d])
    )?
    (?P<tail>以来|至今(?!年)|之?后|起)?(?P<before>之?前(?![一二两三四五六七八九十\d年]))?""",
    re.VERBOSE,
)
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_YEARS = {"今": 0, "本": 0, "去": -1, "前": -2, "明": 1}
_WEEK = "一二三四五六日"


def period_in(page: Page, start: int, end: int) -> Period | None:
    return next((period for _, _, period in periods(page, start, end)), None)


def periods(page: Page, start: int, end: int) -> Iterator[tuple[int, int, Period]]:
    """The times that a stretch names, and where they stand."""
    published = page.document.published or ""
    found: list[tuple[int, int, Days, bool]] = []
    for m in _WHEN.finditer(page.text, start, end):
        if m.end() == m.start() or (made := _made(m, published)) is None:
            continue
        if m["until"] in ("至", "到") and found and found[-1][1] == m.start() and found[-1][3]:
            first, _, (since, _, precision), _ = found.pop()  # "9月5日至10月2日"
            found.append((first, m.end(), (since, made[1], precision), False))
        else:
            found.append((*m.span(), made, not (m["until"] or m["tail"] or m["before"])))
    for a, b, (since, until, precision), _ in found:
        yield a, b, Period(since, until, page.span(a, b).text, precision)


_OPENS = re.compile(r"(?:^|[。，；：）“\n])(?:在|于|据称)?$")
_CLOSES = re.compile(r"[间内里]?，[“《]?$")


def period_before(page: Page, start: int) -> Period | None:
    """The time that stands right before, or that a clause of its own tells: "去年中国…", "2024年，…"."""
    first = max(0, start - 40)
    for a, b, period in periods(page, first, start):
        if b == start or (_CLOSES.fullmatch(page.text[b:start]) and _OPENS.search(page.text[first:a])):
            return period
    return None


def day_in(page: Page, start: int, end: int) -> Period | None:
    """The day a stretch names."""
    return next((period for _, _, period in periods(page, start, end) if period.precision == "day" and period.from_ == period.to), None)


def _made(m: re.Match[str], published: str) -> Days | None:
    base = _date(published[:10])
    year = _year(m, published)
    if m["yr"] and year is None:
        return None
    told = _told(m, year, base)
    if told is None:
        return None
    start, end, precision = told
    if m["years"] or m["months"]:
        return told
    if m["until"] or m["before"]:
        return None, end, precision
    if m["tail"] == "至今":
        return start, published[: len(start or "")] or None, precision
    if m["since"] or m["tail"]:
        return start, None, precision
    return told


def _year(m: re.Match[str], published: str) -> int | None:
    if m["y"]:
        return int(m["y"])
    return int(published[:4]) + _YEARS[m["yr"]] if m["yr"] and re.match(r"\d{4}", published) else None


def _told(m: re.Match[str], year: int | None, base: date | None) -> Days | None:
    if m["years"]:
        end = m["y2"] or (str(base.year) if base is not None else None)
        return (str(year), end, "year") if year is not None else None
    if m["months"]:
        return _months(m, year, base)
    if m["day"]:
        return _of_day(year, int(number(m["m"])), int(m["d"]), base, bool(m["tail"] or m["since"] or m["until"]))
    if m["month"]:
        n = int(number(m["mm"]))
        if year is None:
            if base is None:
                return None
            year = year_of(n, base, 9 if m["until"] or m["before"] else 3 if m["tail"] == "起" or m["since"] in ("从", "最快") else 1)
        told = f"{year}-{n:02d}"
        return told, told, "month"
    if m["thirds"]:
        return through(1, 9, year, base, "quarter")
    if m["quarter"]:
        q = int(number(m["q"])) if m["q"] else 1
        return through(3 * q - 2, 3 * q, year, base, "quarter")
    if m["half"]:
        return through(1, 6, year, base, "month") if m["h"] == "上" else through(7, 12, year, base, "month")
    if m["first"]:
        n = int(number(m["n"]))
        return through(1, n, year, base, "month") if 1 <= n <= 12 else None
    if m["season"]:
        return season(_SEASONS[m["s"]], year) if year is not None else None
    if m["end"]:
        own = year if year is not None else base.year if base is not None and m["end"].startswith("年") else None
        n = {"初": 1, "中": 6}.get(m["end"][-1], 12)
        return (f"{own}-{n:02d}", f"{own}-{n:02d}", "month") if own is not None else None
    return _around(m, base) if base is not None and year is None else (str(year), str(year), "year") if year is not None else None


def _around(m: re.Match[str], base: date) -> Days | None:
    """What is told by the day of publication alone."""
    if m["only"]:
        day = int(m["od"])
        month = base if day <= base.day else base.replace(day=1) - timedelta(days=1)
        return _of_day(month.year, month.month, day, base, False)
    if m["week"]:
        monday = base - timedelta(days=base.weekday())
        on = monday + timedelta(days=_WEEK.index(m["wd"].replace("天", "日")) + {"上": -7, "下": 7}.get(m["w"], 0))
        if not m["w"] and on > base:
            on -= timedelta(days=7)
        return on.isoformat(), on.isoformat(), "day"
    if m["lastweek"]:
        return week(base, -(m["lw"] == "上"))
    if m["lastmonth"]:
        own = base.replace(day=1) - timedelta(days=1) if m["lm"] == "上" else base
        return f"{own:%Y-%m}", f"{own:%Y-%m}", "month"
    if m["near"]:
        on = base - timedelta(days={"昨": 1, "前": 2, "今": 0}[m["near"][0]])
        return on.isoformat(), on.isoformat(), "day"
    if m["ago"]:
        n = int(number(m["ago"]))
        told = f"{base.year - 1}-{base.month:02d}" if n == 1 else str(base.year - n)
        return told, told, "month" if n == 1 else "year"
    return None


def _months(m: re.Match[str], year: int | None, base: date | None) -> Days | None:
    a, b = int(number(m["a"])), int(number(m["b"]))
    if year is None:
        if base is None:
            return None
        last = int(m["yb"]) if m["yb"] else base.year - (b > base.month)
        first = last - (a > b)
    else:
        first, last = year, int(m["yb"]) if m["yb"] else year + (a > b)
    return f"{first}-{a:02d}", f"{last}-{b:02d}", "month"


def _of_day(year: int | None, month: int, day: int, base: date | None, open_: bool) -> Days | None:
    on = iso_day(year, month, day) if year is not None else last_day(month, day, base, 60 if open_ else 31)
    return (on, on, "day") if on is not None else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None
