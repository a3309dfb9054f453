"""Harm is rare, so its difference needs an interval that none of two hundred does not deceive."""

from __future__ import annotations

import math
from dataclasses import dataclass

from messaging.evaluation.always_valid import critical_z
from messaging.evaluation.distributions import normal_critical


@dataclass(frozen=True, slots=True)
class Harm:
    """Shares of the two groups, and between which values their difference lies."""

    treated: float
    control: float
    low: float
    high: float

    def shown_no_worse(self, margin: float) -> bool:
        """Whether the treated have less than `margin` more of it, the doubt counted."""
        return self.high < margin


def harm(
    *,
    treated: int,
    of_treated: int,
    control: int,
    of_control: int,
    level: float = 0.95,
    anytime: bool = False,
) -> Harm:
    """Of `of_treated` customers `treated` came to harm, and so on.

    Newcombe (1998), Statistics in Medicine 17, method 10: Wilson's intervals of both, combined.
    `anytime`: with the bound for daily looks (messaging.evaluation.always_valid) in place of the
    normal one, so that whoever looks every night until something shows is not deceived.
    ValueError for a group without customers or with more harmed than there are.
    """
    for name, harmed, of in (("treated", treated, of_treated), ("control", control, of_control)):
        if not 0 <= harmed <= of or of == 0:
            raise ValueError(f"{harmed} harmed of {of} {name}: that cannot be")
    daily = anytime and critical_z(of_treated + of_control, level=level)
    z = daily or normal_critical(1 - level)
    p, low_p, high_p = _wilson(treated, of_treated, z)
    q, low_q, high_q = _wilson(control, of_control, z)
    difference = p - q
    low = difference - math.hypot(p - low_p, high_q - q)
    high = difference + math.hypot(high_p - p, q - low_q)
    return Harm(p, q, low, high)


def _wilson(harmed: int, of: int, z: float) -> tuple[float, float, float]:
    share = harmed / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return share, max(0.0, middle - half), min(1.0, middle + half)
