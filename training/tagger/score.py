"""How well are parts and linked triples found? The counting of benchmarks/bench_attribution.py, over windows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from supplyline.extract.tagger import decode
from supplyline.extract.tagger.pieces import cut
from training.tagger.examples import Example, Spans, Triple

PARTS = ("source", "cue", "content")
Run = Callable[[list[int]], tuple[np.ndarray, np.ndarray]]


def found(text: str, tokenizer: object, run: Run) -> list[Triple]:
    """The triples that a network finds; `run` gives parts and vectors of one window."""
    out = []
    for ids, offsets in cut(text, tokenizer):  # type: ignore[arg-type]
        parts, vectors = run(ids)
        for t in decode.triples(parts, vectors):
            out.append(Triple(*(tuple((offsets[a][0], offsets[b - 1][1]) for a, b in getattr(t, p)) for p in PARTS)))
    return out


def table(pairs: Iterable[tuple[Example, list[Triple]]]) -> dict[str, tuple[int, int, int]]:
    """For each part and for linked triples: hits, found, wanted."""
    counts = {k: (0, 0, 0) for k in (*PARTS, "triples")}
    for example, mine in pairs:
        for part in PARTS:
            a = {w for t in mine for w in _words(example.text, getattr(t, part))}
            b = {w for t in example.attributions for w in _words(example.text, getattr(t, part))}
            counts[part] = _plus(counts[part], (len(a & b), len(a), len(b)))
        whole = [t for t in example.attributions if t.source and t.cue and t.content]
        ours = [t for t in mine if t.source]
        counts["triples"] = _plus(counts["triples"], (_linked(ours, whole), len(ours), len(whole)))
    return counts


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / max(found + wanted, 1)


def _plus(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _words(text: str, spans: Spans) -> set[int]:
    return {m.start() + a for a, b in spans for m in re.finditer(r"\w+", text[a:b])}


def _linked(mine: Sequence[Triple], theirs: Sequence[Triple]) -> int:
    left, hits = list(theirs), 0
    for t in mine:
        match = next((g for g in left if all(_overlap(getattr(t, p), getattr(g, p)) for p in PARTS)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def _overlap(a: Spans, b: Spans) -> bool:
    return any(x < d and c < y for x, y in a for c, d in b)
