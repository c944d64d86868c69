"""Document -> claims and mentions.

`extract(document)` is a pure function of the document. Each language is one module of languages/ with
`read(document, reader) -> (claims, mentions)` and one line here; a document in another language keeps a
problem row that says so, and no claim is guessed from it. Beside the rules of all languages a
trained network reads: `reader` says which, or that the rules read alone.
"""

from __future__ import annotations

from collections.abc import Callable

from supplyline.extract import english
from supplyline.extract.languages import ru, uk, zh
from supplyline.extract.slavic.words import NoDictionary
from supplyline.model import Claim, Document, Extraction, Mention, Problem

VERSION = "rules-1 tagger-3 glosses-1 large-1"
READERS = ("tagger", "large", "rules")

LANGUAGES: dict[str, Callable[[Document, str], tuple[list[Claim], list[Mention]]]] = {
    "en": english.read,
    "ru": ru.read,
    "uk": uk.read,
    "zh": zh.read,
}

LONGEST = 2_000_000  # characters: a text of more is no report, and reading it would outlast any limit of time

__all__ = ["LANGUAGES", "READERS", "VERSION", "extract"]


def extract(document: Document, reader: str = "tagger") -> Extraction:
    """The claims of one document, in reading order, each pinned to its words; `reader` is one of READERS."""
    if len(document.text) > LONGEST:
        problem = Problem.of(
            document.name,
            f"{len(document.text):,} characters",
            "the text is too long to look for claims in it",
            f"extraction reads texts of up to {LONGEST:,} characters; the text is kept and can be read, or split it into its reports",
            document.sha256,
        )
        return Extraction(document.sha256, problems=(problem,))
    language = (document.language or "en").split("-")[0]
    read = LANGUAGES.get(language)
    if read is None:
        known = ", ".join(sorted(LANGUAGES))
        problem = Problem.of(
            document.name,
            f"language {language}",
            "claims cannot be extracted from this language yet",
            f"extraction reads {known}; the text is kept and can be read, or give --language if it was detected wrongly",
            document.sha256,
        )
        return Extraction(document.sha256, problems=(problem,))
    try:
        claims, mentions = read(document, reader)
    except NoDictionary:
        problem = Problem.of(
            document.name,
            f"language {language}",
            "the dictionary of this language is not installed",
            f"pip install 'supplyline[{language}]' and build again",
            document.sha256,
        )
        return Extraction(document.sha256, problems=(problem,))
    return Extraction(document.sha256, tuple(claims), tuple(mentions))
