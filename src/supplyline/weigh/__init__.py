"""Who is independent of whom, what is one event, and how sure is it?

`weigh(keys, settings)` is the whole stage; `utterances` (or `origins`, its first half), `events`, `disputes` and `grade` are its steps.
Each works on `ClaimKey`s, the little that weighing needs of a claim (`key(claim, document)`).
Promises: no result depends on the order of arrival; a copy of a document raises no count and no grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from supplyline.model import Check, Citation, ClaimKey, Dispute, Event, Grade, Origin
from supplyline.weigh.disputes import disputes
from supplyline.weigh.events import events
from supplyline.weigh.grades import Beside, Reliability, grade
from supplyline.weigh.heard import with_countries
from supplyline.weigh.keys import Pool, key
from supplyline.weigh.origins import origins, utterances
from supplyline.weigh.plausible import Listed, noted
from supplyline.weigh.publishers import Record, judge


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that weighing made, and which origin and event each claim went to."""

    origins: tuple[Origin, ...]
    citations: tuple[Citation, ...]
    events: tuple[Event, ...]
    disputes: tuple[Dispute, ...]
    grades: tuple[Grade, ...]
    origin_of: Mapping[str, str]
    event_of: Mapping[str, str]


def weigh(
    keys: Iterable[ClaimKey], settings: Reliability | None = None, checks: Iterable[Check] = (), listed: Mapping[str, Listed] | None = None
) -> Weighed:
    """`checks` of the claims, and by the id of an event what lists say of its suppliers."""
    claims = with_countries(keys)
    told = utterances(claims)
    happenings, event_of = events(claims, told.origin_of, told.corrected)
    denied = disputes(claims, happenings, told.origin_of)
    graded, grades = grade(happenings, told.origin_of, denied, settings, claims, beside=Beside(checks, listed or {}, told.corrected))
    return Weighed(told.origins, told.citations, graded, denied, grades, told.origin_of, event_of)


__all__ = ["Beside", "Listed", "Pool", "Record", "Weighed", "disputes", "events", "grade", "judge", "key", "noted", "origins", "utterances", "weigh", "with_countries"]
