"""Where does a code stand in the tree of goods?

Chapter → heading → subheading of the Harmonized System (2022), and groups beside it: the tiers of the Common High
Priority List (`chpl-1` … ), the control lists of data/goods/lists.tsv ("eu-833-xxiii", "us-746-4", "dual-use-3") and the groups of
data/goods/groups.tsv ("propellants-and-explosives", "machine-tools"). Claims,
shipments and statistics share these ids; `named` also knows sets of them ("chpl", "chemicals"). Promises: pure; an unknown code has no parent, no text and no group.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from supplyline.tsv import rows

CHPL_VERSION = "2024-02-23"
_CHEMICALS = ("chemicals-28", "chemicals-29", "explosives-36", "cellulose-3912")  # gunpowder and special chemicals, which no tier holds


@dataclass(frozen=True, slots=True)
class Group:
    """Goods that belong together: HS prefixes of 2 to 6 digits, and where the group comes from."""

    id: str
    name: str
    prefixes: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def nomenclature() -> dict[str, str]:
    """Code (2, 4 or 6 digits) → description."""
    return {row[0]: row[1] for row in rows("hs.tsv")}


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """All groups: tiers of the Common High Priority List first."""
    tiers: dict[str, list[str]] = {}
    for code, tier in rows("chpl.tsv"):
        tiers.setdefault(tier, []).append(code)
    listed = tuple(
        Group(
            f"chpl-{tier.lower().replace('.', '')}",
            f"Common High Priority List, tier {tier}",
            tuple(codes),
            f"BIS, version of {CHPL_VERSION}",
        )
        for tier, codes in sorted(tiers.items())
    )
    return listed + tuple(
        Group(id_, name, tuple(prefixes.split(",")), source)
        for table in ("goods/lists.tsv", "goods/groups.tsv") for id_, name, prefixes, source in rows(table)
    )  # fmt: skip


def is_list(group: Group) -> bool:
    """Is it a control list, or a part of one?"""
    return group.id.startswith(("chpl-", "eu-", "us-", "dual-use-"))


def group(id_: str) -> Group | None:
    return next((g for g in groups() if g.id == id_), None)


@lru_cache(maxsize=1)
def sets() -> tuple[Group, ...]:
    """Groups put together: those whose ids begin alike ("chpl" is the whole Common High Priority List), and what that list leaves out."""
    found: dict[str, list[Group]] = {}
    for one in groups():
        beginning = one.id.rpartition("-")[0]
        if is_list(one):
            found.setdefault(beginning, []).append(one)
        elif one.id in _CHEMICALS:
            found.setdefault("chemicals", []).append(one)
    return tuple(
        Group(id_, f"all of {', '.join(g.id for g in ones)}", tuple(dict.fromkeys(p for g in ones for p in g.prefixes)), ones[0].source)
        for id_, ones in sorted(found.items())
    )  # fmt: skip


def named(id_: str) -> Group | None:
    """The group or set of groups of an id."""
    return next((g for g in (*groups(), *sets()) if g.id == id_), None)


def parent(code: str) -> str | None:
    """The heading of a subheading, the chapter of a heading; None for a chapter."""
    return code[:-2] if len(code) in (4, 6) and code in nomenclature() else None


def children(code: str) -> tuple[str, ...]:
    """What lies directly below a chapter or heading."""
    return _children().get(code, ())


@lru_cache(maxsize=1)
def _children() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for code in nomenclature():
        out.setdefault(code[:-2], []).append(code)
    return {above: tuple(below) for above, below in out.items() if above}


def path(code: str) -> tuple[tuple[str, str], ...]:
    """(code, description) from the chapter down to the code."""
    known = nomenclature()
    return tuple((code[:n], known[code[:n]]) for n in (2, 4, 6) if n <= len(code) and code[:n] in known)


def groups_of(code: str) -> tuple[Group, ...]:
    """The groups that hold the code as a whole: "360100" is in "explosives-36", "36" itself too."""
    if code not in nomenclature():
        return ()
    return tuple(g for g in groups() if any(code.startswith(p) for p in g.prefixes))


def holds(group_id: str, code: str) -> bool:
    """Is the code in the group as a whole?"""
    return any(g.id == group_id for g in groups_of(code))
