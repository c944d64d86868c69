"""Where do the words of a language live?

`table(language, name)` reads `data/<language>/<name>.tsv`: rows of tab-separated cells, `#` starts a
comment, and every file's first line names its source and licence. Promises: rows in file order,
read once per process. Code holds no word lists.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    text = files("supplyline").joinpath("data", language, f"{name}.tsv").read_text("utf-8")
    return tuple(
        tuple(cell.strip() for cell in line.split("\t"))
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    )


@cache
def words(language: str, name: str, group: str) -> frozenset[str]:
    """The first cells of the rows whose second cell is `group`."""
    return frozenset(row[0] for row in table(language, name) if len(row) > 1 and row[1] == group)


@cache
def party_nouns(language: str) -> frozenset[str]:
    """What can be listed or sanctioned: persons, firms, ships, institutions."""
    return words(language, "triggers", "listed_noun") | words(language, "triggers", "firm_noun") | words(language, "triggers", "party_noun")


@cache
def mapping(language: str, name: str) -> dict[str, str]:
    """First cell to second cell."""
    return {row[0]: row[1] if len(row) > 1 else "" for row in table(language, name)}


@cache
def entries(language: str, name: str) -> frozenset[str]:
    """The first cells of a table."""
    return frozenset(row[0] for row in table(language, name))
