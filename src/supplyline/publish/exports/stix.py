"""How does a case look to STIX 2.1?

`write_stix(snapshot, out)` writes one bundle: parties as identity, documents as report, alleged links
as relationship, events as note, denials as opinion. The credibility digit of a grade becomes
`confidence` as STIX appendix A has it; the letter stays in the text. Promises: ids are UUIDv5 of
ours; the times that STIX demands and we do not know are the document's date, else the epoch; the
same snapshot gives the same bytes. Losses: docs/exports.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from supplyline.case.snapshot import Snapshot
from supplyline.model import Claim, Document, Entity
from supplyline.publish import words
from supplyline.publish.articles import said
from supplyline.publish.exports.writing import target, whole

SPACE = UUID("6d7c2b1e-3f0a-5c55-9a44-5f9d0c7f3b11")  # ours, drawn once
CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}  # 6, cannot be judged: no confidence
EPOCH = "1970-01-01T00:00:00.000Z"
_CLASS = {"Person": "individual", "Country": "class", "PublicBody": "organization"}
_OPINION = {"retracts": "strongly-disagree", "meets": "strongly-disagree", "narrower": "disagree", "general": "neutral"}
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}$")


def write_stix(snapshot: Snapshot, out: Path) -> Path:
    path = target(out, "case.stix.json")
    with whole(path) as file:
        # Object by object: a bundle of many claims does not fit in memory
        file.write(f'{{"type": "bundle", "id": "bundle--{uuid5(SPACE, snapshot.meta().get("inputs", ""))}", "objects": [')
        for number, item in enumerate(objects(snapshot)):
            file.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False, sort_keys=True))
        file.write("\n]}\n")
    return path


def ref(kind: str, id: str) -> str:
    return f"{kind}--{uuid5(SPACE, f'{kind} {id}')}"


def time(day: str | None) -> str:
    """"2024-05" → the first instant of it; what is not a date, the epoch."""
    if not day or not _DAY.match(day):
        return EPOCH
    return f"{day}{'-01' * (2 - day.count('-'))}T00:00:00.000Z"


def confidence(grade: str | None) -> dict[str, Any]:
    digit = int(grade[1]) if grade and grade[1:].isdigit() else 6
    return {"confidence": CONFIDENCE[digit]} if digit in CONFIDENCE else {}


def _object(kind: str, id: str, day: str | None = None, **values: Any) -> dict[str, Any]:
    kept = {k: v for k, v in values.items() if v not in (None, "", [], ())}
    base = {"type": kind, "spec_version": "2.1", "id": ref(kind, id), "created": time(day), "modified": time(day)}
    return base | kept | {"external_references": [*kept.get("external_references", []), _us(id)]}


def _us(id: str) -> dict[str, str]:
    return {"source_name": "supplyline", "external_id": id}


def objects(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for party in snapshot.rows("entities"):
        yield _identity(party)
    about: dict[str, list[str]] = {}
    for event in snapshot.rows("events"):
        about[event.id] = sorted({p.partition("=")[2] for p in event.parties if "=e_" in p})
    seen: dict[str, set[str]] = {}
    for claim in snapshot.rows("claims"):
        if claim.event:
            seen.setdefault(claim.quote.sha256, set()).add(claim.event)
    noted = {event for event, parties in about.items() if parties}
    for document in snapshot.rows("documents"):
        refs = [ref("note", e) for e in sorted(seen.get(document.sha256, ())) if e in noted]
        if refs:
            yield _report(document, refs)
    for event in snapshot.rows("events"):
        if event.id in noted:
            number = words.interval(event.count_min, event.count_max)
            content = f"{'Record of a register' if event.shipments else 'Allegation'}, not a finding. {event.label}."
            content += f" Count: {number} {event.counted or ''}." if number else ""
            content += f" Admiralty grade {event.grade}." if event.grade else ""
            yield _object(
                "note", event.id, event.period_from, abstract=event.label, content=content,
                object_refs=[ref("identity", p) for p in about[event.id]], **confidence(event.grade),
            )  # fmt: skip
    for link in snapshot.rows("links"):
        goods = f" {', '.join(link.goods)}" if link.goods else ""
        yield _object(
            "relationship", link.id, relationship_type=link.role, source_ref=ref("identity", link.source),
            target_ref=ref("identity", link.target), **confidence(link.grade),
            description=f"{'Recorded' if link.recorded else 'Alleged'}: {link.role}{goods}. Event {link.event}, grade {link.grade or 'none'}"
            + ("; denied by somebody." if link.disputed else "."),
        )  # fmt: skip
    for dispute in snapshot.rows("disputes"):
        claim = snapshot.get(dispute.denial)
        if dispute.event in noted and isinstance(claim, Claim):
            yield _object(
                "opinion", dispute.id, claim.said_on.from_ if claim.said_on else None, authors=[dispute.denier],
                opinion=_OPINION.get(dispute.scope, "disagree"), object_refs=[ref("note", dispute.event)],
                explanation=f"{said(claim)}: “{claim.quote.text}”",
            )  # fmt: skip


def _identity(e: Entity) -> dict[str, Any]:
    aliases = sorted({n.text for n in e.names} - {e.caption})
    return _object(
        "identity", e.id, name=e.caption, identity_class=_CLASS.get(e.schema, "organization"),
        description=f"Also written: {'; '.join(aliases)}" if aliases else None,
    )  # fmt: skip


def _report(d: Document, refs: list[str]) -> dict[str, Any]:
    source: dict[str, Any] = {"source_name": d.publisher or d.name, "hashes": {"SHA-256": d.sha256}}
    if d.url:
        source["url"] = d.url
    else:
        source["description"] = d.name
    return _object(
        "report", d.sha256, d.published, name=d.title or d.name, published=time(d.published), object_refs=refs,
        external_references=[source],
    )  # fmt: skip
