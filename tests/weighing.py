"""Makes claim keys for the tests of weighing, through real documents and claims."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from supplyline import weigh
from supplyline.model import (
    Change,
    Claim,
    ClaimKey,
    Count,
    Document,
    Filler,
    Kind,
    Period,
    Ref,
    Stance,
    Value,
    make_id,
)


def document(name: str, *, published: str | None = "2025-05-25", publisher: str | None = None) -> Document:
    sha = hashlib.sha256(name.encode()).hexdigest()
    return Document(sha256=sha, name=name, text="", publisher=publisher, published=published)


def claim(
    words: str,
    kind: str = "supply",
    *,
    speaker: str | None = None,
    role: str | None = None,
    via: str | None = None,
    said_on: str | None = None,
    roles: Mapping[str, Sequence[str]] | None = None,
    hs: Sequence[str] = (),
    entities: Mapping[str, str] | None = None,
    count: tuple[float | None, float | None] | None = None,
    counted: str | None = None,
    period: tuple[str | None, str | None] | None = None,
    stance: str = "asserts",
    hedges: Sequence[str] = (),
    change: float | None = None,
    value: tuple[float, str] | None = None,
    sha: str = "0" * 64,
) -> Claim:
    text = words + " "
    filler_names = [name for names in (roles or {}).values() for name in names]
    text += " ".join(n for n in [speaker, via, *filler_names] if n)
    doc = Document(sha, "d", text)

    def at(part: str):
        start = text.index(part)
        return doc.span(start, start + len(part))

    ids = entities or {}
    return Claim(
        id=make_id("c", sha, kind, words, repr(roles), count, speaker, via, said_on, period, stance),
        kind=Kind(kind),
        stance=Stance(stance),
        quote=at(words),
        speaker=Ref(at(speaker), speaker, role, ids.get(speaker)) if speaker else None,
        via=Ref(at(via), via, None, ids.get(via)) if via else None,
        said_on=Period(said_on, said_on, said_on) if said_on else None,
        roles=tuple(
            Filler(r, at(n), n, ids.get(n), tuple(hs) if r == "goods" else ())
            for r, names in (roles or {}).items()
            for n in names
        ),
        count=Count(*count, text="n", event=counted) if count else None,
        period=Period(period[0], period[1], "p") if period else None,
        hedges=tuple(hedges),
        change=Change(change, f"{change} %") if change is not None else None,
        value=Value(value[0], value[1], "v") if value else None,
    )


def key(doc: Document, words: str, kind: str = "supply", **rest) -> ClaimKey:
    return weigh.key(claim(words, kind, sha=doc.sha256, **rest), doc)
