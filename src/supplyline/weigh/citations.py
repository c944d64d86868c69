"""Which document takes from which, and why?

`citations(claims, taken)` turns the steps between claims into a directed graph of documents: one Citation
for each pair and kind, with its reason; credits to an outlet or speaker whose own report the case does not
have lead outside it. Steps that run in a round ("A reports, citing B", and B cites A) are named as circular
reporting: no document of the round is a first source. Promises: pure; the order of claims does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from sys import intern

import networkx as nx

from supplyline.model import Citation, ClaimKey, make_id
from supplyline.weigh.publishers import plain
from supplyline.weigh.ties import COPIES, CREDITS, TRANSLATES, Taken


def citations(claims: Sequence[ClaimKey], taken: Sequence[Taken]) -> tuple[Citation, ...]:
    steps: dict[tuple[str, str, str], list[Taken]] = {}
    known = {claims[s.claim].sha256 for s in taken if s.kind in (COPIES, CREDITS) and claims[s.claim].sha256 != claims[s.source].sha256}
    for step in taken:
        pair = claims[step.claim].sha256, claims[step.source].sha256, step.kind
        # A translation is a guess by what is told; where a document copies or credits another, its source is known
        if pair[0] != pair[1] and not (step.kind == TRANSLATES and pair[0] in known):
            steps.setdefault(pair, []).append(step)
    rounds = _rounds(steps, claims)
    out = [_inside(pair, sorted(found), claims, rounds) for pair, found in steps.items()]
    out.extend(_outside(claims, {(document, plain(claims[s.source].publisher or "")) for (document, _, _), found in steps.items() for s in found}))
    return tuple(sorted(out, key=lambda c: c.id))


def _rounds(steps: Mapping[tuple[str, str, str], Sequence[Taken]], claims: Sequence[ClaimKey]) -> dict[str, tuple[str, ...]]:
    """Document -> the publishers that credit each other in a round with it. Copies have a direction only by date."""
    graph = nx.DiGraph()
    graph.add_edges_from(sorted((a, b) for a, b, kind in steps if kind != COPIES))
    publisher = {claims[i].sha256: claims[i].publisher or "unknown publisher" for found in steps.values() for s in found for i in (s.claim, s.source)}
    out: dict[str, tuple[str, ...]] = {}
    for group in nx.strongly_connected_components(graph):
        if len(group) > 1:
            names = tuple(sorted({publisher[sha] for sha in group}))
            out.update(dict.fromkeys(group, names))
    return out


def _inside(
    pair: tuple[str, str, str], found: Sequence[Taken], claims: Sequence[ClaimKey], rounds: Mapping[str, tuple[str, ...]]
) -> Citation:
    document, source, kind = pair
    name = claims[found[0].source].publisher or "unknown publisher"
    circle = rounds.get(document, ()) if kind != COPIES and rounds.get(document) == rounds.get(source) else ()
    reasons = list(dict.fromkeys(step.reason for step in found))
    if circle:
        reasons.append(f"circular: {' and '.join(circle)} credit each other, and none says who told it first")
    ids = [claims[i].id for step in found for i in (step.claim, step.source)]
    return Citation(
        id=make_id("t", *pair),
        document=document,
        source=source,
        source_name=name,
        kind=kind,
        label=intern(f"{claims[found[0].claim].publisher or 'unknown publisher'} {kind} {name}"),
        reason=intern("; ".join(reasons[:3])),
        circle=circle,
        because=tuple(dict.fromkeys(ids)),
    )


def _outside(claims: Sequence[ClaimKey], known: set[tuple[str, str]]) -> Iterable[Citation]:
    """Outlets that a document says were told, where the case does not have what they printed."""
    credited: dict[tuple[str, str], list[ClaimKey]] = {}
    for claim in claims:
        if claim.via_name and plain(claim.via_name) != plain(claim.publisher or ""):
            mark = claim.sha256, plain(claim.via_name)
            if mark not in known:
                credited.setdefault(mark, []).append(claim)
    for (document, outlet), group in credited.items():
        first = min(group, key=lambda k: k.id)
        yield Citation(
            id=make_id("t", document, outlet, CREDITS),
            document=document,
            source=None,
            source_name=first.via_name or outlet,
            kind=CREDITS,
            label=f"{first.publisher or 'unknown publisher'} {CREDITS} {first.via_name}",
            reason=f"says that {first.speaker_name or 'it'} told {first.via_name}",
            circle=(),
            because=tuple(sorted(k.id for k in group)),
        )
