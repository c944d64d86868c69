"""How reliable is a publisher, and whose is it?

`publisher(name, reliability)` gives the Admiralty letter with its reason: what case.toml says of the
publisher, else what it says of its kind, else the default of its kind in data/publishers.tsv; F
(cannot be judged) where nobody knows it. Promises: a person's value always wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from supplyline.tsv import rows
from supplyline.weigh.text import fold


@dataclass(frozen=True, slots=True)
class Publisher:
    """`kind`: register, wire, press, official, state_media, aggregator or unknown."""

    name: str
    kind: str
    country: str
    letter: str
    reason: str


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


def plain(name: str) -> str:
    """One spelling for "The Wall Street Journal" and "wall street journal"."""
    return fold(name).removeprefix("the ").removeprefix("www.")


def publisher(name: str | None, reliability: Mapping[str, str] | None = None) -> Publisher:
    return _publisher(name, reliability) if reliability else _known(name)


@lru_cache(maxsize=65536)
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
