"""What is known in the morning of the evening: whose figures will be too old when their hour comes.

A text whose loan was told of longer ago than the policy allows is held when it is claimed. Whoever
releases at half past eight what leaves at six can know that, and bring in today's file before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from messaging.models import Run, in_force
from messaging.outbox.sql import fetch

_STALE = """
SELECT count(*), min(oldest) FROM (
    SELECT c.id, min(l.as_of) AS oldest
    FROM messaging_candidate c
    JOIN messaging_candidateloan x ON x.candidate_id = c.id
    JOIN accounts_loan l ON l.id = x.loan_id
    WHERE c.run_id = %s AND c.to_send AND NOT x.left_out
    GROUP BY c.id
    HAVING GREATEST(coalesce(c.until, %s), %s) - min(l.as_of) > %s) AS stale
"""


@dataclass(frozen=True, slots=True)
class Stale:
    """So many texts would be held for old figures; `oldest`: when the oldest were told."""

    number: int
    oldest: datetime


def stale_when_due(run: Run, *, now: datetime) -> Stale | None:
    """Of those to be sent, as the figures stand now; None where no figures will be too old. One
    query."""
    if run.policy is None:
        return None
    limit = in_force.policy_of(run.policy).staleness
    [(number, oldest)] = fetch(_STALE, run.pk, now, now, limit)
    return Stale(number, oldest) if number else None
