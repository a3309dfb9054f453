"""A trial compares approved reminders of its stage, one trial a cell."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import segments, trials
from messaging.models import Candidate, Trial
from messaging.planning import service as planning
from messaging.planning.running_trials import running
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
CELL = ("dpd-4-7", "gentle", "unknown")


@pytest.fixture
def text(db):
    return make_messaging.version(template=make_messaging.template(stage="dpd-4-7")).template


def _draft(lender, arms, **changed):
    told = {"title": "语气", "cell": CELL, "goal": Decimal("2.5"), "days": 60, "note": ""}
    boss = make.staff("supervisor")
    return trials.begin(lender=lender, arms=arms, by=boss, now=make.MORNING, **told | changed)


def _approved(lender, arms):
    draft = _draft(lender, arms)
    steps.submit(draft, by=draft.author, now=make.MORNING)
    draft.refresh_from_db()
    return steps.approve(
        draft,
        by=make.staff("supervisor"),
        now=make.MORNING,
        seen_hash=fingerprints.fingerprint(draft),
    )


def test_a_text_against_none_is_a_trial(lender, text):
    trial = _approved(lender, [text.pk, None])
    assert running(lender, make.MORNING)[CELL].arms == (text.pk, None)
    over = make.MORNING + timedelta(days=trial.days)
    assert running(lender, over) == {}


@pytest.mark.parametrize("which", ["one", "same", "unknown"])
def test_what_cannot_be_compared_is_not_submitted(lender, text, which):
    arms = {"one": [text.pk], "same": [None, None], "unknown": [text.pk, 0]}[which]
    draft = _draft(lender, arms)
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=make.MORNING)


def test_a_text_of_another_stage_is_refused(lender, text):
    other = make_messaging.version(template=make_messaging.template(stage="dpd-1")).template
    found = trials.trial_findings(_draft(lender, [text.pk, other.pk]), now=make.MORNING)
    assert [each.level for each in found] == ["block"]


def test_a_cell_has_one_trial_at_a_time(lender, text):
    _approved(lender, [text.pk, None])
    again = _draft(lender, [text.pk, None])
    with pytest.raises(ApprovalRefused):
        steps.submit(again, by=again.author, now=make.MORNING)


def test_what_has_ended_does_not_begin_again(lender, text):
    trial = _approved(lender, [text.pk, None])
    assert trials.end(trial.pk, why=Trial.Ended.HARM, now=make.MORNING)
    assert not trials.end(trial.pk, why=Trial.Ended.TIME, now=make.MORNING)
    assert running(lender, make.MORNING) == {}
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(ended_at=None, ended_why="")


def test_an_approved_trial_changes_no_arm(lender, text):
    trial = _approved(lender, [text.pk, None])
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(arms=[text.pk])


def test_only_customers_of_its_segment_take_part(now, text):
    ready = make_runs.ready_lender()
    boss = make.staff("supervisor")
    small = [{"fact": "amount_due", "below": "500", "currency": "CNY"}]
    segment = segments.save(None, lender=ready, title="小额", conditions=small, by=boss, now=now)
    draft = _draft(ready, [text.pk, None], segment=segment)
    steps.submit(draft, by=draft.author, now=now)
    draft.refresh_from_db()
    seen = fingerprints.fingerprint(draft)
    steps.approve(draft, by=make.staff("supervisor"), now=now, seen_hash=seen)
    inside = make.loan(lender=ready, dpd=5, amount_due=100)
    outside = make.loan(lender=ready, dpd=5, amount_due=900)
    planning.plan(lender=ready, day=make.DAY, by=None, now=now)
    drawn = dict(Candidate.objects.values_list("customer_id", "trial"))
    assert drawn == {inside.customer_id: draft.pk, outside.customer_id: None}


@pytest.mark.parametrize(
    ("hours", "level"),
    [
        (("18-19", "20-21"), None),
        (("18-19", "18-19"), "block"),  # the same twice
        (("3-5", "18-19"), "block"),  # quiet hours
        (("9-10", ""), "warn"),  # preferred at weekends alone
        (("late", ""), "block"),
    ],
)
def test_hours_are_compared_where_texts_may_leave(now, text, hours, level):
    lender = make_runs.ready_lender()
    found = trials.trial_findings(_draft(lender, [text.pk, text.pk], hours=hours), now=now)
    assert {each.level for each in found} == ({level} if level else set())


def test_where_nothing_is_written_no_hour_is_named(now, text):
    lender = make_runs.ready_lender()
    found = trials.trial_findings(_draft(lender, [text.pk, None], hours=["", "18-19"]), now=now)
    assert [each.level for each in found] == ["block"]
