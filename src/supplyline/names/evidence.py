"""What of an alignment speaks for one party, and what against, in numbers?

`evidence` turns two readings and their alignment into the figures that the model weighs (see `model`), and into the
contradictions that an explanation tells. Everything is the same for (b, a). A figure never depends on a single word of
a list, only on how rare words are, how well they answer each other, and what is left over.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Indel

from supplyline.names import data
from supplyline.names.align import OWN_LETTERS, Alignment, Pair, is_patronymic
from supplyline.names.parse import Reading, Token

# The figures, and which way each may only push: 1 for a match, -1 against it, 0 either way.
_COMMON: tuple[tuple[str, int], ...] = (
    ("ratio", 1), ("ratio>0.4", 1), ("ratio>0.6", 1), ("ratio>0.8", 1), ("ratio>0.93", 1),
    ("cover", 1), ("cover>0.6", 1), ("cover>0.85", 1),
    ("met", 1), ("met<1", 1), ("fewer left", -1), ("fewer left<0.4", -1), ("more left", -1), ("more left<0.4", -1),
    ("rarest left of fewer", -1), ("rarest left of more", -1), ("rarest met", 1), ("doubt", -1), ("whole", 1),
    ("whole>0.7", 1), ("whole>0.85", 1), ("nothing left", 1), ("number contradicts", -1), ("number missing", -1),
    ("in brackets", 0), ("after aka", 0), ("joined", 1), ("words left of both", -1),
)  # fmt: skip
OTHER = (
    *_COMMON, ("acronym", 1), ("place contradicts", -1), ("place missing", 0), ("form contradicts", -1), ("form kin", -1),
    ("form same", 1), ("no rare word met", -1), ("first word met", 1), ("translated", 0), ("words contradict", -1),
    ("meanings contradict", -1), ("one word changed", -1), ("reordered", 0),
)  # fmt: skip
PERSON = (
    *_COMMON, ("patronymic contradicts", -1), ("patronymic met", 1), ("name forms", 0), ("two words met", 1),
    ("three words met", 1), ("word left of both", -1), ("words contradict", -1), ("initial contradicts", -1),
    ("many words met", 1), ("as many words", 0), ("another of as many words", -1), ("another name", -1),
)  # fmt: skip


# How much what is left over counts against what is met, less of it on one side and more on the other: of others, of persons.
SHARE_LESS, SHARE_MORE = (0.8, 1.0), (0.4, 0.3)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures in the order of `PERSON` or `OTHER`, a rough share of what is met, and what contradicts."""

    figures: tuple[float, ...]
    share: float
    factors: tuple[tuple[str, str, str], ...]  # kind, left words, right words


def weigh_tokens(reading: Reading, person: bool) -> list[float]:
    tokens = reading.tokens
    if not person:
        return [t.weight for t in tokens]
    fathers = len(tokens) > 2
    return [
        0.35
        if fathers and i and is_patronymic(t)
        else max(t.weight, 0.45)
        if t.kind == "word" and t.weight > 0.1
        else t.weight
        for i, t in enumerate(tokens)
    ]


def _wholes(a: Reading, b: Reading) -> tuple[str, str]:
    """All words of each in one string, in an order that does not hang on theirs; by sound, unless both are in characters."""
    own = a.tokens[0].script in OWN_LETTERS and a.tokens[0].script == b.tokens[0].script
    return _in_order(a, own), _in_order(b, own)


def _in_order(reading: Reading, shown: bool) -> str:
    return " ".join(sorted([t.shown if shown else t.key for t in reading.tokens]))


def wholes_of(reading: Reading) -> tuple[str, str, str]:
    """A name in one string, by sound and as it is shown, and in which characters of its own it is written ("" for none)."""
    script = reading.tokens[0].script if reading.tokens and reading.tokens[0].script in OWN_LETTERS else ""
    return _in_order(reading, False), _in_order(reading, True) if script else "", script


def _over(value: float, knot: float) -> float:
    return value - knot if value > knot else 0.0


def evidence(a: Reading, b: Reading, alignment: Alignment, person: bool) -> Evidence:
    pairs, left, right = alignment.pairs, alignment.left_over, alignment.right_over
    ta, tb = a.tokens, b.tokens
    wa, wb = weigh_tokens(a, person), weigh_tokens(b, person)
    met = over_a = over_b = rarest_met = bits = words_met = 0.0
    translated = joined = doubt = 0.0
    for pair in pairs:
        va = wa[pair.left[0]] if len(pair.left) == 1 else sum(wa[i] for i in pair.left)
        vb = wb[pair.right[0]] if len(pair.right) == 1 else sum(wb[j] for j in pair.right)
        how = pair.how
        if how == "acronym":
            weight = max(va, vb)
            bits += pair.bits
        elif how == "initial":
            weight = min(va, vb)
        else:
            weight = (va + vb) / 2
            if how == "translated":
                translated += weight
            elif how == "joined":
                joined += 1
        good = pair.sim * weight
        met += good
        doubt += weight - good
        over_a += weight - good
        over_b += weight - good
        one = good / max(len(pair.left), len(pair.right)) if how != "acronym" else 0.3
        if one > rarest_met:
            rarest_met = one
        if ta[pair.left[0]].kind == "word":
            words_met += 1
    left_a = [wa[i] for i in left]
    left_b = [wb[j] for j in right]
    over_a += sum(left_a)
    over_b += sum(left_b)
    rare_a, rare_b = max(left_a, default=0.0), max(left_b, default=0.0)
    (less, rare_less), (more, rare_more) = sorted(((over_a, rare_a), (over_b, rare_b)))
    ratio = met / (met + less + more) if met else 0.0
    cover = met / (met + less) if met else 0.0
    whole = (
        Indel.normalized_similarity(*_wholes(a, b)) if met and (left or right or doubt) else float(met > 0)
    )
    factors: list[tuple[str, str, str]] = []
    numbers_differ, number_contradicts = _numbers(ta, tb, factors)
    if reordered := _reordered(pairs):
        factors.append(("reordered", "", ""))
    parts = {a.part, b.part}
    common = (
        ratio, _over(ratio, 0.4), _over(ratio, 0.6), _over(ratio, 0.8), _over(ratio, 0.93),
        cover, _over(cover, 0.6), _over(cover, 0.85),
        min(met, 3.0), min(met, 1.0), min(less, 3.0), min(less, 0.4), min(more, 3.0), min(more, 0.4),
        rare_less, rare_more, rarest_met, doubt, whole, _over(whole, 0.7), _over(whole, 0.85),
        float(bool(pairs) and not left and not right), float(number_contradicts),
        float(numbers_differ and not number_contradicts),
        float("inside" in parts), float("aka" in parts), min(joined, 1.0),
        float(min(len(left), len(right), 2)) / 2,
    )  # fmt: skip
    if person:
        own = _of_person(ta, tb, pairs, left, right, words_met, rare_less, factors)
    else:
        own = (*_of_other(a, b, alignment, bits, rarest_met, translated, factors), float(reordered))
    share = met / (met + SHARE_LESS[person] * less + SHARE_MORE[person] * more) if met else 0.0
    return Evidence(common + own, share, tuple(factors))


def factors_of(a: Reading, b: Reading, alignment: Alignment, person: bool) -> tuple[tuple[str, str, str], ...]:
    """What contradicts alone, as `evidence` has it."""
    ta, tb, left, right = a.tokens, b.tokens, alignment.left_over, alignment.right_over
    factors: list[tuple[str, str, str]] = []
    _numbers(ta, tb, factors)
    if _reordered(alignment.pairs):
        factors.append(("reordered", "", ""))
    if person:
        _contradict([ta[i] for i in left], [tb[j] for j in right], factors)
    else:
        _of_other(a, b, alignment, 0.0, 0.0, 0.0, factors)
    return tuple(factors)


def _numbers(ta: tuple[Token, ...], tb: tuple[Token, ...], factors: list[tuple[str, str, str]]) -> tuple[bool, bool]:
    """Do the numbers in two names differ, and does each have one that the other has not?"""
    one, two = ({t.key for t in ts if t.kind == "number"} for ts in (ta, tb))
    contradicts = bool(one - two and two - one)
    if contradicts:
        factors.append(("number", " ".join(sorted(one)), " ".join(sorted(two))))
    return one != two, contradicts


def _reordered(pairs: tuple[Pair, ...]) -> bool:
    if len(pairs) < 2:
        return False
    order = [right for _, right in sorted([(p.left, p.right[0]) for p in pairs if p.how != "acronym"])]
    return order != sorted(order)


def _of_person(
    ta: tuple[Token, ...], tb: tuple[Token, ...], pairs: tuple[Pair, ...], left: tuple[int, ...],
    right: tuple[int, ...], words_met: float, rare_less: float, factors: list[tuple[str, str, str]],
) -> tuple[float, ...]:  # fmt: skip
    fathers_a = any(is_patronymic(ta[i]) for i in left)
    fathers_b = any(is_patronymic(tb[j]) for j in right)
    fathers_met = any(is_patronymic(ta[p.left[0]]) and p.how != "initial" for p in pairs)
    forms = sum(p.how == "name form" for p in pairs)
    initials = any(ta[i].kind == "initial" for i in left) or any(tb[j].kind == "initial" for j in right)
    over_a, over_b = [ta[i] for i in left], [tb[j] for j in right]
    against = _contradict(over_a, over_b, factors)
    as_many = len(ta) == len(tb)
    another = any(_contradicts(a, b) and not is_patronymic(a) and not is_patronymic(b) for a in over_a for b in over_b)
    return (
        float(fathers_a and fathers_b), float(fathers_met), min(forms, 2) / 2,
        float(words_met >= 2), float(words_met >= 3), float(rare_less > 0.4),
        against, float(initials and bool(left and right)), float(words_met >= 4),
        float(as_many), float(as_many and against > 0), float(another),
    )  # fmt: skip


def _contradicts(a: Token, b: Token) -> bool:
    return a.kind == b.kind == "word" and a.script == b.script and min(a.weight, b.weight) > 0.1


def _contradict(left: list[Token], right: list[Token], factors: list[tuple[str, str, str]]) -> float:
    """How telling a word each side has instead of one of the other, both in one script: not missing, but another.
    Two fathers' names are of two fathers, however common they are."""
    most, found = 0.0, ("", "")
    for a in left:
        for b in right:
            if not _contradicts(a, b):
                continue
            fathers = is_patronymic(a) and is_patronymic(b)
            weight = 1.0 if fathers else min(max(a.weight, 0.45), max(b.weight, 0.45))
            if weight > most:
                most, found = weight, (a.shown, b.shown)
    if most:
        factors.append(("word", *found))
    return most


def _of_other(
    a: Reading, b: Reading, alignment: Alignment, bits: float, rarest_met: float, translated: float,
    factors: list[tuple[str, str, str]],
) -> tuple[float, ...]:  # fmt: skip
    places = data.lexicon().places
    places_a = [a.tokens[i].shown for i in alignment.left_over if a.tokens[i].key in places]
    places_b = [b.tokens[j].shown for j in alignment.right_over if b.tokens[j].key in places]
    place_contradicts = bool(places_a and places_b)
    if place_contradicts:
        factors.append(("place", " ".join(places_a), " ".join(places_b)))
    differs = kin = same = False
    if a.forms and b.forms:
        one, two = (" ".join(dict.fromkeys(c for c, _ in r.forms)) for r in (a, b))
        same = one == two
        differs = not {f for _, f in a.forms} & {f for _, f in b.forms}
        kin = not same and not differs
        factors.append(("form" if differs else "form kin" if kin else "form same", one, two))
    first = any(0 in p.left and 0 in p.right for p in alignment.pairs)
    left, right = [a.tokens[i] for i in alignment.left_over], [b.tokens[j] for j in alignment.right_over]
    words = _contradict(left, right, factors)
    meanings = any(t.kind == "concept" for t in left) and any(t.kind == "concept" for t in right) and not place_contradicts
    changed = len(left) == len(right) == 1 and left[0].script == right[0].script and not place_contradicts
    return (
        min(bits, 30.0) / 10, float(place_contradicts), float(bool(places_a or places_b) and not place_contradicts),
        float(differs), float(kin), float(same), float(0 < rarest_met < 0.55), float(first), min(translated, 1.0),
        words, float(meanings), float(changed),
    )  # fmt: skip
