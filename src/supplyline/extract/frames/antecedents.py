"""Whom do "the company" and "both firms" mean?

`meant(scene, frame)` puts in the place of a filler that only points back the words that name it: the one party of its class that the
last sentence with such a party named, or those where it points at several. Where that sentence leaves a choice, the filler stays as written. Nothing is guessed: words of the document stand in for its words.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.frames.common import Frame, Role, Scene
from supplyline.extract.lexicon import mapping
from supplyline.extract.phrases import Range
from supplyline.read.countries import adjective, country, metonym

PARTIES = frozenset({"supplier", "recipient", "via", "target", "maker", "owner", "owned", "party", "denier"})
BACK = frozenset({"the", "this", "that", "these", "those", "both", "such"})
FAR = 600  # characters of text in which a party is still at hand


def meant(scene: Scene, frame: Frame) -> Frame:
    """The frame with those its words point back to; what it names is at hand for those after it."""
    roles: list[Role] = []
    for r in frame.roles:
        found = _named(scene, r) if r.role in PARTIES and r.name is None and scene.here(r) else []
        taken = {(q.role, q.start) for q in (*roles, *frame.roles)}
        roles += [q for q in found if (q.role, q.start) not in taken] or ([] if found else [r])
    scene.memory.named = (*scene.memory.named[-40:], *(r for r in roles if r.role in PARTIES and r not in scene.memory.named))
    return replace(frame, roles=tuple(roles)) if tuple(roles) != frame.roles else frame


def _named(scene: Scene, r: Role) -> list[Role]:
    at = scene.range(r.start, r.end)
    kind = mapping(scene.language, "pointing_nouns").get(scene.toks[at[1] - 1].low) if at is not None else None
    if at is None or kind is None or not _points_back(scene, at):
        return []
    firms = [p for p in scene.memory.named if r.start - FAR < p.start and p.end <= scene.sentence.start and _is_firm(scene.words(p))]
    last = [p for p in firms if ". " not in scene.text[p.end : firms[-1].start] and "\n" not in scene.text[p.end : firms[-1].start]]
    names = list({scene.words(p): p for p in last}.values())
    fits = len(names) == 1 if kind == "one" else 2 <= len(names) <= 6
    return [replace(p, role=r.role) for p in names] if fits else []


def _points_back(scene: Scene, at: Range) -> bool:
    """A definite noun with nothing of its own: "the company", "both firms", "the two plants"."""
    toks = scene.toks
    first = at[0] - (toks[at[0]].tag != "D" and at[0] > 0 and toks[at[0] - 1].tag == "D")
    after = toks[at[1]] if at[1] < len(toks) else None
    own = after is not None and (after.tag in ("P", "W") or after.form == "ing") and after.low != "to"
    return toks[first].low in BACK and not own and all(t.tag in ("D", "M") for t in toks[first : at[1] - 1])


def _is_firm(name: str) -> bool:
    """A name that is by its form no state and none of its bodies."""
    words = name.split()
    bodies = {"department", "ministry", "office", "treasury", "council", "government"}
    return name[:1].isupper() and country(name) is None and metonym(name) is None and adjective(words[0]) is None and not bodies & {w.casefold() for w in words}
