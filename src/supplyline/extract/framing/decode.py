"""From the numbers of the network to frames: stretches of evidence, each with its roles, as offsets into the text.

For each layer the chance that a piece is inside is 1 less that of "outside". Evidence of a kind is a run of pieces above
KIND's threshold, parted where a piece is more surely a beginning than a going-on; a role goes to the evidence of its kind that
holds it, or else to the nearest one in the window. Same numbers, same frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplyline.extract.framing.layers import INDEX, KINDS, ROLES

Array = NDArray[np.float32]
Run = tuple[int, int, float]  # pieces from, to, and how sure (mean chance)
EVIDENCE, ROLE = 0.3, 0.4  # a run goes on while its chance is above this
REACH = 40  # pieces: how far from its evidence a role can stand


@dataclass(frozen=True, slots=True)
class Told:
    """One frame: offsets of its evidence and of its fillers, each with its chance in [0, 1]."""

    kind: str
    start: int
    end: int
    sure: float
    fillers: tuple[tuple[str, int, int, float], ...]


def told(scores: Array, offsets: list[tuple[int, int]]) -> list[Told]:
    """Frames of one window from scores (pieces, layers, 3 labels); the first and last piece are the end marks."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chance = shifted / shifted.sum(axis=-1, keepdims=True)
    inside, begins = 1 - chance[..., 0], chance[..., 1]
    out = []
    for kind in KINDS:
        layer = INDEX[kind, ""]
        runs = _runs(inside[:, layer], begins[:, layer], EVIDENCE)
        if not runs:
            continue
        held: list[list[tuple[str, int, int, float]]] = [[] for _ in runs]
        for role in ROLES[kind]:
            layer = INDEX[kind, role]
            for a, b, sure in _runs(inside[:, layer], begins[:, layer], ROLE):
                gaps = [max(r[0] - b, a - r[1], 0) for r in runs]
                near = int(np.argmin(gaps))
                if gaps[near] <= REACH:
                    held[near].append((role, offsets[a][0], offsets[b - 1][1], sure))
        for (a, b, sure), fillers in zip(runs, held, strict=True):
            out.append(Told(kind, offsets[a][0], offsets[b - 1][1], sure, tuple(sorted(fillers, key=lambda f: (f[1], f[0])))))
    return sorted(out, key=lambda t: (t.start, t.end, t.kind))


def _runs(inside: Array, begins: Array, least: float) -> list[Run]:
    out: list[Run] = []
    start = -1
    for k in range(1, len(inside)):
        on = k < len(inside) - 1 and inside[k] > least
        if start >= 0 and (not on or begins[k] > inside[k] / 2):
            out.append((start, k, float(inside[start:k].mean())))
            start = -1
        if on and start < 0:
            start = k
    return out
