"""What beside the name speaks for or against a match?

`same_numbers` are the identifiers that agree, `for_it` what else agrees, `against` what contradicts: another kind of
party, other countries, another number of a kind of which a party has only one, another date of birth. What is not known
of either side says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from supplyline.model import Listing
from supplyline.screen.party import Party

# Identifiers that belong to one party in the world, and those of them of which a party has only one.
PROOF = frozenset({"inn", "ogrn", "imo", "lei", "uscc", "edrpou"})
_BODIES = frozenset({"Company", "Organization", "LegalEntity", "PublicBody"})


def same_numbers(party: Party, listing: Listing) -> list[str]:
    return sorted(set(party.identifiers) & set(listing.identifiers))


def is_proof(identifier: str) -> bool:
    return identifier.partition(":")[0] in PROOF


def in_words(identifier: str) -> str:
    kind, _, number = identifier.partition(":")
    return f"{kind.upper()} {number}"


def for_it(party: Party, listing: Listing) -> tuple[str, ...]:
    same = [own for own in party.births if any(own[:10] == other[:10] for other in listing.birth_dates)]
    return tuple(f"the same date of birth {birth}" for birth in same)


def against(party: Party, listing: Listing) -> tuple[str, ...]:
    reasons: list[str] = []
    if not _compatible(party.schema, listing.schema):
        reasons.append(f"the party is a {party.schema}, the listing a {listing.schema}")
    if party.countries and listing.countries and not set(party.countries) & set(listing.countries):
        reasons.append(f"other countries ({', '.join(party.countries)}; {', '.join(listing.countries)})")
    own, other = _proofs(party.identifiers), _proofs(listing.identifiers)
    for kind in sorted(set(own) & set(other)):
        if not own[kind] & other[kind]:
            reasons.append(f"another {kind.upper()}")
    if party.births and listing.birth_dates and not any(
        _same_day(a, b) for a in party.births for b in listing.birth_dates
    ):  # fmt: skip
        reasons.append(f"another date of birth ({', '.join(party.births)}; {', '.join(listing.birth_dates)})")
    return tuple(reasons)


def _same_day(one: str, other: str) -> bool:
    """Dates agree as far as the less precise of them goes: 1962 and 1962-05-31 do."""
    least = min(len(one), len(other))
    return one[:least] == other[:least]


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
