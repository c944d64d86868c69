"""How do parties and documents become a picture?

`network` places nodes by springs, `layered` in columns by who takes from whom, `intervals` draws ranges on one axis;
each returns one <svg>. Promises: the same input gives the same bytes; every label is escaped; colours come from the
page's style sheet, so that light and dark follow; every node and edge is a link to what it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np
import numpy.typing as npt

from supplyline.publish.svg import wrap

_WIDTH, _HEIGHT = 1040, 640
_STEPS = 120
_BOX, _LINE, _GAP = 210, 17, 16
_LETTER = 7.4  # about the width of a letter of a label
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is a class of the style sheet; `weight` makes it larger."""

    id: str
    label: str
    kind: str
    href: str
    weight: float = 1.0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    target: str
    told: str
    href: str
    kind: str = ""  # "disputed" is a broken line
    weight: float = 1.0


def placed(size: int, edges: Sequence[tuple[int, int]], width: int = _WIDTH, height: int = _HEIGHT) -> Points:
    """Points by springs (Fruchterman and Reingold 1991) from a spiral: the same for the same edges."""
    if size == 0:
        return np.zeros((0, 2))
    turn = np.arange(size) * 2.399963  # the golden angle: no two start close together
    far = np.sqrt((np.arange(size) + 0.5) / size)
    at: Points = np.stack([np.cos(turn) * far, np.sin(turn) * far], axis=1)
    ideal = 1.6 / np.sqrt(size)
    pairs = np.array(sorted({(min(a, b), max(a, b)) for a, b in edges if a != b}), dtype=np.int64).reshape(-1, 2)
    for step in range(_STEPS):
        apart = at[:, None, :] - at[None, :, :]
        away = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-3)
        move = (apart * (ideal**2 / away**2)[:, :, None]).sum(axis=1)
        if len(pairs):
            along = at[pairs[:, 0]] - at[pairs[:, 1]]
            pull = along * (np.sqrt((along**2).sum(axis=1, keepdims=True)) / ideal)
            np.add.at(move, pairs[:, 0], -pull)
            np.add.at(move, pairs[:, 1], pull)
        move -= at * 0.35  # towards the middle, lest parts drift off
        long = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-9)
        at = at + move / long * np.minimum(long, 0.12 * (1 - step / _STEPS))
    low, high = at.min(axis=0), at.max(axis=0)
    span = np.maximum(high - low, 1e-6)
    margin = np.array([90.0, 46.0])
    out: Points = np.round(margin + (at - low) / span * (np.array([width, height]) - 2 * margin), 1)
    return out if size > 1 else np.array([[width / 2, height / 2]])


@lru_cache(maxsize=64)
def network(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> str:
    """Nodes and edges as they lie by springs; the same picture is asked for again and again, so some are remembered."""
    if not nodes:
        return ""
    number = {n.id: i for i, n in enumerate(nodes)}
    height = min(240 + 12 * len(nodes), _HEIGHT)  # a few parties need no screen of their own
    points = placed(len(nodes), [(number[e.source], number[e.target]) for e in edges], height=height)
    out = []
    for e in edges:
        (x1, y1), (x2, y2) = points[number[e.source]], points[number[e.target]]
        far = max(float(np.hypot(x2 - x1, y2 - y1)), 1.0)
        # It ends before the node, so that the arrow is seen; two ways between a pair bend apart.
        end = _size(nodes[number[e.target]]) + 4
        x2, y2 = x2 - (x2 - x1) / far * end, y2 - (y2 - y1) / far * end
        bx, by = (x1 + x2) / 2 - (y2 - y1) * 0.08, (y1 + y2) / 2 + (x2 - x1) * 0.08
        out.append(
            f'<a href="{escape(e.href)}" class="way"><path class="{escape(f"edge {e.kind}".strip())}" stroke-width="{min(1 + e.weight * 0.6, 5):g}" '
            f'marker-end="url(#arrow)" d="M{x1:g} {y1:g}Q{bx:.1f} {by:.1f} {x2:.1f} {y2:.1f}"/>'
            f'<path class="hit" d="M{x1:g} {y1:g}Q{bx:.1f} {by:.1f} {x2:.1f} {y2:.1f}"/><title>{escape(e.told)}</title></a>'
        )
    for n, (x, y) in zip(nodes, points, strict=True):
        size = _size(n)
        label = n.label if len(n.label) <= 28 else f"{n.label[:27]}…"
        half = len(label) * _LETTER / 2
        middle = min(max(x, half), _WIDTH - half)  # a label near the edge is not cut
        out.append(
            f'<a href="{escape(n.href)}" class="node {escape(n.kind)}"><title>{escape(n.told or n.label)}</title><circle cx="{x:g}" cy="{y:g}" r="{size:g}"/>'
            f'<text x="{middle:g}" y="{y + size + 14:g}">{escape(label)}</text></a>'
        )
    return _svg(_WIDTH, height, "Who is alleged to supply what to whom; the table below says the same in words.", "".join(out))


def _size(node: Node) -> float:
    return round(7 + min(node.weight, 12.0), 1)


def _svg(width: float, height: float, what: str, inside: str, kind: str = "net") -> str:
    arrow = '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
    return f'<svg class="graph {kind}" width="{width:g}" viewBox="0 0 {width:g} {height:g}" role="group" aria-label="{escape(what)}">{arrow}{inside}</svg>'


def layered(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """Columns from first sources on the left to those that take from them; a circle of credits ends at its start."""
    depth = {n.id: 0 for n in nodes}
    for _ in range(min(len(nodes), 8)):
        for e in edges:
            if depth[e.target] <= depth[e.source] < 8:
                depth[e.target] = depth[e.source] + 1
    columns: dict[int, list[Node]] = {}
    for n in nodes:
        columns.setdefault(min(depth[n.id], 8), []).append(n)
    tall = max(sum(len(wrap(n.label)) * _LINE + 14 + _GAP for n in column) for column in columns.values())
    step = _BOX + 90
    box: dict[str, tuple[float, float, float]] = {}
    y: float
    for place, level in enumerate(sorted(columns)):
        column = columns[level]
        y = (tall - sum(len(wrap(n.label)) * _LINE + 14 + _GAP for n in column)) / 2 + 8
        for n in column:
            high = len(wrap(n.label)) * _LINE + 14
            box[n.id] = (place * step + 4, y, high)
            y += high + _GAP
    out = []
    for e in edges:
        (x1, y1, h1), (x2, y2, h2) = box[e.source], box[e.target]
        x1, y1, y2 = x1 + _BOX, y1 + h1 / 2, y2 + h2 / 2
        bend = max((x2 - x1) / 2, 40)
        path = f"M{x1:g} {y1:.1f}C{x1 + bend:g} {y1:.1f} {x2 - bend:g} {y2:.1f} {x2:g} {y2:.1f}"
        out.append(
            f'<a href="{escape(e.href)}" class="way"><path class="edge" marker-end="url(#arrow)" d="{path}"/><path class="hit" d="{path}"/><title>{escape(e.told)}</title>'
            f'<text class="layer" x="{(x1 + x2) / 2:g}" y="{(y1 + y2) / 2 - 4:.1f}">{escape(e.kind)}</text></a>'
        )
    for n in nodes:
        x, y, tall_here = box[n.id]
        lines = "".join(f'<tspan x="{x + _BOX / 2:g}" y="{y + 7 + _LINE * (i + 0.75):.1f}">{escape(t)}</tspan>' for i, t in enumerate(wrap(n.label)))
        inside = f'<title>{escape(n.label)}</title><rect x="{x:g}" y="{y:.1f}" width="{_BOX}" height="{tall_here:g}" rx="5"/><text>{lines}</text>'
        out.append(f'<a href="{escape(n.href)}" class="box {n.kind}">{inside}</a>' if n.href else f'<g class="box {n.kind}">{inside}</g>')
    return _svg(len(columns) * step - 80, tall + 20, "Which document takes from which; the list below says the same in words.", "".join(out), "layers")


@dataclass(frozen=True, slots=True)
class Range:
    """One row of `intervals`: from `low` to `high`, None where it cannot be told; `point` is the best guess."""

    label: str
    low: float | None
    high: float | None
    point: float | None
    told: str
    href: str


def intervals(rows: Sequence[Range], unit: str, zero: str) -> str:
    """Ranges under each other around zero; a row without a range says "cannot tell"."""
    known = [v for r in rows for v in (r.low, r.high, r.point) if v is not None]
    if not rows:
        return ""
    least, most = min([0.0, *known]), max([0.0, *known])
    most = most if most > least else least + 1.0
    left, right, row, top = 300, 40, 28, 34

    def x(value: float) -> float:
        return round(left + (value - least) / (most - least) * (_WIDTH - left - right), 1)

    floor = top + row * len(rows)
    out = [f'<path class="tick" d="M{x(0):g} {top - 6}V{floor}"/><text class="layer" x="{x(0):g}" y="16">{escape(zero)}</text>']
    for value, place in ((least, "end"), (most, "end last")):
        if value and known:
            out.append(f'<text class="{place}" x="{x(value):g}" y="{floor + 18}">{escape(_short(value))} {escape(unit)}</text>')
    for n, r in enumerate(rows):
        y = top + row * n + row / 2
        label = r.label if len(r.label) <= 44 else f"{r.label[:43]}…"
        inside = f'<title>{escape(r.told)}</title><text class="name" x="{left - 12}" y="{y + 4:g}">{escape(label)}</text>'
        if r.low is None and r.high is None and r.point is None:
            inside += f'<text class="none" x="{x(0) + 8:g}" y="{y + 4:g}">cannot tell</text>'
        else:
            low, high = r.low if r.low is not None else r.point, r.high if r.high is not None else r.point
            if low is not None and high is not None:
                inside += f'<path class="range" d="M{x(min(low, high)):g} {y:g}H{max(x(max(low, high)), x(min(low, high)) + 2):g}"/>'
            if r.point is not None:
                inside += f'<circle class="point" cx="{x(r.point):g}" cy="{y:g}" r="5"/>'
        out.append(f'<a href="{escape(r.href)}" class="row">{inside}</a>')
    return _svg(_WIDTH, floor + 28, "Ranges of what cannot be told exactly; the list below says the same in words.", "".join(out), "ranges")


def _short(value: float) -> str:
    for size, word in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:,.1f}{word}"
    return f"{value:,.2f}"
