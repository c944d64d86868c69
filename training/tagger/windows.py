"""Texts cut into windows of word pieces, with a label for each piece and head.

A window is a run of whole paragraphs of at most LENGTH pieces; a longer paragraph is cut between sentences or, failing
that, where it is full. Labels are BIO (0 outside, 1 begins, 2 goes on); -1 where a head is not taught.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenizers import Tokenizer

from supplyline.extract.tagger.pieces import LENGTH, cut
from training.tagger.examples import MENTIONS, Example, Spans

PARTS = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids with their labels; a link is (cue pieces, other pieces, part) for attributions whole in the window."""

    name: str
    ids: list[int]
    offsets: list[tuple[int, int]]
    parts: dict[str, list[int]]
    mentions: list[int]
    roles: list[list[int]]
    links: list[tuple[str, tuple[int, ...], tuple[int, ...]]]
    cues: list[tuple[int, ...]]


def windows(examples: Iterable[Example], tokenizer: Tokenizer, roles: tuple[str, ...]) -> Iterator[Window]:
    for example in examples:
        for ids, offsets in cut(example.text, tokenizer, LENGTH):
            yield _labelled(example, ids, offsets, roles)


def _labelled(example: Example, ids: list[int], offsets: list[tuple[int, int]], roles: tuple[str, ...]) -> Window:
    taught = "attributions" in example.teaches
    parts = {p: ([0] if taught else [-1]) * len(ids) for p in PARTS}
    links: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = []
    cues: list[tuple[int, ...]] = []
    for triple in sorted(example.attributions, key=lambda t: -_size(t.content)):
        at = {p: _pieces(getattr(triple, p), offsets) for p in PARTS}
        for part in PARTS:
            _bio(parts[part], getattr(triple, part), offsets, 1)
        if at["cue"]:
            cues.append(at["cue"])
            links += [(p, at["cue"], at[p]) for p in ("source", "content") if at[p]]
    mentions = [0 if "mentions" in example.teaches else -1] * len(ids)
    for kind, a, b in sorted(example.mentions, key=lambda m: m[1] - m[2]):
        _bio(mentions, ((a, b),), offsets, 1 + 2 * MENTIONS.index(kind))
    tags = [[0] * len(roles) for _ in ids] if "roles" in example.teaches else []
    for role, a, b in example.roles:
        for k in _pieces(((a, b),), offsets) if tags and role in roles else ():
            tags[k][roles.index(role)] = 1
    return Window(example.name, ids, offsets, parts, mentions, tags, links, cues)


def _size(spans: Spans) -> int:
    return sum(b - a for a, b in spans)


def _pieces(spans: Spans, offsets: list[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(k for k, (x, y) in enumerate(offsets) if x < y and any(x < b and a < y for a, b in spans))


def _bio(labels: list[int], spans: Spans, offsets: list[tuple[int, int]], first: int) -> None:
    for span in spans:
        for n, k in enumerate(_pieces((span,), offsets)):
            labels[k] = first if n == 0 else first + 1
