"""Which country is this ISO 3166 alpha-3 code?"""

from __future__ import annotations

from functools import lru_cache

from supplyline import tsv


def alpha2(code: str) -> str | None:
    """ "IRN" is "ir"; what is no code of the UN's table is None."""
    return _codes().get(code.strip().lower())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {row[2]: row[1] for row in tsv.rows("m49.tsv", 4) if row[1] and row[2]}
