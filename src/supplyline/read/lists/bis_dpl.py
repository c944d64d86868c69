"""The BIS Denied Persons List: tab-separated text with a header line and no numbers of its own.

A party's local id is made of its row's content. The newest "Last_Update" is a day the file cannot be older than.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.model import make_id
from supplyline.read.lists import tables
from supplyline.read.lists.common import UNKNOWN, Format, Reading, Record, Source, iso_date

_NEEDED = ("Name", "Street_Address", "City", "State", "Country", "Effective_Date", "Last_Update", "FR_Citation")


def detect(source: Source) -> bool:
    first = source.head.splitlines()[:1]
    return bool(first) and "\t" in first[0] and "FR_Citation" in first[0] and "Standard_Order" in first[0]


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    entry = reading.known("us_bis_dpl")
    newest = ""
    for line, row in tables.dicts(source, _NEEDED, reading, "\t"):
        number = make_id("dpl", *(row[c].strip() for c in ("Name", "Street_Address", "City", "Effective_Date")))
        record = Record(number, UNKNOWN, source, f"line {line}")
        record.name(row["Name"], "primary")
        record.country(row["Country"])
        parts = ("Street_Address", "City", "State", "Postal_Code", "Country")
        record.address(*(row.get(part) for part in parts))
        listed = reading.day(source, f"line {line}", row["Effective_Date"], "mdy")
        end = iso_date(row.get("Expiration_Date"), "mdy")
        record.sanction(entry, None, listed, end, row["FR_Citation"])
        newest = max(newest, iso_date(row["Last_Update"]) or "")
        yield record
    reading.as_of = newest or None


FORMAT = Format("bis_dpl", detect, read)
