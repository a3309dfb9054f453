"""Who looked at whom: pages of a customer that were opened, and customers found by their name.

Nothing is shown in clear by either, so no reason is asked for; the auditor reads who it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.access.team import team_day
from accounts.disclosure import watching
from accounts.errors import Refused
from accounts.models import Customer, Look, User, Watched

KEPT = timedelta(days=3 * 366)
"""As long as complaint files have to be kept by the strictest of the shipped profiles."""


def at_page(customer_id: int, *, how: str, by: User, now: datetime) -> None:
    """Somebody opens a page of this customer; the first of a day is on record. One statement."""
    _put([customer_id], how=how, by=by, now=now)


def found_by_name(found: Iterable[Customer], *, by: User, now: datetime) -> None:
    """Put on record who was found. Raises Refused, and tells the auditor, once this person has
    searched for more people a day than any work takes."""
    ids = [customer.pk for customer in found]
    if not ids:
        return
    searches = names_today(by, now)
    if searches >= settings.NAMES_A_DAY:
        watching.tell(Watched.Kind.NAMES, user=by, count=searches + 1, now=now)
        raise Refused(
            _(
                "You have searched for %(most)d people by name today, and that is the limit. "
                "Search by number, or go on tomorrow."
            )
            % {"most": settings.NAMES_A_DAY}
        )
    _put(ids, how=Look.How.NAME, by=by, now=now)


def names_today(by: User, now: datetime) -> int:
    """How many searches by name have found somebody today, where the team works; the same people
    again are none."""
    rows = Look.objects.filter(user=by, day=team_day(now), how=Look.How.NAME)
    return rows.values("at").distinct().count()


def forget(now: datetime) -> int:
    """Delete what was kept long enough; how many."""
    return Look.objects.filter(day__lt=team_day(now - KEPT)).delete()[0]


def _put(ids: Iterable[int], *, how: str, by: User, now: datetime) -> None:
    day = team_day(now)
    rows = [Look(customer_id=pk, user=by, day=day, how=how, at=now) for pk in ids]
    Look.objects.bulk_create(rows, ignore_conflicts=True)
