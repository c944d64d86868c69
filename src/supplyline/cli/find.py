"""Building a case and reading what the build found: lists of rows, and why each is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.trace import Step

Line = Callable[[Any, Mapping[str, str]], str]  # a row and the captions of entities -> what is printed of it


def register(app: typer.Typer) -> None:
    command(app)(build)
    command(app)(status)
    for name, (help, line) in TABLES.items():
        _table(app, name, help, line)
    command(app)(why)
    command(app)(verify)


def build(case: CasePath, extractor: args.Extractor = None) -> None:
    """Build the snapshot: read, extract, resolve, weigh, screen, check.

    Only what is new is read again, and the same inputs give the same rows. A crash at any instant leaves the last
    whole build. Files that could not be used are listed at the end, and the exit code is 3 when there are any.
    --extractor holds for this build; `extractor` in case.toml holds for all.

    Example: supplyline build factories
    """
    from supplyline import pipeline
    from supplyline.case.snapshot import Snapshot

    opened = args.opened(case)
    if extractor is not None:
        opened.settings = replace(opened.settings, extractor=extractor)
    show.asking(opened.settings)
    with show.progress("build") as step:
        summary = pipeline.build(opened, step)
    if summary.unchanged:
        show.tell("nothing changed since the last build")
    show.counts(summary.counts)
    with Snapshot.open(opened) as snapshot:
        show.report(list(snapshot.rows("problems")), case)


def status(case: CasePath, json_: Json = False) -> None:
    """Say what is in a case, whether its build is up to date and what was found.

    Example: supplyline status factories
    """
    from supplyline.case.snapshot import Snapshot
    from supplyline.engine.building import inputs

    opened = args.opened(case)
    facts: dict[str, Any] = {"case": case.name, "decisions": len(opened.decisions())}
    for key, role in (("reports", "report"), ("lists", "list"), ("trade_tables", "trade")):
        facts[key] = len(opened.originals(role))
    facts["built"] = opened.snapshot_path.exists()
    if facts["built"]:
        with Snapshot.open(opened) as snapshot:
            meta = snapshot.meta()
        facts["current"] = meta.get("inputs") == inputs(opened)
        facts["counts"] = json.loads(meta["counts"])
    if json_:
        show.json_line(facts)
        return
    print(f"{case}: {facts['reports']} reports, {facts['lists']} list files, {facts['trade_tables']} trade tables, {facts['decisions']} decisions")
    if not facts["built"]:
        print(f"not built yet; next: supplyline build {case}")
        return
    print("the build is up to date" if facts["current"] else f"changed since the last build; next: supplyline build {case}")
    for name, number in facts["counts"].items():
        if number:
            print(f"{number:>8,} {name.replace('_', ' ')}")


# ---------------------------------------------------------------- lists of rows


def _claim(claim: Any, captions: Mapping[str, str]) -> str:
    from supplyline.trace import said

    return f"{claim.id}  {claim.grade or '--'}  {said(claim)}: {show.short(claim.quote.text)}"


def _entity(entity: Any, captions: Mapping[str, str]) -> str:
    countries = f" [{', '.join(entity.countries)}]" if entity.countries else ""
    return f"{entity.id}  {entity.schema:14} {entity.caption}{countries}  {entity.mentions} mentions in {entity.documents} documents"


def _event(event: Any, captions: Mapping[str, str]) -> str:
    count = ""
    if event.count_min is not None or event.count_max is not None:
        count = f"  [{show.interval(event.count_min, event.count_max)} {event.counted or ''}".rstrip() + "]"
    return f"{event.id}  {event.grade or '--'}  {event.label}{count}  ({f'{event.shipments} lines' if event.shipments else f'{event.claims} claims'}, {event.origins} origins)"


def _link(link: Any, captions: Mapping[str, str]) -> str:
    source, target = captions.get(link.source, link.source), captions.get(link.target, link.target)
    goods = f": {', '.join(link.goods)}" if link.goods else ""
    return f"{link.id}  {link.grade or '--'}  {'recorded' if link.recorded else 'alleged'}: {source} {link.role} {target}{goods}{'  DISPUTED' if link.disputed else ''}"


def _citation(citation: Any, captions: Mapping[str, str]) -> str:
    circle = f"  CIRCULAR: {', '.join(citation.circle)}" if citation.circle else ""
    return f"{citation.id}  {citation.label}: {show.short(citation.reason)}{circle}"


def _problem(problem: Any, captions: Mapping[str, str]) -> str:
    return show.problem(problem)


TABLES: dict[str, tuple[str, Line]] = {
    "claims": ("List claims: who said what, how surely, pinned to the exact words.", _claim),
    "entities": ("List entities: the parties of the case, each once under any spelling.", _entity),
    "events": ("List events: distinct happenings, each with its count as an interval and its grade.", _event),
    "citations": ("List citations: which document takes from which (copies, credits, translates, retells, corrects), and why.", _citation),
    "links": ("List links: the edges of the supply graph. Each is an allegation with its grade, or recorded by a register; none is a fact.", _link),
    "problems": ("List problems: inputs that could not be used as meant, each with its mend. Exit code 3 when there are any.", _problem),
}


def _table(app: typer.Typer, name: str, help: str, line: Line) -> None:
    def rows(case: CasePath, json_: Json = False) -> None:
        with args.snapshot(case) as snapshot:
            captions = {e.id: e.caption for e in snapshot.rows("entities")} if name == "links" and not json_ else {}
            for noun in snapshot.rows(name):
                if json_:
                    show.row(noun)
                else:
                    print(show.shown(line(noun, captions)))
            problems = snapshot.count("problems")
        if name == "problems" and problems:
            raise typer.Exit(show.PROBLEMS)

    rows.__doc__ = f"{help}\n\n    Example: supplyline {name} factories --json\n    "
    command(app, name)(rows)


# ---------------------------------------------------------------- from a row to the words


def why(
    case: CasePath,
    id: Annotated[str, typer.Argument(metavar="ID", help="Any id that a list printed, or the first characters of one.")],
    json_: Json = False,
) -> None:
    """Walk any row back to the exact words it rests on.

    Prints what the row came from, step by step, and at the bottom each sentence with the words marked, its place in
    the extracted text and the SHA-256 of the original.

    Example: supplyline why factories v_0123456789ab
    """
    from supplyline.trace import trace

    if id.startswith("q_"):
        from supplyline.cli.scan import records

        records(args.opened(case), id, json_)
        return
    with args.snapshot(case) as snapshot:
        steps = trace(snapshot, id)
    for step in steps:
        if json_:
            show.json_line(asdict(step))
        else:
            _step(step)


def _step(step: Step) -> None:
    from rich.text import Text

    out, pad = show.console(), "  " * step.depth
    out.print(show.shown(f"{pad}{step.id}  {step.table}: {step.text}"), style="" if step.depth else "bold", markup=False)
    for note in step.notes:
        out.print(show.shown(f"{pad}    - {note}"), markup=False)
    if step.words:
        w = step.words
        out.print(show.shown(f"{pad}    {w.document}:{w.start}..{w.end}  sha256 {w.sha256}"), markup=False, style="dim")
        left, right = ("", "") if out.is_terminal and not out.no_color else ("[", "]")
        before, after = (show.shown(" ".join(f"|{part}|".split())[1:-1]) for part in (w.before, w.after))
        marked = show.shown(" ".join(w.marked.split()))
        out.print(Text.assemble(f"{pad}    ", before, (f"{left}{marked}{right}", "bold reverse"), after))


def verify(case: CasePath, json_: Json = False) -> None:
    """Check that the case is still what people put into it.

    Re-hashes every original, recomputes the chains of the manifest and the decisions, and holds every span of the
    last build against its text. Changes nothing.

    Example: supplyline verify factories
    """
    from supplyline.case.verify import verify as check

    opened = args.opened(case)
    with show.progress("verify") as step:
        found = list(check(opened, step))
    if json_:
        for problem in found:
            show.row(problem)
    if not found:
        show.tell("verified: originals, manifest, decisions and spans are whole")
    show.report(found)
