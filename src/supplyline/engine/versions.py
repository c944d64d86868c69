"""Which code made a result?

A cached result is good as long as the code that made it is the same. `of` hashes the source and
data files of parts of the package with the versions of the libraries whose output they pass on, so
nobody has to remember to raise a number.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LIBRARIES = (
    *("anyascii", "charset-normalizer", "duckdb", "lxml", "py3langid", "pyarrow", "pypdfium2"),
    *("pymorphy3", "pymorphy3-dicts-ru", "pypinyin", "python-docx", "python-stdnum", "rapidfuzz", "trafilatura"),
)
_OPTIONAL = ("pymorphy3-dicts-uk",)  # whether it is there changes what is read


@cache
def of(*parts: str) -> str:
    """A hash of folders or files of the package ("read", "model.py"); none: of the whole package."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    for library in _OPTIONAL:
        with suppress(metadata.PackageNotFoundError):
            digest.update(f"{library} {metadata.version(library)}\n".encode())
    for root in [_ROOT / part for part in parts] or [_ROOT]:
        for path in sorted([root] if root.is_file() else root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(_ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()
