"""Which column of a table of names holds what?

`find(header, mapping)` goes by the usual headings of data/screen_columns.tsv, in several languages; a mapping (name=COLUMN)
corrects it. Promises: every column of the table is taken once at most, and `Columns.told` says which was taken for
what and which was left, so that a person sees it before the result. `party(cells)` makes the party of a row and says
what in it could not be understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from supplyline import tsv
from supplyline.model import BadInput, make_id
from supplyline.read.identifiers import identify
from supplyline.read.lists import common
from supplyline.screen.party import SCHEMATA, Party

FIELDS = ("name", "alias", "schema", "country", "birth_date", "address", "key", "identifier")
_BETWEEN = re.compile(r"[\s_\-.:/()]+")
_SEPARATOR = re.compile(r"\s*[;|]\s*")


@dataclass(frozen=True, slots=True)
class Columns:
    """`taken` are (field, column) pairs; `left` the columns that hold nothing we know."""

    taken: tuple[tuple[str, str], ...]
    left: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    def told(self) -> str:
        said = ", ".join(f"{field} = {column!r}" for field, column in self.taken)
        left = f"; not used: {', '.join(map(repr, self.left))}" if self.left else ""
        return f"columns: {said}{left}; correct with --map FIELD=COLUMN"

    def first(self, field: str) -> str | None:
        return next((column for known, column in self.taken if known == field), None)


def find(name: str, header: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    given = dict(mapping or {})
    for field, column in given.items():
        if field not in FIELDS:
            raise BadInput(f"--map {field}={column}: the fields are {', '.join(FIELDS)}")
        if column not in header:
            raise BadInput(f"{name}:1: no column {column!r} for {field}; the columns are {', '.join(map(repr, header))}")
    taken: dict[str, str] = {column: field for field, column in given.items()}
    doubts: list[str] = []
    for field, words in _headings():
        if field in given:
            continue
        # In the order of the data file, not of the table: the better heading comes first.
        fitting = sorted((words.index(_fold(c)), n) for n, c in enumerate(header) if _fold(c) in words and c not in taken)
        if fitting and field != "identifier":
            if len(fitting) > 1:
                also = ", ".join(repr(header[n]) for _, n in fitting[1:])
                doubts.append(f"{header[fitting[0][1]]!r} was taken for the {field}; {also} would do too")
            fitting = fitting[:1]
        for _, at in fitting:
            taken[header[at]] = field
    pairs = tuple((field, column) for field in FIELDS for column in header if taken.get(column) == field)
    if not any(field == "name" for field, _ in pairs):
        raise BadInput(
            f"{name}:1: no column is known to hold the name; the columns are {', '.join(map(repr, header))}. "
            "Say which it is: --map name=COLUMN"
        )
    return Columns(pairs, tuple(c for c in header if c not in taken), tuple(doubts))


def party(columns: Columns, cells: Mapping[str, str], schema: str) -> tuple[Party, tuple[str, ...]]:
    """The party of a row, and what of the row was not understood. A row without a name is a BadInput."""
    names: list[str] = []
    countries: list[str] = []
    births: list[str] = []
    numbers: list[str] = []
    addresses: list[str] = []
    doubts: list[str] = []
    for field, column in columns.taken:
        text = common.spaced(cells[column])
        if not text:
            continue
        if field == "name":
            names.append(text)
        elif field == "alias":
            names += _parts(text)
        elif field == "schema":
            known = _types().get(text.casefold())
            if known is None:
                doubts.append(f"{column}: {text!r} is no kind of party that is known; screened as {schema}")
            schema = known or schema
        elif field == "address":
            addresses.append(text)
        elif field in ("country", "birth_date", "identifier"):
            for part in _parts(text):
                found = _value(field, column, part)
                if found is None:
                    doubts.append(f"{column}: {part!r} is no {field.replace('_', ' ')} that is understood; screened without it")
                elif field == "country":
                    countries.append(found)
                elif field == "birth_date":
                    births.append(found)
                else:
                    numbers.append(found)
    if not names or not any(c.isalnum() for c in names[0]):
        raise BadInput(f"no name in column {columns.first('name')!r}")
    once = tuple(dict.fromkeys(names))
    made = Party(
        make_id("n", schema, *once), once[0], once, schema, tuple(dict.fromkeys(countries)), tuple(dict.fromkeys(births)),
        tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(addresses)),
    )  # fmt: skip
    return made, tuple(doubts)


def _value(field: str, column: str, text: str) -> str | None:
    if field == "country":
        return common.country(text)
    if field == "birth_date":
        return common.iso_date(text)
    label, _, number = text.rpartition("=")
    # The heading says what kind of number it is, unless the cell does; a heading that says nothing is no label.
    return identify(number, label or column) or identify(number)


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATOR.split(text) if part]


def _fold(heading: str) -> str:
    return " ".join(_BETWEEN.sub(" ", heading.replace("\ufeff", "").casefold()).split())


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = tsv.rows("screen_columns.tsv", 2)
    return tuple((row[0], tuple(word.strip() for word in row[1].split(";"))) for row in rows)


@lru_cache(maxsize=1)
def _types() -> dict[str, str]:
    known = {schema.casefold(): schema for schema in SCHEMATA}
    for schema, words in tsv.rows("party_types.tsv", 2):
        known |= {word.strip(): schema for word in words.split(";") if word.strip()}
    return known
