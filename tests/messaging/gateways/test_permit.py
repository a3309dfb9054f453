"""The permit: ends with the window, and with any clock that was set."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from messaging.gateways import permit as permits
from tests.make_outbox import FixedClock

EVENING = datetime(2026, 9, 15, 13, 0, tzinfo=UTC)  # 21:00 in Shanghai
CLOSING = datetime(2026, 9, 15, 14, 0, tzinfo=UTC)


def issued(clock: FixedClock, timeout: float = 10) -> permits.Permit:
    return permits.issue(window_end=CLOSING, timeout_seconds=timeout, clock=clock.clock)


def test_it_ends_a_time_out_before_the_window_does() -> None:
    clock = FixedClock(CLOSING - timedelta(seconds=30))
    assert issued(clock).until == CLOSING - timedelta(seconds=10)


def test_it_never_lasts_longer_than_a_minute() -> None:
    assert issued(FixedClock(EVENING)).until == EVENING + timedelta(seconds=60)


def test_it_is_refused_when_time_has_passed() -> None:
    clock = FixedClock(EVENING)
    permit = issued(clock)
    assert permit.refusal(clock.clock) == ""
    clock.passes(60)
    assert permit.refusal(clock.clock) == permits.ENDED


def test_it_is_refused_at_once_too_near_to_the_end() -> None:
    clock = FixedClock(CLOSING - timedelta(seconds=9))
    assert issued(clock).refusal(clock.clock) == permits.ENDED


def test_a_clock_set_back_does_not_lengthen_it() -> None:
    clock = FixedClock(EVENING)
    permit = issued(clock)
    clock.passes(120)
    clock.wall -= timedelta(hours=1)
    assert permit.refusal(clock.clock) == permits.ENDED


def test_clocks_that_disagree_are_not_believed() -> None:
    clock = FixedClock(EVENING)
    permit = issued(clock)
    clock.wall -= timedelta(seconds=3)
    assert permit.refusal(clock.clock) == permits.CLOCKS_DISAGREE
    clock.wall += timedelta(seconds=6)
    assert permit.refusal(clock.clock) == permits.CLOCKS_DISAGREE


@given(
    before=st.integers(0, 7200),
    boot=st.floats(0, 8000),
    wall=st.floats(-8000, 8000),
    timeout=st.floats(0, 60),
)
def test_nothing_begins_when_a_call_could_outlast_the_window(
    before: int, boot: float, wall: float, timeout: float
) -> None:
    clock = FixedClock(CLOSING - timedelta(seconds=before))
    permit = issued(clock, timeout)
    began = clock.wall
    clock.boot += boot
    clock.wall += timedelta(seconds=wall)
    if not permit.refusal(clock.clock):
        latest = CLOSING - timedelta(seconds=timeout)
        assert clock.wall <= latest
        # Whatever the wall says: so much real time has passed.
        assert began + timedelta(seconds=boot) <= latest + timedelta(seconds=2)
