"""How sure is an event, and why?

The Admiralty code: a letter for the source (who printed it first, by case.toml, its track record or the default of its
kind) and a digit for the information. The two are judged apart and never averaged.

- 1 only where it is certain that two origins differ: a primary record and another voice.
- 2 two or more independent voices, with the reason. 3 one voice.
- 4 contradicted by a voice that is not the accused, or told with hedges or by unnamed sources only.
- 5 taken back by the only source that told it.
- 6 nothing to judge by: no source named and a publisher nobody knows, or a matter of the future.

Then what customs and lists know moves the digit by one step at most (`plausible`). A denial by the accused leaves the digit and is
printed in the reasons. Copies never raise anything. `raising` says what would raise it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple, Protocol

from supplyline.model import Check, ClaimKey, Dispute, Event, Grade, make_id
from supplyline.weigh.collector import paused, shared
from supplyline.weigh.copies import copy_classes, is_copyable
from supplyline.weigh.disputes import squarest, takes_back
from supplyline.weigh.match import kind_of
from supplyline.weigh.places import NAMED, conflicts
from supplyline.weigh.plausible import Judged, Listed, in_reach, moved, plausible, uncorrected
from supplyline.weigh.publishers import Publisher, Publishers, Record, publisher
from supplyline.weigh.raising import would_raise
from supplyline.weigh.spread import sliced, spread
from supplyline.weigh.text import tokens
from supplyline.weigh.voices import Voice, voices


class Reliability(Protocol):
    """What grading needs of the settings of a case."""

    @property
    def reliability(self) -> Mapping[str, str]: ...


class Beside(NamedTuple):
    """What the rest of a case knows of what is claimed. `listed`: event id -> what lists say of its suppliers; `corrected`: claim id ->
    id of the later claim that corrects it, whose number then is held against nothing."""

    checks: Iterable[Check]
    listed: Mapping[str, Listed]
    corrected: Mapping[str, str]


@paused()
def grade(
    events: Iterable[Event],
    origin_of: Mapping[str, str],
    disputes: Iterable[Dispute],
    settings: Reliability | None,
    keys: Iterable[ClaimKey],
    records: Mapping[str, Record] | None = None,
    beside: Beside | None = None,
) -> tuple[tuple[Event, ...], tuple[Grade, ...]]:
    """The events with their grade and number of origins, and one Grade each. `origin_of`: claim id -> origin id; `records`: publisher -> what people
    confirmed and rejected of it."""
    by_id = {claim.id: claim for claim in keys}
    met: dict[str, list[Dispute]] = {}
    for dispute in disputes:
        met.setdefault(dispute.event, []).append(dispute)
    chosen = settings.reliability if settings is not None else {}
    judged = records or {}
    known = {name: publisher(name, chosen, judged.get(name or "")) for name in {k.publisher for k in by_id.values()}}
    ordered = sorted(events, key=lambda e: e.id)
    denied = {event.id: event for event in ordered if event.id in met}
    deniers = {id: _deniers(by_id[id]) for id in {d.denial for found in met.values() for d in found}}
    own: list[Dispute] = []  # whose denier has a side in the event
    for id, found in met.items():
        sides = _sides([by_id[i] for i in denied[id].because])
        own += [d for d in found if not sides.isdisjoint(deniers[d.denial])]
    accused, answers = {d.denial for d in own}, {d.id for d in own}
    beside = beside or Beside((), {}, {})
    whose, alone = dict[str, frozenset[str]](), dict[str, frozenset[str]]()
    for key in by_id.values():
        if (country := key.speaker_country) and not key.anonymous:
            told = alone.setdefault(country, frozenset((country,)))  # one set for all origins of a country
            before = whose.setdefault(origin_of[key.id], told)
            if country not in before:
                whose[origin_of[key.id]] = before | told
    checks: dict[str, list[Check]] = {}
    for check in beside.checks:
        checks.setdefault(check.claim, []).append(check)

    def of(some: Sequence[Event]) -> Iterator[Grade]:
        for event in some:
            yield _grade(event, [by_id[i] for i in event.because], origin_of, met.get(event.id, []), by_id, known, accused, answers, whose, checks, beside)

    grades = spread(of, sliced(ordered, len(by_id)))
    done = tuple(
        replace(event, grade=made.code, origins=len({origin_of[i] for i in event.because})) for event, made in zip(ordered, grades, strict=True)
    )
    return done, tuple(sorted(grades, key=lambda g: g.id))


def _grade(
    event: Event,
    claims: Sequence[ClaimKey],
    origin_of: Mapping[str, str],
    met: Sequence[Dispute],
    by_id: Mapping[str, ClaimKey],
    known: Publishers,
    accused: AbstractSet[str],
    answers: AbstractSet[str],
    whose: Mapping[str, AbstractSet[str]],
    checks: Mapping[str, Sequence[Check]],
    beside: Beside,
) -> Grade:
    back = [d for d in met if d.scope == "retracts"]
    gone = {origin_of[k.id] for d in back for k in claims if takes_back(by_id[d.denial], k)}
    stand = [k for k in claims if origin_of[k.id] not in gone]
    carriers = _carriers(stand or claims, origin_of, known)
    best = min(carriers, key=lambda p: (p.letter, p.name))
    heard = voices(stand or claims, origin_of, known)
    reasons, digit, why = _digit(stand, heard, best) if stand else ([], 5, "taken back")
    if back:
        who = ", ".join(sorted({f"{d.denier} on {by_id[d.denial].published}" for d in back}))
        reasons.append(f"taken back by {'its only source' if not stand else 'one of its sources, which no longer counts'}: {who}")
    against = [d for d in met if d.scope != "retracts" and d.id not in answers]
    if against and digit in (1, 2, 3):
        digit, why = 4, "contradicted"
        reasons.append(f"contradicted by {against[0].denier}, who is not the accused")
    for dispute in squarest(met)[:3]:
        what = "denies in general" if dispute.scope == "general" else "denies it"
        reasons.append(f"disputed: {dispute.denier} {what} ({dispute.scope}: {dispute.reason})")
    if any("exclude each other" in line for line in event.derivation):
        reasons.append("the numbers stated exclude each other, so the count is contested")
    judged = Judged(digit, why in ("unnamed", "hedged"), why in ("taken back", "future"))
    counted = uncorrected(stand or claims, origin_of, beside.corrected)
    bearing = plausible(counted, origin_of, heard, whose, checks, beside.listed.get(event.id), judged)
    digit = moved(judged, bearing.step)
    return Grade(
        id=make_id("g", event.id),
        event=event.id,
        reliability=best.letter,
        credibility=digit,
        reasons=shared((best.reason, *reasons, *bearing.reasons)),
        would_raise=shared(would_raise(best, digit, why, heard, bearing.step, not bearing.checked and in_reach(counted))),
        marks=shared(_marks(claims, carriers, accused)),
        because=(*sorted({origin_of[k.id] for k in claims}), *bearing.because),
    )


def _carriers(
    claims: Sequence[ClaimKey], origin_of: Mapping[str, str], known: Publishers
) -> list[Publisher]:
    """Of each passage the publisher that printed it first: a copyist or translator lends it no reliability."""
    if len(claims) == 1:
        return [known[claims[0].publisher]]
    classes = copy_classes([k.words for k in claims])
    of_origin: dict[str, ClaimKey] = {}
    for claim in sorted(claims, key=lambda k: (k.published or "9999", k.sha256, k.id)):
        of_origin.setdefault(origin_of[claim.id], claim)
    numbers = {claim.id: number if is_copyable(claim.words) else claim.id for number, claim in zip(classes, claims, strict=True)}
    first: dict[object, list[ClaimKey]] = {}
    for claim in claims:
        told = of_origin[origin_of[claim.id]]
        first.setdefault(numbers[claim.id if claim.language == told.language else told.id], []).append(claim)
    out: dict[Publisher, None] = {}
    for group in first.values():
        ranked = [(k.published, known[k.publisher]) for k in group]
        # Of one day, or without a date, nobody knows who was first: the least reliable counts
        day = min((date for date, _ in ranked if date), default=None)
        out[max((p for date, p in ranked if date in (None, day)), key=lambda p: (p.letter, p.name))] = None
    return sorted(out, key=lambda p: (p.letter, p.name))


def _digit(claims: Sequence[ClaimKey], heard: Sequence[Voice], best: Publisher) -> tuple[list[str], int, str]:
    """(reasons, digit, why): why is future, unnamed, unsourced, own words, voices, one, hedged or "" for a 1."""
    if all((kind_of(k) or "").endswith("?") for k in claims):
        return ["expected or demanded, not reported: nothing to judge yet"], 6, "future"
    named = [v for v in heard if v.named]
    records = [v for v in named if v.record]
    count = len({o for v in heard for o in v.origins})
    if not named:
        if any(k.speaker is not None for k in claims):
            return ["told by unnamed sources only"], 4, "unnamed"
        if best.letter == "F":
            return ["no source is named and the publisher cannot be judged"], 6, "unsourced"
        return [f"own words of {best.name}; no source is named"], 3, "own words"
    distinct = [v for v in named if v.apart]
    if records and len(distinct) > 1:
        others = [v for v in distinct if v not in records[:1]]
        return [
            f"a primary record ({records[0].label}) and another origin ({others[0].label}): "
            "it is certain that they differ"
        ], 1, ""
    if len(distinct) > 1:
        who = "; ".join(v.label for v in distinct[:4])
        return [f"{len(distinct)} independent voices, of different countries: {who}"], 2, "voices"
    what = f"one voice: {(distinct or named)[0].label}"
    if len(named) > 1:
        what = f"no reason to hold these independent: {'; '.join(v.label for v in named[:4])}"
    elif count > 1:
        what += f" ({count} origins, not independent of each other)"
    documents = len({k.sha256 for k in claims})
    if documents > 1:
        what += f"; {documents} documents repeat it, which confirms nothing"
    spoken = [k for k in claims if k.speaker is not None and not k.anonymous] or list(claims)
    if all(k.hedged for k in spoken):
        return [what, "told with hedges or as a suspicion only"], 4, "hedged"
    return [what], 3, "one"


def _sides(claims: Iterable[ClaimKey]) -> set[str]:
    """The parties of an event and their countries."""
    return {t for k in claims for p in k.parties for t in (p.value, p.country) if t}


def _deniers(denial: ClaimKey) -> set[str]:
    """Who denies: where one of them is a side of the event, it is the accused that denies."""
    who = {denial.speaker, denial.speaker_country} | {t for p in denial.parties if p.role == "denier" for t in (p.value, p.country)}
    return {w for w in who if w}


def _parties(claims: Sequence[ClaimKey]) -> set[tuple[str, str]]:
    """Who has a name of its own and a side in the event, with that name."""
    return {(p.value, p.name) for k in claims for p in k.parties if p.nature == NAMED and p.role != "authority"}


def _of_a_side(claim: ClaimKey, parties: AbstractSet[tuple[str, str]]) -> bool:
    """Does a party of the event speak, or who speaks for it ("the chief executive of Noy")?"""
    if claim.speaker is None or claim.anonymous or not parties:
        return False
    said = set(tokens(f"{claim.speaker_name or ''} {claim.speaker_role or ''}"))
    return any(value == claim.speaker or (name and said.issuperset(tokens(name))) for value, name in parties)


def _marks(claims: Sequence[ClaimKey], carriers: Sequence[Publisher], accused: AbstractSet[str]) -> tuple[str, ...]:
    sides = {p.country for k in claims for p in k.parties if p.country}
    involved = sides | {a for a, b in conflicts() if b in sides}
    parties = _parties(claims)
    marks: set[str] = set()
    for k in claims:
        # Who denies what is said of it, whose country has a side, who speaks for a party
        if k.id in accused or (k.speaker_country and k.speaker_country in involved) or _of_a_side(k, parties):
            marks.add("interested party")
        if k.anonymous:
            marks.add("anonymous source")
    for p in carriers:
        if p.kind == "official" and p.country in involved:
            marks.add("interested party")
        elif p.kind == "state_media":
            marks.add("state media")
    return tuple(sorted(marks))
