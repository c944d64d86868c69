"""Holding one name, or a table of names, against lists, with or without a case."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show
from supplyline.cli.args import Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.model import Decision, Hit, Problem
    from supplyline.screen import ListsIndex, Thresholds, batch

    _Found = list[tuple[Hit, ...]]

_WORTH_SPREADING = 20_000  # rows: below, processes cost more than they give
_SECONDS = 900  # for a block
_CODE = ("names", "screen", "read", "data", "model.py", "case/tables.py")  # what a result hangs on


def register(app: typer.Typer) -> None:
    command(app)(screen)


def screen(
    words: Annotated[list[str] | None, typer.Argument(metavar="[NAME|CASE]...", help="One name to look up, or the folder of a case. Files that follow --lists are lists too.")] = None,
    lists: Annotated[list[Path] | None, typer.Option("--lists", metavar="FILE...", help="Lists to hold against: files, folders or archives. May be repeated.")] = None,
    case: Annotated[Path | None, typer.Option("--case", metavar="CASE", help="Hold against the lists of a case, with its thresholds and decisions.")] = None,
    schema: Annotated[str, typer.Option(metavar="SCHEMA", help="Kind of party: LegalEntity, Person, Company, Organization, Vessel …")] = "LegalEntity",
    country: Annotated[list[str] | None, typer.Option(metavar="XX", help="Country of the party. May be repeated.")] = None,
    birth_date: Annotated[list[str] | None, typer.Option(metavar="DATE", help="Date of birth, as precise as it is known.")] = None,
    id: Annotated[list[str] | None, typer.Option("--id", metavar="KIND=NUMBER", help="Identifier, such as INN=7702235133. May be repeated.")] = None,
    in_: Annotated[str | None, typer.Option("--in", metavar="FILE", help="Table of names, CSV or Parquet; - is stdin.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File to write: .csv, .jsonl or .parquet. A run that was stopped goes on where it was.")] = None,
    map: args.Mapped = None,
    parties: Annotated[bool, typer.Option("--parties", help="The table is a register of shipments: screen its different consignors and consignees, each once.")] = False,
    threshold: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="The least score that is reported; else the case's, or 0.7.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Write a row too for each list that has no match.")] = False,
    json_: Json = False,
) -> None:
    """Hold a name, or a table of names, against lists: who may it be, why, and as of when.

    One name: its matches, best first, each with the reasons, and every list that has none as of its version. A table:
    columns are found by their headings in several languages and said; --map name=COLUMN corrects that. A list without
    a match clears nobody. With a case its thresholds hold, and what a person set aside is shown as set aside.

    A register of shipments (--parties) of any size is asked where it lies; `key` of a result is the first line of the
    register that has the name.

    Example: supplyline screen "Norinco" --lists sdn.csv alt.csv add.csv
    """  # fmt: skip
    name, found_case, files = _sorted(words or [], lists or [], case)
    if not files and found_case is None:
        raise typer.BadParameter("say which lists: --lists FILE..., or --case CASE")
    if name is not None and (in_ is not None or out is not None):
        raise typer.BadParameter("give one name, or a table with --in; not both")
    mapping = args.columns(map)
    if name is not None:
        with show.progress("screen") as step:
            against = _against(found_case, files, threshold, step)
        facts = {"countries": country or [], "births": birth_date or [], "identifiers": id or []}
        for row in _one(name, schema, facts, against):
            if json_:
                show.json_line(row)
            else:
                _print(row)
        show.report(against.problems)
        return
    if country or birth_date or id:
        raise typer.BadParameter("--country, --birth-date and --id are of one name; a table has columns for them")
    if in_ is None and sys.stdin.isatty():
        raise typer.BadParameter('give a name, or a table: supplyline screen "NAME" …, or --in names.csv')
    if parties:
        with _parties(in_, out, mapping) as (path, called):
            _table(path, called, None, schema, out, all_, json_, lambda step: _against(found_case, files, threshold, step))
        return
    with _source(in_ or "-", out) as (path, called):
        _table(path, called, mapping, schema, out, all_, json_, lambda step: _against(found_case, files, threshold, step))


def _sorted(words: list[str], lists: list[Path], case: Path | None) -> tuple[str | None, Path | None, list[Path]]:
    """The name, the case and the list files among the words of the command line."""
    names: list[str] = []
    files = list(lists)
    for word in words:
        path = Path(word)
        if (path / "case.toml").is_file() and case is None:
            case = path
        elif lists and path.exists():
            files.append(path)
        else:
            names.append(word)
    if len(names) > 1:
        raise typer.BadParameter(f"one name at a time: put quotes around {' '.join(names)!r}, or check the names of the files")
    for path in files:
        if not path.exists():
            raise typer.BadParameter(f"{path}: no such file or folder")
    return (names[0] if names else None), case, files


@dataclass(frozen=True)
class _Against:
    """The lists to hold against, with the case's settings and decisions where there is one."""

    index: ListsIndex
    limits: Thresholds
    decisions: tuple[Decision, ...]
    problems: list[Problem]
    folder: Path | None  # where the index is kept on disk


def _against(case: Path | None, files: list[Path], threshold: float | None, step: args.Step) -> _Against:
    from supplyline import screen
    from supplyline.case.decisions import active
    from supplyline.case.settings import Settings
    from supplyline.engine import versions
    from supplyline.model import UnknownList
    from supplyline.screen import ready

    opened = args.opened(case) if case is not None else None
    settings = opened.settings if opened is not None else Settings()
    code = versions.of(*_CODE)
    # Lists that are named are the lists; the case's are taken where none is.
    if files or opened is None:
        found = ready.of_files(files, code, settings.shrink, step, _each)
    else:
        found = ready.of_case(opened, code, settings.lists, settings.shrink, step, _each)
    if not found.index.versions:
        for problem in found.problems:
            show.tell(f"problem: {show.problem(problem)}")
        raise UnknownList("no list could be read, so nobody was held against any; add a list first")
    least = threshold if threshold is not None else settings.possible
    by_list = {} if threshold is not None else settings.screen
    limits = screen.Thresholds(max(settings.match, least), least, by_list)
    decisions = active(opened.decisions()) if opened is not None else ()
    return _Against(found.index, limits, decisions, list(found.problems), found.folder)


# ---------------------------------------------------------------- a table


@contextmanager
def _source(name: str, out: Path | None) -> Iterator[tuple[Path, str]]:
    """The table as a file; stdin is put into one first, for its encoding is told from all of it."""
    if name != "-":
        path = Path(name)
        if not path.is_file():
            raise typer.BadParameter(f"{path}: no such file")
        yield path, name
        return
    with tempfile.NamedTemporaryFile(dir=out.parent if out is not None and out.parent.is_dir() else None) as spool:
        shutil.copyfileobj(sys.stdin.buffer, spool)
        spool.flush()
        yield Path(spool.name), "stdin"


@contextmanager
def _parties(name: str | None, out: Path | None, mapping: dict[str, str] | None) -> Iterator[tuple[Path, str]]:
    """A table of the different parties of a register."""
    from supplyline.read import shipments
    from supplyline.trade import parties as of

    path = Path(name or "")
    if not name or not path.is_file():
        raise typer.BadParameter("--parties needs a register as a file: --in FILE")
    register = shipments.opened(path, path.name, mapping)
    show.tell(f"{path.name}: {register.columns.told()}")
    with tempfile.TemporaryDirectory(dir=out.parent if out is not None and out.parent.is_dir() else None) as folder:
        table = Path(folder) / "parties.parquet"
        count = of.write(of.parties(register, Path(folder) / "spill"), table)
        show.tell(f"{path.name}: {count:,} different names in {register.table.size:,} lines")
        yield table, f"{path.name} (its parties)"


def _table(
    path: Path, name: str, mapping: dict[str, str] | None, schema: str, out: Path | None, misses: bool, json_: bool,
    against: Callable[[args.Step], _Against],
) -> None:  # fmt: skip
    from supplyline.engine import versions
    from supplyline.model import Problem
    from supplyline.read import table
    from supplyline.screen import batch, columns
    from supplyline.screen.index import called
    from supplyline.screen.out import Stream, resumable
    from supplyline.screen.party import SCHEMATA

    if schema not in SCHEMATA:
        raise typer.BadParameter(f"{schema}: kinds of party are {', '.join(SCHEMATA)}")
    source = table.look(path, name)
    found = columns.find(name, source.header, mapping)
    show.tell(f"{name}: {found.told()}")
    with show.progress("screen") as step:
        held = against(step)
        for version in sorted(held.index.versions.values(), key=lambda v: v.code):
            show.tell(f"held against {called(version)}")
        code = versions.of(*_CODE)
        work = batch.Work(source, found, held.index, held.limits, held.decisions, schema, misses, code, held.folder)
        spread = _spread(work)
        if out is None:
            tally, before = batch.run(work, Stream(sys.stdout, "jsonl" if json_ else "csv"), step, spread)
        else:
            with resumable(out) as sink:
                tally, before = batch.run(work, sink, step, spread)
    if before:
        show.tell(f"went on after row {before:,}, where an earlier run was stopped")
    show.tell(
        f"{tally.rows:,} names: {tally.listed:,} listed, {tally.possible:,} possible, {tally.set_aside:,} set aside by a "
        f"person, {tally.no_match:,} without a match in these versions, {tally.not_screened:,} not screened"
    )
    if out is not None:
        show.tell(f"wrote {out}")
    problems = [*held.problems, *(Problem.of(name, "line 1", d, "say which: --map FIELD=COLUMN") for d in found.doubts)]
    if source.doubt:
        problems.append(Problem.of(name, source.doubt.partition(":")[0], source.doubt.partition(": ")[2], "save it as UTF-8"))
    for text in tally.told:
        show.tell(f"problem: {name}: {text}")
    if tally.problems > len(tally.told):
        show.tell(f"… and {tally.problems - len(tally.told):,} more")
    show.report(problems)
    if tally.problems:
        raise typer.Exit(show.PROBLEMS)


def _each(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
    """A function over jobs in several processes, in their order."""
    from supplyline.engine import local
    from supplyline.model import SupplylineError

    for found in local.each(function, jobs, seconds=_SECONDS):
        if isinstance(found, local.Lost):
            raise SupplylineError(f"a part of the work was not done: {found.why}; start again, a table goes on from there")
        yield found


def _spread(work: batch.Work) -> batch.Spread:
    """Several processes, where there is enough to do and the index is on disk, from where each maps it."""
    return map if work.folder is None or work.table.size < _WORTH_SPREADING else _each


# ---------------------------------------------------------------- one name


def _one(name: str, schema: str, facts: dict[str, list[str]], against: _Against) -> list[dict[str, Any]]:
    from supplyline.screen import decided, rows
    from supplyline.screen.hits import judged, rank
    from supplyline.screen.party import asked

    index, limits = against.index, against.limits
    party = asked([name], schema, **facts)
    (found,) = judged([party], index, limits)
    hits = sorted(decided(found, against.decisions), key=rank)
    named = {hit.list for hit in hits}
    missing = [v for v in sorted(index.versions.values(), key=lambda v: v.code) if v.id not in named]
    return [rows.of_hit(party, h, index, limits) for h in hits] + [rows.of_none(party, v, limits) for v in missing]


def _print(row: dict[str, Any]) -> None:
    if row["status"] == "no_match":
        print(row["explanation"][0])
        return
    since = f", listed since {row['listed_on']}" if row["listed_on"] else ""
    as_of = f"as of {row['as_of']}" if row["as_of"] else "as of an unknown date"
    print(f"{row['status'].replace('_', ' '):9} {row['score']:.2f}  {row['caption']}{since}")
    programmes = f" [{', '.join(row['programmes'])}]" if row["programmes"] else ""
    print(f"    {row['list']} {row['listing']}: {row['title']} {as_of} (version {row['version']}){programmes}")
    for reason in row["explanation"]:
        print(f"    - {reason}")
    print(f"    {row['hit']}")
