"""The parties of the case, and the entries of lists that they may be."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from supplyline import names
from supplyline.case.snapshot import caption
from supplyline.model import Entity, Event, Hit, Listing, ListVersion, Name
from supplyline.publish import timeline, words
from supplyline.publish.articles import Library
from supplyline.publish.nouns import Moment, sentence
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, Card, cards, found, number, paging
from supplyline.serve.render import render
from supplyline.trace import shipped

_CLAIMS, _LINKS, _EVENTS, _NEAR, _LINES = 3, 40, 40, 5, 20


@dataclass(frozen=True, slots=True)
class Match:
    """A hit with what the list says."""

    hit: Hit
    listing: Listing | None
    version: ListVersion | None


@dataclass(frozen=True, slots=True)
class Said:
    """Claims that name a party in one role: the first few, and how many there are."""

    role: str
    total: int
    cards: list[Card]


def entities(request: Request, now: Now) -> Response:
    schema, start = request.query_params.get("schema", ""), number(request, "start", 0)
    equal = {"schema": schema} if schema else {}
    rows, total = now.shelf.page("entities", start, MOST, **equal), dict(now.shelf.values("schema")).get(schema, 0) if schema else now.shelf.count("entities")
    schemata = now.shelf.values("schema")
    return render(request, "entities.html", title="Parties", rows=rows, schema=schema, schemata=schemata, pages=paging(request, start, len(rows), total))


def matches(now: Now, entity: str) -> list[Match]:
    """The entries of lists that a party is or may be, side by side, the surest first."""
    hits: list[Hit] = sorted(now.shelf.rows("hits", entity=entity), key=lambda h: (h.status != "listed", -h.score, h.id))[:20]
    listings = now.shelf.many("listings", [h.listing for h in hits])
    lists = now.shelf.many("lists", [h.list for h in hits])
    return [Match(h, listings.get(h.listing), lists.get(h.list)) for h in hits]


def spoken(now: Now, entity: str, most: int = _CLAIMS) -> list[Said]:
    library = Library(now.shelf)
    roles = now.shelf.sql("SELECT role, claims FROM party_counts WHERE entity = ? ORDER BY claims DESC, role LIMIT 12", (entity,))
    return [Said(role, total, cards(now, now.shelf.of_party(entity, role, 0, most), library)) for role, total in roles]


def events_of(now: Now, entity: str, most: int = _EVENTS) -> tuple[list[Event], int]:
    total = now.shelf.one("SELECT events FROM party_events WHERE entity = ?", (entity,)) or 0
    roles = now.shelf.sql("SELECT role FROM party_roles WHERE entity = ?", (entity,))
    sql = "SELECT n FROM event_parties WHERE entity = ? AND role = ? ORDER BY n LIMIT ?"
    places = sorted({n for (role,) in roles for (n,) in now.shelf.sql(sql, (entity, role, most))})
    return now.shelf.at("events", places[:most]), int(total)


def moments(now: Now, events: list[Event]) -> tuple[Moment, ...]:
    """Events with a date, in time."""
    when = dict(now.shelf.among("SELECT id, happened FROM events WHERE id IN (?)", [e.id for e in events]))
    out = []
    for event in events:
        if start := when.get(event.id):
            span = words.period(event.period_from, event.period_to) or f"said {start}"
            out.append(Moment(span, event.id, event.kind, sentence(event.label, cites=(event.id,)), start, event.period_to))
    return tuple(sorted(out, key=lambda m: (m.start, m.event)))


def near(now: Now, entity: Entity) -> list[tuple[Entity, names.Comparison]]:
    """Other parties whose names are alike: what somebody may want to merge it with."""
    if entity.schema == "Country":
        return []
    (seen,) = now.shelf.names.many([entity.caption], 20, 0.4)
    ids = [id for id, _, _ in sorted(seen, key=lambda f: (-f[2], f[0])) if id != entity.id]
    others = now.shelf.many("entities", list(dict.fromkeys(ids))[:_NEAR])
    kind = "Person" if entity.schema == "Person" else "LegalEntity"
    compared = [(o, names.compare(entity.caption, o.caption, kind)) for o in others.values() if o.schema != "Country"]
    return sorted((c for c in compared if c[1].score >= 0.5), key=lambda c: (-c[1].score, c[0].id))


def entity(request: Request, now: Now) -> Response:
    shelf = now.shelf
    one: Entity = found(now, "entities", request.path_params["id"])
    places = sorted({n for side in ("source", "target") for n in shelf.of_any("links", side, [one.id], _LINKS)})
    links = shelf.at("links", places[:_LINKS])
    total_links = shelf.one("SELECT links FROM party_links WHERE entity = ?", (one.id,)) or 0
    recorded = shelf.at("shipments", sorted({n for side in ("supplier", "recipient") for n in shelf.of_any("shipments", side, [one.id], _LINES)})[:_LINES])
    told, total_events = events_of(now, one.id)
    scripts: dict[str, list[Name]] = {}
    for name in one.names:
        scripts.setdefault(name.script, []).append(name)
    line = moments(now, told)
    return render(
        request, "entity.html", title=one.caption, entity=one, scripts=scripts, matches=matches(now, one.id), said=spoken(now, one.id), links=links,
        captions=shelf.captions([i for link in links for i in (link.source, link.target)]), total_links=total_links, events=told, total_events=total_events,
        moments=line, picture=timeline.draw(line), shipments=[e for e in told if e.kind == "shipment"], lines=[(s, shipped(s)) for s in recorded], gaps=list(shelf.rows("gaps", entity=one.id)), near=near(now, one),
        decisions=now.decided.get(one.id, []), because=[(i, caption(n)) for i in one.because if i.startswith("d_") and (n := shelf.get(i)) is not None],
    )  # fmt: skip


def listing(request: Request, now: Now) -> Response:
    one: Listing = found(now, "listings", request.path_params["id"])
    version = now.shelf.many("lists", [one.list]).get(one.list)
    hits = list(now.shelf.rows("hits", listing=one.id))
    captions = now.shelf.captions([h.entity for h in hits])
    held = [h for side in ("owner", "asset") for h in now.shelf.rows("holdings", **{side: one.local_id}) if h.list == one.list]
    return render(request, "listing.html", title=one.caption, listing=one, version=version, hits=hits, captions=captions, held=held)


ROUTES = (("/entities", entities), ("/entities/{id}", entity), ("/listings/{id}", listing))
