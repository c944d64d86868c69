"""Which denial meets which event, and how squarely?

`disputes(keys, events)` ties a denial to the events in which the denier, or the denier's country,
is said to have taken part: those told in the same document, and those published within 60 days that
share a topic with it. `scope` is `meets` (it speaks of the same goods or parties, or answers "such
accusations" in the same document), `narrower` (it denies only a part: "direct", "lethal", "no
records") or `general`. A denial is never a subtraction: it stands beside the event with its own grade.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from supplyline.model import ClaimKey, Dispute, Event, make_id
from supplyline.tsv import rows
from supplyline.weigh.collector import paused
from supplyline.weigh.dates import days
from supplyline.weigh.match import kind_of, profile
from supplyline.weigh.places import COUNTRY, countries_in
from supplyline.weigh.publishers import plain
from supplyline.weigh.text import goods_stems, same_goods, stem, tokens

WINDOW_DAYS = 60
_MOST = 20  # events one denial is tied to outside its own documents; the nearest in time are kept
_LOOK = 100  # accusations of one party looked at before and after a day: bounds the cost where there are thousands
_ACCUSED = ("supplier", "recipient", "party", "via", "maker", "owner", "reporter", "partner")
_RECORDS = frozenset(("trade_flow", "ownership"))
_DENIABLE = frozenset(("supply", "shipment", "cooperation", "production", "ownership", "trade_flow"))


@paused()
def disputes(keys: Iterable[ClaimKey], events: Iterable[Event]) -> tuple[Dispute, ...]:
    by_id = {claim.id: claim for claim in keys}
    accusations: list[Event] = []
    denials: list[Event] = []
    for event in sorted(events, key=lambda e: e.id):
        first = by_id[event.because[0]]
        if event.kind == "denial":
            denials.append(event)
        elif event.kind in _DENIABLE and not (kind_of(first) or "").endswith("?"):
            accusations.append(event)
    facts = {event.id: _Facts(event, by_id) for event in accusations}
    nearby = _Nearby(facts)
    out: list[Dispute] = []
    for denial in denials:
        out.extend(_of(denial, by_id, nearby, facts))
    return tuple(sorted(out, key=lambda d: d.id))


class _Facts:
    """What is looked up of an accused event, once."""

    def __init__(self, event: Event, by_id: Mapping[str, ClaimKey]) -> None:
        self.event = event
        claims = [by_id[i] for i in event.because]
        self.claims = claims
        self.documents = {k.sha256 for k in claims}
        self.stems = tuple(stems for g in event.goods if (stems := goods_stems(g)))
        self.days = sorted({d[0] for k in claims if (d := days(k.published))})
        self.accused: set[str] = set()
        self.others: set[str] = set()
        for claim in claims:
            country = {value: iso for value, iso, _, _ in claim.places}
            for role, value in claim.parties:
                side = self.accused if role in _ACCUSED else self.others
                side.update(t for t in (value, country.get(value)) if t)

    @cached_property
    def told(self) -> dict[str, list[tuple[str, ClaimKey]]]:
        """By who answers for it: what was told, by day."""
        found: dict[str, list[tuple[str, ClaimKey]]] = {}
        for claim in self.claims:
            if (source := _source(claim)) and (day := _told_on(claim)) is not None:
                found.setdefault(source, []).append((day, claim))
        for told in found.values():
            told.sort(key=lambda t: t[0])
        return found

    @cached_property
    def first(self) -> dict[tuple[str, ...], set[str]]:
        """Of the same words: the documents that printed them first, by day."""
        found: dict[tuple[str, ...], tuple[str, set[str]]] = {}
        for claim in self.claims:
            day, where = found.setdefault(claim.words, ("~", set()))
            printed = claim.published or "~"
            if printed < day:
                found[claim.words] = printed, {claim.sha256}
            elif printed == day:
                where.add(claim.sha256)
        return {words: where for words, (_, where) in found.items()}

    def apart(self, when: int | None) -> int | None:
        return min((abs(d - when) for d in self.days), default=None) if when is not None else None


class _Nearby:
    """Accusations by document, and by accused party and day, so that no denial has to look at all of them."""

    def __init__(self, facts: Mapping[str, _Facts]) -> None:
        self._facts = facts
        self._in: dict[str, list[str]] = {}
        self._of: dict[str, list[tuple[int, str]]] = {}
        self._from: dict[str, list[str]] = {}
        for id, fact in facts.items():
            for sha in fact.documents:
                self._in.setdefault(sha, []).append(id)
            for token in fact.accused:
                self._of.setdefault(token, []).extend((day, id) for day in fact.days)
            for source in {_source(claim) for claim in fact.claims} - {""}:
                self._from.setdefault(source, []).append(id)
        for days_ in self._of.values():
            days_.sort()

    def __call__(self, deniers: set[str], documents: set[str], said: Sequence[int]) -> list[str]:
        """Events that accuse a denier, told in one of the documents or near one of the days, by id."""
        found = {id for sha in documents for id in self._in.get(sha, ()) if self._facts[id].accused & deniers}
        for token in deniers:
            accused = self._of.get(token, [])
            for when in said:
                middle = bisect_left(accused, (when,))
                for day, id in accused[max(0, middle - _LOOK) : middle + _LOOK]:
                    if abs(day - when) <= WINDOW_DAYS:
                        found.add(id)
        return sorted(found)

    def told_by(self, claims: Sequence[ClaimKey]) -> list[str]:
        """Events that one of the deniers told, by id."""
        return sorted({id for source in {_source(claim) for claim in claims} for id in self._from.get(source, ())})


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


def _retracts(denials: Sequence[ClaimKey], fact: _Facts) -> bool:
    """Is something taken back that was first told elsewhere? What one document tells and denies at once it only disputes, and no
    copy of that document makes a retraction of it."""
    denied: dict[tuple[str, ...], set[str]] = {}  # where the same words of denial are printed
    for denial in denials:
        for told, claim in fact.told.get(_source(denial), ()):
            if told > (denial.published or ""):
                break
            if takes_back(denial, claim):
                if not denied:
                    for d in denials:
                        denied.setdefault(d.words, set()).add(d.sha256)
                if fact.first[claim.words].isdisjoint(denied[denial.words]):
                    return True
    return False


def _of(
    denial: Event,
    by_id: Mapping[str, ClaimKey],
    nearby: _Nearby,
    facts: Mapping[str, _Facts],
) -> list[Dispute]:
    claims = [by_id[i] for i in denial.because]
    deniers: set[str] = set()
    for claim in claims:
        for parties in (profile(claim).parties.get("denier", set()),):
            deniers.update(t for p in parties for t in (p.value, p.country) if t)
        if claim.speaker_country:
            deniers.add(claim.speaker_country)
    documents = {k.sha256 for k in claims}
    goods, words = {g for k in claims for g in k.goods}, _words(claims)
    named = _named(claims) - deniers
    near: list[tuple[int, str]] = []
    chosen: list[str] = []
    said = sorted({d[0] for k in claims if (d := days(k.said_on or k.published))})
    for event_id in nearby(deniers, documents, said):
        fact = facts[event_id]
        # A statistic is only met by words about its goods: that both name Russia is no topic
        told = _topic(goods, words, set() if fact.event.kind in _RECORDS else named, fact)
        # "such accusations" answers what the document alleges, not every statistic it prints
        if fact.documents & documents and (told or fact.event.kind not in _RECORDS):
            chosen.append(event_id)
            continue
        gaps = [g for when in said if (g := fact.apart(when)) is not None]
        if told and gaps and min(gaps) <= WINDOW_DAYS:
            near.append((min(gaps), event_id))
    chosen.extend(event_id for _, event_id in sorted(near)[:_MOST])
    back = [e for e in nearby.told_by(claims) if e not in chosen and _topic(goods, words, named, facts[e])]
    back = [e for e in back if _retracts(claims, facts[e])]
    return [_dispute(denial, claims, facts[e], documents, deniers) for e in (*chosen, *back[:_MOST])]


def _named(claims: Sequence[ClaimKey]) -> set[str]:
    """Countries and parties a denial speaks of."""
    named = {c for k in claims for c in countries_in(" ".join(k.words))}
    return named | {value for k in claims for role, value in k.parties if role != "denier"}


def _topic(goods: set[str], words: frozenset[str], named: set[str], fact: _Facts) -> bool:
    """Outside its document a denial needs a topic in common: goods, or another party of the event."""
    if named & fact.accused or named & fact.others:
        return True
    return any(stems <= words for stems in fact.stems) or any(same_goods(a, b) for a in goods for b in fact.event.goods)


def _words(claims: Sequence[ClaimKey]) -> frozenset[str]:
    return frozenset(stem(t) for k in claims for t in k.words)


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(word for mark, word in rows("denial_words.tsv") if mark == kind)


def _marks(kind: str, claims: Sequence[ClaimKey]) -> list[str]:
    return sorted(_listed(kind) & {t for k in claims for w in k.words for t in (w, *tokens(w.replace("-", " ")))})


def _dispute(
    denial: Event, claims: Sequence[ClaimKey], fact: _Facts, documents: set[str], deniers: set[str]
) -> Dispute:
    beside = [k for k in claims if k.sha256 in fact.documents]
    goods = sorted({b for k in claims for a in k.goods for b in fact.event.goods if same_goods(a, b)})
    if not goods:
        words = _words(claims)
        goods = sorted(g for g in fact.event.goods if goods_stems(g) and goods_stems(g) <= words)
    narrows, refers = _marks("narrows", claims), _marks("refers", beside)
    other = sorted(fact.accused & {v for k in claims for role, v in k.parties if role != "denier"} - deniers)
    named = {k.publisher if plain(k.speaker_name) == "we" and k.publisher else k.speaker_name for k in claims if k.speaker_name}
    denier = min(named, default=None) or _denier(claims)
    if _retracts(claims, fact):
        scope, reason = "retracts", "takes back what it told itself"
    elif refers:
        scope, reason = "meets", f"answers the accusation in the same document (“{refers[0]}”)"
    elif narrows:
        scope, reason = "narrower", f"denies only a part: “{narrows[0]}”"
    elif goods:
        scope, reason = "meets", f"speaks of the same goods: {', '.join(goods)}"
    elif other and len(fact.accused & deniers) > 0:
        scope, reason = "meets", "denies the dealing between the same parties"
    else:
        scope, reason = "general", "does not speak of these goods or parties"
    near = "later" if scope == "retracts" else f"published within {WINDOW_DAYS} days"
    where = "in the same document" if fact.documents & documents else near
    first = min(beside or claims, key=lambda k: (k.published or "9999", k.id))
    return Dispute(
        id=make_id("d", fact.event.id, denial.id),
        event=fact.event.id,
        denial=first.id,
        denier=denier,
        scope=scope,
        reason=f"{reason}; {where}",
        because=(fact.event.id, *denial.because),
    )


def _denier(claims: Sequence[ClaimKey]) -> str:
    names = {
        name
        for k in claims
        for value, _, nature, name in k.places
        if ("denier", value) in k.parties and (nature == COUNTRY or name)
    }
    return min(names, default="unnamed")
