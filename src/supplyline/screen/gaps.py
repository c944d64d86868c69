"""Which list has this supplier, since when, and which has it not?

`gaps(suppliers, lists, hits, first_claims)` gives one row for each supplier and list, with a sentence for a person.
Promises: a list that names nobody like the supplier gives "no match in … as of …", with the version, and never more
than that; days are counted only between two days, not between months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from supplyline.model import Entity, Gap, Hit, ListVersion, make_id
from supplyline.screen.hits import COPY, rank
from supplyline.screen.index import called


def gaps(
    suppliers: Iterable[Entity],
    lists: Sequence[ListVersion],
    hits: Iterable[Hit],
    first_claims: Mapping[str, str],
) -> tuple[Gap, ...]:
    """`first_claims` has the date of the first public claim of each supplier, by entity id, where known."""
    best: dict[tuple[str, str], Hit] = {}
    for hit in sorted(hits, key=rank):
        best.setdefault((hit.entity, hit.list), hit)
    rows = [
        _gap(supplier, version, best.get((supplier.id, version.id)), first_claims.get(supplier.id))
        for supplier in suppliers
        for version in lists
    ]
    return tuple(sorted(rows, key=lambda g: (g.caption, g.entity, g.jurisdiction, g.list)))


def counted(rows: Iterable[Gap]) -> dict[str, int]:
    """How many lists name each supplier: copies of a list that is in the case are not counted again."""
    out: dict[str, int] = {}
    for row in rows:
        out.setdefault(row.entity, 0)
        out[row.entity] += row.status == "listed" and COPY not in row.text
    return out


def days_between(first_claim: str | None, listed_on: str | None) -> int | None:
    """Listing date minus first claim in days; None unless both are days."""
    if not first_claim or not listed_on:
        return None
    try:
        return (date.fromisoformat(listed_on) - date.fromisoformat(first_claim)).days
    except ValueError:
        return None


def _gap(supplier: Entity, version: ListVersion, hit: Hit | None, first_claim: str | None) -> Gap:
    which = called(version)
    days = days_between(first_claim, hit.listed_on) if hit and hit.status == "listed" else None
    if hit is None:
        text = f"no match in {which}"
    elif hit.status == "listed":
        text = f"listed in {which}{_when(hit, first_claim, days)}"
    elif hit.status == "set_aside":
        text = f"no match in {which} but one ({hit.score:.2f}) that was {hit.explanation[-1]}"
    else:
        text = f"possible match ({hit.score:.2f}) in {which}: {'; '.join(hit.explanation)}"
    copy = [reason for reason in hit.explanation if reason.startswith(COPY)] if hit else []
    if copy and hit and hit.status == "listed":
        text += f"; it {copy[0]}"
    return Gap(
        make_id("g", supplier.id, version.id), supplier.id, supplier.caption, version.id, version.jurisdiction,
        hit.status if hit else "no_match", hit.score if hit else None, hit.listed_on if hit else None, first_claim,
        days, version.as_of, text, (supplier.id, version.id, *((hit.id, hit.listing) if hit else ())),
    )  # fmt: skip


def _when(hit: Hit, first_claim: str | None, days: int | None) -> str:
    if hit.listed_on is None:
        return "; the list gives no listing date"
    if days is None:
        return f" since {hit.listed_on}"
    if days < 0:
        return f" since {hit.listed_on}, {-days} {'day' if days == -1 else 'days'} before the first public claim of {first_claim}"
    return f" since {hit.listed_on}, {days} {'day' if days == 1 else 'days'} after the first public claim of {first_claim}"
