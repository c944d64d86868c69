"""Who brought which original into the case, when, from where, and with what tool?

The manifest is a file of JSON lines that only grows. Each line holds what is known of one
original, its custody (who, when in UTC, from where, which tool) and the hash of the line before,
so that a line edited, dropped or moved is found by `verify`. A last line that a crash tore off
has no line end: readers ignore it and the next writer removes it; no whole line is ever touched.

Custody holds clocks, so it stays here and never enters a table of the snapshot.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from supplyline import __version__
from supplyline.case import files
from supplyline.model import BadInput, Problem

ROLES = ("report", "list", "trade", "container")
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Original:
    """One file of the case, byte for byte, and what is known of it. `origin`: the place inside a
    container ("mails.zip!/a/b.html"); `mapping`: column names of a list or trade table."""

    sha256: str
    name: str
    size: int
    role: str = "report"
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    media_type: str | None = None
    format: str | None = None
    mapping: tuple[tuple[str, str], ...] | None = None
    origin: str | None = None

    @property
    def columns(self) -> dict[str, str] | None:
        """`mapping` as readers take it."""
        return dict(self.mapping) if self.mapping is not None else None


def merged(old: Original | None, new: Original) -> Original:
    """What is known once both are: what was said later wins, what was not said stays.

    The name (with its origin) is the smallest ever given, because the order in which a folder's
    equal files are added must not show in the snapshot.
    """
    if old is None:
        return new
    said = {k: v for k, v in _fields(new).items() if v is not None}
    name, origin = min((old.name, old.origin or ""), (new.name, new.origin or ""))
    return replace(old, **{**said, "name": name, "origin": origin or None})


def _fields(original: Original) -> dict[str, Any]:
    return {f: getattr(original, f) for f in Original.__slots__}


def who() -> str:
    """Who works here: SUPPLYLINE_USER, else the login name."""
    return os.environ.get("SUPPLYLINE_USER") or getpass.getuser()


def custody(source: str) -> dict[str, str]:
    """The custody of something that happens now."""
    return {
        "by": who(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "from": source,
        "host": platform.node(),
        "tool": f"supplyline {__version__}",
    }


def _hash(row: Mapping[str, Any]) -> str:
    body = {k: v for k, v in row.items() if k != "hash"}
    return hashlib.sha256(json.dumps(body, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _original(row: Mapping[str, Any]) -> Original:
    values = dict(row["original"])
    if values.get("mapping") is not None:
        values["mapping"] = tuple((str(k), str(v)) for k, v in values["mapping"])
    return Original(**values)


class Manifest:
    """The rows of a manifest file, read once and then only where it has grown. `until` (ISO, UTC) leaves
    out what was said later."""

    def __init__(self, path: Path, until: str | None = None) -> None:
        self.path = path
        self._until = until
        self.originals: dict[str, Original] = {}
        self._offset = 0
        self._rows = 0
        self._last = GENESIS

    def refresh(self) -> None:
        """Read the whole lines that were added since."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._offset)
            grown = file.read()
        for line in grown[: grown.rfind(b"\n") + 1].splitlines(keepends=True):
            try:
                row = json.loads(line)
                original = _original(row)
                self._last = row["hash"]
                later = self._until is not None and row["custody"]["at"] >= self._until
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput(
                    f"{self.path.name}:{self._rows + 1}: not a manifest row ({error}); "
                    "restore this file from a backup, then run `supplyline verify`"
                ) from error
            if not later:
                self.originals[original.sha256] = original
            self._offset += len(line)
            self._rows += 1

    def append(self, originals: Sequence[Original], source: str) -> None:
        """Add rows with one durable write. Call it with the case's lock held and after `refresh`."""
        now, previous, number, lines = custody(source), self._last, self._rows, []
        for original in originals:
            number += 1
            row: dict[str, Any] = {"row": number, "original": asdict(original), "custody": now}
            row["previous"] = previous
            row["hash"] = previous = _hash(row)
            lines.append(json.dumps(row, ensure_ascii=True).encode() + b"\n")
        with self.path.open("ab") as file:
            if file.tell() > self._offset:  # a torn last line of a writer that died
                file.truncate(self._offset)
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        self.refresh()
        files.write(head_of(self.path), f"{self._rows} {self._last}\n".encode())


def head_of(manifest: Path) -> Path:
    """The file that says how far the manifest goes, so that rows dropped from its end are missed too.

    It is written after the rows: a crash between leaves it behind the manifest, never ahead of it.
    """
    return manifest.with_name("manifest.head")


def _ends_early(path: Path, hashes: Sequence[str]) -> Problem | None:
    try:
        number, hash = head_of(path).read_text("ascii").split()
        count = int(number)
    except (OSError, ValueError, UnicodeDecodeError):
        return None  # a case of before, or a head that somebody spoilt: the next row writes it anew
    if 0 < count <= len(hashes) and hashes[count - 1] == hash:
        return None
    what = f"the manifest had {count} rows and ends after {len(hashes)}: the last were dropped"
    if count <= len(hashes):
        what = f"row {count} is not the one that was written: the end of the manifest was replaced"
    return Problem.of(path.name, f"line {len(hashes) + 1}", what, "restore the manifest from a backup")


def verify(path: Path) -> tuple[Problem, ...]:
    """Recompute the chain; the first row that does not fit is named."""
    if not path.exists():
        missing = _ends_early(path, ())
        return (missing,) if missing is not None else ()
    hashes: list[str] = []
    previous, mend = GENESIS, "restore the manifest from a backup"
    whole = path.read_bytes()
    for number, line in enumerate(whole[: whole.rfind(b"\n") + 1].splitlines(), 1):
        try:
            row = json.loads(line)
            fits = row["previous"] == previous and row["hash"] == _hash(row) and row["row"] == number
            previous = row["hash"]
            hashes.append(str(previous))
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            what = "the manifest's chain is broken here: this row or the one before was changed or dropped"
            return (Problem.of(path.name, f"line {number}", what, mend),)
    early = _ends_early(path, hashes)
    return (early,) if early is not None else ()
