"""A text as windows of word pieces.

A window is a run of whole paragraphs of at most LENGTH pieces with the two marks at its ends; a longer paragraph is
cut where a sentence ends or, failing that, where the window is full. Deterministic, linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LENGTH = 192
PARAGRAPH = 20_000  # characters; what is longer (one line of a megabyte) is parted before the tokenizer sees it


def cut(text: str, tokenizer: Tokenizer, length: int = LENGTH) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:
    """Piece ids and their offsets (code points of `text`; the two end marks have empty spans)."""
    first, last = tokenizer.encode("").ids  # the marks at the two ends
    room = length - 2
    ids: list[int] = []
    offsets: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        encoded = tokenizer.encode(text[start:end], add_special_tokens=False)
        more = list(zip(encoded.ids, [(a + start, b + start) for a, b in encoded.offsets], strict=True))
        if ids and len(ids) + len(more) > room:
            yield _closed(ids, offsets, first, last)
            ids, offsets = [], []
        while len(more) > room:
            at = _sentence_end(text, [o for _, o in more[:room]])
            yield _closed([i for i, _ in more[:at]], [o for _, o in more[:at]], first, last)
            more = more[at:]
        ids += [i for i, _ in more]
        offsets += [o for _, o in more]
    if ids:
        yield _closed(ids, offsets, first, last)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        for start in range(match.start(), match.end(), PARAGRAPH):
            yield start, min(start + PARAGRAPH, match.end())


def _closed(ids: list[int], offsets: list[tuple[int, int]], first: int, last: int) -> tuple[list[int], list[tuple[int, int]]]:
    return [first, *ids, last], [(0, 0), *offsets, (0, 0)]


def _sentence_end(text: str, offsets: list[tuple[int, int]]) -> int:
    """How many pieces go up to the last end of a sentence, all where there is none in the second half."""
    for k in range(len(offsets) - 1, len(offsets) // 2, -1):
        a, b = offsets[k]
        if text[a:b] in (".", "!", "?", "”", '"') and (k + 1 == len(offsets) or offsets[k + 1][0] > b):
            return k + 1
    return len(offsets)
