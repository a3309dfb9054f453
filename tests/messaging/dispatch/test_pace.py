"""A gateway's rate holds over everybody who sends through it."""

from contextlib import nullcontext
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from messaging.dispatch import pace
from tests import make_outbox

pytestmark = pytest.mark.django_db


def test_each_wave_moves_the_next_one_back(now: datetime) -> None:
    gateway = make_outbox.gateway()
    waits = [
        pace.reserve(gateway.pk, 50, rate_per_second=100, now=now).wait_seconds for _ in range(3)
    ]
    assert waits == pytest.approx([0, 0.5, 1.0], abs=0.1)


def test_who_would_wait_too_long_is_sent_away(now: datetime) -> None:
    gateway = make_outbox.gateway()
    assert pace.reserve(gateway.pk, 30, rate_per_second=10, now=now).count == 30
    room = pace.reserve(gateway.pk, 1, rate_per_second=10, now=now)
    assert (room.count, room.reason) == (0, "gateway_rate")
    assert room.wait_seconds == pytest.approx(3.0, abs=0.2)


def test_an_idle_hour_saves_up_nothing(now: datetime) -> None:
    gateway = make_outbox.gateway()
    gateway.status.__class__.objects.update(free_at=datetime.fromisoformat("2020-01-01T00:00Z"))
    pace.reserve(gateway.pk, 10, rate_per_second=10, now=now)
    room = pace.reserve(gateway.pk, 10, rate_per_second=10, now=now)
    assert room.wait_seconds == pytest.approx(1.0, abs=0.1)


def test_a_gateway_that_was_never_approved_has_no_room(now: datetime) -> None:
    assert pace.reserve(999, 1, rate_per_second=10, now=now).reason == "no_driver"


@pytest.mark.django_db(transaction=True)
def test_room_is_committed_without_the_disk_and_alone(now: datetime) -> None:
    """In a transaction of somebody else's it says nothing of how that is committed."""
    gateway = make_outbox.gateway()
    said = []
    for block in (nullcontext(), transaction.atomic()):
        with block, CaptureQueriesContext(connection) as seen:
            pace.reserve(gateway.pk, 1, rate_per_second=100, now=now)
        said.append("synchronous_commit" in seen.captured_queries[-1]["sql"])
    assert said == [True, False]
