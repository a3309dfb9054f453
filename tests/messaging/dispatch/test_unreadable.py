"""A name or an address moved by SQL, or whose key is missing: its text waits, the others leave."""

import logging
from datetime import datetime
from typing import Any

import pytest

from accounts.models import ContactPoint, Customer
from messaging.dispatch.claim import claim
from messaging.models import Message
from tests import make_outbox, make_sealed

pytestmark = pytest.mark.django_db


def _swap(one: Any, other: Any, column: str) -> None:
    sealed = {each.pk: make_sealed.stored(each, column) for each in (one, other)}
    rows = type(one)._default_manager
    rows.filter(pk=one.pk).update(**{column: sealed[other.pk]})
    rows.filter(pk=other.pk).update(**{column: sealed[one.pk]})


def _states() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("state", "reason"))


@pytest.mark.parametrize(("kind", "column"), [(Customer, "name"), (ContactPoint, "address")])
def test_what_was_swapped_by_sql_is_never_sent_and_stops_no_other(
    kind: Any, column: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    messages = [make_outbox.message() for _ in range(3)]
    of = {Customer: "customer", ContactPoint: "contact_point"}[kind]
    _swap(getattr(messages[0], of), getattr(messages[1], of), column)

    with caplog.at_level(logging.ERROR):
        claim(now=now)

    assert _states() == [("queued", "unreadable"), ("queued", "unreadable"), ("claimed", "")]
    assert f"2 names or addresses cannot be read: {[m.pk for m in messages[:2]]} wait" in [
        record.getMessage() for record in caplog.records
    ]


def test_once_it_is_put_right_it_leaves(now: datetime) -> None:
    messages = [make_outbox.message() for _ in range(2)]
    points = [each.contact_point for each in messages]
    _swap(*points, "address")
    claim(now=now)
    _swap(*points, "address")
    Message.objects.update(not_before=now)  # as the sweep does after a while

    claim(now=now)

    assert _states() == [("claimed", ""), ("claimed", "")]


def test_an_erased_customer_is_no_fault_of_ours(now: datetime) -> None:
    message = make_outbox.message()
    Customer.objects.filter(pk=message.customer_id).update(name=b"")

    claim(now=now)

    assert _states() == [("blocked", "missing_value")]
