"""What is in a case, and how does something new get in?

A case is a folder: originals with their manifest, decisions, settings, and what is derived from
them. `create` makes one, `open_case` opens one. Adding is durable, idempotent by content and safe
against a crash at any instant; two processes may add at the same time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from supplyline.case import decisions, files, originals, settings
from supplyline.case.custody import ROLES, Manifest, Original, merged
from supplyline.model import BadInput, Decision, DecisionRefused, Entity, SnapshotMissing

_GROUP = 256  # originals that share one manifest write: 4 fsync a file would halve the speed

ADDRESS = "SUPPLYLINE_DECISIONS_URL"

# What a `create` that died may have left behind.
_LAYOUT = {"originals", "incoming", "cache", "decisions.sqlite", "decisions.sqlite-wal", "decisions.sqlite-shm"}


@dataclass(frozen=True)
class Addition:
    """Bytes to add, with what a person says about them."""

    data: bytes
    name: str
    role: str = "report"
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    media_type: str | None = None
    format: str | None = None
    mapping: Mapping[str, str] | None = None
    origin: str | None = None

    def original(self) -> Original:
        if self.role not in ROLES:
            raise BadInput(f"{self.name}: role {self.role!r} is not known; take one of {', '.join(ROLES)}")
        return Original(
            sha256=hashlib.sha256(self.data).hexdigest(),
            name=self.name,
            size=len(self.data),
            role=self.role,
            published=self.published,
            publisher=self.publisher,
            url=self.url,
            language=self.language,
            media_type=self.media_type,
            format=self.format,
            mapping=None if self.mapping is None else tuple(sorted(self.mapping.items())),
            origin=self.origin,
        )


class Case:
    """An open case. Cheap to make; holds no file open. With `until` (an ISO time, UTC) it is the case as it was
    before that time, to be built and read but not written to: its snapshot lies in the cache."""

    def __init__(self, path: Path, until: str | None = None) -> None:
        self.path = path
        self.until = until
        self._manifest = Manifest(path / "manifest.jsonl", until)

    def __repr__(self) -> str:
        return f"Case({str(self.path)!r})"

    @property
    def manifest(self) -> Path:
        return self._manifest.path

    @property
    def snapshot_path(self) -> Path:
        return self.cache / "then.duckdb" if self.until else self.path / "snapshot.duckdb"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    @cached_property
    def settings(self) -> settings.Settings:
        return settings.load(self.path / "case.toml")

    @property
    def decisions_at(self) -> decisions.Place:
        """Where decisions are kept: a file of the case, or a database."""
        return self.places(self.settings.decisions)[0]

    @property
    def desk_at(self) -> decisions.Place:
        """Where drafts and saved views are kept (`case.desk`): with the decisions, in a file of their own."""
        return self.places(self.settings.decisions)[1]

    def places(self, url: str) -> tuple[decisions.Place, decisions.Place]:
        """Where a URL of case.toml says that decisions are kept, and where drafts are then."""
        told = "" if url else os.environ.get(ADDRESS, "")
        if wrong := settings.unfit(url or told):
            raise BadInput(f"{ADDRESS}: {wrong}" if told else f"{self.path / 'case.toml'}: [decisions] url is empty, and {ADDRESS} is not set")
        if not (url or told).startswith(settings.POSTGRES):
            return self.path / (url or told).removeprefix("sqlite:///"), self.path / "desk.sqlite"
        if not self.settings.decisions_case:
            raise BadInput(f"{self.path / 'case.toml'}: [decisions] has no `case`, the id of this case in the database; `supplyline move {self.path} --to URL` writes it")
        return (decisions.Database(url or told, self.settings.decisions_case, bool(told)),) * 2

    # ------------------------------------------------------------ originals

    def originals(self, role: str | None = None) -> tuple[Original, ...]:
        """All originals, or those of one role, by SHA-256."""
        self._manifest.refresh()
        known = self._manifest.originals
        return tuple(known[s] for s in sorted(known) if role is None or known[s].role == role)

    def original(self, sha256: str) -> Original | None:
        self._manifest.refresh()
        return self._manifest.originals.get(sha256)

    def original_path(self, sha256: str) -> Path:
        return originals.place(self.path, sha256)

    def read(self, sha256: str) -> bytes:
        """The bytes of an original, as they were added."""
        try:
            return self.original_path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise BadInput(f"original {sha256} is gone from the case; add the same file again") from error

    def add_original(self, data: bytes, name: str, *, source: str | None = None, **known: Any) -> Original:
        """Add one file; `known` are the fields of `Addition`. The same bytes twice are one original:
        what is said of them later wins."""
        return self.add_originals([Addition(data, name, **known)], source=source)[0]

    def add_originals(self, additions: Iterable[Addition], *, source: str | None = None) -> list[Original]:
        """Add many files; in groups, so that memory stays small for any number. `source` is where
        they came from, for the chain of custody (else each group's first name)."""
        added: list[Original] = []
        group: list[Addition] = []
        for addition in additions:
            group.append(addition)
            if len(group) >= _GROUP or len(addition.data) > 1 << 24:
                added += self._add(group, source)
                group = []
        return added + self._add(group, source) if group else added

    def _add(self, group: list[Addition], source: str | None) -> list[Original]:
        with files.locked(self.path / ".lock"):
            self._manifest.refresh()
            known = self._manifest.originals
            originals.recover(self.path, known)
            now: dict[str, Original] = {}
            staged: set[str] = set()
            for addition in group:
                new = addition.original()
                now[new.sha256] = merged(now.get(new.sha256) or known.get(new.sha256), new)
                path = originals.place(self.path, new.sha256)
                if new.sha256 not in staged and not (path.exists() and originals.sha256_of(path) == new.sha256):
                    originals.stage(self.path, new.sha256, addition.data)
                    staged.add(new.sha256)
            files.sync_folder(self.path / "incoming")
            changed = [o for s, o in now.items() if known.get(s) != o]
            if changed:
                self._manifest.append(changed, source or group[0].origin or group[0].name)
            originals.settle(self.path, sorted(staged))
            return [now[hashlib.sha256(a.data).hexdigest()] for a in group]

    def add_file(self, source: Path, **known: Any) -> Original:
        """Add one file that is too large for memory; else as `add_original`."""
        with files.locked(self.path / ".lock"):
            self._manifest.refresh()
            originals.recover(self.path, self._manifest.originals)
            sha256 = originals.stage_file(self.path, source)
            said = Addition(b"", source.name, **known).original()
            new = merged(self._manifest.originals.get(sha256), replace(said, sha256=sha256, size=source.stat().st_size))
            files.sync_folder(self.path / "incoming")
            if self._manifest.originals.get(sha256) != new:
                self._manifest.append([new], source.name)
            originals.settle(self.path, [sha256])
            return new

    # ------------------------------------------------------------ decisions

    def decisions(self) -> tuple[Decision, ...]:
        made = decisions.read(self.decisions_at)
        return made if self.until is None else tuple(d for d in made if d.at < self.until)

    def decide(
        self, verb: str, targets: Iterable[str], *, by: str, because: str, names: Iterable[str] = ()
    ) -> Decision:
        """Record a decision. Targets must be rows of the last snapshot (for undo: a decision); for split
        the first is an entity and the others, or `names`, are its names that belong to another party."""
        targets, names = tuple(targets), tuple(names)
        if verb == "split":
            targets, names = targets[:1], (*self._called(verb, targets[:1]), *targets[1:], *names)
            if len(names) < 2:
                raise DecisionRefused("split needs an entity and those of its names that belong to another party")
        elif verb != "undo":
            if verb == "misread" and not all(t.startswith("c_") for t in targets):
                raise DecisionRefused("misread takes claims; reject takes events and list matches")
            called = self._called(verb, targets)
            names = names or called
        return decisions.append(self.decisions_at, verb, targets, names, by, because)

    def _called(self, verb: str, targets: tuple[str, ...]) -> tuple[str, ...]:
        from supplyline.case.snapshot import Snapshot, caption

        try:
            snapshot = Snapshot.open(self)
        except SnapshotMissing as error:
            raise DecisionRefused(f"there is nothing to decide on yet: {error}") from error
        with snapshot:
            called = []
            for target in targets:
                noun = snapshot.get(target)
                if noun is None:
                    raise DecisionRefused(
                        f"{target} is not in the last build; `supplyline claims|events|entities` list the ids"
                    )
                if verb in ("merge", "split") and (not isinstance(noun, Entity) or noun.schema == "Country"):
                    raise DecisionRefused(
                        f"{target} ({caption(noun)}) is no party: {verb} takes companies, bodies, vessels and persons; `supplyline entities` lists them"
                    )
                called.append(caption(noun))
        return tuple(called)


def create(path: Path | str) -> Case:
    """Make a new case folder. An existing case is refused: opening it is `open_case`."""
    path = Path(path)
    if (path / "case.toml").exists():
        raise BadInput(f"{path}: a case is here already; add to it, or take another folder")
    if path.exists() and not path.is_dir():
        raise BadInput(f"{path}: a file of this name is here; take another name for the folder")
    if path.exists() and any(p.name not in _LAYOUT for p in path.iterdir()):
        raise BadInput(f"{path}: the folder is not empty; take a new one")
    for folder in (path / "originals", path / "incoming", path / "cache"):
        folder.mkdir(parents=True, exist_ok=True)
    decisions.prepare(path / "decisions.sqlite")
    files.write(path / "case.toml", settings.DEFAULT.encode())  # last: it is what makes the folder a case
    return Case(path)


def open_case(path: Path | str) -> Case:
    """Open a case and finish what a crashed `add` left."""
    path = Path(path)
    if not (path / "case.toml").is_file():
        raise BadInput(f"{path}: no case here (case.toml is missing); make one with `supplyline new {path}`")
    case = Case(path)
    for folder in (path / "originals", path / "incoming"):
        folder.mkdir(exist_ok=True)
    if any((path / "incoming").iterdir()):
        with files.locked(path / ".lock"):
            originals.recover(path, {o.sha256: o for o in case.originals()})
    return case
