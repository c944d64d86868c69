"""Which versions of which lists does a build believe?

Of each list the newest version counts. A version with far fewer rows than the one before, or none,
is more likely a broken download than a great pardon: it becomes a problem, the earlier version is
used, and nobody is cleared by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supplyline.model import ListVersion, Problem


def believed(versions: Iterable[ListVersion], share: float) -> tuple[tuple[ListVersion, ...], tuple[Problem, ...]]:
    """The version to use of each list, by id, and what is wrong with those that are not believed.

    Versions of a list are ordered by their date, then by rows: of two without a date the fuller one
    counts as the later, whatever the order of adding, because the emptier could clear someone.
    """
    by_code: dict[str, list[ListVersion]] = {}
    for version in versions:
        by_code.setdefault(version.code, []).append(version)
    use: list[ListVersion] = []
    problems: list[Problem] = []
    for _, found in sorted(by_code.items()):
        best: ListVersion | None = None
        for version in sorted(found, key=lambda v: (v.as_of or "", v.rows, v.id)):
            if version.rows == 0 or (best is not None and version.rows < share * best.rows):
                problems.append(_shrunk(version, best))
            else:
                best = version
        if best is not None:
            use.append(best)
    return tuple(sorted(use, key=lambda v: v.id)), tuple(problems)


def _shrunk(version: ListVersion, before: ListVersion | None) -> Problem:
    what = f"{version.title} has {version.rows} rows"
    if before is None:
        what += ": nobody can be held against it, and nobody is cleared by it"
    else:
        earlier = f"{before.file}, as of {before.as_of or 'an unknown date'}"
        what += f", its earlier version {before.rows} ({earlier}): the earlier one is used, nobody is cleared"
    return Problem.of(version.file, "list", what, "download the list again and add it", version.sha256)


def chosen(versions: Sequence[ListVersion], codes: Sequence[str]) -> tuple[ListVersion, ...]:
    """The lists that case.toml names; all where it names none."""
    return tuple(v for v in versions if not codes or v.code in codes)
