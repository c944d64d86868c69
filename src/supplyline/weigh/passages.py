"""Which words did one document copy from another?

`copied(one, other)` aligns two texts word by word and gives the stretches both have: offsets (code points) of
each in the first, in its order. Promises: every stretch is at least `LEAST` words; case and
punctuation do not break one; texts are read up to `MOST` words, so the cost is bounded.

The alignment is that of difflib: longest common stretch first, then left and right of it (Ratcliff and
Obershelp 1988).
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from supplyline.weigh.text import fold

LEAST, MOST = 8, 3000  # words
_WORD = re.compile(r"[\u3400-\u9fff]|\w+(?:[-'’]\w+)*")


class Passage(NamedTuple):
    """The same words in two texts."""

    start: int
    end: int
    words: int


def copied(one: str, other: str) -> list[Passage]:
    left, right = _words(one), _words(other)
    match = SequenceMatcher(None, [w for w, _, _ in left], [w for w, _, _ in right], autojunk=False)
    return [
        Passage(left[a][1], left[a + size - 1][2], size)
        for a, _, size in match.get_matching_blocks()
        if size >= LEAST
    ]


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(fold(m.group()), m.start(), m.end()) for _, m in zip(range(MOST), _WORD.finditer(text), strict=False)]
