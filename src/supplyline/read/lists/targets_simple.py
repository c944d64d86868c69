"""OpenSanctions' targets.simple.csv: one row a target, several values in a cell between ";".

Numbers carry no label there: a right checksum tells an INN, OGRN, LEI, USCC or IMO; others are kept as "reg:".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.model import Sanction
from supplyline.read.lists import tables
from supplyline.read.lists.common import (
    Format,
    Reading,
    Record,
    Source,
    iso_date,
    list_codes,
    programmes,
    spaced,
)
from supplyline.read.lists.ftm_json import name_list

_NEEDED = ("id", "schema", "name", "aliases", "countries", "identifiers", "sanctions", "dataset", "last_seen")


def detect(source: Source) -> bool:
    first = source.head.splitlines()[:1]
    return bool(first) and all(column in first[0] for column in ("schema", "identifiers", "sanctions", "dataset"))


def read(reading: Reading) -> Iterator[Record]:
    (source,) = reading.sources
    newest = ""
    sets: dict[str, None] = {}
    waiting: list[tuple[Record, str, str]] = []
    for line, row in tables.dicts(source, _NEEDED, reading):
        number = row["id"].strip()
        if not number:
            reading.problem(source, f"line {line}", "no id; the row was left out", "export the list again")
            continue
        record = Record(number, row["schema"].strip() or "LegalEntity", source, f"line {line}")
        record.name(row["name"], "primary")
        for text in row["aliases"].split(";"):
            record.name(text)
        for text in row["countries"].split(";"):
            record.country(text)
        for text in row["identifiers"].split(";"):
            record.identifier(text)
        for text in row.get("birth_date", "").split(";"):
            record.birth(text)
        for text in row.get("addresses", "").split(";"):
            record.address(text)
        for text in row["dataset"].split(";"):
            if spaced(text):
                sets.setdefault(spaced(text))
        newest = max(newest, iso_date(row["last_seen"]) or "")
        waiting.append((record, row["sanctions"], row.get("program_ids", "")))
    name_list(reading, source, tuple(sets))
    reading.as_of = newest or None
    entry = list_codes().get(reading.code)
    for record, words, ids in waiting:
        reason = spaced(words.strip('" \n')) or None
        if entry is not None:
            for programme in programmes(ids) or [""]:
                record.sanction(entry, programme, None, None, reason)
        elif reason or ids:
            for programme in programmes(ids) or [""]:
                record.sanctions.setdefault(Sanction(reading.title, programme or None, reason=reason))
        yield record


FORMAT = Format("targets_simple", detect, read)
