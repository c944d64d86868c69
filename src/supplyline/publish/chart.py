"""How do series of figures go over time?

`draw(lines, title, note)` returns one whole SVG file: value over time, from zero, a point per figure whose
title names the id it came from, so that `supplyline why` leads from the picture to the rows. Promises: the
same lines give the same bytes; labels are escaped; a gap in a series is a gap in its line; parts of years
are hollow points; at most `MOST` lines, the largest, and the note says how many were left out. Lines of
different units are not drawn on one axis: that is a ValueError.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from supplyline.model import Flow, Mirror
from supplyline.trade.revisions import shown
from supplyline.trade.shipments import Lines

MOST = 8
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _ROW = 960, 300, 90, 20, 46, 20
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.t{font-size:16px;font-weight:600}.n{fill:#666;font-size:12px}"
    ".g{stroke:#ddd}path{fill:none;stroke-width:2}svg{background:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.n{fill:#aaa}.g{stroke:#444}svg{background:#181818}.p{fill:#181818}}"
    ".p{fill:#fff;stroke-width:2}"
)
# Okabe and Ito's colours, told apart by most eyes; the dashes tell them apart in print
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d00", "#777777")
_DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 2", "1 4", "12 4", "3 6")
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Point:
    period: str  # "2024", "2024-05", "2024-01/2024-03"
    value: float
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    unit: str
    points: tuple[Point, ...]


def way(flow: str) -> str:
    return "from" if flow.endswith("import") else "to"


def order(flow: Flow) -> tuple[str, ...]:
    """The series of a flow, and its place in it."""
    return (flow.reporter, flow.flow, flow.partner, flow.hs, flow.currency, flow.period)


def of_flows(found: Iterable[Flow]) -> list[Line]:
    """A line for each series."""
    series: dict[tuple[str, ...], list[Flow]] = {}
    for f in found:
        series.setdefault(order(f)[:-1], []).append(f)
    return [
        Line(f"{r} {flow} {way(flow)} {p}, HS {shown(code)}", currency, tuple(Point(f.period, f.value, f.id) for f in fs))
        for (r, flow, p, code, currency), fs in series.items()
    ]


def of_mirrors(found: Iterable[Mirror]) -> list[Line]:
    """Two lines for each pair of countries and code: what either side recorded."""
    kept = list(found)
    lines = []
    for side, who in (("exported", "exporter"), ("imported", "importer")):
        series: dict[tuple[str, str, str, str], list[Mirror]] = {}
        for m in kept:
            if getattr(m, side) is not None:
                series.setdefault((m.exporter, m.importer, m.hs, m.currency), []).append(m)
        for (a, b, code, currency), ms in sorted(series.items()):
            points = tuple(Point(m.period, getattr(m, side), m.id) for m in ms)
            lines.append(Line(f"{a} to {b}, HS {code}: by the {who} ({a if who == 'exporter' else b})", currency, points))
    return lines


def of_shipments(sums: Mapping[tuple[str, str], Lines], target: str) -> list[Line]:
    """A line for each register and currency, by what its lines of a period add up to (`trade.shipments.added`); in the currency
    of the case where all that have a value were converted. Where no line has a value it is the weight, else how many lines."""
    dated = {at: lines for at, lines in sums.items() if at[1]}
    valued, weighed = any(x.valued for x in dated.values()), any(x.weighed for x in dated.values())
    series: dict[tuple[str, str], list[Point]] = {}
    for (keeper, period), x in dated.items():
        whole = {target: x.converted} if target and x.exchanged and x.exchanged == x.valued else x.values
        amounts = whole if valued else ({"kg": x.weight} if x.weighed else {}) if weighed else {"lines": float(x.lines)}
        for unit, value in sorted(amounts.items()):
            series.setdefault((keeper, unit), []).append(Point(period, value, f"{x.lines:,} line{'' if x.lines == 1 else 's'}, the first {x.id}"))
    return [Line(keeper, unit, tuple(points)) for (keeper, unit), points in sorted(series.items())]


def of_one_unit(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """The lines of the unit that most of them have, and a note that names the others."""
    units = Counter(line.unit for line in lines)
    unit = max(units, key=lambda u: (units[u], u), default="")
    others = sorted(u for u in units if u != unit)
    return [line for line in lines if line.unit == unit], f"Series in {', '.join(others)} are not drawn." if others else ""


LIMIT = "Figures of countries name no company. Hollow points are parts of years."


def draw(lines: Sequence[Line], title: str, note: str = "", *, alone: bool = True) -> str:
    """The chart as a whole SVG document; without a point it says so. Not `alone`, it is a part of a page whose style sheet
    has its colours, for pages that allow no style of a picture's own."""
    units = sorted({line.unit for line in lines})
    if len(units) > 1:
        raise ValueError(f"one axis holds one unit, not {', '.join(units)}")
    ranked = sorted((line for line in lines if line.points), key=lambda s: (-max(p.value for p in s.points), s.label))
    shown, left = ranked[:MOST], len(ranked) - MOST
    if left > 0:
        note = f"{note} {left} smaller {'series is' if left == 1 else 'series are'} not drawn.".strip()
    places = sorted({_place(p.period) for line in shown for p in line.points})
    high = _round(max((p.value for line in shown for p in line.points), default=1.0))
    first, last = (places[0], places[-1]) if places else (0.0, 1.0)
    floor = _TOP + _HEIGHT

    def x(at: float) -> float:
        wide = _WIDTH - _LEFT - _RIGHT - 20
        return round(_LEFT + 10 + (wide * (at - first) / (last - first) if last > first else wide / 2), 1)

    def y(value: float) -> float:
        return round(floor - _HEIGHT * value / high, 1)

    out = [f'<text class="t" x="{_LEFT}" y="22">{escape(title)}</text>']
    for step in range(5):
        value = high * step / 4
        out.append(f'<path class="g" d="M{_LEFT} {y(value):g}H{_WIDTH - _RIGHT}"/>')
        out.append(f'<text x="{_LEFT - 8}" y="{y(value) + 4:g}" text-anchor="end">{_number(value)}</text>')
    out.append(f'<text class="n" x="{_LEFT - 8}" y="{_TOP - 10}" text-anchor="end">{escape("".join(units))}</text>')
    out += [f'<text x="{x(year):g}" y="{floor + 20}" text-anchor="middle">{year:g}</text>' for year in _years(first, last)]
    for number, line in enumerate(shown):
        out.append(_series(line, number, x, y))
        at = floor + 44 + number * _ROW
        out.append(
            f'<path d="M{_LEFT} {at - 4}h34" stroke="{_COLOURS[number]}" stroke-dasharray="{_DASHES[number]}"/>'
            f'<text x="{_LEFT + 42}" y="{at}">{escape(line.label)}</text>'
        )
    bottom = floor + 44 + len(shown) * _ROW
    if not shown:
        out.append(f'<text x="{_LEFT + 10}" y="{_TOP + 40}">No figures.</text>')
    out.append(f'<text class="n" x="{_LEFT}" y="{bottom}">{escape(note)}</text>')
    kind = "" if alone else ' class="chart"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{kind} viewBox="0 0 {_WIDTH} {bottom + 14}" role="img" aria-label="{escape(title)}">'
        + (f"<style>{_STYLE}</style>" if alone else "") + "".join(out) + "</svg>\n"
    )


def _series(line: Line, number: int, x: Scale, y: Scale) -> str:
    points = sorted(line.points, key=lambda p: (_place(p.period), p.id))
    step = 1 / 12 if all(len(p.period) == 7 for p in points) else 1.0
    path, last = "", -math.inf
    for p in points:
        at = _place(p.period)
        path += f"{'L' if at - last < step * 1.01 else 'M'}{x(at):g} {y(p.value):g}"
        last = at
    colour = _COLOURS[number]
    out = [f'<path d="{path}" stroke="{colour}" stroke-dasharray="{_DASHES[number]}"/>']
    for p in points:
        told = escape(f"{line.label}, {p.period}: {line.unit} {p.value:,.0f} ({p.id})")
        look = 'class="p"' if "/" in p.period else f'fill="{colour}"'
        out.append(
            f'<circle cx="{x(_place(p.period)):g}" cy="{y(p.value):g}" r="4" stroke="{colour}" {look}><title>{told}</title></circle>'
        )
    return "".join(out)


def _place(period: str) -> float:
    """Where a period lies on the axis, in years; a part of a year lies at its year."""
    return int(period[:4]) + ((int(period[5:7]) - 1) / 12 if len(period) == 7 else 0.0)


def _years(first: float, last: float) -> list[int]:
    step = max(1, math.ceil((last - first + 1) / 14))
    return list(range(math.ceil(first), math.floor(last) + 1, step))


def _round(value: float) -> float:
    """The next round number above, for the top of the axis."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in (1, 2, 4, 6, 8, 10) if m * power >= value)


def _number(value: float) -> str:
    for size, word in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g} {word}"
    return f"{value:g}"
