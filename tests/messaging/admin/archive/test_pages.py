"""The archive on its page: a number stays out of the address, an export is on record."""

from datetime import datetime, timedelta

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
    assert entry.after == {"filters": {"state": "blocked"}, "words": False}


def test_the_export_speaks_the_readers_language_and_masks_the_words(client: Client) -> None:
    message = Message.objects.earliest("pk")
    assert message.template_version is not None
    assert message.customer is not None
    answer = client.post(
        f"{reverse('admin:archive_export')}?first={make.DAY}&last={make.DAY}",
        {"words": "on"},
        headers={"accept-language": "zh-hans"},
    )
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    heading, *lines = text.splitlines()
    assert "文本标题" in heading
    [line] = [line for line in lines if line.startswith(f"{message.pk},")]
    for said in ("短信", "已送达", message.template_version.template.title, "先生"):
        assert said in line
    for code in ("sms", "delivered", message.customer.name):
        assert code not in line
    [entry] = AuditEntry.objects.filter(action="export")
    assert entry.after["words"] is True


def test_two_days_are_a_span_and_too_long_a_one_is_said(client: Client) -> None:
    def listed(**asked: object) -> str:
        return client.get(
            reverse("admin:archive"), asked, headers={"accept-language": "en"}
        ).content.decode()

    day, far = make.DAY, make.DAY + timedelta(days=400)
    pk = Message.objects.earliest("pk").pk
    assert f"#{pk}<" in listed(first=day - timedelta(days=9), last=day)
    assert f"#{pk}<" in listed(last=day)
    assert f"#{pk}<" not in listed(first=day - timedelta(days=9), last=day - timedelta(days=1))
    assert "At most 92 days" in listed(first=day, last=far)


def test_a_sample_needs_few_days_and_says_so(client: Client) -> None:
    def listed(**asked: object) -> str:
        return client.get(
            reverse("admin:archive"), asked, headers={"accept-language": "en"}
        ).content.decode()

    day, pk = make.DAY, Message.objects.earliest("pk").pk
    assert "A sample, drawn at random" in listed(first=day, draw=1)
    assert f"#{pk}<" in listed(first=day, draw=1)
    assert "Choose the days of which they are drawn" in listed(draw=1)
    assert "At most 7 days" in listed(first=day, last=day + timedelta(days=7), draw=1)


def test_a_faulty_filter_is_said_and_takes_nothing_away(client: Client) -> None:
    assert client.get(reverse("admin:archive"), {"first": "tomorrow"}).status_code == 200
