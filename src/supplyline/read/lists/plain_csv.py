"""A plain CSV of parties, with a column mapping or with headers that speak for themselves.

A mapping names the column of each field: {"name": "Company", "alias": "Other names", "country": …, "id": …,
"identifier": …, "date": …, "programme": …, "type": …, "address": …}; and it may say what the file is: "list" (its
name), "title", "jurisdiction", "authority", "topic", "separator" (between values in a cell, ";" else),
"date_order" ("dmy", "mdy"). Without a mapping the usual header names of data/list_columns.tsv are looked for; where
two columns would do, the choice is told in a problem.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from supplyline import tsv
from supplyline.model import BadInput, make_id
from supplyline.read.lists import tables
from supplyline.read.lists.common import (
    Format,
    ListCode,
    Reading,
    Record,
    Source,
    iso_date,
    list_codes,
    programmes,
    refuse,
)

_FIELDS = tuple(row[0] for row in tsv.rows("list_columns.tsv", 2))
_SETTINGS = ("list", "title", "jurisdiction", "authority", "topic", "separator", "date_order")
_SCHEMAS = {
    "person": "Person", "individual": "Person", "company": "Company", "entity": "Organization",
    "organization": "Organization", "organisation": "Organization", "enterprise": "Organization",
    "vessel": "Vessel", "ship": "Vessel", "aircraft": "Airplane",
}  # fmt: skip


def detect(source: Source) -> bool:
    header = _header(source)
    return len(header) > 1 and bool(_candidates(header, "name"))


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    given = dict(reading.mapping or {})
    columns = _columns(reading, source, given)
    entry = _entry(reading, source, given)
    separator, order = given.get("separator", ";"), given.get("date_order", "dmy")
    if not separator or order not in ("dmy", "mdy"):
        raise BadInput(f"{source.name}: the mapping has a separator of nothing, or a date_order that is not dmy or mdy.")
    for line, row in tables.dicts(source, tuple(columns.values()), reading, _delimiter(source)):
        cell = {field: row[column].strip() for field, column in columns.items()}
        if not cell["name"]:
            reading.problem(source, f"line {line}", f"no name in column {columns['name']!r}; the row was left out",
                            "fill the cell or remove the row")  # fmt: skip
            continue
        number = cell.get("id") or make_id("row", *cell.values())
        record = Record(number, _SCHEMAS.get(cell.get("type", "").lower(), "LegalEntity"), source, f"line {line}")
        record.name(cell["name"], "primary")
        for text in cell.get("alias", "").split(separator):
            record.name(text)
        for text in cell.get("country", "").split(separator):
            if text.strip() and record.country(text) is None:
                reading.problem(source, f"line {line}", f"a country that is not known: {text.strip()!r}",
                                "use an ISO code or an English name")  # fmt: skip
        for text in cell.get("identifier", "").split(separator):
            record.identifier(text)
        record.address(cell.get("address"))
        date = cell.get("date", "")
        listed = iso_date(date, order)
        if date and listed is None:
            reading.problem(source, f"line {line}", f"a date that cannot be read: {date!r}",
                            "write it as 2024-05-31, or map date_order to dmy or mdy")  # fmt: skip
        for programme in programmes(cell.get("programme", ""), separator) or [""]:
            record.sanction(entry, programme, listed)
        yield record


def _entry(reading: Reading, source: Source, given: Mapping[str, str]) -> ListCode:
    stem = re.sub(r"\.[a-z]+$", "", source.name.rsplit("/", 1)[-1].rsplit("!", 1)[-1].lower())
    stem = re.sub(r"[-_.]?(?:19|20)\d\d(?:[-_.]?\d\d){0,2}$", "", stem) or stem
    name = given.get("list") or stem
    if name in list_codes():  # a known list in a form of one's own, such as an annex typed from the official journal
        entry = reading.known(name)
        reading.title = given.get("title") or entry.title
        reading.jurisdiction = given.get("jurisdiction") or entry.jurisdiction
        authority, topic = given.get("authority") or entry.authority, given.get("topic") or entry.topic
        return ListCode(name, reading.title, reading.jurisdiction, authority, topic)
    reading.code = "custom:" + re.sub(r"\W+", "_", name.lower()).strip("_")
    reading.title = given.get("title") or name
    reading.jurisdiction = given.get("jurisdiction") or "custom"
    return ListCode(
        reading.code, reading.title, reading.jurisdiction, given.get("authority") or reading.title,
        given.get("topic") or "poi",
    )  # fmt: skip


def _columns(reading: Reading, source: Source, given: Mapping[str, str]) -> dict[str, str]:
    header = _header(source)
    strange = [key for key in given if key not in (*_FIELDS, *_SETTINGS)]
    if strange:
        raise BadInput(
            f"{source.name}: the mapping has {', '.join(strange)}; it may have {', '.join((*_FIELDS, *_SETTINGS))}."
        )
    mapped = {key: column for key, column in given.items() if key in _FIELDS}
    for key, column in mapped.items():
        if column not in header:
            raise refuse(source, "1", f"the column {column!r} mapped to {key}", ", ".join(header), "Mend the mapping.")
    if mapped:
        if "name" not in mapped:
            raise BadInput(f'{source.name}: the mapping has no name. Say which column holds it: {{"name": "Company"}}.')
        return mapped
    found: dict[str, str] = {}
    for key in _FIELDS:
        fitting = [column for column in _candidates(header, key) if column not in found.values()]
        if fitting:
            found[key] = fitting[0]
        if len(fitting) > 1:
            reading.problem(source, "line 1", f"columns {', '.join(fitting)} may each be the {key}; the first was taken",
                            f'give a mapping, such as {{"{key}": "{fitting[1]}"}}')  # fmt: skip
    if "name" not in found:
        raise refuse(source, "1", "a column for the name", ", ".join(header) or "nothing",
                     'Give a mapping, such as {"name": "Company"}.')  # fmt: skip
    return found


def _candidates(header: list[str], key: str) -> list[str]:
    """The columns that usually hold a field, in the order of the data file, not of the table."""
    names = next(row[1].split(";") for row in tsv.rows("list_columns.tsv", 2) if row[0] == key)
    folded: dict[str, str] = {}
    for column in header:
        folded.setdefault(" ".join(column.replace("_", " ").casefold().split()), column)
    return [folded[name] for name in names if name in folded]


def _delimiter(source: Source) -> str:
    first = next(iter(source.head.splitlines()), "")
    return max((",", ";", "\t", "|"), key=first.count)


def _header(source: Source) -> list[str]:
    first = next(iter(source.head.splitlines()), "")
    try:
        return [cell.strip() for cell in next(csv.reader([first], delimiter=_delimiter(source)), [])]
    except csv.Error:
        return []


FORMAT = Format("csv", detect, read)
