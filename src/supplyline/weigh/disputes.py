"""Which denial meets which event, and how squarely?

`disputes(keys, events, origin_of)` ties a denial to the events in which the denier, or the denier's country, is said to
have taken part: those told in the same document, those published within 60 days that share a topic with it, and, where
it denies giving arms at large, what the denier is said to have given for a war in the 60 days before. What one denier
says is judged wording by wording, and each scope is a dispute of its own: a narrow denial does not hide a flat one.
`scope` is `meets` (it speaks of the same goods or parties, or answers "such accusations" in the same document),
`narrower` (it denies only a part: "direct", "lethal", "no records"), `general`, or `retracts`. A denial is never a
subtraction: it stands beside the event with its own grade.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from supplyline.model import ClaimKey, Dispute, Event, make_id
from supplyline.weigh.collector import paused, remembered
from supplyline.weigh.dates import apart, days, span
from supplyline.weigh.denials import Saying, marked, sayings, together
from supplyline.weigh.match import kind_of
from supplyline.weigh.places import COUNTRY, NAMED, conflicts
from supplyline.weigh.publishers import plain
from supplyline.weigh.spread import sliced, spread
from supplyline.weigh.text import goods_stems, same_goods, tokens

WINDOW_DAYS = 60
SCOPES = ("retracts", "meets", "narrower", "general")  # the squarest first
_MOST = 20  # events one denial is tied to outside its own documents; the nearest in time are kept
_LOOK = 100  # accusations of one party looked at before and after a day: bounds the cost where there are thousands
_ACCUSED = ("supplier", "recipient", "party", "via", "maker", "owner", "reporter", "partner")
_GAVE, _GOT = frozenset(("supplier", "reporter", "maker")), frozenset(("recipient", "partner"))
_GIVERS = frozenset(("supplier", "via"))
_RECORDS = frozenset(("trade_flow", "ownership"))
_DENIABLE = frozenset(("supply", "shipment", "cooperation", "production", "ownership", "trade_flow"))
_GIVEN = frozenset(("supply", "shipment"))
_LOW = 0xFFFFFFFF
_AS_MANY = 40  # claims are as much work as one denial, which looks at hundreds of accusations
_NONE = array("Q")
_ARMS = ("36", "93")  # chapters of the Harmonized System: explosives, arms and ammunition


@paused()
def disputes(keys: Iterable[ClaimKey], events: Iterable[Event], origin_of: Mapping[str, str] | None = None) -> tuple[Dispute, ...]:
    by_id = {claim.id: claim for claim in keys}
    accusations: list[Event] = []
    denials: list[Event] = []
    for event in sorted(events, key=lambda e: e.id):
        first = by_id[event.because[0]]
        if event.kind == "denial":
            denials.append(event)
        elif event.kind in _DENIABLE and not (kind_of(first) or "").endswith("?"):
            accusations.append(event)
    pool = _Pool()
    facts = [_Facts(event, by_id, pool) for event in accusations]
    del pool
    nearby = _Nearby(facts)

    def of(some: Sequence[Event]) -> Iterator[Dispute]:
        for denial in some:
            yield from _of(denial, by_id, nearby, facts, origin_of or {})

    return tuple(sorted(spread(of, sliced(denials, _AS_MANY * len(denials))), key=lambda d: d.id))


def squarest(found: Iterable[Dispute]) -> list[Dispute]:
    """The disputes of an event in the order in which they are shown."""
    return sorted(found, key=lambda d: (SCOPES.index(d.scope), d.id))


@remembered
def _stems(goods: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((g, stems) for g in goods if (stems := goods_stems(g)))


@remembered
def _every_stem(goods: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(stems for _, stems in _stems(goods)))


@lru_cache(maxsize=4096)
def _spoken(goods: frozenset[str], stems: frozenset[str]) -> frozenset[str]:
    return stems.union(*map(goods_stems, goods))


class _Pool:
    """There are as many `_Facts` as events: what many of them have alike is held once."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._days: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._documents: dict[str, frozenset[str]] = {}

    def words(self, found: set[str]) -> tuple[str, ...]:
        made = tuple(sorted(found))
        return self._words.setdefault(made, made)

    def days(self, found: set[int]) -> tuple[int, ...]:
        made = tuple(sorted(found))
        return self._days.setdefault(made, made)

    def documents(self, found: set[str]) -> frozenset[str]:
        if len(found) > 1:
            return frozenset(found)
        (sha,) = found
        return self._documents.setdefault(sha, frozenset(found))


class _Facts:
    """What is looked up of an accused event. What few denials ask is made when it is asked for."""

    __slots__ = ("_by_id", "_first", "_givers", "accused", "countries", "days", "documents", "event", "others", "sources")

    def __init__(self, event: Event, by_id: Mapping[str, ClaimKey], pool: _Pool) -> None:
        self.event, self._by_id = event, by_id
        claims = self.claims
        self.documents = pool.documents({k.sha256 for k in claims})
        self.days = pool.days({d[0] for k in claims if k.published and (d := days(k.published))})
        self.sources = pool.words({_source(k) for k in claims} - {""})
        accused, others, countries = set[str](), set[str](), set[str]()  # countries: accused themselves, or "companies" of theirs
        for claim in claims:
            for role, value, iso, nature, _ in claim.parties:
                side = accused if role in _ACCUSED else others
                side.add(value)
                if iso:
                    side.add(iso)
                    if role in _ACCUSED and nature != NAMED:
                        countries.add(iso)
        self.accused, self.others, self.countries = (pool.words(found - {""}) for found in (accused, others, countries))
        self._givers: frozenset[str] | None = None
        self._first: dict[tuple[str, ...], set[str]] | None = None

    @property
    def claims(self) -> list[ClaimKey]:
        return [self._by_id[i] for i in self.event.because]

    @property
    def stems(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return _stems(self.event.goods)

    @property
    def latin(self) -> bool:
        return any(g.isascii() for g in self.event.goods)

    def accuses(self, saying: Saying) -> bool:
        """A country answers for its firms; a firm for itself and, as one of them, for "Turkish companies"."""
        if not saying.deniers.isdisjoint(self.accused):
            return True
        if saying.state:
            return not saying.countries.isdisjoint(self.accused)
        if not saying.countries.isdisjoint(self.countries):
            return True
        return any(a <= b or b <= a for b in self._firms(saying.countries) for a in saying.called)

    def _firms(self, countries: frozenset[str]) -> Iterator[frozenset[str]]:
        """The words of the names of accused firms of some countries."""
        for claim in self.claims:
            for p in claim.parties:
                if p.country in countries and p.nature == NAMED and p.role in _ACCUSED:
                    yield frozenset(tokens(p.name))

    def side(self, roles: frozenset[str]) -> frozenset[str]:
        """Who has one of these roles, and their countries."""
        return frozenset(t for k in self.claims for p in k.parties if p.role in roles for t in (p.value, p.country) if t)

    @property
    def hs(self) -> frozenset[str]:
        return frozenset(code for claim in self.claims for code in claim.hs)

    @property
    def givers(self) -> frozenset[str]:
        """Who is said to have given something for a war: nobody where neither the goods nor who got them tell of one."""
        if self._givers is None:
            self._givers = self._gave() if self.event.kind in _GIVEN else frozenset()
        return self._givers

    def _gave(self) -> frozenset[str]:
        gave, words = set[str](), {t for g in self.event.goods for t in tokens(g)}
        war = not words.isdisjoint(marked("arms")) or any(code.startswith(_ARMS) for code in self.hs)
        fighting = {one for one, _ in conflicts()}
        for claim in self.claims:
            for p in claim.parties:
                if p.role in _GIVERS:
                    gave.update(t for t in (p.value, p.country) if t)
                war = war or (p.role == "recipient" and p.country in fighting)
        return frozenset(gave) if war else frozenset()

    def first(self, words: tuple[str, ...]) -> set[str]:
        """Of these words: the documents that printed them first, by day."""
        if self._first is None:
            found: dict[tuple[str, ...], tuple[str, set[str]]] = {}
            for claim in self.claims:
                day, where = found.setdefault(claim.words, ("~", set()))
                printed = claim.published or "~"
                if printed < day:
                    found[claim.words] = printed, {claim.sha256}
                elif printed == day:
                    where.add(claim.sha256)
            self._first = {said: where for said, (_, where) in found.items()}
        return self._first[words]

    def near(self, said: Sequence[int]) -> bool:
        return any(abs(when - d) <= WINDOW_DAYS for when in said for d in self.days)

    def answered(self, said: Sequence[int]) -> bool:
        """Was it told in the days before? Nobody answers what nobody has said; a day more for time zones."""
        return any(-1 <= when - d <= WINDOW_DAYS for when in said for d in self.days)


class _Nearby:
    """Accusations by document, and by accused party and day, so that no denial has to look at all of them. Each is called by its
    number in the order of ids; a day and a number are packed into one number, of which millions are held."""

    def __init__(self, facts: Sequence[_Facts]) -> None:
        self._facts = facts
        self._in: dict[str, array[int]] = {}
        self._of: dict[str, array[int]] = {}
        self._from: dict[str, array[int]] = {}
        for number, fact in enumerate(facts):
            for sha in fact.documents:
                self._in.setdefault(sha, array("Q")).append(number)
            for token in fact.accused:
                self._of.setdefault(token, array("Q")).extend(day << 32 | number for day in fact.days)
            for source in fact.sources:
                self._from.setdefault(source, array("Q")).append(number)
        for token, packed in self._of.items():
            if len(packed) > 1:
                self._of[token] = array("Q", sorted(packed))

    def __call__(self, deniers: set[str], documents: set[str], said: Sequence[int]) -> list[int]:
        """Events that accuse a denier, told in one of the documents or near one of the days, by number."""
        found = {number for sha in documents for number in self._in.get(sha, ()) if not deniers.isdisjoint(self._facts[number].accused)}
        for token in deniers:
            accused = self._of.get(token, _NONE)
            for when in said:
                middle = bisect_left(accused, when << 32)
                for packed in accused[max(0, middle - _LOOK) : middle + _LOOK]:
                    if abs((packed >> 32) - when) <= WINDOW_DAYS:
                        found.add(packed & _LOW)
        return sorted(found)

    def rarer(self, named: Iterable[str]) -> list[str]:
        """All but the one that most is said of: what accuses two of them accuses one of the others."""
        return sorted((t for t in named if t in self._of), key=lambda t: (len(self._of[t]), t))[:-1]

    def told_by(self, claims: Sequence[ClaimKey]) -> list[int]:
        """Events that one of the deniers told, by number."""
        return sorted({number for source in {_source(claim) for claim in claims} for number in self._from.get(source, ())})


def _source(claim: ClaimKey) -> str:
    """Who answers for the words, "" where nobody is known to: a named speaker; an outlet for its own, also where it names itself
    or says "we"."""
    outlet = plain(claim.publisher) if claim.publisher else ""
    own = claim.speaker is None or plain(claim.speaker_name or "") in (outlet, "we")
    if own:
        return f"outlet {outlet}" if outlet else ""
    return f"speaker {claim.speaker}" if not claim.anonymous else ""


def _told_on(claim: ClaimKey) -> str | None:
    """What somebody is said to have said counts by the day he said it: where nobody tells that day, a report after the denial may
    repeat what was said before it, and is taken back with it."""
    return (claim.said_on or ("" if claim.speaker is not None else claim.published)) if claim.published else None


def takes_back(denial: ClaimKey, claim: ClaimKey) -> bool:
    """Does a source deny what it told itself, on that day or before?"""
    told, source = _told_on(claim), _source(denial)
    later = denial.published is not None and told is not None and told <= denial.published
    return later and denial.sha256 != claim.sha256 and source != "" and source == _source(claim)


def _retracts(saying: Saying, fact: _Facts, printed: Mapping[tuple[str, ...], set[str]]) -> bool:
    """Is something taken back that was first told elsewhere? What one document tells and denies at once it only disputes, and no
    copy of that document makes a retraction of it. `printed`: where the same words of denial are printed."""
    return any(
        takes_back(denial, claim) and fact.first(claim.words).isdisjoint(printed[denial.words])
        for denial in saying.claims if _source(denial) in fact.sources
        for claim in fact.claims
    )  # fmt: skip


class _Tie(NamedTuple):
    """How a wording bears on an event. `beside`: the claims of it that stand in a document of the event."""

    scope: str
    reason: str
    saying: Saying
    beside: tuple[ClaimKey, ...]


def _of(denial: Event, by_id: Mapping[str, ClaimKey], nearby: _Nearby, facts: Sequence[_Facts], origin_of: Mapping[str, str]) -> list[Dispute]:
    claims = [by_id[i] for i in denial.because]
    said = sayings(claims)
    deniers = {t for s in said for t in s.deniers | s.countries}
    documents = {k.sha256 for k in claims}
    when = sorted({d for s in said for d in s.days})
    printed: dict[tuple[str, ...], set[str]] = {}
    for claim in claims:
        printed.setdefault(claim.words, set()).add(claim.sha256)

    def ties(fact: _Facts) -> list[_Tie]:
        return [tie for s in said if (tie := _tie(s, fact, printed)) is not None]

    out: list[Dispute] = []
    near: list[tuple[bool, int, int]] = []
    whole, at_large = together(said), any(s.arms and s.gives for s in said)
    outside = {t for s in said if _may_contradict(s) for t in nearby.rarer(s.named)}
    candidates = nearby(deniers | outside, documents, when)
    for number in candidates:
        fact = facts[number]
        if not documents.isdisjoint(fact.documents) and (found := ties(fact)):
            out.extend(_disputes(denial, said, fact, found, origin_of))
        elif (topic := _topic(whole, fact)) or (at_large and not fact.givers.isdisjoint(deniers)):
            # What denies giving at large is tied after what speaks of the goods or parties
            near.append((not topic, min((abs(d - day) for d in when for day in fact.days), default=WINDOW_DAYS), number))
    seen = set(candidates)
    back = [number for number in nearby.told_by(claims) if number not in seen]
    for numbers in ([number for _, _, number in sorted(near)], back):
        tied = 0
        for number in numbers:
            if tied == _MOST:
                break
            if found := ties(facts[number]):
                tied += 1
                out.extend(_disputes(denial, said, facts[number], found, origin_of))
    return out


def _tie(saying: Saying, fact: _Facts, printed: Mapping[tuple[str, ...], set[str]]) -> _Tie | None:
    beside = () if saying.documents.isdisjoint(fact.documents) else tuple(k for k in saying.claims if k.sha256 in fact.documents)
    if _retracts(saying, fact, printed) and _topic(saying, fact):
        return _Tie("retracts", "takes back what it told itself", saying, beside)
    if not fact.accuses(saying):
        return _Tie("meets", _THIRD, saying, beside) if _from_outside(saying, fact) else None
    record, topic = fact.event.kind in _RECORDS, _topic(saying, fact)
    if beside and saying.refers and (topic or not record):
        return _Tie("meets", f"answers the accusation in the same document (“{saying.refers}”)", saying, beside)
    goods = _goods_met(saying, fact)
    if not goods and _other_goods(saying, fact):
        return None
    # "such accusations" answers what the document alleges, not every statistic it prints
    here, elsewhere = beside and (topic or not record), topic and fact.near(saying.days)
    if (here or elsewhere) and saying.narrows:
        return _Tie("narrower", f"denies only a part: “{saying.narrows}”", saying, beside)
    if (here or elsewhere) and goods:
        return _Tie("meets", f"speaks of the same goods: {', '.join(goods)}", saying, beside)
    if (here or elsewhere) and any(p.role != "denier" and p.value in fact.accused and p.value not in saying.deniers for p in saying.claims[0].parties):
        return _Tie("meets", "denies the dealing between the same parties", saying, beside)
    if here or (elsewhere and (saying.arms or saying.gives) and fact.answered(saying.days)) or _at_large(saying, fact):
        return _Tie("general", _why_general(saying, topic), saying, beside)
    return None


_THIRD = "another than the accused says that these parties did not deal in these goods"


def _may_contradict(saying: Saying) -> bool:
    """Flat, by somebody who could be asked, of two sides and goods: else no event need be looked up by the parties it names."""
    flat = not saying.narrows and bool(saying.deniers) and not all(k.anonymous for k in saying.claims)
    return flat and len(saying.named) > 1 and bool(saying.goods or saying.listed)


def _from_outside(saying: Saying, fact: _Facts) -> bool:
    """Does somebody who is not accused contradict the event flatly: who gave, who got it and which goods, of a time that may be the same?"""
    if not _may_contradict(saying) or not fact.near(saying.days):
        return False
    if saying.named.isdisjoint(fact.side(_GAVE)) or saying.named.isdisjoint(fact.side(_GOT)):
        return False
    when = span(saying.claims[0].period_from, saying.claims[0].period_to)
    told = span(fact.event.period_from, fact.event.period_to)
    return bool(_goods_met(saying, fact)) and (when is None or told is None or apart(when, told) == 0)


def _at_large(saying: Saying, fact: _Facts) -> bool:
    """ "We sell no weapons to anyone", by who is said to have given something for a war in the days before."""
    if not (saying.arms and saying.gives) or saying.named:
        return False
    who = saying.deniers | saying.countries if saying.state else saying.deniers
    return not who.isdisjoint(fact.givers) and fact.answered(saying.days)


def _why_general(saying: Saying, topic: bool) -> str:
    if saying.arms:
        return f"speaks of arms at large (“{saying.arms}”) and not of these goods"
    return "names the other side and not these goods" if topic else "does not speak of these goods or parties"


def _topic(saying: Saying, fact: _Facts) -> bool:
    """Outside its document a denial needs a topic in common: goods, or another party of the event. A statistic is only met by
    words about its goods: that both name Russia is no topic."""
    if fact.event.kind not in _RECORDS and not (saying.named.isdisjoint(fact.accused) and saying.named.isdisjoint(fact.others)):
        return True
    return bool(_goods_met(saying, fact))


def _goods_met(saying: Saying, fact: _Facts) -> list[str]:
    found: list[str] = []
    if not _spoken(saying.goods, saying.stems).isdisjoint(_every_stem(fact.event.goods)):  # seldom, and what follows is asked of millions
        found = [g for g in fact.event.goods if any(same_goods(a, g) for a in saying.goods)]
        found = found or [g for g, stems in fact.stems if stems <= saying.stems]
    if not found and saying.listed and not fact.latin:
        # A report in another language names its goods in other words; the codes are the same
        headings = fact.hs
        found = [phrase for phrase, codes in saying.listed if any(_covers(c, h) for c in codes for h in headings)]
    return sorted(found)


def _other_goods(saying: Saying, fact: _Facts) -> bool:
    """Does it deny giving other goods than those of the event: drones, where it is said to have given explosives?"""
    headings = fact.hs if saying.listed and fact.stems else frozenset[str]()
    if not saying.listed or not fact.stems or not (fact.latin or headings):
        return False
    return not any(
        any(same_goods(phrase, g) for g in fact.event.goods) or any(_covers(c, h) for c in codes for h in headings) for phrase, codes in saying.listed
    )


def _covers(code: str, heading: str) -> bool:
    """A chapter, heading or subheading and a heading of the Harmonized System."""
    return code.startswith(heading) or heading.startswith(code)


def _disputes(
    denial: Event, said: Sequence[Saying], fact: _Facts, ties: Sequence[_Tie], origin_of: Mapping[str, str]
) -> Iterator[Dispute]:
    """One dispute of each scope."""
    by_scope: dict[str, list[_Tie]] = {}
    for tie in ties:
        by_scope.setdefault(tie.scope, []).append(tie)
    met = {scope: {k.id for tie in found for k in tie.saying.claims} for scope, found in by_scope.items()}
    tied = set[str]().union(*met.values())
    for claim in (k for s in said if not s.listed for k in s.claims if k.id not in tied and k.id in origin_of):
        # A translation, or "it denied that", in another document: one utterance, and its words alone tell no topic
        fitting = [scope for scope in SCOPES if scope in met and any(origin_of.get(i) == origin_of[claim.id] for i in met[scope] & tied)]
        if fitting:
            met[fitting[0]].add(claim.id)
    for scope, found in by_scope.items():
        yield _dispute(denial, fact, scope, found, met[scope])


def _dispute(denial: Event, fact: _Facts, scope: str, ties: Sequence[_Tie], claims: Iterable[str]) -> Dispute:
    # What stands beside the accusation shows the denial best, then what was printed first
    first, tie = min(((k, tie) for tie in ties for k in tie.beside or tie.saying.claims), key=lambda t: (not t[1].beside, t[0].published or "9999", t[0].id))
    names = {k.publisher if plain(k.speaker_name) == "we" and k.publisher else k.speaker_name for t in ties for k in t.saying.claims if k.speaker_name}
    near = "later" if scope == "retracts" else f"published within {WINDOW_DAYS} days"
    return Dispute(
        id=make_id("d", fact.event.id, denial.id, scope),
        event=fact.event.id,
        denial=first.id,
        denier=min(names, default=None) or _denier(k for t in ties for k in t.saying.claims),
        scope=scope,
        reason=f"{tie.reason}; {'in the same document' if tie.beside else near}",
        because=(fact.event.id, *sorted(claims)),
    )


def _denier(claims: Iterable[ClaimKey]) -> str:
    return min((p.name for k in claims for p in k.parties if p.role == "denier" and (p.nature == COUNTRY or p.name)), default="unnamed")
