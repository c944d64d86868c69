"""Is this code one of goods that controls are about?

`flags(hs)` names the groups that hold a code: the tiers of the Common High Priority List, and the chapters that it leaves
out (28, 29, 36 and heading 3912, at the level of the whole chapter). Promises: longer national codes are read by their
first six digits; a code shorter than a group's is in none, since it holds other goods too.
"""

from __future__ import annotations

from functools import lru_cache

from supplyline.trade import tree

_CHAPTERS = ("chemicals-28", "chemicals-29", "explosives-36", "cellulose-3912")


@lru_cache(maxsize=65536)
def flags(hs: str) -> tuple[str, ...]:
    """Ids of groups, those of the list first."""
    code = hs[:6]
    return tuple(g.id for g in tree.groups() if (g.id.startswith("chpl-") or g.id in _CHAPTERS) and code.startswith(g.prefixes))


def in_words(ids: tuple[str, ...]) -> str:
    """What a reader is told of flags; "" for none."""
    names = (g.name if g.id.startswith("chpl-") else f"{g.name} (a whole chapter, not on that list)" for g in map(tree.group, ids) if g is not None)
    return ", ".join(names)
