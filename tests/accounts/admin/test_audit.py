"""The list of looks: whose number, which call and what pack, in words and links, masked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.disclosure import personal
from accounts.models import ContactPoint, Customer, Reveal, User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(now: datetime) -> Customer:
    """A customer at whose number an agent looked, of whom an auditor took a pack."""
    customer = make.customer(phone="+8613812348000")
    agent = make.staff("agent")
    point = ContactPoint.objects.get(customer=customer)
    why = {"why": Reveal.Why.IDENTITY, "reason": "caller asks which number we have"}
    personal.reveal(point, by=agent, now=now, **why)
    for what in (f"evidence:customer:{customer.pk}", "own_data"):
        Reveal.objects.create(at=now, user=agent, customer=customer, what=what, **why)
    return customer


def _auditor(client: Client) -> User:
    auditor = make.staff("auditor")
    client.force_login(auditor)
    return auditor


def test_a_look_is_told_in_words_with_links_and_masked(client: Client, looked: Customer) -> None:
    _auditor(client)
    url = reverse("admin:accounts_reveal_changelist")
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "138****8000" in page
    assert reverse("admin:accounts_customer_change", args=[looked.pk]) in page
    assert "Evidence pack" in page
    assert "Data for the customer" in page
    assert "contact_point:" not in page
    assert "13812348000" not in page


def test_the_file_of_the_list_tells_the_same(client: Client, looked: Customer) -> None:
    _auditor(client)
    url = reverse("admin:list_export", args=["accounts", "reveal", "csv"])
    answer: Any = client.post(url, {"query": ""}, headers={"accept-language": "en"})
    text = b"".join(answer.streaming_content).decode()
    assert "138****8000" in text
    assert "contact_point:" not in text
