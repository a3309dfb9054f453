"""A stop and a worker at the same moment: after the stop's commit nothing it covers begins."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from messaging.dispatch import claim as claims, traces
from messaging.dispatch.claim import claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.loop import dispatch
from messaging.models import Message, SandboxText
from messaging.outbox import failpoints
from messaging.stops import service as stops
from tests import make, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 0.7
PATIENT = 60


@pytest.fixture(autouse=True)
def _roles(transactional_db: None) -> None:
    from accounts.access.roles import sync_roles

    sync_roles()


def elsewhere(work: Callable[[], Any]) -> Future[Any]:
    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return ThreadPoolExecutor(max_workers=1).submit(run)


def queue(count: int) -> None:
    lender = make.lender()
    run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    version = make_outbox.make_messaging.version(stage="dpd-4-7")
    for _ in range(count):
        make_outbox.message(loan=make.loan(lender=lender), in_run=run, template_version=version)


def stop_all(now: datetime) -> None:
    stops.place(scope="all", object_id=None, reason="x", by=None, now=now)


def states() -> set[tuple[str, str]]:
    return set(Message.objects.values_list("state", "reason"))


def test_a_stop_waits_for_the_wave_that_is_being_put_on_the_wire(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(1)
    clock = FixedClock(now)
    claimed = claim(now=now).claimed
    beginning, go_on = Event(), Event()
    pause_at(monkeypatch, "handover.before_commit", beginning, go_on)
    worker = elsewhere(lambda: hand_over(claimed, clock=clock.clock))
    assert beginning.wait(PATIENT)
    stopping = elsewhere(lambda: stop_all(now))
    with pytest.raises(TimeoutError):
        stopping.result(SOON)
    go_on.set()
    stopping.result(PATIENT)
    worker.result(PATIENT)
    assert states() == {("accepted", "")}  # it was on the wire before the stop


def test_a_wave_waits_for_the_stop_that_is_being_placed_and_does_not_begin(now: datetime) -> None:
    queue(3)
    clock = FixedClock(now)
    claimed = claim(now=now).claimed
    placed, go_on = Event(), Event()

    def stop_slowly() -> None:
        with transaction.atomic():
            stop_all(now)
            placed.set()
            go_on.wait(PATIENT)

    stopping = elsewhere(stop_slowly)
    assert placed.wait(PATIENT)
    worker = elsewhere(lambda: hand_over(claimed, clock=clock.clock))
    with pytest.raises(TimeoutError):
        worker.result(SOON)
    go_on.set()
    stopping.result(PATIENT)
    assert worker.result(PATIENT) == {}
    assert not SandboxText.objects.exists()
    dispatch(clock=clock.clock)
    assert states() == {("queued", "emergency_stop")}


def test_what_a_claim_decided_before_the_stop_does_not_leave_after_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(1)
    clock = FixedClock(now)
    decided, go_on = Event(), Event()
    original = traces.store_new_verdicts

    def slowly(*arguments: Sequence[Any], **options: Any) -> None:
        decided.set()
        go_on.wait(PATIENT)
        original(*arguments, **options)

    monkeypatch.setattr(claims, "store_new_verdicts", slowly)
    worker = elsewhere(lambda: dispatch(clock=clock.clock))
    assert decided.wait(PATIENT)
    stop_all(now)  # does not wait for the claim
    go_on.set()
    worker.result(PATIENT)
    assert not SandboxText.objects.exists()
    assert states() == {("queued", "emergency_stop")}


def test_at_full_rate_nothing_begins_after_the_stops_commit(now: datetime) -> None:
    queue(40)
    clock = FixedClock(now)
    workers = [elsewhere(lambda: dispatch(clock=clock.clock, limit=4)) for _n in range(3)]
    while not Message.objects.filter(state="accepted").exists():
        assert not all(worker.done() for worker in workers)
    stop_all(now)
    begun = Message.objects.filter(handed_over_at__isnull=False)
    at_the_commit = set(begun.values_list("pk", flat=True))
    for worker in workers:
        worker.result(PATIENT)
    dispatch(clock=clock.clock)
    assert set(begun.values_list("pk", flat=True)) == at_the_commit
    assert not Message.objects.filter(state__in=["claimed", "handing_over"]).exists()


def pause_at(monkeypatch: pytest.MonkeyPatch, place: str, reached: Event, go_on: Event) -> None:
    """Wait at a named place of the send path, in whichever thread comes there."""

    def reach(here: str) -> None:
        if here == place:
            reached.set()
            go_on.wait(PATIENT)

    monkeypatch.setattr(failpoints, "reach", reach)
