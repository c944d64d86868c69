"""What changed between two versions of a list, and whom does that touch?

`diff(old, new)` pairs the listings of two versions by the list's own ids; where ids do not hold, by an identifier that
is proof, then by names and kind of party. Each listing of both is in one pair or in none: added, removed (delisted),
changed with what changed in words, or the same. `touched` says of the parties of a case whose earlier result, a match
or none, a change turns. Promises: the order of the file and of names within an entry is no change; the two versions
swapped give the same pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from supplyline.model import BadInput, Entity, Hit, Listing, ListVersion
from supplyline.read.lists import ListFile
from supplyline.screen import facts, match
from supplyline.screen.hits import rank


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: added, removed, changed. `what` says what changed, in words."""

    kind: str
    old: Listing | None
    new: Listing | None
    what: tuple[str, ...] = ()

    @property
    def listing(self) -> Listing:
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Touch:
    """A party whose result on the list is, or may be, another by a change. Statuses are those of hits, or no_match."""

    entity: str
    caption: str
    before: str
    after: str
    listing: str  # the list's own id


def diff(old: ListFile, new: ListFile) -> tuple[Change, ...]:
    """The changes from one version to another: removed, then added, then changed, each by the list's own id."""
    if old.version.code != new.version.code:
        raise BadInput(
            f"{old.version.file} is a version of {old.version.title}, {new.version.file} of {new.version.title}: "
            "give two versions of one list"
        )
    pairs, gone, come = _paired(old.listings, new.listings)
    changed = [Change("changed", a, b, what) for a, b in pairs if (what := _changes(a, b))]
    out = [Change("removed", a, None) for a in gone] + [Change("added", None, b) for b in come] + changed
    return tuple(sorted(out, key=lambda c: (_ORDER[c.kind], _number(c.listing.local_id))))


_ORDER = {"removed": 0, "added": 1, "changed": 2}


def _number(local_id: str) -> tuple[int, str]:
    return (int(local_id), "") if local_id.isascii() and local_id.isdigit() else (0, local_id)


def _paired(
    old: Sequence[Listing], new: Sequence[Listing]
) -> tuple[list[tuple[Listing, Listing]], list[Listing], list[Listing]]:
    """Pairs of one listing, those that are gone, those that came."""
    pairs: list[tuple[Listing, Listing]] = []
    for keys in (_own_id, _proofs, _names):
        matched = _match(old, new, keys)
        pairs += matched
        used = {listing.id for pair in matched for listing in pair}
        old = [listing for listing in old if listing.id not in used]
        new = [listing for listing in new if listing.id not in used]
    return pairs, list(old), list(new)


def _match(
    old: Sequence[Listing], new: Sequence[Listing], keys: Callable[[Listing], Iterable[object]]
) -> list[tuple[Listing, Listing]]:
    """Pairs that share a key which no other listing of either version has."""
    sides: list[dict[object, list[Listing]]] = [{}, {}]
    for side, listings in zip(sides, (old, new), strict=True):
        for listing in listings:
            for key in keys(listing):
                side.setdefault(key, []).append(listing)
    out: list[tuple[Listing, Listing]] = []
    taken: set[str] = set()
    for key, (one, *more) in sides[0].items():
        others = sides[1].get(key, [])
        if not more and len(others) == 1 and one.id not in taken and others[0].id not in taken:
            out.append((one, others[0]))
            taken |= {one.id, others[0].id}
    return out


def _own_id(listing: Listing) -> Iterable[object]:
    return (listing.local_id,)


def _proofs(listing: Listing) -> Iterable[object]:
    return (number for number in listing.identifiers if facts.is_proof(number))


def _names(listing: Listing) -> Iterable[object]:
    return ((listing.schema, match.folded(listing.caption) or listing.caption),)


def _changes(old: Listing, new: Listing) -> tuple[str, ...]:
    out: list[str] = []
    if old.local_id != new.local_id:
        out.append(f"id: {old.local_id} → {new.local_id}")
    if old.schema != new.schema:
        out.append(f"kind of party: {old.schema} → {new.schema}")
    if old.caption != new.caption:
        out.append(f"called: {old.caption} → {new.caption}")
    for word, one, two in (
        ("name", [n.text for n in old.names], [n.text for n in new.names]),
        ("identifier", old.identifiers, new.identifiers),
        ("country", old.countries, new.countries),
        ("date of birth", old.birth_dates, new.birth_dates),
        ("address", old.addresses, new.addresses),
        ("programme", [s.programme for s in old.sanctions], [s.programme for s in new.sanctions]),
        ("listing date", [s.listing_date for s in old.sanctions], [s.listing_date for s in new.sanctions]),
        ("end date", [s.end_date for s in old.sanctions], [s.end_date for s in new.sanctions]),
    ):
        before, after = dict.fromkeys(filter(None, one)), dict.fromkeys(filter(None, two))
        out += [f"{word} removed: {v}" for v in before if v not in after]
        out += [f"{word} added: {v}" for v in after if v not in before]
    return tuple(out)


# ---------------------------------------------------------------- whom it touches


def touched(
    changes: Iterable[Change], entities: Iterable[Entity], before: Iterable[Hit], after: Iterable[Hit]
) -> Mapping[int, tuple[Touch, ...]]:
    """By the place of a change, the parties it touches. `before` and `after` are the hits of the parties on the whole
    old and new version, so that a party which another entry still names is not said to be off the list."""
    captions = {entity.id: entity.caption for entity in entities}
    was, now = _best(before), _best(after)
    by_listing: dict[str, set[str]] = {}
    for hit in (*before, *after):
        by_listing.setdefault(hit.listing, set()).add(hit.entity)
    out: dict[int, tuple[Touch, ...]] = {}
    for place, change in enumerate(changes):
        whom = {e for side in (change.old, change.new) if side is not None for e in by_listing.get(side.id, ())}
        if whom:
            out[place] = tuple(
                Touch(e, captions[e], was.get(e, "no_match"), now.get(e, "no_match"), change.listing.local_id)
                for e in sorted(whom, key=lambda e: (captions[e], e))
            )
    return out


def _best(hits: Iterable[Hit]) -> dict[str, str]:
    out: dict[str, str] = {}
    for hit in sorted(hits, key=rank):
        out.setdefault(hit.entity, hit.status)
    return out


def summary(changes: Sequence[Change], old: ListVersion, new: ListVersion) -> str:
    counts = {kind: sum(c.kind == kind for c in changes) for kind in _ORDER}
    return (
        f"{new.title}: from {old.as_of or 'an unknown date'} ({old.rows:,} listings, version {old.sha256[:12]}) to "
        f"{new.as_of or 'an unknown date'} ({new.rows:,} listings, version {new.sha256[:12]}): "
        f"{counts['added']:,} added, {counts['removed']:,} removed, {counts['changed']:,} changed"
    )
