"""What did reading and extracting this document give last time?

One file a document under `cache/`, named by everything the result depends on: bytes, what is said
of them, and the code. A file that is torn, damaged or missing is recomputed; the folder is safe to
delete at any time. Files are JSON, never pickles: a cache from elsewhere cannot run code.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from supplyline.case import files, tables
from supplyline.case.custody import Original
from supplyline.model import Document, Extraction, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report became: its document (None where it could not be read), what was extracted, and
    what went wrong on the way."""

    document: Document | None
    extraction: Extraction
    problems: tuple[Problem, ...] = ()


def place(folder: Path, version: str, original: Original, reader: str) -> Path:
    """Where the result of this original under this code lies, read by this reader of `extract.READERS`."""
    said = json.dumps({"reader": reader} | {k: v for k, v in asdict(original).items() if k != "size"}, sort_keys=True)
    key = hashlib.sha256(said.encode()).hexdigest()
    return folder / version[:16] / key[:2] / key


def save(path: Path, reading: Reading) -> None:
    pack(path, tables.to_row(reading))


def load(path: Path) -> Reading | None:
    """The result, or None where there is none that is whole."""
    row = unpack(path)
    return None if row is None else tables.from_row(Reading, row)


def pack(path: Path, row: Any) -> None:
    """Keep a value of JSON, with its hash before it."""
    body = zlib.compress(json.dumps(row, ensure_ascii=True).encode(), 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, hashlib.sha256(body).digest() + body, durable=False)


def unpack(path: Path) -> Any:
    """The value, or None where there is none that is whole."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    body = data[32:]
    if len(data) < 40 or hashlib.sha256(body).digest() != data[:32]:
        return None
    return json.loads(zlib.decompress(body))


def tidy(folder: Path, version: str) -> None:
    """Remove results of other code: nothing will read them again."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_dir() and path.name != version[:16]:
            shutil.rmtree(path, ignore_errors=True)
