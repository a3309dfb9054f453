"""A gateway that keeps failing is paused, tried, and used again."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.dispatch import breaker, pace, sweep
from messaging.gateways.base import GATEWAY_FAILS, Outcome, Result
from messaging.models import Gateway, GatewayEvent, GatewayState, Message
from messaging.policy.reasons import GATEWAY_CLOSED
from tests import make_outbox

pytestmark = pytest.mark.django_db

FAILED = [Outcome(1, Result.UNKNOWN, "TimeoutError")]
TAKEN = [Outcome(1, Result.UNKNOWN, "TimeoutError"), Outcome(2, Result.ACCEPTED)]


class Line:
    """A driver as far as a probe needs it."""

    def __init__(self, *, up: bool) -> None:
        self.up = up

    def is_up(self) -> bool:
        return self.up


@pytest.fixture
def gateway() -> Gateway:
    return make_outbox.gateway()


def status(gateway: Gateway) -> GatewayState:
    return GatewayState.objects.get(pk=gateway.pk)


def fail(gateway: Gateway, times: int, now: datetime) -> None:
    for _ in range(times):
        breaker.note(gateway.pk, FAILED, now=now)


def answers_again(gateway: Gateway, at: datetime) -> None:
    assert breaker.probe(gateway.pk, Line(up=True), now=at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (FAILED, "TimeoutError"),
        (TAKEN, ""),
        ([Outcome(1, Result.REFUSED, "bad number")], ""),
        ([Outcome(1, Result.NOT_BEGUN, "permit_ended")], None),
        ([Outcome(1, Result.RETRY, "429"), Outcome(2, Result.NOT_BEGUN, GATEWAY_FAILS)], "429"),
    ],
)
def test_a_wave_fails_when_the_gateway_took_nothing_of_it(
    outcomes: list[Outcome], said: str | None
) -> None:
    assert breaker.failed(outcomes) == said


def test_three_failed_waves_pause_it(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 2, now)
    assert status(gateway).mode == "working"
    fail(gateway, 1, now)
    assert (status(gateway).mode, status(gateway).paused_until) == (
        "paused",
        now + breaker.FIRST_PAUSE,
    )
    assert GatewayEvent.objects.get().detail == "TimeoutError"


def test_one_message_taken_counts_the_failures_anew(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 2, now)
    breaker.note(gateway.pk, TAKEN, now=now)
    fail(gateway, 2, now)
    assert status(gateway).mode == "working"


def test_nothing_begins_through_a_paused_one(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 3, now)
    room = pace.reserve(gateway.pk, 5, rate_per_second=100, now=now)
    assert (room.count, room.reason, room.wait_seconds) == (0, "gateway_paused", 30.0)


def test_it_stays_paused_longer_while_it_does_not_answer(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 3, now)
    later = now + timedelta(seconds=30)
    assert not breaker.probe(gateway.pk, Line(up=False), now=later)  # type: ignore[arg-type]
    assert status(gateway).paused_until == later + 2 * breaker.FIRST_PAUSE


def test_one_message_tries_it_and_one_success_resumes_it(gateway: Gateway, now: datetime) -> None:
    waiting = [make_outbox.message(not_before=None, reason=GATEWAY_CLOSED) for _ in range(3)]
    fail(gateway, 3, now)
    later = now + timedelta(seconds=31)
    answers_again(gateway, later)
    assert pace.reserve(gateway.pk, 50, rate_per_second=100, now=later).count == 1
    assert pace.reserve(gateway.pk, 50, rate_per_second=100, now=later).count == 0
    breaker.note(gateway.pk, TAKEN, now=later)
    assert status(gateway).mode == "working"
    assert pace.reserve(gateway.pk, 50, rate_per_second=100, now=later).count == 50
    for message in waiting:
        message.refresh_from_db()
        assert message.not_before == later


def test_a_failed_try_pauses_it_again(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 3, now)
    later = now + timedelta(seconds=31)
    answers_again(gateway, later)
    fail(gateway, 1, later)
    assert status(gateway).mode == "paused"
    assert list(GatewayEvent.objects.values_list("kind", flat=True)) == ["paused", "probe_failed"]


def test_more_come_to_it_when_the_message_woken_for_it_did_not(
    gateway: Gateway, now: datetime
) -> None:
    """The first was held by something else meanwhile."""
    fail(gateway, 3, now)
    held = make_outbox.message(not_before=None, reason=GATEWAY_CLOSED)
    others = [make_outbox.message(not_before=None, reason=GATEWAY_CLOSED) for _ in range(3)]
    later = now + timedelta(seconds=31)
    answers_again(gateway, later)
    Message.objects.filter(pk=held.pk).update(not_before=None, reason="stale_data")
    assert sweep.try_with_more(now=later) == 1
    for message in others:
        message.refresh_from_db()
        assert message.not_before == later


def test_none_come_while_one_is_on_its_way_to_it(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 3, now)
    later = now + timedelta(seconds=31)
    answers_again(gateway, later)
    assert pace.reserve(gateway.pk, 1, rate_per_second=100, now=later).count == 1
    assert sweep.try_with_more(now=later) == 0


def test_what_waits_in_a_paused_run_tries_nothing(gateway: Gateway, now: datetime) -> None:
    fail(gateway, 3, now)
    waiting = make_outbox.message(not_before=None, reason=GATEWAY_CLOSED)
    assert waiting.run is not None
    type(waiting.run).objects.filter(pk=waiting.run.pk).update(state="paused")
    answers_again(gateway, now + timedelta(seconds=31))
    waiting.refresh_from_db()
    assert waiting.not_before is None


def test_a_success_that_says_nothing_new_locks_and_writes_nothing(
    gateway: Gateway, now: datetime
) -> None:
    breaker.note(gateway.pk, TAKEN, now=now)
    with CaptureQueriesContext(connection) as seen:
        breaker.note(gateway.pk, TAKEN, now=now + timedelta(seconds=1))
    assert not [each for each in seen.captured_queries if "UPDATE" in each["sql"]]

    fail(gateway, 1, now + timedelta(seconds=2))
    breaker.note(gateway.pk, TAKEN, now=now + timedelta(seconds=3))
    assert status(gateway).failures == 0
