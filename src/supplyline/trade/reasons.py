"""What do the checks of its claims say to the grade of an event?

`reasons(grades, checks, event_of)` adds one reason to a grade whose claims customs figures support or
contradict. Promises: letter and digit stay as they are, since figures of countries cannot tell which company
traded; however many claims were checked, customs are named once: they are one origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from supplyline.model import Check, Grade


def reasons(grades: Iterable[Grade], checks: Iterable[Check], event_of: Mapping[str, str]) -> tuple[Grade, ...]:
    """The grades, in their order; `event_of`: claim id -> event id."""
    told: dict[str, dict[str, list[Check]]] = {}
    for check in checks:
        event = event_of.get(check.claim)
        if event is not None and check.verdict != "silent":
            told.setdefault(event, {}).setdefault(check.verdict, []).append(check)
    return tuple(_with(grade, told[grade.event]) if grade.event in told else grade for grade in grades)


def _with(grade: Grade, held: Mapping[str, list[Check]]) -> Grade:
    found = {verdict: sorted(checks, key=lambda c: c.id) for verdict, checks in held.items()}
    if len(found) == 2:
        said = "customs figures support some of its claims and contradict others"
    else:
        (verdict,) = found
        said = f"customs figures {'support' if verdict == 'supports' else 'contradict'} it"
    first = (found.get("contradicts") or found["supports"])[0]
    reason = f"{said} ({first.id}, figures of {first.period}); they name no company, so the grade stays"
    because = tuple(check.id for verdict in sorted(found) for check in found[verdict])
    return replace(grade, reasons=(*grade.reasons, reason), because=(*grade.because, *because))
