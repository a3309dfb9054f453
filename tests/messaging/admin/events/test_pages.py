"""From the request to a test event that arrived, as two people click it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import EventDelivery, EventDestination, Lender, User
from messaging import tasks
from tests import make, make_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Iterator[make_events.Receiver]:
    with make_events.receiver() as listening:
        yield listening


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def step(client: Client, destination: EventDestination, name: str) -> str:
    address = reverse("admin:event_step", args=[destination.pk, name])
    return client.post(address, follow=True).content.decode()


def test_two_people_and_a_test_event(lender: Lender, receiver: make_events.Receiver) -> None:
    asks, decides = (desk(make.staff("administrator")) for _ in range(2))
    form = {"lender": lender.pk, "url": receiver.url, "kinds": ["hold.placed"], "why": "core"}
    asks.post(reverse("admin:event_ask"), form)
    made = EventDestination.objects.get()
    step(asks, made, "approve")
    made.refresh_from_db()
    assert made.state == "asked"
    step(decides, made, "approve")
    step(decides, made, "secret")
    made.refresh_from_db()
    assert made.secret is None
    page = step(asks, made, "secret")
    made = EventDestination.objects.get()
    assert made.secret
    assert made.secret in page
    assert (
        made.secret
        not in asks.get(reverse("admin:event_destination", args=[made.pk])).content.decode()
    )
    step(decides, made, "test")
    tasks.deliver_events()
    assert receiver.kinds == ["test"]
    assert receiver.is_signed_with(made.secret)
    assert EventDelivery.objects.get().state == "delivered"


def test_a_form_that_cannot_be_says_why(lender: Lender) -> None:
    form = {"lender": lender.pk, "url": "http://core.example.com", "kinds": ["hold.placed"]}
    answer = desk(make.staff("administrator")).post(
        reverse("admin:event_ask"), {**form, "why": "core"}
    )
    assert "https" in answer.content.decode()
    assert not EventDestination.objects.exists()


def test_what_failed_is_found_and_tried_again(
    lender: Lender, receiver: make_events.Receiver
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    failed, fine = make_events.event(made), make_events.event(made)
    EventDelivery.objects.filter(pk=failed.pk).update(state="failed", error="HTTP 422")
    EventDelivery.objects.filter(pk=fine.pk).update(state="delivered")
    client = desk(make.staff("supervisor"))
    page = client.get(reverse("admin:event_destination", args=[made.pk]) + "?state=failed")
    assert failed.event.number.hex in page.content.decode()
    assert fine.event.number.hex not in page.content.decode()
    client.post(reverse("admin:event_retry", args=[failed.pk]))
    tasks.deliver_events()
    assert receiver.ids == [f"evt_{failed.event.number.hex}"]


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    lender: Lender,
) -> None:
    client = desk(make.staff("administrator"))
    make_events.destination(lender)
    address = reverse("admin:events")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(3):
        make_events.destination(lender)
    with CaptureQueriesContext(connection) as four:
        client.get(address)
    assert len(four) == len(one)


def test_one_that_fails_says_since_when_and_why(lender: Lender) -> None:
    made = make_events.destination(lender)
    since = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
    EventDestination.objects.filter(pk=made.pk).update(failing_since=since, error="HTTP 503")
    page = desk(make.staff("supervisor")).get(reverse("admin:event_destination", args=[made.pk]))
    assert "自 2026年9月15日 18:30 起对方未收下任何事件：HTTP 503" in page.content.decode()
