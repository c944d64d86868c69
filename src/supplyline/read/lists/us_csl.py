"""The US Consolidated Screening List as CSV or JSON: eleven or more lists in one, each row with its source.

The list repeats lists that have files of their own (OFAC's, the Denied Persons List): it `republishes` them, and each
local id starts with the code of the list it comes from ("us_bis_el:…"). The file carries no date of its own: the
newest start date in it is one it cannot be older than. One page of an answer of the search service is refused: who is
on another page would seem not to be listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from supplyline.read.lists import jsons, tables
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
    list_codes,
    list_names,
    programmes,
    refuse,
)

_SCHEMAS = {"individual": PERSON, "entity": ORGANIZATION, "vessel": "Vessel", "aircraft": "Airplane"}
_NEEDED = ("source", "name", "alt_names", "addresses", "programs", "start_date")
_MANY = ("alt_names", "programs", "nationalities", "citizenships", "dates_of_birth")  # several values in a cell
_ADDRESS = ("address", "city", "state", "postal_code", "country")
REPUBLISHES = ("us_ofac_sdn", "us_ofac_cons", "us_bis_dpl")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, the same from both forms. An id is (country, number, kind)."""

    place: str
    cells: Mapping[str, str]
    many: Mapping[str, list[str]]
    addresses: list[tuple[str, str]] = field(default_factory=list)  # the country, the whole
    ids: list[tuple[str, str, str]] = field(default_factory=list)

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip()


def detect(source: Source) -> bool:
    first = source.head.splitlines()[:1]
    cells = first[0].split(",") if first else []
    return all(column in cells for column in _NEEDED)


def detect_json(source: Source) -> bool:
    head = source.head.lstrip()
    return head.startswith("{") and '"results"' in head and '"source_list_url"' in head and '"alt_names"' in head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    return _records(reading, source, (_of_csv(row, line) for line, row in tables.dicts(source, _NEEDED, reading)))


def read_json(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    answer = jsons.whole(source, reading, "Is it cut off? Download it again.")
    items = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise refuse(source, "1", 'an object with an array "results"', "something else", "Download consolidated.json.")
    total = answer.get("total")
    if isinstance(total, int) and total > len(items):
        raise refuse(
            source, "1", f"all {total} results", f"{len(items)}: one page of an answer",
            "Download the whole list, consolidated.json.",
        )  # fmt: skip
    return _records(reading, source, _of_json(items, reading, source))


def _records(reading: Reading, source: Source, rows: Iterable[_Row]) -> Iterator[Record]:
    whole = reading.known("us_csl")
    reading.republishes = ",".join(REPUBLISHES)
    newest = ""
    unknown: dict[str, str] = {}
    for row in rows:
        code = list_names().get(row.cell("source").casefold())
        if code is None:
            unknown.setdefault(row.cell("source"), row.place)
        record = _party(row, list_codes()[code] if code else whole, reading, source)
        newest = max(newest, *(s.listing_date or "" for s in record.sanctions))
        yield record
    for name, place in unknown.items():
        reading.problem(
            source, place, f"a source list that is not known: {name!r}; its rows are read under the whole list's name",
            "add the name to data/lists.tsv",
        )  # fmt: skip
    reading.as_of = newest or None


def _of_csv(row: Mapping[str, str], line: int) -> _Row:
    found = _Row(f"line {line}", row, {name: row.get(name, "").split(";") for name in _MANY})
    found.addresses.extend((text.rpartition(",")[2], text) for text in row["addresses"].split(";"))
    for one in row.get("ids", "").split(";"):
        # Country, dates, number and kind, all but the last two optional: "RU, 7702235133, Tax ID No.".
        parts = [part.strip() for part in one.split(",")]
        if len(parts) > 1:
            found.ids.append((parts[0] if len(parts) > 2 else "", parts[-2], parts[-1]))
    return found


def _of_json(items: list[Any], reading: Reading, source: Source) -> Iterator[_Row]:
    for at, item in enumerate(items, 1):
        if not isinstance(item, dict) or not jsons.text(item.get("source")):
            reading.problem(source, f"result {at}", "no object with a source; left out", "compare it with its neighbours")
            continue
        cells = {str(key): jsons.text(value) for key, value in item.items()}
        found = _Row(f"result {at}", cells, {name: jsons.texts(item.get(name)) for name in _MANY})
        for one in _objects(item.get("addresses")):
            words = [jsons.text(one.get(part)) for part in _ADDRESS]
            found.addresses.append((words[-1], ", ".join(filter(None, words))))
        for one in _objects(item.get("ids")):
            country, number, kind = (jsons.text(one.get(part)) for part in ("country", "number", "type"))
            found.ids.append((country, number, kind))
        yield found


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _party(row: _Row, entry: ListCode, reading: Reading, source: Source) -> Record:
    number = row.cell("entity_number") or row.cell("_id") or row.cell("id")
    schema = _SCHEMAS.get(row.cell("type").lower(), UNKNOWN)
    code = entry.code
    if code == "us_ofac_cons":  # five lists in one: a party may stand on several
        code += f":{row.cell('source').partition('(')[2].partition(')')[0]}"
    record = Record(f"{code}:{number or row.place.rpartition(' ')[2]}", schema, source, row.place)
    record.name(row.cell("name"), "primary")
    for alias in row.many["alt_names"]:
        record.name(alias.strip().removeprefix("and "))
    for country, address in row.addresses:
        record.country(country)
        record.address(address)
    for text in (*row.many["nationalities"], *row.many["citizenships"], row.cell("vessel_flag")):
        record.country(text)
    for text in row.many["dates_of_birth"]:
        record.birth(text)
    if row.cell("call_sign"):
        record.identifiers.setdefault(f"callsign:{row.cell('call_sign').upper()}")
    dates: list[str] = []
    for country, number, kind in row.ids:
        # OFAC's lists have no start date, but some entries say it among the numbers.
        if kind.startswith("Listing Date"):
            dates += filter(None, [iso_date(number or country)])
            continue
        place = country.lower() if len(country) == 2 and country.isupper() else None
        record.identifier(number, "imo" if number.upper().startswith("IMO ") else kind, place)
    listed = reading.day(source, row.place, row.cell("start_date"), "mdy") or min(dates, default=None)
    end = iso_date(row.cell("end_date"), "mdy")
    reason = row.cell("federal_register_notice") or None
    for programme in [p for text in row.many["programs"] for p in programmes(text)] or [""]:
        record.sanction(entry, programme, listed, end, reason)
    return record


FORMAT = Format("us_csl", detect, read)
FORMAT_JSON = Format("us_csl_json", detect_json, read_json)
