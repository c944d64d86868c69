"""Is this code one of goods that controls are about?

`flags(hs)` names the groups that hold a code: the tiers of the Common High Priority List, what supplement 7 to 15 CFR part 746 adds to
it (engines of drones), and the chapters that it leaves out (28, 29, 36 and heading 3912, at the level of the whole chapter). The wide
lists (supplements 2, 4 and 5, the Union's annexes) flag nothing: they hold most of what industry buys. Promises: longer national codes are read by their
first six digits; a code shorter than a group's is in none, since it holds other goods too.
"""

from __future__ import annotations

from functools import lru_cache

from supplyline.trade import revisions, tree

_PART = "-in-part"
_DRONES = "us-746-7"
_CHAPTERS = ("chemicals-28", "chemicals-29", "explosives-36", "cellulose-3912")


@lru_cache(maxsize=65536)
def flags(hs: str) -> tuple[str, ...]:
    """Ids of groups, those of the list first. A code of before 2022 is read by the codes that took its place; where only some
    of them are in a group, its id ends in "-in-part"."""
    codes = revisions.parts(hs[:6])
    out: list[str] = []
    for group in tree.groups():
        if group.id.startswith("chpl-") or group.id in _CHAPTERS or (group.id == _DRONES and not out):
            inside = sum(code.startswith(group.prefixes) for code in codes)
            out += [group.id + (_PART if inside < len(codes) else "")] if inside else []
    return tuple(out)


def in_words(ids: tuple[str, ...]) -> str:
    """What a reader is told of flags; "" for none."""
    return ", ".join(filter(None, map(_named, ids)))


def _named(id: str) -> str:
    group = tree.group(id.removesuffix(_PART))
    if group is None:
        return ""
    name = f"{group.name} (a whole chapter, not on that list)" if group.id in _CHAPTERS else group.name
    return f"in part {name}" if id.endswith(_PART) else name
