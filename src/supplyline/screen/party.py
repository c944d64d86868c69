"""Who is held against the lists?

A `Party` is a name with what is known beside it: an entity of a case, a row of a table, one name that somebody asks
for. `asked` makes one from plain words, as a person or a file gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supplyline.model import BadInput, Entity, make_id
from supplyline.read.lists import common
from supplyline.read.lists.ids import identify

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
    return Party(
        make_id("n", schema, *clean), clean[0], clean, schema,
        tuple(dict.fromkeys(_country(c) for c in countries)), tuple(dict.fromkeys(_birth(b) for b in births)),
        tuple(dict.fromkeys(_number(n) for n in identifiers)),
        tuple(dict.fromkeys(filter(None, (common.spaced(a) for a in addresses)))),
    )  # fmt: skip


def _country(text: str) -> str:
    found = common.country(text)
    if found is None:
        raise BadInput(f"{text!r} is no country that is known; use a two-letter code or an English name")
    return found


def _birth(text: str) -> str:
    found = common.iso_date(text)
    if found is None:
        raise BadInput(f"{text!r} is no date of birth; write it as 1962-05-31, 1962-05 or 1962")
    return found


def _number(text: str) -> str:
    label, _, number = text.rpartition("=")
    found = identify(number, label.strip())
    if found is None:
        raise BadInput(f"{text!r} is no identifier; write KIND=NUMBER, such as INN=7702235133 or LEI=…")
    return found
