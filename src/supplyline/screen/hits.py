"""Which listings may name this party?

`hits(entities, listings, lists)` compares companies, organizations, persons and vessels with listings. Promises: a
hit is `listed` when a name agrees to the threshold and neither schema, country nor identifier speaks against it, or
when an identifier that is proof agrees; else `possible` down to the lower threshold. A weak alias alone never makes a
party listed. Each hit says why, in words; hits are in order of entity, list and listing. Countries and governments
are not screened: they are on no list of parties, and their names are in thousands of entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supplyline.model import Entity, Hit, Listing, ListVersion, make_id
from supplyline.names import Index, compare, key, tokens

LISTED, POSSIBLE = 0.90, 0.70
SCREENED = frozenset({"Company", "Organization", "Person", "Vessel", "LegalEntity"})
# Identifiers that belong to one party in the world, and those of them of which a party has only one.
PROOF = frozenset({"inn", "ogrn", "imo", "lei", "uscc", "edrpou"})
_CANDIDATES = 20
_BODIES = frozenset({"Company", "Organization", "LegalEntity", "PublicBody"})
_AGAINST = "against it: "


@dataclass(frozen=True, slots=True)
class _Judged:
    score: float
    status: str
    explanation: tuple[str, ...]


def hits(
    entities: Iterable[Entity],
    listings: Sequence[Listing],
    lists: Sequence[ListVersion],
    listed: float = LISTED,
    possible: float = POSSIBLE,
) -> tuple[Hit, ...]:
    """Hits of entities on the listings of `lists`; listings of other lists are passed over."""
    versions = {version.id: version for version in lists}
    codes = {version.code for version in lists}
    in_force = [listing for listing in listings if listing.list in versions]
    by_id = {listing.id: listing for listing in in_force}
    kinds = {(listing.id, name.text): name.kind for listing in in_force for name in listing.names}
    index = Index([(listing.id, name.text) for listing in in_force for name in listing.names])
    by_number: dict[str, list[str]] = {}
    for listing in in_force:
        for number in listing.identifiers:
            by_number.setdefault(number, []).append(listing.id)
    found: list[Hit] = []
    for entity in entities:
        if entity.schema not in SCREENED:
            continue
        for listing_id, names in _candidates(entity, index, by_number).items():
            listing = by_id[listing_id]
            judged = _judge(entity, listing, names, kinds, listed, possible)
            if judged is not None:
                found.append(_hit(entity, listing, versions[listing.list], judged, codes))
    return tuple(sorted(found, key=lambda h: (h.entity, h.list, -h.score, h.listing)))


def _candidates(entity: Entity, index: Index, by_number: Mapping[str, list[str]]) -> dict[str, set[tuple[str, str]]]:
    """Listings worth judging, each with the pairs of names worth comparing."""
    worth: dict[str, set[tuple[str, str]]] = {}
    for name in {name.text: None for name in entity.names} or {entity.caption: None}:
        for listing_id, listed_name in index.candidates(name, _CANDIDATES):
            worth.setdefault(listing_id, set()).add((name, listed_name))
    for number in entity.identifiers:
        for listing_id in by_number.get(number, ()):
            worth.setdefault(listing_id, set())
    return worth


def _judge(
    entity: Entity, listing: Listing, pairs: set[tuple[str, str]], kinds: Mapping[tuple[str, str], str],
    listed: float, possible: float,
) -> _Judged | None:  # fmt: skip
    same = sorted(set(entity.identifiers) & set(listing.identifiers))
    proof = [number for number in same if number.partition(":")[0] in PROOF]
    best, why, doubt = _best(entity, listing, pairs, kinds)
    if proof:
        return _Judged(1.0, "listed", (*(f"the same {_words(n)}" for n in proof), *why))
    if same:
        best = max(best, min(1.0, best + 0.1))
        why = (*(f"the same {_words(n)}" for n in same), *why)
    against = _against(entity, listing)
    if best < possible or (against and best < listed):
        return None
    against = (*against, *doubt)
    status = "listed" if best >= listed and not against else "possible"
    return _Judged(round(best, 4), status, (*why, *(_AGAINST + reason for reason in against)))


def _best(
    entity: Entity, listing: Listing, pairs: set[tuple[str, str]], kinds: Mapping[tuple[str, str], str]
) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """The best score of a pair of names, its reasons, and what makes this pair doubtful."""
    schema = "Person" if "Person" in (entity.schema, listing.schema) else entity.schema
    # Ties go to a strong name, then to the names in order: nothing hangs on how the set was filled.
    best: tuple[float, bool, str, str] | None = None
    reasons: tuple[str, ...] = ()
    for own, other in sorted(pairs):
        comparison = compare(own, other, schema)
        rank = (comparison.score, kinds.get((listing.id, other)) != "weak", own, other)
        if best is None or rank[:2] > best[:2]:
            best, reasons = rank, comparison.explanation
    if best is None:
        return 0.0, (), ()
    said = f"“{best[2]}” and “{best[3]}” agree to {best[0]:.2f}"
    doubt = [] if best[1] else ["only a weak alias of the listing agrees"]
    # "Norinco" and "Narinco" are two firms: a name of one word must be the same word.
    if len(tokens(best[2])) == 1 and key(best[2]) != key(best[3]):
        doubt.append("one word that is only spelled alike, or a part of the other name")
    return best[0], (said, *reasons), tuple(doubt)


def _against(entity: Entity, listing: Listing) -> tuple[str, ...]:
    reasons: list[str] = []
    if not _compatible(entity.schema, listing.schema):
        reasons.append(f"the party is a {entity.schema}, the listing a {listing.schema}")
    if entity.countries and listing.countries and not set(entity.countries) & set(listing.countries):
        reasons.append(f"other countries ({', '.join(entity.countries)}; {', '.join(listing.countries)})")
    own, other = _proofs(entity.identifiers), _proofs(listing.identifiers)
    for kind in sorted(set(own) & set(other)):
        if not own[kind] & other[kind]:
            reasons.append(f"another {kind.upper()}")
    return tuple(reasons)


def _compatible(one: str, two: str) -> bool:
    if one == two:
        return True
    if "LegalEntity" in (one, two):
        return {one, two} <= _BODIES | {"Person"}
    return one in _BODIES and two in _BODIES


def _proofs(identifiers: Sequence[str]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for identifier in identifiers:
        kind = identifier.partition(":")[0]
        if kind in PROOF:
            out.setdefault(kind, set()).add(identifier)
    return out


def _words(identifier: str) -> str:
    kind, _, number = identifier.partition(":")
    return f"{kind.upper()} {number}"


def _hit(entity: Entity, listing: Listing, version: ListVersion, judged: _Judged, codes: set[str]) -> Hit:
    dates = sorted(s.listing_date for s in listing.sanctions if s.listing_date)
    original = repeats(version, listing, codes)
    explanation = judged.explanation
    if original:
        explanation = (*explanation, f"repeats {original}: no second listing")
    return Hit(
        make_id("h", entity.id, listing.id), entity.id, listing.id, listing.list, judged.score, judged.status,
        explanation, dates[0] if dates else None, (entity.id, listing.id),
    )  # fmt: skip


def repeats(version: ListVersion, listing: Listing, codes: set[str]) -> str | None:
    """The list of the case that this listing is only a copy of, or None."""
    republished = [code for code in (version.republishes or "").split(",") if code]
    origin = listing.local_id.partition(":")[0]
    if origin in republished:
        return origin if origin in codes else None
    if len(republished) == 1 and ":" not in listing.local_id and republished[0] in codes:
        return republished[0]
    return None
