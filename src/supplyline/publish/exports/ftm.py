"""How does a case look to FollowTheMoney?

`write_ftm(snapshot, out)` writes JSON Lines, one entity a line: documents, parties, claims as Note
with Documentation, alleged links as UnknownLink or EconomicActivity, and for each hit the listing
with its Sanction. Promises: entities come in one order; property values are lists of strings;
nothing but what a hit names is copied from a list. Losses: docs/exports.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplyline.case.snapshot import Snapshot
from supplyline.model import Claim, Document, Entity, Hit, Link, Listing
from supplyline.publish.articles import said
from supplyline.publish.exports.writing import target, whole

# Our schema names are FollowTheMoney's but for these
_SCHEMA = {"Country": "PublicBody", "Place": "LegalEntity", "Government": "PublicBody"}
_IDENTIFIERS = {
    "inn": "innCode", "ogrn": "ogrnCode", "okpo": "okpoCode", "uscc": "uscCode", "lei": "leiCode", "imo": "imoNumber",
}  # fmt: skip
_NAMES = {"primary": "name", "weak": "weakAlias", "former": "previousName"}
_PREFIX = "doc-"


def write_ftm(snapshot: Snapshot, out: Path) -> Path:
    path = target(out, "case.ftm.json")
    with whole(path) as file:
        for entity in entities(snapshot):
            file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")
    return path


def entities(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for document in snapshot.rows("documents"):
        yield _document(document)
    for party in snapshot.rows("entities"):
        yield _party(party)
    for claim in snapshot.rows("claims"):
        yield from _claim(claim)
    for link in snapshot.rows("links"):
        yield _link(link)
    told: set[str] = set()
    for hit in snapshot.rows("hits"):
        listing = snapshot.get(hit.listing)
        if isinstance(listing, Listing):
            if listing.id not in told:
                told.add(listing.id)
                yield from listing_entities(listing)
            yield _hit(hit)


def _entity(id: str, schema: str, caption: str, **properties: Any) -> dict[str, Any]:
    kept: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = [value] if isinstance(value, str) else list(value or ())
        if values := sorted({v for v in values if v}):
            kept[name] = values
    return {"id": id, "schema": schema, "caption": caption, "properties": kept, "datasets": ["supplyline"]}


def _document(d: Document) -> dict[str, Any]:
    return _entity(
        _PREFIX + d.sha256, "Document", d.title or d.name, title=d.title or d.name, fileName=d.name,
        contentHash=d.sha256, mimeType=d.media_type, publisher=d.publisher, sourceUrl=d.url, date=d.published,
    )  # fmt: skip


def _names(names: tuple[Any, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_NAMES.get(name.kind, "alias"), []).append(name.text)
    return found


def _identifiers(identifiers: tuple[str, ...], schema: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for identifier in identifiers:
        kind, _, value = identifier.partition(":")
        name = _IDENTIFIERS.get(kind, "idNumber" if schema != "Vessel" else "registrationNumber")
        found.setdefault(name if value else "idNumber", []).append(value or kind)
    return found


def _party(e: Entity) -> dict[str, Any]:
    schema = _SCHEMA.get(e.schema, e.schema)
    more = _names(e.names) | _identifiers(e.identifiers, schema)
    return _entity(e.id, schema, e.caption, country=e.countries, topics=e.topics, **more)


def _claim(c: Claim) -> Iterator[dict[str, Any]]:
    about = [f.entity for f in c.roles if f.entity]
    yield _entity(
        c.id, "Note", c.quote.text[:80], name=f"{c.kind.value}: {said(c)}", description=c.quote.text,
        entity=about, date=c.said_on.from_ if c.said_on else None, publisher=c.via.name if c.via else None,
        summary=f"event {c.event or 'none'}; origin {c.origin or 'none'}; grade {c.grade or 'none'}; "
        f"code points {c.quote.start}–{c.quote.end}",
    )  # fmt: skip
    yield _entity(
        f"{c.id}-in", "Documentation", "quoted in", document=_PREFIX + c.quote.sha256, entity=c.id, role="quoted in",
    )  # fmt: skip


def _link(link: Link) -> dict[str, Any]:
    said = "recorded" if link.recorded else "alleged"
    summary = f"{said} in event {link.event}; grade {link.grade or 'none'}" + ("; denied" if link.disputed else "")
    if link.role in ("supplies", "sends"):
        return _entity(
            link.id, "EconomicActivity", f"{said} supply", sender=link.source, receiver=link.target,
            goodsDescription=link.goods, summary=summary, recordId=link.event,
        )  # fmt: skip
    goods = f": {', '.join(link.goods)}" if link.goods else ""
    return _entity(
        link.id, "UnknownLink", link.role, subject=link.source, object=link.target,
        role=f"{said}: {link.role}{goods}", summary=summary, recordId=link.event,
    )  # fmt: skip


def listing_entities(listing: Listing) -> Iterator[dict[str, Any]]:
    schema = _SCHEMA.get(listing.schema, listing.schema)
    more = _names(listing.names) | _identifiers(listing.identifiers, schema)
    if schema == "Person":
        more["birthDate"] = list(listing.birth_dates)
    yield _entity(
        listing.id, schema, listing.caption, country=listing.countries, topics=listing.topics,
        address=listing.addresses, **more,
    )  # fmt: skip
    for number, sanction in enumerate(listing.sanctions):
        yield _entity(
            f"{listing.id}-s{number}", "Sanction", sanction.programme or sanction.authority, entity=listing.id,
            authority=sanction.authority, program=sanction.programme, listingDate=sanction.listing_date,
            endDate=sanction.end_date, reason=sanction.reason,
        )  # fmt: skip


def _hit(hit: Hit) -> dict[str, Any]:
    return _entity(
        hit.id, "Similar", hit.status, candidate=hit.entity, match=hit.listing, confidenceScore=f"{hit.score:.4f}",
        criteria=hit.explanation, matcher="supplyline",
    )  # fmt: skip
