"""Receipts: kept as they come; a state only moves forward."""

from datetime import datetime
from itertools import permutations

import pytest

from accounts.keys import keyring
from messaging.dispatch.claim import claim
from messaging.dispatch.loop import dispatch
from messaging.inbound import receipts
from messaging.inbound.receipts import Incoming
from messaging.models import Attempt, Gateway, Message, Receipt
from tests import make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


def accepted(now: datetime) -> Message:
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    return message


def take(now: datetime, *incoming: Incoming) -> int:
    return receipts.take(gateway=Gateway.objects.get(), incoming=incoming, now=now)


def test_delivered_ends_a_message(now: datetime) -> None:
    message = accepted(now)
    assert take(now, Incoming(gateway_ref=str(message.pk), result="delivered")) == 1
    message.refresh_from_db()
    assert (message.state, message.final_at) == ("delivered", now)
    assert Receipt.objects.get().message == message


def test_undelivered_keeps_the_carriers_code(now: datetime) -> None:
    message = accepted(now)
    take(now, Incoming(message_id=message.pk, result="undelivered", error_code="MK:0001"))
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("undelivered", "MK:0001")


@pytest.mark.parametrize("order", list(permutations(["accepted", "delivered", "undelivered"])))
def test_in_any_order_the_first_final_word_counts(now: datetime, order: tuple[str, ...]) -> None:
    message = accepted(now)
    for result in order:
        take(now, Incoming(message_id=message.pk, result=result))
    message.refresh_from_db()
    assert message.state == next(result for result in order if result != "accepted")
    assert Receipt.objects.count() == 3


def test_several_of_one_message_in_one_call_move_it_once(now: datetime) -> None:
    message = accepted(now)
    take(now, *(Incoming(message_id=message.pk, result=r) for r in ("accepted", "delivered")))
    message.refresh_from_db()
    assert message.state == "delivered"


@pytest.mark.parametrize("claimed", [False, True])
@pytest.mark.parametrize("result", ["accepted", "delivered"])
def test_what_a_receipt_shows_to_have_left_is_not_sent_again(
    now: datetime, result: str, claimed: bool
) -> None:
    """As after a database put back to an earlier hour."""
    message = make_outbox.message()
    if claimed:
        claim(now=now)
    assert take(now, Incoming(message_id=message.pk, result=result)) == 1
    message.refresh_from_db()
    assert (message.state, message.reason, message.final_at) == ("cancelled", "receipt_came", now)
    assert Receipt.objects.get().message == message
    dispatch(clock=FixedClock(now).clock)
    assert not Attempt.objects.exists()


def test_what_did_not_arrive_may_still_be_sent(now: datetime) -> None:
    message = make_outbox.message()
    take(now, Incoming(message_id=message.pk, result="undelivered"))
    message.refresh_from_db()
    assert message.state == "queued"


def test_a_receipt_naming_another_number_cancels_nothing(now: datetime) -> None:
    message = make_outbox.message()
    stranger = Incoming(message_id=message.pk, result="delivered", phone="+8613900000000")
    assert take(now, stranger) == 0
    message.refresh_from_db()
    assert message.state == "queued"


def test_an_unknown_id_is_kept(now: datetime) -> None:
    make_outbox.gateway()
    assert take(now, Incoming(gateway_ref="whose?", result="delivered")) == 0
    receipt = Receipt.objects.get()
    assert (receipt.message, receipt.gateway_ref) == (None, "whose?")


def test_a_word_nobody_knows_is_kept_and_moves_nothing(now: datetime) -> None:
    message = accepted(now)
    take(now, Incoming(message_id=message.pk, result="BUFFERED", raw="{'to': '+86138…'}"))
    message.refresh_from_db()
    assert message.state == "accepted"
    receipt = Receipt.objects.get()
    assert receipt.raw_enc is not None
    assert keyring().decrypt(receipt.raw_enc, "receipt.raw").startswith("{'to'")


# Part by part


def part(message: Message, number: int, result: str = "delivered", parts: int = 3) -> Incoming:
    return Incoming(message_id=message.pk, result=result, part=number, parts=parts)


def test_a_long_text_is_delivered_when_every_part_is(now: datetime) -> None:
    message = accepted(now)
    for number in (3, 1, 3):
        take(now, part(message, number))
        message.refresh_from_db()
        assert message.state == "accepted"
    take(now, part(message, 2))
    message.refresh_from_db()
    assert message.state == "delivered"


def test_one_part_that_failed_is_a_text_not_delivered(now: datetime) -> None:
    message = accepted(now)
    take(now, part(message, 1), part(message, 2, "undelivered"), part(message, 3))
    message.refresh_from_db()
    assert message.state == "undelivered"


def test_all_parts_in_one_call_deliver_it(now: datetime) -> None:
    message = accepted(now)
    take(now, *(part(message, number) for number in (2, 3, 1)))
    message.refresh_from_db()
    assert message.state == "delivered"


# Whose receipts count


def test_a_receipt_of_another_gateway_moves_nothing(now: datetime) -> None:
    message = accepted(now)
    other = make_outbox.gateway()
    incoming = [Incoming(message_id=message.pk, result="undelivered")]
    assert receipts.take(gateway=other, incoming=incoming, now=now) == 0
    message.refresh_from_db()
    assert message.state == "accepted"
    assert Receipt.objects.get().message is None
