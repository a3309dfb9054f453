"""Placing a hold on a customer's page, and what the page says while it lasts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.holds import service as holds
from accounts.holds.guide import GUIDES
from accounts.models import Customer, Hold, User
from config import clock
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
    return client.post(url, {"reason": "told by phone", "until_0": "", "until_1": "", **asked})


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
