"""The UN Security Council's consolidated list: INDIVIDUAL and ENTITY elements.

Aliases of quality Low are weak names: they alone never make a listing. "f.k.a." is a former name.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from supplyline.read.lists import xmls
from supplyline.read.lists.common import (
    ORGANIZATION,
    PERSON,
    Format,
    ListCode,
    Reading,
    Record,
    Source,
    iso_date,
)

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_KINDS = {"low": "weak", "f.k.a.": "former"}


def detect(source: Source) -> bool:
    return "<CONSOLIDATED_LIST" in source.head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("un_sc")
    reading.as_of = iso_date(xmls.root_attributes(source).get("dateGenerated"))
    for element in xmls.elements(source, ("INDIVIDUAL", "ENTITY"), ("CONSOLIDATED_LIST",)):
        number = xmls.text(element, "REFERENCE_NUMBER") or xmls.text(element, "DATAID")
        if not number:
            reading.problem(
                source, xmls.place(element), "an entry without REFERENCE_NUMBER and DATAID; left out",
                "download the list again",
            )  # fmt: skip
            continue
        yield _party(element, number, reading, entry)


def _party(element: etree._Element, number: str, reading: Reading, entry: ListCode) -> Record:
    (source,) = reading.sources
    kind = xmls.local(element)
    schema = PERSON if kind == "INDIVIDUAL" else ORGANIZATION
    record = Record(number, schema, source, f"{kind} {number}, {xmls.place(element)}")
    record.name(" ".join(filter(None, (xmls.text(element, part) for part in _PARTS))), "primary")
    record.name(xmls.text(element, "NAME_ORIGINAL_SCRIPT"), "alias")
    for alias in xmls.all_of(element, f"{kind}_ALIAS"):
        quality = xmls.text(alias, "QUALITY").lower()
        record.name(xmls.text(alias, "ALIAS_NAME"), _KINDS.get(quality, "alias"))
    for one in xmls.texts(element, "NATIONALITY/VALUE"):
        record.country(one)
    for address in xmls.all_of(element, f"{kind}_ADDRESS"):
        record.country(xmls.text(address, "COUNTRY"))
        parts = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
        record.address(*(xmls.text(address, part) for part in parts))
    for birth in xmls.all_of(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        record.birth(xmls.text(birth, "DATE") or xmls.text(birth, "YEAR"))
    for document in xmls.all_of(element, "INDIVIDUAL_DOCUMENT"):
        label = xmls.text(document, "TYPE_OF_DOCUMENT")
        record.identifier(xmls.text(document, "NUMBER"), label)
    record.un_reference(xmls.text(element, "REFERENCE_NUMBER"))
    listed = reading.day(source, record.row, xmls.text(element, "LISTED_ON"))
    record.sanction(entry, xmls.text(element, "UN_LIST_TYPE"), listed)
    return record


FORMAT = Format("un_xml", detect, read)
