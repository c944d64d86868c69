"""How well are parts and linked triples found? By a network over windows, or by whoever gives triples.

Token F1 of a part counts the words the labels mark; a triple counts where source, cue and content all overlap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from supplyline.extract.framing.decode import joined, told
from supplyline.extract.stances import heard
from supplyline.extract.tagger import decode, model
from supplyline.extract.tagger.layers import MENTIONS, PARTS
from supplyline.extract.tagger.pieces import cut
from training.examples import Example, Spans, Triple

Run = Callable[[list[list[int]]], list[tuple[np.ndarray, np.ndarray]]]
Counts = dict[str, tuple[int, int, int]]


def found(text: str, tokenizer: object, run: Run, links: decode.Links) -> tuple[dict[str, Spans], list[Triple]]:
    """What the labels mark and the triples, by a network; `run` gives labels and vectors of windows."""
    windows = list(cut(text, tokenizer))  # type: ignore[arg-type]
    marked: dict[str, list[tuple[int, int]]] = {p: [] for p in PARTS}
    out = []
    for (_, offsets), (labels, vectors) in zip(windows, run([ids for ids, _ in windows]) if windows else [], strict=True):
        for n, part in enumerate(PARTS):
            marked[part] += [(offsets[a][0], offsets[b - 1][1]) for a, b in decode.runs(_inner(labels[:, n]))]
        for t in decode.triples(labels, vectors, links):
            out.append(Triple(*(tuple((offsets[a][0], offsets[b - 1][1]) for a, b in getattr(t, p)) for p in PARTS)))
    return {p: tuple(s) for p, s in marked.items()}, out


def _inner(labels: np.ndarray) -> list[int]:
    return [0, *labels[1:-1].argmax(axis=1).tolist(), 0]


def scored(data: Iterable[Example], tokenizer: object, run: Run, links: decode.Links) -> Counts:
    """How well a network finds what these texts hold."""
    return table((e, found(e.text, tokenizer, run, links)) for e in data)


def table(pairs: Iterable[tuple[Example, tuple[dict[str, Spans], list[Triple]]]]) -> Counts:
    """For each part and for linked triples: hits, found, wanted."""
    counts = dict.fromkeys((*PARTS, "triples"), (0, 0, 0))
    for example, (marked, mine) in pairs:
        for part in PARTS:
            a = words(example.text, marked[part])
            b = {w for t in example.attributions for w in words(example.text, getattr(t, part))}
            counts[part] = _plus(counts[part], (len(a & b), len(a), len(b)))
        whole = [t for t in example.attributions if t.source and t.cue and t.content]
        ours = [t for t in mine if t.source]
        counts["triples"] = _plus(counts["triples"], (linked(ours, whole), len(ours), len(whole)))
    return counts


def mentions(data: Iterable[Example], tokenizer: object, run: Run) -> Counts:
    """For each kind of mention: hits (the same words and kind), found, wanted; of texts whose mentions are annotated."""
    counts = dict.fromkeys(MENTIONS, (0, 0, 0))
    for e in data:
        if e.mentions is None:
            continue
        windows = list(cut(e.text, tokenizer))  # type: ignore[arg-type]
        mine = {(n.kind, n.start, n.end) for (_, offsets), (labels, _) in zip(windows, run([ids for ids, _ in windows]), strict=True) for n in model.mentions(labels, offsets)}
        for kind in MENTIONS:
            a, b = {m for m in mine if m[0] == kind}, {m for m in e.mentions if m[0] == kind}
            counts[kind] = _plus(counts[kind], (len(a & b), len(a), len(b)))
    return counts


def stances(data: Iterable[Example], tokenizer: object, run: Run) -> tuple[int, int]:
    """Of the annotated stances of sayings with a cue: how many are the likeliest by the layers, or none above one half where it is asserted; and all."""
    right = wanted = 0
    for e in data:
        windows = list(cut(e.text, tokenizer))  # type: ignore[arg-type]
        seen = joined([told(labels, offsets, e.text)[1] for (_, offsets), (labels, _) in zip(windows, run([ids for ids, _ in windows]), strict=True)])
        for t in e.attributions:
            if t.stance is not None and t.cue and seen is not None:
                wanted += 1
                right += heard(seen, t.cue[0], 0.5) == t.stance
    return right, wanted


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / max(found + wanted, 1)


def line(counts: Counts) -> str:
    return "  ".join(f"{k} {f1(*v):.3f} (P {v[0] / max(v[1], 1):.3f} R {v[0] / max(v[2], 1):.3f})" for k, v in counts.items())


def _plus(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def words(text: str, spans: Spans) -> set[int]:
    return {m.start() + a for a, b in spans for m in re.finditer(r"\w+", text[a:b])}


def linked(mine: Sequence[Triple], theirs: Sequence[Triple]) -> int:
    """Pairs whose source, cue and content all overlap, each used once."""
    left, hits = list(theirs), 0
    for t in mine:
        match = next((g for g in left if all(_overlap(getattr(t, p), getattr(g, p)) for p in PARTS)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def _overlap(a: Spans, b: Spans) -> bool:
    return any(x < d and c < y for x, y in a for c, d in b)
