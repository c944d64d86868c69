"""Where in the text stand the words that a model gave?

`places(words, passage)` are all places of these words inside a passage, in order: letter by letter, but for the shape of
quotation marks and dashes and for how much white space stands between words; never inside a longer word and never in a
passage that was left out. `nearest` picks one of them for a claim. Nothing is guessed: words without a place have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from supplyline.extract.llm.parts import Range

# One character for one, so that offsets stay.
_SHAPES = str.maketrans({**dict.fromkeys("‘’ʼ‛`´", "'"), **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‐‑‒–—−", "-")})
_NO_SPACES = 0x2E80  # from here on are scripts that put no space between words


@dataclass(frozen=True, slots=True)
class Passage:
    """Offsets count in the whole document; `folded` is its text with one shape of each mark, and NUL for what was left out."""

    text: str
    folded: str
    start: int
    end: int


def passages(text: str, cut: Iterable[Range], left_out: Iterable[Range]) -> list[Passage]:
    pieces, at = [], 0
    for start, end in left_out:
        pieces += [text[at:start], chr(0) * (end - start)]
        at = end
    folded = "".join([*pieces, text[at:]]).translate(_SHAPES)
    return [Passage(text, folded, *part) for part in cut]


def places(words: str, where: Passage) -> list[Range]:
    pieces = words.translate(_SHAPES).split()
    if not pieces or "\0" in words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, pieces)))
    found = (m.span() for m in pattern.finditer(where.folded, where.start, where.end))
    return [(a, b) for a, b in found if not (_joined(where.folded, a) or _joined(where.folded, b))]


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
