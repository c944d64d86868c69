"""Russian: morphology by pymorphy3, words in data/ru/, grammar shared with its sister in extract/slavic."""

from __future__ import annotations

from supplyline.extract import slavic
from supplyline.model import Claim, Document, Mention

LANGUAGE = "ru"


def read(document: Document, reader: str = "tagger") -> tuple[list[Claim], list[Mention]]:
    return slavic.read(document, LANGUAGE, reader)
