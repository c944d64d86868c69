"""From the numbers of the network to spans and linked triples.

The parts of attributions are three layers of BIO labels (0 outside, 1 begins, 2 goes on), so that an attribution can
stand inside the content of another. Whether a cue and a source (or content) belong together is scored from what their
pieces say and from where they stand to each other: relu(cue + other + place) @ weigh + lean, the additive form of
attention (Bahdanau, Cho and Bengio 2015). A cue takes the source with the highest score, and each content whose
score is above 0 (probability one half), or else the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Pieces = tuple[int, int]
GAPS = (1, 4, 12, 40)  # pieces between two spans
PLACES = 2 * 4 * (len(GAPS) + 1)
LEAST = -3.0  # a source is taken at a link of probability 0.05: nearly every cue has one


@dataclass(frozen=True, slots=True)
class Links:
    """The weights of the links to sources and to contents: place (2, PLACES, size), weigh (2, size), lean (2, PLACES)."""

    place: Array
    weigh: Array
    lean: Array


def unpacked(rows: Array) -> Links:
    """The weights of the links from one array (2, PLACES x size + size + PLACES), as the file holds them."""
    size = (rows.shape[1] - PLACES) // (PLACES + 1)
    place, weigh, lean = np.split(rows, [PLACES * size, PLACES * size + size], axis=1)
    return Links(place.reshape(2, PLACES, size), weigh, lean)


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution in a window: ranges of pieces, and the least sure of its parts as a probability in [0, 1]."""

    source: tuple[Pieces, ...]
    cue: tuple[Pieces, ...]
    content: tuple[Pieces, ...]
    sure: float


def runs(labels: Sequence[int] | NDArray[np.integer[Any]]) -> list[Pieces]:
    """The ranges that one layer of labels marks."""
    held = np.asarray(labels)
    return stretches(held > 0, held == 1)


def stretches(on: NDArray[np.bool_], anew: NDArray[np.bool_]) -> list[Pieces]:
    """The ranges in which all are `on`, parted before each that begins `anew`."""
    if not on.any():
        return []
    before = np.zeros(len(on) + 1, dtype=bool)
    before[1:] = on
    parted = np.append(~on | anew, True)
    starts, ends = np.flatnonzero(on & (anew | ~before[:-1])), np.flatnonzero(before & parted)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def places(cues: Sequence[Pieces], others: Sequence[Pieces]) -> NDArray[np.int64]:
    """(cues, others) numbers below PLACES: which side, how many of the others stand between, how many pieces."""
    c, o = np.asarray(cues, dtype=np.int64).reshape(-1, 2), np.asarray(others, dtype=np.int64).reshape(-1, 2)
    low = np.minimum(c[:, None, 1], o[None, :, 1])
    high = np.maximum(c[:, None, 0], o[None, :, 0])
    between = ((low[..., None] <= o[:, 0]) & (o[:, 1] <= high[..., None])).sum(axis=-1)
    gap = np.searchsorted(GAPS, np.maximum(high - low, 0))
    side = o[None, :, 0] > c[:, None, 0]
    return (side * 4 + np.minimum(between, 3)) * (len(GAPS) + 1) + gap  # type: ignore[no-any-return]


def chances(labels: Array) -> Array:
    """Probabilities of the labels, from numbers of the same shape (..., 3)."""
    one, two, three = np.moveaxis(labels, -1, 0).copy()  # side by side: three numbers at a time are slow
    most = np.maximum(np.maximum(one, two), three)
    parts = [np.exp(own - most) for own in (one, two, three)]
    total = parts[0] + parts[1] + parts[2]
    return np.stack([own / total for own in parts], axis=-1)


def mean(row: Array) -> np.float32:
    """As `row.mean()` gives it, for the few numbers of a span, without what that looks at first."""
    return np.add.reduce(row) / np.float32(len(row))  # type: ignore[no-any-return]


def triples(labels: Array, vectors: Array, links: Links) -> list[Tagged]:
    """Attributions of one window.

    `labels` is (pieces, 3 layers, 3 labels); `vectors` (pieces, 4, size): a piece as cue and as source of a link, and
    the same for contents. The marks at the two ends of a window are never labelled.
    """
    chance = chances(labels)
    best = chance.argmax(axis=-1)
    best[[0, -1]] = 0
    source, cue, content = (runs(best[:, n]) for n in range(3))
    if not cue or not content:
        return []
    to_source, to_content = _scores(cue, source, vectors, links, 0), _scores(cue, content, vectors, links, 1)
    out = []
    for k, c in enumerate(cue):
        named = (source[int(to_source[k].argmax())],) if source and to_source[k].max() > LEAST else ()
        said = tuple(s for s, score in zip(content, to_content[k], strict=True) if score > 0) or (content[int(to_content[k].argmax())],)
        sure = min(float(1 - mean(chance[a:b, n, 0])) for n, part in enumerate((named, (c,), said)) for a, b in part)
        out.append(Tagged(named, (c,), said, sure))
    return out


def _scores(cues: Sequence[Pieces], others: Sequence[Pieces], vectors: Array, links: Links, layer: int) -> Array:
    if not others:
        return np.zeros((len(cues), 0), dtype=np.float32)
    asks = np.stack([vectors[a:b, 2 * layer].mean(axis=0) for a, b in cues])
    answers = np.stack([vectors[a:b, 2 * layer + 1].mean(axis=0) for a, b in others])
    at = places(cues, others)
    joint = np.maximum(asks[:, None] + answers[None] + links.place[layer][at], 0)
    return joint @ links.weigh[layer] + links.lean[layer][at]  # type: ignore[no-any-return]
