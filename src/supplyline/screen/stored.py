"""How is the index of the lists kept for next time?

`save(folder, ready)` and `load(folder)` put a `ListsIndex` on disk and map it back; `kept(root, key, make)` takes what was
kept under a key or makes and keeps it. Promises: the same lists give the same bytes; a folder is there whole or not at
all; what is damaged, by one bit too, is made anew and never asked; nothing in it can run code. It may be deleted at any
time. `of_case` and `of_files` know the keys: everything that the index depends on, the program's own code too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from supplyline.case import tables
from supplyline.model import Listing, ListVersion, Problem, SupplylineError
from supplyline.names import Index
from supplyline.names.index import Spread, mapped
from supplyline.names.store import Kept, keep
from supplyline.screen.index import MANY_NAMES, ListsIndex

_MOST_KEPT = 8  # sets of lists, the longest unused goes first
_MOST_MADE = 50_000  # listings that are kept as nouns, some 100 MB of them
_KINDS = ("others", "persons")  # how names are read
_ABOUT, _LISTINGS, _NAMES = "about.json", "listings.arrow", "names"


@dataclass(frozen=True, slots=True)
class Ready:
    """Lists ready to be asked, what of them could not be used, and where they are kept, if they are."""

    index: ListsIndex
    problems: tuple[Problem, ...]
    folder: Path | None = None


class _Shelf(Mapping[str, Listing]):
    """Listings in a file, made into nouns when they are asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._rows = {id: at for at, id in enumerate(table.column("id").to_pylist())}
        self._made: dict[str, Listing] = {}

    def __getitem__(self, id: str) -> Listing:
        if (made := self._made.get(id)) is None:
            (row,) = self._table.slice(self._rows[id], 1).to_pylist()
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            made = self._made[id] = tables.from_row(Listing, row)
        return made

    def fetch(self, ids: Iterable[str]) -> None:
        """Make many at once, which costs a tenth of one by one."""
        new = [id for id in dict.fromkeys(ids) if id not in self._made]
        if len(self._made) + len(new) > _MOST_MADE:
            self._made.clear()
        rows = self._table.take([self._rows[id] for id in new]).to_pylist() if new else ()
        self._made |= {id: tables.from_row(Listing, row) for id, row in zip(new, rows, strict=True)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def save(folder: Path, ready: Ready, spread: Spread = map) -> None:
    """Into an empty folder; `spread` may read the names in several processes."""
    index = ready.index
    (folder / _NAMES).mkdir()
    index.names.save(folder / _NAMES)
    with ThreadPoolExecutor(1) as beside:  # what tables need is compiled meanwhile, once, and not by each process of the first
        compiling = None if spread is map else beside.submit(lambda: list(spread(_compile, [None])))
        for kind, kept in zip(_KINDS, index.kept or keep(index.names.places, spread), strict=True):
            for name, held in kept.arrays().items():
                np.save(folder / _NAMES / f"{kind}_{name}.npy", held, allow_pickle=False)
        if compiling is not None:
            with suppress(SupplylineError):  # then the first table compiles
                compiling.result()
    schema = tables.schema(Listing)
    with pa.OSFile(str(folder / _LISTINGS), "wb") as out, pa.ipc.new_file(out, schema) as writer:
        writer.write_table(pa.Table.from_batches([tables.to_batch(Listing, list(index.listings.values()))], schema))
    about = {
        "versions": [tables.to_row(v) for v in index.versions.values()],
        "problems": [tables.to_row(p) for p in ready.problems],
        "files": {path.relative_to(folder).as_posix(): _digest(path) for path in _files(folder)},
    }
    (folder / _ABOUT).write_text(json.dumps(about, sort_keys=True), "utf-8")


def _compile(_: None) -> None:
    """Numba keeps what it made for the next process that asks."""
    from supplyline.names.matching import ready

    ready()


def load(folder: Path) -> Ready | None:
    """What is kept there, or None where it is not whole."""
    try:
        about: dict[str, Any] = json.loads((folder / _ABOUT).read_text("utf-8"))
        if {p.relative_to(folder).as_posix(): _digest(p) for p in _files(folder)} != about["files"]:
            return None
        table = pa.ipc.open_file(pa.memory_map(str(folder / _LISTINGS))).read_all().combine_chunks()
        versions = [tables.from_row(ListVersion, row) for row in about["versions"]]
        problems = tuple(tables.from_row(Problem, row) for row in about["problems"])
        names = Index.load(folder / _NAMES)
        others, people = (Kept.of_arrays(lambda name, kind=kind: mapped(folder / _NAMES / f"{kind}_{name}.npy")) for kind in _KINDS)  # type: ignore[misc]
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
    numbers: dict[str, list[str]] = {}
    for id, own in zip(table.column("id").to_pylist(), table.column("identifiers").to_pylist(), strict=True):
        for number in own:
            numbers.setdefault(number, []).append(id)
    schemas = zip(table.column("id").to_pylist(), table.column("schema").to_pylist(), strict=True)
    persons = frozenset(id for id, schema in schemas if schema == "Person")
    index = ListsIndex({v.id: v for v in versions}, _Shelf(table), {n: tuple(ids) for n, ids in numbers.items()}, names, persons, (others, people))
    return Ready(index, problems, folder)


def kept(root: Path | None, key: str, make: Callable[[], tuple[ListsIndex, tuple[Problem, ...]]], spread: Spread = map) -> Ready:
    """What is kept under a key, else what `make` gives, kept for next time where `root` can be written to."""
    if root is None:
        return Ready(*make())
    folder = root / hashlib.sha256(key.encode()).hexdigest()[:32]
    if (found := load(folder)) is not None:
        with suppress(OSError):
            os.utime(folder)
        return found
    ready = Ready(*make())
    if not ready.index.versions:
        return ready
    try:
        root.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".making-", dir=root))
        try:
            save(made, ready, spread if len(ready.index.names.places) >= MANY_NAMES else map)
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        _tidy(root)
    except OSError:  # a full or read-only disk costs time, not the answer
        return ready
    return load(folder) or ready


def user_cache() -> Path | None:
    """Where indexes of lists that belong to no case are kept: SUPPLYLINE_CACHE, else the user's own cache; "" is nowhere."""
    given = os.environ.get("SUPPLYLINE_CACHE")
    if given is not None:
        return Path(given) / "lists" if given else None
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "supplyline" / "lists"
    except RuntimeError:  # a user without a home
        return None


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != _ABOUT)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tidy(root: Path) -> None:
    whole = [p for p in root.iterdir() if p.is_dir() and not p.name.startswith(".")]
    for old in sorted(whole, key=lambda p: -p.stat().st_mtime)[_MOST_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
