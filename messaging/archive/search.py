"""Messages by person, number, loan, text, day, state and reason, newest first, in pages by key.

Each way of asking has an index that answers it, whatever the number of messages; a text or a lender
alone is asked for together with days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from accounts.access.team import TEAM
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import ContactPoint
from messaging.models import CandidateLoan, Message
from messaging.models.message_states import ENDED_OTHERWISE

PAGE = 25
DRAWN, DRAWN_FROM_DAYS = 20, 7
"""Texts of a sample, and of how many days at most it is drawn."""
MOST_DAYS = 92
"""Asked for at once: a quarter."""
OUT_OF_ORDER = 10_000
"""Messages that may have got their number while others, written at the same time, got theirs."""
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
    `customer_no` and `loan_no`: exactly; `reason`: why a message ended without being delivered;
    `first` and `last`: days, both or none. `draw`: of these days `DRAWN` at random; the same number
    draws the same ones again, for whoever checks the sample."""

    points: tuple[int, ...] = ()
    customer_no: str = ""
    loan_no: str = ""
    template: int | None = None
    lender: int | None = None
    first: date | None = None
    last: date | None = None
    state: str = ""
    reason: str = ""
    draw: int | None = None

    @property
    def needs_days(self) -> bool:
        """A text or a lender alone would be looked for in all messages."""
        narrow = self.points or self.customer_no or self.loan_no or self.first
        return bool(self.template or self.lender or self.draw) and not narrow


class Span(NamedTuple):
    begin: datetime
    end: datetime


def days_of(first: date, last: date) -> Span:
    """From the beginning of the first to the end of the last, where the team works."""
    begin, end = (
        datetime.combine(day, time.min, ZoneInfo(TEAM.timezone))
        for day in (first, last + timedelta(days=1))
    )
    return Span(begin, end)


def page(wanted: Wanted, after: str) -> KeysetPage[Message]:
    """One page."""
    found: KeysetPage[Message] = NEWEST_FIRST.page(
        matching(wanted).select_related(*SHOWN).defer("body"), after, size=PAGE
    )
    return found


def every(wanted: Wanted, *, words: bool = False) -> Iterator[Message]:
    """All of them, a batch at a time: memory does not grow with their number. `words`: with what
    was sent, and the numbers that are masked in it."""
    after, found = "", matching(wanted).select_related(*SHOWN)
    found = found.prefetch_related("customer__contact_points") if words else found.defer("body")
    while True:
        rows = found.all()
        batch = NEWEST_FIRST.page(rows, after, size=EXPORTED_AT_ONCE)
        yield from batch.rows
        after = batch.after
        if not after:
            return


def matching(wanted: Wanted) -> QuerySet[Message]:
    """In no order."""
    if wanted.needs_days:
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
    if wanted.first is None or wanted.last is None:
        return rows if wanted.draw is None else rows.none()
    of_days = _of_days(rows, wanted.first, wanted.last)
    return of_days if wanted.draw is None else _drawn(of_days, wanted.draw)


def _drawn(rows: QuerySet[Message], draw: int) -> QuerySet[Message]:
    lot = MD5(Concat(Cast("pk", TextField()), Value(f"-{draw}")))
    ids = rows.annotate(lot=lot).order_by("lot").values_list("pk", flat=True)
    return Message.objects.filter(pk__in=list(ids[:DRAWN]))


def _of_days(rows: QuerySet[Message], first: date, last: date) -> QuerySet[Message]:
    """Messages are numbered as they are written, so their ids lie about between those of the first
    day with any and those of the last: a quarter costs hardly more than a day."""
    last = min(last, first + timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    begin = _ends(days)
    end = begin if len(days) == 1 else _ends(reversed(days))
    if begin is None or end is None:
        return rows.none()
    span = days_of(first, last)
    return rows.filter(
        pk__gte=begin[0] - OUT_OF_ORDER,
        pk__lte=end[1] + OUT_OF_ORDER,
        created_at__gte=span.begin,
        created_at__lt=span.end,
    )


def _ends(days: Iterable[date]) -> tuple[int, int] | None:
    """The least and the greatest id of the first of these days on which there is a message; a day
    without any is read in no time. None: there is no such day."""
    for day in days:
        with connection.cursor() as cursor:
            cursor.execute(_ENDS, days_of(day, day)._asdict())
            least, greatest, count = cursor.fetchone()
        if count:
            return least, greatest
    return None
