"""Sentences, dates and numbers: spans index the text, intervals say what the words say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.extract.amounts import changes, values
from supplyline.extract.dates import periods
from supplyline.extract.numbers import count_in
from supplyline.extract.text import sentences


def texts(text: str) -> list[str]:
    return [s.text for s in sentences(text)]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert texts("Acme Co. Ltd. left the U.S. market. It said so on Jan. 5.") == [
        "Acme Co. Ltd. left the U.S. market.",
        "It said so on Jan. 5.",
    ]


def test_a_new_sentence_may_follow_a_country() -> None:
    assert texts("He lives in the U.S. The firm moved.") == ["He lives in the U.S.", "The firm moved."]


def test_headings_and_list_items_are_blocks_of_their_own() -> None:
    found = sentences(
        "China supplies tools\n\nIt denies this.\n- First firm sold parts to Russia last year.\n- Second firm sold nothing at all."
    )
    assert [s.text for s in found][:2] == ["China supplies tools", "It denies this."]
    assert found[0].heading and not found[1].heading
    assert len({s.block for s in found}) == 4


def test_a_list_behind_a_colon_stays_with_its_sentence() -> None:
    found = texts("They cover the following:\n\n  - One Network\n  - Two Network")
    assert len(found) == 1


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_every_token_indexes_the_text(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert sentence.start >= end
        assert text[sentence.start : sentence.end] == sentence.text
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text
            assert sentence.start <= token.start < token.end <= sentence.end
        end = sentence.end


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("announced on Wednesday that", "2024-05-02", ("2024-05-01", "2024-05-01")),
        ("announced on Thursday", "2024-11-07", ("2024-11-07", "2024-11-07")),
        ("told Ukrinform on May 26 that", "2025-05-27", ("2025-05-26", "2025-05-26")),
        ("on December 30 it", "2025-01-03", ("2024-12-30", "2024-12-30")),
        ("on May 1, 2024, the", None, ("2024-05-01", "2024-05-01")),
        ("on 17 April 2024", None, ("2024-04-17", "2024-04-17")),
        ("from 2024 to 2025", None, ("2024", "2025")),
        ("in 2024-2025, at least", None, ("2024", "2025")),
        ("in the last quarter of 2023", None, ("2023-10", "2023-12")),
        ("in the first three months of 2024", None, ("2024-01", "2024-03")),
        ("since February 2022", None, ("2022-02", None)),
        ("since 2022", None, ("2022", None)),
        ("in April, citing", "2024-05-01", ("2024-04", "2024-04")),
        ("last month", "2024-01-15", ("2023-12", "2023-12")),
        ("last year", "2024-01-15", ("2023", "2023")),
        ("today announced", "2024-05-01", ("2024-05-01", "2024-05-01")),
        ("in 2024 alone", None, ("2024", "2024")),
        ("from January to March 2024", None, ("2024-01", "2024-03")),
        ("in January-September 2023 alone", None, ("2023-01", "2023-09")),
        ("between February and May", "2024-08-19", ("2024-02", "2024-05")),
        ("between October and March", "2024-05-02", ("2023-10", "2024-03")),
        ("acquired in February and March", "2023-07-19", ("2023-02", "2023-03")),
        ("Between September 10 and October 3, the", "2023-11-03", ("2023-09-10", "2023-10-03")),
        ("From November 1 to 17, India", "2025-11-20", ("2025-11-01", "2025-11-17")),
        ("on November 1–17, 2024", None, ("2024-11-01", "2024-11-17")),
        ("between 3 and 5 May", "2025-05-20", ("2025-05-03", "2025-05-05")),
        ("on 2-8 June 2025", None, ("2025-06-02", "2025-06-08")),
        ("shipped on May 3 to 12 countries", "2025-05-20", ("2025-05-03", "2025-05-03")),
        ("from 3 May to 12 June 2024", None, ("2024-05-03", "2024-06-12")),
        ("from May 3 to 12 June 2024", None, ("2024-05-03", "2024-06-12")),
        ("on May 3 and 12 firms", "2025-05-20", ("2025-05-03", "2025-05-03")),
        ("by December 2026", None, (None, "2026-12")),
        ("by the end of 2024", None, (None, "2024-12")),
        ("until November 21", "2025-11-04", (None, "2025-11-21")),
        ("By April the firm had", "2025-06-26", (None, "2025-04")),
        ("from 1 September", "2025-05-20", ("2025-09-01", None)),
        ("effective September 16", "2024-08-27", ("2024-09-16", None)),
        ("since mid-2022", None, ("2022-06", None)),
        ("Since the entry into force of the Act in March 2022, they", None, ("2022-03", None)),
        ("rose 40% from 2021 levels in 2023", None, ("2023", "2023")),
        ("in the first quarter", "2023-05-16", ("2023-01", "2023-03")),
        ("in the fourth quarter", "2025-01-15", ("2024-10", "2024-12")),
        ("in the first nine months of this year", "2023-11-27", ("2023-01", "2023-09")),
        ("over the past two years", "2024-03-19", ("2022-03", "2024-03")),
        ("in the last six months alone", "2023-08-02", ("2023-02", "2023-08")),
        ("in the summer of 2022", None, ("2022-06", "2022-08")),
        ("last autumn", "2025-03-27", ("2024-09", "2024-11")),
        ("in the twelve months to April", "2023-05-25", ("2022-05", "2023-04")),
        ("next month", "2025-12-20", ("2026-01", "2026-01")),
    ],
)
def test_periods(words: str, published: str | None, expected: tuple[str | None, str | None]) -> None:
    found = periods(words, 0, published)
    assert [(f.period.from_, f.period.to) for f in found] == [expected]
    assert words[found[0].start : found[0].end] == found[0].period.text


@pytest.mark.parametrize("words", ["they march on", "may fall", "a room of 2000 people and 1999", "Judge April Summers ruled", "42 percent of 2021 barrels"])
def test_words_that_only_look_like_dates(words: str) -> None:
    assert [f for f in periods(words, 0, "2024-05-02") if f.period.from_ and f.period.precision == "month"] == []


def test_a_day_without_a_publication_date_is_not_guessed() -> None:
    assert [(f.period.from_, f.period.to) for f in periods("on Wednesday", 0, None)] == [(None, None)]
    assert periods("on February 30, 2024", 0, None) == []


@given(st.text(max_size=200), st.sampled_from(["2024-05-01", "2024-05", "2024", None, "2024-02-29"]))
@settings(max_examples=300, deadline=None)
def test_periods_are_intervals(text: str, published: str | None) -> None:
    for found in periods(text, 0, published):
        assert text[found.start : found.end] == found.period.text
        if found.period.from_ and found.period.to:
            assert found.period.from_[:4] <= found.period.to[:4]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("at least 20 factories", 20, None),
        ("more than 300 entities", 300, None),
        ("nearly 200 entities", None, 200),
        ("up to 50 firms", None, 50),
        ("six shipments", 6, 6),
        ("a dozen targets", 12, 12),
        ("more than a dozen targets", 12, None),
        ("1,300 tons", 1300, 1300),
        ("twenty-one companies", 21, 21),
        ("two dozen firms", 24, 24),
        ("50 or more firms", 50, None),
        ("more than a million shells", 1_000_000, None),
    ],
)
def test_counts(words: str, low: float | None, high: float | None) -> None:
    number = count_in(words, 0)
    assert number is not None
    assert (number.min, number.max) == (low, high)


@pytest.mark.parametrize("words", ["several firms", "dozens of targets", "numerous measures"])
def test_vague_counts_keep_their_words_only(words: str) -> None:
    number = count_in(words, 0)
    assert number is not None
    assert (number.min, number.max) == (None, None)


@pytest.mark.parametrize("words", ["the 19th package", "3.3 percent of trade", "no number here", "in 2024"])
def test_ordinals_percentages_and_years_are_no_counts(words: str) -> None:
    assert count_in(words, 0) is None


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("a 3.3 percent rise in 2024", 3.3),
        ("exports rose by 4.1%", 4.1),
        ("imports fell 12 percent", -12),
        ("decreasing 23.8% on the year", -23.8),
        ("nearly doubled", 100),
        ("increased its imports of Russian gas in January by 17%", 17),
        ("exports increased more than seven times", 600),
        ("twice as much as in 2021", 100),
        ("fell to nothing like it, four times less", -75),
        ("sales doubles every year", 100),
        ("multiplied by fifteen", 1400),
        ("plummeted by nearly half", -50),
        ("a third fewer lorries", -33.3),
        ("fifty percent more than in 2023", 50),
        ("26.5% below the pre-war level", -26.5),
    ],
)
def test_changes(words: str, percent: float) -> None:
    assert [c.percent for _, _, c in changes(words, 0)] == [percent]


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("more than 700 tons of nitrocellulose", 700, "t"),
        ("$2.4 billion", 2_400_000_000, "USD"),
        ("80% of electronics", 80, "%"),
        ("half of imports", 50, "%"),
        ("€1 billion worth", 1_000_000_000, "EUR"),
        ("worth CHF22,600", 22600, "CHF"),
        ("about $32 000 a piece", 32000, "USD"),
        ("one million dollars", 1e6, "USD"),
        ("EUR 5.1 million", 5.1e6, "EUR"),
        ("nine percent of purchases", 9, "%"),
        ("390 billion yen", 390e9, "JPY"),
        ("four fifths of the rounds", 80, "%"),
        ("rose from $35 million in 2021 to $75 million", 75e6, "USD"),
    ],
)
def test_values(words: str, amount: float, unit: str) -> None:
    found = values(words, 0)
    assert [(v.amount, v.unit) for _, _, v in found] == [(amount, unit)]
    start, end, value = found[0]
    assert words[start:end] == value.text
