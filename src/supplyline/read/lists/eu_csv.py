"""The EU's financial sanctions file, CSV 1.1: ";" between cells, one row a name, address, birth or document.

Rows of one Entity_LogicalId are one party.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.read.lists import tables
from supplyline.read.lists.common import (
    ORGANIZATION,
    PERSON,
    UNKNOWN,
    Format,
    Reading,
    Record,
    Source,
    iso_date,
)

_SCHEMAS = {"person": PERSON, "p": PERSON, "enterprise": ORGANIZATION, "entity": ORGANIZATION, "e": ORGANIZATION}
_NEEDED = ("Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName")


def detect(source: Source) -> bool:
    first = source.head.splitlines()[:1]
    return bool(first) and "Entity_LogicalId" in first[0] and ";" in first[0]


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("eu_fsf")
    parties: dict[str, Record] = {}
    for line, row in tables.dicts(source, _NEEDED, reading, ";"):
        reading.as_of = reading.as_of or iso_date(row.get("fileGenerationDate"))
        logical = row["Entity_LogicalId"].strip()
        if not logical:
            reading.problem(source, f"line {line}", "no Entity_LogicalId; the row was left out", "see the line")
            continue
        record = parties.get(logical)
        if record is None:
            number = row.get("Entity_EU_ReferenceNumber", "").strip() or logical
            schema = _SCHEMAS.get(row["Entity_SubjectType"].strip().lower(), UNKNOWN)
            record = parties[logical] = Record(number, schema, source, f"line {line}")
        record.un_reference(row.get("Entity_UnitedNationId"))
        whole = row["NameAlias_WholeName"] or " ".join(
            row.get(f"NameAlias_{part}Name", "") for part in ("First", "Middle", "Last")
        )
        weak = row.get("NameAlias_Strong", "").strip().lower() in ("false", "0", "no")
        kind = "weak" if weak else "alias" if record.names else "primary"
        record.name(whole, kind, row.get("NameAlias_NameLanguage"))
        for column in ("Address_CountryIso2Code", "Citizenship_CountryIso2Code"):
            record.country(row.get(column))
        parts = ("Street", "PoBox", "ZipCode", "City", "Region", "CountryDescription")
        record.address(*(row.get(f"Address_{part}") for part in parts))
        record.birth(row.get("BirthDate_BirthDate") or row.get("BirthDate_Year"))
        label = row.get("Identification_TypeDescription") or row.get("Identification_TypeCode") or ""
        issued = row.get("Identification_CountryIso2Code", "").strip().lower()
        record.identifier(row.get("Identification_Number"), label, issued if issued.isalpha() else None)
        listed = reading.day(source, f"line {line}", row.get("Entity_DesignationDate")) or iso_date(row.get("Entity_Regulation_EntryIntoForceDate"))
        listed = listed or iso_date(row.get("Entity_Regulation_PublicationDate"))
        programme, title = row.get("Entity_Regulation_Programme"), row.get("Entity_Regulation_NumberTitle")
        if programme:
            record.sanction(entry, programme, listed, None, title)
    for record in parties.values():
        if not record.sanctions:
            record.sanction(entry)
        yield record


FORMAT = Format("eu_csv", detect, read)
