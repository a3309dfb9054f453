"""Whatever breaks, one message takes another's place and none goes beside it; seeded.

CHANNEL_SEED=7 runs one walk again; FAULTS=600 (so many in CI, else one walk of 60) makes so many
faults, in walks of A_WALK.
"""

from __future__ import annotations

import os
from collections import Counter
from random import Random
from typing import Any

import pytest

from messaging.dispatch import unknowns
from messaging.models import Message
from tests import make_channels, make_runs
from tests.faults.channels import judged
from tests.faults.channels.carriers import Carriers
from tests.faults.channels.walk import PLAN, Walk
from tests.make import MORNING
from tests.make_outbox import FixedClock

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

A_WALK = 60
FAULTS = int(os.environ.get("FAULTS", "600" if os.environ.get("CI") == "true" else "60"))
SEEDS = (
    [int(os.environ["CHANNEL_SEED"])]
    if "CHANNEL_SEED" in os.environ
    else range(1, 1 + max(1, FAULTS // A_WALK))
)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_breaks_one_message_takes_anothers_place(
    seed: int, monkeypatch: Any, faults_done: Counter[str]
) -> None:
    monkeypatch.setattr(unknowns, "SURE_AFTER_SECONDS", 0)
    lender = make_runs.ready_lender()
    make_channels.ready(lender, PLAN)
    for channel in ("push", "wechat"):
        make_channels.ready(lender, PLAN, on=channel)
    carriers = Carriers()
    carriers.install(monkeypatch)
    walk = Walk(Random(seed), FixedClock(MORNING), carriers)
    walk.begin(lender)
    for happens in walk.cards():
        happens()
    walk.come_to_rest()
    faults_done.update({f"channels: {what}": count for what, count in walk.done.items()})
    found = judged.findings(walk)
    assert not found, "\n".join([f"CHANNEL_SEED={seed}", *found[:20]])
    assert Message.objects.exclude(follows=None).filter(handed_over_at__isnull=False).exists()
