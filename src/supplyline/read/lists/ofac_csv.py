"""OFAC's CSV files: sdn.csv or cons_prim.csv with its alt, add and comments files.

Headerless, "-0-" is null, the last line is a lone 0x1A. What each file is shows in its shape: 12 columns are the
parties, 5 aliases, 6 addresses, 2 the rest of remarks too long for their cell. A copy with a header line is read too.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from supplyline.model import BadInput
from supplyline.read.lists import tables
from supplyline.read.lists.common import ORGANIZATION, Format, ListCode, Reading, Record, Source, refuse
from supplyline.read.lists.ofac_remarks import remarks

_WIDTHS = {12: "parties", 6: "addresses", 5: "aliases", 2: "comments"}
_SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "entity": ORGANIZATION}
_KINDS = {"aka": "alias", "fka": "former", "nka": "alias"}
_NULL = "-0-"
_HEAD = 8192
# Programmes that tell the lists apart where the file's name does not: both name NS-PLC, only the SDN list CUBA.
_NON_SDN, _SDN = "NS-PLC", "CUBA"


def role(source: Source) -> str | None:
    """parties, aliases, addresses, comments, or None for a file of another kind: what most first rows look like."""
    lines = source.head.splitlines()
    if len(source.data) > _HEAD and len(lines) > 1:
        lines.pop()  # cut off
    votes: Counter[str | None] = Counter()
    for at, cells in enumerate(csv.reader(lines[:20])):
        if at == 0 and _headed(cells):
            continue
        if cells and cells[0] != "\x1a":
            votes[_shape(cells)] += 1
    found, count = votes.most_common(1)[0] if votes else (None, 0)
    return found if 2 * count > votes.total() else None


def _shape(cells: list[str]) -> str | None:
    kind = _WIDTHS.get(len(cells))
    fits = cells[0].strip().isdigit()
    if kind == "parties":
        fits = fits and any(c.strip() == _NULL for c in cells)
    elif kind == "aliases":
        fits = fits and cells[2].strip() in _KINDS
    elif kind == "addresses":
        fits = fits and cells[1].strip().isdigit()
    elif kind == "comments":
        # A table of two columns is much else too: remarks end in words, not in a country or number.
        fits = fits and cells[1].rstrip().endswith((".", ";")) and len(cells[1]) > 6
    return kind if fits else None


def _headed(cells: list[str]) -> bool:
    folded = [c.strip().lower() for c in cells]
    return len(cells) == 12 and folded[0] in ("id", "ent_num", "entnum", "uid") and "name" in " ".join(folded[1:2])


def numbers(source: Source) -> set[str]:
    """The party numbers of one file, for finding which files belong together."""
    return {cells[0].strip() for _, cells in tables.rows(source) if cells[0].strip().isdigit()}


def read(reading: Reading) -> Iterator[Record]:
    by_role: dict[str, Source] = {}
    for source in reading.sources:
        kind = role(source)
        if kind is None:
            raise refuse(source, "1", "12, 6, 5 or 2 columns of OFAC's native CSV", "another shape", "Try --format csv.")
        if kind in by_role:
            raise BadInput(f"{source.name}: a second file of {kind} beside {by_role[kind].name}. Add one list at a time.")
        by_role[kind] = source
    if "parties" not in by_role:
        name = reading.sources[0].name
        raise BadInput(f"{name}: {role(reading.sources[0])} without their parties. Add it together with sdn.csv.")
    entry = _which(reading, by_role["parties"])
    extra = {kind: _by_number(reading, source, kind) for kind, source in by_role.items() if kind != "parties"}
    seen: set[str] = set()
    for record in _parties(reading, by_role["parties"], entry, extra.get("comments", {})):
        seen.add(record.local_id)
        for cells in extra.get("aliases", {}).get(record.local_id, ()):
            record.name(cells[3], _KINDS.get(cells[2], "alias"))
        for cells in extra.get("addresses", {}).get(record.local_id, ()):
            found = record.country(cells[4])
            record.address(cells[2], cells[3], cells[4] if found or cells[4] != "undetermined" else "")
        yield record
    for kind, found_rows in extra.items():
        strangers = [n for n in found_rows if n not in seen]
        if strangers:
            reading.problem(
                by_role[kind], "whole file",
                f"{sum(len(found_rows[n]) for n in strangers)} {kind} of {len(strangers)} parties that are not in "
                f"{by_role['parties'].name}; they were left out",
                "use files of the same date",
            )  # fmt: skip


def _which(reading: Reading, source: Source) -> ListCode:
    name = source.name.lower()
    consolidated = "cons" in name or "non-sdn" in name or "nonsdn" in name
    if not consolidated:
        programmes = {cells[3].strip() for _, cells in tables.rows(source) if len(cells) == 12}
        consolidated = _NON_SDN in programmes and _SDN not in programmes
    return reading.known("us_ofac_cons" if consolidated else "us_ofac_sdn")


def _by_number(reading: Reading, source: Source, kind: str) -> dict[str, list[list[str]]]:
    width = next(w for w, k in _WIDTHS.items() if k == kind)
    out: dict[str, list[list[str]]] = {}
    for line, cells in tables.rows(source, reading):
        if not _fits(reading, source, line, cells, width):
            continue
        clean = cells if kind == "comments" else [_value(c) for c in cells]
        out.setdefault(clean[0].strip(), []).append(clean)
    return out


def _parties(
    reading: Reading, source: Source, entry: ListCode, comments: dict[str, list[list[str]]]
) -> Iterator[Record]:
    for line, cells in tables.rows(source, reading):
        if line == 1 and not cells[0].strip().isdigit() and _headed(cells):
            continue
        if not _fits(reading, source, line, cells, 12):
            continue
        number, name, kind, programme, _, call_sign, _, _, _, flag, _, note = (_value(c) for c in cells)
        record = Record(number, _SCHEMAS.get(kind.lower(), ORGANIZATION), source, f"line {line}")
        record.name(name, "primary")
        record.country(flag)
        if record.schema == "Vessel" and call_sign:
            record.identifiers.setdefault(f"callsign:{call_sign.upper()}")
        # Long remarks break off mid-word and go on in the comments file.
        whole = note + "".join(cells[1] for cells in comments.get(number, ()))
        listed = remarks(record, whole)
        for one in re.split(r"\]\s*\[|;", programme.strip("[] ")) or [""]:
            record.sanction(entry, one, listed)
        yield record


def _fits(reading: Reading, source: Source, line: int, cells: list[str], width: int) -> bool:
    if len(cells) == width and cells[0].strip().isdigit():
        return True
    what = f"{len(cells)} columns, {width} expected" if len(cells) != width else f"no party number: {cells[0][:40]!r}"
    reading.problem(source, f"line {line}", f"{what}; the row was left out", "is this OFAC's native file?")
    return False


def _value(cell: str) -> str:
    clean = cell.strip()
    return "" if clean == _NULL else clean


def partner(extra: Source, parties: list[Source]) -> Source | None:
    """The file of parties that shares most numbers with a file of aliases, addresses or comments."""
    own = set(islice(sorted(numbers(extra)), 20_000))
    shared = Counter({at: len(own & numbers(source)) for at, source in enumerate(parties)})
    best, count = max(shared.items(), key=lambda item: (item[1], -item[0])) if shared else (0, 0)
    return parties[best] if count else None


FORMAT = Format("ofac_csv", lambda source: role(source) is not None, read, many=True)
