"""Annotated texts in Ukrainian, Russian and Chinese as the network reads them: rough English, with what was marked moved along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from supplyline.extract.chinese.text import page
from supplyline.extract.chinese.text import sentences as parted
from supplyline.extract.chinese.words import words
from supplyline.extract.glosses import chinese, slavic
from supplyline.extract.glosses.written import Gloss
from supplyline.extract.slavic.phrases import phrases
from supplyline.extract.slavic.sentences import sentences
from supplyline.model import Document
from training.examples import Example, Span, Spans, Told, corpus


def read(folder: Path) -> Iterator[tuple[str, Example]]:
    """The gold files of a folder, glossed, each with its language; of what is marked, that which has words in the gloss."""
    for example in corpus(folder):
        language = json.loads((folder / f"{example.name}.gold.json").read_text("utf-8"))["language"].split("-")[0]
        yield language, glossed(example, language)


def glossed(example: Example, language: str) -> Example:
    gloss, at = _gloss(example.text, language)

    def moved(span: Span) -> Span | None:
        return gloss.english(at(span[0]), at(span[1]))

    def all_moved(spans: Spans) -> Spans:
        return tuple(own for span in spans if (own := moved(span)) is not None)

    return replace(
        example,
        text=gloss.text,
        attributions=tuple(
            replace(t, source=all_moved(t.source), cue=all_moved(t.cue), content=content) for t in example.attributions if (content := all_moved(t.content))
        ),
        frames=None
        if example.frames is None
        else tuple(
            Told(t.kind, evidence, tuple((role, *own) for role, a, b in t.fillers if (own := moved((a, b))) is not None))
            for t in example.frames
            if (evidence := moved(t.evidence)) is not None
        ),
        mentions=None,
    )


def _gloss(text: str, language: str) -> tuple[Gloss, Callable[[int], int]]:
    if language != "zh":
        return slavic.gloss(text, [(s, phrases(s.words, language)) for s in sentences(text, language)], language), lambda place: place
    folded = page(Document("0" * 64, "story.txt", text, language="zh"))
    places = {own: n for n, own in enumerate(folded.at)}

    def at(place: int) -> int:
        return next((places[p] for p in range(place, len(text)) if p in places), len(folded.text))

    return chinese.gloss(folded, [(start, end, words(folded.text, start, end)) for start, end in parted(folded.text)]), at
