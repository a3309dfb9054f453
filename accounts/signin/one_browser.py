"""Two logins in one browser, one soon after the other: one person may be both of two people.

A colleague's password that is known, or a second login of one's own, makes four eyes two. Nothing
is refused, since desks are shared; the auditor is told, and compares what the two decided.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from accounts.disclosure import watching
from accounts.models import StaffSession, User, Watched
from accounts.signin import devices
from config import clock

SOON = timedelta(minutes=30)
"""Our own proposal (P): shifts that follow each other at a shared desk mostly leave more."""


def notice(request: HttpRequest, user: User) -> None:
    """`user` is coming in. A sandbox is for trying all its logins in one browser."""
    other = devices.owner_of(request)
    if settings.SANDBOX or other in (None, user.pk):
        return
    since = clock.machine() - SOON
    if StaffSession.objects.filter(user_id=other, seen_at__gt=since).exists():
        watching.tell(Watched.Kind.ONE_BROWSER, user=user, now=clock.now())
