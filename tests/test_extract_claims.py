"""Whole sentences in, claims out: who said what, and what is alleged. All sentences are ours."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.case.tables import spans
from supplyline.extract import extract
from supplyline.model import Claim, Document, Kind, Stance


def read(text: str, published: str | None = "2025-05-27") -> list[Claim]:
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    found = extract(Document(sha, "t.txt", text, published=published, language="en"), reader="rules")
    for claim in found.claims:
        for span in spans(claim):
            assert text[span.start : span.end] == span.text
    return list(found.claims)


def of(claims: list[Claim], kind: str) -> Claim:
    return next(c for c in claims if c.kind == kind)


def roles(claim: Claim) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for f in claim.roles:
        out.setdefault(f.role, []).append(f.span.text)
    return out


def test_supply_with_list_purpose_count_and_source() -> None:
    claims = read(
        "Borys Melnyk, head of the Border Service, told Reuters on May 26 that Freedonia supplies machine tools, gunpowder "
        "and electronic components for drones to at least 20 Russian factories."
    )
    claim = of(claims, "supply")
    assert roles(claim) == {
        "supplier": ["Freedonia"],
        "goods": ["machine tools", "gunpowder", "electronic components for drones"],
        "recipient": ["at least 20 Russian factories"],
    }
    assert claim.count is not None
    assert (claim.count.min, claim.count.max, claim.count.role) == (20, None, "recipient")
    assert claim.speaker is not None
    assert claim.speaker.name == "Borys Melnyk"
    assert claim.via is not None
    assert claim.via.name == "Reuters"
    assert claim.said_on is not None
    assert claim.said_on.from_ == "2025-05-26"
    assert claim.stance == Stance.asserts


@pytest.mark.parametrize(
    "text",
    [
        "Iran shipped drones to Russia.",
        "Attack drones were shipped to Russia by Iran.",
        "Iran supplied Russia with drones.",
        "Russia bought drones from Iran.",
        "Iran is accused by Kyiv of supplying Russia with drones.",
    ],
)
def test_one_fact_in_many_shapes(text: str) -> None:
    claim = of(read(text), "supply")
    assert roles(claim) == {
        "supplier": ["Iran"],
        "recipient": ["Russia"],
        "goods": ["Attack drones" if "Attack" in text else "drones"],
    }


def test_a_pronoun_resolves_to_the_last_fitting_speaker() -> None:
    claims = read(
        "Minister Ana Ruiz said the firm shipped engines to Russia. She added that Iran bought missiles from Russia."
    )
    assert claims[-1].speaker is not None
    assert (claims[-1].speaker.span.text, claims[-1].speaker.name) == ("She", "Ana Ruiz")


def test_the_speaker_may_stand_behind_the_words() -> None:
    for text in (
        "The company sent bearings to a missile plant, the ministry said.",
        '"The company sent bearings to a missile plant," said the ministry.',
        "According to the ministry, the company sent bearings to a missile plant.",
        "The company sent bearings to a missile plant, according to the ministry.",
    ):
        claim = next(c for c in read(text) if c.content is not None)
        assert claim.speaker is not None
        assert claim.speaker.span.text == "ministry", text
        assert claim.content is not None
        assert claim.content.text.casefold() == "the company sent bearings to a missile plant"


def test_a_denial_is_a_claim_of_its_own_and_no_supply() -> None:
    claims = read("The Iranian foreign ministry denied supplying drones to Russia.")
    assert [c.kind for c in claims] == [Kind.denial]
    assert claims[0].stance == Stance.denies
    assert roles(claims[0]) == {
        "denier": ["Iranian foreign ministry"],
        "denied": ["supplying drones to Russia"],
    }


def test_dismissed_as_keeps_only_what_is_denied() -> None:
    claim = of(read("Tehran dismissed such accusations as 'groundless'."), "denial")
    assert roles(claim)["denied"] == ["such accusations"]


def test_saying_that_one_never_supplied_is_a_denial() -> None:
    claim = of(read("The ministry said Iran has never supplied drones to Russia."), "denial")
    assert claim.stance == Stance.denies


def test_designation_with_authority_targets_reason_and_count() -> None:
    claim = of(
        read(
            "The United States on Friday imposed sanctions on more than 40 firms for supplying Russia with chips."
        ),
        "designation",
    )
    assert roles(claim) == {
        "authority": ["United States"],
        "target": ["more than 40 firms"],
        "reason": ["supplying Russia with chips"],
    }
    assert claim.count is not None
    assert (claim.count.min, claim.count.max) == (40, None)
    assert claim.period is not None
    assert claim.period.from_ == "2025-05-23"


def test_the_authority_goes_on_into_the_next_sentence() -> None:
    claims = read(
        "Canada imposed sanctions on Ruritania. The sanctions also target Orient Optics Ltd and two banks."
    )
    second = [c for c in claims if c.kind == "designation"][1]
    assert roles(second)["authority"] == ["Canada"]
    assert roles(second)["target"] == ["Orient Optics Ltd", "two banks"]


def test_names_behind_a_description_are_the_targets() -> None:
    claim = of(
        read("The Treasury sanctioned two Chinese groups, Orient Optics and Lotus Tools."), "designation"
    )
    assert roles(claim)["target"] == ["Orient Optics", "Lotus Tools"]
    assert claim.count is not None
    assert (claim.count.min, claim.count.max) == (2, 2)


def test_considered_sanctions_are_expected_not_asserted() -> None:
    claim = of(read("Washington is considering imposing sanctions on Chinese banks."), "designation")
    assert claim.stance == Stance.expects


def test_shipments_are_counted() -> None:
    claim = of(read("There have been six large shipments of special chemicals."), "shipment")
    assert claim.count is not None
    assert (claim.count.min, claim.count.max, claim.count.event) == (6, 6, "shipments")


def test_cooperation_counts_instances_and_then_tells_its_form() -> None:
    claims = read(
        "The service documented at least five instances of aviation cooperation between Iran and Russia from 2024 to 2025. "
        "This cooperation includes the transfer of equipment and spare parts."
    )
    first, second = (c for c in claims if c.kind == "cooperation")
    assert roles(first)["party"] == ["Iran", "Russia"]
    assert first.count is not None
    assert first.count.min == 5
    assert first.period is not None
    assert (first.period.from_, first.period.to) == ("2024", "2025")
    assert roles(second)["form"] == ["equipment", "spare parts"]


def test_a_statistic_has_reporter_partner_goods_change_and_period() -> None:
    claim = of(read("China's imports of Russian coal rose by 12.5 percent in 2024."), "trade_flow")
    assert roles(claim) == {"reporter": ["China"], "partner": ["Russian"], "goods": ["coal"]}
    assert claim.change is not None
    assert claim.change.percent == 12.5
    assert claim.period is not None
    assert claim.period.from_ == "2024"


def test_two_figures_make_two_statistics() -> None:
    claims = [
        c
        for c in read("China's imports from Russia fell by 3%, while exports to Russia rose by 7%.")
        if c.kind == "trade_flow"
    ]
    assert [c.change.percent for c in claims if c.change] == [-3, 7]


def test_helping_to_acquire_makes_a_channel() -> None:
    claim = of(read("Sanctions hit brokers in Dubai that helped Iran acquire missile components."), "supply")
    assert roles(claim)["via"][0].startswith("brokers")
    assert "supplier" not in roles(claim)


def test_a_statement_is_never_dropped() -> None:
    claims = read("The minister said winter will be hard.")
    assert [c.kind for c in claims] == [Kind.statement]


def test_hedges_are_kept_as_written() -> None:
    claim = of(read("Iran reportedly supplied Russia with drones."), "supply")
    assert "reportedly" in claim.hedges
    assert claim.stance == Stance.suspects


def test_texts_of_no_known_language_say_so() -> None:
    found = extract(Document("a" * 64, "t.txt", "Irgendein Text.", language="de"))
    assert found.claims == ()
    assert "de" in found.problems[0].place


def test_ids_depend_on_the_document_alone() -> None:
    text = "Iran shipped drones to Russia. Kyiv said Iran shipped missiles to Russia."
    assert [c.id for c in read(text)] == [c.id for c in read(text)]
    assert len({c.id for c in read(text)}) == len(read(text))


PIECES = [
    "China",
    "supplies",
    "machine tools",
    "to",
    "Russia",
    ",",
    ".",
    '"',
    "said",
    "that",
    "the ministry",
    "sanctions",
    "on",
    "20",
    "%",
    "rose by",
    "in 2024",
    "\n",
    "‮",
    "́",
    "\U0001f600",
    "\0",
    "’s",
    "and",
    "(",
    "which",
    "was",
    "imposed",
    "denied",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    read(text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_random_unicode_is_read_without_error(text: str) -> None:
    read(text)


def test_work_grows_with_the_text_and_not_faster() -> None:
    """Counted in sentences cut at their limit: one endless line is many short sentences, not one long one."""
    from supplyline.extract.text import MAX_TOKENS, sentences

    words = random.Random(7).choices(["China", "supplies", "drones", "to", "Russia", "and"], k=5000)
    assert all(len(s.tokens) <= MAX_TOKENS for s in sentences(" ".join(words)))
