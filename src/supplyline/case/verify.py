"""Is the case still what people put into it?

`verify` re-hashes every original, holds the manifest against the files, recomputes the chains of the manifest, the
decisions and what was saved at the desk, and holds every span of the last snapshot against its text. It changes
nothing and returns what it found, the worst first; no row means that all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supplyline.case import custody, decisions, desk, originals, tables
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case
from supplyline.model import Decision, Problem, Span


def _quiet(stage: str, done: int, total: int) -> None:
    """Nobody listens."""


def verify(case: Case, progress: Callable[[str, int, int], None] | None = None) -> tuple[Problem, ...]:
    tell = progress or _quiet
    found = list(custody.verify(case.manifest))
    if not found:  # a broken manifest cannot say which files belong
        found += originals.verify(case.path, {o.sha256: o for o in case.originals()}, tell)
    kept: tuple[Decision, ...] = ()
    if case.snapshot_path.exists():
        with Snapshot.open(case) as snapshot:
            kept = tuple(snapshot.rows("decisions"))
            found += decisions.verify(case.decisions_at, kept=kept)
            found += _spans(snapshot, tell)
    else:
        found += decisions.verify(case.decisions_at)
    return (*found, *desk.verify(case.desk_at))


def _spans(snapshot: Snapshot, tell: Callable[[str, int, int], None]) -> Iterator[Problem]:
    """Every span whose words are not at its place."""
    known = {d.sha256 for d in snapshot.rows("documents")}
    for table in ("claims", "mentions"):
        total, sha256, text = snapshot.count(table), "", ""
        for done, noun in enumerate(snapshot.by_document(table), 1):
            for span in tables.spans(noun):
                if span.sha256 != sha256:
                    sha256 = span.sha256
                    text = snapshot.text(sha256) if sha256 in known else ""
                if text[span.start : span.end] != span.text:
                    yield _lie(table, getattr(noun, "id", noun.__class__.__name__), span)
            tell(f"verify {table}", done, total)


def _lie(table: str, id: str, span: Span) -> Problem:
    what = f'{table}: {id} quotes "{span.text[:60]}", which is not what the text says there'
    mend = "delete snapshot.duckdb and cache/, then build again"
    return Problem.of("snapshot.duckdb", f"{span.sha256[:12]} {span.start}..{span.end}", what, mend, span.sha256)
