"""Which speakers under different names are one, where they tell the same?

`join_described` works inside a document: "Ukrainian intelligence", "the intelligence chief" and "Kyiv" beside
the person of that office or country who is told to have said the same. `said_elsewhere` works across documents
and languages: one name in two scripts, or a body and its head, near in time and with the same number. Two
persons of different names are never one, nor are unnamed sources in the plural. A claim that could go to two
utterances goes to none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from supplyline import names
from supplyline.model import ClaimKey
from supplyline.names.translit import skeleton
from supplyline.weigh.collector import remembered
from supplyline.weigh.dates import days
from supplyline.weigh.heard import is_person, is_plural, office_stems, roles_of
from supplyline.weigh.places import countries_in
from supplyline.weigh.telling import RETOLD, ToldOf, compared, family, numbers
from supplyline.weigh.ties import TRANSLATES, Ties

Spoken = Mapping[str, Sequence[int]]  # see `by_document`

DAYS = 3  # between two reports of one statement by speakers named otherwise
_REACH = 64
_SURE = 0.8  # score of two names in different scripts
ENOUGH = 2


def by_document(claims: Sequence[ClaimKey], speakers: Sequence[str | None]) -> dict[str, list[int]]:
    """Document -> its claims that have a speaker."""
    out: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        if speakers[i] is not None:
            out.setdefault(claim.sha256, []).append(i)
    return out


def join_described(spoken: Spoken, claims: Sequence[ClaimKey], speakers: Sequence[str | None], told: ToldOf, ties: Ties) -> None:
    roles = roles_of(claims)
    for members in spoken.values():
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


def join_acts(spoken: Spoken, claims: Sequence[ClaimKey], speakers: Sequence[str | None], ties: Ties) -> None:
    """A listing and what the body that made it says of it in the same document are one announcement."""
    for members in spoken.values():
        acts = {(speakers[i] or "").removeprefix("acts:"): i for i in reversed(members) if (speakers[i] or "").startswith("acts:")}
        for i in members if acts else ():
            act = acts.get(claims[i].speaker_country or "")
            if act is not None and act != i and not claims[i].anonymous and countries_in(claims[i].speaker_name or ""):
                ties.join(i, act, f"{claims[i].speaker_name}: said with the listing, in one document")


def said_elsewhere(claims: Sequence[ClaimKey], speakers: Sequence[str | None], told: ToldOf) -> Iterator[tuple[int, list[int]]]:
    """Claims by day, each with those of other speakers in the days before that may be the same statement."""
    roles = roles_of(claims)
    seen: dict[tuple[str, str], list[tuple[int, int]]] = {}
    order = sorted(
        ((day, i) for i, k in enumerate(claims) if speakers[i] and not k.anonymous and (day := _day(k)) is not None),
        key=lambda item: (item[0], item[1]),
    )
    for day, i in order:
        facts = [*sorted(numbers(claims[i])), *_said_so(claims[i])]
        found: list[int] = []
        for fact in facts:
            earlier = seen.setdefault((family(claims[i].kind), fact), [])
            while earlier and earlier[0][0] < day - DAYS:
                earlier.pop(0)
            found += [j for _, j in earlier[-_REACH:] if speakers[j] != speakers[i] and _one(claims[i], claims[j], roles) and _tells(i, j, claims, told)]
            earlier.append((day, i))
        if found:
            yield i, found


def join_elsewhere(pairs: Iterable[tuple[int, Sequence[int]]], claims: Sequence[ClaimKey], ties: Ties) -> None:
    for i, near in pairs:
        found: dict[int, int] = {}
        for j in near:
            if ties.root(j) != ties.root(i):
                found.setdefault(ties.root(j), j)
        if len(found) == 1:
            j = next(iter(found.values()))
            # By day of printing: the later takes from the earlier
            one, source = sorted((i, j), key=lambda c: (claims[c].published or "9999", claims[c].sha256), reverse=True)
            other = claims[i].language != claims[j].language
            text = f"{claims[i].speaker_name} and {claims[j].speaker_name}: the same statement" + (" in another language" if other else "")
            ties.join(one, source, text, TRANSLATES if other else "")


def _said_so(claim: ClaimKey) -> Iterator[str]:
    """By what a statement without a number is looked for: its denier's country, or its day and its parties' countries."""
    if claim.kind == "denial":
        if claim.speaker_country:
            yield f"denied by {claim.speaker_country}"
        if claim.said_on:
            yield f"denied on {claim.said_on}"
    elif claim.said_on:
        parties = sorted({p.country for p in claim.parties if p.country})
        if len(parties) > 1:
            yield f"on {claim.said_on} {' '.join(parties)}"


def _day(claim: ClaimKey) -> int | None:
    when = days(claim.said_on or claim.published)
    return when[0] if when is not None and when[0] == when[1] else None


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
        left, right = a.speaker_name or "", b.speaker_name or ""
        if _script(left) == _script(right):
            return False
        # Spelled by ear ("Йонас Ройтер", "Jonas Reuter"): one of the names on one day
        return names.score(left, right, "Person") >= _SURE or (a.said_on == b.said_on is not None and share_a_name(left, right))
    for vague, other in ((a, b), (b, a)):
        if is_person(other) and not is_person(vague) and _describes(vague, other, roles):
            return True
        # "Марчук" of "Olena Marchuk"
        if is_person(other) and not vague.anonymous and _surname(vague.speaker_name or "", other.speaker_name or ""):
            return True
    if is_person(a) or is_person(b) or not a.speaker_country or a.speaker_country != b.speaker_country:
        return False
    # Two bodies of one country: the same under names in two languages, or one is the country itself
    ours, theirs = office_stems(a.speaker_name or ""), office_stems(b.speaker_name or "")
    return not ours or not theirs or bool(ours & theirs) or a.language != b.language


_script = remembered(names.script)


@remembered
def _surname(short: str, full: str) -> bool:
    one, many = names.tokens(short), names.tokens(full)
    return len(one) == 1 and len(many) > 1 and skeleton(one[0]) in (skeleton(many[0]), skeleton(many[-1]))


@remembered
def share_a_name(a: str, b: str) -> bool:
    return bool({skeleton(t) for t in names.tokens(a)} & {skeleton(t) for t in names.tokens(b)})


def _alike(i: int, j: int, claims: Sequence[ClaimKey], told: ToldOf) -> int:
    """How much two claims of one document tell alike; 0 where it is not enough."""
    a, b = claims[i], claims[j]
    if a.kind == b.kind == "denial":
        return ENOUGH
    if "statement" in (a.kind, b.kind):
        few = min(len(a.words), len(b.words))
        shared = len(set(a.words) & set(b.words))
        return shared if few >= 4 and 2 * shared >= few else 0
    found = compared(i, j, claims, told)
    return found.rank if found is not None and found.things >= ENOUGH else 0


def _tells(i: int, j: int, claims: Sequence[ClaimKey], told: ToldOf) -> bool:
    a, b = claims[i], claims[j]
    if a.kind == b.kind == "denial":
        # Across languages no word is shared: the day and the country must do
        shared = len(set(a.words) & set(b.words))
        alike = a.language != b.language or 2 * shared >= min(len(a.words), len(b.words))
        # "Beijing denied it" on one of the days after a denial is that denial told again
        return alike and (a.said_on == b.said_on is not None or None in (a.said_on, b.said_on))
    found = compared(i, j, claims, told)
    if found is None:
        return False
    translated = a.language != b.language and a.said_on is not None and a.said_on == b.said_on
    return (found.number and found.things >= RETOLD) or (translated and found.things >= ENOUGH)
