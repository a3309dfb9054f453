"""One click on a customer, a complaint or a message: a page that asks why, then the file."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from accounts.admin.forms import RevealForm
from accounts.models import Reveal
from messaging.models import Message
from tests import make, make_complaints, make_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(now: datetime) -> Message:
    return make_outbox.message(loan=make.loan(dpd=5))


@pytest.fixture
def auditor() -> Client:
    client = Client()
    client.force_login(make.staff("auditor"))
    return client


def test_the_file_comes_with_a_reason(auditor: Client, message: Message) -> None:
    page = reverse("admin:customer_evidence", args=[message.customer_id])
    assert auditor.get(page).status_code == 200
    answer: Any = auditor.post(page, {"why": "authority", "reason": "asked for by the court"})
    packed = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {"manifest.json", "verify.py", "messages.json"} <= set(packed.namelist())
    assert "no-store" in answer["Cache-Control"]
    assert message.customer.customer_no not in answer["Content-Disposition"]


def test_a_period_is_asked_for_on_the_form_and_named_by_the_file(
    auditor: Client, message: Message, now: datetime
) -> None:
    page = reverse("admin:customer_evidence", args=[message.customer_id])
    asked = {"why": "authority", "reason": "asked for by the court"}
    days = {"first_day": "2026-09-01", "last_day": "2026-09-30"}
    answer: Any = auditor.post(page, asked | days)
    name = f"evidence-customer-{message.customer_id}-from-2026-09-01-to-2026-09-30.zip"
    assert name in answer["Content-Disposition"]
    packed = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "2026-09-01 至 2026-09-30" in packed.read("README.txt").decode()
    period = json.loads(packed.read("manifest.json"))["period"]
    assert period == {**days, "zone": "Asia/Shanghai"}
    backwards = auditor.post(page, asked | {"first_day": "2026-09-02", "last_day": "2026-09-01"})
    assert backwards.status_code == 422
    one = reverse("admin:message_evidence", args=[message.pk])
    assert "first_day" not in auditor.get(one).content.decode()


def test_an_internal_audit_is_a_reason_for_auditors_only(auditor: Client, message: Message) -> None:
    page = reverse("admin:customer_evidence", args=[message.customer_id])
    assert "internal" in auditor.get(page).content.decode()
    form = RevealForm(
        {"why": "internal", "reason": "yearly check of files"}, by=make.staff("agent")
    )
    assert not form.is_valid()


def test_without_a_reason_there_is_none(auditor: Client, message: Message) -> None:
    page = reverse("admin:message_evidence", args=[message.pk])
    answer = auditor.post(page, {"why": "authority", "reason": " "})
    assert answer.status_code == 422
    assert not Reveal.objects.exists()


def test_the_pages_of_all_three_lead_to_it(
    auditor: Client, message: Message, now: datetime
) -> None:
    complaint = make_complaints.logged(now, customer=message.customer)
    pages = {
        "admin:accounts_customer_change": ("customer_evidence", message.customer_id),
        "admin:complaint": ("complaint_evidence", complaint.pk),
        "admin:messaging_message_change": ("message_evidence", message.pk),
    }
    for page, (evidence, pk) in pages.items():
        shown = auditor.get(reverse(page, args=[pk])).content.decode()
        address = reverse(f"admin:{evidence}", args=[pk])
        assert address in shown, page
        assert auditor.get(address).status_code == 200
