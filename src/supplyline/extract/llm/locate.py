"""Where in the text stand the words that a model gave?

`places(words, passage)` are all places of these words inside a passage, in order: letter by letter, but for the shape of
quotation marks and dashes and for how much white space stands between words; never inside a longer word and never in a
passage that was left out. `nearest` picks one of them for a claim. Nothing is guessed: words without a place have none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from supplyline.extract.llm.parts import Range

# One character for one, so that offsets stay.
_SHAPES = str.maketrans({**dict.fromkeys("‘’ʼ‛`´", "'"), **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‐‑‒–—−", "-")})
_WORD = re.compile(r"\S+")
_NO_SPACES = 0x2E80  # from here on are scripts that put no space between words


@dataclass(frozen=True, slots=True)
class Passage:
    """`start` and `end` count in the document, like all offsets that come out of here. `flat` is the passage with one shape of
    each mark, one space for each run of white space, and NUL for what was left out; word n of it begins at `at[n]`, and in the
    document at `words[n]`."""

    start: int
    end: int
    flat: str
    at: list[int]
    words: list[int]


def passages(text: str, cut: Iterable[Range], left_out: Iterable[Range]) -> list[Passage]:
    pieces, done = [], 0
    for start, end in left_out:
        pieces += [text[done:start], chr(0) * (end - start)]
        done = end
    folded = "".join([*pieces, text[done:]]).translate(_SHAPES)
    return [_passage(folded, *part) for part in cut]


def _passage(folded: str, start: int, end: int) -> Passage:
    found = [(m.start(), m.group()) for m in _WORD.finditer(folded, start, end)]
    at = list(accumulate((len(word) + 1 for _, word in found), initial=0))
    return Passage(start, end, " ".join(word for _, word in found), at[:-1], [place for place, _ in found])


def places(words: str, where: Passage) -> list[Range]:
    needle = " ".join(words.translate(_SHAPES).split())
    if not needle or "\0" in needle:
        return []
    out, at = [], where.flat.find(needle)
    while at >= 0:
        end = at + len(needle)
        if not (_joined(where.flat, at) or _joined(where.flat, end)):
            out.append((_place(where, at), _place(where, end - 1) + 1))
        at = where.flat.find(needle, end)
    return out


def _place(where: Passage, at: int) -> int:
    """Where in the document a character of `flat` stands."""
    word = bisect_right(where.at, at) - 1
    return where.words[word] + at - where.at[word]


def _joined(text: str, at: int) -> bool:
    """Does a word go on across this place?"""
    return 0 < at < len(text) and _letter(text[at - 1]) and _letter(text[at])


def _letter(c: str) -> bool:
    return c.isalnum() and ord(c) < _NO_SPACES


def nearest(found: list[Range], to: Range) -> Range:
    """The first place inside the evidence, else the one nearest to it; of two as near the earlier."""

    def far(span: Range) -> tuple[bool, int, int]:
        return not (to[0] <= span[0] and span[1] <= to[1]), max(0, to[0] - span[1], span[0] - to[1]), span[0]

    return min(found, key=far)
