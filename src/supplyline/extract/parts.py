"""Which number is a part of another, told before it?

"Five shipments, of which two in 2025" counts five; two of them, and the year, are a part. `find` reads the parts of a
sentence in any language whose numbers and times are given, `apart` leaves their times to them, `given` says which part
belongs to which count. Promises: a part is never more than its whole; its words are a span of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from supplyline.extract.dates import Found
from supplyline.model import Count, Document, Part
from supplyline.tsv import rows

_END = re.compile(r"[,;:!?…()—–，；：。！？（）]|\.(?=\s|$)")
_BESIDE = 4  # between a time and the number behind it: "в 2025 году — две"
_NEAR = 40  # code points that may stand between a number and its time: "two of them took place in 2025"
_COLUMNS = 3


class Number(NamedTuple):
    """A count of a sentence: offsets in the document, and its bounds."""

    start: int
    end: int
    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """A part with its clause: from the word that says it is one to the next comma."""

    start: int
    end: int
    at: int  # where its number begins
    part: Part


@cache
def _words(language: str) -> dict[str, re.Pattern[str]]:
    found: dict[str, list[str]] = {}
    for tongue, where, said in rows("part_words.tsv", _COLUMNS):
        if tongue == language:
            found.setdefault(where, []).append(re.escape(said).replace(r"\ ", r"\s+"))
    out: dict[str, re.Pattern[str]] = {}
    if found:
        found["some"] = [*found.get("before", ()), *found.get("after", ())]
    for where, forms in found.items():
        said = "|".join(sorted(set(forms), key=lambda form: (-len(form), form)))
        edge, close = ("", "") if language == "zh" else (r"(?<!\w)", r"(?!\w)")
        frames = {"some": f"{edge}(?:{said}){close}", "after": rf"\s*,?\s*(?:{said})(?!\w)", "and": rf"\s*,?\s*(?:{said})\s*$|\s*,\s*$"}
        out[where] = re.compile(frames.get(where, rf"{edge}(?:{said})[\s,，]*$"), re.I)
    return out


@cache
def _hint(language: str) -> re.Pattern[str]:
    said = [re.escape(row[2]) for row in rows("part_words.tsv", _COLUMNS) if row[0] == language and row[1] != "and"]
    return re.compile("|".join(said) or r"(?!)", re.I)


def may_have(text: str, language: str, dates: Sequence[object]) -> bool:
    """A cheap look first: most sentences tell no part."""
    return len(dates) > 1 or _hint(language).search(text) is not None


def find(document: Document, start: int, end: int, language: str, numbers: Sequence[Number], dates: Sequence[Found]) -> list[Told]:
    """The parts that the sentence from `start` to `end` tells; `numbers` and `dates` are its own, in order. A part
    without a number ("most of them in 2025") has its time to itself too."""
    words, out = _words(language), list[Told]()
    whole = False  # "of the five shipments, …": what follows a comma is a part
    for k, number in enumerate(numbers):
        after = words["after"].match(document.text, number.end, end) if k and "after" in words else None
        known = after.end() if after else number.end
        stop = _stop(document.text, known, end)
        time = next((d for d in dates if number.end <= d.start < min(stop, number.end + _NEAR)), None)
        prior = next((d for d in dates if 0 <= number.start - d.end <= _BESIDE), None)  # "of which in 2025 two"
        before = document.text[start : prior.start if prior else number.start]
        lead = _lead(words, before, (time or prior) is not None) if k else None
        time = time or (prior if lead is not None else None)
        more = bool(out) and time is not None and _joined(words, document.text[out[-1].part.span.end : number.start])
        of_whole = whole and time is not None and before.rstrip().endswith(",")
        if lead is not None or after is not None or more or of_whole:
            out.append(_told(document, number, start + lead if lead is not None else number.start, known, stop, time))
        whole = whole or ("whole" in words and words["whole"].search(before) is not None)
    for m in words["some"].finditer(document.text, numbers[0].end, end) if numbers and "some" in words else ():
        stop = _stop(document.text, m.end(), end)
        time = next((d for d in dates if m.end() <= d.start < min(stop, m.end() + _NEAR)), None)
        if time is not None and not any(t.start <= m.start() < t.end for t in out):
            out.append(_told(document, Number(m.start(), m.end(), None, None), m.start(), m.end(), stop, time))
    return sorted(out or _shares(document, numbers, dates, words), key=lambda t: t.at)


def _told(document: Document, number: Number, first: int, known: int, stop: int, time: Found | None) -> Told:
    last = max(time.end if time else stop, known)
    span = document.span(min(number.start, time.start) if time else number.start, _trimmed(document.text, number.start, last))
    return Told(first, max(stop, last), number.start, Part(number.min, number.max, span, time.period if time else None))


def _stop(text: str, start: int, end: int) -> int:
    close = _END.search(text, start, end)
    return close.start() if close else end


def _shares(document: Document, numbers: Sequence[Number], dates: Sequence[Found], words: dict[str, re.Pattern[str]]) -> list[Told]:
    """ "Five shipments, two in 2025 and three in 2024": numbers with their times that make up the whole."""
    timed = [(n, d) for n in numbers[1:] if (d := next((d for d in dates if 0 <= d.start - n.end <= _BESIDE), None)) is not None and n.min is not None]
    if len(timed) < 2 or len(timed) != len(numbers) - 1 or sum(n.min or 0 for n, _ in timed) != numbers[0].min:
        return []
    joined = all(_joined(words, document.text[d.end : n.start]) for (_, d), (n, _) in pairwise(timed))
    return [_told(document, n, n.start, n.end, d.end, d) for n, d in timed] if joined else []


def _lead(words: dict[str, re.Pattern[str]], before: str, timed: bool) -> int | None:
    for where in ("before", "with_time"):
        if where in words and (timed or where == "before") and (found := words[where].search(before)) is not None:
            return found.start()
    return None


def _joined(words: dict[str, re.Pattern[str]], between: str) -> bool:
    return "and" in words and words["and"].match(between) is not None


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in " \n\t.,;:\"”»":
        end -= 1
    return end


def apart(dates: Iterable[Found], told: Sequence[Told]) -> list[Found]:
    """The times that are not of a part."""
    return [d for d in dates if not any(min(t.at, t.part.span.start) <= d.start < t.end for t in told)]


def given(wholes: Sequence[tuple[int, Count | None]], told: Sequence[Told]) -> list[Count | None]:
    """The counts of frames, by where the frames begin, each with the parts that the sentence tells of it: of the frame
    that begins nearest before the part."""
    parts: dict[int, list[Part]] = {}
    for one in told:
        fitting = [start for start, count in wholes if count is not None and _holds(count, one.part)]
        nearest = max((s for s in fitting if s <= one.at), default=None)
        if nearest is not None:
            parts.setdefault(nearest, []).append(one.part)
    return [replace(count, parts=tuple(p for p in parts.get(start, ()) if _holds(count, p))) if count is not None and start in parts else count for start, count in wholes]


def _holds(whole: Count, part: Part) -> bool:
    """Can the part be of the whole: no more than it, and not all of it?"""
    least = part.min if part.min is not None else part.max
    if least is None or (whole.min is None and whole.max is None):
        return False
    return whole.max is None or least < whole.max
