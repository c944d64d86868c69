"""Is this code one of goods that controls are about?

`flags(hs)` names the groups that hold a code: the tiers of the Common High Priority List, what supplement 7 to 15 CFR part 746 adds to
it (engines of drones), and the chapters that it leaves out (28, 29, 36 and heading 3912, at the level of the whole chapter). The wide
lists (supplements 2, 4 and 5, the Union's annexes) flag nothing: they hold most of what industry buys. `level(hs)` says which of the two
it is, `told(hs)` says it to a reader. Promises: longer national codes are read by their first six digits; a code shorter than a group's
is in none, since it holds other goods too.
"""

from __future__ import annotations

from functools import lru_cache

from supplyline.trade import revisions, tree

LISTED, CATEGORY = "listed", "category"
# Codes of a list and codes of whole chapters are looked through apart, each with a false discovery rate of its own: some hundred
# chemicals would drown fifty listed codes, and these lend the chemicals a surety that they have not (Efron 2008).
LEVELS = (LISTED, CATEGORY)
_PART = "-in-part"
_DRONES = "us-746-7"
CHAPTERS = ("chemicals-28", "chemicals-29", "explosives-36", "cellulose-3912")


@lru_cache(maxsize=65536)
def flags(hs: str) -> tuple[str, ...]:
    """Ids of groups, those of the list first. A code of before 2022, or one made of codes of two revisions, is read by the codes that
    took its place; where only some of them are in a group, its id ends in "-in-part"."""
    codes = revisions.parts(hs if revisions.is_family(hs) else hs[:6])
    out: list[str] = []
    for group in tree.groups():
        if group.id.startswith("chpl-") or group.id in CHAPTERS or (group.id == _DRONES and not out):
            inside = sum(code.startswith(group.prefixes) for code in codes)
            out += [group.id + (_PART if inside < len(codes) else "")] if inside else []
    return tuple(out)


@lru_cache(maxsize=65536)
def level(hs: str) -> str:
    """LISTED for a code that a list names, CATEGORY for one that is only of a chapter watched as a whole, else ""."""
    ids = [id.removesuffix(_PART) for id in flags(hs)]
    return "" if not ids else LISTED if any(id not in CHAPTERS for id in ids) else CATEGORY


def category(hs: str) -> str:
    """The chapter, watched as a whole, that a code of CATEGORY is of."""
    return next(id.removesuffix(_PART) for id in flags(hs))


def code(id: str) -> str:
    """The code of a chapter that is watched as a whole; "" for anything else."""
    group = tree.group(id) if id in CHAPTERS else None
    return group.prefixes[0] if group is not None else ""


def told(hs: str) -> str:
    """A sentence on what makes a code one to look at; "" for others."""
    what = level(hs)
    if what == LISTED:
        return f"HS {revisions.shown(hs)}: {in_words(flags(hs))}."
    return f"HS {revisions.shown(hs)} is not on the Common High Priority List. {caution(category(hs))}" if what else ""


def caution(id: str) -> str:
    """What a find in a chapter that is watched as a whole is worth."""
    group = tree.group(id)
    assert group is not None
    return f"All of {group.name} (HS {', '.join(group.prefixes)}) is watched at category level, and most of it has civil uses alone: weaker evidence than a listed code."


def in_words(ids: tuple[str, ...]) -> str:
    """What a reader is told of flags; "" for none."""
    return ", ".join(filter(None, map(_named, ids)))


def _named(id: str) -> str:
    group = tree.group(id.removesuffix(_PART))
    if group is None:
        return ""
    name = f"{group.name} (a whole chapter, not on that list)" if group.id in CHAPTERS else group.name
    return f"in part {name}" if id.endswith(_PART) else name
