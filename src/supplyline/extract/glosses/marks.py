"""What the network of English marks in a gloss, at the places of the original.

`found(gloss, reader)` asks it once for a text. `Marks` then tells which frames it is sure of, whose words fill which role, what it sees
of a frame that the rules told, and which sayings it marks. Chances are in [0, 1]; offsets are the original's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from supplyline.extract.framing import added, doubt, limits
from supplyline.extract.framing.decode import Seen, Told
from supplyline.extract.glosses.written import Gloss
from supplyline.extract.tagger import model
from supplyline.extract.tagger.layers import ROLES, STANCES

Filler = tuple[str, int, int]  # role, start, end


@dataclass(frozen=True, slots=True)
class Marks:
    told: tuple[Told, ...] = ()  # in the order of their words
    said: tuple[model.Said, ...] = ()  # in the order of their cues
    gloss: Gloss = field(default_factory=Gloss)
    seen: Seen | None = None
    longest: int = 0  # characters of a frame

    def sure(self, start: int, end: int) -> list[Told]:
        """The frames it is sure of whose middle lies between two offsets."""
        near = added.near(self.told, self.longest, start, end)
        return [t for t in near if start <= (t.start + t.end) // 2 < end and added.sure(t) >= limits.GLOSSED]

    def fillers(self, kind: str, start: int, end: int) -> Iterator[Filler]:
        """What surely fills the roles of a frame that stands between two offsets, the surest first."""
        near = [t for t in added.near(self.told, self.longest, start, end) if t.start < end and start < t.end and added.alike(t.kind, kind)]
        own = max(near, key=lambda t: (min(t.end, end) - max(t.start, start), -t.start), default=None)  # the frame itself, not its neighbour
        for role, a, b, chance in ordered(own) if own is not None else ():
            if chance >= limits.GLOSSED_FILL and role in ROLES[kind]:
                yield role, a, b

    def believed(self, kind: str, start: int, end: int, fillers: Sequence[Filler]) -> list[int]:
        """Which fillers of a frame of the rules it sees something of; none where it sees nothing of the frame."""
        kept = [n for n, (role, a, b) in enumerate(fillers) if self._most(kind, role, a, b) >= limits.GLOSSED_ROLE_SEEN]
        return kept if self._most(kind, "", start, end) >= limits.GLOSSED_FRAME_SEEN else []

    def sayings(self, start: int, end: int) -> list[model.Said]:
        """Those it is sure of that have a source and whose cue begins between two offsets."""
        first = bisect_left(self.said, start, key=_begins)
        near = self.said[first : bisect_left(self.said, end, first, key=_begins)]
        return [s for s in near if s.source and s.sure >= limits.GLOSSED_SAID]

    def stance(self, start: int, end: int) -> str:
        """What is done with the words of a cue: one of STANCES where it is likelier than not, else they assert."""
        at = self.gloss.english(start, end)
        if at is None or self.seen is None:
            return "asserts"
        chance, stance = max((self.seen.most(*at, [("stance", s)]), s) for s in STANCES)
        return stance if 0.5 < chance < 1 else "asserts"  # 1 is where no piece was read

    def _most(self, kind: str, role: str, start: int, end: int) -> float:
        at = self.gloss.english(start, end) if self.seen is not None else None
        return self.seen.most(*at, doubt.pairs(kind, role)) if at is not None and self.seen is not None else 1.0


def enough(t: Told, roles: Sequence[str]) -> bool:
    """Are these roles enough to tell the frame: two, or two parties of joint work, or one where all is surest?"""
    if not roles:
        return False
    alone = len(set(roles)) < 2 and not (t.kind == "cooperation" and len(roles) > 1)
    return not alone or added.sure(t) >= limits.GLOSSED_ALONE


def ordered(t: Told) -> list[tuple[str, int, int, float]]:
    """Its fillers, the surest first."""
    return sorted(t.fillers, key=lambda f: (-f[3], f[1], f[0]))


def found(gloss: Gloss, reader: str) -> Marks:
    """Nothing where the weights do not run here."""
    seen = model.find(gloss.text, model.GLOSSED[reader])
    if seen is None:
        return Marks()
    told = []
    for t in seen.told:
        own = gloss.original(t.start, t.end)
        fillers = [(role, *at, chance) for role, a, b, chance in t.fillers if (at := gloss.original(a, b)) is not None]
        if own is not None and fillers:
            told.append(replace(t, start=own[0], end=own[1], fillers=tuple(fillers)))
    said = [
        model.Said(_all(gloss, s.source), cue, content, s.sure)
        for s in seen.said
        if (cue := _all(gloss, s.cue)) and (content := _all(gloss, s.content))
    ]
    return Marks(
        tuple(sorted(told, key=lambda t: (t.start, t.end, t.kind))),
        tuple(sorted(said, key=lambda s: (s.cue, s.content, s.source))),
        gloss, seen.seen, max((t.end - t.start for t in told), default=0),
    )  # fmt: skip


def _begins(s: model.Said) -> int:
    return s.cue[0][0]


def _all(gloss: Gloss, spans: model.Spans) -> model.Spans:
    return tuple(at for span in spans if (at := gloss.original(*span)) is not None)
