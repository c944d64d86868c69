"""What else is known of a listing or party that a cell was reconciled with? For OpenRefine.

`proposed(type)` names what a column can be filled with, `extended(now, query)` fills it, `preview` is the small page that
OpenRefine shows beside a candidate. Version 0.2 of the Reconciliation Service API. Promises: values are those of the
build, in their order; what is not known is an empty list; no value says that somebody is cleared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from supplyline.model import BadInput, Entity, Gap, Listing
from supplyline.serve.arguments import whole
from supplyline.serve.now import Now
from supplyline.serve.pages.parties import matches
from supplyline.serve.render import render

MOST_IDS, MOST_PROPERTIES = 500, 40
LISTED, CASE = "listing", "case"
SETTINGS = [{"type": "number", "default": 0, "label": "Values at most", "name": "limit", "help_text": "0 takes all"}]
# The preview is shown inside OpenRefine's page, which is of this machine; nobody else may frame it, and it runs nothing.
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors http://127.0.0.1:* http://localhost:*"
Value = str | int
Read = Callable[[Now, Any], Iterable[Value | None]]


@dataclass(frozen=True, slots=True)
class Property:
    """A column: `of` says of what it can be asked, listing or case (a party)."""

    id: str
    name: str
    of: str
    read: Read


def _version(now: Now, one: Listing, column: str) -> list[str | None]:
    version = now.shelf.many("lists", [one.list]).get(one.list)
    return [getattr(version, column, None)]


def _measures(one: Listing, column: str) -> list[str | None]:
    return list(dict.fromkeys(getattr(s, column) for s in one.sanctions))


def _gaps(now: Now, one: Entity) -> list[str]:
    rows: list[Gap] = sorted(now.shelf.rows("gaps", entity=one.id), key=lambda g: (g.code, g.id))
    return [f"{g.status.replace('_', ' ')}: {g.title or g.code}{f' as of {g.as_of}' if g.as_of else ''}" for g in rows]


def _claims(now: Now, one: Entity, role: str) -> list[int]:
    return [int(now.shelf.one("SELECT claims FROM party_counts WHERE entity = ? AND role = ?", (one.id, role)) or 0)]


def _tied(now: Now, one: Entity, side: str) -> list[str]:
    """Whom it is alleged, or recorded, to supply, or to be supplied by."""
    other = "target" if side == "source" else "source"
    links = now.shelf.at("links", now.shelf.of_any("links", side, [one.id], 50))
    captions = now.shelf.captions([getattr(x, other) for x in links])
    told = [f"{'recorded' if x.recorded else 'alleged'}{', denied' if x.disputed else ''}: {captions.get(getattr(x, other), getattr(x, other))}" for x in links if x.role in ("supplies", "sends")]
    return list(dict.fromkeys(told))


PROPERTIES: tuple[Property, ...] = (
    Property("name", "Names", LISTED, lambda now, x: [n.text for n in x.names]),
    Property("country", "Countries", LISTED, lambda now, x: x.countries),
    Property("idNumber", "Numbers", LISTED, lambda now, x: x.identifiers),
    Property("birthDate", "Born", LISTED, lambda now, x: x.birth_dates),
    Property("address", "Addresses", LISTED, lambda now, x: x.addresses),
    Property("list", "List", LISTED, lambda now, x: _version(now, x, "title")),
    Property("listCode", "Code of the list", LISTED, lambda now, x: _version(now, x, "code")),
    Property("asOf", "List as of", LISTED, lambda now, x: _version(now, x, "as_of")),
    Property("authority", "Authority", LISTED, lambda now, x: _measures(x, "authority")),
    Property("program", "Programme", LISTED, lambda now, x: _measures(x, "programme")),
    Property("listingDate", "Listed since", LISTED, lambda now, x: _measures(x, "listing_date")),
    Property("reason", "Reason of the measure", LISTED, lambda now, x: _measures(x, "reason")),
    Property("sha256", "SHA-256 of the list's file", LISTED, lambda now, x: [x.sha256]),
    Property("row", "Row of the file", LISTED, lambda now, x: [x.row]),
    Property("name", "Names", CASE, lambda now, x: [n.text for n in x.names]),
    Property("country", "Countries", CASE, lambda now, x: x.countries),
    Property("idNumber", "Numbers", CASE, lambda now, x: x.identifiers),
    Property("gap", "Held against each list", CASE, _gaps),
    Property("match", "Entries of lists it is or may be", CASE, lambda now, x: [f"{m.hit.status.replace('_', ' ')}: {m.listing.caption}" for m in matches(now, x.id) if m.listing]),
    Property("supplies", "Alleged or recorded to supply", CASE, lambda now, x: _tied(now, x, "source")),
    Property("suppliedBy", "Alleged or recorded to be supplied by", CASE, lambda now, x: _tied(now, x, "target")),
    Property("claimsAsSupplier", "Claims that name it as supplier", CASE, lambda now, x: _claims(now, x, "supplier")),
    Property("claimsAsRecipient", "Claims that name it as recipient", CASE, lambda now, x: _claims(now, x, "recipient")),
    Property("mentions", "Mentions", CASE, lambda now, x: [x.mentions]),
    Property("documents", "Documents that name it", CASE, lambda now, x: [x.documents]),
)  # fmt: skip


def proposed(kind: str, most: int = 0) -> list[dict[str, str]]:
    """What can be asked of a type: `case`, or any other for entries of lists."""
    found = [{"id": p.id, "name": p.name} for p in PROPERTIES if p.of == (CASE if kind == CASE else LISTED)]
    return found[:most] if most else found


def suggested(prefix: str) -> list[dict[str, str]]:
    """Properties whose name or id holds some letters, each once."""
    text = prefix.strip().casefold()
    found = {p.id: {"id": p.id, "name": p.name} for p in PROPERTIES if text in p.name.casefold() or text in p.id.casefold()}
    return list(found.values())


def extended(now: Now, query: Any) -> dict[str, Any]:
    """{"ids", "properties"} → {"meta", "rows"}; an id or property that is not known has no values."""
    if not isinstance(query, dict):
        raise BadInput('extend is {"ids": […], "properties": [{"id": …}]}')
    ids, asked = query.get("ids"), query.get("properties")
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids) or len(ids) > MOST_IDS:
        raise BadInput(f"ids is a list of at most {MOST_IDS} texts")
    if not isinstance(asked, list) or len(asked) > MOST_PROPERTIES or not all(isinstance(p, dict) and isinstance(p.get("id"), str) for p in asked):
        raise BadInput(f'properties is a list of at most {MOST_PROPERTIES} of {{"id": …}}')
    nouns = now.shelf.many("listings", ids) | now.shelf.many("entities", ids)
    names = {p.id: p.name for p in PROPERTIES}
    rows = {id: {p["id"]: _values(now, nouns.get(id), p) for p in asked} for id in ids}
    return {"meta": [{"id": p["id"], "name": names.get(p["id"], p["id"])} for p in asked], "rows": rows}


def _values(now: Now, noun: Any, asked: dict[str, Any]) -> list[dict[str, Value]]:
    of = LISTED if isinstance(noun, Listing) else CASE
    one = next((p for p in PROPERTIES if p.id == asked["id"] and p.of == of), None)
    if noun is None or one is None:
        return []
    settings = asked.get("settings")
    limit = str(settings.get("limit", 0)) if isinstance(settings, dict) else "0"
    found = [{"int" if isinstance(v, int) else "str": v} for v in one.read(now, noun) if v not in (None, "")]
    most = whole(limit) or 0
    return found[:most] if most else found


def preview(request: Request, now: Now) -> Response:
    """One listing or party on a page as small as OpenRefine's box."""
    id = request.query_params.get("id", "")[:80]
    listing, entity = now.shelf.many("listings", [id]).get(id), now.shelf.many("entities", [id]).get(id)
    version = now.shelf.many("lists", [listing.list]).get(listing.list) if listing else None
    told = _gaps(now, entity) if entity else []
    answer = render(request, "preview.html", 200 if listing or entity else 404, title="Preview", id=id, listing=listing, entity=entity, version=version, gaps=told)
    answer.headers["content-security-policy"] = _FRAMED
    return answer
