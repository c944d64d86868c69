"""How does a snapshot become something that a hundred pages a second can be read from?

`make(case, folder)` reads the last whole snapshot once and writes an SQLite file with every row as JSON under the
columns that pages ask by, the full text of claims and documents, and counts that would cost a page too much; beside
it the indexes of names. Promises: the folder is there whole or not at all; the same snapshot gives the same answers;
it may be deleted at any time. Mentions are left out: no page asks for them, and they are half of a case.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from supplyline.case import files
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case, open_case
from supplyline.engine import versions
from supplyline.model import TABLES, Entity, Listing, SnapshotMissing
from supplyline.names import Index
from supplyline.screen import ListsIndex, stored
from supplyline.serve import review
from supplyline.serve.layout import scattered
from supplyline.serve.text import fold, folded
from supplyline.trade.flows import is_country, topmost
from supplyline.trade.revisions import is_family

FILE, NAMES, LISTS = "rows.sqlite", "names", "lists"
_BATCH = 2000
MAPPED = 20_000  # parties in the picture of the whole graph

# What pages ask a table by: column, its SQL over the row `t`. `n` of a row is its place in the order by which a person
# would look: what most origins tell comes first, so that the first page of any list is read and no more.
KEYS: dict[str, dict[str, str]] = {
    "documents": {
        "published": "t.published", "publisher": "t.publisher", "language": "t.language", "name": "t.name",
        "called": "coalesce(t.title, t.name)",
    },
    "claims": {
        "sha256": "t.quote.sha256", "start": "t.quote.start", "event": "t.event", "origin": "t.origin", "kind": "t.kind",
        "confidence": "t.confidence",
    },
    "events": {
        "kind": "t.kind", "counted": "t.count_min IS NOT NULL OR t.count_max IS NOT NULL",
        # when it is said to have happened, else when it was first said
        "happened": 'coalesce(t.period_from, t.period_to, (SELECT min(c.said_on."from") FROM built.claims c WHERE c.event = t.id))',
    },
    "entities": {"schema": "t.schema"},
    "shipments": {"event": "t.event", "supplier": "t.supplier", "recipient": "t.recipient"},
    "links": {"source": "t.source", "target": "t.target", "event": "t.event"},
    "grades": {"event": "t.event"},
    "disputes": {"event": "t.event", "denial": "t.denial", "scope": "t.scope"},
    "citations": {"document": "t.document", "source": "t.source"},
    "listings": {"list": "t.list"},
    "holdings": {"owner": "t.owner", "asset": "t.asset"},
    "hits": {"entity": "t.entity", "listing": "t.listing", "status": "t.status"},
    "gaps": {"entity": "t.entity", "list": "t.list", "status": "t.status", "code": "t.code"},
    "checks": {"claim": "t.claim", "verdict": "t.verdict"},
    "flows": {"reporter": "t.reporter", "partner": "t.partner", "hs": "t.hs", "flow": "t.flow"},
    "mirrors": {"hs": "t.hs"},
    "anomalies": {"kind": "t.kind"},
    "problems": {"file": "t.file"},
}  # fmt: skip
_ORDER = {
    "claims": "coalesce(v.origins, 0) DESC, coalesce(v.claims, 0) DESC, t.event, t.id",
    "events": "t.origins DESC, t.claims DESC, t.id",
    "entities": "t.mentions DESC, t.id",
    "documents": "t.published DESC NULLS LAST, t.sha256",
    "links": "t.grade NULLS LAST, t.disputed, t.id",
    "decisions": "t.seq",
    "anomalies": "t.kind = 'too_thin', t.score DESC, t.id",
    "mirrors": "t.missing <> '', greatest(abs(coalesce(t.low, 0)), abs(coalesce(t.high, 0))) DESC, t.id",
    "checks": "CASE t.verdict WHEN 'contradicts' THEN 0 WHEN 'supports' THEN 1 ELSE 2 END, t.id",
    "shipments": "t.date DESC NULLS LAST, t.id",
    "problems": "t.file, t.place, t.id",
    "origins": "t.claims DESC, t.id",
}
HELD = tuple(name for name in TABLES if name != "mentions")


def place(snapshot: Snapshot, root: Path) -> Path:
    """The folder of the index of a snapshot. The program is part of its name: the same snapshot may be read by a newer one,
    whose pages ask for other things."""
    return root / f"{snapshot.meta().get('inputs', '')[:32]}-{versions.of()[:12]}"


def make(case: Case, root: Path, tell: Callable[[str], None] | None = None) -> Path:
    """The reading index of the last snapshot: its folder, made now where it is not there yet, which `tell` is told."""
    with Snapshot.open(case) as snapshot:
        folder = place(snapshot, root)
        if (folder / FILE).exists():
            return folder
        if tell is not None:
            tell(f"making the reading index of this build ({snapshot.count('claims'):,} claims), once")
        root.mkdir(parents=True, exist_ok=True)
        with files.locked(root / ".lock"):  # of several servers one makes it, and the others wait
            if (folder / FILE).exists():
                return folder
            for left in root.glob(".making-*"):  # by one that was killed
                shutil.rmtree(left, ignore_errors=True)
            made = Path(tempfile.mkdtemp(prefix=".making-", dir=root))
            try:
                # Of the file that is open: a build that ends meanwhile puts another one in its place.
                _write(snapshot, made)
                made.rename(folder)
            except duckdb.Error as error:
                raise SnapshotMissing(
                    f"{case.path}: its build cannot be read ({str(error).splitlines()[0]}); another version may have made it: run `supplyline build {case.path}`"
                ) from error
            finally:
                shutil.rmtree(made, ignore_errors=True)
    return folder


def _write(snapshot: Snapshot, folder: Path) -> None:
    out = sqlite3.connect(folder / FILE, isolation_level=None)
    with snapshot.cursor() as cursor:
        cursor.execute("SET threads = 1")  # each pins blocks of its own: with two, a million claims cannot be sorted in a snapshot's memory
    try:
        out.execute("PRAGMA journal_mode = OFF")
        out.execute("PRAGMA synchronous = OFF")
        out.execute("BEGIN")
        for table in HELD:
            _table(snapshot, out, table)
        _parties(out)
        _sums(snapshot, out)
        _map(out)
        _trade_map(snapshot, out)
        _full_text(snapshot, out)
        out.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        out.executemany("INSERT INTO meta VALUES (?, ?)", sorted(snapshot.meta().items()))
        _names(snapshot, out, folder)
        review.write(snapshot, out)
        out.execute("COMMIT")
        out.execute("ANALYZE")
    finally:
        out.close()
    with (folder / FILE).open("rb") as file:
        os.fsync(file.fileno())


def _select(snapshot: Snapshot, sql: str) -> Iterator[tuple[Any, ...]]:
    with snapshot.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_BATCH):
            yield from rows


def packed(table: str, body: str) -> str | bytes:
    """Claims are most of a case and repeat their document's hash in every span: packed they take a quarter of the room."""
    return zlib.compress(body.encode(), 1) if table == "claims" else body


def unpacked(body: str | bytes) -> Any:
    """The row of a body."""
    return json.loads(zlib.decompress(body) if isinstance(body, bytes) else body)


def _table(snapshot: Snapshot, out: sqlite3.Connection, table: str) -> None:
    keys = KEYS.get(table, {})
    id = "sha256" if table == "documents" else "id"
    columns = "".join(f", {name}" for name in keys)
    out.execute(f"CREATE TABLE {table} (n INTEGER PRIMARY KEY, id TEXT{columns}, body TEXT)")
    asked = "".join(f", {sql}" for sql in keys.values())
    join = " LEFT JOIN built.events v ON v.id = t.event" if table == "claims" else ""
    sql = f'SELECT t.{id}{asked}, to_json(t) FROM built."{table}" t{join} ORDER BY {_ORDER.get(table, "t.id")}'
    marks = ", ".join("?" * (len(keys) + 3))
    rows = ((n, *row[:-1], packed(table, row[-1])) for n, row in enumerate(_select(snapshot, sql), 1))
    out.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    out.execute(f"CREATE UNIQUE INDEX {table}_id ON {table} (id)")
    for name in keys:
        out.execute(f"CREATE INDEX {table}_{name} ON {table} ({name})")
    if table == "events":
        out.execute("CREATE INDEX events_kind_happened ON events (kind, happened)")


def _parties(out: sqlite3.Connection) -> None:
    """Which claims and events name which party, in which role."""
    reading = out.cursor()

    def claims() -> Iterator[tuple[str, str, int]]:
        for n, body in reading.execute("SELECT n, body FROM claims"):
            row = unpacked(body)
            for role in row["roles"]:
                if role["entity"]:
                    yield role["entity"], role["role"], n
            for role in ("speaker", "via"):
                if row[role] and row[role]["entity"]:
                    yield row[role]["entity"], role, n

    def events() -> Iterator[tuple[str, str, int]]:
        for n, body in reading.execute("SELECT n, body FROM events"):
            for party in json.loads(body)["parties"]:
                role, _, entity = party.partition("=")
                if entity.startswith("e_"):
                    yield entity, role, n

    for table, found in (("claim_parties", claims()), ("event_parties", events())):
        # Written as they come and sorted by the database: three million rows in their places one by one take twice as long.
        out.execute("CREATE TEMP TABLE unsorted (entity TEXT, role TEXT, n INTEGER)")
        out.executemany("INSERT INTO temp.unsorted VALUES (?, ?, ?)", found)
        out.execute(f"CREATE TABLE {table} (entity TEXT, role TEXT, n INTEGER, PRIMARY KEY (entity, role, n)) WITHOUT ROWID")
        out.execute(f"INSERT INTO {table} SELECT DISTINCT entity, role, n FROM temp.unsorted ORDER BY 1, 2, 3")
        out.execute("DROP TABLE temp.unsorted")
    out.execute("CREATE TABLE party_counts AS SELECT entity, role, count(*) AS claims FROM claim_parties GROUP BY entity, role")
    out.execute("CREATE INDEX party_counts_entity ON party_counts (entity)")
    out.execute("CREATE TABLE party_events AS SELECT entity, count(DISTINCT n) AS events FROM event_parties GROUP BY entity")
    out.execute("CREATE UNIQUE INDEX party_events_entity ON party_events (entity)")
    out.execute("CREATE TABLE party_roles AS SELECT DISTINCT entity, role FROM event_parties")
    out.execute("CREATE INDEX party_roles_entity ON party_roles (entity)")
    both = "SELECT source AS entity, n FROM links UNION SELECT target, n FROM links"
    out.execute(f"CREATE TABLE party_links AS SELECT entity, count(*) AS links FROM ({both}) GROUP BY entity")
    out.execute("CREATE UNIQUE INDEX party_links_entity ON party_links (entity)")
    out.execute("CREATE TABLE event_years AS SELECT kind, substr(happened, 1, 4) AS year, count(*) AS rows FROM events GROUP BY 1, 2")
    out.execute("CREATE TABLE document_counts AS SELECT sha256, count(*) AS claims FROM claims GROUP BY sha256")
    out.execute("CREATE UNIQUE INDEX document_counts_sha256 ON document_counts (sha256)")


def _sums(snapshot: Snapshot, out: sqlite3.Connection) -> None:
    """What a page could not count while somebody waits."""
    out.execute("CREATE TABLE publishers (publisher TEXT, documents INTEGER, claims INTEGER, first TEXT, last TEXT)")
    sql = (
        "SELECT coalesce(d.publisher, ''), count(*), sum((SELECT count(*) FROM built.claims c WHERE c.quote.sha256 = d.sha256)), "
        "min(d.published), max(d.published) FROM built.documents d GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    out.executemany("INSERT INTO publishers VALUES (?, ?, ?, ?, ?)", _select(snapshot, sql))
    out.execute("CREATE TABLE suppliers (n INTEGER PRIMARY KEY, entity TEXT, caption TEXT, first TEXT)")
    sql = "SELECT entity, min(caption), min(first_claim) FROM built.gaps GROUP BY entity ORDER BY lower(min(caption)), entity"
    out.executemany("INSERT INTO suppliers VALUES (?, ?, ?, ?)", ((n, *row) for n, row in enumerate(_select(snapshot, sql), 1)))
    out.execute("CREATE TABLE gap_lists (code TEXT, title TEXT, as_of TEXT)")
    sql = "SELECT code, max(title), max(as_of) FROM built.gaps GROUP BY code ORDER BY count(*) DESC, code"
    out.executemany("INSERT INTO gap_lists VALUES (?, ?, ?)", _select(snapshot, sql))
    out.execute("CREATE TABLE values_of (name TEXT, value TEXT, rows INTEGER)")
    for name, sql in (
        ("kind", "SELECT kind, count(*) FROM built.claims GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("stance", "SELECT stance, count(*) FROM built.claims GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("grade", "SELECT grade, count(*) FROM built.claims WHERE grade IS NOT NULL GROUP BY 1 ORDER BY 1"),
        ("lang", "SELECT language, count(*) FROM built.documents WHERE language IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("year", "SELECT left(published, 4), count(*) FROM built.documents WHERE published IS NOT NULL GROUP BY 1 ORDER BY 1 DESC"),
        ("event", "SELECT kind, count(*) FROM built.events GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("schema", "SELECT schema, count(*) FROM built.entities GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("gap", "SELECT status, count(*) FROM built.gaps GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("list", "SELECT list, count(*) FROM built.gaps GROUP BY 1 ORDER BY 1"),
        ("role", "SELECT role, count(*) FROM built.links GROUP BY 1 ORDER BY 2 DESC, 1"),
        ("linkgrade", "SELECT grade, count(*) FROM built.links WHERE grade IS NOT NULL GROUP BY 1 ORDER BY 1"),
        ("reporter", "SELECT reporter, count(*) FROM built.flows GROUP BY 1 ORDER BY 1"),
        ("partner", "SELECT partner, count(*) FROM built.flows GROUP BY 1 ORDER BY 1"),
        ("hs", "SELECT hs, count(*) FROM built.flows GROUP BY 1 ORDER BY 1"),
    ):
        out.executemany("INSERT INTO values_of VALUES (?, ?, ?)", ((name, *row) for row in _select(snapshot, sql)))


def _map(out: sqlite3.Connection) -> None:
    """Links as numbers of parties, those with most links first; where the first `MAPPED` lie in the picture of the whole graph,
    and the lines between them."""
    most = out.execute("SELECT entity FROM party_links ORDER BY links DESC, entity").fetchall()
    number = {entity: n for n, (entity,) in enumerate(most)}
    out.execute("CREATE TABLE linked (n INTEGER PRIMARY KEY, id TEXT)")
    out.executemany("INSERT INTO linked VALUES (?, ?)", ((n, entity) for entity, n in number.items()))
    out.execute("CREATE UNIQUE INDEX linked_id ON linked (id)")
    lines: dict[tuple[int, int], list[int]] = {}
    out.execute("CREATE TABLE map_links (n INTEGER PRIMARY KEY, a INTEGER, b INTEGER, role TEXT, grade TEXT, happened TEXT, goods TEXT, disputed INTEGER, drawn INTEGER)")
    sql = "SELECT l.n, l.source, l.target, l.body, v.happened FROM links l LEFT JOIN events v ON v.id = l.event ORDER BY l.n"
    for n, source, target, body, happened in out.cursor().execute(sql):
        ends, row = (number[source], number[target]), json.loads(body)
        drawn = max(ends) < MAPPED
        if drawn:
            held = lines.setdefault(ends, [0, 0])
            held[0] += 1
            held[1] |= row["disputed"]
        goods = "\n".join(row["goods"]).casefold()
        out.execute("INSERT INTO map_links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (n, *ends, row["role"], row["grade"], happened, goods, row["disputed"], drawn))
    out.execute("CREATE TABLE map_points (n INTEGER PRIMARY KEY, id TEXT, x REAL, y REAL)")
    points = scattered(min(len(number), MAPPED), list(lines))
    out.executemany("INSERT INTO map_points VALUES (?, ?, ?, ?)", ((n, id, *map(float, at)) for (id, n), at in zip(number.items(), points, strict=False)))
    out.execute("CREATE TABLE map_lines (a INTEGER, b INTEGER, links INTEGER, disputed INTEGER)")
    out.executemany("INSERT INTO map_lines VALUES (?, ?, ?, ?)", ((a, b, n, d) for (a, b), (n, d) in sorted(lines.items())))


def _trade_map(snapshot: Snapshot, out: sqlite3.Connection) -> None:
    """Yearly flows between countries by who recorded them; `top` are those that may be added up: no code beside its own part."""
    between = [f for f in snapshot.rows("flows") if is_country(f.reporter) and is_country(f.partner) and not is_family(f.hs)]
    top = {f.id for f in topmost(between)}
    out.execute("CREATE TABLE trade_map (period TEXT, side TEXT, hs TEXT, exporter TEXT, importer TEXT, currency TEXT, value REAL, top INTEGER, id TEXT)")

    def rows() -> Iterator[tuple[str, str, str, str, str, str, float, bool, str]]:
        for f in between:
            exported = f.flow == "export"
            exporter, importer = (f.reporter, f.partner) if exported else (f.partner, f.reporter)
            yield f.period, "exporter" if exported else "importer", f.hs, exporter, importer, f.currency, f.value, f.id in top, f.id

    out.executemany("INSERT INTO trade_map VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())
    out.execute("CREATE INDEX trade_map_hs ON trade_map (side, hs, period)")
    out.execute("CREATE INDEX trade_map_top ON trade_map (side, top, period)")
    # Which periods can be chosen with which code ('' is all of them, each once).
    both = "SELECT side, hs, period FROM trade_map UNION SELECT side, '', period FROM trade_map WHERE top = 1"
    out.execute(f"CREATE TABLE trade_periods AS SELECT side, hs, period FROM ({both})")
    out.execute("CREATE INDEX trade_periods_hs ON trade_periods (side, hs, period)")
    out.execute("CREATE TABLE trade_sides AS SELECT side, count(*) AS rows FROM trade_map GROUP BY side")


def facet(name: str, value: object) -> str:
    """A filter as a word of the index: letters and digits alone, so that it stays one word."""
    return f"x{name}{''.join(c for c in fold(str(value)) if c.isalnum())}"


def _full_text(snapshot: Snapshot, out: sqlite3.Connection) -> None:
    """Without the texts themselves: they are in the rows."""
    for table in ("claims", "documents", "names"):
        out.execute(
            f"CREATE VIRTUAL TABLE found_{table} USING fts5 (words, facets, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    about: dict[str, tuple[str, str]] = {}

    def documents() -> Iterator[tuple[int, str, str]]:
        for n, body in out.cursor().execute("SELECT n, body FROM documents"):
            row = json.loads(body)
            facets = [facet("lang", row["language"] or "none"), facet("year", (row["published"] or "none")[:4])]
            about[row["sha256"]] = (facets[0], facets[1])
            words = " ".join(filter(None, (row["title"], row["name"], row["publisher"], row["text"])))
            yield n, folded(words), " ".join(facets)

    def claims() -> Iterator[tuple[int, str, str]]:
        for n, body in out.cursor().execute("SELECT n, body FROM claims"):
            row = unpacked(body)
            words = [row["quote"]["text"]]
            for ref in (row["speaker"], row["via"]):
                words += [ref["name"], ref["role"] or ""] if ref else []
            words += [role["name"] for role in row["roles"] if role["name"] not in words[0]]
            facets = (
                facet("kind", row["kind"]), facet("stance", row["stance"]), facet("grade", row["grade"] or "none"),
                *about.get(row["quote"]["sha256"], ()),
            )  # fmt: skip
            yield n, folded(" ".join(words)), " ".join(facets)

    out.executemany("INSERT INTO found_documents (rowid, words, facets) VALUES (?, ?, ?)", documents())
    out.executemany("INSERT INTO found_claims (rowid, words, facets) VALUES (?, ?, ?)", claims())


def _names(snapshot: Snapshot, out: sqlite3.Connection, folder: Path) -> None:
    """Names of entities and of listings: the engine's index for those alike, words for those that begin so."""
    entities: list[Entity] = list(snapshot.rows("entities"))
    (folder / NAMES).mkdir()
    Index([(e.id, name.text) for e in entities for name in e.names]).save(folder / NAMES)
    listings: list[Listing] = list(snapshot.rows("listings"))
    (folder / LISTS).mkdir()
    stored.save(folder / LISTS, stored.Ready(ListsIndex.of(snapshot.rows("lists"), listings), ()))
    places = dict(out.execute("SELECT id, -n FROM listings").fetchall())
    places |= dict(out.execute("SELECT id, n FROM entities").fetchall())

    def rows(nouns: Iterable[Entity | Listing], kind: str) -> Iterator[tuple[int, str, str]]:
        for noun in nouns:
            words = [name.text for name in noun.names] + [i.partition(":")[2] for i in noun.identifiers]
            yield places[noun.id], folded(" ".join(words)), facet("what", kind)

    out.executemany("INSERT INTO found_names (rowid, words, facets) VALUES (?, ?, ?)", rows(entities, "entity"))
    out.executemany("INSERT INTO found_names (rowid, words, facets) VALUES (?, ?, ?)", rows(listings, "listing"))
    # The words that texts use, for those that are misspelled or written in other letters. A word of one text only is
    # kept too: it is often the name that somebody looks for.
    for name in ("claims", "documents"):
        out.execute(f"CREATE VIRTUAL TABLE temp.words_{name} USING fts5vocab (main, found_{name}, col)")
    out.execute(
        "CREATE TABLE terms AS SELECT term, sum(doc) AS rows FROM (SELECT term, col, doc FROM words_claims UNION ALL "
        "SELECT term, col, doc FROM words_documents) WHERE col = 'words' GROUP BY term ORDER BY term"
    )


if __name__ == "__main__":
    os.nice(5)
    make((case := open_case(Path(sys.argv[1]))), case.cache / "serve")
