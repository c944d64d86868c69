"""The same text about other parties: countries, persons, firms and goods change places with those of other texts.

`vary(example, dice, share, pool)` replaces each name with the chance `share`, in all places where it stands; a country brings
its adjective and capital along. A little data teaches turns of phrase this way, not names.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from supplyline.tsv import rows
from training.examples import Example
from training.moved import moved

Pool = dict[tuple[str, int, bool], list[str]]
MOVED = ("person", "organization", "goods", "vessel")


def pool(examples: Iterable[Example]) -> Pool:
    """Names by kind, number of words and plural ending."""
    out: dict[tuple[str, int, bool], dict[str, None]] = defaultdict(dict)
    for e in examples:
        for kind, a, b in e.mentions or ():
            if kind in MOVED:
                out[_shape(kind, e.text[a:b])][e.text[a:b]] = None
    return {k: list(v) for k, v in out.items()}


def _shape(kind: str, words: str) -> tuple[str, int, bool]:
    return kind, min(len(words.split()), 4), kind == "goods" and words.endswith("s")


def countries() -> list[tuple[str, str, str]]:
    """Name, adjective and capital of the countries that have all three in data/countries.tsv."""
    return [(r[1], r[3].split(";")[0], r[4].split(";")[0]) for r in rows("countries.tsv") if len(r) > 4 and r[3] and r[4]]


def vary(example: Example, dice: random.Random, share: float, names: Pool, lands: list[tuple[str, str, str]]) -> Example:
    text, new = example.text, dict[str, str]()
    for land in lands:
        if land[0] in text and dice.random() < share:
            other = dice.choice(lands)
            new.update({a: b for a, b in zip(land, other, strict=True) if a in text})
    for kind, words in dict.fromkeys((k, text[a:b]) for k, a, b in example.mentions or ()):
        if kind in MOVED and words not in new and dice.random() < share:
            others = names.get(_shape(kind, words), [])
            other_name = dice.choice(others) if others else words
            if words[:1].isupper() == other_name[:1].isupper():
                new[words] = other_name
    if not new:
        return example
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(new, key=lambda w: (-len(w), w))) + r")(?!\w)")
    return moved(example, {m.span(): new[m[0]] for m in pattern.finditer(text)})
