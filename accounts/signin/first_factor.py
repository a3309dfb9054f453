"""The first second factor is not added on a password alone: whoever has somebody's password would
make it theirs.

It takes the browser in which the password was just set by a link, which came to the person by
e-mail or by two people; or a sign-in by the house's provider. Where neither is at hand, a new link
is asked for. A sandbox, whose passwords are printed, does without.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.signin import factors

LASTS = timedelta(hours=1)
BY_LINK, BY_PROVIDER = "password_by_link", "by_provider"


def allow(request: HttpRequest, user: User, *, now: datetime) -> None:
    """A link has just set this person's password in this browser."""
    request.session[BY_LINK] = {"user": user.pk, "at": now.timestamp()}


def came_by_provider(request: HttpRequest) -> None:
    request.session[BY_PROVIDER] = True


def may_add(request: HttpRequest, person: User, *, now: datetime) -> bool:
    """Whether this person may add a second factor here; one beside others always."""
    if not settings.FIRST_FACTOR_BY_LINK or factors.of(person).exists():
        return True
    if request.session.get(BY_PROVIDER):
        return True
    link = request.session.get(BY_LINK) or {}
    return (
        link.get("user") == person.pk and 0 <= now.timestamp() - link["at"] < LASTS.total_seconds()
    )
