"""What beside the name speaks for or against a listing?

`names.facts` knows what facts say of two parties; here a party meets a listing. `same_numbers` are the identifiers that
agree, `for_it` what else agrees, `against` what contradicts: another kind of party, other countries, another number of a
kind of which a party has only one, another date of birth. What is not known of either side says nothing.
"""

from __future__ import annotations

from supplyline.model import Listing
from supplyline.names import facts
from supplyline.names.facts import PROOF, Facts, in_words, is_proof
from supplyline.screen.party import Party

_BODIES = frozenset({"Company", "Organization", "LegalEntity", "PublicBody"})


def same_numbers(party: Party, listing: Listing) -> list[str]:
    return [] if not party.identifiers or not listing.identifiers else facts.same_numbers(party.identifiers, listing.identifiers)


def for_it(party: Party, listing: Listing) -> tuple[str, ...]:
    if not party.births:
        return ()
    return tuple(f"the same date of birth {birth}" for birth in facts.same_births(_own(party), _listed(listing)))


def against(party: Party, listing: Listing) -> tuple[str, ...]:
    kinds = () if _compatible(party.schema, listing.schema) else (f"the party is a {party.schema}, the listing a {listing.schema}",)
    if not (party.countries or party.births or party.identifiers):
        return kinds
    return (*kinds, *facts.against(_own(party), _listed(listing)))


def _own(party: Party) -> Facts:
    return Facts(party.countries, party.births, party.identifiers, party.addresses)


def _listed(listing: Listing) -> Facts:
    return Facts(listing.countries, listing.birth_dates, listing.identifiers)


def _compatible(one: str, two: str) -> bool:
    if one == two:
        return True
    if "LegalEntity" in (one, two):
        return {one, two} <= _BODIES | {"Person"}
    return one in _BODIES and two in _BODIES


__all__ = ["PROOF", "against", "for_it", "in_words", "is_proof", "same_numbers"]
