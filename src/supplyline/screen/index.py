"""What are the lists that somebody is held against, ready for looking up?

`ListsIndex.of(versions, listings)` is built once and asked many times: by name for the listings worth comparing, by
identifier for those that share it. Listings of other versions are passed over. It never changes and hangs on nothing
but what it was built from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supplyline.model import Listing, ListVersion
from supplyline.names import Index

# What the index holds to be less alike than this part of the least score that is reported is not compared: a bound that
# hangs on the two names and not on what else is in the lists, so that another list takes no hit away.
SEEMS = 0.6
CANDIDATES = 200  # names of the lists that are compared with one name at most
Pairs = dict[str, set[tuple[str, str]]]  # listing id -> pairs of names worth comparing


@dataclass(frozen=True)
class ListsIndex:
    versions: Mapping[str, ListVersion]
    listings: Mapping[str, Listing]
    by_number: Mapping[str, tuple[str, ...]]
    names: Index
    persons: frozenset[str]  # listings of persons

    @staticmethod
    def of(versions: Iterable[ListVersion], listings: Iterable[Listing]) -> ListsIndex:
        by_version = {version.id: version for version in versions}
        in_force = [listing for listing in listings if listing.list in by_version]
        numbers: dict[str, list[str]] = {}
        for listing in in_force:
            for number in listing.identifiers:
                numbers.setdefault(number, []).append(listing.id)
        return ListsIndex(
            by_version,
            {listing.id: listing for listing in in_force},
            {number: tuple(ids) for number, ids in numbers.items()},
            Index([(listing.id, name.text) for listing in in_force for name in listing.names]),
            frozenset(listing.id for listing in in_force if listing.schema == "Person"),
        )

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(version.code for version in self.versions.values())

    def worth(self, names: Sequence[Sequence[str]], numbers: Sequence[Sequence[str]], least: float) -> list[Pairs]:
        """For each party of a block, by its names and identifiers, the listings worth judging where `least` is asked for."""
        flat = [name for own in names for name in own]
        found = self.names.many(flat, CANDIDATES, SEEMS * least)
        out: list[Pairs] = []
        for own, known in zip(names, numbers, strict=True):
            pairs: Pairs = {}
            for name in own:
                for listing_id, listed_name, _ in next(found):
                    pairs.setdefault(listing_id, set()).add((name, listed_name))
            for number in known:
                for listing_id in self.by_number.get(number, ()):
                    pairs.setdefault(listing_id, set())
            out.append(pairs)
        return out


def as_of(version: ListVersion) -> str:
    """ "as of 2026-02-27", or that the day is not known."""
    return f"as of {version.as_of}" if version.as_of else "as of an unknown date"


def called(version: ListVersion) -> str:
    """A list with its date, size and the version that was used."""
    return f"{version.title} {as_of(version)} ({version.rows:,} listings, version {version.sha256[:12]})"
