"""How reliable is a publisher, and whose is it?

`publisher(name, reliability, record)` gives the Admiralty letter with its reason: what case.toml says of the
publisher, else what it says of its kind, else the default of its kind in data/publishers.tsv; F
(cannot be judged) where nobody knows it. A track record, the publisher's claims that people confirmed or
rejected, moves a default by one letter at most and gives one to whom nobody knew; it never makes an A.
Promises: a person's value in case.toml always wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from supplyline.tsv import rows
from supplyline.weigh.collector import remembered
from supplyline.weigh.text import fold


@dataclass(frozen=True, slots=True)
class Publisher:
    """`kind`: register, wire, press, official, state_media, aggregator or unknown."""

    name: str
    kind: str
    country: str
    letter: str
    reason: str


class Record(NamedTuple):
    """How many claims of a publisher people confirmed, and how many they rejected."""

    confirmed: int
    rejected: int


def judge(records: dict[str, Record], publisher: str | None, found: bool | None) -> None:
    """Count a claim that people confirmed (True) or rejected (False) for its publisher; None: nobody judged it."""
    if publisher and found is not None:
        confirmed, rejected = records.get(publisher, (0, 0))
        records[publisher] = Record(confirmed + found, rejected + (not found))


JUDGED = 5  # claims; fewer are no record
GOOD, POOR = 0.85, 0.5  # share confirmed, by Laplace's rule of succession: all of 5 are 0.86, half of any number 0.5

Publishers = Mapping[str | None, Publisher]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, tuple[str, str, str]], dict[str, str]]:
    known: dict[str, tuple[str, str, str]] = {}
    defaults: dict[str, str] = {}
    for name, kind, country, letter in rows("publishers.tsv", width=4):
        if name == "default":
            defaults[kind] = letter
        else:
            known[plain(name)] = (kind, country, letter)
    return known, defaults


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """One spelling for "The Wall Street Journal" and "wall street journal"."""
    return fold(name).removeprefix("the ").removeprefix("www.")


def publisher(name: str | None, reliability: Mapping[str, str] | None = None, record: Record | None = None) -> Publisher:
    found = _publisher(name, reliability) if reliability else _known(name)
    return _by_record(found, record) if record and not found.reason.endswith("by case.toml") else found


def _by_record(found: Publisher, record: Record) -> Publisher:
    judged = record.confirmed + record.rejected
    share = (record.confirmed + 1) / (judged + 2)
    if judged < JUDGED:
        return found
    if found.letter == "F":
        letter = "C" if share >= GOOD else "E" if share < POOR else "D"
    elif share >= GOOD:
        letter = max("B", chr(ord(found.letter) - 1)) if found.letter > "B" else found.letter
    elif share < POOR:
        letter = min("E", chr(ord(found.letter) + 1))
    else:
        letter = found.letter
    said = f"{record.confirmed} of {judged} claims that people judged were confirmed"
    return replace(found, letter=letter, reason=f"{found.reason}; {letter} by its track record: {said}")


@remembered
def _known(name: str | None) -> Publisher:
    return _publisher(name, {})


def _publisher(name: str | None, reliability: Mapping[str, str]) -> Publisher:
    known, defaults = _table()
    chosen = {plain(k): v.strip().upper() for k, v in reliability.items()}
    if not name:
        return Publisher("unknown publisher", "unknown", "", "F", "the publisher is not known")
    own = plain(name)
    kind, country, letter = known.get(own, ("unknown", "", ""))
    if own in chosen:
        return Publisher(name, kind, country, chosen[own], f"{name}: {chosen[own]} by case.toml")
    if kind in chosen:
        return Publisher(
            name, kind, country, chosen[kind], f"{name} ({_say(kind)}): {chosen[kind]} by case.toml"
        )
    letter = letter or defaults.get(kind, "F")
    if kind == "unknown":
        return Publisher(name, kind, country, "F", f"{name}: not known, so it cannot be judged")
    return Publisher(name, kind, country, letter, f"{name} ({_say(kind)}): {letter} by default")


def _say(kind: str) -> str:
    return {
        "register": "primary record",
        "wire": "news agency",
        "press": "quality press",
        "official": "official body",
        "state_media": "state media",
    }.get(kind, kind.replace("_", " "))
