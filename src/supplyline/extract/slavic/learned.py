"""What the network finds in the gloss of a Ukrainian or Russian text and the rules do not.

`said` gives sayings and `added` frames beside those of the rules; `judged` gives the frames of the rules without what the network
sees nothing of, and with the surely marked words of roles they leave empty. Words, counts, amounts and moods are read in the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from supplyline.extract.beside import denied, meet, unheard
from supplyline.extract.framing import limits
from supplyline.extract.framing.added import FACTS, PAID, cross, tells
from supplyline.extract.framing.decode import Told
from supplyline.extract.glosses.marks import Marks, enough, ordered
from supplyline.extract.slavic import numbers
from supplyline.extract.slavic.content import Attribution, cues
from supplyline.extract.slavic.roles import goods_name
from supplyline.extract.slavic.sources import Scene, source_of, speaking, speaks
from supplyline.extract.slavic.view import Frame, Role, mood
from supplyline.extract.slavic.words import CLOSERS, OPENERS, Word
from supplyline.extract.tagger.layers import ONE
from supplyline.extract.tagger.model import Said
from supplyline.model import Count
from supplyline.read import countries

NOT = frozenset(["не", "ні", "ни", "нет", "немає", "нема", "без", "жоден", "жодних", "жодного", "жодної", "никаких", "никакого", "никакой", "ніколи", "никогда"])
REFUSED = ("відмов", "запереч", "спростов", "спросту", "отказ", "отрица", "опроверг")
BUT = frozenset(["менше", "меньше", "менее", "лише", "тільки", "только", "более", "більше"])  # "не менше 20"
EDGES = ("PREP", "CONJ", "PRCL", "REL", "ADVB")
LEAST_WORDS = 4  # a shorter content is a name or a thing, not what was said


def said(scene: Scene, marks: Marks, found: Sequence[Attribution]) -> list[Attribution]:
    return unheard((_saying(scene, marks, s) for s in marks.sayings(scene.sentence.start, scene.sentence.end)), found)


def _saying(scene: Scene, marks: Marks, s: Said) -> Attribution | None:
    words = scene.words
    cue = [k for k, w in enumerate(words) if s.cue[0][0] <= w.start < s.cue[0][1]]
    k = next((k for k, p in enumerate(scene.phrases) if s.source[0][0] <= words[p.head].start < s.source[0][1]), None)
    content = _longest(words, s.content, cue)
    if not cue or k is None or content is None or content[1] - content[0] < LEAST_WORDS or (cue[0] and words[cue[0] - 1].low == "не"):
        return None
    span = words[content[0]].start, words[content[1] - 1].end
    speaker, known = source_of(scene, k), cues(scene.language)
    if meet((speaker.start, speaker.end), span) or not (speaks(scene, scene.phrases[k]) or speaking(scene, k)):
        return None
    stance = next((known[words[n].lemma][0] for n in cue if words[n].lemma in known), None) or marks.stance(*s.cue[0])
    return Attribution(speaker, (words[cue[0]].start, words[cue[-1]].end), span, stance)


def _longest(words: Sequence[Word], spans: Sequence[tuple[int, int]], cue: Sequence[int]) -> tuple[int, int] | None:
    """The longest stretch of the content in this sentence, without "that" and without marks at its ends."""
    inside = [any(a <= w.start < b for a, b in spans) and k not in cue for k, w in enumerate(words)]
    best, start = (0, 0), 0
    for k in range(len(words) + 1):
        if k == len(words) or not inside[k]:
            best = max(best, (start, k), key=lambda own: own[1] - own[0])
            start = k + 1
    a, b = best
    while a < b and (words[a].pos == "PNCT" or words[a].low in ("що", "что")):
        a += 1
    while a < b and words[b - 1].pos == "PNCT":
        b -= 1
    return (a, b) if a < b else None


def judged(scene: Scene, marks: Marks, frames: Sequence[Frame]) -> list[Frame]:
    out = []
    for f in frames:
        if f.negated:
            out.append(f)  # what is not done is no fact, but a denial
            continue
        kept = marks.believed(f.kind, f.start, f.end, [(r.role, r.start, r.end) for r in f.roles])
        if kept:
            out.append(_filled(scene, marks, _kept(f, tuple(f.roles[n] for n in kept))))
    return out


def _kept(f: Frame, roles: tuple[Role, ...]) -> Frame:
    """With these roles alone; what was counted in another is not counted."""
    counted = f.count if f.count is None or f.count.role is None or any(r.role == f.count.role for r in roles) else None
    return replace(f, roles=roles, count=counted)


def _filled(scene: Scene, marks: Marks, frame: Frame) -> Frame:
    roles = list(frame.roles)
    for role, a, b in marks.fillers(frame.kind, frame.start, frame.end):
        new = _role(scene, role, a, b)
        if new is not None and not any(cross(new, r) or _same(scene, new, r) for r in roles) and not (role in ONE and any(r.role == role for r in roles)):
            roles.append(new)
    return replace(frame, roles=tuple(roles))


def added(scene: Scene, marks: Marks, found: Sequence[Frame], denials: Sequence[Attribution]) -> list[Frame]:
    """Not what `denials` or a negated frame deny already."""
    out: list[Frame] = []
    negated = [(f.start, f.end) for f in found if f.negated]
    for t in marks.sure(scene.sentence.start, scene.sentence.end):
        frame = _frame(scene, t)
        if frame is None or (frame.kind == "denial" and denied((frame.start, frame.end), negated, denials)):
            continue
        if not any(tells(f, frame) for f in (*found, *out)):
            out.append(frame)
    return out


def _frame(scene: Scene, t: Told) -> Frame | None:
    words = scene.words
    inside = [k for k, w in enumerate(words) if t.start <= w.start < t.end]
    if len(inside) < 2:
        return None
    i, j = inside[0], inside[-1] + 1
    roles: list[Role] = []
    for role, a, b, chance in ordered(t):
        r = _role(scene, role, a, b) if chance >= limits.GLOSSED_ROLE else None
        if r is not None and not any(_same(scene, r, q) for q in roles):
            roles.append(r)  # a name has one part in a frame
    if not enough(t, [r.role for r in roles]) or (t.kind in FACTS and _negated(words, i, j)):
        return None
    start, end = words[i].start, words[j - 1].end
    text, language = scene.text[start:end], scene.language
    moved = numbers.changes(text, start, language) if t.kind == "trade_flow" else []
    amounts = [v for a, _, v in numbers.values(text, start, language) if not any(x <= a < y for x, y, _ in moved)]
    if t.kind != "trade_flow":
        amounts = [v for v in amounts if t.kind in PAID and (v.unit == "t" or v.unit.isupper())]
    dated = [d for d in scene.dates if (d.period.from_ or d.period.to) and d.start < end and start < d.end]
    return Frame(
        t.kind, start, end, tuple(sorted(roles, key=lambda r: (r.start, r.role))), _count(language, roles, text, start), amounts[0] if amounts else None,
        moved[0][2] if moved else None, dated[0] if dated else None, False, "denies" if t.kind == "denial" else mood(scene, i, j), f"{t.made_by}-{language}",
    )  # fmt: skip


def _negated(words: Sequence[Word], i: int, j: int) -> bool:
    """Is there a "not" in the words, or in the clause before them that governs them?"""
    first = next((k + 1 for k in range(i - 1, max(i - 6, -1), -1) if words[k].pos == "PNCT"), max(i - 6, 0))
    return any((words[k].low in NOT and not (k + 1 < len(words) and words[k + 1].low in BUT)) or (words[k].verb and words[k].low.startswith(REFUSED)) for k in range(first, j))


def _role(scene: Scene, role: str, start: int, end: int) -> Role | None:
    """The words of a filler without what leads in or out, and without the number of what is counted."""
    inside = [w for w in scene.words if start <= w.start < end]
    while inside and (inside[0].pos in EDGES or (inside[0].pos == "PNCT" and inside[0].text not in '«“"') or (inside[0].pos in ("NUMB", "NUMR") and len(inside) > 1)):
        inside.pop(0)
    while inside and (inside[-1].pos in EDGES or (inside[-1].pos == "PNCT" and inside[-1].text not in '»”")')):
        inside.pop()
    shown = "".join(w.text for w in inside)
    if inside and inside[-1].text in CLOSERS and not any(c in OPENERS for c in shown):
        inside.pop()  # the mark of a quotation that begins elsewhere
    if inside and inside[0].text in OPENERS and not any(c in CLOSERS for c in shown):
        inside.pop(0)
    if not any(c.isalpha() for w in inside for c in w.text):
        return None
    places = [p.place for p in scene.phrases if inside[0].start <= scene.words[p.head].start < inside[-1].end]
    name = goods_name(inside, scene.language) if role == "goods" else None
    if role != "goods" and len(places) == 1 and places[0] is not None and places[0].itself:
        name = countries.name(places[0].iso)
    return Role(role, inside[0].start, inside[-1].end, name)


def _same(scene: Scene, a: Role, b: Role) -> bool:
    return scene.text[a.start : a.end].casefold() == scene.text[b.start : b.end].casefold()


def _count(language: str, roles: Sequence[Role], text: str, start: int) -> Count | None:
    """A number at the head of a filler or right before it."""
    for c in numbers.counts(text, start, language):
        for r in roles:
            if c.start <= r.start <= c.end + 1 or r.start <= c.start < r.end:
                return Count(c.min, c.max, c.text, r.role)
    return None
