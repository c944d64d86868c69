"""Which speakers under different names are one, where they tell the same?

`join_described` works inside a document: "Ukrainian intelligence", "the intelligence chief" and "Kyiv" beside
the person of that office or country who is told to have said the same. `join_elsewhere` works across documents
and languages: one name in two scripts, or a body and its head, near in time and with the same number. Two
persons of different names are never one, nor are unnamed sources in the plural. A claim that could go to two
utterances goes to none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from supplyline import names
from supplyline.model import ClaimKey
from supplyline.weigh.dates import days
from supplyline.weigh.heard import is_person, is_plural, office_stems, roles_of
from supplyline.weigh.places import countries_in
from supplyline.weigh.telling import RETOLD, Told, family, telling
from supplyline.weigh.ties import TRANSLATES, Ties

DAYS = 3  # between two reports of one statement by speakers named otherwise
_REACH = 64
_SURE = 0.8  # score of two names in different scripts
ENOUGH = 2

Telling = Callable[[int], Told]


def join_described(claims: Sequence[ClaimKey], speakers: Sequence[str | None], told: Telling, ties: Ties) -> None:
    roles = roles_of(claims)
    for members in _by_document(claims, speakers).values():
        named = [i for i in members if is_person(claims[i])]
        vague = [i for i in members if not is_person(claims[i]) and not is_plural(claims[i])]
        for i in vague if named else ():
            fitting = [
                (things, -j)
                for j in named
                if speakers[i] != speakers[j]
                and _describes(claims[i], claims[j], roles)
                and (things := _alike(i, j, claims, told))
            ]
            if not fitting:
                continue
            most = max(fitting)[0]
            best = [-j for things, j in fitting if things == most]
            if len({ties.root(j) for j in best}) == 1:
                at = min(best)
                ties.join(i, at, f"{claims[i].speaker_name} and {claims[at].speaker_name}: told of both in one document")


def join_acts(claims: Sequence[ClaimKey], speakers: Sequence[str | None], ties: Ties) -> None:
    """A listing and what the body that made it says of it in the same document are one announcement."""
    for members in _by_document(claims, speakers).values():
        acts = {(speakers[i] or "").removeprefix("acts:"): i for i in reversed(members) if (speakers[i] or "").startswith("acts:")}
        for i in members if acts else ():
            act = acts.get(claims[i].speaker_country or "")
            if act is not None and act != i and not claims[i].anonymous and countries_in(claims[i].speaker_name or ""):
                ties.join(i, act, f"{claims[i].speaker_name}: said with the listing, in one document")


def join_elsewhere(claims: Sequence[ClaimKey], speakers: Sequence[str | None], told: Telling, ties: Ties) -> None:
    roles = roles_of(claims)
    seen: dict[tuple[str, str], list[tuple[int, int]]] = {}
    order = sorted(
        ((day, i) for i, k in enumerate(claims) if speakers[i] and not k.anonymous and (day := _day(k)) is not None),
        key=lambda item: (item[0], item[1]),
    )
    for day, i in order:
        # By number; where none is told, a denial by whose it is
        facts = [*sorted(told(i).numbers)] or ([f"denied {claims[i].speaker_country}"] if claims[i].kind == "denial" and claims[i].speaker_country else [])
        found: dict[int, int] = {}
        for fact in facts:
            earlier = seen.setdefault((family(claims[i].kind), fact), [])
            while earlier and earlier[0][0] < day - DAYS:
                earlier.pop(0)
            for _, j in earlier[-_REACH:]:
                if speakers[j] != speakers[i] and ties.root(i) != ties.root(j) and _one(claims[i], claims[j], roles) and _tells(i, j, claims, told):
                    found.setdefault(ties.root(j), j)
            earlier.append((day, i))
        if len(found) == 1:
            j = next(iter(found.values()))
            other = claims[i].language != claims[j].language
            text = f"{claims[i].speaker_name} and {claims[j].speaker_name}: the same statement" + (" in another language" if other else "")
            ties.join(i, j, text, TRANSLATES if other else "")


def _day(claim: ClaimKey) -> int | None:
    when = days(claim.said_on or claim.published)
    return when[0] if when is not None and when[0] == when[1] else None


def _by_document(claims: Sequence[ClaimKey], speakers: Sequence[str | None]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        if speakers[i] is not None:
            out.setdefault(claim.sha256, []).append(i)
    return out


def _describes(vague: ClaimKey, person: ClaimKey, roles: Mapping[str, frozenset[str]]) -> bool:
    """Can the description be this person: no other country, and an office in common or the country itself?"""
    theirs, ours = person.speaker_country, vague.speaker_country
    if theirs and ours and theirs != ours:
        return False
    office = office_stems(vague.speaker_name or "")
    if office & roles.get(person.speaker or "", frozenset()):
        return True
    return not office and bool(ours) and ours == theirs


def _one(a: ClaimKey, b: ClaimKey, roles: Mapping[str, frozenset[str]]) -> bool:
    if is_person(a) and is_person(b):
        return _other_script(a.speaker_name or "", b.speaker_name or "") and names.score(a.speaker_name or "", b.speaker_name or "", "Person") >= _SURE
    for vague, other in ((a, b), (b, a)):
        if is_person(other) and not is_person(vague) and _describes(vague, other, roles):
            return True
        # "Марчук" of "Olena Marchuk"
        if is_person(other) and not vague.anonymous and _surname(vague.speaker_name or "", other.speaker_name or ""):
            return True
    if is_person(a) or is_person(b) or not a.speaker_country or a.speaker_country != b.speaker_country:
        return False
    # Two bodies of one country: the same under names in two languages, or one is the country itself
    left, right = office_stems(a.speaker_name or ""), office_stems(b.speaker_name or "")
    return not left or not right or bool(left & right) or a.language != b.language


@lru_cache(maxsize=65536)
def _surname(short: str, full: str) -> bool:
    one, many = names.tokens(short), names.tokens(full)
    return len(one) == 1 and len(many) > 1 and one[0] in (many[0], many[-1])


def _other_script(a: str, b: str) -> bool:
    return names.script(a) != names.script(b)


def _alike(i: int, j: int, claims: Sequence[ClaimKey], told: Telling) -> int:
    """How much two claims of one document tell alike; 0 where it is not enough."""
    a, b = claims[i], claims[j]
    if a.kind == b.kind == "denial":
        return ENOUGH
    if "statement" in (a.kind, b.kind):
        few = min(len(a.words), len(b.words))
        shared = len(set(a.words) & set(b.words))
        return shared if few >= 4 and 2 * shared >= few else 0
    found = telling(told(i), told(j))
    return found.rank if found is not None and found.things >= ENOUGH else 0


def _tells(i: int, j: int, claims: Sequence[ClaimKey], told: Telling) -> bool:
    a, b = claims[i], claims[j]
    if a.kind == b.kind == "denial":
        # Across languages no word is shared: the day and the country must do
        shared = len(set(a.words) & set(b.words))
        return a.said_on is not None and a.said_on == b.said_on and (a.language != b.language or 2 * shared >= min(len(a.words), len(b.words)))
    found = telling(told(i), told(j))
    return found is not None and found.number and found.things >= RETOLD
