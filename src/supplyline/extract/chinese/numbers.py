"""How many, how much, by how many percent and when, in Chinese?"""

from __future__ import annotations

import re
from functools import cache
from math import isfinite

from supplyline.extract.chinese.text import LANGUAGE, Page, Told, any_of, either, fold, folded
from supplyline.extract.lexicon import table
from supplyline.model import Change, Count, Value

DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TEN = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 1e4, "亿": 1e8}
NUMERAL = r"(?:(?<!\d)\d+(?:[.,]\d+){0,6}|[一二两三四五六七八九十百千]{1,12}(?:[〇零][一二三四五六七八九〇零]{1,12})?)(?:[百千]?[万亿](?:\d+(?![\d.]*[%月日年])|[一二三四五六七八九][千百十])?){0,4}"  # bounded, for a line of numbers alone
_VAGUE = r"数以[十百千万亿]+计的?|(?:数以?|几|上|成)[十百千万]+|[十百千]几|一系列|若干|大批|大量|少量|有限数量的?|不少|多(?=[家个名项种次批艘])|数(?=[家个名项种次批艘枚])|几(?=[家个名项种次批艘枚])"
_LEAST, _MOST = (either(frozenset(fold(r[0]) for r in table(LANGUAGE, "hedges") if r[1] == k)) for k in ("least", "most"))
_ABOUT = either(frozenset(fold(r[0]) for r in table(LANGUAGE, "hedges") if r[1] == "about"))
_UNITS = either(frozenset(map(fold, (r[0] for r in table(LANGUAGE, "units")))))
_MEASURES = either(frozenset(map(fold, (r[0] for r in table(LANGUAGE, "measures")))))
_BEFORE = rf"(?:(?:{_LEAST}|{_MOST}|{_ABOUT})(?:有|达|达到|共)?)?"
AMOUNT = rf"(?:(?:{_VAGUE})[多余]?(?:{_UNITS})|{_BEFORE}{NUMERAL}成[一二三四五六七八九](?!月|年)|{_BEFORE}{NUMERAL}[多余]?(?:{_UNITS})|{_BEFORE}百分之{NUMERAL}|{_BEFORE}[二三四五六七八九十]分之[一二两三四五六七八九])"
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
    for part, scale in re.findall(r"([\d.,一二两三四五六七八九十百千]+)((?:[百千]?[万亿])*)", text):
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
    value = round(value, 6 if value < 1e6 else 2)
    return int(value) if isfinite(value) and value == int(value) else value


def value_in(page: Page, start: int, end: int, kind: str) -> Value | None:
    """The first amount; of a trade flow and an ownership also a share, but not by how much something moved: the level it came to ("升至21%") before others."""
    shares = kind in ("trade_flow", "ownership")
    if shares and (m := _PER_CENT.search(page.text, start, end)) is not None and not re.search(rf"(?:{any_of('rise', 'fall')})了?$", page.text[start : m.start()]):
        return Value(number(m["n"]), "%", page.span(*m.span()).text)
    first: Value | None = None
    for m in _NUMBER.finditer(page.text, start, end):
        if m["u"] not in folded("units"):
            continue
        before = page.text[max(start, m.start() - 8) : m.start()]
        level = _LEVEL.search(before) is not None
        if m["u"] in ("%", "成") and not level and (not shares or _moved().search(before)):
            continue
        if kind == "ownership" and m["u"] not in ("%", "成"):
            continue
        unit = folded("units")[m["u"]]
        amount = number(m["n"]) * (1e4 if m["u"] == "万吨" else 10 if m["u"] == "成" else 1)
        amount += DIGIT.get(page.text[m.end() : m.end() + 1], 0) if m["u"] == "成" else 0  # "三成五"
        value = Value(_whole(amount), unit, page.span(*m.span()).text)
        if level and first is not None and first.unit == value.unit:
            return value  # "由18%升到29%"
        first = first or value
    return first


_LEVEL = re.compile(r"(?:[增升涨降跌落减提高]|上升|回升|滑落|下调|上调)(?:到了?|至|为)$")


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('rise', 'fall')}|增幅|降幅|跌幅|{_UP}|{_DOWN}){_SOME}$")


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


_UP, _DOWN = r"[微续再猛]?[增升涨](?:[加长])?|高出|多出了?|多了?|扩[大充]了?|扩增", r"[微续再]?[减降跌少](?:[去了少])?了?|缩[减水]了?|重挫|倒退|砍[掉去]|下挫"
_SOME = r"(?:更|又|了|幅度?|高达|达到|达|超过|逾|约|近|将近|出|到)*"


@cache
def _moves() -> tuple[re.Pattern[str], ...]:
    told = any_of("rise", "fall")
    much = r"(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十百]{1,4})(?:%|(?P<t>倍)|成(?P<c>[一二三四五六七八九]?))"
    return (
        re.compile(rf"(?P<w>{told}){_SOME}{much}"),
        re.compile(rf"(?P<w>{told}){_SOME}百分之(?P<n>{NUMERAL})"),
        re.compile(rf"(?<![\d.])(?P<n>\d+(?:\.\d+)?)%的?(?P<w>{told}|增幅|降幅|跌幅)"),
        re.compile(rf"(?P<w>增幅|升幅|涨幅|降幅|跌幅|减幅){_SOME}{much}"),
        re.compile(rf"(?<![不至])(?P<w>{_UP}|{_DOWN}){_SOME}{much}(?!个?[以]?上)"),
    )


_TIMES = re.compile(r"(?:是|为|相当于|达到?|至)[^，。；、]{0,14}?(?P<n>\d+(?:\.\d+)?|[二两三四五六七八九十]{1,3})倍多?")
_NONE = re.compile(r"归零|挂零|降为零|跌至零")


def change_in(page: Page, start: int, end: int) -> Change | None:
    for pattern in _moves():
        m = pattern.search(page.text, start, end)
        if m is not None:
            down = m["w"] in group_fall() or m["w"] in ("降幅", "跌幅", "减幅") or re.match(_DOWN, m["w"]) is not None
            groups = m.groupdict()
            times, tenths = groups.get("t"), groups.get("c")
            amount = number(m["n"]) * (100 if times else 10 if tenths is not None else 1) + (DIGIT[tenths] if tenths else 0)
            return Change(_whole(amount * (-1 if down else 1)), page.span(*m.span()).text)
    m = _TIMES.search(page.text, start, end)
    if m is not None and (n := number(m["n"])) > 1:
        return Change(_whole(round((n - 1) * 100, 1)), page.span(*m.span()).text)
    if (m := _NONE.search(page.text, start, end)) is not None:
        return Change(-100, page.span(*m.span()).text)
    m = re.compile(rf"(?P<w>{any_of('rise', 'fall')})了?(?:近|约)?(?P<d>[二三四五六七八九])分之(?P<n>[一二两三四五六七八九])").search(page.text, start, end)
    if m is not None:
        return Change(_whole(round(100 * number(m["n"]) / number(m["d"]), 1) * (-1 if m["w"] in group_fall() else 1)), page.span(*m.span()).text)
    m = re.compile(r"翻了?一?番|翻倍|倍增|(?:增加|增长|升|多)了?(?:近|约)?一倍|(?P<half>减半|腰斩|(?:减少|下降|少)了?(?:近|约)?一半)").search(page.text, start, end)
    return Change(-50 if m["half"] else 100, page.span(*m.span()).text) if m else None


@cache
def group_fall() -> frozenset[str]:
    return frozenset(fold(r[0]) for r in table(LANGUAGE, "triggers") if r[1] == "fall")
