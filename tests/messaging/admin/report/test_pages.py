"""The report on its pages: asked for, read, exported; of one's own lenders only."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from messaging.models import ComplianceReport, PolicyVersion, ReportSchedule
from messaging.report import asking
from tests import make
from tests.messaging.report import sent
from tests.messaging.report.test_planted import shanghai

pytestmark = pytest.mark.django_db

ASKED = {"first": "2026-09-14", "last": "2026-09-16", "lender": "", "rule": ""}


@pytest.fixture
def client(now: datetime) -> Client:
    sent.a_day(now, texts=2)
    client = Client()
    client.force_login(make.staff("auditor"))
    return client


def asked(client: Client, now: datetime) -> ComplianceReport:
    answer = client.post(reverse("admin:reports"), ASKED)
    report = ComplianceReport.objects.get()
    assert answer["Location"] == reverse("admin:report", args=[report.pk])
    asking.work(report.pk, clock=lambda: now)
    return report


def test_a_violation_is_on_the_page_with_its_row_and_query(client: Client, now: datetime) -> None:
    message = sent.first()
    sent.moved(message, shanghai(23))
    report = asked(client, now)
    page = client.get(reverse("admin:report", args=[report.pk])).content.decode()
    assert reverse("admin:messaging_message_change", args=[message.pk]) in page
    assert "FROM messaging_attempt a" in page
    assert client.get(reverse("admin:reports")).status_code == 200


def test_the_clock_the_hours_and_the_caps_are_said(client: Client, now: datetime) -> None:
    sent.moved(sent.first(), shanghai(20, 56, 4))
    report = asked(client, now)
    page = client.get(
        reverse("admin:report", args=[report.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert "20:56:04 on the customer's clock, allowed until 22:00" in " ".join(page.split())
    assert "none was handed over before" in page
    assert "or from 21:00 on" in page
    rows = page.split("Hand-overs by the hour", 1)[1].split("</table>", 1)[0]
    [evening] = [row for row in rows.split("<tr>") if "20:00–20:59" in row]
    assert '<td class="hc-num">1</td>' in evening
    assert "21:00–" not in rows
    policy = PolicyVersion.objects.get()
    assert f"{policy.lender} · policy v{policy.number} · " in page
    assert "7 days" in page
    for code in ("168 hours", "≤ 15 min"):
        assert code not in page
    assert "15 minutes at most" in page


def test_days_that_are_not_over_are_certified_nowhere(client: Client, now: datetime) -> None:
    report = asked(client, now)
    pages = [
        client.get(reverse(name, args=[report.pk]), query, headers={"accept-language": "en"})
        for name, query in (("report", {}), ("report", {"print": "1"}), ("report_csv", {}))
        for name in [f"admin:{name}"]
    ]
    for page in pages:
        body = b"".join(page) if page.streaming else page.content
        text = " ".join(body.decode().split())
        assert "No violation was found up to 2026-09-15 18:30" in text
        assert "nothing of it is proven here" in text
        assert "No violation was found." not in text


def test_what_is_under_way_says_so_and_can_be_stopped(client: Client) -> None:
    client.post(reverse("admin:reports"), ASKED)
    report = ComplianceReport.objects.get()
    state = reverse("admin:report_state", args=[report.pk])
    assert "hx-get" in client.get(state).content.decode()
    client.post(reverse("admin:report_stop", args=[report.pk]))
    report.refresh_from_db()
    assert report.state == "stopped"
    assert client.get(state)["HX-Refresh"] == "true"


def test_both_files_are_whole_and_on_record(client: Client, now: datetime) -> None:
    report = asked(client, now)
    files = []
    for name in ("admin:report_csv", "admin:report_margins"):
        answer = client.get(reverse(name, args=[report.pk]), headers={"accept-language": "en"})
        files.append(b"".join(answer.streaming_content).decode())  # type: ignore[attr-defined]
    assert "summary,,looked at,2" in files[0]
    assert "No violation was found up to" in files[0]
    answer = client.get(reverse("admin:report_csv", args=[report.pk]))  # in the team's language
    chinese = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "没有发现违规" in chinese.replace(" ", "")
    assert "quiet_hours" not in chinese
    assert len(files[1].splitlines()) == 3
    assert [entry.after for entry in AuditEntry.objects.filter(action="export").order_by("id")] == [
        {"file": "report"},
        {"file": "margins"},
        {"file": "report"},
    ]


def test_a_regular_one_is_begun_and_ended(client: Client) -> None:
    client.post(reverse("admin:report_regular"), {"every": "month", "lender": ""})
    page = client.get(reverse("admin:reports")).content.decode()
    schedule = ReportSchedule.objects.get()
    end = reverse("admin:report_regular_end", args=[schedule.pk])
    assert end in page
    client.post(end)
    assert end not in client.get(reverse("admin:reports")).content.decode()
