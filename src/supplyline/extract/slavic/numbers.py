"""How many, how much, by how many percent, in Ukrainian or Russian?

`counts`, `values` and `changes` read a sentence's text; "понад 500 тонн" is 500 t or more with its words kept,
"майже вдвічі" is +100 %. Offsets index the document. Words are those of data/<language>/{numbers,hedges}.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import mapping, table
from supplyline.extract.numbers import in_name
from supplyline.model import Change, Value

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = {"тис": 1e3, "тыс": 1e3, "млн": 1e6, "мільйон": 1e6, "миллион": 1e6, "млрд": 1e9, "мільярд": 1e9, "миллиард": 1e9}
_SCALES = r"тис(?:яч\w*|\.)?|тыс(?:яч\w*|\.)?|млн(?:\.(?=\s+[а-яіїєґё$]))?|мільйон\w*|миллион\w*|млрд(?:\.(?=\s+[а-яіїєґё$]))?|мільярд\w*|миллиард\w*"
_UNITS = (
    (r"%|відсотк\w+|процент\w+", "%"),
    (r"тонн\w*", "t"),
    (r"т\b", "t"),
    (r"кілограм\w*|килограмм\w*|кг\b", "kg"),
    (r"барел\w*|баррел\w*|барр?\.", "barrels"),
    (r"(?:куб\w*\.?\s*)(?:метр\w*|м\b)", "cubic metres"),
    (r"долар\w*(?:\s+США)?|доллар\w*(?:\s+США)?|дол\.|долл\.|\$", "USD"),
    (r"євро|евро|€", "EUR"),
    (r"юан\w*", "CNY"),
    (r"рубл\w*|руб\.", "RUB"),
    (r"крон\w*", "CZK"),
    (r"злот(?:их|ых|ого)", "PLN"),
    (r"(?:єн|иен)\w?", "JPY"),
    (r"гривен\w*|гривн\w*|грн\.?", "UAH"),
    (r"фунт\w*(?:\s+стерлінг\w+|\s+стерлинг\w+)?|£", "GBP"),
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_UNIT = "|".join(f"(?P<u{i}>{pattern})" for i, (pattern, _) in enumerate(_UNITS))
_FEW = r"дв[аіе]|три|чотири|четыре|п['’]ять|пять|шість|шесть|сім|семь|вісім|восемь|дев['’]ять|девять"
_HALF = re.compile(
    rf"(?<!\w)(?P<text>(?:(?:майже|почти|більше|більш ніж|более|около|близько|понад|примерно|приблизно)\s+)?(?:(?P<k>{_FEW})\s+)?"
    r"(?P<w>половин[аиуі]|половины|третин[аиу]?|третьих|трет[ьи]|чверт(?:ь|і|ей)|четверт(?:ь|и|ей)|(?:п['’]?ят|десят|шост|шест)(?:их|ых)|(?:п['’]ят|пят|десят|шост|шест)\w+\s+част(?:ин)?\w*))(?!\w)",
    re.I,
)
_OF_TEN = re.compile(rf"(?<!\w)(?P<text>(?P<k>{_FEW})\s+(?:із?з?|из|з)\s+(?:кожних\s+|каждых\s+)?(?P<w>десяти|п['’]яти|пяти|чотирьох|четырех|четырёх|трьох|трех|трёх))(?!\w)", re.I)
# How numbers begin in words of many forms
STEMS = {"чет": 4, "чот": 4, "п'ят": 5, "п’ят": 5, "пят": 5, "шест": 6, "шіст": 6, "сем": 7, "сім": 7, "вос": 8, "віс": 8, "дев": 9, "дес": 10, "сто": 100, "два": 2, "две": 2, "дву": 2, "дві": 2, "дво": 2, "три": 3, "тре": 3, "трь": 3}
_BETWEEN = re.compile(rf"(?<![\w.,–-])(?:(?:від|от)\s+(?P<a>{_DIGITS})\s+до\s+(?P<b>{_DIGITS})|(?P<c>\d+)\s?[–-]\s?(?P<d>\d+))(?:\s+(?P<scale>{_SCALES}))?(?![\w-]|[.,]\d|\s*(?:%|відсот|процент))", re.I)


@dataclass(frozen=True, slots=True)
class Counted:
    start: int
    end: int
    min: float | None
    max: float | None
    text: str


@cache
def _hedges(language: str) -> tuple[dict[str, str], str]:
    kinds = {k: v for k, v in mapping(language, "hedges").items() if v != "doubt"}
    return kinds, "|".join(re.escape(k).replace(r"\ ", r"\s+") for k in sorted(kinds, key=len, reverse=True))


@cache
def _spelled(language: str) -> str:
    """Numbers in words: "сорок два"."""
    one = "|".join(sorted((re.escape(word).replace("'", "['’ʼ]") for word in mapping(language, "numbers")), key=len, reverse=True))
    return rf"(?:{one})(?:\s+(?:{one})(?!\w)){{0,5}}"


@cache
def _value_pattern(language: str) -> re.Pattern[str]:
    hedge = _hedges(language)[1]
    words = _spelled(language)
    return re.compile(rf"(?<![\w.,])(?P<text>(?:(?P<h>{hedge})\s+)?(?:(?P<sign>[$€£])\s?)?(?P<n>{_DIGITS}|(?:{words})(?=\s))(?:\s*(?P<scale>{_SCALES}))?(?:\s*(?:{_UNIT})|(?(sign)|(?!))))(?!\w)", re.I)


@cache
def _alone(language: str) -> re.Pattern[str]:
    """A million or a milliard without a number before it."""
    hedge = _hedges(language)[1]
    return re.compile(rf"(?<!\d\s)(?<!\w)(?P<text>(?:(?P<h>{hedge})\s+)?(?P<scale>мільйона?|миллиона?|мільярда?|миллиарда?)\s+(?:{_UNIT}))(?!\w)", re.I)


@cache
def _count_pattern(language: str) -> re.Pattern[str]:
    hedge = _hedges(language)[1]
    words = _spelled(language)
    return re.compile(
        rf"(?<![\w.,-])(?P<text>(?:(?P<h>{hedge})\s+)?(?P<n>{_DIGITS}|{words})(?:\s+(?P<scale>{_SCALES}))?)(?!\w|[.,-]\d|-[^\W\d]|\s*(?:%|відсот|процент))",
        re.I,
    )


def _number(text: str, language: str) -> float:
    low = text.lower().replace("’", "'").replace("ʼ", "'")
    known = mapping(language, "numbers")
    if low[0].isdigit():
        value = float(re.sub(r"[ \u00a0\u202f]", "", low).replace(",", "."))
    else:
        value, room = 0.0, float("inf")
        for part in (float(known[word]) for word in low.split()):
            if part >= room:
                break  # "сто два двадцять" is no number
            value, room = value + part, 100 if part >= 100 else 10 if part >= 20 else 0
    return int(value) if value == int(value) else value


def _scaled(value: float, scale: str | None) -> float:
    factor = next((v for k, v in _SCALE.items() if scale and scale.lower().startswith(k)), 1)
    whole = round(value * factor, 6 if factor == 1 else 2)
    return int(whole) if whole == int(whole) else whole


def values(text: str, offset: int, language: str) -> list[tuple[int, int, Value]]:
    out = []
    for m in _value_pattern(language).finditer(text):
        unit = next((name for i, (_, name) in enumerate(_UNITS) if m[f"u{i}"]), _SIGNS.get(m["sign"] or "", ""))
        amount = _scaled(_number(m["n"], language), m["scale"])
        out.append((offset + m.start("text"), offset + m.end("text"), Value(amount, unit, m["text"])))
    for m in _alone(language).finditer(text):  # "на мільярд доларів"
        unit = next((name for i, (_, name) in enumerate(_UNITS) if m[f"u{i}"]), "")
        if not any(a < offset + m.end() and offset + m.start("text") < b for a, b, _ in out):
            out.append((offset + m.start("text"), offset + m.end("text"), Value(_scaled(1, m["scale"]), unit, m["text"])))
    for pattern in (_HALF, _OF_TEN):
        for m in pattern.finditer(text):
            part = _share(m["w"]) if pattern is _HALF else 100 / _few(m["w"])
            if m["k"] or not m["w"].lower().endswith(("их", "ых", "ей")):
                percent = round(part * _few(m["k"]), 1)
                out.append((offset + m.start("text"), offset + m.end("text"), Value(int(percent) if percent == int(percent) else percent, "%", m["text"])))
    return sorted(out, key=lambda v: v[:2])


def counts(text: str, offset: int, language: str) -> list[Counted]:
    """Counts of things: neither amounts with a unit nor years."""
    kinds = _hedges(language)[0]
    taken = [(a - offset, b - offset) for a, b, _ in values(text, offset, language)]
    out = []
    for m in _BETWEEN.finditer(text):
        least, most = (_scaled(_number(m[k] or m[other], language), m["scale"]) for k, other in (("a", "c"), ("b", "d")))
        if least < most and not (1900 <= least <= 2100) and not any(a < m.end() and m.start() < b for a, b in taken):
            out.append(Counted(offset + m.start(), offset + m.end(), least, most, m.group()))
            taken.append(m.span())
    for m in _count_pattern(language).finditer(text):
        if any(a < m.end("n") and m.start("n") < b for a, b in taken):
            continue
        value = _scaled(_number(m["n"], language), m["scale"])
        if m["n"].isdigit() and not m["h"] and (1900 <= value <= 2100 or in_name(text, m.start("n"), language, "en")):
            continue
        kind = kinds.get(re.sub(r"\s+", " ", m["h"].lower())) if m["h"] else None
        low, high = (None if kind == "most" else value), (None if kind == "least" else value)
        out.append(Counted(offset + m.start("text"), offset + m.end("text"), low, high, m["text"]))
    return out


def changes(text: str, offset: int, language: str) -> list[tuple[int, int, Change]]:
    """ "зріс на 70 %", "скоротився на чверть", "удвоила", "втрое меньше", "плюс 14%"."""
    out: list[tuple[int, int, Change]] = []
    for pattern, read in _change_patterns(language):
        for m in pattern.finditer(text):
            a, b = offset + m.start("text"), offset + m.end("text")
            if not any(x < b and a < y for x, y, _ in out):
                percent = round(read(m, text), 1)
                out.append((a, b, Change(int(percent) if percent == int(percent) else percent, m["text"])))
    return sorted(out, key=lambda c: c[:2])


@cache
def _change_patterns(language: str) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], float]], ...]:
    """Patterns, the surer first, each with what its match comes to in percent."""
    rise, fall = _directions(language)
    hedge = _hedges(language)[1]
    per_cent = rf"(?P<n>{_DIGITS})\s*(?:%|відсотк\w+|процент\w+)"
    part = r"(?P<n>половину|трет\w+|чверть|четверть|(?:п['’]?ят|десят)\w+\s+част\w+)"
    more = r"(?P<w>більше|больше|вище|выше|перевищу\w+|превыша\w+|менше|меньше|нижче|ниже)"
    words = _spelled(language)
    hedges = rf"(?:(?:майже|почти|більш ніж|более чем|больше чем|понад|приблизно|примерно|едва ли не|{hedge})\s+)?"
    down, less = re.compile(fall, re.I), ("мен", "ниж")

    def signed(m: re.Match[str], amount: float) -> float:
        return -amount if down.match(m["w"]) or m["w"].lower().startswith(less) else amount

    def falls(m: re.Match[str], text: str) -> bool:
        """By the nearest word of rising or falling before it, or behind."""
        before = list(either.finditer(text, max(0, m.start() - 30), m.start()))
        near = before[-1] if before else either.search(text, m.end(), m.end() + 30)
        return "менш" in m["text"].lower() or "меньш" in m["text"].lower() or (near is not None and down.match(near.group()) is not None)

    def times(m: re.Match[str], text: str) -> float:
        if m["twice"] or m["thrice"]:
            n = 2.0 if m["twice"] else 3.0
        elif m["many"]:
            n = next((float(k) for stem, k in STEMS.items() if stem in m["many"].lower()), 1.0)
        else:
            n = 1.5 if m["n"].lower() in ("полтора", "півтора") else max(_number(m["n"], language), 0.001)
        return (1 / n - 1) * 100 if falls(m, text) else (n - 1) * 100

    either = re.compile(rf"(?:{rise}|{fall})", re.I)
    moved = rf"(?P<w>{rise}|{fall})\w*"
    twice, thrice = r"вдвічі|удвічі|вдвое|подво[їи]\w+|удво[ие]\w+", r"втричі|утричі|втрое|потро[їи]\w+|утро[ие]\w+"
    many = r"[ву](?:четв|чотир|п['’]?ят|шест|сем|вось?м|дев['’]?ят|десят)еро|(?!\w*надцат)(?:дв|тр|чет|чот|п['’]?ят|шест|сем|вос|дес|сто)\w*кратн\w+"
    return (
        (re.compile(rf"(?P<text>{moved}(?:\s+(?!на\b)[\w-]+,?){{0,6}}?\s+на\s+(?:(?:{hedge})\s+)?{per_cent})", re.I), lambda m, _: signed(m, _number(m["n"], language))),
        (re.compile(rf"(?<!\w)(?P<text>на\s+(?:(?:{hedge})\s+)?{per_cent}\s+{more})(?!\w)", re.I), lambda m, _: signed(m, _number(m["n"], language))),
        (re.compile(rf"(?P<text>{moved}(?:\s+(?!на\b)[\w-]+,?){{0,6}}?\s+на\s+(?:(?:{hedge})\s+)?{part})(?!\w)", re.I), lambda m, _: signed(m, _share(m["n"]))),
        (re.compile(rf"(?P<text>{moved}(?:\s+(?!на\b)[\w-]+,?){{0,6}}?\s+(?:на|в)половину)(?!\w)", re.I), lambda m, _: signed(m, 50)),
        (re.compile(rf"(?<!\w)(?P<text>на\s+(?:(?:{hedge})\s+)?{part}\s+{more})(?!\w)", re.I), lambda m, _: signed(m, _share(m["n"]))),
        (
            re.compile(
                rf"(?<!\w)(?P<text>{hedges}(?:(?P<twice>{twice})|(?P<thrice>{thrice})|(?P<many>{many})|[ву]\s+{hedges}(?P<n>{_DIGITS}|полтора|півтора|{words})\s+раз[аіиів]*)"
                r"(?:\s+(?:більше|больше|менше|меньше)(?:,?\s+(?:ніж|чем)\s+(?:[ву]\s+)?\d{4}(?:\s+(?:році|року|году|года))?)?)?)(?!\w)",
                re.I,
            ),
            times,
        ),
        (re.compile(rf"(?<![^\s(,;:])(?P<text>(?P<w>плюс\s+|мінус\s+|минус\s+|[+−-](?=\d)){per_cent})", re.I), lambda m, _: (-1 if m["w"].lower().startswith(("м", "−", "-")) else 1) * _number(m["n"], language)),
    )


def _share(word: str) -> float:
    """How many percent a half, a third or a quarter is."""
    low = word.lower()
    if low.startswith(("п'ят", "п’ят", "пят", "дес", "ш")):
        return 10 if low.startswith("дес") else 16.7 if low.startswith("ш") else 20
    return 50 if low.startswith("полов") else 100 / 3 if low.startswith("тре") else 25


def _few(word: str | None) -> int:
    return next((n for stem, n in STEMS.items() if word and word.lower().startswith(stem)), 1)


@cache
def _directions(language: str) -> tuple[str, str]:
    """Stems of the verbs and nouns of rising and falling."""
    stems: dict[str, list[str]] = {"up": [], "down": []}
    for stem, way in table(language, "directions"):
        stems[way].append(re.escape(stem))
    return rf"\b(?:{'|'.join(stems['up'])})", rf"\b(?:{'|'.join(stems['down'])})"
