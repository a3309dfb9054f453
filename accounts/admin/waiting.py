"""How somebody is told to wait before the next try."""

import math
from datetime import datetime

from django.utils.translation import ngettext


def waiting(until: datetime, now: datetime) -> str:
    """In seconds, or in minutes where it is longer."""
    seconds = math.ceil((until - now).total_seconds())
    if seconds < 90:
        return ngettext(
            "Too many wrong tries. Try again in %(n)d second.",
            "Too many wrong tries. Try again in %(n)d seconds.",
            seconds,
        ) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Too many wrong tries. Try again in %(n)d minute.",
        "Too many wrong tries. Try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}
