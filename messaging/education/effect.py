"""Whether useful knowledge did any good: who got a piece against who would have, but for the arm.

By intention to treat. What is counted is whether the customer was overdue in the days after, as the
runs of reminders saw it: they look at both groups alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.models.choices import EducationTopic
from messaging.outbox.sql import fetch

AFTER_DAYS = 60
"""Two due dates of a monthly loan. Our own proposal (P)."""

FEWEST = 50
"""Of each group; below it a difference tells more of chance than of the text."""

Z = 1.959964
"""Of the normal distribution, for 95 %."""

_OUTCOMES = """
SELECT c.topic, c.arm, count(*), count(*) FILTER (WHERE EXISTS (
    SELECT FROM messaging_candidate r JOIN messaging_run u ON u.id = r.run_id
    WHERE r.customer_id = c.customer_id AND r.days_past_due > 0
      AND u.day > p.day AND u.day <= p.day + %s))
FROM messaging_educationcandidate c JOIN messaging_educationplan p ON p.id = c.plan_id
WHERE p.lender_id = %s AND c.eligible AND p.state IN ('released', 'stopped') AND p.day <= %s
GROUP BY 1, 2
"""
_YOUNG = """
SELECT count(*) FROM messaging_educationcandidate c
JOIN messaging_educationplan p ON p.id = c.plan_id
WHERE p.lender_id = %s AND c.eligible AND p.state IN ('released', 'stopped') AND p.day > %s
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Shares of customers overdue in the days after, with and without the piece; `low`, `high`:
    95 % of their difference (Newcombe 1998, from Wilson's intervals); None while a group is too
    small."""

    topic: str
    n: int
    n_control: int
    share: float | None
    share_control: float | None
    low: float | None = None
    high: float | None = None

    @property
    def shown(self) -> str:
        return _percent(self.share)

    @property
    def shown_control(self) -> str:
        return _percent(self.share_control)

    @property
    def shown_interval(self) -> str:
        return f"{_percent(self.low)} … {_percent(self.high)}"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def differences(lender: Lender, now: datetime) -> tuple[list[Difference], int]:
    """All topics together first, then each; and how many are too young to be counted."""
    ripe = lender_day(lender, now) - timedelta(days=AFTER_DAYS)
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for topic, arm, n, overdue in fetch(_OUTCOMES, AFTER_DAYS, lender.pk, ripe):
        for key in ("", topic):
            seen = counts.setdefault(key, {}).get(arm, (0, 0))
            counts[key][arm] = (seen[0] + n, seen[1] + overdue)
    rows = [_difference(topic, arms) for topic, arms in sorted(counts.items())]
    return rows, int(fetch(_YOUNG, lender.pk, ripe)[0][0])


def _difference(topic: str, arms: dict[str, tuple[int, int]]) -> Difference:
    n, x = arms.get("contact", (0, 0))
    m, y = arms.get("control", (0, 0))
    label = str(EducationTopic(topic).label) if topic else ""
    shares = (x / n if n else None, y / m if m else None)
    if min(n, m) < FEWEST:
        return Difference(label, n, m, *shares)
    return Difference(label, n, m, *shares, *newcombe(x, n, y, m))


def newcombe(x: int, n: int, y: int, m: int) -> tuple[float, float]:
    """The 95 % interval of x/n − y/m."""
    p, q = x / n, y / m
    (low_p, high_p), (low_q, high_q) = _wilson(x, n), _wilson(y, m)
    return (
        p - q - sqrt((p - low_p) ** 2 + (high_q - q) ** 2),
        p - q + sqrt((high_p - p) ** 2 + (q - low_q) ** 2),
    )


def _wilson(good: int, n: int) -> tuple[float, float]:
    share, z2 = good / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return middle - half, middle + half
