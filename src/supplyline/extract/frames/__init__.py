"""Which facts does a sentence allege? One module a family of frames, one registry line each.

`find(scene)` runs the families in order and drops a frame that repeats an earlier one of its kind
(overlapping words and a shared filler).
"""

from __future__ import annotations

from supplyline.extract.frames import (
    arrivals,
    designation,
    exchanges,
    members,
    orders,
    ranks,
    relations,
    routes,
    steps,
    supply,
    trade,
)
from supplyline.extract.frames.acting import issuers, latest
from supplyline.extract.frames.common import Frame, Memory, Role, Scene

# trade before supply: what has a figure of its own is a statistic
FAMILIES = (designation.find, members.find, trade.find, routes.hubs, supply.find, arrivals.find, routes.find, relations.find, orders.find)

# these read what the others have left
REST = (ranks.find, exchanges.find, steps.find)

__all__ = ["FAMILIES", "Frame", "Memory", "Role", "Scene", "find"]


def find(scene: Scene) -> list[Frame]:
    out: list[Frame] = []
    scene.memory.authority = tuple(latest(scene, r) for r in scene.memory.authority) or issuers(scene)
    for family in FAMILIES:
        for frame in family(scene):
            if frame.roles and not any(_repeats(frame, other) for other in out):
                out.append(frame)
    for rest in REST:
        out += [f for f in rest(scene, tuple(out)) if f.roles and not any(_repeats(f, other) for other in out)]
    return out


def _repeats(frame: Frame, other: Frame) -> bool:
    if frame.kind != other.kind or frame.end <= other.start or other.end <= frame.start:
        return False
    mine = {(r.role, r.start) for r in frame.roles if r.role not in ("authority", "actor")}
    theirs = {(r.role, r.start) for r in other.roles if r.role not in ("authority", "actor")}
    return bool(mine & theirs) or not mine or not theirs
