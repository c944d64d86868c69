"""Builds a case from a folder of documents with their publisher and day in the first lines."""

from __future__ import annotations

from pathlib import Path

from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition

CASES = Path(__file__).parent / "cases"


def build(folder: Path, documents: dict[str, str], trade: str = "", listing: Addition | None = None) -> Snapshot:
    """`documents`: name -> head lines, an empty line, text; `trade`: a table of statistics; `listing`: a list."""
    case = store.create(folder)
    additions = []
    for name, text in sorted(documents.items()):
        head, _, body = text.partition("\n\n")
        about = dict(line.split(": ", 1) for line in head.splitlines())
        additions.append(Addition(body.encode(), name, published=about["published"], publisher=about["publisher"]))
    additions += [Addition(trade.encode(), "trade.csv", role="trade")] if trade else []
    case.add_originals(additions + ([listing] if listing else []))
    pipeline.build(case)
    return Snapshot.open(case)


def case(name: str, folder: Path) -> Snapshot:
    return build(folder, {p.name: p.read_text("utf-8") for p in (CASES / name / "documents").glob("*.txt")})
