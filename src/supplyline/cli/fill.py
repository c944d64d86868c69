"""Making a case and putting reports and lists into it.

Every file is kept, also one that cannot be used: it is evidence of what came in. What is wrong
with it is said at once and stays a row of `problems`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Files
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.model import Problem

    Check = Callable[[str, bytes], list[Problem]]

_FIELDS = ("published", "publisher", "url", "language")


def register(app: typer.Typer, lists_app: typer.Typer) -> None:
    command(app)(new)
    command(app)(add)
    command(lists_app, "add")(lists_add)


def new(case: CasePath) -> None:
    """Make a new, empty case: a folder with case.toml for its settings.

    Originals and decisions of people will be kept in it; everything else is computed from the two.

    Example: supplyline new factories
    """
    from supplyline.case.store import create

    create(case)
    show.tell(f"made {case}; next: supplyline add {case} REPORTS")


def add(
    case: CasePath, files: Files, published: args.Published = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it was found.")] = None,
    language: args.Language = None,
    sources: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", exists=True, dir_okay=False, help="A table that says the same of many files: columns file, published, publisher, url, language."),
    ] = None,
) -> None:
    """Add reports: text, HTML, PDF, DOCX, EML, folders and zip archives of these.

    Each original is kept byte for byte under its SHA-256, with who added it, when and from where. The date of
    publication matters: "on Monday" is counted from it. The same file twice is one; what you say of it later wins.

    Example: supplyline add factories report.html --published 2025-05-26 --publisher "Example Daily"
    """  # fmt: skip
    said = {"published": published, "publisher": publisher, "url": url, "language": language}
    table = _sources(sources) if sources else {}

    unmet = dict.fromkeys(table)

    def known(name: str) -> dict[str, Any]:
        called = name if name in table else name.rsplit("/", 1)[-1]
        unmet.pop(called, None)
        row = table.get(called, {})
        return {field: said[field] or row.get(field) for field in _FIELDS}

    found = add_files(case, files, "report", known, report=False)
    if unmet:
        names = show.short(", ".join(unmet))
        show.tell(f"{sources}: {len(unmet)} of {len(table)} rows are of no file that was added now: {names}; is a name misspelt?")
    show.report(found)


def _sources(path: Path) -> dict[str, dict[str, str]]:
    """What a table of sources says of each file."""
    from supplyline.model import BadInput
    from supplyline.read.dates import check_date

    found: dict[str, dict[str, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            header = rows.fieldnames or ()
            if "file" not in header or set(header) - {"file", *_FIELDS} or len(set(header)) < len(header):
                raise BadInput(
                    f"{path}:1: the columns are {show.short(', '.join(header))}; they must be file and any of {', '.join(_FIELDS)}, each once"
                )
            for row in rows:
                where = f"{path}:{rows.line_num}"
                if None in row or None in row.values():
                    raise BadInput(f"{where}: as many cells as the header has are needed; put quotes around a cell with a comma")
                try:
                    said = {field: row[field].strip() for field in _FIELDS if row.get(field, "").strip()}
                    if "published" in said:
                        check_date(said["published"])
                    args.tongue(said.get("language"))
                except (BadInput, typer.BadParameter) as error:
                    raise BadInput(f"{where}: {error}") from error
                if not row["file"].strip():
                    raise BadInput(f"{where}: no file is named; fill the cell or remove the row")
                found[row["file"].strip()] = said
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read ({error}); it must be a UTF-8 CSV with a header") from error
    return found


def lists_add(
    case: CasePath, files: Files,
    format: Annotated[str, typer.Option(help="Format of the list; auto looks at the content. docs/lists.md names them.")] = "auto",
    map: args.Mapped = None,
    as_of: Annotated[str | None, typer.Option("--as-of", callback=args.day, metavar="DATE", help="Day of the list, where the file does not say it.")] = None,
) -> None:
    """Add sanctions lists, control lists or registers: OFAC, UN, EU, UK, CSL, FollowTheMoney, CSV and more.

    Suppliers of the case are held against every list. The files of OFAC's CSV triple (sdn, alt, add) are added
    together. A plain table says with --map which column is the name: --map name=Company --map country=Land.

    Example: supplyline lists add factories sdn.csv alt.csv add.csv
    """  # fmt: skip
    from supplyline.read import lists

    if format not in ("auto", *lists.FORMATS):
        raise typer.BadParameter(f"{format}: known formats are auto, {', '.join(lists.FORMATS)}")
    mapping = args.columns(map)
    got: list[tuple[str, bytes, str | None]] = []

    def look(name: str, data: bytes) -> list[Problem]:
        got.append((name, data, format))
        return []

    given = {"published": as_of, "format": None if format == "auto" else format, "mapping": mapping}
    found = add_files(case, files, "list", lambda name: given, look, report=False)
    groups = [lists.Group(((n, d),), f or "auto") for n, d, f in got] if mapping else lists.group(got)
    for group in groups:
        found += _read_list(group.files, group.format, mapping, as_of)
    show.report(found)


def _read_list(files: tuple[tuple[str, bytes], ...], format: str, mapping: dict[str, str] | None, as_of: str | None) -> list[Problem]:
    """Say what a list is, and what is wrong with it, before a build has to."""
    from supplyline.model import Problem, SupplylineError
    from supplyline.read import lists

    try:
        read = lists.read_list(files, format, mapping, as_of)
    except SupplylineError as error:
        mend = "mend or replace the file and add it again; without it nobody is cleared"
        return [Problem.of(files[0][0], "list", str(error), mend)]
    v = read.version
    show.tell(f"{v.file}: {v.title} ({v.code}) as of {v.as_of or 'an unknown date'}, {v.rows:,} listings")
    return list(read.problems)


def add_files(
    case: Path, files: list[Path], role: str, known: Callable[[str], dict[str, Any]], look: Check | None = None, report: bool = True
) -> list[Problem]:
    """Add what the paths hold. `known` says what is known of a file, `look` what is wrong with it."""
    from supplyline.case.store import Addition
    from supplyline.model import Problem
    from supplyline.read.expand import expand, inside

    opened = args.opened(case)
    found: list[Problem] = []
    count = 0

    def additions(step: Callable[[str, int, int], None]) -> Iterator[Addition]:
        nonlocal count
        for path in files:
            for item in expand(path):
                if isinstance(item, Problem):
                    found.append(item)
                    continue
                if item.role is None:
                    count += 1
                    if look is not None:
                        found.extend(look(item.name, item.data))
                    if role == "report" and not item.data:
                        found.append(Problem.of(inside(item.origin, item.name), "file", "empty file", "fetch or save it again"))
                step("add", count, 0)
                yield Addition(item.data, item.name, role=item.role or role, origin=item.origin, **known(item.name))

    with show.progress("add") as step:
        opened.add_originals(additions(step), source=", ".join(str(f.name) for f in files))
    show.tell(f"added {count} {'file' if count == 1 else 'files'} to {case}; next: supplyline build {case}")
    if report:
        show.report(found)
    return found
