"""Suppliers against lists, as of the last build or of any past day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.store import Case
    from supplyline.model import Gap


def register(app: typer.Typer) -> None:
    command(app)(gaps)


def gaps(
    case: CasePath,
    as_of: Annotated[str | None, typer.Option("--as-of", callback=args.day, metavar="DATE", help="As it could be known on a past day: only versions and listing dates up to it.")] = None,
    json_: Json = False,
) -> None:
    """List gaps: each supplier against each list, as of the list's date. Nobody is ever called clear.

    Listed since, owned by listed parties, possible, delisted, set aside by a person, or no match as of the version. A
    list that only repeats another is not counted twice. Lists that the case does not hold are named at the end.

    Example: supplyline gaps factories --as-of 2023-06-30
    """  # fmt: skip
    opened = args.opened(case)
    if as_of is None:
        with args.snapshot(case) as snapshot:
            rows = list(snapshot.rows("gaps"))
    else:
        with show.progress("gaps") as step:
            rows = _replayed(opened, as_of, step)
    for gap in rows:
        if json_:
            show.row(gap)
        else:
            print(show.shown(f"{gap.id}  {gap.status.replace('_', ' '):9} {gap.caption}: {gap.text}"))
    if rows:
        _tell_missing(rows)


def _tell_missing(rows: Iterable[Gap]) -> None:
    from supplyline.read.lists.common import list_codes

    held = {gap.code for gap in rows if gap.status != "not_held"}
    missing = [entry.title for code, entry in list_codes().items() if code not in held and code != "us_csl"]
    if missing:
        show.tell(f"not in this case, so nobody was held against: {'; '.join(missing)}")


def _replayed(case: Case, day: str, step: args.Step) -> list[Gap]:
    """The gaps as of the end of a past day, of the suppliers that the last build found."""
    from supplyline import screen
    from supplyline.case.decisions import active
    from supplyline.case.snapshot import Snapshot
    from supplyline.engine import claims
    from supplyline.screen.held import last_day

    day = last_day(day)
    with Snapshot.open(case) as snapshot:
        named = claims.held(snapshot.rows("events"))
        entities = tuple(snapshot.rows("entities"))
        links = tuple(snapshot.rows("links"))
        first = {gap.entity: gap.first_claim for gap in snapshot.rows("gaps") if gap.first_claim}
        shares = {
            claim.event: claim.value.amount
            for claim in snapshot.rows("claims", kind="ownership")
            if claim.event and claim.value is not None and claim.value.unit == "%"
        }
    suppliers = [e for e in entities if e.id in named and e.schema != "Country"]
    settings = case.settings
    held = screen.held_in(case, step).going_by(settings.lists, settings.shrink, day)
    index, limits = held.index(), screen.Thresholds(settings.match, settings.possible, settings.screen)
    hits = screen.decided(screen.screen(entities, index, limits), active(case.decisions()))
    captions = {e.id: e.caption for e in entities}
    beyond = screen.beyond(suppliers, hits, held, index, limits, links, shares, captions, day)
    oldest = {file.version.code: file.version for file in reversed(held.files)}
    known = {version.code for version in held.versions}
    later = [oldest[code] for code in sorted(set(oldest) - known)]
    return list(screen.gaps(suppliers, held.versions, hits, first, beyond, later))
