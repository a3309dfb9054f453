"""What a comparison says, and the steps from an estimate and its variance to it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from messaging.evaluation.always_valid import critical_z, p_of_z
from messaging.evaluation.distributions import t_critical, t_tails

ROUNDING = 1e-14
"""Of outcomes near 1: a spread or a difference of less is none."""


@dataclass(frozen=True, slots=True)
class Effect:
    """`difference`: treated less control, in the unit of the outcomes, between `low` and `high` at
    the level asked for. `p_value`: of no difference, two-sided. `n_treated`, `n_control`: outcomes.
    """

    difference: float
    low: float
    high: float
    p_value: float
    n_treated: int
    n_control: int


@dataclass(frozen=True, slots=True)
class ArmMean:
    """One group's mean of `n` outcomes, with its variance and that variance's degrees of freedom"""

    mean: float
    variance: float
    df: float
    n: int


def between(
    treated: ArmMean,
    control: ArmMean,
    *,
    level: float,
    anytime: bool,
    shared: float = 0.0,
    unit: float = 1.0,
) -> Effect:
    """Welch's t with the degrees of freedom of Satterthwaite, or the bound for daily looks.

    `shared`: variance that belongs to neither group alone. `unit`: what the outcomes were divided
    by to be near 1.
    """
    difference = treated.mean - control.mean
    variance = treated.variance + control.variance + shared
    error = math.sqrt(variance)
    if error == 0 and abs(difference) <= ROUNDING:
        difference = 0.0
    n = treated.n + control.n
    if error == 0:
        critical, p = 0.0, 1.0 if difference == 0 else 0.0
    elif anytime:
        critical = critical_z(n, level=level)
        p = p_of_z(difference / error, n, level=level)
    else:
        df = degrees_of_freedom(treated, control, variance)
        critical, p = t_critical(1 - level, df), t_tails(difference / error, df)
    half = critical * error
    low, high = (difference - half) * unit, (difference + half) * unit
    return Effect(difference * unit, low, high, p, treated.n, control.n)


def degrees_of_freedom(treated: ArmMean, control: ArmMean, variance: float) -> float:
    """Satterthwaite's, in shares of the variance, so that no square underflows."""
    parts = ((arm.variance / variance) ** 2 / arm.df for arm in (treated, control))
    return min(1 / max(sum(parts), 1e-300), max(1.0, treated.n + control.n - 2.0))


def check_level(level: float) -> None:
    """ValueError unless 0 < level < 1."""
    if isinstance(level, bool) or not isinstance(level, (int, float)) or not 0 < level < 1:
        raise ValueError(f"level is {level!r}: give a share between 0 and 1, such as 0.95")
