"""Which period does a Ukrainian or Russian phrase name?

`periods(text, offset, language, published)` gives ISO dates as precise as the words and the publication date allow:
"у травні 2022 року" is 2022-05, "минулого року" the year before publication, "26 мая" the last such day up to a week
after it. What cannot be resolved keeps its words. Offsets index the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from supplyline.extract.dates import Found
from supplyline.extract.lexicon import table
from supplyline.model import Period

_YEAR = r"(?:19|20)\d\d"
_Y = r"(?:\s*(?:року|році|рік|років|рр?\.|года|году|год|годов|г\.|гг\.))"
_DAYS = (
    ("понеділ", "понедел"),
    ("вівтор", "вторник"),
    ("серед", "сред"),
    ("четвер", "четверг"),
    ("п'ятниц", "пятниц"),
    ("субот", "суббот"),
    ("неділ", "воскресен"),
)


@dataclass(frozen=True, slots=True)
class _Base:
    day: date
    exact: bool


@cache
def _months(language: str) -> tuple[dict[str, int], str]:
    stems = {row[0]: int(row[1]) for row in table(language, "months")}
    words = "|".join(rf"{stem}(?:[а-яіїєґ]{{1,4}})" for stem in sorted(stems, key=len, reverse=True))
    return stems, words


@cache
def _pattern(language: str) -> re.Pattern[str]:
    m = _months(language)[1]
    days = "|".join(stem for pair in _DAYS for stem in pair)
    return re.compile(
        rf"""(?<!\w)(?:
        (?P<range>(?:(?:з|із|с|між|между)\s+)?(?P<y1>{_YEAR}){_Y}?\s*(?:до|по|і|и|та|[-–—])\s*(?P<y2>{_YEAR}){_Y}?)
      | (?P<mrange>(?:(?:з|із|с|у|в)\s+)?(?P<m1>{m})(?:\s+(?P<my1>{_YEAR}){_Y}?)?\s*(?:до|по|[-–—])\s*(?P<m2>{m})\s+(?P<my2>{_YEAR}){_Y}?)
      | (?P<dmy>(?P<d>\d{{1,2}})\s+(?P<dm>{m})(?:\s+(?P<dy>{_YEAR}){_Y}?)?)
      | (?P<num>(?P<nd>\d{{1,2}})\.(?P<nm>\d{{1,2}})\.(?P<ny>{_YEAR}))
      | (?P<mid>(?:до|к)\s+(?:середин[иеу])\s+(?P<midy>{_YEAR}){_Y}?)
      | (?P<since>(?:(?:починаючи\s+|начиная\s+)?(?:з|із|с))\s+(?:(?P<sm>{m})\s+)?(?P<sy>{_YEAR}){_Y}?)
      | (?P<quarter>(?:(?:у|в|за)\s+)?(?P<q>перш\w+|друг\w+|трет\w+|четверт\w+|перв\w+|втор\w+|I{{1,3}}|IV|[1-4](?:-\w+)?)\s+квартал\w*\s+(?P<qy>{_YEAR}){_Y}?)
      | (?P<half>(?:(?:у|в|за)\s+)?(?P<h>перш\w+|друг\w+|перв\w+|втор\w+)\s+(?:півріччі|півріччя|половині|половины|половине|полугоди\w+)\s+(?P<hy>{_YEAR}){_Y}?)
      | (?P<nmonths>за\s+(?:перші\s+|первые\s+)?(?P<nmn>\d+|два|две|три|чотири|четыре|п'ять|пять|шість|шесть|дев'ять|девять|десять)\s+(?:місяц\w+|месяц\w+)\s+(?P<nmy>{_YEAR}){_Y}?)
      | (?P<month>(?:(?:у|в|за|з|с|до|к)\s+)?(?P<mm>{m})\s+(?P<mmy>{_YEAR}){_Y}?)
      | (?P<lastyears>(?:за|протягом|в течение|впродовж)\s+(?:останні|последние|останніх|последних)\s+(?P<ly>два|две|три|чотири|четыре|п'ять|пять|\d+)\s+(?:роки|років|года|лет|рок))
      | (?P<year>(?:(?:у|в|за|до|к|на|з|с)\s+)?(?P<y>{_YEAR}){_Y})
      | (?P<rel>минулого\s+року|торік|в\s+прошлом\s+году|прошлого\s+года|цього\s+року|в\s+этом\s+году|этого\s+года|сьогодні|сегодня|вчора|учора|вчера|минулого\s+місяця|в\s+прошлом\s+месяце)
      | (?P<weekday>(?:(?:у|в|во)\s+)?(?P<wd>{days})[а-яіїєґ]*)
      | (?P<text>(?:після|с|з|после|до)\s+(?:початку|начала|вторгнення|вторжения)[^,.;:]{{0,60}}?(?:вторгнення|вторжения|війни|войны|України|Україну|Украину|Украине|Україні)(?:\s+(?:в|у)\s+\w+)?)
      | (?P<monthonly>(?:у|в)\s+(?P<mo>{m}))
        )(?!\w)""",
        re.VERBOSE | re.IGNORECASE,
    )


def periods(text: str, offset: int, language: str, published: str | None) -> list[Found]:
    out = []
    base = _base(published)
    for match in _pattern(language).finditer(text):
        made = _resolve(match, language, base)
        if made is None:
            continue
        from_, to, precision = made
        out.append(Found(offset + match.start(), offset + match.end(), Period(from_, to, match.group(), precision)))
    return out


def _base(published: str | None) -> _Base | None:
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    exact = len(parts) == 3
    parts += [12, 28][len(parts) - 1 :]
    try:
        return _Base(date(*parts), exact)
    except (TypeError, ValueError):
        return None


def _month(word: str, language: str) -> int:
    stems = _months(language)[0]
    low = word.lower()
    return next(n for stem, n in sorted(stems.items(), key=lambda s: -len(s[0])) if low.startswith(stem))


def _both(value: str | None, precision: str) -> tuple[str | None, str | None, str] | None:
    return None if value is None else (value, value, precision)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _ordinal(word: str) -> int:
    low = word.lower()
    if low[0].isdigit():
        return int(low[0])
    if low in ("i", "ii", "iii", "iv"):
        return ("i", "ii", "iii", "iv").index(low) + 1
    return 1 if low.startswith(("перш", "перв")) else 2 if low.startswith(("друг", "втор")) else 3 if low.startswith("трет") else 4


_SMALL = {
    "два": 2,
    "две": 2,
    "три": 3,
    "чотири": 4,
    "четыре": 4,
    "п'ять": 5,
    "пять": 5,
    "шість": 6,
    "шесть": 6,
    "дев'ять": 9,
    "девять": 9,
    "десять": 10,
}


def _small(word: str) -> int:
    return int(word) if word.isdigit() else _SMALL[word.lower().replace("’", "'")]


def _resolve(m: re.Match[str], language: str, base: _Base | None) -> tuple[str | None, str | None, str] | None:
    g = m.groupdict()
    if g["range"]:
        return (g["y1"], g["y2"], "year") if g["y1"] <= g["y2"] else None
    if g["mrange"]:
        first = g["my1"] or g["my2"]
        return f"{first}-{_month(g['m1'], language):02d}", f"{g['my2']}-{_month(g['m2'], language):02d}", "month"
    if g["dmy"]:
        month, day = _month(g["dm"], language), int(g["d"])
        found = _day(int(g["dy"]), month, day) if g["dy"] else _near(month, day, base)
        return found, found, "day"
    if g["num"]:
        return _both(_day(int(g["ny"]), int(g["nm"]), int(g["nd"])), "day")
    if g["mid"]:
        return None if not g["midy"] else (None, f"{g['midy']}-06", "month")
    if g["since"]:
        start = f"{g['sy']}-{_month(g['sm'], language):02d}" if g["sm"] else g["sy"]
        return start, None, "month" if g["sm"] else "year"
    if g["quarter"]:
        q = _ordinal(g["q"])
        return f"{g['qy']}-{3 * q - 2:02d}", f"{g['qy']}-{3 * q:02d}", "quarter"
    if g["half"]:
        first_half = _ordinal(g["h"]) == 1
        return f"{g['hy']}-{1 if first_half else 7:02d}", f"{g['hy']}-{6 if first_half else 12:02d}", "month"
    if g["nmonths"]:
        n = _small(g["nmn"])
        return (f"{g['nmy']}-01", f"{g['nmy']}-{n:02d}", "month") if 0 < n <= 12 else None
    if g["month"]:
        return _both(f"{g['mmy']}-{_month(g['mm'], language):02d}", "month")
    if g["year"]:
        return _both(g["y"], "year")
    if g["text"]:
        return None, None, "text"
    return _relative(g, m.group().lower(), language, base)


def _relative(g: dict[str, str], words: str, language: str, base: _Base | None) -> tuple[str | None, str | None, str] | None:
    if base is None:
        return None if g["monthonly"] else (None, None, "day")
    if g["lastyears"]:
        to = base.day
        since = to.year - _small(g["ly"])
        return f"{since}-{to.month:02d}", f"{to.year}-{to.month:02d}", "month"
    if g["monthonly"]:
        n = _month(g["mo"], language)
        return _both(f"{base.day.year if n <= base.day.month else base.day.year - 1}-{n:02d}", "month")
    if g["weekday"]:
        if not base.exact:
            return None, None, "day"
        low = g["wd"].lower()
        at = next(i for i, pair in enumerate(_DAYS) if low in pair)
        return _both((base.day - timedelta(days=(base.day.weekday() - at) % 7)).isoformat(), "day")
    if "рок" in words or "торік" in words or "год" in words:
        last = words.startswith(("минул", "торік", "в прошл", "прошл"))
        return _both(str(base.day.year - last), "year")
    if "місяц" in words or "месяц" in words:
        before = base.day.replace(day=1) - timedelta(days=1)
        return _both(f"{before.year}-{before.month:02d}", "month")
    if not base.exact:
        return None, None, "day"
    back = 1 if words.startswith(("вч", "уч")) else 0
    return _both((base.day - timedelta(days=back)).isoformat(), "day")


def _near(month: int, day: int, base: _Base | None) -> str | None:
    if base is None:
        return None
    for year in (base.day.year, base.day.year - 1):
        found = _day(year, month, day)
        if found and date.fromisoformat(found) <= base.day + timedelta(days=7 if base.exact else 31):
            return found
    return None
