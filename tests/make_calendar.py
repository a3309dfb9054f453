"""Confirmed years of the work calendar made to order."""

from collections.abc import Iterable
from datetime import date, datetime

from messaging.approval import fingerprints, steps
from messaging.authoring.calendar import drafting
from messaging.models import CalendarYear
from messaging.policy.calendar import CalendarDay
from tests import make


def year(
    country: str,
    of: int,
    days: Iterable[CalendarDay] = (),
    *,
    confirmed: bool = True,
    now: datetime | None = None,
) -> CalendarYear:
    """A year with these odd days, else a day off on New Year's Day; asked for if not confirmed."""
    now = now or make.MORNING
    odd = tuple(days) or (CalendarDay(date(of, 1, 1), False, "New Year"),)
    draft = drafting.new_draft(
        country, of, by=make.staff("administrator"), now=now, days=odd, source="official notice"
    )
    steps.submit(draft, by=draft.author, now=now)
    return confirm(draft, now=now) if confirmed else draft


def confirm(draft: CalendarYear, *, now: datetime | None = None) -> CalendarYear:
    draft.refresh_from_db()
    return steps.approve(
        draft,
        by=make.staff("supervisor"),
        now=now or make.MORNING,
        seen_hash=fingerprints.fingerprint(draft),
    )
