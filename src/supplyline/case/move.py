"""How do the decisions and drafts of a case get to another place, unchanged?

`move(case, url)` takes them from the file or database where they are to another, row by row with ids, hashes and times,
and writes the new place into case.toml. Promises: both chains are checked first; nobody can decide in two places, for the
old one is closed before the new one opens; killed at any instant it loses nothing, and run again it goes on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from supplyline.case import decisions, desk, files, settings
from supplyline.case.decisions import NOWHERE, Book, Database, Place, Table, opened
from supplyline.case.store import ADDRESS, Case
from supplyline.model import BadInput

Chain = Callable[[Table], tuple[Sequence[Any], tuple[str, str] | None]]
BOOKS: tuple[tuple[Book, Chain], ...] = ((decisions.BOOK, decisions.chain), (desk.BOOK, desk.chain))


@dataclass(frozen=True, slots=True)
class Done:
    """Rows at the new place, by noun, and how many of them were carried there now."""

    place: str
    rows: dict[str, int]
    carried: int


def move(case: Case, url: str) -> Done:
    """Keep the decisions and drafts of a case at `url` from now on; empty: where SUPPLYLINE_DECISIONS_URL says."""
    if url and (wrong := settings.secret(url) or settings.unfit(url)):
        raise BadInput(f"--to: {wrong}")
    toml = case.path / "case.toml"
    with files.locked(case.path / ".lock"):
        if not case.settings.decisions_case:  # the first of all, so that a second try takes the same
            settings.keep_decisions(toml, case.settings.decisions, f"k_{secrets.token_hex(6)}")
        case = Case(case.path)
        old, new = case.places(case.settings.decisions), tuple(_asked(p) for p in case.places(url))
        carried, same = 0, _same(old[0], new[0])
        if isinstance(new[0], Database):
            from supplyline.case import postgres

            postgres.prepare(new[0], [] if same else [book for book, _ in BOOKS], NOWHERE)
        if not same:
            for (book, chain), here, there in zip(BOOKS, old, new, strict=True):
                carried += 0 if here == there else _carry(book, chain, here, there, url or f"what {ADDRESS} says")
            for (book, _), there in zip(BOOKS, new, strict=True):
                with opened(there, book, write=True, moved=True) as table:
                    table.move("")
        rows = {}
        for (book, chain), there in zip(BOOKS, new, strict=True):
            with opened(there, book) as table:
                rows[book.noun] = len(_whole(table, chain, there))
        settings.keep_decisions(toml, url, case.settings.decisions_case)
    return Done(new[0].name, rows, carried)


def _asked(place: Place) -> Place:
    """A database that a person named in the command may be sent a password as it asks."""
    return replace(place, told=True) if isinstance(place, Database) else place


def _same(one: Place, other: Place) -> bool:
    if isinstance(one, Database) and isinstance(other, Database):
        from supplyline.case import postgres

        return postgres.identity(one) == postgres.identity(other)
    return one == other


def _whole(table: Table, chain: Chain, place: Place) -> Sequence[Any]:
    rows, found = chain(table)
    if found is not None:
        raise BadInput(f"{place.name}: {found[0]}: {found[1]}; nothing is moved before that is mended: see `supplyline verify`")
    return rows


def _carry(book: Book, chain: Chain, old: Place, new: Place, to: str) -> int:
    """Put the rows that the new place lacks there, leave it closed, and close the old one. Two ends of one crash are told
    apart by what is closed: the old place is closed only after the new one has every row."""
    with opened(old, book, write=True, moved=True) as source:
        if source.moved() not in ("", to):
            raise BadInput(f"{old.name}: {book.noun}s were moved to {source.moved()} and not to {to}; run this with --to {source.moved()}, then move them on from there")
        _whole(source, chain, old)
        with opened(new, book, write=True, moved=True) as target:
            _whole(target, chain, new)
            here, there = source.rows(), target.rows()
            behind, ahead = there == here[: len(there)], here == there[: len(here)] and bool(source.moved())
            if not behind and not ahead:
                raise BadInput(f"{new.name} has other {book.noun}s of this case than {old.name}; nothing was moved. If this folder is a copy that became a case of its own, take the line `case` out of [decisions] in case.toml")
            if not source.moved() and not target.moved() and (there or isinstance(new, Database)):
                raise BadInput(f"{new.name}: this case is kept there already, and {old.name} takes {book.noun}s too; to go on with those of {new.name}, write its url into [decisions] in case.toml")
            closed = target.moved() or NOWHERE
            target.move("")  # within this transaction
            target.add(*here[len(there) :])
            target.move(closed)
        source.move(to)
    return max(len(here) - len(there), 0)
