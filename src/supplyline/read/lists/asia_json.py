"""Japan's Foreign End User List and China's MOFCOM lists, as one JSON array of flat objects.

The ministries publish PDF and HTML; this is the shape in which their entries are passed on: entity_name, aliases,
addresses, date_added, list_id, source_list_name, last_verified. Addresses of the Japanese list start with a country.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supplyline.read.lists import jsons
from supplyline.read.lists.common import (
    ORGANIZATION,
    PERSON,
    Format,
    Reading,
    Record,
    Source,
    country,
    iso_date,
    refuse,
)

_SCHEMAS = {"person": PERSON, "individual": PERSON}
_LISTS = {"jp": "jp_meti", "cn": "cn_mofcom"}
_NEEDED = ("id", "list_id", "country")


def detect(source: Source) -> bool:
    return source.head.lstrip().startswith("[") and '"entity_name"' in source.head and '"list_id"' in source.head


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    items = jsons.whole(source, reading, "Is it cut off?")
    if not isinstance(items, list) or not items or not isinstance(items[0], dict):
        raise refuse(source, "1", "an array of objects", "something else", "Try --format auto.")
    publisher = jsons.text(items[0].get("country"))
    if publisher not in _LISTS:
        raise refuse(source, "1", 'country "jp" or "cn"', repr(publisher), "Convert it to CSV and map its columns.")
    entry = reading.known(_LISTS[publisher])
    newest = ""
    for at, item in enumerate(items, 1):
        record = _party(item, source, at) if isinstance(item, dict) else None
        if record is None or item.get("country") != publisher:
            reading.problem(
                source, f"item {at}", f"an item without {', '.join(_NEEDED)}, or of another country; left out",
                "compare it with the items beside it",
            )  # fmt: skip
            continue
        # As written: "关注名单 (Attention List)".
        programme = jsons.text(item.get("source_list_name")) or jsons.text(item["list_id"])
        listed = reading.day(source, record.row, jsons.text(item.get("date_added")))
        record.sanction(entry, programme, listed, None, jsons.text(item.get("reason")))
        newest = max(newest, iso_date(jsons.text(item.get("last_verified"))) or "")
        yield record
    reading.as_of = newest or None


def _party(item: dict[str, Any], source: Source, at: int) -> Record | None:
    number, list_id, publisher = (jsons.text(item.get(key)) for key in _NEEDED)
    if not (number and list_id and publisher):
        return None
    schema = _SCHEMAS.get(jsons.text(item.get("entity_type")), ORGANIZATION)
    record = Record(number, schema, source, f"item {at} ({number})")
    addresses = jsons.texts(item.get("addresses"))
    name = jsons.text(item.get("entity_name"))
    if not name and addresses:
        # Some entries have slipped a cell: "People's Republic of China 23rd Research Institute" is both.
        place, rest = _country_first(addresses[0])
        addresses[0] = place or addresses[0]
        record.name(rest, "primary")
    record.name(name, "primary")
    for alias in jsons.texts(item.get("aliases")):
        record.name(alias)
    for address in addresses:
        record.country(address)
        record.address(address)
    return record


def _country_first(text: str) -> tuple[str, str]:
    """The longest country's name that a text starts with, and the rest of it."""
    words = text.split()
    for at in range(len(words) - 1, 0, -1):
        if country(" ".join(words[:at])):
            return " ".join(words[:at]), " ".join(words[at:])
    return "", ""


FORMAT = Format("asia_json", detect, read)
