"""The weights that ship, and what they find in a text.

There are three networks of one form: one for English, one for the rough English of glosses, and a larger one that reads both better and
takes longer. `find(text, folder)` gives attributions, frames and mentions in reading order, each with offsets into the text; None where the weights, ONNX Runtime or the tokenizers library are missing or do not run here: the rules then read alone, and standard error says
so once. Same text, same answer: one thread, one window at a time.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from supplyline.extract.framing import decode as framing
from supplyline.extract.tagger import decode
from supplyline.extract.tagger.layers import INDEX, MENTIONS, PARTS
from supplyline.extract.tagger.pieces import cut

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DATA = Path(__file__).resolve().parent.parent.parent / "data"
FOLDER = DATA / "en" / "tagger"
GLOSSES = DATA / "glosses"  # of rough English; its words are cut as those of English
LARGE = DATA / "large"  # of both, on a larger encoder
ENGLISH = {"tagger": FOLDER, "large": LARGE}  # by who is to read
GLOSSED = {"tagger": GLOSSES, "large": LARGE}
NAMES = {FOLDER: "tagger-3", GLOSSES: "glosses-1", LARGE: "large-1"}  # as claims name who made them
SHORTEST = 6  # pieces with the two end marks; a shorter window tells nothing
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution: offsets into the text, and the least sure of its parts as a probability in [0, 1]."""

    source: Spans
    cue: Spans
    content: Spans
    sure: float


@dataclass(frozen=True, slots=True)
class Named:
    """A name, a thing, a date or a number: its kind (layers.MENTIONS), its offsets, and its chance in [0, 1]."""

    kind: str
    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class Found:
    said: tuple[Said, ...] = ()
    told: tuple[framing.Told, ...] = ()
    named: tuple[Named, ...] = ()
    seen: framing.Seen | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Model:
    session: Any
    tokenizer: Tokenizer
    links: decode.Links

    def run(self, windows: list[list[int]]) -> list[tuple[decode.Array, decode.Array]]:
        """Labels (pieces, layers, 3) and vectors of each window, see layers and decode."""
        blocks = [np.asarray([ids], dtype=np.int64) for ids in windows]
        both = (self.session.run(["labels", "vectors"], {"ids": b, "mask": np.ones_like(b)}) for b in blocks)
        return [(labels[0], vectors[0]) for labels, vectors in both]


def find(text: str, folder: Path = FOLDER) -> Found | None:
    model = load(folder)
    if model is None:
        return None
    said: list[Said] = []
    told: list[framing.Told] = []
    named: list[Named] = []
    seen: list[framing.Seen] = []
    for ids, offsets in cut(text, model.tokenizer):
        if len(ids) <= SHORTEST:
            continue
        labels, vectors = model.run([ids])[0]
        said += [_placed(t, offsets) for t in decode.triples(labels[:, : len(PARTS)], vectors, model.links)]
        frames, pieces = framing.told(labels, offsets, text, NAMES.get(folder, folder.name))
        told += frames
        seen.append(pieces)
        named += mentions(labels, offsets)
    return Found(
        tuple(sorted(said, key=lambda s: (s.cue, s.content, s.source))),
        tuple(sorted(told, key=lambda t: (t.start, t.end, t.kind))),
        tuple(sorted(named, key=lambda n: (n.start, n.end, n.kind))),
        framing.joined(seen),
    )


def _placed(t: decode.Tagged, offsets: list[tuple[int, int]]) -> Said:
    def spans(pieces: tuple[decode.Pieces, ...]) -> Spans:
        return tuple((offsets[a][0], offsets[b - 1][1]) for a, b in pieces)

    return Said(spans(t.source), spans(t.cue), spans(t.content), t.sure)


def mentions(labels: decode.Array, offsets: list[tuple[int, int]]) -> list[Named]:
    """Those of one window, from labels (pieces, layers, 3) and the offsets of its pieces."""
    chance = decode.chances(labels[:, [INDEX["named", kind] for kind in MENTIONS]])
    best = chance.argmax(axis=-1)
    best[[0, -1]] = 0
    return [
        Named(kind, offsets[a][0], offsets[b - 1][1], float(1 - decode.mean(chance[a:b, n, 0])))
        for n, kind in enumerate(MENTIONS)
        for a, b in decode.runs(best[:, n])
    ]


def load(folder: Path = FOLDER) -> Model | None:
    """The model, once a process; None with one line on standard error where it cannot be had."""
    return _loaded(folder)


@cache
def _loaded(folder: Path) -> Model | None:
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"])
        words = folder if (folder / "tokenizer.json").exists() else FOLDER
        return Model(session, Tokenizer.from_file(str(words / "tokenizer.json")), decode.unpacked(np.load(folder / "links.npy")))
    except Exception as fault:  # a missing library, a file that is not there or not whole, a processor without the instructions
        why = str(fault).splitlines()[0].replace(str(folder), folder.name) if str(fault) else type(fault).__name__
        what = {GLOSSES: "reports in other languages than English are", LARGE: "reports are"}.get(folder, "English is")
        print(f"supplyline: {what} read by rules alone, without the tagger ({why})", file=sys.stderr)
        return None
