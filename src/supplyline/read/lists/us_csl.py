"""The US Consolidated Screening List as CSV: eleven or more lists in one, each row with its source.

The list repeats lists that have files of their own (OFAC's, the Denied Persons List): it `republishes` them, and each
local id starts with the code of the list it comes from ("us_bis_el:…"). The file carries no date of its own: the
newest start date in it is one it cannot be older than.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.read.lists import tables
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
)

_SCHEMAS = {"individual": PERSON, "entity": ORGANIZATION, "vessel": "Vessel", "aircraft": "Airplane"}
_NEEDED = ("source", "name", "alt_names", "addresses", "programs", "start_date")
REPUBLISHES = ("us_ofac_sdn", "us_ofac_cons", "us_bis_dpl")


def detect(source: Source) -> bool:
    first = source.head.splitlines()[:1]
    cells = first[0].split(",") if first else []
    return all(column in cells for column in _NEEDED)


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    whole = reading.known("us_csl")
    reading.republishes = ",".join(REPUBLISHES)
    newest = ""
    unknown: dict[str, int] = {}
    for line, row in tables.dicts(source, _NEEDED, reading):
        code = list_names().get(row["source"].strip().casefold())
        if code is None:
            unknown.setdefault(row["source"].strip(), line)
        entry = list_codes()[code] if code else whole
        record = _party(row, entry, source, line)
        newest = max(newest, *(s.listing_date or "" for s in record.sanctions))
        yield record
    for name, line in unknown.items():
        reading.problem(
            source, f"line {line}", f"a source list that is not known: {name!r}; its rows are read under the "
            "whole list's name", "add the name to data/lists.tsv",
        )  # fmt: skip
    reading.as_of = newest or None


def _party(row: dict[str, str], entry: ListCode, source: Source, line: int) -> Record:
    number = row.get("entity_number", "").strip() or row.get("_id", "").strip() or row.get("id", "").strip()
    schema = _SCHEMAS.get(row.get("type", "").strip().lower(), UNKNOWN)
    code = entry.code
    if code == "us_ofac_cons":  # five lists in one: a party may stand on several
        code += f":{row['source'].partition('(')[2].partition(')')[0]}"
    record = Record(f"{code}:{number or line}", schema, source, f"line {line}")
    record.name(row["name"], "primary")
    for alias in row["alt_names"].split(";"):
        record.name(alias.strip().removeprefix("and "))
    for address in row["addresses"].split(";"):
        record.country(address.rpartition(",")[2])
        record.address(address)
    for column in ("nationalities", "citizenships", "vessel_flag"):
        for text in row.get(column, "").split(";"):
            record.country(text)
    for text in row.get("dates_of_birth", "").split(";"):
        record.birth(text)
    if row.get("call_sign", "").strip():
        record.identifiers.setdefault(f"callsign:{row['call_sign'].strip().upper()}")
    dates: list[str] = []
    for one in row.get("ids", "").split(";"):
        parts = [part.strip() for part in one.split(",")]
        _identifier(record, parts)
        # OFAC's lists have no start date, but some entries say it among the numbers.
        if parts[-1].startswith("Listing Date"):
            dates += filter(None, [iso_date(parts[0])])
    listed = iso_date(row["start_date"], "mdy") or min(dates, default=None)
    end = iso_date(row.get("end_date"), "mdy")
    reason = row.get("federal_register_notice") or None
    for programme in programmes(row["programs"]) or [""]:
        record.sanction(entry, programme, listed, end, reason)
    return record


def _identifier(record: Record, parts: list[str]) -> None:
    """Parts are country, dates, number, kind, all but the last two optional: "RU, 7702235133, Tax ID No."."""
    if len(parts) < 2:
        return
    place = parts[0].lower() if len(parts) > 2 and len(parts[0]) == 2 and parts[0].isupper() else None
    label = "imo" if parts[-2].upper().startswith("IMO ") else parts[-1]
    record.identifier(parts[-2], label, place)


FORMAT = Format("us_csl", detect, read)
