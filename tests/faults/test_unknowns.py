"""Unclear outcomes: asked about, told by receipt, or closed after the policy's time; never sent
again. And what waited too long is not sent late."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from messaging.models import Message, Run
from messaging.runs import control
from tests import make
from tests.faults import judge, people
from tests.faults.world import World

pytestmark = pytest.mark.faults

ALWAYS = {"probability": 1.0}


def states(*wanted: str) -> int:
    return Message.objects.filter(state__in=wanted).count()


def all_hang_up(it: World, *, count: int = 30) -> None:
    """Every call is read, taken, and answered by nobody."""
    people.crowd(count, lenders=1, now=it.clock.now())
    it.gateway("g1", rate=40)
    it.gateways["g1"].always(close_after_reading={**ALWAYS, "taken": True}, query_fails={**ALWAYS})


def until_unknown(it: World, count: int = 30) -> None:
    """The breaker pauses a gateway that fails so; time goes by until all have been tried."""
    it.passes_until(
        lambda: states("unknown", "delivered", "accepted") == count,
        for_what="all have been handed over",
        step=30,
    )


def test_the_gateway_is_asked_when_it_answers_again(it: World) -> None:
    all_hang_up(it)
    it.team(workers=2, children=1)
    until_unknown(it)
    it.gateways["g1"].always()
    it.waits(lambda: states("accepted") == 30, for_what="all settled by query")
    it.come_to_rest()
    assert judge.findings(it) == []


def test_receipts_settle_what_cannot_be_asked(it: World) -> None:
    all_hang_up(it)
    it.webhooks(delay=[0.2, 1.0], double=0.5)
    it.team(workers=2, children=1)
    until_unknown(it)
    it.waits(lambda: states("delivered") == 30, for_what="all settled by receipt")
    it.come_to_rest()
    assert judge.findings(it) == []


def test_what_nobody_answers_for_is_closed_after_the_policys_time(it: World) -> None:
    all_hang_up(it)
    it.team(workers=2, children=1)
    until_unknown(it)
    it.clock.passes(71 * 3600)
    time.sleep(2)
    assert states("unknown") == 30
    it.come_to_rest()
    assert states("unresolved") == 30
    assert judge.findings(it) == []
    assert len(it.gateways["g1"].lines()) == 30


def test_a_reminder_that_no_longer_fits_its_stage_is_not_sent_late(it: World) -> None:
    crowd = people.crowd(30, lenders=1, now=it.clock.now())
    supervisor = make.staff("supervisor")
    control.pause(crowd.runs[0].pk, by=supervisor)
    it.gateway("g1", rate=40)
    it.team(workers=2, children=1)
    it.clock.passes(timedelta(days=3).total_seconds())
    people.Loan.objects.update(as_of=it.clock.now())
    control.resume(crowd.runs[0].pk, by=supervisor)
    it.waits(lambda: states("expired") == 30, for_what="all expired")
    it.come_to_rest()
    assert not it.gateways["g1"].lines()
    assert set(Message.objects.values_list("reason", flat=True)) == {"stage_passed"}
    assert Run.objects.get(pk=crowd.runs[0].pk).state == Run.State.FINISHED
