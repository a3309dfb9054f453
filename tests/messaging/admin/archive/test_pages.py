"""The archive on its page: a number stays out of the address, an export is on record."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, ContactPoint
from messaging.models import Message
from tests import make
from tests.messaging.report.sent import a_day, falsify

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(now: datetime) -> Client:
    a_day(now, texts=2)
    client = Client()
    client.force_login(make.staff("auditor"))
    return client


def test_a_number_is_found_and_stands_in_no_address(client: Client) -> None:
    point = ContactPoint.objects.earliest("pk")
    answer = client.post(reverse("admin:archive_number"), {"address": point.address})
    assert answer.url == f"{reverse('admin:archive')}?point={point.pk}"  # type: ignore[attr-defined]
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    message = Message.objects.get(contact_point=point)
    other = Message.objects.exclude(pk=message.pk).get()
    assert (f"#{message.pk}<" in page, f"#{other.pk}<" in page) == (True, False)
    assert point.address not in page


def test_a_number_nobody_has_says_so(client: Client) -> None:
    answer = client.post(reverse("admin:archive_number"), {"address": "+8613800000000"})
    assert answer.url == reverse("admin:archive")  # type: ignore[attr-defined]


def test_the_export_holds_what_the_filters_say_and_is_on_record(client: Client) -> None:
    kept = Message.objects.earliest("pk")
    falsify(kept, state="blocked", reason="opted_out")
    answer = client.post(f"{reverse('admin:archive_export')}?state=blocked")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[0] for line in lines[1:]] == [str(kept.pk)]
    [entry] = AuditEntry.objects.filter(action="export")
    assert entry.after == {"filters": {"state": "blocked"}}


def test_a_faulty_filter_is_said_and_takes_nothing_away(client: Client) -> None:
    assert client.get(reverse("admin:archive"), {"day": "tomorrow"}).status_code == 200
