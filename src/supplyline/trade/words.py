"""How are countries and amounts told to a reader?"""

from __future__ import annotations

from supplyline.read import countries


def country(iso: str) -> str:
    """The name for a reader."""
    return "the world" if iso == "world" else countries.name(iso) or iso


def amount(value: float, currency: str) -> str:
    """A figure in its currency, in millions or billions where it is large."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{currency} {value / size:,.1f} {word}"
    return f"{currency} {value:,.0f}"
