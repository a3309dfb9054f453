"""The tranches of a run on its page: said before the button, told while it sends."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.models import Run
from messaging.planning.service import plan
from messaging.runs import release
from messaging.stops import service as stops
from tests import make, make_outbox, make_runs
from tests.markup import flat

pytestmark = pytest.mark.django_db
TODAY = reverse("admin:run_today")


@pytest.fixture
def boss(db: None) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("supervisor"))
    return client


def planned(now: datetime, monkeypatch: pytest.MonkeyPatch, *, count: int, size: int) -> Run:
    monkeypatch.setattr("config.clock.now", lambda: now)
    lender = make_runs.ready_lender()
    make_outbox.policy(lender, tranche_size=size)
    for _ in range(count):
        make.loan(lender=lender)
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def read(client: Client, url: str = TODAY, **query: Any) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_release_the_page_says_how_it_will_leave(
    boss: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(now, monkeypatch, count=5, size=2)
    text = read(boss)
    assert "They leave in 3 tranches of at most 2 per quarter-hour" in text
    assert "the last begins at 09-15 19:00" in text
    assert "no longer fit" not in text


def test_before_the_release_the_page_says_how_many_no_longer_fit(
    boss: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(now + timedelta(hours=2, minutes=20), monkeypatch, count=5, size=2)  # 20:50
    text = read(boss)
    assert "3 texts no longer fit" in text.replace("&#x27;", "'")
    url = reverse("admin:run_tranches", args=[run.pk])
    assert "no longer fit" not in read(boss, url, send_at_once="on")


def test_small_runs_leave_at_once(
    boss: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(now, monkeypatch, count=2, size=10)
    assert "All fit into one quarter-hour" in read(boss)


def test_while_it_sends_the_tranches_and_a_stop_are_told(
    boss: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(now, monkeypatch, count=5, size=2)
    releaser = make.staff("supervisor")
    release.release(run.pk, by=releaser, now=now, expected_count=5)
    url = reverse("admin:run_progress", args=[run.pk])
    text = read(boss, url, state="released")
    assert '<li aria-current="time">18:30<strong>0</strong>/ 2</li>' in flat(text)
    assert "the last begins at 09-15 19:00" in text
    assert "wrong figure" not in text
    stops.place(scope="run", object_id=run.pk, reason="wrong figure", by=releaser, now=now)
    assert "wrong figure" in read(boss, url, state="released")
