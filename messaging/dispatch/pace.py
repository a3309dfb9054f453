"""A gateway's rate over all workers and hosts, and its circuit breaker's word, in one row.

`free_at` moves ahead by what every wave takes, by the database's clock; a worker waits for the
moment it was given. One small statement, committed at once: nobody waits for anybody's lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from messaging.models import message_reasons

LONGEST_WAIT_SECONDS = 2.0
"""Whoever would have to wait longer gives its messages back."""

PROBE_LEASE_SECONDS = 60
"""One message at a time tries a gateway that was paused; after this long another one may."""

_RESERVE = """
UPDATE messaging_gatewaystate
SET free_at = GREATEST(COALESCE(free_at, clock_timestamp()), clock_timestamp())
        + CASE WHEN mode = 'probing' THEN 1 ELSE %(wanted)s END * %(gap)s * interval '1 second',
    paused_until = CASE WHEN mode = 'probing'
        THEN %(now)s + %(lease)s * interval '1 second' ELSE paused_until END
WHERE gateway_id = %(gateway)s
  AND (mode = 'working' OR mode = 'probing' AND (paused_until IS NULL OR paused_until <= %(now)s))
  AND (free_at IS NULL OR free_at < clock_timestamp() + %(longest)s * interval '1 second')
RETURNING CASE WHEN mode = 'probing' THEN 1 ELSE %(wanted)s END,
    EXTRACT(EPOCH FROM free_at - clock_timestamp())
"""
# Nobody waits for the disk here: what a wave then commits takes this along, and what a crash of the
# server loses is room that nobody used.
_WITHOUT_WAITING = "SELECT set_config('synchronous_commit', 'off', true); " + _RESERVE.strip()
_WHY_NOT = """
SELECT mode, paused_until, EXTRACT(EPOCH FROM free_at - clock_timestamp())
FROM messaging_gatewaystate WHERE gateway_id = %s
"""


@dataclass(frozen=True, slots=True)
class Reserved:
    """`count` messages may begin after `wait_seconds`; none: try again after that, for `reason`."""

    count: int
    wait_seconds: float
    reason: str = ""


def reserve(gateway_id: int, wanted: int, *, rate_per_second: int, now: datetime) -> Reserved:
    """Room for `wanted` messages, all or none (one, while the gateway is being tried)."""
    gap = 1 / rate_per_second
    with connection.cursor() as cursor:
        cursor.execute(
            _RESERVE if connection.in_atomic_block else _WITHOUT_WAITING,
            {
                "wanted": wanted,
                "gap": gap,
                "gateway": gateway_id,
                "now": now,
                "lease": PROBE_LEASE_SECONDS,
                "longest": LONGEST_WAIT_SECONDS,
            },
        )
        row = cursor.fetchone()
        if row:
            return Reserved(row[0], max(0.0, float(row[1]) - row[0] * gap))
        cursor.execute(_WHY_NOT, [gateway_id])
        return _refused(cursor.fetchone(), now)


def _refused(row: tuple[str, datetime | None, float | None] | None, now: datetime) -> Reserved:
    if row is None:  # not approved, or retired since
        return Reserved(0, 60.0, message_reasons.NO_DRIVER)
    mode, until, ahead = row
    if mode != "working":
        wait = (until - now).total_seconds() if until else 5.0
        return Reserved(0, max(5.0, wait), message_reasons.GATEWAY_PAUSED)
    return Reserved(0, float(ahead or 0), message_reasons.GATEWAY_RATE)
