"""What do OFAC's remarks say of a party?

`remarks(record, text)` adds births, countries, weak aliases and identifiers from text such as "DOB 1962;
nationality Iran; Tax ID No. 7702235133 (Russia)." and gives the earliest listing date it names, or None. What it does
not know (links to others, places of birth, telephone numbers, digital addresses) it leaves.
"""

from __future__ import annotations

import re

from supplyline.read import identifiers
from supplyline.read.lists.common import Record, country, iso_date

_QUOTED = re.compile(r"^([afn])\.k\.a\.,? ['\"“](.+?)['\"”]$")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
_TRAILERS = re.compile(r"\b(?:issued|expires|Date of Issue|Expiration Date)\b.*$", re.IGNORECASE)


def remarks(record: Record, text: str) -> str | None:
    listed: list[str] = []
    for raw in text.split(";"):
        part = raw.strip().rstrip(".").removeprefix("alt. ").removeprefix("Alt. ").strip()
        if not part:
            continue
        word, _, rest = part.partition(" ")
        if word == "DOB":
            record.birth(rest)
        elif word in ("nationality", "citizen"):
            record.country(rest)
        elif part.startswith("Listing Date"):
            found = iso_date(part.rpartition(":")[2])
            if found:
                listed.append(found)
        elif quoted := _QUOTED.match(part):
            record.name(quoted[2], "former" if quoted[1] == "f" else "weak")
        elif label := identifiers.label_of(part):
            _number(record, label, part[len(label) :].lstrip(" .:"))
    return min(listed) if listed else None


def _number(record: Record, label: str, rest: str) -> None:
    bracket = _IN_BRACKETS.search(rest)
    place = country(bracket[1]) if bracket else None
    number = _TRAILERS.sub("", rest[: bracket.start()] if bracket else rest)
    number = re.sub(r"\([^()]*\)", " ", number).strip(" ,")
    if number.upper().startswith("IMO "):
        label = "imo"
    record.identifier(number, label, place)
