"""A text with stretches replaced, and all that points into it moved along."""

from __future__ import annotations

from dataclasses import replace

from training.examples import Example, Span, Spans, Told


def moved(example: Example, changes: dict[Span, str]) -> Example:
    """Stretches that overlap an earlier one are left as they are; a span that begins or ends inside a replaced one takes it whole."""
    parts, last, steps = list[str](), 0, list[tuple[int, int, int]]()  # steps: start, end, what later offsets gain
    for (a, b), new in sorted(changes.items()):
        if a >= last:
            parts += [example.text[last:a], new]
            last = b
            steps.append((a, b, len(new) - (b - a)))
    if not steps:
        return example

    def at(span: Span) -> Span:
        start, end = span
        first = sum(gain for _, b, gain in steps if b <= start) - max((start - a for a, b, _ in steps if a < start < b), default=0)
        grown = sum(gain for a, _, gain in steps if a < end) + max((b - end for a, b, _ in steps if a < end < b), default=0)
        return start + first, end + grown

    def all_at(spans: Spans) -> Spans:
        return tuple(at(s) for s in spans)

    return replace(
        example,
        text="".join(parts) + example.text[last:],
        attributions=tuple(replace(t, source=all_at(t.source), cue=all_at(t.cue), content=all_at(t.content)) for t in example.attributions),
        frames=None if example.frames is None else tuple(Told(t.kind, at(t.evidence), tuple((r, *at((a, b))) for r, a, b in t.fillers)) for t in example.frames),
        mentions=None if example.mentions is None else tuple((k, *at((a, b))) for k, a, b in example.mentions),
    )
