"""What time it is. The only source of `now`, read at entry points and handed on as an argument.

In a sandbox one offset in the database shifts the clock of every process (web, workers, commands),
so that quiet hours can be seen at any hour of any day. In production there is no offset and no way
to set one. Audit entries, sessions and link expiry use real time: `machine`, or the database's own.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection


def now() -> datetime:
    """The present moment, aware, UTC."""
    return machine() + offset()


def machine() -> datetime:
    """Real time, also in a sandbox: for what lasts so long whatever hour is being looked at."""
    return datetime.now(UTC)


def boot_seconds() -> float:
    """Seconds since boot, suspend included; no setting of any clock moves it (for permits)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def offset() -> timedelta:
    """How far the sandbox clock is from the machine's; zero in production."""
    if not settings.SANDBOX:
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "offset" FROM config_sandboxclock WHERE id = 1')
        row = cursor.fetchone()
    return row[0] if row else timedelta(0)
