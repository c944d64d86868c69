"""What does a cell of a table say: a country, a date, words?

Lists, tables that are screened and what a person types are read alike. Nothing is guessed: what is not understood is None.
"""

from __future__ import annotations

import re
from datetime import date

from supplyline.read import countries

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def spaced(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


def country(text: str | None) -> str | None:
    """The code that a list's country cell names, be it a code or a name."""
    clean = spaced(text)
    return (countries.code(clean) if len(clean) == 2 else None) or countries.country(clean)


def iso_date(text: str | None, order: str = "dmy") -> str | None:
    """An ISO date as precise as the text: "24 Feb 2022", "1962", "circa 1962", "26/02/2026" read in `order`."""
    clean = spaced(text).lower().removeprefix("circa ").removeprefix("approximately ").strip(" .,;")
    match = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?(?=$|[t z]|[+-]\d\d:\d\d$)", clean, re.ASCII)
    if match:
        return _valid(match[1], match[2], match[3])
    match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", clean, re.ASCII)
    if match:
        day, month = (match[1], match[2]) if order == "dmy" else (match[2], match[1])
        return _valid(match[3], month, day) or (match[3] if {"0", "00"} & {day, month} else None)
    match = re.fullmatch(r"(?:(\d{1,2})[ -])?([a-z]{3})[a-z]*[ -](\d{4})", clean, re.ASCII)
    if match and match[2] in _MONTHS:
        return _valid(match[3], str(_MONTHS.index(match[2]) + 1), match[1])
    match = re.fullmatch(r"(?:dd/mm/)?((?:1[5-9]|20)\d\d)", clean, re.ASCII)
    return match[1] if match else None


def _valid(year: str, month: str, day: str | None) -> str | None:
    if not 1500 <= int(year) <= 2100:
        return None  # BIS's list has a "3017-08-22"
    try:
        whole = date(int(year), int(month), int(day or 0) or 1).isoformat()
    except ValueError:
        return None
    return whole if day is not None and int(day) else whole[:7]
