"""What do the lists say to a grade?

A supplier, maker or intermediary that an authority has listed is a reason to read beside an event's grade: somebody with
powers to know has accused that party of something. It is no word about this event; `weigh.plausible` says where it agrees with a claim
all the same: where the listing itself, in its programme or reasons, names the country that was supplied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supplyline.model import Event, Hit, Listing, ListVersion
from supplyline.weigh import Listed
from supplyline.weigh.places import countries_in

SUPPLIERS = frozenset(("supplier", "maker", "via"))
_MOST = 3  # listings named; the others are counted


def listed(
    events: Iterable[Event], hits: Iterable[Hit], versions: Iterable[ListVersion], listings: Iterable[Listing], captions: Mapping[str, str]
) -> dict[str, Listed]:
    """Event id -> what lists say of its suppliers; `captions`: id of an entity -> its name. A list that repeats another is left out."""
    lists = {v.id: v for v in versions if v.republishes is None}
    of: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.status == "listed" and hit.list in lists:
            of.setdefault(hit.entity, []).append(hit)
    wanted = {hit.listing for found in of.values() for hit in found}
    rows = {listing.id: listing for listing in listings if listing.id in wanted}
    out: dict[str, Listed] = {}
    for event in events:
        parties = sorted({party for role, _, party in (p.partition("=") for p in event.parties) if role in SUPPLIERS and party in of})
        if parties:
            found = sorted((h for party in parties for h in of[party]), key=lambda h: (h.listed_on or "9999", h.id))
            out[event.id] = _said(found, lists, rows, captions)
    return out


def _said(hits: list[Hit], lists: Mapping[str, ListVersion], rows: Mapping[str, Listing], captions: Mapping[str, str]) -> Listed:
    told = [f"{captions.get(h.entity, h.entity)} on {lists[h.list].title}{f' since {h.listed_on}' if h.listed_on else ''}" for h in hits[:_MOST]]
    more = f" and {len(hits) - _MOST} more" if len(hits) > _MOST else ""
    agrees = {(lists[h.list].jurisdiction.lower(), named) for h in hits if h.listing in rows and (named := _named(rows[h.listing]))}
    return Listed(f"listed: {'; '.join(told)}{more}", tuple(h.id for h in hits), tuple(sorted(agrees)))


def _named(listing: Listing) -> tuple[str, ...]:
    """The countries that a listing names in its programmes and reasons; whose the party is says nothing of whom it supplies."""
    said = " ".join(f"{s.programme or ''} {s.reason or ''}".replace("-", " ") for s in listing.sanctions)
    return tuple(iso for iso in countries_in(said) if iso not in listing.countries)
