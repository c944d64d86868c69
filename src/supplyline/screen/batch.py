"""How is a whole table of names screened, and how does it go on after it was stopped?

`run(work, sink, …)` goes through a table in blocks; memory holds one block. A sink that is a file has a journal beside
it: after each block the rows are on disk, then the journal says how far they go. A run that died, also by kill -9, is
taken up after its last whole block when the table, the lists, the decisions and the options are the same, and ends in
the same bytes as one that was never stopped; with anything else it begins anew. A row that cannot be screened is in
the result as `not_screened`, with its number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from supplyline.model import BadInput, Decision, Hit
from supplyline.screen import aside, columns, rows, table
from supplyline.screen.hits import Thresholds, judged, rank
from supplyline.screen.index import ListsIndex
from supplyline.screen.out import Sink
from supplyline.screen.party import Party

BLOCK = 1000  # rows: some seconds of work, which is the most that a kill costs
_TOLD = 20  # problems that are kept word for word
_REMEMBERED = 4096  # parties whose hits are kept for when they come again, as they do in customs tables

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Work:
    """What is screened against what. `code` names the program, so that a new version begins anew."""

    table: table.Table
    columns: columns.Columns
    index: ListsIndex
    thresholds: Thresholds
    decisions: tuple[Decision, ...] = ()
    schema: str = "LegalEntity"
    misses: bool = False
    code: str = ""

    def key(self, form: str) -> str:
        limits = self.thresholds
        parts = [
            self.code, self.table.sha256, self.columns.taken, sorted(self.index.versions), limits.listed, limits.possible,
            sorted(limits.lists.items()), [d.hash for d in self.decisions], self.schema, self.misses, form, BLOCK,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(slots=True)
class Tally:
    """What a run came to so far; the journal keeps it."""

    rows: int = 0
    listed: int = 0
    possible: int = 0
    set_aside: int = 0
    no_match: int = 0
    not_screened: int = 0
    problems: int = 0
    told: list[str] = field(default_factory=list)

    def problem(self, text: str) -> None:
        self.problems += 1
        if len(self.told) < _TOLD:
            self.told.append(text)


def run(work: Work, sink: Sink, progress: Progress | None = None) -> tuple[Tally, int]:
    """Screen a table into a sink; gives what it came to, and the rows that an earlier run had done."""
    before = sink.begin(work.key(sink.form))
    tally = Tally(**before) if before else Tally()
    done = tally.rows
    stream = table.rows(work.table)
    for _ in islice(stream, done):
        pass
    known: dict[Party, tuple[Hit, ...]] = {}
    while block := list(islice(stream, BLOCK)):
        sink.write(list(_screened(work, block, tally, known)))
        tally.rows += len(block)
        sink.mark(_plain(tally))
        if progress is not None:
            progress("screen", tally.rows, max(work.table.size, tally.rows))
    sink.finish()
    return tally, done


def _plain(tally: Tally) -> dict[str, Any]:
    return {name: getattr(tally, name) for name in Tally.__slots__}


def _screened(
    work: Work, block: Sequence[table.Row], tally: Tally, known: dict[Party, tuple[Hit, ...]]
) -> Iterator[dict[str, Any]]:
    made: list[tuple[table.Row, str, Party | str]] = []
    new: dict[Party, None] = {}
    for row in block:
        key = row.cells.get(work.columns.first("key") or "", "").strip()
        party = _party(work, row, tally)
        made.append((row, key, party))
        if isinstance(party, Party) and party not in known:
            new.setdefault(party)
    asked = list(new)
    found = dict(zip(asked, judged(asked, work.index, work.thresholds), strict=True))
    for row, key, party in made:
        if isinstance(party, str):
            name = row.cells.get(work.columns.first("name") or "", "").strip()
            tally.not_screened += 1
            yield rows.of_problem(row.number, key, name, party)
        else:
            yield from _rows(work, row.number, key, party, found.get(party, known.get(party, ())), tally)
    known.update(found)
    for old in list(known)[: max(0, len(known) - _REMEMBERED)]:
        del known[old]


def _party(work: Work, row: table.Row, tally: Tally) -> Party | str:
    """The party of a row, or why there is none."""
    wrong = row.wrong
    if not wrong:
        try:
            party, doubts = columns.party(work.columns, row.cells, work.schema)
            for doubt in doubts:
                tally.problem(f"row {row.number}: {doubt}")
            return party
        except BadInput as error:
            wrong = str(error)
    tally.problem(f"row {row.number}: {wrong}; not screened")
    return wrong


def _rows(work: Work, number: int, key: str, party: Party, found: tuple[Hit, ...], tally: Tally) -> Iterator[dict[str, Any]]:
    hits = sorted(aside.decided(found, work.decisions), key=rank)
    for hit in hits:
        yield rows.of_hit(party, hit, work.index, work.thresholds, number, key)
    if work.misses:
        named = {hit.list for hit in hits}
        for version in sorted(work.index.versions.values(), key=lambda v: v.code):
            if version.id not in named:
                yield rows.of_none(party, version, work.thresholds, number, key)
    best = hits[0].status if hits else "no_match"
    setattr(tally, best, getattr(tally, best) + 1)
