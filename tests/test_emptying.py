"""The test database after a test that committed: empty, with its roles, its triggers on."""

from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import Error

from messaging.models import Attempt, Message
from tests import emptying, make_outbox

pytestmark = pytest.mark.django_db(transaction=True)


def a_day_of_work(now: datetime) -> Message:
    """Rows that name each other, among them some that nobody may delete."""
    message = make_outbox.message()
    assert message.gateway is None
    Attempt.objects.create(
        message=message,
        gateway=make_outbox.gateway(),
        begun_at=now,
        permit_until=now,
        result="accepted",
    )
    return message


def test_nothing_is_left_but_the_roles(now: datetime) -> None:
    a_day_of_work(now)
    assert emptying._empty()
    assert not Message.objects.exists()
    assert not Attempt.objects.exists()
    assert Group.objects.exists()


def test_what_is_kept_is_kept_again_afterwards(now: datetime) -> None:
    a_day_of_work(now)
    emptying._empty()
    with pytest.raises(Error):
        a_day_of_work(now).delete()


def test_roles_that_a_test_changed_are_not_left_as_they_are() -> None:
    Group.objects.all().delete()
    assert not emptying._empty()
