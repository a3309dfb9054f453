"""What a colleague learns of a customer is entered, with its evidence, on the customer's page."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Customer
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def customer() -> Customer:
    return make.customer()


@pytest.fixture
def agent() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make.staff("agent"))
    return client


def page(client: Client, customer: Customer) -> str:
    url = reverse("admin:accounts_customer_change", args=[customer.pk])
    return client.get(url).content.decode()


def test_a_number_is_confirmed_with_its_evidence(agent: Client, customer: Customer) -> None:
    point = customer.contact_points.get()
    url = reverse("admin:number_confirm", args=[point.pk])
    assert "not confirmed" in page(agent, customer)
    assert agent.post(url, {"on": "2026-09-14", "evidence": ""}).status_code == 422
    assert agent.post(url, {"on": "2026-09-16", "evidence": "x"}).status_code == 422
    assert agent.post(url, {"on": "2026-09-14", "evidence": "recording 8812"}).status_code == 302
    point.refresh_from_db()
    assert point.confirmed_on == date(2026, 9, 14)
    assert "confirmed on 2026-09-14" in page(agent, customer)
    assert "recording 8812" in page(agent, customer)


def test_a_number_taken_for_a_stranger_s_says_what_else_is_needed(
    agent: Client, customer: Customer
) -> None:
    point = customer.contact_points.get()
    customer.contact_points.update(state="wrong_party")
    url = reverse("admin:number_confirm", args=[point.pk])
    assert "supervisor has lifted the suppression" in agent.get(url).content.decode()


@pytest.mark.parametrize("kind", ["night_contact", "electronic_contact"])
def test_a_consent_is_recorded_seen_and_revoked(
    agent: Client, customer: Customer, kind: str
) -> None:
    record = reverse("admin:consent_record", args=[customer.pk])
    agreed = {"kind": kind, "via": "call", "evidence": "recording 1"}
    assert agent.post(record, {**agreed, "via": "page"}).status_code == 422
    assert agent.post(record, {**agreed, "evidence": ""}).status_code == 422
    assert agent.post(record, agreed).status_code == 302
    assert "recording 1" in page(agent, customer)
    revoke = reverse("admin:consent_revoke", args=[customer.consents.get().pk])
    assert agent.post(revoke, {"how": ""}).status_code == 422
    assert agent.post(revoke, {"how": "call of today"}).status_code == 302
    assert customer.consents.get().revoked_at is not None
    assert "call of today" in page(agent, customer)


def test_a_consent_to_the_night_is_confirmed_by_another_person_on_the_page(
    agent: Client, customer: Customer
) -> None:
    agreed = {"kind": "night_contact", "via": "call", "evidence": "recording 1"}
    agent.post(reverse("admin:consent_record", args=[customer.pk]), agreed)
    confirm = reverse("admin:consent_confirm", args=[customer.consents.get().pk])
    assert confirm not in page(agent, customer)
    agent.post(confirm)
    assert customer.consents.get().confirmed_by is None
    colleague = Client()
    colleague.force_login(make.staff("supervisor"))
    assert confirm in page(colleague, customer)
    colleague.post(confirm)
    assert customer.consents.get().confirmed_by is not None
    assert confirm not in page(colleague, customer)


def test_what_the_customer_asks_for_on_the_telephone_is_kept_with_how_it_was_learned(
    agent: Client, customer: Customer
) -> None:
    url = reverse("admin:wish_record", args=[customer.pk])
    asked = {"hours": "evening", "channel": "sms", "language": "en", "reason": "call of today"}
    assert agent.post(url, {**asked, "channel": "email"}).status_code == 422
    assert agent.post(url, asked).status_code == 302
    customer.refresh_from_db()
    wished = (customer.wished_hours, customer.wished_channel, customer.wished_language)
    assert wished == ("evening", "sms", "en")
    entry = AuditEntry.objects.filter(table="accounts_customer", action="update").latest("pk")
    assert entry.reason == "call of today"
