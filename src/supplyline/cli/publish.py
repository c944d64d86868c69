"""What leaves a case: the brief for readers, tables for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.desk import Saved
    from supplyline.case.store import Case


def register(app: typer.Typer) -> None:
    command(app)(brief)
    command(app)(export)


def brief(
    case: CasePath,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File to write, .html or .pdf; else brief.html in the case.")] = None,
    draft: Annotated[str | None, typer.Option(metavar="NAME", help="A draft of the workbench, by its name or id, instead of the whole build.")] = None,
) -> None:
    """Write the brief: one HTML file that opens without a server or network, or a PDF.

    Every sentence in it is cited, every allegation says whose it is, and denials stand beside what they deny.
    Publishing fails, and names the sentence, where a citation is missing. A PDF is printed by the Chromium of this machine.

    Example: supplyline brief factories --out brief.html
    """
    from supplyline.publish import pdf
    from supplyline.publish.page import page_of, write

    opened = args.opened(case)
    target = out or case / "brief.html"
    saved = _draft(opened, draft) if draft else None
    with args.snapshot(case) as snapshot:
        page = page_of(snapshot, opened.settings, opened.originals(), saved)
    if target.suffix.lower() == ".pdf":
        write(target, pdf.of_html(page, saved.at if saved else pdf.UNDATED))
    else:
        write(target, page.encode())
    show.tell(f"wrote {target}")


def _draft(case: Case, text: str) -> Saved:
    """The draft of this id or name."""
    from supplyline.case import desk
    from supplyline.model import BadInput

    drafts = [s for s in desk.latest(case.desk_at) if s.kind == "brief" and not s.gone]
    found = [s for s in drafts if s.id == text] or [s for s in drafts if s.name.casefold() == " ".join(text.split()).casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(f"{text}: more than one draft is called so: {', '.join(s.id for s in found)}; give the id")
    known = "; ".join(f"{s.id} “{s.name}”" for s in drafts) or "none was saved; the workbench's page Briefs makes them"
    raise BadInput(f"{text}: no draft of this case is called so; known are {known}")


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
