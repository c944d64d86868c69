"""Which lines does the supply picture have?

`picture(events)` makes layered edges suppliers → goods → via → recipients of the events that say who
supplies what to whom. Promises: at most `EDGES` edges, those with the most claims first; the caption
says how many are left out; each edge knows its events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from supplyline.model import Event
from supplyline.publish import words
from supplyline.publish.articles import Gathered
from supplyline.publish.nouns import Counted, Edge, Picture, Sentence, sentence

EDGES, PARTIES, GOODS = 40, 3, 5
UNNAMED = "goods not named"
Node = tuple[int, str]


def picture(
    events: Sequence[tuple[Event, Gathered]], captions: Mapping[str, str], disputed: frozenset[str]
) -> Picture:
    weight: Counter[tuple[Node, Node]] = Counter()
    alleged: dict[tuple[Node, Node], set[str]] = {}
    registered = {event.id for event, _ in events if event.shipments}
    for event, now in events:
        for edge, uses in _edges(event, now, captions).items():
            weight[edge] += uses
            alleged.setdefault(edge, set()).add(event.id)
    edges = tuple(
        Edge(a, b, tuple(sorted(alleged[(a, b)])), any(e in disputed for e in alleged[(a, b)]), alleged[(a, b)] <= registered)
        for a, b in _whole_ways(weight)
    )
    left = len(weight) - len(edges)
    return Picture(edges, left, _caption(edges, left))


def _whole_ways(weight: Counter[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """The heaviest goods with all their lines as long as they fit, then lines between parties: no goods
    hang in the air with a supplier and no recipient."""
    bundles: dict[Node | None, list[tuple[Node, Node]]] = {}
    for edge in sorted(weight, key=lambda e: (-weight[e], e)):
        goods = next((node for node in edge if node[0] == 1), None)
        bundles.setdefault(goods, []).append(edge)
    loose = [[edge] for edge in bundles.pop(None, [])]
    order = sorted(bundles, key=lambda g: (-sum(weight[e] for e in bundles[g]), g or (0, "")))
    kept: list[tuple[Node, Node]] = []
    for bundle in [*(bundles[g] for g in order), *loose]:
        if len(kept) + len(bundle) <= EDGES:
            kept += bundle
    return kept


def _caption(edges: tuple[Edge, ...], left: int) -> tuple[Sentence, ...]:
    if not edges:
        return ()
    cites = tuple(sorted({e for edge in edges for e in edge.events}))[:5]
    counted = Counted(len(edges), "graph")
    kind = "recorded" if all(e.recorded for e in edges) else "alleged or recorded" if any(e.recorded for e in edges) else "alleged"
    out = [sentence("The picture shows ", counted, f" {kind} {words.plural(len(edges), 'link')}; a broken line is denied by somebody.", cites=cites)]
    if left:
        out.append(sentence(Counted(left, "graph-left"), " further links with fewer claims are left out of it.", cites=cites))
    return tuple(out)


def _edges(event: Event, now: Gathered, captions: Mapping[str, str]) -> dict[tuple[Node, Node], int]:
    """The edges of one event with the number of uses of their rarer end."""
    if event.kind not in words.keys("graph"):
        return {}
    left = _nodes(0, words.word("graph", event.kind).split(","), now, captions, PARTIES)
    # A box of its own, lest the line pass behind goods that nobody named
    goods = _nodes(1, ["goods"], now, captions, GOODS) or Counter({(1, UNNAMED): 1})
    via = _nodes(2, ["via"], now, captions, 2)
    right = _nodes(3, words.more("graph", event.kind).split(","), now, captions, PARTIES)
    chain = [layer for layer in (left, goods, via, right) if layer]
    if not left or not (via or right or (1, UNNAMED) not in goods):
        return {}
    return {
        (a, b): min(before[a], after[b])
        for before, after in pairwise(chain)
        for a, b in product(before, after)
    }


def _nodes(layer: int, roles: list[str], now: Gathered, captions: Mapping[str, str], most: int) -> Counter[Node]:
    """The fillers of some roles that are used most; names that are parties of the case by their caption."""
    found: Counter[Node] = Counter()
    for (role, value), uses in now.uses.items():
        if role in roles:
            found[(layer, captions.get(value) or now.spelled.get(value, value))] += uses
    kept = sorted(found, key=lambda n: (-found[n], n))[:most]
    return Counter({node: found[node] for node in kept})
