"""What a stop covered and what changed in a policy stand in the trail in words."""

from datetime import datetime
from typing import Any

import pytest

from accounts.admin.trail.sentences import sentences
from accounts.audit import searching, trail
from accounts.audit.searching import Wanted
from messaging.admin.trail_words import policy
from messaging.policy import profiles
from messaging.policy.document import write_policy
from messaging.stops import service as stops
from tests import make

pytestmark = pytest.mark.django_db


def test_a_stop_is_called_by_what_it_covered_and_the_askers_reason_is_theirs(
    now: datetime,
) -> None:
    lender = make.lender()
    boss, asks, lifts = (make.staff("supervisor") for _each in range(3))
    with trail.acting(user=boss, source="web"):
        stop = stops.place(scope="lender", object_id=lender.pk, reason="错了", by=boss, now=now)
    with trail.acting(user=asks, source="web"):
        stops.ask_to_lift(stop.pk, by=asks, reason="误按", now=now)
    with trail.acting(user=lifts, source="web"):
        stops.lift(stop.pk, by=lifts, now=now)
    lifted, _asked, placed = sentences(searching.page(Wanted(table="messaging_stop"), "").rows)
    assert lender.name in placed.thing
    assert lifted.entry.reason == f"{asks}: 误按"


def test_a_policy_says_its_figures_that_changed_and_no_document() -> None:
    before: Any = write_policy(profiles.load("cn"))
    after: Any = {**before, "staleness_hours": {**before["staleness_hours"], "value": 12}}
    [told] = policy(before, after)
    assert told.after == "12"
    assert "{" not in told.what + told.before + told.after
    assert len(policy(None, after)) == 1
