"""Which words of a phrase count when two phrases are compared?

`fold` gives one spelling to what differs by case, accent or form; `tokens` cuts folded text into
words (Han into pairs of characters, since it has no spaces); `stem` cuts a word to the letters that
its inflections share. Promises: pure, no language needed, no list of words in the code.
"""

from __future__ import annotations

import re
import unicodedata

from supplyline.tsv import words
from supplyline.weigh.collector import remembered

_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_]+(?:[-.'’][^\W_]+)*")
_HAN = re.compile(r"^[\u3400-\u9fff\uf900-\ufaff]+$")


def fold(text: str) -> str:
    """Lower case, compatibility forms made one, accents of Latin letters dropped, spaces single."""
    if text.isascii():  # nothing to make one
        return " ".join(text.casefold().split())
    out: list[str] = []
    for char in unicodedata.normalize("NFKD", text.casefold()):
        # й and ї are letters of their own: only marks on Latin letters are dropped
        if unicodedata.combining(char) and out and out[-1].isascii():
            continue
        out.append(char)
    return " ".join(unicodedata.normalize("NFC", "".join(out)).split())


@remembered
def tokens(text: str) -> tuple[str, ...]:
    out: list[str] = []
    for word in _WORD.findall(fold(text)):
        if not word.isascii() and _HAN.match(word) and len(word) > 1:
            out.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            out.append(word.removesuffix("'s").removesuffix("’s").rstrip("."))
    return tuple(t for t in out if t)


def content(text: str) -> tuple[str, ...]:
    """The words that carry a sentence: longer than three letters, numbers, or Han."""
    return tuple(t for t in tokens(text) if len(t) > 3 or t[0].isdigit() or not t[0].isascii())


@remembered
def stem(word: str) -> str:
    """The first letters of a word without its plural: "specialty" and "specialized" agree, and so
    do two cases of a Ukrainian noun. Crude on purpose: it only ever supports other evidence."""
    if word.isascii() and len(word) > 3:
        word = word[:-3] + "y" if word.endswith("ies") else word
        word = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return word[:6] if word.isascii() else word[:5]


@remembered
def goods_stems(phrase: str) -> frozenset[str]:
    """The stems that say which goods are meant; empty for "critical supplies"."""
    vague = words("vague_goods.tsv")
    return frozenset(stem(t) for t in tokens(phrase) if t not in vague and len(t) > 2)


def same_goods(a: str, b: str) -> bool:
    """Do two phrases name the same goods, by the words alone?

    Equal, one inside the other ("chemicals" in "special chemicals"), or half of all words shared.
    A vague phrase agrees with nothing here: the caller decides what vagueness means.
    """
    left, right = goods_stems(a), goods_stems(b)
    if left.isdisjoint(right):  # the usual case; also where one says nothing
        return False
    shared = left & right
    return shared in (left, right) or 2 * len(shared) >= len(left | right)
