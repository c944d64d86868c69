"""What the network finds in the gloss of a Chinese text and the rules do not.

`said` gives sayings and `added` frames beside those of the rules; `judged` gives the frames of the rules without what the network
sees nothing of, and with the surely marked words of roles they leave empty. Offsets are those of the folded page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from supplyline.extract.beside import denied, meet, unheard
from supplyline.extract.build import Role
from supplyline.extract.chinese.text import MARKS, Page, Saying, Told, folded, group, strip
from supplyline.extract.framing import decode, limits
from supplyline.extract.framing.added import FACTS, tells
from supplyline.extract.glosses.marks import Marks, enough, ordered
from supplyline.extract.tagger.layers import ONE
from supplyline.extract.tagger.model import Said

LEAST = 6  # characters of a content; a shorter one is a name or a thing, not what was said
_NOT = re.compile(r"[不未没](?=[向对会曾从给再提供出售卖])")
_NUMBER = re.compile(r"^(?:约|逾|超过|至少|近)?(?:\d[\d.,]*|[一二两三四五六七八九十百千]+)[多余]?[万亿]*(?:多|余)?(?:家|个|名|批|枚|架|艘|项|种|台|门|件|辆|套|次|位)(?=.)")


def said(page: Page, marks: Marks, start: int, end: int, found: Sequence[Saying]) -> list[Saying]:
    """Of the sentence [start, end)."""
    return unheard((_saying(page, marks, s) for s in marks.sayings(start, end)), found)


def _saying(page: Page, marks: Marks, s: Said) -> Saying | None:
    speaker, cue = strip(page.text, *s.source[0]), strip(page.text, *s.cue[0])
    content = max((strip(page.text, *span) for span in s.content), key=lambda c: (c[1] - c[0], -c[0]))
    if content[1] - content[0] < LEAST or cue[0] >= cue[1] or speaker[0] >= speaker[1] or meet(speaker, content) or meet(cue, content):
        return None
    word = page.text[slice(*cue)]
    return Saying(speaker, page.text[slice(*speaker)], None, cue, content, folded("cues").get(word) or marks.stance(*s.cue[0]))


def judged(page: Page, marks: Marks, frames: Sequence[Told]) -> list[Told]:
    out = []
    for f in frames:
        if f.negated:
            out.append(f)  # what is not done is no fact, but a denial
            continue
        kept = marks.believed(f.kind, f.start, f.end, f.roles)
        if kept:
            out.append(_filled(page, marks, replace(f, roles=tuple(f.roles[n] for n in kept))))
    return out


def _filled(page: Page, marks: Marks, frame: Told) -> Told:
    roles = list(frame.roles)
    for role, a, b in marks.fillers(frame.kind, frame.start, frame.end):
        a, b = _trimmed(page.text, a, b)
        if a < b and not any(meet((a, b), r[1:]) or page.text[slice(*r[1:])] == page.text[a:b] for r in roles) and not (role in ONE and any(r[0] == role for r in roles)):
            roles.append((role, a, b))
    return replace(frame, roles=tuple(roles))


@dataclass(frozen=True, slots=True)
class _Fact:
    kind: str
    start: int
    end: int
    roles: tuple[Role, ...]
    made_by: str


def _fact(t: Told) -> _Fact:
    return _Fact(t.kind, t.start, t.end, tuple(Role(*r) for r in t.roles), t.made_by)


def added(page: Page, marks: Marks, start: int, end: int, found: Sequence[Told], denials: Sequence[Saying]) -> list[Told]:
    """Of the sentence [start, end); not what `denials` or a negated frame deny already."""
    out: list[Told] = []
    negated = [(f.start, f.end) for f in found if f.negated]
    for t in marks.sure(start, end):
        frame = _frame(page, t, start, end)
        if frame is None or (frame.kind == "denial" and denied((frame.start, frame.end), negated, denials)):
            continue
        if not any(tells(_fact(f), _fact(frame)) for f in (*found, *out)):
            out.append(frame)
    return out


def _frame(page: Page, t: decode.Told, first: int, last: int) -> Told | None:
    start, end = strip(page.text, max(t.start, first), min(t.end, last))
    roles: list[tuple[str, int, int]] = []
    for role, a, b, chance in ordered(t):
        a, b = _trimmed(page.text, a, b)
        if chance >= limits.GLOSSED_ROLE and a < b and not any(page.text[x:y] == page.text[a:b] for _, x, y in roles):
            roles.append((role, a, b))  # a name has one part in a frame
    if end - start < 4 or not enough(t, [r for r, _, _ in roles]) or (t.kind in FACTS and _negated(page.text[max(first, start - 4) : end])):
        return None
    return Told(t.kind, start, end, tuple(sorted(roles, key=lambda r: (r[1], r[0]))), stance="denies" if t.kind == "denial" else None, made_by=f"{t.made_by}-zh")


def _negated(words: str) -> bool:
    return _NOT.search(words) is not None or any(word in words for word in group("neg") if len(word) > 1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without marks, 的 and the number of what is counted."""
    start, end = strip(text, start, end, MARKS + "的")
    m = _NUMBER.match(text[start:end])
    return (start + m.end() if m is not None else start), end
