"""The ways that the workbench finds are those of `graph.paths`, though it reads a few of the links."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from supplyline.case import store
from supplyline.case.snapshot import Writer
from supplyline.graph import MOST_PATHS, paths
from supplyline.model import Entity, Event, Link, Name, make_id
from supplyline.serve import index, ways
from supplyline.serve.pages.graph import Wanted
from supplyline.serve.shelf import Shelf

PARTIES = [make_id("e", n) for n in range(40)]


def drawn(seed: int, links: int) -> list[Link]:
    draw = random.Random(seed)
    out = {}
    for n in range(links):
        a, b = draw.sample(PARTIES, 2)
        role = draw.choice(("supplies", "supplies", "sends", "cooperates"))
        one = Link(make_id("l", seed, n), a, b, role, (draw.choice(("lathes", "powder")),), make_id("v", n), draw.choice(("B2", "C3", "D4", None)), False, (make_id("v", n),))
        out[one.id] = one
    return list(out.values())


@pytest.fixture(scope="module", params=[(1, 80), (2, 120), (3, 240)])
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shelf, list[Link]]]:
    case, links = store.create(tmp_path_factory.mktemp("ways") / "case"), drawn(*request.param)
    with Writer(case) as out:
        out.add("entities", [Entity(id, "Company", id, (Name(id, "primary"),)) for id in PARTIES])
        out.add("events", [Event(one.event, "supply", "", None, None, None, f"{2020 + n % 5}", None, (), (), 1, 1, 1, "C3", (), ()) for n, one in enumerate(links)])
        out.add("links", links)
        out.finish(lambda counted: {"inputs": f"ways {request.param}", "counts": json.dumps(counted)})
    yield Shelf(index.make(case, case.cache / "serve")), links


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(role="supplies"), Wanted(grade="C3"), Wanted(goods="lathe"), Wanted(since="2022")])
def test_the_ways_are_those_of_all_links(known: tuple[Shelf, list[Link]], wanted: Wanted) -> None:
    shelf, links = known
    happened = dict(shelf.sql("SELECT id, happened FROM events"))
    fit = [one for one in links if wanted.fits(one, happened)]
    found = 0
    for start, goal in zip(PARTIES, [*PARTIES[7:], *PARTIES[:7]], strict=True):
        expected, got = paths(fit, start, goal), ways.between(shelf, start, goal, *wanted.sql())
        assert [len(way) for way in got] == [len(way) for way in expected]
        if len(expected) < MOST_PATHS:  # of more, which twenty are shown is nobody's choice
            assert set(got) == set(expected)
        found += len(got)
    assert found


def test_who_has_no_link_is_tied_to_nobody(known: tuple[Shelf, list[Link]]) -> None:
    assert ways.between(known[0], PARTIES[0], make_id("e", "nobody"), "1", []) == []
    assert ways.between(known[0], PARTIES[0], PARTIES[0], "1", []) == []
