"""Messages by person, number, loan, text, day, state and reason, newest first, in pages by key.

Each way of asking has an index that answers it, whatever the number of messages; a text or a lender
alone is asked for together with a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from accounts.access.team import TEAM
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import ContactPoint
from messaging.models import CandidateLoan, Message
from messaging.models.message import ENDED_OTHERWISE

PAGE = 50
EXPORTED_AT_ONCE = 2_000
SHOWN = ("customer", "lender", "template_version__template", "contact_point")
NEWEST_FIRST = Order(("pk",), (int,), newest_first=True)

# With the count beside them the ends come out of the day's blocks, not of a walk along the keys.
_ENDS = """
SELECT min(id), max(id), count(*) FROM messaging_message
WHERE created_at >= %(begin)s AND created_at < %(end)s
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; nothing: all. `points`: contact points with the number that was typed;
    `customer_no` and `loan_no`: exactly; `reason`: why a message ended without being delivered."""

    points: tuple[int, ...] = ()
    customer_no: str = ""
    loan_no: str = ""
    template: int | None = None
    lender: int | None = None
    day: date | None = None
    state: str = ""
    reason: str = ""

    @property
    def needs_a_day(self) -> bool:
        """A text or a lender alone would be looked for in all messages."""
        narrow = self.points or self.customer_no or self.loan_no or self.day
        return bool(self.template or self.lender) and not narrow


class Span(NamedTuple):
    begin: datetime
    end: datetime


def day_of(day: date) -> Span:
    """Where the team works."""
    begin = datetime.combine(day, time.min, ZoneInfo(TEAM.timezone))
    return Span(begin, begin + timedelta(days=1))


def page(wanted: Wanted, after: str) -> KeysetPage[Message]:
    """One page."""
    found: KeysetPage[Message] = NEWEST_FIRST.page(
        matching(wanted).select_related(*SHOWN).defer("body"), after, size=PAGE
    )
    return found


def every(wanted: Wanted) -> Iterator[Message]:
    """All of them, a batch at a time: memory does not grow with their number."""
    after = ""
    while True:
        rows = matching(wanted).select_related(*SHOWN).defer("body")
        batch = NEWEST_FIRST.page(rows, after, size=EXPORTED_AT_ONCE)
        yield from batch.rows
        after = batch.after
        if not after:
            return


def matching(wanted: Wanted) -> QuerySet[Message]:
    """In no order."""
    if wanted.needs_a_day:
        return Message.objects.none()
    rows = Message.objects.all()
    if wanted.points:
        points = ContactPoint.objects.filter(pk__in=wanted.points)
        hashes = [bytes(found) for found in points.values_list("address_hash", flat=True)]
        rows = rows.filter(address_hash__in=hashes)
    if wanted.customer_no:
        rows = rows.filter(customer__customer_no=wanted.customer_no)
    if wanted.loan_no:
        named = CandidateLoan.objects.filter(loan__loan_no=wanted.loan_no)
        rows = rows.filter(candidate__in=named.values("candidate"))
    if wanted.template:
        rows = rows.filter(template_version__template=wanted.template)
    if wanted.lender:
        rows = rows.filter(lender=wanted.lender)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
        if not wanted.state:
            rows = rows.filter(state__in=sorted(ENDED_OTHERWISE))
    return _of_day(rows, wanted.day) if wanted.day else rows


def _of_day(rows: QuerySet[Message], day: date) -> QuerySet[Message]:
    span = day_of(day)
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, span._asdict())
        first, last, count = cursor.fetchone()
    if not count:
        return rows.none()
    return rows.filter(
        pk__gte=first, pk__lte=last, created_at__gte=span.begin, created_at__lt=span.end
    )
