"""A gateway that is approved has what waits for one decided about anew, at once."""

from datetime import datetime, timedelta

import pytest

from messaging.dispatch.loop import dispatch
from messaging.models import Gateway, Message
from messaging.outbox import waking
from tests import make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(now: datetime) -> Message:
    """Its only gateway was closed, so it waits until there is one."""
    message = make_outbox.message()
    Gateway.objects.update(open=False)
    dispatch(clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert (message.state, message.not_before) == ("queued", None)
    return message


def test_a_new_gateway_sends_what_waited_for_one(waiting: Message, now: datetime) -> None:
    make_outbox.gateway()
    dispatch(clock=FixedClock(now).clock)
    waiting.refresh_from_db()
    assert waiting.state == "accepted"


def test_one_that_does_not_take_such_texts_wakes_none(waiting: Message) -> None:
    make_outbox.gateway(content_classes=["confirmation"])
    waiting.refresh_from_db()
    assert waiting.not_before is None


def test_what_waits_for_a_paused_gateway_goes_by_the_new_one(now: datetime) -> None:
    message = make_outbox.message()
    Message.objects.update(reason="gateway_paused", not_before=now + timedelta(minutes=10))
    assert waking.wake_for(Gateway.objects.get(), at=now) == 1
    message.refresh_from_db()
    assert message.not_before == now


def test_one_of_another_channel_wakes_none(waiting: Message) -> None:
    make_outbox.gateway(channel="email")
    waiting.refresh_from_db()
    assert waiting.not_before is None
