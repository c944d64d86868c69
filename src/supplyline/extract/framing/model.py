"""The weights of the learned frames, and what they mark in a text.

`find(text)` gives frames in reading order with offsets into the text; None where the weights, ONNX Runtime or the tokenizers
library are missing or do not run here: the rules then read alone, and standard error says so once. Same text, same answer:
one thread, one window at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from supplyline.extract.framing import decode
from supplyline.extract.tagger.pieces import cut
from supplyline.extract.weights import opened

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "en" / "frames"
NAME = "frames-1"  # as claims name who made them


@dataclass(frozen=True, slots=True)
class Model:
    session: Any
    tokenizer: Tokenizer

    def run(self, ids: list[int]) -> decode.Array:
        """Scores (pieces, layers, 3) of one window."""
        block = np.asarray([ids], dtype=np.int64)
        scores: decode.Array = self.session.run(None, {"ids": block, "mask": np.ones_like(block)})[0][0]
        return scores


def find(text: str) -> list[decode.Told] | None:
    model = load()
    if model is None:
        return None
    return [t for ids, offsets in cut(text, model.tokenizer) if len(ids) > 6 for t in decode.told(model.run(ids), offsets, text)]


@cache
def load(folder: Path = FOLDER) -> Model | None:
    """The model, once a process; None with one line on standard error where it cannot be had."""
    found = opened(folder, "frames.onnx", "frames of English text are found by rules alone, without the learned ones")
    return Model(*found) if found is not None else None
