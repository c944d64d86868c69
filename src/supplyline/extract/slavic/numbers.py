"""How many, how much, by how many percent, in Ukrainian or Russian?

`counts`, `values` and `changes` read a sentence's text; "понад 500 тонн" is 500 t or more with its words kept,
"майже вдвічі" is +100 %. Offsets index the document. Words are those of data/<language>/{numbers,hedges}.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from supplyline.extract.lexicon import mapping, table
from supplyline.model import Change, Value

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = {"тис": 1e3, "тыс": 1e3, "млн": 1e6, "мільйон": 1e6, "миллион": 1e6, "млрд": 1e9, "мільярд": 1e9, "миллиард": 1e9}
_SCALES = r"тис(?:яч\w*|\.)?|тыс(?:яч\w*|\.)?|млн(?:\.(?=\s+[а-яіїєґё$]))?|мільйон\w*|миллион\w*|млрд(?:\.(?=\s+[а-яіїєґё$]))?|мільярд\w*|миллиард\w*"
_UNITS = (
    (r"%|відсотк\w+|процент\w+", "%"),
    (r"тонн\w*", "t"),
    (r"т\b", "t"),
    (r"кілограм\w*|килограмм\w*|кг\b", "kg"),
    (r"барел\w*|баррел\w*", "barrels"),
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
_HALF = re.compile(
    r"(?<!\w)(?P<text>(?:(?:майже|почти|більше|більш ніж|более|около|близько)\s+)?(?P<w>половин[аиуі]|половины|третин[аиу]|трет[ьи]|чверт[ьі]|четверт[ьи]|(?:п'ят|пят|десят|шост|шест)\w+\s+част(?:ин)?\w*))(?!\w)",
    re.I,
)
_TIMES = re.compile(
    r"(?<!\w)(?P<text>(?:(?:майже|почти|більш ніж|более чем|понад|приблизно|примерно)\s+)?"
    r"(?:(?P<twice>вдвічі|удвічі|вдвое|подво[їи]\w+|удво[ие]\w+)|(?P<thrice>втричі|утричі|втрое|потро[їи]\w+|утро[ие]\w+)|[ву]\s+(?P<n>\d+(?:[.,]\d+)?|два|две|три|чотири|четыре|п'ять|пять|десять)\s+раз[аіиів]*)"
    r"(?:\s+(?:більше|больше|менше|меньше)(?:,?\s+(?:ніж|чем)\s+(?:[ву]\s+)?\d{4}(?:\s+(?:році|року|году|года))?)?)?)(?!\w)",
    re.I,
)


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
def _value_pattern(language: str) -> re.Pattern[str]:
    hedge = _hedges(language)[1]
    words = "|".join(sorted(map(re.escape, mapping(language, "numbers")), key=len, reverse=True))
    return re.compile(rf"(?<![\w.,])(?P<text>(?:(?P<h>{hedge})\s+)?(?:(?P<sign>[$€£])\s?)?(?P<n>{_DIGITS}|(?:{words})(?=\s))(?:\s*(?P<scale>{_SCALES}))?(?:\s*(?:{_UNIT})|(?(sign)|(?!))))(?!\w)", re.I)


@cache
def _alone(language: str) -> re.Pattern[str]:
    """A million or a milliard without a number before it."""
    hedge = _hedges(language)[1]
    return re.compile(rf"(?<!\d\s)(?<!\w)(?P<text>(?:(?P<h>{hedge})\s+)?(?P<scale>мільйона?|миллиона?|мільярда?|миллиарда?)\s+(?:{_UNIT}))(?!\w)", re.I)


@cache
def _count_pattern(language: str) -> re.Pattern[str]:
    hedge = _hedges(language)[1]
    words = "|".join(sorted(map(re.escape, mapping(language, "numbers")), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,-])(?P<text>(?:(?P<h>{hedge})\s+)?(?P<n>{_DIGITS}|{words})(?:\s+(?P<scale>{_SCALES}))?)(?!\w|[.,-]\d|-[^\W\d]|\s*(?:%|відсот|процент))",
        re.I,
    )


def _number(text: str, language: str) -> float:
    low = text.lower().replace("’", "'")
    known = mapping(language, "numbers").get(low)
    value = float(known) if known else float(re.sub(r"[ \u00a0\u202f]", "", low).replace(",", "."))
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
    for m in _HALF.finditer(text):
        out.append((offset + m.start("text"), offset + m.end("text"), Value(_share(m["w"]), "%", m["text"])))
    return sorted(out, key=lambda v: v[:2])


def counts(text: str, offset: int, language: str) -> list[Counted]:
    """Counts of things: neither amounts with a unit nor years."""
    kinds = _hedges(language)[0]
    taken = [(a - offset, b - offset) for a, b, _ in values(text, offset, language)]
    out = []
    for m in _count_pattern(language).finditer(text):
        if any(a < m.end("n") and m.start("n") < b for a, b in taken):
            continue
        value = _scaled(_number(m["n"], language), m["scale"])
        if m["n"].isdigit() and 1900 <= value <= 2100:
            continue
        kind = kinds.get(re.sub(r"\s+", " ", m["h"].lower())) if m["h"] else None
        low, high = (None if kind == "most" else value), (None if kind == "least" else value)
        out.append(Counted(offset + m.start("text"), offset + m.end("text"), low, high, m["text"]))
    return out


def changes(text: str, offset: int, language: str) -> list[tuple[int, int, Change]]:
    """ "зріс на 70 %", "скоротився на чверть", "удвоила"."""
    rise, fall = _directions(language)
    out: list[tuple[int, int, Change]] = []
    pattern = re.compile(
        rf"(?P<text>(?P<w>{rise}|{fall})\w*(?:\s+(?!на\b)[\w,-]+){{0,3}}?\s+на\s+(?:(?:{_hedges(language)[1]})\s+)?(?P<n>{_DIGITS})\s*(?:%|відсотк\w+|процент\w+))",
        re.I,
    )
    for m in pattern.finditer(text):
        down = re.match(rf"(?:{fall})", m["w"], re.I) is not None
        n = _number(m["n"], language)
        out.append((offset + m.start("text"), offset + m.end("text"), Change(-n if down else n, m["text"])))
    more = rf"(?<!\w)(?P<text>на\s+(?P<n>{_DIGITS})\s*(?:%|відсотк\w+|процент\w+)\s+(?P<w>більше|больше|вище|выше|менше|меньше|нижче|ниже))(?!\w)"
    for m in re.finditer(more, text, re.I):
        if not any(a < offset + m.end() and offset + m.start() < b for a, b, _ in out):
            n = _number(m["n"], language)
            out.append((offset + m.start("text"), offset + m.end("text"), Change(-n if m["w"].lower().startswith(("мен", "ниж", "нижч")) else n, m["text"])))
    parts = re.compile(rf"(?P<text>(?P<w>{rise}|{fall})\w*(?:\s+(?!на\b)[\w,-]+){{0,6}}?\s+на\s+(?:(?:{_hedges(language)[1]})\s+)?(?P<n>половину|трет\w+|чверть|четверть))(?!\w)", re.I)
    for m in parts.finditer(text):
        share = _share(m["n"])
        out.append((offset + m.start("text"), offset + m.end("text"), Change(-share if re.match(rf"(?:{fall})", m["w"], re.I) else share, m["text"])))
    for m in _TIMES.finditer(text):
        if any(a < offset + m.end() and offset + m.start() < b for a, b, _ in out):
            continue
        times = 2.0 if m["twice"] else 3.0 if m["thrice"] else _times(m["n"], language)
        fell = "менше" in m["text"].lower() or "меньше" in m["text"].lower() or re.search(rf"(?:{fall})\w*\s+$", text[: m.start()], re.I) is not None
        percent = round((1 / times - 1) * 100, 1) if fell else round((times - 1) * 100, 1)
        whole = int(percent) if percent == int(percent) else percent
        out.append((offset + m.start("text"), offset + m.end("text"), Change(whole, m["text"])))
    return sorted(out, key=lambda c: c[:2])


def _share(word: str) -> float:
    """How many percent a half, a third or a quarter is."""
    if "част" in word.lower():
        return 10 if word.lower().startswith("дес") else 16.7 if word.lower().startswith("ш") else 20
    return 50 if word.lower().startswith("полов") else 33.3 if word.lower().startswith("тре") else 25


def _times(text: str, language: str) -> float:
    return max(_number(text, language), 0.001)


@cache
def _directions(language: str) -> tuple[str, str]:
    """Stems of the verbs and nouns of rising and falling."""
    stems: dict[str, list[str]] = {"up": [], "down": []}
    for stem, way in table(language, "directions"):
        stems[way].append(re.escape(stem))
    return rf"\b(?:{'|'.join(stems['up'])})", rf"\b(?:{'|'.join(stems['down'])})"
