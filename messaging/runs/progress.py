"""How far a run's sending is: by state, how fast, and when it will be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from messaging.models import Message, Run, in_force
from messaging.models.message_states import OPEN, MessageState
from messaging.policy.errors import NotAllowedNow, UnknownZone
from messaging.policy.windows import window_end

RATE_OVER = timedelta(seconds=60)
"""The rate is what was handed over in the last minute."""

_PREPARED = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.HANDING_OVER)


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers add up: total = Σ by_state. `rate` is per minute; times are aware."""

    total: int
    by_state: tuple[tuple[str, int], ...]
    left: int
    due_now: int
    waits_until: datetime | None
    held: int
    rate: int
    done_by: datetime | None
    window_end: datetime | None

    @property
    def done(self) -> int:
        return self.total - self.left

    @property
    def percent(self) -> int:
        """0 to 100, rounded down; an empty run is done."""
        return 100 * self.done // self.total if self.total else 100

    @property
    def is_late(self) -> bool:
        """At this rate the window ends before the run is through."""
        return bool(self.done_by and self.window_end and self.done_by > self.window_end)


def progress(run: Run, *, now: datetime) -> Progress:
    """Four queries, each by an index of the run's messages."""
    messages = Message.objects.filter(run=run)
    counts = dict(messages.values_list("state").annotate(n=Count("pk")).values_list("state", "n"))
    queued = messages.filter(state__in=OPEN).aggregate(
        due=Count("pk", filter=Q(not_before__lte=now)),
        held=Count("pk", filter=Q(not_before=None)),
        next=Min("not_before", filter=Q(not_before__gt=now)),
    )
    rate = messages.filter(handed_over_at__gt=now - RATE_OVER).count()
    left = sum(counts.get(state, 0) for state in _PREPARED)
    return Progress(
        total=sum(counts.values()),
        by_state=tuple((s.value, counts[s]) for s in MessageState if counts.get(s)),
        left=left,
        due_now=queued["due"],
        waits_until=queued["next"],
        held=queued["held"],
        rate=rate,
        done_by=now + RATE_OVER * (queued["due"] / rate) if rate and queued["due"] else None,
        window_end=_window_end(run, now),
    )


def _window_end(run: Run, now: datetime) -> datetime | None:
    if run.policy is None:
        return None
    policy = in_force.policy_of(run.policy)
    try:
        return window_end(policy, run.lender.timezone, now)
    except (NotAllowedNow, UnknownZone):
        return None
