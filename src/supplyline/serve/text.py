"""By which words is a text found, and which of its words are to be marked?

`folded(text)` is what the full-text index stores and is asked for: case, accents and full-width forms folded away, each
Chinese character a word of its own, so that two characters in a row are found as a phrase without a dictionary.
`words(text)` gives the same words with their places, for marking. Promises: both agree, always.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_ONE_HAN = re.compile(f"[{_HAN}]")
Piece = tuple[str, bool]  # text, and whether it is to be marked


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """One word without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)) or plain


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """(folded word, start, end) of each word."""
    for found in _WORD.finditer(text):
        yield fold(found.group()), found.start(), found.end()


def folded(text: str) -> str:
    return " ".join(fold(w) for w in _WORD.findall(text))


def is_han(word: str) -> bool:
    return _ONE_HAN.fullmatch(word) is not None


def marked(text: str, wanted: Container[str], phrases: Sequence[Sequence[str]] = ()) -> list[Piece]:
    """The text in pieces; words that are wanted, or that stand in a wanted phrase, are marked."""
    found = list(words(text))
    hits = {n for n, (word, _, _) in enumerate(found) if word in wanted}
    for phrase in phrases:
        size = len(phrase)
        for n in range(len(found) - size + 1):
            if all(found[n + k][0] == phrase[k] for k in range(size)):
                hits.update(range(n, n + size))
    out: list[Piece] = []
    at = 0
    for n in sorted(hits):
        _, start, end = found[n]
        if start > at:
            out.append((text[at:start], False))
        out.append((text[start:end], True))
        at = end
    if at < len(text):
        out.append((text[at:], False))
    return _joined(out)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece: Chinese is marked as a run, not letter by letter."""
    out: list[Piece] = []
    for text, on in pieces:
        if out and out[-1][1] == on:
            out[-1] = (out[-1][0] + text, on)
        else:
            out.append((text, on))
    return out


def snippet(pieces: list[Piece], size: int = 280) -> list[Piece]:
    """Some `size` characters around the first marked piece."""
    before = 0
    for text, on in pieces:
        if on:
            break
        before += len(text)
    else:
        before = 0
    start = max(0, before - size // 3)
    out: list[Piece] = []
    at = 0
    for text, on in pieces:
        part = text[max(0, start - at) : max(0, start + size - at)]
        if part:
            out.append((part, on))
        at += len(text)
    if out and start:
        out.insert(0, ("… ", False))
    if at > start + size:
        out.append((" …", False))
    return out
