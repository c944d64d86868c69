"""How do a frame and the saying that holds it become one claim?

`said(claim, …)` adds who said it, with which word, to whom and when, and gives the claim its id: a pure function of the
document and of where its words stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from supplyline.model import Claim, Document, Period, Ref, Span, Value, make_id


@dataclass(frozen=True, slots=True)
class Role:
    """A filler: document offsets of its words; `name` where another phrase resolves it."""

    role: str
    start: int
    end: int
    name: str | None = None


def share(values: Iterable[tuple[int, int, Value]]) -> Value | None:
    """What part of a firm somebody owns, of the amounts that an ownership tells."""
    return next((value for _, _, value in values if value.unit == "%"), None)


def said(
    claim: Claim,
    document: Document,
    speaker: Ref | None,
    cue: Span | None = None,
    content: Span | None = None,
    via: Ref | None = None,
    said_on: Period | None = None,
) -> Claim:
    """The claim as said by `speaker`; None: the text itself speaks."""
    told = replace(claim, speaker=speaker, cue=cue, content=content, via=via, said_on=said_on) if speaker else claim
    parts = (
        told.kind,
        told.quote.start,
        told.quote.end,
        *((r.role, r.span.start, r.span.end) for r in told.roles),
        told.speaker and told.speaker.span.start,
        told.content and told.content.start,
    )
    return replace(told, id=make_id("c", document.sha256, *parts))
