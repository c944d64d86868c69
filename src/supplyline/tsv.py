"""What does a data file of the package say?

`rows(name)` reads one TSV under data/: tuples of columns, in the order of the file, comment lines
(`#`) left out. Promises: the same tuples on every call; missing trailing columns are empty strings
only where the caller asks for a `width`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=64)
def rows(name: str, width: int = 0) -> tuple[tuple[str, ...], ...]:
    text = files("supplyline").joinpath("data", name).read_text(encoding="utf-8")
    out: list[tuple[str, ...]] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = tuple(cell.strip() for cell in line.split("\t"))
            out.append(cells + ("",) * (width - len(cells)))
    return tuple(out)


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """The first column as a set, for membership alone."""
    return frozenset(row[0] for row in rows(name))
