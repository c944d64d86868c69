"""Are these two names of one party, and why?

`compare(a, b, schema)` promises a score in [0, 1] that is a probability (see `model`), 1 for a name and itself, the same
for (b, a), and an explanation in words: what is the same, translated, transliterated, abbreviated, reordered, missing or
contradicts. Facts of both sides (country, birth, identifiers, address) are weighed on top, each said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from supplyline.names import data
from supplyline.names.align import Alignment, align
from supplyline.names.evidence import Evidence, evidence, factors_of
from supplyline.names.facts import Facts, weigh
from supplyline.names.model import probability
from supplyline.names.parse import Parsed, Reading, parse

PARTS = {"whole": 1.0, "outside": 1.0, "aka": 1.0, "inside": 0.92}  # which readings are held to be the name
ONLY_FORM = 0.9  # two names of nothing but one legal form
MOST_NOTES = 24


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score in [0, 1] and its reasons in words."""

    score: float
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The two readings that fit best, what met what, and the evidence."""

    left: Reading
    right: Reading
    alignment: Alignment
    evidence: Evidence


class Met(NamedTuple):
    """How two names that were compared in compiled code answer each other: are they swapped, which reading of the first, the one
    of the second, and how."""

    swapped: bool
    own: int
    other: Reading
    alignment: Alignment


def _judge(a: Reading, b: Reading, person: bool) -> Judged:
    alignment = align(a, b, person)
    return Judged(a, b, alignment, evidence(a, b, alignment, person))


def _told(a: Reading, b: Reading, person: bool) -> Judged:
    """What of two readings is told, without the figures."""
    return _judged(a, b, align(a, b, person), person)


def _judged(a: Reading, b: Reading, alignment: Alignment, person: bool) -> Judged:
    return Judged(a, b, alignment, Evidence((), 0.0, factors_of(a, b, alignment, person)))


def may_stand(reading: Reading, person: bool) -> bool:
    """May this reading stand for the name? What is in brackets is often a place or a first name only."""
    if reading.part != "inside":
        return True
    if person:
        return len(reading.tokens) > 1
    return any(t.kind == "word" and t.weight >= 0.6 for t in reading.tokens)


def judge(a: Parsed, b: Parsed, person: bool, told: bool = False) -> Judged:
    """The best of all readings of two names; where it is only `told`, the figures may be left out."""
    if len(a.readings) == len(b.readings) == 1:
        return (_told if told else _judge)(a.readings[0], b.readings[0], person)
    beside, others = ({place for r in p.readings for place in r.aside} for p in (a, b))
    # "(Hong Kong)" and "(Singapore)" tell two branches apart: then what is in brackets may not be left out.
    branches = bool(beside and others and not beside & others)
    best: Judged | None = None
    most = -1.0
    for one in a.readings:
        for two in b.readings:
            if not (may_stand(one, person) and may_stand(two, person)) or one.part == two.part == "inside":
                continue
            if branches and "outside" in (one.part, two.part):
                continue
            judged = _judge(one, two, person)
            share = judged.evidence.share * PARTS[one.part] * PARTS[two.part]
            if share > most:
                best, most = judged, share
    return best if best is not None else _judge(a.readings[0], b.readings[0], person)


def _shown(reading: Reading, places: tuple[int, ...]) -> str:
    if len(places) == 1:
        return reading.tokens[places[0]].shown
    return " ".join(dict.fromkeys(reading.tokens[i].shown for i in places))


_HOW = {"name form": "forms of one name", "initial": "initial", "joined": "written together", "acronym": "acronym"}


def _pair_note(one: Reading, left: tuple[int, ...], two: Reading, right: tuple[int, ...], how: str, sim: float) -> str:
    a, b = _shown(one, left), _shown(two, right)
    first, second = one.tokens[left[0]], two.tokens[right[0]]
    if how in ("same", "spelled") and first.script != second.script:
        return f'transliterated: "{a}" / "{b}"'
    if how == "same" or a.casefold() == b.casefold():
        return f'same: "{b.casefold()}"'
    if how == "translated":
        if first.script == second.script == "Latin":
            return f'same meaning: "{a}" / "{b}"'
        return f'translated: "{a}" / "{b}"'
    if how == "spelled":
        return f'spelled alike: "{a}" / "{b}" ({sim:.2f})'
    return f'{_HOW[how]}: "{a}" / "{b}"'


_FACTORS = {
    "number": "number differs: {} / {} — contradicts",
    "word": "another word: {} / {} — contradicts",
    "place": "place differs: {} / {} — contradicts",
    "form": "legal form differs: {} / {}",
    "form kin": "legal form of the same family: {} / {}",
    "form same": "legal form same: {}",
    "reordered": "reordered",
}


def _notes(judged: Judged, swapped: bool) -> tuple[str, ...]:
    alignment = judged.alignment
    if swapped:
        one, two, over, missing = judged.right, judged.left, alignment.right_over, alignment.left_over
        pairs = sorted([(p.right, p.left, p.how, p.sim) for p in alignment.pairs])
    else:
        one, two, over, missing = judged.left, judged.right, alignment.left_over, alignment.right_over
        pairs = sorted([(p.left, p.right, p.how, p.sim) for p in alignment.pairs])
    notes = [_pair_note(one, left, two, right, how, sim) for left, right, how, sim in pairs]
    notes += [f'missing: "{one.tokens[n].shown}" is not in the second name' for n in over]
    notes += [f'missing: "{two.tokens[n].shown}" is not in the first name' for n in missing]
    for kind, a, b in judged.evidence.factors:
        notes.append(_FACTORS[kind].format(*((b, a) if swapped else (a, b))))
    if "inside" in (one.part, two.part):
        notes.append("compared with the name in brackets")
    if "aka" in (one.part, two.part):
        notes.append("compared with the name after a.k.a.")
    notes = list(dict.fromkeys(notes))
    return tuple(
        notes if len(notes) <= MOST_NOTES else [*notes[:MOST_NOTES], f"and {len(notes) - MOST_NOTES} more"]
    )


def compare(
    a: str, b: str, schema: str = "LegalEntity", facts_a: Facts | None = None, facts_b: Facts | None = None
) -> Comparison:
    """Compare two names; `schema` is a FollowTheMoney schema, of which only Person is treated apart.

    Facts of both sides raise or lower the score of the names.
    """
    found = _by_name(a, b, schema)
    if facts_a is None or facts_b is None:
        return found
    score, reasons = weigh(found.score, facts_a, facts_b)
    return Comparison(round(score, 4), (*reasons, *found.explanation))


def score(a: str, b: str, schema: str = "LegalEntity") -> float:
    """The score of `compare` by names alone, without the cost of saying why."""
    found = _scored(a, b, schema == "Person")
    return found if isinstance(found, float) else _probability(found[0], schema == "Person")


def why(a: str, b: str, schema: str = "LegalEntity", met: Met | None = None) -> tuple[str, ...]:
    """The explanation of `compare` by names alone, without the cost of the score; with `met`, without that of aligning."""
    if met is not None:
        person = schema == "Person"
        own = parse(a, person).readings[met.own]
        one, two = (met.other, own) if met.swapped else (own, met.other)
        return _notes(_judged(one, two, met.alignment, person), met.swapped)
    found = _scored(a, b, schema == "Person", told=True)
    return _said(a, b, found) if isinstance(found, float) else _notes(*found)


def _probability(judged: Judged, person: bool) -> float:
    return round(probability(judged.evidence.figures, person), 4) if judged.alignment.pairs else 0.0


def _scored(a: str, b: str, person: bool, told: bool = False) -> float | tuple[Judged, bool]:
    """The score where it needs no alignment; else the alignment, and whether its sides are swapped."""
    if a == b:
        return 1.0
    left, right = parse(a, person), parse(b, person)
    if left.text and (left.text == right.text or left.text.casefold() == right.text.casefold()):
        return 1.0
    swapped = (right.text, b) < (left.text, a)
    judged = judge(right, left, person, told) if swapped else judge(left, right, person, told)
    if not judged.left.tokens or not judged.right.tokens:
        none = not judged.left.tokens and not judged.right.tokens
        return ONLY_FORM if none and left.text and data.pieces(a) == data.pieces(b) != () else 0.0
    return judged, swapped


def _by_name(a: str, b: str, schema: str) -> Comparison:
    person = schema == "Person"
    found = _scored(a, b, person)
    if isinstance(found, float):
        return Comparison(found, _said(a, b, found))
    return Comparison(_probability(found[0], person), _notes(*found))


def _said(a: str, b: str, score: float) -> tuple[str, ...]:
    """What there is to say where nothing was aligned."""
    if a == b:
        return ("same text",)
    said = {
        1.0: "same but for case, spaces, look-alike letters or simplified ones",
        ONLY_FORM: "only a legal form",
    }
    return (said.get(score, "nothing to compare"),)
