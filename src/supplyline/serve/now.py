"""What does one request see?

A `Now` is the build that was the last whole one when the request came, with the decisions that people have made since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from supplyline.case.decisions import active
from supplyline.case.desk import Saved
from supplyline.case.store import Case
from supplyline.model import Decision
from supplyline.serve.live import Changes, Served
from supplyline.serve.search import Search
from supplyline.serve.shelf import Shelf
from supplyline.serve.visitor import NOBODY, Visitor

if TYPE_CHECKING:
    from supplyline.serve.team import Team


@dataclass(frozen=True)
class Now:
    case: Case
    served: Served
    decisions: tuple[Decision, ...]
    visitor: Visitor = NOBODY
    desk: tuple[Saved, ...] = ()  # the last version of each draft and view
    team: Team | None = None  # where there are accounts
    trouble: str = ""  # why decisions and drafts are those last seen, and not those of now

    @property
    def shelf(self) -> Shelf:
        return self.served.shelf

    @property
    def search(self) -> Search:
        return self.served.search

    @property
    def of_team(self) -> Team:
        """For the pages that are there only with accounts."""
        assert self.team is not None
        return self.team

    @property
    def csrf(self) -> str:
        return self.visitor.csrf

    @property
    def user(self) -> str:
        return self.visitor.name

    @property
    def writes(self) -> bool:
        """Whether who asks may decide and save."""
        return self.visitor.may("analyst")

    @property
    def name(self) -> str:
        return self.case.settings.title or self.case.path.absolute().name

    @property
    def command(self) -> str:
        """What brings the decisions into the build; where the case lies is for who sits at this machine."""
        return f"supplyline build {self.case.path if self.visitor.alone else self.case.path.absolute().name}"

    @cached_property
    def pending(self) -> tuple[Decision, ...]:
        """Decisions that the build does not know yet."""
        return tuple(d for d in self.decisions if d.id not in self.served.decided)

    @cached_property
    def decided(self) -> dict[str, list[Decision]]:
        """Decisions that stand, by what they are about."""
        out: dict[str, list[Decision]] = {}
        for decision in active(self.decisions):
            for target in decision.targets:
                out.setdefault(target, []).append(decision)
        return out

    @cached_property
    def changes(self) -> Changes | None:
        """What the build changed, as it was known when the request came."""
        return self.served.changes

    def saved(self, kind: str, gone: bool = False) -> tuple[Saved, ...]:
        """Drafts or views that stand, or those that were thrown away."""
        return tuple(s for s in self.desk if s.kind == kind and s.gone == gone)

    def etag(self, asked: str) -> str:
        """The same for the same build, decisions, drafts and question."""
        made = self.decisions[-1].hash if self.decisions else ""
        made += max(self.desk, key=lambda s: s.seq).hash if self.desk else ""
        made += "" if self.changes is None else "changes"  # they become known a moment after the build
        settings = f"{self.name}\n{self.case.path}\n{self.user}\n{self.visitor.role}\n{self.csrf}\n{self.trouble}"
        digest = hashlib.sha256(f"{self.shelf.folder.name}\n{made}\n{settings}\n{asked}".encode("utf-8", "replace")).hexdigest()
        return f'"{digest[:32]}"'
