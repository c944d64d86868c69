"""Which period does a Ukrainian or Russian phrase name?

`periods(text, offset, language, published)` gives ISO dates as precise as the words and the publication date allow:
"у травні 2022 року" is 2022-05, "минулого року" the year before publication, "від лютого" what begins in the last February and has no end,
"26 мая" the last such day up to a month after publication. What cannot be resolved keeps its words. Offsets index the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from supplyline.extract.dates import Found
from supplyline.extract.lexicon import table
from supplyline.extract.slavic.numbers import STEMS
from supplyline.extract.timing import (
    Days,
    iso_day,
    last_day,
    months_before,
    published_on,
    season,
    through,
    week,
    year_of,
)
from supplyline.model import Period

_DAYS = (
    r"понеділ(?:ок|ка|ку|ком)|понедельник(?:а|у|ом)?",
    r"вівтор(?:ок|ка|ку|ком)|вторник(?:а|у|ом)?",
    r"серед(?:у|и)|сред(?:у|ы)",
    r"четвер(?:га?|гу|гом)?",
    r"п['’]ятниц(?:я|і|ю|ею)|пятниц(?:а|ы|у|ей)",
    r"субот(?:а|и|у|ою)|суббот(?:а|ы|у|ой)",
    r"неділ(?:я|і|ю|ею)|воскресень(?:е|я|ю|ем)",
)
_SEASONS = {"вес": 3, "навес": 3, "літ": 6, "лет": 6, "вліт": 6, "уліт": 6, "ос": 9, "вос": 9, "зим": 12, "взим": 12, "узим": 12}
_NUMBERS = STEMS | {"од": 1, "пер": 1, "дв": 2, "друг": 2, "втор": 2, "тр": 3, "шост": 6, "одинадц": 11, "одиннадц": 11}
_BACK = {"цьо": 0, "ціє": 0, "пот": 0, "нын": 0, "нин": 0, "эт": 0, "тек": 0, "мин": -1, "тор": -1, "про": -1, "поз": -2, "нас": 1, "сле": 1, "буд": 1}

_WORD = r"[а-яіїєґё]"
_N = r"(?:\d{1,2}|одинадцять|одиннадцать|дв[аіе]|двох|двух|три|трьох|трех|трёх|чотири|чотирьох|четыре|четырех|четырёх|п['’]ят[ьи]|пят[ьи]|ш[іе]ст[ьи]|шести|семь|семи|сім|восемь|восьми|вісім|дев['’]?ят[ьи]|десят[ьи])"
_ORDINAL = rf"(?:перш{_WORD}+|перв{_WORD}+|друг{_WORD}+|втор{_WORD}+|трет{_WORD}+|четверт{_WORD}+|I{{1,3}}|IV|[1-4](?:-?{_WORD}+)?)"
_SINCE = r"(?:починаючи\s+(?:з|із|від)|начиная\s+(?:с|со)|з|із|зі|с|со|від|після|после|не\s+раніше|не\s+ранее)"
_UNTIL = r"(?:(?:що)?не\s+пізніше(?:\s+від)?|щонайпізніше|не\s+позднее|до|к|ко)"
_WITHIN = r"(?:за|у|в|во|на|протягом|впродовж|упродовж|в\s+течение|по)"
_EDGE = r"(?:(?:самого\s+)?(?P<edge>початк\w+|початок|начал\w+|кінц\w+|кінець|конц\w+|конец|середин\w+)\s+)?"


def _year(n: int) -> str:
    """A year in digits (with what tells that it is one) or told by where it stands; groups y and r with the number n."""
    told = rf"(?P<y{n}>(?:19|20)\d\d)(?:(?:\s*[-‑–]\s*(?:го|му|м|й|х|ого|ому|ый|ий))(?:\s+(?:року|році|рік|года|году|год))?|\s*(?:року|році|рік|років|роках|рр?\.|года|году|год|годов|годах|годы|гг?\.))"
    near = (
        rf"(?P<r{n}>торік|позаторік|цьогоріч|(?:минул|прошл|позапрошл|цьо|эт|нынешн|нинішн|поточн|текущ|наступн|следующ|будущ){_WORD}*\s+(?:року|році|рік|года|году|год))"
    )
    return rf"(?:{told}|{near})"


def _plain_year(n: int) -> str:
    """The same, and a bare number behind a month."""
    return rf"(?:{_year(n)}|(?P<b{n}>(?:19|20)\d\d)(?![\d-]))"


@cache
def _months(language: str) -> tuple[dict[str, int], str]:
    stems = {row[0]: int(row[1]) for row in table(language, "months")}
    ends = r"(?:ь|я|ю|е|ем|ём|а|у|ом|і|ень|ня|ню|нем|ні|ий|ого|ому|им)"
    own = {"ма": "ма(?:й|я|ю|е|ем)"} | {stem: f"{stem}{ends}?" for stem in ("март", "август", "листопад")}
    words = "|".join(own.get(stem, f"{stem}{ends}") for stem in sorted(stems, key=len, reverse=True))  # "Мотор Січ" is no month
    return stems, f"(?:{words})(?!{_WORD})"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    m = _months(language)[1]
    days = "|".join(rf"(?P<wd{n}>{forms})" for n, forms in enumerate(_DAYS))
    near = rf"(?P<near>минул|прошл|цьо|ціє|эт|нынешн|нинішн|наступн|следующ|будущ){_WORD}*\s+"
    season = rf"(?:навесні|влітку|улітку|восени|взимку|узимку|весн(?:а|и|і|у|ою|ой|е|ы)|літ(?:а|у|о|ом|ку)|лет(?:а|о|у|ом)|осін(?:ь|ню)|осен(?:ь|и|і|ью)|зим(?:а|и|і|у|ою|ой|е|ы))(?!{_WORD})"
    return re.compile(
        rf"""(?<![\w-])(?:
        (?:(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|(?P<within>{_WITHIN}))\s+)?(?P<end>наприкінці\s+)?{_EDGE}(?:
            (?P<num>(?P<nd>\d{{1,2}})\.(?P<nm>\d{{1,2}})\.(?P<ny>(?:19|20)\d\d)(?!\d))
          | (?P<years>(?P<ya>(?:19|20)\d\d)(?:[-‑–](?:го|му|м|й))?(?:\s*(?:року|рік|года|год|г\.))?\s*(?:до|по|і|и|та|[-–—])\s*(?:{_plain_year(0)}))
          | (?P<days>(?P<d1>\d{{1,2}})(?:-?го)?(?:\s+(?P<dm1>{m})(?:\s+{_plain_year(11)})?)?\s*(?:до|по|[-–—])\s*(?P<d2>\d{{1,2}})(?:-?го)?\s+(?P<dm2>{m})(?:\s+{_plain_year(12)})?)
          | (?P<day>(?P<d>\d{{1,2}})(?:-?го)?\s+(?P<dm>{m})(?:\s+{_plain_year(1)})?)
          | (?P<months>(?P<m1>{m})(?:\s+{_plain_year(2)})?\s*(?:до|по|[-–—])\s*(?P<m2>{m})(?:\s+{_plain_year(3)})?)
          | (?P<month>(?P<ago>(?:минул|прошл){_WORD}+\s+)?(?P<mm>{m})(?:\s+{_plain_year(4)})?)
          | (?P<yearmonth>{_year(10)}\s+(?:у|в)\s+(?P<ym>{m}))
          | (?P<season>(?:{near})?(?P<s>{season})(?:\s+{_plain_year(5)})?)
          | (?P<quarter>(?P<q>{_ORDINAL})\s+квартал\w*(?:\s+{_plain_year(6)})?)
          | (?P<half>(?P<h>{_ORDINAL})\s+(?:півріч{_WORD}+|половин{_WORD}+|полугоди{_WORD}+)(?:\s+{_plain_year(7)})?)
          | (?P<nmonths>(?:перші\s+|первые\s+|перших\s+|первых\s+)?(?P<nm2>{_N})\s+(?:місяц{_WORD}*|месяц{_WORD}*)(?!\s+(?:до|після|после|тому|назад|раніше|ранее))(?:\s+{_plain_year(8)})?)
          | (?P<year>{_year(9)})
          | (?P<thisyear>року|года)(?!\s+\d)
        )
      | (?P<last>(?:за|протягом|впродовж|упродовж|в\s+течение|на\s+протяжении)\s+(?:(?:останн{_WORD}+|последн{_WORD}+)\s+)?(?P<ln>{_N}|півтора|полтора|пів|пол)?[\s-]?(?P<lu>рік|рок(?:и|ів|у)|год(?:а|ов)?|лет|місяц{_WORD}+|месяц{_WORD}+)(?!\s+(?:\d|т\.|до\s|після|после|тому|назад|раніше|ранее)))
      | (?P<lastquarter>за\s+(?:минулий\s+|прошлый\s+)?квартал)(?!\w)
      | (?P<halfyear>за\s+(?:перше\s+|первое\s+)?(?:півріччя|полугодие))
      | (?P<back>(?:(?P<bn>{_N})\s+)?(?P<bu>рік|рок(?:и|ів)|год(?:а)?|лет|місяць|місяц(?:і|ів)|месяц(?:а|ев)?)\s+(?:тому|назад))
      | (?P<week>(?:(?:на|за)\s+)?(?:минул|прошл){_WORD}+\s+(?:тиж{_WORD}+|недел{_WORD}+))
      | (?P<rel>сьогодні|сегодня|вчора|учора|вчера|(?:в\s+)?(?:минулого|цього|поточного|прошлом|этом|текущем)\s+(?:місяця|месяце))
      | (?P<weekday>(?:(?:(?P<sinceday>{_SINCE})|у|в|во)\s+)?(?:{days}))
      | (?P<text>(?:після|с|з|после|до)\s+(?:початку|начала|вторгнення|вторжения)[^,.;:]{{0,60}}?(?:вторгнення|вторжения|війни|войны|України|Україну|Украину|Украине|Україні)(?:\s+(?:в|у)\s+\w+)?)
        )(?!\w)""",
        re.VERBOSE | re.IGNORECASE,
    )


def periods(text: str, offset: int, language: str, published: str | None) -> list[Found]:
    out = []
    base, exact = published_on(published), len((published or "")[:10].split("-")) == 3
    for match in _pattern(language).finditer(text):
        made = _resolve(match, language, base, exact)
        if made is not None:
            out.append(Found(offset + match.start(), offset + match.end(), Period(made[0], made[1], match.group(), made[2])))
    return out


def _month(word: str, language: str) -> int:
    stems = _months(language)[0]
    low = word.lower()
    return next(n for stem, n in sorted(stems.items(), key=lambda s: -len(s[0])) if low.startswith(stem))


def _start(word: str, known: dict[str, int]) -> int | None:
    low = word.lower()
    return next((n for stem, n in sorted(known.items(), key=lambda s: -len(s[0])) if low.startswith(stem)), None)


def _number(word: str) -> int:
    digits = re.match(r"\d+", word)
    if digits is not None:
        return int(digits[0])
    if word.lower() in ("i", "ii", "iii", "iv"):
        return ("i", "ii", "iii", "iv").index(word.lower()) + 1
    return _start(word, _NUMBERS) or 1


def _resolve(m: re.Match[str], language: str, base: date | None, exact: bool) -> Days | None:
    g = m.groupdict()
    for kind, read in _READERS.items():
        if g[kind]:
            return _led(g, read(g, language, base))
    return _relative(g, m.group().lower(), base, exact)


def _led(g: dict[str, str], told: Days | None) -> Days | None:
    """With what stands before it: since, until, the beginning or the end of it."""
    if told is None or g["years"] or g["months"] or g["days"]:
        return told
    start, end, precision = told
    edge = (g["edge"] or "").lower()
    if not (g["since"] or g["until"]):
        return told if g["within"] or g["end"] or edge or g["day"] or g["num"] or not g["month"] or g["y4"] or g["b4"] or g["r4"] or g["ago"] else None
    if g["thisyear"] and start is not None:
        return (f"{start}-01", None, "month") if g["since"] else (None, f"{start}-12", "month")
    if g["since"] and g["mm"] and g["mm"].lower().endswith(("ем", "ём", "ом", "им")):
        return told  # "по сравнению с июнем"
    if g["since"]:
        if (g["since"].lower(), precision) == ("від", "day") and g["y1"]:
            return told  # "від 5 травня 2023 року" is the day of a paper
        if edge.startswith(("поч", "нач")) and precision == "year":
            return f"{start}-01", None, "month"
        return (end if edge.startswith(("кін", "кон")) and precision != "year" else start), None, precision
    if edge.startswith("середин") and precision == "year":
        return None, f"{start}-06", "month"
    if g["season"] and not edge:
        return None, start, precision
    return None, end, precision


def _told_year(g: dict[str, str], n: int, base: date | None) -> int | None:
    """The year with the number n, if one is told."""
    if told := g[f"y{n}"] or g.get(f"b{n}"):
        return int(told)
    if g[f"r{n}"] and base is not None:
        return base.year + (_start(g[f"r{n}"], _BACK) or 0)
    return None


def _of_day(g: dict[str, str], language: str, base: date | None) -> Days | None:
    month, day, year = _month(g["dm"], language), int(g["d"]), _told_year(g, 1, base)
    found = iso_day(year, month, day) if year is not None else last_day(month, day, base, 60 if g["since"] or g["until"] else 31)
    return None if found is None else (found, found, "day")


def _of_days(g: dict[str, str], language: str, base: date | None) -> Days | None:
    """ "с 1 по 17 ноября": the year that is not told is that of the last such day."""
    month, day, year = _month(g["dm2"], language), int(g["d2"]), _told_year(g, 12, base)
    end = iso_day(year, month, day) if year is not None else last_day(month, day, base, 31)
    if end is None:
        return None
    month, year = _month(g["dm1"], language) if g["dm1"] else month, _told_year(g, 11, base)
    first = iso_day(year or int(end[:4]), month, int(g["d1"]))
    if first is not None and first > end and year is None:
        first = iso_day(int(end[:4]) - 1, month, int(g["d1"]))
    return (first, end, "day") if first is not None and first <= end else None


def _of_digits(g: dict[str, str], language: str, base: date | None) -> Days | None:
    found = iso_day(int(g["ny"]), int(g["nm"]), int(g["nd"]))
    return None if found is None else (found, found, "day")


def _of_years(g: dict[str, str], language: str, base: date | None) -> Days | None:
    last = _told_year(g, 0, base)
    return (g["ya"], str(last), "year") if last is not None and int(g["ya"]) <= last else None


def _of_months(g: dict[str, str], language: str, base: date | None) -> Days | None:
    first, last = _month(g["m1"], language), _month(g["m2"], language)
    end = _told_year(g, 3, base)
    if end is None:
        if base is None:
            return None
        end = base.year if last <= base.month else base.year - 1
    start = _told_year(g, 2, base) or (end if first <= last else end - 1)
    return f"{start}-{first:02d}", f"{end}-{last:02d}", "month"


def _of_month(g: dict[str, str], language: str, base: date | None) -> Days | None:
    n, year = _month(g["mm"], language), _told_year(g, 4, base)
    if year is None:
        if base is None:
            return None
        year = base.year - 1 if g["ago"] else year_of(n, base, 9 if g["until"] else 1)
    told = f"{year}-{n:02d}"
    return told, told, "month"


def _of_year_and_month(g: dict[str, str], language: str, base: date | None) -> Days | None:
    year = _told_year(g, 10, base)
    told = f"{year}-{_month(g['ym'], language):02d}"
    return (told, told, "month") if year is not None else None


def _of_season(g: dict[str, str], language: str, base: date | None) -> Days | None:
    first, year = _start(g["s"], _SEASONS) or 3, _told_year(g, 5, base)
    if year is None:
        alone = g["s"].lower().startswith(("на", "в", "у", "весно", "летом", "осенью", "зимо"))
        if base is None or not (alone or g["near"] or g["since"] or g["until"] or g["within"]):
            return None
        ended = months_before(base, 3)  # the season before has begun by then
        if g["near"] and _BACK[g["near"].lower()[:3]] < 0:
            year = int(ended[:4]) - (first > int(ended[5:]))
        else:
            year = year_of(first, base, 9 if g["until"] else 3)
    return season(first, year)


def _of_quarter(g: dict[str, str], language: str, base: date | None) -> Days | None:
    q = _number(g["q"])
    return through(3 * q - 2, 3 * q, _told_year(g, 6, base), base, "quarter") if q <= 4 else None


def _of_half(g: dict[str, str], language: str, base: date | None) -> Days | None:
    first = _number(g["h"]) == 1
    return through(1 if first else 7, 6 if first else 12, _told_year(g, 7, base), base, "month")


def _of_first_months(g: dict[str, str], language: str, base: date | None) -> Days | None:
    n = _number(g["nm2"])
    if not 0 < n <= 12 or not g["within"] or g["within"].lower() not in ("за", "у", "в"):
        return None
    return through(1, n, _told_year(g, 8, base), base, "month")


def _of_year(g: dict[str, str], language: str, base: date | None) -> Days | None:
    year = _told_year(g, 9, base)
    return (str(year), str(year), "year") if year is not None else (None, None, "day")


def _of_this_year(g: dict[str, str], language: str, base: date | None) -> Days | None:
    """ "с начала года", "до кінця року"."""
    if base is None or not g["edge"] or not (g["since"] or g["until"]):
        return None
    return str(base.year), str(base.year), "year"


_READERS: dict[str, Callable[[dict[str, str], str, date | None], Days | None]] = {
    "num": _of_digits, "years": _of_years, "days": _of_days, "day": _of_day, "months": _of_months, "month": _of_month, "yearmonth": _of_year_and_month, "season": _of_season, "quarter": _of_quarter,
    "half": _of_half, "nmonths": _of_first_months, "year": _of_year, "thisyear": _of_this_year,
}  # fmt: skip


def _relative(g: dict[str, str], words: str, base: date | None, exact: bool) -> Days | None:
    if g["text"]:
        return None, None, "text"
    if base is None:
        return None if g["last"] or g["back"] or g["halfyear"] or g["lastquarter"] else (None, None, "day")
    if g["halfyear"]:
        return through(1, 6, None, base, "month")
    if g["lastquarter"]:
        last = (base.month - 1) // 3 * 3 or 12
        return through(last - 2, last, None, base, "quarter")
    if g["last"]:
        return _last(g, base)
    if g["back"] and not g["bn"] and g["bu"].lower() not in ("рік", "год", "місяць", "месяц"):
        return None  # "двадцать лет назад": a number that is not read
    if g["back"]:
        n = _number(g["bn"]) if g["bn"] else 1
        if g["bu"].lower().startswith(("рік", "рок", "год", "лет")):
            told, precision = (f"{base.year - 1}-{base.month:02d}", "month") if n == 1 else (str(base.year - n), "year")
            return told, told, precision
        told = months_before(base, n)
        return told, told, "month"
    if "місяц" in words or "месяц" in words:
        told = months_before(base, "мин" in words or "прош" in words)
        return told, told, "month"
    if not exact:
        return None, None, "day"
    if g["week"]:
        return week(base, -1)
    if g["weekday"]:
        at = next(n for n in range(7) if g[f"wd{n}"])
        back = (base.weekday() - at) % 7
        if g["sinceday"]:
            return (base - timedelta(days=back - 7 * (back > 3))).isoformat(), None, "day"
        told = (base - timedelta(days=back)).isoformat()
        return told, told, "day"
    told = (base - timedelta(days=words.startswith(("вч", "уч")))).isoformat()
    return told, told, "day"


def _last(g: dict[str, str], day: date) -> Days | None:
    """ "за три года": the months up to publication."""
    unit, n = g["lu"].lower(), (g["ln"] or "").lower()
    years = unit.startswith(("рок", "год", "лет"))
    if not n and years and re.search("останн|последн", g["last"].lower()):
        return months_before(day, 12), months_before(day, 0), "month"
    if not n or (years and n not in ("півтора", "полтора", "пів", "пол") and _number(n) == 1):
        return None
    count = (18 if n in ("півтора", "полтора") else 6 if n in ("пів", "пол") else 12 * _number(n)) if years else _number(n)
    return months_before(day, count), months_before(day, 0), "month"
