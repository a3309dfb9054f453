"""Tails and quantiles of the t and chi-square distributions: scipy would cost a worker 90 MB.

Continued fractions as in Press et al., Numerical Recipes, chapters 6.2 and 6.4; held against scipy
in the tests.
"""

from __future__ import annotations

import math
from statistics import NormalDist

NORMAL_FROM_DF = 1e7
"""From here on t and normal differ by less than 1e-7."""

_TINY = 1e-300
_ENOUGH = 1e-15
_MOST_STEPS = 100_000


def normal_tails(z: float) -> float:
    """P(|Z| ≥ |z|)."""
    return math.erfc(abs(z) / math.sqrt(2))


def normal_critical(tails: float) -> float:
    """The z with P(|Z| ≥ z) = `tails`, 0 < tails ≤ 1."""
    return -NormalDist().inv_cdf(tails / 2)


def t_tails(t: float, df: float) -> float:
    """P(|T| ≥ |t|) with `df` > 0 degrees of freedom, which need not be whole."""
    if math.isinf(t):
        return 0.0
    if df >= NORMAL_FROM_DF:
        return normal_tails(t)
    return _beta(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t))


def t_critical(tails: float, df: float) -> float:
    """The t with P(|T| ≥ t) = `tails`, 0 < tails < 1: Newton's steps within a shrinking bracket."""
    start = normal_critical(tails)
    if df >= NORMAL_FROM_DF:
        return start
    low, high = 0.0, max(start, 1.0)
    while t_tails(high, df) > tails:
        low, high = high, 2 * high
    at = min(max(start, low), high)
    for _step in range(200):
        over = t_tails(at, df) - tails
        low, high = (at, high) if over > 0 else (low, at)
        following = at + over / (2 * _t_density(at, df))
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - at) <= 1e-14 * max(1.0, at):
            return following
        at = following
    return at


def chi_square_tail(x: float, df: int) -> float:
    """P(X ≥ x) for x ≥ 0 and `df` ≥ 1."""
    if math.isinf(x):
        return 0.0
    return _upper_gamma(df / 2, x / 2)


def _t_density(t: float, df: float) -> float:
    log = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    return max(math.exp(log - (df + 1) / 2 * math.log1p(t * t / df)), _TINY)


def _beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function; `rest` is 1 − x, which a caller knows exactly."""
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log + a * math.log(x) + b * math.log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, rest) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away_from_0(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d = 1 / _away_from_0(1 + term * d)
            c = _away_from_0(1 + term / c)
            step = c * d
            value *= step
        if abs(step - 1) < _ENOUGH:
            break
    return value


def _upper_gamma(a: float, x: float) -> float:
    if x <= 0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        return 1 - front * _gamma_series(a, x)
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for i in range(1, _MOST_STEPS):
        b += 2
        term = -i * (i - a)
        d = 1 / _away_from_0(term * d + b)
        c = _away_from_0(b + term / c)
        value *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return front * value


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    for i in range(1, _MOST_STEPS):
        term *= x / (a + i)
        total += term
        if term < total * _ENOUGH:
            break
    return total


def _away_from_0(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
