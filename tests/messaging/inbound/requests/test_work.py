"""Calls are worked in bulk, once each; one that fails holds up no other."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections

from messaging.inbound import receipts
from messaging.inbound.requests import store as request_store, work as requests
from messaging.models import InboundRequest, Message, Receipt
from messaging.outbox import failpoints
from tests.messaging.conftest import Caller, Handed

pytestmark = pytest.mark.django_db


def delivered(message: Message, **said: Any) -> dict[str, Any]:
    return {"id": str(message.pk), "status": "delivered", **said}


def states() -> list[str]:
    return list(InboundRequest.objects.order_by("pk").values_list("state", flat=True))


def test_many_calls_are_worked_together(
    carrier: Caller, handed: Handed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [handed(carrier.gateway) for _ in range(3)]
    for message in messages:
        carrier.receipts(delivered(message))
    taken: list[int] = []
    take = receipts.take

    def counted(**said: Any) -> int:
        taken.append(len(said["incoming"]))
        return take(**said)

    monkeypatch.setattr(receipts, "take", counted)
    assert requests.work(now=now) == {"receipts": 3}
    assert taken == [3]
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered"}
    assert states() == ["done"] * 3
    assert InboundRequest.objects.filter(entries=1, worked_at=now).count() == 3
    assert requests.work(now=now) == {}


def test_a_call_that_fails_holds_up_no_other_and_is_given_up_in_the_end(
    carrier: Caller, handed: Handed, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    good, poisoned = handed(carrier.gateway), handed(carrier.gateway)
    carrier.receipts(delivered(poisoned))
    carrier.receipts(delivered(good))
    take = receipts.take

    def sometimes(**said: Any) -> int:
        if poisoned.pk in [receipt.message_id for receipt in said["incoming"]]:
            raise RuntimeError("13800138000")
        return take(**said)

    monkeypatch.setattr(receipts, "take", sometimes)
    received = InboundRequest.objects.order_by("pk").first().at
    tried = 0
    for minute in range(60):
        tried += requests.work(now=received + timedelta(minutes=minute)).get("receipts", 0)
    good.refresh_from_db()
    assert good.state == "delivered"
    assert states() == ["failed", "done"]
    assert tried == request_store.MOST_TRIES + 1
    assert InboundRequest.objects.get(state="failed").error == "RuntimeError"


def test_without_a_database_nothing_counts_as_a_try(
    carrier: Caller, handed: Handed, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    carrier.receipts(delivered(handed(carrier.gateway)))

    def broken(**_said: Any) -> int:
        raise OperationalError

    monkeypatch.setattr(receipts, "take", broken)
    with pytest.raises(OperationalError):
        requests.work(now=now)
    call = InboundRequest.objects.get()
    assert (call.state, call.tries) == ("waiting", 0)


@pytest.mark.parametrize("place", ["inbound.before_commit", "inbound.committed"])
def test_a_worker_that_dies_leaves_a_call_waiting_or_done(
    carrier: Caller, handed: Handed, now: datetime, place: str
) -> None:
    message = handed(carrier.gateway)
    carrier.receipts(delivered(message))
    failpoints.arm(f"{place}=raise@1")
    try:
        with pytest.raises(failpoints.Failed):
            requests.work(now=now)
        waiting = place == "inbound.before_commit"
        assert states() == ["waiting" if waiting else "done"]
        assert Receipt.objects.count() == (0 if waiting else 1)
        requests.work(now=now)
    finally:
        failpoints.arm("")
    message.refresh_from_db()
    assert message.state == "delivered"
    assert Receipt.objects.count() == 1


def test_a_door_that_dies_after_storing_loses_nothing(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = handed(carrier.gateway)
    failpoints.arm("inbound.stored=raise@1")
    try:
        assert carrier.receipts(delivered(message)) == 500  # killed, as far as it can be here
    finally:
        failpoints.arm("")
    requests.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"


def test_what_cannot_be_read_is_kept_for_a_person(carrier: Caller, now: datetime) -> None:
    carrier.post("receipts", b"who knows")
    carrier.receipts({"id": "7", "status": "delivered"}, "what?")
    requests.work(now=now)
    assert states() == ["failed", "failed"]
    errors = InboundRequest.objects.order_by("pk").values_list("error", "entries")
    assert list(errors) == [("unreadable: no JSON", 0), ("unreadable: 1 entries", 1)]
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_calls(carrier: Caller, handed: Handed, now: datetime) -> None:
    messages = [handed(carrier.gateway) for _ in range(20)]
    for message in messages:
        carrier.receipts(delivered(message))

    def work() -> None:
        requests.work(now=now)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert states() == ["done"] * 20
    assert Receipt.objects.count() == 20
