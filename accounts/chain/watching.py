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


class Standing(NamedTuple):
    """`trouble`: "" when all is well; SILENT, or a code of `accounts.chain.publishing`. `at`: the
    sealer's last round; None: there never was one."""

    trouble: str
    at: datetime | None
    since: datetime | None = None


def standing() -> Standing:
    """One query of one row, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, trouble, since, clock_timestamp() FROM accounts_chainpulse WHERE id = 1"
        )
        row = cursor.fetchone()
    if row is None:
        return Standing(SILENT, None)
    at, trouble, since, now = row
    if at is None or now - at > timedelta(seconds=SILENT_SECONDS):
        return Standing(SILENT, at, at)
    return Standing(trouble, at, since)
