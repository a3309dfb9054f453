"""Tranches of a run: what leaves in which quarter-hour, before the release and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.rules.lender_day import lender_day
from messaging.decisions.facts.batch_context import read_frame
from messaging.models import Run, Tranche, in_force
from messaging.outbox import sql as bulk
from messaging.policy.errors import NeverAllowed, UnknownZone
from messaging.policy.model import Policy
from messaging.policy.reasons import TIMING_REASONS
from messaging.policy.windows import next_allowed, next_preferred
from messaging.runs.quarters import Share, into_quarters, quarter_of

SHOWN_BEFORE = 2
SHOWN = 10

_MOMENTS = """
SELECT CASE WHEN c.until < %s THEN NULL ELSE c.until END, count(*)
FROM messaging_candidate c WHERE c.run_id = %s AND c.to_send GROUP BY 1
"""
# Sent at once, nothing waits for the hour that was drawn for it.
_MOMENTS_BY_ZONES = """
SELECT CASE WHEN h.until < %s THEN NULL ELSE h.until END, c.reason = ANY (%s), cu.timezones,
       count(*)
FROM messaging_candidate c JOIN accounts_customer cu ON cu.id = c.customer_id
LEFT JOIN messaging_hourdraw d ON d.candidate_id = c.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN d.candidate_id IS NULL THEN c.until ELSE d.earliest END AS until
) h
WHERE c.run_id = %s AND c.to_send GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would do. `too_late` no longer fit the hours their day still has."""

    size: int
    total: int
    quarters: tuple[tuple[datetime, int], ...]
    too_late: int

    @property
    def last(self) -> datetime | None:
        return self.quarters[-1][0] if self.quarters else None


@dataclass(frozen=True, slots=True)
class Progress:
    """After the release: the quarter-hours near `now`, and when the last one begins."""

    now: datetime
    rows: tuple[Tranche, ...]
    earlier: int
    later: int
    last: datetime


def preview(run: Run, *, now: datetime, send_at_once: bool = False) -> Preview:
    """How the run would leave if it were released now. Its cost follows the different moments."""
    if run.policy is None:
        return Preview(0, 0, (), 0)
    policy = in_force.policy_of(run.policy)
    moments = _hard_moments(run, policy, now) if send_at_once else _moments(run, now)
    shares = list(into_quarters(moments, size=policy.tranche_size))
    counts: Counter[datetime] = Counter()
    for share in shares:
        counts[share.starts_at] += share.number
    return Preview(
        size=policy.tranche_size,
        total=counts.total(),
        quarters=tuple(sorted(counts.items())),
        too_late=_too_late(run, policy, shares, now, send_at_once),
    )


def progress(run: Run, *, now: datetime) -> Progress | None:
    """The tranches of a released run; None when it was never laid out. One query."""
    rows = list(Tranche.objects.filter(run=run).order_by("starts_at"))
    if not rows:
        return None
    current = quarter_of(now)
    done = sum(row.starts_at < current for row in rows)
    first = max(0, min(done - SHOWN_BEFORE, len(rows) - SHOWN))
    return Progress(
        now=current,
        rows=tuple(rows[first : first + SHOWN]),
        earlier=first,
        later=max(0, len(rows) - first - SHOWN),
        last=rows[-1].starts_at,
    )


def _moments(run: Run, now: datetime) -> list[tuple[datetime, int]]:
    return [(until or now, count) for until, count in bulk.fetch(_MOMENTS, now, run.pk)]


def _hard_moments(run: Run, policy: Policy, now: datetime) -> list[tuple[datetime, int]]:
    found = []
    for until, timing, zones, count in bulk.fetch(
        _MOMENTS_BY_ZONES, now, sorted(TIMING_REASONS), run.pk
    ):
        wanted = until or now
        if timing and (hard := hard_moment(policy, zones, now)) is not None:
            wanted = min(wanted, hard)
        found.append((wanted, count))
    return found


def hard_moment(policy: Policy, zones: Sequence[str], now: datetime) -> datetime | None:
    """The first moment from `now` on that quiet hours allow; None where none is known."""
    try:
        return next_allowed(policy, tuple(zones), now)
    except (NeverAllowed, UnknownZone):
        return None


def _too_late(
    run: Run, policy: Policy, shares: Sequence[Share], now: datetime, send_at_once: bool
) -> int:
    """Those put off to a quarter-hour outside the hours, by the lender's clock."""
    waiting = [share for share in shares if share.waits and share.starts_at > now]
    if not waiting:
        return 0
    calendar = read_frame(lender=run.lender, policy=policy, now=now).calendar
    opening = next_allowed if send_at_once else next_preferred
    late = 0
    for share in waiting:
        at = share.starts_at
        try:
            open_then = opening(policy, run.lender.timezone, at, "sms", calendar) == at
        except (NeverAllowed, UnknownZone):
            open_then = False
        next_day = lender_day(run.lender, at) > lender_day(run.lender, share.wanted)
        late += share.number if next_day or not open_then else 0
    return late
