"""How many, how much, by how many percent and when, in Chinese?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from supplyline.extract.chinese.text import LANGUAGE, NUMERAL, SCALE, Told, any_of
from supplyline.extract.lexicon import mapping, table
from supplyline.model import Change, Count, Document, Period, Value

DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}


def _number(text: str) -> float:
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return _whole(float(plain))
    total = section = 0
    for c in text:
        if c in DIGIT:
            section = DIGIT[c]
        else:
            total += max(section, 1) * {"十": 10, "百": 100, "千": 1000}[c]
            section = 0
    return total + section


def _whole(value: float) -> float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


@cache
def _amounts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    hedge = "|".join(re.escape(r[0]) for r in table(LANGUAGE, "hedges") if r[1] != "doubt")
    units = "|".join(sorted((re.escape(r[0]) for r in table(LANGUAGE, "units")), key=len, reverse=True))
    measures = "|".join(re.escape(r[0]) for r in table(LANGUAGE, "measures"))
    scale = "|".join(sorted(SCALE, key=len, reverse=True))
    return (
        re.compile(rf"(?P<text>(?P<h>{hedge})?(?P<n>{NUMERAL})(?P<s>{scale})?(?P<more>多)?(?P<u>{units}))"),
        re.compile(rf"(?P<text>(?P<h>{hedge})?(?P<n>{NUMERAL})(?P<s>{scale})?(?P<more>多)?(?P<u>{measures}))"),
        re.compile(rf"(?P<w>{any_of('rise')}|{any_of('fall')})(?:了|至|超过|逾|约|近)?(?P<n>\d+(?:\.\d+)?)[%％]"),
    )


def value_in(text: str) -> Value | None:
    for m in _amounts()[0].finditer(text):
        if m["u"] in ("%", "％") and re.search(rf"(?:{any_of('rise')}|{any_of('fall')})\S{{0,3}}$", text[: m.start()]):
            continue
        amount = _whole(_number(m["n"]) * SCALE.get(m["s"] or "", 1) * (1e4 if m["u"] == "万吨" else 1))
        return Value(amount, mapping(LANGUAGE, "units")[m["u"]], m["text"])
    return None


def count_in(text: str, frame: Told) -> Count | None:
    for m in _amounts()[1].finditer(text, frame.start, frame.end):
        n = _whole(_number(m["n"]) * SCALE.get(m["s"] or "", 1))
        kind = mapping(LANGUAGE, "hedges").get(m["h"] or "")
        low, high = (None if kind == "most" else n), (None if kind == "least" or m["more"] else n)
        if mapping(LANGUAGE, "measures")[m["u"]] == "case":
            return Count(low, high, m["text"], None, m["u"])
        role = next((r for r, a, b in frame.roles if 0 <= a - m.end() <= 4 or a <= m.start() < b), None)
        if role is not None:
            return Count(low, high, m["text"], role, None)
    return None


def change_in(text: str) -> Change | None:
    m = _amounts()[2].search(text)
    if m is not None:
        down = re.fullmatch(any_of("fall"), m["w"]) is not None
        return Change(_whole(float(m["n"]) * (-1 if down else 1)), m.group())
    m = re.search(r"(?:翻了?一番|翻倍|增加了?一倍|增长了?一倍)", text)
    return Change(100, m.group()) if m else None


def period_in(document: Document, text: str) -> Period | None:
    m = re.search(r"(\d{4})年(?:至|到|—|-)(\d{4})年", text)
    if m:
        return Period(m[1], m[2], m.group(), "year")
    m = re.search(r"(\d{4})年(?:(\d{1,2})月(?:至(\d{1,2})月)?|第([一二三四1-4])季度)?", text)
    if m:
        if m[4]:
            q = int(m[4]) if m[4].isdigit() else DIGIT[m[4]]
            return Period(f"{m[1]}-{3 * q - 2:02d}", f"{m[1]}-{3 * q:02d}", m.group(), "quarter")
        first = f"{m[1]}-{int(m[2]):02d}" if m[2] and 1 <= int(m[2]) <= 12 else m[1]
        return Period(first, f"{m[1]}-{int(m[3]):02d}" if m[3] else first, m.group(), "month" if m[2] else "year")
    m = re.search(r"去年|今年", text)
    if m and document.published:
        year = str(int(document.published[:4]) - (m.group() == "去年"))
        return Period(year, year, m.group(), "year")
    return None


def day_in(document: Document, text: str) -> Period | None:
    base = document.published if document.published and len(document.published) >= 10 else None
    m = re.search(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日", text)
    if m and (base or (m[1] and m[2])):
        year, month = int(m[1] or (base or "")[:4]), int(m[2] or (base or "")[5:7])
        try:
            day = date(year, month, int(m[3])).isoformat()
        except ValueError:
            return None
        return Period(day, day, m.group(), "day")
    m = re.search(r"[周週]([一二三四五六日])", text)
    if m and base:
        on = date.fromisoformat(base[:10])
        back = (on.weekday() - "一二三四五六日".index(m[1])) % 7
        day = (on - timedelta(days=back)).isoformat()
        return Period(day, day, m.group(), "day")
    return None
