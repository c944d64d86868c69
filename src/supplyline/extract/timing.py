"""Days, months and years about a day of publication, as the readers of dates in every language reckon them.

ISO strings, no more precise than what is told; a `base` of None is a text without a date, which resolves nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

Days = tuple[str | None, str | None, str]  # from, to, precision


def published_on(published: str | None) -> date | None:
    """The day of a text; where it has a year or a month alone, one near its end."""
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    try:
        return date(*(parts + [12, 28][len(parts) - 1 :] if len(parts) < 3 else parts))
    except (ValueError, TypeError):
        return None


def iso_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def last_day(month: int, day: int, base: date | None, ahead: int) -> str | None:
    """The last such day up to some days after the base."""
    if base is None:
        return None
    found = (iso_day(year, month, day) for year in (base.year + 1, base.year, base.year - 1))
    return next((d for d in found if d is not None and date.fromisoformat(d) <= base + timedelta(days=ahead)), None)


def year_of(month: int, base: date, ahead: int) -> int:
    """The year of a month that is up to so many months ahead, or else the last one."""
    months = (month - base.month) % 12
    return base.year + (month < base.month) - (months > ahead)


def through(first: int, last: int, year: int | None, base: date | None, precision: str) -> Days | None:
    """Months of a year; where none is told, of the last year that has them behind it."""
    if year is None:
        if base is None:
            return None
        year = base.year - (base.month < last or (base.month == last and base.day < 28))
    return f"{year}-{first:02d}", f"{year}-{last:02d}", precision


def season(first: int, year: int) -> Days:
    """Three months from the first on; a winter ends in the next year."""
    return f"{year}-{first:02d}", f"{year + (first == 12)}-{(first + 1) % 12 + 1:02d}", "month"


def months_before(base: date, n: int) -> str:
    months = base.year * 12 + base.month - 1 - n
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def week(base: date, shift: int) -> Days:
    """Monday to Sunday of the week of the base, or of one before or after it."""
    monday = base + timedelta(days=7 * shift - base.weekday())
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "day"
