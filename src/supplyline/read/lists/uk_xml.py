"""The UK Sanctions List as XML: one Designation a party. Since 28 January 2026 it is the UK's only list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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

SCHEMAS = {"individual": PERSON, "entity": ORGANIZATION, "ship": "Vessel"}


def detect(source: Source) -> bool:
    return "<Designations" in source.head


def names_in_order(parts: Mapping[str, str]) -> str:
    """Name6 is the family name or the whole name of an entity; the given names are Name1 to Name5."""
    return " ".join(filter(None, (parts.get(f"Name{n}", "").strip() for n in range(1, 7))))


def kind_of(name_type: str, strength: str) -> str:
    folded = name_type.strip().lower()
    if folded.startswith("primary") and "variation" not in folded:
        return "primary"
    return "weak" if "low" in strength.lower() or "low" in folded else "alias"


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("uk_sl")
    for element in xmls.elements(source, ("Designation", "DateGenerated"), ("Designations",)):
        if xmls.local(element) == "DateGenerated":
            reading.as_of = iso_date(xmls.words(element))
            continue
        number = xmls.text(element, "UniqueID")
        if not number:
            reading.problem(source, xmls.place(element), "a Designation without UniqueID; left out",
                            "download the list again")  # fmt: skip
            continue
        yield _party(element, number, reading, entry)


def _party(element: etree._Element, number: str, reading: Reading, entry: ListCode) -> Record:
    (source,) = reading.sources
    schema = SCHEMAS.get(xmls.text(element, "IndividualEntityShip").lower(), "LegalEntity")
    record = Record(number, schema, source, f"{number}, {xmls.place(element)}")
    for name in xmls.all_of(element, "Names/Name"):
        parts = {f"Name{n}": xmls.text(name, f"Name{n}") for n in range(1, 7)}
        record.name(names_in_order(parts), kind_of(xmls.text(name, "NameType"), xmls.text(name, "AliasStrength")))
    for text in xmls.texts(element, "NonLatinNames/NonLatinName/NameNonLatinScript"):
        record.name(text)
    for address in xmls.all_of(element, "Addresses/Address"):
        place = xmls.text(address, "AddressCountry")
        record.country(place)
        lines = (xmls.text(address, f"AddressLine{n}") for n in range(1, 7))
        record.address(*lines, xmls.text(address, "AddressPostalCode"), place)
    person = "IndividualDetails/Individual"
    for text in xmls.texts(element, f"{person}/Nationalities/Nationality"):
        record.country(text)
    for text in xmls.texts(element, f"{person}/DOBs/DOB"):
        record.birth(text)
    for path, label in (
        (f"{person}/PassportDetails/Passport/PassportNumber", "passport"),
        (f"{person}/NationalIdentifierDetails/NationalIdentifier/NationalIdentifierNumber", "national id no."),
        ("EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber", "registration number"),
        ("ShipDetails/Ship/IMONumbers/IMONumber", "imo"),
    ):
        for text in xmls.texts(element, path):
            record.identifier(text, label)
    for text in xmls.texts(element, "ShipDetails/Ship/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip"):
        record.country(text)
    record.un_reference(xmls.text(element, "UNReferenceNumber"))
    listed = reading.day(source, record.row, xmls.text(element, "DateDesignated"))
    record.sanction(entry, xmls.text(element, "RegimeName"), listed)
    return record


FORMAT = Format("uk_xml", detect, read)
