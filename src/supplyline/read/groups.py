"""Which codes of two revisions hang together?"""

from __future__ import annotations

from collections.abc import Iterable


def groups(pairs: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(old codes, new codes) that hang together by pairs of an old and a new code, sorted, without those in which nothing changed."""
    up: dict[str, str] = {}

    def top(node: str) -> str:
        while up.setdefault(node, node) != node:
            node = up[node]
        return node

    for old, new in pairs:
        a, b = sorted((top(f"o{old}"), top(f"n{new}")))
        up[b] = a
    found: dict[str, tuple[set[str], set[str]]] = {}
    for node in sorted(up):
        found.setdefault(top(node), (set(), set()))[node[0] == "n"].add(node[1:])
    return sorted((tuple(sorted(o)), tuple(sorted(n))) for o, n in found.values() if o != n)
