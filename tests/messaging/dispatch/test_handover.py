"""Handing over: only what is still claimed, only within the permit, recorded whatever happens."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.dispatch import handover
from messaging.dispatch.claim import claim
from messaging.dispatch.handover import hand_over
from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Pending, Result
from messaging.gateways.permit import Permit
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Attempt, Message, SandboxText, Stop, Template
from tests import make, make_messaging, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


class Scripted(Driver):
    """Answers as told; `sent` is what reached the gateway."""

    def __init__(self, clock: FixedClock, result: Result | Exception, call_size: int = 2) -> None:
        super().__init__(
            clock=clock.clock,
            capabilities=Capabilities(call_size, 100, 1, True, False, frozenset()),
        )
        self.result = result
        self.sent: list[int] = []

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        self.sent += [out.message_id for out in call]
        if isinstance(self.result, Exception):
            raise self.result
        return [Outcome(out.message_id, self.result, "E1", f"ref{out.message_id}") for out in call]


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


def send(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock, result: Result | Exception
) -> tuple[Message, Scripted]:
    message = make_outbox.message()
    driver = Scripted(clock, result)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: driver)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    message.refresh_from_db()
    return message, driver


def test_a_text_arrives_on_the_sandbox_handset(clock: FixedClock) -> None:
    message = make_outbox.message()
    assert hand_over(claim(now=clock.wall).claimed, clock=clock.clock) == {"accepted": 1}
    message.refresh_from_db()
    assert (message.state, message.gateway_ref) == ("accepted", str(message.pk))
    assert message.handed_over_at == clock.wall
    assert message.permit_until == clock.wall + timedelta(seconds=60)
    assert SandboxText.objects.get().message_id == message.pk
    assert Attempt.objects.get().result == "accepted"


def test_refused_for_good_is_final(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    message, _driver = send(monkeypatch, clock, Result.REFUSED)
    assert (message.state, message.reason) == ("refused", "gateway_refused")
    assert (message.error_code, message.final_at) == ("E1", clock.wall)


def test_refused_for_now_waits_longer_each_time(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    message, _driver = send(monkeypatch, clock, Result.RETRY)
    assert (message.state, message.reason, message.tries) == ("queued", "gateway_busy", 1)
    assert message.not_before is not None
    assert timedelta(seconds=15) <= message.not_before - clock.wall <= timedelta(seconds=30)
    assert message.body is None
    assert message.claimed_at is None


def test_after_many_tries_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    message = make_outbox.message(tries=7)
    driver = Scripted(clock, Result.RETRY)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: driver)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("refused", "gateway_gave_up")


def test_a_driver_that_fails_leaves_an_unknown_outcome(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    message, _driver = send(monkeypatch, clock, TimeoutError("+8613800138000 did not answer"))
    assert (message.state, message.error_code) == ("unknown", "TimeoutError")


def test_a_driver_that_fails_says_no_number_in_the_log(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    send(monkeypatch, clock, TimeoutError("+8613800138000 did not answer"))
    assert "TimeoutError" in caplog.text
    assert "138" not in caplog.text


def test_a_receipt_that_came_first_wins(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    message = make_outbox.message()

    class Early(Scripted):
        def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
            receipts.take(
                gateway=message.gateway or make_outbox.Gateway.objects.get(),
                incoming=[InboundReceipt(message_id=message.pk, result="delivered")],
                now=clock.wall,
            )
            return super().deliver(call)

    driver = Early(clock, Result.ACCEPTED)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: driver)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.gateway_ref) == ("delivered", f"ref{message.pk}")


def test_each_of_a_wave_leaves_one_attempt_bound_to_its_text(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    ends = dict.fromkeys([make_outbox.message().pk for _ in range(4)], Result.ACCEPTED)
    early, *_, refused, waits = ends
    ends |= {refused: Result.REFUSED, waits: Result.RETRY}

    class Mixed(Scripted):
        def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
            if any(out.message_id == early for out in call):
                _note_as_a_sweep_does(early)
            return [Outcome(each.message_id, ends[each.message_id]) for each in call]

    driver = Mixed(clock, Result.ACCEPTED, call_size=4)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: driver)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)

    found = dict(Message.objects.values_list("pk", "state"))
    assert [found[pk] for pk in ends] == ["accepted", "accepted", "refused", "queued"]
    noted = {each.message_id: each for each in Attempt.objects.all()}
    assert len(noted) == Attempt.objects.count() == 4
    assert {pk: each.result for pk, each in noted.items() if pk != early} == {
        pk: str(result) for pk, result in ends.items() if pk != early
    }
    for message in Message.objects.all():
        assert bytes(noted[message.pk].text_digest or b"") == bytes(message.text_digest or b"")


def _note_as_a_sweep_does(pk: int) -> None:
    message = Message.objects.get(pk=pk)
    Attempt.objects.create(
        message=message,
        gateway_id=message.gateway_id,
        begun_at=message.handed_over_at,
        permit_until=message.permit_until,
        result="unknown",
        text_digest=message.text_digest,
    )


def test_a_hand_over_is_noted_by_a_look_taken_after_the_locks(clock: FixedClock) -> None:
    """Else one that a receipt is noting just now would be noted twice."""
    make_outbox.message()
    claimed = claim(now=clock.wall).claimed
    with CaptureQueriesContext(connection) as asked:
        hand_over(claimed, clock=clock.clock)
    said = [each["sql"] for each in asked]
    [noting] = [at for at, sql in enumerate(said) if "INSERT INTO messaging_attempt" in sql]
    assert "FOR NO KEY UPDATE" in said[noting - 1]
    assert "messaging_message" in said[noting - 1]


def test_what_was_cancelled_after_the_claim_is_not_handed_over(clock: FixedClock) -> None:
    message = make_outbox.message()
    claimed = claim(now=clock.wall).claimed
    Message.objects.filter(pk=message.pk).update(state="cancelled", reason="opted_out")
    hand_over(claimed, clock=clock.clock)
    assert not SandboxText.objects.exists()
    message.refresh_from_db()
    assert message.state == "cancelled"


def test_a_run_paused_after_the_claim_waits_in_the_queue(clock: FixedClock) -> None:
    message = make_outbox.message()
    claimed = claim(now=clock.wall).claimed
    type(message.run).objects.filter(pk=message.run_id).update(state="paused")
    hand_over(claimed, clock=clock.clock)
    assert not SandboxText.objects.exists()
    message.refresh_from_db()
    assert (message.state, message.not_before) == ("queued", clock.wall)


@pytest.mark.parametrize(
    "scope", ["all", "lender", "run", "template", "variant", "version", "gateway"]
)
def test_an_emergency_stop_after_the_claim_stops_it(clock: FixedClock, scope: str) -> None:
    message = make_outbox.message()
    claimed = claim(now=clock.wall).claimed
    message.refresh_from_db()
    ids = {
        "all": None,
        "lender": message.lender_id,
        "run": message.run_id,
        "template": message.template_version.template_id,
        "variant": make_messaging.template().pk,
        "version": message.template_version_id,
        "gateway": message.gateway_id,
    }
    if scope == "variant":
        variant = Template.objects.filter(pk=ids["template"])
        variant.update(variant_of=ids["variant"], channel="email")
    said = "template" if scope == "variant" else scope
    Stop.objects.create(scope=said, object_id=ids[scope], reason="x", at=clock.wall)
    hand_over(claimed, clock=clock.clock)
    assert not SandboxText.objects.exists()
    claim(now=clock.wall)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "emergency_stop")


def test_a_stop_of_something_else_stops_nothing(clock: FixedClock) -> None:
    message = make_outbox.message()
    claimed = claim(now=clock.wall).claimed
    for scope in ("lender", "run", "template", "version", "gateway"):
        Stop.objects.create(scope=scope, object_id=0, reason="x", at=clock.wall)
    hand_over(claimed, clock=clock.clock)
    assert SandboxText.objects.get().message_id == message.pk


def test_a_worker_that_stalls_after_the_claim_sends_nothing_at_night(clock: FixedClock) -> None:
    clock.wall = datetime.fromisoformat("2026-09-15T21:58:00+08:00")
    message = make_outbox.message(send_at_once=True)
    claimed = claim(now=clock.wall).claimed
    clock.passes(3600)
    hand_over(claimed, clock=clock.clock)
    assert not SandboxText.objects.exists()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "permit_ended")


def test_a_worker_that_stalls_on_the_wire_sends_nothing_at_night(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    clock.wall = datetime.fromisoformat("2026-09-15T21:58:00+08:00")
    make_outbox.message(send_at_once=True)
    driver = Scripted(clock, Result.ACCEPTED)
    original = driver.start

    def stall(batch: Sequence[Outgoing], permit: Permit) -> Pending:
        clock.passes(3600)
        return original(batch, permit)

    monkeypatch.setattr(driver, "start", stall)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: driver)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    assert driver.sent == []
    message = Message.objects.get()
    assert (message.state, message.reason, message.error_code) == (
        "queued",
        "not_begun",
        "permit_ended",
    )
    assert Attempt.objects.get().result == "not_begun"


def test_a_clock_that_jumps_on_the_wire_stops_the_rest_of_the_wave(
    monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    lender = make.lender()
    in_run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    for _n in range(4):
        make_outbox.message(loan=make.loan(lender=lender), in_run=in_run)

    class Jumping(Scripted):
        def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
            clock.wall -= timedelta(seconds=5)
            return super().deliver(call)

    driver = Jumping(clock, Result.ACCEPTED)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: driver)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    assert len(driver.sent) == 2
    states = sorted(Message.objects.values_list("state", "error_code"))
    assert states == [("accepted", "E1")] * 2 + [("queued", "clocks_disagree")] * 2


def test_results_of_drivers_and_of_attempts_are_the_same_words() -> None:
    assert set(Attempt.Result.values) == {str(result) for result in Result}
