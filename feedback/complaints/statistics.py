"""Complaints of a span of days, counted by what they are about; one query a table, rows bounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, DateField, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncMonth, TruncWeek
from django.utils.timezone import get_default_timezone

from accounts.database.streaming import streamed
from feedback.models import Complaint, SentOfRun

MOST_DAYS = 2 * 366
MOST_ROWS = 50
LINES_AT_ONCE = 500
SMALL_SAMPLE = 1000
"""Messages below which a rate per thousand says nothing; screens show none then."""

PERIODS = {"month": TruncMonth, "week": TruncWeek}
TABLES = ("category", "root_cause", "template_version", "via", "lender", "severity", "outcome")


@dataclass(frozen=True)
class Span:
    """From `first` to `last` inclusive, of one lender or of all."""

    first: date
    last: date
    lender_id: int | None = None

    @classmethod
    def of(cls, first: date, last: date, lender_id: int | None = None) -> "Span":
        """The right way round, and no longer than two years."""
        first, last = min(first, last), max(first, last)
        return cls(max(first, last - timedelta(days=MOST_DAYS)), last, lender_id)

    def complaints(self) -> QuerySet[Complaint]:
        found = Complaint.objects.filter(
            opened_at__gte=_midnight(self.first),
            opened_at__lt=_midnight(self.last + timedelta(days=1)),
        )
        return found.filter(lender=self.lender_id) if self.lender_id else found


@dataclass(frozen=True)
class Row:
    """One line of a table. `key` is the column's value, a date for a period."""

    key: Any
    complaints: int
    said_again: int
    answered: int
    upheld: int
    late: int
    days: float | None
    sent: int | None = None

    @property
    def per_thousand(self) -> float | None:
        """Complaints per thousand messages; None while the sample is small or unknown."""
        if self.sent is None or self.sent < SMALL_SAMPLE:
            return None
        return 1000 * self.complaints / self.sent


def table(span: Span, column: str, *, today: date) -> list[Row]:
    """One of TABLES: the most frequent values first."""
    rows = _counted(span.complaints().values(key=F(column)), today)
    found = [_row(row) for row in rows.order_by("-complaints", "key")[:MOST_ROWS]]
    if column not in ("template_version", "lender"):
        return found
    sent = _sent(span, "template_version" if column == "template_version" else "run__lender")
    return [_with_sent(row, sent.get(row.key, 0)) for row in found if row.key is not None] + [
        row for row in found if row.key is None
    ]


def by_period(span: Span, period: str, *, today: date) -> list[Row]:
    """One row a month or week, in order; a period without complaints has none."""
    trunc = PERIODS[period]("opened_at", output_field=DateField())
    rows = _counted(span.complaints().annotate(key=trunc).values("key"), today)
    return [_row(row) for row in rows.order_by("key")]


def total(span: Span, *, today: date) -> Row:
    """All of the span."""
    counted = _with_resolved_day(span.complaints()).aggregate(**_measures(today))
    return _row({"key": None, **counted})


def lines(span: Span) -> Iterator[Complaint]:
    """Every complaint of the span in order, for an export; a few hundred in memory at a time."""
    found = span.complaints().select_related("lender", "template_version__template", "review")
    found = found.defer("text", "answer").order_by("opened_at", "pk")
    return streamed(found, at_once=LINES_AT_ONCE)


def _counted(grouped: Any, today: date) -> Any:
    return (
        grouped.annotate(resolved_on=TruncDate("resolved_at"))
        .values("key")
        .annotate(**_measures(today))
    )


def _measures(today: date) -> dict[str, Any]:
    answered = Q(resolved_at__isnull=False)
    return {
        "complaints": Count("pk"),
        "again": Sum("repeats"),
        "answered": Count("pk", filter=answered),
        "upheld": Count("pk", filter=Q(outcome__in=["upheld", "partly"])),
        "late": Count(
            "pk",
            filter=Q(resolved_on__gt=F("due_on")) | Q(resolved_at=None, due_on__lt=today),
        ),
        "time": Avg(F("resolved_at") - F("opened_at"), filter=answered),
    }


def _with_resolved_day(complaints: QuerySet[Complaint]) -> Any:
    return complaints.annotate(resolved_on=TruncDate("resolved_at"))


def _row(counted: dict[str, Any]) -> Row:
    taken = counted["time"]
    return Row(
        key=counted["key"],
        complaints=counted["complaints"],
        said_again=counted["again"] or 0,
        answered=counted["answered"],
        upheld=counted["upheld"],
        late=counted["late"],
        days=taken.total_seconds() / 86_400 if taken is not None else None,
    )


def _with_sent(row: Row, sent: int) -> Row:
    return Row(**{**row.__dict__, "sent": sent})


def _sent(span: Span, column: str) -> dict[int, int]:
    """Messages of the span's runs, by text or lender."""
    counted = SentOfRun.objects.filter(run__day__gte=span.first, run__day__lte=span.last)
    if span.lender_id:
        counted = counted.filter(run__lender=span.lender_id)
    return dict(counted.values_list(column).annotate(Sum("sent")))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=get_default_timezone())
