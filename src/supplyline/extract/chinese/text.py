"""What do all rules for Chinese share: the folded page, word groups, sentences, countries, and the nouns `Saying` and `Told`?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from supplyline import tsv
from supplyline.extract.lexicon import mapping, table
from supplyline.model import Document, Period, Span
from supplyline.read import countries

LANGUAGE = "zh"
PRESS = re.compile(r"(?:社|报|报道|媒体|通讯|电视台|新闻网|官网|网站|[^，]网|媒|周刊|杂志|日报|时报|电台|BBC|CNN|彭博|路透|法新|美联|半岛|日经|日经亚洲|新闻|卫视|广播公司|新华|央视|消息|VOA|RFA|《[^》]+》?|广播[协公]会?司?)$")
MOST = 600  # characters of a sentence that rules look at; a longer one is a table or noise
_END = re.compile(r"[^。！？\n]+[。！？]*”?|\n")
MARKS = "，；：、。！？“”（） "
_WIDE = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_MARKS = str.maketrans("「」『』;!?()．•‧・砲説衞︰﹕∶", "“”“”；！？（）.···炮说卫：：：")
_SPACE = " \t\u3000\xa0\r"


@dataclass(frozen=True, slots=True)
class Page:
    """A text in one script and one punctuation, with the offset in the document of each of its characters."""

    document: Document
    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return self.document.span(self.at[start], self.at[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Saying:
    speaker: tuple[int, int]
    name: str
    role: str | None
    cue: tuple[int, int]
    content: tuple[int, int]
    stance: str
    via: tuple[int, int] | None = None
    said_on: Period | None = None


@dataclass(frozen=True, slots=True)
class Told:
    kind: str
    start: int
    end: int
    roles: tuple[tuple[str, int, int], ...]
    negated: bool = False
    stance: str | None = None
    made_by: str = "rules"


@cache
def _simplified() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in tsv.rows("han_simplified.tsv") if len(row[0]) == len(row[1]) == 1}


def fold(text: str) -> str:
    """One character for each: simplified ones, full marks of Chinese, plain digits and letters."""
    folded = text.translate(_WIDE).translate(_simplified()).translate(_MARKS)
    folded = re.sub(r"(?<!\d),|,(?!\d)", "，", folded)
    folded = re.sub(r"(?<!\d):(?!//)|:(?![\d/])", "：", folded)
    quotes = iter(range(len(folded)))
    return re.sub('"', lambda m: "“”"[next(quotes) % 2], folded)


def page(document: Document) -> Page:
    """Blanks beside Chinese characters go, for there they part nothing; between two phrases one is a comma."""
    text = fold(document.text)
    out: list[str] = []
    at: list[int] = []
    for m in re.finditer(rf"[{_SPACE}]+|[^{_SPACE}]+", text):
        piece = m.group()
        if piece[0] in _SPACE:
            before, after = text[max(m.start() - 3, 0) : m.start()], text[m.end() : m.end() + 3]
            if (_HAN.fullmatch(before) or before.endswith(("”", "电", "讯"))) and _HAN.fullmatch(after):
                piece = "，"
            elif before[-1:].isascii() and after[:1].isascii() and (before[-1:] + after[:1]).strip():
                piece = " "
            else:
                continue
            out.append(piece)
            at.append(m.start())
        else:
            out.append(piece)
            at.extend(range(*m.span()))
    return Page(document, "".join(out), tuple(at))


_HAN = re.compile(r"[\u3400-\u9fff]{3}")


@cache
def group(*names: str) -> frozenset[str]:
    return frozenset(fold(row[0]) for row in table(LANGUAGE, "triggers") if row[1] in names)


@cache
def any_of(*names: str) -> str:
    """The words of trigger groups as an alternation, longest first."""
    return either(group(*names))


def either(found: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, found), key=lambda w: (-len(w), w))) or "(?!)"


@cache
def folded(name: str) -> dict[str, str]:
    """A table of two columns with its first cells folded."""
    return {fold(word): value for word, value in mapping(LANGUAGE, name).items()}


@cache
def country_words() -> tuple[dict[str, str], re.Pattern[str]]:
    found = {fold(w): row[0] for row in table(LANGUAGE, "countries") for cell in row[1:3] for w in cell.split(";") if w}
    return found, re.compile(either(frozenset(found)))


@cache
def short_countries() -> dict[str, str]:
    """俄 of 对俄, 中 of 中企: one character that stands for a country inside a phrase."""
    return {row[3]: row[0] for row in table(LANGUAGE, "countries") if len(row) > 3 and row[3]}


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; those inside one quotation go together, so that its speaker holds them all."""
    opened: int | None = None
    for match in _END.finditer(text):
        if match.group() == "\n":
            if opened is not None:
                yield opened, min(match.start(), opened + MOST)
                opened = None
            continue
        start = match.start() if opened is None else opened
        if match.end() - start < MOST and text.count("“", start, match.end()) > text.count("”", start, match.end()):
            opened = start
            continue
        opened = None
        a, b = strip(text, start, match.end(), "。！？ ")
        if a < b:
            yield a, min(b, a + MOST)
    if opened is not None:
        yield opened, min(len(text), opened + MOST)


def strip(text: str, start: int, end: int, marks: str = MARKS) -> tuple[int, int]:
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """With the closing mark of a quotation that opens inside."""
    if end < len(text) and text[end] == "”" and text.count("“", start, end) > text.count("”", start, end):
        end += 1
    return start, end


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """With the mark of quotation that its other mark asks for, where it stands right beside."""
    opened, closed = text.count("“", start, end), text.count("”", start, end)
    if opened > closed and text[end : end + 1] == "”":
        end += 1
    elif closed > opened and text[start - 1 : start] == "“":
        start -= 1
    return start, end


def english(text: str, role: str) -> str:
    """Countries and known goods by their English names, so that reports in all languages speak of one thing."""
    plain = fold(text)
    if role == "goods":
        known = folded("goods")
        return next((known[plain[i:]] for i in range(len(plain)) if plain[i:] in known), text)
    iso = country_words()[0].get(plain) or short_countries().get(plain)
    return (countries.name(iso) if iso else None) or text
