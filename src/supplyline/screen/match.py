"""How does screening ask the name engine?

The one seam between `screen` and `names`: an index of names, the candidates of a block of names, and the comparison of
two names. A faster index or a batch comparison comes in here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from supplyline.names import Comparison, Index, compare, key, tokens

CANDIDATES = 20  # names of the lists that are compared with one name

Names = Index


def names_index(items: Iterable[tuple[str, str]]) -> Names:
    """An index of (listing id, name) pairs."""
    return Index(list(items))


def candidates(index: Names, names: Sequence[str], most: int = CANDIDATES) -> list[list[tuple[str, str]]]:
    """For each name the (listing id, name) pairs worth comparing with it, best first."""
    return [index.candidates(name, most) for name in names]


def alike(one: str, other: str, schema: str) -> Comparison:
    """How alike two names are, and why."""
    return compare(one, other, schema)


def folded(name: str) -> str:
    """What a name is the same by: spelling, script and legal form folded away."""
    return key(name)


@lru_cache(maxsize=1000)  # a party is asked for once for each of its hits
def one_word(name: str) -> bool:
    return len(tokens(name)) == 1


__all__ = ["CANDIDATES", "Names", "alike", "candidates", "folded", "names_index", "one_word"]
