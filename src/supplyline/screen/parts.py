"""Which lists are in this list, and which of them are copies?

The US Consolidated Screening List is eleven lists in one file, some of which have files of their own; other files
repeat a whole list. `part` is the list that a listing is of, `parts` the lists that a version holds, `repeats` the list
of the case that a listing only copies: it is no second listing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from supplyline.model import Listing, ListVersion
from supplyline.read.lists.common import list_codes

_UN = "un_sc"


def republished(version: ListVersion) -> list[str]:
    return [code for code in (version.republishes or "").split(",") if code]


def part(version: ListVersion, listing: Listing) -> str:
    """The code of the list that a listing is of: of its version, or of the list inside that."""
    origin = listing.local_id.partition(":")[0]
    inside = ":" in listing.local_id and republished(version) and origin in list_codes()
    return origin if inside else version.code


def parts(version: ListVersion, listings: Iterable[Listing]) -> tuple[str, ...]:
    """The codes of the lists that a version holds, sorted; its own alone where it is one list."""
    return tuple(sorted({part(version, listing) for listing in listings})) or (version.code,)


def repeats(version: ListVersion, listing: Listing, codes: Collection[str]) -> str | None:
    """The list of the case that this listing is only a copy of, or None."""
    copied = republished(version)
    origin = part(version, listing)
    if origin != version.code:
        return origin if origin in codes else None
    if len(copied) == 1 and ":" not in listing.local_id and copied[0] in codes:
        return copied[0]
    # The UK and the EU carry out what the UN decided: their entry bears the UN's number.
    carried_out = version.code != _UN and any(number.startswith("un:") for number in listing.identifiers)
    return _UN if carried_out and _UN in codes else None
