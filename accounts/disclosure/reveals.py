"""Looks at personal values: how many a person has a day, and when the auditor is told.

Counted in the database, one look of a person after the other, so that no two slip through at once.
Calls have a limit of their own: whoever works the call list looks at a number for each.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access.team import TEAM, team_day
from accounts.disclosure import watching
from accounts.errors import Refused
from accounts.input.reasons import given, of_substance
from accounts.models import Reveal, User, Watched

WARN_FROM = 0.8
"""Of the limit: from here on the page says how many are left."""
UNUSUAL_FROM = 0.6
"""Of the limit: from here on the auditor sees it. Our own proposals, both."""

_LOCK = 7_310_021  # of pg_advisory_xact_lock, beside the person's id


class LooksToday(NamedTuple):
    """How many looks somebody has had today, of how many."""

    used: int
    most: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def is_near(self) -> bool:
        return self.used >= self.most * WARN_FROM


def morning(now: datetime) -> datetime:
    """When the day began where the team works."""
    return datetime.combine(team_day(now), time.min, ZoneInfo(TEAM.timezone))


def looks_today(by: User, *, why: str, now: datetime) -> LooksToday:
    """Today's, where the team works."""
    looks = Reveal.objects.filter(user=by, at__gte=morning(now))
    if why == Reveal.Why.CALL:
        return LooksToday(looks.filter(why=why).count(), settings.CALLS_A_DAY)
    return LooksToday(looks.exclude(why=Reveal.Why.CALL).count(), settings.REVEALS_A_DAY)


def record(
    *, by: User, customer_id: int, what: str, why: str, reason: str, now: datetime
) -> LooksToday:
    """Put a look on record. Raises Refused without a reason of substance, and beyond the limit;
    that refusal is told the auditor, and stays told."""
    reason = given(reason) if why == Reveal.Why.CALL else of_substance(reason)
    with transaction.atomic():
        _one_after_the_other(by)
        had = looks_today(by, why=why, now=now)
        if had.left:
            Reveal.objects.create(
                at=now, user=by, customer_id=customer_id, what=what, why=why, reason=reason
            )
    if not had.left:
        raise _refused(had, by=by, now=now)
    now_used = LooksToday(had.used + 1, had.most)
    if now_used.used >= had.most * UNUSUAL_FROM:
        watching.tell(Watched.Kind.REVEALS, user=by, count=now_used.used, now=now)
    return now_used


def refuse_beyond_limit(by: User, *, why: str, now: datetime) -> None:
    """For whoever records a look inside a transaction of their own, which a refusal takes back
    with all that was written in it: ask before it begins."""
    had = looks_today(by, why=why, now=now)
    if not had.left:
        raise _refused(had, by=by, now=now)


def _refused(had: LooksToday, *, by: User, now: datetime) -> Refused:
    watching.tell(Watched.Kind.REFUSED, user=by, count=had.used + 1, now=now)
    told = _(
        "You have looked at %(most)d numbers today, and that is the limit. It is free again "
        "tomorrow; if the work needs more, a supervisor has to share it out."
    )
    return Refused(told % {"most": had.most})


def _one_after_the_other(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.pk])
