"""What needs no case: the claims and the text of one file, and how alike two names are."""

from __future__ import annotations

import csv
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import Json, OneFile
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.model import Claim, Document, Problem
    from supplyline.names import Facts


def register(app: typer.Typer) -> None:
    command(app)(extract)
    command(app)(text)
    command(app)(compare)


def extract(
    file: OneFile, published: args.Published = None, language: args.Language = None, extractor: args.Extractor = None, json_: Json = False
) -> None:
    """Print the claims of one file, without a case.

    A claim is who said what, with the cue, the stance, the roles, numbers and dates, each pinned to its words.
    docs/reference.md describes the JSON; `supplyline text` prints the text that the offsets count in. With --extractor llm
    the text is sent to SUPPLYLINE_LLM_URL and read by SUPPLYLINE_LLM_MODEL; without a case no answer is kept.

    Example: supplyline extract report.txt --published 2025-05-27 --json
    """
    from supplyline.case.cache import Reading
    from supplyline.case.settings import Settings
    from supplyline.engine import local
    from supplyline.engine.reading import lost
    from supplyline.extract import extract as claims_of

    settings = Settings() if extractor is None else Settings(extractor=extractor)
    show.asking(settings)
    documents, found = _documents(file, published, language)
    readings: list[Reading] = []
    for document in documents:
        extraction = local.guarded(partial(claims_of, reader=settings.reader), document, settings.seconds_per_document)
        if isinstance(extraction, local.Lost):
            found.append(lost(document.name, extraction.why, document.sha256))
            continue
        readings.append(Reading(document, extraction))
    if settings.extractor == "llm":
        from supplyline.extract import llm

        model = llm.Model(llm.endpoint(settings.llm, os.environ), folder=None)
        readings = list(model.first(readings))
        found += model.problems()
    for reading in readings:
        found += reading.extraction.problems
        for claim in reading.extraction.claims:
            if json_:
                show.row(claim)
            else:
                _claim(claim)
    show.report(found)


def _claim(claim: Claim) -> None:
    from supplyline.trace import said

    print(show.shown(f"{said(claim)}\n    “{' '.join(claim.quote.text.split())}”"))
    for filler in claim.roles:
        print(show.shown(f"    {filler.role}: {filler.span.text}" + (f" = {filler.name}" if filler.name != filler.span.text else "")))
    for name in ("count", "quantity", "value", "change", "period"):
        part = getattr(claim, name)
        if part is not None:
            print(show.shown(f"    {name}: {part.text}"))


def text(file: OneFile, published: args.Published = None, language: args.Language = None) -> None:
    """Print the extracted text of one file: what all offsets count in, in Unicode code points.

    Example: supplyline text report.pdf
    """
    documents, found = _documents(file, published, language)
    for document in documents[:1]:
        sys.stdout.write(document.text)
    if len(documents) > 1:
        show.tell(f"{file}: the text of {documents[0].name} alone; it holds {len(documents) - 1} more, save and name one of them")
    show.report(found)


def _documents(file: Path, published: str | None, language: str | None) -> tuple[list[Document], list[Problem]]:
    """The documents in a file: one, or those of an archive or a mail with attachments."""
    from supplyline.case.settings import Settings
    from supplyline.engine import local
    from supplyline.engine.reading import lost
    from supplyline.model import Problem
    from supplyline.read.expand import expand, inside
    from supplyline.read.reports import read_document

    documents: list[Document] = []
    found: list[Problem] = []
    seconds = Settings().seconds_per_document
    for item in expand(file):
        if isinstance(item, Problem):
            found.append(item)
        elif item.role is None:
            read = local.guarded(lambda i: read_document(i.data, i.name, published=published, language=language), item, seconds)
            if isinstance(read, local.Lost):
                found.append(lost(inside(item.origin, item.name), read.why))
                continue
            document, problems = read
            documents += [document] if document is not None else []
            found += [replace(p, file=inside(item.origin, item.name)) for p in problems]
    return documents, found


# ---------------------------------------------------------------- names


def compare(
    name_a: Annotated[str | None, typer.Argument(metavar="NAME_A", help="A name, in any script.")] = None,
    name_b: Annotated[str | None, typer.Argument(metavar="NAME_B", help="Another name.")] = None,
    schema: Annotated[str, typer.Option(help="FollowTheMoney schema: LegalEntity, Company, Person, Vessel …")] = "LegalEntity",
    pairs: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", exists=True, dir_okay=False, help="CSV with the columns name_a, name_b and, if you like, schema.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="CSV to write: the columns of --pairs, score and explanation.")] = None,
    country_a: Annotated[list[str] | None, typer.Option(metavar="CC", help="Country of the first, a code or an English name; may be given again.")] = None,
    country_b: Annotated[list[str] | None, typer.Option(metavar="CC", help="Country of the second.")] = None,
    birth_a: Annotated[list[str] | None, typer.Option(metavar="DATE", help="Date of birth of the first: 1962-05-31, 1962-05 or 1962.")] = None,
    birth_b: Annotated[list[str] | None, typer.Option(metavar="DATE", help="Date of birth of the second.")] = None,
    id_a: Annotated[list[str] | None, typer.Option(metavar="KIND=NUMBER", help="Identifier of the first, such as INN=7702235133; its check digit is tested.")] = None,
    id_b: Annotated[list[str] | None, typer.Option(metavar="KIND=NUMBER", help="Identifier of the second.")] = None,
    address_a: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Address of the first.")] = None,
    address_b: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Address of the second.")] = None,
    json_: Json = False,
) -> None:
    """Say how probable it is that two names are of one party, from 0 to 1, and why.

    Scripts, legal forms, word order and common abbreviations are understood. Facts of both sides raise or lower the score:
    an identifier that agrees or contradicts outweighs the names. For many names give --pairs and --out; the pairs may have
    the columns country_a, country_b, birth_a, birth_b, id_a, id_b, address_a, address_b too, several values parted by ;.

    Example: supplyline compare "АО НПО Кронштадт" "Kronshtadt JSC"
    """
    from supplyline.names import compare as alike
    from supplyline.names.facts import asked

    if pairs is not None:
        if out is None or name_a is not None:
            raise typer.BadParameter("--pairs goes with --out FILE.csv and without names")
        _compare_file(pairs, out)
        return
    if name_a is None or name_b is None or out is not None:
        raise typer.BadParameter('give two names, or --pairs FILE.csv --out FILE.csv: supplyline compare "NAME A" "NAME B"')
    if not name_a.strip() or not name_b.strip():
        raise typer.BadParameter("a name is empty; give two names")
    one = asked(country_a or (), birth_a or (), id_a or (), address_a or ())
    two = asked(country_b or (), birth_b or (), id_b or (), address_b or ())
    result = alike(name_a, name_b, schema, one, two)
    if json_:
        names = {"name_a": name_a, "name_b": name_b, "schema": schema}
        show.json_line({**names, "score": result.score, "explanation": list(result.explanation)})
        return
    print(f"{result.score:.3f}")
    for reason in result.explanation:
        print(f"  {reason}")


_FACTS = ("country", "birth", "id", "address")


def _facts(row: dict[str, str], side: str) -> Facts:
    from supplyline.names.facts import asked

    values = ((row.get(f"{kind}_{side}") or "").split(";") for kind in _FACTS)
    return asked(*([v for part in own if (v := part.strip())] for own in values))


def _compare_file(pairs: Path, out: Path) -> None:
    from supplyline.case import files
    from supplyline.model import BadInput
    from supplyline.names import compare as alike
    from supplyline.names.compare import Comparison

    try:
        with pairs.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            header = list(rows.fieldnames or ())
            missing = {"name_a", "name_b"} - set(header)
            if missing:
                raise BadInput(f"{pairs}:1: no column {', '.join(sorted(missing))}; the header needs name_a and name_b")
            table = []
            for row in rows:
                if None in row or None in row.values():
                    raise BadInput(f"{pairs}:{rows.line_num}: as many cells as the header has are needed; put quotes around a cell with a comma")
                table.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{pairs}: cannot be read ({error}); it must be a UTF-8 CSV with a header") from error
    part = out.with_name(f".{out.name}.part")
    known: list[tuple[Facts, Facts]] = []
    if any(f"{kind}_{side}" in header for kind in _FACTS for side in "ab"):
        for line, row in enumerate(table, 2):
            try:
                known.append((_facts(row, "a"), _facts(row, "b")))
            except BadInput as error:
                raise BadInput(f"{pairs}:{line}: {error}") from error
    with show.progress("compare") as step, part.open("w", encoding="utf-8", newline="") as target:
        added = ("score", "explanation")
        writer = csv.DictWriter(target, [*(h for h in header if h not in added), *added], lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for done, row in enumerate(table, 1):
            one, two = known[done - 1] if known else (None, None)
            if row["name_a"].strip() and row["name_b"].strip():
                result = alike(row["name_a"], row["name_b"], row.get("schema") or "LegalEntity", one, two)
            else:
                result = Comparison(0.0, ("a name is missing",))
            writer.writerow({**row, "score": f"{result.score:.4f}", "explanation": "; ".join(result.explanation)})
            step("compare", done, len(table))
    part.replace(out)
    files.sync_folder(out.parent)
    show.tell(f"wrote {len(table)} rows to {out}")
