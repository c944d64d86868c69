"""Builds a case from a folder of documents with their publisher and day in the first lines."""

from __future__ import annotations

from pathlib import Path

from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition

CASES = Path(__file__).parent / "cases"


def build(folder: Path, documents: dict[str, str]) -> Snapshot:
    """`documents`: name -> head lines, an empty line, text."""
    case = store.create(folder)
    additions = []
    for name, text in sorted(documents.items()):
        head, _, body = text.partition("\n\n")
        about = dict(line.split(": ", 1) for line in head.splitlines())
        additions.append(Addition(body.encode(), name, published=about["published"], publisher=about["publisher"]))
    case.add_originals(additions)
    pipeline.build(case)
    return Snapshot.open(case)


def case(name: str, folder: Path) -> Snapshot:
    return build(folder, {p.name: p.read_text("utf-8") for p in (CASES / name / "documents").glob("*.txt")})
