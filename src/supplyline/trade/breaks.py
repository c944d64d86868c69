"""In which month did a series of controlled goods change its level?

`breaks(flows)` takes monthly flows. Each series of at least `LEAST` months is put in logarithms, its seasons taken out, its
single wild months drawn in, and a step is looked for at every month but the first and last sixth: log value = level + trend + step, with errors that follow
one another (Cochrane and Orcutt 1949). The test is the largest of all t-values of the step (the sup-Wald test of Andrews
1993; Bai and Perron 1998 for one break). Its p-value comes from a table that `scripts/fit_breaks.py` simulates for this
very statistic, with errors correlated at 0.6, so it errs to the safe side; the false discovery rate over all series of
listed codes, and apart over those of whole chapters, is held at 0.05 (Benjamini and Hochberg 1995). Promises: pure; a steady trend and the seasons are no break; one break a series, the
strongest; the interval of the step takes its month as known.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from supplyline.model import Anomaly, Flow, make_id
from supplyline.trade.controlled import LEVELS, flags, level, told
from supplyline.trade.statistics import q_values
from supplyline.trade.words import amount, country
from supplyline.tsv import rows

LEAST, TRIM, RATE = 36, 1 / 6, 0.05
FLOOR = 10_000.0  # a month on the higher side of the step
LEAST_STEP = math.log(1.5)
SMALL = 1_000.0
_MISSING = 0.1  # of the months between the first and the last
LIMITS = "A change of route, of one large contract or of what is confidential makes such a step; a figure of countries says nothing of a company"
Floats = NDArray[np.float64]


def breaks(flows: Iterable[Flow]) -> list[Anomaly]:
    """The surest first. Flows that are no month are passed over."""
    by_series: dict[tuple[str, ...], list[Flow]] = {}
    for f in flows:
        if len(f.period) == 7 and len(f.hs) == 6 and len(f.partner) == 2 and f.flow in ("export", "import") and level(f.hs):
            by_series.setdefault((f.reporter, f.partner, f.flow, f.hs, f.currency), []).append(f)
    found: list[tuple[list[Flow], int, float, float, float]] = []
    for key in sorted(by_series):
        points = sorted(by_series[key], key=lambda f: f.period)
        months = [_number(f.period) for f in points]
        if len(points) < LEAST or len(points) < (1 - _MISSING) * (months[-1] - months[0] + 1):
            continue
        logs = np.log(np.array([f.value for f in points]) + SMALL)
        at, step, error = strongest(_tamed(_without_seasons(logs, months)), np.array(months, float))
        found.append((points, at, step, error, p_value(abs(step) / error, len(points))))
    out: list[Anomaly] = []
    for what in LEVELS:
        series = [one for one in found if level(one[0][0].hs) == what]
        out += [
            _named(points, at, step, error, q)
            for (points, at, step, error, _), q in zip(series, q_values([p for *_, p in series]), strict=True)
            if q <= RATE and abs(step) >= LEAST_STEP and max(_means(points, at)) >= FLOOR
        ]
    return sorted(out, key=lambda a: (-a.score, a.id))


def _number(period: str) -> int:
    return int(period[:4]) * 12 + int(period[5:]) - 1


def _without_seasons(logs: Floats, months: Sequence[int]) -> Floats:
    """Less the mean departure of each calendar month from the mean of the twelve months around it."""
    smooth = np.convolve(logs, [1 / 24, *[1 / 12] * 11, 1 / 24], "valid")
    away = logs[6:-6] - smooth
    calendar = np.array(months) % 12
    season = np.array([np.median(away[calendar[6:-6] == m]) if (calendar[6:-6] == m).any() else 0.0 for m in range(12)])
    out: Floats = logs - (season - season.mean())[calendar]
    return out


def _tamed(logs: Floats) -> Floats:
    """Single wild months drawn in to 2.5 robust deviations from the median of the thirteen around them (Hampel 1974)."""
    around = np.lib.stride_tricks.sliding_window_view(np.pad(logs, 6, mode="reflect"), 13)
    middle = np.median(around, axis=1)
    away = logs - middle
    most = 2.5 * 1.4826 * float(np.median(np.abs(away)))
    out: Floats = middle + np.clip(away, -most, most)
    return out


def strongest(logs: Floats, months: Floats) -> tuple[int, float, float]:
    """(place of the first month after the step, step, its standard error) of the largest t-value."""
    n = len(logs)
    first = max(2, int(n * TRIM))
    places = np.arange(first, n - first + 1)
    x = np.empty((len(places), n, 3))  # a regression for each month the step may be in
    x[:, :, 0], x[:, :, 1] = 1.0, (months - months.mean()) / n
    x[:, :, 2] = np.arange(n) >= places[:, None]
    beta = _least_squares(x, np.broadcast_to(logs, (len(places), n)))[0]
    residual = logs - np.einsum("knj,kj->kn", x, beta)
    before, after = residual[:, :-1], residual[:, 1:]
    rho = np.clip((before * after).sum(1) / np.maximum((before * before).sum(1), 1e-300), -0.9, 0.9)[:, None]
    start = np.sqrt(1 - rho**2)
    left = np.concatenate([(x[:, :1] * start[:, :, None]), x[:, 1:] - rho[:, :, None] * x[:, :-1]], axis=1)
    right = np.concatenate([logs[:1] * start, logs[1:] - rho * logs[:-1]], axis=1)
    beta, inverse = _least_squares(left, right)
    rest = right - np.einsum("knj,kj->kn", left, beta)
    error = np.sqrt(np.maximum((rest * rest).sum(1) / (n - 4) * inverse[:, 2, 2], 1e-12))
    best = int(np.argmax(np.round(np.abs(beta[:, 2]) / error, 9)))
    return int(places[best]), float(beta[best, 2]), float(error[best])


def _least_squares(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Coefficients and the inverse of X'X, for each of many regressions."""
    inverse = np.linalg.inv(np.einsum("kni,knj->kij", x, x))
    return np.einsum("kij,kj->ki", inverse, np.einsum("kni,kn->ki", x, y)), inverse


@lru_cache(maxsize=1)
def _quantiles() -> tuple[tuple[int, tuple[tuple[float, float], ...]], ...]:
    """By the length of a series: (value of the statistic, log of its p-value)."""
    table: dict[int, list[tuple[float, float]]] = {}
    for length, p, value in rows("break_quantiles.tsv", 3):
        table.setdefault(int(length), []).append((float(value), math.log(float(p))))
    return tuple((length, tuple(sorted(points))) for length, points in sorted(table.items()))


def p_value(statistic: float, length: int) -> float:
    """By the table of the longest series that is not longer; between its points in log p, beyond them along the last slope."""
    table = _quantiles()
    points = next((p for size, p in reversed(table) if size <= length), table[0][1])
    (x0, y0), (x1, y1) = points[0], points[1]
    for (a, b), (c, d) in itertools.pairwise(points):
        (x0, y0), (x1, y1) = (a, b), (c, d)
        if statistic <= c:
            break
    return min(1.0, math.exp(y0 + (statistic - x0) * (y1 - y0) / (x1 - x0)))


def _means(points: Sequence[Flow], at: int) -> tuple[float, float]:
    one, two = points[:at], points[at:]
    return sum(f.value for f in one) / len(one), sum(f.value for f in two) / len(two)


def _named(points: Sequence[Flow], at: int, step: float, error: float, q: float) -> Anomaly:
    f = points[at]
    before, after = _means(points, at)
    low, high = step - 1.96 * error, step + 1.96 * error
    way = "imports from" if f.flow == "import" else "exports to"
    text = (
        f"{country(f.reporter)}'s recorded {way} {country(f.partner)} of HS {f.hs} stepped {'up' if step > 0 else 'down'} in {f.period}: "
        f"{math.exp(step):.1f} times their level ({math.exp(low):.1f} to {math.exp(high):.1f}, 95 %) beside trend and seasons, {amount(before, f.currency)} a month "
        f"before and {amount(after, f.currency)} from then on, of {len(points)} months; of those named as surely, {100 * q:.1g} % are expected to be chance. {told(f.hs)} {LIMITS}."
    )
    return Anomaly(
        make_id("a", "break", f.reporter, f.partner, f.flow, f.hs, f.currency), "break", text, round(abs(step) / error, 4),
        tuple(sorted({row for point in points for row in point.because})), f.reporter, f.partner, f.hs, f.period,
        round(step, 4), round(low, 4), round(high, 4), round(q, 6), flags(f.hs),
    )  # fmt: skip
