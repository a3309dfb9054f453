"""Sums by run and day say what the messages and replies themselves say."""

from datetime import timedelta
from typing import Any

import pytest

from feedback.models import EndsOfRun
from feedback.morning import delivery
from feedback.texts import sums
from feedback.texts.results import came_of
from messaging.models import Message
from messaging.models.message_states import MessageState
from tests import make, make_messaging
from tests.feedback.texts.test_results import reply, sent

pytestmark = pytest.mark.django_db
SINCE = make.MORNING - timedelta(days=30)


@pytest.fixture
def version() -> Any:
    return make_messaging.version(stage="dpd-4-7")


def _said(version: Any) -> tuple[Any, ...]:
    came = came_of([version.pk], since=SINCE)[version.pk]
    figures = (came.left, came.delivered, came.failed, came.segments, dict(came.cost))
    return figures, came.replies, came.last_sent, delivery.by_day(make.DAY)


def test_counted_or_not_the_pages_say_the_same(version: Any) -> None:
    first = sent(version)
    sent(version, MessageState.UNDELIVERED, segments=1)
    reply(first, "paid")
    reply(first, "other")
    before = _said(version)
    assert before[0][:3] == (2, 1, 1)
    sums.bring_up_to_date(make.MORNING)
    assert EndsOfRun.objects.exists()
    assert _said(version) == before
    sums.bring_up_to_date(make.MORNING + timedelta(days=1))
    assert _said(version) == before


def test_a_receipt_of_the_last_days_comes_in_and_what_is_older_stands(version: Any) -> None:
    message = sent(version, MessageState.ACCEPTED)
    sums.bring_up_to_date(make.MORNING)
    Message.objects.filter(pk=message.pk).update(state=MessageState.DELIVERED)
    assert came_of([version.pk], since=SINCE)[version.pk].delivered == 0
    sums.bring_up_to_date(make.MORNING + sums.RECOUNTED)
    assert came_of([version.pk], since=SINCE)[version.pk].delivered == 1
    assert sums.bring_up_to_date(make.MORNING + sums.RECOUNTED + timedelta(days=1)) == 0
