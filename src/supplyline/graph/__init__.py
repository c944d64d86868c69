"""Who is said to supply whom?

`links(events, keys, disputes)` gives the edges of the supply network between resolved parties, with
goods, grade and whether somebody denies it; `paths(links, a, b)` the ways from one party to another.
Every edge is an allegation, or what a register of shipments recorded: who says so and how sure is in
its event. Expected events and denials make no edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, pairwise

import networkx as nx

from supplyline.model import ClaimKey, Dispute, Event, Link, make_id

# Per kind of event: the role of the edge, from which roles, to which roles
_EDGES: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "supply": ("supplies", ("supplier",), ("recipient",)),
    "shipment": ("sends", ("supplier",), ("recipient",)),
    "production": ("produces", ("maker",), ("recipient",)),
    "ownership": ("owns", ("owner",), ("owned",)),
    "designation": ("lists", ("authority",), ("target",)),
}
MOST_PATHS, MOST_STEPS = 20, 6


def links(
    events: Iterable[Event], keys: Iterable[ClaimKey], disputes: Iterable[Dispute] = ()
) -> tuple[Link, ...]:
    expected = {k.id for k in keys if k.stance in ("expects", "calls_for", "denies")}
    denied = {d.event for d in disputes if d.scope != "general"}  # "we sell no weapons" denies no one deal
    out: dict[str, Link] = {}
    for event in events:
        if all(claim in expected for claim in event.because):
            continue
        for source, target, role in _edges(event):
            made = Link(
                id=make_id("l", event.id, source, target, role),
                source=source,
                target=target,
                role=role,
                goods=event.goods,
                event=event.id,
                grade=event.grade,
                disputed=event.id in denied,
                because=(event.id,),
                recorded=event.shipments > 0,
            )
            out[made.id] = made
    return tuple(out[i] for i in sorted(out))


def _edges(event: Event) -> Iterator[tuple[str, str, str]]:
    parties: dict[str, list[str]] = {}
    for text in event.parties:
        role, _, value = text.partition("=")
        if value.startswith("e_"):
            parties.setdefault(role, []).append(value)
    if event.kind == "cooperation":
        for a, b in combinations(sorted(parties.get("party", ())), 2):
            yield a, b, "cooperates"
        return
    if event.kind not in _EDGES:
        return
    role, left, right = _EDGES[event.kind]
    sources = [p for r in left for p in parties.get(r, ())]
    targets = [p for r in right for p in parties.get(r, ())]
    between = parties.get("via", [])
    pairs = [(a, b) for a in sources for b in targets]
    if between:
        # Goods that went by an intermediary are shown by that way, not as if they went straight
        pairs = [(a, v) for a in sources for v in between] + [(v, b) for v in between for b in targets]
    yield from ((a, b, role) for a, b in pairs if a != b)


def paths(links: Iterable[Link], a: str, b: str, most: int = MOST_PATHS) -> tuple[tuple[Link, ...], ...]:
    """The shortest ways from `a` to `b` along the direction of supply, at most `most` of them."""
    graph = nx.DiGraph()
    best: dict[tuple[str, str], list[Link]] = {}
    for link in sorted(links, key=lambda x: x.id):
        best.setdefault((link.source, link.target), []).append(link)
        if link.role == "cooperates":
            best.setdefault((link.target, link.source), []).append(link)
    graph.add_edges_from(sorted(best))
    if a not in graph or b not in graph or a == b:
        return ()
    try:
        found = list(islice(_simple(graph, a, b), most))
    except nx.NetworkXNoPath:
        return ()
    return tuple(tuple(best[step][0] for step in pairwise(way)) for way in found)


def _simple(graph: nx.DiGraph, a: str, b: str) -> Iterator[Sequence[str]]:
    for way in nx.shortest_simple_paths(graph, a, b):
        if len(way) > MOST_STEPS + 1:
            return
        yield way
