"""Reports that are made by themselves, and how they reach who asked for them."""

from datetime import date, datetime

import pytest
from django.core import mail

from accounts.errors import Refused
from accounts.models import User
from messaging.models import ComplianceReport, ReportSchedule
from messaging.report import asking, regular
from tests import make
from tests.messaging.report import sent

pytestmark = pytest.mark.django_db


def weekly(now: datetime, email: str = "audit@example.com") -> User:
    person = make.staff("auditor")
    User.objects.filter(pk=person.pk).update(email=email)
    person.refresh_from_db()
    regular.begin(every="week", lender=None, by=person, now=now)
    return person


def done(now: datetime) -> ComplianceReport:
    [report_id] = regular.make_due(now)
    asking.work(report_id, clock=lambda: now)
    regular.tell_done()
    return ComplianceReport.objects.get(pk=report_id)


def test_the_week_that_is_over_is_made_once_and_mailed(now: datetime) -> None:
    sent.a_day(now, texts=1)
    weekly(now)
    report = done(now)
    assert (report.first, report.last) == (date(2026, 9, 7), date(2026, 9, 13))
    assert regular.make_due(now) == []
    assert report.told == "mailed"
    [message] = mail.outbox
    assert f"/report/{report.pk}/" in message.body
    [(_name, content, _kind)] = message.attachments
    assert "2026-09-14 00:00" in str(content)  # seen up to its end
    assert "没有发现违规" in message.body


def test_without_an_address_it_is_kept_and_says_so(now: datetime) -> None:
    weekly(now, email="")
    assert done(now).told == "no_address"
    assert mail.outbox == []


def test_a_server_that_fails_loses_no_report(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    weekly(now)

    def fails(_self: object) -> int:
        raise OSError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
    report = done(now)
    assert (report.state, report.told) == ("done", "failed")


def test_the_same_twice_is_refused_and_one_that_ended_is_made_no_more(now: datetime) -> None:
    person = weekly(now)
    with pytest.raises(Refused):
        regular.begin(every="week", lender=None, by=person, now=now)
    schedule = ReportSchedule.objects.get()
    assert regular.end(schedule, now=now)
    assert not regular.end(schedule, now=now)
    assert regular.make_due(now) == []


@pytest.mark.parametrize(
    ("every", "today", "span"),
    [
        ("week", date(2026, 9, 14), (date(2026, 9, 7), date(2026, 9, 13))),
        ("week", date(2026, 9, 20), (date(2026, 9, 7), date(2026, 9, 13))),
        ("month", date(2026, 3, 1), (date(2026, 2, 1), date(2026, 2, 28))),
    ],
)
def test_whole_weeks_and_months(every: str, today: date, span: tuple[date, date]) -> None:
    assert regular.span_before(every, today) == span
