"""Where do the rows of a screening go, and how does a file survive a kill?

A `Sink` takes blocks of rows, each a line (see `rows`). `Stream` writes to a pipe. `Resumable` writes `.NAME.part` beside the file that was asked
for, with a journal, and puts the whole under its name at the end: whoever sees the file sees all of it. CSV and JSON
Lines are written as they are; Parquet, which cannot be appended to, is made from JSON Lines at the end, in row groups.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from supplyline.case import files
from supplyline.model import BadInput
from supplyline.screen.rows import FIELDS

FORMS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
_GROUP = 10_000
_TYPES = {"row": pa.int64(), "score": pa.float64(), "threshold": pa.float64()}
_LISTS = ("programmes", "explanation")
_SCHEMA = pa.schema([(f, pa.list_(pa.string()) if f in _LISTS else _TYPES.get(f, pa.string())) for f in FIELDS])


class Sink(Protocol):
    form: str

    def begin(self, key: str) -> Mapping[str, Any] | None:
        """Make ready; what an earlier run of the same work came to, if there is one to go on from."""

    def write(self, lines: Sequence[str]) -> None: ...

    def mark(self, tally: Mapping[str, Any]) -> None:
        """What was written is whole up to here."""

    def finish(self) -> None: ...


def _head(form: str) -> str:
    return ",".join(FIELDS) + "\n" if form == "csv" else ""


class Stream:
    """Rows into a pipe or onto a screen; nothing to go on from."""

    def __init__(self, out: IO[str], form: str) -> None:
        self._out, self.form = out, form

    def begin(self, key: str) -> None:
        self._out.write(_head(self.form))

    def write(self, lines: Sequence[str]) -> None:
        self._out.write("".join(lines))
        self._out.flush()

    def mark(self, tally: Mapping[str, Any]) -> None:
        pass

    def finish(self) -> None:
        pass


class Resumable:
    """Rows into a file, block by block; use it inside `resumable`, which holds the lock."""

    def __init__(self, path: Path) -> None:
        form = FORMS.get(path.suffix.lower())
        if form is None:
            raise BadInput(f"{path}: what kind of file? Give it one of the endings {', '.join(FORMS)}")
        self.form, self._path = form, path
        self._part = path.with_name(f".{path.name}.part")
        self._journal = path.with_name(f".{path.name}.journal")
        self._file: IO[bytes] | None = None
        self._key = ""

    def begin(self, key: str) -> Mapping[str, Any] | None:
        self._key = key
        for torn in self._path.parent.glob(f".{glob.escape(self._journal.name)}.*.part"):
            torn.unlink()
        state = self._state()
        if state is None:
            self._journal.unlink(missing_ok=True)
            self._file = self._part.open("wb")
            self._file.write(_head(self.form).encode())
            return None
        self._file = self._part.open("r+b")
        self._file.truncate(state["bytes"])  # a block that the journal does not know of was not whole
        self._file.seek(state["bytes"])
        tally: Mapping[str, Any] = state["tally"]
        return tally

    def _state(self) -> dict[str, Any] | None:
        try:
            state: dict[str, Any] = json.loads(self._journal.read_bytes())
            same = state["key"] == self._key and self._part.stat().st_size >= state["bytes"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return state if same else None

    def write(self, lines: Sequence[str]) -> None:
        assert self._file is not None
        self._file.write("".join(lines).encode("utf-8", "backslashreplace"))

    def mark(self, tally: Mapping[str, Any]) -> None:
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        state = {"key": self._key, "bytes": self._file.tell(), "tally": dict(tally)}
        files.write(self._journal, json.dumps(state, sort_keys=True).encode())

    def finish(self) -> None:
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if self.form == "parquet":
            whole = self._path.with_name(f".{self._path.name}.whole")
            _parquet(self._part, whole)
            whole.replace(self._path)
            self._part.unlink()
        else:
            self._part.replace(self._path)
        self._journal.unlink(missing_ok=True)
        files.sync_folder(self._path.parent)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def resumable(path: Path) -> Iterator[Resumable]:
    """A resumable file that no other run writes at the same time."""
    if not path.parent.is_dir():
        raise BadInput(f"{path}: no such folder; make it first")
    sink = Resumable(path)
    lock = path.with_name(f".{path.name}.lock")
    try:
        with files.locked(lock, wait=False):
            try:
                yield sink
            finally:
                sink.close()
                lock.unlink(missing_ok=True)
    except files.Busy as error:
        raise BadInput(f"{path}: another run is writing this file; wait for it to end") from error


def _parquet(source: Path, target: Path) -> None:
    load: Callable[[str], Any] = json.loads
    with source.open(encoding="utf-8") as lines, pq.ParquetWriter(target, _SCHEMA, compression="zstd") as out:
        while part := [load(line) for line in islice(lines, _GROUP)]:
            out.write_table(pa.Table.from_pylist(part, schema=_SCHEMA))
    with target.open("rb") as file:
        os.fsync(file.fileno())
