"""Nouns that cannot lie, and their way to Arrow, JSON and back."""

from __future__ import annotations

import json
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplyline.case import tables
from supplyline.model import (
    TABLES,
    Change,
    Claim,
    ClaimKey,
    Count,
    Document,
    Filler,
    Interval,
    Kind,
    Mention,
    Period,
    Ref,
    Span,
    Stance,
    ToldParty,
    Value,
    make_id,
)

# Text with what breaks offsets: astral letters, combining marks, right-to-left, line ends.
TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
SOME = st.none() | TEXT


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=2, max_size=200))
    return Document(draw(st.text("0123456789abcdef", min_size=64, max_size=64)), "a.txt", text)


def spans_of(document: Document) -> st.SearchStrategy[Span]:
    size = len(document.text)
    return st.integers(0, size - 1).flatmap(
        lambda start: st.integers(start + 1, size).map(lambda end: document.span(start, end))
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    document = draw(documents())
    span = spans_of(document)
    ref = st.builds(Ref, span, TEXT, SOME, SOME)
    filler = st.builds(Filler, st.sampled_from(["supplier", "goods"]), span, TEXT, SOME, st.lists(TEXT).map(tuple))
    period = st.builds(Period, SOME, SOME, TEXT, SOME)
    value = st.builds(Value, NUMBER, TEXT, TEXT)
    return draw(
        st.builds(
            Claim,
            id=TEXT,
            kind=st.sampled_from(Kind),
            stance=st.sampled_from(Stance),
            quote=span,
            speaker=st.none() | ref,
            cue=st.none() | span,
            via=st.none() | ref,
            said_on=st.none() | period,
            content=st.none() | span,
            roles=st.lists(filler, max_size=4).map(tuple),
            count=st.none() | st.builds(Count, st.none() | NUMBER, st.none() | NUMBER, TEXT, SOME, SOME),
            quantity=st.none() | value,
            value=st.none() | value,
            change=st.none() | st.builds(Change, NUMBER, TEXT),
            period=st.none() | period,
            hedges=st.lists(TEXT, max_size=3).map(tuple),
            confidence=NUMBER,
            event=SOME,
        )
    )


@given(st.none() | NUMBER, st.none() | NUMBER)
def test_an_interval_is_never_empty(low: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        with pytest.raises(ValueError, match="empty"):
            Interval(low, high)
    else:
        assert (Interval(low, high).min, Interval(low, high).max) == (low, high)


@given(documents(), st.integers(-3, 210), st.integers(-3, 210))
def test_a_span_is_the_words_at_its_place_or_does_not_exist(document: Document, start: int, end: int) -> None:
    if 0 <= start < end <= len(document.text):
        span = document.span(start, end)
        assert span.text == document.text[start:end]
        assert (span.sha256, span.end - span.start) == (document.sha256, len(span.text))
    else:
        with pytest.raises(ValueError, match=r"span"):
            document.span(start, end)


@given(TEXT, st.integers(0, 50), st.integers(0, 50))
def test_a_span_refuses_words_of_another_length(text: str, start: int, end: int) -> None:
    if start < end and end - start == len(text):
        assert Span("x", start, end, text).text == text
    else:
        with pytest.raises(ValueError, match="not a span"):
            Span("x", start, end, text)


@given(st.lists(claims(), max_size=4))
def test_claims_go_to_arrow_and_back_unchanged(nouns: list[Claim]) -> None:
    batch = tables.to_batch(Claim, nouns)
    assert batch.schema == tables.schema(Claim)
    assert list(tables.from_batch(Claim, batch)) == nouns


@given(claims())
def test_the_json_of_a_claim_keeps_the_contract(claim: Claim) -> None:
    row = json.loads(json.dumps(tables.claim_json(claim)))
    assert list(row) == [
        *("id", "kind", "stance", "speaker", "cue", "via", "said_on", "roles", "count", "quantity", "value"),
        *("change", "period", "hedges", "content", "quote", "event", "origin", "grade"),
    ]
    assert row["quote"] == tables.to_row(claim.quote)
    assert sum(len(fillers) for fillers in row["roles"].values()) == len(claim.roles)
    for role, fillers in row["roles"].items():
        assert [f["text"] for f in fillers] == [f.span.text for f in claim.fillers(role)]
    if claim.speaker:
        assert {"text", "start", "end", "name", "entity"} <= set(row["speaker"])
    if claim.period:
        assert row["period"] == {"from": claim.period.from_, "to": claim.period.to, "text": claim.period.text}
    if claim.said_on:
        assert set(row["said_on"]) == {"from", "to", "precision", "text"}


@given(claims())
def test_spans_finds_every_span_of_a_claim(claim: Claim) -> None:
    expected = 1 + sum(x is not None for x in (claim.speaker, claim.cue, claim.via, claim.content)) + len(claim.roles)
    assert len(list(tables.spans(claim))) == expected


def test_whole_numbers_have_no_decimal_point_in_json() -> None:
    document = Document("0" * 64, "a", "at least 20")
    claim = Claim("c", Kind.supply, Stance.asserts, document.span(0, 11), count=Count(20.0, None, "at least 20", "recipient"))
    assert json.dumps(tables.claim_json(claim)["count"]) == (
        '{"min": 20, "max": null, "text": "at least 20", "role": "recipient"}'
    )
    assert tables.claim_json(replace(claim, count=Count(0.5, None, "half")))["count"]["min"] == 0.5


def test_every_table_has_a_schema_and_an_order_within_it() -> None:
    for name, cls in TABLES.items():
        columns = tables.schema(cls).names
        assert all(part.split(".")[0] in columns for part in tables.order(name)), name


def test_pairs_survive_arrow() -> None:
    key = ClaimKey(
        *("c", "s", "supply", "asserts", None, None, None, None, None, None),
        *((ToldParty("supplier", "e_1", "tr", "named", "Noy"),), ("guns",), 1.0, None, None, None, None, ("a",)),
        where=(("en", "kazan"),),
    )
    assert list(tables.from_batch(ClaimKey, tables.to_batch(ClaimKey, [key]))) == [key]


@given(st.text(string.printable), st.text(string.printable))
def test_ids_depend_on_parts_and_on_where_they_end(a: str, b: str) -> None:
    assert make_id("c", a, b) == make_id("c", a, b)
    assert make_id("c", a, b) != make_id("c", a + b)
    assert make_id("c", a, b).startswith("c_")


def test_as_json_of_other_nouns_has_their_columns() -> None:
    mention = Mention(Document("0" * 64, "a", "China").span(0, 5), "place", "China")
    assert tables.as_json(mention) == {
        "span": {"sha256": "0" * 64, "start": 0, "end": 5, "text": "China"},
        "kind": "place",
        "name": "China",
    }
