"""Which words name a country or its people?"""

from __future__ import annotations

from supplyline.extract.frames.common import Role, Scene
from supplyline.extract.phrases import Range
from supplyline.read.countries import adjective, country, metonym


def people(scene: Scene, i: int, j: int) -> Range | None:
    """The country before a noun of trade, as adjective or as name: "Chinese exports", "EU exports", "North Korean sales"."""
    toks = scene.toks
    for k in range(i, j):
        for size in (2, 1):
            text = " ".join(t.text for t in toks[k : k + size])
            if k + size <= j and (demonym(text) or country_word(text)):
                return k, k + size
    return None


def demonym(text: str) -> bool:
    return text[:1].isupper() and adjective(text) is not None


def country_word(text: str) -> bool:
    return (text[:1].isupper() or text[:1] == "a") and (
        country(text) is not None or metonym(text) is not None
    )


def place(scene: Scene, role: Role) -> bool:
    """A country, or firms of it in general ("Uzbek firms"); a company of its own makes deals, not statistics."""
    text = scene.words(role).replace("'s", "").replace("’s", "")
    parts = text.split()
    firms = parts[-1].casefold() in scene.group_words("firm_noun") and any(demonym(w) for w in parts)
    return (
        country_word(text)
        or firms
        or any(country_word(w) for w in parts)
        or any(country_word(" ".join(parts[k : k + 2])) for k in range(len(parts)))
    )
