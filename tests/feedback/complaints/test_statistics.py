"""Counts by what complaints are about, when, and how they ended."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.complaints import statistics, working
from feedback.complaints.statistics import Span
from feedback.models import SentOfRun
from tests import make, make_outbox
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)
SEPTEMBER = Span.of(date(2026, 9, 1), date(2026, 9, 30))


def counts(span: Span, column: str) -> dict[object, int]:
    return {row.key: row.complaints for row in statistics.table(span, column, today=TODAY)}


def test_a_table_counts_by_value_the_most_frequent_first(now: datetime) -> None:
    for category in ("wording", "too_often", "too_often"):
        logged(now, category=category)
    rows = statistics.table(SEPTEMBER, "category", today=TODAY)
    assert [(row.key, row.complaints) for row in rows] == [("too_often", 2), ("wording", 1)]


def test_the_span_is_of_days_where_the_team_works(now: datetime) -> None:
    midnight = datetime.fromisoformat("2026-09-01T00:00:00+08:00")
    logged(midnight)
    logged(midnight - timedelta(seconds=1))
    assert counts(SEPTEMBER, "via") == {"phone": 1}


def test_answered_upheld_late_and_days_are_measured(now: datetime) -> None:
    quick, slow, _open = (logged(now - timedelta(days=14)) for _n in range(3))
    close(quick, now - timedelta(days=12), outcome="upheld")
    close(slow, now + timedelta(days=2), outcome="not_upheld")
    row = statistics.total(SEPTEMBER, today=date(2026, 9, 17))
    assert (row.complaints, row.answered, row.upheld, row.late) == (3, 2, 1, 2)
    assert row.days == pytest.approx((2 + 16) / 2)


def test_what_was_said_again_is_counted(now: datetime) -> None:
    first = logged(now, by=None, via="page")
    logged(now, by=None, via="page", customer=first.customer)
    assert statistics.total(SEPTEMBER, today=TODAY).said_again == 1


def test_periods_come_in_order(now: datetime) -> None:
    for days in (0, 40, 41, 70):
        logged(now - timedelta(days=days))
    span = Span.of(date(2026, 1, 1), date(2026, 12, 31))
    months = statistics.by_period(span, "month", today=TODAY)
    assert [(row.key, row.complaints) for row in months] == [
        (date(2026, 7, 1), 1),
        (date(2026, 8, 1), 2),
        (date(2026, 9, 1), 1),
    ]
    weeks = statistics.by_period(span, "week", today=TODAY)
    assert [row.key.weekday() for row in weeks] == [0] * len(weeks)


def test_one_lender_can_be_looked_at_alone(now: datetime) -> None:
    message = make_outbox.message()
    logged(now, customer=message.customer, message=message)
    logged(now)
    alone = Span.of(SEPTEMBER.first, SEPTEMBER.last, message.lender_id)
    assert counts(alone, "lender") == {message.lender_id: 1}
    assert statistics.total(SEPTEMBER, today=TODAY).complaints == 2


def test_a_rate_is_shown_only_of_a_sample_that_says_something(now: datetime) -> None:
    message = make_outbox.message()
    version = message.template_version
    logged(now, customer=message.customer, message=message)
    sent = SentOfRun.objects.create(run=message.run, template_version=version, sent=999)
    (row,) = statistics.table(SEPTEMBER, "template_version", today=TODAY)
    assert (row.key, row.sent, row.per_thousand) == (version.pk, 999, None)
    SentOfRun.objects.filter(pk=sent.pk).update(sent=2000)
    (row,) = statistics.table(SEPTEMBER, "template_version", today=TODAY)
    assert row.per_thousand == pytest.approx(0.5)


def test_a_span_is_put_right_and_bounded() -> None:
    assert Span.of(date(2026, 9, 30), date(2026, 9, 1)) == SEPTEMBER
    assert (Span.of(date(1999, 1, 1), TODAY).first - TODAY).days == -statistics.MOST_DAYS


def test_the_number_of_queries_does_not_grow_with_the_complaints(now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            for column in statistics.TABLES:
                statistics.table(SEPTEMBER, column, today=TODAY)
            statistics.by_period(SEPTEMBER, "month", today=TODAY)
        return len(captured)

    logged(now)
    few = queries()
    for _n in range(5):
        close(logged(now, category="other"), now)
    assert queries() == few == len(statistics.TABLES) + 3


def test_lines_are_in_order_without_any_text(now: datetime) -> None:
    later, sooner = logged(now), logged(now - timedelta(days=1))
    found = list(statistics.lines(SEPTEMBER))
    assert found == [sooner, later]
    assert found[0].get_deferred_fields() == {"text", "answer"}
    working.take(later, by=make.staff("agent"), now=now)
