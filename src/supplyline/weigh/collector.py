"""Why does weighing pause Python's collector of cycles?

A case of 100,000 documents holds millions of keys, profiles and strings, all alive and without cycles; the
collector walks them again and again for nothing, a third of the time of origins (benchmarks/bench_weigh.py).
`paused` is a context and a decorator; it leaves the collector as it found it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
