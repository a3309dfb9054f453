"""The margin of every hand-over, the smallest first."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import Message
from messaging.report import in_order, margins
from messaging.report.parts import Period
from tests.messaging.report import sent
from tests.messaging.report.test_planted import shanghai

pytestmark = pytest.mark.django_db


def test_they_come_in_order_over_minutes_and_seconds(now: datetime) -> None:
    sent.a_day(now, texts=5)
    at = [shanghai(20), shanghai(21, 58, 30), shanghai(21, 58, 10), shanghai(23), shanghai(9)]
    for message, moment in zip(Message.objects.order_by("pk"), at, strict=True):
        sent.moved(message, moment)
    period = Period(**sent.PERIOD, now=now)

    found = list(margins.every(period))

    night, *rest = found
    assert night.to_end is None
    assert [each.to_end for each in rest] == [90, 110, 7200, 13 * 3600]
    kept = sent.report(now).check("quiet_hours").figures["tightest"]
    assert [each["seconds"] for each in kept] == [90, 110, 7200, 13 * 3600]


def test_every_row_is_read_once_however_many_parts_they_are_sorted_in(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one part for each row as in one part: the same order, and no statement more."""
    sent.a_day(now, texts=4)
    for number, message in enumerate(Message.objects.order_by("pk")):
        sent.moved(message, shanghai(9) + timedelta(minutes=37 * number, seconds=number))
    period = Period(**sent.PERIOD, now=now)
    with CaptureQueriesContext(connection) as seen:
        whole = list(margins.every(period))
    monkeypatch.setattr(in_order, "AT_ONCE", 1)
    with CaptureQueriesContext(connection) as again:
        assert list(margins.every(period)) == whole

    assert [each.to_end for each in whole] == sorted(each.to_end or 0 for each in whole)
    assert len(again) == len(seen)
    assert sum("messaging_attempt" in each["sql"] for each in again.captured_queries) == 1
