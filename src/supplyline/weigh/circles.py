"""Which outlets credit each other in a circle?

"A reports, citing B" on Monday and "B reports, citing A" on Friday: A cannot have taken it from a report that did not yet
exist, and neither says who told it first. `join_circles` finds such rounds of credits about one matter, on one day or over
`CREDIT_DAYS`, makes one utterance of them and gives each step's `Circle`. No round is named where one of its documents'
utterances has a source beyond it: a speaker who is no outlet of the round, or an earlier report of one of its outlets in
its own words. Promises: the order of claims does not matter; only credits make a round, not copies or retellings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from supplyline.model import ClaimKey
from supplyline.weigh.publishers import plain
from supplyline.weigh.ties import CREDITS, Ties

Step = tuple[int, int]  # a claim, and the one of another document whose outlet it credits
_Node = tuple[str, int]  # a document and an utterance


@dataclass(frozen=True, slots=True)
class Circle:
    outlets: tuple[str, ...]
    reason: str


def join_circles(claims: Sequence[ClaimKey], later: Iterable[Step], ties: Ties) -> dict[Step, Circle]:
    """`later`: credits to an outlet whose report of the same is in the case, but was printed after. Gives the circle of each
    step that is part of one."""
    taken = [(s.claim, s.source) for s in ties.taken if s.kind == CREDITS]
    edges: dict[tuple[_Node, _Node], list[Step]] = {}
    ahead = sorted(set(later))
    for step in sorted({*taken, *ahead}):
        one, other = ((claims[i].sha256, ties.root(i)) for i in step)
        if one[0] != other[0]:
            edges.setdefault((one, other), []).append(step)
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    graph.add_edges_from(sorted(edges))
    rounds = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    if not rounds:
        return {}
    told = _by_root(claims, {root for group in rounds for _, root in group}, ties)
    out: dict[Step, Circle] = {}
    for group in sorted(rounds, key=min):
        steps = [step for (one, other), found in sorted(edges.items()) if one in group and other in group for step in found]
        if not _has_source(group, steps, claims, told):
            circle = _circle(steps, claims)
            out.update(dict.fromkeys(steps, circle))
    for (claim, source), circle in out.items():
        ties.join(claim, source, circle.reason)
    return out


def _by_root(claims: Sequence[ClaimKey], roots: set[int], ties: Ties) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = {}
    for i in range(len(claims)):
        if (root := ties.root(i)) in roots:
            found.setdefault(root, []).append(i)
    return found


def _has_source(group: Iterable[_Node], steps: Sequence[Step], claims: Sequence[ClaimKey], told: Mapping[int, Sequence[int]]) -> bool:
    outlets = {plain(claims[i].publisher or "") for step in steps for i in step}
    documents = {claims[i].sha256 for step in steps for i in step}
    first = min(claims[i].published or "9999" for step in steps for i in step)
    for i in (i for root in sorted({root for _, root in group}) for i in told[root]):
        claim = claims[i]
        if claim.speaker is not None and not claim.anonymous and plain(claim.speaker_name or "") not in outlets:
            return True
        own = claim.speaker is None and claim.sha256 not in documents and plain(claim.publisher or "") in outlets
        if own and (claim.published or "9999") <= first:
            return True
    return False


def _circle(steps: Sequence[Step], claims: Sequence[ClaimKey]) -> Circle:
    days: dict[str, set[str]] = {}
    for i in (i for step in steps for i in step):
        days.setdefault(claims[i].publisher or "unknown publisher", set()).add(claims[i].published or "no date")
    told = " and ".join(f"{name} ({', '.join(sorted(found)[:3])})" for name, found in sorted(days.items()))
    return Circle(tuple(sorted(days)), f"circular: {told} credit each other, and none says who told it first")
