"""What do several pages need?"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from supplyline.case.decided import AGAINST
from supplyline.model import Claim, Decision, Entity
from supplyline.publish import words
from supplyline.publish.articles import Library, said
from supplyline.publish.nouns import Quote
from supplyline.serve.arguments import whole
from supplyline.serve.now import Now
from supplyline.serve.render import link
from supplyline.serve.search import Asked

MOST = 50  # rows of a page
DEEPEST = 1_000_000
_STYLE = re.compile("<style>(.*?)</style>", re.S)


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list a page is; `total` None is more than anybody counted."""

    start: int
    most: int
    total: int | None
    shown: int
    before: str | None
    after: str | None


def number(request: Request, name: str, default: int, least: int = 0, most: int = DEEPEST) -> int:
    """A whole number of the query; what is none is the default."""
    found = whole(request.query_params.get(name, ""))
    return default if found is None else min(max(found, least), most)


def paging(request: Request, start: int, shown: int, total: int | None, most: int = MOST) -> Paging:
    asked = [(k, v) for k, v in request.query_params.multi_items() if k not in ("start", "done")]
    more = (total is None and shown == most) or (total is not None and start + shown < total)
    before = link(request.url.path, asked, start=max(start - most, 0) or None) if start else None
    return Paging(start, most, total, shown, before, link(request.url.path, asked, start=start + most) if more else None)


def found(now: Now, table: str, id: str) -> Any:
    noun = now.shelf.many(table, [id]).get(id)
    if noun is None:
        raise HTTPException(404, f"The last build has no {_ONE.get(table, 'row')} {id[:80]}; a build may have given it another id: search for it.")
    return noun


def standing_alone(page: str, headers: Mapping[str, str] | None = None) -> Response:
    """A page that `publish` made: it loads nothing, and its one style is allowed by its hash."""
    found = _STYLE.search(page)
    style = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode() if found else ""
    policy = f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy, **(headers or {})})


def party_called(now: Now, text: str) -> Entity | None:
    """A party by its id or, as a person writes it, by the name most alike."""
    one: Entity | None = now.shelf.many("entities", [text]).get(text)
    if one is not None:
        return one
    hits = now.search.find(Asked(text, "entities", most=1)).hits
    return hits[0].noun if hits else None


_ONE = {"documents": "document", "claims": "claim", "events": "event", "entities": "party", "listings": "listing", "links": "link"}


@dataclass(frozen=True, slots=True)
class Role:
    """One filler of a frame: what it is called in the frame, its words, whom it names and its entity."""

    role: str
    text: str
    name: str
    entity: str | None
    hs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as a person reads it."""

    claim: Claim
    said: str
    quote: Quote
    roles: tuple[Role, ...]
    facts: tuple[tuple[str, str], ...]
    event: str  # its label, or empty
    decisions: tuple[Decision, ...]
    rejected: str  # reject or misread, where it is


def cards(now: Now, claims: Sequence[Claim], library: Library | None = None) -> list[Card]:
    library = library or Library(now.shelf)
    events = now.shelf.many("events", [c.event for c in claims if c.event])
    return [_card(now, c, library, events[c.event].label if c.event in events else "") for c in claims]


def _card(now: Now, claim: Claim, library: Library, event: str) -> Card:
    decisions = tuple(now.decided.get(claim.id, ()))
    verb = next((d.verb for d in reversed(decisions) if d.verb in ("confirm", *AGAINST)), "")
    roles = tuple(Role(f.role, f.span.text, f.name if f.name != f.span.text else "", f.entity, f.hs) for f in claim.roles)
    facts: list[tuple[str, str]] = []
    if claim.count:
        counted = claim.count.role or claim.count.event or ""
        facts.append(("Count", f"{words.interval(claim.count.min, claim.count.max)} {words.word('counted', counted)} (“{claim.count.text}”)"))
    if claim.quantity:
        facts.append(("Quantity", f"{words.number(claim.quantity.amount)} {claim.quantity.unit} (“{claim.quantity.text}”)"))
    if claim.value:
        facts.append(("Value", f"{words.number(claim.value.amount)} {claim.value.unit} (“{claim.value.text}”)"))
    if claim.change:
        facts.append(("Change", f"{claim.change.percent:+g} % (“{claim.change.text}”)"))
    if claim.period:
        facts.append(("Period", f"{words.period(claim.period.from_, claim.period.to) or 'not given'} (“{claim.period.text}”)"))
    return Card(claim, words.begin(said(claim)), library.quote(claim), roles, tuple(facts), event, decisions, verb if verb in AGAINST else "")


def place(now: Now, id: str) -> str:
    """The page on which a row is shown."""
    prefix = id.split("_", 1)[0]
    pages = {"c": "claims", "v": "events", "e": "entities"}
    if prefix in pages and "_" in id:
        return f"/{pages[prefix]}/{id}"
    if len(id) == 64:
        return f"/documents/{id}"
    noun = now.shelf.get(id)
    if noun is None:
        raise HTTPException(404, f"The last build has no row {id[:80]}.")
    event = getattr(noun, "event", None)
    if event and type(noun).__name__ in ("Grade", "Dispute"):
        return f"/events/{event}"
    return f"/listings/{id}" if type(noun).__name__ == "Listing" else f"/why/{id}"
