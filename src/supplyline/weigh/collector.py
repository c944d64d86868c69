"""How does weighing keep a million claims in memory?

A case of 100,000 documents holds millions of keys, profiles and strings, all alive and without cycles; the
collector walks them again and again for nothing, a third of the time of origins (benchmarks/bench_weigh.py).
`paused` is a context and a decorator; it leaves the collector as it found it, and forgets what functions that are `remembered`
gave, which the next stage asks little of and a second process would copy. `shared` gives equal tuples of
words as one object, and equal words in different tuples too: most events and grades say the same few things of themselves.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper, lru_cache
from sys import intern
from typing import Any, TypeVar

T = TypeVar("T")

_REMEMBERED: list[_lru_cache_wrapper[Any]] = []


@contextmanager
def paused() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        for kept in _REMEMBERED:
            kept.cache_clear()
        if was:
            gc.enable()


def remembered(of: Callable[..., T]) -> _lru_cache_wrapper[T]:
    """`lru_cache` for what is asked again and again in one stage."""
    kept = lru_cache(maxsize=65536)(of)
    _REMEMBERED.append(kept)
    return kept


@remembered
def shared(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(intern, words))
