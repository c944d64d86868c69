"""Which lists have a new version, and may it be believed?

`wanted(table)` says what a publisher puts where; `check(code, files, …)` reads files that were fetched before anybody
takes them: they must be a list, the list that was asked for, no older than the version that is held and not
suspiciously smaller. `Seen` keeps what servers called the bytes that are held, so that what did not change is not
sent again; it is a cache and may be lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from supplyline import tsv
from supplyline.case import files
from supplyline.model import BadInput, ListVersion, UnknownList
from supplyline.read import lists as read_lists
from supplyline.read.fetch import Stamp
from supplyline.read.lists import ListFile, shrank
from supplyline.read.lists.common import list_codes


@dataclass(frozen=True, slots=True)
class Place:
    """One file of a list: the name it is kept under, and its address."""

    code: str
    file: str
    address: str


def wanted(table: Path | None = None, only: Sequence[str] = ()) -> dict[str, tuple[Place, ...]]:
    """The files of each list, by its code; from the package's table or a person's own."""
    rows = tsv.rows("list_addresses.tsv", 4) if table is None else _own(table)
    found: dict[str, list[Place]] = {}
    for code, file, address, *_ in rows:
        found.setdefault(code, []).append(Place(code, file, address))
    for code in only:
        if code not in found:
            raise UnknownList(f"{code}: no address is known for it; there are {', '.join(found)}. Give others with --addresses FILE.")
    return {code: tuple(places) for code, places in found.items() if not only or code in only}


def _own(table: Path) -> list[tuple[str, ...]]:
    try:
        lines = table.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadInput(f"{table}: not UTF-8; save it as such") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            cells = tuple(cell.strip() for cell in line.split("\t"))
            if len(cells) < 3 or not all(cells[:3]):
                raise BadInput(f"{table}:{number}: three columns parted by tabs are needed: code, file, address")
            if cells[0] not in list_codes():
                raise BadInput(f"{table}:{number}: {cells[0]!r} is no code of a list; there are {', '.join(list_codes())}")
            if "/" in cells[1] or cells[1].startswith("."):
                raise BadInput(f"{table}:{number}: {cells[1]!r} is no plain name of a file")
            rows.append(cells)
    return rows


def check(code: str, got: Sequence[tuple[str, bytes]], day: str | None, held: Sequence[ListVersion], share: float) -> ListFile:
    """The list in these files, or a `BadInput` or `UnknownList` that says why it is not taken."""
    read = read_lists.read_list(got, "auto", None, day)
    version = read.version
    if version.code != code:
        raise BadInput(f"{version.file}: this is {version.title} ({version.code}), and {code} was asked for; nothing was taken")
    for older in held:
        if (version.as_of or "") < (older.as_of or "") and version.sha256 != older.sha256:
            raise BadInput(f"{version.file}: as of {version.as_of or 'an unknown date'}, and a version as of {older.as_of} is held; nothing was taken")
    newest = max(held, key=lambda v: (v.as_of or "", v.rows), default=None)
    if newest is not None and (doubt := shrank(newest, version, share)) is not None:
        raise UnknownList(f"{doubt.file}: {doubt.what}; nothing was taken. {doubt.mend.capitalize()}.")
    return read


@dataclass(slots=True)
class Seen:
    """What servers called what, by address, with the hash of the bytes."""

    path: Path
    stamps: dict[str, tuple[Stamp, str]] = field(default_factory=dict)

    @staticmethod
    def of(path: Path) -> Seen:
        try:
            rows = json.loads(path.read_text("utf-8"))
            return Seen(path, {a: (Stamp(r["etag"], r["modified"]), r["sha256"]) for a, r in rows.items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Seen(path)

    def stamp(self, address: str, held: Container[str]) -> Stamp | None:
        """What to ask the server with: only where the bytes are held."""
        stamp, sha256 = self.stamps.get(address, (None, ""))
        return stamp if sha256 in held else None

    def saw(self, address: str, stamp: Stamp, data: bytes) -> None:
        self.stamps[address] = (stamp, hashlib.sha256(data).hexdigest())

    def save(self) -> None:
        rows = {a: {**asdict(s), "sha256": h} for a, (s, h) in sorted(self.stamps.items())}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        files.write(self.path, json.dumps(rows, indent=1).encode(), durable=False)
