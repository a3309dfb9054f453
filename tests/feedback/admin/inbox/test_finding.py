"""Search in the inbox: one may go on to what was found, and back."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from feedback.inbox import assignment
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
FIND, FOUND = "admin:inbox_find", "admin:inbox_found"


@pytest.fixture(autouse=True)
def _at_the_moment(now: datetime, monkeypatch: Any) -> Any:
    monkeypatch.setattr("config.clock.now", lambda: now)
    with translation.override("en"):
        yield


def desk() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_inbox.agent())
    return client


def test_several_stand_at_an_address_that_is_no_post(now: datetime) -> None:
    customer, agent = make.customer(), desk()
    old = make_inbox.conversation("怎么还款", at=now, customer=customer)
    assignment.resolve(old, by=make_inbox.agent(), now=now)
    make_inbox.conversation("好的", at=now, customer=customer)
    answer = agent.post(reverse(FIND), {"find": customer.customer_no})
    assert answer["Location"] == reverse(FOUND)
    for _there_and_back in range(2):
        text = agent.get(reverse(FOUND)).content.decode()
        assert "怎么还款" in text
        assert "好的" in text
        assert "Resolved" in text
    assert customer.customer_no not in str(dict(agent.session))


def test_who_has_not_written_is_found_as_a_customer(now: datetime) -> None:
    customer, agent = make.customer(), desk()
    text = agent.post(reverse(FIND), {"find": customer.customer_no}, follow=True).content.decode()
    assert reverse("admin:accounts_customer_change", args=[customer.pk]) in text
    assert 'name="find"' in text  # to try again


def test_nobody_is_said_so_with_the_field_to_try_again(now: datetime) -> None:
    text = desk().post(reverse(FIND), {"find": "C000000"}, follow=True).content.decode()
    assert "Nobody of this name or number is known" in text
    assert 'name="find"' in text
