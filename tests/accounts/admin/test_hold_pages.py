"""Placing a hold on a customer's page, and what the page says while it lasts."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.holds import service as holds
from accounts.holds.guide import GUIDES
from accounts.models import Customer, Hold, User
from config import clock
from feedback.models import CallTask
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    monkeypatch.setattr(clock, "now", lambda: now)
    with translation.override("en"):
        yield


def signed_in(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def place(client: Client, customer: Customer, **asked: str) -> Any:
    url = reverse("admin:hold_place", args=[customer.pk])
    return client.post(url, {"reason": "told by phone", **asked})


def page(client: Client, customer: Customer) -> str:
    url = reverse("admin:accounts_customer_change", args=[customer.pk])
    return client.get(url).content.decode()


def test_the_form_offers_every_kind_and_says_what_each_means() -> None:
    client, customer = signed_in(make.staff("agent")), make.customer()
    shown = client.get(reverse("admin:hold_place", args=[customer.pk])).content.decode()
    for guide in GUIDES.values():
        assert f'value="{guide.kind}"' in shown
        assert str(guide.evidence) in shown


def test_while_it_lasts_the_page_says_what_to_do() -> None:
    client, customer = signed_in(make.staff("agent")), make.customer()
    assert "Do not ask the family to pay" not in page(client, customer)
    place(client, customer, kind="death")
    assert Hold.objects.get().kind == "death"
    assert "Do not ask the family to pay" in page(client, customer)


def test_a_bereavement_without_an_end_gets_one(now: datetime) -> None:
    place(signed_in(make.staff("agent")), make.customer(), kind="bereavement")
    assert Hold.objects.get().until == now + timedelta(days=30)


def test_a_pause_lasts_to_the_end_of_its_last_day_where_the_customer_lives() -> None:
    client = signed_in(make.staff("agent"))
    customer = make.customer(timezones=["Asia/Shanghai", "Asia/Tokyo"])
    past = place(client, customer, kind="pause", last_day="2020-01-01")
    assert (past.status_code, "still to come" in past.content.decode()) == (422, True)
    no_day = place(client, customer, kind="pause", last_time="10:00")
    assert (no_day.status_code, "On which day?" in no_day.content.decode()) == (422, True)
    assert place(client, customer, last_day="2099-05-01").status_code == 422  # no kind
    place(client, customer, kind="pause", last_day="2099-05-01")
    place(client, customer, kind="pause", last_day="2099-05-01", last_time="10:00")
    ends = Hold.objects.order_by("-until").values_list("until", flat=True)
    assert list(ends) == [
        datetime(2099, 5, 1, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime(2099, 5, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
    ]


def test_nobody_on_hold_is_put_on_the_call_list_of_our_own_accord() -> None:
    client, customer = signed_in(make.staff("agent")), make.customer()
    ask = reverse("admin:call_ask", args=[customer.pk])
    assert ask in page(client, customer)
    place(client, customer, kind="pause")
    assert ask not in page(client, customer)
    refused = client.post(ask, follow=True).content.decode()
    assert "we do not call of our own accord" in refused
    assert not CallTask.objects.filter(customer=customer).exists()


def test_one_supervisor_asks_to_lift_what_protects_and_another_lifts_it() -> None:
    first, customer = make.staff("supervisor"), make.customer()
    place(signed_in(first), customer, kind="representation")
    hold = Hold.objects.get()
    lift = reverse("admin:hold_release", args=[hold.pk])
    assert lift in page(signed_in(first), customer)
    for _twice in range(2):
        signed_in(first).post(lift, {"reason": "a mistake"})
    hold.refresh_from_db()
    assert (hold.released_at, hold.lift_asked_by) == (None, first)
    assert lift not in page(signed_in(first), customer)
    second = signed_in(make.staff("supervisor"))
    assert lift in page(second, customer)
    assert "a mistake" in second.get(lift).content.decode()
    second.post(lift, {"reason": "the authority was withdrawn"})
    hold.refresh_from_db()
    assert hold.released_at is not None


def test_a_hold_that_ran_out_says_nothing_any_more(now: datetime) -> None:
    customer = make.customer()
    then = now - timedelta(days=40)
    holds.place(customer=customer, kind="bereavement", reason="x", source="t", now=then)
    advice = str(GUIDES["bereavement"].advice)
    assert advice not in page(signed_in(make.staff("agent")), customer)
