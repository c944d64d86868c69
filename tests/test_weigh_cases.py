"""Whole small cases, from texts to origins, events, citations and disputes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import marked
from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.trace import trace
from supplyline.weigh.disputes import squarest


@pytest.fixture(scope="module")
def nitrocellulose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with marked.case("nitrocellulose", tmp_path_factory.mktemp("case") / "case") as snapshot:
        yield snapshot


def _event(snapshot: Snapshot, *words: str):
    (event,) = (e for e in snapshot.rows("events") if all(w in e.label for w in words))
    return event


def _origins(snapshot: Snapshot, event) -> set[str]:
    return {c.origin for c in snapshot.rows("claims") if c.event == event.id}


def _flows(snapshot: Snapshot):
    return [e for e in snapshot.rows("events") if e.kind == "trade_flow" and "China" in e.label]


def _claims(snapshot: Snapshot, event, document: str = ""):
    names = {d.sha256: d.name for d in snapshot.rows("documents")}
    return [c for c in snapshot.rows("claims") if c.event == event.id and names[c.quote.sha256].startswith(document)]


def test_three_hops_are_one_origin_and_each_period_is_an_event(nitrocellulose: Snapshot) -> None:
    flows = {(e.period_from, e.period_to): e for e in _flows(nitrocellulose)}
    assert {period: e.documents for period, e in flows.items()} == {("2015", "2021"): 2, ("2022", "2022"): 2, ("2023", "2023"): 3, ("2024-01", "2024-03"): 1}
    assert len({o for e in flows.values() for o in _origins(nitrocellulose, e)}) == 1
    told = {p: {(c.value.amount, c.value.unit, *c.hedges) for c in _claims(nitrocellulose, e, "1")} for p, e in flows.items()}
    assert told == {
        ("2015", "2021"): {(0, "t", "about")}, ("2022", "2022"): {(700, "t", "more than")},
        ("2023", "2023"): {(1300, "t", "more than")}, ("2024-01", "2024-03"): {(110, "t", "about")},
    }  # fmt: skip
    (hop,) = _claims(nitrocellulose, flows["2023", "2023"], "2")
    assert (hop.speaker.name, hop.via.name) == ("Chinese customs", "NHK")
    (hop,) = _claims(nitrocellulose, flows["2023", "2023"], "3")
    assert (hop.speaker.name, hop.via.name) == ("NHK", "Ukrinform")
    assert {e.grade for e in flows.values()} == {"C3"}, "however many print it"


def test_what_customs_are_said_to_have_recorded_can_be_checked(nitrocellulose: Snapshot, tmp_path: Path) -> None:
    table = (marked.CASES / "nitrocellulose" / "trade.csv").read_text("utf-8")
    documents = {p.name: p.read_text("utf-8") for p in (marked.CASES / "nitrocellulose" / "documents").glob("*.txt")}
    with marked.build(tmp_path / "case", documents, table) as snapshot:
        checks = {c.claim: c for c in snapshot.rows("checks")}
        for event in _flows(snapshot):
            assert {(checks[i].verdict, checks[i].beyond) for i in event.because} == {("supports", "")}, [checks[i].text for i in event.because]
            (grade,) = snapshot.rows("grades", event=event.id)
            assert (grade.code, event.origins) == ("C3", 1)
            assert any(r.startswith("customs figures support it") and "it goes back to that record" in r for r in grade.reasons)
        others = {e.id: e.grade for e in snapshot.rows("events") if e not in _flows(snapshot)}
        before = {e.id: e.grade for e in nitrocellulose.rows("events")}
        moved = {id for id, grade in others.items() if before[id] != grade}
        # A newspaper's own words are another source than Chinese customs; firms and plants are in no figures
        assert {(snapshot.get(id).label, others[id]) for id in moved} == {("China → Russia: nitrocellulose (supply)", "C2")}


def test_outlets_that_retell_a_paper_are_its_origin(nitrocellulose: Snapshot) -> None:
    noy, half = _event(nitrocellulose, "Noy", "supply"), _event(nitrocellulose, "Noy", "trade flow")
    # "by the middle of 2023", "by mid-2023" and "in the first half of 2023": one figure, its period told in three ways
    imports = [e for e in nitrocellulose.rows("events") if e.label == "Russia: nitrocellulose (trade flow)"]
    assert sorted((e.period_from, e.period_to) for e in imports) == [("2022", "2022"), ("2023-01", "2023-06")]
    assert {e.documents for e in (noy, *imports)} == {3}
    assert {e.origins for e in (noy, half, *imports)} == {1}
    assert len({o for e in (noy, half, *imports) for o in _origins(nitrocellulose, e)}) == 1
    assert noy.grade == "C3"
    assert {c.change.percent for e in imports if e.period_to == "2022" for c in _claims(nitrocellulose, e)} == {70}
    first = [c for e in imports if e.period_to == "2023-06" for c in _claims(nitrocellulose, e)]
    assert {(c.value.amount, c.value.unit) for c in first} == {(3039, "t")}
    assert {c.change.percent for c in first if c.change} == {100}, "almost double"
    assert {c.period.from_ for c in first} == {None, "2023-01"}, "two phrasings, and both stay to be read"
    shares = {(c.value.amount, c.value.unit, *c.hedges) for c in _claims(nitrocellulose, half)}
    assert (shares, half.documents) == ({(50, "%", "about")}, 2)


def test_a_body_that_says_it_too_is_a_second_origin(nitrocellulose: Snapshot) -> None:
    event = _event(nitrocellulose, "Analytical Marketing", "Kazan", "supply")
    assert (event.origins, event.grade) == (2, "C3")
    (grade,) = nitrocellulose.rows("grades", event=event.id)
    assert "no reason to hold these independent: U.S. Department of the Treasury; Wall Street Journal" in "".join(grade.reasons), "an American paper's own words"
    assert any(w.startswith("a named source independent of U.S. Department of the Treasury") for w in grade.would_raise)
    taiwan = _event(nitrocellulose, "Taiwan → Analytical Marketing")
    assert (taiwan.origins, taiwan.kind) == (1, "supply")
    called = {e.id: e.caption for e in nitrocellulose.rows("entities")}
    edges = {(called[x.source], x.role, called[x.target], "nitrocellulose" in x.goods) for x in nitrocellulose.rows("links")}
    firm = "Analytical Marketing Chemical Group"
    assert {("Taiwan", "supplies", firm, True), (firm, "supplies", "Kazan State Gunpowder Plant", True), ("Noy", "supplies", "Russia", True)} <= edges


def test_listed_firms_and_a_control_that_is_still_to_come(nitrocellulose: Snapshot) -> None:
    listed = _event(nitrocellulose, "Analytical Marketing", "Stroytekhnologiya", "Print Kolor", "designation")
    assert (listed.count_min, listed.count_max, listed.period_from) == (3, 3, "2024-05-01")
    control = _event(nitrocellulose, "Taiwan", "export controls")
    assert (control.period_from, control.grade) == ("2024-06-14", "D6")
    assert (control.documents, control.origins) == (2, 1), "a wire that retells the agency"
    assert any("HS 391220" in c.quote.text for c in _claims(nitrocellulose, control))


@pytest.mark.parametrize(
    ("denier", "via", "scope", "says", "met"),
    [
        ("director of Analytical Marketing Chemical Group", "Wall Street Journal", "narrower", "since", {"Analytical Marketing Chemical Group → Kazan State Gunpowder Plant"}),
        ("Taiwan's International Trade Administration", None, "narrower", "density", {"Taiwanese companies → Russia", "Taiwan → Analytical Marketing Chemical Group"}),
        ("spokesman for the Chinese embassy", "Wall Street Journal", "general", "", {"China → Russia"}),
    ],
)
def test_each_reply_meets_what_it_answers_and_no_more(nitrocellulose: Snapshot, denier, via, scope, says, met) -> None:
    found = [d for d in nitrocellulose.rows("disputes") if d.denier == denier]
    answered = {nitrocellulose.get(d.event).label.partition(":")[0] for d in found}
    assert met <= answered
    assert not any("Noy" in label for label in answered), "nobody answers for the Turkish firm"
    for dispute in found:
        assert dispute.scope == scope
        assert says in dispute.reason
        claim = nitrocellulose.get(dispute.denial)
        assert (claim.via.name if claim.via else None) == via
        (grade,) = nitrocellulose.rows("grades", event=claim.event)
        assert "interested party" in grade.marks
        event = nitrocellulose.get(dispute.event)
        assert event.grade.endswith("3"), "a denial subtracts nothing"
        (grade,) = nitrocellulose.rows("grades", event=event.id)
        what = "denies in general" if scope == "general" else f"denies it ({scope}"
        assert any(f"disputed: {denier} {what}" in r for r in grade.reasons)


def test_who_takes_from_whom_is_told_with_the_passage(nitrocellulose: Snapshot) -> None:
    names = {d.sha256: d.name for d in nitrocellulose.rows("documents")}
    found = {(names[c.document], names.get(c.source), c.kind): c for c in nitrocellulose.rows("citations")}
    assert ("2-agency.txt", "1-broadcaster.txt", "credits") in found
    assert ("3-aggregator.txt", "2-agency.txt", "credits") in found, "the hop between"
    assert ("9-wire.txt", "8-taiwan.txt", "credits") in found
    copy = found["6-unn.txt", "4-paper.txt", "copies"]
    notes = trace(nitrocellulose, copy.id)[0].notes
    assert any("words the same in both: “Imports of nitrocellulose to Russia rose by 70 percent in 2022" in n for n in notes)


REPORT = "publisher: {}\npublished: {}\n\n{}\n"


def test_outlets_that_credit_each_other_are_named_as_a_circle(tmp_path: Path) -> None:
    documents = {
        "a.txt": REPORT.format("Frontline Blog", "2025-01-20", "Iran sent Russia 30 tons of explosives, Pacific Monitor reported."),
        "b.txt": REPORT.format("Pacific Monitor", "2025-01-20", "Iran sent 30 tons of explosives to Russia, according to Frontline Blog."),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        credits = [c for c in snapshot.rows("citations") if c.kind == "credits"]
        assert {c.circle for c in credits} == {("Frontline Blog", "Pacific Monitor")}
        assert all("circular" in c.reason for c in credits)
        assert snapshot.count("origins") == 1


ACCUSED = REPORT.format("Observer", "2025-05-05", "China supplied nitrocellulose to Russian gunpowder plants, Oleh Ivashchenko, head of Ukraine's Foreign Intelligence Service, told Observer on May 5.")
FLAT = REPORT.format("Herald", "2025-05-06", "China denied that it had supplied nitrocellulose to Russia.")
NARROW = REPORT.format("Post", "2025-05-08", "China said no exports of high-density nitrocellulose to Russia were recorded.")
AT_LARGE = "The Chinese foreign ministry said that China does not sell weapons to parties to the conflict."


def _scopes(folder: Path, *texts: str) -> dict[str, tuple[str, str]]:
    """Of the supply or shipment of the first document: scope -> the words that deny, and the reason."""
    with marked.build(folder / "case", {f"{i}.txt": text for i, text in enumerate(texts)}) as snapshot:
        told = {e.id for e in snapshot.rows("events") if e.kind != "denial"}
        return {d.scope: (snapshot.get(d.denial).quote.text, d.reason) for d in snapshot.rows("disputes") if d.event in told}


def test_a_later_narrow_denial_does_not_hide_a_flat_one(tmp_path: Path) -> None:
    found = _scopes(tmp_path, ACCUSED, FLAT, NARROW)
    assert {scope: words.split(" nitro")[0] for scope, (words, _) in found.items()} == {
        "meets": "China denied that it had supplied",
        "narrower": "China said no exports of high-density",
    }


def test_each_denial_is_shown_with_its_own_claims_and_the_flat_one_first(tmp_path: Path) -> None:
    documents = {f"{i}.txt": text for i, text in enumerate((ACCUSED, FLAT, NARROW, REPORT.format("Gazette", "2025-05-07", AT_LARGE)))}
    with marked.build(tmp_path / "case", documents) as snapshot:
        event = _event(snapshot, "nitrocellulose")
        disputes = snapshot.rows("disputes", event=event.id)
        assert [d.scope for d in squarest(disputes)] == ["meets", "narrower", "general"]
        claims = [set(d.because) - {event.id} for d in snapshot.rows("disputes", event=event.id)]
        assert sum(map(len, claims)) == len(set().union(*claims)) == 3
        (grade,) = snapshot.rows("grades", event=event.id)
        assert [r.split("(")[1].split(":")[0] for r in grade.reasons if r.startswith("disputed")] == ["meets", "narrower", "general"]
        assert "disputed: Chinese foreign ministry denies in general (general" in " ".join(grade.reasons)
        assert grade.credibility == 3


def test_a_general_denial_in_another_document_is_tied_and_says_why(tmp_path: Path) -> None:
    found = _scopes(tmp_path, ACCUSED, REPORT.format("Gazette", "2025-05-07", AT_LARGE))
    assert list(found) == ["general"]
    assert found["general"][1] == "speaks of arms at large (“weapons”) and not of these goods; published within 60 days"


@pytest.mark.parametrize(
    ("accusation", "published", "denial"),
    [
        (ACCUSED, "2025-05-07", "Turkey's defence ministry said that Turkey does not sell weapons to parties to the conflict."),  # another country
        (ACCUSED, "2025-05-07", "The Chinese foreign ministry said that China does not sell weapons to Ukraine."),  # another side
        (ACCUSED, "2025-09-01", AT_LARGE),  # months later
        (ACCUSED, "2025-04-20", AT_LARGE),  # before anybody was accused
        (ACCUSED, "2025-05-07", "The Chinese foreign ministry said that China did not take part in the talks about the conflict."),  # gives nothing
        (ACCUSED, "2025-05-07", "China denied that it had sent drones to Russia."),  # other goods
        (ACCUSED, "2025-05-07", "Russia said that it does not sell weapons to parties to the conflict."),  # who was given them
        (REPORT.format("Observer", "2025-05-05", "China exported apples to Brazil, Pavel Hrynko told Observer on May 5."), "2025-05-07", AT_LARGE),  # no arms, no war
    ],
)
def test_a_general_denial_of_somebody_or_something_else_is_tied_to_nothing(tmp_path: Path, accusation: str, published: str, denial: str) -> None:
    assert _scopes(tmp_path, accusation, REPORT.format("Gazette", published, denial)) == {}


def test_a_firm_answers_for_itself_and_a_country_for_its_firms(tmp_path: Path) -> None:
    sold = REPORT.format("Observer", "2025-05-05", "Izmir Turkish Bearings supplied bearings to a Russian tank factory, Pavel Hrynko told Observer on May 5.")
    firm, country = "Ankara Turkish Metals denied that it had supplied bearings to Russia.", "Turkey denied that bearings had been supplied to Russia."
    assert _scopes(tmp_path / "firm", sold, REPORT.format("Herald", "2025-05-06", firm)) == {}
    assert list(_scopes(tmp_path / "country", sold, REPORT.format("Herald", "2025-05-06", country))) == ["meets"]


SHORT = "China sent six shipments of gunpowder to Russia"
LONG = "Iran supplies drone engines, carbon wings, launch rails, guidance kits and lithium batteries to at least 15 Russian plants in Tatarstan, Udmurtia and Bashkortostan"
SECOND = "Iran supplies drone engines and batteries to at least 15 Russian plants"
UKRAINE, GERMANY = "Ukraine's defence minister Rustem Umerov", "German foreign minister Johann Wadephul"


@pytest.mark.parametrize(
    ("first", "second", "origins"),
    [
        # Two ministers, each in own right: a short sentence alike is no copy
        (f"{SHORT}, {UKRAINE} told Herald on May 5.", f"{SHORT}, {GERMANY} told Post on May 6.", 2),
        (f"{SHORT}, {UKRAINE} said.", f"{SHORT}, {GERMANY} said.", 2),
        # One occasion under two names: one of them is wrong
        (f"{SHORT}, {UKRAINE} told Herald on May 5.", f"{SHORT}, {GERMANY} told Herald on May 5.", 1),
        (f"{SHORT}, {UKRAINE} said.", f"{SHORT}, {GERMANY} told Herald.", 1),
        # Nobody says so many words twice by chance
        (f"{LONG}, {UKRAINE} told Herald on May 5.", f"{LONG}, {GERMANY} told Post on May 6.", 1),
        (f"{SHORT}, {UKRAINE} told Herald on May 5. {SECOND}, Umerov said.", f"{SHORT}, {GERMANY} told Post on May 6. {SECOND}, Wadephul said.", 1),
        # An unnamed source is no second speaker
        (f"{SHORT}, {UKRAINE} told Herald on May 5.", f"{SHORT}, officials told Post.", 1),
    ],
)
def test_the_same_words_of_two_speakers_are_one_saying_only_where_they_were_copied(tmp_path: Path, first: str, second: str, origins: int) -> None:
    documents = {"a.txt": REPORT.format("Herald", "2025-05-05", first), "b.txt": REPORT.format("Post", "2025-05-06", second)}
    with marked.build(tmp_path / "case", documents) as snapshot:
        event = _event(snapshot, "gunpowder" if "gunpowder" in first else "drone engines")
        assert event.origins == origins
        assert (event.grade == "F2") == (origins == 2), "two countries are two voices, a copy is one"
        copies = [c for c in snapshot.rows("citations") if c.kind == "copies"]
        assert bool(copies) == (origins == 1)
        reasons = [r for o in snapshot.rows("origins") for r in o.reasons]
        assert any("nothing shows that one was copied" in r for r in reasons) == (origins == 2)


BLOG, MONITOR, DELTA = "Frontline Blog", "Pacific Monitor", "Delta Post"
SENT, WENT = "Iran sent Russia 30 tons of explosives", "Iran sent 30 tons of explosives to Russia"


@pytest.mark.parametrize(
    "reports",
    [
        [(BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-24", f"{WENT}, according to {BLOG}.")],
        [(BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-21", f"{WENT}, according to {DELTA}."), (DELTA, "2025-01-22", f"{WENT}, {BLOG} reported.")],
        [(BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-21", f"{WENT}, according to {DELTA}."), (DELTA, "2025-01-22", f"{WENT}, citing {BLOG}, {DELTA} has learned.")],
        [(BLOG, "2025-01-10", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-17", f"{WENT}, according to {DELTA}."), (DELTA, "2025-01-27", f"{WENT}, {BLOG} reported.")],
    ],
)
def test_credits_in_a_round_over_days_are_named_as_a_circle_with_their_dates(tmp_path: Path, reports: list[tuple[str, str, str]]) -> None:
    with marked.build(tmp_path / "case", {f"{i}.txt": REPORT.format(*r) for i, r in enumerate(reports)}) as snapshot:
        days = {d.sha256: d.published for d in snapshot.rows("documents")}
        credits = [c for c in snapshot.rows("citations") if c.kind == "credits"]
        outlets = tuple(sorted(name for name, _, _ in reports))
        assert {c.circle for c in credits} == {outlets}
        assert {c.label.split(" credits ")[0] for c in credits} == set(outlets)
        assert all(f"{name} ({day})" in c.reason for c in credits for name, day, _ in reports)
        for c in credits:  # a day for time zones: nothing is taken from what was not yet printed
            assert c.source is None or date.fromisoformat(days[c.source]) <= date.fromisoformat(days[c.document]) + timedelta(1)
        (event,) = snapshot.rows("events")
        (grade,) = snapshot.rows("grades", event=event.id)
        assert (event.origins, snapshot.count("origins")) == (1, 1)
        assert any(r.startswith("one voice") for r in grade.reasons)
        assert any(r.startswith("circular") for o in snapshot.rows("origins") for r in o.reasons)
        assert trace(snapshot, credits[0].id)


@pytest.mark.parametrize(
    "reports",
    [
        # Another matter
        [(BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-24", f"Iran sent drones to Belarus, according to {BLOG}.")],
        # The outlet that is credited had it from somebody
        [(BLOG, "2025-01-19", f"{SENT}, Ukraine's defence minister Rustem Umerov told {BLOG} on January 19."), (BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-24", f"{WENT}, according to {BLOG}.")],
        # Credit runs one way
        [(BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-01-24", f"{WENT}, {MONITOR} has learned.")],
        # Months apart
        [(BLOG, "2025-01-20", f"{SENT}, {MONITOR} reported."), (MONITOR, "2025-04-24", f"{WENT}, according to {BLOG}.")],
    ],
)
def test_what_is_no_round_of_credits_is_not_named_one(tmp_path: Path, reports: list[tuple[str, str, str]]) -> None:
    with marked.build(tmp_path / "case", {f"{i}.txt": REPORT.format(*r) for i, r in enumerate(reports)}) as snapshot:
        assert not any(c.circle for c in snapshot.rows("citations"))


def test_a_correction_takes_the_number_back_and_keeps_the_claim(tmp_path: Path) -> None:
    documents = {
        "a.txt": REPORT.format("Courier", "2025-02-03", "Uzbekistan sent 12 wagons of cotton pulp to a gunpowder plant."),
        "b.txt": REPORT.format("Mirror", "2025-02-04", "Uzbekistan sent 12 wagons of cotton pulp to a gunpowder plant, Courier reported."),
        "c.txt": REPORT.format(
            "Courier", "2025-02-05", "Correction\n\nUzbekistan sent two wagons of cotton pulp to a gunpowder plant. We regret the error."
        ),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        event = _event(snapshot, "cotton pulp")
        assert (event.count_min, event.count_max, event.claims, event.origins) == (2, 2, 3, 1)
        assert any(line.startswith("12: withdrawn, Courier corrected it on 2025-02-05") for line in event.derivation)
        assert [c.kind for c in snapshot.rows("citations") if c.kind == "corrects"] == ["corrects"]


@pytest.mark.parametrize(
    "words",
    [
        "Retraction\n\nWe retract our report of 3 February that Uzbekistan sent 12 wagons of cotton pulp to a gunpowder plant in Kazan.",
        "Courier retracts its report that Uzbekistan sent cotton pulp to a gunpowder plant in Kazan.",
    ],
)
def test_a_report_that_its_source_takes_back_is_kept_and_no_longer_counts(tmp_path: Path, words: str) -> None:
    told = "Uzbekistan sent 12 wagons of cotton pulp to a gunpowder plant in Kazan"
    documents = {
        "a.txt": REPORT.format("Courier", "2025-02-03", f"{told}."),
        "b.txt": REPORT.format("Mirror", "2025-02-04", f"{told}, Courier reported."),
        "c.txt": REPORT.format("Courier", "2025-02-06", words),
    }
    with marked.build(tmp_path / "alone", documents) as snapshot:
        event = _event(snapshot, "cotton pulp", "shipment")
        assert (event.claims, event.origins, event.grade) == (2, 1, "F5")
        (dispute,) = snapshot.rows("disputes")
        assert (dispute.denier, dispute.scope) == ("Courier", "retracts")
        (grade,) = snapshot.rows("grades", event=event.id)
        assert "taken back by its only source: Courier on 2025-02-06" in grade.reasons
    documents["d.txt"] = REPORT.format("Herald", "2025-02-05", "Uzbekistan sent three shipments of cotton pulp to a gunpowder plant in Kazan, Olena Marchuk, head of Ukraine's intelligence, told Herald on February 5.")
    with marked.build(tmp_path / "beside", documents) as snapshot:
        event = _event(snapshot, "cotton pulp", "shipment")
        (grade,) = snapshot.rows("grades", event=event.id)
        assert (event.origins, grade.credibility) == (2, 3), "the other source stands"
        assert any(r.startswith("taken back by one of its sources, which no longer counts: Courier") for r in grade.reasons)


def test_plants_of_two_towns_are_two_happenings_and_two_sayings(tmp_path: Path) -> None:
    said = "China supplied machine tools to a gunpowder plant in {}, {} told {}."
    documents = {
        "a.txt": REPORT.format("Observer", "2025-02-03", said.format("Kazan", "Olena Marchuk", "Observer")),
        "b.txt": REPORT.format("Herald", "2025-02-04", said.format("Tula", "Ivan Petrov", "Herald")),
        "c.txt": REPORT.format("Mirror", "2025-02-05", said.format("Kazan", "Olena Marchuk", "Observer") + " It rained."),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        assert sorted(e.claims for e in snapshot.rows("events")) == [1, 2]
        assert sorted(o.claims for o in snapshot.rows("origins")) == [1, 2]


def test_an_outlet_that_prints_a_denial_takes_nothing_back(tmp_path: Path) -> None:
    documents = {
        "a.txt": REPORT.format("Courier", "2025-02-03", "Uzbekistan sent 12 wagons of cotton pulp to a gunpowder plant in Kazan."),
        "b.txt": REPORT.format("Courier", "2025-02-06", "Uzbekistan denied that it had sent cotton pulp to a gunpowder plant."),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        assert [d.scope for d in snapshot.rows("disputes")] == ["meets"]


def test_another_two_are_not_counted_into_what_was_told_before(tmp_path: Path) -> None:
    said = "Belarus sent {} shipments of optical sights to Russia, Pavel Hrynko told Observer on {}."
    documents = {
        "a.txt": REPORT.format("Observer", "2025-05-05", said.format("at least five", "May 5")),
        "b.txt": REPORT.format("Observer", "2025-06-16", said.format("seven", "June 16")),
        "c.txt": REPORT.format("Observer", "2025-08-04", said.format("another two", "August 4")),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        counts = {(e.count_min, e.count_max): e for e in snapshot.rows("events") if e.kind == "shipment"}
        assert set(counts) == {(7, 7), (2, 2)}
        assert any("on top of what was told before" in line for line in counts[2, 2].derivation)


@pytest.mark.parametrize(
    ("publisher", "text", "marks", "digit"),
    [
        ("Reuters", "China supplied nitrocellulose to Russia, a source who asked not to be named said.", {"anonymous source"}, 4),
        ("Reuters", "China supplied nitrocellulose to Russia, people familiar with the matter told Reuters.", {"anonymous source"}, 4),
        ("Herald", "China supplied nitrocellulose to Russia, traders said.", {"anonymous source"}, 4),
        ("Meduza", "Китай поставлял нитроцеллюлозу в Россию, рассказали собеседники издания.", {"anonymous source"}, 4),
        ("Herald", "За словами посадовців, Китай постачав нітроцелюлозу до Росії.", {"anonymous source"}, 4),
        ("Xinhua", "知情人士称，中国向俄罗斯出口了硝化棉。", {"anonymous source", "state media"}, 4),
        ("Xinhua", "Iran supplied drones to Russia.", {"state media"}, 3),  # of a country that is no side of it
        ("TASS", "Turkey supplied drones to Ukraine, the Russian defence ministry said.", {"interested party", "state media"}, 3),
        ("Herald", "Noy supplied nitrocellulose to Belarus, the chief executive of Noy said.", {"interested party"}, 3),
        ("Herald", "Noy Chemicals supplied nitrocellulose to Belarus, Ana Ruiz, director of Noy Chemicals, told Herald.", {"interested party"}, 3),
        ("Herald", "China supplied nitrocellulose to Belarus, Ana Ruiz, head of Chile's customs, told Herald.", set(), 3),
    ],
)
def test_who_has_a_stake_or_no_name_is_marked_in_four_languages(tmp_path: Path, publisher: str, text: str, marks: set[str], digit: int) -> None:
    with marked.build(tmp_path / "case", {"a.txt": REPORT.format(publisher, "2025-05-05", text)}) as snapshot:
        (grade,) = snapshot.rows("grades")
        assert (set(grade.marks), grade.credibility) == (marks, digit), grade.reasons


def test_a_decision_acts_last_is_shown_where_it_acts_and_is_undone_by_another(tmp_path: Path) -> None:
    said = "China supplied nitrocellulose to Russia in 2023, {}."
    documents = {
        "a.txt": REPORT.format("Outlet", "2024-05-05", said.format("Oleh Ivashchenko, head of Ukraine's Foreign Intelligence Service, told Outlet on May 5")),
        "b.txt": REPORT.format("Herald", "2024-05-20", said.format("Marta Klein, a spokeswoman for Germany's foreign ministry, told Herald on May 20")),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        (grade,) = snapshot.rows("grades")
        assert grade.credibility == 2, "two voices of two countries"
        (second,) = (c for c in snapshot.rows("claims") if c.speaker.name == "Marta Klein")
    case = store.open_case(tmp_path / "case")
    decision = case.decide("reject", [second.id], by="Ada", because="she spoke of another year")
    pipeline.build(case)
    with Snapshot.open(case) as snapshot:
        (grade,) = snapshot.rows("grades")
        assert grade.credibility == 3
        (step,) = trace(snapshot, second.id)
        assert f"rejected by Ada ({decision.id}): she spoke of another year" in step.notes, "it stays to be read, with who rejected it"
    case.decide("undo", [decision.id], by="Bob", because="she did not")
    case.decide("confirm", [second.id], by="Bob", because="heard it")
    pipeline.build(case)
    with Snapshot.open(case) as snapshot:
        (grade,) = snapshot.rows("grades")
        assert grade.credibility == 2
        assert any(note.startswith("confirmed by Bob") for note in trace(snapshot, second.id)[0].notes)
        assert snapshot.count("decisions") == 3, "nothing is erased"


@pytest.mark.parametrize(
    ("denial", "digit"),
    [
        ("Germany's foreign ministry denied that China had supplied nitrocellulose to Russia.", 4),
        ("Germany's foreign ministry denied that China had supplied nitrocellulose to Belarus.", 3),
        ("Germany's foreign ministry denied that China had supplied drones to Russia.", 3),
        ("Germany's foreign ministry denied that Turkey had supplied nitrocellulose to Russia.", 3),
        ("Germany's foreign ministry denied that China had supplied high-density nitrocellulose to Russia.", 3),
        ("Germany's foreign ministry denied that Germany had supplied nitrocellulose to Russia.", 3),
        ("China's foreign ministry denied that China had supplied nitrocellulose to Russia.", 3),  # the accused
        ("Russia's defence ministry denied that China had supplied nitrocellulose to Russia.", 3),  # the other accused
        ("Officials denied that China had supplied nitrocellulose to Russia.", 3),
    ],
)
def test_who_is_not_accused_contradicts_where_it_denies_the_very_dealing(tmp_path: Path, denial: str, digit: int) -> None:
    documents = {
        "a.txt": REPORT.format("Outlet", "2024-05-05", "China supplied nitrocellulose to Russia, Oleh Ivashchenko, head of Ukraine's Foreign Intelligence Service, told Outlet on May 5."),
        "b.txt": REPORT.format("Herald", "2024-05-07", denial),
    }
    with marked.build(tmp_path / "case", documents) as snapshot:
        event = _event(snapshot, "nitrocellulose (supply)", "China → Russia")
        (grade,) = snapshot.rows("grades", event=event.id)
        assert grade.credibility == digit, grade.reasons
        assert any("who is not the accused" in r for r in grade.reasons) == (digit == 4)


def test_a_denial_by_a_mere_pronoun_answers_the_accusation_of_its_document(tmp_path: Path) -> None:
    told = "China supplied nitrocellulose to Russia, Oleh Ivashchenko told Outlet on May 5. Beijing denied it on Tuesday."
    with marked.build(tmp_path / "case", {"a.txt": REPORT.format("Outlet", "2024-05-05", told)}) as snapshot:
        (dispute,) = snapshot.rows("disputes")
        assert (dispute.denier, dispute.scope) == ("Beijing", "meets")
        assert "nitrocellulose" in snapshot.get(dispute.event).label
