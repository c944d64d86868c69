"""Lines of registers of shipments, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command
from supplyline.cli.trade import Hs, Since, codes_of

if TYPE_CHECKING:
    from supplyline.case.snapshot import Snapshot
    from supplyline.model import Shipment


def register(app: typer.Typer) -> None:
    command(app)(shipments)
    command(app)(parties)


def shipments(
    case: CasePath,
    party: Annotated[str | None, typer.Option("--party", metavar="NAME", help="Sent or received by this party: an entity's id, or a part of a name under any spelling of its entity.")] = None,
    hs: Hs = None,
    since: Since = None,
    controlled: Annotated[bool, typer.Option("--controlled", help="Only goods of the Common High Priority List, of chapters 28, 29 and 36, and of heading 3912.")] = False,
    event: Annotated[str | None, typer.Option("--event", metavar="ID", help="All lines of one event.")] = None,
    json_: Json = False,
) -> None:
    """List shipments: each line of the registers, with its parties, goods, file and row.

    What a declarant told customs is no proof of what was in the box. Lines are sums of nothing: the totals at the end are
    of the lines that fit, by register and currency, and say how many of them have a value.

    Example: supplyline trade shipments factories --controlled --party "Sinno" --since 2023
    """
    codes = codes_of(hs)
    with args.snapshot(case) as snapshot:
        wanted = _entities(snapshot, party) if party is not None else None
        rows = snapshot.rows("shipments", event=event) if event is not None else snapshot.rows("shipments")
        found = [
            s for s in rows
            if (not codes or s.hs.startswith(codes))
            and (since is None or (s.date is not None and s.date[: len(since)] >= since))
            and (not controlled or s.controlled)
            and (wanted is None or _is_of(s, wanted, party or ""))
        ]  # fmt: skip
        total = snapshot.count("shipments")
    found.sort(key=lambda s: (s.date or "9999", s.sha256, s.row))
    for s in found:
        if json_:
            show.row(s)
        else:
            print(_line(s))
    if not found:
        show.tell(f"no shipment fits; {total:,} in the case" if total else "the case has no shipments; registers are added with: supplyline trade add")
    for text in _totals(found, args.opened(case).settings.currency):
        show.tell(text)


def parties(
    case: CasePath,
    party: Annotated[str | None, typer.Option("--party", metavar="NAME", help="Only names that hold this.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write them to this .parquet or .csv file, for `supplyline screen --in`.", dir_okay=False)] = None,
    json_: Json = False,
) -> None:
    """List the different consignors and consignees of the registers, each name once, without a build.

    A Parquet register of any size is asked where it lies. Each name comes with its countries, its number where the check
    digit is right, how many lines it sent and received, and an id with which `supplyline why` lists these lines.

    Example: supplyline trade parties factories --out parties.parquet
    """
    from supplyline.cli import scan

    scan.parties(args.opened(case), party, out, json_)


def _entities(snapshot: Snapshot, party: str) -> frozenset[str]:
    plain = party.casefold()
    return frozenset(
        e.id for e in snapshot.rows("entities") if e.id == party or any(plain in name.text.casefold() for name in e.names)
    )


def _is_of(s: Shipment, wanted: frozenset[str], party: str) -> bool:
    plain = party.casefold()
    return s.supplier in wanted or s.recipient in wanted or plain in s.consignor.casefold() or plain in s.consignee.casefold()


def _line(s: Shipment) -> str:
    from supplyline.trace import shipped
    from supplyline.trade.controlled import in_words

    held = f"  [controlled: {in_words(s.controlled)}]" if s.controlled else ""
    return f"{s.id}  {shipped(s)}{held}  (file {s.sha256[:12]}, row {s.row})"


def _totals(found: Iterable[Shipment], target: str) -> Iterable[str]:
    """One line for each register: how many lines fit and what they add up to."""
    by_register: dict[str, list[Shipment]] = {}
    for s in found:
        by_register.setdefault(s.register, []).append(s)
    for keeper, lines in sorted(by_register.items()):
        values: dict[str, float] = {}
        for s in lines:
            if s.value is not None:
                values[s.currency] = values.get(s.currency, 0.0) + s.value
        amounts = ", ".join(f"{c or 'no currency'} {v:,.0f}" for c, v in sorted(values.items())) or "no value"
        valued = sum(s.value is not None for s in lines)
        weight = sum(s.weight or 0.0 for s in lines)
        exchanged = [s.converted for s in lines if s.converted is not None]
        if target and exchanged and set(values) != {target}:
            amounts += f" (together {target} {sum(exchanged):,.0f} by rates of their time{'' if len(exchanged) == valued else f', for {len(exchanged):,} of them'})"
        yield f"{keeper}: {len(lines):,} lines, {amounts} in {valued:,} of them, {weight:,.0f} kg"
