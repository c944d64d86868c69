"""Which lists are held, in which versions?

`of_case` reads every list file of a case, `of_files` files that somebody names; both give the lists with their listings
and say of each file that cannot be used why. `Held.going_by` picks the version of each list that counts, today or as of a
past day: a version of a later day is then not known. Promises: the same files give the same answer whatever the order in
which they were added; a file that cannot be read clears nobody and is a problem.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from supplyline.model import Holding, Listing, ListVersion, Problem, SupplylineError
from supplyline.names.index import Spread
from supplyline.read import lists as read_lists
from supplyline.read.expand import expand
from supplyline.read.lists import Group, ListFile
from supplyline.screen.index import ListsIndex
from supplyline.screen.versions import current

if TYPE_CHECKING:
    from supplyline.case.custody import Original
    from supplyline.case.store import Case

Progress = Callable[[str, int, int], None]
_MEND = "mend or replace the file and add it again; without it nobody is cleared"


@dataclass(frozen=True, slots=True)
class Held:
    """Every version of every list that is held, by list and age, and what could not be used; after `going_by` also the
    one version of each list that counts."""

    files: tuple[ListFile, ...]
    problems: tuple[Problem, ...]
    in_force: tuple[ListFile, ...] = ()

    def going_by(self, use: Sequence[str] = (), shrink: float = 0.5, day: str | None = None) -> Held:
        """One version of each list (of those in `use`, where it names any), as of the end of `day`."""
        files = tuple(f for f in self.files if not use or f.version.code in use)
        known = {f.version.id: f for f in files if day is None or known_on(f.version, day)}
        versions, problems = current([f.version for f in known.values()], shrink)
        missing = [
            Problem.of(
                "case.toml", "lists.use", f"the list {code} is wanted in case.toml, and no file of the case is a version of it",
                "add a file of that list, or leave the code out",
            )
            for code in sorted(set(use) - {f.version.code for f in files})
        ]  # fmt: skip
        chosen = sorted((known[v.id] for v in versions), key=lambda f: f.version.id)
        return Held(files, (*self.problems, *problems, *missing), tuple(chosen))

    @property
    def versions(self) -> tuple[ListVersion, ...]:
        return tuple(file.version for file in self.in_force)

    @property
    def listings(self) -> tuple[Listing, ...]:
        return tuple(listing for file in self.in_force for listing in file.listings)

    @property
    def holdings(self) -> tuple[Holding, ...]:
        return tuple(holding for file in self.in_force for holding in file.holdings)

    def earlier(self, version: ListVersion) -> tuple[ListFile, ...]:
        """The versions of the same list before this one, newest first."""
        same = [f for f in self.files if f.version.code == version.code and _age(f.version) < _age(version)]
        return tuple(sorted(same, key=lambda f: _age(f.version), reverse=True))

    def index(self, spread: Spread = map) -> ListsIndex:
        return ListsIndex.of(self.versions, self.listings, spread)


def known_on(version: ListVersion, day: str) -> bool:
    """Was this version out by the end of that day? One that says only its month or year was out by the end of it."""
    return version.as_of is not None and last_day(version.as_of) <= last_day(day)


def last_day(date: str) -> str:
    """A date as precise as it is, as the last day that it may be: for comparing only."""
    return date + "-12-31"[len(date) - 4 :] if len(date) in (4, 7) else date[:10]


def _age(version: ListVersion) -> tuple[str, int, str]:
    return (version.as_of or "", version.rows, version.sha256)


def of_case(case: Case, progress: Progress | None = None) -> Held:
    originals = case.originals("list")
    by_hash = {o.sha256: o for o in originals}
    # A file with a mapping is a list of its own; the others may belong together.
    alone = [(o, Group(((o.name, case.read(o.sha256)),), o.format or "auto")) for o in originals if o.mapping]
    rest = [(o.name, case.read(o.sha256), o.format) for o in originals if not o.mapping]
    groups = alone + [(by_hash[_hash(g)], g) for g in read_lists.group(rest)]
    problems: list[Problem] = []
    return _held(_of_originals(groups, problems, progress), problems)


def _of_originals(
    groups: Sequence[tuple[Original, Group]], problems: list[Problem], progress: Progress | None
) -> Iterator[ListFile]:
    for done, (original, group) in enumerate(groups, 1):
        try:
            yield read_lists.read_list(group.files, group.format, original.columns, original.published)
        except SupplylineError as error:
            problems.append(Problem.of(original.name, "list", str(error), _MEND, original.sha256))
        if progress is not None:
            progress("read lists", done, len(groups))


def of_files(
    paths: Iterable[Path], format: str = "auto", mapping: Mapping[str, str] | None = None, as_of: str | None = None,
    progress: Progress | None = None,
) -> Held:  # fmt: skip
    """The lists in files, folders and archives."""
    problems: list[Problem] = []
    got: list[tuple[str, bytes, str | None]] = []
    for path in paths:
        for item in expand(path):
            if isinstance(item, Problem):
                problems.append(item)
            elif item.role is None:
                got.append((item.name, item.data, None if format == "auto" else format))
    groups = [Group(((n, d),), f or "auto") for n, d, f in got] if mapping else read_lists.group(got)

    def read() -> Iterator[ListFile]:
        for done, group in enumerate(groups, 1):
            try:
                yield read_lists.read_list(group.files, group.format, mapping, as_of)
            except SupplylineError as error:
                problems.append(Problem.of(group.files[0][0], "list", str(error), _MEND))
            if progress is not None:
                progress("read lists", done, len(groups))

    return _held(read(), problems)


def _held(files: Iterable[ListFile], problems: list[Problem]) -> Held:
    found: dict[str, ListFile] = {}
    for file in files:
        problems.extend(file.problems)
        found[file.version.id] = file
    ordered = sorted(found.values(), key=lambda f: (f.version.code, _age(f.version)))
    return Held(tuple(ordered), tuple(problems))


def _hash(group: Group) -> str:
    return hashlib.sha256(group.files[0][1]).hexdigest()
