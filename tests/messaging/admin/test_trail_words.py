"""What a stop covered and what changed in a policy stand in the trail in words."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from accounts.admin.trail.sentences import sentences
from accounts.audit import searching, trail
from accounts.audit.searching import Wanted
from messaging.admin.trail_words import policy
from messaging.planning import leaving_out
from messaging.policy import profiles
from messaging.policy.document import write_policy
from messaging.runs import release
from messaging.stops import service as stops
from tests import make
from tests.feedback.morning.test_delivery import run_of_today

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


def test_a_release_and_who_was_left_out_of_it_are_said_as_what_they_are(now: datetime) -> None:
    run = run_of_today(now, customers=2)
    boss = make.staff("supervisor")
    first = run.candidates.filter(to_send=True).first()
    assert first is not None
    with trail.acting(user=boss, source="web"):
        leaving_out.leave_out(run.pk, [first.pk], why="care", by=boss, now=now)
        release.release(run.pk, by=boss, now=now, expected_count=1)
    with translation.override("zh-hans"):
        [out] = sentences(searching.page(Wanted(table="messaging_leftout"), "").rows)
        said = sentences(searching.page(Wanted(table="messaging_run", person=boss.pk), "").rows)
    assert out.thing == f"{first.customer.customer_no} · {run} · 需要特别关照"
    assert "放行了" in {each.did for each in said}
    assert not {"解除了", "放行于"} & {each.did for each in said}
