"""What would raise the digit or the letter of a grade?

`would_raise` names what, added to the case, would raise it; a test adds each and looks. Promises: nothing that leaves the
grade as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from supplyline.weigh.publishers import JUDGED, Publisher
from supplyline.weigh.voices import Voice

_RECORD = "a primary record that tells it: a notice of customs, a register, an official journal"
_CHECK = "figures of customs, or lines of a register, that bear the whole of it out"


def would_raise(best: Publisher, digit: int, why: str, heard: Sequence[Voice], step: int, in_reach: bool) -> tuple[str, ...]:
    """`why`: what made the digit before a check moved it by `step`; `in_reach`: whether a check could meet all of the event."""
    out: list[str] = []
    named = [v for v in heard if v.named]
    who = f" of {named[0].label}" if named else ""
    other = f"a named source independent{who}: another country's or body's own statement"
    if why == "one" and not any(v.apart for v in named):
        other += f"; and a report that says which country or body {named[0].label} speaks for"
    if why == "future":
        out.append("a report that it has happened, which is an event of its own")
    elif why == "own words":
        out.append("two named sources independent of each other")
    elif why not in ("voices", "contradicted", "") and not (digit == 2 and step):
        out.append(other)
    if why in ("unnamed", "unsourced", "taken back", "voices") or (why in ("one", "hedged") and _meets_a_record(named)):
        out.append(_RECORD)
    if in_reach and step == 0 and digit > 2 and why not in ("future", "taken back"):
        out.append(_CHECK)
    if best.letter == "F":
        out.append(f"a reliability for {best.name} in case.toml, if you know it, or {JUDGED} of its claims judged")
    return tuple(out)


def _meets_a_record(named: Sequence[Voice]) -> bool:
    """Would a record stand beside a voice that is known to be apart from it?"""
    return any(v.apart for v in named) and not any(v.record for v in named)
