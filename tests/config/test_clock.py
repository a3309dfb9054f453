"""The sandbox clock: one offset for every process, only forward, and none in production."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from config import clock, sandbox_clock
from config.models import SandboxClock

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)


def test_without_a_row_it_is_the_machines_time() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_started_clock_runs_on_from_its_day() -> None:
    sandbox_clock.start(DAY)
    assert timedelta(0) <= clock.now() - DAY < timedelta(seconds=5)


def test_starting_twice_keeps_the_first() -> None:
    sandbox_clock.start(DAY)
    sandbox_clock.start(DAY + timedelta(days=9))
    assert clock.now() < DAY + timedelta(days=1)


def test_it_is_set_forward() -> None:
    sandbox_clock.start(DAY)
    sandbox_clock.forward(to=DAY + timedelta(hours=3), now=clock.now())
    assert clock.now() >= DAY + timedelta(hours=3)


def test_it_is_not_set_back() -> None:
    sandbox_clock.start(DAY)
    with pytest.raises(Refused):
        sandbox_clock.forward(to=DAY - timedelta(hours=1), now=clock.now())


def test_the_database_refuses_to_set_it_back() -> None:
    sandbox_clock.start(DAY)
    row = SandboxClock.objects.get()
    with pytest.raises(Error, match="only forward"), transaction.atomic():
        SandboxClock.objects.update(offset=row.offset - timedelta(seconds=1))


def test_production_ignores_a_row_and_refuses_to_set_one(settings: Any) -> None:
    sandbox_clock.start(DAY)
    settings.SANDBOX = False
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(Refused):
        sandbox_clock.forward(to=datetime.now(UTC) + timedelta(hours=1), now=clock.now())
