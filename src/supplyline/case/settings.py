"""What did a person set for this case?

`load` turns case.toml into `Settings`, frozen, every value checked. A key that is not known or a
value that cannot be is an error with file, line, key and the mend: a misspelt threshold that is
silently ignored would change what the case says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from supplyline.case import files
from supplyline.model import BadInput
from supplyline.tsv import rows

LETTERS = "ABCDEF"
EXTRACTORS = ("tagger", "large", "rules", "llm")
FORMATS = ("json_schema", "json_object")

DEFAULT = """\
# Settings of this case. Change a value, then run `supplyline build` again.

# Title of the brief; empty: the name of the case's folder.
title = ""

# Languages whose claims are extracted (ISO 639-1). Reports in others are kept and said to be unread.
languages = ["en", "ru", "uk", "zh"]

# Who finds the claims: "tagger", rules and small networks, all on this machine; "large", rules and a larger
# network on this machine, which finds more and takes several times as long; "rules", the rules alone, several
# times as fast and finding less; or "llm", a large language model at an address that you name. With "llm" the text
# of every report is sent to that address when the case is built. See [llm].
extractor = "tagger"

# Reliability of a publisher, by the Admiralty letters: A completely reliable, B usually, C fairly,
# D not usually, E unreliable, F cannot be judged. A publisher not named here is judged by the kind
# of publisher it is known to be, else F.
[reliability]
# "Ukrinform" = "B"
# "example.org" = "D"

[thresholds]
# Names this alike are one party of a list (0 to 1) …
match = 0.9
# … and names this alike may be: shown as possible, with the reasons.
possible = 0.7

# The least score at which a match on one list is reported at all, by the list's code, where it is not `possible`.
[screen.thresholds]
# us_csl = 0.85

[lists]
# Codes of the lists to hold suppliers against, such as "us_ofac_sdn"; empty: every list of the case.
use = []
# A version with less than this share of the rows of the version before is not believed: the earlier
# one is used, so that a broken download clears nobody.
shrink = 0.5

[limits]
# Seconds that one document may take before it becomes a row of `problems`.
seconds_per_document = 120
# Processes that read and extract; 0: as many as the machine has cores.
workers = 0

[llm]
# Address of a server that speaks the OpenAI protocol, up to /v1, and the model as it calls it. Empty: what SUPPLYLINE_LLM_URL
# and SUPPLYLINE_LLM_MODEL say. Its key is never written here: set SUPPLYLINE_LLM_KEY, with SUPPLYLINE_LLM_URL beside it.
url = ""
model = ""
# The most requests and tokens of one build; what they do not suffice for is read by rules, and said to be.
requests = 1000
tokens = 10_000_000
# The most tokens of one answer; a model that thinks aloud needs more.
answer_tokens = 8192
# Seconds that one answer may take, how often a request that failed is tried again, and how many are sent at a time.
seconds = 120
retries = 3
parallel = 4
# How answers are held to their form: "json_schema", or "json_object" where the server knows no schema.
format = "json_schema"

[trade]
# What an import's value (c.i.f., with freight and insurance) is divided by before it is held against the export (f.o.b.):
# least and most. The IMF uses 1.06, and 1.10 before.
cif_fob = [1.05, 1.10]
# The first whole year of the ban that diversion is looked for around: years before it are the past, it and later ones count.
since = 2022

# The currency that figures and shipments are converted to, by tables of rates that you add and then by means of the European
# Central Bank's; what the files say is kept and shown beside it. Empty: amounts stay as they are.
currency = "USD"

# Groups of countries, by ISO code, that flows can be asked for: `supplyline trade flows CASE --reporter coalition`.
# coalition, transit and destination are known; a line here replaces one or adds a group.
[trade.groups]
# transit = ["am", "ge", "kg", "kz", "tr", "ae"]

# Columns of tables stand below as [trade.statistics.…] and, for registers of shipments, [trade.shipments.…], one table for each file,
# as `supplyline trade add` found them. Correct a line and build again: field = "Column", or "=value" for all lines; `register` is
# who keeps it.

[oidc]
# A provider of OpenID Connect by which people with an account may log in to a shared workbench: its issuer, and the client as
# it calls this program. Its secret is never written here: set SUPPLYLINE_OIDC_SECRET.
issuer = ""
client = ""
# The role of an account that is made when somebody without one logs in: "viewer" or "analyst"; empty: none is made.
create = ""

[decisions]
# Where decisions and drafts are kept: an SQLite file inside this folder, or for a team a PostgreSQL database. `supplyline move`
# takes them there, and writes this. Empty: what SUPPLYLINE_DECISIONS_URL says. A password is never written here: PGPASSWORD or
# ~/.pgpass has it.
url = "sqlite:///decisions.sqlite"
"""

POSTGRES = ("postgresql://", "postgresql+psycopg://")


def known_groups() -> dict[str, tuple[str, ...]]:
    """The groups of countries that are known without a setting."""
    return {name: tuple(sorted(codes.split())) for name, codes in rows("country_groups.tsv")}


@dataclass(frozen=True, slots=True)
class Llm:
    """Where a model is asked and what it may cost; the key is in the environment alone."""

    url: str = ""
    model: str = ""
    requests: int = 1000
    tokens: int = 10_000_000
    answer_tokens: int = 8192
    seconds: int = 120
    retries: int = 3
    parallel: int = 4
    format: str = "json_schema"


@dataclass(frozen=True, slots=True)
class Oidc:
    """The provider of OpenID Connect that people may log in by; its secret is in the environment alone."""

    issuer: str = ""
    client: str = ""
    create: str = ""  # the role of an account that is made at a first login; empty: none is made


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a case; `Settings()` are the defaults."""

    title: str = ""
    languages: tuple[str, ...] = ("en", "ru", "uk", "zh")
    reliability: Mapping[str, str] = field(default_factory=dict)
    match: float = 0.9
    possible: float = 0.7
    screen: Mapping[str, float] = field(default_factory=dict)  # by the code of a list
    lists: tuple[str, ...] = ()
    shrink: float = 0.5
    seconds_per_document: int = 120
    workers: int = 0
    decisions: str = "sqlite:///decisions.sqlite"  # a URL
    decisions_case: str = ""  # the id of the case in a database
    cif_fob: tuple[float, float] = (1.05, 1.10)
    since: int = 2022
    currency: str = "USD"
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=known_groups)
    registers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by the first 12 digits of a file's SHA-256
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of statistics, by the same
    extractor: str = "tagger"
    llm: Llm = Llm()

    @property
    def reader(self) -> str:
        """Who reads on this machine, of `extract.READERS`: beside a model's answers, and where it gives none, the tagger."""
        return "tagger" if self.extractor == "llm" else self.extractor


# Where each field of Settings stands in case.toml.
_PLACES = {
    "title": ("", "title"),
    "languages": ("", "languages"),
    "match": ("thresholds", "match"),
    "possible": ("thresholds", "possible"),
    "lists": ("lists", "use"),
    "shrink": ("lists", "shrink"),
    "seconds_per_document": ("limits", "seconds_per_document"),
    "workers": ("limits", "workers"),
    "decisions": ("decisions", "url"),
    "decisions_case": ("decisions", "case"),
    "cif_fob": ("trade", "cif_fob"),
    "since": ("trade", "since"),
    "currency": ("trade", "currency"),
    "extractor": ("", "extractor"),
} | {f"{table}.{f.name}": (table, f.name) for table, nouns in (("llm", Llm), ("oidc", Oidc)) for f in fields(nouns)}


def _line(text: str, table: str, key: str) -> int:
    """The line of a key, for messages; 1 where it cannot be told."""
    now = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*\"?([^\]\"]+)\"?\s*\]", line):
            now = header[1].strip()
            if now == key and not table:
                return number
        elif now == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return 1


class _Reader:
    """case.toml with the means to say where something is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text("utf-8")
            self.values: dict[str, Any] = tomllib.loads(self.text)
        except FileNotFoundError as error:
            raise BadInput(f"{path}: missing; make a case with `supplyline new`") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadInput(f"{path}: not valid TOML: {error}; see toml.io, or compare with a new case's file") from error

    def wrong(self, table: str, key: str, what: str) -> BadInput:
        name = f"{table}.{key}" if table else key
        return BadInput(f"{self.path}:{_line(self.text, table, key)}: {name}: {what}")

    def check_keys(self) -> None:
        """Refuse every key that is not known."""
        known: dict[str, set[str]] = {"": {"reliability"}, "screen": {"thresholds"}, "trade": {"groups", "shipments", "statistics"}}
        known[""] |= {"screen", "trade"}
        for table, key in _PLACES.values():
            known.setdefault(table, set()).add(key)
            known[""].add(table or key)
        for name, value in self.values.items():
            if name not in known[""]:
                raise self.wrong("", name, f"not a setting; known are {', '.join(sorted(known['']))}")
            if name == "reliability" or name in known:
                if not isinstance(value, dict):
                    raise self.wrong("", name, f"is a table: write [{name}] on a line of its own")
                for key in value:
                    if name == "llm" and "key" in key.lower():
                        raise self.wrong(name, key, "a key is never kept in a case; take it out, and set SUPPLYLINE_LLM_KEY")
                    if name == "oidc" and "secret" in key.lower():
                        raise self.wrong(name, key, "a secret is never kept in a case; take it out, and set SUPPLYLINE_OIDC_SECRET")
                    if name != "reliability" and key not in known[name]:
                        raise self.wrong(name, key, f"not a setting; known are {', '.join(sorted(known[name]))}")

    def get(self, field_name: str, default: Any) -> Any:
        table, key = _PLACES[field_name]
        return (self.values.get(table, {}) if table else self.values).get(key, default)

    def text_value(self, name: str, default: str) -> str:
        value = self.get(name, default)
        if not isinstance(value, str):
            raise self.wrong(*_PLACES[name], f"{value!r} is not text; put it in quotes")
        return value

    def choice(self, name: str, default: str, known: tuple[str, ...]) -> str:
        value = self.text_value(name, default)
        if value not in known:
            raise self.wrong(*_PLACES[name], f"{value!r} is not one of {', '.join(known)}")
        return value

    def model(self, default: Llm) -> Llm:
        """The table [llm]."""
        return Llm(
            url=self.text_value("llm.url", default.url),
            model=self.text_value("llm.model", default.model),
            requests=self.whole("llm.requests", default.requests, 1),
            tokens=self.whole("llm.tokens", default.tokens, 1),
            answer_tokens=self.whole("llm.answer_tokens", default.answer_tokens, 256),
            seconds=self.whole("llm.seconds", default.seconds, 1),
            retries=self.whole("llm.retries", default.retries, 0),
            parallel=self.whole("llm.parallel", default.parallel, 1),
            format=self.choice("llm.format", default.format, FORMATS),
        )

    def texts(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self.get(name, list(default))
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.wrong(*_PLACES[name], f'{value!r} is not a list of texts; write ["a", "b"]')
        return tuple(value)

    def share(self, name: str, default: float) -> float:
        value = self.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.wrong(*_PLACES[name], f"{value!r} is not a number from 0 to 1")
        return float(value)

    def whole(self, name: str, default: int, least: int) -> int:
        value = self.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.wrong(*_PLACES[name], f"{value!r} is not a whole number of at least {least}")
        return value

    def by_list(self) -> dict[str, float]:
        """The table [screen.thresholds]: a number from 0 to 1 by the code of a list."""
        table = self.values.get("screen", {}).get("thresholds", {})
        if not isinstance(table, dict):
            raise self.wrong("screen", "thresholds", "is a table: write [screen.thresholds] on a line of its own")
        for code, value in table.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise self.wrong("screen.thresholds", code, f"{value!r} is not a number from 0 to 1")
        return {code: float(table[code]) for code in sorted(table)}

    def band(self, name: str, default: tuple[float, float]) -> tuple[float, float]:
        value = self.get(name, list(default))
        numbers = isinstance(value, list) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
        if not numbers or len(value) != 2 or not 1 <= value[0] <= value[1] <= 2:
            raise self.wrong(*_PLACES[name], f"{value!r} is not two numbers from 1 to 2, the smaller first; write [1.05, 1.10]")
        return float(value[0]), float(value[1])

    def groups(self) -> dict[str, tuple[str, ...]]:
        """The table [trade.groups] over the groups that are known: ISO codes by the name of a group."""
        table = self.values.get("trade", {}).get("groups", {})
        if not isinstance(table, dict):
            raise self.wrong("trade", "groups", "is a table: write [trade.groups] on a line of its own")
        out = known_groups()
        for name, value in table.items():
            if not isinstance(value, list) or not all(isinstance(v, str) and re.fullmatch("[A-Za-z]{2}", v) for v in value):
                raise self.wrong("trade.groups", name, f'{value!r} is not a list of two-letter ISO codes; write ["am", "ge"]')
            out[name] = tuple(sorted({v.lower() for v in value}))
        return {name: out[name] for name in sorted(out)}

    def currency(self) -> str:
        value = self.text_value("currency", "USD")
        if value and not re.fullmatch("[A-Z]{3}", value):
            raise self.wrong("trade", "currency", f'{value!r} is no ISO code; write "USD", "EUR" or ""')
        return value

    def registers(self) -> dict[str, dict[str, str]]:
        """The tables [trade.shipments.SHA]: the columns of registers of shipments."""
        from supplyline.read.shipment_columns import (
            FIELDS,  # reads tables: a case without registers does not wait for it
        )

        return self._columns("shipments", ("file", "register", *FIELDS))

    def tables(self) -> dict[str, dict[str, str]]:
        """The tables [trade.statistics.SHA]: the columns of tables of statistics."""
        from supplyline.read.trade_shape import FIELDS

        return self._columns("statistics", ("file", *FIELDS))

    def _columns(self, kind: str, known: tuple[str, ...]) -> dict[str, dict[str, str]]:
        tables, out = self.values["trade"][kind], dict[str, dict[str, str]]()
        if not isinstance(tables, dict):
            raise self.wrong("trade", kind, f"is a table: write [trade.{kind}.SHA] on a line of its own")
        for sha in sorted(tables):
            place, table = f"trade.{kind}.{sha}", tables[sha]
            if not re.fullmatch(r"[0-9a-f]{12}", sha) or not isinstance(table, dict):
                raise self.wrong(f"trade.{kind}", sha, "is named by the first 12 digits of a file's SHA-256, and is a table of columns")
            for key, value in table.items():
                if key not in known:
                    raise self.wrong(place, key, f"not a field; known are {', '.join(known)}")
                if not isinstance(value, str):
                    raise self.wrong(place, key, f'{value!r} is not text; write "Column" or "=value"')
            out[sha] = {key: table[key] for key in sorted(table)}
        return out

    def holds(self, kind: str) -> bool:
        return bool(self.values.get("trade", {}).get(kind))

    def letters(self) -> dict[str, str]:
        table = self.values.get("reliability", {})
        for publisher, letter in table.items():
            if not isinstance(letter, str) or len(letter) != 1 or letter not in LETTERS:
                raise self.wrong("reliability", publisher, f"{letter!r} is no letter from A to F")
        return {publisher: table[publisher] for publisher in sorted(table)}

    def decisions(self, default: str) -> str:
        url = self.text_value("decisions", default)
        if url and (wrong := secret(url) or unfit(url)):
            raise self.wrong("decisions", "url", wrong)
        return url

    def decisions_case(self, default: str) -> str:
        value = self.text_value("decisions_case", default)
        if not re.fullmatch(r"[\w.-]{0,80}", value):
            raise self.wrong("decisions", "case", f"{value[:100]!r} is no id of a case; take letters, digits, dots and dashes")
        return value


def unfit(url: str) -> str:
    """Why decisions cannot be kept at this URL; empty where they may."""
    if url.startswith(POSTGRES) or re.fullmatch(r"sqlite:///[\w.-]+", url):
        return ""
    return f"{url!r}: only sqlite:///FILE inside the case's folder and postgresql+psycopg://USER@HOST/DATABASE are understood"


def secret(url: str) -> str:
    """What is wrong with a URL that holds a password; empty where it holds none."""
    return "a password is never kept in a case; take it out of the URL, and set PGPASSWORD or write ~/.pgpass" if re.search(r"//[^/@]*:[^/@]*@|[?&]password=", url) else ""


def load(path: Path) -> Settings:
    """The settings of a case.toml."""
    default, reader = Settings(), _Reader(path)
    reader.check_keys()
    settings = Settings(
        title=reader.text_value("title", default.title),
        languages=reader.texts("languages", default.languages),
        reliability=reader.letters(),
        match=reader.share("match", default.match),
        possible=reader.share("possible", default.possible),
        screen=reader.by_list(),
        lists=reader.texts("lists", default.lists),
        shrink=reader.share("shrink", default.shrink),
        seconds_per_document=reader.whole("seconds_per_document", default.seconds_per_document, 1),
        workers=reader.whole("workers", default.workers, 0),
        decisions=reader.decisions(default.decisions),
        decisions_case=reader.decisions_case(default.decisions_case),
        cif_fob=reader.band("cif_fob", default.cif_fob),
        since=reader.whole("since", default.since, 1900),
        currency=reader.currency(),
        groups=reader.groups(),
        registers=reader.registers() if reader.holds("shipments") else {},
        tables=reader.tables() if reader.holds("statistics") else {},
        extractor=reader.choice("extractor", default.extractor, EXTRACTORS),
        llm=reader.model(default.llm),
    )
    if settings.possible > settings.match:
        raise reader.wrong("thresholds", "possible", f"{settings.possible} is above match ({settings.match})")
    return settings


def oidc(path: Path) -> Oidc:
    """The table [oidc] of a case.toml: no part of `Settings`, for it changes nothing in what is built."""
    default, reader = Oidc(), _Reader(path)
    reader.check_keys()
    return Oidc(*(reader.text_value(f"oidc.{f.name}", getattr(default, f.name)) for f in fields(Oidc)))


def keep_columns(path: Path, kind: str, found: Mapping[str, Mapping[str, str]]) -> None:
    """Write the columns of registers ("shipments") or tables of statistics ("statistics"), by the SHA-256 of their files, into
    case.toml, in place of those that it has for them. What a person wrote beside them stays as it is. Call it with the case's lock held."""
    tables = {sha256[:12]: dict(values) for sha256, values in found.items()}
    names = {f"[trade.{kind}.{sha}]" for sha in tables}
    out, skip = list[str](), False
    for line in path.read_text("utf-8").splitlines():
        if re.match(r"\s*\[", line):
            skip = line.strip() in names
        if not skip:
            out.append(line)
    while out and not out[-1].strip():
        out.pop()
    for sha, values in tables.items():
        out += ["", f"[trade.{kind}.{sha}]", *(f"{key} = {_quoted(value)}" for key, value in values.items())]
    made = "\n".join([*out, ""])
    try:
        kept = tomllib.loads(made)["trade"][kind]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadInput(f"{path}: the columns of a table cannot be added ({error}); write [trade] as a table of its own") from error
    if any(kept.get(sha) != values for sha, values in tables.items()):
        raise BadInput(f"{path}: [trade.{kind}.…] could not be written; remove the tables of these files and add them again")
    files.write(path, made.encode())


def keep_decisions(path: Path, url: str, case: str) -> None:
    """Write into case.toml where decisions are kept; all else stays as it is. Call it with the case's lock held."""
    text, left = path.read_text("utf-8"), {"url": url, "case": case}
    out, inside = list[str](), False
    for line in [*text.splitlines(), "["]:  # the end ends a table too
        if re.match(r"\s*\[", line):
            if inside:
                out += [f"{key} = {_quoted(value)}" for key, value in left.items()]
                left = {}
            inside = re.match(r"\s*\[decisions\]\s*(#|$)", line) is not None
        key = re.match(r"\s*(url|case)\s*=", line) if inside else None
        if key is None:
            out.append(line)
        elif key[1] in left:
            out.append(f"{key[1]} = {_quoted(left.pop(key[1]))}")
    out.pop()
    if left:
        out += ["", "[decisions]", *(f"{key} = {_quoted(value)}" for key, value in left.items())]
    made = "\n".join([*out, ""])
    try:
        meant = tomllib.loads(text)
        meant["decisions"] = meant.get("decisions", {}) | {"url": url, "case": case}
        wrong = tomllib.loads(made) != meant
    except tomllib.TOMLDecodeError:
        wrong = True
    if wrong:
        raise BadInput(f"{path}: where decisions are kept cannot be written; write [decisions] as a table of its own, each key on one line")
    files.write(path, made.encode())


def _quoted(value: str) -> str:
    """A TOML basic string."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in plain) + '"'
