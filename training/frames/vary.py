"""The same text about other parties: countries, persons, firms and goods change places with those of other texts.

`vary(example, dice, share, pool)` replaces each name with the chance `share`, in all places where it stands; a country brings
its adjective and capital along. Frames follow. A little data teaches turns of phrase this way, not names.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from training.frames.examples import Example, Told

Pool = dict[tuple[str, int, bool], list[str]]
MOVED = ("person", "organization", "goods", "vessel")


def pool(examples: Iterable[Example]) -> Pool:
    """Names by kind, number of words and plural ending."""
    out: dict[tuple[str, int, bool], dict[str, None]] = defaultdict(dict)
    for e in examples:
        for kind, words in e.mentions:
            if kind in MOVED:
                out[_shape(kind, words)][words] = None
    return {k: list(v) for k, v in out.items()}


def _shape(kind: str, words: str) -> tuple[str, int, bool]:
    return kind, min(len(words.split()), 4), kind == "goods" and words.endswith("s")


def countries(path: Path) -> list[tuple[str, str, str]]:
    """Name, adjective and capital of the countries that have all three in data/countries.tsv."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(r[1], r[3].split(";")[0], r[4].split(";")[0]) for r in rows if len(r) > 4 and r[3] and r[4]]


def vary(example: Example, dice: random.Random, share: float, names: Pool, lands: list[tuple[str, str, str]]) -> Example:
    text, new = example.text, dict[str, str]()
    for land in lands:
        if land[0] in text and dice.random() < share:
            other = dice.choice(lands)
            new.update({a: b for a, b in zip(land, other, strict=True) if a in text})
    for kind, words in dict.fromkeys(example.mentions):
        if kind in MOVED and words not in new and dice.random() < share:
            others = names.get(_shape(kind, words), [])
            other_name = dice.choice(others) if others else words
            if words[:1].isupper() == other_name[:1].isupper():
                new[words] = other_name
    if not new:
        return example
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(new, key=lambda w: (-len(w), w))) + r")(?!\w)")
    return _moved(example, [(m.start(), m.end(), new[m[0]]) for m in pattern.finditer(text)])


def _moved(example: Example, changes: list[tuple[int, int, str]]) -> Example:
    parts, last, steps = list[str](), 0, list[tuple[int, int, int]]()
    for a, b, words in changes:
        parts += [example.text[last:a], words]
        last = b
        steps.append((a, b, len(words) - (b - a)))

    def start(at: int) -> int:
        """A start inside a replaced name moves to its start."""
        gained = 0
        for a, b, gain in steps:
            if b <= at:
                gained += gain
            elif a < at:
                return a + gained
            else:
                break
        return at + gained

    def end(at: int) -> int:
        gained = 0
        for a, b, gain in steps:
            if b <= at or a < at:
                gained += gain
                if b > at:
                    return b + gained
            else:
                break
        return at + gained

    told = tuple(Told(t.kind, (start(t.evidence[0]), end(t.evidence[1])), tuple((r, start(a), end(b)) for r, a, b in t.fillers)) for t in example.frames)
    return Example(example.name, "".join(parts) + example.text[last:], told, (), example.page)
