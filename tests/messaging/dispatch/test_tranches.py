"""A quarter-hour takes the policy's number of a run's messages and never one more."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from messaging.dispatch import handover, tranches
from messaging.dispatch.claim import Claimed, claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.loop import dispatch
from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.models import Message, Run, Tranche
from messaging.runs.quarters import QUARTER, quarter_of
from tests import make, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


def a_run(*, size: int, count: int) -> Run:
    lender = make.lender()
    run = make_outbox.run(lender, policy_version=make_outbox.policy(lender, tranche_size=size))
    version = make_outbox.make_messaging.version(stage="dpd-4-7")
    for _ in range(count):
        make_outbox.message(loan=make.loan(lender=lender), in_run=run, template_version=version)
    return run


def left_by_quarter() -> Counter[datetime]:
    times = Message.objects.filter(handed_over_at__isnull=False, run__isnull=False)
    return Counter(quarter_of(at) for at in times.values_list("handed_over_at", flat=True))


def test_what_has_no_room_waits_for_the_next_quarter_hours(clock: FixedClock) -> None:
    a_run(size=3, count=8)
    dispatch(clock=clock.clock)
    assert left_by_quarter() == {clock.wall: 3}
    waiting = Message.objects.filter(state="queued").order_by("pk")
    assert set(waiting.values_list("reason", flat=True)) == {"tranche_full"}
    assert Counter(waiting.values_list("not_before", flat=True)) == {
        clock.wall + QUARTER: 3,
        clock.wall + 2 * QUARTER: 2,
    }
    assert not Message.objects.filter(state="queued", body__isnull=False).exists()


def test_each_quarter_hour_takes_as_many_until_all_have_left(clock: FixedClock) -> None:
    a_run(size=3, count=8)
    for _ in range(3):
        dispatch(clock=clock.clock)
        clock.passes(900)
    assert sorted(left_by_quarter().values()) == [2, 3, 3]
    assert not Message.objects.filter(state="queued").exists()


def test_runs_do_not_use_each_others_room(clock: FixedClock) -> None:
    a_run(size=2, count=3)
    a_run(size=4, count=5)
    dispatch(clock=clock.clock)
    assert sorted(Tranche.objects.filter(taken__gt=0).values_list("room", "taken")) == [
        (2, 2),
        (4, 4),
    ]
    assert left_by_quarter() == {clock.wall: 6}


def test_an_answer_to_an_opt_out_is_not_counted(clock: FixedClock) -> None:
    run = a_run(size=1, count=1)
    batch = claim(now=clock.wall).claimed
    answer = Claimed(**{**_fields(batch[0]), "run_id": None, "message_id": 0})
    room = tranches.take([answer, *batch, answer], now=clock.wall)
    assert room.admitted == [answer, *batch, answer]
    assert Tranche.objects.get(run=run).taken == 1


def test_what_did_not_leave_gives_its_room_back(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(size=5, count=3)
    busy = Answering(clock, Result.RETRY)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: busy)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    assert len(busy.sent) == 3
    assert Tranche.objects.get(run=run).taken == 0


def test_a_stopped_run_gives_its_room_back(clock: FixedClock) -> None:
    run = a_run(size=5, count=3)
    claimed = claim(now=clock.wall).claimed
    Run.objects.filter(pk=run.pk).update(state="paused")
    hand_over(claimed, clock=clock.clock)
    assert Tranche.objects.get(run=run).taken == 0


def test_a_worker_that_dies_has_used_its_room(clock: FixedClock) -> None:
    a_run(size=3, count=8)
    tranches.take(claim(now=clock.wall, limit=2).claimed, now=clock.wall)  # and never again
    dispatch(clock=clock.clock)
    assert left_by_quarter() == {clock.wall: 1}


def test_a_worker_that_stalls_past_the_quarter_hour_counts_in_the_new_one(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(size=4, count=4)

    class Slow(Answering):
        def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
            self.clock_.passes(600)
            return super().deliver(call)

    slow = Slow(clock, Result.ACCEPTED)
    monkeypatch.setattr(handover, "driver_for", lambda gateway, clock: slow)
    hand_over(claim(now=clock.wall).claimed, clock=clock.clock)
    taken = dict(run.tranches.filter(taken__gt=0).values_list("starts_at", "taken"))
    for quarter, count in left_by_quarter().items():
        assert count <= taken[quarter] <= 4


def test_a_wave_that_would_begin_in_the_next_quarter_hour_goes_back(clock: FixedClock) -> None:
    a_run(size=4, count=2)
    claimed = claim(now=clock.wall).claimed
    room = tranches.take(claimed, now=clock.wall)
    clock.passes(900)
    gateway = make_outbox.Gateway.objects.get()
    driver = Answering(clock, Result.ACCEPTED)
    handover.send_wave(claimed, gateway=gateway, driver=driver, clock=clock.clock, tranche=room)
    assert driver.sent == []
    assert set(Message.objects.values_list("state", "not_before")) == {("queued", clock.wall)}


@pytest.mark.django_db(transaction=True)
def test_many_workers_together_take_no_more_than_the_size(now: datetime) -> None:
    from accounts.access.roles import sync_roles

    sync_roles()
    a_run(size=7, count=60)
    clock = FixedClock(now + timedelta(minutes=3))

    def work(_n: int) -> None:
        try:
            for _ in range(4):
                dispatch(clock=clock.clock, limit=4)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert left_by_quarter() == {now: 7}
    assert Tranche.objects.get(starts_at=now).taken == 7
    later = Tranche.objects.exclude(starts_at=now)
    assert all(laid <= 7 for laid in later.values_list("laid", flat=True))
    waiting = Message.objects.filter(state="queued").values_list("not_before", flat=True)
    assert len(waiting) == 53
    assert max(Counter(waiting).values()) <= 7


class Answering(Driver):
    """One message a call, answered as told; `sent` is what reached the gateway."""

    def __init__(self, clock: FixedClock, result: Result) -> None:
        super().__init__(
            clock=clock.clock, capabilities=Capabilities(1, 4, 1, True, False, frozenset())
        )
        self.clock_, self.result = clock, result
        self.sent: list[int] = []

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        self.sent += [out.message_id for out in call]
        return [Outcome(out.message_id, self.result, "E1") for out in call]


def _fields(claimed: Claimed) -> dict[str, object]:
    return {name: getattr(claimed, name) for name in Claimed.__slots__}
