"""What leaves a case: the brief for readers, tables for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath
from supplyline.cli.guard import command


def register(app: typer.Typer) -> None:
    command(app)(brief)
    command(app)(export)


def brief(
    case: CasePath,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File to write; else brief.html in the case.")] = None,
) -> None:
    """Write the brief: one HTML file that opens without a server or network.

    Every sentence in it is cited, every allegation says whose it is, and denials stand beside what they deny.
    Publishing fails, and names the sentence, where a citation is missing.

    Example: supplyline brief factories --out brief.html
    """
    from supplyline.publish.page import write_brief

    opened = args.opened(case)
    target = out or case / "brief.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    with args.snapshot(case) as snapshot:
        path = write_brief(snapshot, opened.settings, target, opened.originals())
    show.tell(f"wrote {path}")


def export(
    case: CasePath,
    format: Annotated[str, typer.Option(help="ftm, stix, graphml, csv, parquet or jsonl.")] = "csv",
    out: Annotated[Path | None, typer.Option(metavar="PATH", help="File or folder to write; else exports in the case.")] = None,
) -> None:
    """Export what a build found for other programs.

    FollowTheMoney, STIX 2.1 and GraphML are one file; csv, parquet and jsonl are a folder with a file a table.
    docs/exports.md says what each format loses.

    Example: supplyline export factories --format ftm --out factories.ftm.json
    """
    from supplyline.publish.exports import EXPORTS

    if format not in EXPORTS:
        raise typer.BadParameter(f"{format}: known formats are {', '.join(sorted(EXPORTS))}")
    target = out or case / "exports"
    target.parent.mkdir(parents=True, exist_ok=True)
    with args.snapshot(case) as snapshot:
        show.tell(f"wrote {EXPORTS[format](snapshot, target)}")
