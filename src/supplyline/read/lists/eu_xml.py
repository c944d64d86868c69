"""The EU's financial sanctions file, XML 1.1: sanctionEntity elements, all facts in attributes."""

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

_SCHEMAS = {"person": PERSON, "p": PERSON, "enterprise": ORGANIZATION, "entity": ORGANIZATION, "e": ORGANIZATION}


def detect(source: Source) -> bool:
    return "<export" in source.head and "fsd/export" in source.head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("eu_fsf")
    reading.as_of = iso_date(xmls.root_attributes(source).get("generationDate"))
    for element in xmls.elements(source, ("sanctionEntity",), ("export",)):
        number = element.get("euReferenceNumber") or element.get("logicalId")
        if not number:
            reading.problem(
                source, xmls.place(element), "a sanctionEntity without euReferenceNumber and logicalId; left out",
                "download the list again",
            )  # fmt: skip
            continue
        yield _party(element, number, reading, entry)


def _party(element: etree._Element, number: str, reading: Reading, entry: ListCode) -> Record:
    (source,) = reading.sources
    subject = next(iter(xmls.all_of(element, "subjectType")), None)
    code = "" if subject is None else (subject.get("code") or subject.get("classificationCode") or "").lower()
    record = Record(number, _SCHEMAS.get(code, UNKNOWN), source, f"{number}, {xmls.place(element)}")
    for alias in xmls.all_of(element, "nameAlias"):
        whole = alias.get("wholeName") or " ".join(
            filter(None, (alias.get(part) for part in ("firstName", "middleName", "lastName")))
        )
        weak = alias.get("strong") == "false"
        kind = "weak" if weak else "alias" if record.names else "primary"
        record.name(whole, kind, alias.get("nameLanguage"))
    for one in xmls.all_of(element, "identification"):
        label = (one.get("identificationTypeDescription") or one.get("identificationTypeCode") or "").lower()
        issued = (one.get("countryIso2Code") or one.get("issuedBy") or "").lower()
        record.identifier(one.get("number") or one.get("latinNumber"), label, issued if issued.isalpha() else None)
    for one in xmls.all_of(element, "address"):
        record.country(one.get("countryIso2Code"))
        description = one.get("countryDescription")
        record.address(*(one.get(part) for part in ("street", "poBox", "zipCode", "city", "region")), description)
    for one in xmls.all_of(element, "citizenship"):
        record.country(one.get("countryIso2Code"))
    for one in xmls.all_of(element, "birthdate"):
        record.birth(one.get("birthdate") or one.get("year"))
    record.un_reference(element.get("unitedNationId"))
    listed = reading.day(source, record.row, element.get("designationDate")) or _first_date(element)
    for regulation in xmls.all_of(element, "regulation"):
        record.sanction(entry, regulation.get("programme"), listed, None, regulation.get("numberTitle"))
    if not record.sanctions:
        record.sanction(entry, None, listed)
    return record


def _first_date(element: etree._Element) -> str | None:
    """The oldest date of its regulations: the entity's own regulation is that of the last amendment."""
    parts = xmls.all_of(element, "regulation") + xmls.all_of(element, "nameAlias/regulationSummary")
    dates = [iso_date(part.get(key)) for part in parts for key in ("entryIntoForceDate", "publicationDate")]
    return min(filter(None, dates), default=None)


FORMAT = Format("eu_xml", detect, read)
