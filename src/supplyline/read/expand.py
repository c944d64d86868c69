"""Which files are in what a person named?

`expand(path)` walks a file, a folder (in sorted order), a zip archive or an e-mail's attachments and
yields an `Item` a file, or a `Problem`. A container is yielded too, with the role "container", so
that the evidence is kept as it came. Names are relative and without ".."; size, number, depth and
expansion are bounded, and a file is refused from its size before it is read.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from supplyline.model import BadInput, Problem
from supplyline.read.formats import docx, eml
from supplyline.read.source import LIMITS, Limits, Source

# The first name in an office file, which is one document and no archive of files.
_PARTS = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")


@dataclass(frozen=True, slots=True)
class Item:
    """One file. `origin` says which container it came out of; `role` is "container" for one."""

    name: str
    data: bytes
    origin: str | None = None
    role: str | None = None


@dataclass(slots=True)
class _Budget:
    """What one archive may still expand to, shared by all archives inside it."""

    limits: Limits
    packed: int  # bytes of the file that all this comes out of
    members: int = 0
    size: int = 0
    told: set[str] = field(default_factory=set)


def expand(path: Path, limits: Limits = LIMITS) -> Iterator[Item | Problem]:
    """The files at a path. A path that is not there is a BadInput."""
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder; check the name")
    if not path.is_dir() and not path.is_file():  # reading a pipe would wait for ever
        raise BadInput(f"{path}: a pipe or device, no file; save what it gives in a file and add that")
    if path.is_dir():
        home = path.resolve()
        empty = True
        for inner in sorted(path.rglob("*")):
            name = inner.relative_to(path).as_posix()
            if _hidden(name) or (inner.is_dir() and not inner.is_symlink() and os.access(inner, os.R_OK | os.X_OK)):
                continue
            empty = False
            if inner.is_symlink() and not inner.is_file():
                yield Problem.of(name, "file", "a link to a folder or to nothing; left out", "add what it should lead to, if it belongs here")
                continue
            if inner.is_dir():
                yield Problem.of(name, "folder", "cannot be read", "check its permissions")
                continue
            if not inner.is_file():
                yield Problem.of(name, "file", "a pipe or device, no file; left out", "save what it gives in a file and add that")
                continue
            if not inner.resolve().is_relative_to(home):
                yield Problem.of(name, "file", "a link that leads out of the folder; left out", "add the file itself, if it belongs here")
                continue
            yield from _file(inner, name, limits)
        if empty:
            yield Problem.of(path.name or str(path), "folder", "no file in it", "check the name; files whose name begins with a dot are left out")
    else:
        yield from _file(path, path.name, limits)


def _file(path: Path, name: str, limits: Limits) -> Iterator[Item | Problem]:
    size = path.stat().st_size
    if size > limits.report * 5:
        what = f"{size / 1e6:,.0f} MB; a file may have {limits.report * 5 / 1e6:,.0f} MB"
        yield Problem.of(name, "file", what, "split the file, or add only the part that matters")
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Problem.of(name, "file", f"cannot be read ({error.strerror})", "check its permissions")
        return
    yield from _item(name, data, None, _Budget(limits, len(data)), 0)


def _item(
    name: str, data: bytes, origin: str | None, budget: _Budget, depth: int
) -> Iterator[Item | Problem]:
    source = Source(name, data, "", budget.limits)
    if (
        data.startswith(b"PK\x03\x04")
        and not docx.detect(source)
        and not data.startswith(_PARTS, 30)
        and not name.casefold().endswith((".xlsx", ".pptx", ".odt", ".ods"))
    ):
        yield Item(name, data, origin, "container")
        yield from _archive(name, data, origin, budget, depth)
        return
    yield Item(name, data, origin)
    if eml.detect(source):
        yield from _attachments(name, data, origin, budget, depth)


def _hidden(name: str) -> bool:
    """What a desktop leaves beside files: .DS_Store, __MACOSX/._report.pdf."""
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in PurePosixPath(name).parts)


def unread(name: str, data: bytes, origin: str | None, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """What an archive holds and could not be taken out of it."""
    found = _item(name, data, origin, _Budget(limits, len(data)), 0)
    return tuple(item for item in found if isinstance(item, Problem))


def inside(origin: str | None, name: str) -> str:
    """Where a file is: its name, behind those of the archives it came out of."""
    return f"{origin}!/{name}" if origin else name


def _archive(
    name: str, data: bytes, origin: str | None, budget: _Budget, depth: int
) -> Iterator[Item | Problem]:
    whole = inside(origin, name)
    if depth >= budget.limits.depth:
        yield Problem.of(
            whole,
            "archive",
            f"archives nested deeper than {budget.limits.depth}",
            "unpack it and add what is inside",
        )
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in sorted(archive.infolist(), key=lambda i: i.filename):
                if info.is_dir() or _hidden(info.filename):
                    continue
                budget.members += 1
                budget.size += info.file_size
                bomb = (
                    info.file_size > 1_000_000 and info.file_size > budget.limits.ratio * max(1, info.compress_size)
                ) or (budget.size > 50_000_000 and budget.size > budget.limits.ratio * budget.packed)
                if (
                    bomb
                    or budget.members > budget.limits.members
                    or budget.size > budget.limits.expanded
                    or info.file_size > budget.limits.report * 5
                ):
                    why = "expands more than 200-fold" if bomb else "holds or expands to more than is allowed"
                    yield Problem.of(
                        whole,
                        clean(info.filename),
                        f"{why}; the rest of the archive is left out",
                        "unpack it by hand and add the files that matter",
                    )
                    return
                if info.flag_bits & 1:
                    yield Problem.of(
                        whole, clean(info.filename), "locked by a password", "unpack it and add the file"
                    )
                    continue
                yield from _item(clean(info.filename), archive.read(info), whole, budget, depth + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        yield Problem.of(whole, "archive", f"a damaged archive ({error})", "fetch it again")


def _attachments(
    name: str, data: bytes, origin: str | None, budget: _Budget, depth: int
) -> Iterator[Item | Problem]:
    whole = inside(origin, name)
    if depth >= budget.limits.depth:
        return
    try:
        parts = list(eml.attachments(data))
    except eml.FAULTS as error:
        yield Problem.of(whole, "attachments", f"cannot be read ({type(error).__name__})", "save the attachments and add them")
        return
    for number, (filename, payload) in enumerate(parts, 1):
        called = clean(filename or f"attachment-{number}")
        budget.members += 1
        budget.size += len(payload)
        if budget.size > budget.limits.expanded or budget.members > budget.limits.members:
            yield Problem.of(
                whole, called, "holds more attachments than is allowed", "save and add those that matter"
            )
            return
        yield from _item(called, payload, whole, budget, depth + 1)


def clean(name: str) -> str:
    """A relative name without "..", drive or control characters."""
    parts = [
        p
        for p in PurePosixPath(name.replace("\\", "/")).parts
        if p not in ("/", "..", ".") and not p.endswith(":")
    ]
    return "".join(c for c in "/".join(parts) if c.isprintable()) or "unnamed"
