"""Erasing a person on the pages: shown before, asked by one, approved by another."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ErasureRequest, Loan, User
from tests import make

pytestmark = pytest.mark.django_db


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_who_owes_cannot_be_asked_for(now: datetime) -> None:
    loan = make.loan()
    client = desk(make.staff("agent"))
    address = reverse("admin:erasure_ask", args=[loan.customer_id])
    assert 'class="hc-button hc-danger"' not in client.get(address).content.decode()
    client.post(address, {"why": "by letter, passport seen"})
    assert not ErasureRequest.objects.exists()


def test_one_asks_and_another_approves(
    now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    loan = make.loan()
    Loan.objects.update(outstanding=0, amount_due=0)
    one, other = desk(make.staff("supervisor")), desk(make.staff("supervisor"))
    one.post(
        reverse("admin:erasure_ask", args=[loan.customer_id]), {"why": "by letter, passport seen"}
    )
    asked = ErasureRequest.objects.get()
    assert loan.customer.customer_no in other.get(reverse("admin:erasures")).content.decode()
    approve = reverse("admin:erasure_decide", args=[asked.pk, "approve"])
    one.post(approve)
    asked.refresh_from_db()
    assert asked.state == "asked"
    other.post(approve)
    asked.refresh_from_db()
    assert asked.state == "approved"
