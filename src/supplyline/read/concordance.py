"""Which codes of two revisions of the Harmonized System hold the same goods?

`read_concordance(data, name)` reads a table of pairs, such as the conversion and correlation tables of the UN, the WCO and the
World Bank (columns "HS 2022" and "HS 2017", or "H6" and "H5"), and gives the groups of old and new codes that only touch each
other, with the years of the two revisions. Promises: no pair is left out; a group in which nothing changed is none.
"""

from __future__ import annotations

import re

from supplyline.model import BadInput
from supplyline.read import table
from supplyline.read.groups import groups

FORMAT = "concordance"  # of an original
Groups = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
_YEAR = re.compile(r"HS\D{0,3}((?:19|20)\d\d)", re.IGNORECASE)
_SHORT = re.compile(r"HS?([0-6])(?:_6d|\b(?!\d))", re.IGNORECASE)  # how Comtrade and the World Bank number revisions
_REVISIONS = (1988, 1996, 2002, 2007, 2012, 2017, 2022)


def read_concordance(data: bytes, name: str) -> tuple[Groups, tuple[int, int]]:
    """(old codes, new codes) of each group, sorted, and the years of the revisions."""
    found = table.look(data, name)
    years: dict[int, str] = {}
    for head in reversed(found.header):
        if match := _YEAR.search(head):
            years[int(match[1])] = head
        elif match := _SHORT.match(head.strip()):
            years[_REVISIONS[int(match[1])]] = head
    if len(years) != 2:
        raise BadInput(f"{name}: line 1: {len(years)} columns are headed by a revision (HS 2022, HS 2017); two are needed")
    first, last = sorted(years)
    pairs = [(old, new) for row in table.rows(found) if (old := _code(row.cells.get(years[first], ""))) and (new := _code(row.cells.get(years[last], "")))]
    if not pairs:
        raise BadInput(f"{name}: no line has a code of six digits in both {years[first]!r} and {years[last]!r}")
    return tuple(groups(pairs)), (first, last)


def _code(text: str) -> str:
    code = re.sub(r"\D", "", text)
    return code.zfill(6) if len(code) in (5, 6) else ""
