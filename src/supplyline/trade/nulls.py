"""How far do values stray that nothing has happened to?

`tails(z)` is the empirical null of many test statistics (Efron 2004, 2007): the exponential power distribution, by which growth of trade and
output is fat-tailed (Subbotin 1923; Bottazzi and Secchi 2006; Fagiolo, Napoletano and Roventini 2008), with the scale and shape that fit those
within `WITHIN` best (maximum likelihood of the truncated distribution, in bins), so that the few to be found, which lie beyond, have no say.
Of shapes that the values do not tell apart (a likelihood ratio test at 5 %) the fattest is taken, and with fewer than `ENOUGH` values that of
Laplace. `shared(variances)` is how alike the variances of many series are, by which one that rests on a few years is drawn to the others'
(Smyth 2004). Promises: pure; no dependence on the order of what is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import mean, median

from supplyline.trade.statistics import where

ENOUGH, LAPLACE = 200, 1.0
UNKNOWN = 0.5  # the standard deviation of a year's log where no series tells its own
WITHIN, _BIN = 5.0, 0.1  # further in, the spread of series that differ in wildness is taken for thinner tails than it has
_SHAPES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0)  # 2 is the normal one
_SCALES = tuple(round(0.5 * 1.05**n, 4) for n in range(30))  # 0.5 to 2.06, of the median absolute value of a normal one
_ALIKE = 1.92  # half of what chi-squared with one degree of freedom exceeds at 5 %


@dataclass(frozen=True, slots=True)
class Tails:
    """`scale` is in units of a normal distribution with the same median of absolute values."""

    shape: float
    scale: float

    def beyond(self, z: float) -> float:
        """P(Z > z)."""
        half = 0.5 * gamma_above(1 / self.shape, math.pow(abs(z) / (self.scale * _unit(self.shape)), self.shape))
        return half if z >= 0 else 1 - half

    @property
    def wide(self) -> float:
        """95 % of the values lie within so much of zero."""
        return self.scale * _unit(self.shape) * math.pow(_level(1 / self.shape, 0.05), 1 / self.shape)


def tails(z: Sequence[float]) -> Tails:
    """Of statistics that lie around zero on both sides."""
    counts = [0] * round(WITHIN / _BIN)
    for value in z:
        if abs(value) < WITHIN:
            counts[int(abs(value) / _BIN)] += 1
    if sum(counts) < ENOUGH:
        # Too few to tell the shape by, not the scale; and that of less than two is the unit
        return Tails(LAPLACE, round(median(abs(value) for value in z) / 0.6745, 6) or 1.0) if len(z) > 1 else Tails(LAPLACE, 1.0)
    likely = {(shape, scale): sum(n * p for n, p in zip(counts, _bins(shape, scale), strict=True)) for shape in _SHAPES for scale in _SCALES}
    best = max(likely.values())
    shape = min(shape for (shape, _), found in likely.items() if found > best - _ALIKE)
    return Tails(shape, max(_SCALES, key=lambda scale: round(likely[shape, scale], 6)))


@lru_cache(maxsize=len(_SHAPES) * len(_SCALES))
def _bins(shape: float, scale: float) -> tuple[float, ...]:
    """Log of the share of absolute values in each bin, among those within."""
    edges = [1 - 2 * Tails(shape, scale).beyond(n * _BIN) for n in range(round(WITHIN / _BIN) + 1)]
    return tuple(math.log(max(b - a, 1e-300) / edges[-1]) for a, b in pairwise(edges))


@lru_cache(maxsize=64)
def _unit(shape: float) -> float:
    """The scale at which half of the absolute values lie within 0.6745, as of the normal distribution."""
    return 0.6745 / math.pow(_level(1 / shape, 0.5), 1 / shape)


@lru_cache(maxsize=64)
def _level(a: float, above: float) -> float:
    """The x beyond which the regularised upper gamma function leaves `above`."""
    return where(lambda x: gamma_above(a, x), above)


def gamma_above(a: float, x: float) -> float:
    """The regularised upper incomplete gamma function (series and continued fraction; Press et al., Numerical Recipes, 6.2)."""
    if x <= 0:
        return 1.0
    front = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while abs(term) > abs(total) * 1e-15:
            n += 1
            term *= x / n
            total += term
        return max(0.0, 1 - front * total)
    b = x + 1 - a
    c, d = 1e300, 1 / b
    out = d
    for i in range(1, 500):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b or 1e-300)
        c = b + step / c or 1e-300
        out *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * out


@dataclass(frozen=True, slots=True)
class Shared:
    """The variance that series have in common, worth `df` degrees of freedom."""

    variance: float
    df: float

    def drawn(self, own: float, df: float) -> tuple[float, float]:
        """A series' own variance of so many degrees of freedom drawn to the common one, with those that it has then."""
        return (self.df * self.variance + df * own) / (self.df + df), self.df + df


def shared(variances: Sequence[tuple[float, float]]) -> Shared:
    """Of (variance, degrees of freedom) of each series, by the moments of their logarithms (Smyth 2004, section 6.2)."""
    if not variances:
        return Shared(UNKNOWN**2, 1.0)
    logs = [math.log(max(v, 1e-8)) - _digamma(df / 2) + math.log(df / 2) for v, df in variances]
    # Robustly, since a few series are wild (as Phipson and others 2016)
    middle = median(logs)
    spread = (1.4826 * median(abs(x - middle) for x in logs)) ** 2 - mean(_trigamma(df / 2) for _, df in variances)
    low, high = 0.25, 200.0
    if spread > 0:
        for _ in range(60):
            half = math.sqrt(low * high)
            low, high = (half, high) if _trigamma(half) > spread else (low, half)
    half = low if spread > 0 else high
    return Shared(math.exp(middle + _digamma(half) - math.log(half)), 2 * half)


def normal(t: float, df: float) -> float:
    """The normal value that is exceeded as rarely as t of Student's distribution (Wallace 1959)."""
    return math.copysign((8 * df + 1) / (8 * df + 3) * math.sqrt(df * math.log1p(t * t / df)), t)


def student(z: float, df: float) -> float:
    """The other way round."""
    return math.copysign(math.sqrt(df * math.expm1((z * (8 * df + 3) / (8 * df + 1)) ** 2 / df)), z)


def _digamma(x: float) -> float:
    out = 0.0
    while x < 8:
        out, x = out - 1 / x, x + 1
    return out + math.log(x) - 1 / (2 * x) - 1 / (12 * x**2) + 1 / (120 * x**4) - 1 / (252 * x**6)


def _trigamma(x: float) -> float:
    out = 0.0
    while x < 8:
        out, x = out + 1 / x**2, x + 1
    return out + 1 / x + 1 / (2 * x**2) + 1 / (6 * x**3) - 1 / (30 * x**5) + 1 / (42 * x**7)
