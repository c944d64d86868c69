"""Pictures that the workbench lays out itself."""

from __future__ import annotations

import re

import numpy as np

from supplyline.serve.draw import Edge, Node, layered
from supplyline.serve.layout import scattered


def test_parts_that_no_line_ties_stay_near_each_other() -> None:
    """Two parts of a small case: what ties them is seen, and no part lies alone at the rim with emptiness between."""
    edges = [(0, 1), (0, 2), (0, 3), (4, 5)]
    points = scattered(6, edges)
    along = [float(np.hypot(*(points[a] - points[b]))) for a, b in edges]
    far = float(np.hypot(*(points[:4].mean(axis=0) - points[4:].mean(axis=0))))
    assert min(along) > 0.25, along
    assert far < 5 * min(along)
    assert np.array_equal(points, scattered(6, edges))
    assert np.hypot(points[:, 0], points[:, 1]).max() <= 1.0001


def test_a_small_picture_of_citations_is_not_blown_up() -> None:
    picture = layered([Node("a", "Agency", "", ""), Node("b", "A report", "", "/documents/b")], [Edge("a", "b", "credits", "/why/x", "credits")])
    width, high = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups()
    assert f'width="{width}"' in picture
    assert int(width) < 600
    assert int(high) < 100
