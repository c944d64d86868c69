"""How do series of figures go over time?

`draw(lines, title, note)` returns one whole SVG file: value over time, from zero, a point per figure whose
title names the id it came from, so that `supplyline why` leads from the picture to the rows. Promises: the
same lines give the same bytes; labels are escaped; a gap in a series is a gap in its line; parts of years
are hollow points; at most `MOST` lines, the largest, and the note says how many were left out. Lines of
different units are not drawn on one axis: that is a ValueError.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from supplyline.model import Flow, Mirror
from supplyline.trade.revisions import shown
from supplyline.trade.shipments import Lines

MOST = 8
_TOP, _ROW = 46, 20
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.t{font-size:16px;font-weight:600}.n{fill:#666;font-size:12px}"
    ".g{stroke:#ddd}path{fill:none;stroke-width:2}svg{background:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.n{fill:#aaa}.g{stroke:#444}svg{background:#181818}.p{fill:#181818}}"
    ".p{fill:#fff;stroke-width:2}.band{fill:#888;fill-opacity:.16}.s{fill:none;stroke-width:2}"
)
# Okabe and Ito's colours, told apart by most eyes; the dashes tell them apart in print
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d00", "#777777")
_DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 2", "1 4", "12 4", "3 6")
Scale = Callable[[float], float]
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


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
    said: bool = False  # by somebody, and not recorded: rings without a line


@dataclass(frozen=True, slots=True)
class Size:
    """In units of the picture; `steps` of the axis of values."""

    width: int
    height: int  # of the plot
    left: int
    right: int
    steps: int


WHOLE = Size(960, 300, 90, 20, 4)


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


def draw(
    lines: Sequence[Line], title: str, note: str = "", *, alone: bool = True, size: Size = WHOLE, shade: str = "", headed: bool = True
) -> str:  # fmt: skip
    """The chart as a whole SVG document; without a point it says so. Not `alone`, it is a part of a page whose style sheet
    has its colours, for pages that allow no style of a picture's own. `shade` is a period, or two of them ("2022 to 2023"), to lie on a
    band; not `headed`, the title is told to those alone who do not see the picture."""
    units = sorted({line.unit for line in lines})
    if len(units) > 1:
        raise ValueError(f"one axis holds one unit, not {', '.join(units)}")
    ranked = sorted((line for line in lines if line.points), key=lambda s: (s.said, -max(p.value for p in s.points), s.label))
    shown, left = ranked[:MOST], len(ranked) - MOST
    if left > 0:
        note = f"{note} {left} smaller {'series is' if left == 1 else 'series are'} not drawn.".strip()
    places = sorted({_place(p.period) for line in shown for p in line.points})
    high = _round(max((p.value for line in shown for p in line.points), default=1.0))
    first, last = (places[0], places[-1]) if places else (0.0, 1.0)
    top = _TOP if headed else _TOP - 22
    floor = top + size.height

    def x(at: float) -> float:
        wide = size.width - size.left - size.right - 20
        return round(size.left + 10 + (wide * (at - first) / (last - first) if last > first else wide / 2), 1)

    def y(value: float) -> float:
        return round(floor - size.height * value / high, 1)

    out = [f'<text class="t" x="{size.left}" y="22">{escape(title)}</text>'] if headed else []
    if shade and places:
        begin, end = (min(max(_place(p), first), last) for p in (shade.split(" to ")[0], shade.split(" to ")[-1]))
        if (begin, end) != (first, last) or first == last:
            out.append(f'<rect class="band" x="{x(begin) - 9:g}" y="{top}" width="{x(end) - x(begin) + 18:g}" height="{size.height}"><title>{escape(shade)}</title></rect>')
    for step in range(size.steps + 1):
        value = high * step / size.steps
        out.append(f'<path class="g" d="M{size.left} {y(value):g}H{size.width - size.right}"/>')
        out.append(f'<text x="{size.left - 8}" y="{y(value) + 4:g}" text-anchor="end">{_number(value)}</text>')
    out.append(f'<text class="n" x="{size.left - 8}" y="{top - 10}" text-anchor="end">{escape("".join(units))}</text>')
    out += [f'<text x="{x(year):g}" y="{floor + 20}" text-anchor="middle">{year:g}</text>' for year in _years(first, last, size)]
    for number, line in enumerate(shown):
        out.append(_series(line, number, x, y))
        at = floor + 44 + number * _ROW
        mark = f'<path d="M{size.left} {at - 4}h34" stroke="{_COLOURS[number]}" stroke-dasharray="{_DASHES[number]}"/>'
        if line.said:
            mark = f'<circle class="s" cx="{size.left + 17}" cy="{at - 4}" r="6" stroke="{_COLOURS[number]}"/>'
        out.append(
            f'{mark}<text x="{size.left + 42}" y="{at}">{escape(line.label)}</text>'
        )
    bottom = floor + 44 + len(shown) * _ROW
    if not shown:
        out.append(f'<text x="{size.left + 10}" y="{top + 40}">No figures.</text>')
    out.append(f'<text class="n" x="{size.left if size is WHOLE else 8}" y="{bottom}">{escape(note)}</text>')
    kind = "" if alone else ' class="chart"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{kind} viewBox="0 0 {size.width} {bottom + 14}" role="img" aria-label="{escape(title)}">'
        + (f"<style>{_STYLE}</style>" if alone else "") + "".join(out) + "</svg>\n"
    )


def sheet(charts: Sequence[str], title: str, note: str) -> str:
    """Charts that are not `alone` under each other, two in a row, as one whole SVG document."""
    out, at, gap = [], _TOP, 24
    wide = max((int(float(_VIEW.findall(c)[0][0])) for c in charts), default=WHOLE.width // 2)
    for pair in (charts[n : n + 2] for n in range(0, len(charts), 2)):
        tall = [int(float(_VIEW.findall(c)[0][1])) for c in pair]
        for n, (one, height) in enumerate(zip(pair, tall, strict=True)):
            out.append(one.strip().replace("<svg ", f'<svg x="{n * (wide + gap)}" y="{at}" width="{wide}" height="{height}" ', 1))
        at += max(tall) + gap
    if not charts:
        out.append(f'<text x="8" y="{at + 20}">No figures.</text>')
        at += 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * wide + gap} {at + 20}" role="img" aria-label="{escape(title)}"><style>{_STYLE}</style>'
        f'<text class="t" x="8" y="22">{escape(title)}</text>{"".join(out)}<text class="n" x="8" y="{at + 4}">{escape(note)}</text></svg>\n'
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
    out = [] if line.said else [f'<path d="{path}" stroke="{colour}" stroke-dasharray="{_DASHES[number]}"/>']
    for p in points:
        told = escape(f"{line.label}, {p.period}: {line.unit} {p.value:,.0f} ({p.id})")
        look = 'class="s"' if line.said else 'class="p"' if "/" in p.period else f'fill="{colour}"'
        out.append(
            f'<circle cx="{x(_place(p.period)):g}" cy="{y(p.value):g}" r="{6 if line.said else 4}" stroke="{colour}" {look}><title>{told}</title></circle>'
        )
    return "".join(out)


def _place(period: str) -> float:
    """Where a period lies on the axis, in years; a part of a year lies at its year."""
    return int(period[:4]) + ((int(period[5:7]) - 1) / 12 if len(period) == 7 else 0.0)


def _years(first: float, last: float, size: Size) -> list[int]:
    step = max(1, math.ceil((last - first + 1) / ((size.width - size.left) / 60)))
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
