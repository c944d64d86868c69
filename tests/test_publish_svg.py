"""The supply picture: deterministic, escaped, wrapped, at most 40 lines, nothing hanging in the air."""

from __future__ import annotations

import itertools
import random
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from supplyline.publish import picture, svg, timeline
from supplyline.publish.nouns import Edge, Moment, Picture, Sentence

names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=120)
edges = st.lists(
    st.builds(
        Edge,
        st.tuples(st.integers(0, 1), names),
        st.tuples(st.integers(2, 3), names),
        st.just(("v_1",)),
        st.booleans(),
    ),
    max_size=30,
    unique_by=lambda e: (e.source, e.target),
)


@given(edges, st.randoms(use_true_random=False))
def test_order_does_not_show_and_the_result_is_xml(found: list[Edge], shuffle: random.Random) -> None:
    drawn = svg.draw(Picture(tuple(found), 0, ()))
    mixed = found[:]
    shuffle.shuffle(mixed)
    assert svg.draw(Picture(tuple(mixed), 0, ())) == drawn
    if found:
        tree = etree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "?", drawn))
        assert len(tree.findall(".//path")) == len(found)
        nodes = {e.source for e in found} | {e.target for e in found}
        assert len(tree.findall(".//rect")) == len(nodes)


@given(names)
def test_labels_are_wrapped(label: str) -> None:
    lines = svg.wrap(label)
    assert 1 <= len(lines) <= 3
    assert all(len(line) <= 25 for line in lines)


def test_boxes_of_a_layer_do_not_overlap() -> None:
    found = tuple(Edge((0, "A"), (3, f"Recipient number {i} with a long name"), ("v_1",), False) for i in range(12))
    tree = etree.fromstring(svg.draw(Picture(found, 0, ())))
    boxes = sorted((float(r.get("x")), float(r.get("y")), float(r.get("height"))) for r in tree.iter("rect"))
    for (x1, y1, h1), (x2, y2, _) in itertools.pairwise(boxes):
        assert x1 != x2 or y1 + h1 < y2
    assert max(y + h for _, y, h in boxes) <= float(tree.get("viewBox").split()[3])


def test_goods_come_with_all_their_lines_or_not_at_all() -> None:
    from collections import Counter

    weight: Counter = Counter()
    for i in range(30):
        weight[((0, "A"), (1, f"goods {i}"))] = 30 - i
        weight[((1, f"goods {i}"), (3, "B"))] = 1
    kept = picture._whole_ways(weight)
    assert len(kept) == picture.EDGES
    goods = [n for e in kept for n in e if n[0] == 1]
    assert all(goods.count(g) == 2 for g in goods)
    assert (1, "goods 0") in goods and (1, "goods 29") not in goods


def test_no_edges_no_picture() -> None:
    assert svg.draw(Picture((), 0, ())) == ""


def moment(when: str, start: str, end: str | None = None) -> Moment:
    return Moment(when, f"e{when}", "supply", Sentence((f"<{when}>",), ("e1",)), start, end)


def test_the_timeline_puts_overlapping_bars_in_lanes_and_escapes_labels() -> None:
    drawn = timeline.draw((moment("a", "2024-01", "2024-06"), moment("b", "2024-03"), moment("c", "2024-12-01"), moment("d", "soon")))
    marks = [g for g in etree.fromstring(drawn).iter("g") if "mark" in g.get("class", "")]
    assert [g.find("text").text for g in marks] == ["1", "2", "3"], "a date that is no date is left to the list"
    boxes = [{k: float(v) for k, v in g.find("rect").attrib.items()} for g in marks]
    assert boxes[0]["y"] != boxes[1]["y"] and boxes[0]["y"] == boxes[2]["y"]
    assert boxes[0]["width"] > boxes[1]["width"] > boxes[2]["width"]
    assert "<a>" not in drawn and "&lt;a&gt;" in drawn


def test_one_date_is_no_picture() -> None:
    assert timeline.draw((moment("a", "2024"),)) == ""


def test_days_of_dates_as_precise_as_they_are() -> None:
    assert timeline.days("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert timeline.days("2023") == (date(2023, 1, 1), date(2023, 12, 31))
    assert timeline.days("2023-02-30") is None and timeline.days("last year") is None
