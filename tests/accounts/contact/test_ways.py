"""What a customer can ask for is what can be kept to."""

from datetime import datetime

import pytest

from accounts.contact.ways import ways_of
from accounts.contact.wishes import wishes_of
from tests import make, make_channels, make_outbox

pytestmark = pytest.mark.django_db


def test_texts_and_calls_can_always_be_asked_for(now: datetime) -> None:
    assert ways_of(make.customer(), now) == ("sms", "phone")


def test_another_channel_takes_an_address_in_use_and_a_gateway(now: datetime) -> None:
    customer = make.customer()
    mail = make_channels.address(customer, "email")
    assert "email" not in ways_of(customer, now)
    make_outbox.gateway(driver="sandbox_email", channel="email")
    assert ways_of(customer, now) == ("sms", "phone", "email")
    assert ways_of(make.customer(), now) == ("sms", "phone")
    mail.state = "unreachable"
    mail.save()
    assert "email" not in ways_of(customer, now)


def test_a_wish_is_kept_as_long_as_its_channel_can_be(now: datetime) -> None:
    customer = make.customer(wished_channel="email")
    assert [wish.kept for wish in wishes_of(customer, now)] == [False]
    make_channels.address(customer, "email")
    make_outbox.gateway(driver="sandbox_email", channel="email")
    assert [wish.kept for wish in wishes_of(customer, now)] == [True]
