"""How do claims pass by a build without all being in memory?

Each function walks the readings once more and keeps of each claim no more than it must: `keys` what
weighing needs, `write` nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from supplyline import resolve, trade, weigh
from supplyline.engine.building import Build
from supplyline.engine.reading import Readings
from supplyline.model import Claim, ClaimKey, Entity, Event
from supplyline.resolve import Resolution
from supplyline.screen.reasons import SUPPLIERS


def _finished(claim: Claim, resolution: Resolution) -> Claim:
    """The claim with its entities, and with HS codes on its goods."""
    return trade.code_claim(resolve.assign(claim, resolution))


def keys(readings: Readings, resolution: Resolution, now: Build) -> tuple[tuple[ClaimKey, ...], dict[str, weigh.Record]]:
    """What weighing needs of each claim that no one rejected, and of each publisher how its claims were judged.
    Documents and mentions are written by the way: by now the processes that read them are gone, and their memory
    with them."""
    entities = {e.id: e for e in resolution.entities}
    made: list[ClaimKey] = []
    records: dict[str, weigh.Record] = {}
    pool: weigh.Pool = {}
    for document, extraction in readings.again("weigh", now.progress):
        now.write("documents", [document])
        now.write("mentions", extraction.mentions)
        for claim in extraction.claims:
            weigh.judge(records, document.publisher, now.decided.judged(claim.id))
            if claim.id in now.decided.rejected:
                now.rejected.add(claim.id)
            else:
                made.append(weigh.key(_finished(claim, resolution), document, entities, pool))
    return weigh.with_countries(made), records


def write(
    readings: Readings,
    resolution: Resolution,
    origin_of: Mapping[str, str],
    event_of: Mapping[str, str],
    events: Iterable[Event],
    now: Build,
) -> None:
    """Write each claim with its entities, origin, event and the event's grade."""
    grade_of = {event.id: event.grade for event in events}

    def finished() -> Iterator[Claim]:
        for _, extraction in readings.again("write claims", now.progress):
            for claim in extraction.claims:
                event = event_of.get(claim.id)
                claim = now.decided.claim(_finished(claim, resolution))
                yield replace(
                    claim,
                    origin=origin_of.get(claim.id),
                    event=event if event in grade_of else None,
                    grade=grade_of.get(event or ""),
                )

    now.write("claims", finished())


def suppliers(events: Iterable[Event], resolution: Resolution) -> tuple[Entity, ...]:
    """The parties that some event names as a supplier, maker or seller, and both ends of shipments that a register records,
    for goods go on from there; a country is on no list of parties."""
    named = held(events)
    return tuple(e for e in resolution.entities if e.id in named and e.schema != "Country")


def held(events: Iterable[Event]) -> set[str]:
    """The parties of events that are held against lists."""
    return {p.partition("=")[2] for event in events for p in event.parties if event.shipments or p.partition("=")[0] in SUPPLIERS}


def first(keys: Sequence[ClaimKey]) -> dict[str, str]:
    """Entity -> the day of the first public claim that names it as a supplier."""
    days: dict[str, str] = {}
    for key in keys:
        day = min((d for d in (key.said_on, key.published) if d), default=None)
        for party in key.parties:
            if day and party.role in SUPPLIERS and day < days.get(party.value, "9999"):
                days[party.value] = day
    return days
