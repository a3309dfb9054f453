"""What a carrier's code does to a number: black-listed is an opt-out, dead is given up."""

import contextlib
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from accounts.models import ContactPoint
from messaging.dispatch import record
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import claim
from messaging.gateways import permit as permits
from messaging.gateways.base import Outcome, Result
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, Message, Receipt, Suppression
from messaging.outbox import failpoints
from messaging.suppression import carrier_codes
from tests import make, make_outbox
from tests.make_outbox import FixedClock
from tests.messaging.conftest import Caller, Handed

pytestmark = pytest.mark.django_db


def fails(carrier: Caller, message: Message, code: str, now: datetime) -> None:
    incoming = [InboundReceipt("undelivered", message_id=message.pk, error_code=code)]
    receipts.take(gateway=carrier.gateway, incoming=incoming, now=now)


def state_of(message: Message) -> str:
    assert message.contact_point is not None
    return ContactPoint.objects.get(pk=message.contact_point_id).state


@pytest.mark.parametrize("code", ["MBBLACK", "DBBLACK", "TDBLACK", "21610"])
def test_a_black_list_is_an_opt_out(
    carrier: Caller, handed: Handed, now: datetime, code: str
) -> None:
    message = handed(carrier.gateway)
    waiting = handed(carrier.gateway, state="claimed", point=message.contact_point)
    fails(carrier, message, code, now)
    suppression = Suppression.objects.get()
    assert (suppression.kind, suppression.source) == (
        "carrier",
        f"receipt:{Receipt.objects.get().pk}",
    )
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("cancelled", "opted_out")


def test_the_black_list_counts_however_late_it_comes(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = handed(carrier.gateway, state="delivered")
    fails(carrier, message, "MBBLACK", now)
    fails(carrier, message, "MBBLACK", now)
    message.refresh_from_db()
    assert message.state == "delivered"
    assert Suppression.objects.count() == 1


def test_a_refusal_with_such_a_code_counts_too(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = handed(carrier.gateway, state="handing_over")
    outcomes = [Outcome(message.pk, Result.REFUSED, "MBBLACK")]
    record.settle(outcomes, now=now)
    carrier_codes.apply(carrier_codes.refusals(outcomes), now=now)
    assert Suppression.objects.get().source == f"message:{message.pk}"


def recorded_as_black_listed(now: datetime) -> Message:
    message = make_outbox.message()
    (claimed,) = claim(now=now).claimed
    clock = FixedClock(now).clock
    permit = permits.issue(window_end=claimed.window_end, timeout_seconds=5, clock=clock)
    assert begin([claimed], permit=permit, now=now)
    with contextlib.suppress(failpoints.Failed):
        record.record(
            [claimed],
            [Outcome(message.pk, Result.REFUSED, "MBBLACK")],
            gateway=Gateway.objects.get(),
            permit=permit,
            begun_at=now,
            now=now,
        )
    message.refresh_from_db()
    return message


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_after_noting_the_refusal_has_stopped_the_number(now: datetime) -> None:
    failpoints.arm("record.stored=raise@1")
    try:
        message = recorded_as_black_listed(now)
    finally:
        failpoints.arm("")
    assert Suppression.objects.get().source == f"message:{message.pk}"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_noted_though_its_number_cannot_be_locked(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = carrier_codes.lock_all_for

    def locked(telling: list[int], *, messages: list[int]) -> None:
        if telling:
            raise OperationalError
        original(telling, messages=messages)

    monkeypatch.setattr(carrier_codes, "lock_all_for", locked)
    assert recorded_as_black_listed(now).state == "refused"
    assert not Suppression.objects.exists()


def dead(
    carrier: Caller, handed: Handed, now: datetime, *days_ago: float, code: str = "MK:0001"
) -> Message:
    point = make.customer().contact_points.get()
    for days in sorted(days_ago, reverse=True):
        at = now - timedelta(days=days)
        message = handed(carrier.gateway, point=point, at=at)
        fails(carrier, message, code, at)
    return message


def test_a_number_that_does_not_exist_on_three_days_is_given_up(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    assert state_of(dead(carrier, handed, now, 3, 1, 0)) == "unreachable"


@pytest.mark.parametrize(
    "days_ago",
    [
        (1, 0),  # two days
        (1.01, 1, 0.01, 0),  # four messages, two days
        (100, 1, 0),  # the first is too long ago
    ],
)
def test_fewer_days_prove_nothing(
    carrier: Caller, handed: Handed, now: datetime, days_ago: tuple[float, ...]
) -> None:
    assert state_of(dead(carrier, handed, now, *days_ago)) == "active"


def test_a_delivery_in_between_clears_it(carrier: Caller, handed: Handed, now: datetime) -> None:
    message = dead(carrier, handed, now, 5, 4)
    handed(
        carrier.gateway,
        point=message.contact_point,
        at=now - timedelta(days=3),
        state="delivered",
    )
    for days in (2, 1):
        at = now - timedelta(days=days)
        fails(carrier, handed(carrier.gateway, point=message.contact_point, at=at), "MK:0001", at)
    assert state_of(message) == "active"


def test_a_phone_that_is_off_or_suspended_is_never_given_up(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    assert state_of(dead(carrier, handed, now, 4, 3, 2, 1, 0, code="MI:0024")) == "active"
    assert state_of(dead(carrier, handed, now, 4, 3, 2, 1, 0, code="MK:0005")) == "active"


def test_what_waits_for_a_number_that_is_given_up_is_decided_anew(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = dead(carrier, handed, now, 2, 1)
    waiting = handed(carrier.gateway, state="claimed", point=message.contact_point, at=now)
    fails(carrier, handed(carrier.gateway, point=message.contact_point, at=now), "MK:0001", now)
    waiting.refresh_from_db()
    assert waiting.state == "queued"


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("wechat:40003", "unreachable"),
        ("wechat:43004", "unreachable"),
        ("wechat:43101", "unreachable"),
        ("wechat:45009", "active"),
        ("43004", "active"),
    ],
)
def test_an_address_that_is_gone_is_given_up_at_once(
    carrier: Caller, handed: Handed, now: datetime, code: str, state: str
) -> None:
    message = handed(carrier.gateway)
    told = [carrier_codes.Failure(message.pk, code, f"message:{message.pk}")]
    carrier_codes.apply(told, now=now)
    assert ContactPoint.objects.get(pk=message.contact_point_id).state == state
    assert not Suppression.objects.exists()
