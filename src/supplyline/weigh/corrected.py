"""Does a speaker take back a number of his own?

`takes_back(claim, document)` reads the sentence of a claim: "corrected himself", and the number that is said to be wrong
("four, not six"). Whose earlier number that is, `withdrawn` finds among the claims of the event. Promises: the
words of data/correction_words.tsv alone decide; a number that is the claim's own is not said to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from supplyline.extract.chinese import numbers as chinese
from supplyline.extract.numbers import counts
from supplyline.extract.slavic import numbers as slavic
from supplyline.model import Claim, Document
from supplyline.tsv import rows
from supplyline.weigh.text import fold, stem

_EDGE = re.compile(r"[.!?…](?=[\s\"”’»)]|$)|[。！？\n]")
_REACH = 400  # code points before and behind a claim that its sentence may have
_NUMERAL = re.compile(chinese.NUMERAL)
_HAN = "\u3400"
_WORD = re.compile(r"[^\W\d_]+")


def takes_back(claim: Claim, document: Document) -> tuple[bool, tuple[float, ...]]:
    """Says its speaker that he corrects himself, and which numbers are said to be wrong?"""
    if claim.count is None or (claim.count.min is None and claim.count.max is None):
        return False, ()
    text = _sentence(claim, document.text)
    own = {claim.count.min, claim.count.max}
    before, _ = _words("not")
    if not any(word in text for word in before):
        return _himself(text), ()
    wrong = {n for n in _wrong(text, (document.language or "en").split("-")[0], claim.count.event) if n not in own}
    return _himself(text), tuple(sorted(wrong))


def _himself(text: str) -> bool:
    low = fold(text)
    return any(word in low for word in _words("speaker")[0])


def _sentence(claim: Claim, text: str) -> str:
    spans = [s for s in (claim.quote, claim.cue, claim.content, claim.speaker.span if claim.speaker else None) if s is not None]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    edges = [m.end() for m in _EDGE.finditer(text, max(0, start - _REACH), start)]
    close = _EDGE.search(text, max(start, end - 1), end + _REACH)
    return text[edges[-1] if edges else max(0, start - _REACH) : close.start() if close else end + _REACH]


@lru_cache(maxsize=4)
def _words(where: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    found = tuple(word for mark, word in rows("correction_words.tsv") if mark == where)
    longest = sorted(found, key=lambda w: (-len(w), w))
    said = "|".join(re.escape(w) if w[0] > _HAN else rf"(?<!\w){re.escape(w)}\s" for w in longest)
    return found, re.compile(rf"(?:{said})\s*$" if where == "not" else rf"\s*(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.I)


def _wrong(text: str, language: str, counted: str | None) -> Iterable[float]:
    before, behind = _words("not")[1], _words("behind")[1]
    for start, end, value in _numbers(text, language):
        if before.search(text[max(0, start - 20) : start]) is None:
            continue
        rest = text[end:]
        word = _WORD.match(rest.lstrip())
        same = word is not None and counted is not None and stem(fold(word.group())) == stem(fold(counted))
        if word is None or same or behind.match(rest) or language == "zh":
            yield value


def _numbers(text: str, language: str) -> Iterable[tuple[int, int, float]]:
    if language == "zh":
        return [(m.start(), m.end(), chinese.number(m.group())) for m in _NUMERAL.finditer(text)]
    found = slavic.counts(text, 0, language) if language in ("ru", "uk") else counts(text, 0)
    return [(n.start, n.end, n.min if n.min is not None else n.max or 0.0) for n in found]
