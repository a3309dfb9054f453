"""A stop at full rate: nothing begins after its commit, whoever stalls meanwhile."""

from __future__ import annotations

import time

import pytest
from django.db import transaction

from messaging.models import Message
from messaging.stops import service as stops
from messaging.suppression import service as suppressions
from tests import make, make_stops
from tests.faults import judge, people
from tests.faults.arrivals import Ban
from tests.faults.world import World

pytestmark = pytest.mark.faults

CHILDREN, WAVE = 3, 20


def test_at_most_one_wave_per_worker_is_on_the_wire_when_a_stop_commits(it: World) -> None:
    people.crowd(400, lenders=2, now=it.clock.now())
    it.gateway("g1", rate=4 * WAVE)
    it.gateways["g1"].always(slow={"probability": 0.3, "seconds": 0.5})
    supervisor = make.staff("supervisor")
    it.team(workers=1, children=CHILDREN)
    it.waits(lambda: len(it.gateways["g1"].lines()) > 60, for_what="full speed")
    with transaction.atomic():
        stop = stops.place(
            scope="all", object_id=None, reason="test", by=supervisor, now=it.clock.now()
        )
        states = dict(Message.objects.values_list("pk", "state"))
    committed = time.time()
    wire = frozenset(pk for pk, state in states.items() if state == "handing_over")
    assert len(wire) <= CHILDREN * WAVE
    time.sleep(3)
    ban = Ban("stop_all", frozenset(states), committed, wire, until=time.time())
    make_stops.lift(stop.pk, by=supervisor, reason="checked", now=it.clock.now())
    it.gateways["g1"].always()
    it.come_to_rest()
    assert judge.findings(it, bans=[ban]) == []
    assert len({line.message_id for line in it.gateways["g1"].lines()}) == 400


@pytest.mark.parametrize("place", ["claim.locked", "claim.before_commit", "handover.before_commit"])
def test_a_worker_stalled_in_a_transaction_holds_up_no_opt_out(it: World, place: str) -> None:
    crowd = people.crowd(10, lenders=1, now=it.clock.now())
    it.gateway("g1", rate=40)
    it.arm("stall", f"{place}=stop@1")
    it.processes.worker("w1", children=1)
    it.tick()
    it.waits(lambda: bool(it.stopped()), for_what=f"a worker stopped at {place}")
    for person in crowd.people:
        suppressions.suppress(
            channel="sms",
            address_hash=person.address_hash,
            kind="opt_out",
            source="reply:1",
            now=it.clock.now(),
        )
    it.let_go_on()
    it.processes.beat("beat")
    it.come_to_rest()
    assert judge.findings(it) == []
    assert not it.gateways["g1"].lines()
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
