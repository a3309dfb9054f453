"""Faults at random, seeded, while hundreds of messages leave: and nothing may be wrong.

FAULTS=1000 sets how many (CI: 200, else a round of 40, which takes a minute or two),
FAULT_SEED=7003 runs one round again.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from messaging.models import Message
from tests.faults import judge, people
from tests.faults.arrivals import Arrivals
from tests.faults.chaos import Chaos, hand
from tests.faults.world import World

pytestmark = pytest.mark.faults

BASE = int(os.environ.get("FAULT_BASE", "7"))
FAULTS = int(os.environ.get("FAULTS", "200" if os.environ.get("CI") == "true" else "40"))
PER_ROUND = 40
ROUNDS_PER_BASE = 1000
SEEDS = (
    [int(os.environ["FAULT_SEED"])]
    if "FAULT_SEED" in os.environ
    else [BASE * ROUNDS_PER_BASE + n for n in range(-(-FAULTS // PER_ROUND))]
)
PEOPLE = 160


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_breaks_nobody_is_hurt(it: World, seed: int, faults_done: Counter[str]) -> None:
    random = Random(seed)
    crowd = people.crowd(PEOPLE, now=it.clock.now())
    it.gateway("g1", rate=80)
    it.gateway("g2", rate=40)
    it.webhooks(delay=[0.1, 2.0], double=0.2, lose=0.2, undelivered=0.1)
    it.team(workers=2, children=2)
    arrivals = Arrivals(it, crowd, random)
    chaos = Chaos(it, arrivals, random)
    for fault in hand(*divmod(seed, ROUNDS_PER_BASE), PER_ROUND):
        chaos.inject(fault)
    chaos.calm_down()
    it.come_to_rest()
    found = judge.findings(it, bans=arrivals.bans, gap_slack=timedelta(minutes=1))
    faults_done.update(chaos.done)
    faults_done.update({f"arrival: {what}": count for what, count in arrivals.seen.items()})
    said = "\n".join([f"FAULT_SEED={seed}", *found[:40], it.story()])
    (it.home / "findings").write_text(said)
    assert not found, said
    assert (
        Message.objects.filter(state__in=["accepted", "delivered"]).count()
        > len(crowd.messages) // 3
    )
