"""How is a whole table of names screened, and how does it go on after it was stopped?

`run(work, sink, …)` goes through a table in blocks; memory holds some of them. A sink that is a file has a journal beside
it: after each block the rows are on disk, then the journal says how far they go. A run that died, also by kill -9, is
taken up after its last whole block when the table, the lists, the decisions and the options are the same, and ends in
the same bytes as one that was never stopped; with anything else it begins anew. A row that cannot be screened is in
the result as `not_screened`, with its number.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from supplyline.model import BadInput, Decision, Hit
from supplyline.read import table
from supplyline.screen import aside, columns, rows, stored
from supplyline.screen.hits import Thresholds, judged, rank
from supplyline.screen.index import ListsIndex
from supplyline.screen.out import Sink
from supplyline.screen.party import Party

BLOCK = 1000  # rows: some seconds of work, which is the most that a kill costs
_TOLD = 20  # problems that are kept word for word
_REMEMBERED = 4096  # parties whose hits are kept for when they come again, as they do in customs tables

Spread = Callable[[Callable[["Job"], list["Found"]], Iterable["Job"]], Iterable[list["Found"]]]
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
    folder: Path | None = None  # where the index is on disk, for other processes

    def key(self, form: str) -> str:
        limits = self.thresholds
        parts = [
            self.code, self.table.sha256, self.columns.taken, sorted(self.index.versions), limits.listed, limits.possible,
            sorted(limits.lists.items()), [d.hash for d in self.decisions], self.schema, self.misses, form, BLOCK,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """Parties of one block, what their rows hang on, and the index: itself, or where it is on disk."""

    parties: tuple[Party, ...]
    thresholds: Thresholds
    decisions: tuple[Decision, ...]
    form: str
    folder: Path | None
    index: ListsIndex | None


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a party's hits, but for how they begin; the versions of lists that these are in, and what it comes to."""

    lines: tuple[str, ...] = ()
    versions: frozenset[str] = frozenset()
    status: str = "no_match"


_NOTHING = Found()


@dataclass(slots=True)
class _Block:
    """Rows with their parties (or why there is none) and what is to be said of them; whom to ask for; whose hits are known."""

    made: list[tuple[table.Row, str, Party | str, tuple[str, ...]]] = field(default_factory=list)
    asked: dict[Party, None] = field(default_factory=dict)
    kept: dict[Party, Found] = field(default_factory=dict)


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


def run(work: Work, sink: Sink, progress: Progress | None = None, spread: Spread = map) -> tuple[Tally, int]:
    """Screen a table into a sink; gives what it came to, and the rows that an earlier run had done. `spread` maps a
    function over blocks, in their order, and may do so in several processes."""
    before = sink.begin(work.key(sink.form))
    tally = Tally(**before) if before else Tally()
    done = tally.rows
    stream = table.rows(work.table)
    for _ in islice(stream, done):
        pass
    known: dict[Party, Found] = {}
    waiting: deque[_Block] = deque()

    def jobs() -> Iterator[Job]:
        while rows := list(islice(stream, BLOCK)):
            block = _block(work, rows, known)
            waiting.append(block)
            folder = None if spread is map else work.folder
            yield Job(tuple(block.asked), work.thresholds, work.decisions, sink.form, folder, None if folder else work.index)

    if progress is not None:
        progress("starting (compiles for half a minute, once for a version)", done, max(work.table.size, done))
    for found in spread(judge, jobs()):
        block = waiting.popleft()
        known.update(zip(block.asked, found, strict=True))
        sink.write(list(_screened(work, block, tally, known, sink.form)))
        for old in list(known)[: max(0, len(known) - _REMEMBERED)]:
            del known[old]
        tally.rows += len(block.made)
        sink.mark(_plain(tally))
        if progress is not None:
            progress("screen", tally.rows, max(work.table.size, tally.rows))
    sink.finish()
    return tally, done


def judge(job: Job) -> list[Found]:
    """What each party of a job comes to."""
    index = _mapped(job.folder) if job.folder is not None else job.index
    assert index is not None
    return [_found(job, index, party, found) for party, found in zip(job.parties, judged(job.parties, index, job.thresholds), strict=True)]


def _found(job: Job, index: ListsIndex, party: Party, found: tuple[Hit, ...]) -> Found:
    if not found:
        return _NOTHING
    hits = sorted(aside.decided(found, job.decisions), key=rank) if job.decisions else found
    lines = [rows.rest(job.form, rows.of_hit(party, hit, index, job.thresholds)) for hit in hits]
    return Found(tuple(lines), frozenset([hit.list for hit in hits]), hits[0].status)


@lru_cache(maxsize=2)
def _mapped(folder: Path) -> ListsIndex:
    ready = stored.load(folder)
    if ready is None:
        raise BadInput(f"{folder}: the index of the lists was taken away or damaged while it was used; start again")
    return ready.index


def _plain(tally: Tally) -> dict[str, Any]:
    return {name: getattr(tally, name) for name in Tally.__slots__}


def _block(work: Work, rows: Sequence[table.Row], known: Mapping[Party, Found]) -> _Block:
    block = _Block()
    for row in rows:
        key = row.cells.get(work.columns.first("key") or "", "").strip()
        party, doubts = _party(work, row)
        block.made.append((row, key, party, doubts))
        if isinstance(party, Party):
            if party not in known:
                block.asked.setdefault(party)
            else:
                block.kept[party] = known[party]
    return block


def _screened(work: Work, block: _Block, tally: Tally, known: Mapping[Party, Found], form: str) -> Iterator[str]:
    for row, key, party, doubts in block.made:
        for doubt in doubts:
            tally.problem(doubt)
        if isinstance(party, str):
            name = row.cells.get(work.columns.first("name") or "", "").strip()
            tally.not_screened += 1
            yield rows.line(form, rows.of_problem(row.number, key, name, party))
        else:
            found = block.kept[party] if party in block.kept else known[party]
            setattr(tally, found.status, getattr(tally, found.status) + 1)
            if found.lines:
                begin = rows.begin(form, row.number or None, key or None)
                yield from [begin + line for line in found.lines]
            if work.misses:
                for version in sorted(work.index.versions.values(), key=lambda v: v.code):
                    if version.id not in found.versions:
                        yield rows.line(form, rows.of_none(party, version, work.thresholds, row.number, key))


def _party(work: Work, row: table.Row) -> tuple[Party | str, tuple[str, ...]]:
    """The party of a row, or why there is none; and what is to be said of the row."""
    wrong = row.wrong
    if not wrong:
        try:
            party, doubts = columns.party(work.columns, row.cells, work.schema)
            return party, tuple(f"row {row.number}: {doubt}" for doubt in doubts)
        except BadInput as error:
            wrong = str(error)
    return wrong, (f"row {row.number}: {wrong}; not screened",)
