"""FollowTheMoney entities, one JSON object a line, as OpenSanctions exports them.

Listings are the targets among parties and vessels; Sanction objects on their own lines, or nested, give programme and
dates. Ownership objects become holdings, with the parties that they name and that are no targets: a company may be
blocked because of who owns it. Other objects (families, positions, addresses) are left. Entities of one data set keep its code, so that a copy
of OFAC's list by way of OpenSanctions is a version of OFAC's list; of several, the list is custom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from supplyline.model import Holding, Sanction
from supplyline.read.lists import jsons, tables
from supplyline.read.lists.common import Format, Reading, Record, Source, iso_date, list_codes, list_names

PARTIES = frozenset({
    "Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane", "CryptoWallet", "Security",
})  # fmt: skip
_NAMES = {"name": "primary", "alias": "alias", "previousName": "former", "weakAlias": "weak", "abbreviation": "acronym"}
_NUMBERS = {
    "innCode": "inn", "ogrnCode": "ogrn", "taxNumber": "tax id no.", "registrationNumber": "registration number",
    "imoNumber": "imo", "leiCode": "lei", "uscCode": "unified social credit code", "okpoCode": "government gazette number",
    "idNumber": "", "passportNumber": "passport", "mmsi": "mmsi", "swiftBic": "swift/bic", "wikidataId": "",
    "dunsCode": "d-u-n-s number", "vatCode": "v.a.t. number",
}  # fmt: skip
_PLACES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag")


def detect(source: Source) -> bool:
    head = source.head.lstrip()
    return head.startswith("{") and '"schema"' in head and '"properties"' in head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    waiting: dict[str, Record] = {}
    measures: dict[str, list[Mapping[str, Any]]] = {}
    sets: Counter[str] = Counter()
    owned: list[tuple[int, Mapping[str, Any]]] = []
    newest = ""
    for line, item in _objects(reading, source):
        properties = item["properties"]
        if item["schema"] == "Ownership":
            owned.append((line, properties))
        elif item["schema"] == "Sanction":
            for owner in _ids(properties, "entity"):
                measures.setdefault(owner, []).append(properties)
        elif item["schema"] in PARTIES and item.get("target", True):
            waiting[item["id"]] = _party(item, source, line)
            sets.update(_texts(item, "datasets"))
            for nested in _array(properties, "sanctions"):
                if isinstance(nested, dict) and isinstance(nested.get("properties"), dict):
                    measures.setdefault(item["id"], []).append(nested["properties"])
        newest = max(newest, iso_date(jsons.text(item.get("last_seen"))) or "")
    name_list(reading, source, tuple(sets))
    reading.as_of = newest or None
    for number, record in waiting.items():
        for measure in measures.get(number, ()):
            record.sanctions.setdefault(_sanction(measure, reading, record))
        known = list_codes().get(reading.code)
        if known and not record.sanctions:  # a target without an object of its own for the measure is on the list too
            record.sanctions.setdefault(Sanction(known.authority))
        yield record
    if owned:
        _holdings(reading, source, owned, waiting)


def _holdings(
    reading: Reading, source: Source, owned: list[tuple[int, Mapping[str, Any]]], listed: Mapping[str, Record]
) -> None:
    """What Ownership objects say; the parties that are not listed come from a second walk, so that memory holds only
    those that are needed."""
    ends = [(line, p, _ids(p, "owner"), _ids(p, "asset")) for line, p in owned]
    wanted = {id for _, _, owners, assets in ends for id in (*owners, *assets)} - set(listed)
    parties = dict(listed)
    for line, item in _objects(Reading(reading.sources), source):
        if item["id"] in wanted and item["schema"] in PARTIES:
            parties[item["id"]] = record = _party(item, source, line)
            if record.names:
                reading.others.append(record)
    for line, p, owners, assets in ends:
        percent, since, until = _percent(p), *(iso_date(next(iter(_texts(p, k)), None)) for k in ("startDate", "endDate"))
        for owner in owners:
            for asset in assets:
                names = [next(iter(parties[id].names), id) if id in parties else id for id in (owner, asset)]
                share = "a share that is not stated" if percent is None else f"{percent:g} %"
                text = f"{names[0]} owns {share} of {names[1]}"
                reading.holdings.append(
                    Holding("", "", owner, names[0], asset, names[1], percent, since, until, text, source.sha256, f"line {line}")
                )


def _ids(properties: Mapping[str, Any], key: str) -> list[str]:
    """Ids of the entities that a property names, be they written as ids or as nested objects."""
    found = [v.get("id") if isinstance(v, dict) else v for v in _array(properties, key)]
    return [v for v in found if isinstance(v, str)]


def _percent(properties: Mapping[str, Any]) -> float | None:
    """A share as FollowTheMoney has it: "51", "51.5%", "51,5 %"; what is no number from 0 to 100 is not stated."""
    for text in _texts(properties, "percentage"):
        match = re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%?\s*", text)
        if match and 0 < (value := float(match[1].replace(",", "."))) <= 100:
            return value
    return None


def name_list(reading: Reading, source: Source, sets: tuple[str, ...]) -> None:
    """The list that data sets of OpenSanctions are: a known one, else custom by name."""
    codes = {list_names().get(name.casefold(), "") for name in sets}
    if len(codes) == 1 and "" not in codes:
        reading.known(codes.pop())
        return
    name = sets[0] if len(sets) == 1 else source.name.rsplit("/", 1)[-1].split(".")[0]
    reading.code = "custom:" + "_".join(name.lower().split())
    reading.title = name
    reading.jurisdiction = "custom"
    if codes - {""}:
        reading.republishes = ",".join(sorted(codes - {""}))


def _objects(reading: Reading, source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in enumerate(tables.text_lines(source, reading), 1):
        if not text.strip():
            continue
        try:
            item = jsons.loads(text)
        except ValueError:
            reading.problem(source, f"line {line}", "no JSON object; left out", "one JSON object a line is expected")
            continue
        whole = isinstance(item, dict) and isinstance(item.get("properties"), dict)
        if not whole or not all(isinstance(item.get(key), str) and item[key] for key in ("id", "schema")):
            reading.problem(source, f"line {line}", "an object without id, schema and properties; left out",
                            "export it from FollowTheMoney again")  # fmt: skip
            continue
        yield line, item


def _array(properties: Mapping[str, Any], key: str) -> list[Any]:
    """The values of a property; a lone value stands for an array of one."""
    values = properties.get(key)
    return values if isinstance(values, list) else [] if values is None else [values]


def _texts(properties: Mapping[str, Any], key: str) -> list[str]:
    return [v for v in _array(properties, key) if isinstance(v, str)]


def _party(item: dict[str, Any], source: Source, line: int) -> Record:
    properties = item["properties"]
    record = Record(item["id"], item["schema"], source, f"line {line}")
    caption = item.get("caption")
    record.name(caption if isinstance(caption, str) else None, "primary")
    for key, kind in _NAMES.items():
        for text in _texts(properties, key):
            record.name(text, "alias" if kind == "primary" and record.names else kind)
    for key in _PLACES:
        for text in _texts(properties, key):
            record.country(text)
    for key, label in _NUMBERS.items():
        for text in _texts(properties, key):
            record.identifier(text, label)
    for text in _texts(properties, "birthDate"):
        record.birth(text)
    for text in _texts(properties, "address"):
        record.address(text)
    for text in _texts(properties, "topics"):
        record.topics.setdefault(text)
    return record


def _sanction(properties: Mapping[str, Any], reading: Reading, record: Record) -> Sanction:
    def first(*keys: str) -> str | None:
        return next((t for key in keys for t in _texts(properties, key)), None)

    known = list_codes().get(reading.code)
    return Sanction(
        first("authority") or (known.authority if known else reading.title), first("programId", "program"),
        reading.day(record.source, record.row, first("listingDate", "startDate")), iso_date(first("endDate")), first("reason"),
    )  # fmt: skip


FORMAT = Format("ftm_json", detect, read)
