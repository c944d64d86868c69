"""What do the checks of its claims say to the grade of an event?

`reasons(grades, checks, event_of)` adds to a grade whose claims customs figures or lines of registers support or contradict
one reason for the figures and one for the lines. Promises: letter and digit stay as they are, since figures of countries cannot tell
which company traded, and a line is what one declarant told; however many claims were checked, customs are one origin at the most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from supplyline.model import Check, Grade

_CALLED = {"statistics": "customs figures", "registers": "lines of registers of shipments"}


def reasons(grades: Iterable[Grade], checks: Iterable[Check], event_of: Mapping[str, str]) -> tuple[Grade, ...]:
    """The grades, in their order; `event_of`: claim id -> event id."""
    told: dict[str, dict[str, list[Check]]] = {}
    for check in checks:
        event = event_of.get(check.claim)
        if event is not None and check.verdict != "silent":
            told.setdefault(event, {}).setdefault(check.against, []).append(check)
    return tuple(_with(grade, told[grade.event]) if grade.event in told else grade for grade in grades)


def _with(grade: Grade, held: Mapping[str, list[Check]]) -> Grade:
    said, because = [], []
    for against, found in sorted(held.items(), reverse=True):
        reason, ids = _said(against, found)
        said.append(reason)
        because += ids
    return replace(grade, reasons=(*grade.reasons, *said), because=(*grade.because, *because))


def _said(against: str, checks: list[Check]) -> tuple[str, list[str]]:
    found: dict[str, list[Check]] = {}
    for check in sorted(checks, key=lambda c: c.id):
        found.setdefault(check.verdict, []).append(check)
    called = _CALLED[against]
    if len(found) == 2:
        text = f"{called} support some of its claims and contradict others"
    else:
        (verdict,) = found
        text = f"{called} {'support' if verdict == 'supports' else 'contradict'} it"
    first = (found.get("contradicts") or found["supports"])[0]
    ids = [check.id for verdict in sorted(found) for check in found[verdict]]
    if against == "registers":
        return f"{text} ({first.id}, {first.period.replace('/', ' to ')}); that is what declarants told customs, one origin at the most, so the grade stays", ids
    return f"{text} ({first.id}, figures of {first.period}); they name no company, so the grade stays", ids
