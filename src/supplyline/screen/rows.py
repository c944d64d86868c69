"""What does a result of screening say, for a person's table or another program?

`of_hit` and `of_none` give one row each: the fields of `FIELDS`, in that order, as JSON values. Every row names the
list, its date and its version, the thresholds it was made with and the reasons; a miss is "no match as of …" and never
more. `line` writes a row as CSV or JSON; `begin` and `rest` do so in two parts, what hangs on the row of the table and what
hangs on the party and its hit.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from typing import Any

from supplyline.model import Hit, ListVersion
from supplyline.screen.hits import Thresholds
from supplyline.screen.index import ListsIndex, called
from supplyline.screen.parts import part
from supplyline.screen.party import Party

FIELDS = (
    "row", "key", "name", "schema", "status", "score", "list", "title", "as_of", "version", "listing", "caption",
    "listed_on", "programmes", "explanation", "threshold", "hit",
)  # fmt: skip
_REST = FIELDS[2:]


def of_hit(party: Party, hit: Hit, index: ListsIndex, thresholds: Thresholds, row: int = 0, key: str = "") -> dict[str, Any]:
    listing, version = index.listings[hit.listing], index.versions[hit.list]
    programmes = dict.fromkeys([s.programme for s in listing.sanctions if s.programme])
    return {
        "row": row or None, "key": key or None, "name": party.caption, "schema": party.schema, "status": hit.status, "score": hit.score, "list": part(version, listing), "title": version.title,
        "as_of": version.as_of, "version": version.sha256[:12], "listing": listing.local_id, "caption": listing.caption,
        "listed_on": hit.listed_on, "programmes": list(programmes), "explanation": list(hit.explanation),
        "threshold": thresholds.least(version, listing), "hit": hit.id,
    }  # fmt: skip


def of_none(party: Party, version: ListVersion, thresholds: Thresholds, row: int = 0, key: str = "") -> dict[str, Any]:
    """One name that one list does not have, as of its version."""
    return _row(row, key, party) | {
        "status": "no_match", "score": None, "list": version.code, "title": version.title, "as_of": version.as_of,
        "version": version.sha256[:12], "listing": None, "caption": None, "listed_on": None, "programmes": [],
        "explanation": [f"no match in {called(version)}"],
        "threshold": thresholds.lists.get(version.code, thresholds.possible), "hit": None,
    }  # fmt: skip


def of_problem(row: int, key: str, name: str, what: str) -> dict[str, Any]:
    """A row of the input that could not be screened: it is in the result, so that nobody takes it for a miss."""
    out: dict[str, Any] = dict.fromkeys(FIELDS)
    return out | {"row": row, "key": key, "name": name, "status": "not_screened", "programmes": [], "explanation": [what]}


def line(form: str, row: Mapping[str, Any]) -> str:
    """A row with its end of line."""
    return begin(form, row["row"], row["key"]) + rest(form, row)


def begin(form: str, row: int | None, key: str | None) -> str:
    if form != "csv":
        return json.dumps({"row": row, "key": key}, ensure_ascii=False)[:-1] + ", "
    if key is None or key.isalnum():
        return f"{row or ''},{key or ''},"
    return _cells([row, key])[:-1] + ","


def rest(form: str, row: Mapping[str, Any]) -> str:
    if form != "csv":
        return json.dumps({name: row[name] for name in _REST}, ensure_ascii=False)[1:] + "\n"
    return _cells([row[name] for name in _REST])


class _Line:
    """A file to which a line is written gives it back, and so does `csv` what the file gave."""

    def write(self, line: str) -> str:
        return line


_WRITER: Any = csv.writer(_Line(), lineterminator="\n")


def _cells(cells: list[Any]) -> str:
    line: str = _WRITER.writerow(["" if c is None else "; ".join(c) if isinstance(c, list) else c for c in cells])
    return line


def _row(row: int, key: str, party: Party) -> dict[str, Any]:
    return dict.fromkeys(FIELDS) | {"row": row or None, "key": key or None, "name": party.caption, "schema": party.schema}
