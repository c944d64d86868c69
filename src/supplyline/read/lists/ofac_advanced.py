"""OFAC's sdn_advanced.xml and cons_advanced.xml: parties by reference, with names in their own scripts.

Everything is a number that another part of the file explains: the reference values and places come first, the
parties after them, their sanctions entries last. So parties wait until the entries (dates, programmes) are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from supplyline.read.lists import xmls
from supplyline.read.lists.common import (
    ORGANIZATION,
    Format,
    ListCode,
    Reading,
    Record,
    Source,
    country,
    iso_date,
)

_SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "entity": ORGANIZATION}
_TAGS = (
    "DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry",
)  # fmt: skip
_NATIONALITY = ("Nationality Country", "Citizenship Country", "Nationality of Registration", "Vessel Flag")


@dataclass(slots=True)
class _Lookup:
    """What the numbers of the file stand for."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)  # party subtype -> party type
    codes: dict[str, str] = field(default_factory=dict)  # country value -> alpha-2
    places: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    documents: dict[str, list[tuple[str, str, str | None]]] = field(default_factory=dict)

    def value(self, kind: str, number: str | None) -> str:
        return self.values.get((kind, number or ""), "")


def detect(source: Source) -> bool:
    return "<Sanctions" in source.head and "ReferenceValueSets" in source.head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("us_ofac_cons" if "cons" in source.name.lower() else "us_ofac_sdn")
    lookup = _Lookup()
    waiting: dict[str, Record] = {}
    for element in xmls.elements(source, _TAGS, ("Sanctions",)):
        kind = xmls.local(element)
        if kind == "DateOfIssue":
            reading.as_of = reading.as_of or _date(element)
        elif kind == "ReferenceValueSets":
            _values(element, lookup)
        elif kind == "Location":
            _place(element, lookup)
        elif kind == "IDRegDocument":
            _document(element, lookup)
        elif kind == "DistinctParty":
            for profile in xmls.all_of(element, "Profile"):
                record = _party(profile, source, lookup)
                waiting[record.local_id] = record
        else:
            _sanctions(element, entry, waiting, reading, source)
    for record in waiting.values():
        if not record.sanctions:  # listed all the same: the file holds only who is
            record.sanction(entry)
        yield record


def _values(sets: etree._Element, lookup: _Lookup) -> None:
    for group in sets:
        for value in group:
            number, kind = value.get("ID") or "", xmls.local(value)
            lookup.values[kind, number] = xmls.words(value)
            if kind == "PartySubType":
                lookup.parents[number] = value.get("PartyTypeID") or ""
            if kind == "Country":
                lookup.codes[number] = (value.get("ISO2") or "").lower()


def _country(lookup: _Lookup, number: str | None) -> str | None:
    code = lookup.codes.get(number or "", "")
    return code or country(lookup.value("Country", number))


def _place(element: etree._Element, lookup: _Lookup) -> None:
    found = None
    for one in xmls.all_of(element, "LocationCountry"):
        found = found or _country(lookup, one.get("CountryID"))
    # Part types 1450… are countries' names among streets and towns; the words alone matter here.
    words = xmls.texts(element, "LocationPart/LocationPartValue/Value")
    lookup.places[element.get("ID") or ""] = (", ".join(words), found)


def _document(element: etree._Element, lookup: _Lookup) -> None:
    label = lookup.value("IDRegDocType", element.get("IDRegDocTypeID"))
    number = xmls.text(element, "IDRegistrationNo")
    issued = _country(lookup, element.get("IssuedBy-CountryID"))
    lookup.documents.setdefault(element.get("IdentityID") or "", []).append((label, number, issued))


def _party(profile: etree._Element, source: Source, lookup: _Lookup) -> Record:
    number = profile.get("ID") or xmls.place(profile)
    subtype = profile.get("PartySubTypeID")
    kind = lookup.value("PartySubType", subtype).lower()
    if kind not in _SCHEMAS:
        kind = lookup.value("PartyType", lookup.parents.get(subtype or "")).lower()
    record = Record(number, _SCHEMAS.get(kind, ORGANIZATION), source, f"Profile {number}, {xmls.place(profile)}")
    for identity in xmls.all_of(profile, "Identity"):
        part_kinds = {
            group.get("ID"): lookup.value("NamePartType", group.get("NamePartTypeID"))
            for group in xmls.all_of(identity, "NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        aliases = xmls.all_of(identity, "Alias")
        for alias in sorted(aliases, key=lambda a: a.get("Primary") != "true"):
            _names(record, alias, part_kinds, lookup)
        for label, text, issued in lookup.documents.get(identity.get("ID") or "", ()):
            record.identifier(text, "imo" if text.upper().startswith("IMO ") else label, issued)
    for feature in xmls.all_of(profile, "Feature"):
        _feature(record, feature, lookup)
    return record


def _names(record: Record, alias: etree._Element, part_kinds: dict[str | None, str], lookup: _Lookup) -> None:
    former = lookup.value("AliasType", alias.get("AliasTypeID")).lower().startswith("f")
    kind = "weak" if alias.get("LowQuality") == "true" else "former" if former else "alias"
    for at, documented in enumerate(xmls.all_of(alias, "DocumentedName")):
        family: list[str] = []
        other: list[str] = []
        for value in xmls.all_of(documented, "DocumentedNamePart/NamePartValue"):
            last = part_kinds.get(value.get("NamePartGroupID"), "").lower() == "last name"
            (family if last else other).append(xmls.words(value))
        joined = ", ".join(filter(None, (" ".join(family), " ".join(other))))
        first = alias.get("Primary") == "true" and at == 0
        record.name(joined, "primary" if first else kind)


def _feature(record: Record, feature: etree._Element, lookup: _Lookup) -> None:
    label = lookup.value("FeatureType", feature.get("FeatureTypeID"))
    for one in xmls.all_of(feature, "FeatureVersion/VersionLocation"):
        words, found = lookup.places.get(one.get("LocationID") or "", ("", None))
        if label == "Location":
            record.address(words)
        if found and (label == "Location" or label in _NATIONALITY):
            record.countries.setdefault(found)
    if label in _NATIONALITY:
        for detail in xmls.texts(feature, "FeatureVersion/VersionDetail"):
            record.country(detail)
    if label == "Birthdate":
        for start in xmls.all_of(feature, "FeatureVersion/DatePeriod/Start/From"):
            record.birth(_date(start))


def _sanctions(
    element: etree._Element, entry: ListCode, waiting: dict[str, Record], reading: Reading, source: Source
) -> None:
    record = waiting.get(element.get("ProfileID") or "")
    if record is None:
        place = xmls.place(element)
        reading.problem(source, place, f"a SanctionsEntry of no known profile {element.get('ProfileID')}; left out",
                        "download the file again")  # fmt: skip
        return
    dates = [d for d in (_date(e) for e in xmls.all_of(element, "EntryEvent/Date")) if d]
    # A measure's comment is the programme: an entry may have several, and all are kept.
    programmes = [p for p in xmls.texts(element, "SanctionsMeasure/Comment") if p]
    for programme in programmes or [""]:
        record.sanction(entry, programme, min(dates) if dates else None)


def _date(element: etree._Element) -> str | None:
    year, month, day = (xmls.text(element, part).zfill(2) for part in ("Year", "Month", "Day"))
    return iso_date(f"{year}-{month}-{day}") or iso_date(f"{year}-{month}") or iso_date(year)


FORMAT = Format("ofac_advanced", detect, read)
