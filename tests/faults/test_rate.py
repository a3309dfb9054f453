"""A gateway's rate holds over all workers, in the gateway's own log."""

from __future__ import annotations

import pytest

from tests.faults import judge, people
from tests.faults.world import World

pytestmark = pytest.mark.faults

WORKERS, RATE = 3, 24
WAVE = RATE // 4


def test_it_never_sees_more_than_its_rate_and_one_wave_per_worker(it: World) -> None:
    people.crowd(200, lenders=2, now=it.clock.now())
    it.gateway("g1", rate=RATE)
    it.team(workers=WORKERS, children=1)
    it.waits(lambda: it.open_messages() == 0, for_what="all sent")
    times = [line.at for line in it.gateways["g1"].lines()]
    assert len(times) == 200
    for first, begin in enumerate(times):
        for last in range(first, len(times)):
            most = RATE * (times[last] - begin) + WAVE * WORKERS
            assert last - first + 1 <= most + 1, (
                f"{last - first + 1} in {times[last] - begin:.2f} s"
            )
    it.come_to_rest()
    assert judge.findings(it) == []
