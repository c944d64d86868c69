"""Which nouns do all stages share?

Frozen dataclasses, shared by every stage; `case.tables` derives the columns of the snapshot from
them. Promises: no noun holds a clock, a path of this machine or an unordered set; every derived
row has an `id` that is a pure function of its content and `because`, the ids it came from, so
that `supplyline why` can walk from any row back to words.

Offsets are Unicode code points into a document's extracted text. Dates are ISO 8601 strings as
precise as the source allows ("2024", "2024-05", "2024-05-01").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class SupplylineError(Exception):
    """Something a person can mend. The message names what, where and the mend."""


class BadInput(SupplylineError):
    """A file or value that cannot be read."""


class UnknownList(SupplylineError):
    """A list whose format or name is not known, or that shrank suspiciously."""


class SnapshotMissing(SupplylineError):
    """The case has not been built yet."""


class DecisionRefused(SupplylineError):
    """A decision that names nothing known or breaks the chain."""


class NotKept(BadInput):
    """Where decisions and drafts are kept cannot be used: nothing was written."""


class SavedMeanwhile(SupplylineError):
    """What is to be saved was changed by somebody else since it was opened."""


class Stance(StrEnum):
    asserts = "asserts"
    denies = "denies"
    suspects = "suspects"
    expects = "expects"
    calls_for = "calls_for"
    announces = "announces"
    reports = "reports"


class Kind(StrEnum):
    """Kinds of claim: the frames of docs/method.md. `statement` is a claim whose frame is not known."""

    supply = "supply"
    shipment = "shipment"
    cooperation = "cooperation"
    production = "production"
    ownership = "ownership"
    designation = "designation"
    trade_flow = "trade_flow"
    denial = "denial"
    measure = "measure"
    status = "status"
    assessment = "assessment"
    statement = "statement"


def make_id(prefix: str, *parts: object) -> str:
    """A short id that depends on the parts alone: prefix, `_`, 12 hex digits of SHA-256."""
    text = "\x1f".join("" if p is None else str(p) for p in parts)
    return f"{prefix}_{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Span:
    """Exact words of one document: `text == document.text[start:end]`, always.

    Build it with `Document.span`, which cannot lie.
    """

    sha256: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"not a span: {self.start}..{self.end} with {len(self.text)} code points")


@dataclass(frozen=True, slots=True)
class Document:
    """The extracted text of one original, with what is known about it."""

    sha256: str
    name: str
    text: str
    media_type: str = "text/plain"
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None

    def span(self, start: int, end: int) -> Span:
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}..{end} is outside the text of {self.name} ({len(self.text)})")
        return Span(self.sha256, start, end, self.text[start:end])


LONGEST_WORDS = 600  # characters of what a problem says


def _printable(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= LONGEST_WORDS else f"{whole[: LONGEST_WORDS - 1]}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One input that could not be used as meant. `place` is a line, row, page or offset."""

    id: str
    file: str
    place: str
    what: str
    mend: str
    sha256: str | None = None

    @staticmethod
    def of(file: str, place: str, what: str, mend: str, sha256: str | None = None) -> Problem:
        # What is quoted from a file may be very long, or no Unicode: a problem can always be stored and printed.
        file, place, what, mend = (_printable(text) for text in (file, place, what, mend))
        return Problem(make_id("p", sha256 or file, place, what), file, place, what, mend, sha256)


# ---------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class Interval:
    """A count or amount as an interval; `None` is open. "at least 20" is Interval(20, None)."""

    min: float | None
    max: float | None

    def __post_init__(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"empty interval: {self.min} > {self.max}")


@dataclass(frozen=True, slots=True)
class Value:
    """An amount with its unit as written ("t", "USD", "%")."""

    amount: float
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A relative change in percent: +3.3 is a rise of 3.3 %."""

    percent: float
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """From and to, both inclusive, ISO dates as precise as the text; None where open or unknown."""

    from_: str | None
    to: str | None
    text: str
    precision: str | None = None  # day, month, quarter, year


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what is counted, told apart: "of which two in 2025". It is never added to the whole."""

    min: float | None
    max: float | None
    span: Span
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many, of what: `role` names the role counted, or `event` the word counted ("shipments"); `parts` of it."""

    min: float | None
    max: float | None
    text: str
    role: str | None = None
    event: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A party as a claim names it: the words, the resolved name, and after `resolve` the entity."""

    span: Span
    name: str
    role: str | None = None  # "head of the Foreign Intelligence Service", where the text says so
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of one role of a frame."""

    role: str
    span: Span
    name: str  # resolved name (antecedent of "the company"); else the words
    entity: str | None = None
    hs: tuple[str, ...] = ()  # HS codes of goods, best first


@dataclass(frozen=True, slots=True)
class Claim:
    """Who said what: one frame (or statement), pinned to words. `speaker` None: the text itself."""

    id: str
    kind: Kind
    stance: Stance
    quote: Span
    speaker: Ref | None = None
    cue: Span | None = None
    via: Ref | None = None
    said_on: Period | None = None
    content: Span | None = None
    roles: tuple[Filler, ...] = ()
    count: Count | None = None
    quantity: Value | None = None
    value: Value | None = None
    change: Change | None = None
    period: Period | None = None
    hedges: tuple[str, ...] = ()
    confidence: float = 0.5
    made_by: str = "rules"
    event: str | None = None
    origin: str | None = None
    grade: str | None = None

    def fillers(self, role: str) -> tuple[Filler, ...]:
        return tuple(f for f in self.roles if f.role == role)


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing in a text. `kind`: person, organization, place, goods, vessel, government."""

    span: Span
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What `extract` made of one document; the unit the per-document cache stores."""

    sha256: str
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- entities and lists


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity or listing. `kind`: primary, alias, weak, former, acronym."""

    text: str
    kind: str = "alias"
    script: str = "Latin"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A party of the case. `schema` is a FollowTheMoney schema (Company, Person, PublicBody, …)."""

    id: str
    schema: str
    caption: str
    names: tuple[Name, ...]
    countries: tuple[str, ...] = ()  # ISO 3166 alpha-2, lower case
    identifiers: tuple[str, ...] = ()  # "inn:7701234567"
    topics: tuple[str, ...] = ()
    mentions: int = 0
    documents: int = 0
    because: tuple[str, ...] = ()  # claim and decision ids
    reasons: tuple[str, ...] = ()  # why these mentions are one, in words


@dataclass(frozen=True, slots=True)
class Sanction:
    """One measure on a listing. Dates ISO; `programme` as the authority writes it."""

    authority: str
    programme: str | None = None
    listing_date: str | None = None
    end_date: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One party of one list, as FollowTheMoney has it, and the row it came from."""

    id: str
    list: str  # ListVersion.id
    local_id: str
    schema: str
    caption: str
    names: tuple[Name, ...]
    identifiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    sha256: str = ""
    row: str = ""  # "line 4182" or "ENTITY 6908555", enough to find it in the file


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One file (or file set) of one list. `code` is stable across versions: us_ofac_sdn, un_sc, …"""

    id: str
    code: str
    title: str
    jurisdiction: str  # US, EU, UK, UN, UA, JP, CN, …
    format: str
    as_of: str | None
    sha256: str
    file: str
    rows: int
    republishes: str | None = None  # code of the list it repeats: no second listing


@dataclass(frozen=True, slots=True)
class Holding:
    """One party of a list owns a share of another, as the list says; the asset need not be listed itself."""

    id: str
    list: str  # ListVersion.id
    owner: str  # the list's own id
    owner_name: str
    asset: str
    asset_name: str
    percent: float | None
    since: str | None
    until: str | None
    text: str
    sha256: str = ""
    row: str = ""


# ---------------------------------------------------------------- weighing


@dataclass(frozen=True, slots=True)
class Origin:
    """Claims that go back to one first utterance."""

    id: str
    label: str
    speaker: str | None
    via: str | None
    said_on: str | None
    documents: int
    claims: int
    reasons: tuple[str, ...]
    because: tuple[str, ...]  # claim ids


@dataclass(frozen=True, slots=True)
class Citation:
    """One document takes from another, or credits somebody whose report is not in the case.

    `kind`: copies, credits, translates, retells, corrects. `circle`: the publishers that credit each other in a
    round, where this step is part of one: none of them is a first source."""

    id: str
    document: str  # sha256 of the document that takes
    source: str | None  # sha256 of the one it takes from; None where the case does not have it
    source_name: str
    kind: str
    label: str  # "East Bulletin credits Harbour Journal"
    reason: str
    circle: tuple[str, ...]
    because: tuple[str, ...]  # claim ids: what took, then what it was taken from


@dataclass(frozen=True, slots=True)
class Event:
    """Claims about one real-world happening; the count is never a sum over restatements."""

    id: str
    kind: str
    label: str
    count_min: float | None
    count_max: float | None
    counted: str | None
    period_from: str | None
    period_to: str | None
    parties: tuple[str, ...]  # "supplier=e_…"
    goods: tuple[str, ...]
    claims: int
    origins: int
    documents: int
    grade: str | None  # "C2"
    derivation: tuple[str, ...]  # how the count was reached, in words
    because: tuple[str, ...]
    shipments: int = 0  # lines of registers that it stands for; its claims are then none


@dataclass(frozen=True, slots=True)
class Grade:
    """Admiralty code of one event: reliability A–F and credibility 1–6, with the reasons."""

    id: str
    event: str
    reliability: str
    credibility: int
    reasons: tuple[str, ...]
    would_raise: tuple[str, ...]
    marks: tuple[str, ...]  # "interested party", "state media", "anonymous source"
    because: tuple[str, ...]

    @property
    def code(self) -> str:
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A denial and the event it meets. `scope`: meets, narrower, general, retracts (by the source itself)."""

    id: str
    event: str
    denial: str  # claim id
    denier: str
    scope: str
    reason: str
    because: tuple[str, ...]


# ---------------------------------------------------------------- screening, trade, graph


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a list names, or may name. `status`: listed, possible, set_aside (by a person)."""

    id: str
    entity: str
    listing: str
    list: str
    score: float
    status: str
    explanation: tuple[str, ...]
    listed_on: str | None
    because: tuple[str, ...]
    caption: str = ""  # "Krasny Zavod → us_ofac_sdn 1234": what a decision about this hit holds for


@dataclass(frozen=True, slots=True)
class Gap:
    """One supplier × one list. `status`: listed, owned (by listed parties), possible, delisted, set_aside (by a person),
    no_match (as of the version; never "clear"), not_held (no version of that day is in the case)."""

    id: str
    entity: str
    caption: str
    list: str
    jurisdiction: str
    status: str
    score: float | None
    listed_on: str | None
    first_claim: str | None
    days_after: int | None  # listing date minus first public claim; negative: listed before
    as_of: str | None
    text: str  # the sentence for a person
    because: tuple[str, ...]
    code: str = ""  # of the list: us_bis_el, also where the version is the consolidated list that holds it
    title: str = ""
    delisted_by: str | None = None  # the day by which it was no longer listed


@dataclass(frozen=True, slots=True)
class TradeRow:
    """One row of a trade table: `reporter`'s own record. Value in `currency`, weight in kg."""

    id: str
    sha256: str
    row: int
    reporter: str  # ISO alpha-2 lower case, or the name where unknown
    partner: str
    flow: str  # import, export
    hs: str
    period: str  # "2024", "2024-05"
    value: float | None
    weight: float | None
    currency: str = "USD"
    rate: str | None = None  # what `value` was converted with; the file has another currency
    original: float | None = None  # the value of the file, where it was converted
    original_currency: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of exchange that figures were converted with: units of `target` for one of `currency`, the mean of `days` quotes
    of a table that the user added, or of the European Central Bank's (`sha256` is then empty)."""

    id: str
    currency: str
    target: str
    period: str
    rate: float
    days: int
    sha256: str
    row: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """One line of a register of shipments (bill of lading, customs declaration): what a declarant told. `row` is the line of
    a CSV file, the row of a sheet or the record of a Parquet file; weights in kg, `value` in `currency` ("" where none is
    named); countries ISO alpha-2, or the words where unknown. `controlled` are the groups of goods that hold the code."""

    id: str
    sha256: str
    row: int
    register: str  # who keeps it: all its files are one origin
    number: str  # of the bill of lading or declaration
    date: str | None
    flow: str  # import, export or "" as the register has it
    consignor: str  # as written; "" where the line names nobody
    consignee: str
    consignor_country: str
    consignee_country: str
    consignor_id: str | None  # "inn:7702235133"
    consignee_id: str | None
    origin: str
    departure: str
    destination: str
    hs: str
    goods: str
    quantity: float | None
    unit: str
    weight: float | None  # net where the register has it, else gross
    value: float | None
    currency: str
    controlled: tuple[str, ...] = ()
    supplier: str | None = None  # entity of the consignor
    recipient: str | None = None  # entity of the consignee
    event: str | None = None
    converted: float | None = None  # `value` in the currency of case.toml, where it names one and there is a rate
    rate: str | None = None  # what it was converted with


@dataclass(frozen=True, slots=True)
class Flow:
    """A series point: reporter × partner × flow × HS × year, with its change on the year before."""

    id: str
    reporter: str
    partner: str
    flow: str
    hs: str
    period: str
    value: float
    weight: float | None
    change: float | None  # percent
    because: tuple[str, ...]  # trade row ids
    currency: str = "USD"
    unit_value: float | None = None  # currency per kg
    share: float | None = None  # percent of what the reporter recorded with the whole world, where a row says that
    before: str | None = None  # the flow that `change` compares with
    world: str | None = None  # the flow that `share` is of


@dataclass(frozen=True, slots=True)
class Mirror:
    """What the exporter recorded beside what the importer recorded, after a CIF/FOB factor. `low` and `high` are the
    importer's surplus at either end of the factor's band. `missing`: exporter, importer or none."""

    id: str
    exporter: str
    importer: str
    hs: str
    period: str
    currency: str
    exported: float | None
    imported: float | None
    low: float | None  # imported / the larger factor - exported
    high: float | None  # imported / the smaller factor - exported
    percent_low: float | None  # of exported
    percent_high: float | None
    missing: str
    text: str
    because: tuple[str, ...]  # flow ids


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A flow that departs from its own past, its mirror or from comparable goods, with the sentence and its limits.
    `effect` with its 95 % interval `low` to `high` is a log change (of a new exporter: the log of how many times as often such codes
    began); `q` is the share of false finds to expect among those of its kind with this q or less. They are null where it cannot be told.
    `controlled` are the groups of controlled goods that hold the code."""

    id: str
    kind: str  # jump, mirror_gap, diversion, transit_phantom, gravity, break, unit_value, new_exporter, too_thin
    text: str
    score: float
    because: tuple[str, ...]
    reporter: str = ""
    partner: str = ""
    hs: str = ""
    period: str = ""
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    q: float | None = None
    controlled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A claim held against trade figures, or lines of registers of shipments (`against`: statistics, registers). `verdict`:
    supports, contradicts, silent. `claimed` and `recorded` are in `unit` (% for a change, kg, shipments, or a currency); `period` is
    what the figures cover, `until` how far they reach. `recorders`: the countries whose record it is, where that is known; `beyond`:
    what of the claim they do not reach, empty where they meet it whole and the check may move a digit."""

    id: str
    claim: str
    verdict: str
    text: str
    because: tuple[str, ...]
    exporter: str = ""
    importer: str = ""
    hs: tuple[str, ...] = ()
    claimed: float | None = None
    recorded: float | None = None
    unit: str = ""
    period: str = ""
    until: str = ""
    against: str = "statistics"
    recorders: tuple[str, ...] = ()
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the supply graph. `status` is always that of an allegation: who says so, how sure."""

    id: str
    source: str  # entity id
    target: str
    role: str  # supplies, sends, produces, owns, lists, cooperates
    goods: tuple[str, ...]
    event: str
    grade: str | None
    disputed: bool
    because: tuple[str, ...]
    recorded: bool = False  # by a register of shipments; else somebody says so


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. Append-only and hash-chained; never edited, only answered by another."""

    seq: int
    id: str
    verb: str  # confirm, reject, misread, merge, split, undo
    targets: tuple[str, ...]
    names: tuple[str, ...]  # what the targets were called, so that the decision outlives their ids
    by: str
    because: str
    at: str
    previous: str
    hash: str


class ToldParty(NamedTuple):
    """A party of a claim as weighing needs it: `value` is its entity id, else its folded name; `country` "" where nothing tells;
    `nature` is country, named or described; `name` the entity's caption, else the name as written."""

    role: str
    value: str
    country: str
    nature: str
    name: str


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part of a claim's count as weighing needs it; `words` are the document's."""

    min: float | None
    max: float | None
    from_: str | None
    to: str | None
    words: str

    @property
    def mark(self) -> tuple[float | None, float | None, str | None, str | None]:
        """Number and time: what parts that are one have in common."""
        return self.min, self.max, self.from_, self.to


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """What weighing needs of a claim and no more: a build holds one of these per claim, not the claim.

    `speaker` is an entity id, else the folded name, else None (the text itself speaks); `parties` are
    sorted, a role and a value once, and a value has one country, nature and name; `goods` are folded head phrases.
    """

    id: str
    sha256: str
    kind: str
    stance: str
    speaker: str | None
    speaker_name: str | None
    via: str | None
    said_on: str | None
    publisher: str | None
    published: str | None
    parties: tuple[ToldParty, ...]
    goods: tuple[str, ...]
    count_min: float | None
    count_max: float | None
    counted: str | None
    period_from: str | None
    period_to: str | None
    words: tuple[str, ...]  # folded content words of the quote, for near-copies
    hs: tuple[str, ...] = ()  # HS headings (4 digits) of the goods
    speaker_country: str | None = None
    anonymous: bool = False  # "officials", "a source": nobody who could be asked
    hedged: bool = False
    figures: tuple[str, ...] = ()  # "1300 t", "+3.3 %"
    bounds: tuple[str, ...] = ()  # of each figure: "least" ("more than"), "most" ("nearly"), "about" or ""
    via_name: str | None = None
    language: str | None = None  # of the document
    speaker_role: str | None = None  # "head of Ukraine's Foreign Intelligence Service", folded
    adds: bool = False  # its number comes on top of what was told before: "another two"
    corrects: bool = False  # its document corrects what its publisher printed before
    where: tuple[tuple[str, str], ...] = ()  # (language, place) behind a party without a name: "a plant in Kazan"
    cites: str | None = None  # whom the sentence cites where it is the outlet's own: ", citing Frontline Blog"
    parts: tuple[ToldPart, ...] = ()  # of its count
    revises: bool = False  # its speaker says that he corrects himself
    instead: tuple[float, ...] = ()  # numbers that it says are wrong: "four, not six"


# The tables of a snapshot, in the order a build writes them. `case.tables` derives their columns.
TABLES: dict[str, type] = {
    "problems": Problem,
    "documents": Document,
    "lists": ListVersion,
    "listings": Listing,
    "holdings": Holding,
    "trade_rows": TradeRow,
    "rates": Rate,
    "shipments": Shipment,
    "mentions": Mention,
    "claims": Claim,
    "entities": Entity,
    "origins": Origin,
    "citations": Citation,
    "events": Event,
    "grades": Grade,
    "disputes": Dispute,
    "links": Link,
    "hits": Hit,
    "gaps": Gap,
    "flows": Flow,
    "mirrors": Mirror,
    "anomalies": Anomaly,
    "checks": Check,
    "decisions": Decision,
}
