"""Receipts: kept as they come; a state only moves forward."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from messaging.decisions.facts import holds_and_contacts
from messaging.dispatch.claim import claim
from messaging.dispatch.loop import dispatch
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Attempt, Gateway, Message, Receipt
from messaging.stops import service as stops
from tests import make, make_outbox, make_stops
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


def accepted(now: datetime) -> Message:
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    return message


def take(now: datetime, *incoming: InboundReceipt) -> int:
    return receipts.take(gateway=Gateway.objects.get(), incoming=incoming, now=now)


def test_delivered_ends_a_message(now: datetime) -> None:
    message = accepted(now)
    assert take(now, InboundReceipt(gateway_ref=str(message.pk), result="delivered")) == 1
    message.refresh_from_db()
    assert (message.state, message.final_at) == ("delivered", now)
    assert Receipt.objects.get().message == message


def test_undelivered_keeps_the_carriers_code(now: datetime) -> None:
    message = accepted(now)
    take(now, InboundReceipt(message_id=message.pk, result="undelivered", error_code="MK:0001"))
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("undelivered", "MK:0001")


@pytest.mark.parametrize("order", list(permutations(["accepted", "delivered", "undelivered"])))
def test_in_any_order_the_first_final_word_counts(now: datetime, order: tuple[str, ...]) -> None:
    message = accepted(now)
    for result in order:
        take(now, InboundReceipt(message_id=message.pk, result=result))
    message.refresh_from_db()
    assert message.state == next(result for result in order if result != "accepted")
    assert Receipt.objects.count() == 3


def test_several_of_one_message_in_one_call_move_it_once(now: datetime) -> None:
    message = accepted(now)
    take(now, *(InboundReceipt(message_id=message.pk, result=r) for r in ("accepted", "delivered")))
    message.refresh_from_db()
    assert message.state == "delivered"


def put_back_database(now: datetime) -> None:
    """As the software marks it: what is older than now may have left."""
    stop = stops.place(scope="all", object_id=None, reason="restored", by=None, now=now)
    Message.objects.update(created_at=now - timedelta(hours=1))
    make_stops.lift(stop.pk, by=make.staff("supervisor"), reason="checked", now=now)


@pytest.mark.parametrize("results", [["accepted"], ["delivered"], ["accepted", "undelivered"]])
def test_what_left_before_the_database_was_put_back_is_not_sent_again(
    now: datetime, results: list[str]
) -> None:
    message = make_outbox.message()
    put_back_database(now)
    incoming = [InboundReceipt(message_id=message.pk, result=result) for result in results]
    assert take(now, *incoming) == len(results)
    message.refresh_from_db()
    assert (message.state, message.reason, message.final_at) == ("cancelled", "receipt_came", now)
    dispatch(clock=FixedClock(now).clock)
    assert not Attempt.objects.exists()


def test_it_counts_as_a_contact(now: datetime) -> None:
    message = make_outbox.message()
    put_back_database(now)
    take(now, InboundReceipt(message_id=message.pk, result="delivered"))
    assert message.customer_id is not None
    found = holds_and_contacts.contacts(
        customer_ids=[message.customer_id], address_hashes=[], since=now - timedelta(hours=1)
    )
    (contact,) = found.of(customer_id=message.customer_id, address=None, apart_from=None)
    assert contact.at == now


def test_what_a_gateway_had_no_room_for_and_took_all_the_same_is_not_sent_again(
    now: datetime,
) -> None:
    """Even when it waits for another gateway by now."""
    message = make_outbox.message()
    Attempt.objects.create(
        message=message,
        gateway=Gateway.objects.get(),
        begun_at=now,
        permit_until=now,
        result="retry",
    )
    took = Gateway.objects.get()
    other = make_outbox.gateway()
    Message.objects.update(gateway=other)
    incoming = [InboundReceipt(message_id=message.pk, result="delivered")]
    assert receipts.take(gateway=took, incoming=incoming, now=now) == 1
    message.refresh_from_db()
    assert (message.state, message.gateway) == ("cancelled", took)


@pytest.mark.parametrize("claimed", [False, True])
def test_a_receipt_moves_nothing_that_cannot_have_left(now: datetime, claimed: bool) -> None:
    message = make_outbox.message()
    if claimed:
        claim(now=now)
    other = make_outbox.gateway()
    incoming = [InboundReceipt(message_id=message.pk, result="delivered")]
    assert receipts.take(gateway=other, incoming=incoming, now=now) == 0
    message.refresh_from_db()
    assert message.state == ("claimed" if claimed else "queued")


def test_what_did_not_arrive_may_still_be_sent(now: datetime) -> None:
    message = make_outbox.message()
    put_back_database(now)
    take(now, InboundReceipt(message_id=message.pk, result="undelivered"))
    message.refresh_from_db()
    assert message.state == "queued"


def test_a_receipt_naming_another_number_cancels_nothing(now: datetime) -> None:
    message = make_outbox.message()
    put_back_database(now)
    stranger = InboundReceipt(message_id=message.pk, result="delivered", phone="+8613900000000")
    assert take(now, stranger) == 0
    message.refresh_from_db()
    assert message.state == "queued"


def test_an_unknown_id_is_kept(now: datetime) -> None:
    make_outbox.gateway()
    assert take(now, InboundReceipt(gateway_ref="whose?", result="delivered")) == 0
    receipt = Receipt.objects.get()
    assert (receipt.message, receipt.gateway_ref) == (None, "whose?")


def test_a_word_nobody_knows_is_kept_and_moves_nothing(now: datetime) -> None:
    message = accepted(now)
    take(now, InboundReceipt(message_id=message.pk, result="BUFFERED", raw="{'to': '+86138…'}"))
    message.refresh_from_db()
    assert message.state == "accepted"
    receipt = Receipt.objects.get()
    assert receipt.raw is not None
    assert receipt.raw.startswith("{'to'")


# Part by part


def part(
    message: Message, number: int, result: str = "delivered", parts: int = 3
) -> InboundReceipt:
    return InboundReceipt(message_id=message.pk, result=result, part=number, parts=parts)


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
    incoming = [InboundReceipt(message_id=message.pk, result="undelivered")]
    assert receipts.take(gateway=other, incoming=incoming, now=now) == 0
    message.refresh_from_db()
    assert message.state == "accepted"
    assert Receipt.objects.get().message is None
