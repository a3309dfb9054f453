"""Whether somebody who works here may be using a customer's page.

The page cannot know who holds the telephone. It knows two things: that this browser is signed in
to the staff's pages, and that staff have signed in from this network lately. Neither stops the
visitor, for an agent may stand beside a customer; both are on record with what is done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.http import HttpRequest

from accounts.disclosure import watching
from accounts.input.network import UNKNOWN, network_of
from accounts.models import SignInAttempt, User, Watched

LATELY = timedelta(days=30)

CUSTOMER = "customer's page"
FROM_STAFF = "customer's page, from where staff work"
BY_STAFF = "customer's page, in a browser signed in as staff"


class Hands(NamedTuple):
    """What the audit trail says of who acts. `user`: who is signed in in this browser."""

    source: str
    user: User | None = None


def hands(request: HttpRequest, *, now: datetime) -> Hands:
    """Asked of what is typed or done; looking around is nobody's act. The auditor is told."""
    if request.method != "POST":
        return Hands(CUSTOMER)
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_staff:
        watching.tell(Watched.Kind.OWN_PAGE, user=user, now=now)
        return Hands(BY_STAFF, user)
    if staff_work_at(network_of(request), now=now):
        watching.tell(Watched.Kind.OWN_PAGE, user=None, now=now)
        return Hands(FROM_STAFF)
    return Hands(CUSTOMER)


def staff_work_at(network: str, *, now: datetime) -> bool:
    """Whether anybody has signed in from there in the last thirty days."""
    signed_in = SignInAttempt.objects.filter(
        network=network, outcome=SignInAttempt.Outcome.SIGNED_IN, at__gt=now - LATELY
    )
    return network != UNKNOWN and signed_in.exists()
