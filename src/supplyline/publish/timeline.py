"""What happened when, in one picture?

`draw(moments)` puts the moments of the timeline on one axis and returns SVG: a bar from first to last
day, a dot for a single day, each with the number it has in the list below and a link to its event.
Promises: the same moments give the same bytes; bars that would overlap lie in lanes under each other;
a date that is no date is left to the list; fewer than two marks are an empty string.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import escape

from supplyline.publish.nouns import Moment

_WIDTH, _LEFT, _LANE, _TOP, _DOT = 960, 30, 24, 14, 10
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_TICKS = 12


def days(text: str) -> tuple[date, date] | None:
    """First and last day of an ISO date as precise as it is: "2024-02" → 1 and 29 February."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        if month:
            return first, _next_month(first) - timedelta(1)
        return first, date(first.year, 12, 31)
    except (ValueError, OverflowError):
        return None


def _next_month(day: date, months: int = 1) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """At most about `_TICKS` firsts of months or years, on round steps."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in (1, 3, 12, 24, 60, 120, 240, 600, 1200) if months <= s * _TICKS), 6000)
    at = date(first.year, 1, 1) if step <= 12 else date(max(first.year - first.year % (step // 12), 1), 1, 1)
    found = []
    while at <= last:
        if at >= first:
            found.append((at, f"{at.year}" if step >= 12 else f"{at:%Y-%m}"))
        if at.year + step // 12 > 9998:
            break
        at = _next_month(at, step)
    return found


def draw(moments: tuple[Moment, ...]) -> str:
    """The timeline as one <svg> element; moments keep the number they have in the list."""
    spans = []
    for number, moment in enumerate(moments, 1):
        start, end = days(moment.start), days(moment.end or moment.start)
        if start and end:
            spans.append((start[0], max(start[0], end[1]), number, moment))
    if len(spans) < 2:
        return ""
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    scale = (_WIDTH - _LEFT - 20) / max((last - first).days, 1)

    def x(day: date) -> float:
        return round(_LEFT + (day - first).days * scale, 1)

    lanes: list[float] = []  # where each lane is free again
    marks = []
    for begins, ends, number, moment in sorted(spans, key=lambda s: (s[0], s[1], s[2])):
        left, right = x(begins), max(x(ends), x(begins) + _DOT)
        lane = next((i for i, free in enumerate(lanes) if free <= left - 24), len(lanes))
        lanes[lane : lane + 1] = [right]
        marks.append(_mark(left, right, _TOP + lane * _LANE, number, moment))
    bottom = _TOP + len(lanes) * _LANE + 4
    axis = [
        f'<path class="tick" d="M{x(day):g} 4V{bottom}"/><text class="layer" x="{x(day):g}" y="{bottom + 16}">{label}</text>'
        for day, label in _ticks(first, last)
    ]
    what = "When it is said to have happened; the list below the picture says the same in words."
    return (
        f'<svg class="graph" viewBox="-4 0 {_WIDTH + 8} {bottom + 24}" role="group" aria-label="{what}">'
        + "".join(axis + marks)
        + "</svg>"
    )


def _mark(left: float, right: float, y: float, number: int, moment: Moment) -> str:
    told = escape(f"{number}. {moment.when}: {moment.what.text}")
    return (
        f'<a href="#{escape(moment.event)}"><g class="mark k-{escape(moment.kind)}"><title>{told}</title>'
        f'<text x="{left - 4:g}" y="{y + 9:g}">{number}</text>'
        f'<rect x="{left:g}" y="{y:g}" width="{round(right - left, 1):g}" height="{_DOT}" rx="5"/></g></a>'
    )
