"""How does weighing keep a million claims in memory?

A case of 100,000 documents holds millions of keys, profiles and strings, all alive and without cycles; the
collector walks them again and again for nothing, a third of the time of origins (benchmarks/bench_weigh.py).
`paused` is a context and a decorator; it leaves the collector as it found it. `shared` gives equal tuples of
words as one object, and equal words in different tuples too: most events and grades say the same few things of themselves.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from sys import intern


@contextmanager
def paused() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=65536)
def shared(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(intern, words))
