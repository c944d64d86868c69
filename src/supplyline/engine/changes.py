"""What did new documents (and decisions) change?

`changes(before, after)` compares two snapshots of one case, event by event. An event is the same in both when
they share claims: ids of events follow their claims, so they may change. Promises: each change names the event
and the rows behind it; the same two snapshots give the same changes, in the order of the events; nothing is
said of what stayed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from supplyline.case.snapshot import Snapshot
from supplyline.model import Claim, Dispute, Event, Origin


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `kind`: adds, confirms, repeats, refines, contradicts, regrades, joins, withdraws."""

    kind: str
    event: str
    label: str
    text: str
    documents: tuple[str, ...]  # names of the documents with new claims of this event
    because: tuple[str, ...]  # ids of the new claims, origins or disputes


@dataclass(slots=True)
class _New:
    """What an event of the later snapshot has that the earlier did not."""

    claims: list[str]
    documents: dict[str, None]
    origins: Counter[str]  # new claims by origin
    known: set[str]  # origins that have claims of before too


def changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """All changes, by event of the later snapshot; events that are gone come last."""
    event_of = {c.id: c.event for c in before.rows("claims")}
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
        olds = [old_events[id] for id in sorted(shared.get(event.id, ())) if id in old_events]
        seen.update(old.id for old in olds)
        met = {d for old in olds for d in disputed.get(old.id, ())}
        fresh = [d for d in disputes.get(event.id, []) if d.denial not in met]
        out += _of_event(event, olds, new.get(event.id), origins, fresh)
    for id in sorted(set(old_events) - seen):
        old = old_events[id]
        text = "no claim of it is left: its documents or claims were rejected, or are read otherwise now"
        out.append(Change("withdraws", id, old.label, text, (), old.because))
    return tuple(out)


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
        found = new.setdefault(event, _New([], {}, Counter(), before_origins.get(event, set())))
        found.claims.append(claim.id)
        found.documents[names.get(claim.quote.sha256, claim.quote.sha256)] = None
        if claim.origin:
            found.origins[claim.origin] += 1
    return new, shared


def _of_event(
    event: Event, olds: list[Event], new: _New | None, origins: dict[str, Origin], disputes: list[Dispute]
) -> list[Change]:
    where = tuple(sorted(new.documents)) if new else ()
    said: list[tuple[str, str, tuple[str, ...]]] = []
    if not olds:
        told = [origins[o].label for o in sorted(new.origins)] if new else []
        from_ = f": {'; '.join(told)}" if told else ""
        return [Change("adds", event.id, event.label, f"new, {_claims(event)}{from_}", where, event.because)]
    if len(olds) > 1:
        said.append(("joins", f"{len(olds)} events of before are one now", tuple(o.id for o in olds)))
    if new:
        fresh = [o for o in sorted(new.origins) if o not in new.known]
        if fresh:
            labels = "; ".join(origins[o].label for o in fresh)
            text = f"told by {len(fresh)} more {'origin' if len(fresh) == 1 else 'origins'} ({labels}); now {event.origins}"
            said.append(("confirms", text, tuple(fresh)))
        repeats = [o for o in sorted(new.origins) if o in new.known]
        if repeats:
            count = sum(new.origins[o] for o in repeats)
            text = f"{_plural(count, 'claim')} that {'goes' if count == 1 else 'go'} back to what was known: {'; '.join(origins[o].label for o in repeats)}"
            said.append(("repeats", text, tuple(new.claims)))
    old = max(olds, key=lambda e: (e.claims, e.id))
    if (old.count_min, old.count_max) != (event.count_min, event.count_max):
        text = f"count {_interval(old)} is now {_interval(event)}: {'; '.join(event.derivation)}"
        said.append(("refines", text, tuple(new.claims) if new else event.because[:1]))
    if (old.period_from, old.period_to) != (event.period_from, event.period_to):
        text = f"period {_period(old)} is now {_period(event)}"
        said.append(("refines", text, tuple(new.claims) if new else event.because[:1]))
    for dispute in disputes:
        said.append(("contradicts", f"{dispute.denier} {dispute.scope}: {dispute.reason}", (dispute.id, dispute.denial)))
    if old.grade != event.grade:
        said.append(("regrades", f"grade {old.grade or 'none'} is now {event.grade or 'none'}", (event.id,)))
    return [Change(kind, event.id, event.label, text, where, because) for kind, text, because in said]


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
