"""Texts cut into windows of word pieces, with a label for each piece and the links between what the labels mark.

Labels are BIO (0 outside, 1 begins, 2 goes on) in three layers. Where an attribution stands inside the content of
another, its content begins anew there, so a run of labels may be only a stretch of a content; a link ties a cue to
every run that lies in its source or content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from supplyline.extract.tagger.decode import PARTS, runs
from supplyline.extract.tagger.pieces import LENGTH, cut
from training.tagger.examples import Example, Spans


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids with labels (pieces, 3); runs of each layer; links as (cues, sources) and (cues, contents) of 0 and 1."""

    name: str
    ids: list[int]
    labels: NDArray[np.int64]
    runs: tuple[list[tuple[int, int]], ...]
    to_source: NDArray[np.float32]
    to_content: NDArray[np.float32]


def windows(examples: Iterable[Example], tokenizer: Tokenizer, length: int = LENGTH) -> Iterator[Window]:
    for example in examples:
        for ids, offsets in cut(example.text, tokenizer, length):
            yield _labelled(example, ids, offsets)


def _labelled(example: Example, ids: list[int], offsets: list[tuple[int, int]]) -> Window:
    labels = np.zeros((len(ids), 3), dtype=np.int64)
    for triple in sorted(example.attributions, key=lambda t: -_size(t.content)):
        for n, part in enumerate(PARTS):
            for span in getattr(triple, part):
                at = _pieces((span,), offsets)
                if at:
                    labels[at, n] = 2
                    labels[at[0], n] = 1
    found = tuple(runs(labels[:, n].tolist()) for n in range(3))
    links = [np.zeros((len(found[1]), len(found[n])), dtype=np.float32) for n in (0, 2)]
    for triple in example.attributions:
        at = {p: set(_pieces(getattr(triple, p), offsets)) for p in PARTS}
        for c, cue in enumerate(found[1]):
            if at["cue"].intersection(range(*cue)):
                for link, n, part in ((links[0], 0, "source"), (links[1], 2, "content")):
                    for k, run in enumerate(found[n]):
                        if at[part].intersection(range(*run)):
                            link[c, k] = 1
    return Window(example.name, ids, labels, found, links[0], links[1])


def _size(spans: Spans) -> int:
    return sum(b - a for a, b in spans)


def _pieces(spans: Spans, offsets: list[tuple[int, int]]) -> list[int]:
    return [k for k, (x, y) in enumerate(offsets) if x < y and any(x < b and a < y for a, b in spans)]
