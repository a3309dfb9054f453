"""A period put together from its days says what the period counted from its rows says."""

from datetime import datetime, timedelta

import pytest

from messaging.models import Message
from messaging.report import summing
from messaging.report.parts import Period, Report
from messaging.report.service import compliance
from tests.messaging.report import sent
from tests.messaging.report.test_planted import second_text, shanghai

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_days_together_are_the_period(now: datetime) -> None:
    sent.a_day(now, texts=4)
    late, night, twice, again = Message.objects.order_by("pk")
    sent.moved(late, shanghai(21, 58, 10))
    sent.moved(night, shanghai(23))
    second_text(twice, now + timedelta(hours=20))  # the next day, inside the least gap
    second_text(again, now + timedelta(hours=40))
    first = shanghai(0)
    seen = now + 3 * DAY

    whole = compliance(since=first, until=first + 3 * DAY, now=seen)
    days = [
        compliance(since=first + n * DAY, until=first + (n + 1) * DAY, now=seen) for n in range(3)
    ]
    found = summing.together(days, Period(first, first + 3 * DAY, seen))

    assert numbers(found) == numbers(whole)
    for name in ("least_margin_to_end", "margins_to_end", "tightest", "by_hour", "asked_by_hour"):
        mine, theirs = (report.check("quiet_hours").figures[name] for report in (found, whole))
        assert mine == theirs, name
    assert found.check("caps").figures == whole.check("caps").figures
    assert found.check("minimum_gap").figures == whole.check("minimum_gap").figures
    assert found.check("endings").figures == whole.check("endings").figures


def numbers(report: Report) -> dict[str, tuple[int, set[tuple[str, str]]]]:
    """What was violated, by check; four eyes and releases count a version a day."""
    return {check.name: (check.violation_count, sent.found(check)) for check in report.checks}
