"""Which list has this supplier, since when, and which has it not?

`gaps(suppliers, lists, hits, first_claims, beyond)` gives one row for each supplier and list, with a sentence for a
person: listed since, owned by listed parties, possible, delisted, set aside by a person, or no match. A file that holds
several lists gives a row for each of them that the case has not as a file of its own. Promises: a list that names nobody
like the supplier gives "no match in … as of …", with the version, and never more than that; for a past day a version of
a later day is as if it did not exist; days are counted only between two days, not between months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from supplyline.model import Entity, Gap, Hit, ListVersion, make_id
from supplyline.read.lists.common import list_codes
from supplyline.screen.beyond import Beyond
from supplyline.screen.hits import COPY, rank
from supplyline.screen.index import as_of, called


def gaps(
    suppliers: Iterable[Entity],
    lists: Sequence[ListVersion],
    hits: Iterable[Hit],
    first_claims: Mapping[str, str],
    beyond: Beyond | None = None,
    not_held: Sequence[ListVersion] = (),
) -> tuple[Gap, ...]:
    """`first_claims` has the date of the first public claim of each supplier, by entity id, where known; `not_held` the
    oldest version of each list of which the case has none as old as the day that is asked for."""
    known = beyond or Beyond()
    best: dict[tuple[str, str, str], Hit] = {}
    for hit in sorted(hits, key=rank):
        best.setdefault((hit.entity, hit.list, known.part_of.get(hit.listing, "")), hit)
    rows = [
        row
        for supplier in suppliers
        for row in (
            *_rows(supplier, lists, best, first_claims.get(supplier.id), known),
            *(_not_held(supplier, version, first_claims.get(supplier.id), known) for version in not_held),
        )
    ]
    return tuple(sorted(rows, key=lambda g: (g.caption, g.entity, g.jurisdiction, g.list, g.code)))


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


def _rows(
    supplier: Entity, lists: Sequence[ListVersion], best: Mapping[tuple[str, str, str], Hit], first: str | None, known: Beyond
) -> Iterator[Gap]:
    own = {version.code for version in lists}
    for version in lists:
        inside = known.parts.get(version.id)
        if inside is None:
            yield _gap(supplier, version, version.code, best.get((supplier.id, version.id, "")), first, known)
            continue
        for code in inside:
            hit = best.get((supplier.id, version.id, code))
            # A part that is in the case as a list of its own is told by that; the copy only when it names the party.
            if hit is not None or code == version.code or code not in own:
                yield _gap(supplier, version, code, hit, first, known)


def _title(version: ListVersion, code: str) -> str:
    entry = list_codes().get(code)
    return entry.title if entry is not None and code != version.code else version.title


def _gap(supplier: Entity, version: ListVersion, code: str, hit: Hit | None, first: str | None, known: Beyond) -> Gap:
    title = _title(version, code)
    which = called(version) if code == version.code else f"{title}, in {called(version)}"
    owned, gone = known.owned.get((supplier.id, code)), known.gone.get((supplier.id, code))
    if hit is not None and known.day and hit.listed_on and hit.listed_on > known.day:
        hit = None  # not yet on that day
    ended = known.ended.get(hit.listing) if hit is not None and hit.status == "listed" else None
    because: tuple[str, ...] = (supplier.id, version.id, *((hit.id, hit.listing) if hit else ()))
    status, days, delisted_by, listed_on = hit.status if hit else "no_match", None, None, hit.listed_on if hit else None
    if hit is not None and ended is not None:
        status, delisted_by = "delisted", ended
        text = f"delisted on {ended} in {which}: listed {f'since {listed_on} ' if listed_on else ''}until then"
    elif hit is not None and status == "listed":
        days = days_between(first, listed_on)
        text = f"listed in {which}{_when(hit, first, days)}"
        copy = [reason for reason in hit.explanation if reason.startswith(COPY)]
        text += f"; it {copy[0]}" if copy else ""
    elif owned is not None and owned.whole:
        status, because = "owned", (*because, *owned.because)
        text = f"no match in {which}, but {owned.text}"
    elif hit is not None and status == "possible":
        text = f"possible match ({hit.score:.2f}) in {which}: {'; '.join(hit.explanation)}"
    elif gone is not None:
        status, delisted_by, listed_on = "delisted", gone.by, gone.since
        text = f"delisted in {which}: {gone.caption} ({gone.listing}) was {'listed' if not gone.since else f'listed since {gone.since}'}"
        text += f" and is in the version {gone.last}, and no longer in this one"
        because = (*because, *gone.because)
    elif hit is not None:
        text = f"no match in {which} but one ({hit.score:.2f}) that was {hit.explanation[-1]}"
    else:
        text = f"no match in {which}"
    if owned is not None and not owned.whole and status != "listed":
        text, because = f"{text}; {owned.text}", (*because, *owned.because)
    return Gap(
        make_id("g", supplier.id, version.id, *([code] if code != version.code else [])), supplier.id, supplier.caption,
        version.id, version.jurisdiction, status, hit.score if hit else None, listed_on, first, days, version.as_of, text,
        tuple(dict.fromkeys(because)), code, title, delisted_by,
    )  # fmt: skip


def _not_held(supplier: Entity, version: ListVersion, first: str | None, known: Beyond) -> Gap:
    text = f"no version of {version.title} of {known.day} or before is held; the oldest is {as_of(version)}"
    return Gap(
        make_id("g", supplier.id, version.id, known.day), supplier.id, supplier.caption, version.id, version.jurisdiction,
        "not_held", None, None, first, None, None, text, (supplier.id, version.id), version.code, version.title,
    )  # fmt: skip


def _when(hit: Hit, first_claim: str | None, days: int | None) -> str:
    if hit.listed_on is None:
        return "; the list gives no listing date"
    if days is None:
        return f" since {hit.listed_on}"
    if days < 0:
        return f" since {hit.listed_on}, {-days} {'day' if days == -1 else 'days'} before the first public claim of {first_claim}"
    return f" since {hit.listed_on}, {days} {'day' if days == 1 else 'days'} after the first public claim of {first_claim}"
