"""How many of what, where no rule has told it: the number at the head of a filler."""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.frames.common import SCALES, Frame, Role, Scene
from supplyline.model import Count

# The roles of each kind that are counted, the one that a reader would count first.
ORDER = {
    "supply": ("goods", "recipient", "supplier", "via"),
    "shipment": ("goods", "recipient", "supplier", "via"),
    "designation": ("target",),
    "production": ("goods", "maker", "place"),
    "measure": ("target", "actor", "measure"),
    "trade_flow": ("goods", "reporter", "partner"),
    "cooperation": ("party", "field"),
    "status": ("subject",),
    "ownership": ("owned", "owner"),
}


def counted(scene: Scene, frame: Frame) -> Frame:
    """The frame with a count, if it had none."""
    if frame.count is not None:
        return frame
    fillers = (r for role in ORDER.get(frame.kind, ()) for r in frame.roles if r.role == role)
    return replace(frame, count=next((c for r in fillers if (c := _count(scene, r)) is not None), None))


def _count(scene: Scene, role: Role) -> Count | None:
    """ "20 factories": a number at the head of the phrase or right before it."""
    at = scene.range(role.start, role.end)
    if at is None:
        return None
    toks, first = scene.toks, at[0]
    while first > 0 and (toks[first - 1].tag == "M" or toks[first - 1].low in SCALES) and toks[first - 1].text[-1] != "%":
        first -= 1
    if toks[first].tag != "M" or (first > 0 and toks[first - 1].text in "$€£¥"):
        return None
    return scene.count((first, at[1]), role.role)
