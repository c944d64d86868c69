"""Where does each of thousands of parties lie in the picture of the whole graph?

`scattered(size, edges)` gives a point for each node: neighbours pull, and every node is pushed by a few others that are
drawn anew in each step (as LargeVis and UMAP do, Tang et al. 2016), for to push all by all would cost the square of their
number. Promises: the same edges give the same points; the cost grows with nodes and edges, not with their product.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

STEPS, PUSHED, PUSH = 150, 12, 0.6
Points = npt.NDArray[np.float64]


def scattered(size: int, edges: Sequence[tuple[int, int]]) -> Points:
    """Points within a circle of radius 1."""
    if size == 0:
        return np.zeros((0, 2))
    draw = np.random.Generator(np.random.PCG64(1))
    turn = np.arange(size) * 2.399963  # the golden angle
    far = np.sqrt((np.arange(size) + 0.5) / size)
    at: Points = np.stack([np.cos(turn) * far, np.sin(turn) * far], axis=1)
    pairs = np.array(sorted({(min(a, b), max(a, b)) for a, b in edges if a != b}), dtype=np.int64).reshape(-1, 2)
    degree = np.maximum(np.bincount(pairs.ravel(), minlength=size), 1)[:, None] if len(pairs) else np.ones((size, 1))
    room = 1.0 / np.sqrt(size)
    for step in range(STEPS):
        move = np.zeros_like(at)
        if len(pairs):
            along = at[pairs[:, 1]] - at[pairs[:, 0]]
            np.add.at(move, pairs[:, 0], along)
            np.add.at(move, pairs[:, 1], -along)
            move /= degree  # a hub is not torn by each of its hundreds
        for other in draw.integers(0, size, (PUSHED, size)):
            apart = at - at[other]
            near = np.maximum((apart**2).sum(axis=1, keepdims=True), room**2 / 4)
            move += apart / near * room**2 * PUSH
        # Parts that no line ties would drift off for ever: at a radius of 1 the pull to the middle is what all pushes come to.
        move -= at * min(PUSHED * PUSH / size, 0.5)
        long = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-12)
        at = at + move / long * np.minimum(long, 0.15 * (1 - step / STEPS))
    at -= at.mean(axis=0)
    reach = np.quantile(np.sqrt((at**2).sum(axis=1)), 0.99)
    out: Points = at / max(float(reach), 1e-9)
    long = np.maximum(np.sqrt((out**2).sum(axis=1, keepdims=True)), 1.0)
    rounded: Points = np.round(out / long, 4)
    return rounded
