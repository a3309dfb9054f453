"""Claim and hand over, again and again, until nothing is due or the time is up."""

from __future__ import annotations

from collections import Counter

from messaging.dispatch.claim import CLAIM_AT_ONCE, claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.permit import Clock

TICK_SECONDS = 10.0
"""How long one tick may go on; the next one continues."""


def dispatch(
    *, clock: Clock, seconds: float | None = TICK_SECONDS, limit: int = CLAIM_AT_ONCE
) -> dict[str, int]:
    """Work the queue; how many were due and how they ended. Several may do so at once.

    `seconds` None: until nothing is left that this worker may decide about.
    """
    tally: Counter[str] = Counter()
    begun = clock.boot()
    while seconds is None or clock.boot() - begun < seconds:
        batch = claim(now=clock.now(), limit=limit)
        tally["decided"] += batch.decided
        tally.update(hand_over(batch.claimed, clock=clock))
        if not batch.decided:
            break
    return dict(tally)
