"""Document -> claims and mentions.

`extract(document)` is a pure function of the document. Each language is one module of languages/ with
`read(document, tagger) -> (claims, mentions)` and one line here; a document in another language keeps a
problem row that says so, and no claim is guessed from it. Beside their rules all languages have a tagger, which can be left out.
"""

from __future__ import annotations

from collections.abc import Callable

from supplyline.extract import english
from supplyline.extract.languages import ru, uk, zh
from supplyline.extract.slavic.words import NoDictionary
from supplyline.model import Claim, Document, Extraction, Mention, Problem

VERSION = "rules-1 tagger-3 glosses-1"

LANGUAGES: dict[str, Callable[[Document, bool], tuple[list[Claim], list[Mention]]]] = {
    "en": english.read,
    "ru": ru.read,
    "uk": uk.read,
    "zh": zh.read,
}

LONGEST = 2_000_000  # characters: a text of more is no report, and reading it would outlast any limit of time

__all__ = ["LANGUAGES", "VERSION", "extract"]


def extract(document: Document, tagger: bool = True) -> Extraction:
    """The claims of one document, in reading order, each pinned to its words; by rules alone without the tagger."""
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
        claims, mentions = read(document, tagger)
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
