"""What the rules told and the network sees nothing of.

The network says of each piece of a text how likely it is inside the evidence and the roles of each kind of frame. Where it is all
but sure that no piece of a frame's words is evidence of its kind, or no piece of a filler has its role, the rule was misled by
an order of words that it took for another ("is moving ahead with a large-scale project" moves nothing to anyone).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from supplyline.extract.frames.common import Frame, Role
from supplyline.extract.framing import limits
from supplyline.extract.framing.added import alike
from supplyline.extract.framing.decode import PLACE, Seen
from supplyline.extract.tagger.layers import KINDS


def believed(frames: Sequence[Frame], seen: Seen | None) -> list[Frame]:
    """The frames of the rules without those, and without the fillers, that the network sees nothing of."""
    if seen is None:
        return list(frames)
    out = []
    for f in frames:
        sure = [r for r in f.roles if r.role in f.settled or seen.most(r.start, r.end, pairs(f.kind, r.role)) >= limits.ROLE_SEEN]
        roles = tuple(r for r in f.roles if r in sure or any(_beside(r, q) for q in sure))
        if roles and seen.most(f.start, f.end, pairs(f.kind, "")) >= limits.FRAME_SEEN:
            out.append(replace(f, roles=roles))
    return out


def _beside(one: Role, other: Role) -> bool:
    """Do they stand in one list of things ("equipment, spare parts")? Then what is seen of one is seen of both."""
    gap = max(one.start, other.start) - min(one.end, other.end)
    return one.role == other.role and one.role in ("goods", "form", "field") and 0 < gap <= len(", and ")


@cache
def pairs(kind: str, role: str) -> list[tuple[str, str]]:
    return [(k, role) for k in KINDS if alike(k, kind) and (k, role) in PLACE]
