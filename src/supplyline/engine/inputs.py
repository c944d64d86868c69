"""How do the lists and trade tables of a case come in?

`lists` reads every list file once and gives the versions to go by with their listings; `trade_rows`
reads every trade table. A file that cannot be used becomes a problem and clears nobody; two versions
of a list are told apart by their dates, never by the order of adding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from supplyline import screen
from supplyline.case.custody import Original
from supplyline.engine.building import Build
from supplyline.model import Listing, ListVersion, Problem, SupplylineError, TradeRow
from supplyline.read import lists as read_lists
from supplyline.read.lists import Group, ListFile
from supplyline.read.trade import read_trade


def _refused(original: Original, error: SupplylineError) -> Problem:
    mend = "mend or replace the file and add it again; without it nobody is cleared"
    return Problem.of(original.name, original.role, str(error), mend, original.sha256)


def lists(now: Build) -> tuple[tuple[ListVersion, ...], tuple[Listing, ...]]:
    """The version of each list to go by, and their listings."""
    found: dict[str, ListFile] = {}
    for file in _list_files(now):
        now.problems(file.problems)
        found[file.version.id] = file
    use = now.case.settings.lists
    versions = [f.version for f in found.values() if not use or f.version.code in use]
    believed, problems = screen.current(versions, now.case.settings.shrink)
    now.problems(problems)
    for code in sorted(set(use) - {v.code for v in versions}):
        what = f"the list {code} is wanted in case.toml, and no file of the case is a version of it"
        now.problems([Problem.of("case.toml", "lists.use", what, "add a file of that list, or leave the code out")])
    ordered = sorted(believed, key=lambda v: v.id)
    return tuple(ordered), tuple(listing for v in ordered for listing in found[v.id].listings)


def _list_files(now: Build) -> Iterator[ListFile]:
    originals = now.case.originals("list")
    by_hash = {o.sha256: o for o in originals}
    # A file with a mapping is a list of its own; the others may belong together.
    alone = [(o, Group(((o.name, now.case.read(o.sha256)),), o.format or "auto")) for o in originals if o.mapping]
    rest = [(o.name, now.case.read(o.sha256), o.format) for o in originals if not o.mapping]
    groups = alone + [(by_hash[_hash(g)], g) for g in read_lists.group(rest)]
    for done, (original, group) in enumerate(groups, 1):
        try:
            yield read_lists.read_list(group.files, group.format, original.columns, original.published)
        except SupplylineError as error:
            now.problems([_refused(original, error)])
        now.progress("read lists", done, len(groups))


def _hash(group: Group) -> str:
    return hashlib.sha256(group.files[0][1]).hexdigest()


def trade_rows(now: Build) -> tuple[TradeRow, ...]:
    """All rows of all trade tables, by table and line."""
    found: list[TradeRow] = []
    originals = now.case.originals("trade")
    for done, original in enumerate(originals, 1):
        try:
            rows, problems = read_trade(now.case.read(original.sha256), original.name, original.columns)
            found += rows
            now.problems(problems)
        except SupplylineError as error:
            now.problems([_refused(original, error)])
        now.progress("read trade", done, len(originals))
    return tuple(found)
