"""What do the lists add to a grade?

A supplier, maker or intermediary that an authority has listed is a reason to read beside an event's grade: somebody with
powers to know has accused that party of something. It is no word about this event, so letter and digit stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from supplyline.model import Event, Grade, Hit

SUPPLIERS = frozenset(("supplier", "maker", "via"))
_MOST = 3  # listings named; the others are counted


def reasons(
    grades: Iterable[Grade], events: Iterable[Event], hits: Iterable[Hit], captions: Mapping[str, str]
) -> tuple[Grade, ...]:
    """The grades, in their order; `captions`: id of an entity or a list -> its name; a list
    that is not there (one that repeats another) is left out."""
    listed: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.status == "listed" and hit.list in captions:
            listed.setdefault(hit.entity, []).append(hit)
    parties = {e.id: sorted({p.partition("=")[2] for p in e.parties if p.partition("=")[0] in SUPPLIERS}) for e in events}
    return tuple(_with(grade, [h for party in parties.get(grade.event, ()) for h in listed.get(party, ())], captions) for grade in grades)


def _with(grade: Grade, hits: list[Hit], captions: Mapping[str, str]) -> Grade:
    if not hits:
        return grade
    hits = sorted(hits, key=lambda h: (h.listed_on or "9999", h.id))
    told = [f"{captions.get(h.entity, h.entity)} on {captions[h.list]}{f' since {h.listed_on}' if h.listed_on else ''}" for h in hits[:_MOST]]
    more = f" and {len(hits) - _MOST} more" if len(hits) > _MOST else ""
    reason = f"listed: {'; '.join(told)}{more}; a listing speaks of the party and not of this event, so the grade stays"
    return replace(grade, reasons=(*grade.reasons, reason), because=(*grade.because, *(h.id for h in hits)))
