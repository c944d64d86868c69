"""Which codes of two revisions of the Harmonized System hold the same goods?

`read_concordance(data, name)` reads a table of pairs, such as the UN's conversion tables (columns "HS 2022" and "HS 2017"),
and gives the groups of old and new codes that only touch each other. Promises: a group of which a code stands on both sides
is left out, since its number does not tell its revision; what was left out is counted.
"""

from __future__ import annotations

import re

from supplyline.model import BadInput
from supplyline.read import table

FORMAT = "concordance"  # of an original
_YEAR = re.compile(r"HS\D{0,3}((?:19|20)\d\d)", re.IGNORECASE)


def read_concordance(data: bytes, name: str) -> tuple[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], int]:
    """(old codes, new codes) of each group, sorted, and how many groups were left out."""
    found = table.look(data, name)
    years = {int(m[1]): head for head in reversed(found.header) if (m := _YEAR.search(head))}
    if len(years) != 2:
        raise BadInput(f"{name}: line 1: {len(years)} columns are headed by a revision (HS 2022, HS 2017); two are needed")
    old_head, new_head = (years[y] for y in sorted(years))
    up: dict[str, str] = {}

    def top(node: str) -> str:
        while up.setdefault(node, node) != node:
            node = up[node]
        return node

    for row in table.rows(found):
        old, new = (_code(row.cells.get(head, "")) for head in (old_head, new_head))
        if old and new:
            a, b = sorted((top(f"o{old}"), top(f"n{new}")))
            up[b] = a
    groups: dict[str, tuple[set[str], set[str]]] = {}
    for node in sorted(up):
        groups.setdefault(top(node), (set(), set()))[node[0] == "n"].add(node[1:])
    whole = [(tuple(sorted(o)), tuple(sorted(n))) for o, n in groups.values() if o != n]
    kept = sorted((o, n) for o, n in whole if not set(o) & set(n))
    return tuple(kept), len(whole) - len(kept)


def _code(text: str) -> str:
    code = re.sub(r"\D", "", text)
    return code.zfill(6) if len(code) in (5, 6) else ""
