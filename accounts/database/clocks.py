"""How far this machine's clock is from the database's, which all machines share.

Hours are kept by the clock of whoever sends: one that is slow would send after they have ended, and
nothing within the machine could tell. So whoever sends asks the database first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import connection

log = logging.getLogger(__name__)

TOLERATED_SECONDS = 2.0
"""As much as a permit to hand over allows between wall and boot time."""


def seconds_ahead(machine: Callable[[], datetime]) -> float:
    """By how much `machine` is certainly ahead of the database; negative: behind it. However long
    the way there takes, it is never said to be off by more than it is."""
    before = machine()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    after = machine()
    if there < before:
        return float((before - there).total_seconds())
    return min(0.0, float((after - there).total_seconds()))


def agree(machine: Callable[[], datetime]) -> bool:
    """Whether this machine may send; else the log says why not."""
    ahead = seconds_ahead(machine)
    if abs(ahead) <= TOLERATED_SECONDS:
        return True
    log.error(
        "this machine sends nothing: its clock is %.0f seconds %s the database's; set it by NTP",
        abs(ahead),
        "ahead of" if ahead > 0 else "behind",
    )
    return False
