"""The work calendar on screen: written by one person, confirmed by another, asked for in time."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from messaging.approval import fingerprints
from messaging.authoring.calendar import drafting
from messaging.models import CalendarYear, in_force
from tests import make, make_calendar

pytestmark = pytest.mark.django_db
NOTICE = "国务院办公厅通知"


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def at_desk(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def write(client: Client, version: CalendarYear, **typed: object) -> int:
    stored = {
        "source": NOTICE,
        "days": "2026-10-01 休 国庆节\n2026-10-10 班 国庆节调休",
        "note": "",
        "seen_edited_at": version.edited_at.isoformat(),
    }
    page = reverse("admin:calendar_edit", args=[version.pk])
    return client.post(page, {**stored, **typed}).status_code


def test_a_year_goes_from_the_overview_to_being_known(client: Client, now: datetime) -> None:
    make.lender()
    writer, other = make.staff("administrator"), make.staff("supervisor")
    page = at_desk(client, writer).get(reverse("admin:work_calendar")).content.decode()
    assert "未确认" in page
    client.post(reverse("admin:calendar_new"), {"country": "CN", "year": "2026"})
    draft = CalendarYear.objects.get()
    assert write(client, draft) == 302
    step = reverse("admin:approval_step", args=["calendar", draft.pk])
    client.post(step, {"step": "submit"})
    draft.refresh_from_db()
    seen = fingerprints.fingerprint(draft)
    client.post(step, {"step": "approve", "seen_hash": seen})
    assert in_force.calendar_version("CN", 2026, now) is None  # the writer's own word
    at_desk(client, other).post(step, {"step": "approve", "seen_hash": seen})
    assert in_force.calendar_version("CN", 2026, now) == draft
    page = client.get(reverse("admin:calendar_year", args=[draft.pk])).content.decode()
    assert "国庆节调休" in page
    assert NOTICE in client.get(reverse("admin:work_calendar")).content.decode()


def test_a_line_that_is_no_day_is_named_and_nothing_is_saved(client: Client, now: datetime) -> None:
    draft = drafting.new_draft("CN", 2026, by=make.staff("administrator"), now=now)
    before = draft.days
    assert write(at_desk(client, draft.author), draft, days="2026-02-30 休 春节") == 422
    draft.refresh_from_db()
    assert draft.days == before


def test_a_file_takes_the_place_of_what_is_typed(client: Client, now: datetime) -> None:
    draft = drafting.new_draft("AU", 2026, by=make.staff("administrator"), now=now)
    file = SimpleUploadedFile("au.csv", b"date,kind,name\n2026-12-25,off,Christmas Day\n")
    assert write(at_desk(client, draft.author), draft, file=file) == 302
    draft.refresh_from_db()
    assert draft.days == [{"date": "2026-12-25", "working": False, "name": "Christmas Day"}]


@pytest.mark.parametrize("name", ["au.pdf", "au.xlsx"])
def test_a_file_that_is_no_table_is_refused_with_its_reason(
    client: Client, now: datetime, name: str
) -> None:
    draft = drafting.new_draft("AU", 2026, by=make.staff("administrator"), now=now)
    file = SimpleUploadedFile(name, b"date,kind,name\n")
    assert write(at_desk(client, draft.author), draft, file=file) == 422


def test_what_was_decided_is_not_edited(client: Client, now: datetime) -> None:
    confirmed = make_calendar.year("AU", 2026, now=now)
    assert write(at_desk(client, make.staff("administrator")), confirmed, days="") == 302
    confirmed.refresh_from_db()
    assert confirmed.days != []


@pytest.mark.parametrize(
    ("role", "told"), [("supervisor", True), ("administrator", True), ("agent", False)]
)
def test_only_those_who_can_act_are_told_of_an_unknown_year(
    client: Client, role: str, told: bool
) -> None:
    make.lender()
    page = at_desk(client, make.staff(role)).get(reverse("admin:messaging_message_changelist"))
    assert ("2026 年工作日历尚未确认" in page.content.decode()) is told


def test_nobody_is_told_once_it_is_confirmed(client: Client, now: datetime) -> None:
    make.lender()
    make_calendar.year("CN", 2026, now=now)
    page = at_desk(client, make.staff("supervisor")).get(reverse("admin:work_calendar"))
    assert "工作日历尚未确认" not in page.content.decode()


def test_a_changed_day_is_marked_beside_the_calendar_in_force(
    client: Client, now: datetime
) -> None:
    make_calendar.year("AU", 2026, now=now)
    writer = make.staff("administrator")
    newer = drafting.new_draft("AU", 2026, by=writer, now=now, days=[], source="x")
    page = at_desk(client, writer).get(reverse("admin:calendar_year", args=[newer.pk]))
    rows = page.context["rows"]
    assert [(row.day.date, row.change) for row in rows] == [(date(2026, 1, 1), "removed")]
