"""The database put back to an earlier hour: what was sent since looks unsent, and stays so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, Message, Stop
from tests import make, make_stops
from tests.faults import people
from tests.faults.servers import POSTGRES
from tests.faults.world import World

pytestmark = pytest.mark.faults


def test_a_database_restored_from_an_hour_ago_sends_nothing(it: World, tmp_path: Path) -> None:
    crowd = people.crowd(160, lenders=1, now=it.clock.now())
    gateway_id = it.gateway("g1", rate=60)
    gateway = it.gateways["g1"]
    workers = ("w1", "w2", "beat")

    it.team(workers=2, children=1)
    it.waits(lambda: len(gateway.lines()) >= 20, for_what="the first messages left")
    for name in workers:
        it.processes.forget(name)
    with it.database_stopped():
        it.machine.copy_database(tmp_path / "backup")

    it.clock.passes(3600)
    it.team(workers=2, children=1)
    it.waits(lambda: len(gateway.lines()) >= 120, for_what="more messages left")
    for name in workers:
        it.processes.forget(name)
    sent = len(gateway.lines())
    with it.database_stopped():
        it.machine.put_back_database(tmp_path / "backup")

    looks_unsent = Message.objects.filter(state__in=["queued", "claimed"]).count()
    assert looks_unsent > 160 - sent  # it would send again what had left
    it.clock.passes(600)  # claims of then are given up by the sweep, and come due again
    it.team(workers=2, children=1)
    standing = Stop.objects.filter(scope="all", lifted_at=None, by=None)
    it.waits(standing.exists, for_what="an emergency stop placed by the software")
    it.clock.passes(1800)
    time.sleep(3)
    assert len(gateway.lines()) == sent
    assert standing.count() == 1

    # Late receipts tell what had left; somebody lifts the stop and sends on, to new people too.
    told = [
        InboundReceipt(message_id=line.message_id, result="delivered") for line in gateway.lines()
    ]
    now = it.clock.now()
    receipts.take(gateway=Gateway.objects.get(pk=gateway_id), incoming=told, now=now)
    make_stops.lift(
        standing.get().pk, by=make.staff("supervisor"), reason="every receipt is here", now=now
    )
    people.more(crowd, 40, now=now)
    it.come_to_rest()
    ids = [line.message_id for line in gateway.lines()]
    assert len(ids) == len(set(ids)) == 160 + 40


def test_a_database_killed_and_recovered_is_no_restored_one(it: World) -> None:
    people.crowd(60, lenders=1, now=it.clock.now())
    it.gateway("g1", rate=40)
    it.team(workers=1, children=2)
    it.waits(lambda: len(it.gateways["g1"].lines()) >= 10, for_what="the first messages left")
    it.machine.kill(POSTGRES)
    it.machine.start_again(POSTGRES)
    it.come_to_rest()
    assert not Stop.objects.exists()
