"""Trade figures: series, both sides' records, what stands out, and claims held against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, asked, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.asked import Chart, Hs, Partner, Reporter, Since
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.snapshot import Snapshot
    from supplyline.model import Flow


MOST_DRAWN = 60  # charts of one file


def register(app: typer.Typer) -> None:
    for one in (flows, mirror, anomalies, checks):
        command(app)(one)


def flows(
    case: CasePath,
    hs: Hs = None,
    reporter: Reporter = None,
    partner: Partner = None,
    since: Since = None,
    monthly: Annotated[bool, typer.Option("--monthly", help="Months instead of years, where the tables have months.")] = False,
    total: Annotated[bool, typer.Option("--total", help="Add up what fits, per period: countries only, no code beside its own part.")] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="KEYS", help="Add up Parquet tables where they lie, by any of reporter, partner, flow, hs2, hs4 or hs6, year or month.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="With --by: write the sums to this .parquet or .csv file.", dir_okay=False)] = None,
    json_: Json = False,
    chart: Chart = None,
) -> None:
    """List what customs recorded, by year: value, weight, unit value, change, and share of the world's total.

    A total that a table gives is held against the sum of its partners, and the difference is told. Every line begins
    with an id for `supplyline why`; a month names the rows it came from instead.

    --by adds up the records of Parquet tables of any size, in one pass over the file and without a build; several tables
    are never added together.

    Example: supplyline trade flows factories --hs 8457 --reporter china --since 2021 --chart flows.svg
    """
    from supplyline import trade
    from supplyline.engine.inputs import concordances
    from supplyline.publish.chart import order
    from supplyline.trade.revisions import shown, told

    if by is not None:
        from supplyline.cli import scan

        scan.sums(args.opened(case), by, out, asked.wanted(case, hs, reporter, partner, since), json_)
        return
    if out is not None:
        raise typer.BadParameter("--out is for --by; without it rows go to stdout")

    known = concordances(args.opened(case), lambda _: None)
    wanted = asked.wanted(case, hs, reporter, partner, since)
    with args.snapshot(case) as snapshot:
        every = trade.months(_rows(snapshot, wanted)) if monthly else tuple(snapshot.rows("flows"))
    found = sorted((f for f in every if wanted.flow(f)), key=order)
    if total:
        sums = trade.added(found)
        for s in sums:
            if json_:
                show.json_line(asdict(s))
            else:
                print(f"{s.period}  {s.flow}s  {s.currency} {s.value:,.0f}{_weight(s.weight)}  ({len(s.because)} flows{f', {s.parts} of a part of the year' if s.parts else ''})")
    else:
        for f in found:
            if json_:
                show.row(f)
            else:
                print(_flow_line(f, monthly))
    if not found:
        _tell_none(every)
    for code in sorted({f.hs for f in found if "=" in f.hs}) if not total else ():
        show.tell(f"HS {shown(code)}: {told(code, known)}")
    for t in trade.totals(found) if not monthly else ():
        if abs(t.difference) >= 0.5:
            show.tell(
                f"{t.reporter} {t.flow}s of HS {t.hs} in {t.period}: partners add up to {t.currency} {t.partners:,.0f}, "
                f"the table's total is {t.world:,.0f} ({t.difference:+.1f} %; {t.because[0]})"
            )
    if chart is not None:
        if total:
            _draw_sums(chart, sums, asked.title(hs, reporter, partner))
        else:
            _draw(chart, found, asked.title(hs, reporter, partner))


def _rows(snapshot: Snapshot, wanted: asked.Wanted) -> Iterable[Any]:
    return (r for r in snapshot.rows("trade_rows") if wanted.fits(r.reporter, r.partner, (r.hs,), r.period))


def _flow_line(f: Flow, monthly: bool) -> str:
    from supplyline.publish.chart import way
    from supplyline.trade.revisions import shown

    unit = "" if f.unit_value is None else f"  {f.currency} {f.unit_value:,.2f} a kg"
    change = "" if f.change is None else f"  {f.change:+.1f} %"
    share = "" if f.share is None else f"  {f.share:.1f} % of the world total"
    more = "" if len(f.because) == 1 else f" (+{len(f.because) - 1} rows)"
    id = f"{f.because[0]}{more}" if monthly else f.id
    return f"{id}  {f.reporter} {f.flow} {way(f.flow)} {f.partner}  HS {shown(f.hs)}  {f.period}  {f.currency} {f.value:,.0f}{_weight(f.weight)}{unit}{change}{share}"


def _weight(weight: float | None) -> str:
    return "" if weight is None else f"  {weight:,.0f} kg"


def _tell_none(found: Iterable[Flow]) -> None:
    """Why nothing fits."""
    reporters = Counter(f.reporter for f in found)
    if not reporters:
        show.tell("the case holds no trade figures; add some with: supplyline trade add CASE FILE")
        return
    most = ", ".join(r for r, _ in sorted(reporters.items(), key=lambda item: (-item[1], item[0]))[:20])
    show.tell(f"no figure fits; the tables hold records of {most}{' and others' if len(reporters) > 20 else ''}")


def mirror(
    case: CasePath, hs: Hs = None, reporter: Reporter = None, partner: Partner = None, since: Since = None,
    json_: Json = False, chart: Chart = None,
) -> None:
    """Set the exporter's record beside the importer's: the difference as an interval, or which side is missing.

    Imports carry freight and insurance (c.i.f.), exports do not (f.o.b.): the import is divided by both ends of
    `trade.cif_fob` in case.toml (1.05 to 1.10; IMF, Direction of Trade Statistics Yearbook 2017: 1.06). The largest
    differences come first, records with one side last. A difference is not a finding: timing, re-exports,
    confidential codes, exchange rates and valuation each make some.

    Example: supplyline trade mirror factories --reporter tw --partner tr --hs 391220
    """  # fmt: skip
    wanted = asked.wanted(case, hs, reporter, partner, since)
    with args.snapshot(case) as snapshot:
        every = list(snapshot.rows("mirrors"))
    found = [m for m in every if wanted.fits(m.exporter, m.importer, (m.hs,), m.period)]
    found.sort(key=lambda m: (m.missing != "", -min(abs(m.low or 0), abs(m.high or 0)) * ((m.low or 0) * (m.high or 0) > 0), m.id))
    for m in found:
        if json_:
            show.row(m)
        else:
            print(f"{m.id}  {m.text}")
    asked.tell_empty(found, every, "record of both sides or one")
    if chart is not None:
        from supplyline.publish.chart import of_mirrors

        asked.write_chart(chart, of_mirrors(found), asked.title(hs, reporter, partner))


def anomalies(
    case: CasePath, hs: Hs = None, reporter: Reporter = None, partner: Partner = None, since: Since = None,
    json_: Json = False, chart: Chart = None,
) -> None:
    """List figures that stand out: each a sentence with its limits, the strongest first.

    An anomaly is a place to look, never a finding about a company. `docs/method.md` says how each kind is told.

    Example: supplyline trade anomalies factories --since 2022 --json
    """  # fmt: skip
    wanted = asked.wanted(case, hs, reporter, partner, since)
    with args.snapshot(case) as snapshot:
        every = list(snapshot.rows("anomalies"))
        found = [a for a in every if wanted.fits(a.reporter, a.partner, (a.hs,), a.period)]
        found.sort(key=lambda a: (a.kind == "too_thin", -a.score, a.id))
        behind = _behind(snapshot, found) if chart is not None else []
    for a in found:
        if json_:
            show.row(a)
        else:
            print(f"{a.id}  {a.kind.replace('_', ' ')}: {a.text}")
    asked.tell_empty(found, every, "anomaly")
    if chart is not None:
        _draw(chart, behind, asked.title(hs, reporter, partner))


def checks(
    case: CasePath, hs: Hs = None, reporter: Reporter = None, partner: Partner = None, since: Since = None,
    json_: Json = False,
    chart: Annotated[Path | None, typer.Option("--chart", metavar="FILE.svg|FOLDER", help="Also draw a small chart for each check: all in one file, or each as ID.svg in a folder.")] = None,
) -> None:
    """Hold each claim of trade, supply or shipment against what customs recorded: supports, contradicts or silent.

    Statistics are held against every claim, lines of registers of shipments against those that name a party.

    Only a number can be contradicted. Silence says nothing: goods for arms are often kept out of statistics. The
    line after each verdict is the claim; `supplyline why` leads from a check to its claim and to the rows.

    Example: supplyline trade checks factories --reporter china --json --chart charts
    """  # fmt: skip
    wanted = asked.wanted(case, hs, reporter, partner, since)
    with args.snapshot(case) as snapshot:
        every = list(snapshot.rows("checks"))
        found = [c for c in every if wanted.fits(c.exporter, c.importer, c.hs, c.period or "9999")]
        order = {"contradicts": 0, "supports": 1, "silent": 2}
        found.sort(key=lambda c: (order[c.verdict], c.id))
        for c in found:
            if json_:
                show.row(c)
            else:
                claim = snapshot.get(c.claim)
                print(f"{c.id}  {c.verdict}: {c.text}")
                print(f"    {c.claim}: {show.short(claim.quote.text) if claim is not None else ''}")
        asked.tell_empty(found, every, "check")
        if chart is not None:
            _draw_checks(chart, found, snapshot, asked.title(hs, reporter, partner, "Claims held against figures"))


def _draw_checks(path: Path, found: Sequence[Any], snapshot: Snapshot, title: str) -> None:
    """All in one file that ends in .svg, else one file for each in a folder. A check without a figure has no chart."""
    from supplyline.publish.chart import sheet
    from supplyline.publish.checkchart import drawn

    if path.suffix.lower() == ".svg" and not path.is_dir():
        charts = [one for c in found if (one := drawn(c, snapshot, title=f"{c.id} {c.verdict}"))]
        rest = f" {len(charts) - MOST_DRAWN} more are not drawn; name a folder for all." if len(charts) > MOST_DRAWN else ""
        path.write_text(sheet(charts[:MOST_DRAWN], title, f"On a band: the time that is compared.{rest}"), "utf-8")
        show.tell(f"drawn: {path}")
        return
    if path.exists() and not path.is_dir():
        raise typer.BadParameter(f"--chart {path}: is a file; name one that ends in .svg, or a folder")
    path.mkdir(parents=True, exist_ok=True)
    made = 0
    for c in found:
        one = drawn(c, snapshot, alone=True, title=f"{c.id} {c.verdict}")
        if one:
            (path / f"{c.id}.svg").write_text(one, "utf-8")
            made += 1
    show.tell(f"drawn: {made} charts in {path}" + (f"; {len(found) - made} checks have no figure to draw" if made < len(found) else ""))


def _behind(snapshot: Snapshot, found: Iterable[Any]) -> list[Flow]:
    """The whole series of the flows that rows rest on."""
    from supplyline.publish.chart import order

    ids = {id for row in found for id in row.because}
    series = {order(f)[:-1] for f in snapshot.rows("flows") if f.id in ids}
    return sorted((f for f in snapshot.rows("flows") if order(f)[:-1] in series), key=order)


def _draw(path: Path, found: Iterable[Flow], title: str) -> None:
    from supplyline.publish.chart import of_flows

    asked.write_chart(path, of_flows(found), title)


def _draw_sums(path: Path, sums: Iterable[Any], title: str) -> None:
    from supplyline.publish.chart import Line, Point

    series: dict[tuple[str, str], list[Any]] = {}
    for s in sums:
        series.setdefault((s.flow, s.currency), []).append(s)
    lines = [
        Line(f"{flow}s, added up", currency, tuple(Point(s.period, s.value, f"{len(s.because)} flows, the first {s.because[0]}") for s in found))
        for (flow, currency), found in series.items()
    ]
    asked.write_chart(path, lines, title)
