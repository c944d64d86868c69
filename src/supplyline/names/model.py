"""How probable is it that two names are of one party, given the evidence?

`probability` weighs the figures of `evidence` by a logistic model with as few and as simple parts as did the work:
every weight stands with its name in `data/names_model.tsv`, and none may push against its sign. The file is made by
scripts/fit_names.py; docs/method.md says from what.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from operator import mul

from supplyline.names import data
from supplyline.names.evidence import OTHER, PERSON

_NAMES = {"person": tuple(n for n, _ in PERSON), "other": tuple(n for n, _ in OTHER)}


@cache
def weights(kind: str) -> tuple[float, tuple[float, ...]]:
    """The intercept and the weights of one kind of party, in the order of its figures."""
    found = {r["figure"]: float(r["weight"]) for r in data.rows("names_model.tsv") if r["kind"] == kind}
    slope = found["calibration slope"]
    intercept = slope * found["intercept"] + found["calibration intercept"]
    return intercept, tuple(slope * found[name] for name in _NAMES[kind])


def probability(figures: Sequence[float], person: bool) -> float:
    intercept, own = weights("person" if person else "other")
    total = intercept + sum(map(mul, own, figures))
    return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))
