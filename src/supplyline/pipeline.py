"""How does a case become a snapshot?

`build` is the map of the program: each line is a stage, each name a folder. Data goes one way, and
the same originals, decisions and settings give the same snapshot, byte for byte in every export.

Documents stream: they are read and extracted in a pool of processes into the cache, and pass by
three times (names; what weighing needs; claims with their event, origin and grade), so memory
holds names and keys, never texts. A file that cannot be used becomes a row of `problems`; decisions
of people come last; nothing is replaced before the new snapshot is whole.
"""

from __future__ import annotations

from supplyline import graph, resolve, screen, trade, weigh
from supplyline.case.store import Case
from supplyline.engine import claims, inputs
from supplyline.engine.building import Build, Progress, Summary
from supplyline.engine.reading import Readings
from supplyline.engine.records import Records
from supplyline.screen import reasons

__all__ = ["Progress", "Summary", "build"]


def build(case: Case, progress: Progress | None = None) -> Summary:
    """Build the snapshot of a case, or say at once that nothing changed since the last."""
    with Build(case, progress) as now:
        if now.unchanged is not None:
            return now.unchanged
        settings, decided = case.settings, now.decided

        # read + extract: every report once, and the names that its claims and mentions use
        readings, tally = Readings(case), resolve.Tally()
        for reading in readings.first(now.progress):
            now.problems((*reading.problems, *reading.extraction.problems))
            resolve.collect(reading.extraction.claims, reading.extraction.mentions, tally)
        now.problems(readings.problems())

        # registers: the consignors and consignees of shipments, beside the names of the reports
        records, exchange = Records(now), inputs.exchange(now)
        for shipments in records.first(tally):
            resolve.record(shipments, tally)

        # resolve: which names are one party; merges and splits of people applied last
        resolution = resolve.resolve(tally, decided.active)
        now.write("entities", resolution.entities)
        now.problems(resolution.problems)

        # weigh: who is independent of whom, what is one event, who denies it; rejected claims count for nothing
        keys, judged = claims.keys(readings, resolution, now)
        told = weigh.utterances(keys)
        origins, origin_of = told.origins, told.origin_of
        found, event_of = weigh.events(keys, origin_of, told.corrected)
        events = decided.events(found)
        disputes = weigh.disputes(keys, events, origin_of)
        now.write("citations", told.citations)
        now.write("disputes", disputes)

        # shipments: what registers record, each register one origin of its own
        captions = {e.id: e.caption for e in resolution.entities}
        watch = trade.Watch(keys, settings.currency)
        gathered = records.write(resolution, watch, exchange)
        recorded, more = gathered.events(captions, settings.reliability)

        # trade: what customs recorded, in statistics and line by line, held against what is claimed
        rows = inputs.trade_rows(now, exchange)
        flows = trade.flows(rows, inputs.concordances(case, now.problems))
        held = (*trade.checks(keys, flows, rows), *watch.checks(captions))
        inputs.write_rates(exchange, now)
        now.write("trade_rows", rows)
        now.write("flows", flows)
        now.write("mirrors", trade.mirrors(flows, settings.cif_fob))
        now.write("anomalies", trade.anomalies(flows, settings.groups, str(settings.since), rows, settings.cif_fob))
        now.write("checks", held)
        del rows, flows

        # screen: parties of the case against every list that can be believed
        lists = inputs.lists(now)
        index, limits = lists.index(), screen.Thresholds(settings.match, settings.possible, settings.screen)
        matches = screen.screen(resolution.entities, index, limits)
        hits = screen.decided(decided.hits(matches), decided.active)

        # weigh: how sure each event is, by its origins and denials and by what customs and lists know of it
        listed = reasons.listed((*events, *recorded), hits, lists.versions, lists.listings, captions)
        events, grades = weigh.grade(events, origin_of, disputes, settings, keys, judged, weigh.Beside(held, listed, told.corrected))
        origins, found = (*origins, *gathered.origins()), (*found, *recorded)
        events, grades = (*events, *decided.events(recorded)), (*grades, *weigh.noted(more, listed))
        links = graph.links(events, keys, disputes)
        now.write("origins", origins)
        now.write("events", events)
        now.write("links", links)
        now.write("grades", decided.grades(grades))

        # gaps: suppliers against each list by date
        suppliers = claims.suppliers(events, resolution)
        shares = screen.shares(keys, event_of)
        beyond = screen.beyond(suppliers, hits, lists, index, limits, links, shares, captions)
        gaps = screen.gaps(suppliers, lists.versions, hits, claims.first(keys), beyond)
        now.write("lists", lists.versions)
        now.write("listings", lists.listings)
        now.write("holdings", lists.holdings)
        now.write("hits", hits)
        now.write("gaps", gaps)

        # claims: each with its entities, origin, event and grade, now that nothing else is held in memory
        del keys, held, lists, index, beyond
        claims.write(readings, resolution, origin_of, event_of, events, now)

        now.computed, now.whole = readings.computed, readings.whole
        honoured = screen.honoured(hits, decided.active)
        found_all = [events, found, hits, honoured, resolution.entities, links, gaps, origins, disputes]
        return now.finish(origin_of, known=found_all)
