"""How does trade between countries become a map?

`draw(arcs)` puts arcs on the outlines of data/outlines.tsv and returns one <svg>: from who exports to who imports, as wide
as the root of the value. Where all of it lies within a part of the world, that part is shown. Promises: only countries,
never a place inside one; the same arcs give the same bytes; every label is escaped; each arc is a link that the keyboard
reaches; colours come from the page's style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from supplyline import tsv
from supplyline.read import countries

WIDTH, HEIGHT = 1040, 456  # of the picture, in tenths of the outlines' units
_WIDEST, _NARROWEST, _NAMES, _SHORT = 7.0, 1.2, 16, 7.0
_AROUND, _NEAREST, _WORTH, _BEND = 75.0, 4.0, 1.3, 0.22
_LETTER, _LINE = 6.6, 13.0  # about the size of a letter of a label


@dataclass(frozen=True, slots=True)
class Arc:
    """What goes from one country to another; `told` says it in words, `href` leads to its figures."""

    exporter: str
    importer: str
    value: float
    told: str
    href: str


@lru_cache(maxsize=1)
def outlines() -> dict[str, tuple[float, float, str]]:
    """Of each country a point inside it, in the picture, and the path of its borders, in the table's units."""
    return {code: (int(x) / 10, int(y) / 10, path) for code, x, y, path in tsv.rows("outlines.tsv", 4)}


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the world that is shown: what is at `x`, `y` comes to the corner, `zoom` times as large."""

    x: float
    y: float
    zoom: float

    def at(self, code: str) -> tuple[float, float]:
        x, y, _ = outlines()[code]
        return (x - self.x) * self.zoom, (y - self.y) * self.zoom


def _view(codes: Iterable[str]) -> _View:
    """The whole world, or where all arcs lie within less of it, that part and some land around."""
    points = [outlines()[code][:2] for code in codes]
    left, right = min(x for x, _ in points) - _AROUND, max(x for x, _ in points) + _AROUND
    top, bottom = min(y for _, y in points) - _AROUND, max(y for _, y in points) + _AROUND
    zoom = min(WIDTH / (right - left), HEIGHT / (bottom - top), _NEAREST)
    if zoom < _WORTH:
        return _View(0.0, -8.0, 1.0)
    x, y = (left + right - WIDTH / zoom) / 2, (top + bottom - HEIGHT / zoom) / 2
    return _View(round(min(max(x, 0.0), WIDTH - WIDTH / zoom), 1), round(min(max(y, -8.0), HEIGHT - 8 - HEIGHT / zoom), 1), round(zoom, 2))


def draw(arcs: Sequence[Arc]) -> str:
    """The map with these arcs; those of countries without an outline must be left out before."""
    known = outlines()
    if not arcs:
        return ""
    most = max(a.value for a in arcs) or 1.0
    size: dict[str, float] = {}
    for a in arcs:
        for code in (a.exporter, a.importer):
            size[code] = size.get(code, 0.0) + a.value
    view = _view(size)
    sea = "".join(path for code, (_, _, path) in sorted(known.items()) if code not in size)
    land = f'<path d="{sea}"/>' + "".join(f'<path class="with" d="{known[code][2]}"><title>{escape(countries.called(code))}</title></path>' for code in sorted(size))
    lines = "".join(_arc(a, most, view) for a in sorted(arcs, key=lambda a: (-a.value, a.exporter, a.importer)))  # the thinnest last, on top of the wide
    ends = "".join('<circle class="end" cx="{:.1f}" cy="{:.1f}" r="2.5"/>'.format(*view.at(code)) for code in sorted(size))
    what = "Recorded trade between countries, from exporter to importer; the list below says the same in words."
    return (
        f'<svg class="graph world" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{what}">'
        '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
        f'<g class="land" transform="scale({view.zoom:g}) translate({-view.x:g} {-view.y:g}) scale(.1)">{land}</g>{lines}{ends}{_labels(size, view)}</svg>'
    )


def _arc(a: Arc, most: float, view: _View) -> str:
    """A curve that bends to the left of its way, so that there and back lie apart."""
    (x1, y1), (x2, y2) = view.at(a.exporter), view.at(a.importer)
    bx, by = (x1 + x2) / 2 + (y2 - y1) * _BEND, (y1 + y2) / 2 - (x2 - x1) * _BEND
    far = max(math.dist((bx, by), (x2, y2)), 1.0)  # it ends before the point, so that the arrow is seen
    x2, y2 = x2 - (x2 - bx) / far * _SHORT, y2 - (y2 - by) / far * _SHORT
    path = f"M{x1:.1f} {y1:.1f}Q{bx:.1f} {by:.1f} {x2:.1f} {y2:.1f}"
    wide = _NARROWEST + (_WIDEST - _NARROWEST) * math.sqrt(max(a.value, 0.0) / most)
    return (
        f'<a href="{escape(a.href)}" class="way"><path class="edge" stroke-width="{wide:.1f}" marker-end="url(#to)" d="{path}"/>'
        f'<path class="hit" d="{path}"/><title>{escape(a.told)}</title></a>'
    )


def _labels(size: dict[str, float], view: _View) -> str:
    """Names of the countries with most, where there is room for them."""
    taken: list[tuple[float, float, float]] = []  # middle x, y, half of the width
    out = []
    for code in sorted(size, key=lambda c: (-size[c], c))[:_NAMES]:
        x, y = view.at(code)
        half, y = len(countries.called(code)) * _LETTER / 2, y - 6
        x = min(max(x, half), WIDTH - half)
        if all(abs(y - other_y) > _LINE or abs(x - other_x) > half + other_half for other_x, other_y, other_half in taken):
            taken.append((x, y, half))
            out.append(f'<text x="{x:.1f}" y="{y:.1f}">{escape(countries.called(code))}</text>')
    return "".join(out)
