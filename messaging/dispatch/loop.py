"""Claim and hand over, again and again, until nothing is due or the time is up."""

from __future__ import annotations

from collections import Counter

from accounts.rotation import known_keys
from messaging.dispatch import session, watermark
from messaging.dispatch.claim import CLAIM_AT_ONCE, Batch, claim
from messaging.dispatch.handover import hand_over
from messaging.gateways.permit import Clock

TICK_SECONDS = 10.0
"""How long one tick may go on claiming; the next one continues."""


def dispatch(
    *, clock: Clock, seconds: float | None = TICK_SECONDS, limit: int = CLAIM_AT_ONCE
) -> dict[str, int]:
    """Work the queue; how many were due and how they ended. Several may do so at once.

    `seconds` None: until nothing is left that this worker may decide about. What was claimed is
    always handed over or put back, whatever the time.
    """
    with session.guarded():
        if not known_keys.are_here() or not watermark.advance(now=clock.now()):
            return {}
        return dict(_Shift(clock, seconds, limit).work())


class _Shift:
    """One worker's tick: while the last wave of a batch is on the wire, the next one is claimed."""

    def __init__(self, clock: Clock, seconds: float | None, limit: int) -> None:
        self._clock, self._seconds, self._limit = clock, seconds, limit
        self._begun = clock.boot()
        self._next: Batch | None = None
        self._tally: Counter[str] = Counter()

    def work(self) -> Counter[str]:
        self._claim_next()
        while self._next is not None and self._next.decided:
            batch, self._next = self._next, None
            self._tally.update(
                hand_over(batch.claimed, clock=self._clock, meanwhile=self._claim_next)
            )
            self._claim_next()
        return self._tally

    def _claim_next(self) -> None:
        if self._next is None and not self._time_is_up():
            self._next = claim(now=self._clock.now(), limit=self._limit)
            self._tally["decided"] += self._next.decided

    def _time_is_up(self) -> bool:
        return self._seconds is not None and self._clock.boot() - self._begun >= self._seconds
