"""Which parties do registers of shipments name?

`record(shipments, tally)` adds the consignors and consignees of one register file to the tally, `party_in(text)` is the
party that a cell names: a cell for a party names one whatever its shape, unlike a phrase in prose. Promises: a spelling
counts once a file, however many lines repeat it, so that a long register does not outvote the reports on what a party
is called; countries and numbers that lines give for a party are kept beside its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from supplyline import names
from supplyline.model import Shipment
from supplyline.read import countries
from supplyline.resolve.naming import Party, bare
from supplyline.resolve.tally import Seen, Tally


@lru_cache(maxsize=100_000)
def party_in(text: str) -> Party | None:
    """None where the cell has no word that tells ("Co., Ltd.")."""
    plain = bare(text) if text else ""
    plain = text.strip() if plain.count('"') % 2 else plain  # ООО "Красный завод"
    if not plain:
        return None
    code = countries.country(plain)
    if code:
        return Party(code, plain, country=True)
    key = names.key(plain)
    return Party(key, plain) if key else None


def record(shipments: Iterable[Shipment], tally: Tally) -> None:
    """Add one register file to the tally."""
    here: dict[int, Seen] = {}
    spelled: set[tuple[int, str]] = set()
    for s in shipments:
        for text, land, number in (
            (s.consignor, s.consignor_country, s.consignor_id),
            (s.consignee, s.consignee_country, s.consignee_id),
        ):
            named = party_in(text)
            if named is None:
                continue
            seen = (tally.countries if named.country else tally.names)[named.node]
            here[id(seen)] = seen
            if (id(seen), named.text) not in spelled:
                spelled.add((id(seen), named.text))
                seen.texts[named.text] += 1
            seen.mentions += 1
            seen.cite(s.id)
            if len(land) == 2 and not named.country:
                seen.lands[land] += 1
            if number and not named.country:
                seen.numbers[number] += 1
    for seen in here.values():
        seen.documents.append(tally.documents)
    tally.documents += 1
