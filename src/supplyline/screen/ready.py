"""Which lists does a screening go by, ready to be asked at once?

`of_case` and `of_files` give what `held` would (`spread` may read names in several processes), from the disk where nothing has changed since the last time: the files,
what was said of them, the settings and the program are the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supplyline.model import Problem
from supplyline.names.index import Spread
from supplyline.read.expand import Item, expand
from supplyline.screen import held, stored
from supplyline.screen.index import ListsIndex
from supplyline.screen.stored import Ready

if TYPE_CHECKING:
    from supplyline.case.store import Case


def of_case(case: Case, code: str, use: Sequence[str], shrink: float, progress: held.Progress | None = None, spread: Spread = map) -> Ready:
    """The lists of a case; `code` is what the program is."""
    said = [[o.sha256, o.name, o.format, o.published, o.mapping] for o in case.originals("list")]
    return stored.kept(
        case.cache / "lists", _key(code, said, list(use), shrink), lambda: _ready(held.of_case(case, progress), use, shrink, spread), spread
    )


def of_files(paths: Sequence[Path], code: str, shrink: float, progress: held.Progress | None = None, spread: Spread = map) -> Ready:
    """Lists in files, folders and archives that somebody names."""
    said: list[Any] = []
    for path in paths:
        for item in expand(path):
            said.append([item.name, hashlib.sha256(item.data).hexdigest(), item.role] if isinstance(item, Item) else str(item))
    return stored.kept(
        stored.user_cache(), _key(code, said, [], shrink), lambda: _ready(held.of_files(paths, progress=progress), (), shrink, spread), spread
    )


def _key(*parts: Any) -> str:
    return json.dumps(parts)


def _ready(found: held.Held, use: Sequence[str], shrink: float, spread: Spread) -> tuple[ListsIndex, tuple[Problem, ...]]:
    found = found.going_by(use, shrink)
    return found.index(spread), found.problems
