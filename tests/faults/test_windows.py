"""The end of the day, crossed by workers that stall and by clocks that are set."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from messaging.models import Attempt, Message
from tests.faults import judge, people
from tests.faults.clock import HOLD_BEFORE_SECONDS
from tests.faults.world import World

pytestmark = pytest.mark.faults

LATE = datetime(2026, 9, 15, 13, 57, tzinfo=UTC)  # 21:57 in Shanghai
NIGHT = datetime(2026, 9, 15, 14, 3, tzinfo=UTC)


def move_to(it: World, moment: datetime) -> None:
    """Before anything of it began."""
    it.clock.passes_until(moment)


@pytest.mark.parametrize(
    "place",
    [
        *("claim.locked", "claim.committed", "handover.reserved", "handover.before_commit"),
        *("handover.begun", "driver.before_call"),
    ],
)
def test_a_worker_that_stalls_past_the_window_sends_nothing_when_it_wakes(
    it: World, place: str
) -> None:
    move_to(it, LATE)
    people.crowd(40, lenders=1, now=it.clock.now())
    it.gateway("g1", rate=40)
    it.arm("stall", f"{place}=stop@1")
    it.processes.worker("w1", children=1)
    it.tick()
    it.waits(lambda: bool(it.stopped()), for_what=f"a worker stopped at {place}")
    read_before = len(it.gateways["g1"].lines())
    it.clock.passes_until(NIGHT)
    time.sleep(HOLD_BEFORE_SECONDS + 0.3)
    it.let_go_on()
    it.tick(times=3)
    time.sleep(2)
    assert len(it.gateways["g1"].lines()) == read_before
    it.processes.beat("beat")
    it.come_to_rest()
    assert judge.findings(it) == []
    # What stalled before it could be put on the wire leaves the next morning.
    late = it.gateways["g1"].lines()[read_before:]
    assert all(it.clock.seen_at(line.at) > NIGHT + timedelta(hours=9) for line in late)
    assert Message.objects.filter(state="accepted").count() == 40


@pytest.mark.parametrize("seconds", [3600.0, -3600.0])
def test_a_clock_set_between_permit_and_call_stops_the_call(it: World, seconds: float) -> None:
    """Both ways, inside the window: the permit's two clocks disagree."""
    people.crowd(30, lenders=1, now=it.clock.now() - timedelta(hours=2))
    it.clock.passes(3 * 3600)
    it.gateway("g1", rate=40)
    it.arm("stall", "driver.before_call=stop@1")
    it.processes.worker("w1", children=1)
    it.tick()
    it.waits(lambda: bool(it.stopped()), for_what="a worker stopped before its call")
    it.clock.is_set(seconds)
    it.let_go_on()
    refused = Attempt.objects.filter(error_code__in=["clocks_disagree", "permit_ended"])
    it.waits(refused.exists, for_what="a refusal by the permit")
    # Of what was refused nothing left before it was; a permit asked for anew is a good one.
    refused_at = {each.message_id: each.recorded_at.timestamp() for each in refused}
    lines = it.gateways["g1"].lines()
    assert not [each for each in lines if each.at < refused_at.get(each.message_id, 0.0)]
    it.clock.is_set(-seconds)
    it.processes.beat("beat")
    it.come_to_rest()
    assert judge.findings(it, gap_slack=timedelta(hours=2)) == []
    assert len(it.gateways["g1"].lines()) == 30


def test_a_clock_stepped_over_the_window_and_back_sends_only_inside_it(it: World) -> None:
    move_to(it, LATE)
    people.crowd(200, lenders=1, now=it.clock.now())
    it.gateway("g1", rate=20)
    it.team(workers=2, children=1)
    gateway = it.gateways["g1"]
    it.waits(lambda: len(gateway.lines()) > 20, for_what="some messages left")
    for _ in range(2):
        it.clock.is_set(3600)
        time.sleep(HOLD_BEFORE_SECONDS + 1)
        it.clock.is_set(-3600)
        time.sleep(0.5)
    it.come_to_rest()
    assert judge.findings(it, gap_slack=timedelta(hours=2)) == []
    assert Message.objects.filter(state="accepted").count() == 200
