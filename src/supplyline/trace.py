"""Where does this row come from?

`trace(snapshot, id)` walks any row of a snapshot down its `because` ids to the words of a document
or the row of a list or trade file. Every step is a `Step`: what it is, its id, and for words the
sentence with the marked span. Promises: depth first in the order of the row's own `because`,
each id once, bounded by `most` steps; a step that was cut says how many it hides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from supplyline.case.snapshot import Rows, caption
from supplyline.case.tables import table_of
from supplyline.model import (
    Anomaly,
    BadInput,
    Citation,
    Claim,
    Decision,
    Dispute,
    Flow,
    Gap,
    Hit,
    Link,
    Listing,
    Rate,
    Shipment,
    Span,
    TradeRow,
)
from supplyline.trade import revisions
from supplyline.weigh.passages import copied

_PAIRS = 4  # of countries, of which the goods are told that an anomaly was set against
_PASSAGES = 5  # copied passages shown of a pair of documents
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Words:
    """A span in its sentence: `before + marked + after` is the sentence as the document has it."""

    document: str
    sha256: str
    start: int
    end: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    depth: int
    table: str
    id: str
    text: str
    notes: tuple[str, ...] = ()
    words: Words | None = None


def find(snapshot: Rows, id: str) -> Any:
    """The row with this id, or the one row whose id begins so; else an error that says what to do."""
    noun = snapshot.get(id)
    if noun is not None:
        return noun
    close = snapshot.ids_starting(id, 5) if len(id) >= 4 else []
    if len(close) == 1:
        return snapshot.get(close[0])
    if close:
        raise BadInput(f"{id}: more than one row begins so ({', '.join(close)}); give more of the id")
    raise BadInput(
        f"{id}: no such row in the last build; `supplyline claims|events|entities|links|gaps CASE` list the ids"
    )


def trace(snapshot: Rows, id: str, most: int = 200) -> list[Step]:
    """The steps from a row down to words."""
    steps: list[Step] = []
    seen: set[str] = set()

    def walk(noun: Any, depth: int) -> None:
        key = getattr(noun, "id", getattr(noun, "sha256", ""))
        if key in seen or len(steps) >= most:
            return
        seen.add(key)
        steps.append(_step(snapshot, noun, key, depth))
        for cause in _causes(noun):
            below = snapshot.get(cause)
            if below is not None:
                walk(below, depth + 1)

    walk(find(snapshot, id), 0)
    return steps


def _causes(noun: Any) -> tuple[str, ...]:
    causes = tuple(getattr(noun, "because", ()) or ())
    if isinstance(noun, Shipment):  # its event rests on it, and not the other way
        return (noun.rate,) if noun.rate is not None else ()
    for name in ("claim", "denial", "event", "listing", "hit", "before", "world", "rate"):
        value = getattr(noun, name, None)
        if isinstance(value, str) and not isinstance(noun, Claim) and value not in causes:
            causes = (*causes, value)
    return causes


def _step(snapshot: Rows, noun: Any, key: str, depth: int) -> Step:
    table = table_of(noun)
    if isinstance(noun, Claim):
        return Step(depth, table, key, said(noun), (*_claim_notes(noun), *_decided(snapshot, noun)), words(snapshot, noun.quote))
    if isinstance(noun, Listing | TradeRow | Shipment | Rate):
        place = f"file {noun.sha256[:12]}, {noun.row if isinstance(noun.row, str) else f'row {noun.row}'}"
        if isinstance(noun, Rate) and not noun.sha256:
            place = f"European Central Bank, euro foreign exchange reference rates, averages by us ({noun.row})"
        return Step(depth, table, key, _recorded(noun), (place,))
    notes: tuple[str, ...] = _copied(snapshot, noun) if isinstance(noun, Citation) else _beside(snapshot, noun) if isinstance(noun, Anomaly) else ()
    for name in ("derivation", "reasons", "would_raise", "marks", "explanation", "reason"):
        value = getattr(noun, name, None)
        if value:
            told = (value,) if isinstance(value, str) else tuple(value)
            notes += tuple(f"{'would raise it: ' if name == 'would_raise' else ''}{t}" for t in told)
    return Step(depth, table, key, _called(snapshot, noun), notes)


def _copied(snapshot: Rows, citation: Citation) -> tuple[str, ...]:
    """The passages that both documents have, word for word."""
    if citation.source is None:
        return (f"the case does not have what {citation.source_name} printed",)
    text = snapshot.text(citation.document)
    found = copied(text, snapshot.text(citation.source))
    names = [document.name if (document := snapshot.get(sha)) else sha for sha in (citation.document, citation.source)]
    shown = tuple(f"{p.words} words the same in both: “{' '.join(text[p.start : p.end].split())}”" for p in found[:_PASSAGES])
    more = (f"and {len(found) - _PASSAGES} more",) if len(found) > _PASSAGES else ()
    return (f"{names[0]} takes from {names[1]}", *shown, *more)


def _beside(snapshot: Rows, found: Anomaly) -> tuple[str, ...]:
    """Where the figures are that an anomaly was set against: too many to name, each with an id of its own there."""
    if found.kind in ("mirror_gap", "transit_phantom"):
        return (f"the other goods between the two: supplyline trade mirror CASE --reporter {found.reporter} --partner {found.partner}",)
    flows = [f for id in found.because if isinstance(f := snapshot.get(id), Flow)]
    if found.kind == "unit_value":
        return tuple(f"what other partners pay: supplyline trade flows CASE --reporter {f.reporter} --hs {f.hs} --since {f.period}" for f in flows[:1])
    if found.kind == "jump":
        return (f"the reporter's other series: supplyline trade flows CASE --reporter {found.reporter}",)
    if found.kind not in ("diversion", "gravity", "new_exporter"):
        return ()
    pairs = sorted({(f.reporter, f.partner) for f in flows})
    more = (f"and {len(pairs) - _PAIRS} more pairs of countries",) if len(pairs) > _PAIRS else ()
    return tuple(f"the other goods between them: supplyline trade flows CASE --reporter {a} --partner {b}" for a, b in pairs[:_PAIRS]) + more


def _called(snapshot: Rows, noun: Any) -> str:
    """What a person would call a row that is between others."""

    def name(id: str) -> str:
        other = snapshot.get(id)
        return caption(other) if other is not None else id

    if isinstance(noun, Gap):
        return f"{noun.caption}: {noun.text}"
    if isinstance(noun, Link):
        return f"{'recorded' if noun.recorded else 'alleged'}: {name(noun.source)} {noun.role} {name(noun.target)}"
    if isinstance(noun, Hit):
        return f"{name(noun.entity)} and {name(noun.listing)}: {noun.status}, {noun.score:.2f}"
    if isinstance(noun, Flow):
        change = "" if noun.change is None else f", {noun.change:+.1f} % on the year before"
        share = "" if noun.share is None else f", {noun.share:.1f} % of the world total"
        made = f" ({revisions.told(noun.hs)})" if revisions.is_family(noun.hs) else ""
        return f"{noun.reporter} {noun.flow} {noun.partner} HS {revisions.shown(noun.hs)} {noun.period}: {_figure(noun)}{change}{share}{made}"
    if isinstance(noun, Dispute):
        return f"{noun.denier} denies ({noun.scope}): {name(noun.event)}"
    return caption(noun)


def _recorded(noun: Listing | TradeRow | Shipment | Rate) -> str:
    """What one row of a file says."""
    if isinstance(noun, Rate):
        return f"{noun.target} {noun.rate:.6g} for {noun.currency} 1 in {noun.period}, the mean of {noun.days:,} quotes"
    if isinstance(noun, TradeRow):
        return f"{noun.reporter} {noun.flow} {noun.partner} HS {noun.hs} {noun.period}: {_figure(noun)}"
    return shipped(noun) if isinstance(noun, Shipment) else caption(noun)


def shipped(s: Shipment) -> str:
    """One line of a register for a person."""
    goods = f"{s.goods[:80]}{'…' if len(s.goods) > 80 else ''}" if s.goods else ""
    what = ", ".join(part for part in (f"HS {s.hs}" if s.hs else "", goods) if part)
    number = f" ({s.number})" if s.number else ""
    return f"{s.date or 'no date'}{number}  {s.consignor or 'nobody named'} → {s.consignee or 'nobody named'}: {what}, {_figure(s)}; {s.register}"


def _figure(noun: Flow | TradeRow | Shipment) -> str:
    """A value with its weight."""
    value = "no value" if noun.value is None else f"{noun.currency or 'no currency'} {noun.value:,.0f}"
    if isinstance(noun, TradeRow) and noun.original is not None:
        value += f" ({noun.original_currency} {noun.original:,.0f} in the table)"
    elif isinstance(noun, Shipment) and noun.converted is not None and noun.rate is not None:
        value += f" ({noun.converted:,.0f} in the case's currency)"
    if noun.weight is None:
        return value
    return f"{value}, {noun.weight:,.0f} kg" if noun.weight >= 10 else f"{value}, {noun.weight:.3g} kg"


def said(claim: Claim) -> str:
    """One line for a person: who, how, what."""
    who = claim.speaker.name if claim.speaker else "the text"
    to = f" to {claim.via.name}" if claim.via else ""
    when = f", {claim.said_on.from_}" if claim.said_on and claim.said_on.from_ else ""
    return f"{who} {claim.stance}{to}{when}: {claim.kind}"


def _claim_notes(claim: Claim) -> tuple[str, ...]:
    roles = tuple(
        f"{f.role}: {f.span.text}" + (f" ({f.name})" if f.name != f.span.text else "") for f in claim.roles
    )
    count = (f"count: {claim.count.text}",) if claim.count else ()
    period = (f"period: {claim.period.text}",) if claim.period else ()
    return roles + count + period


def _decided(snapshot: Rows, claim: Claim) -> tuple[str, ...]:
    """Who confirmed or rejected the claim, and why: its table says by which decision."""
    _, _, id = claim.made_by.rpartition(" in ")
    decision = snapshot.get(id) if id.startswith("d_") else None
    verb = claim.made_by.split()[-3] if decision is not None else ""
    return (f"{verb} by {decision.by} ({id}): {decision.because}",) if isinstance(decision, Decision) else ()


def words(snapshot: Rows, span: Span) -> Words:
    """The sentence around a span, as the document has it."""
    text = snapshot.text(span.sha256)
    low = max(0, span.start - 400)
    starts = [low] + [low + m.end() for m in _SENTENCE.finditer(text[low : span.start])]
    tail = text[span.end : span.end + 400]
    stop = _SENTENCE.search(tail)
    start, end = starts[-1], span.end + (stop.start() if stop else len(tail))
    document = snapshot.get(span.sha256)
    return Words(
        document.name if document else span.sha256,
        span.sha256,
        span.start,
        span.end,
        text[start : span.start],
        span.text,
        text[span.end : end],
    )
