"""Edges between resolved parties, and the ways through them."""

from __future__ import annotations

from supplyline import graph, weigh
from supplyline.model import Dispute
from weighing import document, key

IDS = {"Acme": "e_acme", "Broker": "e_broker", "Plant": "e_plant", "State": "e_state", "Depot": "e_depot"}


def build(*claims):
    weighed = weigh.weigh(claims)
    return weighed, graph.links(weighed.events, claims, weighed.disputes)


def said(words: str, kind: str = "supply", **roles):
    stance = roles.pop("stance", "asserts")
    return key(
        document(words), words, kind, stance=stance, entities=IDS, roles={r: [n] for r, n in roles.items()}
    )


def test_a_supply_event_makes_an_edge_with_its_goods_and_grade() -> None:
    weighed, (link,) = build(said("one", supplier="Acme", recipient="Plant", goods="machine tools"))
    assert (link.source, link.target, link.role) == ("e_acme", "e_plant", "supplies")
    assert link.goods == ("machine tools",)
    assert link.grade == weighed.events[0].grade
    assert not link.disputed
    assert link.because == (weighed.events[0].id,)


def test_unresolved_parties_denials_and_expectations_make_no_edge() -> None:
    assert build(said("one", supplier="somebody else", recipient="Plant"))[1] == ()
    assert build(said("two", supplier="Acme", recipient="Plant", stance="expects"))[1] == ()
    assert build(said("three", "denial", denier="Acme", stance="denies"))[1] == ()


def test_goods_that_went_through_a_broker_are_shown_that_way() -> None:
    _, links = build(said("one", supplier="Acme", via="Broker", recipient="Plant"))
    assert {(x.source, x.target) for x in links} == {("e_acme", "e_broker"), ("e_broker", "e_plant")}


def test_a_dispute_marks_the_edge() -> None:
    claims = [said("one", supplier="Acme", recipient="Plant")]
    weighed = weigh.weigh(claims)
    dispute = Dispute("d_1", weighed.events[0].id, "c", "Acme", "meets", "", ())
    assert graph.links(weighed.events, claims, [dispute])[0].disputed


def test_paths_follow_supply_shortest_first() -> None:
    _, links = build(
        said("one", supplier="Acme", recipient="Broker"),
        said("two", supplier="Broker", recipient="Plant"),
        said("three", "shipment", supplier="Acme", recipient="Plant"),
        said("four", "designation", authority="State", target="Acme"),
        said("five", "cooperation", party="Depot"),
    )
    ways = graph.paths(links, "e_acme", "e_plant")
    assert [[x.target for x in way] for way in ways] == [["e_plant"], ["e_broker", "e_plant"]]
    assert graph.paths(links, "e_acme", "e_plant", most=1) == ways[:1]
    assert graph.paths(links, "e_plant", "e_acme") == ()
    assert graph.paths(links, "e_acme", "e_nobody") == ()


def test_links_do_not_depend_on_the_order_of_events() -> None:
    claims = [
        said("one", supplier="Acme", recipient="Broker"),
        said("two", supplier="Broker", recipient="Plant"),
    ]
    weighed, links = build(*claims)
    assert graph.links(reversed(weighed.events), reversed(claims)) == links
