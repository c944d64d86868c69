"""Read texts with natasha's and spaCy's pipelines, in whatever interpreter has them.

    PEER_PYTHON benchmarks/peer_languages.py < TEXTS.json > FOUND.json

TEXTS is {language: [text, ...]}. Prints {pipeline: {language: {seconds, names}}}: seconds of the processor for one reading of all the
texts after a first one, and for each text the names found (empty where a pipeline finds none). What a pipeline
has no model for is left out. Run by benchmarks/bench_languages.py; nothing of Supplyline is needed here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

Reader = Callable[[str], list[str]]


def natasha(language: str) -> Reader | None:
    """Sentences, morphology, syntax and names by slovnet's models, which know Russian."""
    if language != "ru":
        return None
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    vectors = NewsEmbedding()
    segmenter, morph, syntax, names = Segmenter(), NewsMorphTagger(vectors), NewsSyntaxParser(vectors), NewsNERTagger(vectors)

    def read(text: str) -> list[str]:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.parse_syntax(syntax)
        doc.tag_ner(names)
        return [span.text for span in doc.spans]

    return read


def spacy_blank(language: str) -> Reader:
    """Words and sentences: spaCy's trained models come from no package index."""
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")

    def read(text: str) -> list[str]:
        sum(1 for _ in pipeline(text).sents)
        return []

    return read


def main() -> None:
    texts: dict[str, list[str]] = json.load(sys.stdin)
    out: dict[str, dict[str, object]] = {}
    for title, make in (("natasha", natasha), ("spaCy blank", spacy_blank)):
        for language, known in texts.items():
            try:
                read = make(language)
            except ImportError:
                continue
            if read is None:
                continue
            found = [read(t) for t in known]
            start = time.process_time()
            for t in known:
                read(t)
            out.setdefault(title, {})[language] = {"seconds": time.process_time() - start, "names": found}
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
