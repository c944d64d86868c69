"""Origins, events, counts, disputes and grades on cases small enough to judge by eye."""

from __future__ import annotations

import pytest

from supplyline import weigh
from supplyline.case.settings import Settings
from supplyline.weigh.disputes import takes_back
from supplyline.weigh.publishers import publisher
from weighing import document, key

CHIEF = "head of Ukraine's Foreign Intelligence Service"
FACTORIES = {
    "supplier": ["China"],
    "recipient": ["Russian military factories"],
    "goods": ["machine tools", "gunpowder"],
}


def interview(
    doc, words="China supplies machine tools and gunpowder to twenty Russian military factories now", **rest
):
    rest = {
        "speaker": "Oleh Ivashchenko",
        "role": CHIEF,
        "via": "Ukrinform",
        "said_on": "2025-05-26",
        "roles": FACTORIES,
        "count": (20, None),
        "counted": "recipient",
        **rest,
    }
    return key(doc, words, **rest)


def one(items):
    (item,) = items
    return item


# ---------------------------------------------------------------- origins


def test_outlets_that_print_one_interview_are_one_origin() -> None:
    a = interview(document("a", publisher="Reuters"))
    b = interview(
        document("b", publisher="Kyiv Independent"),
        "Beijing sends tools, powder and more to factories, he said",
    )
    origins, lookup = weigh.origins([a, b])
    assert one(origins).documents == 2
    assert lookup[a.id] == lookup[b.id] == origins[0].id
    assert "Oleh Ivashchenko to Ukrinform on 2025-05-26" in origins[0].reasons
    assert origins[0].label == "Oleh Ivashchenko to Ukrinform, 2025-05-26"


def test_another_day_or_another_outlet_is_another_origin() -> None:
    words = "China sends {} tons of powder to the plants in the east of the country"
    keys = [
        interview(document("a"), words.format("some")),
        interview(
            document("b"), "On Friday he repeated what he holds against the factories", said_on="2025-06-06"
        ),
        interview(document("c"), "To the French paper he spoke at length about chemistry", via="Le Monde"),
    ]
    assert len(weigh.origins(keys)[0]) == 3


def test_a_claim_without_outlet_and_date_takes_the_only_occasion_of_its_document() -> None:
    doc = document("a")
    said = interview(doc)
    more = key(
        doc,
        "at least five instances of aviation cooperation were documented",
        "cooperation",
        speaker="Oleh Ivashchenko",
        roles={"party": ["Russia", "China"]},
    )
    origins, _ = weigh.origins([said, more])
    assert any("one occasion" in reason for reason in one(origins).reasons)


def test_a_retelling_without_outlet_joins_only_on_the_same_matter_and_within_days() -> None:
    said = interview(document("a", published="2025-05-26"))

    def retold(name: str, published: str, words: str):
        return interview(document(name, published=published), words, via=None, said_on=None)

    near = retold("b", "2025-05-28", "Factories of Russia live on what China sells them, he said")
    late = retold("c", "2025-06-20", "Weeks later he came back to powder and tools for those plants")
    other = key(
        document("d", published="2025-05-28"),
        "he spoke about elections in the autumn of next year",
        "statement",
        speaker="Oleh Ivashchenko",
    )
    _, lookup = weigh.origins([said, near, late, other])
    assert lookup[near.id] == lookup[said.id]
    assert lookup[late.id] != lookup[said.id]
    assert lookup[other.id] != lookup[said.id]


def test_a_dateless_claim_never_ties_two_dated_occasions_together() -> None:
    first = interview(document("a", published="2025-05-26"))
    second = interview(
        document("b", published="2025-05-28"),
        "Again he told the agency about factories",
        said_on="2025-05-28",
    )
    loose = interview(
        document("c", published="2025-05-28"), "Factories get powder, he said", via=None, said_on=None
    )
    assert len(weigh.origins([first, second, loose])[0]) == 2


def test_copied_passages_are_one_origin_and_belong_to_who_printed_them_first() -> None:
    words = "Customs records seen by our reporters show nine wagons of powder crossing at Zabaikalsk in March"
    first = key(document("a", published="2025-05-01", publisher="Reuters"), words, roles=FACTORIES)
    copy = key(document("b", published="2025-05-03", publisher="Copycat"), words, roles=FACTORIES)
    near = key(document("c", published="2025-05-04", publisher="Spun"), words + " again", roles=FACTORIES)
    own = key(
        document("b", published="2025-05-03", publisher="Copycat"),
        "We found something else entirely in a port there",
    )
    origins, lookup = weigh.origins([own, near, copy, first])
    assert lookup[first.id] == lookup[copy.id] == lookup[near.id] != lookup[own.id]
    assert {o.label for o in origins} == {
        "Reuters (own words), 2025-05-01",
        "Copycat (own words), 2025-05-03",
    }


def test_two_speakers_in_one_sentence_stay_two_and_unnamed_sources_are_not_one_person() -> None:
    doc = document("a")
    words = "Ivashchenko said that Beijing denied every delivery of powder and tools"
    said = key(doc, words, "statement", speaker="Ivashchenko")
    denied = key(doc, words, "denial", speaker="Beijing", roles={"denier": ["Beijing"]}, stance="denies")
    assert len(weigh.origins([said, denied])[0]) == 2
    a = key(document("b"), "officials said the plants got tools", speaker="officials", roles=FACTORIES)
    b = key(
        document("c"), "the plants were given tools, officials said", speaker="officials", roles=FACTORIES
    )
    assert len(weigh.origins([a, b])[0]) == 2


def test_a_country_and_its_capital_are_one_speaker() -> None:
    a = key(document("a"), "Beijing denied it", "denial", speaker="Beijing", said_on="2025-05-26")
    b = key(document("b"), "China called it groundless", "denial", speaker="China", said_on="2025-05-26")
    assert len(weigh.origins([a, b])[0]) == 1


# ---------------------------------------------------------------- events and counts


def test_restatements_are_one_event_and_their_counts_are_not_added() -> None:
    keys = [
        interview(document("a")),
        interview(
            document("b"),
            "twenty Russian plants are supplied",
            count=(20, 20),
            roles={
                "supplier": ["Beijing"],
                "recipient": ["Russian factories"],
                "goods": ["critical supplies"],
            },
        ),
    ]
    event = one(weigh.events(keys)[0])
    assert (event.count_min, event.count_max, event.claims, event.documents) == (20, 20, 2, 2)
    assert event.label.endswith("gunpowder, machine tools (supply)")
    assert any("not added" in line for line in event.derivation)


def test_counts_that_exclude_each_other_keep_the_hull_and_say_so() -> None:
    keys = [
        interview(document("a"), count=(20, 20)),
        interview(document("b"), "it is thirty plants", count=(30, 30)),
    ]
    event = one(weigh.events(keys)[0])
    assert (event.count_min, event.count_max) == (20, 30)
    assert any("exclude each other" in line for line in event.derivation)


@pytest.mark.parametrize(
    "change",
    [
        {"roles": {**FACTORIES, "supplier": ["Iran"]}},
        {"roles": {**FACTORIES, "goods": ["drones"]}},
        {"period": ("2019", "2019")},
        {"kind": "shipment"},
        {"stance": "expects"},
    ],
)
def test_another_party_goods_period_kind_or_expectation_is_another_event(change) -> None:
    a = interview(document("a"), period=("2024", "2025"))
    b = interview(document("b"), "plain other words for it", **{"period": ("2024", "2025"), **change})
    assert len(weigh.events([a, b])[0]) == 2


def test_missing_roles_need_another_anchor() -> None:
    six = {"count": (6, 6), "counted": "shipments"}
    a = key(
        document("a"),
        "six large shipments of special chemicals",
        "shipment",
        roles={"goods": ["special chemicals"]},
        **six,
    )
    b = key(
        document("b"),
        "in six cases specialised chemicals came",
        "shipment",
        roles={"goods": ["specialized chemicals"]},
        count=(6, 6),
        counted="cases",
    )
    c = key(
        document("c"), "chemicals were sent once more", "shipment", roles={"goods": ["special chemicals"]}
    )
    events, lookup = weigh.events([a, b, c])
    assert lookup[a.id] == lookup[b.id] != lookup[c.id]
    assert {(e.count_min, e.count_max) for e in events} == {(6, 6), (None, None)}
    told = next(e for e in events if e.id == lookup[a.id])
    assert any("not added" in line for line in told.derivation)
    assert not any("other things" in line for line in told.derivation), "cases and shipments count one thing"


def test_two_named_companies_of_one_country_are_two_events() -> None:
    def sold(name: str, seller: str):
        return key(
            document(name),
            f"{seller} sold infrared detectors to Russia",
            roles={"supplier": [seller], "recipient": ["Russia"], "goods": ["infrared detectors"]},
        )

    assert len(weigh.events([sold("a", "Wuhan Global"), sold("b", "Juhang Aviation")])[0]) == 2


def test_designations_meet_by_target_or_number_and_a_part_does_not_shrink_the_whole() -> None:
    def listed(name: str, authority: str, target: str, count, published="2024-05-01"):
        return key(
            document(name, published=published),
            f"{authority} listed {target}",
            "designation",
            roles={"authority": [authority], "target": [target]},
            count=count,
            counted="target",
        )

    a = listed("a", "United States", "nearly 300 targets", (None, 300))
    b = listed("b", "Washington", "more than 300 entities", (300, None))
    c = listed("c", "Treasury Department", "200 entities", (200, 200))
    d = listed("d", "United States", "300 firms", (300, 300), published="2025-02-01")
    events, lookup = weigh.events([a, b, c, d])
    assert lookup[a.id] == lookup[b.id]
    assert len({lookup[a.id], lookup[c.id], lookup[d.id]}) == 3
    assert {(e.count_min, e.count_max) for e in events if e.id == lookup[a.id]} == {(300, 300)}


# ---------------------------------------------------------------- disputes and grades


def denial(doc, words, **rest):
    rest = {"speaker": "Beijing", "roles": {"denier": ["Beijing"]}, "stance": "denies", **rest}
    return key(doc, words, "denial", **rest)


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("dismissed such accusations as groundless", "meets"),
        ("has repeatedly denied direct involvement", "narrower"),
        ("never sold a single gram of gunpowder anywhere", "meets"),
        ("pursues peace and prudence", "general"),
    ],
)
def test_scope_of_a_denial_in_the_same_document(words, scope) -> None:
    doc = document("a")
    weighed = weigh.weigh([interview(doc), denial(doc, words)])
    dispute = one(weighed.disputes)
    assert (dispute.scope, dispute.denier) == (scope, "Beijing")
    graded = {e.kind: e for e in weighed.events}
    assert dispute.event == graded["supply"].id
    assert graded["supply"].grade.endswith("3"), "a denial by the accused leaves the digit"
    reasons = next(g.reasons for g in weighed.grades if g.event == dispute.event)
    assert any(r.startswith("disputed: Beijing") for r in reasons)


def test_a_denial_elsewhere_needs_a_topic_and_nearness() -> None:
    said = interview(document("a"))
    near = denial(document("b", published="2025-06-10"), "no gunpowder was sold to anyone at all")
    late = denial(document("c", published="2025-12-10"), "no gunpowder was ever exported anywhere")
    idle = denial(document("d", published="2025-06-30"), "the weather was never changed by us")
    weighed = weigh.weigh([said, near, late, idle])
    assert [d.denial for d in weighed.disputes] == [near.id]


def grade_of(keys, settings=None):
    weighed = weigh.weigh(keys, settings)
    return next(g for g in weighed.grades if g.event == weighed.event_of[keys[0].id])


def test_copies_and_compatriots_stay_possible_and_another_country_makes_it_probable() -> None:
    chief = interview(document("a", publisher="Reuters"))
    fellow = interview(
        document("b", publisher="BBC"),
        "Kyiv knows of twenty Russian plants that China serves",
        speaker="Volodymyr Zelenskyy",
        role="President of Ukraine",
        via=None,
        said_on=None,
    )
    american = interview(
        document("c", publisher="BBC"),
        "Washington sees the same plants being served by China",
        speaker="Janet Yellen",
        role="U.S. Treasury Secretary",
        via=None,
        said_on=None,
    )
    assert grade_of([chief]).code == "B3"
    two = grade_of([chief, fellow])
    assert two.code == "B3"
    assert any("not independent" in reason for reason in two.reasons)
    assert "interested party" in two.marks
    three = grade_of([chief, fellow, american])
    assert three.code == "B2"
    assert any("2 independent voices" in reason for reason in three.reasons)


def test_a_speaker_whose_country_one_claim_tells_has_it_in_all() -> None:
    chief = interview(document("a", publisher="Reuters"))
    plain = {"role": None, "via": None, "said_on": None}
    yellen = interview(document("b"), "the plants are served by China, she said", speaker="Janet Yellen", **plain)
    assert grade_of([chief, yellen]).credibility == 3, "nothing tells whose Janet Yellen is"
    elsewhere = key(
        document("c"), "she spoke of taxes", "statement", speaker="Janet Yellen", role="U.S. Treasury Secretary"
    )
    assert grade_of([chief, yellen, elsewhere]).credibility == 2


def test_only_a_primary_record_beside_another_voice_confirms() -> None:
    chief = interview(document("a", publisher="Reuters"))
    record = key(
        document("b", publisher="Chinese customs"),
        "machine tools exported to Russian military factories",
        roles=FACTORIES,
    )
    assert grade_of([chief, record]).credibility == 1
    assert grade_of([record]).credibility == 3


def test_unnamed_hedged_unknown_and_expected_are_told_apart() -> None:
    unnamed = key(
        document("a", publisher="Reuters"), "officials say so", speaker="U.S. officials", roles=FACTORIES
    )
    assert (grade_of([unnamed]).code, grade_of([unnamed]).marks) == ("B4", ("anonymous source",))
    hedged = interview(document("b"), hedges=["reportedly"])
    assert grade_of([hedged]).code == "F4"
    unknown = key(document("c", publisher="blog.example"), "China supplies it", roles=FACTORIES)
    assert grade_of([unknown]).code == "F6"
    expected = interview(document("d"), stance="expects")
    assert grade_of([expected]).credibility == 6


def test_case_toml_wins_and_the_first_printer_gives_the_letter() -> None:
    first = interview(document("a", publisher="blog.example", published="2025-05-26"))
    copy = interview(document("b", publisher="Reuters", published="2025-05-27"))
    assert grade_of([first, copy]).reliability == "F"
    assert grade_of([first], Settings(reliability={"Blog.Example": "A"})).reliability == "A"
    assert grade_of([copy], Settings(reliability={"wire": "C"})).reliability == "C"
    state = grade_of([interview(document("c", publisher="Xinhua"))])
    assert state.reliability == "D"
    assert "state media" in state.marks


@pytest.mark.parametrize(
    ("name", "record", "letter"),
    [
        ("Reuters", weigh.Record(1, 4), "C"),
        ("Reuters", weigh.Record(0, 4), "B"),  # too few to judge by
        ("Reuters", weigh.Record(50, 0), "B"),  # a record makes no A
        ("Xinhua", weigh.Record(5, 0), "C"),
        ("Xinhua", weigh.Record(3, 2), "D"),
        ("blog.example", weigh.Record(5, 0), "C"),
        ("blog.example", weigh.Record(3, 2), "D"),
        ("blog.example", weigh.Record(1, 4), "E"),
    ],
)
def test_a_track_record_moves_a_letter_by_one_and_case_toml_wins(name, record, letter) -> None:
    found = publisher(name, {}, record)
    assert found.letter == letter
    assert (f"{record.confirmed} of {sum(record)} claims" in found.reason) == (sum(record) >= 5)
    assert publisher(name, {name: "A"}, record).letter == "A"


def test_what_would_raise_a_grade_is_said() -> None:
    grade = grade_of([interview(document("a", publisher="blog.example"))])
    assert any("independent of Oleh Ivashchenko" in text for text in grade.would_raise)
    assert any("case.toml" in text for text in grade.would_raise)
    assert any("primary record" in text for text in grade.would_raise)


def test_nothing_in_nothing_out() -> None:
    weighed = weigh.weigh([])
    assert (weighed.origins, weighed.events, weighed.disputes, weighed.grades) == ((), (), (), ())


@pytest.mark.parametrize(("said_on", "back"), [(None, True), ("2025-05-26", True), ("2025-06-02", False)])
def test_a_late_report_of_an_old_saying_is_taken_back_with_it(said_on: str | None, back: bool) -> None:
    """What was said before the denial does not rise again because somebody prints it afterwards."""
    denial = key(
        document("denial", published="2025-05-28"), "I never said that China supplies machine tools", "denial",
        speaker="Oleh Ivashchenko", stance="denies", roles={"denier": ["Oleh Ivashchenko"]},
    )  # fmt: skip
    late = interview(document("late", published="2025-06-03"), via=None, said_on=said_on)
    assert takes_back(denial, late) is back


def test_a_copy_of_a_document_that_tells_and_denies_makes_no_retraction_of_it() -> None:
    """Both in one document are a dispute; the same words first printed elsewhere are taken back."""
    def told(name, published):
        both = document(name, published=published)
        return interview(both, speaker="Beijing", role=None, via=None, said_on=None), denial(both, "never sold a single gram of gunpowder anywhere")

    def scopes(*claims):
        return {d.scope for d in weigh.weigh(claims).disputes}

    alone, copy = told("a", "2025-05-25"), told("b", "2025-05-28")
    assert scopes(*alone) == scopes(*alone, *copy) == {"meets"}
    assert "retracts" in scopes(told("b", "2025-05-20")[0], *alone)
