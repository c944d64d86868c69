"""How many of what, and how much, where no rule has told it.

The number at the head of a filler; of listings and shipments also the number of them ("500 new sanctions", "over 1,000
containers of shells"); of shipments what they are said to be worth.
"""

from __future__ import annotations

import re
from dataclasses import replace

from supplyline.extract.amounts import values
from supplyline.extract.frames.common import SCALES, Frame, Role, Scene
from supplyline.extract.phrases import np_left
from supplyline.model import Count, Value

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
# Their own number stands before that of a filler.
EVENTS = {"designation": frozenset({"sanctions", "designations", "listings"})}
WORTH = re.compile(r"\b(?:worth|valued\s+at|value\s+of|totall?ing)\s+$", re.I)


def counted(scene: Scene, frame: Frame) -> Frame:
    """The frame with a count, and a shipment with its worth, if it had none."""
    if frame.kind == "shipment" and frame.value is None:
        frame = replace(frame, value=_worth(scene, frame))
    if frame.count is not None:
        return frame
    events = scene.group_words("shipment_noun") if frame.kind == "shipment" else EVENTS.get(frame.kind, frozenset())
    if (told := _events(scene, frame, events)) is not None:
        return replace(frame, count=told)
    fillers = (r for role in ORDER.get(frame.kind, ()) for r in frame.roles if r.role == role)
    return replace(frame, count=next((c for r in fillers if (c := _count(scene, r)) is not None), None))


def _events(scene: Scene, frame: Frame, nouns: frozenset[str]) -> Count | None:
    """ "500 new sanctions", "1,000 containers of shells": what happened is counted itself."""
    toks = scene.toks
    for k, t in enumerate(toks):
        if t.low not in nouns or not frame.start <= t.start < frame.end:
            continue
        base = np_left(toks, k + 1)
        if base is not None and any(x.tag == "M" and x.text[-1] != "%" for x in toks[base[0] : k]):
            number = scene.number(base)
            return Count(number.min, number.max, number.text, None, t.text) if number is not None else None
    return None


def _worth(scene: Scene, frame: Frame) -> Value | None:
    """ "shipments …, for a total value of $22,600", "chips worth $53.6 million were shipped"."""
    text, start = scene.sentence.text, scene.sentence.start
    amounts = [v for a, _, v in values(text, start) if v.unit.isupper() and WORTH.search(text[: a - start])]
    return amounts[0] if len(amounts) == 1 else None


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
