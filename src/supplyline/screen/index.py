"""What are the lists that somebody is held against, ready for looking up?

`ListsIndex.of(versions, listings)` is built once and asked many times: by name for the listings worth comparing, by
identifier for those that share it. Listings of other versions are passed over. It never changes and hangs on nothing
but what it was built from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supplyline.model import Listing, ListVersion
from supplyline.screen import match

Pairs = dict[str, set[tuple[str, str]]]  # listing id -> pairs of names worth comparing


@dataclass(frozen=True)
class ListsIndex:
    versions: Mapping[str, ListVersion]
    listings: Mapping[str, Listing]
    kinds: Mapping[tuple[str, str], str]  # (listing id, name) -> primary, alias, weak, …
    by_number: Mapping[str, tuple[str, ...]]
    names: match.Names

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
            {(listing.id, name.text): name.kind for listing in in_force for name in listing.names},
            {number: tuple(ids) for number, ids in numbers.items()},
            match.names_index((listing.id, name.text) for listing in in_force for name in listing.names),
        )

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(version.code for version in self.versions.values())

    def worth(self, names: Sequence[Sequence[str]], numbers: Sequence[Sequence[str]]) -> list[Pairs]:
        """For each party of a block, by its names and identifiers, the listings worth judging."""
        flat = [name for own in names for name in own]
        found = iter(match.candidates(self.names, flat))
        out: list[Pairs] = []
        for own, known in zip(names, numbers, strict=True):
            pairs: Pairs = {}
            for name in own:
                for listing_id, listed_name in next(found):
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
