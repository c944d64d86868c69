"""Claims and mentions by hand for the tests of resolve/."""

from __future__ import annotations

import hashlib

from supplyline.model import Claim, Decision, Document, Filler, Kind, Mention, Ref, Span, Stance, make_id


def document(text: str) -> Document:
    return Document(hashlib.sha256(text.encode()).hexdigest(), "report.txt", text)


def span(doc: Document, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = doc.text.index(words, at + 1)
    return doc.span(at, at + len(words))


def claim(
    doc: Document, speaker: str | None = None, role: str | None = None, **roles: str | list[str]
) -> Claim:
    """One claim over the whole text; every name must stand in it."""
    fillers = tuple(
        Filler(r, span(doc, name), name)
        for r, given in sorted(roles.items())
        for name in ([given] if isinstance(given, str) else given)
    )
    ref = None if speaker is None else Ref(span(doc, speaker), speaker, role)
    key = make_id("c", doc.sha256, speaker, *(f"{f.role}={f.name}" for f in fillers))
    return Claim(key, Kind.supply, Stance.asserts, doc.span(0, len(doc.text)), speaker=ref, roles=fillers)


def mention(doc: Document, name: str, kind: str = "organization", nth: int = 0) -> Mention:
    return Mention(span(doc, name, nth), kind, name)


def decision(seq: int, verb: str, targets: list[str], names: list[str] | None = None) -> Decision:
    return Decision(
        seq, f"d_{seq}", verb, tuple(targets), tuple(names or targets), "Ann", "register says so",
        "2025-01-01T00:00:00+00:00", "", "",
    )  # fmt: skip
