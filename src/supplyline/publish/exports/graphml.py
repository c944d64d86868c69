"""How does the supply network look to graph programs (Gephi, yEd, NetworkX)?

`write_graphml(snapshot, out)` writes a directed multigraph: parties as nodes, alleged links as edges
with role, goods, event, grade and whether somebody denies them. Losses: docs/exports.md.
"""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx

from supplyline.case.snapshot import Snapshot
from supplyline.publish.exports.writing import target, whole

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(value: str) -> str:
    """XML has no place for control characters."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value)


def write_graphml(snapshot: Snapshot, out: Path) -> Path:
    path = target(out, "case.graphml")
    graph = nx.MultiDiGraph()
    links = list(snapshot.rows("links"))
    used = {end for link in links for end in (link.source, link.target)}
    for party in snapshot.rows("entities"):
        if party.id in used:
            graph.add_node(
                party.id, label=_text(party.caption), schema=party.schema, countries=" ".join(party.countries),
                claims=len(party.because),
            )  # fmt: skip
    for link in links:
        graph.add_edge(
            link.source, link.target, key=link.id, label=link.role, goods=_text("; ".join(link.goods)),
            event=link.event, grade=link.grade or "", disputed=link.disputed, status="recorded" if link.recorded else "alleged",
        )  # fmt: skip
    with whole(path) as file:
        for line in nx.generate_graphml(graph, named_key_ids=True):
            file.write(line + "\n")
    return path
