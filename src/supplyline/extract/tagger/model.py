"""The weights that ship, and what they find in a text.

`find(text)` gives attributions in reading order, each with offsets into the text; None where the weights, ONNX
Runtime or the tokenizers library are missing or do not run here: the rules then read alone, and standard error says
so once. Windows without a sign of speech are not run. Same text, same answer: one thread, one window at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from supplyline.extract.tagger import decode
from supplyline.extract.tagger.pieces import cut
from supplyline.extract.weights import opened

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "en" / "tagger"
Spans = tuple[tuple[int, int], ...]

# Words that most windows with an attribution hold; a window with none of them and no quotation mark is passed over.
SIGNS = re.compile(
    r"[“\"«]|\baccording to\b|\b(?:s(?:aid|ay|ays|aying)|t(?:old|ell|ells)|\w+(?:ed|es|ing)|wrote|found|thinks?|thought|knows?|knew|claim|report|show|"
    r"sought|seek|want|hope|plan|call|deny|denie[sd]|warn|vow|saw|held|made|put)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution: offsets into the text, and the least sure of its parts as a probability in [0, 1]."""

    source: Spans
    cue: Spans
    content: Spans
    sure: float


@dataclass(frozen=True, slots=True)
class Model:
    session: Any
    tokenizer: Tokenizer
    links: decode.Links

    def run(self, windows: list[list[int]]) -> list[tuple[decode.Array, decode.Array]]:
        """Labels and vectors of each window, see decode."""
        blocks = [np.asarray([ids], dtype=np.int64) for ids in windows]
        both = (self.session.run(["labels", "vectors"], {"ids": b, "mask": np.ones_like(b)}) for b in blocks)
        return [(labels[0], vectors[0]) for labels, vectors in both]


def find(text: str) -> list[Said] | None:
    model = load()
    if model is None:
        return None
    out = []
    for ids, offsets in cut(text, model.tokenizer):
        if len(ids) < 5 or SIGNS.search(text, offsets[1][0], offsets[-2][1]) is None:
            continue
        labels, vectors = model.run([ids])[0]
        out += [_placed(text, t, offsets) for t in decode.triples(labels, vectors, model.links)]
    return sorted(out, key=lambda s: (s.cue, s.content, s.source))


def _placed(text: str, t: decode.Tagged, offsets: list[tuple[int, int]]) -> Said:
    def spans(pieces: tuple[decode.Pieces, ...]) -> Spans:
        return tuple((offsets[a][0], offsets[b - 1][1]) for a, b in pieces)

    return Said(spans(t.source), spans(t.cue), spans(t.content), t.sure)


@cache
def load(folder: Path = FOLDER) -> Model | None:
    """The model, once a process; None with one line on standard error where it cannot be had."""
    found = opened(folder, "tagger.onnx", "English is read by rules alone, without the tagger")
    return Model(*found, decode.unpacked(np.load(folder / "links.npy"))) if found is not None else None
