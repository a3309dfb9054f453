"""Writing a country's year: a draft from a proposal or the days in force, changed, sent on.

Confirming is approving (messaging.approval): by somebody else, kept by the database.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from messaging.approval import drafting
from messaging.approval.errors import ApprovalRefused
from messaging.authoring.calendar.proposal import SOURCE, proposed
from messaging.models import CalendarYear, in_force
from messaging.models.approvable import OPEN
from messaging.models.calendar import Country
from messaging.policy.calendar import CalendarDay, write_year

FIRST_YEAR, LAST_YEAR = 2004, 2100


def open_version(country: str, year: int) -> CalendarYear | None:
    """The draft or request that is open; there is at most one."""
    return CalendarYear.objects.filter(country=country, year=year, state__in=OPEN).first()


def new_draft(
    country: str,
    year: int,
    *,
    by: User,
    now: datetime,
    days: Iterable[CalendarDay] | None = None,
    source: str = "",
) -> CalendarYear:
    """A draft of these days; without any, of the days in force, else of the library's proposal.

    Refused for a country or year that cannot be, and while a draft or request is open.
    """
    if country not in Country.values or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ApprovalRefused(_("There is no such calendar."))
    standing = in_force.calendar_version(country, year, now)
    if days is not None:
        written = write_year(days)
    elif standing is not None:
        written, source = standing.days, source or standing.source
    else:
        written = write_year(proposed(country, year))
    draft = CalendarYear(country=country, year=year, days=written, source=source.strip() or SOURCE)
    return drafting.start(draft, by=by, now=now)


def save(
    version: CalendarYear,
    *,
    days: Iterable[CalendarDay],
    source: str,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> CalendarYear:
    """Store the days of a draft. An edit of a request withdraws it, of a rejected one reopens it.

    Refused: decided, or saved by somebody since.
    """
    return drafting.save(
        version,
        days=write_year(day for day in days if day.date.year == version.year),
        source=source.strip() or SOURCE,
        note=note,
        by=by,
        now=now,
        seen_edited_at=seen_edited_at,
    )
