"""The frames of our gold files as spans of their texts.

`corpus(folder)` reads NAME.txt with NAME.gold.json. A filler is its occurrence in the evidence, else the one that lies
nearest to it in the same paragraph, else none: the words of a role are learned only where a reader of the paragraph finds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One frame: where its evidence stands, and its fillers as (role, start, end)."""

    kind: str
    evidence: Span
    fillers: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    text: str
    frames: tuple[Told, ...] = ()
    mentions: tuple[tuple[str, str], ...] = ()  # kind, words
    page: str = ""  # texts of one page stay on one side of a split


def corpus(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
        meta = json.loads(path.with_name(path.name.replace(".gold.json", ".meta.json")).read_text("utf-8"))
        told, last = list[Told](), 0
        for frame in gold["frames"]:
            span = _evidence(text, frame["evidence"], last)
            if span is not None:
                last = span[0]
                told.append(Told(frame["kind"], span, tuple(_fillers(text, span, frame["roles"]))))
        mentions = tuple((m["kind"], m["text"]) for m in gold.get("mentions", []))
        yield Example(gold["doc"], text, tuple(told), mentions, meta.get("url") or gold["doc"])


def _evidence(text: str, words: str | list[str], last: int) -> Span | None:
    """From the first to the last of its words; of several occurrences the next in reading order."""
    parts = [words] if isinstance(words, str) else words
    found = [(at, at + len(p)) for p in parts if (at := text.find(p, last) if p in text[last:] else text.find(p)) >= 0]
    return (min(a for a, _ in found), max(b for _, b in found)) if found else None


def _fillers(text: str, evidence: Span, roles: dict[str, str | list[str] | None]) -> Iterator[tuple[str, int, int]]:
    start, end = evidence
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    for role, value in roles.items():
        for words in [value] if isinstance(value, str) else value or []:
            found = [(m.start() + line, m.end() + line) for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text[line : stop if stop > 0 else len(text)])]
            if found:
                a, b = min(found, key=lambda s: (max(start - s[1], s[0] - end, 0), s))
                yield role, a, b
