"""Frames that the rules miss and the network finds.

`added(scene, told, found)` gives frames beside those the rules found in a sentence: surely marked,
where no rule told a frame of that kind in the same words. The rules' own readers give count, period, value, change and
stance. Words are always those of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log
from operator import attrgetter
from typing import Protocol

from supplyline.extract.amounts import changes, values
from supplyline.extract.dates import Found
from supplyline.extract.frames.common import Frame, Role, Scene, stance_of
from supplyline.extract.frames.counted import counted
from supplyline.extract.frames.settle import GENERIC
from supplyline.extract.framing import limits
from supplyline.extract.framing.decode import Told
from supplyline.extract.tagger.layers import ONE
from supplyline.extract.verbs import VerbGroup

PAID = frozenset({"supply", "shipment", "designation", "production"})
WHOLE = frozenset({"goods", "supplier", "recipient", "maker", "partner", "reporter"})
TRAILING, LEADING = ("(", ",", ";", ":", "-", "–", "—", "/", "$"), (")", ",", ";", ":", "-", "–", "—", "/")
FACTS = frozenset({"supply", "shipment", "cooperation", "production", "ownership", "designation", "trade_flow"})
NOT = frozenset({"not", "n't", "n’t", "never", "no", "none", "nor", "neither", "without", "non-existent", "nonexistent", "denied", "denies", "deny", "refused", "refuses", "refuse", "failed", "fails", "fail"})
INSIDE = {("authority", "programme"), ("actor", "measure")}  # "the EU sanctions list"
LISTING = re.compile(r"[,;:(]|\b(?:and|or|including)\b|\bas well as\b|\bsuch as\b")
ITEM = re.compile(r"\n[ \t]*(?:[-•*–·]|\d+[.)])")
CLAUSES = frozenset({"reason", "measure", "denied"})
ALIKE = ({"supply", "shipment"},)  # one fact is told as one of these


def near(told: Sequence[Told], longest: int, start: int, end: int) -> Sequence[Told]:
    """Those that can meet a stretch of the text, of many in the order of their beginnings, none longer than `longest`."""
    first = bisect_left(told, start - longest, key=attrgetter("start"))
    return told[first : bisect_left(told, end, first, key=attrgetter("start"))]


def added(scene: Scene, told: Sequence[Told], found: Sequence[Frame]) -> list[Frame]:
    out: list[Frame] = []
    for t in told:
        if scene.sentence.start <= (t.start + t.end) // 2 < scene.sentence.end and is_sure(t):
            frame = _frame(scene, t)
            if frame is not None and not any(tells(f, frame) for f in (*found, *out)):
                out.append(frame)
    return out


def filled(scene: Scene, told: Sequence[Told], frame: Frame) -> Frame:
    """A frame of the rules in the bounds of the network, with the surely marked words of roles that it leaves empty or that have more fillers."""
    marked: list[tuple[Role, float]] = []
    for t in told:
        if t.start >= frame.end or frame.start >= t.end or not alike(t.kind, frame.kind):
            continue
        for role, a, b, chance in t.fillers:
            new = _role(scene, role, a, b) if chance >= min(limits.FILL, limits.ALSO.get(role, 1), limits.BOUNDS.get(role, 1)) else None
            if new is not None and (role != "supplier" or any(c.isupper() for c in scene.words(new))):  # "foreign suppliers" are nobody
                marked.append((new, chance))
    marked.sort(key=lambda m: -m[1])
    marked = [m for n, m in enumerate(marked) if not any(q.role == m[0].role and cross(q, m[0]) for q, _ in marked[:n])]
    roles: list[Role] = []
    for r in frame.roles:
        within = [new for new, chance in marked if new.role == r.role and chance >= limits.BOUNDS.get(r.role, 1) and cross(new, r) and not _cuts(scene, r, new)]
        roles += [new for new in (within if _listed(scene, within) else [r]) if not _known(scene, roles, new)]
    for new, chance in marked:
        if new.role in frame.settled or chance < limits.ALSO.get(new.role, limits.FILL) or (new.role in ONE and new.role not in limits.ALSO and any(r.role == new.role for r in roles)):
            continue
        before = [r for r in roles if r.role == new.role and not scene.here(r)]
        if len(before) < sum(r.role == new.role for r in roles):
            before = []  # whom the document named before gives way to whom the sentence names
        others = [r for r in roles if r not in before]
        if any(r.role == new.role and _names(scene, new, r) for r in others):
            continue  # "two firms" of "two firms, Alpha and Beta"
        if not any(cross(r, new) and (new.role, r.role) not in INSIDE for r in others) and not _known(scene, others, new, any_role=True):
            roles = [*others, new]
    return replace(frame, roles=tuple(roles))


def _names(scene: Scene, kind: Role, named: Role) -> bool:
    """Does what is merely described stand right before the name of it?"""
    between = scene.text[kind.end : named.start] if kind.end <= named.start else "-"
    return between.strip() in (",", ":") and scene.words(kind).split()[-1].islower() and scene.words(named)[:1].isupper()


def _known(scene: Scene, roles: Sequence[Role], new: Role, any_role: bool = False) -> bool:
    """Do the same words fill the role already?"""
    return any((any_role or r.role == new.role) and scene.words(r).casefold() == scene.words(new).casefold() for r in roles)


def _cuts(scene: Scene, known: Role, new: Role) -> bool:
    """ "tools" of "machine tools", "20 plants" of "at least 20 plants", "imposed controls" of "controls on drones"."""
    if new.role == "measure" and new.end < known.end:
        return True
    at = scene.range(new.start, new.end) if new.start > known.start else None
    lead = scene.range(known.start, new.start) if at is not None and new.end == known.end else None
    if lead is not None and all(t.tag not in ("N", "J") for t in scene.toks[slice(*lead)]):
        return True
    return at is not None and at[0] > 0 and all(t.tag == "N" and t.text[0].islower() for t in scene.toks[at[0] - 1 : at[0] + 1])


def _listed(scene: Scene, parts: list[Role]) -> bool:
    """One phrase, or several as a list has them: a phrase that is merely cut in two stays whole."""
    parts.sort(key=lambda r: r.start)
    return bool(parts) and all(a == b or LISTING.search(scene.text, a.end, b.start) for a, b in pairwise(parts))


def cross(a: Role, b: Role) -> bool:
    return a.start < b.end and b.start < a.end


def alike(one: str, other: str) -> bool:
    return one == other or any({one, other} == pair for pair in ALIKE)


def is_sure(t: Told) -> bool:
    return sure(t) >= limits.FRAME


def sure(t: Told) -> float:
    """The log odds of its evidence and of its two surest roles (parties where a party is enough), and how long it is."""
    best: dict[object, float] = {}
    for role, start, _, chance in t.fillers:
        key = (role, start) if t.kind == "cooperation" else role
        best[key] = max(best.get(key, 0), chance)
    first, second, *_ = (*sorted(best.values(), reverse=True), 0.0, 0.0)
    return _odds(t.sure) + limits.FIRST * _odds(first) + limits.SECOND * _odds(second) + (t.end - t.start) / limits.SIZE


def _odds(chance: float) -> float:
    """Their logarithm, in [-4, 4]: above and below the network's chances say no more."""
    return log((chance + 0.02) / (1.02 - chance))


class Fact(Protocol):
    """What is asked of a frame of any language to hold it against another."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def roles(self) -> Sequence[Role]: ...
    @property
    def made_by(self) -> str: ...


def tells(known: Fact, new: Fact) -> bool:
    """Is it the same fact: the same kind in words that overlap, or nearly all its fillers told as another kind? A reason, a step and what is denied hold facts of their own."""
    if known.start >= new.end or new.start >= known.end:
        return False
    if alike(known.kind, new.kind):
        return True
    shared = sum(any(cross(r, q) for q in known.roles if q.role not in CLAUSES) for r in new.roles)
    return known.made_by == "rules" and shared >= max(2, len(new.roles) - 1)


def _frame(scene: Scene, t: Told) -> Frame | None:
    i, j = scene.range(t.start, t.end) or (0, 0)
    if j - i < 2 or ITEM.search(scene.text, scene.toks[i].start, scene.toks[j - 1].end):
        return None  # what runs over items of a list is no clause
    roles: list[Role] = []
    for role, a, b, _ in sorted((f for f in t.fillers if f[3] >= limits.ROLES.get(f[0], limits.ROLE)), key=lambda f: (-f[3], f[1], f[0])):
        r = _role(scene, role, a, b)
        if r is not None and not any(scene.words(r).casefold() == scene.words(q).casefold() for q in roles):
            roles.append(r)  # a name has one part in a frame
    roles.sort(key=lambda r: (r.start, r.role))
    alone = len({r.role for r in roles}) < 2 and not (t.kind == "cooperation" and len(roles) > 1)
    if not roles or (alone and (sure(t) < limits.ALONE or scene.sentence.heading or all(scene.words(r).casefold() in GENERIC for r in roles))):
        return None
    verb = next((g for g in scene.groups if i <= g.head < j), None)
    if t.kind in FACTS and _negated(scene, i, j):
        return None  # what is not done is not alleged
    frame = scene.frame(t.kind, i, j, roles, stance=_stance(scene, t.kind, verb), period=_period(scene, t))
    return _measured(scene, replace(frame, made_by=t.made_by, trigger=i))


def _negated(scene: Scene, i: int, j: int) -> bool:
    """Is there a "not" in the words, or in the clause before them that governs them?"""
    start = next((k + 1 for k in range(i - 1, max(i - 8, -1), -1) if scene.toks[k].text in (",", ";", ":", ".")), max(i - 8, 0))
    return any(t.low in NOT for t in scene.toks[start:j])


def _role(scene: Scene, role: str, start: int, end: int) -> Role | None:
    """The words of a filler as the rules trim them; in another sentence as they stand, to the ends of words."""
    at = scene.range(start, end)
    if at is not None:
        i, j = at
        toks = scene.toks
        if j - i > 1 and toks[j - 1].tag == "M" and j < len(toks) and toks[j].tag in ("N", "J"):
            j -= 1  # "seized 40" of "seized 40 trucks"
        while j > i and (toks[j - 1].tag in ("P", "T", "D", "C", "G", "W") or toks[j - 1].text in TRAILING or (toks[j - 1].text == ")" and not any(t.text == "(" for t in toks[i:j]))):
            j -= 1
        while i < j and (toks[i].tag in ("P", "T", "G") or toks[i].text in LEADING or toks[i].low in ("'s", "’s")):
            i += 1
        if i >= j or not any(c.isalpha() for t in toks[i:j] for c in t.text):
            return None
        if role in WHOLE and toks[j - 1].tag == "N" and j < len(toks) and toks[j].tag == "N" and toks[j - 1].text[0].islower():
            return None  # "arms" of "arms plants" are no goods
        return scene.role(role, (i, j))
    while start > 0 and scene.text[start - 1].isalnum() and scene.text[start].isalnum():
        start -= 1
    while end < len(scene.text) and scene.text[end].isalnum() and scene.text[end - 1].isalnum():
        end += 1
    return Role(role, start, end) if scene.text[start].isupper() else None


def _stance(scene: Scene, kind: str, verb: VerbGroup | None) -> str | None:
    if kind == "denial":
        return "denies"
    return stance_of(scene, verb) if verb is not None else None


def _period(scene: Scene, t: Told) -> Found | None:
    """The date nearest to the evidence."""
    dated = [f for f in scene.dates if f.period.from_ or f.period.to]
    dated.sort(key=lambda f: (max(t.start - f.start, f.start - t.end, 0), f.start))
    return dated[0] if dated else None


def _measured(scene: Scene, frame: Frame) -> Frame:
    """With the amount and the change its words give, and how many of what."""
    words = scene.text[frame.start : frame.end]
    moved = changes(words, frame.start) if frame.kind == "trade_flow" else []
    amounts = [v for a, _, v in values(words, frame.start) if not any(x <= a < y for x, y, _ in moved)]
    if frame.kind != "trade_flow":
        amounts = [v for v in amounts if frame.kind in PAID and (v.unit == "t" or v.unit.isupper())]
    return counted(scene, replace(frame, change=moved[0][2] if moved else None, value=amounts[0] if amounts else None))
