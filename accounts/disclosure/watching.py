"""What the auditor is told: one matter a day, kind and person, until it has been looked at."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.access.team import team_day
from accounts.errors import Refused
from accounts.input.reasons import of_substance
from accounts.models import User, Watched

log = logging.getLogger("accounts.disclosure.watching")

_TELL = """
INSERT INTO accounts_watched (kind, user_id, day, at, count, said)
VALUES (%s, %s, %s, %s, %s, '')
ON CONFLICT (kind, user_id, day) DO UPDATE
SET at = GREATEST(accounts_watched.at, excluded.at),
    count = GREATEST(accounts_watched.count + %s, excluded.count)
RETURNING xmax = 0
"""
"""`xmax` is 0 where the row is new."""


def tell(kind: str, *, user: User | None, now: datetime, count: int | None = None) -> None:
    """Have the auditor look. `count`: how many it has been on this day; None: one more. The first
    of a day is an error in the log as well."""
    with connection.cursor() as cursor:
        more = 0 if count else 1
        person = user.pk if user else None
        cursor.execute(_TELL, [kind, person, team_day(now), now, count or 1, more])
        (is_new,) = cursor.fetchone()
    if is_new:
        log.error("alarm for the auditor: %s, user %s", kind, user.pk if user else None)


def unseen() -> int:
    """How many nobody has looked at."""
    return Watched.objects.filter(seen_at=None).count()


def seen(matter: Watched, *, by: User, said: str, now: datetime) -> None:
    """The auditor has looked, and says what came of it. Raises Refused where it is about them, and
    when somebody else was first."""
    if matter.user_id == by.pk:
        raise Refused(_("This is about you: somebody else has to look at it."))
    waiting = Watched.objects.filter(pk=matter.pk, seen_at=None)
    if not waiting.update(seen_at=now, seen_by=by, said=of_substance(said)):
        raise Refused(_("Somebody has looked at this already."))
