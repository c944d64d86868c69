"""How surely does one number stand out from others, when many are looked at?

`t_tail` and `t_quantile` are Student's distribution (continued fraction of the incomplete beta function,
Lentz's method; Press et al., Numerical Recipes, 6.4), `robust` the median and the scaled median absolute
deviation (Huber 1981), `q_values` the step-up procedure of Benjamini and Hochberg (1995). Promises: pure;
no dependence on the order of what is given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median

_MAD = 1.4826  # makes the median absolute deviation of normal values their standard deviation


def robust(values: Sequence[float]) -> tuple[float, float]:
    """(median, spread) that a tenth of wild values do not move."""
    middle = median(values)
    return middle, _MAD * median(abs(v - middle) for v in values)


def q_values(p_values: Sequence[float]) -> list[float]:
    """For each p-value the least false discovery rate at which it would be named."""
    n = len(p_values)
    out, least = [1.0] * n, 1.0
    for rank, at in sorted(enumerate(sorted(range(n), key=lambda i: p_values[i]), 1), reverse=True):
        least = min(least, p_values[at] * n / rank)
        out[at] = least
    return out


def t_tail(t: float, df: float) -> float:
    """P(T > t) of Student's t with df degrees of freedom."""
    half = 0.5 * _beta(df / 2, 0.5, df / (df + t * t))
    return half if t >= 0 else 1 - half


def t_quantile(tail: float, df: float) -> float:
    """The t that is exceeded with probability `tail` (below one half), to six digits."""
    return round(where(lambda t: t_tail(t, df), tail), 6)


def where(falling: Callable[[float], float], level: float) -> float:
    """The x > 0 at which a falling function comes down to `level`, by halves."""
    low, high = 0.0, 1.0
    while falling(high) > level:
        high *= 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if falling(middle) > level else (low, middle)
    return high


def _beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    out = d
    for m in range(1, 300):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + step * d or tiny)
            c = 1 + step / c or tiny
            out *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return out
