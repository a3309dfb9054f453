"""Each wish has a number that can be quoted, and says what happens next."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from feedback import references
from feedback.models import HardshipCase, Promise
from messaging.models import Reply, Suppression
from tests import make
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(now: datetime, clock: Clock):
    somebody, customer, message = visitor(now)
    somebody.check()
    somebody.enter()
    return somebody, customer, message


def _told(somebody: Any) -> str:
    page = somebody.get("mine").content.decode()
    return re.search(r'role="status">(.*?)</div>', page, re.DOTALL)[1]


@pytest.mark.parametrize(
    ("name", "typed", "kind", "rows"),
    [
        ("promise", {"amount": "500", "when": "3", "sure": "1"}, "promise", Promise),
        ("help", {"needs": ["illness"], "sure": "1"}, "help", HardshipCase),
        ("paid", {}, "paid", Reply),
    ],
)
def test_a_wish_is_confirmed_with_its_number_and_what_happens_next(
    inside, name: str, typed: dict[str, Any], kind: str, rows: Any
) -> None:
    somebody, customer, _message = inside
    somebody.post(name, {"loan": customer.loans.get().pk} | typed)
    number = references.written(kind, rows.objects.get().pk)
    told = _told(somebody)
    assert number in told
    assert "接下来" in told
    again = somebody.get("mine").content.decode()
    assert 'role="status"' not in again
    assert number in again


def test_an_agent_sees_the_number_that_the_customer_quotes(inside) -> None:
    somebody, customer, _message = inside
    somebody.post(
        "promise", {"loan": customer.loans.get().pk, "amount": "500", "when": "3", "sure": "1"}
    )
    promise = Promise.objects.get()
    desk = Client()
    desk.force_login(make.staff("agent"))
    page = desk.get(reverse("admin:promise", args=[promise.pk])).content.decode()
    assert references.written("promise", promise.pk) in page


def test_a_slip_of_the_finger_is_taken_back_on_the_same_page_within_half_an_hour(
    inside, clock: Clock, now: datetime
) -> None:
    somebody, _customer, _message = inside
    somebody.post("opt_out")
    assert somebody.url("undo") in somebody.get("answer").content.decode()
    assert somebody.post("undo")["Location"] == somebody.url("answer")
    assert 'role="status"' in somebody.get("answer").content.decode()
    assert not Suppression.objects.filter(lifted_at=None).exists()
    somebody.post("opt_out")
    clock.now = now + timedelta(minutes=14)
    somebody.get("answer")
    clock.now = now + timedelta(minutes=28)
    somebody.get("answer")
    clock.now = now + timedelta(minutes=31)
    assert somebody.url("undo") not in somebody.get("answer").content.decode()
    somebody.post("undo")
    assert Suppression.objects.filter(lifted_at=None).count() == 1


def test_a_page_takes_back_no_opt_out_of_a_reply_and_no_wrong_person(inside, now: datetime) -> None:
    somebody, _customer, message = inside
    Suppression.objects.create(
        channel=message.channel,
        address_hash=message.address_hash,
        kind="opt_out",
        source="reply:1",
        at=now,
    )
    somebody.post("undo")
    somebody.post("not_me")
    somebody.post("undo")
    assert not Suppression.objects.exclude(lifted_at=None).exists()


def test_the_database_lets_nobody_else_lift_without_a_name(inside, now: datetime) -> None:
    somebody, _customer, message = inside
    somebody.post("opt_out")
    stopped = Suppression.objects.filter(source=f"page:{message.pk}")
    for change in (
        {"lifted_at": now + timedelta(minutes=31), "lift_evidence": f"page:{message.pk}"},
        {"lifted_at": now, "lift_evidence": "because"},
    ):
        with pytest.raises(Error, match="lifting_is_a_logged_human_act"), transaction.atomic():
            stopped.update(**change)
