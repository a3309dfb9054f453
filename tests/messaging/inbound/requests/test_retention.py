"""What a gateway called us with is kept while it may be asked about, and no longer."""

from datetime import datetime, timedelta

import pytest
from django.db import Error, transaction

from accounts.retention import legal_holds
from messaging import tasks
from messaging.inbound.requests import retention
from messaging.inbound.requests.retention import KEPT
from messaging.models import Gateway, InboundRequest, Reply
from tests import make, make_outbox

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def gateway() -> Gateway:
    return make_outbox.gateway()


def called(gateway: Gateway, *, at: datetime, state: str = "done") -> int:
    call = InboundRequest.objects.create(
        gateway=gateway, kind="replies", state=state, body=b"x", at=at
    )
    return call.pk


def left() -> set[int]:
    return set(InboundRequest.objects.values_list("pk", flat=True))


def test_worked_calls_are_deleted_when_their_time_is_over(gateway: Gateway, now: datetime) -> None:
    called(gateway, at=now - KEPT - DAY)
    young = called(gateway, at=now - KEPT + DAY)
    assert [retention.forget_done(now) for _round in range(2)] == [1, 0]
    assert left() == {young}


def test_calls_around_those_of_a_person_under_a_legal_hold_are_kept(
    gateway: Gateway, now: datetime
) -> None:
    long_ago = now - KEPT - 9 * DAY
    customer = make.customer()
    Reply.objects.create(
        gateway=gateway,
        customer=customer,
        address_hash=b"x",
        text="有事",
        intent="other",
        received_at=long_ago,
    )
    kept = called(gateway, at=long_ago + timedelta(hours=3))
    called(gateway, at=long_ago - 4 * DAY)
    called(make_outbox.gateway(), at=long_ago)
    hold = legal_holds.ask(customer, why="court asks", by=make.staff("agent"), now=now)

    assert retention.forget_done(now) == 2
    assert left() == {kept}

    legal_holds.refuse(hold, by=make.staff("auditor"), now=now)
    assert retention.forget_done(now) == 1


@pytest.mark.parametrize("state", ["waiting", "failed"])
def test_what_was_never_worked_is_kept(gateway: Gateway, now: datetime, state: str) -> None:
    kept = called(gateway, at=now - 2 * KEPT, state=state)
    assert retention.forget_done(now) == 0
    assert left() == {kept}


def test_one_round_passes_what_is_kept_and_takes_all_that_is_over(
    gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "FORGOTTEN_AT_ONCE", 2)
    states = ["failed", "failed", "done", "waiting", "done", "done", "done"]
    for state in states:
        called(gateway, at=now - KEPT - DAY, state=state)
    called(gateway, at=now)
    assert retention.forget_done(now) == 4
    assert InboundRequest.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_else_deletes_one(gateway: Gateway, now: datetime) -> None:
    called(gateway, at=now - KEPT - DAY)
    called(gateway, at=now)
    assert retention.forget_done(now) == 1
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        InboundRequest.objects.all().delete()


def test_the_nightly_round_does_it(
    gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    called(gateway, at=now - KEPT - DAY)
    tasks.forget_codes()
    assert left() == set()
