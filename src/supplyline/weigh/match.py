"""Can two claims be about one real-world happening?

A `Profile` is what a claim says that bears on the question. `fits(event, claim)` counts what the two
share (anchors) and returns it, or None where they exclude each other: other named parties, other
goods, other periods. A missing role excludes nothing but gives no anchor either; two anchors make a
match. Generic words ("critical supplies", "Russian factories") agree with what is specific, but a
country and a named company of it are one event only where a count, a period or the goods agree too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from supplyline.model import ClaimKey
from supplyline.resolve import naming
from supplyline.weigh.collector import remembered
from supplyline.weigh.counts import Bounds, overlap
from supplyline.weigh.dates import apart, days, span
from supplyline.weigh.places import COUNTRY, DESCRIBED, NAMED, classes_of, town_country
from supplyline.weigh.text import goods_stems, same_goods, tokens

T = TypeVar("T")
_COUNTED_ROLES = frozenset(
    ("supplier", "recipient", "target", "goods", "party", "partner", "maker", "owned", "owner", "via")
)
_MIRROR = {"reporter": "partner", "partner": "reporter"}
NEARLY = 1.25  # how far apart two rounded numbers of one listing may be
ENOUGH = 2  # anchors that make a match
DATED_KINDS = frozenset(("designation", "measure"))  # happen on a day: without a date, near publication
DATED_DAYS, ONGOING_DAYS, DENIAL_DAYS = 45, 400, 10
_WITHIN = {"denial": DENIAL_DAYS, **dict.fromkeys(DATED_KINDS, DATED_DAYS)}


class Party(NamedTuple):
    """`token` is what a party can be looked up by: its country where it is no more than that."""

    value: str
    country: str
    nature: str
    token: str


def party(value: str, country: str, nature: str) -> Party:
    made = Party(value, country, nature, country if nature == COUNTRY else value)
    return made if nature == NAMED else _repeated(made)


@lru_cache(maxsize=4096)
def _repeated(made: Party) -> Party:
    """Countries and descriptions come again and again, and are held once."""
    return made


@lru_cache(maxsize=4096)
def _set(items: tuple[T, ...]) -> frozenset[T]:
    """The few codes and goods that most claims have, held once."""
    return frozenset(items)


@lru_cache(maxsize=4096, typed=True)
def _number(low: float | None, high: float | None) -> frozenset[Bounds]:
    return frozenset() if low is None and high is None else frozenset(((low, high),))


@dataclass(slots=True)
class Profile:
    """What a claim, or the claims of an event so far, say. There is one to a claim while events are made, so parties stand
    in tuples, which are a quarter of a set of one, and sets that many have alike are held once. What `absorb` has made larger are
    sets of its own."""

    kind: str
    parties: dict[str, Collection[Party]]
    goods: AbstractSet[str]
    hs: frozenset[str]
    counts: AbstractSet[Bounds]
    counted: str | None
    period: tuple[int, int] | None
    happened: int | None  # day of publication or saying, for kinds that need one
    figures: frozenset[str] = frozenset()
    documents: AbstractSet[str] = frozenset()
    origins: AbstractSet[str] = frozenset()
    adds: bool = False
    where: frozenset[tuple[str, str]] = frozenset()
    inner: Bounds = (None, None)  # the highest low and the lowest high of the counts

    def absorb(self, other: Profile) -> None:
        for role, parties in other.parties.items():
            self.parties[role] = _with(self.parties.get(role, ()), parties)
        self.goods = _with(self.goods, other.goods)
        self.hs |= other.hs
        self.counts = _with(self.counts, other.counts)
        (low, high), (other_low, other_high) = self.inner, other.inner
        self.inner = (
            max((n for n in (low, other_low) if n is not None), default=None),
            min((n for n in (high, other_high) if n is not None), default=None),
        )
        self.counted = self.counted or other.counted
        self.documents = _with(self.documents, other.documents)
        self.origins = _with(self.origins, other.origins)
        self.where |= other.where
        if self.period is None:
            self.period = other.period


def _with(mine: Collection[T], theirs: Collection[T]) -> set[T]:
    found = mine if isinstance(mine, set) else set(mine)
    found.update(theirs)
    return found


def kind_of(claim: ClaimKey) -> str | None:
    """The kind of event a claim speaks of: a denied supply is a denial, a planned one is apart from
    a reported one, and a statement without a frame is no event."""
    if claim.kind == "statement":
        return None
    if claim.kind == "denial" or claim.stance == "denies":
        return "denial"
    return f"{claim.kind}?" if claim.stance in ("expects", "calls_for") else claim.kind


def profile(claim: ClaimKey) -> Profile:
    parties: dict[str, Collection[Party]] = {}
    for role, value, iso, nature, _ in claim.parties:
        if role == "denier" and value == claim.speaker:
            iso = iso or claim.speaker_country or ""
        found, mine = party(value, iso, nature), parties.get(role, ())
        if found not in mine:
            parties[role] = (*mine, found)
    kind = kind_of(claim) or claim.kind
    if kind == "denial" and "denier" not in parties and claim.speaker:
        parties["denier"] = (party(claim.speaker, claim.speaker_country or "", NAMED),)
    bounds = (claim.count_min, claim.count_max)
    when = days(claim.said_on if kind == "denial" and claim.said_on else claim.published)
    return Profile(
        kind=kind,
        parties=parties,
        goods=_set(tuple(g for g in claim.goods if goods_stems(g))),
        hs=_set(claim.hs),
        counts=_number(*bounds),
        # "300 sanctions" are 300 targets
        counted="target" if claim.kind == "designation" and claim.counted else claim.counted,
        period=span(claim.period_from, claim.period_to),
        happened=when[0] if when else None,
        figures=_set(claim.figures) if claim.kind == "trade_flow" else frozenset(),
        documents=frozenset((claim.sha256,)),
        adds=claim.adds,
        where=_set(claim.where),
        inner=bounds,
    )


def may_fit(numbers: Iterable[int], events: Sequence[tuple[Profile, object]], claim: Profile) -> list[int]:
    """Of events by number those that `fits` has to look at: neither too far in time nor of another named party alone, as most are.
    Only a figure told from the other side, or two offices of one government, makes up for the second."""
    alone = [(role, p) for role, some in claim.parties.items() if len(some) == 1 and role != "authority" for p in some if p.nature == NAMED]
    named = [(role, p.token) for role, p in alone if claim.kind != "trade_flow"]
    out = []
    for number in numbers:
        event = events[number][0]
        if not times_agree(event, claim):
            continue
        for role, token in named:
            mine = event.parties.get(role, ())
            if len(mine) == 1:
                (other,) = mine
                if other.token != token and other.nature == NAMED:
                    break
        else:
            out.append(number)
    return out


def fits(event: Profile, claim: Profile) -> int | None:
    """The number of anchors the two share, or None where they exclude each other."""
    return anchors(event, claim) if event.kind == claim.kind and times_agree(event, claim) else None


def anchors(event: Profile, claim: Profile) -> int | None:
    """The same, of two that are of one kind and not too far apart in time. Asked millions of times: what excludes most comes first."""
    together = told_together(event, claim)
    if not together and _named_alone(event, claim):
        return None
    found, contained, met = 0, False, False
    mirrored = claim.kind == "trade_flow" and _mirrored(event, claim)
    for role, theirs in claim.parties.items():
        ours = event.parties.get(role)
        if ours is None:
            continue
        level = same_party(event.parties[_MIRROR.get(role, role)] if mirrored else ours, theirs)
        if level is None and role == "authority" and _one_government(ours, theirs):
            level = 1
        if level is None and together and _unknown(ours, theirs):
            level = 0
        if level is None:
            return None
        found += level > 0
        contained = contained or level == 1
        met = met or (role == "target" and level > 0)
    if elsewhere(event, claim) or _one_of_many(event, claim) or _one_of_many(claim, event):
        return None
    if event.figures and claim.figures and not event.figures & claim.figures:
        return None  # two different statistics
    firm = 0
    if (event.goods and claim.goods) or (event.hs and claim.hs):
        agree = goods_agree(event, claim, together or _same_number(event, claim))
        if agree is False:
            return None
        firm += agree is True
    if event.adds != claim.adds and not (_same_number(event, claim) and together):
        return None  # "another two" come on top of what was told before
    counts = _counts_agree(event, claim)
    if counts is False and claim.kind in DATED_KINDS:
        return None  # nearly 200 and more than 80 listed on one day are two listings
    firm += counts is True and claim.kind != "denial"
    if event.period is not None and event.period == claim.period:
        firm += 1
    if event.figures & claim.figures:
        firm += 1
    if claim.kind.startswith("designation") and not met and not _same_listing(event, claim):
        return None  # one authority lists many parties: the target or the number must be the same
    if claim.kind == "denial":
        # Who denied, on the same day, in the same document or in the same utterance: that is one denial
        firm += ENOUGH if event.origins & claim.origins else _gap(event, claim) == 0 or together
    said_together = event.origins & claim.origins if event.origins and claim.origins else together
    if not firm and (contained or not (said_together or _share_name(event, claim))):
        return None  # "China helps Russia" in two utterances need not be one thing
    total = found + firm
    return total if total >= ENOUGH else None


def is_many(p: Profile) -> bool:
    """Does it count more than one of its parties: "20 factories"?"""
    return bool(counted_as(p.counted)) and any(n > 1 for n in _bounds(p))


def is_one(party: Party) -> bool:
    """A name, or a description of one: "a gunpowder plant", "Казанский пороховой завод"."""
    return party.nature == NAMED or (party.nature == DESCRIBED and _single(party.value))


@remembered
def _single(phrase: str) -> bool:
    words = tokens(phrase)
    if phrase.startswith("e_"):
        return True  # a party of the case, whose name begins the sentence or has one capital: no description is one
    if not words or any(w[0].isdigit() for w in words):
        return False
    return words[-1] in naming.words("single") or (not phrase.isascii() and bool(classes_of(phrase) and town_country(phrase)))


def _one_of_many(whole: Profile, part: Profile) -> bool:
    """ "20 factories" and the one that another source names: `contained` says so of both, but the one must lend the
    many neither number nor voice. In one utterance, and in what repeats it, both are one happening."""
    if not whole.counts:
        return False
    role = counted_as(whole.counted)
    if role not in part.parties or role == counted_as(part.counted) or not is_many(whole):
        return False
    if part.origins <= whole.origins if part.origins else part.documents <= whole.documents:
        return False
    return any(is_one(p) for p in part.parties[role])


def _named_alone(event: Profile, claim: Profile) -> bool:
    """One names the firm that supplies and the other nobody: "Noy supplies Russia" must not take in all that Russia buys."""
    mine, theirs = event.parties.get("supplier", ()), claim.parties.get("supplier", ())
    if bool(mine) == bool(theirs) or event.kind.rstrip("?") not in ("supply", "shipment"):
        return False
    return any(p.nature == NAMED for p in mine or theirs)


def told_together(event: Profile, claim: Profile) -> bool:
    """In one document, or in one utterance."""
    return not (event.documents.isdisjoint(claim.documents) and event.origins.isdisjoint(claim.origins))


def _same_listing(event: Profile, claim: Profile) -> bool:
    """The same number; on one day nearly the same ("more than 50", "56"); in one document no number at all."""
    if _same_number(event, claim):
        return True
    if not claim.counts or not event.counts:
        named = any(p.nature == NAMED for p in claim.parties.get("target", ()))
        return not named and bool(event.documents & claim.documents)
    gap = _gap(event, claim)
    near = any(max(a, b) <= NEARLY * min(a, b) for a in _bounds(event) for b in _bounds(claim))
    return near and gap is not None and gap <= 1 and overlap(event.inner, claim.inner)


def times_agree(a: Profile, b: Profile) -> bool:
    if a.period is not None and b.period is not None:
        return apart(a.period, b.period) == 0
    if a.happened is None or b.happened is None:
        return True
    return abs(a.happened - b.happened) <= _WITHIN.get(a.kind, ONGOING_DAYS)


def _gap(a: Profile, b: Profile) -> int | None:
    return abs(a.happened - b.happened) if a.happened is not None and b.happened is not None else None


def same_party(left: Collection[Party], right: Collection[Party]) -> int | None:
    """2: the same; 1: one contains the other; 0: too vague to tell ("groups"); None: others."""
    if len(left) == len(right) == 1:  # nearly always, and asked millions of times
        (p,), (q,) = left, right
        if p.token == q.token:
            return 2
        if p.nature == q.nature == NAMED:
            return None
    tokens = {p.token for p in left}
    if any(p.token in tokens for p in right):
        return 2
    if any(p.nature == NAMED for p in left) and any(p.nature == NAMED for p in right):
        return None
    level: int | None = None
    for p in left:
        for q in right:
            if p.country and p.country == q.country:
                # "Russian factories" and "Russian plants" are as good as the same; a company is less
                level = max(level or 0, 1 if NAMED in (p.nature, q.nature) else 2)
            elif (not p.country and p.nature != NAMED) or (not q.country and q.nature != NAMED):
                level = level or 0
    return level


def _unknown(left: Collection[Party], right: Collection[Party]) -> bool:
    """ "A Turkish company" and a company whose country nobody told: in one utterance they may be one."""
    return not all(any(p.nature == NAMED for p in side) for side in (left, right)) and any(
        p.nature == NAMED and not p.country for p in (*left, *right)
    )


def _mirrored(event: Profile, claim: Profile) -> bool:
    """ "China exported 1,300 t to Russia", "Russia imported 1,300 t from China": one figure of one source, told from the
    other side. Two sources that tell each other's side are two statistics."""
    sides = [p.parties.get("reporter") and p.parties.get("partner") for p in (event, claim)]
    if not all(sides) or not (event.figures & claim.figures and event.origins & claim.origins):
        return False
    return all(same_party(event.parties[_MIRROR[role]], claim.parties[role]) == 2 for role in _MIRROR)


def elsewhere(one: Profile, other: Profile) -> bool:
    """Plants in two towns are two; a town in another language is not compared, and an event of several has them all."""
    if not one.where or not other.where:
        return False
    languages = {language for language, _ in one.where} & {language for language, _ in other.where}
    return bool(languages) and not one.where & other.where


def _share_name(event: Profile, claim: Profile) -> bool:
    """A party with a name of its own in common; countries alone do not make a happening."""
    return any(
        p.nature == NAMED and any(p.token == q.token for q in claim.parties[role])
        for role in event.parties.keys() & claim.parties.keys()
        for p in event.parties[role]
    )


def _one_government(left: Collection[Party], right: Collection[Party]) -> bool:
    """ "The Foreign Office" and "Starmer's administration" may tell of one listing."""
    return bool({p.country for p in left if p.country} & {p.country for p in right})


def goods_agree(event: Profile, claim: Profile, known: bool = True) -> bool | None:
    """At least half of the goods of the shorter list are in the other; more than half where nothing else ties the two
    (`known`): artillery and gunpowder here, gunpowder and machine tools there may be two supplies. None where one
    side's words are too vague to tell."""
    if 2 * len(event.hs & claim.hs) > len(event.hs | claim.hs):
        return True
    small, large = (event.goods, claim.goods) if len(event.goods) <= len(claim.goods) else (claim.goods, event.goods)
    if not small or not (_one_script(small, large) or (event.hs and claim.hs)):
        return None  # goods in two languages, of which the tables know only one
    shared = sum(1 for g in small if any(same_goods(g, h) for h in large))
    if not shared and event.hs & claim.hs and not _one_script(small, large):
        return True  # in two languages no word is shared
    return shared > 0 and (2 * shared > len(small) or (known and 2 * shared == len(small)))


def _one_script(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Are both named in Latin letters, or neither? Names of goods stay in the language of the report."""
    return all(g.isascii() for g in one) == all(g.isascii() for g in other)


def _counts_agree(event: Profile, claim: Profile) -> bool | None:
    if not event.counts or not claim.counts or counted_as(event.counted) != counted_as(claim.counted):
        return None
    return overlap(event.inner, claim.inner)  # as good as every count of the one against every count of the other


def _same_number(event: Profile, claim: Profile) -> bool:
    """ "nearly 300" and "more than 300" are one number told twice."""
    return bool(event.counts and claim.counts and _bounds(event) & _bounds(claim))


def _bounds(p: Profile) -> set[float]:
    return {n for bounds in p.counts for n in bounds if n is not None}


def counted_as(word: str | None) -> str:
    """What a count counts: a role, or "" for the happening itself ("cases" and "shipments" alike)."""
    return word if word is not None and word in _COUNTED_ROLES else ""
