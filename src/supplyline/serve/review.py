"""What should a person look at next?

`write(out, snapshot)` makes the review queue of a build: list matches that may be, parties that may be one, parties that
were put together by the spelling of their names, and claims that events rest on. Promises: an item is worth the rows
that a decision would change, times the doubt about it (a claim: what its confidence leaves; a match or a merge: a
half, for it is the person who knows); most first, ties by id; what somebody decided already is not asked again.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from supplyline import names
from supplyline.case.decided import AGAINST
from supplyline.case.decisions import active
from supplyline.case.snapshot import Snapshot
from supplyline.model import Decision, Entity
from supplyline.names import Index

MOST = 1000  # items of each kind
PARTIES = 20_000  # parties with most mentions that are held against each other
_SEEMS, _ALIKE, _ONE = 0.6, 0.75, 0.5
_COMPARED = re.compile(r'^"(.+)" and "(.+)" compare (0\.\d+)')
_FAMILY = {"Person": "person", "Vessel": "vessel", "Airplane": "vessel"}


@dataclass(frozen=True, slots=True)
class Item:
    """`ids` are what is decided on; `told` says in words why it is asked and what hangs on it."""

    what: str  # match, merge, split, claim
    worth: float
    rows: int
    ids: tuple[str, ...]
    told: tuple[str, ...]


def write(snapshot: Snapshot, out: sqlite3.Connection) -> None:
    decided = Settled(active(list(snapshot.rows("decisions"))))
    items = [*_best(_matches(out), decided), *_best(_merges(snapshot, out), decided), *_best(_splits(out), decided), *_best(_claims(out), decided)]
    out.execute("CREATE TABLE review (n INTEGER PRIMARY KEY, what TEXT, worth REAL, rows INTEGER, ids TEXT, told TEXT)")
    out.executemany(
        "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?)",
        ((n, i.what, i.worth, i.rows, json.dumps(i.ids), json.dumps(i.told, ensure_ascii=False)) for n, i in enumerate(sorted(items, key=_order), 1)),
    )
    out.execute("CREATE INDEX review_what ON review (what)")


def _order(item: Item) -> tuple[float, str, tuple[str, ...]]:
    return (-item.worth, item.what, item.ids)


def _best(items: Iterable[Item], decided: Settled) -> list[Item]:
    return nsmallest(MOST, (i for i in items if not decided.has(i.what, i.ids)), key=_order)


class Settled:
    """What decisions that stand are about."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.one: set[str] = set()  # confirmed, rejected or split
        self.together: list[frozenset[str]] = []  # merged, or said to be apart
        for d in decisions:
            if len(d.targets) == 1 or d.verb == "split":
                self.one.add(d.targets[0])
            else:
                self.together.append(frozenset(d.targets))
                if d.verb in ("confirm", *AGAINST):
                    self.one.update(t for t in d.targets if not t.startswith("e_"))

    def has(self, what: str, ids: tuple[str, ...]) -> bool:
        if what == "merge":
            return any(group.issuperset(ids) for group in self.together)
        return ids[0] in self.one


def _plural(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def _hangs(out: sqlite3.Connection, entity: str) -> tuple[int, str]:
    """Rows that name a party: events, links, gaps."""

    def counted(sql: str) -> int:
        found = out.execute(sql, (entity,)).fetchone()
        return int(found[0]) if found else 0

    events = counted("SELECT events FROM party_events WHERE entity = ?")
    links = counted("SELECT links FROM party_links WHERE entity = ?")
    gaps = counted("SELECT count(*) FROM gaps WHERE entity = ?")
    told = ", ".join(_plural(n, word) for n, word in ((events, "event"), (links, "link"), (gaps, "gap")) if n)
    return events + links + gaps, told


def _matches(out: sqlite3.Connection) -> Iterator[Item]:
    reading = out.cursor()
    for id, body in reading.execute("SELECT id, body FROM hits WHERE status = 'possible'"):
        hit = json.loads(body)
        rows, told = _hangs(out, hit["entity"])
        why = (f"as sure as {hit['score']:.2f}", f"the party stands in {told or 'no event'}")
        yield Item("match", round((1 + rows) * _ONE, 4), 1 + rows, (id,), why)


def _merges(snapshot: Snapshot, out: sqlite3.Connection) -> Iterator[Item]:
    """Parties whose names are alike, and not alike enough for the program to make them one."""
    some = out.execute("SELECT id FROM entities WHERE schema <> 'Country' ORDER BY n LIMIT ?", (PARTIES,)).fetchall()
    wanted = {id for (id,) in some}
    parties: dict[str, Entity] = {e.id: e for e in snapshot.rows("entities") if e.id in wanted}
    if len(parties) < 2:
        return
    index = Index([(e.id, e.caption) for e in parties.values()])
    found = index.many([e.caption for e in parties.values()], 6, _SEEMS)
    for (id, one), others in zip(parties.items(), found, strict=True):
        for other_id, caption, _ in islice(others, 12):
            other = parties[other_id]
            if other_id <= id or _FAMILY.get(one.schema, "") != _FAMILY.get(other.schema, ""):
                continue
            alike = names.compare(one.caption, caption, "Person" if one.schema == "Person" else "LegalEntity")
            if alike.score >= _ALIKE:
                rows, told = min(_hangs(out, id), _hangs(out, other_id))
                why = (f"their names compare {alike.score:.2f}", *alike.explanation[:4], f"the lesser of the two stands in {told or 'no event'}")
                yield Item("merge", round((1 + rows) * _ONE, 4), 1 + rows, (id, other_id), why)


def _splits(out: sqlite3.Connection) -> Iterator[Item]:
    """Parties that the spelling of their names made one."""
    reading = out.cursor()
    for id, body in reading.execute("SELECT id, body FROM entities WHERE schema <> 'Country'"):
        compared = [(r, m) for r in json.loads(body)["reasons"] if (m := _COMPARED.match(r))]
        if compared:
            least = min(float(m[3]) for _, m in compared)
            rows, told = _hangs(out, id)
            why = (*(r for r, _ in compared[:3]), f"it stands in {told or 'no event'}")
            yield Item("split", round((1 + rows) * (1 - least), 4), 1 + rows, (id,), why)


def _claims(out: sqlite3.Connection) -> Iterator[Item]:
    """Claims that an event rests on: it goes where its only claim is rejected, else its count and grade may change."""
    reading = out.cursor()
    sql = (
        "SELECT c.id, c.confidence, v.body, (SELECT count(*) FROM links l WHERE l.event = v.id), "
        "(SELECT count(*) FROM disputes d WHERE d.event = v.id) FROM claims c JOIN events v ON v.id = c.event "
        "WHERE c.confidence > 0 AND c.confidence < 1"
    )
    for id, confidence, body, links, disputes in reading.execute(sql):
        event = json.loads(body)
        alone = event["claims"] == 1
        rows = 1 + links + disputes if alone else 1
        rest = ", ".join(_plural(n, word) for n, word in ((links, "link"), (disputes, "dispute")) if n)
        hangs = f"the event rests on it alone{f', and {rest} on the event' if rest else ''}" if alone else f"one of {event['claims']} claims of its event"
        yield Item("claim", round(rows * (1 - confidence), 4), rows, (id,), (f"read with confidence {confidence:.2f}", hangs))
