"""The UK Sanctions List as CSV: a line with the report date, then one row a name and address of a designation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplyline.read.lists import tables
from supplyline.read.lists.common import Format, Reading, Record, Source, iso_date
from supplyline.read.lists.uk_xml import SCHEMAS, kind_of, names_in_order

_NEEDED = ("Unique ID", "Name 6", "Name type", "Regime Name")
_NUMBERED = re.compile(r"\(\d+\)\s*|;|\|")


def detect(source: Source) -> bool:
    return any("Unique ID" in line and "Name 6" in line for line in source.head.splitlines()[:3])


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("uk_sl")
    lines = source.head.splitlines()
    skip = next(at for at, line in enumerate(lines) if "Unique ID" in line)
    if skip:
        reading.as_of = iso_date(lines[0].partition(":")[2].strip(" ,"))
    parties: dict[str, Record] = {}
    for line, row in tables.dicts(source, _NEEDED, reading, skip=skip):
        number = row["Unique ID"].strip()
        if not number:
            reading.problem(source, f"line {line}", "no Unique ID; the row was left out", "see the line")
            continue
        record = parties.get(number)
        if record is None:
            kind = row.get("Designation Type") or row.get("Individual, Entity, Ship") or ""
            record = parties[number] = Record(number, SCHEMAS.get(kind.strip().lower(), "LegalEntity"), source,
                                              f"line {line}")  # fmt: skip
        parts = {f"Name{n}": row.get(f"Name {n}", "") for n in range(1, 7)}
        record.name(names_in_order(parts), kind_of(row["Name type"], row.get("Alias strength", "")))
        record.name(row.get("Name non-latin script"), "alias", None)
        record.address(*(row.get(f"Address Line {n}") for n in range(1, 7)), row.get("Address Postal Code"),
                       row.get("Address Country"))  # fmt: skip
        record.country(row.get("Address Country"))
        for column in ("Nationality(/ies)", "Current believed flag of ship"):
            for text in _NUMBERED.split(row.get(column) or ""):
                record.country(text)
        for text in _NUMBERED.split(row.get("D.O.B") or ""):
            record.birth(text)
        for column, label in (
            ("Business registration number (s)", "registration number"), ("IMO number", "imo"),
            ("Passport number", "passport"), ("National Identifier number", "national id no."),
        ):  # fmt: skip
            for text in _NUMBERED.split(row.get(column) or ""):
                record.identifier(text.strip(), label)
        record.un_reference(row.get("UN Reference Number"))
        record.sanction(entry, row["Regime Name"], reading.day(source, f"line {line}", row.get("Date Designated")))
    yield from parties.values()


FORMAT = Format("uk_csv", detect, read)
