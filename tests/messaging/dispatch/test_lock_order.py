"""Whoever changes several messages locks them by their ids: two who change the same ones wait for
each other, and neither is given up as a deadlock."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from messaging.dispatch import record
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import Claimed, claim
from messaging.gateways import permit as permits
from messaging.inbound import replies
from messaging.inbound.replies import Written
from messaging.inbound.requests import replies as requests
from messaging.inbound.requests.replies import Said
from messaging.models import Gateway, InboundRequest, Message, Run, Suppression
from messaging.outbox.locks import lock_customers, lock_messages
from messaging.suppression.service import Wanted, suppress_all
from tests import make, make_outbox
from tests.make_outbox import FixedClock
from tests.messaging.dispatch.test_races import elsewhere, queue

pytestmark = pytest.mark.django_db(transaction=True)

A_WORKER_WAITS = """
SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock')
"""


@pytest.fixture(autouse=True)
def _roles(transactional_db: None) -> None:
    from accounts.access.roles import sync_roles

    sync_roles()


def while_it_waits(work: Callable[[], Any], *, then: Callable[[], Any]) -> Any:
    """Inside a transaction that holds something `work` needs; the future of what `work` gives."""
    working = elsewhere(work)
    with connection.cursor() as cursor:
        for _look in range(1000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(A_WORKER_WAITS)
            if cursor.fetchone()[0]:
                break
            cursor.execute("SELECT pg_sleep(0.01)")
        else:
            raise AssertionError(f"it waits for nobody: {working.result(1)}")
    then()
    return working


def claimed_backwards(now: datetime) -> list[Claimed]:
    """Claimed messages, the highest id first, and first in the table as well."""
    low, _high = queue(2)
    Message.objects.filter(pk=low.pk).update(not_before=now)
    return sorted(claim(now=now).claimed, key=lambda each: -each.message_id)


def test_putting_back(now: datetime) -> None:
    wave = claimed_backwards(now)
    high, low = (each.message_id for each in wave)
    with transaction.atomic():
        lock_messages([low])
        back = while_it_waits(
            lambda: record.requeue(wave, reason="", now=now), then=lambda: lock_messages([high])
        )
    back.result(60)
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}


def test_leaving_one_out_of_a_wave(now: datetime) -> None:
    wave = claimed_backwards(now)
    high, low = (each.message_id for each in wave)
    other = make_outbox.run(make.lender(code="other"), policy_version=None)
    Message.objects.filter(pk=low).update(run=other)
    Run.objects.filter(pk=other.pk).update(state="paused")
    permit = permits.issue(
        window_end=wave[0].window_end, timeout_seconds=5, clock=FixedClock(now).clock
    )
    with transaction.atomic():
        lock_messages([low])
        beginning = while_it_waits(
            lambda: begin(wave, permit=permit, now=now), then=lambda: lock_messages([high])
        )
    assert [each.message_id for each in beginning.result(60)] == [high]
    assert Message.objects.get(pk=low).state == "queued"


@pytest.mark.parametrize("said", ["TD", "我要投诉你们", "我失业了"])
def test_several_answers_in_one_call(now: datetime, said: str) -> None:
    low, high = queue(2)
    answers = [
        replies.Written(point.address, text, now, text)
        for message, text in ((high, said), (low, "这笔钱我没借过"))
        if (point := message.contact_point)
    ]
    with transaction.atomic():
        lock_messages([low.pk])
        taking = while_it_waits(
            lambda: replies.take_all(answers), then=lambda: lock_messages([high.pk])
        )
    assert len(taking.result(60)) == 2


def test_an_answer_beside_somebody_who_cannot_be_reached_any_more(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes in one call, of two people: the second is not waited for with the first's text."""
    first, second = queue(2)
    here, gone = first.contact_point, second.contact_point
    assert here is not None
    assert gone is not None
    assert second.customer_id is not None
    said = Said([Written(here.address, "TD", now)], 0, ended=[gone.address])
    monkeypatch.setattr(requests, "said_in", lambda _request: said)
    request = a_call(now)
    with transaction.atomic():
        lock_customers([second.customer_id])
        working = while_it_waits(
            lambda: worked(request, now), then=lambda: lock_messages([first.pk])
        )
    working.result(60)
    first.refresh_from_db()
    gone.refresh_from_db()
    assert (first.state, gone.state) == ("cancelled", "unreachable")


def worked(request: InboundRequest, now: datetime) -> None:
    with transaction.atomic():
        requests.work([request], now=now)


def a_call(now: datetime) -> InboundRequest:
    return InboundRequest.objects.create(
        gateway=Gateway.objects.get(), kind="replies", body="u:{}", at=now
    )


def test_an_opt_out_and_a_black_list_of_the_same_number(now: datetime) -> None:
    (message,) = queue(1)
    assert message.customer_id is not None
    wanted = Wanted("sms", bytes(message.address_hash), "opt_out", "test", now)
    with transaction.atomic():
        lock_customers([message.customer_id])
        opting_out = while_it_waits(
            lambda: suppress_all([wanted]), then=lambda: suppress_all([wanted])
        )
    opting_out.result(60)
    assert Suppression.objects.count() == 1
