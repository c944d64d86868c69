"""Which arguments do several commands share, and what do they accept?

A value that cannot be is wrong usage (exit code 2) and says what can; a case is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from supplyline.case.snapshot import Snapshot
    from supplyline.case.store import Case


def day(text: str | None) -> str | None:
    """A date as precise as a person knows it."""
    if text is None:
        return None
    from supplyline.model import BadInput
    from supplyline.read.dates import check_date

    try:
        return check_date(text)
    except BadInput as error:
        raise typer.BadParameter(str(error)) from error


def tongue(text: str | None) -> str | None:
    """A language code."""
    if text is not None and not re.fullmatch(r"[a-z]{2,3}", text):
        raise typer.BadParameter(f"{text!r} is no language code; write two letters, such as en, uk, ru or zh")
    return text


def columns(pairs: list[str] | None) -> dict[str, str] | None:
    """FIELD=COLUMN pairs."""
    for pair in pairs or ():
        if "=" not in pair:
            raise typer.BadParameter(f"--map {pair}: write FIELD=COLUMN, for example name=Company")
    return dict(pair.split("=", 1) for pair in pairs) if pairs else None


Step = Callable[[str, int, int], None]  # progress: stage, done, total
CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="Folder of the case.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, folders or zip archives.", exists=True)]
OneFile = Annotated[Path, typer.Argument(metavar="FILE", help="One report.", exists=True, dir_okay=False)]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout, one row a line.")]
Published = Annotated[
    str | None, typer.Option(callback=day, metavar="DATE", help="Day of publication: YYYY, YYYY-MM or YYYY-MM-DD.")
]
Language = Annotated[
    str | None, typer.Option(callback=tongue, metavar="xx", help="Language (en, uk, ru, zh …); detected when not given.")
]
Extractor = Annotated[
    str | None,
    typer.Option(callback=lambda text: extractor(text), metavar="tagger|large|rules|llm", help="Who finds claims: rules and tagger on this machine, rules and a larger network on it (finds more, takes longer), the rules alone, or a large language model at an address of yours, to which texts are sent."),
]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds a field, where the header does not say it. May be repeated."),
]


def extractor(text: str | None) -> str | None:
    """Who finds claims."""
    from supplyline.case.settings import EXTRACTORS

    if text is not None and text not in EXTRACTORS:
        raise typer.BadParameter(f"{text!r} finds no claims; known are {', '.join(EXTRACTORS)}")
    return text


def opened(case: Path) -> Case:
    """The case in a folder; a folder that is none is wrong usage."""
    from supplyline.case.store import open_case

    if not (case / "case.toml").is_file():
        raise typer.BadParameter(f"{case}: no case here (case.toml is missing); make one with: supplyline new {case}")
    return open_case(case)


def snapshot(case: Path) -> Snapshot:
    """The last whole build of a case."""
    from supplyline.case.snapshot import Snapshot

    return Snapshot.open(opened(case))
