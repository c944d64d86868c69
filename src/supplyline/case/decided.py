"""What do the decisions that stand change in what a build found?

Decisions come last and change as little as they can: a rejected claim stays in its table and leaves
everything drawn from it; a rejected event is gone, a rejected match is set aside and says by whom; a confirmed one says
who confirmed it. What a decision about a match means for other rows with that name is `screen.aside`'s.
Merge and split are `resolve`'s. A decision whose target is no longer found becomes a problem: it is
never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from supplyline.case import decisions
from supplyline.model import Claim, Decision, Event, Grade, Hit, Problem

AGAINST = ("reject", "misread")


class Decided:
    """The decisions of a case, by what they are about."""

    def __init__(self, every: Sequence[Decision]) -> None:
        self.every = tuple(every)
        self.active = decisions.active(every)
        self.rejected: dict[str, Decision] = {}
        self.confirmed: dict[str, Decision] = {}
        for decision in self.active:  # of two that contradict each other, the later stands
            for target in decision.targets:
                if decision.verb in ("confirm", *AGAINST):
                    self.rejected.pop(target, None)
                    self.confirmed.pop(target, None)
                    (self.rejected if decision.verb in AGAINST else self.confirmed)[target] = decision

    def judged(self, claim: str) -> bool | None:
        """Was what the source says confirmed or rejected? None where nobody said; a misreading is ours and not the source's."""
        decision = self.confirmed.get(claim) or self.rejected.get(claim)
        return None if decision is None or decision.verb == "misread" else decision.verb == "confirm"

    def claim(self, claim: Claim) -> Claim:
        """A confirmed claim is as sure as the person who confirmed it."""
        if decision := self.confirmed.get(claim.id):
            return replace(claim, confidence=1.0, made_by=f"{claim.made_by}, confirmed in {decision.id}")
        if decision := self.rejected.get(claim.id):
            return replace(claim, confidence=0.0, made_by=f"{claim.made_by}, {decision.verb}{'ed' if decision.verb == 'reject' else ''} in {decision.id}")
        return claim

    def events(self, events: Iterable[Event]) -> tuple[Event, ...]:
        return tuple(e for e in events if e.id not in self.rejected)

    def grades(self, grades: Iterable[Grade]) -> tuple[Grade, ...]:
        return tuple(self._grade(g) for g in grades)

    def _grade(self, grade: Grade) -> Grade:
        decision = self.confirmed.get(grade.event)
        if decision is None:
            return grade
        reason = f"{decision.by} confirmed the event ({decision.id}): {decision.because}"
        return replace(grade, reasons=(*grade.reasons, reason), because=(*grade.because, decision.id))

    def hits(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """A rejected match is set aside and stays to be seen; a confirmed one is listed."""
        return tuple(self._hit(h) for h in hits)

    def _hit(self, hit: Hit) -> Hit:
        if decision := self.rejected.get(hit.id):
            reason = f"set aside by {decision.by} because “{decision.because}” ({decision.id})"
            explanation, because = (*hit.explanation, reason), (*hit.because, decision.id)
            return replace(hit, status="set_aside", explanation=explanation, because=because)
        decision = self.confirmed.get(hit.id)
        if decision is None:
            return hit
        reason = f"{decision.by} confirmed the match ({decision.id}): {decision.because}"
        return replace(
            hit, status="listed", explanation=(*hit.explanation, reason), because=(*hit.because, decision.id)
        )

    def lost(self, file: str, known: Container[str]) -> Iterator[Problem]:
        """Decisions about rows that this build no longer finds, and that hold for no other row either."""
        for target, decision in sorted((self.rejected | self.confirmed).items()):
            if target not in known and decision.id not in known:
                called = decision.names[decision.targets.index(target)] if decision.names else target
                yield Problem.of(
                    file,
                    f"row {decision.seq}",
                    f'{decision.id} would {decision.verb} {target} ("{called}"), which this build does not find',
                    "look for it as it is now and decide again, then undo this decision",
                )
