"""How far apart are two dates that are not equally precise?

ISO dates as precise as their text ("2024", "2024-05", "2024-05-01") become day ranges. Promises:
no clock; a string that is no date is None and never an error.
"""

from __future__ import annotations

import calendar
from datetime import date

from supplyline.weigh.collector import remembered


@remembered
def days(text: str | None) -> tuple[int, int] | None:
    """First and last day (ordinals) that an ISO date covers."""
    if not text:
        return None
    try:
        parts = [int(p) for p in text[:10].split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1).toordinal(), date(parts[0], 12, 31).toordinal()
        if len(parts) == 2:
            last = calendar.monthrange(parts[0], parts[1])[1]
            return date(parts[0], parts[1], 1).toordinal(), date(parts[0], parts[1], last).toordinal()
        day = date(parts[0], parts[1], parts[2]).toordinal()
        return day, day
    except (ValueError, IndexError, calendar.IllegalMonthError):
        return None


def span(first: str | None, last: str | None) -> tuple[int, int] | None:
    """Day range of a period; an open end stays open (year 1 or 9999)."""
    start, end = days(first), days(last)
    if start is None and end is None:
        return None
    return (start[0] if start else 1, end[1] if end else date.max.toordinal())


def apart(a: tuple[int, int] | None, b: tuple[int, int] | None) -> int | None:
    """Days between two ranges: 0 where they overlap, None where either is unknown."""
    if a is None or b is None:
        return None
    return max(0, a[0] - b[1], b[0] - a[1])
