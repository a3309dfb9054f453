"""Bounds that hold on every day of looking at once: asymptotic confidence sequences.

Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas (2021), "Time-uniform central limit theory and
asymptotic confidence sequences", theorem 2.2 (Robbins' normal mixture); the tuning is GrowthBook's.
"""

from __future__ import annotations

import math

TIGHTEST_AT = 5_000
"""Outcomes at which the bound is tightest, as GrowthBook's engine has it by default."""


def critical_z(n: int, *, level: float) -> float:
    """How many standard errors the interval reaches to each side after `n` outcomes in all."""
    grown = n * _rho_square(level) + 1
    return math.sqrt(2 * grown / (grown - 1) * (0.5 * math.log(grown) - math.log(1 - level)))


def p_of_z(z: float, n: int, *, level: float) -> float:
    """The p value that may be read daily: below 1 − level exactly when the interval leaves out 0.

    Its tuning depends on the level; validity does not.
    """
    grown = n * _rho_square(level) + 1
    log = 0.5 * math.log(grown) - z * z * (grown - 1) / (2 * grown)
    return math.exp(min(0.0, log))


def _rho_square(level: float) -> float:
    log = -2 * math.log(1 - level)
    return (log + math.log(log + 1)) / TIGHTEST_AT
