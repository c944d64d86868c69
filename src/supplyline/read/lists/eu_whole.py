"""The EU's list in its former format (until 2017): WHOLE/ENTITY with a NAME for each spelling and language."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from supplyline.read.lists import xmls
from supplyline.read.lists.common import (
    ORGANIZATION,
    PERSON,
    UNKNOWN,
    Format,
    ListCode,
    Reading,
    Record,
    Source,
    iso_date,
)
from supplyline.read.lists.iso3 import alpha2

_SCHEMAS = {"P": PERSON, "E": ORGANIZATION}


def detect(source: Source) -> bool:
    return "<WHOLE" in source.head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("eu_fsf")
    reading.as_of = iso_date(xmls.root_attributes(source).get("Date"))
    for element in xmls.elements(source, ("ENTITY",), ("WHOLE",)):
        number = element.get("Id")
        if not number:
            reading.problem(source, xmls.place(element), "an ENTITY without Id; left out", "download the list again")
            continue
        yield _party(element, number, source, entry)


def _party(element: etree._Element, number: str, source: Source, entry: ListCode) -> Record:
    schema = _SCHEMAS.get(element.get("Type") or "", UNKNOWN)
    record = Record(number, schema, source, f"ENTITY {number}, {xmls.place(element)}")
    for name in xmls.all_of(element, "NAME"):
        whole = xmls.text(name, "WHOLENAME") or " ".join(
            filter(None, (xmls.text(name, part) for part in ("FIRSTNAME", "MIDDLENAME", "LASTNAME")))
        )
        record.name(whole, "alias" if record.names else "primary", xmls.text(name, "LANGUAGE"))
    for birth in xmls.all_of(element, "BIRTH"):
        record.birth(xmls.text(birth, "DATE"))
    for one in xmls.all_of(element, "PASSPORT"):
        # The cell mixes number and words: "(passport-National passport) M 432 (Italian)".
        text = xmls.text(one, "NUMBER")
        record.identifier(text.rpartition(")")[2].strip() or text, "passport")
    for one in xmls.all_of(element, "ADDRESS"):
        record.address(*(xmls.text(one, part) for part in ("STREET", "ZIPCODE", "CITY", "OTHER")))
    for path in ("ADDRESS/COUNTRY", "CITIZEN/COUNTRY"):
        for text in xmls.texts(element, path):
            code = alpha2(text)
            if code:
                record.countries.setdefault(code)
    # The entity's own date is that of its last amendment; its parts keep older ones.
    dates = [iso_date(one.get("reg_date")) for one in (element, *element)]
    listed = min(filter(None, dates), default=None)
    record.sanction(entry, element.get("programme"), listed, None, element.get("legal_basis"))
    return record


FORMAT = Format("eu_whole", detect, read)
