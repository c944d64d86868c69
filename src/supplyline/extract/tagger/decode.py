"""From the numbers of the network to spans and linked triples.

The parts of attributions are three layers of BIO labels (0 outside, 1 begins, 2 goes on), so that an attribution can
stand inside the content of another. A cue is tied to the source with the highest link score, and to each content
whose score is above 0 (probability one half), or else to the best one that stands near.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PARTS = ("source", "cue", "content")
Array = NDArray[np.float32]
Pieces = tuple[int, int]
LEAST = -2.0  # a source is taken at a link of probability 0.12: most cues have one


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution in a window: ranges of pieces, and the least sure of its parts as a probability in [0, 1]."""

    source: tuple[Pieces, ...]
    cue: tuple[Pieces, ...]
    content: tuple[Pieces, ...]
    sure: float


def runs(labels: Iterable[int]) -> list[Pieces]:
    """The ranges that one layer of labels marks."""
    out: list[Pieces] = []
    start = -1
    k = -1
    for k, label in enumerate(labels):
        if start >= 0 and label != 2:
            out.append((start, k))
            start = -1
        if label and start < 0:
            start = k
    return [*out, (start, k + 1)] if start >= 0 else out


def chances(labels: Array) -> Array:
    """Probabilities of the labels, from numbers of the same shape (..., 3)."""
    shifted = np.exp(labels - labels.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]


def triples(labels: Array, vectors: Array) -> list[Tagged]:
    """Attributions of one window.

    `labels` is (pieces, 3 layers, 3 labels); `vectors` (pieces, 4, size): what a cue asks of a source, what a source
    answers, the same for content.
    """
    chance = chances(labels)
    best = chance.argmax(axis=-1)
    source, cue, content = (runs(best[:, n].tolist()) for n in range(3))
    out = []
    for c in cue:
        asked = vectors[c[0] : c[1]].mean(axis=0)
        speaker = _tied(asked[0], vectors[:, 1], source)[:1]
        held = _tied(asked[2], vectors[:, 3], content)
        said = tuple(sorted(s for score, s in held if score > 0))
        if not said and held:
            said = (held[0][1],)
        if said:
            named = tuple(s for score, s in speaker if score > LEAST)
            sure = min(float(1 - chance[a:b, n, 0].mean()) for n, part in enumerate((named, (c,), said)) for a, b in part)
            out.append(Tagged(named, (c,), said, sure))
    return out


def _tied(asked: Array, answers: Array, spans: list[Pieces]) -> list[tuple[float, Pieces]]:
    return sorted(((float(asked @ answers[a:b].mean(axis=0)), (a, b)) for a, b in spans), reverse=True)
