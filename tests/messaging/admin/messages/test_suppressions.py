"""Suppressions on screen: an agent enters, a supervisor lifts, everybody may look."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.keys import keyring
from messaging.dispatch.loop import dispatch
from messaging.models import Suppression
from tests import make, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db
LIST = "admin:messaging_suppression_changelist"
ADD = "admin:messaging_suppression_add"


def login(client: Client, role: str) -> Client:
    client.force_login(make.staff(role))
    return client


def enter(client: Client, number: str) -> int:
    made = client.post(reverse(ADD), {"number": number, "source": "call of 15 September"})
    return made.status_code


def test_an_agent_stops_a_number_and_the_waiting_message_with_it(client: Client) -> None:
    phone = make.sandbox_phone()
    waiting = make_outbox.message(loan=make.loan(customer=make.customer(phone=phone)))
    agent = login(client, "agent")
    assert enter(agent, phone.removeprefix("+86")) == 302
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    found = agent.post(reverse("admin:suppression_find"), {"number": phone}, follow=True)
    assert "call of 15 September" in found.content.decode()
    assert phone.removeprefix("+86") not in found.content.decode() + str(found.redirect_chain)


def test_the_list_says_whose_number_it_is_masked(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    agent = login(client, "agent")
    people = [make.customer(phone=make.sandbox_phone()) for _each in range(3)]
    for person in people:
        enter(agent, person.contact_points.get().address)
    agent.get(reverse(LIST))
    with django_assert_max_num_queries(30):
        shown = agent.get(reverse(LIST)).content.decode()
    for person in people:
        assert person.customer_no in shown
        assert person.contact_points.get().address not in shown


def test_the_file_of_the_list_says_the_same(client: Client) -> None:
    agent, person = login(client, "agent"), make.customer(phone=make.sandbox_phone())
    enter(agent, person.contact_points.get().address)
    url = reverse("admin:list_export", args=["messaging", "suppression", "csv"])
    answer: Any = agent.post(url, {"query": ""})
    assert person.customer_no in b"".join(answer.streaming_content).decode()


def test_what_is_no_number_is_refused(client: Client) -> None:
    assert enter(login(client, "agent"), "12345") == 200
    assert not Suppression.objects.exists()


def test_a_number_is_read_in_the_countries_one_works_with(client: Client) -> None:
    london, shanghai = make.lender(timezone="Europe/London"), make.lender()
    mobile = "07971 234567"  # of London; in China it would be a landline in Ganzhou

    def desk(*lenders: Any) -> Client:
        client.force_login(make.staff("agent", lenders=list(lenders)))
        return client

    asked = desk(london, shanghai).post(reverse(ADD), {"number": mobile, "source": "call"})
    assert "+" in str(asked.context["form"].errors["number"])
    assert not Suppression.objects.exists()
    assert enter(desk(london), mobile) == 302
    kept = Suppression.objects.get()
    assert bytes(kept.address_hash) == keyring().suppression_hash("+447971234567", "sms")
    for lenders, typed, finds in (
        ((london,), mobile, True),
        ((london, shanghai), mobile, True),
        ((shanghai,), mobile, False),
        ((shanghai,), "+44 7971 234567", True),
    ):
        found = desk(*lenders).post(reverse("admin:suppression_find"), {"number": typed})
        assert (f"id__in={kept.pk}" in found.url) == finds, (lenders, typed)  # type: ignore[attr-defined]


def test_only_a_supervisor_lifts_and_only_with_evidence(client: Client) -> None:
    enter(login(client, "agent"), make.sandbox_phone())
    lift = reverse("admin:suppression_lift", args=[Suppression.objects.get().pk])
    assert client.post(lift, {"evidence": "letter"}).status_code == 403
    login(client, "supervisor")
    assert client.post(lift, {"evidence": ""}).status_code == 200
    assert client.post(lift, {"evidence": "letter"}).status_code == 302
    assert Suppression.objects.get().lifted_at is None
    assert "letter" in login(client, "supervisor").get(lift).content.decode()
    assert client.post(lift, {"evidence": "seen"}).status_code == 302
    assert Suppression.objects.get().lift_evidence == "letter · seen"


@pytest.mark.parametrize("role", ["collector", "auditor", "supervisor", "administrator"])
def test_others_cannot_enter_one(client: Client, role: str) -> None:
    assert enter(login(client, role), make.sandbox_phone()) == 403


@pytest.mark.parametrize("role", ["collector", "agent", "auditor", "supervisor", "administrator"])
def test_everybody_sees_messages_with_the_name_masked(
    client: Client, role: str, now: datetime
) -> None:
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    login(client, role)
    listed = client.get(reverse("admin:messaging_message_changelist"))
    assert str(message.template_version.template) in listed.content.decode()  # type: ignore[union-attr]
    url = reverse("admin:messaging_message_change", args=[message.pk])
    body = client.get(url).content.decode()
    assert "王*明先生您好" in body
    assert "王小明" not in body
    version = message.template_version
    assert version is not None
    assert str(version.decided_by) in body, "who approved what stood in it"
    link = reverse("admin:template_version", args=[version.pk])
    assert (f'href="{link}"' in body) is (client.get(link).status_code == 200)
    assert client.get(reverse("admin:messaging_message_change", args=["x"])).status_code == 404
