"""In which stance is something said?

The rules read it from the cue and a few words of the content. A reply that denies without a word of denying ("we are not a back
door"), a step told as a fact, a wish told as an opinion show in what stands around them: there the network is asked.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.framing.decode import Seen
from supplyline.extract.sayings import Attribution
from supplyline.extract.tagger.layers import STANCES

SURE = 0.8
NOTHING = 0.02


def heard(seen: Seen, cue: tuple[int, int], sure: float = SURE) -> str:
    """The stance that the network hears in the words of a cue: the likeliest, where it is so sure; else it is asserted."""
    chance, stance = max((seen.most(*cue, [("stance", s)]), s) for s in STANCES)
    return stance if chance > sure else "asserts"


def revised(a: Attribution, seen: Seen | None) -> Attribution:
    """With the stance that the network hears, where the rules read none, or one that it hears nothing of."""
    if seen is None or (a.stance != "asserts" and not unheard(a, seen, a.stance)):
        return a
    return replace(a, stance=heard(seen, a.cue))


def unheard(a: Attribution, seen: Seen | None, stance: str) -> bool:
    return seen is not None and stance in STANCES and seen.most(*a.cue, [("stance", stance)]) < NOTHING
