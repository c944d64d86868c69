"""Which version of each list does a build go by?

`current(lists)` gives one version a code: the newest by its date, a version without date being older than any with
one. A version that shrank suspiciously against the one before it is not believed: the earlier stands, and a problem
says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from supplyline.model import ListVersion, Problem
from supplyline.read.lists import shrank


def current(lists: Iterable[ListVersion], share: float = 0.5) -> tuple[tuple[ListVersion, ...], tuple[Problem, ...]]:
    by_code: dict[str, list[ListVersion]] = {}
    for version in lists:
        by_code.setdefault(version.code, []).append(version)
    chosen: list[ListVersion] = []
    problems: list[Problem] = []
    for code in sorted(by_code):
        believed: ListVersion | None = None
        for version in sorted(by_code[code], key=lambda v: (v.as_of or "", v.rows, v.sha256)):
            problem = shrank(believed, version, share) if believed else None
            if problem is None:
                believed = version
            else:
                problems.append(problem)
        if believed is not None:
            chosen.append(believed)
    return tuple(chosen), tuple(problems)
