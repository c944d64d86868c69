"""Are these two names of one party, and why?

`compare(a, b, schema)` promises a score in [0, 1], 1 for a name and itself, the same for (b, a), and an
explanation in words: what is the same, translated, transliterated, abbreviated, reordered, missing or contradicts.
It knows names only: a country, a date or an identifier can make or break a match and is weighed elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from supplyline.names import data
from supplyline.names.align import Alignment, Pair, align, is_patronymic
from supplyline.names.parse import Parsed, Reading, Token, parse
from supplyline.names.scripts import clean

# How much counts against a match: words of both names that find no answer, words of one name only.
BOTH_DIFFER, ONE_MISSES = 0.8, 0.4
PERSON_DIFFERS, PERSON_MISSES = 1.0, 0.3
NUMBER_CONTRADICTS = 0.35
PLACE_CONTRADICTS = 0.6
FORM_DIFFERS, FORM_CODE_DIFFERS = 0.94, 0.99
REORDERED = 0.99
PARTS = {"whole": 1.0, "outside": 1.0, "aka": 1.0, "inside": 0.92}
MOST_NOTES = 24


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score in [0, 1] and its reasons in words."""

    score: float
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    score: float
    left: Reading
    right: Reading
    alignment: Alignment
    factors: tuple[tuple[str, str, str], ...]  # kind, left words, right words


def _is_patronymic(token: Token, place: int, reading: Reading) -> bool:
    return place > 0 and len(reading.tokens) > 2 and is_patronymic(token)


def _weights(reading: Reading, person: bool) -> list[float]:
    if not person:
        return [t.weight for t in reading.tokens]
    return [
        0.35
        if _is_patronymic(t, i, reading)
        else max(t.weight, 0.45)
        if t.kind == "word" and t.weight > 0.1
        else t.weight
        for i, t in enumerate(reading.tokens)
    ]


def _reordered(pairs: tuple[Pair, ...]) -> bool:
    order = [p.right[0] for p in sorted(pairs, key=lambda p: p.left) if p.how != "acronym"]
    return order != sorted(order)


def _judge(a: Reading, b: Reading, person: bool) -> _Judged:
    alignment = align(a, b, person)
    wa, wb = _weights(a, person), _weights(b, person)
    matched = over_a = over_b = 0.0
    for pair in alignment.pairs:
        va, vb = sum(wa[i] for i in pair.left), sum(wb[j] for j in pair.right)
        weight = (
            max(va, vb) if pair.how == "acronym" else min(va, vb) if pair.how == "initial" else (va + vb) / 2
        )
        matched += pair.sim * weight
        over_a += (1 - pair.sim) * weight
        over_b += (1 - pair.sim) * weight
    over_a += sum(wa[i] for i in alignment.left_over)
    over_b += sum(wb[j] for j in alignment.right_over)
    less, more = sorted((over_a, over_b))
    differ, misses = (PERSON_DIFFERS, PERSON_MISSES) if person else (BOTH_DIFFER, ONE_MISSES)
    score = matched / (matched + differ * less + misses * more) if matched else 0.0
    if less + more > 0.05:
        score *= 0.8 + 0.2 * min(
            1.0, matched / (1.2 if person else 1.0)
        )  # a match of common words alone is thin
    factors: list[tuple[str, str, str]] = []
    numbers_a = {t.key for t in a.tokens if t.kind == "number"}
    numbers_b = {t.key for t in b.tokens if t.kind == "number"}
    if numbers_a - numbers_b and numbers_b - numbers_a:
        score *= NUMBER_CONTRADICTS
        factors.append(("number", " ".join(sorted(numbers_a)), " ".join(sorted(numbers_b))))
    places = data.lexicon().places
    places_a = [a.tokens[i].shown for i in alignment.left_over if a.tokens[i].key in places]
    places_b = [b.tokens[j].shown for j in alignment.right_over if b.tokens[j].key in places]
    if places_a and places_b:
        score *= PLACE_CONTRADICTS
        factors.append(("place", " ".join(places_a), " ".join(places_b)))
    if a.forms and b.forms and not person:
        one, two = (" ".join(dict.fromkeys(c for c, _ in r.forms)) for r in (a, b))
        if not {f for _, f in a.forms} & {f for _, f in b.forms}:
            score *= FORM_DIFFERS
            factors.append(("form", one, two))
        elif one != two:
            score *= FORM_CODE_DIFFERS
            factors.append(("form kin", one, two))
        else:
            factors.append(("form same", one, two))
    elif (a.forms or b.forms) and not person:
        score *= 0.995
    if _reordered(alignment.pairs):
        score *= 1.0 if person else REORDERED
        factors.append(("reordered", "", ""))
    return _Judged(score, a, b, alignment, tuple(factors))


def _worth(reading: Reading, person: bool) -> bool:
    """May this reading stand for the name? What is in brackets is often a place or a first name only."""
    if reading.part != "inside":
        return True
    if person:
        return len(reading.tokens) > 1
    return any(t.kind == "word" and t.weight >= 0.6 for t in reading.tokens)


def _best(a: Parsed, b: Parsed, person: bool) -> _Judged:
    best: _Judged | None = None
    for one in a.readings:
        for two in b.readings:
            if not (_worth(one, person) and _worth(two, person)) or one.part == two.part == "inside":
                continue
            judged = _judge(one, two, person)
            share = PARTS[one.part] * PARTS[two.part]
            if best is None or judged.score * share > best.score:
                best = _Judged(judged.score * share, one, two, judged.alignment, judged.factors)
    return best if best is not None else _judge(a.readings[0], b.readings[0], person)


def _shown(reading: Reading, places: tuple[int, ...]) -> str:
    return " ".join(dict.fromkeys(reading.tokens[i].shown for i in places))


def _pair_note(one: Reading, two: Reading, pair: Pair) -> str:
    a, b = _shown(one, pair.left), _shown(two, pair.right)
    first, second = one.tokens[pair.left[0]], two.tokens[pair.right[0]]
    if pair.how in ("same", "spelled") and first.script != second.script:
        return f'transliterated: "{a}" / "{b}"'
    if a.casefold() == b.casefold() or pair.how == "same":
        return f'same: "{b.casefold()}"'
    if pair.how == "translated":
        if first.script == second.script == "Latin":
            return f'same meaning: "{a}" / "{b}"'
        return f'translated: "{a}" / "{b}"'
    if pair.how == "spelled":
        return f'spelled alike: "{a}" / "{b}" ({pair.sim:.2f})'
    words = {
        "name form": "forms of one name",
        "initial": "initial",
        "joined": "written together",
        "acronym": "acronym",
    }
    return f'{words[pair.how]}: "{a}" / "{b}"'


def _notes(judged: _Judged, swapped: bool) -> tuple[str, ...]:
    one, two = judged.left, judged.right
    overs = (judged.alignment.left_over, judged.alignment.right_over)
    pairs = [Pair(p.right, p.left, p.sim, p.how, p.bits) if swapped else p for p in judged.alignment.pairs]
    if swapped:
        one, two, overs = two, one, (overs[1], overs[0])
    notes = [_pair_note(one, two, p) for p in sorted(pairs, key=lambda p: p.left)]
    for reading, over, where in ((one, overs[0], "second"), (two, overs[1], "first")):
        notes += [f'missing: "{_shown(reading, (n,))}" is not in the {where} name' for n in over]
    for kind, a, b in judged.factors:
        a, b = (b, a) if swapped else (a, b)
        notes += {
            "number": [f"number differs: {a} / {b} — contradicts"],
            "place": [f"place differs: {a} / {b} — contradicts"],
            "form": [f"legal form differs: {a} / {b}"],
            "form kin": [f"legal form of the same family: {a} / {b}"],
            "form same": [f"legal form same: {a}"],
            "reordered": ["reordered"],
        }[kind]
    if "inside" in (one.part, two.part):
        notes.append("compared with the name in brackets")
    if "aka" in (one.part, two.part):
        notes.append("compared with the name after a.k.a.")
    notes = list(dict.fromkeys(notes))
    return tuple(
        notes if len(notes) <= MOST_NOTES else [*notes[:MOST_NOTES], f"and {len(notes) - MOST_NOTES} more"]
    )


def compare(a: str, b: str, schema: str = "LegalEntity") -> Comparison:
    """Compare two names; `schema` is a FollowTheMoney schema, of which only Person is treated apart."""
    if a == b:
        return Comparison(1.0, ("same text",))
    one, two = clean(a), clean(b)
    if one.casefold() == two.casefold() and one:
        return Comparison(1.0, ("same but for case, spaces or look-alike letters",))
    swapped = (two, b) < (one, a)
    person = schema == "Person"
    left, right = parse(b if swapped else a, person), parse(a if swapped else b, person)
    judged = _best(left, right, person)
    if not judged.left.tokens or not judged.right.tokens:
        same = (
            not judged.left.tokens
            and not judged.right.tokens
            and one
            and data.pieces(a) == data.pieces(b) != ()
        )
        return Comparison(0.9 if same else 0.0, ("only a legal form",) if same else ("nothing to compare",))
    return Comparison(round(min(judged.score, 1.0), 4), _notes(judged, swapped))
