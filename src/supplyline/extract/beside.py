"""What the network finds beside what the rules found, in any language: nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Stretch = tuple[int, int]  # of characters or of words, the second exclusive


class Heard(Protocol):
    """A saying of any language."""

    @property
    def cue(self) -> Stretch: ...
    @property
    def content(self) -> Stretch: ...


H = TypeVar("H", bound=Heard)


def meet(a: Stretch, b: Stretch) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def unheard(made: Iterable[H | None], found: Sequence[H]) -> list[H]:
    """The sayings made that share neither cue nor content with one found, or with one made before."""
    out: list[H] = []
    for a in made:
        if a is not None and not any(meet(a.cue, b.cue) or meet(a.content, b.content) for b in (*found, *out)):
            out.append(a)
    return out


def denied(told: Stretch, negated: Iterable[Stretch], denials: Iterable[Heard]) -> bool:
    """Do these words stand where something is negated, or in a saying that denies?"""
    return any(meet(told, own) for own in negated) or any(meet(told, (min(a.cue[0], a.content[0]), max(a.cue[1], a.content[1]))) for a in denials)
