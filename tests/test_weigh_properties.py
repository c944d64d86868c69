"""What must hold of weighing whatever the claims are."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline import weigh
from supplyline.model import ToldPart
from supplyline.weigh.copies import copy_classes
from supplyline.weigh.counts import overlap, settle
from supplyline.weigh.dates import apart, days, span
from weighing import document, key

_WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "kappa", "lambda", "omega"]
_PARTIES = [
    "China",
    "Beijing",
    "Russia",
    "Russian factories",
    "Wuhan Global",
    "Juhang Aviation",
    "Iran",
    "firms",
]
_GOODS = ["machine tools", "special chemicals", "chemicals", "critical supplies", "drones", "gunpowder"]
_SPEAKERS = [None, None, "Oleh Ivashchenko", "Volodymyr Zelenskyy", "Beijing", "officials", "Janet Yellen", "BBC", "other.example"]
_ROLES = {"Oleh Ivashchenko": "head of Ukraine's service", "Janet Yellen": "U.S. Secretary"}
_PUBLISHERS = [None, "Reuters", "Xinhua", "BBC", "blog.example", "Chinese customs", "other.example"]


@st.composite
def claims(draw, doc):
    kind = draw(st.sampled_from(["supply", "shipment", "designation", "denial", "cooperation", "statement"]))
    words = " ".join(draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=10)))
    left, right = {
        "designation": ("authority", "target"),
        "denial": ("denier", "target"),
        "cooperation": ("party", "party"),
    }.get(kind, ("supplier", "recipient"))
    roles: dict[str, list[str]] = {}
    for role in (left, right):
        if draw(st.booleans()):
            roles.setdefault(role, []).append(draw(st.sampled_from(_PARTIES)))
    if kind in ("supply", "shipment") and draw(st.booleans()):
        roles["goods"] = draw(st.lists(st.sampled_from(_GOODS), min_size=1, max_size=3, unique=True))
    speaker = draw(st.sampled_from(_SPEAKERS))
    low = draw(st.sampled_from([None, 5, 6, 20]))
    made = key(
        doc,
        words,
        kind,
        roles=roles,
        speaker=speaker,
        role=_ROLES.get(speaker or ""),
        via=draw(st.sampled_from([None, "Ukrinform"])) if speaker else None,
        said_on=draw(st.sampled_from([None, "2025-05-24", "2025-05-26"])) if speaker else None,
        count=(low, draw(st.sampled_from([None, low]))) if low else None,
        counted="shipments" if low else None,
        stance="denies" if kind == "denial" else draw(st.sampled_from(["asserts", "expects", "suspects"])),
    )
    # What only the words of a real sentence give a key: parts of its number, and numbers taken back
    some = draw(st.lists(st.sampled_from([ToldPart(2, 2, "2025", "2025", "two in 2025"), ToldPart(5, 5, None, None, "five of them")]), max_size=1))
    wrong = draw(st.sampled_from([(), (), (), (5.0,), (6.0,)]))
    told = {"parts": tuple(some), "instead": tuple(n for n in wrong if n != low), "revises": draw(st.integers(0, 9)) == 0}
    return replace(made, **told) if low else made


@st.composite
def corpora(draw):
    out = []
    for number in range(draw(st.integers(1, 5))):
        doc = document(
            f"d{number}",
            published=draw(st.sampled_from([None, "2025-05-25", "2025-05-27", "2025-07-01"])),
            publisher=draw(st.sampled_from(_PUBLISHERS)),
        )
        made = draw(st.lists(claims(doc), min_size=1, max_size=4))
        out.extend({k.id: k for k in made}.values())
    return out


@settings(max_examples=120, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_order_of_arrival_never_matters(keys, rng: random.Random) -> None:
    shuffled = list(keys)
    rng.shuffle(shuffled)
    assert weigh.weigh(shuffled) == weigh.weigh(keys)


@settings(max_examples=120, deadline=None)
@given(corpora())
def test_every_claim_is_in_one_origin_and_at_most_one_event(keys) -> None:
    weighed = weigh.weigh(keys)
    assert Counter(c for o in weighed.origins for c in o.because) == Counter(k.id for k in keys)
    framed = Counter(k.id for k in keys if k.kind != "statement")
    assert Counter(c for e in weighed.events for c in e.because) == framed
    assert {e.id for e in weighed.events} == {g.event for g in weighed.grades}
    for event in weighed.events:
        assert event.claims == len(event.because)
        assert event.origins == len({weighed.origin_of[c] for c in event.because})


def _graded(keys, before, after):
    """Each claim of an event with its event and grade before and after."""
    events = [{e.id: e for e in w.events} for w in (before, after)]
    grades = [{g.event: g for g in w.grades} for w in (before, after)]
    for claim in keys:
        if claim.id in before.event_of:
            ids = before.event_of[claim.id], after.event_of[claim.id]
            yield claim, *((events[n][id], grades[n][id]) for n, id in enumerate(ids))


@settings(max_examples=200, deadline=None)
@given(corpora(), st.data())
def test_a_later_copy_raises_no_grade_no_count_and_no_origin(keys, data) -> None:
    before = weigh.weigh(keys)
    copied = data.draw(st.sampled_from(sorted({k.sha256 for k in keys})))
    publisher = data.draw(st.sampled_from(_PUBLISHERS))
    dates = [k.published for k in keys if k.sha256 == copied]
    later = None if dates[0] is None else data.draw(st.sampled_from([dates[0], "2025-07-02", "2025-09-01"]))
    copies = [
        replace(k, id=f"{k.id}x", sha256="f" * 64, publisher=publisher, published=later)
        for k in keys
        if k.sha256 == copied and len(k.words) >= 5
    ]
    after = weigh.weigh([*keys, *copies])
    for _, (a, old), (b, new) in _graded(keys, before, after):
        assert (a.count_min, a.count_max) == (b.count_min, b.count_max)
        assert b.origins <= a.origins
        assert new.credibility >= old.credibility
        assert new.reliability >= old.reliability


_ABROAD = dict(zip(_WORDS, ["альфа", "бета", "гамма", "дельта", "эпсилон", "зета", "тета", "каппа", "лямбда", "омега"], strict=True))
_HEADINGS = {"machine tools": "8457", "special chemicals": "3824", "chemicals": "2800", "drones": "8806", "gunpowder": "3601"}
_GOODS_ABROAD = {"machine tools": "станки", "special chemicals": "спецхимия", "chemicals": "химия", "drones": "дроны", "gunpowder": "порох"}


def _known_abroad(k) -> bool:
    """What names no one who could be asked is not known for a translation: it counts as the translator's own report."""
    told = len({p.role for p in k.parties}) + bool(k.hs)
    return k.speaker is not None and not k.anonymous and k.kind != "designation" and (told > 1 or (k.kind == "denial" and k.count_min is None))


@settings(max_examples=200, deadline=None)
@given(corpora(), st.data())
def test_a_translation_of_a_named_speaker_raises_no_grade_and_no_count(keys, data) -> None:
    # Of undated reports nobody knows which is the translation
    keys = [replace(k, language="en", published=k.published or "2025-05-20", hs=tuple(_HEADINGS[g] for g in k.goods if g in _HEADINGS)) for k in keys]
    before = weigh.weigh(keys)
    chosen = data.draw(st.sampled_from(sorted({k.sha256 for k in keys})))
    publisher = data.draw(st.sampled_from([p for p in _PUBLISHERS if p != "Chinese customs"]))  # a register translates nobody
    dates = [k.published for k in keys if k.sha256 == chosen]
    later = data.draw(st.integers(0, 2)) + date.fromisoformat(dates[0]).toordinal()
    translated = [
        replace(
            k,
            id=f"{k.id}x",
            sha256="f" * 64,
            publisher=publisher,
            published=date.fromordinal(later).isoformat(),
            language="ru",
            words=tuple(_ABROAD[w] for w in k.words),
            goods=tuple(_GOODS_ABROAD.get(g, g) for g in k.goods),
        )
        for k in keys
        if k.sha256 == chosen and _known_abroad(k)
    ]
    after = weigh.weigh([*keys, *translated])
    for claim, (a, old), (b, new) in _graded(keys, before, after):
        if claim.sha256 == chosen and set(a.because) == {i for i in b.because if not i.endswith("x")}:  # none joined it
            assert (a.count_min, a.count_max) == (b.count_min, b.count_max)
        assert new.credibility >= old.credibility
        if b.origins <= a.origins:  # known for the same utterance: then the translator lends it nothing
            assert new.reliability >= old.reliability


_bounds = st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)).filter(
    lambda b: b[0] is None or b[1] is None or b[0] <= b[1]
)


@given(st.lists(_bounds, min_size=1, max_size=5))
def test_settled_counts_are_an_intersection_or_a_contested_hull(stated) -> None:
    result = settle(stated)
    fits = [n for n in range(-1, 11) if all(overlap((n, n), b) for b in stated)]
    known = [b for b in stated if b != (None, None)]
    assert result.contested == (not fits)
    for n in range(-1, 11):
        inside = overlap((n, n), (result.min, result.max))
        if not result.contested:
            assert inside == (n in fits)
        elif any(overlap((n, n), b) for b in known):
            assert inside


@given(st.lists(st.lists(st.sampled_from(_WORDS), max_size=12).map(tuple), max_size=12), st.randoms())
def test_copy_classes_do_not_depend_on_order_or_repetition(passages, rng) -> None:
    classes = dict(zip(passages, copy_classes(passages), strict=True))
    shuffled = passages + passages[:3]
    rng.shuffle(shuffled)
    assert dict(zip(shuffled, copy_classes(shuffled), strict=True)) == classes


def test_near_copies_and_shortened_ones_are_copies_and_other_texts_are_not() -> None:
    text = (
        "the",
        "agency",
        "said",
        "that",
        "nine",
        "wagons",
        "of",
        "powder",
        "crossed",
        "the",
        "border",
        "near",
        "the",
        "town",
        "in",
        "march",
    )
    spun = (*text[:-1], "april")
    short = text[:-3]
    other = (
        "the",
        "ministry",
        "denied",
        "that",
        "any",
        "goods",
        "had",
        "left",
        "the",
        "port",
        "of",
        "the",
        "northern",
        "city",
        "in",
        "spring",
    )
    a, b, c, d = copy_classes([text, spun, short, other])
    assert a == b == c != d
    assert len(set(copy_classes([text[:4], text[:5]]))) == 2


def test_dates_of_any_precision_become_day_ranges() -> None:
    assert days("2024-02") == (days("2024-02-01")[0], days("2024-02-29")[1])
    assert days("2024")[1] - days("2024")[0] == 365
    assert days("last spring") is None
    assert days("2024-13") is None
    assert apart(days("2024-01"), days("2024-02-03")) == 3
    assert apart(span("2024", None), days("2031-01-01")) == 0
    assert span(None, None) is None
