"""The commands. The only module that prints.

Lists go to stdout, JSON Lines with `--json`; messages, progress and tables of trouble go to stderr.
Exit codes: 0 all is well, 2 wrong usage, 3 problems exist. An error is one line that names what,
where and the mend; SUPPLYLINE_DEBUG=1 shows the traceback behind it. Heavy imports stay inside the
commands, so that `--help` is quick.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline import __version__
from supplyline.model import BadInput, SupplylineError

if TYPE_CHECKING:
    from rich.console import Console

    from supplyline.case.snapshot import Snapshot
    from supplyline.case.store import Case
    from supplyline.model import Problem

PROBLEMS, USAGE = 3, 2

app = typer.Typer(
    name="supplyline", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Turn reports, sanctions lists and trade records into cited claims, supply graphs, grades and gaps.\n\n"
    "Start: supplyline new CASE, supplyline add CASE FILES, supplyline lists add CASE LISTS, supplyline build CASE, supplyline brief CASE.",
)
lists_app = typer.Typer(no_args_is_help=True, help="Sanctions lists, control lists and registers of a case.")
trade_app = typer.Typer(no_args_is_help=True, help="Trade statistics of a case.")
decide_app = typer.Typer(no_args_is_help=True, help="Record what a person decided. Decisions are never erased; `undo` answers one.")
app.add_typer(lists_app, name="lists")
app.add_typer(trade_app, name="trade")
app.add_typer(decide_app, name="decide")

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="Folder of the case.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, folders or zip archives.")]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout, one row a line.")]
Published = Annotated[str | None, typer.Option(help="Publication date: YYYY, YYYY-MM or YYYY-MM-DD.")]
Language = Annotated[str | None, typer.Option(help="Language (en, uk, ru, zh …); detected when not given.")]
By = Annotated[str, typer.Option(help="Who decides.")]
Because = Annotated[str, typer.Option(help="Why: one sentence for whoever reads the case next.")]


# ---------------------------------------------------------------- making and filling a case


@app.command()
def new(case: CasePath) -> None:
    """Make a new, empty case: a folder with case.toml for settings.

    Example: supplyline new factories
    """
    from supplyline.case.store import create

    create(case)
    tell(f"made {case}; next: supplyline add {case} REPORTS")


@app.command()
def add(
    case: CasePath, files: Files, published: Published = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was found.")] = None,
    language: Language = None,
    sources: Annotated[Path | None, typer.Option(help="CSV that says it file by file: columns file, published, publisher, url, language.")] = None,
) -> None:
    """Add reports: text, HTML, PDF, DOCX, EML, folders and zip archives of these.

    Originals are kept byte for byte under their SHA-256. What you say of a file later wins.

    Example: supplyline add factories report.html --published 2025-05-26 --publisher "Example Daily"

    Many files: supplyline add factories reports/ --sources sources.csv
    """
    _add(case, files, "report", published, _sources(sources), publisher=publisher, url=url, language=language)


@lists_app.command("add")
def lists_add(
    case: CasePath, files: Files,
    format: Annotated[str, typer.Option(help="Format of the list; auto looks at the content. docs/lists.md names them.")] = "auto",
    map: Annotated[list[str] | None, typer.Option("--map", help="For plain CSV: FIELD=COLUMN, for example name=Company. May be repeated.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Date of the list where the file does not say it: YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
) -> None:
    """Add sanctions lists, control lists or registers (OFAC, UN, EU, UK, CSL, FollowTheMoney, CSV).

    The files of OFAC's CSV triple (sdn, alt, add) are added together.

    Example: supplyline lists add factories sdn.csv alt.csv add.csv
    """
    _add(case, files, "list", published=as_of, format=None if format == "auto" else format, mapping=_mapping(map))


@trade_app.command("add")
def trade_add(
    case: CasePath, files: Files,
    map: Annotated[list[str] | None, typer.Option("--map", help="FIELD=COLUMN for a table whose columns are not recognised.")] = None,
) -> None:
    """Add trade statistics: UN Comtrade, BACI, Eurostat or plain CSV.

    Example: supplyline trade add factories comtrade.csv
    """
    _add(case, files, "trade", mapping=_mapping(map))


def _add(
    case: Path, files: list[Path], role: str, published: str | None = None, told: dict[str, dict[str, str]] | None = None, **known: Any,
) -> None:
    from supplyline.case.store import Addition
    from supplyline.model import Problem
    from supplyline.read.dates import check_date
    from supplyline.read.expand import expand

    opened = _open(case)
    day = check_date(published) if published is not None else None
    found: list[Problem] = []
    count = 0

    def additions() -> Iterator[Addition]:
        nonlocal count
        for path in files:
            for item in expand(path):
                if isinstance(item, Problem):
                    found.append(item)
                    continue
                count += 1
                said = {"published": day, **known, **(told or {}).get(item.name, {})}
                yield Addition(item.data, item.name, role=item.role or role, origin=item.origin, **said)

    with _progress("add") as step:
        for done, _ in enumerate(opened.add_originals(additions(), source=", ".join(str(f.name) for f in files)), 1):
            step("add", done, count)
    tell(f"added {count} {'file' if count == 1 else 'files'} to {case}; next: supplyline build {case}")
    _report(found)


def _sources(path: Path | None) -> dict[str, dict[str, str]]:
    """What a table says of each file, by its name."""
    from supplyline.read.dates import check_date

    if path is None:
        return {}
    known = ("published", "publisher", "url", "language")
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            if "file" not in (rows.fieldnames or ()):
                raise BadInput(f"{path}:1: no column file; the header names file and any of {', '.join(known)}")
            told: dict[str, dict[str, str]] = {}
            for line, row in enumerate(rows, 2):
                try:
                    told[row["file"]] = {k: check_date(v) if k == "published" else v for k in known if (v := row.get(k))}
                except BadInput as error:
                    raise BadInput(f"{path}:{line}: {error}") from error
            return told
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read ({error}); it must be a UTF-8 CSV with a header") from error


def _mapping(pairs: list[str] | None) -> dict[str, str] | None:
    if not pairs:
        return None
    for pair in pairs:
        if "=" not in pair:
            raise typer.BadParameter(f"--map {pair}: write FIELD=COLUMN, for example name=Company")
    return dict(pair.split("=", 1) for pair in pairs)


@app.command()
def build(case: CasePath) -> None:
    """Build the snapshot: read, extract, resolve, weigh, screen, check.

    Only what is new is read again. A crash at any instant leaves the last whole snapshot.

    Example: supplyline build factories
    """
    from supplyline import pipeline
    from supplyline.case.snapshot import Snapshot

    opened = _open(case)
    with _progress("build") as step:
        summary = pipeline.build(opened, step)
    if summary.unchanged:
        tell("nothing changed since the last build")
    _counts(summary.counts)
    with Snapshot.open(opened) as snapshot:
        _report(list(snapshot.rows("problems")), case)


@app.command()
def status(case: CasePath, json_: Json = False) -> None:
    """Say what is in a case, whether it is built and what is wrong.

    Example: supplyline status factories
    """
    from supplyline.case.snapshot import Snapshot
    from supplyline.engine.building import inputs

    opened = _open(case)
    facts: dict[str, Any] = {"case": case.name, "decisions": len(opened.decisions())}
    for role in ("report", "list", "trade"):
        facts[f"{role}s" if role != "trade" else "trade_tables"] = len(opened.originals(role))
    facts["built"] = opened.snapshot_path.exists()
    if facts["built"]:
        with Snapshot.open(opened) as snapshot:
            facts["current"] = snapshot.meta().get("inputs") == inputs(opened)
            facts["counts"] = json.loads(snapshot.meta()["counts"])
    if json_:
        _print_json(facts)
        return
    print(f"{case}: {facts['reports']} reports, {facts['lists']} list files, {facts['trade_tables']} trade tables, {facts['decisions']} decisions")
    if not facts["built"]:
        print(f"not built yet; next: supplyline build {case}")
        return
    print("the snapshot is up to date" if facts["current"] else f"changed since the last build; next: supplyline build {case}")
    _counts(facts["counts"])


# ---------------------------------------------------------------- reading what a build found


def _table_command(name: str, help: str, line: Callable[[Any], str], table: str | None = None) -> None:
    def command(case: CasePath, json_: Json = False) -> None:
        from supplyline.case.tables import as_json, claim_json

        to_json = claim_json if name == "claims" else as_json
        with _snapshot(case) as snapshot:
            for noun in snapshot.rows(table or name):
                if json_:
                    _print_json(to_json(noun))
                else:
                    print(line(noun))
            problems = snapshot.count("problems")
        if name == "problems" and problems:
            raise typer.Exit(PROBLEMS)

    command.__doc__ = f"{help}\n\n    Example: supplyline {name} factories --json\n    "
    app.command(name)(command)


def _claim_line(claim: Any) -> str:
    from supplyline.trace import said

    return f"{claim.id}  {claim.grade or '--'}  {said(claim)}: {_short(claim.quote.text)}"


def _event_line(event: Any) -> str:
    count = "" if event.count_min is None and event.count_max is None else f"  [{interval(event.count_min, event.count_max)} {event.counted or ''}]".rstrip(" ]") + "]"
    return f"{event.id}  {event.grade or '--'}  {event.label}{count}  ({event.claims} claims, {event.origins} origins)"


_table_command("claims", "List claims: who said what, pinned to the exact words.", _claim_line)
_table_command("entities", "List entities: the parties of the case, each once under any spelling.",
               lambda e: f"{e.id}  {e.schema:14} {e.caption}  [{', '.join(e.countries)}]  {e.mentions} mentions in {e.documents} documents")
_table_command("events", "List events: distinct happenings with their count interval and grade.", _event_line)
_table_command("links", "List links: the edges of the supply graph. Each is an allegation with its grade.",
               lambda k: f"{k.id}  {k.grade or '--'}  {k.source} {k.role} {k.target}  {', '.join(k.goods)}{'  DISPUTED' if k.disputed else ''}")
_table_command("gaps", "List gaps: each supplier against each list, as of the list's date.", lambda g: f"{g.id}  {g.status:9} {g.caption}: {g.text}")
_table_command("problems", "List problems: inputs that could not be used as meant, each with its mend.",
               lambda p: f"{p.file}: {p.place}: {p.what}; {p.mend}")


@app.command()
def why(case: CasePath, id: Annotated[str, typer.Argument(metavar="ID", help="Any id a list printed, or its first characters.")], json_: Json = False) -> None:
    """Walk any output back to the exact words.

    Prints each step and, at the bottom, the sentence with the words marked.

    Example: supplyline why factories v_0123456789ab
    """
    from dataclasses import asdict

    from supplyline.trace import trace

    with _snapshot(case) as snapshot:
        steps = trace(snapshot, id)
    if json_:
        for step in steps:
            _print_json(asdict(step))
        return
    out = _console()
    for step in steps:
        pad = "  " * step.depth
        out.print(f"{pad}{step.id}  {step.table}: {step.text}", style="bold" if not step.depth else "", markup=False)
        for note in step.notes:
            out.print(f"{pad}    - {note}", markup=False)
        if step.words:
            w = step.words
            out.print(f"{pad}    {w.document} {w.start}..{w.end} (sha256 {w.sha256[:12]})", markup=False, style="dim")
            from rich.text import Text

            mark = ("[", "]") if not out.is_terminal else ("", "")
            out.print(Text.assemble(f"{pad}    ", w.before, (f"{mark[0]}{w.marked}{mark[1]}", "bold reverse"), w.after))


@app.command()
def brief(case: CasePath, out: Annotated[Path | None, typer.Option(help="File to write; default CASE/brief.html.")] = None) -> None:
    """Write the brief: one HTML file with every sentence cited, for reading without a server.

    Example: supplyline brief factories --out brief.html
    """
    from supplyline.publish.page import write_brief

    with _snapshot(case) as snapshot:
        path = write_brief(snapshot, _open(case).settings, out or case / "brief.html")
    tell(f"wrote {path}")


@app.command()
def export(
    case: CasePath,
    format: Annotated[str, typer.Option(help="ftm, stix, graphml, csv, parquet or jsonl.")] = "csv",
    out: Annotated[Path | None, typer.Option(help="File or folder to write; default CASE/exports.")] = None,
) -> None:
    """Export the snapshot for other programs. docs/exports.md says what each format loses.

    Example: supplyline export factories --format ftm --out factories.ftm.json
    """
    from supplyline.publish.exports import EXPORTS

    if format not in EXPORTS:
        raise typer.BadParameter(f"{format}: known formats are {', '.join(sorted(EXPORTS))}")
    target = out or case / "exports"
    target.parent.mkdir(parents=True, exist_ok=True)
    with _snapshot(case) as snapshot:
        tell(f"wrote {EXPORTS[format](snapshot, target)}")


@app.command()
def verify(case: CasePath) -> None:
    """Re-hash every original, check the chain of decisions and each span against its text.

    Example: supplyline verify factories
    """
    from supplyline.case.verify import verify as check

    opened = _open(case)
    with _progress("verify") as step:
        found = list(check(opened, step))
    if not found:
        tell("verified: originals, manifest, decisions and spans are whole")
    _report(found)


# ---------------------------------------------------------------- decisions


def _decide_command(verb: str, help: str, example: str) -> None:
    def command(
        case: CasePath, targets: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids that a list printed.")], by: By, because: Because,
    ) -> None:
        decision = _open(case).decide(verb, targets, by=by, because=because)
        tell(f"recorded {decision.id}: {verb} {' '.join(decision.names or decision.targets)}; next: supplyline build {case}")

    command.__doc__ = f"{help}\n\n    Example: supplyline decide {example} --by NAME --because TEXT\n    "
    decide_app.command(verb)(command)


_decide_command("confirm", "Confirm claims or events.", "confirm factories c_0123456789ab")
_decide_command("reject", "Reject claims, events or hits: they count for nothing but stay visible.", "reject factories c_0123456789ab")
_decide_command("merge", "Say that entities are one.", "merge factories e_0123456789ab e_ba9876543210")
_decide_command("split", "Say that names of an entity belong to another party.", 'split factories e_0123456789ab "Other Name Ltd"')
_decide_command("undo", "Take an earlier decision back; both stay on record.", "undo factories d_0123456789ab")


@app.command()
def decisions(case: CasePath, json_: Json = False) -> None:
    """List the decisions of a case, in order.

    Example: supplyline decisions factories
    """
    from supplyline.case.tables import as_json

    for d in _open(case).decisions():
        if json_:
            _print_json(as_json(d))
        else:
            print(f"{d.id}  {d.at}  {d.verb} {', '.join(d.names or d.targets)}  by {d.by}: {d.because}")


# ---------------------------------------------------------------- without a case


@app.command()
def extract(file: Annotated[Path, typer.Argument(help="One report.")], published: Published = None, language: Language = None, json_: Json = False) -> None:
    """Print the claims of one file, without a case.

    Example: supplyline extract report.txt --published 2025-05-27 --json
    """
    from supplyline.case.tables import claim_json
    from supplyline.extract import extract as claims_of
    from supplyline.trace import said

    document, found = _document(file, published, language)
    if document is not None:
        extraction = claims_of(document)
        found += extraction.problems
        for claim in extraction.claims:
            if json_:
                _print_json(claim_json(claim))
                continue
            print(f"{said(claim)}\n    “{claim.quote.text}”")
            for filler in claim.roles:
                print(f"    {filler.role}: {filler.span.text}" + (f" = {filler.name}" if filler.name != filler.span.text else ""))
    _report(found)


@app.command()
def text(file: Annotated[Path, typer.Argument(help="One report.")], published: Published = None, language: Language = None) -> None:
    """Print the extracted text of one file: what all offsets count in.

    Example: supplyline text report.pdf
    """
    document, found = _document(file, published, language)
    if document is not None:
        sys.stdout.write(document.text)
    _report(found)


def _document(file: Path, published: str | None, language: str | None) -> tuple[Any, list[Problem]]:
    from supplyline.model import Problem
    from supplyline.read.dates import check_date
    from supplyline.read.expand import expand
    from supplyline.read.reports import read_document

    day = check_date(published) if published is not None else None
    found: list[Problem] = []
    for item in expand(file):
        if isinstance(item, Problem):
            found.append(item)
        else:
            document, problems = read_document(item.data, item.name, published=day, language=language)
            return document, [*found, *problems]
    return None, found


@app.command()
def compare(
    name_a: Annotated[str | None, typer.Argument(metavar="NAME_A", help="A name in any script.")] = None,
    name_b: Annotated[str | None, typer.Argument(metavar="NAME_B", help="Another name.")] = None,
    schema: Annotated[str, typer.Option(help="FollowTheMoney schema: LegalEntity, Company, Person, Vessel …")] = "LegalEntity",
    pairs: Annotated[Path | None, typer.Option(help="CSV with columns name_a, name_b and optionally schema.")] = None,
    out: Annotated[Path | None, typer.Option(help="CSV to write: the columns of --pairs, score and explanation.")] = None,
    json_: Json = False,
) -> None:
    """Say how alike two names are, and why.

    Example: supplyline compare "АО НПО Кронштадт" "Kronshtadt"
    """
    from supplyline.names import compare as alike

    if pairs is not None:
        _compare_file(pairs, out)
        return
    if name_a is None or name_b is None:
        raise typer.BadParameter('give two names, or --pairs FILE.csv --out FILE.csv: supplyline compare "NAME A" "NAME B"')
    result = alike(name_a, name_b, schema)
    if json_:
        _print_json({"name_a": name_a, "name_b": name_b, "schema": schema, "score": result.score, "explanation": list(result.explanation)})
        return
    print(f"{result.score:.3f}")
    for reason in result.explanation:
        print(f"  {reason}")


def _compare_file(pairs: Path, out: Path | None) -> None:
    from supplyline.names import compare as alike

    if out is None:
        raise typer.BadParameter("--pairs needs --out FILE.csv")
    try:
        with pairs.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            missing = {"name_a", "name_b"} - set(rows.fieldnames or ())
            if missing:
                raise BadInput(f"{pairs}:1: no column {', '.join(sorted(missing))}; the header needs name_a and name_b")
            table = list(rows)
            header = [*(rows.fieldnames or ()), "score", "explanation"]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{pairs}: cannot be read ({error}); it must be a UTF-8 CSV with a header") from error
    with _progress("compare") as step, out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, header, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for done, row in enumerate(table, 1):
            result = alike(row["name_a"] or "", row["name_b"] or "", row.get("schema") or "LegalEntity")
            writer.writerow({**row, "score": f"{result.score:.4f}", "explanation": "; ".join(result.explanation)})
            step("compare", done, len(table))
    tell(f"wrote {len(table)} rows to {out}")


# ---------------------------------------------------------------- printing


def tell(message: str) -> None:
    print(message, file=sys.stderr)


def interval(low: float | None, high: float | None) -> str:
    """ "at least 20", "6", "5 to 7", "up to 300"."""
    def n(x: float) -> str:
        return f"{x:,.0f}" if x == int(x) else f"{x:,}"

    if low is not None and high is not None:
        return n(low) if low == high else f"{n(low)} to {n(high)}"
    return f"at least {n(low)}" if low is not None else f"up to {n(high)}" if high is not None else "an unknown number of"


def _short(words: str, most: int = 140) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _counts(counts: dict[str, int]) -> None:
    shown = ("documents", "claims", "entities", "events", "origins", "disputes", "links", "gaps", "checks", "problems")
    tell("  ".join(f"{counts[name]} {name}" for name in shown if name in counts))


def _report(found: Iterable[Problem], case: Path | None = None) -> None:
    """Problems to stderr, and exit code 3 when there are any."""
    rows = list(found)
    for p in rows[:20]:
        tell(f"problem: {p.file}: {p.place}: {p.what}; {p.mend}")
    if len(rows) > 20:
        tell(f"… and {len(rows) - 20} more" + (f"; supplyline problems {case} lists all" if case else ""))
    if rows:
        raise typer.Exit(PROBLEMS)


def _console() -> Console:
    from rich.console import Console

    return Console(soft_wrap=True, highlight=False)


@contextmanager
def _progress(task: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr where a person looks on; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(task, total=None)
        yield lambda stage, done, total: bar.update(line, description=stage, completed=done, total=total or None)


def _open(case: Path) -> Case:
    from supplyline.case.store import open_case

    if not (case / "case.toml").is_file():
        raise typer.BadParameter(f"{case}: no case here (case.toml is missing); make one with: supplyline new {case}")
    return open_case(case)


def _snapshot(case: Path) -> Snapshot:
    from supplyline.case.snapshot import Snapshot

    return Snapshot.open(_open(case))


def _version(value: bool) -> None:
    if value:
        print(__version__)
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    pass


def main() -> None:
    """The entry point: commands, with every error as one line."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except SupplylineError as error:
        _fail(str(error), error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        tell("stopped; nothing is lost")
        sys.exit(130)
    except OSError as error:
        _fail(f"{error.filename or 'system'}: {error.strerror or error}; check that the path exists and may be used", error)
    except Exception as error:
        _fail(f"unexpected {type(error).__name__}: {_short(str(error))}; run again with SUPPLYLINE_DEBUG=1 and report what it prints", error)


def _fail(message: str, error: BaseException) -> None:
    if os.environ.get("SUPPLYLINE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    tell(f"error: {message}")
    sys.exit(PROBLEMS)


if __name__ == "__main__":
    main()
