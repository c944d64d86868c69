"""How probable is it that two names are of one party, given the evidence?

`probability` weighs the figures of `evidence` by a logistic model with as few and as simple parts as did the work:
every weight stands with its name in `data/names_model.tsv`, and none may push against its sign. What they come to is
calibrated: log odds are led through a line that bends at `KNOTS` and never falls, since evidence that is twice as strong
is more than twice as sure in the middle and less at the ends. `raw` and `calibrated` lead whole arrays there and back, as
compiled code needs it. The file is made by scripts/fit_names.py; docs/method.md says from what.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from operator import mul

import numpy as np
import numpy.typing as npt

from supplyline.names import data
from supplyline.names.evidence import OTHER, PERSON

KNOTS = (-6.0, -2.0, 0.0, 2.0, 6.0)  # log odds as they were fitted; "calibration at …" says what they are
MOST = 30.0  # log odds beyond which nothing is surer
_NAMES = {"person": tuple(n for n, _ in PERSON), "other": tuple(n for n, _ in OTHER)}
Doubles = npt.NDArray[np.float64]


@cache
def _of(kind: str) -> dict[str, float]:
    return {r["figure"]: float(r["weight"]) for r in data.rows("names_model.tsv") if r["kind"] == kind}


@cache
def weights(kind: str) -> tuple[float, tuple[float, ...]]:
    """The intercept and the weights of one kind of party, in the order of its figures, as they were fitted."""
    found = _of(kind)
    return found["intercept"], tuple(found[name] for name in _NAMES[kind])


@cache
def line(kind: str) -> tuple[float, ...]:
    """What the log odds at each of the knots are."""
    return tuple(_of(kind)[f"calibration at {knot:g}"] for knot in KNOTS)


def bent(value: float, at: Sequence[float], to: Sequence[float]) -> float:
    """A value on the line through the points (at, to), whose ends go on."""
    for (a, b), (c, d) in zip(pairwise(at), pairwise(to), strict=True):
        if value <= b or b == at[-1]:
            return c + (value - a) * (d - c) / (b - a)
    raise ValueError("a line of one point")


def _sure(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(value, MOST), -MOST)))


def _odds(share: float) -> float:
    return math.log(share / (1.0 - share))


def probability(figures: Sequence[float], person: bool) -> float:
    kind = "person" if person else "other"
    intercept, own = weights(kind)
    # By way of the share, as compiled code hands it over, so that both ways of comparing come to the same.
    return _sure(bent(_odds(_sure(intercept + sum(map(mul, own, figures)))), KNOTS, line(kind)))


def calibrated(found: Doubles, kind: str) -> Doubles:
    """Probabilities of what was fitted; what is no share between 0 and 1 (same, nothing met, left out) stays."""
    out = found.copy()
    for n in np.flatnonzero((found > 0.0) & (found < 1.0)).tolist():
        out[n] = _sure(bent(_odds(float(found[n])), KNOTS, line(kind)))
    return out


def raw(wanted: Doubles, kind: str) -> Doubles:
    """What must be reached before calibration for these probabilities to be reached."""
    known: dict[float, float] = {}
    for share in np.unique(wanted).tolist():
        known[share] = _sure(bent(_odds(share), line(kind), KNOTS)) if 0.0 < share < 1.0 else share
    return np.array([known[share] for share in wanted.tolist()], dtype=np.float64)
