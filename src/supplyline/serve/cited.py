"""By what can a program check an answer?

A citation is where words stand: the SHA-256 of the original with start and end in its extracted text, or with the row of
a list or table. `of_card`, `of_text` and `of_row` make one; `below` finds those that any row rests on. Promises: what comes from a
document or file stands under `quoted` and nowhere else in a citation, so that a reader can tell it from our words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from supplyline import trace
from supplyline.case.snapshot import caption
from supplyline.model import Claim, Document, Listing, Rate, Shipment, TradeRow
from supplyline.publish.articles import Library
from supplyline.serve.now import Now
from supplyline.serve.pages.common import Card, cards

Citation = dict[str, Any]
_STEPS = 120  # of a row down to what it rests on


def of_card(now: Now, card: Card) -> Citation:
    """The words of a claim in their sentence."""
    q, span = card.quote, card.claim.quote
    document = now.shelf.get(span.sha256)
    return {
        "id": card.claim.id, "sha256": span.sha256, "start": span.start, "end": span.end,
        "quoted": {"before": q.before, "words": q.marked, "after": q.after, "document": q.document, "publisher": q.publisher, "published": q.published, "url": document.url if isinstance(document, Document) else None},
    }  # fmt: skip


def of_text(one: Document, start: int, end: int, words: str) -> Citation:
    """A stretch of a document's extracted text; `words` are what is shown of it."""
    quoted = {"words": words, "document": one.title or one.name, "publisher": one.publisher, "published": one.published, "url": one.url}
    return {"id": one.sha256, "sha256": one.sha256, "start": start, "end": end, "quoted": quoted}


def of_row(now: Now, noun: Any) -> Citation | None:
    """The row of a file that something was read from; None where it is no such row."""
    if not isinstance(noun, Listing | TradeRow | Shipment | Rate):
        return None
    row = noun.row if isinstance(noun.row, str) else f"row {noun.row}"
    words = caption(noun) if isinstance(noun, Listing) else trace.trace(now.shelf, noun.id, 1)[0].text
    quoted = {"words": words, "file": original.name if (original := now.case.original(noun.sha256)) else None}
    if isinstance(noun, Listing):
        version = now.shelf.many("lists", [noun.list]).get(noun.list)
        quoted |= {"list": version.title if version else noun.list, "as_of": version.as_of if version else None}
    return {"id": noun.id, "sha256": noun.sha256, "row": row, "quoted": quoted}


def below(now: Now, ids: Iterable[str], most: int = 20, each: int = 20) -> list[Citation]:
    """What some rows rest on, each once: words of documents and rows of files, at most `each` of a row and `most` of all, so
    that one row that rests on much leaves room for the others."""
    found: dict[str, Citation] = {}
    library = Library(now.shelf)
    for id in dict.fromkeys(ids):
        own = 0
        for step in trace.trace(now.shelf, id, _STEPS):
            if own >= each or len(found) >= most:
                break
            noun = now.shelf.get(step.id)
            if not isinstance(noun, Claim | Listing | TradeRow | Shipment | Rate):
                continue
            own += 1
            if step.id in found:
                continue
            citation = of_card(now, cards(now, [noun], library)[0]) if isinstance(noun, Claim) else of_row(now, noun)
            if citation is not None:
                found[step.id] = citation
    return list(found.values())
