"""A receipt that is faster than our own note of the hand-over."""

from datetime import datetime

import pytest

from messaging.dispatch import permit as permits
from messaging.dispatch import record
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import Claimed, claim
from messaging.gateways.base import Outcome, Result
from messaging.inbound import receipts
from messaging.models import Attempt, Gateway
from tests import make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db(transaction=True)


def on_the_wire(now: datetime) -> tuple[Claimed, permits.Permit, Gateway]:
    """One message whose gateway reports it as delivered at once."""
    make_outbox.message()
    (claimed,) = claim(now=now).claimed
    clock = FixedClock(now).clock
    permit = permits.issue(window_end=claimed.window_end, timeout_seconds=5, clock=clock)
    assert begin([claimed], permit=permit, now=now)
    gateway = Gateway.objects.get()
    receipt = receipts.Incoming(message_id=claimed.message_id, result="delivered")
    receipts.take(gateway=gateway, incoming=[receipt], now=now)
    return claimed, permit, gateway


def test_the_hand_over_leaves_an_attempt_though_its_worker_died(now: datetime) -> None:
    claimed, permit, gateway = on_the_wire(now)
    attempt = Attempt.objects.get()
    assert (attempt.message_id, attempt.begun_at) == (claimed.message_id, now)
    assert (attempt.gateway_id, attempt.permit_until) == (gateway.pk, permit.until)


def test_the_worker_that_lives_notes_it_no_second_time(now: datetime) -> None:
    claimed, permit, gateway = on_the_wire(now)
    outcome = Outcome(claimed.message_id, Result.ACCEPTED, gateway_ref="g-1")
    record.record([claimed], [outcome], gateway=gateway, permit=permit, begun_at=now, now=now)
    assert Attempt.objects.count() == 1
