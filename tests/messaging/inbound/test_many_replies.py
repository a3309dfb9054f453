"""Replies taken together do what they do one by one."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import ContactPoint, Customer, Hold
from messaging.inbound import replies
from messaging.inbound.replies import Written
from messaging.models import Gateway, Message, Reply, Suppression
from messaging.models.message_states import MessageState
from tests import make, make_outbox
from tests.messaging.conftest import Handed

pytestmark = pytest.mark.django_db
TEXTS = [
    *("TD", "退订", "怎么退订啊", "不是退订", "打错了", "好的", "已经还了"),
    *("我要投诉", "我要投诉，别再发了", "失业了，还不上"),
]
NOBODYS = "+8614199999999"


@pytest.fixture
def numbers(handed: Handed, now: datetime) -> list[str]:
    """One with a message that went and one that waits, one of two people, one nobody knows."""
    gateway = make_outbox.gateway()
    one = handed(gateway)
    make_outbox.message(loan=make.loan(customer=one.customer), not_before=now)
    shared = make.sandbox_phone()
    people = [make.customer(phone=shared) for _ in range(2)]
    make_outbox.message(loan=make.loan(customer=people[0]), not_before=now)
    address = one.contact_point.address
    return [address, shared, NOBODYS]


def everything() -> list[list[str]]:
    """All that replies leave behind, but for ids."""
    return [
        _rows(Reply, "address_hash", "customer", "answers", "intent", "suppressed", "received_at"),
        _rows(Suppression, "channel", "address_hash", "kind", "needs_review", "at"),
        _rows(Hold, "customer", "kind", "starts_at", "until"),
        _rows(Message, "customer", "state", "reason", "content_class", "created_at"),
        _rows(ContactPoint, "pk", "state"),
    ]


def _rows(model: type[Any], *columns: str) -> list[str]:
    return sorted(
        repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
        for row in model.objects.values_list(*columns)
    )


class _Undo(Exception):
    pass


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(TEXTS)), max_size=8))
def test_together_as_one_by_one(numbers: list[str], said: list[tuple[int, str]]) -> None:
    written = [
        Written(numbers[who], text, make.MORNING + timedelta(minutes=place))
        for place, (who, text) in enumerate(said)
    ]
    left: list[Any] = []
    for together in (True, False):
        try:
            with transaction.atomic():
                if together:
                    assert len(replies.take_all(written)) == len(written)
                else:
                    for each in written:
                        replies.take(address=each.address, text=each.text, now=each.at)
                left.append(everything())
                raise _Undo
        except _Undo:
            pass
    assert left[0] == left[1]


def test_the_same_reference_twice_in_one_call_is_one_reply(numbers: list[str]) -> None:
    gateway = Gateway.objects.get()
    again = [Written(numbers[0], "TD", make.MORNING, "r1")] * 3
    first = replies.take_all(again, gateway=gateway)
    assert len(first) == 1
    assert replies.take_all(again, gateway=gateway) == []
    assert replies.take_all([*again, Written(numbers[0], "还了", make.MORNING, "r2")],
                            gateway=gateway) == [Reply.objects.latest("pk").pk]  # fmt: skip
    assert Message.objects.filter(content_class="confirmation").count() == 1


def test_no_replies_are_nothing(numbers: list[str]) -> None:
    assert replies.take_all([]) == []


def test_many_cost_hardly_more_queries_than_one(
    numbers: list[str], django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        numbers.append(make.sandbox_phone())
        make.customer(phone=numbers[-1])
    texts = ["TD", "我要投诉", "打错了"]
    with django_assert_max_num_queries(30):
        replies.take_all([Written(n, texts[i % 3], make.MORNING) for i, n in enumerate(numbers)])


@pytest.mark.django_db(transaction=True)
def test_opposite_orders_at_the_same_time_wait_for_nobody_for_ever(now: datetime) -> None:
    """Customers are locked ids ascending, whoever writes first."""
    phones = [make.sandbox_phone() for _ in range(30)]
    for phone in phones:
        make_outbox.message(loan=make.loan(customer=make.customer(phone=phone)), not_before=now)
    failed: list[Exception] = []

    def bring(order: list[str], text: str) -> None:
        try:
            for round_ in range(3):
                replies.take_all([Written(p, text, now, f"{text}{round_}{p}") for p in order])
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=bring, args=(phones[::step], text))
        for step, text in ((1, "TD"), (-1, "退订"), (-1, "我要投诉"), (1, "已经还了"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failed == []
    assert Reply.objects.count() == 4 * 3 * 30
    assert Suppression.objects.count() == 30
    assert set(Message.objects.filter(content_class="collection_service")
               .values_list("state", flat=True)) == {MessageState.CANCELLED}  # fmt: skip
    # Each complaint holds until it is read, and until it is settled.
    assert Hold.objects.count() == 3 * 3 * 30
    assert Customer.objects.count() == 30
