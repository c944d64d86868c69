"""What is to be said of a party and a list beyond its hits?

`beyond(…)` gathers what `gaps` cannot see in the hits on the newest versions: which lists a file holds and which part a
listing is of, who was on an earlier version and is no longer, whose measures have ended, and whom listed parties own.
Promises: only versions of the given day and before are looked at; a party is said to be gone from a list only when the
very listing is gone from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from supplyline.model import ClaimKey, Entity, Hit, Link, Listing, ListVersion
from supplyline.read.lists import ListFile
from supplyline.screen.held import Held, known_on, last_day
from supplyline.screen.hits import Thresholds, judged, screen
from supplyline.screen.index import ListsIndex, as_of
from supplyline.screen.owned import Owned, Stake, blocked, rule_of
from supplyline.screen.parts import part, parts, republished
from supplyline.screen.party import Party

_Key = tuple[str, str]  # entity, code of a list
_MOST_OWNERS = 2000  # nodes above the suppliers that are looked at


@dataclass(frozen=True, slots=True)
class Gone:
    """A party that a list no longer names: last seen in one version, gone by the next."""

    caption: str
    since: str | None
    last: str  # "as of 2025-08-02"
    by: str | None
    listing: str  # the list's own id
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # version -> the lists in it, of one that holds several
    part_of: Mapping[str, str] = field(default_factory=dict)  # listing -> the list it is of
    ended: Mapping[str, str] = field(default_factory=dict)  # listing -> the day its last measure ended
    gone: Mapping[_Key, Gone] = field(default_factory=dict)
    owned: Mapping[_Key, Owned] = field(default_factory=dict)
    day: str | None = None


def beyond(
    suppliers: Sequence[Entity], hits: Sequence[Hit], held: Held, index: ListsIndex, thresholds: Thresholds,
    links: Iterable[Link] = (), shares: Mapping[str, float] | None = None, captions: Mapping[str, str] | None = None,
    day: str | None = None,
) -> Beyond:  # fmt: skip
    """`captions` has what entities are called, `shares` the percentage of an ownership link, by the id of its event, where a claim states one."""
    part_of = {
        listing.id: part(file.version, listing) for file in held.in_force if republished(file.version) for listing in file.listings
    }
    inside = {f.version.id: parts(f.version, f.listings) for f in held.in_force if republished(f.version)}
    ended: dict[str, str] = {}
    for file in held.in_force:
        until = day or file.version.as_of
        for listing in file.listings:
            ends = [s.end_date for s in listing.sanctions]
            if until and ends and all(ends) and (end := max(filter(None, ends))) < until:
                ended[listing.id] = end
    owned = _owned(suppliers, hits, held, index, thresholds, links, shares or {}, part_of, captions or {}, day)
    return Beyond(inside, part_of, ended, _gone(suppliers, hits, held, thresholds, day), owned, day)


def shares(keys: Iterable[ClaimKey], event_of: Mapping[str, str]) -> dict[str, float]:
    """The highest share that a claim of an ownership event states, by event."""
    out: dict[str, float] = {}
    for key in keys:
        event = event_of.get(key.id)
        if key.kind == "ownership" and event is not None:
            for figure in key.figures:
                number, _, unit = figure.partition(" ")
                if unit == "%" and 0 < (share := float(number)) <= 100:
                    out[event] = max(share, out.get(event, 0.0))
    return out


# ---------------------------------------------------------------- gone from the list


def _gone(suppliers: Sequence[Entity], hits: Sequence[Hit], held: Held, thresholds: Thresholds, day: str | None) -> dict[_Key, Gone]:
    """Only listings that an earlier version has and the newest has not are looked at."""
    gone: dict[str, tuple[ListFile, ListVersion, Listing]] = {}
    for file in held.in_force:
        here = {listing.local_id for listing in file.listings}
        after = file.version
        for older in held.earlier(file.version):
            if day is not None and not known_on(older.version, day):
                continue
            for listing in older.listings:
                if listing.local_id not in here:
                    gone[listing.id] = (older, after, listing)
                    here.add(listing.local_id)
            after = older.version
    if not gone:
        return {}
    old = ListsIndex.of([f.version for f, _, _ in gone.values()], [listing for _, _, listing in gone.values()])
    out: dict[_Key, Gone] = {}
    for hit in screen(suppliers, old, thresholds):
        older, after, listing = gone[hit.listing]
        code = part(older.version, listing)
        if hit.status == "listed" and (hit.entity, code) not in out:
            out[hit.entity, code] = Gone(
                listing.caption, hit.listed_on, as_of(older.version), after.as_of, listing.local_id, (hit.entity, after.id)
            )
    return out


# ---------------------------------------------------------------- owned by listed parties


def _owned(
    suppliers: Sequence[Entity], hits: Sequence[Hit], held: Held, index: ListsIndex, thresholds: Thresholds,
    links: Iterable[Link], shares: Mapping[str, float], part_of: Mapping[str, str], captions: Mapping[str, str],
    day: str | None,
) -> dict[_Key, Owned]:  # fmt: skip
    pool = {
        _node(listing): listing
        for file in held.in_force if file.holdings
        for ends in [{id for h in file.holdings for id in (h.owner, h.asset)}]
        for listing in (*file.listings, *file.others) if listing.local_id in ends
    }  # fmt: skip
    same = _same(suppliers, pool, held, thresholds)
    stakes = [
        Stake(link.source, link.target, shares.get(link.event), f"alleged, {link.grade or 'no grade'}", (link.id,))
        for link in links if link.role == "owns"
    ]  # fmt: skip
    titles = {file.version.id: file.version.title for file in held.in_force}
    for holding in held.holdings:
        # What has an end is over, unless a day before it is asked for.
        lasts = holding.until is None or (day is not None and last_day(holding.until) >= day)
        if lasts and (day is None or (holding.since or "") <= day):
            owner, asset = (f"{holding.list}|{id}" for id in (holding.owner, holding.asset))
            stakes.append(
                Stake(same.get(owner, owner), same.get(asset, asset), holding.percent, f"says {titles[holding.list]}", (holding.id,))
            )
    stakes = _above({s.id for s in suppliers}, stakes)
    if not stakes:
        return {}
    names = {same.get(node, node): listing.caption for node, listing in pool.items()} | dict(captions)
    listed = _listed(stakes, hits, pool, index, thresholds, part_of, day)
    out: dict[_Key, Owned] = {}
    for (code, version_day), nodes in sorted(listed.items()):
        rule = rule_of(code, day or version_day or None)
        if rule is not None:
            for asset, owned in blocked(nodes, stakes, rule, names).items():
                out[asset, code] = owned
    return out


def _node(listing: Listing) -> str:
    return f"{listing.list}|{listing.local_id}"


def _same(suppliers: Sequence[Entity], pool: Mapping[str, Listing], held: Held, thresholds: Thresholds) -> dict[str, str]:
    """Which parties of holdings are suppliers of the case."""
    if not pool:
        return {}
    found = screen(suppliers, ListsIndex.of(held.versions, pool.values()), thresholds)
    by_id = {listing.id: node for node, listing in pool.items()}
    out: dict[str, str] = {}
    for hit in found:  # in order of entity: of two that fit, the first
        if hit.status == "listed":
            out.setdefault(by_id[hit.listing], hit.entity)
    return out


def _above(wanted: set[str], stakes: Sequence[Stake]) -> list[Stake]:
    """The stakes in the suppliers, in their owners, and so on up."""
    by_asset: dict[str, list[Stake]] = {}
    for stake in stakes:
        by_asset.setdefault(stake.asset, []).append(stake)
    out: list[Stake] = []
    seen, waiting = set(wanted), sorted(wanted)
    while waiting and len(seen) < _MOST_OWNERS + len(wanted):
        for stake in by_asset.get(waiting.pop(0), ()):
            out.append(stake)
            if stake.owner not in seen:
                seen.add(stake.owner)
                waiting.append(stake.owner)
    return out


def _listed(
    stakes: Sequence[Stake], hits: Sequence[Hit], pool: Mapping[str, Listing], index: ListsIndex,
    thresholds: Thresholds, part_of: Mapping[str, str], day: str | None,
) -> dict[tuple[str, str], dict[str, str]]:  # fmt: skip
    """By list and the day of its version, the nodes that it names, with since when."""
    nodes = {s.owner for s in stakes} | {s.asset for s in stakes}
    out: dict[tuple[str, str], dict[str, str]] = {}

    def note(node: str, hit: Hit) -> None:
        if hit.status == "listed" and not (day and hit.listed_on and hit.listed_on > day):
            version = index.versions[hit.list]
            code = part_of.get(hit.listing, version.code)
            since = f"since {hit.listed_on}" if hit.listed_on else as_of(version)
            out.setdefault((code, version.as_of or ""), {}).setdefault(node, f"listed {since}")

    for hit in hits:
        if hit.entity in nodes:
            note(hit.entity, hit)
    asked = [pool[node] for node in sorted(nodes) if node in pool]
    parties = [
        Party(_node(x), x.caption, tuple(n.text for n in x.names), x.schema, x.countries, x.birth_dates, x.identifiers, x.addresses)
        for x in asked
    ]
    for party, found in zip(parties, judged(parties, index, thresholds), strict=True):
        for hit in found:
            note(party.id, hit)
    return out
