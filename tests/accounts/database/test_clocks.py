"""A machine that is off by more than a permit allows may not send; a slow way is no wrong clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

import pytest

from accounts.database import clocks
from config import clock
from messaging import tasks

pytestmark = pytest.mark.django_db


def off_by(seconds: float) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)


def test_how_far_apart_they_are_is_never_overstated() -> None:
    assert clocks.seconds_ahead(off_by(0)) == 0
    assert 89 < clocks.seconds_ahead(off_by(90)) <= 90
    assert -90 <= clocks.seconds_ahead(off_by(-90)) < -89

    begun = datetime.now(UTC)  # an answer that took a minute
    slow = chain([begun - timedelta(seconds=30)], repeat(begun + timedelta(seconds=30)))
    assert clocks.seconds_ahead(lambda: next(slow)) == 0


@pytest.mark.parametrize(("seconds", "sends"), [(-90, False), (90, False), (-1, True)])
def test_a_machine_whose_clock_is_wrong_sends_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, seconds: int, sends: bool
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(tasks, "dispatch", lambda **named: begun.append(named))
    monkeypatch.setattr(clock, "machine", off_by(seconds))

    tasks.dispatch_tick()

    assert bool(begun) is sends
    assert ("this machine sends nothing" in caplog.text) is not sends
