"""What does the brief call things?

`word(group, key)` looks up data/brief_words.tsv; `interval` and `listed` turn values into words.
Promises: an unknown key is printed as it is, never dropped; no number is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from supplyline import tsv

_FILE = "brief_words.tsv"


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row[0], row[1]): (row[2], row[3]) for row in tsv.rows(_FILE, 4)}


def word(group: str, key: str) -> str:
    return _table().get((group, key), (key.replace("_", " "), ""))[0]


def more(group: str, key: str) -> str:
    return _table().get((group, key), ("", ""))[1]


def keys(group: str) -> tuple[str, ...]:
    """The keys of a group, in the order of the file."""
    return tuple(key for name, key in _table() if name == group)


def begin(text: str) -> str:
    """The text with a capital letter first, as a sentence begins."""
    return text[:1].upper() + text[1:]


def number(value: float) -> str:
    """1203 → 1,203; 2.5 → 2.5."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.10g}"


def interval(least: float | None, most: float | None) -> str:
    """(20, None) → at least 20; empty where both ends are open."""
    if least is None:
        return "" if most is None else f"at most {number(most)}"
    if most is None:
        return f"at least {number(least)}"
    return number(least) if least == most else f"{number(least)} to {number(most)}"


def period(start: str | None, end: str | None) -> str:
    if start is None:
        return "" if end is None else f"until {end}"
    if end is None:
        return f"from {start}"
    return start if start == end else f"{start} to {end}"


def listed(items: Iterable[str], most: int = 3) -> str:
    """"A, B, C and 4 more"."""
    found: Sequence[str] = list(items)
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def plural(count: float, one: str, many: str | None = None) -> str:
    return one if count == 1 else many or f"{one}s"
