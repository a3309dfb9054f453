"""An incident is one row from its begin to its end, and is told once of each."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from config.models import Incident
from config.watching import incidents, telling
from config.watching.looks import Trouble
from tests import make

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DEAD = [Trouble("beat")]


@pytest.fixture(autouse=True)
def _told_by_mail(settings: Any) -> None:
    settings.ALARM_EMAILS = ["desk@example.com"]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Trouble]:
    """What the looks see."""
    seen: list[Trouble] = []
    monkeypatch.setattr(incidents, "troubles", lambda now: list(seen))
    return seen


def look(real: datetime) -> list[Incident]:
    return incidents.watch(now=real, real=real)


def test_it_is_told_after_a_minute_once_and_once_when_it_is_over(
    found: list[Trouble], now: datetime
) -> None:
    found[:] = DEAD
    assert look(now) == []
    assert mail.outbox == []
    (lasting,) = look(now + MINUTE)
    look(now + 2 * MINUTE)
    assert (lasting.kind, len(mail.outbox)) == ("beat", 1)
    found.clear()
    assert look(now + 3 * MINUTE) == []
    look(now + 4 * MINUTE)
    assert len(mail.outbox) == 2
    row = Incident.objects.get()
    assert (row.begun_at, row.ended_at) == (now, now + 3 * MINUTE)


def test_what_is_over_within_a_minute_is_told_to_nobody(
    found: list[Trouble], now: datetime
) -> None:
    found[:] = DEAD
    look(now)
    found.clear()
    look(now + MINUTE / 2)
    look(now + 2 * MINUTE)
    assert (Incident.objects.count(), mail.outbox) == (1, [])


def test_what_has_been_silent_for_long_is_told_at_once(found: list[Trouble], now: datetime) -> None:
    found[:] = [Trouble("worker", since=now - MINUTE)]
    look(now)
    assert len(mail.outbox) == 1


def test_it_stands_still_again_in_a_row_of_its_own(found: list[Trouble], now: datetime) -> None:
    for minutes, seen in ((0, DEAD), (1, []), (2, DEAD)):
        found[:] = seen
        look(now + minutes * MINUTE)
    assert Incident.objects.filter(ended_at=None).count() == 1
    assert Incident.objects.count() == 2


def test_what_could_not_be_told_is_told_with_the_next_look(
    found: list[Trouble], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_about: Any) -> None:
        raise OSError

    found[:] = [Trouble("beat", since=now - MINUTE)]
    with monkeypatch.context() as down:
        down.setattr(telling, "_mail", broken)
        look(now)
    assert Incident.objects.get().told_at is None
    look(now + MINUTE)
    assert len(mail.outbox) == 1


def test_the_call_is_signed_and_names_nobody(
    settings: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALARM_WEBHOOK, settings.ALARM_WEBHOOK_SECRET = "https://pager.example", "s" * 32
    sent: list[Any] = []
    monkeypatch.setattr(telling, "post", lambda *call: sent.append(call))
    row = Incident.objects.create(kind="gateway", about="carrier", begun_at=now, seen_at=now)
    assert telling.tell(row, real=now)
    ((url, body, headers),) = sent
    assert url == "https://pager.example"
    assert b'"about": "carrier"' in body
    assert headers["X-Huancui-Signature"]


def test_the_banner_stands_on_pages_of_who_can_act_and_of_nobody_else(
    found: list[Trouble], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.machine", lambda: now + MINUTE)
    found[:] = DEAD
    look(now)
    for role, told in (("supervisor", True), ("administrator", True), ("agent", False)):
        client = Client(headers={"accept-language": "en"})
        client.force_login(make.staff(role))
        page = client.get(reverse("admin:my_login")).content.decode()
        assert ("Beat gives no tasks" in page) is told, role


def test_the_page_says_what_to_do(now: datetime) -> None:
    Incident.objects.create(kind="worker", begun_at=now, seen_at=now)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("administrator"))
    page = client.get(reverse("admin:incidents")).content.decode()
    assert "celery -A config worker" in page


def test_what_one_process_has_is_not_over_because_another_does_not_see_it(
    found: list[Trouble], now: datetime
) -> None:
    lacks = [Trouble("keys", "HUANCUI_FIELD_KEYS 2")]
    for turn in range(6):  # a worker that lacks it, and pages that do not, look in turn
        found[:] = lacks if turn % 2 == 0 else []
        look(now + turn * MINUTE / 3)
    assert Incident.objects.filter(ended_at=None, told_at__isnull=False).count() == 1
    assert len(mail.outbox) == 1
    found.clear()
    look(now + 4 * MINUTE)
    assert not Incident.objects.filter(ended_at=None).exists()
