"""Chinese as rough English: which word stands for which, and in which order English has them.

`gloss(page, sentences)` puts each word by data/zh/english.tsv; its places are those of the folded page. An object that stands before its verb behind 将 or 把 goes behind it, and
what stands before 的 and has a verb follows its noun as "that …". A verb is told in the past but behind a word for what may or
shall be. Linear in the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import isfinite

from supplyline.extract.chinese.numbers import DIGIT, number
from supplyline.extract.chinese.text import LANGUAGE, Page, country_words, fold, short_countries
from supplyline.extract.chinese.words import Word, sounds
from supplyline.extract.glosses.english import capital, is_verb, verb
from supplyline.extract.glosses.written import Gloss
from supplyline.extract.lexicon import mapping
from supplyline.names.translit import latin
from supplyline.read import countries

_MARKS = {"，": ",", "、": ",", "。": ".", "；": ";", "：": ":", "！": "!", "？": "?", "—": "-", "“": "“", "”": "”"}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = {"今年": "this year", "去年": "last year", "前年": "two years ago", "明年": "next year", "同年": "the same year", "今天": "today", "今日": "today", "昨天": "yesterday", "昨日": "yesterday", "当天": "that day", "当日": "that day", "同日": "the same day", "本周": "this week", "上周": "last week", "本月": "this month", "上月": "last month", "目前": "currently", "日前": "recently", "近日": "recently", "年底": "at the end of the year", "年初": "at the beginning of the year"}
_WEEK = dict(zip("一二三四五六日天", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Sunday"), strict=True))
_NUMBER = re.compile(r"(?P<n>\d+(?:[.,]\d+)*(?:[百千]?[万亿]\d*)*|[一二两三四五六七八九十百千]+(?:[百千]?[万亿])*|数[十百千]|几[十百千]|若干|多)(?P<more>[余多])?(?P<rest>.*)")
_UNTIL = re.compile(r"(?<=[\d年月日号])[至到~—–-]+(?=\d)")
_SHARE = re.compile(r"百分之(?P<n>[\d.]+|[一二三四五六七八九十]+)")
_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_VAGUE = {"数十": "dozens of", "数百": "hundreds of", "数千": "thousands of", "几千": "thousands of", "几十": "dozens of", "几百": "hundreds of", "若干": "several", "多": "several"}
_VERBS = ("verb", "cue", "sanction", "impose", "pivot", "help", "prevent", "cooperate", "rise", "fall", "stall", "take_step")
_MARKERS = ("to", "from", "by", "passive", "at", "as", "about", "with", "take", "takes")
_SHORT = frozenset("中日上")
_STOPS = ("comma", "stop", "cue", "sanction", "list_verb", "impose", "open", "shut")


def _is_verb(w: Word) -> bool:
    return w.kind.endswith(_VERBS) and w.text not in ("是", "为")


def gloss(page: Page, sentences: Iterable[tuple[int, int, Sequence[Word]]]) -> Gloss:
    """Of the sentences [start, end) of a page, each with its words."""
    out = Gloss()
    before = 0
    for start, end, words in sentences:
        if "\n" in page.text[before:start]:
            out.line()
        cut = _named(page.text, words)
        first = True
        for a, b in _clauses(cut):
            _clause(out, _ordered(cut[a:b]), first)
            first = False
        if cut:
            out.helper({"！": "!", "？": "?"}.get(page.text[end : end + 1], "."))
        before = end
    return out


def _named(text: str, cut: Sequence[Word]) -> list[Word]:
    """What quotation marks hold is a name, as are characters together that make no word with their neighbours: 林芳正."""
    out: list[Word] = []
    for w in cut:
        if text[w.start - 1 : w.start] == "“" and text[w.end : w.end + 1] == "”" and w.kind == "noun" and len(w.text) > 1:
            out.append(Word(w.start, w.end, w.text, "name"))
            continue
        alone = len(w.text) == 1 and w.kind == "noun" and w.text not in short_countries()
        if alone and out and out[-1].kind == "name" and out[-1].end == w.start and len(out[-1].text) < 4:
            out[-1] = Word(out[-1].start, w.end, out[-1].text + w.text, "name")
        else:
            out.append(Word(w.start, w.end, w.text, "name") if alone else w)
    return out


def _clauses(cut: Sequence[Word]) -> list[tuple[int, int]]:
    """Each with the mark that ends it."""
    ends = [i + 1 for i, w in enumerate(cut) if w.kind in ("comma", "stop")]
    edges = [0, *ends, *([len(cut)] if not ends or ends[-1] < len(cut) else [])]
    return list(pairwise(edges))


def _ordered(clause: Sequence[Word]) -> list[tuple[Word | None, str]]:
    """The words in English order; (None, word) is one that only English wants."""
    out: list[tuple[Word | None, str]] = [(w, "") for w in clause]
    out = _relatives(out)
    return _objects(out)


def _kind(item: tuple[Word | None, str]) -> str:
    return item[0].kind if item[0] is not None else ""


def _relatives(items: list[tuple[Word | None, str]]) -> list[tuple[Word | None, str]]:
    """ "提供零件的公司" → "公司 that 提供零件"."""
    i = 0
    while i < len(items):
        if _kind(items[i]) == "of" and (start := _opens(items, i)) is not None:
            end = _noun_end(items, i + 1)
            if end > i + 1:
                closed = end == len(items) or _kind(items[end]) in ("comma", "stop", "list")
                moved = [*items[i + 1 : end], (None, "that"), *items[start:i], *([] if closed else [(None, ",")])]
                items[start:end] = moved
                i = start + len(moved)
                continue
        i += 1
    return items


def _opens(items: Sequence[tuple[Word | None, str]], at: int) -> int | None:
    """Where the words with a verb begin that stand before 的; None where they have none."""
    seen = False
    k = at - 1
    while k >= 0:
        w = items[k][0]
        if w is None or w.kind in _STOPS:
            break
        if _is_verb(w):
            seen = True
        elif seen and w.kind in ("to", "take", "takes", "about", "as") and k + 1 < at and (_verb_or_marker(items[k + 1])):
            break
        elif seen and w.kind in ("take", "takes"):
            break
        elif w.kind in ("will", "must", "neg") and seen is False:
            break
        k -= 1
    start = k + 1
    if not seen:
        return None
    if start < at and items[start][0] is not None and not (_verb_or_marker(items[start]) or items[start][0].kind in ("adv", "aux", "neg")):  # type: ignore[union-attr]
        nxt = next((j for j in range(start, at) if _verb_or_marker(items[j])), at)
        if items[start][0].kind in ("count", "relative") or nxt - start > 4:  # type: ignore[union-attr]
            start = nxt
    return start if any(w is not None and _is_verb(w) for w, _ in items[start:at]) else None


def _verb_or_marker(item: tuple[Word | None, str]) -> bool:
    w = item[0]
    return w is not None and (_is_verb(w) or w.kind in _MARKERS)


def _noun_end(items: Sequence[tuple[Word | None, str]], k: int) -> int:
    """Behind the noun phrase that begins here."""
    while k < len(items) and (w := items[k][0]) is not None and not _is_verb(w) and w.kind not in (*_STOPS, *_MARKERS, "of", "adv", "will", "must", "neg", "list", "and", "among", "time"):
        k += 1
    return k


def _objects(items: list[tuple[Word | None, str]]) -> list[tuple[Word | None, str]]:
    """What stands between 将 or 把 and the verb goes behind the verb."""
    for i, item in enumerate(items):
        if _kind(item) in ("take", "takes"):
            at = next((k for k in range(len(items) - 1, i, -1) if _kind(items[k]) == "list_verb"), None)
            if at is None:
                at = next((k for k in range(i + 1, len(items)) if items[k][0] is not None and _is_verb(items[k][0])), None)  # type: ignore[arg-type]
            if at is not None and at > i + 1:
                return [*items[:i], items[at], *items[i + 1 : at], *items[at + 1 :]]
    return items


def _clause(out: Gloss, items: Sequence[tuple[Word | None, str]], first: bool) -> None:
    modal = passive = False
    for n, (w, word) in enumerate(items):
        if w is None:
            out.helper(word)
            continue
        start, end = w.start, w.end
        if w.text in _MARKS:
            out.add(_MARKS[w.text], start, end)
            continue
        following = next((items[k][0] for k in range(n + 1, len(items)) if items[k][0] is not None), None)
        if w.kind == "passive":
            passive = True
            if following is not None and not _is_verb(following):
                out.add("by", start, end)
            continue
        english = _english(w)
        if w.text in _SHORT and not _lands(items, n):
            english = "-"
        if not english or english == "-":
            continue
        if w.kind in ("will", "must", "cannot") or w.text in ("可能", "能", "能够", "可以", "应该", "需要", "要", "不得", "拟", "会"):
            modal = True
        elif _is_verb(w) and not english[0].isupper():
            plain = english.removeprefix("be ")
            if passive and modal:
                english, passive = f"be {verb(plain, 'done')}" if is_verb(plain) else english, False
            elif passive:
                english, passive = f"was {verb(plain, 'done')}" if is_verb(plain) else english, False
            elif english.startswith("be "):
                english = f"was {plain}"
            elif not modal and not (n and _kind(items[n - 1]) == "of") and is_verb(plain):
                english = verb(plain, "past")
            modal = False
        out.add(capital(english) if first else english, start, end)
        first = False


def _lands(items: Sequence[tuple[Word | None, str]], n: int) -> bool:
    """Is 中 a country here, and not "in" behind a noun?"""
    beside = [items[k][0] for k in (n - 1, n + 1) if 0 <= k < len(items)]
    return n == 0 or any(w is None or w.kind in ("to", "from", "with", "comma", "stop", "list") or w.text in short_countries() or w.text in ("企", "资", "方", "美") for w in beside)


@cache
def _words() -> dict[str, str]:
    return {fold(word): english for word, english in mapping(LANGUAGE, "english").items()}


def _english(w: Word) -> str:
    text = w.text
    if text.isascii() or w.kind == "latin":
        return text
    if w.kind == "name" and len(text) > 1:
        return _words().get(text) or capital(latin(text))
    if w.kind in ("time", "since") and (told := _time(text)):
        return told
    if w.kind in ("amount", "count", "num", "size", "total") and (told := _amount(text)):
        return told
    iso = country_words()[0].get(text) or (short_countries().get(text) if len(text) == 1 else None)
    if iso and text not in _words():
        return countries.name(iso) or latin(text)
    if _is_verb(w) and (known := _words().get(f"{text} v")) is not None:
        return known
    if (known := _words().get(text)) is not None and not (len(text) == 1 and iso):
        return known
    if iso:
        return countries.name(iso) or latin(text)
    if sounds(text) or (parts := _parts(text)) is None:
        return capital(latin(text)) or text
    return " ".join(part for part in parts if part != "-") or "-"


def _parts(text: str) -> list[str] | None:
    """A word of no table by the longest words in it; None where some of it is in none, or it would be told one character at a time."""
    known, out, k, longest = _words(), [], 0, 1
    while k < len(text):
        j = next((j for j in range(len(text), k, -1) if text[k:j] in known), None)
        if j is None:
            return None
        longest = max(longest, j - k)
        out.append(known[text[k:j]])
        k = j
    return out if longest > 1 or len(text) < 3 else None


def _amount(text: str) -> str:
    m = _SHARE.search(text)
    if m is not None:
        return f"{number(m['n']):g}%"
    hedge = next((english for words, english in (("至少", "at least "), ("不少于", "at least "), ("超过", "more than "), ("不足", "less than "), ("不到", "less than "), ("逾", "more than "), ("多达", "as many as "), ("近", "nearly "), ("约", "about ")) if words in text[:5]), "")
    m = _NUMBER.search(text)
    if m is None:
        return ""
    rest = m["rest"]
    if m["n"] in _VAGUE:
        scale = next((name for size, name in (("万亿", "trillions"), ("亿", "hundreds of millions"), ("万", "tens of thousands")) if rest.startswith(size)), "")
        unit = _words().get(rest.lstrip("万亿"), "")
        return " ".join(word for word in (hedge + _VAGUE[m["n"]], scale and f"{scale} of", unit if unit != "-" else "") if word)
    value = number(m["n"])
    if not isfinite(value):
        return ""
    if rest.startswith("成"):
        value, rest = value * 10 + DIGIT.get(rest[1:2], 0), "%"
    size = next(((s, name) for s, name in _SIZES if value >= s), None)
    told = f"{value / size[0]:.4g} {size[1]}" if size is not None else f"{value:,.10g}" if value >= 10_000 else f"{value:g}"
    if rest.startswith("年"):
        return f"{hedge}{told} years"
    unit = _words().get(re.sub(r"[^\u3400-\u9fff]", "", rest), "") if rest and "%" not in rest else ""
    more = "more than " if m["more"] and not hedge else ""
    if unit.rpartition(" ")[2] in ("dollar", "euro", "ton", "kilogram", "ruble", "pound"):
        unit += "s"
    return f"{hedge}{more}{'No. ' if text.startswith('第') else ''}{told}{'%' if '%' in rest else ''}" + (f" {unit}" if unit not in ("", "-") else "")


def _time(text: str) -> str:
    begin, *more = _UNTIL.split(text, maxsplit=1)
    if more and (end := _day(more[0])[1]):
        unit = re.match(r"\d+(\D)", more[0]) if begin[-1].isdigit() else None
        return f"from {_day(begin + (unit[1] if unit is not None else ''))[1] or begin} to {end}"
    lead, told = _day(text)
    lead = "since " if re.search("以来|起|自", text) else "by " if text.startswith(("截至", "截止")) else lead
    return lead + told if told else ""


def _day(text: str) -> tuple[str, str]:
    """A day, month or year with the small word before it; ("", "") where none is named."""
    year, month, day = (re.search(pattern, text) for pattern in (r"(\d{4})年?", r"(\d{1,2})月", r"(\d{1,2})[日号]"))
    week = re.search(r"(?:周|星期)([一二三四五六日天])", text)
    out = [_WEEK[week[1]]] if week is not None else []
    if month is not None and 1 <= int(month[1]) <= 12:
        out.append(_MONTHS[int(month[1]) - 1] + (f" {day[1]}" if day is not None else ""))
    elif day is not None:
        out.append(f"the {day[1]}th")
    out += [english for word, english in _DAYS.items() if word in text][:1]
    if year is not None:
        out.append(year[1])
    lead = "on " if day is not None or week is not None else "in " if year is not None or month is not None else ""
    return lead, " ".join(out)
