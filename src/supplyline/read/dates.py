"""Is this a date we can use?

`check_date` takes ISO 8601 dates as precise as the writer knows them: YYYY, YYYY-MM or YYYY-MM-DD.
Anything else is refused with the forms it takes; nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date

from supplyline.model import BadInput

_FORM = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


def check_date(text: str) -> str:
    """The date as it came, or BadInput naming the accepted forms."""
    match = _FORM.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = match.groups()
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise BadInput(
            f"{text!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD, for example 2025-05-26"
        ) from error
    return match.group()


def day_of(text: str | None) -> str | None:
    """The ISO day in a longer time stamp ("2025-05-26T08:00:00Z"), or None."""
    match = re.match(r"\d{4}-\d{2}-\d{2}", text or "")
    if match is None:
        return None
    try:
        return check_date(match.group())
    except BadInput:
        return None
