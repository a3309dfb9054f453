"""A clock set forward lets the days happen, by the real doors."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import ImportFile, Lender
from accounts.sample.source import excerpt, uci_rows
from config import clock, sandbox_clock
from config.sample import load
from config.tasks import live
from config.world.today import colleagues, walk
from messaging.models import Message, Run
from tests import make, make_complaints, make_inbox, make_runs
from tests.kept import kept

pytestmark = pytest.mark.django_db

CUSTOMERS = 30


@pytest.fixture
def sample(tmp_path: Path, settings: Any) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    kept("sample", lambda: _loaded(tmp_path))


def _loaded(tmp_path: Path) -> Lender:
    rows = excerpt(uci_rows(), CUSTOMERS)
    small = tmp_path / "small.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    small.write_text("\n".join(lines), "utf-8")
    load.load(small, days=0, say=lambda _line: None)
    return Lender.objects.get(code="anhe")


def test_a_day_brings_files_runs_and_texts_at_their_hours(
    sample: None, caplog: pytest.LogCaptureFixture
) -> None:
    """By a worker, with a worker's rights."""
    sandbox_clock.wake(load.START)
    sandbox_clock.forward(to=load.START + timedelta(days=1, hours=3), now=clock.now())
    live()
    assert not [record.message for record in caplog.records if record.exc_info]
    assert clock.now() >= load.START + timedelta(days=1, hours=3)
    assert sandbox_clock.destination() is None
    files = ImportFile.objects.filter(kind="loans", state="applied")
    assert files.count() == 2  # the sample's own, and the next day's
    days = set(Run.objects.filter(state__in=["released", "finished"]).values_list("day", flat=True))
    assert days == {load.START.date(), load.START.date() + timedelta(days=1)}
    assert Message.objects.filter(state="delivered", run__day=min(days)).exists()


def test_where_nobody_lives_the_clock_is_set_at_once(sample: None) -> None:
    sandbox_clock.forward(to=load.START + timedelta(days=1), now=clock.now())
    assert clock.now() >= load.START + timedelta(days=1)
    assert walk.live() == 0


def test_the_clock_does_not_move_on_over_texts_that_a_worker_has_in_hand(
    sample: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would miss their hour, and their stage with it."""
    run = Run.objects.filter(lender__code="anhe").get()
    make_runs.message(run, state="claimed", at=load.START)
    waited: list[float] = []
    monkeypatch.setattr(walk, "dispatch", lambda **_: None)
    monkeypatch.setattr("config.world.today.walk.time.sleep", waited.append)
    walk._send()
    assert len(waited) == walk.WAITS


def test_colleagues_leave_a_severe_complaint_that_nobody_has_taken_to_who_looks(
    now: datetime,
) -> None:
    """Any other conversation that lay overnight is closed."""
    for login in ("agent3", "supervisor3", "supervisor2"):
        make.staff(login.rstrip("2"), username=login)
    left, other = make_inbox.conversation(at=now), make_inbox.conversation(at=now)
    make_complaints.logged(now, customer=left.customer, severity="severe", by=None)
    morning = now + timedelta(hours=12)
    colleagues.work_desks(morning)
    left.refresh_from_db()
    other.refresh_from_db()
    assert (left.state, other.state) == ("open", "resolved")
