"""What a crash between any two steps leaves, the sweep puts right, and nothing goes twice."""

from datetime import datetime, timedelta

import pytest

from accounts.holds import service as holds
from accounts.models import Hold
from messaging.dispatch import unknowns
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import claim
from messaging.dispatch.handover import _outgoing, hand_over
from messaging.dispatch.loop import dispatch
from messaging.dispatch.sweep import sweep
from messaging.gateways import permit as permits
from messaging.gateways.registry.drivers import driver_for
from messaging.models import Gateway, Message, SandboxText, Stop
from tests import make, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


def put_on_the_wire(clock: FixedClock, *, hand_it_over: bool) -> None:
    """Claim and begin; then the worker dies, before or after the driver's call."""
    claimed = claim(now=clock.wall).claimed
    permit = permits.issue(window_end=claimed[0].window_end, timeout_seconds=10, clock=clock.clock)
    begun = begin(claimed, permit=permit, now=clock.wall)
    if hand_it_over:
        driver = driver_for(Gateway.objects.get(), clock.clock)
        driver.send([_outgoing(each) for each in begun], permit)


def test_a_claim_whose_worker_died_is_sent_once_by_another(clock: FixedClock) -> None:
    message = make_outbox.message()
    late = claim(now=clock.wall).claimed
    clock.passes(191)
    assert sweep(clock=clock.clock)["lost_claims"] == 1
    assert dispatch(clock=clock.clock)["accepted"] == 1
    hand_over(late, clock=clock.clock)  # the first worker was only slow
    assert SandboxText.objects.filter(message_id=message.pk).count() == 1


def test_a_fresh_claim_is_left_to_its_worker(clock: FixedClock) -> None:
    make_outbox.message()
    claim(now=clock.wall)
    clock.passes(60)
    assert sweep(clock=clock.clock)["lost_claims"] == 0


def test_a_wave_lost_before_the_call_is_refused_as_never_arrived(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_outbox.message()
    put_on_the_wire(clock, hand_it_over=False)
    clock.passes(191)
    done = sweep(clock=clock.clock)
    assert (done["lost_waves"], done["settled"]) == (1, 0)  # its worker may only be slow
    monkeypatch.setattr(unknowns, "SURE_AFTER_SECONDS", 0)
    assert sweep(clock=clock.clock)["settled"] == 1
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("refused", "never_arrived")
    assert dispatch(clock=clock.clock).get("accepted") is None


def test_a_wave_lost_after_the_call_is_found_by_asking(clock: FixedClock) -> None:
    message = make_outbox.message()
    put_on_the_wire(clock, hand_it_over=True)
    clock.passes(191)
    sweep(clock=clock.clock)
    message.refresh_from_db()
    assert message.state in {"accepted", "delivered"}
    dispatch(clock=clock.clock)
    assert SandboxText.objects.count() == 1


def test_an_outcome_nobody_tells_is_closed_and_not_sent_again(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.gateways.sandbox.driver.SandboxDriver.ask", lambda self, ids: [])
    message = make_outbox.message()
    put_on_the_wire(clock, hand_it_over=False)
    clock.passes(71 * 3600)
    sweep(clock=clock.clock)
    message.refresh_from_db()
    assert message.state == "unknown"
    clock.passes(2 * 3600)
    sweep(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("unresolved", "no_outcome")
    dispatch(clock=clock.clock)
    assert not SandboxText.objects.exists()


def test_receipts_of_the_handset_come_a_moment_later(clock: FixedClock) -> None:
    message = make_outbox.message()
    dispatch(clock=clock.clock)
    assert sweep(clock=clock.clock)["receipts"] == 0
    clock.passes(3)
    assert sweep(clock=clock.clock)["receipts"] == 1
    message.refresh_from_db()
    assert (message.state, message.final_at) == ("delivered", clock.wall)


def test_a_hold_that_ran_out_lets_the_message_go(clock: FixedClock) -> None:
    message = make_outbox.message()
    holds.place(
        customer=message.customer,
        kind="promise",
        reason="x",
        source="test",
        now=clock.wall,
        until=clock.wall + timedelta(minutes=30),
    )
    message.refresh_from_db()
    assert (message.state, message.not_before) == ("queued", None)
    sweep(clock=clock.clock)
    assert dispatch(clock=clock.clock).get("accepted") is None
    clock.passes(1801)
    sweep(clock=clock.clock)
    assert dispatch(clock=clock.clock)["accepted"] == 1


def test_the_trace_says_which_hold_it_is(clock: FixedClock) -> None:
    message = make_outbox.message()
    holds.place(
        customer=message.customer, kind="hardship", reason="x", source="test", now=clock.wall
    )
    sweep(clock=clock.clock)
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "hold_hardship")
    assert message.decisions.get().outcome == "hold"
    assert sweep(clock=clock.clock)["looked_at_again"] == 0


def test_a_released_hold_lets_the_message_go(clock: FixedClock) -> None:
    message = make_outbox.message()
    holds.place(
        customer=message.customer, kind="complaint", reason="x", source="test", now=clock.wall
    )
    dispatch(clock=clock.clock)
    holds.release(Hold.objects.get(), by=None, reason="resolved", now=clock.wall)
    assert dispatch(clock=clock.clock)["accepted"] == 1


def test_a_lifted_stop_is_noticed_within_the_hour(clock: FixedClock) -> None:
    make_outbox.message(send_at_once=True)
    stop = Stop.objects.create(scope="all", reason="x", at=clock.wall)
    dispatch(clock=clock.clock)
    asked, lifted = make.staff("supervisor"), make.staff("supervisor")
    Stop.objects.filter(pk=stop.pk).update(  # as one that a claim under way has not seen
        lift_asked_by=asked,
        lift_asked_at=clock.wall,
        lift_reason="x",
        lifted_by=lifted,
        lifted_at=clock.wall,
    )
    clock.passes(3600)
    sweep(clock=clock.clock)
    assert dispatch(clock=clock.clock)["accepted"] == 1


def test_a_message_held_past_its_stage_expires(clock: FixedClock) -> None:
    message = make_outbox.message()
    holds.place(
        customer=message.customer, kind="complaint", reason="x", source="test", now=clock.wall
    )
    for _day in range(4):
        clock.passes(24 * 3600)
        sweep(clock=clock.clock)
        dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("expired", "stage_passed")


def test_a_run_with_nothing_left_to_send_is_finished(clock: FixedClock) -> None:
    message = make_outbox.message()
    assert sweep(clock=clock.clock)["finished_runs"] == 0
    dispatch(clock=clock.clock)
    assert sweep(clock=clock.clock)["finished_runs"] == 1
    message.run.refresh_from_db()
    assert (message.run.state, message.run.ended_at) == ("finished", clock.wall)


def test_a_sweep_beside_nothing_touches_nothing(clock: FixedClock) -> None:
    make_outbox.message()
    before = Message.objects.values().get()
    assert not any(sweep(clock=clock.clock).values())
    assert Message.objects.values().get() == before
