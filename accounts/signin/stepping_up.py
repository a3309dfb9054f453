"""Giving password or second factor again before an act that reaches borrowers or gives power.

Good for five minutes, as is a fresh sign-in. Real time, also in a sandbox whose clock is set.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

LASTS = timedelta(minutes=5)
KEY = "stepped_up_at"


def mark(request: HttpRequest, now: datetime) -> None:
    """Whoever is signed in here has just shown that it is them."""
    request.session[KEY] = now.timestamp()


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    shown = request.session.get(KEY)
    return shown is not None and 0 <= now.timestamp() - shown < LASTS.total_seconds()
