"""Which claims are one utterance so far, why, and which took from which?

`Ties` holds the partition of claims under way, a reason in words for each join, and the `Taken` steps
("this claim was copied from that one") that become the citation graph. Promises: neither the partition
nor the reasons depend on the order of the joins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from supplyline.weigh.unionfind import Unions

COPIES, CREDITS, TRANSLATES, RETELLS, CORRECTS = "copies", "credits", "translates", "retells", "corrects"


class Taken(NamedTuple):
    """Claim `claim` goes back to claim `source`, which another document printed."""

    claim: int
    source: int
    kind: str
    reason: str


class Ties:
    def __init__(self, size: int) -> None:
        self.unions = Unions(size)
        self.reasons: dict[int, list[str]] = {}
        self.taken: list[Taken] = []
        self.apart: list[tuple[int, int, str]] = []

    def root(self, claim: int) -> int:
        return self.unions.root(claim)

    def because(self, claim: int, reason: str) -> None:
        known = self.reasons.setdefault(claim, [])
        if reason not in known:
            known.append(reason)

    def join(self, claim: int, source: int, reason: str, kind: str = "") -> None:
        """Make two claims one utterance; with a `kind`, the first took it from the second."""
        self.unions.join(claim, source)
        self.because(claim, reason)
        if kind:
            self.taken.append(Taken(claim, source, kind, reason))

    def leave(self, claim: int, other: int, reason: str) -> None:
        """Why a claim is not one with another, said where nothing else makes them one."""
        self.apart.append((claim, other, reason))

    def join_all(self, claims: Iterable[int]) -> None:
        self.unions.join_all(claims)

    def add(self, other: Ties) -> None:
        """What was found apart from this."""
        for claim, root in other.unions.joined():
            self.unions.join(claim, root)
        for claim, texts in other.reasons.items():
            for text in texts:
                self.because(claim, text)
        self.taken += other.taken
        self.apart += other.apart

    def why(self) -> dict[int, set[str]]:
        """The reasons of each utterance, by its root."""
        out: dict[int, set[str]] = {}
        for claim, other, text in self.apart:
            if self.root(claim) != self.root(other):
                out.setdefault(self.root(claim), set()).add(text)
        for claim, texts in self.reasons.items():
            out.setdefault(self.root(claim), set()).update(texts)
        return out
