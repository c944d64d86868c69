"""How well do the rules read the passages of cases/slavic?

`load(path)` reads passages and what is wanted of each, `totals(passages)` counts what is found: (matched, wanted, found) of frames, roles and
attributions. A frame is found where one of its kind overlaps its line and one filler is alike; each counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from supplyline.extract import extract
from supplyline.model import Claim, Document

Pairs = list[tuple[str, str]]
A = TypeVar("A")
B = TypeVar("B")


@dataclass
class Frame:
    kind: str
    line: int
    roles: Pairs


@dataclass
class Passage:
    name: str
    language: str
    lines: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    sayings: list[tuple[tuple[str, ...], str]] = field(default_factory=list)  # names of the speaker, content

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    def span(self, line: int) -> tuple[int, int]:
        start = sum(len(x) + 1 for x in self.lines[: line - 1])
        return start, start + len(self.lines[line - 1])


def load(path: Path) -> list[Passage]:
    out: list[Passage] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("== "):
            out.append(Passage(*line[3:].split()))
        elif (m := re.match(r"([AF])(\d) (.*)", line)) is None:
            out[-1].lines.append(line)
        else:
            first, *rest = [part.strip() for part in m[3].split("|")]
            if m[1] == "A":
                out[-1].sayings.append((tuple(name.strip() for name in first.split("~")), rest[1]))
            else:
                roles = [(role, filler.strip()) for part in rest for role, _, fillers in [part.partition(": ")] for filler in fillers.split(";")]
                out[-1].frames.append(Frame(first.split()[0], int(m[2]), roles))
    return out


def alike(one: str, two: str) -> float:
    """Token F1."""
    a, b = (Counter(re.findall(r"[^\W_]+", text.casefold())) for text in (one, two))
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)


def matched(wanted: Sequence[A], found: Sequence[B], score: Callable[[A, B], float]) -> list[tuple[A, B]]:
    """One to one, the best pairs first; pairs that score 0 are none."""
    pairs = sorted(((score(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)), key=lambda p: (-p[0], p[1], p[2]))
    out: list[tuple[int, int]] = []
    for s, i, j in pairs:
        if s > 0 and all(i != a and j != b for a, b in out):
            out.append((i, j))
    return [(wanted[i], found[j]) for i, j in out]


def _fillers(claim: Claim) -> Pairs:
    return [(f.role, f.span.text) for f in claim.roles]


def _same(one: tuple[str, str], two: tuple[str, str]) -> float:
    likeness = alike(one[1], two[1]) if one[0] == two[0] else 0
    return likeness if likeness >= 0.5 else 0


def totals(passages: Iterable[Passage]) -> dict[str, tuple[int, int, int]]:
    counts = {kind: [0, 0, 0] for kind in ("frames", "roles", "attributions")}

    def add(kind: str, *more: int) -> None:
        counts[kind] = [a + b for a, b in zip(counts[kind], more, strict=True)]

    for p in passages:
        claims = extract(Document("0" * 64, "passage.txt", p.text, published="2025-05-27", language=p.language)).claims
        frames = [c for c in claims if c.kind != "statement"]

        def score(frame: Frame, claim: Claim, p: Passage = p) -> float:
            start, end = p.span(frame.line)
            if claim.kind != frame.kind or claim.quote.start >= end or claim.quote.end <= start:
                return 0
            own = _fillers(claim)
            if not any(alike(a[1], b[1]) >= 0.5 for a in frame.roles for b in own):
                return 0
            return sum(max((alike(a[1], b[1]) for b in own if a[0] == b[0]), default=0) for a in frame.roles)

        pairs = matched(p.frames, frames, score)
        add("frames", len(pairs), len(p.frames), len(frames))
        add("roles", sum(len(matched(f.roles, _fillers(c), _same)) for f, c in pairs), sum(len(f.roles) for f in p.frames), sum(len(c.roles) for c in frames))
        said = {(c.content.start, c.content.end): ((c.speaker.span.text, c.speaker.name), c.content.text) for c in claims if c.speaker and c.content}

        def spoken(a: tuple[tuple[str, ...], str], b: tuple[tuple[str, str], str]) -> float:
            content, speaker = alike(a[1], b[1]), max(alike(x, y) for x in a[0] for y in b[0])
            return content + speaker if content >= 0.5 and speaker >= 0.5 else 0

        add("attributions", len(matched(p.sayings, list(said.values()), spoken)), len(p.sayings), len(said))
    return {kind: (c[0], c[1], c[2]) for kind, c in counts.items()}


def f1(matched_: int, wanted: int, found: int) -> float:
    return 2 * matched_ / (wanted + found)
