"""What are the lists that somebody is held against, ready for looking up?

`ListsIndex.of(versions, listings)` is built once and asked many times: by name for the listings worth comparing, by
identifier for those that share it. Listings of other versions are passed over. It never changes and hangs on nothing
but what it was built from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from supplyline import names as engine
from supplyline.model import Listing, ListVersion
from supplyline.names import Index
from supplyline.names.compare import Met
from supplyline.names.index import Spread
from supplyline.screen.party import Party

if TYPE_CHECKING:
    from supplyline.names.matching import Matcher
    from supplyline.names.store import Kept

# What the index holds to be less alike than this part of the least score that is reported is not compared: a bound that
# hangs on the two names and not on what else is in the lists, so that another list takes no hit away.
SEEMS = 0.5
CANDIDATES = 200  # names of the lists that are compared with one name at most
MANY_NAMES = 50_000  # of lists, from which processes give more than they cost
_MANY = 200  # names from which the compiled comparison is worth its start
# (name asked for, name of the listing) -> score, and how they are met where that is known
Pairs = dict[tuple[str, str], tuple[float, Met | None]]
Worth = dict[str, Pairs]  # by listing
_Scored = tuple[int, str, str, str, float, Met | None]  # the party, its name, the listing, its name, score, how they are met


@runtime_checkable
class _Fetched(Protocol):
    """Listings on disk, which are sooner made many at once."""

    def fetch(self, ids: Iterable[str]) -> None: ...


@dataclass(frozen=True)
class ListsIndex:
    versions: Mapping[str, ListVersion]
    listings: Mapping[str, Listing]
    by_number: Mapping[str, tuple[str, ...]]
    names: Index
    persons: frozenset[str]  # listings of persons
    kept: tuple[Kept, Kept] | None = None  # the names read once, for tables
    _matchers: list[Matcher] = field(default_factory=list, compare=False)

    @staticmethod
    def of(versions: Iterable[ListVersion], listings: Iterable[Listing], spread: Spread = map) -> ListsIndex:
        """`spread` may read the names in several processes, where there are many."""
        by_version = {version.id: version for version in versions}
        in_force = [listing for listing in listings if listing.list in by_version]
        numbers: dict[str, list[str]] = {}
        for listing in in_force:
            for number in listing.identifiers:
                numbers.setdefault(number, []).append(listing.id)
        items = [(listing.id, name.text) for listing in in_force for name in listing.names]
        return ListsIndex(
            by_version,
            {listing.id: listing for listing in in_force},
            {number: tuple(ids) for number, ids in numbers.items()},
            Index(items, spread if len(items) >= MANY_NAMES else map),
            frozenset(listing.id for listing in in_force if listing.schema == "Person"),
        )

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(version.code for version in self.versions.values())

    def worth(self, parties: Sequence[Party], least: float) -> list[Worth]:
        """For each party the listings worth judging where `least` is asked for, with the scores of the pairs of names that
        reach it. A number that is shared raises a score that is too low, so a party that shares one gets all scores."""
        flat = [(n, name) for n, party in enumerate(parties) for name in party.names]
        out: list[Worth] = [{} for _ in parties]
        for n, name, listing, other, score, met in self._many(parties, flat, least) if len(flat) >= _MANY else self._few(parties, flat, least):
            out[n].setdefault(listing, {})[name, other] = score, met
        for party, own in zip(parties, out, strict=True):
            for number in party.identifiers:
                for listing in self.by_number.get(number, ()):
                    own.setdefault(listing, {})
        if isinstance(self.listings, _Fetched):
            self.listings.fetch(listing for own in out for listing in own)
        return out

    def _numbered(self, party: Party) -> bool:
        return any(number in self.by_number for number in party.identifiers)

    def _few(self, parties: Sequence[Party], flat: Sequence[tuple[int, str]], least: float) -> Iterator[_Scored]:
        pairs = [
            (n, name, listing, other, parties[n].schema == "Person" or listing in self.persons)
            for (n, name), found in zip(flat, self.names.many([name for _, name in flat], CANDIDATES, SEEMS * least), strict=True)
            for listing, other, _ in found
        ]  # fmt: skip
        known: dict[tuple[str, str, bool], float] = {}
        for n, name, listing, other, person in pairs:
            if (name, other, person) not in known:
                known[name, other, person] = engine.score(name, other, "Person" if person else "LegalEntity")
            score = known[name, other, person]
            if score >= least or self._numbered(parties[n]):
                yield n, name, listing, other, score, None

    def _many(self, parties: Sequence[Party], flat: Sequence[tuple[int, str]], least: float) -> Iterator[_Scored]:
        persons = [parties[n].schema == "Person" for n, _ in flat]
        floors = [0.0 if self._numbered(parties[n]) else least for n, _ in flat]
        found = self._matcher().found([name for _, name in flat], persons, floors, SEEMS * least, CANDIDATES)
        rows = (part.tolist() for part in (found.asked, found.place, found.person, found.score))
        for asked, place, person, score, met in zip(*rows, found.met, strict=True):
            n, name = flat[asked]
            for listing in self.names.items(place):
                if person == (persons[asked] or listing in self.persons):
                    yield n, name, listing, self.names.text(place), score, met

    def _matcher(self) -> Matcher:
        if not self._matchers:
            from supplyline.names.matching import Matcher
            from supplyline.names.store import keep

            persons, others = self.names.marked(self.persons)
            kinds = (2 * persons + others).astype("uint8")
            self._matchers.append(Matcher(self.names, self.kept or keep(self.names.places), kinds))
        return self._matchers[0]


def as_of(version: ListVersion) -> str:
    """ "as of 2026-02-27", or that the day is not known."""
    return f"as of {version.as_of}" if version.as_of else "as of an unknown date"


def called(version: ListVersion) -> str:
    """A list with its date, size and the version that was used."""
    return f"{version.title} {as_of(version)} ({version.rows:,} listings, version {version.sha256[:12]})"
