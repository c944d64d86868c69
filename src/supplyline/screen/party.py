"""Who is held against the lists?

A `Party` is a name with what is known beside it: an entity of a case, a row of a table, one name that somebody asks
for. `asked` makes one from plain words, as a person or a file gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supplyline.model import BadInput, Entity, make_id
from supplyline.names import facts
from supplyline.read.lists import common

SCHEMATA = ("LegalEntity", "Person", "Company", "Organization", "PublicBody", "Vessel", "Airplane")


@dataclass(frozen=True, slots=True)
class Party:
    """`identifiers` as lists have them ("inn:7702235133"), `countries` two-letter codes, dates ISO."""

    id: str
    caption: str
    names: tuple[str, ...]
    schema: str = "LegalEntity"
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def of_entity(entity: Entity) -> Party:
    names = tuple(dict.fromkeys(name.text for name in entity.names)) or (entity.caption,)
    return Party(entity.id, entity.caption, names, entity.schema, entity.countries, (), entity.identifiers)


def asked(
    names: Sequence[str],
    schema: str = "LegalEntity",
    countries: Iterable[str] = (),
    births: Iterable[str] = (),
    identifiers: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> Party:
    """A party from words. Identifiers are numbers or KIND=NUMBER; what cannot be understood is a BadInput."""
    clean = tuple(dict.fromkeys(filter(None, (common.spaced(n) for n in names))))
    if not clean or not any(c.isalnum() for c in clean[0]):
        raise BadInput(f"{' '.join(names)!r} is no name: it has no letter or digit")
    if schema not in SCHEMATA:
        raise BadInput(f"{schema!r} is no kind of party; take one of {', '.join(SCHEMATA)}")
    known = facts.asked(countries, births, identifiers, addresses)
    return Party(
        make_id("n", schema, *clean), clean[0], clean, schema,
        known.countries, known.births, known.identifiers, known.addresses,
    )  # fmt: skip
