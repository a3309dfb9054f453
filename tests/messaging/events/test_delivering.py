"""Each event arrives once at each destination, or again with the same id; nobody waits for it."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from accounts.models import EventDelivery, Lender
from config import clock
from messaging.events import calling, delivering, destinations
from tests import make, make_events

pytestmark = pytest.mark.django_db


class At:
    """A clock that is set; never behind the one by which the database writes events."""

    def __init__(self) -> None:
        self.now = clock.machine() + timedelta(seconds=5)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def at() -> At:
    return At()


def deliver(at: At) -> int:
    return delivering.deliver(machine=at)


def test_what_waits_arrives_signed_and_in_order(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    numbers = [make_events.event(made).event.number.hex for _ in range(45)]  # three waves
    assert deliver(at) == 45
    assert receiver.ids == [f"evt_{number}" for number in numbers]
    assert receiver.is_signed_with(made.secret or "")
    assert set(EventDelivery.objects.values_list("state", "tries")) == {("delivered", 1)}
    assert deliver(at) == 0
    assert len(receiver.calls) == 45


def test_the_other_side_may_change_over_to_a_new_secret(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    new = destinations.take_secret(made, by=made.asked_by, now=at.now)
    make_events.event(made)
    deliver(at)
    assert receiver.is_signed_with(made.secret or "")
    assert receiver.is_signed_with(new)


def test_what_is_refused_now_is_tried_again_later_with_the_same_id(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    make_events.event(made)
    receiver.answer = lambda call: 503 if call == 1 else 200
    assert [deliver(at), deliver(at)] == [0, 0]
    assert len(receiver.calls) == 1
    at.now += timedelta(seconds=delivering.BACKOFF[0])
    assert deliver(at) == 1
    assert len(set(receiver.ids)) == 1
    made.refresh_from_db()
    assert (made.failures, made.failing_since, made.error) == (0, None, "")


def test_a_killed_worker_s_wave_is_sent_again_with_the_same_ids(
    lender: Lender, receiver: make_events.Receiver, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    make_events.event(made)

    def killed(*_args: Any, **_said: Any) -> int:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "note", killed)
        with pytest.raises(SystemExit):
            deliver(at)
    assert deliver(at) == 0  # lent to the dead one still
    at.now += delivering.LEASE
    assert deliver(at) == 1
    assert len(receiver.calls) == 2
    assert len(set(receiver.ids)) == 1


def test_an_event_that_is_wrong_in_itself_is_given_up_and_the_others_arrive(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    wrong, right = make_events.event(made), make_events.event(made)
    bad = f"evt_{wrong.event.number.hex}"
    receiver.answer = lambda _call: 422 if receiver.ids[-1] == bad else 200
    for _ in range(delivering.MOST_TRIES):
        deliver(at)
        at.now += timedelta(seconds=delivering.BACKOFF[-1])
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.state, wrong.status, right.state) == ("failed", 422, "delivered")
    assert receiver.ids.count(bad) == delivering.MOST_TRIES


def test_what_failed_is_tried_again_by_a_click(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    failed = make_events.event(made)
    EventDelivery.objects.filter(pk=failed.pk).update(state="failed")
    assert deliver(at) == 0
    destinations.retry(failed, by=make.staff("administrator"), now=at.now)
    assert deliver(at) == 1


def test_one_that_keeps_failing_is_paused_and_what_happens_waits(lender: Lender, at: At) -> None:
    with make_events.receiver() as gone:
        pass
    made = make_events.destination(lender, url=gone.url)
    make_events.event(made)
    for _ in range(20):
        deliver(at)
        at.now += timedelta(minutes=10)
    made.refresh_from_db()
    assert made.paused_at is not None
    assert made.paused_by is None
    waits = make_events.event(made)
    with make_events.receiver() as back:
        assert deliver(at) == 0
        assert not back.calls
    destinations.go_on(made, by=make.staff("administrator"), now=at.now)
    assert made.pk in delivering.due(at.now).values_list("pk", flat=True)
    assert waits.state == "waiting"


def test_one_that_says_it_is_gone_is_paused_at_once(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    make_events.event(made)
    receiver.answer = lambda _call: 410
    deliver(at)
    made.refresh_from_db()
    assert made.paused_at is not None


def test_one_that_hangs_does_not_keep_another_waiting(
    lender: Lender, receiver: make_events.Receiver, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "TIMEOUT_SECONDS", 0.5)
    receiver.answer = lambda _call: None
    make_events.event(make_events.destination(lender, url=receiver.url))
    with make_events.receiver() as other:
        quick = make_events.destination(lender, url=other.url)
        for _ in range(50):
            make_events.event(quick)
        assert deliver(at) == 50
    assert len(receiver.calls) == 1


def test_paused_by_a_person_nothing_is_sent(
    lender: Lender, receiver: make_events.Receiver, at: At
) -> None:
    made = make_events.destination(lender, url=receiver.url)
    make_events.event(made)
    destinations.pause(made, by=make.staff("supervisor"), now=at.now)
    assert deliver(at) == 0
    assert not receiver.calls


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_delivers(receiver: make_events.Receiver) -> None:
    at = At()
    made = make_events.destination(make.lender(), url=receiver.url)
    for _ in range(3):
        make_events.event(made)
    reached, go = threading.Event(), threading.Event()

    def answer(_call: int) -> int:
        reached.set()
        go.wait(30)
        return 200

    receiver.answer = answer
    taken: list[int] = []

    def work() -> None:
        try:
            taken.append(delivering.deliver(machine=at))
        finally:
            connections.close_all()

    first = threading.Thread(target=work)
    first.start()
    assert reached.wait(30)
    assert delivering.deliver(machine=at) == 0
    go.set()
    first.join()
    assert taken == [3]
    assert len(receiver.calls) == len(set(receiver.ids)) == 3
