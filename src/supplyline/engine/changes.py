"""What did new documents (and decisions) change?

`changes(before, after)` compares two snapshots of one case, event by event. An event is the same in both when
they share claims: ids of events follow their claims, so they may change. A new origin confirms, unless its number and those
known exclude each other: then it contradicts; where a source takes its own number back, the new one supersedes it. Promises:
each change names the event and the rows behind it; the same two snapshots give the same changes, in the order of the events;
nothing is said of what stayed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from supplyline.case.snapshot import Snapshot
from supplyline.model import Claim, Dispute, Event, Origin
from supplyline.weigh.contained import holds
from supplyline.weigh.counts import Bounds, overlap, words
from supplyline.weigh.dates import span
from supplyline.weigh.describe import contested, taken_back, told_of
from supplyline.weigh.match import counted_as


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `kind`: adds, confirms, repeats, refines, contradicts, supersedes, regrades, joins,
    withdraws."""

    kind: str
    event: str
    label: str
    text: str
    documents: tuple[str, ...]  # names of the documents with new claims of this event
    because: tuple[str, ...]  # ids of the new claims, origins or disputes


@dataclass(slots=True)
class _New:
    """What an event of the later snapshot has that the earlier did not."""

    known: set[str]  # origins that have claims of before too
    claims: list[Claim] = field(default_factory=list)
    documents: dict[str, None] = field(default_factory=dict)

    @property
    def origins(self) -> dict[str, list[Claim]]:
        """The new claims of each origin."""
        out: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if claim.origin:
                out.setdefault(claim.origin, []).append(claim)
        return {origin: out[origin] for origin in sorted(out)}


@dataclass(frozen=True, slots=True)
class _Old:
    """An event of before, and the numbers that its claims stated of what it counts."""

    event: Event
    stated: frozenset[Bounds]

    def excludes(self, bounds: Bounds) -> bool:
        """Can the number and those known not both be true? Of numbers that were contested before, none agrees."""
        if contested(self.event):
            return bool(self.stated) and not any(overlap(bounds, s) for s in self.stated)
        return not overlap(bounds, (self.event.count_min, self.event.count_max))


def changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """All changes, by event of the later snapshot; events that are gone come last."""
    event_of, stated = _known(before)
    old_events: dict[str, Event] = {e.id: e for e in before.rows("events")}
    names = {d.sha256: d.name for d in after.rows("documents")}
    disputed: dict[str, set[str]] = {}
    for dispute in before.rows("disputes"):
        disputed.setdefault(dispute.event, set()).add(dispute.denial)
    disputes: dict[str, list[Dispute]] = {}
    for dispute in after.rows("disputes"):
        disputes.setdefault(dispute.event, []).append(dispute)
    origins: dict[str, Origin] = {o.id: o for o in after.rows("origins")}
    new, shared = _new(after, event_of, names)
    out: list[Change] = []
    seen: set[str] = set()
    for event in after.rows("events"):
        # What a register records has no claims to know it by, and an id that stays
        before_ids = {event.id} if event.shipments else shared.get(event.id, ())
        olds = [_Old(old, _counted(old, stated.get(id, ()))) for id in sorted(before_ids) if (old := old_events.get(id)) is not None]
        seen.update(old.event.id for old in olds)
        met = {d for old in olds for d in disputed.get(old.event.id, ())}
        fresh = [d for d in disputes.get(event.id, []) if d.denial not in met]
        out += _of_event(event, olds, new.get(event.id), origins, fresh)
    for id in sorted(set(old_events) - seen):
        old = old_events[id]
        what, which = ("line of a register", "lines") if old.shipments else ("claim", "claims")
        text = f"no {what} of it is left: its documents or {which} were rejected, or are read otherwise now"
        out.append(Change("withdraws", id, old.label, text, (), old.because))
    return tuple(out)


def _known(before: Snapshot) -> tuple[dict[str, str | None], dict[str, set[tuple[str, Bounds]]]]:
    """The event of each claim, and the numbers stated in each event with what they count."""
    event_of: dict[str, str | None] = {}
    stated: dict[str, set[tuple[str, Bounds]]] = {}
    for claim in before.rows("claims"):
        event_of[claim.id] = claim.event
        if claim.event and (number := _number(claim)) is not None:
            stated.setdefault(claim.event, set()).add(number)
    return event_of, stated


def _number(claim: Claim) -> tuple[str, Bounds] | None:
    count = claim.count
    if count is None or (count.min is None and count.max is None):
        return None
    role = "target" if claim.kind == "designation" else counted_as(count.role or count.event)
    return role, (count.min, count.max)


def _counted(event: Event, numbers: Iterable[tuple[str, Bounds]]) -> frozenset[Bounds]:
    """Those of what the event counts, without those taken back."""
    role, gone = counted_as("target" if event.kind == "designation" else event.counted), taken_back(event)
    return frozenset(bounds for counts, bounds in numbers if counts == role and words(bounds) not in gone)


def _new(after: Snapshot, event_of: dict[str, str | None], names: dict[str, str]) -> tuple[dict[str, _New], dict[str, set[str]]]:
    """New claims of each event, and the events of before that it shares claims with."""
    new: dict[str, _New] = {}
    shared: dict[str, set[str]] = {}
    claims: list[Claim] = []
    before_origins: dict[str, set[str]] = {}
    for claim in after.rows("claims"):
        if claim.event is None:
            continue
        if claim.id in event_of:
            if old := event_of[claim.id]:
                shared.setdefault(claim.event, set()).add(old)
            if claim.origin:
                before_origins.setdefault(claim.event, set()).add(claim.origin)
        else:
            claims.append(claim)
    for claim in claims:
        event = claim.event or ""
        found = new.setdefault(event, _New(before_origins.get(event, set())))
        found.claims.append(claim)
        found.documents[names.get(claim.quote.sha256, claim.quote.sha256)] = None
    return new, shared


_Said = list[tuple[str, str, tuple[str, ...]]]  # kind, text, because


def _of_event(
    event: Event, olds: list[_Old], new: _New | None, origins: dict[str, Origin], disputes: list[Dispute]
) -> list[Change]:
    where = tuple(sorted(new.documents)) if new else ()
    said: _Said = []
    if not olds:
        told = [origins[o].label for o in new.origins] if new else []
        from_ = f": {'; '.join(told)}" if told else ""
        return [Change("adds", event.id, event.label, f"new, {_claims(event)}{from_}", where, event.because)]
    if len(olds) > 1:
        said.append(("joins", f"{len(olds)} events of before are one now", tuple(o.event.id for o in olds)))
    old = max(olds, key=lambda o: (o.event.claims, o.event.id))
    back = {n: line for n, line in taken_back(event).items() if not any(n in taken_back(o.event) for o in olds)}
    against = _against(event, old, new, bool(back)) if new else {}
    if new:
        said += _told(event, new, against, origins)
    said += _count(event, old.event, new, back, against, origins)
    said += _period_change(event, old.event, new)
    for dispute in disputes:
        # Who takes back what he told himself supersedes it; all others contradict
        kind = "supersedes" if dispute.scope == "retracts" else "contradicts"
        said.append((kind, f"{dispute.denier} {dispute.scope}: {dispute.reason}", (dispute.id, dispute.denial)))
    if old.event.grade != event.grade:
        said.append(("regrades", f"grade {old.event.grade or 'none'} is now {event.grade or 'none'}", (event.id,)))
    return [Change(kind, event.id, event.label, text, where, because) for kind, text, because in said]


def _against(event: Event, old: _Old, new: _New, corrected: bool) -> dict[str, list[Claim]]:
    """The origins of new claims all of whose numbers exclude what was known, where that makes the count contested or was
    taken back: origin -> those claims. A part of the whole excludes nothing."""
    if not (contested(event) or corrected):
        return {}
    role = counted_as("target" if event.kind == "designation" else event.counted)
    gone = taken_back(event)
    out: dict[str, list[Claim]] = {}
    for origin, claims in new.origins.items():
        numbers = [(c, n[1]) for c in claims if (n := _number(c)) is not None and n[0] == role and words(n[1]) not in gone]
        if numbers and all(old.excludes(bounds) for _, bounds in numbers):
            out[origin] = [c for c, _ in numbers]
    return out


def _told(event: Event, new: _New, against: dict[str, list[Claim]], origins: dict[str, Origin]) -> _Said:
    """The origins that are new and agree, and the claims that go back to what was known."""
    said: _Said = []
    fresh = [o for o in new.origins if o not in new.known and o not in against]
    if fresh:
        labels = "; ".join(origins[o].label for o in fresh)
        text = f"told by {len(fresh)} more {'origin' if len(fresh) == 1 else 'origins'} ({labels}); now {event.origins}"
        said.append(("confirms", text, tuple(fresh)))
    repeats = [o for o in new.origins if o in new.known and o not in against]
    if repeats:
        count = sum(len(new.origins[o]) for o in repeats)
        text = f"{_plural(count, 'claim')} that {'goes' if count == 1 else 'go'} back to what was known: {'; '.join(origins[o].label for o in repeats)}"
        said.append(("repeats", text, tuple(c.id for c in new.claims)))
    return said


def _count(event: Event, old: Event, new: _New | None, back: dict[str, str], against: dict[str, list[Claim]], origins: dict[str, Origin]) -> _Said:
    """What became of the number, and why."""
    said: _Said = []
    now, then = (event.count_min, event.count_max), (old.count_min, old.count_max)
    change = f"count {_interval(old)} is now {_interval(event)}" if now != then else f"count {_interval(event)} stays"
    because = tuple(c.id for c in new.claims) if new else event.because[:1]
    if back:
        said.append(("supersedes", f"{'; '.join(back.values())}; {change}", because))
    if contested(event) and (against or not contested(old)):
        told = "; ".join(f"{origins[o].label}: {', '.join(sorted({_stated(c) for c in claims}))}" for o, claims in against.items())
        ids = tuple(dict.fromkeys((*against, *(c.id for claims in against.values() for c in claims)))) or because
        said.append(("contradicts", f"another number{f' ({told})' if told else ''}; {change}: {'; '.join(event.derivation)}", ids))
    elif now != then and not back:
        if _inside(now, then):
            said.append(("refines", f"{change}: {'; '.join(event.derivation)}", because))
        else:
            said.append(("withdraws", f"{change}: what it rested on is gone, or is read otherwise now", because))
    elif parts := sorted(set(told_of(event)) - set(told_of(old))):
        said.append(("refines", f"{change}: {'; '.join(parts)}", because))
    if named := sorted(set(holds(event)) - set(holds(old))):
        said.append(("refines", "; ".join(named), because))
    return said


def _inside(one: Bounds, other: Bounds) -> bool:
    low = other[0] is None or (one[0] is not None and one[0] >= other[0])
    return low and (other[1] is None or (one[1] is not None and one[1] <= other[1]))


def _period_change(event: Event, old: Event, new: _New | None) -> _Said:
    now, then = (event.period_from, event.period_to), (old.period_from, old.period_to)
    if now == then:
        return []
    text, because = f"period {_period(old)} is now {_period(event)}", tuple(c.id for c in new.claims) if new else event.because[:1]
    before, later = span(*then), span(*now)
    if later is None or (new is None and before is not None):
        return [("withdraws", f"{text}: what it rested on is gone, or is read otherwise now", because)]
    if before is None or (before[0] <= later[0] and later[1] <= before[1]):
        return [("refines", text, because)]
    return [("adds", f"{text}: it is told to reach further", because)]


def _stated(claim: Claim) -> str:
    return words((claim.count.min, claim.count.max)) if claim.count else ""


def _claims(event: Event) -> str:
    return _plural(event.shipments, "recorded line") if event.shipments else _plural(event.claims, "claim")


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _interval(event: Event) -> str:
    low, high = event.count_min, event.count_max
    if low is None and high is None:
        return "not given"
    if low == high:
        return f"{low:g}"
    if high is None:
        return f"at least {low:g}"
    return f"at most {high:g}" if low is None else f"{low:g} to {high:g}"


def _period(event: Event) -> str:
    if event.period_from == event.period_to:
        return event.period_from or "not given"
    return f"{event.period_from or '…'} to {event.period_to or '…'}"
