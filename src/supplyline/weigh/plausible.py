"""Does what customs and lists know bear an event out?

`plausible(claims, …)` says for one event by how much its digit moves, one step at most, with a reason for each kind of
evidence. STANAG 2511 asks of a report that nobody confirms whether it agrees with other information:

- Customs figures, or lines of a register, that bear a claim out whole move it one step better, and figures that contradict it
  one step worse. What they do not reach (`Check.beyond`), what is silent, and figures to which the claim itself goes back move nothing.
- A listing moves only what is doubtful for want of a named or plain-spoken source: where a list of another country than the
  speaker's says that it lists the supplier for dealings with the recipient's country.

Promises: a check is no origin and makes no 1; each origin speaks by the claims of its first day, and of several documents of
that day the worst counts, so that no copy, translation or retelling moves anything for the better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from supplyline.model import Check, ClaimKey, Grade
from supplyline.read import countries
from supplyline.weigh.places import COUNTRY, NAMED, conflicts
from supplyline.weigh.voices import Voice

_CALLED = {"statistics": "customs figures", "registers": "lines of registers of shipments"}
_LIMITS = {
    "statistics": "figures of customs differ by freight, timing and re-exports, and name no company",
    "registers": "lines are what declarants told customs, one origin at the most",
}
_APART = "a listing speaks of the party and not of this event, so the digit stays"
_BEST = 2  # what a check can lead to: who told may have read the same records


@dataclass(frozen=True, slots=True)
class Listed:
    """What lists say of the suppliers of an event. `agrees`: (country of the list, countries that the listing names) of each."""

    reason: str
    because: tuple[str, ...]
    agrees: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bearing:
    """`step`: 1 better, -1 worse, 0; `checked`: whether a check had something to say; `reasons` end with what each kind of evidence did."""

    step: int
    checked: bool
    reasons: tuple[str, ...]
    because: tuple[str, ...]


_NOTHING = Bearing(0, False, (), ())


@dataclass(frozen=True, slots=True)
class Judged:
    """An event so far. `digit`: by its origins and denials; `doubtful`: 4 for want of a named or plain-spoken source alone;
    `fixed`: nothing of this can move it (taken back, or still to come)."""

    digit: int
    doubtful: bool = False
    fixed: bool = False


def plausible(
    claims: Sequence[ClaimKey],
    origin_of: Mapping[str, str],
    heard: Sequence[Voice],
    whose: Mapping[str, AbstractSet[str]],
    checks: Mapping[str, Sequence[Check]],
    listed: Listed | None,
    judged: Judged,
) -> Bearing:
    """`claims`: those of the event that stand; `whose`: origin -> the countries of its speakers, in this event or another; `checks`:
    claim id -> its checks."""
    if listed is None and not any(k.id in checks for k in claims):
        return _NOTHING
    first = _first_told(claims, origin_of)
    reasons: list[str] = []
    because: list[str] = []
    steps: list[int] = []
    for against in sorted(_CALLED, reverse=True):
        found = [c for k in claims for c in checks.get(k.id, ()) if c.against == against and c.verdict != "silent"]
        if found:
            step, why = _step(against, first, heard, whose, checks)
            if judged.fixed:
                step, why = 0, "nothing of it can be judged by them, so the digit stays"
            elif step > 0 and judged.digit <= _BEST:
                step, why = 0, "a check is one origin at the most and makes no 1, so the digit stays"
            elif step and judged.digit == 6:
                why = f"nothing else tells whether it holds, and so it is {'possibly true' if step > 0 else 'improbable'} ({_LIMITS[against]})"
            steps.append(step)
            said, ids = _said(against, found)
            reasons.append(f"{said}; {why}")
            because += ids
    step = -1 if -1 in steps else max(steps, default=0)
    if listed is not None:
        moves = judged.doubtful and step == 0 and _agrees(listed, claims, heard)
        step = 1 if moves else step
        what = "the listing names the country that was supplied, so it agrees with other information: one step better"
        reasons.append(f"{listed.reason}; {what if moves else _APART}")
        because += listed.because
    return Bearing(step, bool(steps), tuple(reasons), tuple(because))


def noted(grades: Iterable[Grade], listed: Mapping[str, Listed]) -> tuple[Grade, ...]:
    """Grades that are made elsewhere, with what lists say beside them; nothing moves."""
    return tuple(_noted(grade, listed.get(grade.event)) for grade in grades)


def _noted(grade: Grade, found: Listed | None) -> Grade:
    if found is None:
        return grade
    return replace(grade, reasons=(*grade.reasons, f"{found.reason}; {_APART}"), because=(*grade.because, *found.because))


def in_reach(claims: Iterable[ClaimKey]) -> bool:
    """Could figures of customs or lines of a register meet all that these claims tell?"""
    ends = {"trade_flow": {"reporter", "partner"}, "supply": {"supplier", "recipient"}, "shipment": {"supplier", "recipient"}}
    for claim in claims:
        plain = all(p.role in ends.get(claim.kind, ()) and p.nature in (COUNTRY, NAMED) for p in claim.parties)
        if claim.kind not in ends or not plain or not claim.parties or not claim.goods:
            return False
        if (claim.count_min, claim.count_max) != (None, None) and claim.counted not in ("shipment", "shipments"):
            return False
    return True


def moved(judged: Judged, step: int) -> int:
    """The digit after a step. What could not be judged for want of any source counts as doubtful once there is something to hold it against."""
    if not step:
        return judged.digit
    digit = 4 if judged.digit == 6 else judged.digit
    return min(max(digit - step, _BEST if step > 0 else 1), 5)


def uncorrected(claims: Sequence[ClaimKey], origin_of: Mapping[str, str], corrected: Mapping[str, str]) -> list[ClaimKey]:
    """The claims without those whose number their own source took back, and without those that repeat that number of it."""
    if not corrected:
        return list(claims)
    by_id = {k.id: k for k in claims}
    back = {
        (origin_of[k.id], _numbers(k)) for k in claims if (later := by_id.get(corrected.get(k.id, ""))) is not None and _numbers(k) != _numbers(later)
    }
    return [k for k in claims if (origin_of[k.id], _numbers(k)) not in back]


def _numbers(claim: ClaimKey) -> tuple[object, ...]:
    return claim.figures, claim.count_min, claim.count_max


def _first_told(claims: Sequence[ClaimKey], origin_of: Mapping[str, str]) -> dict[str, dict[str, list[ClaimKey]]]:
    """Origin -> document -> its claims, of the first day on which the origin was printed; without a date nobody knows who was first."""
    day: dict[str, str] = {}
    for claim in claims:
        origin = origin_of[claim.id]
        day[origin] = min(day.get(origin, "9999"), claim.published or "9999")
    out: dict[str, dict[str, list[ClaimKey]]] = {}
    for claim in claims:
        origin = origin_of[claim.id]
        if claim.published is None or claim.published == day[origin]:
            out.setdefault(origin, {}).setdefault(claim.sha256, []).append(claim)
    return out


def _step(
    against: str,
    first: Mapping[str, Mapping[str, Sequence[ClaimKey]]],
    heard: Sequence[Voice],
    whose: Mapping[str, AbstractSet[str]],
    checks: Mapping[str, Sequence[Check]],
) -> tuple[int, str]:
    """By how much one kind of checks moves the digit, and why."""
    records = {origin for v in heard if v.record for origin in v.origins}
    told = {id: c for documents in first.values() for claims in documents.values() for k in claims for id, c in ((k.id, _of(k, against, checks)),) if c is not None}
    said: dict[str, int] = {}
    for origin, documents in first.items():
        said[origin] = min(_document(claims, told) for claims in documents.values())
    against_it, for_it = (sorted(o for o, value in said.items() if value == sign) for sign in (-1, 1))
    if against_it:
        return (0, "so the digit stays") if for_it else (-1, f"one step worse ({_LIMITS[against]})")
    whole = [c for origin in for_it for claims in first[origin].values() for k in claims if (c := told.get(k.id)) is not None and not c.beyond]
    if not whole:
        partly = sorted({c.beyond for c in told.values() if c.verdict != "silent" and c.beyond})
        return 0, f"{partly[0]}, so the digit stays" if partly else "only a later report or another document of that day fits them, so the digit stays"
    # What goes back to a government, or to its customs, gains nothing from what its customs recorded
    if all(origin in records or (c.recorders and set(c.recorders) <= whose.get(origin, set())) for origin in for_it for c in whole):
        return 0, "it goes back to that record or to its country's own people, so the digit stays"
    shown = {_detail(k) for origin in for_it for claims in first[origin].values() for k in claims if (c := told.get(k.id)) in whole}
    every = [k for documents in first.values() for claims in documents.values() for k in claims]
    if not any(all(_detail(k) <= most for k in every) for most in shown):
        return 0, "other claims of the event say more than they show, so the digit stays"
    return 1, f"it agrees with other information: one step better ({_LIMITS[against]})"


def _of(claim: ClaimKey, against: str, checks: Mapping[str, Sequence[Check]]) -> Check | None:
    return next((c for c in checks.get(claim.id, ()) if c.against == against), None)


def _document(claims: Sequence[ClaimKey], told: Mapping[str, Check]) -> int:
    found = [c for k in claims if (c := told.get(k.id)) is not None and not c.beyond]
    if any(c.verdict == "contradicts" for c in found):
        return -1
    return int(any(c.verdict == "supports" for c in found))


def _detail(claim: ClaimKey) -> frozenset[tuple[str, str]]:
    """What a claim tells beyond its countries: parties of their own, and what it counts."""
    found = {(p.role, p.value) for p in claim.parties if p.nature != COUNTRY}
    if (claim.count_min, claim.count_max) != (None, None):
        found.add(("count", claim.counted or ""))
    return frozenset(found)


def _agrees(listed: Listed, claims: Sequence[ClaimKey], heard: Sequence[Voice]) -> bool:
    """Does a list, of a country that none of the speakers is of, name the country that was supplied, or one it is in open conflict with?"""
    supplied = {p.country for k in claims for p in k.parties if p.role == "recipient" and p.country}
    supplied |= {a for a, b in conflicts() if b in supplied}
    speakers = {v.country for v in heard} | {k.speaker_country for k in claims}
    return any(by not in speakers and supplied & set(named) for by, named in listed.agrees)


def _said(against: str, checks: Iterable[Check]) -> tuple[str, list[str]]:
    found: dict[str, list[Check]] = {}
    for check in sorted(checks, key=lambda c: c.id):
        found.setdefault(check.verdict, []).append(check)
    if len(found) == 2:
        text = f"{_CALLED[against]} support some of its claims and contradict others"
    else:
        text = f"{_CALLED[against]} {'support' if 'supports' in found else 'contradict'} it"
    first = (found.get("contradicts") or found["supports"])[0]
    ids = [check.id for verdict in sorted(found) for check in found[verdict]]
    period = first.period.replace("/", " to ")
    of = f"figures of {period}" if against == "statistics" else period
    by = ""
    if against == "statistics" and first.recorders:
        alone = " alone" if not {first.exporter, first.importer} - {"world", ""} <= set(first.recorders) else ""
        by = f", recorded by {' and '.join(countries.name(iso) or iso for iso in first.recorders)}{alone}"
    return f"{text} ({first.id}, {of}{by})", ids
