"""Whoever gave the right password and has a second factor: not signed in yet, for five minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.http import HttpRequest

from accounts.models import User

KEY = "half_signed_in"
LASTS = timedelta(minutes=5)


def begin(request: HttpRequest, user: User, *, to: str, now: datetime) -> None:
    """`to`: the page they were on their way to. Whoever was signed in here is so no more."""
    logout(request)
    request.session[KEY] = {"user": user.pk, "to": to, "at": now.timestamp()}


def of(request: HttpRequest, now: datetime) -> tuple[User, str] | None:
    """Who it is and where to, as long as it lasts; their login may have been closed meanwhile."""
    kept = request.session.get(KEY)
    if not kept or not 0 <= now.timestamp() - kept["at"] < LASTS.total_seconds():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    return (user, kept["to"]) if user else None
