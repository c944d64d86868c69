"""What does the supply picture look like?

`draw(picture)` lays nodes out in layers (suppliers, goods, via, recipients), orders each layer by
the middle of its neighbours, and returns SVG. Promises: the same edges give the same bytes whatever
their order; every label is wrapped and escaped; colours come from the page's style, so that it
follows light and dark; a picture without edges is an empty string.
"""

from __future__ import annotations

import textwrap
from html import escape

from supplyline.publish.nouns import Edge, Picture
from supplyline.publish.words import word

_WIDTH, _NODE, _LINE, _GAP, _TOP = 960, 190, 17, 14, 44
_CHARS, _LINES = 25, 3
Node = tuple[int, str]


def wrap(label: str) -> list[str]:
    """The lines of a label; a long one is cut with an ellipsis (its title has all of it)."""
    lines = textwrap.wrap(label, _CHARS, break_long_words=True) or [""]
    if len(lines) > _LINES:
        lines = lines[:_LINES]
        lines[-1] = lines[-1][: _CHARS - 1].rstrip() + "…"
    return lines


def _height(node: Node) -> int:
    return len(wrap(node[1])) * _LINE + 14


def layers(edges: tuple[Edge, ...]) -> dict[int, list[Node]]:
    """Nodes of each layer, ordered so that lines cross little."""
    degree: dict[Node, int] = {}
    beside: dict[Node, list[Node]] = {}
    for edge in sorted(edges, key=lambda e: (e.source, e.target)):
        for a, b in ((edge.source, edge.target), (edge.target, edge.source)):
            degree[a] = degree.get(a, 0) + len(edge.events)
            beside.setdefault(a, []).append(b)
    found: dict[int, list[Node]] = {}
    for node in sorted(degree, key=lambda n: (-degree[n], n)):
        found.setdefault(node[0], []).append(node)
    place = {n: i / len(nodes) for nodes in found.values() for i, n in enumerate(nodes)}
    for _ in range(4):
        for layer in sorted(found):
            middle = {n: sum(place[b] for b in beside[n]) / len(beside[n]) for n in found[layer]}
            found[layer].sort(key=lambda n: (middle[n], -degree[n], n))
            place |= {n: i / len(found[layer]) for i, n in enumerate(found[layer])}
    return {layer: found[layer] for layer in sorted(found)}


def draw(picture: Picture) -> str:
    """The picture as one <svg> element."""
    if not picture.edges:
        return ""
    found = layers(picture.edges)
    tall = {layer: sum(_height(n) + _GAP for n in nodes) - _GAP for layer, nodes in found.items()}
    height = _TOP + max(tall.values()) + 12
    step = (_WIDTH - _NODE) / max(len(found) - 1, 1)
    box: dict[Node, tuple[float, float, int]] = {}
    out: list[str] = []
    for column, (layer, nodes) in enumerate(found.items()):
        x = round(column * step, 1)
        y = _TOP + (max(tall.values()) - tall[layer]) / 2
        out.append(f'<text class="layer" x="{x + _NODE / 2:g}" y="20">{escape(word("layer", str(layer)))}</text>')
        for node in nodes:
            box[node] = (x, round(y, 1), _height(node))
            y += _height(node) + _GAP
    out += [_line(edge, box) for edge in sorted(picture.edges, key=lambda e: (e.source, e.target))]
    for node, (x, y, tall_here) in sorted(box.items()):
        out.append(_node(node, x, y, tall_here))
    what = "Who is alleged to supply what to whom; the table below the picture says the same in words."
    return (
        f'<svg class="graph" viewBox="-4 0 {_WIDTH + 8} {height:g}" role="img" aria-label="{what}">'
        + "".join(out)
        + "</svg>"
    )


def _line(edge: Edge, box: dict[Node, tuple[float, float, int]]) -> str:
    x1, y1, h1 = box[edge.source]
    x2, y2, h2 = box[edge.target]
    x1, y1, y2 = x1 + _NODE, y1 + h1 / 2, y2 + h2 / 2
    bend = (x2 - x1) / 2
    path = f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    wide = min(1 + len(edge.events), 5)
    name = "edge disputed" if edge.disputed else "edge"
    told = f"{edge.source[1]} – {edge.target[1]}: {'recorded' if edge.recorded else 'alleged'} in {', '.join(edge.events)}"
    told += "; denied" if edge.disputed else ""
    return f'<path class="{name}" stroke-width="{wide}" d="{path}"><title>{escape(told)}</title></path>'


def _node(node: Node, x: float, y: float, tall: int) -> str:
    lines = wrap(node[1])
    text = "".join(
        f'<tspan x="{x + _NODE / 2:g}" y="{y + 7 + _LINE * (i + 0.75):g}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return (
        f'<g class="node layer{node[0]}"><title>{escape(node[1])}</title>'
        f'<rect x="{x:g}" y="{y:g}" width="{_NODE}" height="{tall}" rx="5"/><text>{text}</text></g>'
    )
