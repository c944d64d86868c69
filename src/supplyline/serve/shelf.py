"""What does a page read?

A `Shelf` is an open reading index: `get`, `rows`, `text` and `ids_starting` as a snapshot has them (so that `trace` and
the articles of the brief read from it), and what pages need beside: pages of a list, counts, parties. One connection a
thread, all read-only. Promises: nothing here changes a file; a shelf that is open stays whole when a newer one is made.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from supplyline.case import tables
from supplyline.model import TABLES, BadInput
from supplyline.names import Index
from supplyline.screen import ListsIndex, stored
from supplyline.serve.index import FILE, HELD, KEYS, LISTS, NAMES, unpacked

T = TypeVar("T")
_KEPT = 64
_PREFIX = {
    "c": "claims", "e": "entities", "v": "events", "o": "origins", "g": "grades", "h": "hits", "l": "links", "p": "problems",
    "d": "decisions",
}  # fmt: skip


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._local = threading.local()
        self.meta = dict(self.sql("SELECT key, value FROM meta"))
        self.inputs = self.meta.get("inputs", "")
        self.counts: dict[str, int] = json.loads(self.meta.get("counts", "{}"))
        self._kept: dict[Hashable, Any] = {}
        self._document = lru_cache(maxsize=64)(self._read_document)  # a page asks for the same one again and again

    @property
    def _connection(self) -> sqlite3.Connection:
        made: sqlite3.Connection | None = getattr(self._local, "made", None)
        if made is None:
            made = sqlite3.connect(f"{(self.folder / FILE).resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
            made.execute("PRAGMA mmap_size = 2000000000")
            made.execute("PRAGMA query_only = ON")
            self._local.made = made
        return made

    def sql(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is the same for as long as the build and takes long to make; of more than `_KEPT` the oldest goes."""
        found: T | None = self._kept.get(key)
        if found is None:
            self._kept[key] = found = make()
            if len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
        return found

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row, or None."""
        found = self._connection.execute(sql, values).fetchone()
        return found[0] if found else None

    # ------------------------------------------------------------ as a snapshot has it

    def get(self, id: str) -> Any | None:
        first = _PREFIX.get(id.split("_", 1)[0])
        if first is None and len(id) == 64:
            return self._document(id)
        for table in dict.fromkeys((first or "documents", *HELD)):
            body = self.one(f"SELECT body FROM {table} WHERE id = ?", (id,))
            if body is not None:
                return _noun(table, body)
        return None

    def _read_document(self, sha256: str) -> Any | None:
        body = self.one("SELECT body FROM documents WHERE id = ?", (sha256,))
        return None if body is None else _noun("documents", body)

    def rows(self, table: str, **equal: Any) -> Iterator[Any]:
        where = " AND ".join(f"{_column(table, name)} = ?" for name in equal)
        order = "n" if table == "decisions" else "id"
        sql = f"SELECT body FROM {_table(table)}{f' WHERE {where}' if where else ''} ORDER BY {order}"
        for (body,) in self._connection.execute(sql, list(equal.values())):
            yield _noun(table, body)

    def text(self, sha256: str) -> str:
        document = self._document(sha256)
        if document is None:
            raise BadInput(f"no document {sha256} in the last build")
        return str(document.text)

    def ids_starting(self, prefix: str, most: int = 5) -> list[str]:
        found: list[str] = []
        end = prefix + "\U0010ffff"
        for table in HELD:
            sql = f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
            found += [id for (id,) in self.sql(sql, (prefix, end, most))]
        return sorted(found)[:most]

    # ------------------------------------------------------------ what pages need

    def among(self, sql: str, values: Sequence[Any], *more: Any) -> list[Any]:
        """Rows of a query whose first `IN (?)` holds all of some values; `more` are those of the marks behind it."""
        return self.sql(sql.replace("IN (?)", f"IN ({', '.join('?' * len(values))})", 1), (*values, *more))

    def page(self, table: str, start: int = 0, most: int = 50, **equal: Any) -> list[Any]:
        """Nouns of a table in the order in which a person looks, from `start` on; a tuple stands for any of its values."""
        if not equal:  # places have no gaps
            return [_noun(table, body) for (body,) in self.sql(f"SELECT body FROM {_table(table)} WHERE n > ? ORDER BY n LIMIT ?", (start, most))]
        # What is passed over is read in the index of the column alone.
        where, values = _where(table, equal)
        places = f"SELECT n FROM {_table(table)} WHERE {where} ORDER BY n LIMIT ? OFFSET ?"
        return [_noun(table, body) for (body,) in self.sql(f"SELECT body FROM {table} WHERE n IN ({places}) ORDER BY n", (*values, most, start))]

    def count(self, table: str, **equal: Any) -> int:
        if not equal:
            return self.counts.get(table, 0)
        where, values = _where(table, equal)
        return int(self.one(f"SELECT count(*) FROM {_table(table)} WHERE {where}", values))

    def at(self, table: str, places: Sequence[int]) -> list[Any]:
        """Nouns by their places, in the order of these."""
        found = dict(self.among(f"SELECT n, body FROM {_table(table)} WHERE n IN (?)", places))
        return [_noun(table, found[n]) for n in places if n in found]

    def places(self, table: str, ids: Sequence[str]) -> list[int]:
        """Places of some ids, in the order of these; what is not there is left out."""
        found = dict(self.among(f"SELECT id, n FROM {_table(table)} WHERE id IN (?)", list(dict.fromkeys(ids))))
        return [found[id] for id in dict.fromkeys(ids) if id in found]

    def many(self, table: str, ids: Sequence[str]) -> dict[str, Any]:
        """Nouns by id; what is not there is left out."""
        asked = list(dict.fromkeys(ids))[:5000]
        return {id: _noun(table, body) for id, body in self.among(f"SELECT id, body FROM {_table(table)} WHERE id IN (?)", asked)}

    def captions(self, ids: Sequence[str]) -> dict[str, str]:
        """What entities are called."""
        return {id: e.caption for id, e in self.many("entities", [i for i in ids if i.startswith("e_")]).items()}

    def document_names(self, ids: Sequence[str]) -> dict[str, str]:
        """What documents are called, without reading their texts into nouns."""
        return dict(self.among("SELECT id, called FROM documents WHERE id IN (?)", list(dict.fromkeys(ids))[:5000]))

    def of_any(self, table: str, column: str, ids: Sequence[str], most: int) -> list[int]:
        """Places of the first rows that have one of some values in a column, in order. Each is asked for alone: the index
        of a column gives the rows of one value in order, and of thousands only the first are read."""
        sql = f"SELECT n FROM {_table(table)} WHERE {_column(table, column)} = ? ORDER BY n LIMIT ?"
        return sorted({n for id in dict.fromkeys(ids) for (n,) in self.sql(sql, (id, most))})[:most]

    def of_party(self, entity: str, role: str, start: int = 0, most: int = 5) -> list[Any]:
        """Claims that name a party in a role."""
        places = self.sql("SELECT n FROM claim_parties WHERE entity = ? AND role = ? ORDER BY n LIMIT ? OFFSET ?", (entity, role, most, start))
        return self.at("claims", [n for (n,) in places])

    def values(self, name: str, most: int = 300) -> list[tuple[str, int]]:
        """The values that rows have of something that is filtered by, and how many rows have each."""
        return [(v, n) for v, n in self.sql("SELECT value, rows FROM values_of WHERE name = ? LIMIT ?", (name, most))]

    @cached_property
    def names(self) -> Index:
        """Of the parties of the case."""
        return Index.load(self.folder / NAMES)

    @cached_property
    def lists(self) -> ListsIndex:
        """The lists of the build, ready for looking up."""
        ready = stored.load(self.folder / LISTS)
        if ready is None:
            raise BadInput(f"{self.folder.name}: the reading index is damaged; delete {self.folder.parent.name} in the case's cache and start again")
        return ready.index


def _table(name: str) -> str:
    if name not in HELD:
        raise BadInput(f"{name!r} is no table that is served; known are {', '.join(HELD)}")
    return name


def _where(table: str, equal: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A test, and the values for its marks."""
    tests, values = list[str](), list[Any]()
    for name, value in equal.items():
        many = value if isinstance(value, tuple) else (value,)
        tests.append(f"{_column(table, name)} IN ({', '.join('?' * len(many))})" if isinstance(value, tuple) else f"{_column(table, name)} = ?")
        values += many
    return " AND ".join(tests), values


def _column(table: str, name: str) -> str:
    if name == "id" or name in KEYS.get(table, {}):
        return name
    if table == "documents" and name == "sha256":
        return "id"
    raise BadInput(f"table {table} cannot be asked by {name!r}")


def _noun(table: str, body: str | bytes) -> Any:
    return tables.from_row(TABLES[table], unpacked(body))
