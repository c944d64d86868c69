"""How much more did one kind of goods grow, in a gravity model of trade?

`effect(values, goods, years, treated)` fits E[value] = exp(good + year + beta · treated) by Poisson pseudo-maximum likelihood
(Santos Silva and Tenreyro 2006), the estimator of gravity models: zeros count, and the size of the variance need not be
known. The fixed effects of goods and years are solved by proportional fitting within Newton steps on beta (Correia,
Guimarães and Zylkin 2020), its error is clustered by good with the correction G/(G-1). Promises: pure; the answer of
pyfixest's fepois to six digits (tests/test_trade_breaks.py); None where beta is not identified.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_STEPS, _CLOSE = 200, 1e-10
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fit:
    """`beta` is a log change, `error` its clustered standard error, `clusters` how many goods it rests on."""

    beta: float
    error: float
    clusters: int


def effect(values: Floats, goods: Ints, years: Ints, treated: Floats) -> Fit | None:
    """All arrays of one length: values of at least 0, goods and years numbered from 0, treated 0 or 1."""
    # A good or year of nothing but zeros says nothing about beta: its effect runs to minus infinity
    keep = (np.bincount(goods, values)[goods] > 0) & (np.bincount(years, values)[years] > 0)
    y, x = values[keep] / values[keep].mean() if keep.any() else values[keep], treated[keep]
    g: Ints = np.unique(goods[keep], return_inverse=True)[1]
    t: Ints = np.unique(years[keep], return_inverse=True)[1]
    if len(y) == 0 or not _identified(x, g, t):
        return None
    beta, b = 0.0, np.ones(t.max() + 1)
    totals_g = np.bincount(g, y).astype(np.float64)
    totals_t = np.bincount(t, y).astype(np.float64)
    for _ in range(_STEPS):
        base = np.exp(beta * x)
        mu, b = _fitted(base, g, t, totals_g, totals_t, b)
        within = _within(x, mu, g, t)
        slope, curve = float(within @ (y - mu)), float(mu @ within**2)
        if curve <= 1e-12:
            return None
        step = slope / curve
        beta += float(np.clip(step, -2.0, 2.0))
        if abs(step) < _CLOSE:
            break
        if abs(beta) > 30:
            return None
    else:
        return None
    scores = np.bincount(g, within * (y - mu))
    clusters = len(scores)
    if clusters < 2:
        return None
    error = float(np.sqrt((scores @ scores) * clusters / (clusters - 1))) / curve
    return Fit(beta, error, clusters)


def _identified(x: Floats, g: Ints, t: Ints) -> bool:
    """Is there anything of `treated` left that goods and years do not say?"""
    return float(np.abs(_within(x, np.ones_like(x), g, t)).max()) > 1e-6


def _fitted(base: Floats, g: Ints, t: Ints, totals_g: Floats, totals_t: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The means whose sums by good and by year are those of the values (iterative proportional fitting)."""
    for _ in range(1000):
        a = totals_g / np.bincount(g, base * b[t])
        new = totals_t / np.bincount(t, base * a[g])
        if np.abs(np.log(new / b)).max() < 1e-12:
            b = new
            break
        b = new
    return base * a[g] * b[t], b


def _within(x: Floats, weight: Floats, g: Ints, t: Ints) -> Floats:
    """What is left of x after weighted means of goods and years (alternating projections)."""
    out = x.astype(float)
    by_g, by_t = np.bincount(g, weight), np.bincount(t, weight)
    for _ in range(1000):
        before = out
        out = out - (np.bincount(g, weight * out) / by_g)[g]
        out = out - (np.bincount(t, weight * out) / by_t)[t]
        if np.abs(out - before).max() < 1e-12:
            break
    return out
