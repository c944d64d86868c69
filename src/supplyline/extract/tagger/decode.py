"""From the numbers of the network to spans and linked triples.

The parts of attributions are three BIO layers (0 outside, 1 begins, 2 goes on), so that an attribution can stand inside
the content of another. A cue is tied to the source with the highest link score, and to each content whose score is
above 0 (probability one half). A content that no cue takes is left out: no words without their speaker's verb.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PARTS = ("source", "cue", "content")
Array = NDArray[np.float32]
Pieces = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution in a window: ranges of pieces, and the least sure of its parts as a probability in [0, 1]."""

    source: tuple[Pieces, ...]
    cue: tuple[Pieces, ...]
    content: tuple[Pieces, ...]
    sure: float


def spans(logits: Array) -> list[tuple[int, int, float]]:
    """(first, end, mean probability) of each run in one BIO layer of shape (pieces, 3)."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    chance = shifted / shifted.sum(axis=1, keepdims=True)
    labels = logits.argmax(axis=1)
    out: list[tuple[int, int, float]] = []
    start = -1
    for k, label in enumerate([*labels.tolist(), 0]):
        if start >= 0 and label != 2:
            out.append((start, k, float(1 - chance[start:k, 0].mean())))
            start = -1
        if label == 1 or (label == 2 and start < 0):
            start = k
    return out


def triples(parts: Array, vectors: Array) -> list[Tagged]:
    """Attributions of one window.

    `parts` is (pieces, 3 layers, 3 labels); `vectors` (pieces, 4, size): what a cue asks of a source, what a source
    answers, the same for content.
    """
    source, cue, content = (spans(parts[:, n]) for n in range(3))
    out = []
    for begin, end, sure in cue:
        asked = vectors[begin:end].mean(axis=0)
        tied = [max(source, key=lambda s: _score(asked[0], vectors[:, 1], s))] if source else []
        tied = [s for s in tied if _score(asked[0], vectors[:, 1], s) > 0]
        held = [s for s in content if _score(asked[2], vectors[:, 3], s) > 0]
        if held:
            least = min([sure, *(s[2] for s in tied), *(s[2] for s in held)])
            out.append(Tagged(tuple(s[:2] for s in tied), ((begin, end),), tuple(s[:2] for s in held), least))
    return out


def _score(asked: Array, answers: Array, span: tuple[int, int, float]) -> float:
    return float(asked @ answers[span[0] : span[1]].mean(axis=0))
