"""Texts cut into windows of word pieces, with labels for each piece and the links between what the labels mark.

Labels are BIO (0 outside, 1 begins, 2 goes on) in each layer of supplyline.extract.tagger.layers, -1 where nobody annotated it. Where an attribution stands inside the content of
another, its content begins anew there, so a run of labels may be only a stretch of a content; a link ties a cue to
every run that lies in its source or content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from supplyline.extract.tagger.decode import places, runs
from supplyline.extract.tagger.layers import INDEX, KINDS, LAYERS, MENTIONS, PARTS, STANCES
from supplyline.extract.tagger.pieces import LENGTH, cut
from training.examples import Example, Spans, Triple


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids with labels (pieces, layers); runs of the parts of attributions; tied or not, and their places, as (cues, others) arrays."""

    name: str
    ids: list[int]
    labels: NDArray[np.int8]
    runs: tuple[list[tuple[int, int]], ...]
    tied: tuple[NDArray[np.float32], NDArray[np.float32]]
    places: tuple[NDArray[np.int64], NDArray[np.int64]]


def whole_tokenizer(encoder: Path) -> Tokenizer:
    """The encoder's tokenizer, which cuts nothing off and fills nothing up."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def windows(examples: Iterable[Example], tokenizer: Tokenizer, length: int = LENGTH) -> Iterator[Window]:
    for example in examples:
        for ids, offsets in cut(example.text, tokenizer, length):
            yield _labelled(example, ids, offsets)


def _labelled(example: Example, ids: list[int], offsets: list[tuple[int, int]]) -> Window:
    labels = np.zeros((len(ids), len(LAYERS)), dtype=np.int8)
    starts, ends = np.asarray(offsets, dtype=np.int64).T
    _mark_frames(labels, example, starts, ends)
    labels[[0, -1]] = -1  # the end marks
    inside = [t for t in example.attributions if any(a < ends.max() and starts[1] < b for a, b in (*t.source, *t.cue, *t.content))]
    for triple in sorted(inside, key=lambda t: -sum(b - a for a, b in t.content)):
        for n, part in enumerate(PARTS):
            for span in getattr(triple, part):
                at = _pieces((span,), starts, ends)
                if at:
                    labels[at, n] = 2
                    labels[at[0], n] = 1
    _mark_stances(labels, inside, starts, ends)
    source, cue, content = (runs(np.maximum(labels[:, n], 0).tolist()) for n in range(3))
    tied = [np.zeros((len(cue), len(others)), dtype=np.float32) for others in (source, content)]
    for triple in inside:
        parts = {p: set(_pieces(getattr(triple, p), starts, ends)) for p in PARTS}
        for c, at_cue in enumerate(cue):
            if parts["cue"].intersection(range(*at_cue)):
                for link, part, others in ((tied[0], "source", source), (tied[1], "content", content)):
                    for k, run in enumerate(others):
                        if parts[part].intersection(range(*run)):
                            link[c, k] = 1
    return Window(example.name, ids, labels, (source, cue, content), (tied[0], tied[1]), (places(cue, source), places(cue, content)))


def _mark_frames(labels: NDArray[np.int8], example: Example, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
    """The layers of frames and mentions."""
    spans = [(INDEX["named", kind], a, b) for kind, a, b in example.mentions or () if kind in MENTIONS]
    for told in example.frames or ():
        spans += [(INDEX[told.kind, role], a, b) for role, a, b in (("", *told.evidence), *told.fillers) if (told.kind, role) in INDEX]
    for layer, a, b in spans:
        at = _pieces(((a, b),), starts, ends)
        if at:
            labels[at[0] : at[-1] + 1, layer] = 2
            labels[at[0], layer] = 1
    if example.frames is None:
        labels[:, [n for (kind, _), n in INDEX.items() if kind in KINDS]] = -1
    if example.mentions is None:
        labels[:, [INDEX["named", kind] for kind in MENTIONS]] = -1


def _mark_stances(labels: NDArray[np.int8], inside: list[Triple], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
    """Learned on the words of annotated cues alone: which of the stances it is, or none of them (something is asserted)."""
    layers = [INDEX["stance", s] for s in STANCES]
    labels[:, layers] = -1
    for t in inside:
        at = _pieces(t.cue or t.source, starts, ends)
        if t.stance is not None and at:
            for layer, stance in zip(layers, STANCES, strict=True):
                labels[at, layer] = 2 * (stance == t.stance)
                labels[at[0], layer] = stance == t.stance


def _pieces(spans: Spans, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[int]:
    marked = np.zeros(len(starts), dtype=bool)
    for a, b in spans:
        marked |= (starts < b) & (a < ends) & (starts < ends)
    return np.flatnonzero(marked).tolist()
