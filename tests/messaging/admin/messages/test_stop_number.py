"""Who telephones and wants no more texts is heard from the customer's page: nothing is written."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ContactPoint, Customer
from messaging.models import Suppression
from messaging.suppression import service as suppressions
from tests import make, make_outbox

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def customer(db: None) -> Customer:
    return make.customer(phone=make.sandbox_phone())


def signed_in(client: Client, role: str) -> Client:
    client.force_login(make.staff(role))
    return client


def page_of(client: Client, customer: Customer) -> str:
    page = reverse("admin:accounts_customer_change", args=[customer.pk])
    return client.get(page, headers=ENGLISH).content.decode()


def stop(client: Client, point: ContactPoint, **told: str) -> int:
    page = reverse("admin:number_stop", args=[point.pk])
    return client.post(page, {"kind": "opt_out", "source": "call of today", **told}).status_code


def test_an_agent_stops_it_and_the_page_says_so_instead_of_usable(
    client: Client, customer: Customer
) -> None:
    point = customer.contact_points.get()
    waiting = make_outbox.message(loan=make.loan(customer=customer))
    agent = signed_in(client, "agent")
    page = reverse("admin:number_stop", args=[point.pk])
    assert "1 text that waits" in agent.get(page, headers=ENGLISH).content.decode()
    assert page in page_of(agent, customer)
    assert stop(agent, point, kind="") == 422
    assert stop(agent, point) == 302
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    shown = page_of(agent, customer)
    assert "Opted out" in shown
    assert "Two supervisors lift it" in shown
    assert 'hc-good">usable' not in shown
    assert page not in shown
    stopped = Suppression.objects.get()
    assert (stopped.kind, stopped.source) == ("opt_out", "call of today")
    assert f"?id__in={stopped.pk}" in shown


def test_a_strangers_number_is_stopped_for_everybody(client: Client, customer: Customer) -> None:
    point = customer.contact_points.get()
    other = make.customer(phone=point.address)
    assert stop(signed_in(client, "agent"), point, kind="wrong_party") == 302
    states = ContactPoint.objects.filter(customer__in=[customer, other]).values_list("state")
    assert {state for (state,) in states} == {"wrong_party"}
    assert {each.kind for each in Suppression.objects.all()} == {"wrong_party"}


def test_who_may_lift_it_is_led_there(client: Client, customer: Customer, now: datetime) -> None:
    point = customer.contact_points.get()
    stopped, _new = suppressions.suppress(
        channel=point.channel,
        address_hash=bytes(point.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="reply:1",
        now=now,
    )
    boss = signed_in(client, "supervisor")
    assert reverse("admin:suppression_lift", args=[stopped.pk]) in page_of(boss, customer)
    assert reverse("admin:number_stop", args=[point.pk]) not in page_of(boss, customer)
