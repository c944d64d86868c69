"""Which codes of two revisions hang together?"""

from __future__ import annotations

from collections.abc import Iterable


def groups(pairs: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(old codes, new codes) that hang together by pairs of an old and a new code, sorted, without those in which nothing changed."""
    out = []
    for nodes in connected((f"o{old}", f"n{new}") for old, new in pairs):
        old, new = (tuple(node[1:] for node in nodes if node[0] == side) for side in "on")
        if old != new:
            out.append((old, new))
    return sorted(out)


def connected(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """What hangs together by pairs: each group sorted, and they by their first."""
    up: dict[str, str] = {}

    def top(node: str) -> str:
        while up.setdefault(node, node) != node:
            node = up[node]
        return node

    for one, other in pairs:
        a, b = sorted((top(one), top(other)))
        up[b] = a
    found: dict[str, list[str]] = {}
    for node in sorted(up):
        found.setdefault(top(node), []).append(node)
    return sorted(tuple(nodes) for nodes in found.values())
