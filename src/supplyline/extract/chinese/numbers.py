"""How many, how much, by how many percent and when, in Chinese?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from math import isfinite

from supplyline.extract.chinese.text import LANGUAGE, Page, Told, any_of, either, fold, folded
from supplyline.extract.lexicon import table
from supplyline.model import Change, Count, Period, Value

DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TEN = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 1e4, "亿": 1e8}
NUMERAL = r"(?:\d+(?:[.,]\d+)*|[一二两三四五六七八九十百千]+(?:[〇零][一二三四五六七八九〇零]+)?)(?:[百千]?[万亿](?:\d+(?![\d.]*[%月日年])|[一二三四五六七八九][千百十])?)*"
_VAGUE = r"数以[十百千万亿]+计的?|(?:数以?|几|上|成)[十百千万]+|[十百千]几|一系列|若干|大批|大量|少量|有限数量的?|不少|多(?=[家个名项种次批艘])|数(?=[家个名项种次批艘枚])|几(?=[家个名项种次批艘枚])"
_LEAST, _MOST = (either(frozenset(fold(r[0]) for r in table(LANGUAGE, "hedges") if r[1] == k)) for k in ("least", "most"))
_ABOUT = either(frozenset(fold(r[0]) for r in table(LANGUAGE, "hedges") if r[1] == "about"))
_UNITS = either(frozenset(map(fold, (r[0] for r in table(LANGUAGE, "units")))))
_MEASURES = either(frozenset(map(fold, (r[0] for r in table(LANGUAGE, "measures")))))
_BEFORE = rf"(?:(?:{_LEAST}|{_MOST}|{_ABOUT})(?:有|达|达到|共)?)?"
AMOUNT = rf"(?:(?:{_VAGUE})[多余]?(?:{_UNITS})|{_BEFORE}{NUMERAL}[多余]?(?:{_UNITS})|{_BEFORE}百分之{NUMERAL}|{_BEFORE}[二三四五六七八九十]分之[一二两三四五六七八九])"
COUNT = rf"{_BEFORE}(?:第?{NUMERAL}[多余]?(?:{_MEASURES})(?!月|日(?!本)|年)|(?:{_VAGUE})多?(?:{_MEASURES})?(?!个?月))"
_YEAR = r"(?:\d{2,4}|[去今前当同])年度?"
_POINT = rf"(?:{_YEAR}|\d{{4}}(?=[至到—-]\d{{4}}年)|\d{{1,2}}月份?|\d{{1,2}}[日号](?!本)|本月|上月|(?:周|星期)[一二三四五六日天]|第?[一二三四1-4]季度?|(?<=年)前[一二三四五六七八九十\d]+个月|[上下本]周|[上下]半年)"
_EDGE = r"(?:(?:年?间|以来|期间|之间|初|底|末|中旬|上旬|下旬|起|之?后|之?前|前后|晚间|晚|早|凌晨|上午|下午|夏天|秋天|冬天|春天)(?!(?:[方国门]|[一二三四五六七八九十\d]+个月)))"
PROGRAMME = r"第[\d一二三四五六七八九十]+[轮套波](?:对[\u3400-\u9fff]{1,3}?)?(?:的)?(?:经济|全面)?制裁(?:方案|措施|名单|清单|计划)?"
TIME = rf"(?:(?:{_POINT})(?:（(?:周[一二三四五六日]|{_POINT})+）)?{_EDGE}?(?:(?:至|到|—|-|~)(?=\d|{_POINT}|今)(?:今)?)?)+{_EDGE}?"
_NUMBER = re.compile(rf"(?<![数几上])(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?:{_ABOUT}))?(?:有|达到|达|共)?(?P<n>{NUMERAL})(?P<more>[多余])?(?P<u>{_UNITS}|{_MEASURES})(?!月|日(?!本)|年)")


_WRONG = re.compile(r"(?:不是|而非)$")
_PER_CENT = re.compile(rf"(?:{_BEFORE})百分之(?P<n>{NUMERAL})")


def number(text: str) -> float:
    """3万3000, 1.5亿, 三百五十."""
    total = 0.0
    for part, scale in re.findall(r"([\d.,一二两三四五六七八九十百千]+)([百千]?[万亿])?", text):
        factor = 1.0
        for c in scale:
            factor *= _MYRIAD.get(c) or _TEN[c]
        total += _plain(part) * factor
    return _whole(total)


def _plain(text: str) -> float:
    if text[0].isdigit():
        digits = re.match(r"\d+(?:[.,]\d+)*", text)
        plain = re.sub(r",(?=\d{3})", "", digits.group()).replace(",", ".") if digits else ""
        value = float(plain) if plain and plain.count(".") < 2 else 0.0
        for c in text[digits.end() :] if digits else "":
            value *= _TEN.get(c, 1)
        return value
    if len(text) > 1 and DIGIT.keys() >= set(text) and "两" not in text:
        return float("".join(str(DIGIT[c]) for c in text))  # 四八三
    total = section = 0
    for c in text:
        if c in DIGIT:
            section = DIGIT[c]
        elif c in _TEN:
            total += max(section, 1) * _TEN[c]
            section = 0
    return total + section


def _whole(value: float) -> float:
    value = round(value, 6)
    return int(value) if isfinite(value) and value == int(value) else value


def value_in(page: Page, start: int, end: int, kind: str) -> Value | None:
    if kind == "trade_flow" and (m := _PER_CENT.search(page.text, start, end)) is not None and not re.search(rf"(?:{any_of('rise', 'fall')})了?$", page.text[start : m.start()]):
        return Value(number(m["n"]), "%", page.span(*m.span()).text)
    for m in _NUMBER.finditer(page.text, start, end):
        if m["u"] not in folded("units"):
            continue
        if m["u"] == "%" and (kind != "trade_flow" or re.search(rf"(?:{any_of('rise', 'fall')})\S{{0,3}}$", page.text[start : m.start()])):
            continue
        unit = folded("units")[m["u"]]
        amount = number(m["n"]) * (1e4 if m["u"] == "万吨" else 10 if m["u"] == "成" else 1)
        return Value(_whole(amount), unit, page.span(*m.span()).text)
    return None


def counts(page: Page, start: int, end: int) -> list[tuple[int, int, float | None, float | None]]:
    """Where the counts of a stretch stand, and their bounds: neither amounts with a unit nor the number of a round."""
    out: list[tuple[int, int, float | None, float | None]] = []
    for m in _NUMBER.finditer(page.text, start, end):
        if m["u"] not in folded("units") and page.text[max(0, m.start() - 1)] != "第":
            n = number(m["n"])
            out.append((*m.span(), None if m["most"] else n, None if m["least"] or m["more"] else n))
    return out


def count_in(page: Page, frame: Told) -> Count | None:
    """A count that stands in or just before a filler; else one of cases ("6次")."""
    case: Count | None = None
    near: list[tuple[int, bool, int, str, float | None, float | None, str]] = []
    for m in re.compile(COUNT).finditer(page.text, frame.start, frame.end):
        if m.group().startswith("第") or _WRONG.search(page.text, frame.start, m.start()):
            continue  # "四批，而不是六批"
        exact = _NUMBER.match(page.text, m.start(), m.end())
        text = page.span(*m.span()).text
        unit = exact["u"] if exact else ""
        if exact and unit in folded("units"):
            continue
        n = number(exact["n"]) if exact else None
        if n == 1 and not m.group()[0].isdigit():
            continue
        low = None if exact is None or exact["most"] else n
        high = None if exact is None or exact["least"] or exact["more"] else n
        if folded("measures").get(unit) == "case" and case is None:
            case = Count(low, high, text, None, unit)
            continue
        near += [
            (max(0, a - m.end(), m.start() - b), r not in ("goods", "target"), m.start(), r, low, high, text)
            for r, a, b in frame.roles
            if r in _COUNTED and not (r == "goods" and unit in _OF_PARTIES) and (a <= m.start() < b or 0 <= a - m.end() <= 8 or (r == "goods" and _WHICH.fullmatch(page.text, m.end(), max(a, m.end()))) or (r == "goods" and 0 <= m.start() - b <= 8))
        ]
    if near:
        _, _, _, role, low, high, text = min(near, key=lambda x: x[:3])
        return Count(low, high, text, role, None)
    return case


_WHICH = re.compile(rf"[^，。；、]{{1,24}}(?:{any_of('make_verb')})的")  # 数十架某厂生产的无人机
_OF_PARTIES = frozenset("家名位员")
_COUNTED = ("target", "recipient", "goods", "supplier", "party", "via", "maker")


@cache
def _moves() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?P<w>{any_of('rise', 'fall')})(?:了|至|幅度?|超过|逾|约|近|达|达到|将近|高达|到)*(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十]+)(?:%|(?P<t>倍)|(?P<c>成))"),
        re.compile(rf"(?P<w>{any_of('rise', 'fall')})(?:了|至|超过|逾|约|近|达|到)*百分之(?P<n>{NUMERAL})"),
        re.compile(rf"(?P<n>\d+(?:\.\d+)?)%的?(?P<w>{any_of('rise', 'fall')}|增幅|降幅|跌幅)"),
    )


def change_in(page: Page, start: int, end: int) -> Change | None:
    for pattern in _moves():
        m = pattern.search(page.text, start, end)
        if m is not None:
            down = m["w"] in group_fall() or m["w"] in ("降幅", "跌幅")
            factor = 100 if m.groupdict().get("t") else 10 if m.groupdict().get("c") else 1
            return Change(_whole(number(m["n"]) * factor * (-1 if down else 1)), page.span(*m.span()).text)
    m = re.compile(rf"(?P<w>{any_of('rise', 'fall')})了?(?:近|约)?(?P<d>[二三四五六七八九十])分之(?P<n>[一二两三四五六七八九])").search(page.text, start, end)
    if m is not None:
        return Change(_whole(round(100 * number(m["n"]) / number(m["d"]), 1) * (-1 if m["w"] in group_fall() else 1)), page.span(*m.span()).text)
    m = re.compile(r"翻了?一番|翻倍|(?:增加|增长)了?(?:近|约)?一倍|(?P<half>减半|腰斩|(?:减少|下降)了?(?:近|约)?一半)").search(page.text, start, end)
    return Change(-50 if m["half"] else 100, page.span(*m.span()).text) if m else None


@cache
def group_fall() -> frozenset[str]:
    return frozenset(fold(r[0]) for r in table(LANGUAGE, "triggers") if r[1] == "fall")


def period_in(page: Page, start: int, end: int) -> Period | None:
    return next((period for _, _, period in periods(page, start, end)), None)


def periods(page: Page, start: int, end: int) -> Iterator[tuple[int, int, Period]]:
    """The times that a stretch names, and where they stand."""
    for m in re.compile(TIME).finditer(page.text, start, end):
        found = _period(page, m.group(), *m.span())
        if found is not None:
            yield *m.span(), found


_BEFORE_CLAUSE = re.compile(rf"(?:^|[。，；：\n])(?:在|自|从|截至|据称)?({TIME})，$")


def period_before(page: Page, start: int) -> Period | None:
    """The time that a clause of its own tells before: "2024年，…"."""
    m = _BEFORE_CLAUSE.search(page.text[max(0, start - 40) : start])
    return period_in(page, max(0, start - 40) + m.start(1) - (m.start(1) > 0), start) if m is not None else None


def _period(page: Page, words: str, start: int, end: int) -> Period | None:
    text = page.span(start, end).text
    published = page.document.published or ""
    published = published if re.match(r"\d{4}", published) else ""
    plain = re.sub(r"[（）]", "", words)
    plain = re.sub(r"([去今前当])年", lambda m: f"{_year(published, m[1])}年", plain) if published else plain
    if re.match(r"至|截至", page.text[max(start - 1, 0) : end].lstrip()) and (m := re.match(r"(?:至|截至)?(\d{4})年(?:(\d{1,2})月)?(?!.*[至到])", plain.lstrip("截"))):
        return Period(None, m[1] + (f"-{int(m[2]):02d}" if m[2] else ""), text, "month" if m[2] else "year")
    m = re.match(r"(?:在|自|从)?(\d{4})年?(\d{1,2})?月?(?:至|到|—|-|~)(?:(\d{4})年)?(?:(\d{1,2})月)?(今)?", plain)
    if m and (m[3] or m[4] or m[5]):
        first = m[1] + (f"-{int(m[2]):02d}" if m[2] else "")
        last = published[: len(first)] if m[5] else f"{m[3] or m[1]}" + (f"-{int(m[4]):02d}" if m[4] else "")
        return Period(first, last or None, text, "month" if "-" in first else "year")
    m = re.search(r"(\d{4})年(?:(\d{1,2})月份?(?:(\d{1,2})[日号])?(?:至(\d{1,2})月)?|第?([一二三四1-4])季度?|(上|下)半年)?", plain)
    if m:
        year = m[1]
        if m[5]:
            q = int(m[5]) if m[5].isdigit() else DIGIT[m[5]]
            return Period(f"{year}-{3 * q - 2:02d}", f"{year}-{3 * q:02d}", text, "quarter")
        if m[6]:
            return Period(f"{year}-{'01' if m[6] == '上' else '07'}", f"{year}-{'06' if m[6] == '上' else '12'}", text, "month")
        if m[3]:
            return day_in(page, start, end)
        month = int(m[2]) if m[2] else 0
        first = f"{year}-{month:02d}" if 1 <= month <= 12 else year
        rest = plain[m.end() :]
        if not month and (n := re.match(r"前([一二三四五六七八九十\d]+)个月", rest)) and 1 <= (through := int(number(n[1]))) <= 12:
            return Period(f"{year}-01", f"{year}-{through:02d}", text, "month")
        if re.match(r"以来|至今|起", rest):
            return Period(first, None, text, "month" if month else "year")
        return Period(first, f"{year}-{int(m[4]):02d}" if m[4] else first, text, "month" if month else "year")
    return day_in(page, start, end) if re.search(r"[日号周]", plain) else None


def _year(published: str, word: str) -> int:
    return int(published[:4]) - {"去": 1, "前": 2}.get(word, 0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def day_in(page: Page, start: int, end: int) -> Period | None:
    """The day a stretch names: what lacks year or month is the last such day before the text was published."""
    published = page.document.published or ""
    base = _day(published[:10])
    for m in re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号](?!本)").finditer(page.text, start, end):
        if not (base or (m[1] and m[2])):
            continue
        year, month, day = int(m[1] or (base.year if base else 0)), int(m[2] or (base.month if base else 0)), int(m[3])
        if base and not m[2] and day > base.day:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        try:
            on = date(year, month, day)
            if base and not m[1] and m[2] and (on - base).days > 60:
                on = on.replace(year=year - 1)
        except ValueError:
            continue
        return Period(on.isoformat(), on.isoformat(), page.span(*m.span()).text, "day")
    m2 = re.compile(r"(?:周|星期)([一二三四五六日天])|昨[日天]|前天|今[日天]|当天").search(page.text, start, end)
    if m2 and base:
        back = {"昨": 1, "前": 2, "今": 0, "当": -1}.get(m2.group()[0])
        if back == -1:
            return None
        if back is None:
            back = (base.weekday() - "一二三四五六日".index(m2[1].replace("天", "日"))) % 7
        day_ = (base - timedelta(days=back)).isoformat()
        return Period(day_, day_, page.span(*m2.span()).text, "day")
    return None
