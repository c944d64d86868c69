"""OFAC's sdn.xml and consolidated.xml: one sdnEntry a party."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from supplyline.read.lists import xmls
from supplyline.read.lists.common import ORGANIZATION, Format, ListCode, Reading, Record, Source, iso_date

_SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "entity": ORGANIZATION}


def detect(source: Source) -> bool:
    return "<sdnList" in source.head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    name = source.name.lower()
    entry = reading.known("us_ofac_cons" if "cons" in name else "us_ofac_sdn")
    # The tag is misspelt at the publisher's; both spellings are taken.
    for element in xmls.elements(source, ("sdnEntry", "publshInformation", "publishInformation"), ("sdnList",)):
        if xmls.local(element) != "sdnEntry":
            reading.as_of = iso_date(xmls.text(element, "Publish_Date"), "mdy")
            continue
        number = xmls.text(element, "uid")
        if not number:
            reading.problem(source, xmls.place(element), "an sdnEntry without uid; left out", "report it to OFAC")
            continue
        yield _party(element, number, source, entry)


def _party(element: etree._Element, number: str, source: Source, entry: ListCode) -> Record:
    schema = _SCHEMAS.get(xmls.text(element, "sdnType").lower(), ORGANIZATION)
    record = Record(number, schema, source, f"sdnEntry {number}, {xmls.place(element)}")
    record.name(_name(element), "primary")
    for aka in xmls.all_of(element, "akaList/aka"):
        weak = xmls.text(aka, "category").lower() == "weak"
        former = xmls.text(aka, "type").lower().startswith("f")
        record.name(_name(aka), "weak" if weak else "former" if former else "alias")
    for one in xmls.all_of(element, "idList/id"):
        label = xmls.text(one, "idType")
        number_text = xmls.text(one, "idNumber")
        if number_text.upper().startswith("IMO "):
            label = "imo"
        found = Record("", "", source, "").country(xmls.text(one, "idCountry"))
        record.identifier(number_text, label, found)
    for address in xmls.all_of(element, "addressList/address"):
        place = xmls.text(address, "country")
        record.country(place)
        parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")
        record.address(*(xmls.text(address, p) for p in parts), place)
    for path in ("nationalityList/nationality", "citizenshipList/citizenship"):
        for one in xmls.all_of(element, path):
            record.country(xmls.text(one, "country"))
    record.country(xmls.text(element, "vesselInfo/vesselFlag"))
    for date in xmls.texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        record.birth(date)
    for programme in xmls.texts(element, "programList/program") or [""]:
        record.sanction(entry, programme)
    return record


def _name(element: etree._Element) -> str:
    # As in OFAC's CSV: "FAMILY, Given".
    return ", ".join(filter(None, (xmls.text(element, "lastName"), xmls.text(element, "firstName"))))


FORMAT = Format("ofac_xml", detect, read)
