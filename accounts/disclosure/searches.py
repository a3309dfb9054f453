"""Searches for people: how many a person has a day, each on record.

Counted in the database, one search of a person after the other: no two slip through at once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.access.team import team_day
from accounts.disclosure import watching
from accounts.errors import Refused
from accounts.keys import keyring
from accounts.models import Search, User, Watched

GOES_ON = timedelta(minutes=1)
"""A search that found nobody and begins this one, so long ago at most, is this one half typed."""
SHOWN = 30
DAYS = timedelta(days=7)

_LOCK = 7_310_022  # of pg_advisory_xact_lock, beside the person's id
_PURPOSE = "search"


def count(typed: str, *, found: int, by: User, now: datetime) -> None:
    """Put a search for what was typed on record, which found so many people. The same again on the
    same day is one. Raises Refused, and tells the auditor, once this person has searched for more
    people than any work takes."""
    day, whats = team_day(now), _hashes(typed)
    with transaction.atomic():
        _one_after_the_other(by)
        if Search.objects.filter(user=by, day=day, what__in=whats).exists():
            return
        counted, had = not _goes_on(typed, by=by, now=now), used(by, now)
        allowed = not counted or had < settings.SEARCHES_A_DAY
        if allowed:
            Search.objects.create(
                user=by, day=day, at=now, what=whats[0], found=found, counted=counted
            )
    if not allowed:
        watching.tell(Watched.Kind.SEARCHES, user=by, count=had + 1, now=now)
        raise Refused(
            _(
                "You have searched for %(most)d people by name or number today, and that is the "
                "limit. Search by customer or loan number, or go on tomorrow."
            )
            % {"most": settings.SEARCHES_A_DAY}
        )


def used(by: User, now: datetime) -> int:
    """How many today, where the team works."""
    return Search.objects.filter(user=by, day=team_day(now), counted=True).count()


class OfADay(NamedTuple):
    """What one person searched for on one day."""

    user: User
    day: date
    searches: int
    nobody: int


def lately(now: datetime) -> list[OfADay]:
    """Of the last days, those first whose searches found nobody most often. Two queries."""
    rows = (
        Search.objects.filter(day__gt=team_day(now - DAYS), counted=True)
        .order_by()
        .values("user", "day")
        .annotate(searches=Count("pk"), nobody=Count("pk", filter=Q(found=0)))
        .order_by("-nobody", "-searches", "-day", "user")[:SHOWN]
    )
    people = User.objects.in_bulk([row["user"] for row in rows])
    return [OfADay(people[row["user"]], row["day"], row["searches"], row["nobody"]) for row in rows]


def _hashes(typed: str) -> list[bytes]:
    """Under the current index key first, then under the others."""
    return keyring().blind_indexes(typed.strip().casefold(), _PURPOSE)


def _goes_on(typed: str, *, by: User, now: datetime) -> bool:
    """Whether the person's search before this one found nobody and was the beginning of it."""
    rows = Search.objects.filter(user=by, day=team_day(now), at__gt=now - GOES_ON)
    last = rows.order_by("-at", "-pk").first()
    if last is None or last.found:
        return False
    before, typed = bytes(last.what), typed.strip()
    return any(before in _hashes(typed[:end]) for end in range(1, len(typed)))


def _one_after_the_other(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.pk])
