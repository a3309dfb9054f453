"""Sessions: how long they last, and who ends them. All times are real times (config.clock.machine).

Twenty minutes without anybody, twelve hours at most (NIST SP 800-63B 4.2.3: thirty minutes and
twelve hours). What a page fetches by itself is nobody: see accounts.signin.gate.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.network import network_of
from accounts.models import StaffSession, User
from accounts.signin import stepping_up
from accounts.signin.devices import device_of
from config import clock

IDLE = timedelta(minutes=20)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""Being there is written down no oftener."""

MAY_END = "accounts.end_staffsession"
KEY = "staff_session"
How = StaffSession.How


def begun(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Receiver of Django's `user_logged_in`."""
    now = clock.machine()
    made = StaffSession.objects.create(
        user=user,
        network=network_of(request)[:60],
        device=device_of(request)[:60],
        begun_at=now,
        seen_at=now,
    )
    request.session[KEY] = made.pk
    stepping_up.mark(request, now)


def signed_out(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Receiver of Django's `user_logged_out`."""
    mine = StaffSession.objects.filter(pk=request.session.get(KEY) or 0, ended_at=None)
    if user is not None:
        mine.update(ended_at=clock.machine(), ended_how=How.SIGNED_OUT)


def current(request: HttpRequest, now: datetime) -> StaffSession | None:
    """The session this request belongs to, as long as it has not ended; one that has been left or
    is too old ends here."""
    user: Any = request.user
    row = StaffSession.objects.filter(pk=request.session.get(KEY) or 0, user=user.pk).first()
    if row is None or row.ended_at is not None:
        return None
    how = How.OVER if now >= row.begun_at + LONGEST else How.IDLE
    if how == How.IDLE and now < row.seen_at + IDLE:
        return row
    StaffSession.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_how=how)
    return None


def seen(session: StaffSession, now: datetime) -> None:
    """Somebody is there."""
    if now >= session.seen_at + SEEN_EVERY:
        StaffSession.objects.filter(pk=session.pk, ended_at=None).update(seen_at=now)


def open_of(user: User, now: datetime) -> QuerySet[StaffSession]:
    """Where this person is signed in, the last seen first."""
    rows = StaffSession.objects.filter(user=user, ended_at=None)
    return rows.filter(seen_at__gt=now - IDLE, begun_at__gt=now - LONGEST).order_by("-seen_at")


@transaction.atomic
def end(session: StaffSession, *, by: User, now: datetime) -> None:
    """Its own person's, or an administrator's. Raises Refused."""
    own = session.user_id == by.pk
    if not own and not by.has_perm(MAY_END):
        raise Refused(_("Only an administrator ends another person's session."))
    how = How.SELF if own else How.ADMINISTRATOR
    ended = StaffSession.objects.filter(pk=session.pk, ended_at=None)
    if not ended.update(ended_at=now, ended_how=how, ended_by=by):
        raise Refused(_("This session has ended already."))


def end_others(user: User, *, but: int | None, how: str, by: User | None, now: datetime) -> int:
    """All of this person's but one; how many."""
    rows = StaffSession.objects.filter(user=user, ended_at=None).exclude(pk=but or 0)
    return rows.update(ended_at=now, ended_how=how, ended_by=by)


def end_left(now: datetime) -> int:
    """Write down what has ended by itself; how many."""
    rows = StaffSession.objects.filter(ended_at=None)
    over = rows.filter(begun_at__lte=now - LONGEST).update(ended_at=now, ended_how=How.OVER)
    left = rows.filter(seen_at__lte=now - IDLE).update(ended_at=now, ended_how=How.IDLE)
    return over + left
