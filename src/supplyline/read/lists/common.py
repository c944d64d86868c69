"""What do the readers of all list formats share?

A reader is `read(reading) -> Iterator[Record]`: it yields one `Record` for each party and notes on the `Reading`
what it learns of the list (code, date) and each row it could not use. Promises: names, identifiers and the like
keep the order of the file and come once; a record without a name is never made into a listing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from supplyline import tsv
from supplyline.model import BadInput, Holding, Listing, Name, Problem, Sanction, make_id
from supplyline.read import identifiers
from supplyline.read.cells import country as country
from supplyline.read.cells import iso_date as iso_date
from supplyline.read.cells import spaced as spaced

PERSON, ORGANIZATION, UNKNOWN = "Person", "Organization", "LegalEntity"
_SCRIPTS = {
    "LATIN": "Latin", "CYRILLIC": "Cyrillic", "CJK": "Han", "ARABIC": "Arabic", "HANGUL": "Hangul", "GREEK": "Greek",
    "HIRAGANA": "Kana", "KATAKANA": "Kana", "HEBREW": "Hebrew", "THAI": "Thai", "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian", "DEVANAGARI": "Devanagari", "ETHIOPIC": "Ethiopic",
}  # fmt: skip
_LONGEST_FOUND = 400  # characters of a strange header in a message
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a list."""

    name: str
    data: bytes
    sha256: str

    @property
    def head(self) -> str:
        """The first characters, for telling formats apart; never fails."""
        raw = self.data[:8192]
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16", "replace")
        return raw.decode("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True)
class ListCode:
    """One row of data/lists.tsv."""

    code: str
    title: str
    jurisdiction: str
    authority: str
    topic: str


@dataclass(slots=True)
class Reading:
    """One list while it is read: its files, and what the reader learns of it."""

    sources: tuple[Source, ...]
    mapping: Mapping[str, str] | None = None
    code: str = ""
    title: str = ""
    jurisdiction: str = ""
    as_of: str | None = None
    republishes: str | None = None
    problems: list[Problem] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)  # id and list are filled in when the version is known
    others: list[Record] = field(default_factory=list)  # parties that are not listed, but owned or owners
    undated: list[tuple[Source, str, str]] = field(default_factory=list)  # dates of listing that could not be read

    def known(self, code: str) -> ListCode:
        """Set code, title and jurisdiction to those of a list in data/lists.tsv."""
        entry = list_codes()[code]
        self.code, self.title, self.jurisdiction = entry.code, entry.title, entry.jurisdiction
        return entry

    def day(self, source: Source, place: str, text: str | None, order: str = "dmy") -> str | None:
        """The date of a listing; one that cannot be read is told, all of a list in one problem."""
        found = iso_date(text, order)
        if found is None and spaced(text):
            self.undated.append((source, place, spaced(text)))
        return found

    def problem(self, source: Source, place: str, what: str, mend: str) -> None:
        self.problems.append(Problem.of(source.name, place, what, mend, source.sha256))


@dataclass(slots=True)
class Record:
    """One party of a list while it is read."""

    local_id: str
    schema: str
    source: Source
    row: str
    names: dict[str, Name] = field(default_factory=dict)
    identifiers: dict[str, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    topics: dict[str, None] = field(default_factory=dict)
    births: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, None] = field(default_factory=dict)
    sanctions: dict[Sanction, None] = field(default_factory=dict)

    def name(self, text: str | None, kind: str = "alias", language: str | None = None) -> None:
        """Add a name; the first primary stays primary, a name met twice keeps its first kind."""
        clean = spaced(text)
        if clean and any(c.isalnum() for c in clean):
            self.names.setdefault(clean, Name(clean, kind, script(clean), (language or "").lower() or None))

    def identifier(self, number: str | None, label: str = "", country: str | None = None) -> None:
        found = identifiers.identify(number, label, country) if number else None
        if found:
            self.identifiers.setdefault(found)

    def un_reference(self, text: str | None) -> None:
        """The UN's own number of an entry ("QDi.430"): the UN has it, and whoever repeats the UN's listing."""
        if match := re.search(r"\b[A-Z]{2,3}[ie]\.\d{3}\b", text or ""):
            self.identifiers.setdefault(f"un:{match[0]}")

    def country(self, text: str | None) -> str | None:
        """Add the country that a name or code names; what names none is left out."""
        found = country(text)
        if found:
            self.countries.setdefault(found)
        return found

    def birth(self, text: str | None, order: str = "dmy") -> None:
        found = iso_date(text, order)
        if found:
            self.births.setdefault(found)

    def address(self, *parts: str | None) -> None:
        text = ", ".join(filter(None, (spaced(p) for p in parts)))
        if text:
            self.addresses.setdefault(text)

    def sanction(
        self, entry: ListCode, programme: str | None = None, listed: str | None = None,
        end: str | None = None, reason: str | None = None,
    ) -> None:  # fmt: skip
        self.topics.setdefault(entry.topic)
        made = Sanction(entry.authority, spaced(programme) or None, listed, end, spaced(reason) or None)
        self.sanctions.setdefault(made)

    def listing(self, list_id: str) -> Listing:
        primary = [n for n in self.names.values() if n.kind == "primary"]
        caption = (primary or list(self.names.values()))[0].text
        return Listing(
            make_id("li", list_id, self.local_id), list_id, self.local_id, self.schema, caption,
            tuple(self.names.values()), tuple(self.identifiers), tuple(self.countries), tuple(self.topics),
            tuple(self.births), tuple(self.addresses), tuple(self.sanctions), self.source.sha256, self.row,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """One list format. `detect` looks at one file; `read` takes all files of the list."""

    name: str
    detect: Callable[[Source], bool]
    read: Callable[[Reading], Iterator[Record]]
    many: bool = False  # several files make one list


@lru_cache(maxsize=100_000)
def _letter(char: str) -> str | None:
    if not char.isalpha():
        return None
    return _SCRIPTS.get(unicodedata.name(char, "").split(" ")[0].split("-")[0])


def script(text: str) -> str:
    """The script of most letters; Latin where there are none, ties go to the first met."""
    if text.isascii():
        return "Latin"
    counts: dict[str, int] = {}
    for char in text:
        found = _letter(char)
        if found:
            counts[found] = counts.get(found, 0) + 1
    return max(counts, key=lambda s: counts[s]) if counts else "Latin"


def date_of_name(name: str) -> str | None:
    """The date in a file's name: "un_2026-02.xml" is of 2026-02."""
    found = _NAME_DATE.findall(name.rsplit("/", 1)[-1])
    return "-".join(filter(None, found[-1])) if found else None


def programmes(text: str, separator: str = ";") -> list[str]:
    return [p for p in (spaced(part) for part in text.split(separator)) if p]


def refuse(source: Source, place: str, expected: str, found: str, mend: str) -> BadInput:
    at = f"{source.name}:{place}" if place else source.name
    return BadInput(f"{at}: expected {expected}, found {found[:_LONGEST_FOUND]}. {mend}")


@lru_cache(maxsize=1)
def list_codes() -> dict[str, ListCode]:
    return {r[0]: ListCode(*r[:5]) for r in tsv.rows("lists.tsv", 6)}


@lru_cache(maxsize=1)
def list_names() -> dict[str, str]:
    """Codes by code, title and every other name, folded."""
    names: dict[str, str] = {}
    for row in tsv.rows("lists.tsv", 6):
        for text in (row[0], row[1], *row[5].split(";")):
            if text.strip():
                names.setdefault(text.strip().casefold(), row[0])
    return names
