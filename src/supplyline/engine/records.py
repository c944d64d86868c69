"""How do registers of shipments pass by a build without all being in memory?

`Records` opens the registers of a case by the columns that case.toml has for them and walks them twice: `first` for the
names of their parties, `write` to write each line with its entities and its event. Of a register too long for each line to be
a row of the case those lines alone are read that name a party of the reports or of the shorter registers. A register that cannot be used
becomes a problem; a line that a person rejected is in its table and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb

from supplyline import names, resolve
from supplyline.case.custody import Original
from supplyline.case.store import Case
from supplyline.engine import inputs
from supplyline.engine.building import Build
from supplyline.model import Problem, Shipment, SupplylineError
from supplyline.read import shipments
from supplyline.resolve import Resolution, Tally
from supplyline.resolve.records import party_in
from supplyline.trade import Watch, parties, scan
from supplyline.trade.rates import Exchange, sold
from supplyline.trade.shipments import Gathering

FORMAT = "shipments"  # of an original: what `supplyline trade add` found it to be


def is_register(original: Original) -> bool:
    return original.format == FORMAT


def opened(case: Case, original: Original) -> shipments.Register:
    """A register of a case, by the columns that case.toml has for it. One that cannot be used is a BadInput."""
    kept = dict(case.settings.registers.get(original.sha256[:12], original.columns or {}))
    kept.pop("file", None)
    keeper = kept.pop("register", None) or original.publisher
    return shipments.opened(case.original_path(original.sha256), original.name, kept, keeper)


class Records:
    def __init__(self, now: Build) -> None:
        self._now = now
        self._registers: list[tuple[Original, shipments.Register]] = []
        self._long: list[tuple[Original, shipments.Register]] = []
        for original in filter(is_register, now.case.originals("trade")):
            try:
                size = scan.records(now.case.original_path(original.sha256))
                (self._long if size > inputs.MOST_RECORDS else self._registers).append((original, opened(now.case, original)))
            except (SupplylineError, OSError) as error:
                self._lost(original, error)

    def _lost(self, original: Original, error: Exception) -> None:
        mend = "mend its columns in case.toml, or add the file again with --map"
        self._now.problems([Problem.of(original.name, "register", str(error), mend, original.sha256)])

    def first(self, tally: Tally) -> Iterator[Iterator[Shipment]]:
        """The lines of each register, for their parties; `tally` has the names of the reports, and those of each as it passes."""
        for done, (original, register) in enumerate(self._registers, 1):
            yield self._kept(original, register)
            self._now.progress("read shipments", done, len(self._registers))
        keys = frozenset(names.key(text) for text in tally.names)  # one long register does not widen another

        def known(text: str) -> bool:
            found = party_in(text)
            return found is not None and not found.country and found.key in keys

        for original, register in self._long:
            try:
                narrow, count = parties.narrowed(register, known, self._now.case.cache / "spill")
            except (SupplylineError, OSError, duckdb.Error) as error:
                self._lost(original, error)
                continue
            self._said(original, register.table.size, count)
            if 0 < count <= inputs.MOST_RECORDS:
                self._registers.append((original, narrow))
                yield self._kept(original, narrow)

    def _said(self, original: Original, size: int, count: int) -> None:
        which = "and those alone were read" if count <= inputs.MOST_RECORDS else "still too many, so that none was read"
        what = f"{size:,} records: too many for each to be a row of the case; {count:,} name a party of the reports or of another register, {which}"
        mend = "the rest stays on disk; ask it with: supplyline trade flows CASE --by …, supplyline trade parties CASE, supplyline screen --parties"
        self._now.problems([Problem.of(original.name, "whole file", what, mend, original.sha256)])

    def _kept(self, original: Original, register: shipments.Register) -> Iterator[Shipment]:
        return (s for s in self._lines(original, register) if s.id not in self._now.decided.rejected)

    def write(self, resolution: Resolution, watch: Watch, exchange: Exchange | None) -> Gathering:
        """Write every line, show it to the claims that are watched, and gather what they say together."""
        gathering, decided = Gathering(exchange.target if exchange is not None else ""), self._now.decided

        def finished(original: Original, register: shipments.Register) -> Iterator[Shipment]:
            for s in self._lines(original, register):
                if s.id in decided.confirmed:
                    self._now.rejected.add(s.id)  # found, though no table of `finish` holds it
                if s.id in decided.rejected:
                    self._now.rejected.add(s.id)
                    yield s
                    continue
                s = s if exchange is None else sold(s, exchange)
                done = gathering.add(s, resolve.recorded(s.consignor, resolution), resolve.recorded(s.consignee, resolution))
                watch.add(done)
                yield replace(done, event=None) if done.event in decided.rejected else done

        for done, (original, register) in enumerate(self._registers, 1):
            self._now.write("shipments", finished(original, register))
            self._now.progress("write shipments", done, len(self._registers))
        return gathering

    def _lines(self, original: Original, register: shipments.Register) -> Iterator[Shipment]:
        try:
            for line in shipments.lines(register):
                if isinstance(line, Problem):
                    self._now.problems([line])
                else:
                    yield line
        except SupplylineError as error:  # a file that ends in the middle: what was read of it stands
            self._lost(original, error)
