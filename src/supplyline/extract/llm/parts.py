"""Which passages of a document are put before a model?

`parts(text)` cuts a text at line ends, else at sentence ends, into passages that a model reads at once; `orders(text)` are
the sentences that read like an order to a program ("Ignore all previous instructions"). Those are left out of what is sent,
and no words of a claim are looked for in them: nobody writes them for people. `shown` is a passage as it is sent.

The list of such orders cannot be complete. What holds for all of them is that an answer is taken only through the schema and
only with words of the text, and that a model that finds nothing where the rules find claims is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from supplyline.tsv import rows

SIZE = 8_000  # characters: some 2,000 tokens of English, 6,000 of Chinese; the answer is about as long
LONGEST = 50 * SIZE  # a longer text is no report, and would eat a budget alone
LEFT_OUT = "[…]"
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
# Characters that a person does not see: tags, and what turns the direction of writing.
_UNSEEN = re.compile("[\U000e0000-\U000e007f\u202a-\u202e\u2066-\u2069]")

Range = tuple[int, int]


def parts(text: str) -> list[Range]:
    """Passages in order that cover all words of the text, none longer than SIZE."""
    out: list[Range] = []
    start = 0
    while start < len(text):
        end = start + SIZE
        if end < len(text):
            end = max(text.rfind("\n", start + SIZE // 2, end), start) or start
            if end == start:
                stops = [text.rfind(mark, start + SIZE // 2, start + SIZE) for mark in (". ", "。", "! ", "? ")]
                end = max(stops) + 1 or start + SIZE
        if text[start:end].strip():
            out.append((start, min(end, len(text))))
        start = end
    return out


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[0]})" for row in rows("model_orders.tsv")), re.IGNORECASE)


def orders(text: str) -> list[Range]:
    """Sentences that read like an order to a program, in the order of the text."""
    return [m.span() for m in _SENTENCE.finditer(text) if _pattern().search(m.group())]


def shown(text: str, part: Range, left_out: Iterable[Range]) -> str:
    """The words of a passage without those sentences and without what a person cannot see."""
    out, at = [], part[0]
    for start, end in left_out:
        if start < part[1] and part[0] < end:
            out += [text[at : max(start, part[0])], LEFT_OUT]
            at = end
    out.append(text[at : part[1]] if at < part[1] else "")
    return _UNSEEN.sub("", "".join(out))
