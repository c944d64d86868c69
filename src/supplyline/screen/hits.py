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

from supplyline import names
from supplyline.model import Entity, Hit, Listing, ListVersion, make_id
from supplyline.names.compare import Met
from supplyline.screen import facts, match
from supplyline.screen.index import ListsIndex, Pairs
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
        if not self.lists:
            return self.possible
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
    least = min([thresholds.possible, *thresholds.lists.values()])
    out: list[tuple[Hit, ...]] = []
    for party, worth in zip(parties, index.worth(parties, least), strict=True):
        if not worth:
            out.append(())
            continue
        found: list[Hit] = []
        for listing_id, scores in worth.items():
            listing = index.listings[listing_id]
            version = index.versions[listing.list]
            result = _judge(party, listing, scores, thresholds.listed, thresholds.least(version, listing))
            if result is not None:
                found.append(_hit(party, listing, version, result, codes))
        out.append(tuple(sorted(found, key=rank)) if len(found) > 1 else tuple(found))
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


@dataclass(frozen=True, slots=True)
class _Best:
    """The pair of names that agrees best."""

    score: float
    strong: bool  # the listing's name is no weak alias
    own: str
    other: str
    schema: str
    met: Met | None  # how these two are met, where that is known


def _judge(party: Party, listing: Listing, pairs: Pairs, listed: float, least: float) -> _Judged | None:
    same = facts.same_numbers(party, listing)
    proof = [number for number in same if facts.is_proof(number)]
    best = _best(party, listing, pairs)
    if proof:
        return _Judged(1.0, "listed", (*(f"the same {facts.in_words(n)}" for n in proof), *_reasons(best)[0]))
    score = best.score if best is not None else 0.0
    if same:
        score = max(score, min(1.0, score + 0.1))
    if score < least:  # most are: what follows costs more than the score
        return None
    against = facts.against(party, listing)
    if against and score < listed:
        return None
    reasons, doubt = _reasons(best)
    against = (*against, *doubt)
    status = "listed" if score >= listed and not against else "possible"
    why = (*(f"the same {facts.in_words(n)}" for n in same), *reasons, *facts.for_it(party, listing))
    return _Judged(round(score, 4), status, (*why, *(_AGAINST + reason for reason in against)))


def _best(party: Party, listing: Listing, pairs: Pairs) -> _Best | None:
    """Ties go to a strong name, then to the names in order: nothing hangs on how the set was filled."""
    schema = "Person" if "Person" in (party.schema, listing.schema) else party.schema
    kinds = {name.text: name.kind for name in listing.names}
    best: _Best | None = None
    for own, other in sorted(pairs):
        score, met = pairs[own, other]
        found = _Best(score, kinds.get(other) != "weak", own, other, schema, met)
        if best is None or (found.score, found.strong) > (best.score, best.strong):
            best = found
    return best


def _reasons(best: _Best | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a pair of names agrees, in words, and what makes it doubtful."""
    if best is None:
        return (), ()
    why = names.why(best.own, best.other, best.schema, best.met)
    said = f"“{best.own}” and “{best.other}” agree to {best.score:.2f}"
    doubt = [] if best.strong else ["only a weak alias of the listing agrees"]
    # "Norinco" and "Narinco" are two firms: a name of one word must be the same word.
    if match.one_word(best.own) and match.folded(best.own) != match.folded(best.other):
        doubt.append("one word that is only spelled alike, or a part of the other name")
    return (said, *why), tuple(doubt)


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
