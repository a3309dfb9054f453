"""Whether the sealer works: what rings on the pages and stands in the compliance report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

SILENT_SECONDS = 120
"""A round comes every two seconds, and waits for at most some seconds while all workers send."""

TAIL_SECONDS = 120
"""A row that waits longer to be sealed has been forgotten."""

SILENT = "silent"
BROKEN = "broken"

_STANDING = """
SELECT p.at, p.trouble, p.since, clock_timestamp(), (
    SELECT c.found > 0 FROM accounts_chaincheck c
    WHERE c.ended_at IS NOT NULL AND c.error = '' ORDER BY c.id DESC LIMIT 1)
FROM (SELECT 1) one LEFT JOIN accounts_chainpulse p ON p.id = 1
"""


class SealerState(NamedTuple):
    """`trouble`: "" when all is well; BROKEN, as the last verification found; SILENT, or a code of
    `accounts.chain.publishing`. `at`: the sealer's last round; None: there never was one."""

    trouble: str
    at: datetime | None
    since: datetime | None = None


def sealer_state() -> SealerState:
    """One small query, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        at, trouble, since, now, broken = cursor.fetchone()
    if broken:
        return SealerState(BROKEN, at)
    if at is None or now - at > timedelta(seconds=SILENT_SECONDS):
        return SealerState(SILENT, at, at)
    return SealerState(trouble, at, since)
