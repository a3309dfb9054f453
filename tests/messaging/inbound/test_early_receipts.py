"""A receipt that is faster than our own note of the hand-over."""

from datetime import datetime

import pytest

from messaging.dispatch import record
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import Claimed, claim
from messaging.gateways import permit as permits
from messaging.gateways.base import Outcome, Result
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import early_receipts, receipts
from messaging.models import Attempt, Gateway, Message, Receipt, Suppression
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
    receipt = InboundReceipt(message_id=claimed.message_id, result="delivered")
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


# By the gateway's id alone, before we know it


def by_ref(result: str, code: str = "") -> InboundReceipt:
    return InboundReceipt(gateway_ref="g-1", result=result, error_code=code)


def handed_over(
    now: datetime, *, by_ours: str = "", by_theirs: str = "", code: str = ""
) -> Message:
    """A message of which receipts come while it is on the wire, by our id and by the gateway's;
    recorded as accepted after them."""
    make_outbox.message()
    (claimed,) = claim(now=now).claimed
    permit = permits.issue(
        window_end=claimed.window_end, timeout_seconds=5, clock=FixedClock(now).clock
    )
    assert begin([claimed], permit=permit, now=now)
    gateway = Gateway.objects.get()
    ours = InboundReceipt(message_id=claimed.message_id, result=by_ours)
    early = [*([ours] if by_ours else []), *([by_ref(by_theirs, code)] if by_theirs else [])]
    receipts.take(gateway=gateway, incoming=early, now=now)
    outcome = Outcome(claimed.message_id, Result.ACCEPTED, gateway_ref="g-1")
    record.record([claimed], [outcome], gateway=gateway, permit=permit, begun_at=now, now=now)
    return Message.objects.get()


def test_it_moves_the_message_when_its_id_is_known(now: datetime) -> None:
    message = handed_over(now, by_theirs="delivered")
    assert message.state == "accepted"
    assert early_receipts.take_up(now=now) == 1
    message.refresh_from_db()
    assert message.state == "delivered"
    assert Receipt.objects.get().message == message
    assert early_receipts.take_up(now=now) == 0


def test_a_black_list_in_it_stops_the_number(now: datetime) -> None:
    message = handed_over(now, by_theirs="undelivered", code="MBBLACK")
    early_receipts.take_up(now=now)
    message.refresh_from_db()
    assert message.state == "undelivered"
    assert Suppression.objects.get().kind == "carrier"


def test_an_id_of_several_messages_means_none_of_them(now: datetime) -> None:
    message = handed_over(now, by_theirs="delivered")
    other = make_outbox.message()
    type(other).objects.filter(pk=other.pk).update(gateway=message.gateway, gateway_ref="g-1")
    assert early_receipts.take_up(now=now) == 0


def test_the_id_is_noted_though_a_receipt_by_ours_came_first(now: datetime) -> None:
    message = handed_over(now, by_ours="accepted")
    assert message.gateway is not None
    receipts.take(gateway=message.gateway, incoming=[by_ref("delivered")], now=now)
    message.refresh_from_db()
    assert message.state == "delivered"
