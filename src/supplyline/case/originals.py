"""Where are the bytes of an original, and how do they get there without loss?

Originals lie under their SHA-256 (`originals/ab/abcd…`), read-only. A new one is written to
`incoming/`, then gets its manifest row, then moves to its place; each step is durable before the
next. After a crash `recover` finishes the move of what has a row and removes what has none, so a
file without a row, or a row without a file, is never the work of a crash.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from supplyline.case import files
from supplyline.case.custody import Original
from supplyline.model import Problem

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def place(root: Path, sha256: str) -> Path:
    return root / "originals" / sha256[:2] / sha256


def stage(root: Path, sha256: str, data: bytes) -> None:
    """Write the bytes durably under `incoming/`; `settle` moves them to their place."""
    path = root / "incoming" / sha256
    path.unlink(missing_ok=True)
    with path.open("wb") as out:
        out.write(data)
        os.fchmod(out.fileno(), 0o444)
        out.flush()
        os.fsync(out.fileno())


def stage_file(root: Path, source: Path) -> str:
    """Copy a file of any size durably under `incoming/`; returns its SHA-256."""
    digest = hashlib.sha256()
    partial = root / "incoming" / f".{source.name[:40]}.{os.getpid()}.part"
    with source.open("rb") as data, partial.open("wb") as out:
        while chunk := data.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
        os.fchmod(out.fileno(), 0o444)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(root / "incoming" / digest.hexdigest())
    return digest.hexdigest()


def settle(root: Path, shas: list[str]) -> None:
    """Move staged files to their places."""
    folders = set()
    for sha256 in shas:
        target = place(root, sha256)
        target.parent.mkdir(exist_ok=True)
        (root / "incoming" / sha256).replace(target)
        folders.add(target.parent)
    for folder in sorted(folders):
        files.sync_folder(folder)
    files.sync_folder(root / "originals")


def recover(root: Path, known: Mapping[str, Original]) -> None:
    """Finish or undo what a crashed `add` left. Call it with the case's lock held."""
    whole = []
    for path in sorted((root / "incoming").iterdir()):
        if path.name in known and sha256_of(path) == path.name:
            whole.append(path.name)
        else:
            path.unlink()
    if whole:
        settle(root, whole)


def verify(
    root: Path, known: Mapping[str, Original], progress: Callable[[str, int, int], None]
) -> Iterator[Problem]:
    """Re-hash every original; hold files and manifest rows against each other."""
    add_again = "restore it from a backup, or add the same file again"
    for done, sha256 in enumerate(sorted(known), 1):
        path, name = place(root, sha256), known[sha256].name
        if not path.exists():
            yield Problem.of(name, "original", "the original is gone from the case", add_again, sha256)
        elif sha256_of(path) != sha256:
            yield Problem.of(name, "original", "the original was changed: its hash differs", add_again, sha256)
        progress("verify originals", done, len(known))
    for path in sorted((root / "originals").glob("??/*")):
        if path.name not in known:
            what = "a file lies among the originals without a manifest row: a row was dropped, or it was put here by hand"
            yield Problem.of(f"originals/{path.parent.name}/{path.name}", "original", what, "restore the manifest")
