"""What is a brief made of?

Frozen dataclasses between `brief.compose` and `edition.compose`, which read the snapshot, and `page`, which writes HTML.
Promises: all prose about the case is a `Sentence` with the ids it rests on, and all printed counts
are a `Counted` with the group of rows it counts; `cite.check` and the tests walk them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from supplyline.publish.words import number


@dataclass(frozen=True, slots=True)
class Counted:
    """A printed count and the group of rows (`#rows-…`) that it counts."""

    n: int
    rows: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words for a person, and the ids of the rows (or references) they rest on."""

    parts: tuple[str | Counted, ...]
    cites: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(number(p.n) if isinstance(p, Counted) else p for p in self.parts)


def sentence(*parts: str | Counted, cites: tuple[str, ...]) -> Sentence:
    return Sentence(parts, cites)


@dataclass(frozen=True, slots=True)
class Quote:
    """One claim in its context: `before + marked + after` are the document's own words."""

    claim: str
    said: str  # "Oleh Ivashchenko asserts, to Ukrinform, 2025-05-26"
    hedges: tuple[str, ...]
    sha256: str
    document: str
    publisher: str | None
    published: str | None
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one origin; `left_out` of them are not shown."""

    origin: str
    label: str
    why: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    claims: int

    @property
    def left_out(self) -> int:
        return self.claims - len(self.quotes)


@dataclass(frozen=True, slots=True)
class Denial:
    id: str
    said: Sentence
    quote: Quote


@dataclass(frozen=True, slots=True)
class Article:
    """One event."""

    id: str
    title: str
    kind: str
    said: Sentence
    figure: str  # "at least 20 recipients", or empty
    facts: tuple[tuple[str, Sentence], ...]
    grade: str  # its id
    code: str
    reliability: str
    credibility: str
    reasons: tuple[Sentence, ...]
    would_raise: tuple[Sentence, ...]
    marks: tuple[str, ...]
    numbers: tuple[tuple[str, Counted], ...]
    groups: tuple[Group, ...]
    groups_left: int
    claims_left: int  # of the groups that are not shown
    documents: tuple[tuple[str, str], ...]  # sha256, name
    documents_left: int
    denials: tuple[Denial, ...]
    denials_left: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    when: str
    event: str
    kind: str
    what: Sentence
    start: str  # ISO date, as precise as known
    end: str | None = None  # None: open, or one day


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: cells as printed, a sentence where it says something, a picture (SVG) beside it, and what it stands for."""

    id: str
    cells: tuple[str, ...]
    says: Sentence | None = None
    mark: str = ""
    rows: int = 1
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one heading; `left_out` more are in the snapshot. `says` heads the column of sentences."""

    key: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int = 0
    says: str = ""

    @property
    def total(self) -> int:
        return sum(r.rows for r in self.rows) + self.left_out


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the picture. `source` and `target` are (layer, label); `events` allege it."""

    source: tuple[int, str]
    target: tuple[int, str]
    events: tuple[str, ...]
    disputed: bool
    recorded: bool = False  # by registers alone


@dataclass(frozen=True, slots=True)
class Picture:
    edges: tuple[Edge, ...]
    left_out: int
    caption: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the summary."""

    label: str
    counted: Counted
    note: Sentence


@dataclass(frozen=True, slots=True)
class Brief:
    title: str
    language: str
    standing: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    findings: tuple[tuple[str, Sentence], ...]  # event id, sentence
    picture: Picture
    moments: tuple[Moment, ...]
    undated: Sentence | None
    dateless: tuple[tuple[str, str], ...]  # event id, title
    articles: tuple[Article, ...]
    events_left: int
    articles_note: Sentence
    tables: tuple[tuple[str, Table], ...]
    notes: tuple[tuple[str, tuple[Sentence, ...]], ...]
    method: tuple[Sentence, ...]
    colophon: tuple[Sentence, ...]
    references: tuple[tuple[str, str], ...]

    def table(self, key: str) -> Table:
        return dict(self.tables)[key]

    def note(self, key: str) -> tuple[Sentence, ...]:
        return dict(self.notes)[key]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a person wrote between events, sentence by sentence."""

    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A brief that a person put together: events in an order of their own, passages between, and what both cite."""

    title: str
    language: str
    by: str
    standing: tuple[Sentence, ...]
    parts: tuple[Article | Passage, ...]
    quotes: tuple[Quote, ...]  # cited in passages and shown by no event
    documents: Table
    colophon: tuple[Sentence, ...]
    references: tuple[tuple[str, str], ...]


def walk(noun: Any, kind: type) -> Iterator[Any]:
    """Every `kind` inside a noun, in order."""
    if isinstance(noun, kind):
        yield noun
    if isinstance(noun, tuple):
        for part in noun:
            yield from walk(part, kind)
    elif is_dataclass(noun):
        for field in fields(noun):
            yield from walk(getattr(noun, field.name), kind)
