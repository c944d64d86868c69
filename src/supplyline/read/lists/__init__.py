"""Which parties does this list name?

`read_list(files)` reads the file or files of one list and gives its version, its listings and its problems; `group`
sorts the list files of a case into lists (OFAC's come in three or four files). The format is told by content.
Promises: the same files give the same answer whatever their order; a file that is not what it should be (wrong
columns, broken XML, no entry) raises `BadInput` with file, line, what was expected and found and the mend, so that a
bad download clears nobody; a single bad row is a `Problem` and the rest goes on. `shrank` tells when a new version
has suspiciously few rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from supplyline.model import BadInput, Holding, Listing, ListVersion, Problem, UnknownList, make_id
from supplyline.read.lists import (
    asia_json,
    bis_dpl,
    eu_csv,
    eu_whole,
    eu_xml,
    ftm_json,
    ofac_advanced,
    ofac_csv,
    ofac_xml,
    plain_csv,
    targets_simple,
    uk_csv,
    uk_xml,
    un_xml,
    us_csl,
)
from supplyline.read.lists.common import Format, Reading, Record, Source, date_of_name

# One line a format. The first that detects a file reads it: particular formats stand before general ones.
FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        ofac_advanced.FORMAT,
        ofac_xml.FORMAT,
        un_xml.FORMAT,
        eu_xml.FORMAT,
        eu_whole.FORMAT,
        uk_xml.FORMAT,
        us_csl.FORMAT,
        us_csl.FORMAT_JSON,
        bis_dpl.FORMAT,
        eu_csv.FORMAT,
        uk_csv.FORMAT,
        targets_simple.FORMAT,
        ftm_json.FORMAT,
        asia_json.FORMAT,
        ofac_csv.FORMAT,
        plain_csv.FORMAT,
    )
}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx, ods and the like; xls
_LEAST_ROWS_TO_SHRINK = 10  # a list of a handful of rows may well halve


@dataclass(frozen=True, slots=True)
class ListFile:
    """One list as read."""

    version: ListVersion
    listings: tuple[Listing, ...]
    problems: tuple[Problem, ...]
    holdings: tuple[Holding, ...] = ()
    others: tuple[Listing, ...] = ()  # parties of the holdings that are not listed themselves


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one list, and the format they were declared or found to have."""

    files: tuple[tuple[str, bytes], ...]
    format: str


def detect(name: str, data: bytes) -> str | None:
    """The name of the format of one file, or None."""
    source = Source(name, data, "")
    if b"\0" in data[:8192] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return None
    return next((f.name for f in FORMATS.values() if f.detect(source)), None)


def group(files: Sequence[tuple[str, bytes, str | None]]) -> list[Group]:
    """The lists that files make up: (name, content, declared format or None or "auto") each.

    A file whose format is not told stays a group of its own with format "auto", and `read_list` says why.
    """
    groups: list[Group] = []
    triples: list[Source] = []
    for name, data, declared in files:
        found = declared if declared not in (None, "auto") else detect(name, data)
        if found == ofac_csv.FORMAT.name:
            triples.append(Source(name, data, ""))
        else:
            groups.append(Group(((name, data),), found or "auto"))
    parties = [source for source in triples if ofac_csv.role(source) == "parties"]
    together: dict[int, list[Source]] = {at: [source] for at, source in enumerate(parties)}
    taken: set[tuple[int, str]] = set()
    for source in triples:
        if source in parties:
            continue
        kind = ofac_csv.role(source) or ""
        partner = ofac_csv.partner(source, parties)
        at = -1 if partner is None else parties.index(partner)
        if partner is None or (at, kind) in taken:
            groups.append(Group(((source.name, source.data),), ofac_csv.FORMAT.name))
        else:
            taken.add((at, kind))
            together[at].append(source)
    groups += [Group(tuple((s.name, s.data) for s in found), ofac_csv.FORMAT.name) for found in together.values()]
    return sorted(groups, key=lambda g: g.files[0][0])


def read_list(
    files: Sequence[tuple[str, bytes]],
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    as_of: str | None = None,
) -> ListFile:
    """Read one list. `as_of` is the date the person gave for it, used where the file carries none."""
    if not files:
        raise BadInput("a list without files: name at least one.")
    sources = tuple(
        sorted((Source(n, d, hashlib.sha256(d).hexdigest()) for n, d in files), key=lambda s: (s.sha256, s.name))
    )
    for source in sources:
        if not source.data.strip():
            raise BadInput(f"{source.name}:1: the file is empty. Download the list again.")
    chosen = _format(sources, format, mapping)
    if len(sources) > 1 and not chosen.many:
        raise BadInput(f"{sources[0].name}: {len(sources)} files, but a list in format {chosen.name} is one file.")
    reading = Reading(sources, mapping)
    records = _whole(reading, list(chosen.read(reading)))
    _tell_undated(reading)
    if not records:
        first = f" {reading.problems[0].place}: {reading.problems[0].what}." if reading.problems else ""
        raise BadInput(
            f"{sources[0].name}: no entry found in format {chosen.name}; an empty list would clear everybody.{first} "
            "Download it again."
        )
    return _finish(reading, records, chosen, as_of)


def shrank(old: ListVersion, new: ListVersion, share: float = 0.5) -> Problem | None:
    """A problem when `new` has less than `share` of the rows of `old`: it must not clear anybody."""
    if old.code != new.code or old.rows < _LEAST_ROWS_TO_SHRINK or new.rows >= old.rows * share:
        return None
    return Problem.of(
        new.file, "whole file",
        f"{new.rows} entries of {new.title}, {old.rows} in the version as of {old.as_of or 'an unknown date'} "
        f"({old.file}): less than {share:.0%}",
        "download it again; if the list really shrank, set lists.shrink in case.toml lower", new.sha256,
    )  # fmt: skip


def _format(sources: tuple[Source, ...], name: str, mapping: Mapping[str, str] | None) -> Format:
    if name != "auto":
        if name not in FORMATS:
            raise UnknownList(f"no list format {name!r}. There are: auto, {', '.join(FORMATS)}.")
        return FORMATS[name]
    if mapping and "name" in mapping:
        return FORMATS["csv"]
    for source in sources:
        if source.data.startswith(_WORKBOOKS):
            raise BadInput(
                f"{source.name}:1: a workbook or another packed file, no list. Save the sheet as CSV (UTF-8) and add that."
            )
    found = {detect(source.name, source.data) for source in sources}
    if found == {None}:
        start = sources[0].head.strip()[:60].splitlines()
        raise UnknownList(
            f"{sources[0].name}:1: not a list format that is known; it starts with "
            f"{(start[0] if start else '')!r}. Name the format (--format {', '.join(FORMATS)}) or map its columns."
        )
    if len(found) > 1:
        raise BadInput(
            f"{', '.join(s.name for s in sources)}: these are of different formats "
            f"({', '.join(sorted(str(f) for f in found))}). Add one list at a time."
        )
    return FORMATS[str(found.pop())]


def _tell_undated(reading: Reading) -> None:
    if reading.undated:
        source, place, text = reading.undated[0]
        more = f"; so are {len(reading.undated) - 1} more" if len(reading.undated) > 1 else ""
        reading.problem(
            source, place, f"a listing date that cannot be read: {text[:60]!r}{more}; the parties were kept without a date",
            "compare it with the dates beside it; has the publisher changed the format?",
        )  # fmt: skip


def _whole(reading: Reading, records: list[Record]) -> list[Record]:
    """Records that have a name, each with an id of its own."""
    kept: list[Record] = []
    seen: dict[str, int] = {}
    for record in records:
        if not record.names:
            reading.problem(record.source, record.row, "an entry without a name; left out", "see the entry")
            continue
        count = seen[record.local_id] = seen.get(record.local_id, 0) + 1
        if count > 1:
            reading.problem(
                record.source, record.row, f"the id {record.local_id} stands here for the {count}. time; all were kept",
                "see whether the file holds an entry twice",
            )  # fmt: skip
            record.local_id = f"{record.local_id}#{count}"
        kept.append(record)
    return kept


def _finish(reading: Reading, records: list[Record], chosen: Format, given: str | None) -> ListFile:
    sources = reading.sources
    names = sorted(s.name for s in sources)
    main = records[0].source
    if len(sources) == 1:
        sha256 = main.sha256
    else:
        sha256 = hashlib.sha256("\n".join(s.sha256 for s in sources).encode()).hexdigest()
    as_of = reading.as_of or given or date_of_name(main.name)
    if as_of is None:
        reading.problem(
            main, "whole file", "the list carries no date, so what it does not name is told as of an unknown date",
            "put the date into the file's name (sdn_2026-02-27.csv) or add it with --as-of",
        )  # fmt: skip
    version = ListVersion(
        make_id("l", reading.code, sha256), reading.code, reading.title, reading.jurisdiction, chosen.name, as_of,
        sha256, " + ".join(names), len(records), reading.republishes,
    )  # fmt: skip
    listings = tuple(record.listing(version.id) for record in records)
    problems = tuple(sorted(reading.problems, key=lambda p: (p.file, p.id)))
    holdings = {
        id: replace(holding, id=id, list=version.id)
        for holding in reading.holdings
        for id in [make_id("ho", version.id, holding.owner, holding.asset, holding.percent, holding.since, holding.until)]
    }
    others = tuple(record.listing(version.id) for record in reading.others if record.names)
    return ListFile(version, listings, problems, tuple(holdings.values()), others)
