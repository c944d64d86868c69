"""Which listings may name this party?

`look_up(name, schema, index, …)` holds one name, with what is known beside it, against the lists of an index; `hits`
does so for the companies, organizations, persons and vessels of a case, `judged` for a block of parties. Promises: a hit
is `listed` when a name agrees to the threshold and neither schema, country, birth date nor identifier speaks against
it, or when an identifier that is proof agrees; else `possible` down to the lower threshold. A weak alias alone never
makes a party listed. Each hit says why, in words; hits of a case are in order of entity, list and listing, those of a
look-up best first. Countries and governments are not screened: they are on no list of parties, and their names are in
thousands of entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from supplyline.model import Entity, Hit, Listing, ListVersion, make_id
from supplyline.screen import facts, match
from supplyline.screen.index import ListsIndex
from supplyline.screen.parts import part, repeats
from supplyline.screen.party import Party, asked, of_entity

LISTED, POSSIBLE = 0.90, 0.70
SCREENED = frozenset({"Company", "Organization", "Person", "Vessel", "LegalEntity"})
PAIR = " → "  # in a hit's caption, between the party's name and the listing it may be
COPY = "repeats "
_AGAINST = "against it: "


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `listed` on a name is that of the listing, from `possible` on it may be. `lists` has, by the code of a list,
    the least score that is reported at all: a list that is noisy gets a higher one."""

    listed: float = LISTED
    possible: float = POSSIBLE
    lists: Mapping[str, float] = field(default_factory=dict)

    def least(self, version: ListVersion, listing: Listing) -> float:
        return self.lists.get(part(version, listing), self.lists.get(version.code, self.possible))


@dataclass(frozen=True, slots=True)
class _Judged:
    score: float
    status: str
    explanation: tuple[str, ...]


def look_up(
    name: str,
    schema: str,
    index: ListsIndex,
    *,
    countries: Iterable[str] = (),
    births: Iterable[str] = (),
    identifiers: Iterable[str] = (),
    addresses: Iterable[str] = (),
    thresholds: Thresholds = Thresholds(),
) -> tuple[Hit, ...]:
    """The listings that a name is or may be, best first."""
    (found,) = judged([asked([name], schema, countries, births, identifiers, addresses)], index, thresholds)
    return found


def judged(parties: Sequence[Party], index: ListsIndex, thresholds: Thresholds) -> list[tuple[Hit, ...]]:
    """The hits of each party of a block, best first."""
    codes = index.codes
    worth = index.worth([p.names for p in parties], [p.identifiers for p in parties])
    out: list[tuple[Hit, ...]] = []
    for party, pairs in zip(parties, worth, strict=True):
        found: list[Hit] = []
        for listing_id, names in pairs.items():
            listing = index.listings[listing_id]
            version = index.versions[listing.list]
            result = _judge(party, listing, names, index, thresholds.listed, thresholds.least(version, listing))
            if result is not None:
                found.append(_hit(party, listing, version, result, codes))
        out.append(tuple(sorted(found, key=rank)))
    return out


def hits(
    entities: Iterable[Entity],
    listings: Sequence[Listing],
    lists: Sequence[ListVersion],
    listed: float = LISTED,
    possible: float = POSSIBLE,
    least: Mapping[str, float] | None = None,
) -> tuple[Hit, ...]:
    """Hits of entities on the listings of `lists`; listings of other lists are passed over."""
    return screen(entities, ListsIndex.of(lists, listings), Thresholds(listed, possible, least or {}))


def screen(entities: Iterable[Entity], index: ListsIndex, thresholds: Thresholds) -> tuple[Hit, ...]:
    """`hits` on an index that is there already."""
    parties = [of_entity(entity) for entity in entities if entity.schema in SCREENED]
    found = [hit for own in judged(parties, index, thresholds) for hit in own]
    return tuple(sorted(found, key=lambda h: (h.entity, h.list, -h.score, h.listing)))


def rank(hit: Hit) -> tuple[object, ...]:
    """Best first: listed before possible, an original before its copy, then by score."""
    copy = any(reason.startswith(COPY) for reason in hit.explanation)
    return (_ORDER.get(hit.status, 9), copy, -hit.score, hit.listed_on or "9999", hit.id)


_ORDER = {"listed": 0, "possible": 1, "set_aside": 2}


def _judge(
    party: Party, listing: Listing, pairs: set[tuple[str, str]], index: ListsIndex, listed: float, least: float
) -> _Judged | None:
    same = facts.same_numbers(party, listing)
    proof = [number for number in same if facts.is_proof(number)]
    best, why, doubt = _best(party, listing, pairs)
    if proof:
        return _Judged(1.0, "listed", (*(f"the same {facts.in_words(n)}" for n in proof), *why))
    if same:
        best = max(best, min(1.0, best + 0.1))
        why = (*(f"the same {facts.in_words(n)}" for n in same), *why)
    against = facts.against(party, listing)
    if best < least or (against and best < listed):
        return None
    against = (*against, *doubt)
    status = "listed" if best >= listed and not against else "possible"
    why = (*why, *facts.for_it(party, listing))
    return _Judged(round(best, 4), status, (*why, *(_AGAINST + reason for reason in against)))


def _best(
    party: Party, listing: Listing, pairs: set[tuple[str, str]]
) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """The best score of a pair of names, its reasons, and what makes this pair doubtful."""
    schema = "Person" if "Person" in (party.schema, listing.schema) else party.schema
    # Ties go to a strong name, then to the names in order: nothing hangs on how the set was filled.
    kinds = {name.text: name.kind for name in listing.names}
    best: tuple[float, bool, str, str] | None = None
    reasons: tuple[str, ...] = ()
    for own, other in sorted(pairs):
        comparison = match.alike(own, other, schema)
        order = (comparison.score, kinds.get(other) != "weak", own, other)
        if best is None or order[:2] > best[:2]:
            best, reasons = order, comparison.explanation
    if best is None:
        return 0.0, (), ()
    said = f"“{best[2]}” and “{best[3]}” agree to {best[0]:.2f}"
    doubt = [] if best[1] else ["only a weak alias of the listing agrees"]
    # "Norinco" and "Narinco" are two firms: a name of one word must be the same word.
    if match.one_word(best[2]) and match.folded(best[2]) != match.folded(best[3]):
        doubt.append("one word that is only spelled alike, or a part of the other name")
    return best[0], (said, *reasons), tuple(doubt)


def _hit(party: Party, listing: Listing, version: ListVersion, result: _Judged, codes: frozenset[str]) -> Hit:
    dates = sorted(s.listing_date for s in listing.sanctions if s.listing_date)
    original = repeats(version, listing, codes)
    explanation = result.explanation
    if original:
        explanation = (*explanation, f"{COPY}{original}: no second listing")
    # The id hangs on the list and its own id, not on the version: a decision about it holds for the next version too.
    return Hit(
        make_id("h", party.id, version.code, listing.local_id), party.id, listing.id, listing.list, result.score,
        result.status, explanation, dates[0] if dates else None, (party.id, listing.id),
        f"{party.caption}{PAIR}{version.code} {listing.local_id}",
    )  # fmt: skip
