"""Lines of registers of shipments, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, asked, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.asked import Chart, Hs, Partner, Reporter, Since
from supplyline.cli.guard import command

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
    reporter: Reporter = None,
    partner: Partner = None,
    since: Since = None,
    controlled: Annotated[bool, typer.Option("--controlled", help="Only goods of the Common High Priority List, engines of drones, goods of chapters 28, 29 and 36, and of heading 3912.")] = False,
    event: Annotated[str | None, typer.Option("--event", metavar="ID", help="All lines of one event.")] = None,
    monthly: Annotated[bool, typer.Option("--monthly", help="With --total and --chart: months instead of years.")] = False,
    total: Annotated[bool, typer.Option("--total", help="What the lines that fit add up to instead of the lines, per register and year.")] = False,
    json_: Json = False,
    chart: Chart = None,
) -> None:
    """List shipments: each line of the registers, with its parties, goods, file and row.

    What a declarant told customs is no proof of what was in the box. Lines are sums of nothing: the totals at the end are
    of the lines that fit, by register and currency, and say how many of them have a value. A country fits where the line has
    it as that of the consignor, of departure or of origin (--reporter), of the consignee or of destination (--partner).

    The picture has a line for each register: the value in one currency where it has one, else the weight, else how many lines.

    Example: supplyline trade shipments factories --controlled --party "Sinno" --since 2023
    """
    from supplyline.trade.shipments import added

    wanted = asked.wanted(case, hs, reporter, partner, since)
    target = args.opened(case).settings.currency
    with args.snapshot(case) as snapshot:
        ends = _entities(snapshot, party) if party is not None else None
        rows = snapshot.rows("shipments", event=event) if event is not None else snapshot.rows("shipments")
        found = [s for s in rows if wanted.shipment(s) and (not controlled or s.controlled) and (ends is None or _is_of(s, ends, party or ""))]
        count = snapshot.count("shipments")
    found.sort(key=lambda s: (s.date or "9999", s.sha256, s.row))
    sums = added(found, 7 if monthly else 4)
    if total:
        for (keeper, period), lines in sums.items():
            if json_:
                show.json_line({"register": keeper, "period": period, **lines.summed()})
            else:
                print(f"{period or 'no date'}  {lines.told(keeper, target)}")
    else:
        for s in found:
            if json_:
                show.row(s)
            else:
                print(_line(s))
    if not found:
        show.tell(f"no shipment fits; {count:,} in the case" if count else "the case has no shipments; registers are added with: supplyline trade add")
    for text in _totals(found, target):
        show.tell(text)
    if chart is not None:
        from supplyline.publish.chart import of_shipments

        limit = "Sums of the lines that have a date: what a declarant told, and no proof of what was in the box."
        asked.write_chart(chart, of_shipments(sums, target), asked.title(hs, reporter, partner, "What registers of shipments have"), limit)


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
